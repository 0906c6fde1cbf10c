"""What a list short of its total lacks: an item beside it, one left out, a digit; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.parts import compatible
from auditlint.checks.relate import corroborated, swapped
from auditlint.checks.sum.counts import counted
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_ASIDE = 12  # figures beside a sum among which an item that the reading missed may stand


def missed(ledger: Ledger, relation: Relation) -> bool:
    """Whether a sum that falls short lacks just an amount printed beside it: then it was read wrong."""
    if relation.verdict != "broken" or relation.difference <= 0:
        return False
    terms = {t.fact.id for t in relation.terms}
    total = relation.terms[0].fact
    gap = relation.difference * total.figure.unit.factor
    around = ledger.facts[max(min(terms) - _ASIDE, 0) : max(terms) + _ASIDE]
    return any(
        f.id not in terms and f.measure in ("level", "budget") and compatible(f, total) and f.figure.amount == gap
        for f in around
    )


_OTHERWISE = compiled(r"[;；,，。](?:另|此)(?:有|外)[^,，;；。0-9]{0,10}$")
_BESIDES = 14  # characters before a part in which it is said to be told besides


def told_besides(ledger: Ledger, parts: Sequence[Fact]) -> int:
    """T人，其中甲a人、乙b人；另有丙c人: how many parts stand before one that is told besides; 0 where none is."""
    return next((k for k in range(2, len(parts)) if _OTHERWISE.search(ledger.before(parts[k], _BESIDES))), 0)


def left_aside(ledger: Ledger, relation: Relation) -> bool:
    """Whether the things that a list lacks are counted beside it: 车辆8辆（含待处置1辆），其中…."""
    total, *parts = (t.fact for t in relation.terms)
    if relation.verdict != "broken" or relation.difference <= 0 or not counted(total):
        return False
    ids = {f.id for f in parts}
    beside = (f for f in ledger.pick(ledger.sentences[total.sentence].facts) if f.id not in ids and f.id > total.id)
    return any(compatible(f, total) and f.figure.value == relation.difference for f in beside)


SMALL_GAP = Decimal("0.005")
_LACK = Decimal("0.05")  # of a total; an item left out is mostly more
TELLING = 3  # digits of a figure that no chance makes

_GRAINS = 1000  # a sum of fewer units of its last digit that is not zero in all figures is round


def coarse(relation: Relation) -> bool:
    """Whether the amounts of a sum are so round that a slip in one of them explains any difference."""
    amounts = [abs(f.amount).normalize() for f in relation.figures if f.value]
    grain = min((int(a.as_tuple().exponent) for a in amounts), default=0)
    return max(amounts, default=Decimal(0)).scaleb(-grain) < _GRAINS


def mistyped(relation: Relation, parts: Sequence[Fact]) -> bool:
    """Whether a list that does not add up has a mistyped figure, rather than a part left out.

    A part left out leaves the parts below the total, by an amount that is often round: then one wrong digit explains
    too much, and only a closing item (其他…) or a difference too small for a part speaks for a mistake.
    """
    total = abs(relation.terms[0].fact.figure.value)
    gap = relation.difference / total if total else Decimal(0)
    if swapped(relation, _PAIR if gap < 0 else TELLING) and (gap < 0 or (gap <= _LACK and not coarse(relation))):
        return True
    if not corroborated(relation) or open_ended(relation, parts):
        return False
    last = parts[-1].label
    if gap < 0 or (last.startswith("其他") and not last.startswith("其他支出")):  # that one is a class
        return True
    return bool(total) and gap <= SMALL_GAP


_PAIR = 2  # digits in the wrong order that explain why parts are more than all


def open_ended(relation: Relation, parts: Sequence[Fact]) -> bool:
    """Whether a list that falls short is one of taxes, or of economic classes: reports do not speak of all of them."""
    taxes = sum(p.label.endswith("税") for p in parts) * 2 > len(parts)
    classes = all(_CLASS.search(p.label) for p in parts) and not any("资本性" in p.label for p in parts)
    return (taxes or classes) and relation.difference > 0 and not swapped(relation)


_CLASS = compiled(r"^(?:工资福利|商品和服务|对?个人和家庭的?补助|资本性)")


BEHIND = 8  # characters behind a list that may say that it is not whole
_REMAINDER = compiled(r"\s*[,，]\s*(?:其余|余下)[^0-9]{0,7}$")


def goes_on(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether what stands behind a list is its remainder, which has no figure: …b万元，其余由事业收入安排."""
    return _REMAINDER.match(ledger.after(parts[-1], BEHIND)) is not None
