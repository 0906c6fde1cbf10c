"""Words in a table's cell against the signed change of their row: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.panels import Column, Panel
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Remark, Span
from auditlint.numerals import normalize

_SAID = compiled(
    r"(?:(?:比|较|与)?(?:上年|去年|上年度|同期|上年同期)(?:数|决算数)?(?:相比)?|同比)?(?:有所|略有)?"
    r"(?:(?P<up>增加|增长|上升|提高)|(?P<down>减少|下降|降低))(?=[,;。:、(]|$)"
)
_CHANGES = compiled(r"增减|变动|增长|增加|增幅|同比|[较比]上年")
_REMARKS = compiled(r"说明|原因|备注")


def cell_words(ledger: Ledger) -> Iterator[Remark]:
    """增减额 -0.70, 增减说明 增加，…: the explanation of a row goes the other way than its change."""
    for table in ledger.tables:
        document = ledger.documents[table.document]
        blocks = table.blocks
        for panel in table.panels:
            yield from _states(ledger, table, panel, blocks)
            explained = [c for c in panel.columns if c.role in ("text", "") and _REMARKS.search(c.name)]
            changed = [c for c in panel.having("change", "rate") if _signed(table, panel, c)]
            planned = panel.having("budget", "first-budget") and not panel.having("prior")
            if len(explained) != 1 or not changed or planned or panel.loose or document.beside:
                continue
            for row in panel.rows:
                index = blocks.get((row.index, explained[0].index), -1)
                m = _SAID.match(normalize(document.blocks[index].text).strip()) if index >= 0 else None
                moved = [f for c in changed if (f := table.cells.get((row.index, c.index))) is not None]
                if m is not None and moved and all(_against(f, up=m["up"] is not None) for f in moved):
                    spans = ((table.document, Span(index, 0, len(document.blocks[index].text))), place(moved[0]))
                    fields = (("stated", m.group()), ("change", moved[0].figure.text), ("label", row.label))
                    yield Remark("cell-words", spans, fields)


_DONE = compiled(r"(?:已|全部|已全部|如期)?(?:完成|达标|达成|实现)")
_FAILED = compiled(r"(?:未|没有|尚未|未能)(?:完成|达标|达成|实现)")
_STATE = compiled(r"完成情况|是否完成|是否达标|完成与否")


def _states(ledger: Ledger, table: TableFacts, panel: Panel, blocks: dict[tuple[int, int], int]) -> Iterator[Remark]:
    """目标值≥300，完成值268，已完成: whether a row's target was reached, against its figures."""
    state = [c for c in panel.columns if _STATE.search(c.name)]
    targets, results = panel.having("target"), panel.having("result")
    results = tuple(c for c in results if c not in state)
    if len(state) != 1 or len(targets) != 1 or len(results) != 1 or panel.loose:
        return
    document = ledger.documents[table.document]
    for row in panel.rows:
        index = blocks.get((row.index, state[0].index), -1)
        text = normalize(document.blocks[index].text).strip() if index >= 0 else ""
        target, result = (table.cells.get((row.index, c.index)) for c in (targets[0], results[0]))
        least = table.operators.get((row.index, targets[0].index)) in ("≥", ">")
        if target is None or result is None or not least or target.figure.unit != result.figure.unit:
            continue
        reached = result.figure.amount >= target.figure.amount
        if (_FAILED if reached else _DONE).fullmatch(text):
            spans = ((table.document, Span(index, 0, len(document.blocks[index].text))), place(result))
            yield Remark("cell-words", spans, (("stated", text), ("change", result.figure.text), ("label", row.label)))


def _signed(table: TableFacts, panel: Panel, column: Column) -> bool:
    """Whether a column gives increases as such: by its name, and by a decrease in it that is printed as one."""
    found = [f for r in panel.rows if (f := table.cells.get((r.index, column.index))) is not None]
    return _CHANGES.search(column.name) is not None and any(f.figure.value < 0 for f in found)


def _against(fact: Fact, *, up: bool) -> bool:
    return fact.figure.value < 0 if up else fact.figure.value > 0
