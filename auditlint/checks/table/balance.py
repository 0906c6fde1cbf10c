"""Balances: the totals of two sides of a table, and balances carried along its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.footing import borne_out, evaluated, same_unit
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Fact, Relation
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


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


_OPENING = compiled("^(?:年初|上年|期初).*结[转余]")
_MOVED = tuple(
    compiled(p)
    for p in (
        "^(?:本年|当年|本期)?收入",
        "^(?:本年|当年|本期)?支出",
        "^(?:年末|年终|期末).*结[转余]|结转下年",
    )
)


def _carried(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """Along the rows; where no column has what there was before, the income is all that could be spent."""
    opening = _column(panel, _OPENING)
    moved = [_column(panel, pattern) for pattern in _MOVED]
    if len(opening) > 1 or not all(len(found) == 1 for found in moved):
        return
    if not opening and (len(panel.having(*AMOUNTS)) > len(moved) or "收入总计" not in moved[0][0].header[0]):
        return  # what there was before, or what else came and went, may be left out
    columns = [*opening, *(found[0] for found in moved)]
    names, signs = ("opening", "income", "outgo")[-len(columns) + 1 :], (1, 1, -1)[-len(columns) + 1 :]
    made: list[Relation] = []
    for r in panel.rows:
        facts = [f for c in columns if (f := table.cells.get((r.index, c.index))) is not None]
        if len(facts) == len(columns) and same_unit(facts):
            *before, closing = facts
            terms = (("closing", closing), *zip(names, before, strict=True))
            made.extend(evaluated("balance", Sum(signs), terms, firm=False))
    yield from borne_out(made, plain=False)


def _column(panel: Panel, pattern: regex.Pattern[str]) -> Sequence[Column]:
    """The columns of amounts whose header fits; of several only the total."""
    fitting = [c for c in panel.columns if c.role in AMOUNTS and c.header and pattern.search("".join(c.header[:1]))]
    return fitting if len(fitting) < _SEVERAL else [c for c in fitting if c.total] or fitting


_SEVERAL = 2
