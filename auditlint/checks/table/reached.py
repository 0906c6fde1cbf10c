"""Rates of what was reached: results over targets, scores over their points; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.footing import borne_out, evaluated, same_unit
from auditlint.checks.relate import beyond
from auditlint.checks.score.points import columns
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Relation

_REACHED = compiled(r"(?:完成|实现|达成)(?:率|比例|程度|度)(?:\(?%\)?)?$")
_SCORED = compiled(r"(?:得分|评分)率(?:\(?%\)?)?$")


def reached(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """完成率 = 完成值 ÷ 目标值, 得分率 = 得分 ÷ 分值, where the rows bear it out."""
    targets, results = panel.having("target"), panel.having("result")
    weight, score = columns(panel)
    for rate in panel.columns:
        if _REACHED.search(rate.name) and len(targets) == len(results) == 1:
            yield from _over(panel, table, rate, results[0], targets[0])
        elif _SCORED.search(rate.name) and weight is not None and score is not None:
            yield from _over(panel, table, rate, score, weight)


def _over(panel: Panel, table: TableFacts, rate: Column, part: Column, whole: Column) -> Iterator[Relation]:
    found: list[Relation] = []
    for row in panel.rows:
        x, a, b = (table.cells.get((row.index, c.index)) for c in (rate, part, whole))
        if x is None or a is None or b is None or not same_unit((a, b)) or b.figure.value <= 0:
            continue
        if x.figure.unit.dimension != "percent" or table.operators.get((row.index, whole.index)) in ("≤", "<"):
            continue
        made = evaluated("completion", Share(), (("rate", x), ("part", a), ("whole", b)), firm=False)
        found.extend(r for r in made if not beyond(r))
    yield from borne_out(found, plain=False)
