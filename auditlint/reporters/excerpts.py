"""Excerpts of a report's text around a place, with the figures to underline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from auditlint.model import Block, Document, Location, ReportResult, Span
from auditlint.records import dataclass

CELL = " | "
_TOKEN = re.compile(r"[0-9A-Za-z.,%±-]+(?:[万亿]?元|个百分点)?|\s+|.")
_OPENERS = "“‘（(《"
_STOPS = frozenset("，。；：、）)》”’！？,;:")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of text; `marks` are (start, end, whether it is the place itself) in reading order, apart."""

    text: str
    marks: tuple[tuple[int, int, bool], ...]


def excerpt(report: ReportResult, place: Location, others: Sequence[Span], width: int) -> Excerpt | None:
    """The text around a place, at most `width` columns wide, other spans of the block marked too."""
    document = next((d for d in report.documents if d.path == place.path), None)
    if document is None or not 0 <= place.span.block < len(document.blocks):
        return None
    block = document.blocks[place.span.block]
    marks = {(place.span.start, place.span.end): True}
    for span in others:
        if all(span.end <= start or end <= span.start for start, end in marks):
            marks[span.start, span.end] = False
    text, shift = block.text, 0
    if block.kind == "cell":
        text, shift = _row(document, block, place.span.block)
    plain = "".join(c if c.isprintable() else " " for c in text)
    found = [(s + shift, e + shift, first) for (s, e), first in sorted(marks.items())]
    return _window(plain, found, width)


def _row(document: Document, block: Block, index: int) -> tuple[str, int]:
    """A cell's row as one line, and where the cell's text starts in it."""
    if not 0 <= block.table < len(document.tables):
        return block.text, 0
    cells = document.tables[block.table].cells
    own = next((c for c in cells if c.block == index), None)
    if own is None:
        return block.text, 0
    text, shift = "", 0
    for cell in cells:
        if cell.row <= own.row < cell.row + cell.rowspan:
            words = document.blocks[cell.block].text
            if not words.strip() and cell is not own:
                continue
            text += CELL if text else ""
            if cell is own:
                shift = len(text)
            text += words
    return text, shift


def _window(text: str, marks: list[tuple[int, int, bool]], width: int) -> Excerpt:
    """The part of a line that fits, around the place itself."""
    start, end = next((s, e) for s, e, first in marks if first)
    low, high = start, min(end, len(text))
    used = sum(map(columns, text[low:high]))
    room = max(width, 20) - 2
    while used < room and (low > 0 or high < len(text)):
        if low > 0 and (start - low <= high - end or high == len(text)):
            low -= 1
            used += columns(text[low])
        else:
            used += columns(text[high])
            high += 1
    before, after = ("…" if low else ""), ("…" if high < len(text) else "")
    move = len(before) - low
    kept = [(s + move, min(e, high) + move, first) for s, e, first in marks if s >= low and s < high]
    return Excerpt(before + text[low:high] + after, tuple(kept))


def fold(text: str, width: int) -> list[str]:
    """A text as lines of at most so many columns; numbers and words stay whole, no line begins with a stop."""
    lines, line, used = [], "", 0
    for token in _TOKEN.findall(text):
        size = sum(map(columns, token))
        if line and used + size > width and token not in _STOPS:
            kept = line.rstrip(_OPENERS)
            lines.append(kept.rstrip())
            line, token = line[len(kept) :], token.lstrip()
            used, size = sum(map(columns, line)), sum(map(columns, token))
        line += token
        used += size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def columns(character: str) -> int:
    """Columns a character takes on a screen."""
    return 2 if east_asian_width(character) in "WF" else 1
