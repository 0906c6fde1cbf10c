"""Balances: the totals of two sides of a table, and balances carried along its rows."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.footing import borne_out, evaluated, same_unit
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Panel, TableFacts
from auditlint.model import Fact, Relation


def balance(ledger: Ledger) -> Iterator[Relation]:
    """收入总计 = 支出总计 of a table with two sides; 年初结转 + 收入 − 支出 = 年末结转 along the rows."""
    for table in ledger.tables:
        totals = [f for p in table.panels if (f := _grand(p, table)) is not None]
        if len(table.panels) == len(totals) == 2 and totals[0].row == totals[1].row and same_unit(totals):
            yield from evaluated("balance", Equal(), (("total", totals[1]), ("other", totals[0])), firm=True)
        for panel in table.panels:
            yield from _carried(panel, table)


def _grand(panel: Panel, table: TableFacts) -> Fact | None:
    """The first amount of a side's last row where that is its 总计."""
    if not panel.rows or not panel.rows[-1].label.endswith("总计"):
        return None
    cells = (table.cells.get((panel.rows[-1].index, c.index)) for c in panel.columns if c.role in AMOUNTS)
    return next((f for f in cells if f is not None), None)


_CARRIED = tuple(
    compiled(p)
    for p in (
        "^(?:年初|上年|期初).*结[转余]",
        "^(?:本年|当年|本期)?收入",
        "^(?:本年|当年|本期)?支出",
        "^(?:年末|期末).*结[转余]|结转下年",
    )
)


def _carried(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    columns = []
    for pattern in _CARRIED:
        fitting = [c for c in panel.columns if c.role in AMOUNTS and c.header and pattern.search("".join(c.header[:1]))]
        chosen = fitting if len(fitting) == 1 else [c for c in fitting if c.total]
        if len(chosen) != 1:
            return
        columns.append(chosen[0])
    found: list[Relation] = []
    for r in panel.rows:
        facts = [table.cells.get((r.index, c.index)) for c in columns]
        opening, income, outgo, closing = facts
        if opening is None or income is None or outgo is None or closing is None:
            continue
        if same_unit((opening, income, outgo, closing)):
            terms = (("closing", closing), ("opening", opening), ("income", income), ("outgo", outgo))
            found.extend(evaluated("balance", Sum((1, 1, -1)), terms, firm=False))
    yield from borne_out(found, plain=False)
