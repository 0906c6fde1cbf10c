"""Rows over rows that an indent alone sets beneath them, as in tables without codes; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditlint.checks.footing import same_unit
from auditlint.checks.relate import relate
from auditlint.checks.table.headed import whole
from auditlint.equations import Sum
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Panel, Row
from auditlint.model import Fact, Relation
from auditlint.records import replace

_INDENT = 6  # levels from here on are indents
_ENOUGH = 2  # other sums of the table that come out before one that does not is told


def indented(panel: Panel, cells: Mapping[tuple[int, int], Fact], rows: Sequence[Row]) -> Iterator[Relation]:
    """Each head over what is set in beneath it, and the total over the heads: the one sum that does not come out.

    What is set in may be only some of a head: one is told where all others of its column come out, and a slip, or a
    last row 其他…, shows that nothing was left out.
    """
    groups = list(_groups(rows)) if not panel.loose else []
    for column in panel.having(*AMOUNTS) if len(groups) > 1 else ():
        made = [r for head, parts in groups if (r := _sum(cells, column.index, head, parts)) is not None]
        broken = [r for r in made if r.verdict == "broken"]
        sound = sum(r.verdict != "broken" and sum(f.value != 0 for f in r.figures[1:]) > 1 for r in made)
        for r in made:
            if r.verdict != "broken":
                yield replace(r, firm=sound > _ENOUGH and not broken)
            elif len(broken) == 1 and sound >= _ENOUGH and whole(r):
                yield replace(r, firm=True)


def _groups(rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """The heads with the rows set in below them, all as far, and the one total with the heads."""
    members = [r for r in rows if r.role in ("member", "group")]
    heads = [r for r in members if r.level == 0]
    totals = [r for r in rows if r.role == "total"]
    depths = {r.level for r in members if r.level}
    if len(depths) != 1 or min(depths) < _INDENT or len(members) + len(totals) != len(rows) or len(totals) > 1:
        return
    for head in heads:
        at = rows.index(head)
        end = next((k for k in range(at + 1, len(rows)) if rows[k].level == 0), len(rows))
        if end - at > 2:
            yield head, list(rows[at + 1 : end])
    if totals and totals[0] in (rows[0], rows[-1]):
        yield totals[0], heads


def _sum(cells: Mapping[tuple[int, int], Fact], column: int, head: Row, parts: Sequence[Row]) -> Relation | None:
    total = cells.get((head.index, column))
    printed = [f for r in parts if (f := cells.get((r.index, column))) is not None]
    if total is None or len(printed) < len(parts) or not same_unit((total, *printed)):
        return None
    if total.figure.unit.dimension == "percent":
        return None
    terms = (("total", total), *(("part", f) for f in printed))
    return relate("table", Sum((1,) * len(printed)), terms, firm=False)
