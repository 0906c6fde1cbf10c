"""Rates in a row of their own, below the rows they are made of; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.footing import same_unit
from auditlint.checks.relate import maybe, relate
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.roles import Roles
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Relation

_KNOWN = ("budget", "first-budget", "actual")
_MOVED = compiled(r"追加|追减|调[增减]|预算调整[数额]")  # no budget but what was added to it or cut


def below(panel: Panel, table: TableFacts, meaning: Roles) -> Iterator[Relation]:
    """执行率 under 预算数 and 执行数, column by column; the first budget where no other is named."""
    rows: dict[str, list[Row]] = {}
    for row in panel.rows:
        role = meaning.column(row.label)
        if role != "completion":
            known = role in _KNOWN and not _MOVED.search(row.label)
            rows.setdefault(role if known else "", []).append(row)
            continue
        budgets = rows.get("budget") or rows.get("first-budget") or []
        if "年初" in row.label:
            budgets = rows.get("first-budget", [])
        actuals = rows.get("actual", [])
        others = rows.get("", [])
        if len(budgets) == len(actuals) == 1 and not any(_amounts(table, other, budgets[0]) for other in others):
            yield from _by_column(panel, table, row, actuals[0], budgets[0])
        rows = {}


def _amounts(table: TableFacts, row: Row, budget: Row) -> bool:
    """Whether a row prints amounts as a budget's row does: they may be what the rate is of."""
    units = {f.figure.unit for (r, _), f in table.cells.items() if r == budget.index}
    return any(r == row.index and f.figure.unit in units for (r, _), f in table.cells.items())


def _by_column(panel: Panel, table: TableFacts, rate: Row, actual: Row, budget: Row) -> Iterator[Relation]:
    for column in panel.columns:
        x, a, b = (table.cells.get((row.index, column.index)) for row in (rate, actual, budget))
        if x is None or a is None or b is None or x.figure.unit.dimension != "percent":
            continue
        if same_unit((a, b)) and b.figure.value > 0:
            terms = (("rate", x), ("actual", a), ("budget", b))
            yield from maybe(relate("completion", Share(), terms, firm=not panel.loose))
