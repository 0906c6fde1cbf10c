"""Check `missed`: results that miss their target where neither a score nor a reason says that they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from auditlint.checks import Check
from auditlint.checks.grades import graded
from auditlint.checks.targets import Indicator, measured
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Document, Relation
from auditlint.records import dataclass, replace

_REASONS = compiled(r"原因|措施|说明|备注|分析")  # in the header of a column that may hold an explanation
_REASON = compiled(
    r"原因|由于|[受因].{1,20}(?:影响|[,，])|未(?:能|完成|达|实现|按|及时)|偏差|低于|不足|推迟|延后|取消|调减|下年|次年"
)
_SCORED = compiled(r"得分|评分|打分|[自复抽]评")
_SHORT = compiled(r"基本|部分|未|接近|偏差|低于|不足|[-−－][0-9.]+%")
_Reasons = Sequence[tuple[int, int, str]]
_NEAR = 12  # blocks before and after a table in which a reason may be about it
_EMPTY = frozenset(("", "无", "-", "—", "——", "--", "/", "\\", "不适用"))
_UNDER_WAY = compiled(
    r"监控|监测表|半年|季度|上年|去年|[0-9一二三四五六七八九十]月?[-—~至][0-9一二三四五六七八九十]+月|截[至止]"
)


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Results of a whole year against targets in rows without points; told where nothing explains the miss."""
    reasons = cache(partial(_reasons, ledger))
    found = [pair for table in ledger.tables for pair in measured(table)]
    for each, made in (*found, *graded(ledger)):
        if not each.scored and not under_way(each):
            firm = not _explained(each, ledger.documents[each.table.document], reasons)
            if firm or made.verdict != "broken":
                yield replace(made, firm=firm)


def _reasons(ledger: Ledger) -> _Reasons:
    """The texts that give a reason for something: document, block, text."""
    return [
        (number, i, block.text)
        for number, document in enumerate(ledger.documents)
        for i, block in enumerate(document.blocks)
        if _REASON.search(block.text)
    ]


def under_way(each: Indicator) -> bool:
    """Whether the results are of part of a year, or of another one than the targets."""
    heads = "".join((each.table.title, *each.target.header, *each.result.header))
    other = each.target.period and each.result.period and each.target.period != each.result.period
    return bool(other) or _UNDER_WAY.search(heads) is not None


def _explained(each: Indicator, document: Document, reasons: Callable[[], _Reasons]) -> bool:
    """Whether a row gives a reason; without a column for it, whether one stands near the table or with the same name.

    A score without the points of its row may be less than full: then only a blank in the column for reasons speaks.
    """
    if _told_as_short(each) or _said_behind(each, document):
        return True
    columns = {c.index for c in each.panel.columns if any(_REASONS.search(h) for h in c.header)}
    if columns:
        rows = {r.index for r in each.panel.rows} & {each.row.index, each.row.index - 1}  # a merged cell, cut up
        return any(_filled(each.table, document, row, columns) for row in rows)
    scored = any(_SCORED.search(h) for c in each.panel.columns for h in c.header)  # 得分（分值）
    if scored or each.panel.having("score") or _short_of_others(each, document):
        return True
    cells = [c.block for c in document.tables[each.table.index].cells]
    first, last = min(cells) - _NEAR, max(cells) + _NEAR
    name = bare(each.row.label)
    return any(
        (number == each.table.document and first <= i <= last) or (len(name) > 3 and name in text)
        for number, i, text in reasons()
    )


def _short_of_others(each: Indicator, document: Document) -> bool:
    """Whether another result is told as short of its target, 部分达成预期指标: the form has no place for reasons."""
    rows = {r.index for r in each.panel.rows}
    results = (c for c in document.tables[each.table.index].cells if c.row in rows and c.column <= each.result.index)
    return any(_IN_PART.search(document.blocks[c.block].text) for c in results)


_IN_PART = compiled(r"^\s*(?:部分|未|基本)(?:能|有)?(?:达成|完成|实现|达到|达标)")


def _told_as_short(each: Indicator) -> bool:
    """Whether a rate of completion in the row says that the target was missed."""
    rates = (each.table.cells.get((each.row.index, c.index)) for c in each.panel.having("completion"))
    return any(f is not None and f.figure.unit.dimension == "percent" and f.figure.value < HUNDRED for f in rates)


def _said_behind(each: Indicator, document: Document) -> bool:
    """Whether a cell behind the result says that less than all was done: 基本完成, 未达标."""
    last = max(each.target.index, each.result.index)
    cells = (c for c in document.tables[each.table.index].cells if c.row == each.row.index and c.column > last)
    return any(_SHORT.search(document.blocks[c.block].text) for c in cells)


def _filled(table: TableFacts, document: Document, row: int, columns: set[int]) -> bool:
    """Whether one of some cells of a row says something, by itself or as part of a merged cell."""
    found = (table.blocks.get((row, column), -1) for column in columns)
    return any(document.blocks[block].text.strip() not in _EMPTY for block in found if block >= 0)


CHECK = Check("missed", Options, run, ("target", "result"), "results that miss their target without a reason")
