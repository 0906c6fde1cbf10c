"""Columns that are computed from others: rates of execution, shares, changes, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.checks.footing import borne_out, evaluated, same_unit
from auditlint.equations import HUNDRED, AtMost, Growth, Share, Sum
from auditlint.expressions import compiled
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Fact, Relation

_NUMBER = compiled(r"[0-9.,%]+")
_SIGNS = 2  # falls with their sign in a column before one without is a slip


def completion(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """执行率 = 执行数 ÷ 调整后（全年）预算数; the budget of the beginning of the year only where there is no other."""
    yield from _within(panel, table)
    for n, rate in enumerate(panel.columns):
        if rate.role != "completion":
            continue
        left = [c for c in panel.columns if c.index < rate.index] or list(panel.columns)
        budgets = [c for c in left if c.role == "budget"] or [c for c in left if c.role == "first-budget"]
        actuals = [c for c in left if c.role == "actual"]
        if not budgets or not actuals or any(c.role == "completion" for c in panel.columns[:n]):
            continue
        if any(word in rate.name for word in ("项目", "任务", "目标", "指标", "工作")) and "预算" not in rate.name:
            continue
        base, actual = _nearest(budgets, actuals[-1]), actuals[-1]
        if "年初" in rate.name:
            base = next((c for c in left if c.role == "first-budget"), base)
        arrived = [c for c in left if _ARRIVED.search(c.name) and "率" not in c.name]
        options = [_executed(panel, table, rate, actual, one) for one in (base, *arrived[-1:])]
        found = max(options, key=lambda some: sum(r.verdict != "broken" for r in some))
        single = len(budgets) == 1 or sum(c.total for c in budgets) == 1
        yield from borne_out(found, plain=single and len(actuals) == 1 and not panel.loose)


_ARRIVED = compiled(r"到位|可用")  # funds that a rate of expenditure may be of


def _executed(panel: Panel, table: TableFacts, rate: Column, actual: Column, base: Column) -> list[Relation]:
    """The rows of a rate column against what was spent and what was planned, or had arrived."""
    found: list[Relation] = []
    for r in panel.rows:
        x, a, b = (table.cells.get((r.index, c.index)) for c in (rate, actual, base))
        if x is None or a is None or b is None or b.figure.value <= 0 or x.figure.unit.dimension != "percent":
            continue
        if a.figure.unit.dimension == b.figure.unit.dimension:
            found.extend(evaluated("completion", Share(), (("rate", x), ("actual", a), ("budget", b)), firm=False))
    return found


def _within(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """执行数 ≤ 预算数, which is usual but no rule: only counted, never told."""
    budgets, actuals = panel.having("budget", "first-budget"), panel.having("actual")
    if not budgets or not actuals or panel.having("completion"):
        return
    base = _nearest(budgets, actuals[0])
    for r in panel.rows:
        a, b = (table.cells.get((r.index, c.index)) for c in (actuals[0], base))
        if a is not None and b is not None and same_unit((a, b)) and a.figure.amount <= b.figure.amount:
            yield from evaluated("table", AtMost(), (("actual", a), ("budget", b)), firm=False)


def _nearest(budgets: Sequence[Column], actual: Column) -> Column:
    """The budget column that stands beside an actual one under headers of one shape."""
    alike = [c for c in budgets if c.total == actual.total and c.name == actual.name]
    return (alike or [c for c in budgets if c.index < actual.index] or list(budgets))[-1]


def share(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """占比 = a row's amount ÷ the total row's."""
    total = next((r for r in panel.rows if r.role == "total"), None)
    if total is None:
        return
    for share in panel.having("share"):
        amounts = [c for c in panel.columns if c.role in AMOUNTS and c.index < share.index]
        if not amounts:
            continue
        base = table.cells.get((total.index, amounts[-1].index))
        if base is None or base.figure.value <= 0:
            continue
        found: list[Relation] = []
        for r in panel.rows:
            x, part = table.cells.get((r.index, share.index)), table.cells.get((r.index, amounts[-1].index))
            if r is total or x is None or part is None or not same_unit((part, base)):
                continue
            if _NUMBER.fullmatch(r.label):
                continue  # a list across, under names of its own
            found.extend(evaluated("share", Share(), (("share", x), ("part", part), ("whole", base)), firm=False))
        yield from borne_out(found, plain=False)


def _pairs(panel: Panel, column: Column) -> list[tuple[Column, Column]]:
    """The current and the prior column that a change column may compare, likeliest first."""
    left = [c for c in panel.columns if c.role in AMOUNTS - {"change", "rest"} and c.index < column.index]
    if len(left) < 2:
        return []
    last = (left[-1], left[-2])
    if left[-1].role == "prior" or left[-2].period > left[-1].period:
        last = (left[-2], left[-1])
    others = [(a, b) for a in left[-4:] for b in left[-4:] if a is not b]
    return [last, *(p for p in others if p != last)]


def change(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """增减额 = 本年 − 上年, 增减% = 增减额 ÷ 上年."""
    yield from _rate_rows(panel, table)
    yield from _rates_below(panel, table)
    for column in panel.having("change", "rate"):
        if column.role == "rate" and any(_differs(panel, table, column, a, b) for a, b in _pairs(panel, column)):
            continue
        options = [_changes(panel, table, column, a, b) for a, b in _pairs(panel, column)]
        if options:
            best = max(options, key=lambda o: sum(r.verdict != "broken" for r in o))
            yield from borne_out(best, plain=False)


_OF_RATES = compiled(r"%|率|幅|比例|百分")


def _differs(panel: Panel, table: TableFacts, column: Column, current: Column, prior: Column) -> bool:
    """比上年增减, with neither % nor 额: whether the column holds the amounts by which two others differ."""
    if _OF_RATES.search("".join(column.header)):
        return False
    rows = [tuple(table.cells.get((r.index, c.index)) for c in (column, current, prior)) for r in panel.rows]
    known = [(x, a, b) for x, a, b in rows if x and a and b and x.figure.value]
    return len(known) > 1 and all(a.figure.value - b.figure.value == x.figure.value for x, a, b in known)


def _changes(panel: Panel, table: TableFacts, column: Column, current: Column, prior: Column) -> list[Relation]:
    """The rows of a change column against two columns; falls printed without a sign are let be where most are."""
    found: list[Relation] = []
    for r in panel.rows:
        x, a, b = (table.cells.get((r.index, c.index)) for c in (column, current, prior))
        if x is None or a is None or b is None or not same_unit((a, b)):
            continue
        if _a_fraction(x, a, b):
            continue
        terms = (("change" if column.role == "change" else "rate", x), ("current", a), ("prior", b))
        if column.role == "change" and same_unit((x, a)):
            found.extend(evaluated("change", Sum((1, -1)), terms, firm=False))
        elif column.role == "rate" and b.figure.value > 0 and x.figure.unit.dimension == "percent" and _counts(a):
            found.extend(evaluated("change", Growth(1), terms, firm=False))
    bare = [r for r in found if r.verdict == "broken" and r.expected is not None and r.expected == -_stated(r)]
    signs = sum(r.verdict == "holds" and _stated(r) < 0 for r in found)
    return found if len(bare) == 1 and signs >= _SIGNS else [r for r in found if r not in bare]


def _a_fraction(change: Fact, current: Fact, prior: Fact) -> bool:
    """29.89%, 31.42%, -0.02: whether the change of a percentage is printed as the fraction that a cell holds."""
    if current.figure.unit.dimension != "percent" or "%" in change.figure.text or "%" not in current.figure.text:
        return False
    moved = current.figure.value - prior.figure.value
    return abs(change.figure.value * HUNDRED - moved) <= change.figure.half * HUNDRED


def _counts(fact: Fact) -> bool:
    """Whether a figure is no rate: the change of a rate is printed in points or percent, and nothing says in which."""
    return fact.figure.unit.dimension not in ("percent", "ratio")


def _stated(relation: Relation) -> Decimal:
    return relation.terms[0].fact.figure.value


def _rate_rows(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """A row of growth rates under a row of amounts by year: each against the year before."""
    years = [c for c in panel.columns if c.role in AMOUNTS]
    for above, row in pairwise(panel.rows):
        if row.role != "rate" or above.role == "rate":
            continue
        found: list[Relation] = []
        for before, column in pairwise(years):
            x = table.cells.get((row.index, column.index))
            a, b = (table.cells.get((above.index, c.index)) for c in (column, before))
            if x is None or a is None or b is None or x.figure.unit.dimension != "percent" or b.figure.value <= 0:
                continue
            if same_unit((a, b)) and a.figure.unit.dimension != "percent":
                found.extend(evaluated("change", Growth(1), (("rate", x), ("current", a), ("prior", b)), firm=False))
        yield from borne_out(found, plain=False)


_YEAR = compiled(r"(?P<year>20[0-9]{2})年(?:度)?(?:决算|预算|执行|支出|收入)*(?:数|额)?")


def _rates_below(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """A row of growth rates under the rows of a year and the next, the one above the other: column by column."""
    for one, other, row in zip(panel.rows, panel.rows[1:], panel.rows[2:], strict=False):
        years = [int(m["year"]) if (m := _YEAR.fullmatch(r.label)) else 0 for r in (one, other)]
        if row.role != "rate" or not all(years) or abs(years[1] - years[0]) != 1:
            continue
        prior, current = (one, other) if years[0] < years[1] else (other, one)
        found: list[Relation] = []
        for column in panel.columns:
            x, a, b = (table.cells.get((r.index, column.index)) for r in (row, current, prior))
            if x is None or a is None or b is None or x.figure.unit.dimension != "percent" or b.figure.value <= 0:
                continue
            if same_unit((a, b)) and a.figure.unit.dimension != "percent":
                found.extend(evaluated("change", Growth(1), (("rate", x), ("current", a), ("prior", b)), firm=False))
        yield from borne_out(found, plain=False)


def rest(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """结余 = 预算数 − 执行数 where the rows bear it out."""
    for column in panel.having("rest"):
        left = [c for c in panel.columns if c.index < column.index]
        budgets = [c for c in left if c.role in ("budget", "first-budget")]
        actuals = [c for c in left if c.role == "actual"]
        if not budgets or not actuals:
            continue
        found: list[Relation] = []
        for r in panel.rows:
            x, b, a = (table.cells.get((r.index, c.index)) for c in (column, budgets[-1], actuals[-1]))
            if x is not None and a is not None and b is not None and same_unit((x, b, a)):
                found.extend(evaluated("table", Sum((1, -1)), (("rest", x), ("budget", b), ("actual", a)), firm=False))
        yield from borne_out(found, plain=False)
