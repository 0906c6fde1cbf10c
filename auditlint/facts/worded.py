"""Facts that are in no ledger: what stands in words (names that are counted, grades), figures in the prose of cells."""

from __future__ import annotations

from decimal import Decimal

from auditlint.model import Document, Fact, Figure, Measure, Span, Unit
from auditlint.numerals import count_unit, normalize

_BLOCK, _DOCUMENT = 10**6, 10**13  # characters of a block, characters of a document


def worded(document: Document, number: int, span: Span, value: Decimal, label: str, measure: Measure) -> Fact:
    """What some words count for; `number` is the document's place in the ledger. The id is negative, one per place."""
    block = document.blocks[span.block]
    figure = Figure(span, span, block.text[span.start : span.end], value, 0, count_unit("个"), exact=True)
    return Fact(_place(number, span), figure, label, measure, section=block.section, document=number)


def quoted(document: Document, number: int, span: Span, digits: int, unit: Unit, label: str) -> Fact:
    """A figure as a cell's prose prints it: a number that ends at `digits` and its unit."""
    block = document.blocks[span.block]
    printed = normalize(block.text[span.start : digits]).replace(",", "")
    decimals = len(printed.partition(".")[2])
    text = block.text[span.start : span.end]
    figure = Figure(
        span, Span(span.block, span.start, digits), text, Decimal(printed), decimals, unit, exact=not decimals
    )
    return Fact(_place(number, span), figure, label, "target", section=block.section, document=number)


def _place(number: int, span: Span) -> int:
    """A negative id, one per place of a report."""
    return -(number * _DOCUMENT + span.block * _BLOCK + span.start) - 1
