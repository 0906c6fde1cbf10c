"""Tables and text as a Word file, and printed as PDF: wrapped cells, rules, pages that break a table or a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.generator.workbook import Grid
from tests.make_docx import docx, p, tbl, tc, tr

MARGIN = 50.0
PADDING = 3.0
Placed = tuple[int, int, list[str]]  # column, columns spanned, lines


@dataclass(frozen=True, slots=True)
class Paper:
    """How a document is printed. `torn` lets a page break part the lines of a row."""

    size: float = 9.0
    width: float = 842.0
    height: float = 595.0
    headers: bool = True
    titles: bool = False
    torn: bool = False

    @property
    def line(self) -> float:
        """The height of a line."""
        return self.size * 1.3


@dataclass(slots=True)
class _Press:
    """Pages under way: their drawing orders, and how far down the last is filled."""

    paper: Paper
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = MARGIN

    @property
    def room(self) -> float:
        return self.paper.height - MARGIN - self.y

    def turn(self) -> None:
        self.pages.append([])
        self.y = MARGIN

    def write(self, x: float, y: float, text: str) -> None:
        size = self.paper.size
        code = text.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F {size} Tf {x:.2f} {self.paper.height - y - size:.2f} Td <{code}> Tj ET")

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        top = self.paper.height
        self.pages[-1].append(f"{x:.2f} {top - y:.2f} m {to_x:.2f} {top - to_y:.2f} l S")


def word(grids: Sequence[Grid], text: str = "") -> bytes:
    """The text, then each table under its title and unit, with the header's cells merged."""
    body = [p(line) for line in text.splitlines()]
    for grid in grids:
        rows = []
        for number in range(len(grid.rows)):
            header = "<w:tblHeader/>" if number < grid.heads else ""
            rows.append(tr(*(tc(t, _span(w)) for _, w, t in grid.spans(number)), properties=header))
        body += [p(grid.title), p(f"单位：{grid.unit}"), tbl(*rows)]
    return docx("".join(body))


def _span(width: int) -> str:
    return f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""


def printed(grids: Sequence[Grid], text: str = "", paper: Paper | None = None) -> bytes:
    """The text, then each table on a page of its own if it does not fit on the rest of one."""
    press = _Press(paper or Paper())
    for paragraph in text.splitlines():
        _paragraph(press, paragraph)
    for grid in grids:
        press.y += press.paper.line * 2
        _table(press, grid)
    return _file(press)


def _paragraph(press: _Press, text: str) -> None:
    paper = press.paper
    for part in _wrapped(text, paper.width - 2 * MARGIN, paper.size):
        if press.room < paper.line:
            press.turn()
        press.write(MARGIN, press.y, part)
        press.y += paper.line
    press.y += paper.line * 0.3


def _advance(char: str, size: float) -> float:
    return size * (0.5 if char.isascii() else 1.0)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than the cell; a number is broken only where it does not fit on a line of its own."""
    lines = [""]
    for word in _words(text):
        used = sum(_advance(c, size) for c in lines[-1])
        needed = sum(_advance(c, size) for c in word)
        if lines[-1] and used + needed > width and needed <= width:
            lines.append("")
        for char in word:
            if lines[-1] and sum(_advance(c, size) for c in lines[-1]) + _advance(char, size) > width:
                lines.append("")
            lines[-1] += char
    return lines


def _words(text: str) -> Iterator[str]:
    """Characters, with what may not be parted kept together: numbers, and closing marks with what they close."""
    word = ""
    for char in text:
        if word and not ((char.isascii() and word[-1].isascii()) or char in "，。；：、）%”" or word[-1] in "（“"):
            yield word
            word = ""
        word += char
    if word:
        yield word


def _table(press: _Press, grid: Grid) -> None:
    paper = press.paper
    count = len(grid.rows[0])
    step = (paper.width - 2 * MARGIN) / count
    rows: list[list[Placed]] = []
    for number in range(len(grid.rows)):
        rows.append(
            [(c, w, _wrapped(t, w * step - 2 * PADDING, paper.size)) for c, w, t in grid.spans(number)],
        )
    lead = sum(max(len(lines) for _, _, lines in row) for row in rows[: grid.heads])
    if press.room < paper.line * (lead + 4):
        press.turn()
    _heading(press, grid)
    for number, row in enumerate(rows):
        while row:
            height = max(len(lines) for _, _, lines in row)
            fits = int((press.room - 2 * PADDING) / paper.line)
            if fits >= height:
                _row(press, row, step, height)
                break
            if fits > 0 and paper.torn:
                _row(press, [(c, w, lines[:fits]) for c, w, lines in row], step, fits)
                row = [(c, w, lines[fits:]) for c, w, lines in row]
            press.turn()
            if paper.titles:
                _heading(press, grid)
            if paper.headers and number >= grid.heads:
                for head in rows[: grid.heads]:
                    _row(press, head, step, max(len(lines) for _, _, lines in head))


def _heading(press: _Press, grid: Grid) -> None:
    press.write(MARGIN + 120, press.y, grid.title)
    press.y += press.paper.line
    press.write(press.paper.width - MARGIN - 80, press.y, f"单位：{grid.unit}")
    press.y += press.paper.line * 1.2


def _row(press: _Press, row: Sequence[Placed], step: float, height: int) -> None:
    bottom = press.y + height * press.paper.line + 2 * PADDING
    for column, width, lines in row:
        left, right = MARGIN + column * step, MARGIN + (column + width) * step
        for x, y, to_x, to_y in (
            (left, press.y, right, press.y),
            (left, bottom, right, bottom),
            (left, press.y, left, bottom),
            (right, press.y, right, bottom),
        ):
            press.rule(x, y, to_x, to_y)
        for i, text in enumerate(lines):
            if text:
                press.write(left + PADDING, press.y + PADDING + i * press.paper.line, text)
    press.y = bottom


def _file(press: _Press) -> bytes:
    """The pages as a PDF file, with the reader's own Chinese font."""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(press.pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(press.pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor "
        "/FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /Ascent 880 /Descent -120 /StemV 93 "
        "/ItalicAngle 0 /CapHeight 880 >> >>",
    ]
    for number, orders in enumerate(press.pages):
        box = f"0 0 {press.paper.width:.0f} {press.paper.height:.0f}"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {6 + 2 * number} 0 R >>"
        )
        body = "0.5 w\n" + "\n".join(orders)
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
    data = b"%PDF-1.5\n"
    places = []
    for number, made in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{made}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return data + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("ascii")
