"""Check `table`: column and row footings, hierarchies, 其中 rows, and rate, share and difference columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

import regex

from auditlint.checks import Check
from auditlint.checks.footing import Lane, Reading, collapsed, footing, same_unit
from auditlint.checks.relate import relate
from auditlint.equations import AtMost, Equal, Equation, Growth, Share, Sum
from auditlint.facts.ledger import Ledger
from auditlint.facts.roles import AMOUNTS, strip_number
from auditlint.facts.tables import Column, Panel, Row, TableFacts
from auditlint.model import Fact, Relation

Of = Literal["columns", "rows", "of-which", "completion", "share", "change", "rest", "balance", "project", "cost"]
Cells = dict[tuple[int, int], Fact]


@dataclass(frozen=True, slots=True)
class Options:
    """Which of a table's relations are evaluated."""

    of: Of = field(
        default="columns",
        metadata={
            "help": "columns: totals and hierarchies down a column; rows: totals along a row; of-which: a part against "
            "the whole it stands under; completion, share, change, rest: computed columns; "
            "balance: the totals of two sides, and opening balance + income = expenditure + closing balance; project: "
            "a list of projects against the projects' own forms; cost: cost indicators against the budget of their form"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of every table of a report."""
    if options.of in _WHOLE:
        yield from _WHOLE[options.of](ledger)
        return
    for table in ledger.tables:
        if table.kind == "chart":
            continue
        for panel in table.panels:
            yield from _CHECKS[options.of](panel, table)


# --------------------------------------------------------------------------- down the columns


def _lanes(panel: Panel, cells: Cells, total: Row, parts: Sequence[Row]) -> tuple[Lane, ...]:
    found = []
    for column in panel.columns:
        head = cells.get((total.index, column.index))
        if head is None or column.role not in AMOUNTS | {"share"} or _odd(head, column):
            continue
        printed = tuple(
            f for r in parts if (f := cells.get((r.index, column.index))) is not None and not _odd(f, column)
        )
        if printed:
            found.append(Lane(head, printed))
    return tuple(found)


def _odd(fact: Fact, column: Column) -> bool:
    """A figure that does not belong in a column of amounts: a percent among money."""
    return fact.figure.unit.dimension == "percent" and column.role != "share"


def _columns(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    rows = [r for r in panel.rows if r.role != "rate" and any((r.index, c.index) in table.cells for c in panel.columns)]
    if len(rows) < 2:
        return
    every = [r for r in panel.rows if r.role != "rate"]  # a heading without figures ends what stands above it
    coded = sum(bool(r.code) for r in rows) * 5 >= len(rows) * 4
    seen: set[tuple[int, ...]] = set()
    for relation in (
        *_totals(panel, table.cells, rows, coded),
        *(_by_code(panel, table.cells, rows) if coded else _by_level(panel, table.cells, every)),
        *_by_name(panel, table.cells, rows),
    ):
        key = tuple(t.fact.id for t in relation.terms)
        if key not in seen:
            seen.add(key)
            yield relation


def _totals(panel: Panel, cells: Cells, rows: Sequence[Row], coded: bool) -> Iterator[Relation]:
    """Rows that say that they are totals."""
    places = [i for i, r in enumerate(rows) if r.role == "total" and not r.code]
    for n, i in enumerate(places):
        before = places[n - 1] if n else -1
        after = places[n + 1] if n + 1 < len(places) else len(rows)
        above, below = list(rows[before + 1 : i]), list(rows[i + 1 : after])
        sides: list[list[Row]] = []
        if i == 0:
            sides = [below]
        elif below and below[0].role == "of-which":
            sides = [below, above]
        else:
            sides = [above, below]
        readings: list[Reading] = []
        for side in sides:
            plain = side is sides[0] and not panel.loose and n == 0
            plain = plain and (len(places) == 1 if i == 0 else len(places) == 1 or len(above) > 1)
            plain = plain and (i == 0 or after == len(rows) or _closes(rows, i, places))
            for k, parts in enumerate(_top(side, coded)):
                sure = plain and k == 0 and len(parts) > 1 and _flat(side, coded)
                readings.append(Reading(_lanes(panel, cells, rows[i], parts), sure))
            if i and len(side) > 1:
                readings.append(Reading(_layers(panel, cells, rows[i], side)))
        if before >= 0:
            sure = not panel.loose and n == 1 and _closes(rows, before, places)
            for k, parts in enumerate(_top(above, coded)):
                lanes = _lanes(panel, cells, rows[i], [rows[before], *parts])
                readings.insert(k, Reading(lanes, sure and k == 0 and _flat(above, coded)))
            readings.append(Reading(_layers(panel, cells, rows[i], rows[before:i])))
            readings.append(Reading(_lanes(panel, cells, rows[i], [rows[p] for p in places[:n]])))
            for parts in _top([r for r in rows[:i] if r.role != "total"], coded):
                readings.append(Reading(_lanes(panel, cells, rows[i], parts)))
        if n == 0 and i + 1 < len(rows):
            later = [r for r in rows[i + 1 :] if r.role != "total"]
            readings.extend(Reading(_lanes(panel, cells, rows[i], p)) for p in _top(later, coded))
            readings.append(Reading(_lanes(panel, cells, rows[i], [rows[p] for p in places[1:]])))
        yield from footing("table", [r for r in readings if r.lanes])


def _closes(rows: Sequence[Row], i: int, places: Sequence[int]) -> bool:
    """Whether 本年…合计 is followed by a few rows and 总计, as in tables of income and expenditure."""
    after = [p for p in places if p > i]
    return (
        len(places) == 2
        and after == [len(rows) - 1]
        and 1 < after[0] - i < 6
        and rows[after[0]].label.endswith("总计")
        and rows[i].label.endswith("合计")
    )


def _layers(panel: Panel, cells: Cells, total: Row, side: Sequence[Row]) -> tuple[Lane, ...]:
    """Lanes without the parts that make up the part before them."""
    return tuple(
        Lane(x.total, tuple(x.parts[k] for k in collapsed(x.parts))) for x in _lanes(panel, cells, total, side)
    )


def _flat(side: Sequence[Row], coded: bool) -> bool:
    """Whether rows stand visibly at one level, so that a total can only be the sum of them all."""
    if coded:
        return True
    tops = [r for r in side if r.level and r.level == min((o.level for o in side if o.level), default=0)]
    if len(tops) > 1 and all(r in tops or r.role == "of-which" or r.level > tops[0].level for r in side):
        return True
    levels = {r.level for r in side}
    names = [strip_number(r.label) for r in side]
    return (
        len(levels) == 1
        and all(r.role in ("member", "group") for r in side)
        and all(names)
        and len(set(names)) == len(names)
        and not any(a != b and len(b) > 1 and a.startswith(b) for a in names for b in names)
    )


def _top(side: Sequence[Row], coded: bool) -> Iterator[list[Row]]:
    """The rows of a stretch that may be the parts of its total, likeliest first."""
    rows = [r for r in side if r.role != "deduction"]
    if not rows:
        return
    if coded:
        shortest = min((len(r.code) for r in rows if r.code), default=0)
        yield [r for r in rows if len(r.code) == shortest]
        return
    if rows[0].role == "of-which":
        yield rows
    levels = sorted({r.level for r in rows if r.level})
    lowest = levels[0] if levels else 0
    if levels and any(r.level != lowest for r in rows):
        yield [r for r in rows if r.level == lowest and r.role != "of-which"]
        yield [r for r in rows if r.level in (0, lowest) and r.role != "of-which"]
        yield [r for r in rows if r.level == 0 and r.role != "of-which"]
    outside: list[Row] = []
    hidden = False
    for r in rows:
        hidden = (hidden and not (r.level and r.level == lowest)) or r.role == "of-which"
        if not hidden:
            outside.append(r)
    yield outside
    yield [r for r in rows if r.role != "of-which"]
    if rows[0].role != "of-which":
        yield rows


def _by_code(panel: Panel, cells: Cells, rows: Sequence[Row]) -> Iterator[Relation]:
    """类 = Σ款, 款 = Σ项: every structure of the table bears out the others."""
    lanes: list[Lane] = []
    for r in rows:
        below = [o for o in rows if o.code.startswith(r.code) and len(o.code) > len(r.code)] if r.code else []
        if not below:
            continue
        depth = min(len(o.code) for o in below)
        lanes.extend(_lanes(panel, cells, r, [o for o in below if len(o.code) == depth]))
    if lanes:
        yield from footing("table", [Reading(tuple(lanes), len(lanes) > 1, levels=True)])


def _by_level(panel: Panel, cells: Cells, rows: Sequence[Row]) -> Iterator[Relation]:
    """A row and the rows under it, by numbering, indent or 其中."""
    yield from footing("table", [Reading(tuple(_numbered(panel, cells, rows)), levels=True)])
    for i, r in enumerate(rows):
        if r.role in ("of-which", "deduction") or (r.role == "total" and i + 1 < len(rows) and not r.level):
            continue
        below: list[Row] = []
        marked = False
        for o in rows[i + 1 :]:
            if (
                o.role == "total"
                or (o.level and r.level and o.level <= r.level)
                or (marked and o.level and o.level == r.level)
            ):
                break
            if o.role == "of-which":
                marked = True
            elif not marked and not (r.level and o.level > r.level) and not (r.level == 0 and o.level >= 6):
                break
            below.append(o)
        if not below:
            continue
        readings = []
        inner = min((o.level for o in below if o.level), default=0)
        if inner and any(o.level != inner for o in below):
            readings.append(Reading(_lanes(panel, cells, r, [o for o in below if o.level == inner])))
        if r.role == "total" and r.level and not panel.loose:
            inside = [o for o in below if o.level == inner]
            readings.insert(
                0, Reading(_lanes(panel, cells, r, inside), len(inside) > 1 and inner > r.level, levels=True)
            )
        for n in range(len(below), 1 if marked else 0, -1):
            readings.append(Reading(_lanes(panel, cells, r, below[:n])))
        yield from footing("table", [x for x in readings if x.lanes])


def _numbered(panel: Panel, cells: Cells, rows: Sequence[Row]) -> Iterator[Lane]:
    """Numbered rows over rows numbered one level deeper: all such structures of a panel speak for each other."""
    for i, r in enumerate(rows):
        if not 0 < r.level < 6 or r.role == "of-which":
            continue
        below: list[Row] = []
        for o in rows[i + 1 :]:
            if o.role == "total" or 0 < o.level <= r.level:
                break
            below.append(o)
        inner = min((o.level for o in below if o.level), default=0)
        parts = [o for o in below if o.level == inner]
        if len(parts) > 1 and r.level < inner < 6:
            yield from _lanes(panel, cells, r, parts)


def _by_name(panel: Panel, cells: Cells, rows: Sequence[Row]) -> Iterator[Relation]:
    """A row and the rows under it that carry its name and something in brackets more."""
    for i, r in enumerate(rows):
        stem = r.label.partition("(")[0]
        below = []
        for o in rows[i + 1 :]:
            if not (o.label.startswith(stem) and o.label.endswith(")") and o.label != r.label):
                break
            below.append(o)
        if (
            len(stem) > 3
            and len(below) > 1
            and (not r.label.endswith(")") or i == 0 or not rows[i - 1].label.startswith(stem))
        ):
            yield from footing("table", [Reading(_lanes(panel, cells, r, below))])


def _of_which(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """The row after 其中 is at most the row it belongs to."""
    rows = [r for r in panel.rows if any((r.index, c.index) in table.cells for c in panel.columns)]
    for i, r in enumerate(rows):
        if r.role != "of-which" or i == 0:
            continue
        whole = rows[i - 1]
        if whole.role == "of-which":
            continue
        for column in panel.having(*AMOUNTS - {"change", "rest"}):
            part, all_ = table.cells.get((r.index, column.index)), table.cells.get((whole.index, column.index))
            if part is None or all_ is None or not same_unit((part, all_)) or all_.figure.value < 0:
                continue
            yield from _one("table", AtMost(), (("part", part), ("whole", all_)), firm=not panel.loose)
    columns = panel.having(*AMOUNTS - {"change", "rest"})
    for n, column in enumerate(columns):
        if n == 0 or not column.name.startswith(("其中", "#")) or columns[n - 1].name.startswith(("其中", "#")):
            continue
        for r in panel.rows:
            part, all_ = (table.cells.get((r.index, c.index)) for c in (column, columns[n - 1]))
            if (
                part is not None
                and all_ is not None
                and all_.figure.value >= 0
                and part.figure.unit.dimension != "percent"
            ) and part.figure.unit.factor == all_.figure.unit.factor:
                yield from _one("table", AtMost(), (("part", part), ("whole", all_)), firm=False)


# --------------------------------------------------------------------------- along the rows


def _rows(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    columns = [c for c in panel.columns if c.role in AMOUNTS]
    families: dict[tuple[str, ...], list[list[Reading]]] = {}
    for n, total in enumerate(columns):
        if not total.total:
            continue
        for parts in _across(columns, n):
            names = tuple(c.name for c in parts)
            lanes = []
            for r in panel.rows:
                head = table.cells.get((r.index, total.index))
                printed = tuple(f for c in parts if (f := table.cells.get((r.index, c.index))) is not None)
                if head is not None and printed:
                    lanes.append(Lane(head, printed))
            if lanes:
                families.setdefault(names, []).append([Reading(tuple(lanes))])
    # the readings of one total compete; equal structures of several totals speak for each other
    pooled = {k: Reading(tuple(lane for one in v for r in one for lane in r.lanes)) for k, v in families.items()}
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
    nested = list(_tops(after))
    if nested and nested != after:
        yield nested
    if after:
        yield after
    if after and after[-1].role != total.role:
        alike = [c for c in after if c.role == total.role]
        if alike:
            yield alike
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


# --------------------------------------------------------------------------- computed columns


def _one(kind: str, equation: Equation, terms: Sequence[tuple[str, Fact]], *, firm: bool) -> Iterator[Relation]:
    made = relate(kind, equation, terms, firm=firm)
    if made is not None:
        yield made


def _borne_out(relations: Sequence[Relation], *, plain: bool) -> Iterator[Relation]:
    """Rows of one computed column: firm where its header is plain or another row bears the reading out."""
    good = sum(r.verdict != "broken" for r in relations)
    bad = len(relations) - good
    if not good and bad > 1:  # fails everywhere: the column means something else
        return
    for r in relations:
        rest = good - (r.verdict != "broken")
        firm = (plain or rest >= 1) and (r.verdict != "broken" or plain or good >= bad)
        if r.verdict != "broken" or firm:
            yield replace(r, firm=firm)


def _completion(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """执行率 = 执行数 ÷ 调整后（全年）预算数; the budget of the beginning of the year only where there is no other."""
    yield from _within(panel, table)
    for n, rate in enumerate(panel.columns):
        if rate.role != "completion":
            continue
        left = [c for c in panel.columns if c.index < rate.index] or list(panel.columns)
        budgets = [c for c in left if c.role == "budget"] or [c for c in left if c.role == "first-budget"]
        actuals = [c for c in left if c.role == "actual"]
        if not budgets or not actuals or any(c.role == "completion" for c in panel.columns[:n]):
            continue
        if any(word in rate.name for word in ("项目", "任务", "目标", "指标", "工作")) and "预算" not in rate.name:
            continue
        base, actual = _nearest(budgets, actuals[-1]), actuals[-1]
        if "年初" in rate.name:
            base = next((c for c in left if c.role == "first-budget"), base)
        found: list[Relation] = []
        for r in panel.rows:
            x, a, b = (table.cells.get((r.index, c.index)) for c in (rate, actual, base))
            if x is None or a is None or b is None or b.figure.value <= 0 or x.figure.unit.dimension != "percent":
                continue
            if a.figure.unit.dimension != b.figure.unit.dimension:
                continue
            found.extend(_one("completion", Share(), (("rate", x), ("actual", a), ("budget", b)), firm=False))
        single = len(budgets) == 1 or sum(c.total for c in budgets) == 1
        yield from _borne_out(found, plain=single and len(actuals) == 1 and not panel.loose)


def _within(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """执行数 ≤ 预算数, which is usual but no rule: only counted, never told."""
    budgets, actuals = panel.having("budget", "first-budget"), panel.having("actual")
    if not budgets or not actuals or panel.having("completion"):
        return
    base = _nearest(budgets, actuals[0])
    for r in panel.rows:
        a, b = (table.cells.get((r.index, c.index)) for c in (actuals[0], base))
        if a is not None and b is not None and same_unit((a, b)) and a.figure.amount <= b.figure.amount:
            yield from _one("table", AtMost(), (("actual", a), ("budget", b)), firm=False)


def _nearest(budgets: Sequence[Column], actual: Column) -> Column:
    """The budget column that stands beside an actual one under headers of one shape."""
    alike = [c for c in budgets if c.total == actual.total and c.name == actual.name]
    return (alike or [c for c in budgets if c.index < actual.index] or list(budgets))[-1]


def _share(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """占比 = a row's amount ÷ the total row's."""
    total = next((r for r in panel.rows if r.role == "total"), None)
    if total is None:
        return
    for share in panel.having("share"):
        amounts = [c for c in panel.columns if c.role in AMOUNTS and c.index < share.index]
        if not amounts:
            continue
        base = table.cells.get((total.index, amounts[-1].index))
        if base is None or base.figure.value <= 0:
            continue
        found: list[Relation] = []
        for r in panel.rows:
            x, part = table.cells.get((r.index, share.index)), table.cells.get((r.index, amounts[-1].index))
            if r is total or x is None or part is None or not same_unit((part, base)):
                continue
            found.extend(_one("share", Share(), (("share", x), ("part", part), ("whole", base)), firm=False))
        yield from _borne_out(found, plain=False)


def _pair(panel: Panel, column: Column) -> tuple[Column, Column] | None:
    """The current and the prior column that a change column compares."""
    left = [c for c in panel.columns if c.role in AMOUNTS - {"change", "rest"} and c.index < column.index]
    if len(left) < 2:
        return None
    first, second = left[-2], left[-1]
    if first.role == "prior" or (second.role != "prior" and first.period < second.period):
        return second, first
    if second.role == "prior" or first.period > second.period:
        return first, second
    return second, first


def _change(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """增减额 = 本年 − 上年, 增减% = 增减额 ÷ 上年."""
    yield from _rate_rows(panel, table)
    for column in panel.having("change", "rate"):
        pair = _pair(panel, column)
        if pair is None:
            continue
        options: list[list[Relation]] = []
        for current, prior in (pair, pair[::-1]):
            found: list[Relation] = []
            for r in panel.rows:
                x, a, b = (table.cells.get((r.index, c.index)) for c in (column, current, prior))
                if x is None or a is None or b is None or not same_unit((a, b)):
                    continue
                if column.role == "change" and same_unit((x, a)):
                    found.extend(
                        _one("change", Sum((1, -1)), (("change", x), ("current", a), ("prior", b)), firm=False)
                    )
                elif column.role == "rate" and b.figure.value > 0 and x.figure.unit.dimension == "percent":
                    found.extend(_one("change", Growth(1), (("rate", x), ("current", a), ("prior", b)), firm=False))
            options.append(found)
        best = max(options, key=lambda o: sum(r.verdict != "broken" for r in o))
        yield from _borne_out(best, plain=False)


def _rate_rows(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """A row of growth rates under a row of amounts by year: each against the year before."""
    years = [c for c in panel.columns if c.role in AMOUNTS]
    for above, row in pairwise(panel.rows):
        if row.role != "rate" or above.role == "rate":
            continue
        found: list[Relation] = []
        for before, column in pairwise(years):
            x = table.cells.get((row.index, column.index))
            a, b = (table.cells.get((above.index, c.index)) for c in (column, before))
            if x is None or a is None or b is None or x.figure.unit.dimension != "percent" or b.figure.value <= 0:
                continue
            if same_unit((a, b)) and a.figure.unit.dimension != "percent":
                found.extend(_one("change", Growth(1), (("rate", x), ("current", a), ("prior", b)), firm=False))
        yield from _borne_out(found, plain=False)


def _rest(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """结余 = 预算数 − 执行数 where the rows bear it out."""
    for column in panel.having("rest"):
        left = [c for c in panel.columns if c.index < column.index]
        budgets = [c for c in left if c.role in ("budget", "first-budget")]
        actuals = [c for c in left if c.role == "actual"]
        if not budgets or not actuals:
            continue
        found: list[Relation] = []
        for r in panel.rows:
            x, b, a = (table.cells.get((r.index, c.index)) for c in (column, budgets[-1], actuals[-1]))
            if x is not None and a is not None and b is not None and same_unit((x, b, a)):
                found.extend(_one("table", Sum((1, -1)), (("rest", x), ("budget", b), ("actual", a)), firm=False))
        yield from _borne_out(found, plain=False)


def _balance(ledger: Ledger) -> Iterator[Relation]:
    """收入总计 = 支出总计 of a table with two sides; 年初结转 + 收入 − 支出 = 年末结转 along the rows."""
    for table in ledger.tables:
        totals = [f for p in table.panels if (f := _grand(p, table)) is not None]
        if len(table.panels) == len(totals) == 2 and totals[0].row == totals[1].row and same_unit(totals):
            yield from _one("balance", Equal(), (("total", totals[1]), ("other", totals[0])), firm=True)
        for panel in table.panels:
            yield from _carried(panel, table)


def _grand(panel: Panel, table: TableFacts) -> Fact | None:
    """The first amount of a side's last row where that is its 总计."""
    if not panel.rows or not panel.rows[-1].label.endswith("总计"):
        return None
    cells = (table.cells.get((panel.rows[-1].index, c.index)) for c in panel.columns if c.role in AMOUNTS)
    return next((f for f in cells if f is not None), None)


_CARRIED = tuple(
    regex.compile(p)
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
            found.extend(_one("balance", Sum((1, 1, -1)), terms, firm=False))
    yield from _borne_out(found, plain=False)


# --------------------------------------------------------------------------- forms of projects


def _forms(ledger: Ledger) -> Iterator[tuple[TableFacts, Panel, Row]]:
    """The forms of single projects, with the row of all their money."""
    for table in ledger.tables:
        if not table.subject:
            continue
        for panel in table.panels:
            row = next((r for r in panel.rows if r.role == "total" and r.label.endswith("总额")), None)
            if row is not None and panel.having("actual") and panel.having("budget", "first-budget"):
                yield table, panel, row
                break


def _project(ledger: Ledger) -> Iterator[Relation]:
    """A project's budget and amount executed in a list of projects and in its own form."""
    forms = {t.subject: (t, p, r) for t, p, r in _forms(ledger)}
    if not forms:
        return
    for table in ledger.tables:
        for panel in table.panels:
            listed = [(r, forms[n]) for r in panel.rows for n in r.names if n in forms and forms[n][0] is not table]
            if len(listed) < 2:
                continue
            for role, wanted in (("budget", ("budget", "first-budget")), ("actual", ("actual",))):
                columns = panel.having(*wanted)
                column = next((c for c in columns if c.total), columns[0] if columns else None)
                if column is None:
                    continue
                readings = []
                for kind in wanted:
                    found: list[Relation] = []
                    for row, (form, part, head) in listed:
                        own = part.having(kind)
                        one = table.cells.get((row.index, column.index))
                        other = form.cells.get((head.index, own[-1].index)) if own else None
                        if one is not None and other is not None and one.figure.unit.dimension == "money":
                            found.extend(_one("same-figure", Equal(), (("listed", one), (role, other)), firm=False))
                    readings.append(found)
                best = max(readings, key=lambda o: sum(r.verdict != "broken" for r in o))
                if sum(r.verdict == "holds" for r in best) >= 2:
                    yield from _borne_out(best, plain=False)


def _cost(ledger: Ledger) -> Iterator[Relation]:
    """成本指标 of a form add up to its budget, where other forms of the report bear that out."""
    found: list[tuple[Relation, bool]] = []
    for table, panel, row in _forms(ledger):
        budgets = [
            f for c in panel.having("budget", "first-budget")[::-1] if (f := table.cells.get((row.index, c.index)))
        ]
        limits, parts = _cost_rows(table)
        readings = [_sum_of(b, parts) for b in budgets]
        known = [r for r in readings if r is not None]
        if known and parts:
            found.append((next((r for r in known if r.verdict == "holds"), known[0]), limits))
    held = sum(r.verdict == "holds" for r, _ in found)
    for relation, limits in found:
        others = held - (relation.verdict == "holds")
        if relation.verdict != "broken":
            yield replace(relation, firm=others >= 2 and not limits)
        elif others >= 3 and not limits and held * 2 > len(found):
            yield replace(relation, firm=True)


def _cost_rows(table: TableFacts) -> tuple[bool, list[Fact]]:
    """The money targets under 成本指标, and whether any is an upper limit."""
    parts: list[Fact] = []
    limits = under = False
    for panel in table.panels:
        targets = panel.having("target")
        for row in panel.rows if targets else ():
            groups = [n for n in row.names[:-1] if n]
            if groups or row.role == "total":
                under = any("成本指标" in n for n in groups)
            fact = table.cells.get((row.index, targets[0].index))
            if under and fact is not None and fact.figure.unit.dimension == "money":
                limits = limits or table.operators.get((row.index, targets[0].index)) in ("≤", "<")
                parts.append(fact)
    return limits, parts


def _sum_of(budget: Fact, parts: Sequence[Fact]) -> Relation | None:
    if not parts or budget.figure.value <= 0 or not same_unit((budget, *parts)):
        return None
    return relate("table", Sum((1,) * len(parts)), (("budget", budget), *(("part", p) for p in parts)), firm=False)


_WHOLE: dict[str, Callable[[Ledger], Iterator[Relation]]] = {
    "balance": _balance,
    "project": _project,
    "cost": _cost,
}
_CHECKS: dict[str, Callable[[Panel, TableFacts], Iterator[Relation]]] = {
    "columns": _columns,
    "rows": _rows,
    "of-which": _of_which,
    "completion": _completion,
    "share": _share,
    "change": _change,
    "rest": _rest,
}

CHECK = Check(
    "table",
    Options,
    run,
    (
        "total",
        "part",
        "whole",
        "rate",
        "actual",
        "budget",
        "share",
        "change",
        "current",
        "prior",
        "rest",
        "listed",
        "other",
        "closing",
        "opening",
        "income",
        "outgo",
    ),
    "footings and computed columns of tables",
)
