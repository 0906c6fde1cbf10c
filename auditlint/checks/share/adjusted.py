"""预算调整率 against what a budget was moved by, or moved to, and what it was first; part of the check `share`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.relate import relate
from auditlint.equations import Growth, Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_RATE = compiled(r"(?:^|预算)调整率$")
_OPENING = compiled(r"年初(?:部门|支出|收支)*预算")
_MOVED = compiled(r"(?:调整(?!后)|追加|调增|调减|增加|减少)[^,;。0-9]{0,6}$")
_AFTER = compiled(r"调整后[^,;。:0-9]{0,8}:?$|全年预算(?:数|为|:)*$")


def adjusts(rate: Fact) -> bool:
    """Whether a rate is called by how far a budget was moved: no part of anything."""
    return rate.figure.unit.dimension == "percent" and _RATE.search(rate.label) is not None


def adjusted(ledger: Ledger, sentence: Sentence, rate: Fact) -> Relation | None:
    """年初预算A，…较年初增加D，预算调整率p%: D over A; 年初预算A，调整后预算B，预算调整率p%: B less A over A."""
    own = (f for f in ledger.facts_of(sentence) if f.id < rate.id and f.item == rate.item)
    before = [f for f in own if f.figure.unit.dimension == "money"]
    opening = [f for f in before if f.measure == "budget" and _OPENING.search(ledger.before(f, 12))]
    if len(opening) != 1 or not opening[0].figure.value or before[-1].id != rate.id - 1:
        return None
    moved = before[-1]
    if (then := _moved_to(ledger, before, opening[0])) is not None:
        up = then.figure.amount > opening[0].figure.amount or rate.figure.value < 0
        terms = (("share", rate), ("part", then), ("whole", opening[0]))
        return relate("share", Growth(1 if up else -1), terms, firm=True)
    if moved.measure != "change" and not _MOVED.search(ledger.before(moved, 10)):
        return None
    if len(before) > _TWO and any(_MOVED.search(ledger.before(f, 10)) for f in before[1:-1]):
        return None  # 追加a万元，调减b万元: of both
    return relate("share", Share(), (("share", rate), ("part", moved), ("whole", opening[0])), firm=True)


def _moved_to(ledger: Ledger, before: Sequence[Fact], opening: Fact) -> Fact | None:
    """What a budget was moved to, where nothing but what it was moved by stands between."""
    last = before[-1]
    between = before[before.index(opening) + 1 : -1]
    alone = all(f.measure == "change" or _MOVED.search(ledger.before(f, 10)) for f in between)
    alone = alone and last.measure == "budget" and last.figure.amount != opening.figure.amount
    return last if alone and _AFTER.search(normalize(ledger.before(last, 14))) else None


_TWO = 2
