"""Parts and totals: what may be added up, and the sum of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.relate import relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize


def compatible(one: Fact, other: Fact) -> bool:
    """Whether two figures can stand in one sum: of one dimension, counts of one unit."""
    a, b = one.figure.unit, other.figure.unit
    if a.dimension != b.dimension:
        return False
    return (
        a.dimension != "count"
        or a.name == b.name
        or a.name in _EITHER.get(b.name, ())
        or b.name in _EITHER.get(a.name, ())
    )


# two kinds of things, two words for one
_EITHER = {
    "台(套)": ("台", "套"),
    "台套": ("台", "套"),
    "台(件)": ("台", "件"),
    "件(套)": ("件", "套"),
    "人": ("名",),
    "处": ("座", "所"),
    "户": ("家",),
}


def heads_a_row(ledger: Ledger, fact: Fact) -> bool:
    """其余四家分别为a、b、c、d: whether an amount is but the first of several."""
    behind = ledger.facts[fact.id + 1 : fact.id + 2]
    return bool(behind) and behind[0].grouped and behind[0].figure.unit == fact.figure.unit


def in_a_row(ledger: Ledger, fact: Fact) -> bool:
    """三个项目预算分别为a、b、c: whether an amount is one of several, the first or another."""
    return fact.grouped or heads_a_row(ledger, fact)


NETTED = compiled(r"(?:减[:：]?|扣除|剔除)?(?:内部往来)?(?:抵销|抵消|冲减|冲销|扣除|扣减|剔除)(?!后)")


_YEARS = compiled(
    r"(?:[二两三四五六七八九十]|(?<![0-9])[0-9]{1,2})年(?:[间来内共]|合计|累计|总共)[^,;。:0-9]*$|历年[^,;。:0-9]*$"
)


def of_several_years(ledger: Ledger, fact: Fact) -> bool:
    """五年间累计A万元，2031年较2027年增加D万元: whether an amount is of several years, and of none of them."""
    return _YEARS.search(normalize(ledger.before(fact, 16))) is not None


def of_another_year(ledger: Ledger, total: Fact, part: Fact) -> bool:
    """Whether the words name different years for a total and for what is listed.

    2030年支出T，2031年增加D。 Below it a list: of what was spent in 2031.
    """
    if not total.period or total.period == part.period:
        return False
    if part.period:
        return True
    behind = ledger.facts_of(ledger.sentences[total.sentence]) if total.sentence >= 0 else []
    below = total.figure.span.block != part.figure.span.block
    return below and any(f.id > total.id and f.period > total.period for f in behind)


def add_up(total: Fact, parts: Sequence[Fact], firm: bool) -> Relation | None:
    """The relation of a total and at least two parts."""
    if len(parts) < 2 or _of_each(total, parts):
        return None
    signs = tuple(-1 if NETTED.match(p.label) else 1 for p in parts)
    return relate("sum", Sum(signs), (("total", total), *(("part", p) for p in parts)), firm=firm)


def _of_each(total: Fact, parts: Sequence[Fact]) -> bool:
    """三类人员分别补助a元、b元、c元，合计T万元: whether a total, far above them, is of all who had them."""
    small = all(p.figure.unit.dimension == "money" and p.figure.unit.factor == 1 for p in parts)
    amounts = total.figure.amount, sum((p.figure.amount for p in parts), Decimal(0))
    return small and total.figure.unit.factor > 1 and amounts[0] > amounts[1] * _FAR_ABOVE


_FAR_ABOVE = 10  # times


AVERAGE = compiled(
    r"[人户生车亩批月年日台件次项班]均|平均|中位数|均价|单价|每(?:[人户辆亩吨台套座个所床生班次件米株头]|公顷|公里|(?:平方|立方)米)"
)  # nothing that parts add up to


def column_of(item: Sequence[Fact], like: Fact) -> Fact | None:
    """The figure of a list item that is in the column of a total; in a budget the amounts of items are planned too."""
    own = [f for f in item if compatible(f, like) and f.basis in ("", like.basis)]
    first = next((f for f in own if f.measure == like.measure), None)
    planned = like.measure == "budget" and not any(f.measure == "budget" for f in own)
    return first or (next((f for f in own if f.measure == "level"), None) if planned else None)
