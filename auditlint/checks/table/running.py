"""Columns that run on: 累计支出 is that of the month before and what the month adds; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.footing import same_unit
from auditlint.checks.relate import relate, slipped
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import replace

_RUNNING = compiled(r"累计|累积")
_PERIOD = compiled(
    r"(?:20[0-9]{2}年?)?(?:第?[0-9一二三四五六七八九十]{1,3}(?:月份?|季度?|周|期|批次?|年|阶段|旬)|[上下]半年|20[0-9]{2}年?度?)"
)
_PAIR = 2  # rows that one wrong running total breaks
_LEAST = 2  # rows that come out before one that does not is told
_SURE, _SLIP = 3, 2  # rows with which no slip need explain it; digits of a figure whose slip tells


def running(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """The rows of each running column from the second on, by the column that the rows bear out best."""
    rows = [r for r in panel.rows if r.role == "member"]
    if panel.loose or len(rows) <= _LEAST or not all(_PERIOD.match(r.label) for r in rows):
        return
    for total in (c for c in panel.columns if _RUNNING.search(bare(c.name))):
        others = [c for c in panel.columns if c.role in AMOUNTS and not _RUNNING.search(bare(c.name))]
        options = [made for c in others if _comes_out(made := list(_made(table, [r.index for r in rows], c, total)))]
        if options:
            yield from _told(max(options, key=lambda made: sum(r.verdict != "broken" for r in made)))


def _made(table: TableFacts, rows: Sequence[int], added: Column, total: Column) -> Iterator[Relation]:
    """Each row's running total against the one before it and what the row adds; the first is what its row adds."""
    first = [table.cells.get((rows[0], c.index)) for c in (total, added)]
    if first[0] is not None and first[1] is not None and same_unit((first[0], first[1])):
        one = relate("table", Equal(), (("total", first[0]), ("part", first[1])), firm=False)
        if one is not None and (one.verdict == "holds" or slipped(one, _SLIP)):  # where nothing was there before
            yield one
    for before, row in pairwise(rows):
        cells = [table.cells.get(place) for place in ((row, total.index), (before, total.index), (row, added.index))]
        facts = [f for f in cells if f is not None]
        if len(facts) == len(cells) and same_unit(facts):
            terms = tuple(zip(("total", "part", "part"), facts, strict=True))
            made = relate("table", Sum((1, 1)), terms, firm=False)
            if made is not None:
                yield made


def _comes_out(made: Sequence[Relation]) -> bool:
    """Whether enough rows come out; one running total that is wrong breaks its own row and the next."""
    bad = [k for k, r in enumerate(made) if r.verdict == "broken"]
    good = len(made) - len(bad)
    return good >= _LEAST and (len(bad) <= 1 or _of_one(made, bad))


def _of_one(made: Sequence[Relation], bad: Sequence[int]) -> bool:
    """Whether two rows on end are broken by the running total that both have."""
    if len(bad) != _PAIR or bad[1] != bad[0] + 1:
        return False
    first, second = made[bad[0]], made[bad[1]]
    if not isinstance(first.equation, Sum):
        return False
    shared: Fact = first.terms[0].fact
    return second.terms[1].fact.id == shared.id and first.difference == -second.difference


def _told(made: Sequence[Relation]) -> Iterator[Relation]:
    bad = [r for r in made if r.verdict == "broken"]
    sure = len(made) - len(bad) >= _SURE or len(bad) > 1 or any(slipped(r, _SLIP) for r in bad)
    yield from (replace(r, firm=True) for r in made if r.verdict != "broken" or sure)
