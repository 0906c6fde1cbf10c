"""Sums of points: weights and scores against their total row, points in brackets; part of the check `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from auditlint.checks.footing import Lane, meant
from auditlint.checks.relate import maybe, relate
from auditlint.checks.score_points import columns, is_total, pointed, points_of
from auditlint.equations import Equal, Rest, Sum
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import replace

Point = tuple[Panel, Row, Fact]


def sums(table: TableFacts, before: TableFacts | None) -> Iterator[Relation]:
    """Σ分值 and Σ得分 against the total row; the one that adds up bears out the other."""
    found: list[Relation] = []
    spare = Decimal(0)  # points in brackets of what stands apart: 预算执行情况（20分）
    plain, built = True, False  # built: sub-totals of another column show how the table adds up
    for role, back in (("weight", 0), ("score", 0), ("score", 1)):  # 自评得分, 专家评分
        points = _total_last(points_of(table, role, back))
        totals = [(n, row, fact) for n, (_, row, fact) in enumerate(points) if is_total(row, points)]
        if not totals:
            continue
        earlier = points_of(before, role, back) if before is not None else []
        if any(is_total(row, [*earlier, *points]) for _, row, _ in earlier):
            earlier = []
        under = _subtotals(points, [n for n, _, _ in totals], role, earlier, built=built)
        built = built or (len(under) > 1 and all(r.verdict != "broken" for r in under))
        found += under
        n, _, total = totals[-1]
        parts = [(p, row, fact) for p, row, fact in points[:n] if not is_total(row, points)]
        own = [x for x in parts if x[0] is points[n][0]]
        plain = plain and (len(totals) == 1 or bool(under)) and not any(p.loose for p, _, _ in parts)
        if any(row.label.startswith(_SIGNS) for _, row, _ in parts):
            return  # a form without a header of its own: what stands in the column of names is a target
        sides = (_spread([*earlier, *parts]), _spread(parts), _spread(own))
        readings = [_total(total, side, role) for side in sides if len(side) > 1]
        alone = _alone(table, parts) or (_alone(before, points_of(before, "weight")) if before is not None else [])
        if role == "weight" and alone:
            spare = sum((f.figure.value for f in alone), Decimal(0))
            terms = (("total", total), *(("group", f) for f in alone), *((role, f) for _, _, f in parts))
            readings.append(relate("score", Sum((1,) * (len(terms) - 1)), terms, firm=False))
        known = [r for r in readings if r is not None]
        if known:
            found.append(next((r for r in known if r.verdict != "broken"), known[0]))
    held = sum(r.verdict != "broken" for r in found)
    plain = plain and not _row_elsewhere(found)
    if any(_twice(r) for r in found):
        return  # the rows of groups have the points of those below them
    for relation in found:
        if relation.verdict != "broken":
            yield replace(relation, firm=plain or held > 1)
        elif relation.terms[-1].role == "score" and 0 < relation.difference <= spare:
            continue
        elif meant(Lane(relation.terms[0].fact, tuple(t.fact for t in relation.terms[1:]))):
            continue  # 小计 of projects whose scores stand above it
        elif plain and (held or len(relation.terms) > 4):
            yield replace(relation, firm=True)


def _total_last(points: Sequence[Point]) -> Sequence[Point]:
    """The points with the total of a table that begins with it, 合计 above its rows, behind them."""
    heads = [is_total(row, points) for _, row, _ in points]
    first = bool(points) and heads[0] and not any(row.label.endswith("小计") for _, row, _ in points[:1])
    closed = any(
        head and not row.label.endswith("小计") for head, (_, row, _) in zip(heads[1:], points[1:], strict=True)
    )
    return [*points[1:], points[0]] if first and not closed else points


_SIGNS = ("≥", "≤", "＝", "=", ">", "<", "＞", "＜")
_LEAST = 5  # points that a form gives to the rate at which its money was spent: 10 as a rule, 20 in some


def _twice(made: Relation) -> bool:
    """Whether what some rows add up to is just twice their total."""
    return made.verdict == "broken" and made.expected == 2 * made.figures[0].value


def _row_elsewhere(found: Sequence[Relation]) -> bool:
    """Whether weights and scores lack what the rate of execution has: its row stands apart from the indicators."""
    of_all = [r for r in found if not r.terms[0].fact.label.endswith("小计")]
    lacks = {r.terms[-1].role: r.difference for r in of_all if r.verdict == "broken"}
    weight, score = lacks.get("weight", Decimal(0)), lacks.get("score", Decimal(0))
    return len(of_all) == len(lacks) and weight >= _LEAST and weight == int(weight) and 0 < score <= weight


def _subtotals(
    points: Sequence[Point], totals: Sequence[int], role: str, earlier: Sequence[Point], *, built: bool
) -> list[Relation]:
    """Each 小计 against the rows since the one before, and the last total against the 小计 and the rows in none.

    `earlier` are the points of the table that this one goes on from: of the money, where it has its own.
    """
    if len(totals) < 2:
        return []
    found: list[Relation | None] = []
    start = 0
    heads: list[tuple[Row, Fact]] = []
    for n in totals[:-1]:
        side = _spread([x for x in points[start:n] if not _on_money(x[0])])
        found.append(_total(points[n][2], side, role) if len(side) > 1 else None)
        heads += _spread(points[n : n + 1])
        start = n + 1
    apart = [x for x in points[:start] if _on_money(x[0])]  # 年度资金总额 … 10 | 8.71: beside all 小计
    rest = _spread([*apart, *points[start : totals[-1]]])
    if len(heads) + len(rest) > 1:
        whole = _total(points[totals[-1]][2], [*heads, *rest], role)
        if whole is not None and whole.verdict == "broken" and earlier:
            whole = _total(points[totals[-1]][2], [*_spread(earlier), *heads, *rest], role)
        found.append(whole)
    known = [r for r in found if r is not None]
    return known if built or sum(r.verdict != "broken" for r in known) * 2 >= len(known) else []


def _on_money(panel: Panel) -> bool:
    """Whether a panel is the part of a form that tells its money, above its indicators."""
    return bool(panel.having("budget", "first-budget")) and not panel.having("target")


def _alone(table: TableFacts, points: Sequence[Point]) -> list[Fact]:
    """Points in brackets, 预算执行情况（10分）, of groups none of whose rows has points of its own."""
    heads = _heads(table)
    rows = {fact.row for _, _, fact in points}
    first = min(rows, default=0)
    ends = [*(r for r, _ in heads[1:]), max(rows, default=0) + 1][: len(heads)]
    return [
        table.cells[head]
        for head, end in zip(heads, ends, strict=True)
        if rows.isdisjoint(range(head[0], end)) or (head[0] < first and _rows_between(table, head[0], first))
    ]


def _heads(table: TableFacts) -> list[tuple[int, int]]:
    """Where points stand in brackets, 产出指标（50分）; once where every row of a group says them again."""
    kept: list[tuple[int, int]] = []
    last: dict[int, tuple[str, Decimal]] = {}
    for r, c in sorted(table.brackets):
        fact = table.cells[r, c]
        said = fact.label, fact.figure.value
        if last.get(c) != said:
            kept.append((r, c))
        last[c] = said
    return kept


@lru_cache(maxsize=1)
def all_sums(ledger: Ledger) -> Sequence[tuple[TableFacts, TableFacts | None, tuple[Relation, ...]]]:
    """The sums of every table with points, and the table that it goes on from."""
    return [(table, before, tuple(sums(table, before))) for table, before in pointed(ledger)]


def hundred(table: TableFacts, before: TableFacts | None, added: Sequence[Relation]) -> Iterator[Relation]:
    """The points of a whole form of indicators make 100, as its total row, which adds up, states them."""
    if not any(p.having("target") and p.having("result") for p in table.panels):
        return
    every = [*points_of(table, "weight"), *(points_of(before, "weight") if before is not None else ())]
    for relation in added:
        total, *facts = (t.fact for t in relation.terms)
        if total.label.endswith("小计"):
            continue  # of a form that is not all here
        if relation.terms[-1].role != "weight" or not relation.firm or relation.verdict != "holds" or len(facts) < 4:
            continue
        if {f.id for _, row, f in every if row.role != "deduction"} == {total.id, *(f.id for f in facts)}:
            yield from maybe(relate("score", Rest("分"), (("total", total),), firm=abs(total.figure.value - 100) < 50))


def _spread(points: Sequence[Point]) -> list[tuple[Row, Fact]]:
    """Rows that carry points of their own, with what is taken off turned aside."""
    return [(row, fact) for _, row, fact in points]


def _total(total: Fact, parts: Sequence[tuple[Row, Fact]], role: str) -> Relation | None:
    kept = [(row, f) for row, f in parts if not (role == "weight" and row.role == "deduction")]
    signs = tuple(-1 if row.role == "deduction" and f.figure.value > 0 and "扣" in row.label else 1 for row, f in kept)
    return relate("score", Sum(signs), (("total", total), *((role, f) for _, f in kept)), firm=False)


def group(table: TableFacts) -> Iterator[Relation]:
    """Points in brackets, 产出指标（50分）, against the weights of the rows they cover and the brackets under them."""
    yield from _brackets_total(table)
    for panel in table.panels:
        weight, _ = columns(panel)
        heads = _heads(table)
        points = points_of(table, "weight")
        rows = [r for r in panel.rows if not is_total(r, points)]
        if not rows or weight is None:
            continue
        first, last = rows[0].index, rows[-1].index
        over = max((r for r, _ in heads if r < first), default=-1)
        above = [(r, c) for r, c in heads if r == over and not _rows_between(table, r, first)]
        above = [(r, c) for r, c in above if not _scored(table, r, c)]
        inside = [(r, c) for r, c in heads if first <= r <= last]
        group = (
            next((row.index for row in rows if row.role == "group"), last + 1)
            if panel.having("completion")
            else last + 1
        )
        for r, c in above:
            found = [f for row in rows if row.index < group and (f := table.cells.get((row.index, weight.index)))]
            yield from _bracket(table.cells[r, c], found, plain=not panel.loose)
        for r, c in inside:
            end = _end(panel, rows, r, c)
            covered = [row for row in rows if r <= row.index < end and row.role != "deduction"]
            found = [f for row in covered if (f := table.cells.get((row.index, weight.index))) is not None]
            under = [table.cells[x] for x in inside if x[1] > c and r <= x[0] < end]
            inner = min((f.column for f in under), default=-1)
            head = table.cells[r, c]
            yield from _bracket(head, found, plain=False)
            yield from _bracket(head, [f for f in under if f.column == inner], plain=False)


def _brackets_total(table: TableFacts) -> Iterator[Relation]:
    """The brackets over the panels against the total of the weights."""
    points = points_of(table, "weight")
    totals = [fact for _, row, fact in points if is_total(row, points)]
    starts = [p.rows[0].index for p in table.panels if p.having("weight") and p.rows]
    heads = [table.cells[k] for k in sorted(table.brackets) if k[0] + 1 in starts]
    if len(totals) == 1 and len(heads) == len(starts) > 1:
        made = relate(
            "score", Sum((1,) * len(heads)), (("total", totals[0]), *(("group", h) for h in heads)), firm=True
        )
        if made is not None and made.verdict != "broken":
            yield made


def _scored(table: TableFacts, row: int, column: int) -> bool:
    """预算执行得分（10分）| 9.61: whether a bracket has a figure of its own beside it, and is no head of rows below."""
    return any(r == row and c > column for r, c in table.cells)


def _rows_between(table: TableFacts, start: int, end: int) -> bool:
    """Whether rows with figures stand between a bracket and a panel."""
    return any(start < r < end and f.figure.unit.name != "分" for (r, _), f in table.cells.items())


def _end(panel: Panel, rows: Sequence[Row], start: int, column: int) -> int:
    """The first row after `start` in which a label cell at or left of `column` is filled again with other words."""
    if column not in panel.labels:
        return start + 1
    at = panel.labels.index(column)
    name = next((r.names[at] for r in rows if r.index == start), "")
    words = name.partition("(")[0]
    for r in rows:
        if r.index > start and any(n and n.partition("(")[0] != words for n in r.names[: at + 1]):
            return r.index
    return rows[-1].index + 1


def _bracket(head: Fact, parts: Sequence[Fact], *, plain: bool) -> Iterator[Relation]:
    parts = [p for p in parts if p.id != head.id]
    if not parts:
        return
    if len(parts) == 1:
        made = relate("score", Equal(), (("group", head), ("weight", parts[0])), firm=False)
    else:
        made = relate("score", Sum((1,) * len(parts)), (("group", head), *(("weight", p) for p in parts)), firm=False)
    if made is not None and (made.verdict != "broken" or plain or len(parts) > 1) and not _twice(made):
        yield replace(made, firm=True)
