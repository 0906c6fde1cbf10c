"""Check `grade`: results in words against targets in words: 目标“好”、完成“好”."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks import Check
from auditlint.checks.relate import relate
from auditlint.equations import Graded
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.facts.worded import worded
from auditlint.model import Fact, Relation, Span
from auditlint.records import dataclass

_KEYS = ("grade-poor", "grade-middle", "grade-good", "grade-best")  # of the lexicon, from bad to good


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every indicator whose target and result are a grade each; told where it has its full score."""
    lexicon = ledger.rulebook.lexicon
    ranks = {word: Decimal(n) for n, key in enumerate(_KEYS, 1) for word in lexicon.words(key)}
    for table in ledger.tables:
        cells: dict[tuple[int, int], int] = {}
        for panel in table.panels:
            targets, results = panel.having("target"), panel.having("result")
            if len(targets) != 1 or len(results) != 1:
                continue
            cells = cells or {
                (c.row, c.column): c.block for c in ledger.documents[table.document].tables[table.index].cells
            }
            for row in panel.rows:
                goal, done = (
                    _grade(ledger, table, cells.get((row.index, c.index), -1), ranks, row)
                    for c in (targets[0], results[0])
                )
                if goal is not None and done is not None:
                    terms = (("target", goal), ("result", done))
                    made = relate("score", Graded(), terms, firm=_full(panel, table, row))
                    if made is not None:
                        yield made


def _grade(ledger: Ledger, table: TableFacts, block: int, ranks: dict[str, Decimal], row: Row) -> Fact | None:
    """The grade a cell holds and nothing else."""
    document = ledger.documents[table.document]
    text = document.blocks[block].text if block >= 0 else ""
    rank = ranks.get(bare(text.strip()))
    if rank is None:
        return None
    return worded(document, table.document, Span(block, 0, len(text)), rank, row.label, "target")


def _full(panel: Panel, table: TableFacts, row: Row) -> bool:
    """Whether a row has its full score."""
    weights, scores = panel.having("weight"), panel.having("score")
    if not weights or not scores:
        return False
    got, cap = (table.cells.get((row.index, c[-1].index)) for c in (scores, weights))
    return got is not None and cap is not None and got.figure.value >= cap.figure.value > 0


CHECK = Check("grade", Options, run, ("target", "result"), "results in words against targets in words")
