"""Price, quantity and amount of each row, by what their columns are called; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import relate
from auditlint.equations import Quotient
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Relation
from auditlint.records import replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_PRICE = compiled(r"(?:单价|单位价格|单位成本)(?:标准)?$")
_QUANTITY = compiled(r"(?:数量|台数|套数|件数|采购数|购置数)(?:台/?套|台|套|件|个)?$")
_AMOUNT = compiled(r"(?:金额|总价|总金额|预算金额|采购金额|购置金额|合价)$")
_PROVEN = 2  # rows that come out before one that does not is told


def priced(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """单价 × 数量 = 金额 in every row but those that add up: one row may be wrong where others come out."""
    named = [_only(panel, pattern) for pattern in (_PRICE, _AMOUNT, _QUANTITY)]
    columns = [c for c in named if c is not None]
    if len(columns) < len(named) or panel.loose:
        return
    made: list[Relation] = []
    for row in panel.rows:
        cells = [table.cells.get((row.index, c.index)) for c in columns]
        facts = [f for f in cells if f is not None]
        if row.role != "member" or len(facts) < len(columns) or not all(f.figure.value > 0 for f in facts):
            continue
        price, amount, quantity = facts
        if price.figure.unit.dimension != "money" or amount.figure.unit.dimension != "money":
            continue
        terms = (("rate", price), ("part", amount), ("whole", quantity))
        made += [r for r in (relate("table", Quotient(), terms, firm=False),) if r is not None]
    bad = sum(r.verdict == "broken" for r in made)
    if bad <= 1 and len(made) - bad >= _PROVEN:
        yield from (replace(r, firm=True) for r in made)


def _only(panel: Panel, pattern: regex.Pattern[str]) -> Column | None:
    """The one column whose header says so."""
    found = [c for c in panel.columns if pattern.search(bare(c.name))]
    return found[0] if len(found) == 1 else None
