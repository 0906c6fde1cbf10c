"""Panels: parts of a table with one header each, cut out and understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.expressions import compiled
from auditlint.facts.grids import LONGEST_HEADER, Line, Square, header_unit, money, width
from auditlint.facts.roles import AMOUNTS, FIGURES, MEASURES, Roles, numbered, strip_number
from auditlint.facts.sections import Section
from auditlint.model import Measure, Unit
from auditlint.numerals import PERCENT
from auditlint.records import dataclass, replace

LONGEST_LABEL = 40  # characters; a longer cell describes the row, it does not name it
_CODE = compiled(r"[0-9]{3}(?:[0-9]{2}){0,2}")
_CODED = compiled(r"科目|编码|代码|编号|功能|经济|分类|名称|项目|类|款|项")  # headers over codes of subjects
_HEAD_YEAR = compiled(r"(20[0-9]{2})年?(?![0-9])")
_CODES = ("code", "level", "sequence")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header from top to bottom, its role (`roles.MEASURES`, or "amount"), and whether it is a total.

    `unit` is the unit its header states, else None. `period` is the year in its header, or "".
    """

    index: int
    header: tuple[str, ...]
    role: str
    measure: Measure
    unit: Unit | None = None
    total: bool = False
    period: str = ""

    @property
    def name(self) -> str:
        """The header's last line."""
        return self.header[-1] if self.header else ""

    @property
    def group(self) -> tuple[str, ...]:
        """The header's lines above the last."""
        return self.header[:-1]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its label without number or 其中, its code, its level by numbering or indent, and its role.

    `role` is total, of-which, group, deduction, rate or member; `names` are its label cells, "" where a group goes on.
    `block` is the block of the label.
    """

    index: int
    label: str
    code: str
    level: int
    role: str
    first_column: int
    names: tuple[str, ...] = ()
    block: int = -1


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a table with one header and one set of label columns; `title` is its top left words.

    `loose` says that header and rows could not be aligned for certain.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    labels: tuple[int, ...]
    title: str = ""
    loose: bool = False
    unit: str = ""

    def having(self, *wanted: str) -> tuple[Column, ...]:
        """The columns of some roles, left to right."""
        return tuple(c for c in self.columns if c.role in wanted)


def panels_of(section: Section, meaning: Roles, unit: str) -> Iterator[Panel]:
    """The panels of a section; `unit` is what its table's money is in."""
    columns = max(width(line) for line in (*section.heads, *section.body))
    paths = [_path(section.heads, c) for c in range(columns)]
    stated = next((u for path in paths for h in path if (u := header_unit(h)) and money(u).dimension == "money"), "")
    filled: dict[int, list[Square]] = defaultdict(list)
    for line in section.body:
        for square in line:
            if square.kind != "empty":
                filled[square.column].append(square)
    made = [_column(c, paths[c], filled[c], meaning) for c in range(columns)]
    made = _scored(made) if section.scores else _settle(made)
    found: list[Panel] = []
    for group in _sides(made):
        labels = tuple(c.index for c in group if c.role == "label")
        side = tuple(c for c in group if c.role != "label")
        rows = _coded(tuple(_rows(section, group, labels, meaning)))
        title = next((s.text for line in section.heads for s in line if s.kind == "text"), "")
        found.append(Panel(side, rows, labels, title, section.loose, stated or unit))
    yield from _as_one(found)


def _as_one(panels: Sequence[Panel]) -> Sequence[Panel]:
    """甲区 | a | 丙区 | c // 乙区 | b | 合计 | T: a list in two blocks, the total of both in the last.

    The blocks before may be closed by a 小计 of their own.
    """
    alike = len({tuple(c.name for c in p.columns) for p in panels}) == 1 and len(panels) > 1
    summed = [{r.label for r in p.rows if r.role == "total"} for p in panels]
    if alike and summed[-1] and "小计" not in summed[-1] and all(names <= {"小计"} for names in summed[:-1]):
        return [*panels[:-1], replace(panels[-1], loose=True)]
    return panels


def _path(heads: Sequence[Line], column: int) -> tuple[str, ...]:
    """The header texts over a column, top to bottom."""
    path: list[str] = []
    for k, line in enumerate(heads):
        found = _square(line, column) or _merged(line, heads[k + 1 :], column)
        if found is not None and found.kind in ("text", "number") and (not path or path[-1] != found.text):
            path.append(found.text)
    return tuple(path)


_LONGEST_UNIT = 5  # characters of a unit of measure: 元/平方米


def _square(line: Line, column: int) -> Square | None:
    """The filled cell of a line over a column."""
    return next((s for s in line if s.kind != "empty" and s.column <= column < s.column + s.width), None)


def _merged(line: Line, below: Sequence[Line], column: int) -> Square | None:
    """预算 | (blank) over 年初 | 调整后: the header left of blank cells that stand for the rest of a merged one."""
    left = max((s for s in line if s.kind == "text" and s.column < column), key=lambda s: s.column, default=None)
    if left is None:
        return None
    each = (any((s := _square(b, c)) and s.kind == "text" for b in below) for c in range(left.column, column + 1))
    return left if all(each) else None


_ANSWERS = frozenset("是否有无√×优良中差红黄绿")  # what names no row: 是否核心指标, 等级, 预警


def _column(index: int, path: tuple[str, ...], cells: Sequence[Square], meaning: Roles) -> Column:
    """A column with the role its header gives, or else what its filled cells look like."""
    numbers = [s for s in cells if s.kind == "number"]
    texts = [s for s in cells if s.kind == "text"]
    role = meaning.column(path[-1]) if path else ""
    if role in ("", "amount") or (role == "label" and len(numbers) >= len(texts)):  # 支出 over 项目: names all the same
        role = next((r for h in reversed(path[:-1]) if (r := meaning.column(h)) in FIGURES), role)
    if role == "unit" and (index == 0 or any(len(s.text) > _LONGEST_UNIT for s in texts)):
        role = "label" if index == 0 else "text"  # 承担单位: the names of units, not of measures
    if role == "label" and len(numbers) > len(texts):
        role = ""
    named = len(texts) > 1 and not numbers and all(len(s.text) <= LONGEST_HEADER for s in texts)
    if index == 0 and role in ("target", "result", "text") and named:
        role = "label"  # 年度主要任务完成情况, over the names of the tasks; 处理方式
    if role in FIGURES and role not in ("target", "result") and texts and not numbers:
        named = index <= 2 or meaning.column(path[-1]) == "label"
        role = "label" if all(len(s.text) <= LONGEST_HEADER for s in texts) and named else "text"
    if not role:
        if numbers and len(numbers) >= len(texts):
            role = "amount"
        elif texts:
            role = "label" if index == 0 or max(len(s.text) for s in texts) <= LONGEST_HEADER else "text"
        else:
            role = "amount" if path and not cells and index else "label" if index == 0 else "blank"
    values = [s.value.value for s in numbers if s.value is not None]
    if role == "level" and not all(len(s.text) <= 4 for s in numbers):
        role = "code" if all(_CODE.fullmatch(s.text) for s in numbers) else "amount"
    if role == "label" and index and texts and all(s.text in _ANSWERS for s in texts):
        role = "text"
    if role in ("amount", "label") and len(values) > 1 and _ordinals(numbers, values):
        role = "sequence"
    unit = next((header_unit(h) for h in reversed(path) if header_unit(h)), "")
    coded = not unit and (not path or _CODED.search(path[-1]) is not None)
    if role in ("amount", "label") and coded and numbers and index <= 1 and all(_CODE.fullmatch(s.text) for s in cells):
        role = "code"
    year = next((m[1] for h in path if (m := _HEAD_YEAR.search(h))), "")
    total = bool(path) and meaning.totals(path[-1])
    return Column(
        index,
        path,
        role,
        MEASURES.get(role, "level"),
        (PERCENT if unit == "%" else money(unit)) if unit else None,
        total,
        year,
    )


def _ordinals(numbers: Sequence[Square], values: Sequence[Decimal]) -> bool:
    """Whether a column counts 1, 2, 3 … down the rows."""
    plain = all(s.value is not None and s.value.decimals == 0 and not s.value.unit.name for s in numbers)
    return plain and values[0] in (1, 2) and all(b - a == 1 for a, b in pairwise(values)) and len(values) > 2


def _scored(columns: list[Column]) -> list[Column]:
    """Indicator rows without header: the last four numeric columns are target, result, weight and score."""
    numeric = [c.index for c in columns if c.role == "amount"]
    named = dict(zip(numeric[:-5:-1], ("score", "weight", "result", "target"), strict=False))
    return [
        replace(c, role=named[c.index], measure=MEASURES[named[c.index]]) if c.index in named else c for c in columns
    ]


def _settle(columns: list[Column]) -> list[Column]:
    """Second look: a column that says only which fund it is takes the role of the total before it."""
    done: list[Column] = []
    lead: Column | None = None
    for c in columns:
        if c.role in AMOUNTS and c.role != "amount":
            lead = c if c.total else None
        elif c.role == "amount" and lead is not None:
            c = replace(c, role=lead.role, measure=lead.measure)
        elif c.role != "amount":
            lead = None
        done.append(c)
    return done


def _sides(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """The columns cut where a second label column opens a new side (收入 | 金额 | 支出 | 金额)."""
    first = next((c for c in columns if c.role == "label"), None)
    cuts = [0]
    seen = False
    for i, c in enumerate(columns):
        if c.role in AMOUNTS:
            seen = True
        elif c.role == "label" and seen and first is not None and (_same_side_head(first, c) or _again(columns, i)):
            start = i
            while start > cuts[-1] and columns[start - 1].role in ("code", "level", "sequence"):
                start -= 1
            cuts.append(start)
            seen = False
    cuts.append(len(columns))
    return [tuple(columns[a:b]) for a, b in pairwise(cuts) if b > a]


def _again(columns: Sequence[Column], i: int) -> bool:
    """来源 | 数量 | 占比 | 类型 | 数量 | 占比: whether the headers behind a label column repeat those before it."""
    names = [c.name for c in columns]
    before, behind = names[1:i], names[i + 1 : 2 * i]
    alike = before == behind and all(before) and not any(names[2 * i :])
    return i > _BLOCK and alike and columns[0].role == "label"


_BLOCK = 2  # columns before a second block: its labels, and figures of two kinds


def _same_side_head(first: Column, other: Column) -> bool:
    """Whether a later label column is headed like the first, or as its opposite."""
    if first.name.partition("(")[0] == other.name.partition("(")[0]:  # 项目 and 项目（按支出性质）
        return True
    pairs = (("收入", "支出"), ("支出", "收入"), ("来源", "运用"), ("资产", "负债"), ("人员", "公用"))
    return any(a in "".join(first.header) and b in "".join(other.header) for a, b in pairs)


# 30101 基本工资: code and name of a subject in one cell
_CODE_AND_NAME = compiled(r"(?P<code>[235][0-9]{2}(?:[0-9]{2}){0,2})\s*(?P<name>[一-鿿][^0-9]*)")


def _coded(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows whose labels begin with the codes of subjects, where one of them lies below another."""
    found = {r.index: m for r in rows if not r.code and (m := _CODE_AND_NAME.fullmatch(r.label))}
    codes = {m["code"] for m in found.values()}
    if not any(len(code) > _CLASS and code[:_CLASS] in codes for code in codes):
        return rows
    return tuple(
        replace(r, code=found[r.index]["code"], label=found[r.index]["name"]) if r.index in found else r for r in rows
    )


_CLASS = 3  # digits of the code of a class


_CLOSING = ("总分", "总得分")  # what closes a form, in whichever cell it stands


def _rows(section: Section, group: Sequence[Column], labels: Sequence[int], meaning: Roles) -> Iterator[Row]:
    codes = [c.index for c in group if c.role == "code"]
    steps = [c.index for c in group if c.role == "level"]
    carried: list[str] = []
    indents = [
        s.indent for line in section.body for s in line if labels and s.column == labels[-1] and s.kind == "text"
    ]
    lowest = min(indents, default=0)
    described = {c.index for c in group if c.header and meaning.describes(c.name)}
    ranked = sorted(range(len(labels)), key=lambda i: (labels[i] in described, -i))
    for line in section.body:
        by_column = {s.column: s for s in line}
        names = tuple(
            by_column[c].text if c in by_column and by_column[c].kind in ("text", "number") else "" for c in labels
        )
        shown = next((n for i in ranked if (n := names[i]) and len(n) <= LONGEST_LABEL), "") or next(
            (n for n in names if n), ""
        )
        if not shown:  # 合计 set across the code columns
            shown = next(
                (s.text for c in group if (s := by_column.get(c.index)) and s.kind == "text" and c.role in _CODES), ""
            )
            names = (shown, *names[1:]) if names else (shown,)
        if (closing := next((s.text for s in line if s.text in _CLOSING), "")) and closing not in names:
            shown, names = closing, (closing, *names[1:])  # 其他需要说明事项 | 无 | 总分 | 100 | 97
        code = next((by_column[c].text for c in codes if c in by_column and by_column[c].kind == "number"), "")
        if len(steps) > 1 and not code:
            own = [by_column[c].text if c in by_column and by_column[c].kind == "number" else "" for c in steps]
            deepest = max((i for i, x in enumerate(own) if x), default=-1)
            if deepest >= 0:
                carried = [own[i] or (carried[i] if i < len(carried) else "") for i in range(deepest + 1)]
                code = "".join(carried) if all(carried) else ""
        role = next((r for n in names if n and (r := meaning.row(n)) in ("total", "of-which", "deduction")), "")
        role = role or (meaning.row(shown) if shown else "member")
        label = strip_number(shown)
        if role == "of-which":
            label = strip_number(meaning.of_which.sub("", label, count=1).lstrip(":、,"))
        square = next((by_column[c] for c in reversed(labels) if c in by_column and by_column[c].text), None)
        level = numbered(shown)
        if not level and square is not None and square.indent > lowest:
            level = 6 + square.indent - lowest
        block = next((s.block for s in line if s.text == shown), -1) if shown else -1
        yield Row(line[0].row, label, code, level, role, group[0].index, names, block)
