"""Sections: where a header begins in a table, and which rows stand under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.expressions import compiled
from auditlint.facts.grids import LONGEST_HEADER, Line, Square, align, bare, header_unit, spread, unit_named, width
from auditlint.facts.roles import AMOUNTS, FIGURES, POINTS, Roles
from auditlint.records import dataclass, replace


@dataclass(slots=True)
class Section:
    """Header rows and the rows under them, aligned."""

    heads: tuple[Line, ...]
    body: tuple[Line, ...]
    unit: str
    loose: bool
    scores: bool = False  # rows of indicators whose header is lost: …, target, result, weight, score


def sections_of(lines: Sequence[Line], meaning: Roles) -> Iterator[Section]:
    """The sections of a table, top to bottom."""
    heads: list[Line] = []
    body: list[Line] = []
    unit = ""
    bare_scores = False
    for line in lines:
        filled = [s for s in line if s.kind != "empty"]
        if not filled:
            continue
        if len(filled) == 1 and filled[0].kind == "text" and (len(line) == 1 or _spans_all(filled[0], lines)):
            unit = unit_named(filled[0].text) or unit
            if body:
                yield _section(heads, body, unit, bare_scores, meaning)
            heads, body, bare_scores = [], [], False
            continue
        indicators = bool(heads) and filled[0].column < _targets(heads[-1], meaning)
        group = indicators and meaning.row(filled[0].text) == "group"  # 产出指标 | 数量指标 | 改造面积 | ≥900亩
        if not group and _is_header(line, filled, meaning, started=bool(body) or indicators):
            if body:
                yield _section(heads, body, unit, bare_scores, meaning)
                heads, body, bare_scores = [], [], False
            if heads and not _continues(heads[-1], line, meaning):
                heads = []
            heads.append(line)
        elif not body and _counting(filled, meaning):
            if heads and any(meaning.column(s.text) == "level" for s in filled):
                heads.append(tuple(replace(s, text="", kind="empty") if s.kind == "number" else s for s in line))
        elif body and _drops_header(heads, filled, meaning):
            yield _section(heads, body, unit, bare_scores, meaning)
            heads, body, bare_scores = [], [line], True
        elif (
            heads
            and not body
            and not indicators
            and _continues(heads[-1], line, meaning)
            and not any(s.kind == "number" and not s.year for s in filled)
            and _short(filled)
            and len(filled) > 1
        ):
            heads.append(line)
        else:
            body.append(line)
    if body:
        yield _section(heads, body, unit, bare_scores, meaning)


def _drops_header(heads: Sequence[Line], filled: Sequence[Square], meaning: Roles) -> bool:
    """Whether indicator rows begin under a header about money, their own header having been lost."""
    if sum(s.kind == "text" for s in filled) < 2 or sum(s.kind == "number" for s in filled) < 2:
        return False
    known = {meaning.column(s.text) for line in heads for s in line if s.kind == "text"}
    if not {"weight", "score", "actual"} <= known or known & {"target", "result"}:
        return False
    return meaning.row(filled[0].text) == "group"


def _spans_all(square: Square, lines: Sequence[Line]) -> bool:
    return square.column == 0 and square.width > 1 and square.width >= max(width(line) for line in lines)


def _short(filled: Sequence[Square]) -> bool:
    return all(len(s.text) <= LONGEST_HEADER for s in filled)


def _is_header(line: Line, filled: Sequence[Square], meaning: Roles, *, started: bool) -> bool:
    """Whether a row is (part of) a header: words only, or years; after data has begun only if most words are roles."""
    words = [s for s in filled if s.kind == "text" or s.year]
    if len(words) < 2 or any(s.kind == "number" and not s.year for s in filled) or not _short(filled):
        return False
    hits = sum(bool(meaning.column(s.text)) or meaning.totals(s.text) or s.year for s in words)
    if started:
        priced = hits > 0 and any(bare(s.text) in _AMOUNT and header_unit(s.text) for s in words[1:])
        return (priced or (hits >= 2 and hits * 2 >= len(words))) and meaning.row(words[0].text) != "total"
    return True


_AMOUNT = frozenset(("金额", "资金", "经费", "费用", "预算金额", "支出金额"))  # headers that say so with their unit


def _targets(line: Line, meaning: Roles) -> int:
    """The column of targets in a header row of indicators or results, whose rows may be words alone; else 0."""
    roles = {meaning.column(s.text): s.column for s in line if s.kind == "text"}
    levels = sum(s.text.endswith(_LEVEL) for s in line if s.kind == "text")
    return roles.get("target", 0) if "result" in roles or levels > 1 else 0


_LEVEL = ("级指标", "级指标名称")


_KEY = compiled(
    r"(?:预算)?(?:项目|专项资金|专项|资金)名称|(?:主管|业务|牵头|填报|预算|实施|项目实施)(?:部门|单位)(?:及代码|名称)?|部门(?:单位)?名称"
    r"|项目(?:负责人|类别|类型|属性|起止时间|编码|代码|单位)|自评总分|总分|联系人"
)  # what names a form's own data


def _continues(above: Line, line: Line, meaning: Roles) -> bool:
    """Whether a row goes on with the header above: it leaves cells blank under it, or the header spans columns."""
    roles = sum(meaning.column(s.text) in FIGURES for s in line)
    if roles > 1 and line[0].kind == "text" and _KEY.fullmatch(bare(above[0].text)) and width(line) >= width(above):
        return False  # 主管部门 | 某局 | 实施单位 | 某站: a form's own data, above the header of its money
    known = sum(bool(meaning.column(s.text)) or meaning.totals(s.text) for s in above if s.kind == "text")
    if not known and not any(s.width > 1 or s.height > 1 for s in above):
        return False
    gaps = any(s.kind == "empty" for s in line) or len(_merged(above)) == len(line) > 1
    gaps = gaps or _widened(above, line, meaning) is not above
    return gaps or any(s.width > 1 or s.height > 1 for s in above)


def _counting(filled: Sequence[Square], meaning: Roles) -> bool:
    """Whether a row only numbers the columns (栏次 1 2 3 …), the names of code columns (类 款 项) before it or not."""
    numbers = [s.value.value for s in filled if s.value is not None]
    named = [s for s in filled if s.value is None and meaning.column(s.text) not in ("level", "sequence")]
    if len(numbers) < 2 or len(named) > 2:
        return False
    return all(b - a == 1 for a, b in pairwise(numbers)) and numbers[0] in (0, 1)


def _columns(heads: Sequence[Line], body: Sequence[Line]) -> int:
    """The width of a section: its widest row's, or its header's and most rows' where a few have a cell too many."""
    widths = [width(line) for line in (*heads, *body)]
    own = width(heads[-1]) if heads else 0
    odd = [w for w in widths if w > own]
    return own if own > 2 and len(odd) * 4 <= len(widths) and widths.count(own) * 2 > len(widths) else max(widths)


def _section(heads: Sequence[Line], body: Sequence[Line], unit: str, scores: bool, meaning: Roles) -> Section:
    heads = _tucked(heads, meaning)
    columns = _columns(heads, body)
    full = [line for line in body if width(line) == columns]
    spaced = spread(heads, columns)
    last = spaced[-1] if spaced and width(spaced[-1]) == columns else ()
    numeric = frozenset(s.column for line in full for s in line if s.kind == "number")
    if not numeric and any(s.kind == "empty" for s in last[1:2]):
        # 项目资金 | (blank) | 年初预算数 | …: every row lacks the cell that was merged downwards
        numeric = frozenset(s.column for s in last if s.kind != "empty" and s.column)
    numeric = numeric or frozenset(s.column for s in last if meaning.column(s.text) in FIGURES)
    amounts = frozenset(s.column for s in last if meaning.column(s.text) in AMOUNTS)
    numeric = numeric or frozenset(s.column for line in body for s in line if s.kind == "number")
    loose = bool(spaced) and width(spaced[-1]) < columns
    if loose and len(full) * 2 < len(body) and spaced:  # rows are the odd ones, not the header
        loose = False
    points = [s.column for s in last if meaning.column(s.text) in POINTS]
    narrow = {columns - width(line) for line in body}
    goals = {meaning.column(s.text) for s in last} >= {"target", "result"} and len(narrow) == 1
    if goals and not any(s.kind == "number" for line in body for s in line):  # 年度目标 | 预期目标 | 实际完成情况
        numeric = frozenset(range(columns))
        body = [_moved(line, *narrow) for line in body]
    aligned = (
        line
        if _cut(line, columns, amounts)
        else _under_points(line, columns, points, meaning) or align(line, columns, numeric)
        for line in body
    )
    return Section(spaced, tuple(aligned), unit, loose, scores)


def _cut(line: Line, columns: int, amounts: frozenset[int]) -> bool:
    """其中：甲 | a | b: whether a row lacks the blank cells at its end, its numbers standing under names of amounts."""
    numbers = [s for s in line if s.kind == "number"]
    row = [s.kind for s in line] == ["text", *("number" for _ in numbers)]
    return columns - width(line) > 1 and row and len(numbers) > 1 and all(s.column in amounts for s in numbers)


def _tucked(heads: Sequence[Line], meaning: Roles) -> Sequence[Line]:
    """预算数 | (blank) | (blank) over 总额 | 财政拨款 | 其他: a line of what stands under merged cells, in place."""
    done = list(heads[:1])
    for line in heads[1:]:
        above = _widened(done[-1], line, meaning)
        under = [c for s in above if s.width > 1 for c in range(s.column, s.column + s.width)] or _merged(above)
        single = all(s.width == 1 for s in (*done[-1], *line))
        if single and len(line) == len(under) < width(above):
            blank = [replace(s, text="", kind="empty") for s in above if s.column not in under]
            moved = [replace(s, column=c) for s, c in zip(line, under, strict=True)]
            line = tuple(sorted((*blank, *moved), key=lambda s: s.column))
            done[-1] = above
        done.append(line)
    return done


def _merged(line: Line) -> list[int]:
    """The columns of the header cells of a line that go on in blank ones."""
    kinds = [s.kind for s in line] + ["text"]
    return [s.column for i, s in enumerate(line) if s.kind == "empty" or (s.kind == "text" and kinds[i + 1] == "empty")]


def _widened(above: Line, line: Line, meaning: Roles) -> Line:
    """预算数 | 执行数 over 总额 | 财政 | 其他 | 总额 | 财政 | 其他: the amounts spread over what is named for each."""
    amounts = [s.column for s in above if meaning.column(s.text) in AMOUNTS]
    each = len(line) // max(len(amounts), 1)
    names = [s.text for s in line]
    again = len(amounts) > 1 and each > 1 and names == names[:each] * len(amounts)
    if not again or any(s.width > 1 or s.kind == "empty" for s in (*above, *line)):
        return above
    placed: list[Square] = []
    for square in above:
        size = each if square.column in amounts else 1
        placed.append(replace(square, column=width(placed), width=size))
    return tuple(placed)


def _moved(line: Line, short: int) -> Line:
    """A row at the right edge of its header."""
    return tuple(replace(s, column=s.column + short) for s in line)


def _under_points(line: Line, columns: int, points: Sequence[int], meaning: Roles) -> Line:
    """总分 | 100 | 96.5 | (blank): a total row whose blank cells were merged, its points under those of the header."""
    short = columns - width(line)
    numbers = [s for s in line if s.kind == "number"]
    named = bool(line) and line[0].kind == "text" and meaning.row(line[0].text) == "total"
    if short <= 0 or not named or len(points) < _TWO or len(numbers) != len(points):
        return ()
    places = iter(points)
    first = replace(line[0], width=points[0] - line[0].column)
    return (first, *(replace(s, column=next(places)) for s in numbers))


_TWO = 2  # columns of points: what a row can get, and what it got
