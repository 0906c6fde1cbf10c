"""The cost of a project among the indicators of its form, against the money at its head; part of `same-figure`.

成本指标 项目总成本 ≤300万元 261.50万元: the target is the budget above, the result what was spent of it. Many targets
are rounded or set apart, so that only a slip of the pen away from one of those amounts is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import maybe
from auditlint.checks.same_scope import repeated
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_COST = compiled(
    r"(?:项目)?(?:总成本|成本总额|总支出|支出总额|经费总额|资金总额)(?:控制)?(?:数|额)?|(?:项目)?(?:支出|成本)控制在预算(?:范围|额度)?(?:内|以内)?"
)
_MONEY = compiled(r"(?:年度|项目|预算)?资金总额")
_LEAST = 3  # digits of an amount in which a slip tells


def costs(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every total cost among indicators that the head of its form prints, or all but prints."""
    for table in ledger.tables:
        money = [f for f in table.facts if f.figure.unit.dimension == "money" and f.figure.value]
        heads = [f for f in money if _MONEY.fullmatch(f.label) and f.measure in ("budget", "level")]
        for fact in money if heads else ():
            if fact.measure == "target" and _COST.fullmatch(fact.label) and not _is_head(fact, heads):
                yield from maybe(repeated(fact, heads, _LEAST))


def _is_head(fact: Fact, heads: list[Fact]) -> bool:
    return any(fact.row == head.row for head in heads)
