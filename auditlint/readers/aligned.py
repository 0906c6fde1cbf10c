"""Tables inside plain text whose cells stand below each other, as programs print a page: blank cells are left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from unicodedata import east_asian_width

from auditlint.expressions import compiled
from auditlint.readers.strands import EMPTY, Strand, join_lines
from auditlint.records import dataclass

_CELL = compiled(r"[^ \u3000\xa0](?:[ \xa0]?[^ \u3000\xa0])*")
_SPREAD = compiled(
    r"(?<=[合总小])[ \u3000\xa0]{1,4}(?=计)|(?<=[项科])[ \u3000\xa0]{1,4}(?=目)|(?<=金)[ \u3000\xa0]{1,4}(?=额)"
)
_NUMBER = compiled(r"[-+−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?\s*[%％]?")
_SENTENCE = compiled(r"[。；;！？]\s*$")
_LONGEST = 40  # characters of a cell
_GAP = 2  # blanks that part columns at least; a dash may take one column or two
_FEWEST = 3  # columns, and rows with the header
_WIDE = frozenset("WF")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and the columns of the page that it takes, [left, right): a Chinese character takes two."""

    left: int
    right: int
    text: Strand


def aligned_table(lines: Sequence[Strand], start: int) -> tuple[list[list[Strand]], int]:
    """The table that begins with a header of words at a line, and where it ends; no rows where none does.

    Every row has a number and, of each column, at most one cell, which stands above or below others of it; some rows
    leave cells out. Another header ends it.
    """
    header = _cells(lines[start])
    if len(header) < _FEWEST or any(map(_number, header)):
        return [], start
    rows, i = [header], start + 1
    while i < len(lines):
        i = _behind_page(lines, i) if len(rows) > 1 else i
        cells = _cells(lines[i])
        rest = _rest(lines, i, rows[-1]) if len(rows) > 1 and not cells else None
        if rest is not None:
            rows[-1] = [rest if c.left == rest.left else c for c in rows[-1]]
        elif any(map(_number, cells)):
            rows.append(cells)
        else:
            break
        i += 1
    columns = _columns(rows)
    if len(rows) < _FEWEST or not len(header) <= len(columns) <= len(header) + 1:
        return [], start
    grid = [[_in(row, column) for column in columns] for row in rows]
    whole = all(sum(c is not EMPTY for c in done) == len(row) for done, row in zip(grid, rows, strict=True))
    return (grid, i) if whole and any(len(row) < len(columns) for row in rows) else ([], start)


_PAGE = compiled(r"\s*[—–-]?\s*\d{1,4}\s*[—–-]?\s*")
_BREAK = 5  # lines that a page ends with


def _behind_page(lines: Sequence[Strand], i: int) -> int:
    """The line behind the number of a page that stands between blank lines, where one does and a row follows it."""
    k, numbers = i, 0
    while k < len(lines) and k - i < _BREAK and (not lines[k].text.strip() or _PAGE.fullmatch(lines[k].text)):
        numbers += bool(lines[k].text.strip())
        k += 1
    return k if numbers == 1 and k < len(lines) and any(map(_number, _cells(lines[k]))) else i


def _rest(lines: Sequence[Strand], i: int, row: Sequence[Cell]) -> Cell | None:
    """The cell of a row that goes on, alone, on the line below it, right under where it began."""
    text = lines[i].text
    words = text.strip()
    if not words or _CELL.fullmatch(words) is None or len(words) > _LONGEST or _SENTENCE.search(text) or "\t" in text:
        return None
    left = _width(text[: len(text) - len(text.lstrip())])
    above = next((c for c in row if c.left == left and not _number(c)), None)
    if above is None or (not left and not (i + 1 < len(lines) and any(map(_number, _cells(lines[i + 1]))))):
        return None
    return Cell(above.left, max(above.right, left + _width(words)), join_lines([above.text, lines[i]]))


def _width(text: str) -> int:
    """How many columns of the page a text takes."""
    return sum(map(_taken, text))


def _taken(char: str) -> int:
    return 2 if east_asian_width(char) in _WIDE else 1


def _cells(line: Strand) -> list[Cell]:
    """The cells of a line; none where it has fewer than two, one is too long for a cell, or a sentence ends."""
    text = line.text
    if _SENTENCE.search(text) or "\t" in text:
        return []
    spread = [m.span() for m in _SPREAD.finditer(text)]
    found: list[tuple[int, int]] = []
    for m in _CELL.finditer(text):
        if found and any(start == found[-1][1] and end == m.start() for start, end in spread):
            found[-1] = found[-1][0], m.end()  # 合  计 is one cell
        else:
            found.append(m.span())
    if len(found) < 2:
        return []
    places = [0, *accumulate(map(_taken, text))]
    cells = [Cell(places[a], places[b], line.cut(a, b)) for a, b in found]
    return cells if all(len(c.text.text) <= _LONGEST for c in cells) else []


def _columns(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, int]]:
    """The columns of the page that cells take, those that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for cell in sorted((c for row in rows for c in row), key=lambda c: c.left):
        if found and cell.left < found[-1][1] + _GAP:
            found[-1] = found[-1][0], max(found[-1][1], cell.right)
        else:
            found.append((cell.left, cell.right))
    return found


def _in(row: Sequence[Cell], column: tuple[int, int]) -> Strand:
    return next((c.text for c in row if column[0] <= c.left < column[1]), EMPTY)


def _number(cell: Cell) -> bool:
    return _NUMBER.fullmatch(cell.text.text) is not None
