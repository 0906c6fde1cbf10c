"""Scores by rates of execution and results, results against targets; part of the check `score`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import maybe, relate
from auditlint.checks.score_points import columns
from auditlint.equations import HUNDRED, AtMost, Equal, Product
from auditlint.facts.tables import Column, Panel, Row, TableFacts
from auditlint.model import Fact, Relation
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
    """Results against targets of the same unit, where the full score was given."""
    for panel in table.panels:
        targets, results = panel.having("target"), panel.having("result")
        if len(targets) != 1 or len(results) != 1:
            continue
        if _degrees(panel, table, targets[0], results[0]):
            continue
        weight, score = columns(panel)
        for row in panel.rows:
            goal, done = (table.cells.get((row.index, c.index)) for c in (targets[0], results[0]))
            operator = table.operators.get((row.index, targets[0].index), "")
            if goal is None or done is None or not operator or not _comparable(goal, done):
                continue
            full = _full(table, row, weight, score)
            goal, done = _as_printed(goal), _as_printed(done)
            if operator in ("≤", "<"):
                made = relate("score", AtMost(), (("result", done), ("target", goal)), firm=full)
            elif operator in ("≥", ">"):
                made = relate("score", AtMost(), (("target", goal), ("result", done)), firm=full)
            else:
                made = relate("score", Equal(), (("result", done), ("target", goal)), firm=False)
            if made is not None and (made.verdict != "broken" or made.firm):
                yield made


def _as_printed(fact: Fact) -> Fact:
    """A target is met or missed by the digits as printed: 97 % is below 98 %, whatever it was rounded from."""
    return replace(fact, figure=replace(fact.figure, exact=True))


def _degrees(panel: Panel, table: TableFacts, target: Column, result: Column) -> bool:
    """Whether the results are degrees of completion: percentages, mostly, also where the targets are none."""
    odd = rows = 0
    for row in panel.rows:
        goal, done = (table.cells.get((row.index, c.index)) for c in (target, result))
        if goal is not None and done is not None:
            rows += 1
            odd += done.figure.unit.dimension == "percent" != goal.figure.unit.dimension
    return odd * 3 > rows


def _comparable(goal: Fact, done: Fact) -> bool:
    one, other = goal.figure.unit, done.figure.unit
    return bool(one.name) and one.dimension == other.dimension and (one.dimension == "money" or one.name == other.name)


def _full(table: TableFacts, row: Row, weight: Column | None, score: Column | None) -> bool:
    """Whether a row has its full score."""
    if weight is None or score is None:
        return False
    got, cap = table.cells.get((row.index, score.index)), table.cells.get((row.index, weight.index))
    return got is not None and cap is not None and cap.figure.value > 0 and got.figure.value >= cap.figure.value
