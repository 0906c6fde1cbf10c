"""A list of codes that a table sets in several columns side by side, set under one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditlint.expressions import compiled
from auditlint.facts.grids import Line, Square, width
from auditlint.facts.roles import Roles
from auditlint.facts.sections import Section
from auditlint.records import dataclass, replace

_BELOW = 10_000  # added to the row of what is set below, for each column of the list
_CODE = compiled(r"[0-9]{3}(?:[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns [start, end) with one header; `codes` are those of its rows, top to bottom."""

    start: int
    end: int
    header: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]

    def goes_on(self, other: _Block) -> bool:
        """Whether another block goes on with this one's list: one header, and codes in order throughout."""
        codes = (*self.codes, *other.codes)
        alike = self.header == other.header and self.codes and other.codes
        return bool(alike) and all(a < b for a, b in pairwise(codes)) and codes[0][0] == codes[-1][0]


def unfold(section: Section, meaning: Roles) -> Section:
    """The section with such lists unfolded; as it is where there are none."""
    blocks = _blocks(section, meaning)
    for first, second in pairwise(blocks):
        if first.goes_on(second):
            return unfold(_stacked(section, first, second), meaning)
    return section


def _blocks(section: Section, meaning: Roles) -> list[_Block]:
    """The parts of a table that begin with a column of codes."""
    columns = max(width(line) for line in (*section.heads, *section.body))
    paths = [_path(section.heads, c) for c in range(columns)]
    starts = [c for c, path in enumerate(paths) if path and meaning.column(path[-1]) == "code"]
    if len(starts) < 2:
        return []
    found = []
    for start, end in pairwise((*starts, columns)):
        cells = (s.text for line in section.body for s in line if s.column == start and s.kind == "number")
        found.append(_Block(start, end, tuple(paths[start:end]), tuple(filter(_CODE.fullmatch, cells))))
    return found


def _path(heads: Sequence[Line], column: int) -> tuple[str, ...]:
    over = (s.text for line in heads for s in line if s.column <= column < s.column + s.width)
    return tuple(dict.fromkeys(text for text in over if text))


def _stacked(section: Section, first: _Block, second: _Block) -> Section:
    """The second block's cells under the first one's; a total that stands across both comes last."""
    kept: list[Line] = []
    below: list[Line] = []
    feet: list[Line] = []
    shift = second.start - first.start
    for line in section.body:
        if _across(line, first, second):
            feet.append(tuple(_drawn(s, first, second, shift) for s in line if _stays(s, second)))
            continue
        kept.append(tuple(s for s in line if not second.start <= s.column < second.end))
        below.append(
            tuple(
                replace(s, column=s.column - shift, row=s.row + _BELOW)
                for s in line
                if second.start <= s.column < second.end
            )
        )
    heads = tuple(tuple(_clipped(s, second) for s in line if not second.start <= s.column) for line in section.heads)
    return replace(section, heads=heads, body=(*kept, *(line for line in below if line), *feet))


def _across(line: Line, first: _Block, second: _Block) -> bool:
    """Whether a row has its label in the first block and its figure in the second."""
    label = [s for s in line if first.start <= s.column < first.end and s.kind == "text"]
    figures = [s for s in line if s.kind == "number" and first.start <= s.column < second.end]
    return len(label) == 1 and len(figures) == 1 and figures[0].column >= second.start


def _stays(square: Square, second: _Block) -> bool:
    return not second.start <= square.column < second.end or square.kind == "number"


def _drawn(square: Square, first: _Block, second: _Block, shift: int) -> Square:
    """A cell of such a row in the first block's columns."""
    if second.start <= square.column < second.end:
        return replace(square, column=square.column - shift)
    return _clipped(square, second) if square.column >= first.start else square


def _clipped(square: Square, second: _Block) -> Square:
    """A cell without what it spans of the second block."""
    end = square.column + square.width
    over = max(min(end, second.end) - max(square.column, second.start), 0)
    return replace(square, width=square.width - over) if over and over < square.width else square
