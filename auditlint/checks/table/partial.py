"""Tables that print some of the rows of their total, as words beside them say; part of the check `table`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Block, Relation
from auditlint.numerals import normalize

_SOME = compiled(
    r"节选|摘录|[只仅](?:列|摘|选|反映)|从略|略去|未(?:逐项|逐一|一一|全部|单独)?列|不(?:再)?(?:逐项|逐一|一一|单)列"
)
_NEAR = 2  # paragraphs before and behind a table


def some_rows(ledger: Ledger, table: TableFacts, made: Relation) -> bool:
    """Whether words beside a table say that rows were left out, or tell the amount that its rows lack."""
    words, amounts = _beside(ledger, table.document, table.index)
    lacking = abs(made.difference) * made.terms[0].fact.figure.unit.factor
    return _SOME.search(table.title + words) is not None or (lacking > 0 and lacking in amounts)


@lru_cache(maxsize=64)
def _beside(ledger: Ledger, number: int, index: int) -> tuple[str, frozenset[Decimal]]:
    """The words right before and behind a table of a document, and the amounts in them."""
    blocks = ledger.documents[number].blocks
    cells = [c.block for c in ledger.documents[number].tables[index].cells]
    behind = takewhile(lambda i: not _titles(blocks, i), range(max(cells) + 1, max(cells) + 1 + _NEAR))
    places = [*range(min(cells) - _NEAR, min(cells)), *behind]
    near = {i for i in places if 0 <= i < len(blocks) and blocks[i].kind != "cell"}
    told = (f for f in ledger.facts if f.document == number and f.sentence >= 0 and f.figure.span.block in near)
    return normalize("\n".join(blocks[i].text for i in near)), frozenset(f.figure.amount for f in told)


def _titles(blocks: Sequence[Block], index: int) -> bool:
    """Whether a paragraph is the title of the table that follows it."""
    below = blocks[index + 1 : index + 3]  # a unit may stand between
    return index < len(blocks) and "表" in blocks[index].text and any(b.kind in ("cell", "header") for b in below)
