"""Sums of points: weights and scores against their total row, points in brackets; part of the check `score`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from auditlint.checks.footing import Lane, meant
from auditlint.checks.relate import corroborated, maybe, relate
from auditlint.checks.score.points import columns, is_subtotal, is_total, on_money, pointed, points_of
from auditlint.equations import HUNDRED, Equal, Rest, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import replace

Point = tuple[Panel, Row, Fact]


def sums(table: TableFacts, before: TableFacts | None) -> Iterator[Relation]:
    """Σ分值 and Σ得分 against the total row; the way in which one adds up is how the other must.

    Each 小计 is the sum of the rows since the one before. The total is that of all rows, or of the 小计 and the rows
    in none of them, or of these and of the part of the form that tells its money.
    """
    found: dict[int, list[dict[str, Relation]]] = defaultdict(list)  # by the total's row
    plain, built = True, False  # built: sub-totals of another column show how the table adds up
    short = Decimal(0)  # full points of the money, where no column has them
    unheaded = False
    spare = Decimal(0)  # points in brackets of what stands apart: 预算执行情况（20分）
    for role, back in (("weight", 0), ("score", 0), ("score", 1)):  # 自评得分, 专家评分
        points = _total_last(points_of(table, role, back))
        totals = [n for n, (_, row, _) in enumerate(points) if is_total(row, points)]
        if not totals:
            continue
        earlier = (points_of(before, role, back) or points_of(before, role)) if before is not None else []
        if any(is_total(row, [*earlier, *points]) for _, row, _ in earlier):
            earlier = []
        # a form without a header of its own: what stands in the column of names is a target
        unheaded = unheaded or any(row.label.startswith(_SIGNS) for _, row, _ in points)
        under = _subtotals(points, [n for n in totals if is_subtotal(points[n][1].label)], role, built=built)
        built = built or (len(under) > 1 and all(r.verdict != "broken" for r in under))
        if not unheaded:
            yield from _told_subtotals(under)
        grand = next((n for n in reversed(totals) if not is_subtotal(points[n][1].label)), None)
        if grand is None or (role == "score" and _shifted(table, points[grand])):
            continue
        rows = [x for x in points[:grand] if not is_total(x[1], points)]
        alone = _alone(table, rows) or (_alone(before, points_of(before, "weight")) if before is not None else [])
        if role == "weight":
            spare = sum((f.figure.value for f in alone), Decimal(0))
        ways = _ways(points, totals, grand, earlier, role)
        if role == "weight":
            short = points[grand][2].figure.value - sum((f.figure.value for _, _, f in rows), Decimal(0))
        elif not back and len(totals) == 1 and "table" in ways and short in _OF_MONEY and _paid(rows, short):
            yield from (replace(r, firm=True) for r in maybe(_total(points[grand][2], ways["table"])))
            continue
        if role == "weight" and alone:
            ways = {**ways, **{f"{name}{_HEADS}": [*(("group", 1, f) for f in alone), *w] for name, w in ways.items()}}
        plain = plain and not any(p.loose for p, _, _ in rows)
        found[points[grand][1].index].append(
            {name: r for name, way in ways.items() if (r := _total(points[grand][2], way)) is not None}
        )
    for columns_of_total in found.values():
        if unheaded and not any(_makes_hundred(made) for made in columns_of_total):
            continue
        only = len(found) == 1
        alone_told = _bare(table) or _whole_form(table)
        yield from _told(columns_of_total, plain=plain, spare=spare, only=only, bare=alone_told)


def _makes_hundred(made: Mapping[str, Relation]) -> bool:
    """Whether weights add up to the 100 of a whole form in some way."""
    return any(
        r.verdict == "holds" and r.terms[-1].role == "weight" and r.figures[0].value == HUNDRED for r in made.values()
    )


def _paid(rows: Sequence[Point], full: Decimal) -> bool:
    """Whether the score of the money, above the indicators, is one of points that no column of weights has."""
    money = [(panel, fact) for panel, _, fact in rows if on_money(panel)]
    return len(money) == 1 and columns(money[0][0])[0] is None and money[0][1].figure.value <= full


_OF_MONEY = (Decimal(10), Decimal(20))  # points that forms give to how the money was spent


def _shifted(table: TableFacts, total: Point) -> bool:
    """总分 | 100 | 95.87 in a row short of merged cells: whether the total of the weights stands under the scores."""
    _, row, fact = total
    weights = [(r, f) for _, r, f in points_of(table, "weight")]
    alone = all(r is not row for r, _ in weights)
    return alone and fact.figure.value == HUNDRED == sum(f.figure.value for r, f in weights if r.role != "total")


Way = list[tuple[str, int, Fact]]  # role, sign and figure of what makes up a total


def _ways(
    points: Sequence[Point], totals: Sequence[int], grand: int, earlier: Sequence[Point], role: str
) -> dict[str, Way]:
    """The ways in which the points of a form may add up to its total, by name; the most usual one first."""
    rows = [x for x in points[:grand] if not is_total(x[1], points)]
    own = [x for x in rows if x[0] is points[grand][0]]
    inner = [n for n in totals if n < grand]
    sets = {"form": [*earlier, *rows], "table": rows, "panel": own}
    if inner:
        rest = [x for n, x in enumerate(points[:grand]) if n > inner[-1] or on_money(x[0])]
        rest = [x for x in rest if not is_total(x[1], points)]
        heads = [points[n] for n in inner]
        sets = {"form, groups": [*earlier, *heads, *rest], "groups": [*heads, *rest], **sets}
    made: dict[str, Way] = {}
    for name, some in sets.items():
        made[name] = [
            (role, _sign(row, f), f) for _, row, f in some if not (role == "weight" and row.role == "deduction")
        ]
        if role == "weight" and len(made[name]) < len(some):
            made[f"{name}{_BONUS}"] = [(role, 1, f) for _, row, f in some if "扣" not in row.label]
    return {name: way for name, way in made.items() if len(way) > 1}


def _sign(row: Row, fact: Fact) -> int:
    return -1 if row.role == "deduction" and fact.figure.value > 0 and "扣" in row.label else 1


def _total(total: Fact, way: Way) -> Relation | None:
    signs = tuple(sign for _, sign, _ in way)
    return relate("score", Sum(signs), (("total", total), *((role, f) for role, _, f in way)), firm=False)


def _bare(table: TableFacts) -> bool:
    """Whether a table is a list of names with one number each, and their total beneath: it adds up in one way."""
    panel, *others = table.panels
    *rows, last = panel.rows
    alone = not others and len(panel.columns) == len(panel.labels) == 1 and not panel.loose and not table.brackets
    members = all(r.role == "member" and r.level == rows[0].level and not r.code for r in rows)
    filled = all((r.index, panel.columns[0].index) in table.cells for r in panel.rows)
    return alone and members and filled and len(rows) > 1 and last.role == "total"


_PARTS_OF_FORM = ("产出", "效益", "满意", "执行")


def _whole_form(table: TableFacts) -> bool:
    """Whether a table has indicators of every group that a form has, the money's among them: their weights are 100."""
    points = points_of(table, "weight")
    said = "".join(name for _, row, _ in points for name in (*row.names, row.label))
    whole = any(f.figure.value == HUNDRED and is_total(row, points) for _, row, f in points)
    return whole and all(word in said for word in _PARTS_OF_FORM)


def _told(
    found: Sequence[dict[str, Relation]], *, plain: bool, spare: Decimal, only: bool, bare: bool
) -> Iterator[Relation]:
    """Each column: its total of rows and of 小计, in a way in which it adds up, or in which another column does."""
    held = [{name for name, r in made.items() if r.verdict != "broken"} for made in found]
    holding = sum(bool(names) for names in held)
    shown = {name.removesuffix(_HEADS).removesuffix(_BONUS) for names in held for name in names}
    sizes = {len(r.terms) for made in found for r in made.values() if r.verdict != "broken"}
    for made, own in zip(found, held, strict=True):
        if not holding and plain and only and len(found) == 1 and made:
            alone = next(iter(made.values()))
            if bare or (len(alone.terms) > _FEW and (corroborated(alone) or _above_all(alone))):
                yield replace(alone, firm=True)
        for grouped in (True, False):
            some = {name: r for name, r in made.items() if (_GROUPS in name) is grouped}
            relation = next((r for name, r in some.items() if name in own), None)
            if relation is not None:
                yield replace(relation, firm=plain or holding > 1)
                continue
            relation = next((r for name, r in some.items() if name in shown), None)
            if relation is None or not plain or _twice(relation) or len(relation.terms) not in sizes:
                continue  # the other column has points in other rows; twice: groups have the points of those below them
            if not (relation.terms[-1].role == "score" and 0 < relation.difference <= spare):
                yield replace(relation, firm=True)


# points by which weights with one slip pass 100; with those of their groups among them they are twice that
_LITTLE = 20


def _above_all(made: Relation) -> bool:
    """Whether weights come to a little more than the 100 that they are said to be: points told elsewhere only lack."""
    weights = made.terms[-1].role == "weight" and made.figures[0].value == HUNDRED
    return weights and made.expected is not None and HUNDRED < made.expected <= HUNDRED + _LITTLE


_GROUPS, _HEADS, _BONUS = "groups", ", heads", ", bonus"
_FEW = 4  # terms of a sum that another column does not bear out


def _told_subtotals(under: Sequence[Relation]) -> Iterator[Relation]:
    """The sums of groups; those that do not come out where others do."""
    held = any(r.verdict != "broken" for r in under)
    for relation in under:
        total, *parts = (t.fact for t in relation.terms)
        excused = _twice(relation) or meant(Lane(total, tuple(parts)))  # 小计 of projects whose scores stand above it
        if relation.verdict != "broken" or (held and not excused):
            yield replace(relation, firm=True)


def _total_last(points: Sequence[Point]) -> Sequence[Point]:
    """The points with the total of a table that begins with it, 合计 above its rows, behind them."""
    heads = [is_total(row, points) for _, row, _ in points]
    first = bool(points) and heads[0] and not any(is_subtotal(row.label) for _, row, _ in points[:1])
    closed = any(head and not is_subtotal(row.label) for head, (_, row, _) in zip(heads[1:], points[1:], strict=True))
    return [*points[1:], points[0]] if first and not closed else points


_SIGNS = ("≥", "≤", "＝", "=", ">", "<", "＞", "＜")


def _twice(made: Relation) -> bool:
    """Whether what some rows add up to is just twice their total, none of them being more than it: 115 for 15 is."""
    total, *parts = (f.value for f in made.figures)
    return made.verdict == "broken" and made.expected == 2 * total and max(parts) <= total


def _subtotals(points: Sequence[Point], places: Sequence[int], role: str, *, built: bool) -> list[Relation]:
    """Each 小计 against the rows since the one before, where most of them come out, or did in another column.

    Where one stands above all rows, each is of those beneath it.
    """
    found: list[Relation] = []
    start = 0
    ends = [*places[1:], len(points)] if places and not places[0] else []
    for k, n in enumerate(places):
        own = points[n + 1 : ends[k]] if ends else points[start:n]
        side = [x for x in own if not on_money(x[0]) and not is_total(x[1], points)]
        way = [(role, _sign(row, f), f) for _, row, f in side]
        made = _total(points[n][2], way) if len(way) > 1 else None
        if made is not None:
            found.append(made)
        start = n + 1
    return found if built or sum(r.verdict != "broken" for r in found) * 2 >= len(found) else []


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


_WITHOUT_MONEY = 90  # points of all indicators, by the form of the ministry


_OF_SCORES = compiled(r"(?:自评|复评|评价|实际)")


def hundred(table: TableFacts, before: TableFacts | None, added: Sequence[Relation]) -> Iterator[Relation]:
    """The points of a whole form of indicators make 100, as its total row, which adds up, states them."""
    if not any(p.having("target") and p.having("result") for p in table.panels):
        return
    every = [*points_of(table, "weight"), *(points_of(before, "weight") if before is not None else ())]
    for relation in added:
        total, *facts = (t.fact for t in relation.terms)
        if is_subtotal(total.label) or _OF_SCORES.match(total.label):
            continue  # of a form that is not all here, or of the scores
        if relation.terms[-1].role != "weight" or not relation.firm or relation.verdict != "holds" or len(facts) < 4:
            continue
        if total.figure.value == _WITHOUT_MONEY and not any(on_money(panel) for panel, _, _ in every):
            continue  # the rate at which the money was spent has the other ten
        if {f.id for _, row, f in every if row.role != "deduction"} == {total.id, *(f.id for f in facts)}:
            yield from maybe(relate("score", Rest("分"), (("total", total),), firm=abs(total.figure.value - 100) < 50))


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
