"""Check `unfilled`: indicators that have a score but no result, or a score below their points but no reason for it."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.score.points import columns
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Document, Remark, Span
from auditlint.records import dataclass, field
from auditlint.typed import Literal

_REASON = "原因"  # in the header of the column that asks for reasons


@dataclass(frozen=True, slots=True)
class Options:
    """What must be filled in."""

    of: Literal["result", "reason"] = field(
        default="result",
        metadata={"help": "result: where there is a score; reason: where the score is below the points of its row"},
    )


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """One remark per table, with a place for every such row."""
    for table in ledger.tables:
        document = ledger.documents[table.document]
        for panel in table.panels:
            found = _without_result(table, panel) if options.of == "result" else _without_reason(table, panel, document)
            rows = [r for r in found if r.block >= 0]
            if rows:
                spans = tuple((table.document, Span(r.block, 0, len(document.blocks[r.block].text))) for r in rows)
                yield Remark("unfilled", spans, (("label", rows[0].label), ("count", str(len(rows)))))


def _without_result(table: TableFacts, panel: Panel) -> Iterator[Row]:
    """Rows with a score and no result; a table without any result is a form not yet filled.

    A row without a target is no indicator: the points of 预算执行率 often stand alone among them.
    """
    results, scores, targets = panel.having("result"), panel.having("score"), panel.having("target")
    if len(results) != 1 or not scores:
        return
    scored = [
        r
        for r in panel.rows
        if r.role != "total"
        and r.block >= 0
        and (got := table.cells.get((r.index, scores[-1].index))) is not None
        and got.figure.value > 0
        and not any((r.index, c.index) in table.blanks for c in targets)
    ]
    empty = [r for r in scored if (r.index, results[0].index) in table.blanks]
    if len(empty) < len(scored):
        yield from empty


def _without_reason(table: TableFacts, panel: Panel, document: Document) -> Iterator[Row]:
    """Rows that lost points and leave the column of reasons blank."""
    weight, score = columns(panel)
    reasons = [c for c in panel.columns if c.role in ("text", "label", "blank") and any(_REASON in h for h in c.header)]
    if weight is None or score is None or len(reasons) != 1:
        return
    filled = {
        row
        for cell in document.tables[table.index].cells
        if cell.column <= reasons[0].index < cell.column + cell.colspan and document.blocks[cell.block].text.strip()
        for row in range(cell.row, cell.row + cell.rowspan)
    }
    for row in panel.rows:
        got, full = table.cells.get((row.index, score.index)), table.cells.get((row.index, weight.index))
        if got is None or full is None or row.role in ("total", "deduction") or row.index in filled:
            continue
        if got.figure.value < full.figure.value:
            yield row


CHECK = Check("unfilled", Options, run, ("label", "count"), "scores without a result or a reason", compares=False)
