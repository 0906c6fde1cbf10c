"""Two cells of a table that stand in each other's place; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.crossing import exchanged
from auditlint.checks.footing import EXCHANGED
from auditlint.checks.table.across import rows
from auditlint.checks.table.down import columns
from auditlint.checks.text.figures import place
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Remark


def exchanges(ledger: Ledger) -> Iterator[Remark]:
    """图书馆: 基本支出 32.00, 项目支出 118.20; both columns add up with the two exchanged."""
    for table in ledger.tables:
        for panel in table.panels if table.kind != "chart" else ():
            for sums in (columns, rows):
                found = [r for r in sums(panel, table) if r.note == EXCHANGED]
                cells = exchanged(found)
                if cells is not None:
                    yield _remark(table, *cells)


def _remark(table: TableFacts, one: Fact, other: Fact) -> Remark:
    """What is said of two cells, by the line that they share and the names of those that they stand in."""
    across = one.row == other.row
    headers = [c.name if (c := table.column(f)) is not None else "" for f in (one, other)]
    line, names = (one.label, headers) if across else (headers[0], [one.label, other.label])
    spans = (place(one), place(other))
    fields = (
        ("line", line),
        ("label", names[0]),
        ("named", names[1]),
        ("stated", one.figure.text),
        ("other", other.figure.text),
    )
    return Remark("exchanged-cells", spans, fields)
