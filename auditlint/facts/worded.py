"""Facts for what stands in words: names that are counted, grades. They are in no ledger and print no digit."""

from __future__ import annotations

from decimal import Decimal

from auditlint.model import Document, Fact, Figure, Measure, Span
from auditlint.numerals import count_unit

_BLOCK, _DOCUMENT = 10**6, 10**13  # characters of a block, characters of a document


def worded(document: Document, number: int, span: Span, value: Decimal, label: str, measure: Measure) -> Fact:
    """What some words count for; `number` is the document's place in the ledger. The id is negative, one per place."""
    block = document.blocks[span.block]
    figure = Figure(span, span, block.text[span.start : span.end], value, 0, count_unit("个"), exact=True)
    place = -(number * _DOCUMENT + span.block * _BLOCK + span.start) - 1
    return Fact(place, figure, label, measure, section=block.section, document=number)
