"""Several lanes of a table that one line across them puts right: its cells exchanged, or mistyped alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.equations import solved
from auditlint.model import Fact, Relation
from auditlint.slips import slip

_TYPED = ("swap", "exchange", "digit", "lost", "doubled", "point")


def crossed(relations: Sequence[Relation], *, plain: bool) -> bool:
    """Whether the broken sums of a table come out with two cells of one row exchanged, or with one slip made in each.

    图书馆: 基本支出 in the column of 项目支出; 住房公积金: 476,500 for 467,500 in 合计 and in 基本支出. The second may be
    a coincidence where the layout is not `plain`.
    """
    broken = [r for r in relations if r.verdict == "broken"]
    if len(broken) < 2:
        return False
    lines = [{key: fact for key, fact in _cells(r)} for r in broken]
    for key in set(lines[0]).intersection(*lines[1:]):
        cells = [line[key] for line in lines]
        wanted = [_wanted(r, cell) for r, cell in zip(broken, cells, strict=True)]
        printed = [c.figure.amount for c in cells]
        exchanged = sorted(wanted) == sorted(printed) and all(w in printed for w in wanted)
        if (len(broken) == 2 and exchanged) or (plain and _mistyped(cells, wanted)):
            return True
    return False


def _cells(relation: Relation) -> list[tuple[tuple[str, int], Fact]]:
    """A lane's parts by the line across it: of a sum down a column the rows, of one along a row the columns."""
    facts = [t.fact for t in relation.terms[1:]]
    down = all(f.column == relation.terms[0].fact.column for f in facts)
    return [(("row", f.row) if down else ("column", f.column), f) for f in facts]


def _wanted(relation: Relation, cell: Fact) -> Decimal:
    """What a part would have to be for its sum to come out."""
    facts = [t.fact for t in relation.terms]
    amounts = [f.figure.amount for f in facts]
    found = solved(relation.equation, facts.index(cell), amounts)
    return found if found is not None else Decimal(0)


def _mistyped(cells: Sequence[Fact], wanted: Sequence[Decimal]) -> bool:
    """Whether every cell is a slip away from what it would have to be, and all of them by the same amount."""
    gaps = {w - c.figure.amount for c, w in zip(cells, wanted, strict=True)}
    typed = (slip(c.figure, w / c.figure.unit.factor) in _TYPED for c, w in zip(cells, wanted, strict=True))
    return len(gaps) == 1 and all(typed)
