"""Sums down the columns of a table: totals, hierarchies by code, number, indent or name, and parts after 其中."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from auditlint.checks.footing import Lane, Reading, collapsed, evaluated, footing, meant, same_unit, summed
from auditlint.checks.table.headed import headed
from auditlint.checks.table.indented import indented
from auditlint.checks.table.sided import sided
from auditlint.equations import HUNDRED, AtMost
from auditlint.expressions import compiled
from auditlint.facts.roles import AMOUNTS, strip_number
from auditlint.facts.tables import Column, Panel, Row, TableFacts
from auditlint.model import Fact, Relation

Cells = dict[tuple[int, int], Fact]


def _lanes(panel: Panel, cells: Cells, total: Row, parts: Sequence[Row]) -> tuple[Lane, ...]:
    found = []
    for column in panel.columns:
        head = cells.get((total.index, column.index))
        if head is None or column.role not in AMOUNTS | {"share"} or _odd(head, column):
            continue
        if _OF_EACH.search(column.name):
            continue
        scored = head.figure.unit.dimension == "score"  # 预算执行得分 below the money is none of it
        printed = tuple(
            f
            for r in parts
            if (f := cells.get((r.index, column.index))) is not None
            and not _odd(f, column)
            and (f.figure.unit.dimension == "score") == scored
        )
        signed = any(f.figure.text.startswith(_PLUS) for f in (head, *printed)) and column.role != "change"
        if column.role == "share" and sum((f.figure.value for f in printed), Decimal(0)) > HUNDRED + 1:
            continue  # each of another whole
        if printed and not signed:  # 与序时比较: what prints a plus may be a distance, which no row adds up
            lane = Lane(head, printed)
            if not _carried(column, parts) and not (column.role in _UNNAMED and meant(lane)):
                found.append(lane)
    return tuple(lane for lane in found if not _of_rates(lane, found))


_OF_EACH = compiled(r"百分点|标准|单价|[人户亩生院校所台床村]均|均价|元/")  # of what each has, which no row adds up
_PLUS = ("+", "＋")
_UNNAMED = ("amount", "quotient", "share")  # headers that do not say 预算数, 决算数 …
_STOCK = compiled(r"结余|结转|余额|累计|可用|[年期月]初|[年期月]末|上年")
_PERIOD = compiled(r"(?:[12]\d{3}|[一二〇○零\d]{4})年?度?|第?[一二三四]季度|\d{1,2}月份?|第[一二三四五]年")


def _carried(column: Column, parts: Sequence[Row]) -> bool:
    """Whether a column tells what each period takes over or leaves, which no period adds up: 累计结余 by year."""
    return _STOCK.search(column.name) is not None and all(_PERIOD.fullmatch(r.label) for r in parts)


def _of_rates(lane: Lane, others: Sequence[Lane]) -> bool:
    """Whether a column holds rates that its header does not name: some fall, with decimals that no other one has."""
    values = [f.figure for f in (lane.total, *lane.parts)]
    falls = any(-HUNDRED <= v.value < 0 for v in values) and all(v.decimals or not v.value for v in values)
    rest = [f.figure for one in others if one is not lane for f in (one.total, *one.parts)]
    return falls and bool(rest) and not any(f.decimals for f in rest)


def _odd(fact: Fact, column: Column) -> bool:
    """A figure that does not belong in a column of amounts: a percent among money."""
    return fact.figure.unit.dimension == "percent" and column.role != "share"


def columns(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """Total rows and parent rows against the rows they add up."""
    rows = [r for r in panel.rows if r.role != "rate" and any((r.index, c.index) in table.cells for c in panel.columns)]
    if len(rows) < 2:
        return
    every = [r for r in panel.rows if r.role != "rate"]  # a heading without figures ends what stands above it
    coded = sum(bool(r.code) for r in rows) * 5 >= len(rows) * 4
    seen: set[tuple[int, ...]] = set()
    for relation in (
        *indented(panel, table.cells, rows),
        *sided(panel, table.cells, rows),
        *_totals(panel, table.cells, rows, coded),
        *(_by_code(panel, table.cells, rows) if coded else _by_level(panel, table.cells, every)),
        *_by_name(panel, table.cells, rows),
        *headed(panel, table.cells, rows),
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
        inside = _above_beneath(above, rows[i].level)
        cut, above = len(inside) < len(above), inside
        if below and 0 < rows[i].level < below[0].level:  # (一)收入总计, 1.甲, 2.乙, (二)丙: what is numbered beneath
            below = _beneath(below, rows[i].level)
        if "三公" in rows[i].label:  # 培训费, 会议费 below it are none of it
            above, below = ([r for r in side if _OFFICIAL.search(r.label)] for side in (above, below))
        if any(_ASPECT.match(r.label) for r in (*above, *below)):
            continue  # 按性别：男, 女, 按学历：本科 …: each divides all of it again
        sides: list[list[Row]] = []
        if i == 0:
            sides = [below]
        elif below and below[0].role == "of-which":
            sides = [below, above]
        else:
            sides = [above, below]
        readings: list[Reading] = []
        for side in sides:
            plain = side is sides[0] and not panel.loose and n == 0 and not cut
            plain = plain and (len(places) == 1 if i == 0 else len(places) == 1 or len(above) > 1)
            plain = plain and (i == 0 or after == len(rows) or _closes(rows, i, places))
            for k, parts in enumerate(_top(side, coded)):
                sure = plain and k == 0 and len(parts) > 1 and _flat(side, coded)
                funds = k == 0 and not panel.loose and _funds(rows[i], parts)
                readings.append(Reading(_lanes(panel, cells, rows[i], parts), sure or funds, levels=funds))
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
        beside = _beside(rows, i)
        if len(beside) > 1:
            readings.insert(0, Reading(_lanes(panel, cells, rows[i], beside), levels=True))
        yield from footing("table", [r for r in readings if r.lanes])


_OFFICIAL = compiled(r"因公|出国|公务|用车|购置|运行|接待|小计|^其中")
_ASPECT = compiled(r"(?:其中:?)?按.{1,8}(?:[:：]|分)")


def _above_beneath(rows: Sequence[Row], level: int) -> list[Row]:
    """一、甲, 二、乙, (一)丙, (二)总计: the rows above a total that are numbered no higher."""
    return [*takewhile(lambda r: not 0 < r.level < level, reversed(rows))][::-1]


def _beneath(rows: Sequence[Row], level: int) -> list[Row]:
    """The rows up to the next one that is numbered at a level or above it."""
    return list(takewhile(lambda r: not 0 < r.level <= level, rows))


def _beside(rows: Sequence[Row], i: int) -> list[Row]:
    """The rows above a total that are numbered at its own level: (一)甲, (二)乙, (三)总计."""
    found: list[Row] = []
    for row in reversed(rows[:i]):
        if not rows[i].level or (row.level and row.level < rows[i].level):
            break
        if row.level == rows[i].level and row.role == "member":
            found.append(row)
    return found[::-1]


_FUND = compiled(
    r"(?:其中[:：]?)?(?:(?:当年|本年|一般公共预算)?财政(?:拨款|资金)|财政专户(?:管理)?资金|(?:上年)?结转(?:结余)?资金"
    r"|其他资金|单位(?:自有)?资金|自筹资金)"
)


def _funds(total: Row, parts: Sequence[Row]) -> bool:
    """Whether rows are the sources that the form of 项目支出绩效自评表 names under its 年度资金总额."""
    names = [r.label for r in parts]
    plain = len(set(names)) == len(names) > 1 and all(map(_FUND.fullmatch, names))
    carried = any("结转" in name for name in names)  # 财政拨款 may hold it; 当年财政拨款 does not
    own = not carried or any(word in names[0] for word in ("当年", "本年"))
    return total.label.endswith("总额") and plain and own


def _closes(rows: Sequence[Row], i: int, places: Sequence[int]) -> bool:
    """Whether 本年…合计 is followed by a few rows and 总计, or 合计, as in tables of income and expenditure."""
    after = [p for p in places if p > i]
    if len(places) != 2 or after != [len(rows) - 1] or not 1 < after[0] - i < 6:
        return False
    first, last = rows[i].label, rows[after[0]].label
    return first.endswith("合计") and (last.endswith("总计") or (last == "合计" and first.startswith("本年")))


def _layers(panel: Panel, cells: Cells, total: Row, side: Sequence[Row]) -> tuple[Lane, ...]:
    """Lanes without the parts that make up the part before them.

    A column with negative figures (增减额) says nothing of the layers of its rows: it goes by the first one that does.
    """
    lanes = _lanes(panel, cells, total, side)
    kept = {id(x): [x.parts[k] for k in collapsed(x.parts)] for x in lanes}
    plain = next((x for x in lanes if all(f.figure.value >= 0 for f in x.parts)), None)
    rows = {f.row for f in kept[id(plain)]} if plain is not None else set[int]()
    return tuple(
        Lane(x.total, tuple(f for f in x.parts if f.row in rows) if _falls(x) and rows else tuple(kept[id(x)]))
        for x in lanes
    )


def _falls(lane: Lane) -> bool:
    return any(f.figure.value < 0 for f in lane.parts)


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
    """类 = Σ款, 款 = Σ项: every structure of the table bears out the others.

    Where rows stand below several of them, and make none of them, only the main ones are listed.
    """
    lanes: list[Lane] = []
    above = 0
    for r in rows:
        below = [o for o in rows if o.code.startswith(r.code) and len(o.code) > len(r.code)] if r.code else []
        if not below:
            continue
        depth = min(len(o.code) for o in below)
        lanes.extend(_lanes(panel, cells, r, [o for o in below if len(o.code) == depth]))
        above += 1
    made = [summed("table", lane) for lane in lanes]
    if lanes and (above == 1 or any(one is not None and one.verdict != "broken" for one in made)):
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
            closed = _CLOSING.match(below[-1].label) is not None or _DIVIDED.match(r.label) is not None
            whole = marked and n == len(below) > 1 and closed
            readings.append(Reading(_lanes(panel, cells, r, below[:n]), whole))
        yield from footing("table", [x for x in readings if x.lanes])


_DIVIDED = compiled(r"按(?:收入|支出|资金)?(?:性质|来源|类别|类型|用途|结构)(?:划?分)?:?$")  # 按支出性质分：, all of it
_CLOSING = compiled(  # 其中：财政拨款, 其他资金: funds of every source
    r"其他(?:资金|来源)|其他$|(?:单位(?:自有)?|自有|自筹)资金"
)


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


def _all_told(panel: Panel, table: TableFacts, total: Row, parts: Sequence[Row]) -> bool:
    """采购总额 | T, 货物 | a, 工程 | b, 服务 | c, 其中：中小企业 | d: whether rows make the one above them in a column.

    What stands after 其中 behind them is of the total, and of no row of theirs.
    """
    if any(r.role == "of-which" for r in (total, *parts)):
        return False
    for column in panel.columns:
        top = table.cells.get((total.index, column.index))
        below = [table.cells.get((r.index, column.index)) for r in parts]
        amounts = [f.figure.amount for f in below if f is not None]
        if top is not None and len(amounts) == len(below) and 0 < top.figure.amount == sum(amounts):
            return True
    return False


_PARTS = 2  # the least number of rows that make one above them
_NEAR = 12  # rows above 其中 in which their total stands


def of_which(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """The row after 其中 is at most the row it belongs to."""
    rows = [r for r in panel.rows if any((r.index, c.index) in table.cells for c in panel.columns)]
    for i, r in enumerate(rows):
        if r.role != "of-which" or i == 0:
            continue
        whole = rows[i - 1]
        if whole.role == "of-which" or (len(r.names) > 1 and r.names[0] and len(panel.labels) > 1):
            continue  # 政治面貌 | 其中：党员 below the last row of another group
        above = range(max(i - _NEAR, 0), i - _PARTS)
        whole = next((rows[k] for k in above if _all_told(panel, table, rows[k], rows[k + 1 : i])), whole)
        for column in panel.having(*AMOUNTS - {"change", "rest"}):
            part, all_ = table.cells.get((r.index, column.index)), table.cells.get((whole.index, column.index))
            if part is None or all_ is None or not same_unit((part, all_)) or all_.figure.value < 0:
                continue
            if _odd(part, column):  # a rate of a part may be above the whole's
                continue
            yield from evaluated("table", AtMost(), (("part", part), ("whole", all_)), firm=not panel.loose)
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
                yield from evaluated("table", AtMost(), (("part", part), ("whole", all_)), firm=False)
