"""Check `unfilled`: indicators that have a score but no result."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Remark, Span
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """This check has no options."""


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """One remark per table, with a place for every such row; a table without any result is a form not yet filled."""
    for table in ledger.tables:
        for panel in table.panels:
            rows = list(_unfilled(table, panel))
            if not rows:
                continue
            blocks = ledger.documents[table.document].blocks
            spans = tuple((table.document, Span(r.block, 0, len(blocks[r.block].text))) for r in rows)
            yield Remark("unfilled", spans, (("label", rows[0].label), ("count", str(len(rows)))))


def _unfilled(table: TableFacts, panel: Panel) -> Iterator[Row]:
    results, scores = panel.having("result"), panel.having("score")
    if len(results) != 1 or not scores:
        return
    scored = [
        r
        for r in panel.rows
        if r.role != "total"
        and r.block >= 0
        and (got := table.cells.get((r.index, scores[-1].index))) is not None
        and got.figure.value > 0
    ]
    empty = [r for r in scored if (r.index, results[0].index) in table.blanks]
    if len(empty) < len(scored):
        yield from empty


CHECK = Check("unfilled", Options, run, ("label", "count"), "scores without a result", compares=False)
