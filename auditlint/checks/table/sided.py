"""本年支出 over its numbered classes in a table with one column of amounts; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from auditlint.checks.footing import Lane, summed
from auditlint.checks.table.headed import whole
from auditlint.expressions import compiled
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Panel, Row
from auditlint.model import Fact, Relation
from auditlint.records import replace

_SIDE = compiled(r"本年(?:财政拨款)?(?:收入|支出)(?:合计)?")
_LEAST = 3  # classes


def sided(panel: Panel, cells: Mapping[tuple[int, int], Fact], rows: Sequence[Row]) -> Iterator[Relation]:
    """一、本年支出, （一）教育支出, （二）住房保障支出 …, 二、结转下年: all classes of a side are printed."""
    columns = panel.having(*AMOUNTS)
    for i, head in enumerate(rows) if len(columns) == 1 and not panel.loose else ():
        if head.level != 1 or not _SIDE.fullmatch(head.label):
            continue
        below = list(takewhile(lambda r: r.level != 1 and r.role == "member", rows[i + 1 :]))
        total = cells.get((head.index, columns[0].index))
        parts = [f for r in below if (f := cells.get((r.index, columns[0].index))) is not None]
        if total is None or len(below) < _LEAST or any(r.level != 2 for r in below) or len(parts) < len(below):
            continue
        made = summed("table", Lane(total, tuple(parts)))
        if made is not None and (made.verdict != "broken" or whole(made)):
            yield replace(made, firm=True)
