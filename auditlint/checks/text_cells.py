"""Words in a table's cell against the signed change of their row: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text_figures import place
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
        blocks = {(c.row, c.column): c.block for c in document.tables[table.index].cells}
        for panel in table.panels:
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
                    spans = (
                        (
                            table.document,
                            Span(index, 0, len(document.blocks[index].text)),
                        ),
                        place(moved[0]),
                    )
                    fields = (
                        ("stated", m.group()),
                        ("change", moved[0].figure.text),
                        ("label", row.label),
                    )
                    yield Remark("cell-words", spans, fields)


def _signed(table: TableFacts, panel: Panel, column: Column) -> bool:
    """Whether a column gives increases as such: by its name, and by a decrease in it that is printed as one."""
    found = [f for r in panel.rows if (f := table.cells.get((r.index, column.index))) is not None]
    return _CHANGES.search(column.name) is not None and any(f.figure.value < 0 for f in found)


def _against(fact: Fact, *, up: bool) -> bool:
    return fact.figure.value < 0 if up else fact.figure.value > 0
