"""Points that every level of indicators has in a column of its own, each level against the next; part of `score`.

一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值: what stands in the rows of a group makes up its points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.relate import relate
from auditlint.checks.score.points import columns, is_total, points_of
from auditlint.equations import Equal, Sum
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import replace

_PROVEN = 2  # groups that show how a table is built


def levels(table: TableFacts) -> Iterator[Relation]:
    """The points of every group against those of the level below; told where most groups of both columns agree."""
    points = points_of(table, "weight")
    for panel in table.panels:
        _, score = columns(panel)
        weights = [c for c in panel.having("weight") if score is None or c.index < score.index]
        rows = [r.index for r in panel.rows if not is_total(r, points)]
        for upper, lower in pairwise(weights):
            found = [r for r in _groups(table, panel, rows, upper, lower) if r is not None]
            held = [r for r in found if r.verdict != "broken"]
            if len(held) >= _PROVEN and len(held) * 2 > len(found) and any(len(r.terms) > 2 for r in held):
                yield from (replace(r, firm=not panel.loose) for r in found)


def _groups(
    table: TableFacts, panel: Panel, rows: Sequence[int], upper: Column, lower: Column
) -> Iterator[Relation | None]:
    """A cell of the upper column with those of the lower one in its row and the rows up to the next such cell."""
    head: Fact | None = None
    parts: list[Fact] = []
    for row in rows:
        own, below = table.cells.get((row, upper.index)), table.cells.get((row, lower.index))
        if own is not None:
            yield _group(head, parts)
            head, parts = own, []
        if below is not None:
            parts.append(below)
    yield _group(head, parts)


def _group(head: Fact | None, parts: Sequence[Fact]) -> Relation | None:
    if head is None or not parts:
        return None
    equation = Sum((1,) * len(parts)) if len(parts) > 1 else Equal()
    return relate("score", equation, (("group", head), *(("weight", p) for p in parts)), firm=False)
