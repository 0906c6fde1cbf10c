"""Points of a row less what was taken off, against what it got: 分值 | 扣分 | 得分; part of the check `score`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.footing import borne_out
from auditlint.checks.relate import relate
from auditlint.checks.score.points import columns
from auditlint.equations import Sum
from auditlint.facts.tables import Panel, TableFacts
from auditlint.model import Relation


def lost(table: TableFacts) -> Iterator[Relation]:
    """得分 = 分值 − 扣分 in every row, the total included, where most rows of the form come out."""
    made = [relation for panel in table.panels for relation in _rows(table, panel)]
    yield from borne_out(made, plain=False)


def _rows(table: TableFacts, panel: Panel) -> Iterator[Relation]:
    weight, score = columns(panel)
    taken = panel.having("lost")
    if weight is None or score is None or len(taken) != 1 or panel.loose:
        return
    for row in panel.rows:
        full, off, got = (table.cells.get((row.index, c.index)) for c in (weight, taken[0], score))
        if full is None or off is None or got is None:
            continue
        if full.figure.value == off.figure.value == got.figure.value:
            continue  # one cell for all columns
        sign = 1 if off.figure.value < 0 else -1  # 扣分 −0.5
        made = relate("score", Sum((1, sign)), (("score", got), ("weight", full), ("lost", off)), firm=False)
        if made is not None:
            yield made
