"""PDF files with text: paragraphs put together from lines, ruled tables also over pages, page and box as places.

A segment's anchor is (page, box) of the line it stands in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from auditlint.errors import ReadError
from auditlint.expressions import compiled
from auditlint.model import Address, Block, Cell, Document, Segment, Table
from auditlint.readers import pdf_breaks, pdf_grids
from auditlint.readers.grid import unit_of
from auditlint.readers.pdf_grids import Grid, GridSquare, Line
from auditlint.readers.pdf_pages import Box, Page, pages
from auditlint.readers.titles import above
from auditlint.readers.wraps import STARTER
from auditlint.records import dataclass, replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.readers import Source

_PAGE_NUMBER = compiled(r"\s*(?:[-—–~·]*\s*\d{1,4}\s*[-—–~·]*|第\s*\d+\s*页.*|\d+\s*/\s*\d+|[ivxIVX]{1,5})\s*")
_CLOSED = compiled(r"[。！？!?：:]\s*[”’」』）)]?$")
_UNBROKEN = compiled(r"[“‘（(《]*(?:\d[\d.,]*%?|.)[，。；：、！？）)》”’]*")
_DIGITS = compiled(r"\d+")
_MARGIN = 0.12  # of a page's height, where headers and footers stand
_HEADING = 4  # lines that may stand above a table and be printed again on its next page
_FEW = 8


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its page, and the prose's left and right edge there."""

    line: Line
    page: int
    left: float
    right: float

    @property
    def anchor(self) -> tuple[int, Box]:
        return self.page, self.line.box


def read(source: Source) -> Document:
    """A PDF as a document."""
    reader = _Reader()
    found = list(pages(source))
    if not any(p.chars for p in found):
        remedy = "请用生成它的 Word 或 Excel 文件检查，或先做文字识别（OCR）并核对。"
        raise ReadError(source.path, "PDF 里没有文字，是扫描件或图片。", remedy)
    reader.read(found)
    if not reader.blocks:
        raise ReadError(source.path, "PDF 里没有正文。", "请用生成它的 Word 文件检查。")
    return Document(source.path, "pdf", tuple(reader.blocks), tuple(reader.tables), tuple(_notices(found)))


class _Reader:
    """Puts the lines and tables of the pages together."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.pending: list[_Placed] = []
        self.grids: list[tuple[int, Grid]] = []
        self.heading: tuple[str, ...] = ()
        self.indented = False
        self.paragraph = 0

    def read(self, found: Sequence[Page]) -> None:
        """All pages; then each running header and footer once."""
        laid = []
        for page in found:
            tables, outside = pdf_grids.grids(page)
            laid.append((page, tables, pdf_grids.lines(outside)))
        margins = _margins([(p, lines) for p, _, lines in laid])
        headers: dict[str, tuple[int, Line]] = {}
        bodies = []
        for page, tables, lines in laid:
            kept = []
            for line in lines:
                if not _at_edge(page, line):
                    kept.append(line)
                elif _pattern(line.text) in margins:
                    headers.setdefault(_pattern(line.text), (page.number, line))
                elif not _PAGE_NUMBER.fullmatch(line.text):
                    kept.append(line)
            bodies.append((page, tables, kept))
        self.indented = _indented([line for _, _, lines in bodies for line in lines])
        for page, tables, lines in bodies:
            self.page(page, tables, lines)
        self.flush()
        self.end_table()
        for number, line in headers.values():
            if not _PAGE_NUMBER.fullmatch(line.text):
                place = Address(page=number, box=_rounded(line.box), part="header")
                segments = (Segment(0, anchor=(number, line.box)),)
                self.blocks.append(Block("header", line.text, segments, place))

    def page(self, page: Page, tables: Sequence[Grid], lines: Sequence[Line]) -> None:
        """One page's lines and tables, from top to bottom."""
        left = min((x.box[0] for x in lines), default=0)
        right = max((x.box[2] for x in lines), default=page.width)
        things: list[tuple[float, Line | Grid]] = [(x.box[1], x) for x in lines]
        things += [(g.ys[0], g) for g in tables if any(s.lines for s in g.squares)]
        ordered = [thing for _, thing in sorted(things, key=lambda t: t[0])]
        over: list[str] = []
        for thing in ordered[self.repeated(page.number, ordered) :]:
            if isinstance(thing, Grid):
                self.flush()
                if self.grids and not pdf_breaks.continues(self.grids[-1], (page.number, thing)):
                    self.end_table()
                if not self.grids:
                    self.heading = tuple(over[-_HEADING:])
                over = []
                self.grids.append((page.number, thing))
            else:
                over.append(thing.text)
                self.end_table()
                placed = _Placed(thing, page.number, left, right)
                if self.pending and not self.goes_on(self.pending[-1], placed):
                    self.flush()
                self.pending.append(placed)

    def repeated(self, number: int, things: Sequence[Line | Grid]) -> int:
        """How many lines at the top of a page only repeat what stands above the table that goes on there."""
        texts: list[str] = []
        for thing in things[: _HEADING + 1]:
            if isinstance(thing, Grid):
                goes_on = self.grids and texts and pdf_breaks.continues(self.grids[-1], (number, thing))
                return len(texts) if goes_on and pdf_breaks.again(self.grids[0][1], thing) else 0
            if thing.text not in self.heading:
                return 0
            texts.append(thing.text)
        return 0

    def goes_on(self, a: _Placed, b: _Placed) -> bool:
        """Whether a line goes on with the sentence of the one above."""
        size = a.line.size
        if abs(size - b.line.size) > 0.2 * size:
            return False
        if (
            a.line.box[2] < a.right - max(1.8 * size, _unbroken(b.line) + 0.8 * size)
            or b.line.box[0] > b.left + 1.2 * size
        ):
            return False
        if a.page == b.page and b.line.box[1] - a.line.box[3] > 1.6 * size:
            return False
        if STARTER.match(b.line.text) and (not self.indented or _CLOSED.search(a.line.text)):
            return False
        return self.indented or not _CLOSED.search(a.line.text)

    def flush(self) -> None:
        """The lines since the last block as a paragraph."""
        if self.pending:
            text, segments = _together([(p.line, p.anchor) for p in self.pending], "")
            first = self.pending[0]
            same = [p.line.box for p in self.pending if p.page == first.page]
            place = Address(paragraph=self.paragraph, page=first.page, box=_rounded(_around(same)))
            self.blocks.append(Block("paragraph", text, segments, place))
            self.paragraph += 1
            self.pending = []

    def end_table(self) -> None:
        """The grids since the last block, which may stand on several pages, as one table."""
        if not self.grids:
            return
        title, unit = above(self.blocks)
        index = len(self.tables)
        cells: list[Cell] = []
        start = 0
        head: list[list[str]] = []
        last: dict[int, GridSquare] = {}
        blocks: dict[int, int] = {}
        columns = max((g.xs for _, g in self.grids), key=len)
        for number, placed in self.grids:
            grid = placed.set_on(columns)
            rows = pdf_breaks.rows_of(grid)
            skip = pdf_breaks.repeated(head, rows)
            head = head or rows
            first = [s for s in grid.squares if s.row == skip]
            if last and pdf_breaks.torn(last, first):
                for square in first:
                    self.mend(square, number, blocks[square.column])
                skip += 1
            last = {}
            for square in grid.squares:
                if square.row < skip:
                    continue
                row = square.row - skip + start
                text, segments = _cell_text(square, number)
                place = Address(None, index, row, square.column, page=number, box=_rounded(square.box))
                cells.append(Cell(len(self.blocks), row, square.column, square.rowspan, square.colspan))
                if square.row + square.rowspan == grid.height:
                    last[square.column], blocks[square.column] = square, len(self.blocks)
                self.blocks.append(Block("cell", text, segments, place, table=index))
            start += grid.height - skip
        self.tables.append(Table(tuple(cells), title, unit))
        self.grids = []

    def mend(self, square: GridSquare, page: int, block: int) -> None:
        """Put the rest of a cell that a page break tore behind its beginning."""
        above = self.blocks[block]
        text, segments = _cell_text(square, page)
        moved = tuple(replace(s, start=s.start + len(above.text)) for s in segments)
        self.blocks[block] = replace(above, text=above.text + text, segments=above.segments + moved)


def _unbroken(line: Line) -> float:
    """About how wide what no break may part is at the start of a line: the line above may end that much earlier."""
    found = _UNBROKEN.match(line.text)
    return line.size * sum(0.55 if c.isascii() else 1.0 for c in found.group()) if found else 0.0


def _notices(found: Sequence[Page]) -> Iterable[str]:
    scans = [str(p.number + 1) for p in found if not p.chars and p.pictures]
    if scans:
        told = "、".join(scans[:_FEW]) + (f"等 {len(scans)}" if len(scans) > _FEW else "")
        yield f"第 {told} 页没有文字，是扫描件或图片，没有读取。"
    lost = sum(p.lost for p in found)
    if lost:
        yield f"有 {lost} 个字符的字体没有说明是什么字，读作“\ufffd”；请用生成它的 Word 文件检查。"


def _at_edge(page: Page, line: Line) -> bool:
    return line.box[3] < page.height * _MARGIN or line.box[1] > page.height * (1 - _MARGIN)


def _pattern(text: str) -> str:
    return str(_DIGITS.sub("#", text)).replace(" ", "")


def _margins(laid: Sequence[tuple[Page, Sequence[Line]]]) -> set[str]:
    """What the headers and footers of most pages say, their numbers aside; the unit of a table is none of it."""
    counts = Counter(
        p
        for page, lines in laid
        for p in {_pattern(x.text) for x in lines if _at_edge(page, x) and not unit_of(x.text)}
    )
    enough = max(3, len(laid) // 2 + 1)
    return {text for text, count in counts.items() if count >= enough}


def _indented(lines: Sequence[Line]) -> bool:
    """Whether the text indents its paragraphs."""
    left = min((x.box[0] for x in lines), default=0)
    starts = [x for x in lines if 1.2 * x.size < x.box[0] - left < 3.5 * x.size]
    return len(starts) >= 3 and len(starts) * 10 > len(lines)


def _cell_text(square: GridSquare, page: int) -> tuple[str, tuple[Segment, ...]]:
    """A cell's text: lines that fill its width go on, others end where they were ended."""
    pieces: list[tuple[Line, object]] = []
    text, segments = "", list[Segment]()
    for i, line in enumerate(square.lines):
        pieces.append((line, (page, line.box)))
        if not pdf_breaks.full(square, line) or i + 1 == len(square.lines):
            part, places = _together(pieces, "")
            gap = "\n" if text else ""
            segments += [replace(s, start=s.start + len(text) + len(gap)) for s in places]
            text += gap + part
            pieces = []
    return text, tuple(segments)


def _together(pieces: Sequence[tuple[Line, object]], gap: str) -> tuple[str, tuple[Segment, ...]]:
    """Lines as one text: a blank only between words of Latin letters."""
    text, segments = "", list[Segment]()
    for line, anchor in pieces:
        if text and text[-1].isascii() and text[-1].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha():
            text += " "
        segments.append(Segment(len(text), anchor=anchor))
        text += line.text
    return text, tuple(segments)


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _rounded(box: Box) -> Box:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
