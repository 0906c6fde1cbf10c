"""Scores by rates of execution and results, results against targets; part of the check `score`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import maybe, relate
from auditlint.checks.score_points import columns
from auditlint.checks.targets import measured
from auditlint.equations import HUNDRED, Product
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Relation
from auditlint.records import replace


def execution(table: TableFacts) -> Iterator[Relation]:
    """执行得分 = 分值 × 执行率, at most the 分值."""
    for panel in table.panels:
        weight, score = columns(panel)
        rates = panel.having("completion")
        if weight is not None and score is not None and len(rates) == 1:
            yield from _by_rate(panel, table, rates[0], weight, score)


def proportion(table: TableFacts) -> Iterator[Relation]:
    """得分 = 分值 × 完成值 where the results are printed as percentages of completion and most rows bear it out."""
    for panel in table.panels:
        weight, score = columns(panel)
        results = panel.having("result")
        if weight is None or score is None or len(results) != 1:
            continue
        found = list(_by_rate(panel, table, results[0], weight, score))
        held = sum(r.verdict != "broken" for r in found)
        if held >= 3 and held * 2 > len(found):
            yield from found


def _by_rate(panel: Panel, table: TableFacts, rate: Column, weight: Column, score: Column) -> Iterator[Relation]:
    for row in panel.rows:
        got, full, part = (table.cells.get((row.index, c.index)) for c in (score, weight, rate))
        if got is None or full is None or part is None or part.figure.unit.dimension != "percent":
            continue
        if not 0 <= part.figure.amount <= HUNDRED or (row.role == "total" and not row.label.endswith("总额")):
            continue
        terms = (("score", got), ("weight", full), ("rate", part))
        yield from maybe(relate("score", Product(HUNDRED), terms, firm=not panel.loose))


def target(table: TableFacts) -> Iterator[Relation]:
    """Results against targets of the same unit in rows with points; told where the score is full."""
    for each, made in measured(table):
        if each.scored and (made.verdict != "broken" or each.full):
            yield replace(made, firm=each.full)
