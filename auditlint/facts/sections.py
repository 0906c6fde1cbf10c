"""Sections: which rows of a table stand under which header, set under its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.grids import Line, Square, align, spread, unit_named, width
from auditlint.facts.headers import continues, counting, is_header, short, targets, tucked
from auditlint.facts.placing import by_form, by_sums
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
    """The sections of a table, top to bottom; rows of names and amounts in pairs, under another header, behind it."""
    paired = _paired(lines)
    if paired:
        yield from sections_of([line for line in lines if line not in paired], meaning)
        yield _section((), paired, "", False, meaning)
        return
    heads: list[Line] = []
    body: list[Line] = []
    unit = ""
    bare_scores = False
    for i, line in enumerate(lines):
        filled = [s for s in line if s.kind != "empty"]
        if not filled:
            continue
        if len(filled) == 1 and filled[0].kind == "text" and (len(line) == 1 or _spans_all(filled[0], lines)):
            if heads and not unit_named(filled[0].text) and _goes_on([*heads, *body], lines[i + 1 :], meaning):
                body.append(line)
                continue
            unit = unit_named(filled[0].text) or unit
            if body:
                yield _section(heads, body, unit, bare_scores, meaning)
            heads, body, bare_scores = [], [], False
            continue
        indicators = bool(heads) and filled[0].column < targets(heads[-1], meaning)
        group = indicators and meaning.row(filled[0].text) == "group"  # 产出指标 | 数量指标 | 改造面积 | ≥900亩
        if not group and is_header(line, filled, meaning, started=bool(body) or indicators):
            if body:
                yield _section(heads, body, unit, bare_scores, meaning)
                heads, body, bare_scores = [], [], False
            if heads and not continues(heads[-1], line, meaning):
                heads = []
            heads.append(line)
        elif not body and counting(filled, meaning):
            if heads and any(meaning.column(s.text) == "level" for s in filled):
                heads.append(tuple(replace(s, text="", kind="empty") if s.kind == "number" else s for s in line))
        elif body and _drops_header(heads, filled, meaning):
            yield _section(heads, body, unit, bare_scores, meaning)
            heads, body, bare_scores = [], [line], True
        elif (
            heads
            and not body
            and not indicators
            and continues(heads[-1], line, meaning)
            and not any(s.kind == "number" and not s.year for s in filled)
            and short(filled)
            and len(filled) > 1
        ):
            heads.append(line)
        else:
            body.append(line)
    if body:
        yield _section(heads, body, unit, bare_scores, meaning)


def _paired(lines: Sequence[Line]) -> list[Line]:
    """按收入性质分： | A | 按支出性质分： | A, and the rows below: two lists side by side, under another header."""
    found: list[Line] = []
    for line in lines:
        kinds = [s.kind for s in line]
        first = kinds == ["text", "number", "text", "number"] and line[0].text.endswith((":", "："))
        rest = found and kinds in (["text", "number", "text", "number"], ["text", "number", "empty", "empty"])
        if first or rest:
            found.append(line)
        elif found:
            break
    wider = any(width(line) > _PAIRS for line in lines)
    return found if wider and len(found) > 1 else []


_PAIRS = 4  # cells of two names with an amount each


def _goes_on(before: Sequence[Line], behind: Sequence[Line], meaning: Roles) -> bool:
    """产出类指标（30分）, alone in its row: whether a group begins that stands under the header of those before."""
    after = next((line for line in behind if any(s.kind != "empty" for s in line)), ())
    filled = [s for s in after if s.kind != "empty"]
    numbers = [s.kind == "number" for s in filled]
    kinds = [s.kind for s in after]
    alike = sum(numbers) > 1 and any(kinds == [s.kind for s in line] for line in before[1:])
    row = len(filled) > 1 and not numbers[0] and (numbers[1] or alike)
    return row and width(after) == width(before[-1]) and not is_header(after, filled, meaning, started=True)


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


def _columns(heads: Sequence[Line], body: Sequence[Line]) -> int:
    """The width of a section: its widest row's, or its header's and most rows' where a few have a cell too many."""
    widths = [width(line) for line in (*heads, *body)]
    own = width(heads[-1]) if heads else 0
    odd = [w for w in widths if w > own]
    return own if own > 2 and len(odd) * 4 <= len(widths) and widths.count(own) * 2 > len(widths) else max(widths)


def _section(heads: Sequence[Line], body: Sequence[Line], unit: str, scores: bool, meaning: Roles) -> Section:
    heads = tucked(heads, meaning)
    columns = _columns(heads, body)
    widest = max((width(line) for line in body), default=columns)
    if heads and width(heads[-1]) == columns == widest + 1 and _REMARK.search(heads[-1][-1].text):
        heads, columns = [*heads[:-1], heads[-1][:-1]], widest  # 偏差原因, of which no row has a cell
    full = [line for line in body if width(line) == columns]
    spaced = spread(_behind_names(heads, full, columns, meaning), columns)
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
    aligned = [
        line
        if _cut(line, columns, amounts)
        else _under_points(line, columns, points, meaning) or align(line, columns, numeric)
        for line in body
    ]
    for k, line in enumerate(body):
        if len(line) < 2 or width(line) >= columns:
            continue
        if meaning.row(line[0].text) == "total":
            above = [one for one in body[:k] if width(one) == columns]
            placed = by_sums(line, above, columns) or by_sums(line, aligned[:k], columns)
        else:
            placed = by_form(line, aligned[k], full, columns)
        aligned[k] = placed or aligned[k]
    return Section(spaced, tuple(aligned), unit, loose, scores)


def _behind_names(heads: Sequence[Line], full: Sequence[Line], columns: int, meaning: Roles) -> Sequence[Line]:
    """指标类型 | 明细指标 | 目标 | 完成 | …, over rows with one name more: a header set at the right edge of its rows.

    Where more of the figures of the widest rows then stand under names of figures, and fewer under none.
    """
    short = columns - width(heads[-1]) if heads else 0
    if short <= 0 or any(s.width > 1 for s in heads[-1]) or not full:
        return heads
    figures = {s.column for s in heads[-1] if meaning.column(s.text) in FIGURES}
    numbers = [s.column for line in full for s in line if s.kind == "number"]
    words = [s.column for line in full for s in line if s.kind == "text"]
    last = heads[-1][-1].column

    def fits(moved: int) -> int:
        under = sum(c - moved in figures for c in numbers) - sum(c - moved in figures for c in words)
        return under - sum(c - moved > last for c in numbers)

    if fits(short) <= fits(0):
        return heads
    first, *others = heads[-1]
    moved_last = (replace(first, width=short + 1), *(replace(s, column=s.column + short) for s in others))
    return [*heads[:-1], moved_last]


def _cut(line: Line, columns: int, amounts: frozenset[int]) -> bool:
    """其中：甲 | a | b: whether a row lacks the blank cells at its end, its numbers standing under names of amounts."""
    numbers = [s for s in line if s.kind == "number"]
    row = [s.kind for s in line] == ["text", *("number" for _ in numbers)]
    return columns - width(line) > 1 and row and len(numbers) > 1 and all(s.column in amounts for s in numbers)


def _moved(line: Line, short: int) -> Line:
    """A row at the right edge of its header."""
    return tuple(replace(s, column=s.column + short) for s in line)


def _under_points(line: Line, columns: int, points: Sequence[int], meaning: Roles) -> Line:
    """总分 | 100 | 96.5 | (blank): a total row whose blank cells were merged, its points under those of the header."""
    short = columns - width(line)
    numbers = [s for s in line if s.kind == "number"]
    named = bool(line) and line[0].kind == "text" and meaning.row(line[0].text) == "total"
    if short <= 0 or not named or len(points) < _PAIR or len(numbers) != len(points):
        return ()
    if any(s.kind == "text" and numbers[0].column < s.column < numbers[-1].column for s in line):
        return ()  # 自评总分 | 97.5 | 满分 | 100
    places = iter(points)
    first = replace(line[0], width=points[0] - line[0].column)
    return (first, *(replace(s, column=next(places)) for s in numbers))


_REMARK = compiled(r"偏差|原因|备注|说明|改进措施")
_PAIR = 2  # columns of points: what a row can get, and what it got
