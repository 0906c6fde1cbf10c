"""What a page break does to a ruled table: it repeats its header, leaves a row alone, or parts a row, even a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditlint.expressions import compiled
from auditlint.readers.pdf_grids import Grid, GridSquare, Line
from auditlint.readers.wraps import STARTER

_DIGITS = compiled(r"-?[\d,.]+%?")
_WHOLE = compiled(r"-?\d[\d,]*\.\d\d?%?|\d{3}(?:\d\d){0,2}")  # an amount, or the code of a subject
_AMOUNT = compiled(r"-?[\d,]*\.\d+%?")
_FRAGMENT = 2  # rows of a table that a page break cut off, whose merged cells hide its columns
Placed = tuple[int, Grid]  # a grid and its page


def continues(above: Placed, below: Placed) -> bool:
    """Whether a grid is the rest of one on the page before: of its columns, or a row or two of its columns merged."""
    (first, a), (second, b) = above, below
    if second != first + 1:
        return False
    if len(a.xs) == len(b.xs):
        return a.within(b.xs)
    return (b.height <= _FRAGMENT and b.within(a.xs)) or (a.height <= _FRAGMENT and a.within(b.xs))


def again(start: Grid, rest: Grid) -> bool:
    """Whether a grid repeats the header of a table, and then goes on with another row than its first, if it has one."""
    if len(start.xs) != len(rest.xs):
        return False
    head, rows = rows_of(start), rows_of(rest)
    skip = repeated(head, rows)
    return skip > 0 and (skip == len(head) or _label(head[skip]) != _label(rows[skip]))


def _label(row: Sequence[str]) -> str:
    return next((text for text in row if text), "")


def rows_of(grid: Grid) -> list[list[str]]:
    """The texts of a grid, row by row."""
    rows: list[list[str]] = [[] for _ in grid.ys[1:]]
    for square in grid.squares:
        rows[square.row].append(_text(square))
    return rows


def repeated(head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> int:
    """How many rows repeat the table's header on a new page; figures never do."""
    count = 0
    for first, again in zip(head, rows, strict=False):
        if first != again or any(_AMOUNT.fullmatch(t) for t in again):
            break
        count += 1
    return count if count < len(rows) else 0


def torn(last: Mapping[int, GridSquare], row: Sequence[GridSquare]) -> bool:
    """Whether a page's first row is the rest of the row above: it only goes on with cells whose last line is full.

    A figure broken in two shows it; two whole figures one below the other, two labels that end alike, or a number
    before the second, deny it.
    """
    filled = [s for s in row if s.lines]
    if not filled or any(s.rowspan > 1 or s.column not in last for s in row):
        return False
    cells = [last[s.column] for s in filled]
    if not all(c.lines and full(c, c.lines[-1]) for c in cells):
        return False
    pairs = [(_text(a), _text(b)) for a, b in zip(cells, filled, strict=True)]
    if any(STARTER.match(b) or a[-2:] == b[-2:] for a, b in pairs):
        return False
    figures = [a + b for a, b in pairs if _DIGITS.fullmatch(a) and _DIGITS.fullmatch(b)]
    if not all(map(_WHOLE.fullmatch, figures)):
        return False
    return len(filled) < len(row) or bool(figures)


def _text(square: GridSquare) -> str:
    return "".join(x.text for x in square.lines)


def full(square: GridSquare, line: Line) -> bool:
    """Whether a line takes all of its cell's width."""
    return square.box[2] - square.box[0] - (line.box[2] - line.box[0]) <= 2.2 * line.size
