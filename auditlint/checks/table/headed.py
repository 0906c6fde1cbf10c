"""Numbered rows over rows without a number, as 一、税收收入 over 增值税, 契税, …; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.footing import collapsed, same_unit
from auditlint.checks.relate import relate, slipped
from auditlint.equations import Sum
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Panel, Row
from auditlint.model import Fact, Relation
from auditlint.records import replace

_NUMBERS = 6  # levels from here on are indents
_DIGITS = 3  # of a figure in which a slip tells
_REST = ("其他", "其它")


def headed(panel: Panel, cells: dict[tuple[int, int], Fact], rows: Sequence[Row]) -> Iterator[Relation]:
    """A head and what stands under it, in every column.

    A column that does not add up is told where another one of this head does; of a table with one column, where
    another head adds up and a slip, or a last row 其他…, shows that nothing was left out.
    """
    made = [list(_sums(panel, cells, head, below)) for head, below in _groups(rows)]
    sound = [sum(_adds_up(r) for r in group) for group in made]
    for group, right in zip(made, sound, strict=True):
        for r in group:
            others = right - _adds_up(r)
            if r.verdict != "broken":
                yield replace(r, firm=others > 0 or sum(sound) > 1)
            elif not _layered(r) and (others or (len(group) == 1 and sum(sound) and whole(r))):
                yield replace(r, firm=not panel.loose)


def _groups(rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """The heads of the lowest number, with the rows up to the next one: of one level, none with a number."""
    numbers = {r.level for r in rows if 0 < r.level < _NUMBERS}
    if len(numbers) != 1:
        return
    heads = [i for i, r in enumerate(rows) if r.level in numbers and r.role in ("member", "group")]
    for k, i in enumerate(heads):
        below = []
        for r in rows[i + 1 : heads[k + 1] if k + 1 < len(heads) else len(rows)]:
            if r.role not in ("member", "group", "of-which"):
                break
            below.append(r)
        parts = [r for r in below if r.role != "of-which"]
        names = [r.label for r in parts]
        if len(parts) > 1 and below[0] is parts[0] and len({r.level for r in parts}) == 1 and _distinct(names):
            yield rows[i], parts


def _distinct(names: Sequence[str]) -> bool:
    """Whether no row is named like one above it and something more: 车购税, 车购税(中央)."""
    return all(names) and not any(a is not b and b.startswith(a) for a in names for b in names)


def _sums(panel: Panel, cells: dict[tuple[int, int], Fact], head: Row, parts: Sequence[Row]) -> Iterator[Relation]:
    for column in panel.columns:
        total = cells.get((head.index, column.index))
        printed = [f for r in parts if (f := cells.get((r.index, column.index))) is not None]
        if total is None or column.role not in AMOUNTS or len(printed) < len(parts):
            continue
        if same_unit((total, *printed)) and total.figure.unit.dimension != "percent":
            terms = (("total", total), *(("part", f) for f in printed))
            made = relate("table", Sum((1,) * len(printed)), terms, firm=False)
            if made is not None:
                yield made


def _adds_up(relation: Relation) -> bool:
    """Whether a sum comes out, and says something: more than one of its parts is not zero."""
    filled = sum(f.value != 0 for f in relation.figures[1:])
    return relation.verdict != "broken" and filled > 1


def _layered(relation: Relation) -> bool:
    """Whether a part is made up of those behind it, or is what the parts have too much: rows of two levels."""
    parts = [t.fact for t in relation.terms[1:]]
    return len(collapsed(parts)) < len(parts) or any(f.figure.value == -relation.difference for f in parts)


def whole(relation: Relation) -> bool:
    """Whether nothing was left out under a head, so that a figure must be wrong."""
    return relation.terms[-1].fact.label.startswith(_REST) or slipped(relation, _DIGITS)
