"""Targets and results of indicators, row by row; for the checks `score`, `grade` and `missed`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from auditlint.checks.relate import relate
from auditlint.checks.score.points import columns
from auditlint.equations import HUNDRED, AtMost, Equal
from auditlint.expressions import compiled
from auditlint.facts.tables import Column, Panel, Row, TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, replace

_LESS = compiled(
    r"成本|经费|费用|支出|预算|单价|控制|时间|时限|工期|周期|天数|差错|失误|错误|误差|事故|投诉|信访量|案件|案发|发案|违|伤|亡"
    r"|上访|信访|纠纷|警情|犯罪|发病|返贫|辍学|失业|欠|浪费|排放|污染|差评|返工|退回|中断|停[水电气]|缺陷|隐患|处罚|违约|亏|死|淘汰"
    r"|故障|超|下降|降低|减少|压减|能耗|负|逾期|延误|流失|缺|损|退|病|火灾|舆情|空置|闲置|重复"
    r"|突发|险情|用[水电气油]量|会议|公务用车|救助"
)  # of what these name less is better, or neither more nor less is
_MORE = compiled(r"满意|合格|及时|完成|达标|覆盖|优良|准确|正确|正常|合规|知晓|到位")
_NO_THING = compiled(r"元|天|日|月|年|时|分|秒|周|季|期限|‰|度|℃|级|/")  # units of cost, time, degree
_MONEY = compiled(r"成本|经费|费用|支出|预算|控制|单价|节约")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of a panel with one column of targets and one of results, and what its points say.

    `scored` is whether the row has both points and a score, `full` whether the score is all of them.
    """

    table: TableFacts
    panel: Panel
    row: Row
    target: Column
    result: Column
    scored: bool
    full: bool

    @property
    def goal(self) -> Fact | None:
        """The target in figures."""
        return self.table.cells.get((self.row.index, self.target.index))

    @property
    def done(self) -> Fact | None:
        """The result in figures."""
        return self.table.cells.get((self.row.index, self.result.index))


def indicators(table: TableFacts) -> Iterator[Indicator]:
    """The indicators of a table."""
    for panel in table.panels:
        targets, results = panel.having("target"), panel.having("result")
        if len(targets) != 1 or len(results) != 1:
            continue
        weight, score = columns(panel)
        for row in panel.rows:
            got, cap = (table.cells.get((row.index, c.index)) if c is not None else None for c in (score, weight))
            scored = got is not None and cap is not None and cap.figure.value > 0
            full = got is not None and cap is not None and got.figure.value >= cap.figure.value > 0
            yield Indicator(table, panel, row, targets[0], results[0], scored, full)


def measured(table: TableFacts) -> Iterator[tuple[Indicator, Relation]]:
    """Indicators whose result in figures can be held against the target, with a relation that is not firm."""
    for _, group in groupby(indicators(table), key=lambda each: id(each.panel)):
        rows = list(group)
        if not _degrees(rows):
            for each in rows:
                made = _met(each)
                if made is not None:
                    yield each, made


def _met(each: Indicator) -> Relation | None:
    """A result against its target; None where their units differ or more and less are equally good."""
    goal, done = each.goal, each.done
    if goal is None or done is None or not _comparable(goal, done):
        return None
    sign = each.table.operators.get((each.row.index, each.target.index), "")
    names = "".join(each.row.names)
    goal, done = _as_printed(goal), _as_printed(done)
    if sign in ("≤", "<"):
        return None if _misread(goal, done, names) else _at_most(("result", done), ("target", goal))
    if sign in ("≥", ">"):
        saved = goal.figure.unit.dimension == "money" and done.figure.amount < goal.figure.amount
        return None if saved and _MONEY.search(names) else _at_most(("target", goal), ("result", done))
    if _countable(goal, names):
        return _at_most(("target", goal), ("result", done))
    made = relate("score", Equal(), (("result", done), ("target", goal)), firm=False) if sign else None
    return made if made is not None and made.verdict != "broken" else None


def _degrees(rows: Sequence[Indicator]) -> bool:
    """Whether results are degrees of completion: percentages, mostly, also where the targets are none."""
    both = [(each.goal.figure.unit, each.done.figure.unit) for each in rows if each.goal and each.done]
    odd = sum(done.dimension == "percent" != goal.dimension for goal, done in both)
    return odd * 3 > len(both)


def _at_most(low: tuple[str, Fact], high: tuple[str, Fact]) -> Relation | None:
    return relate("score", AtMost(), (low, high), firm=False)


def _as_printed(fact: Fact) -> Fact:
    """A target is met or missed by the digits as printed: 97 % is below 98 %, whatever it was rounded from."""
    return replace(fact, figure=replace(fact.figure, exact=True))


def _comparable(goal: Fact, done: Fact) -> bool:
    one, other = goal.figure.unit, done.figure.unit
    return bool(one.name) and one.dimension == other.dimension and (one.dimension == "money" or one.name == other.name)


def _misread(goal: Fact, done: Fact, names: str) -> bool:
    """Whether a result above its upper limit is a degree of completion, or the limit's sign is the wrong one."""
    above = done.figure.amount > goal.figure.amount and done.figure.unit.dimension == "percent"
    return above and (done.figure.amount == HUNDRED or _MORE.search(names) is not None)


def _countable(goal: Fact, names: str) -> bool:
    """Whether a target without a direction is missed by less: a number of things, or all of them."""
    dimension = goal.figure.unit.dimension
    things = dimension == "count" and _NO_THING.search(goal.figure.unit.name) is None
    return (things or (dimension == "percent" and goal.figure.amount == HUNDRED)) and _LESS.search(names) is None
