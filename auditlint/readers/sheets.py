"""Sheets of any spreadsheet format laid out as titles, tables and notes: blank rows and columns part them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditlint.errors import ReadError
from auditlint.expressions import compiled
from auditlint.model import Address, Block, Cell, Document, Segment, Table
from auditlint.readers.grid import unit_of
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.readers import Source

_TABLE_TITLE = compiled(r"[^。；;，！？]{2,50}表\s*(?:[(（][^()（）]{1,12}[)）])?\s*")
_FORM_WORDS = compiled(
    r"\s*(?:(?:财|预|决)?(?:公开|附)?[0-9０-９一二三四五六七八九十-]*表[0-9０-９-]*"
    r"|(?:公开)?(?:部门|单位)(?:名称)?\s*[:：].*|(?:编制|填报)(?:单位|部门|日期|人)\s*[:：].*|.*单位\s*[:：]\s*(?:人民币)?[亿百万千]*元.*"
    r"|续表.*|[(（]?\s*(?:19|20)\d\d\s*年度?\s*[)）]?)\s*"
)
_NOTE = compiled(r"\s*(?:注|备注|说明|附注)[0-9一二三四五六七八九十]*\s*[:：.、]")
_CELL_NAME = compiled(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LONGEST_TITLE = 60
_FEW = 5

_Merges = dict[tuple[int, int], tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with something in it: `text` as shown, `stored` where that differs, `number` whether it is one."""

    text: str
    stored: str = ""
    number: bool = False


@dataclass(slots=True)
class Sheet:
    """One sheet; keys are (row, column), 0-based; `merges` are (top, left, bottom, right), inclusive.

    `framed` are the empty cells with a border: they hold a table together. `unread` are cells whose value is not
    known, with the reason: "formula" (never calculated) or "error".
    """

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    framed: set[tuple[int, int]] = field(default_factory=set)
    unread: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle of a sheet, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


def reference(row: int, column: int) -> str:
    """The name of a cell: (6, 1) is "B7"."""
    return column_name(column) + str(row + 1)


def column_name(column: int) -> str:
    """The letters of a column: 27 is "AB"."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def position(name: str) -> tuple[int, int] | None:
    """(row, column) of a cell's name, `None` where it is none."""
    found = _CELL_NAME.fullmatch(name)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def document(source: Source, sheets: Iterable[Sheet], name: str, notices: tuple[str, ...] = ()) -> Document:
    """The sheets of a workbook as one document of format `name`."""
    layout = _Layout(source, list(notices))
    for sheet in sheets:
        layout.add(sheet)
    if not layout.blocks:
        raise ReadError(source.path, "工作簿里没有任何内容。", "请确认选对了文件。")
    return Document(source.path, name, tuple(layout.blocks), tuple(layout.tables), tuple(layout.notices))


class _Layout:
    """Collects the blocks and tables of the sheets."""

    def __init__(self, source: Source, notices: list[str]) -> None:
        self.source = source
        self.notices = notices
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.squares = 0
        self.title = ""  # of a table that blank rows part from it

    def add(self, sheet: Sheet) -> None:
        """One sheet's titles, tables and notes, and what a person should know of it."""
        self.notices.extend(_notices(sheet))
        top_left = {(m[0], m[1]): m for m in sheet.merges}
        self.title = ""
        for band in _bands(sheet, top_left):
            self.band(sheet, band, top_left)

    def band(self, sheet: Sheet, band: list[int], merges: _Merges) -> None:
        """Rows that belong together: titles above, one table or several side by side, notes below."""
        rows = _by_row(sheet, band)
        first, last = 0, len(band)
        title, unit = "", ""
        alone = all(len(rows[r]) <= 1 for r in band)
        apart, self.title = self.title, ""
        while first < last and (alone or self.above(sheet, band[first], rows)):
            for column in rows[band[first]]:
                text = sheet.cells[band[first], column].text
                unit = unit or unit_of(text)
                named = not title and not _FORM_WORDS.fullmatch(text) and len(text) <= _LONGEST_TITLE and not alone
                title = text.strip() if named else title
                self.title = text.strip() if alone and _TABLE_TITLE.fullmatch(text) else self.title
                self.text(sheet, band[first], column, 1 if named else 0)
            first += 1
        while last > first and self.below(sheet, band[last - 1], rows, merges):
            last -= 1
        if first < last:
            for area in _areas(sheet, band[first:last], merges):
                self.table(sheet, area, title or apart, unit, merges)
        for r in band[last:]:
            for column in rows[r]:
                self.text(sheet, r, column, 0)

    def above(self, sheet: Sheet, row: int, rows: dict[int, list[int]]) -> bool:
        """Whether a row stands above a table: a title, a form's number, the unit line, or nothing."""
        columns = rows[row]
        texts = [sheet.cells[row, c] for c in columns]
        if any(t.number for t in texts):
            return False
        return len(columns) <= 1 or all(_FORM_WORDS.fullmatch(t.text) for t in texts)

    def below(
        self,
        sheet: Sheet,
        row: int,
        rows: dict[int, list[int]],
        merges: _Merges,
    ) -> bool:
        """Whether a row stands below a table: a note."""
        columns = rows[row]
        if len(columns) != 1 or sheet.cells[row, columns[0]].number:
            return False
        merge = merges.get((row, columns[0]))
        wide = merge is not None and merge[3] - merge[1] >= 2
        framed = any((row, c) in sheet.framed for c in range(columns[0] + 1, columns[0] + 4)) and not wide
        text = sheet.cells[row, columns[0]].text
        return not framed and bool(_NOTE.match(text) or (wide and len(text) > 12) or len(text) > _LONGEST_TITLE)

    def text(self, sheet: Sheet, row: int, column: int, level: int) -> None:
        """A cell outside tables, one block per line."""
        cell = sheet.cells[row, column]
        name = reference(row, column)
        place = Address(row=row, column=column, sheet=sheet.name, reference=name)
        start = 0
        for line in cell.text.split("\n"):
            if line.strip():
                segment = Segment(0, anchor=(sheet.name, name, start))
                self.blocks.append(Block("heading" if level else "paragraph", line, (segment,), place, level))
            start += len(line) + 1

    def table(
        self,
        sheet: Sheet,
        area: _Area,
        title: str,
        unit: str,
        merges: _Merges,
    ) -> None:
        """An area as a table; its empty cells are cells too."""
        self.squares += (area.bottom - area.top + 1) * (area.right - area.left + 1)
        self.source.limits.check_cells(self.source.path, self.squares)
        index = len(self.tables)
        covered: set[tuple[int, int]] = set()
        cells = []
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                if (row, column) in covered:
                    continue
                rowspan = colspan = 1
                if (row, column) in merges:
                    _, _, bottom, right = merges[row, column]
                    rowspan = min(bottom, area.bottom) - row + 1
                    colspan = min(right, area.right) - column + 1
                    covered.update((r, c) for r in range(row, row + rowspan) for c in range(column, column + colspan))
                cell = sheet.cells.get((row, column), SheetCell(""))
                name = reference(row, column)
                place = Address(None, index, row - area.top, column - area.left, sheet.name, name)
                segments = (Segment(0, anchor=(sheet.name, name, 0)),)
                cells.append(Cell(len(self.blocks), row - area.top, column - area.left, rowspan, colspan))
                self.blocks.append(Block("cell", cell.text, segments, place, 0, "", index, cell.stored))
        self.tables.append(Table(tuple(cells), title, unit))


def _by_row(sheet: Sheet, band: list[int]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {r: [] for r in band}
    for row, column in sorted(sheet.cells):
        if row in rows:
            rows[row].append(column)
    return rows


def _bands(sheet: Sheet, merges: _Merges) -> Iterator[list[int]]:
    """Runs of rows that belong together: without a blank row between, or going on after it without a new header."""
    filled = {row for row, _ in sheet.cells}
    if not filled:
        return
    last = max(filled)
    occupied = set(filled)
    for (top, left), (_, _, bottom, _) in merges.items():
        if (top, left) in sheet.cells:
            occupied.update(range(top, min(bottom, last) + 1))
    framed = {row for row, _ in sheet.framed if row <= last}
    occupied |= framed
    runs: list[list[int]] = []
    for row in sorted(occupied):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    bands: list[list[int]] = []
    for run in runs:
        while run and run[0] not in filled and not any(run[0] in b for b in bands):
            run = run[1:]
        if not run:
            continue
        if bands and run[0] - bands[-1][-1] <= 2 and _goes_on(sheet, bands[-1], run):
            bands[-1].extend(range(bands[-1][-1] + 1, run[-1] + 1))
        else:
            bands.append(run)
    yield from bands


def _goes_on(sheet: Sheet, band: list[int], run: list[int]) -> bool:
    """Whether a run starts with a row of values under the columns of the band above it."""
    own = [(c, cell) for (r, c), cell in sheet.cells.items() if r == run[0]]
    above = {c for (r, c) in sheet.cells if r in (band[-1], band[-1] - 1)}
    return any(cell.number for _, cell in own) and len(own) > 1 and len(above) > 1 and {c for c, _ in own} <= above


def _areas(sheet: Sheet, band: list[int], merges: _Merges) -> Iterator[_Area]:
    """The rectangles of a band, parted by blank columns where both sides are tables."""
    inside = set(band)
    columns = {c for (r, c) in sheet.cells if r in inside}
    if not columns:
        return
    for (row, column), (_, left, _, right) in merges.items():
        if row in inside and (row, column) in sheet.cells:
            columns.update(range(left, min(right, max(columns)) + 1))
    rightmost, leftmost = max(columns), min(columns)
    columns.update(c for (r, c) in sheet.framed if r in inside and leftmost <= c <= rightmost)
    parts: list[list[int]] = []
    for column in sorted(columns):
        if parts and column == parts[-1][-1] + 1:
            parts[-1].append(column)
        else:
            parts.append([column])
    if any(len(p) < 2 for p in parts):
        parts = [[leftmost, rightmost]]
    for part in parts:
        rows = [r for (r, c) in sheet.cells if r in inside and part[0] <= c <= part[-1]]
        yield _Area(min(rows), part[0], max(rows), part[-1])


def _notices(sheet: Sheet) -> Iterator[str]:
    """What a person should know of a sheet."""
    if sheet.hidden and sheet.cells:
        yield f"工作表“{sheet.name}”是隐藏的，里面的数字也读取了。"
    rows = sorted({r for r, _ in sheet.cells} & sheet.hidden_rows)
    if rows:
        yield f"工作表“{sheet.name}”有隐藏的行（{_some([str(r + 1) for r in rows])}），里面的数字也读取了。"
    columns = sorted({c for _, c in sheet.cells} & sheet.hidden_columns)
    if columns:
        yield f"工作表“{sheet.name}”有隐藏的列（{_some([column_name(c) for c in columns])}），里面的数字也读取了。"
    formulas = [reference(*p) for p, why in sorted(sheet.unread.items()) if why == "formula"]
    if formulas:
        yield (
            f"工作表“{sheet.name}”的 {_some(formulas)} 是没有计算结果的公式，读不出数字。"
            "请用 Excel 或 WPS 打开并保存一次，再检查。"
        )
    errors = [f"{reference(*p)}（{sheet.cells[p].text}）" for p, why in sorted(sheet.unread.items()) if why == "error"]
    if errors:
        yield f"工作表“{sheet.name}”的 {_some(errors)} 显示的是错误值，读不出数字。"


def _some(names: list[str]) -> str:
    """The first few names, and how many there are."""
    if len(names) <= _FEW:
        return "、".join(names)
    return f"{'、'.join(names[:_FEW])}等 {len(names)} 处"
