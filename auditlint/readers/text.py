"""Plain text: also what is taken out of Word files or pasted from PDF, with its tables and charts.

Lines are cut at "\\n" alone. Every character of a block maps to its line and column.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence

from auditlint.errors import ReadError
from auditlint.expressions import compiled
from auditlint.model import Block, Document, Table
from auditlint.readers import chart_text, rows, wraps
from auditlint.readers.aligned import aligned_table
from auditlint.readers.grid import UNIT_LINE, GridCell, add_table, unit_of
from auditlint.readers.spaced import spaced_table
from auditlint.readers.strands import EMPTY, Strand, whole
from auditlint.readers.titles import above
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.readers import Source

_MARK = compiled(
    r"(?i)\[(?:bookmark|image|picture|img|figure|shape|textbox|object|ole|chart|anchor|comment|footnote|endnote|hyperlink"
    r"|link|field|page|pagebreak)\s*:[^\[\]]{0,300}\]|[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u2060\ufeff]+"
)
_BREAK = compiled(r"[\r\f\v\x85\u2028\u2029]+")
_PAGE_NUMBER = compiled(r"\s*(?:[-—–]\s*)?(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[-—–])?\s*")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read(source: Source) -> Document:
    """A text file as a document."""
    text = decoded(source.data, source.path)
    source.limits.check_characters(source.path, len(text))
    return document(text, source.path)


def decoded(data: bytes, path: str) -> str:
    """The text of a file: by its byte-order mark, else UTF-8, GB 18030, UTF-16 or Big5."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _unreadable(path) from error
    for encoding in _guesses(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _unreadable(path)


def _guesses(data: bytes) -> tuple[str, ...]:
    zeros = data[:4096].count(0)
    if zeros > len(data[:4096]) // 50:
        return ("utf-16-le", "utf-16-be") if data[1:4096:2].count(0) >= zeros / 2 else ("utf-16-be", "utf-16-le")
    return "utf-8", "gb18030", "big5"


def _unreadable(path: str) -> ReadError:
    return ReadError(path, "认不出文件的文字编码。", "请用记事本打开，另存为 UTF-8 编码的文本后再检查。")


def document(text: str, path: str, format: str = "text") -> Document:
    """A text as a document."""
    lines = text.split("\n")
    ends = _page_ends(lines) if "\f" in text else ()
    pieces = [p for number, line in enumerate(lines) if number not in ends for p in _pieces(line, number)]
    builder = _Builder(pieces)
    builder.build()
    return Document(path, format, tuple(builder.blocks), tuple(builder.tables))


def _page_ends(lines: Sequence[str]) -> set[int]:
    """The lines that only end a page: bare form feeds, and the page number and blank lines right before one."""
    ends = set[int]()
    for number, line in enumerate(lines):
        if not line.startswith("\f"):
            continue
        if not line.strip():
            ends.add(number)
        above = number - 1
        while above >= 0 and (not lines[above].strip() or _PAGE_NUMBER.fullmatch(lines[above])):
            ends.add(above)
            above -= 1
    return ends


def _pieces(line: str, number: int) -> Iterator[Strand]:
    """A line without the marks of programs, cut at the breaks inside it."""
    if "[" not in line and line.replace("\t", " ").isprintable():  # neither is in it
        yield whole(line, number)
        return
    if not _BREAK.search(line):
        yield _clean(whole(line, number))
        return
    start = 0
    ends = [*_BREAK.finditer(line)]
    for m in ends:
        if m.start() > start:
            yield _clean(whole(line[start : m.start()], number, start))
        start = m.end()
    if start < len(line) or not line[: ends[0].start()].strip():
        yield _clean(whole(line[start:], number, start))


def _clean(piece: Strand) -> Strand:
    marks = [m.span() for m in _MARK.finditer(piece.text)]
    return piece.without(marks) if marks else piece


class _Builder:
    """Goes over the lines once and collects blocks and tables."""

    def __init__(self, lines: Sequence[Strand]) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.charts = chart_text.region(lines)
        self.lines = lines[: self.charts]
        self.dump = lines[self.charts :]
        self.page = 0

    def build(self) -> None:
        """Everything, in reading order."""
        parts = list(self._parts())
        self.page = wraps.page_width([p for p in parts if not isinstance(p, tuple)])
        for part in parts:
            if isinstance(part, tuple):
                self._table(*part)
            else:
                for paragraph in wraps.paragraphs(part, self.page):
                    self._prose(paragraph)
        for chart in chart_text.charts(self.dump):
            self._chart(chart)

    def _parts(self) -> Iterator[list[Strand] | tuple[rows.Grid, int]]:
        """Runs of prose lines without a blank line between, and tables with their number of header rows."""
        lines, i, prose = self.lines, 0, list[Strand]()
        while i < len(lines):
            text = lines[i].text
            found: list[list[Strand] | tuple[rows.Grid, int]] = []
            end = i + 1
            if rows.headline(lines, i):
                prose.append(lines[i].cut(rows.led(text), len(text)).strip())
            elif rows.led(text) and not rows.cornered(lines, i):
                grid, end = rows.half_led_table(lines, i)
                grids, end = ([grid], end) if grid else rows.led_tables(lines, i)
                found = [(g, 0) if max(map(len, g)) > 1 else [row[0].strip() for row in g] for g in grids]
                if not grids:
                    prose += [line for line in rows.led_lines(lines[i:end]) if line.text]
            elif rows.barred(lines, i) and (pair := rows.paired(lines, i)) is not None:
                title, grid = pair
                prose += [title] if title.text else []
                found = [(grid, 1)]
            elif rows.barred(lines, i):
                grid, header, end = rows.barred_table(lines, i)
                found = [(grid, header)] if grid else []
            elif "\t" in text:
                grid, stop = rows.ragged_table(lines, i)
                if not grid:
                    grid, stop = rows.form_table(lines, i)
                if not grid:
                    grid, stop = rows.tabbed_table(lines, i)
                found, end = ([(grid, 0)], stop) if grid else ([], i + 1)
                if not grid:
                    prose.append(lines[i])
            elif text.strip():
                beside = i + 1 < len(lines) and rows.led(lines[i + 1].text)
                grid, stop = rows.half_led_table(lines, i) if beside else spaced_table(lines, i)
                if not grid:
                    grid, stop = aligned_table(lines, i)
                found, end = ([(grid, 0)], stop) if grid else ([], i + 1)
                if not grid:
                    prose.append(lines[i])
            if prose and (found or not text.strip()):
                yield prose
                prose = []
            yield from found
            i = end
        if prose:
            yield prose

    def _prose(self, paragraph: Strand) -> None:
        if paragraph.text:
            self.blocks.append(Block("paragraph", paragraph.text, paragraph.segments))

    def _table(self, grid: rows.Grid, header: int) -> None:
        title, unit = above(self.blocks)
        for row in grid[:3]:
            if len(row) == 1 and row[0].text:
                unit = unit_of(row[0].text) or unit
                title = UNIT_LINE.sub("", row[0].text).strip() or title
        cells = [[GridCell(c.text, c.segments) for c in row] for row in grid]
        add_table(self.blocks, self.tables, cells, title=title, unit=unit, header=header)

    def _chart(self, chart: chart_text.Chart) -> None:
        grid: list[list[GridCell]] = []
        if chart.categories:
            grid.append([GridCell(c.text, c.segments) for c in (EMPTY, *chart.categories)])
        for name, values in chart.series:
            grid.append([GridCell(c.text, c.segments) for c in (name, *values)])
        unit = next((u for name, _ in chart.series if (u := unit_of("单位：" + name.text))), "")
        add_table(
            self.blocks,
            self.tables,
            grid,
            title=chart.title.text,
            unit=unit,
            kind="chart",
            header=1 if chart.categories else 0,
        )
