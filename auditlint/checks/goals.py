"""Check `goal`: the goal of a year and what came of it, in the prose of cells, against the indicators of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from re import escape

from auditlint.checks import Check
from auditlint.checks.goals_told import told
from auditlint.checks.relate import relate
from auditlint.checks.targets import indicators
from auditlint.equations import AtMost, Equal
from auditlint.expressions import compiled
from auditlint.facts.grids import bare, plain
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.facts.worded import quoted
from auditlint.model import Cell, Document, Fact, Relation, Span
from auditlint.numerals import PRINTED, normalize
from auditlint.records import dataclass
from auditlint.slips import MISTYPED, slip
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_GOAL = compiled(r"(?:年度|年初|预期|总体|绩效|设定|任务)*目标(?:设定|内容)?(?:情况)?")
_DONE = compiled(r"(?:年度|全年|总体|预期|绩效|目标)*(?:实际)?(?:完成|实现|达成)(?:总体)?(?:目标|情况)(?:说明|情况)?")
_LEAST = 10  # characters of a cell that says in prose what was aimed at or reached
_COUNTED = compiled(
    r"(?:(?:总)?(?:数量|个数|人数|次数|件数|台数|宗数|户数|家数|场次|期数|批次|人次|套数|座数|面积|长度|里程|数|量))$"
)
_SHORTEST = 3  # characters of a name that is looked for anywhere
_LEAST_NAME = 2  # of one that must begin its clause: 演出120场
_TWO_WORDS = 4  # of one that a figure may part: 覆盖16个乡镇
_BEGINS = r"(?:(?<=[,;。:、])|^|(?<=完成|举办|开展|组织|实施))"
_WHERE = r"(?:全[县市区省镇乡州]|辖区|至少|共|约)?"
_A_LITTLE_MORE = Decimal("1.1")
_LINK = r"(?:数量|总数|人数|次数|数|量)?(?:均|已|共|约|可|能|全部)*(?:达到|达|为|是|至|不低于|不少于|超过|≥|>=|>|=|:)?"
_NUMBER = rf"(?P<number>{PRINTED})"
_PART = r"每|其中|人均|日均|户均|月均|新增|累计|现有|较|比|上年|去年|截[至止]|季度|月份?"
_AROUND = {
    "target": compiled(rf"(?:{_PART}|实际|已)[^,;。]{{0,12}}$"),
    "result": compiled(rf"(?:{_PART}|计划|目标|任务|应|拟|原定|预期)[^,;。]{{0,12}}$"),
}  # words before a name after which its figure is another one than the indicator's
_YEARS = compiled(r"[两二三四五六]年|规划|五”|滚动")  # goals of more than this year
_YEAR = compiled(r"20[0-9]{2}(?:年度?)?")
_TOGETHER = compiled(r"(?:^|[,;。:、])[^,;。:、0-9]*(?:[、和及与]|以及)$")  # 新造林、改培共900亩: of both
_LOOSE = compiled(r"余|多|几|左右|[-~—至][0-9]")
_BOUND = compiled(r"及?以[上下内]|以?内")


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


@dataclass(frozen=True, slots=True)
class _Aim:
    """An indicator: its label, its target with the operator before it, and its result where the form has one."""

    label: str
    goal: Fact | None
    done: Fact | None
    operator: str

    @property
    def name(self) -> str:
        """The name as prose has it: 培训人次 is told as 培训…人次."""
        words = bare(self.label)
        shorter = str(_COUNTED.sub("", words))
        return shorter if len(shorter) >= _LEAST_NAME else words


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every indicator that the prose of its form names with a figure of the same unit."""
    for number, document in enumerate(ledger.documents):
        goals: list[tuple[str, Cell]] = []
        for table in (t for t in ledger.tables if t.document == number):
            own = list(_prose(document, document.tables[table.index].cells))
            if table.subject or own:
                goals = own or []
            rows = [each for each in _aims(table) if len(each.name) >= _LEAST_NAME]
            for each in rows if goals else ():
                if sum(each.name in other.name for other in rows) == 1:
                    for role, cell in goals:
                        yield from _compared(document, number, each, role, cell)
            if rows:
                goals = []
    yield from told(ledger)


def _aims(table: TableFacts) -> Iterator[_Aim]:
    """The indicators of a table, also of one that has no results yet."""
    yield from (
        _Aim(i.row.label, i.goal, i.done, table.operators.get((i.row.index, i.target.index), ""))
        for i in indicators(table)
    )
    for panel in table.panels:
        targets = panel.having("target")
        if len(targets) == 1 and not panel.having("result"):
            for row in panel.rows:
                place = row.index, targets[0].index
                yield _Aim(row.label, table.cells.get(place), None, table.operators.get(place, ""))


def _prose(document: Document, cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    """The cells in prose below, or right of, 预期目标 ("target") and 实际完成情况 ("result")."""
    heads: dict[int, tuple[str, int]] = {}
    dated = {cell.row for cell in cells if _YEAR.fullmatch(document.blocks[cell.block].text.strip())}
    dated = dated if len(dated) > 1 else set()  # goals year by year: which of them is the form's is not said
    left: tuple[str, int] = ("", -1)  # the last head of a row, and its row
    ends = {cell.row: cell.column + cell.colspan for cell in sorted(cells, key=lambda c: c.column)}
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        text = document.blocks[cell.block].text
        if cell.column not in heads and left[1] != cell.row and "目" not in text and "情" not in text:
            continue  # neither such a head (目标, 完成情况) nor below or behind one
        words = bare(plain(text))
        role = "result" if _DONE.fullmatch(words) else "target" if _GOAL.fullmatch(words) else ""
        if role:
            heads.update(dict.fromkeys(range(cell.column, cell.column + cell.colspan), (role, cell.row)))
            left = role, cell.row
        elif cell.row not in dated and len(words) >= _LEAST and any(c.isdigit() for c in words):
            short = max(ends.get(left[1], 0) - ends[cell.row], 0)  # its first cell is merged with the one above it
            named, row = heads.get(cell.column + short, ("", -1))
            if _DONE.fullmatch(text.partition("：")[0]):
                yield "result", cell
            elif named and 0 < cell.row - row <= 2:
                yield named, cell
            elif left[1] == cell.row:
                yield left[0], cell


def _compared(document: Document, number: int, each: _Aim, role: str, cell: Cell) -> Iterator[Relation]:
    fact = each.goal if role == "target" else each.done
    if fact is None or not fact.figure.unit.name:
        return
    text = normalize(document.blocks[cell.block].text)
    found = list(_pattern(each.name, fact.figure.unit.name).finditer(text))
    if len(found) != 1 or _AROUND[role].search(text, 0, found[0].start()) or _LOOSE.match(text, found[0].end()):
        return
    if _YEARS.search(text, 0, found[0].start()) or _TOGETHER.search(text, 0, found[0].start()):
        return
    start, digits = found[0].span("number")
    said = quoted(document, number, Span(cell.block, start, found[0].end()), digits, fact.figure.unit, each.label)
    terms = (("stated", said), ("other", fact))
    if role == "result" and (_BOUND.match(text, found[0].end()) or set(found[0].group()) & set("≥>")):
        made = relate("same-figure", AtMost(), terms, firm=False)  # 达95%以上
    else:
        made = relate("same-figure", Equal(), terms, firm=role == "result" or not _aimed_higher(each, said))
    if made is not None and (made.firm or made.verdict == "holds"):
        yield made


def _aimed_higher(each: _Aim, said: Fact) -> bool:
    """Whether the prose says what was meant to be reached, of which the indicator asks less: 18.5公里 for ≥18公里."""
    if each.goal is None or each.operator not in ("≥", ">") or said.figure.value <= each.goal.figure.value:
        return False
    reached = each.done is not None and said.figure.amount == each.done.figure.amount
    near = said.figure.value <= each.goal.figure.value * _A_LITTLE_MORE
    return reached or near or slip(said.figure, each.goal.figure.value) not in MISTYPED


@lru_cache(maxsize=4096)
def _pattern(name: str, unit: str) -> regex.Pattern[str]:
    """A name with a figure behind it, or within it before the noun of what is counted: 覆盖全县16个乡镇."""
    ways = [rf"{escape(name)}{_LINK}\s*{_NUMBER}\s*{escape(unit)}(?!次)"]
    if len(name) < _SHORTEST:
        ways = [_BEGINS + ways[0]]
    if len(name) >= _TWO_WORDS:
        ways.append(rf"{escape(name[:-2])}{_WHERE}{_NUMBER}\s*{escape(unit)}{escape(name[-2:])}")
    return compiled("|".join(ways))


CHECK = Check("goal", Options, run, ("stated", "other"), "goals in prose against the indicators of their form")
