"""Headers: which rows of a table are words over its columns, and where their lines stand over one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditlint.expressions import compiled
from auditlint.facts.grids import LONGEST_HEADER, Line, Square, bare, header_unit, width
from auditlint.facts.roles import AMOUNTS, FIGURES, Roles
from auditlint.records import replace


def short(filled: Sequence[Square]) -> bool:
    """Whether all cells of a row are short enough for headers."""
    return all(len(s.text) <= LONGEST_HEADER for s in filled)


def is_header(line: Line, filled: Sequence[Square], meaning: Roles, *, started: bool) -> bool:
    """Whether a row is (part of) a header: words only, or years; after data has begun only if most words are roles."""
    words = [s for s in filled if s.kind == "text" or s.year]
    if len(words) < 2 or any(s.kind == "number" and not s.year for s in filled) or not short(filled):
        return False
    if sum(_SCALED.fullmatch(s.text) is not None for s in words) > _FEW:
        return True  # 必要性（25） | 可行性（25） | … over the points of each
    hits = sum(bool(meaning.column(s.text)) or meaning.totals(s.text) or s.year or _aim(s) for s in words)
    if started:
        priced = hits > 0 and any(bare(s.text) in _AMOUNT and header_unit(s.text) for s in words[1:])
        return (priced or (hits >= 2 and hits * 2 >= len(words))) and meaning.row(words[0].text) != "total"
    return True


_SCALED = compiled(r"[一-鿿]{2,8}\([0-9]{1,3}(?:分|%)?\)")
_FEW = 2


def _aim(square: Square) -> bool:
    """年度总体目标 | 预期目标 | 实际完成情况: whether a cell stands over goals in prose."""
    return bare(square.text).endswith("目标")


_AMOUNT = frozenset(("金额", "资金", "经费", "费用", "预算金额", "支出金额"))  # headers that say so with their unit


def targets(line: Line, meaning: Roles) -> int:
    """The column of targets in a header row of indicators or results, whose rows may be words alone; else 0."""
    roles = {meaning.column(s.text): s.column for s in line if s.kind == "text"}
    levels = sum(s.text.endswith(_LEVEL) for s in line if s.kind == "text")
    return roles.get("target", 0) if "result" in roles or levels > 1 else 0


_LEVEL = ("级指标", "级指标名称")


_KEY = compiled(
    r"资金名称|(?:主管|业务|牵头|填报|预算|实施|项目实施)(?:部门|单位)(?:及代码|名称)?|部门(?:单位)?名称"
    r"|项目(?:负责人|类别|类型|属性|起止时间|编码|代码|单位)|自评总分|总分|联系人"
)  # what names a form's own data


_NAMES_TOO = (
    "预算单位",
    "预算部门",
    "单位名称",
    "部门名称",
    "项目名称",
)  # also over the names of a table of two header lines


def continues(above: Line, line: Line, meaning: Roles) -> bool:
    """Whether a row goes on with the header above: it leaves cells blank under it, or the header spans columns."""
    roles = sum(meaning.column(s.text) in FIGURES for s in line)
    key = bare(above[0].text)
    own = _KEY.fullmatch(key) is not None or meaning.subject.fullmatch(key) is not None
    if roles > 1 and own and (line[0].kind == "text" or key not in _NAMES_TOO):
        return False  # 主管部门 | 某局 | 实施单位 | 某站: a form's own data, above the header of its money
    known = sum(bool(meaning.column(s.text)) or meaning.totals(s.text) for s in above if s.kind == "text")
    if not known and not any(s.width > 1 or s.height > 1 for s in above):
        return False
    gaps = any(s.kind == "empty" for s in line) or len(_merged(above)) == len(line) > 1
    gaps = gaps or _widened(above, line, meaning) is not above
    return gaps or any(s.width > 1 or s.height > 1 for s in above)


def counting(filled: Sequence[Square], meaning: Roles) -> bool:
    """Whether a row only numbers the columns (栏次 1 2 3 …), the names of code columns (类 款 项) before it or not."""
    numbers = [s.value.value for s in filled if s.value is not None]
    named = [s for s in filled if s.value is None and meaning.column(s.text) not in ("level", "sequence")]
    if len(numbers) < 2 or len(named) > 2:
        return False
    return all(b - a == 1 for a, b in pairwise(numbers)) and numbers[0] in (0, 1)


def tucked(heads: Sequence[Line], meaning: Roles) -> Sequence[Line]:
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
