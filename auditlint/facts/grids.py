"""A table's cells as an aligned grid: what each cell holds, and which rows are headers, data or titles."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from auditlint.expressions import compiled
from auditlint.model import Document, Table, Unit
from auditlint.numerals import PERCENT, PLAIN, count_unit, normalize
from auditlint.records import dataclass, replace
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import regex

Kind = Literal["empty", "none", "number", "text"]

LONGEST_HEADER = 36  # characters; a longer cell is prose

_NUMBER = compiled(
    r"^\s*(?P<open>[¥$]\s*)?(?P<number>[-+]?\s?(?>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<unit>\s*[^0-9\s,.;()]{1,8})?\s*$"
)
_BOUND = compiled(
    r"^\s*[’'‘\"]?\s*(?P<operator>≥|≤|>=|<=|>|<|=|不(?:低|少|小)于|不(?:高|多|大|超)(?:于|过)|大于等于|小于等于|大于|小于|超过|达到|等于)?"
    r"\s*(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^0-9\s,.;、。]{1,10})?\s*$"
)
_NONE = frozenset(
    {"-", "--", "---", "/", "\\", "无", "×", "√", "…", "*", "不适用", "——", "N/A", "n/a", "空", "／", "一"}
)
_UNIT_LINE = compiled(r"(?:金额|计量|货币)?单位\s*[:：]?\s*(?:人民币)?\s*(?P<unit>百万元|万亿元|万元|亿元|千元|元)")
_HEADER_UNIT = compiled(
    r"[(（,，/]\s*(?:单位[:：])?\s*(?P<unit>百万元|万亿元|万元|亿元|千元|元|%|分|人次|人|个|辆|家|台|户|平方米)\s*[)）]?\s*$"
)
_BRACKETED = compiled(
    r"\((?:单位:)?(?:百万元|万亿元|万元|亿元|千元|元|分|(?:满分|共|计)?[0-9.]+分|人次|人|个|辆|台|[A-Z](?:[-+/=*×÷][A-Z0-9%×*]+)*|[0-9]+分?[×*x](?:[一-鿿]{2,6}|[A-Z]/[A-Z])(?:\([A-Z]/[A-Z]\))?|[一-鿿]{2,6}[×*x](?:[0-9]+分?|[一-鿿]{2,4})|[0-9]+(?:[=+-][0-9+-]+)?)\)"
)
_PERCENTS = ("%", "百分比", "%百分比")  # as forms that ask for a unit in words have it
_MARKS = compiled(r"[()\[\]“”\"':;]")
_YEAR = compiled(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Value:
    """The number a cell holds: [start, end) in the block's text with its unit, [start, digits) the number alone."""

    start: int
    digits: int
    end: int
    value: Decimal
    decimals: int
    unit: Unit
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the grid: its text without blanks, what it holds, and its place."""

    text: str
    kind: Kind
    block: int
    row: int
    column: int
    width: int
    height: int
    indent: int
    value: Value | None = None

    @property
    def year(self) -> bool:
        """Whether the cell is a plain year, as headers print it."""
        return self.value is not None and self.value.unit is PLAIN and bool(_YEAR.fullmatch(self.text))


Line = tuple[Square, ...]


def plain(text: str) -> str:
    """A cell's text normalised, without blanks and line breaks."""
    return "".join(normalize(text).split())


@lru_cache(maxsize=4096)
def bare(header: str) -> str:
    """A header's words: without unit, formula letters and brackets."""
    return str(_MARKS.sub("", _BRACKETED.sub("", header)))


def unit_named(text: str) -> str:
    """The money unit a unit line or title names, or ""."""
    found = _UNIT_LINE.search(text)
    return found["unit"] if found else ""


@lru_cache(maxsize=4096)
def header_unit(text: str) -> str:
    """The unit a header carries at its end: "万元", "%", "分", "人" …, or ""."""
    if text.endswith("%"):
        return "%"
    found = _HEADER_UNIT.search(text)
    return found["unit"] if found else ""


def number(flat: str, units: frozenset[str]) -> Value | None:
    """The figure a cell of that normalised text holds when it holds nothing else."""
    m = _NUMBER.match(flat)
    if m is None:
        return None
    unit = PLAIN
    if m["unit"]:
        name = m["unit"].strip()
        if name in ("%", "%%"):
            unit = PERCENT
        elif name in units or _counter(name):
            unit = _unit(name)
        else:
            return None
    return _value(m, unit, "")


def bound(text: str) -> Value | None:
    """A figure with the operator of a target before it, as in ≥95% or ＝20人."""
    m = _BOUND.match(normalize(text))
    if m is None:
        return None
    name = (m["unit"] or "").strip()
    unit = PERCENT if name in _PERCENTS else _unit(name) if name else PLAIN
    return _value(m, unit, m["operator"] or "")


def _value(m: regex.Match[str], unit: Unit, operator: str) -> Value:
    printed = m["number"].replace(",", "").replace(" ", "")
    decimals = len(printed) - printed.index(".") - 1 if "." in printed else 0
    end = m.end("unit") if m["unit"] else m.end("number")
    return Value(m.start("number"), m.end("number"), end, Decimal(printed), decimals, unit, operator)


_FACTORS = {
    "元": 1,
    "千元": 1000,
    "万元": 10_000,
    "万": 10_000,
    "百万元": 1_000_000,
    "亿元": 100_000_000,
    "亿": 100_000_000,
}


@lru_cache(maxsize=256)
def _unit(name: str) -> Unit:
    if name in _FACTORS:
        return Unit(name, "money", Decimal(_FACTORS[name]))
    return Unit(name, "score") if name == "分" else count_unit(name)


def money(name: str) -> Unit:
    """The unit of a name in a unit line; 万元 reads the same everywhere."""
    return _unit(name)


def _counter(name: str) -> bool:
    return len(name) <= 3 and name[-1] in "个人名位家户辆台套批次件条项笔宗起场处所座张本份篇股吨亩间册分里米部村种天"


def layout(document: Document, table: Table, units: frozenset[str]) -> tuple[Line, ...]:
    """The table's rows, each with its cells in column order."""
    rows: dict[int, list[Square]] = {}
    for cell in table.cells:
        flat = normalize(document.blocks[cell.block].text)
        text = "".join(flat.split())
        value = number(flat, units) if text else None
        kind: Kind = "number" if value else "empty" if not text else "none" if text in _NONE else "text"
        indent = len(flat) - len(flat.lstrip()) if text else 0
        rows.setdefault(cell.row, []).append(
            Square(text, kind, cell.block, cell.row, cell.column, cell.colspan, cell.rowspan, indent, value)
        )
    return tuple(tuple(sorted(rows[r], key=attrgetter("column"))) for r in sorted(rows))


def width(line: Sequence[Square]) -> int:
    """Columns a row takes."""
    return max([s.column + s.width for s in line], default=0)


def spread(heads: Sequence[Line], columns: int) -> tuple[Line, ...]:
    """Header rows with the spans that a format did not state worked out from the widest row."""
    done: list[Line] = []
    below: Line | None = None
    for line in reversed(_moved_under(heads, columns)):
        total = columns if below is None else width(below)
        if width(line) < total and all(s.width == 1 for s in line) and below is not None:
            line = _spans(line, below)
        done.append(line)
        below = line
    return tuple(reversed(done))


def _moved_under(heads: Sequence[Line], columns: int) -> Sequence[Line]:
    """项目 | 上年 | 本年 | | over 金额 | 占% | 增长% | |: the second row under the last header, which has blanks."""
    if len(heads) < 2:
        return heads
    top, below = heads[-2:]
    over, under = (next((i for i, s in enumerate(line) if s.kind == "empty"), len(line)) for line in (top, below))
    short = all(s.kind == "empty" for s in (*top[over:], *below[under:])) and len(top) == len(below) == columns
    if not short or under < 2 or over - 1 + under != columns or any(s.width > 1 for s in (*top, *below)):
        return heads
    shift = over - 1
    blank = [replace(s, column=s.column - under) for s in below[under:]]
    moved = (*blank[:shift], *(replace(s, column=s.column + shift) for s in below[:under]))
    return [*heads[:-1], moved]


def _spans(top: Line, below: Line) -> Line:
    """Spread a short header row over the row under it: one cell over each blank, the others share the filled runs."""
    blank = [s.kind == "empty" for s in below]
    runs: list[list[int]] = []  # [is blank, length]
    for b in blank:
        if runs and not b and not runs[-1][0]:
            runs[-1][1] += 1
        else:
            runs.append([int(b), 1])
    filled = [i for i, r in enumerate(runs) if not r[0]]
    spare = len(top) - sum(1 for r in runs if r[0])
    if not filled or spare < len(filled):
        return top
    shares = dict.fromkeys(filled, 1)
    spare -= len(filled)
    while spare:  # the longest run per cell is split next
        longest = max(filled, key=lambda i: runs[i][1] / shares[i])
        shares[longest] += 1
        spare -= 1
    if any(runs[i][1] % shares[i] for i in filled):
        return top
    placed: list[Square] = []
    cells = iter(top)
    column = 0
    for i, (is_blank, length) in enumerate(runs):
        for _ in range(1 if is_blank else shares[i]):
            size = 1 if is_blank else length // shares[i]
            placed.append(replace(next(cells), column=column, width=size))
            column += size
    return tuple(placed)


def align(line: Line, columns: int, numeric: frozenset[int]) -> Line:
    """A row that is short of the grid, set against its right edge where its numbers then stand under numbers.

    A row that is too long loses blank cells where more of its numbers then stand under numbers.
    """
    short = columns - width(line)
    if short < 0:
        blank = [i for i, s in enumerate(line) if s.kind == "empty" and s.width == 1]
        tries = [_without(line, set(some)) for some in (blank[short:], blank[:-short]) if len(some) == -short]
        return max((*tries, line), key=lambda t: sum(s.column in numeric for s in t if s.kind == "number"))
    if short == 0 or len(line) < 2 or any(s.width > 1 for s in line):
        return line
    named = line[0].kind != "number"  # else its name is the cell that was merged
    first = replace(line[0], width=short + 1) if named else replace(line[0], column=line[0].column + short)
    moved = (first, *(replace(s, column=s.column + short) for s in line[1:]))
    numbers = [s for s in line if s.kind == "number"]
    filled = [s.column for s in numbers if not _COUNTED.search(s.text)] or [s.column for s in numbers]
    if not filled:
        return line
    right = sum(c + short in numeric for c in filled)
    left = sum(c in numeric for c in filled)
    # a code, and the name behind it under numbers: the row was cut off at its end
    cut = not named and any(s.kind == "text" and s.column + short in numeric for s in line[1:])
    return moved if right >= left and not cut else line


_COUNTED = compiled(r"[0-9][个项]$")  # 合计 | 16项 | 100 | 93.5: it stands where the others have their names


def _without(line: Line, places: set[int]) -> Line:
    """A row without some of its cells of width 1."""
    kept = [(s, sum(p < i for p in places)) for i, s in enumerate(line) if i not in places]
    return tuple(replace(s, column=s.column - before) for s, before in kept)
