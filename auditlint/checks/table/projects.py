"""Forms of single projects against their own cost indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.footing import same_unit
from auditlint.checks.relate import relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.projects import forms
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import replace

_PER_UNIT = compiled(r"标准|每|均|单价|单位(?!自|资)")


def cost(ledger: Ledger) -> Iterator[Relation]:
    """成本指标 of a form add up to its budget, where other forms of the report bear that out."""
    found: list[tuple[Relation, bool]] = []
    for table, panel, row in forms(ledger):
        budgets = [
            f for c in panel.having("budget", "first-budget")[::-1] if (f := table.cells.get((row.index, c.index)))
        ]
        limits, parts = _cost_rows(table)
        readings = [_sum_of(b, parts) for b in budgets]
        known = [r for r in readings if r is not None]
        if known and parts:
            found.append((next((r for r in known if r.verdict == "holds"), known[0]), limits))
    held = sum(r.verdict == "holds" for r, _ in found)
    for relation, limits in found:
        others = held - (relation.verdict == "holds")
        if relation.verdict != "broken":
            yield replace(relation, firm=others >= 2 and not limits)
        elif others >= 3 and not limits and held * 2 > len(found):
            yield replace(relation, firm=True)


def _cost_rows(table: TableFacts) -> tuple[bool, list[Fact]]:
    """The money targets under 成本指标, and whether any is an upper limit, or what each one costs."""
    parts: list[Fact] = []
    limits = under = False
    for panel in table.panels:
        targets = panel.having("target")
        for row in panel.rows if targets else ():
            groups = [n for n in row.names[:-1] if n]
            if groups or row.role == "total":
                under = any("成本指标" in n for n in groups)
            fact = table.cells.get((row.index, targets[0].index))
            if under and fact is not None and fact.figure.unit.dimension == "money":
                limit = table.operators.get((row.index, targets[0].index)) in ("≤", "<")
                limits = limits or limit or _PER_UNIT.search(row.label) is not None
                parts.append(fact)
    return limits, parts


def _sum_of(budget: Fact, parts: Sequence[Fact]) -> Relation | None:
    if not parts or budget.figure.value <= 0 or not same_unit((budget, *parts)):
        return None
    return relate("table", Sum((1,) * len(parts)), (("budget", budget), *(("part", p) for p in parts)), firm=False)
