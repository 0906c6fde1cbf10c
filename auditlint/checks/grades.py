"""Check `grade`: results in words against targets in words: 目标“好”、完成“好”."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks import Check
from auditlint.checks.relate import relate
from auditlint.checks.targets import Indicator, indicators
from auditlint.equations import Graded
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Row, TableFacts
from auditlint.facts.worded import worded
from auditlint.model import Fact, Relation, Span
from auditlint.records import dataclass, replace

_KEYS = ("grade-poor", "grade-middle", "grade-good", "grade-best")  # of the lexicon, from bad to good


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every indicator with points whose target and result are a grade each; told at the full score."""
    for each, made in graded(ledger):
        if each.scored:
            yield replace(made, firm=each.full)


def graded(ledger: Ledger) -> Iterator[tuple[Indicator, Relation]]:
    """Indicators whose target and result are a grade each, with a relation that is not firm."""
    lexicon = ledger.rulebook.lexicon
    ranks = {word: Decimal(n) for n, key in enumerate(_KEYS, 1) for word in lexicon.words(key)}
    for table in ledger.tables:
        for each in indicators(table):
            goal, done = (
                _grade(ledger, table, table.blocks.get((each.row.index, c.index), -1), ranks, each.row)
                for c in (each.target, each.result)
            )
            if goal is not None and done is not None:
                made = relate("score", Graded(), (("target", goal), ("result", done)), firm=False)
                if made is not None:
                    yield each, made


def _grade(ledger: Ledger, table: TableFacts, block: int, ranks: dict[str, Decimal], row: Row) -> Fact | None:
    """The grade a cell holds and nothing else."""
    document = ledger.documents[table.document]
    text = document.blocks[block].text if block >= 0 else ""
    rank = ranks.get(bare(text.strip()))
    if rank is None:
        return None
    return worded(document, table.document, Span(block, 0, len(text)), rank, row.label, "target")


CHECK = Check("grade", Options, run, ("target", "result"), "results in words against targets in words")
