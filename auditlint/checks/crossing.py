"""Several lanes of a table that one line across them puts right: two cells exchanged, or mistyped alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.equations import solved
from auditlint.model import Fact, Relation
from auditlint.slips import MISTYPED, slip


def exchanged(relations: Sequence[Relation]) -> tuple[Fact, Fact] | None:
    """The two cells that stand in each other's place, where the only two broken sums of a table then come out.

    图书馆: its 基本支出 in the column of 项目支出, and the other way round.
    """
    broken = [r for r in relations if r.verdict == "broken"]
    if len(broken) != 2:
        return None
    one, other = (_cells(r) for r in broken)
    found = [
        (a, b)
        for key, a in one.items()
        if (b := other.get(key)) is not None
        and (_wanted(broken[0], a), _wanted(broken[1], b)) == (b.figure.amount, a.figure.amount)
    ]
    return found[0] if len(found) == 1 else None


def mistyped(relations: Sequence[Relation]) -> bool:
    """Whether a line across all broken sums has one slip in each: 476,500 for 467,500 in 合计 and in 基本支出."""
    broken = [r for r in relations if r.verdict == "broken"]
    lines = [_cells(r) for r in broken]
    keys = set(lines[0]).intersection(*lines[1:]) if len(lines) > 1 else set()
    return any(_alike([line[key] for line in lines], broken) for key in keys)


def _cells(relation: Relation) -> dict[tuple[str, int], Fact]:
    """A sum's cells by the line across it: of a sum down a column the rows, of one along a row the columns."""
    facts = [t.fact for t in relation.terms]
    down = all(f.column == facts[0].column for f in facts)
    return {("row", f.row) if down else ("column", f.column): f for f in facts}


def _wanted(relation: Relation, cell: Fact) -> Decimal | None:
    """What a part would have to be for its sum to come out."""
    facts = [t.fact for t in relation.terms]
    return solved(relation.equation, facts.index(cell), [f.figure.amount for f in facts])


def _alike(cells: Sequence[Fact], relations: Sequence[Relation]) -> bool:
    """Whether every cell is a slip away from what it would have to be, and all of them by the same amount."""
    gaps: set[Decimal] = set()
    for cell, relation in zip(cells, relations, strict=True):
        wanted = _wanted(relation, cell)
        if wanted is None or slip(cell.figure, wanted / cell.figure.unit.factor) not in MISTYPED:
            return False
        gaps.add(wanted - cell.figure.amount)
    return len(gaps) == 1
