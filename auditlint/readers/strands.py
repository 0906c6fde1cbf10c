"""Strings that know where each of their characters stands in a source with lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from auditlint.model import Segment
from auditlint.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Strand:
    """A text with its places; `segments` begins with the one at 0 unless the text is empty."""

    text: str
    segments: tuple[Segment, ...]

    def cut(self, start: int, end: int) -> Strand:
        """The characters [start, end)."""
        if start >= end:
            return EMPTY
        if start == 0 and end == len(self.text):
            return self
        if len(self.segments) == 1:
            return Strand(self.text[start:end], (_moved(self.segments[0], start),))
        first = bisect_right(self.segments, start, key=lambda s: s.start) - 1
        last = bisect_right(self.segments, end - 1, key=lambda s: s.start)
        moved = [_moved(self.segments[first], start)]
        moved += [replace(s, start=s.start - start) for s in self.segments[first + 1 : last]]
        return Strand(self.text[start:end], tuple(moved))

    def strip(self) -> Strand:
        """Without the white space around it."""
        kept = self.text.strip()
        if len(kept) == len(self.text):
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, start + len(kept))

    def without(self, spans: Iterable[tuple[int, int]]) -> Strand:
        """Without the characters of some spans, given in order."""
        parts: list[Strand] = []
        done = 0
        for start, end in spans:
            parts.append(self.cut(done, start))
            done = max(done, end)
        parts.append(self.cut(done, len(self.text)))
        return join(parts)

    def split(self, mark: str) -> list[Strand]:
        """The pieces between the occurrences of a character."""
        pieces: list[Strand] = []
        start = 0
        for piece in self.text.split(mark):
            pieces.append(self.cut(start, start + len(piece)))
            start += len(piece) + len(mark)
        return pieces


def _moved(head: Segment, start: int) -> Segment:
    """The segment that a text begins with when it is cut at a character of another."""
    return Segment(0, head.line, None if head.column is None else head.column + start - head.start)


EMPTY = Strand("", ())


def whole(text: str, line: int, column: int = 0) -> Strand:
    """A line of the source, or the part of it that begins at `column`."""
    return Strand(text, (Segment(0, line, column),)) if text else EMPTY


def join(strands: Iterable[Strand]) -> Strand:
    """One after the other, with nothing between."""
    strands = [s for s in strands if s.text]
    if len(strands) < 2:
        return strands[0] if strands else EMPTY
    texts: list[str] = []
    segments: list[Segment] = []
    length = 0
    for strand in strands:
        texts.append(strand.text)
        segments += strand.segments if not length else (replace(s, start=s.start + length) for s in strand.segments)
        length += len(strand.text)
    return Strand("".join(texts), tuple(segments))


def join_lines(strands: Sequence[Strand]) -> Strand:
    """Lines of one paragraph or cell as one: a blank, standing for the line break, only between ASCII words."""
    if len(strands) == 1:
        return strands[0].strip()
    parts: list[Strand] = []
    for strand in strands:
        here = strand.strip()
        if not here.text:
            continue
        if parts and _word(parts[-1].text[-1]) and _word(here.text[0]):
            end = parts[-1].segments[-1]
            column = (end.column or 0) + len(parts[-1].text) - end.start
            parts.append(Strand(" ", (Segment(0, end.line, column),)))
        parts.append(here)
    return join(parts)


def _word(char: str) -> bool:
    return char.isascii() and char.isalnum()
