"""Check `goal`: the goal of a year and what came of it, in the prose of cells, against the indicators of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from re import escape

from auditlint.checks import Check
from auditlint.checks.relate import relate
from auditlint.checks.targets import Indicator, indicators
from auditlint.equations import AtMost, Equal
from auditlint.expressions import compiled
from auditlint.facts.grids import bare, plain
from auditlint.facts.ledger import Ledger
from auditlint.facts.worded import quoted
from auditlint.model import Cell, Document, Relation, Span
from auditlint.numerals import PRINTED, normalize
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_GOAL = compiled(r"(?:年度|年初|预期|总体|绩效|设定|任务)*目标(?:设定|内容)?(?:情况)?")
_DONE = compiled(r"(?:年度|全年|总体|预期|绩效|目标)*(?:实际)?(?:完成|实现|达成)(?:总体)?(?:目标|情况)(?:说明|情况)?")
_LEAST = 10  # characters of a cell that says in prose what was aimed at or reached
_COUNTED = compiled(
    r"(?:(?:总)?(?:数量|个数|人数|次数|件数|台数|宗数|户数|家数|场次|期数|批次|人次|套数|座数|面积|长度|里程|数|量))$"
)
_SHORTEST = 3  # characters of a name that is looked for
_LINK = r"(?:数量|总数|人数|次数|数|量)?(?:均|已|共|约|可|能|全部)*(?:达到|达|为|是|至|不低于|不少于|超过|≥|>=|>|=|:)?"
_NUMBER = rf"(?P<number>{PRINTED})"
_PART = r"每|其中|人均|日均|户均|月均|新增|累计|现有|较|比|上年|去年|截[至止]|季度|月份?"
_AROUND = {
    "target": compiled(rf"(?:{_PART}|实际|已)[^,;。]{{0,12}}$"),
    "result": compiled(rf"(?:{_PART}|计划|目标|任务|应|拟|原定|预期)[^,;。]{{0,12}}$"),
}  # words before a name after which its figure is another one than the indicator's
_LOOSE = compiled(r"余|多|几|左右|[-~—至][0-9]")
_BOUND = compiled(r"及?以[上下内]|以?内")


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every indicator that the prose of its form names with a figure of the same unit."""
    for number, document in enumerate(ledger.documents):
        goals: list[tuple[str, Cell]] = []
        for table in (t for t in ledger.tables if t.document == number):
            own = list(_prose(document, document.tables[table.index].cells))
            if table.subject or own:
                goals = own or []
            named = ((each, _name(each)) for each in indicators(table))
            rows = [(each, name) for each, name in named if len(name) >= _SHORTEST]
            for each, name in rows if goals else ():
                if sum(name in other for _, other in rows) == 1:
                    for role, cell in goals:
                        yield from _compared(ledger, number, document, each, role, cell)
            if rows:
                goals = []


def _prose(document: Document, cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    """The cells in prose under 预期目标 ("target") and under 实际完成情况 ("result")."""
    heads: dict[int, tuple[str, int]] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        text = document.blocks[cell.block].text
        if cell.column not in heads and "目" not in text and "情" not in text:
            continue  # neither such a head (目标, 完成情况) nor below one
        words = bare(plain(text))
        role = "result" if _DONE.fullmatch(words) else "target" if _GOAL.fullmatch(words) else ""
        if role:
            heads.update(dict.fromkeys(range(cell.column, cell.column + cell.colspan), (role, cell.row)))
        elif len(words) >= _LEAST and any(c.isdigit() for c in words) and cell.column in heads:
            named, row = heads[cell.column]
            if 0 < cell.row - row <= 2:
                yield named, cell


def _name(each: Indicator) -> str:
    """The name of an indicator as prose has it: 培训人次 is told as 培训…人次."""
    words = bare(each.row.label)
    shorter = str(_COUNTED.sub("", words))
    return shorter if len(shorter) >= _SHORTEST else words


def _compared(
    ledger: Ledger, number: int, document: Document, each: Indicator, role: str, cell: Cell
) -> Iterator[Relation]:
    fact = each.goal if role == "target" else each.done
    if fact is None or not fact.figure.unit.name:
        return
    text = normalize(document.blocks[cell.block].text)
    found = list(_pattern(_name(each), fact.figure.unit.name).finditer(text))
    if len(found) != 1 or _AROUND[role].search(text, 0, found[0].start()) or _LOOSE.match(text, found[0].end()):
        return
    start, digits = found[0].span("number")
    said = quoted(document, number, Span(cell.block, start, found[0].end()), digits, fact.figure.unit, each.row.label)
    terms = (("stated", said), ("other", fact))
    if role == "result" and (_BOUND.match(text, found[0].end()) or set(found[0].group()) & set("≥>")):
        made = relate("same-figure", AtMost(), terms, firm=False)  # 达95%以上
    else:
        made = relate("same-figure", Equal(), terms, firm=True)
    if made is not None and (made.firm or made.verdict == "holds"):
        yield made


@lru_cache(maxsize=4096)
def _pattern(name: str, unit: str) -> regex.Pattern[str]:
    return compiled(rf"{escape(name)}{_LINK}\s*{_NUMBER}\s*{escape(unit)}(?!次)")


CHECK = Check("goal", Options, run, ("stated", "other"), "goals in prose against the indicators of their form")
