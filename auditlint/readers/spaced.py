"""Tables inside plain text whose cells only blanks part: a header of words, and rows with a number in every column."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.expressions import compiled
from auditlint.readers.strands import EMPTY, Strand
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

Row = list[Strand]

_WIDE = compiled(r"[ \u3000\xa0]{2,}")
_ANY = compiled(r"[ \u3000\xa0]+")
_NUMBER = compiled(r"[-+−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?\s*[%％]?|[-—–－/]{1,3}")
_SENTENCE = compiled(r"[。；;！？:：]\s*$")
_SPREAD = compiled(  # 合  计 is one cell
    r"(?<![^ \u3000\xa0])(?:[合总小][ \u3000\xa0]+计|[项科][ \u3000\xa0]+目|金[ \u3000\xa0]+额|名[ \u3000\xa0]+称)"
    r"(?![^ \u3000\xa0])"
)
_OF_FIGURES = compiled(
    r"(?:20\d\d年)?[^\d]{0,16}(?:数|额|元|分|款|收入|支出|预算|决算|面积|里程)(?:[（(][^（()）]{1,6}[)）])?"
)
_LONGEST = 30  # characters of a cell
_SURE = 2  # numbers that end every row whose cells only single blanks part
_FEWEST = 3  # columns, and rows with the header
_PAIR = 2  # columns of a table of names with one figure each


def spaced_table(lines: Sequence[Strand], start: int) -> tuple[list[Row], int]:
    """The table that begins at a line and where it ends; no rows where none does.

    Blanks part the cells of every row alike: two and more of them, or single ones where every row ends with as many
    numbers. A row of a total, which leaves out the columns of words, has its numbers below the others. Names with one
    figure each need wide gaps, a header that says what the figures are, and one row more.
    """
    for gap, words in ((_WIDE, True), (_ANY, False)):
        rows, end = _rows(lines, start, gap, words=words)
        if len(rows) >= _FEWEST + (bool(rows) and len(rows[0]) == _PAIR):
            return rows, end
    return [], start


def _rows(lines: Sequence[Strand], start: int, gap: regex.Pattern[str], *, words: bool) -> tuple[list[Row], int]:
    header = _cells(lines[start], gap)
    least = _PAIR if words and len(header) == _PAIR and _OF_FIGURES.fullmatch(header[-1].text) else _FEWEST
    if len(header) < least or len({c.text for c in header}) < len(header) or any(map(_number, header)):
        return [], start
    rows, i = [header], start + 1
    numbers = 0  # columns of numbers at the end of a row
    while i < len(lines):
        row = _cells(lines[i], gap)
        if len(row) == len(header):
            own = _numbers(row)
            if own < (1 if words else min(len(row) - 1, _SURE)) or (own < numbers and not words):
                break
            numbers = numbers or own
        elif _total_row(row, numbers, len(header)):
            numbers = len(row) - 1
            row = [row[0], *[EMPTY] * (len(header) - len(row)), *row[1:]]
        else:
            break
        rows.append(row)
        i += 1
    return rows, i


_TOTAL = compiled(r"(?:合|总|小)计|总[ ]?计")


def _total_row(row: Row, numbers: int, columns: int) -> bool:
    """Whether a row has a name and numbers alone: as many as the rows above, or of a total that stands first."""
    if not len(row) < columns or _numbers(row) != len(row) - 1:
        return False
    return len(row) - 1 == numbers or (not numbers and len(row) > _SURE and _TOTAL.fullmatch(row[0].text) is not None)


def _cells(line: Strand, gap: regex.Pattern[str]) -> Row:
    """The cells of a line; none where one is too long for a cell, or ends a sentence."""
    bare = line.strip()
    if not gap.search(bare.text) or _SENTENCE.search(bare.text):
        return []
    spread = [m.span() for m in _SPREAD.finditer(bare.text)]
    cells: Row = []
    at = 0
    for m in gap.finditer(bare.text):
        if any(start < m.end() <= end for start, end in spread):
            continue
        cells.append(bare.cut(at, m.start()))
        at = m.end()
    cells.append(bare.cut(at, len(bare.text)))
    return cells if all(len(c.text) <= _LONGEST for c in cells) else []


def _numbers(row: Row) -> int:
    """How many cells at the end of a row are numbers, or say that there is none."""
    count = 0
    while count < len(row) - 1 and _number(row[-1 - count]):
        count += 1
    return count


def _number(cell: Strand) -> bool:
    return _NUMBER.fullmatch(cell.text) is not None
