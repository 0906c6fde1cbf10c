"""Sums along the rows of a table: a total column and its neighbours, in groups under one header or beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.footing import Lane, Reading, footing
from auditlint.checks.parts import AVERAGE
from auditlint.expressions import compiled
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Fact, Relation

_AMONG = ("其中", "#")
_SHARES = compiled(r"占比|比重|构成")  # percentages that add up; those of a rate do not


def rows(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """Total columns against the other columns of their rows."""
    columns = [c for c in panel.columns if c.role in AMOUNTS]
    families: dict[tuple[str, ...], list[tuple[Lane, ...]]] = {}
    taken: dict[tuple[int, ...], tuple[str, tuple[Lane, ...]]] = {}  # by the places of parts: a part has one total
    for n, total in enumerate(columns):
        if not total.total:
            continue
        tried: set[tuple[int, ...]] = set()
        for parts in _across(columns, n):
            places, names = tuple(c.index for c in parts), tuple(c.name for c in parts)
            if places in tried:
                continue  # one reading, however many ways lead to it
            tried.add(places)
            lanes = []
            for r in panel.rows:
                head = table.cells.get((r.index, total.index))
                printed = tuple(f for c in parts if (f := table.cells.get((r.index, c.index))) is not None)
                percent = r.role == "rate" or (head is not None and head.figure.unit.dimension == "percent")
                shares = head is not None and _SHARES.search(r.label) and all(_within(f, head) for f in printed)
                rate = (percent and not shares) or AVERAGE.search(r.label) is not None
                if head is not None and printed and not rate:
                    lanes.append(Lane(head, printed))
            own = tuple(lanes)
            called, other = taken.get(places, (total.name, ()))
            if other and called != total.name:
                if _exact(other) >= _exact(own):
                    continue
                families[names].remove(other)
            if own:
                taken[places] = total.name, own
                families.setdefault(names, []).append(own)
    # the readings of one total compete; equal structures of several totals speak for each other
    pooled = {k: Reading(tuple(lane for lanes in v for lane in lanes)) for k, v in families.items() if v}
    heads: dict[int, list[Reading]] = {}
    for reading in pooled.values():
        heads.setdefault(reading.lanes[0].total.column, []).append(reading)
    seen: set[tuple[int, ...]] = set()
    for readings in heads.values():
        for relation in footing("table", readings):
            key = tuple(t.fact.id for t in relation.terms)
            if key not in seen:
                seen.add(key)
                yield relation


def _exact(lanes: Sequence[Lane]) -> int:
    """How many rows add up: 预算总额 | 财政拨款 | 其他资金 | 执行总额 have the parts of the first total alone."""
    return sum(lane.total.figure.amount == sum(p.figure.amount for p in lane.parts) for lane in lanes)


def _within(part: Fact, whole: Fact) -> bool:
    """Whether a percentage may be a part of another: 男性占比 of each column lies about that of all."""
    return part.figure.value <= whole.figure.value


def _across(columns: Sequence[Column], n: int) -> Iterator[list[Column]]:
    """The columns that may be the parts of a total column, likeliest first."""
    total = columns[n]
    if total.group:
        siblings = [c for c in columns if c.group == total.group and c is not total]
        if siblings:
            yield siblings
    after: list[Column] = []
    for c in columns[n + 1 :]:
        if c.total and (c.group == total.group or len(c.header) <= len(total.header)):
            break
        after.append(c)
    whole = [c for c in after if not c.name.startswith(_AMONG)]
    if len(whole) > 1 and whole != after:  # 事业收入, 其中：教育收费: in the column before it
        yield whole
    nested = list(_tops(after))
    if nested and nested != after:
        yield nested
    if after:
        yield after
    if after and after[-1].role != total.role:
        alike = [c for c in after if c.role == total.role]
        if alike:
            yield alike
    for size in range(len(after) - 1, 1, -1):  # 合计, 中央, 省级, 上年结转, and the year before behind them
        yield after[:size]
    alike = [c for c in columns[n + 1 :] if c.role == total.role and not c.total]
    for size in range(len(alike), 1, -1):
        yield alike[:size]
    before = [c for c in columns[:n] if not c.total or c.group]
    if before and not after:
        yield list(_tops(before))
        yield before


def _tops(columns: Sequence[Column]) -> Iterator[Column]:
    """Columns with every group that has a total of its own stood for by it."""
    for c in columns:
        group = [o for o in columns if c.group and o.group == c.group]
        leader = next((o for o in group if o.total), None)
        if leader is None or leader is c:
            yield c
