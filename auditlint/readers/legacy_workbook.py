"""Old and binary workbooks (.xls, .et, .xlsb): texts and merges by calamine, numbers and formats from the records."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from auditlint.errors import ReadError
from auditlint.model import Document
from auditlint.readers import biff, compound, number_formats, sheets
from auditlint.readers.workbook import same_number
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.readers import Source

_REMEDY = "请用 Excel 或 WPS 打开并另存为 .xlsx 后再检查。"
_NO_FORMATS = (
    "这种格式只能读到数字的存储值，读不到百分比等显示格式，也分不出空单元格和没有结果的公式；请另存为 .xlsx 再检查。"
)


def read(source: Source) -> Document:
    """An old or binary workbook as a document."""
    import python_calamine

    old = source.data.startswith(compound.MAGIC)
    book = biff.Book()
    if old:
        try:
            book = biff.read(source.data)
        except compound.DamagedError as exc:
            raise ReadError(source.path, "文件已损坏，或不是 Excel 工作簿。", _REMEDY) from exc
        if book.encrypted:
            raise ReadError(source.path, "工作簿有打开密码。", "请在 Excel 或 WPS 中取消密码后另存，再检查。")
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        source.limits.check_sheets(source.path, len(workbook.sheets_metadata))
        found, count = [], 0
        for i, listed in enumerate(workbook.sheets_metadata):
            sheet = sheets.Sheet(listed.name, hidden=listed.visible != python_calamine.SheetVisibleEnum.Visible)
            if listed.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            given = workbook.get_sheet_by_name(listed.name)
            numbers = book.sheets[i] if i < len(book.sheets) else None
            _fill(sheet, given, numbers, book.epoch_1904)
            count += len(sheet.cells)
            source.limits.check_cells(source.path, count)
            found.append(sheet)
    except python_calamine.PasswordError as exc:
        raise ReadError(source.path, "工作簿有打开密码。", "请在 Excel 或 WPS 中取消密码后另存，再检查。") from exc
    except (python_calamine.CalamineError, OSError, ValueError) as exc:
        raise ReadError(source.path, "不是完整的工作簿（可能已损坏，或扩展名不对）。", _REMEDY) from exc
    notices = () if book.sheets else (_NO_FORMATS,)
    return sheets.document(source, found, "xls" if old else "xlsb", notices)


def _fill(sheet: sheets.Sheet, given: object, numbers: biff.Numbers | None, epoch_1904: bool) -> None:
    """One sheet's cells: texts as calamine gives them, numbers from the records where there are any."""
    from python_calamine import CalamineSheet

    assert isinstance(given, CalamineSheet)
    top, left = given.start or (0, 0)
    for r, row in enumerate(given.to_python(skip_empty_area=True), top):
        for c, value in enumerate(row, left):
            if numbers is not None and (r, c) in numbers.values:
                continue
            cell = _cell(value)
            if cell.text.strip():
                sheet.cells[r, c] = cell
    sheet.merges = [(a, b, c, d) for (a, b), (c, d) in given.merged_cell_ranges or ()]
    if numbers is None:
        return
    for place, (stored, code) in numbers.values.items():
        shown = number_formats.show(stored, code, epoch_1904=epoch_1904)
        if shown:
            sheet.cells[place] = sheets.SheetCell(shown, "" if same_number(shown, stored) else stored, True)
    for place, text in numbers.errors.items():
        sheet.cells[place] = sheets.SheetCell(text)
        sheet.unread[place] = "error"
    sheet.framed = numbers.framed - sheet.cells.keys()
    sheet.hidden_rows, sheet.hidden_columns = numbers.hidden_rows, numbers.hidden_columns


def _cell(value: object) -> sheets.SheetCell:
    """A value without a format: decimals beyond the second only where they were meant."""
    match value:
        case bool():
            return sheets.SheetCell(str(value).upper())
        case int() | float():
            stored = repr(value)
            number = Decimal(stored)
            cents = number.quantize(Decimal("0.01"), ROUND_HALF_UP) if abs(number) < 10**15 else number
            artefact = len(stored.partition(".")[2]) > 8 and abs(number - cents) < Decimal("1e-7")
            shown = number_formats.general(cents if artefact else number)
            return sheets.SheetCell(shown, "" if same_number(shown, stored) else stored, True)
        case datetime():
            return sheets.SheetCell(f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00"))
        case date() | time() | timedelta():
            return sheets.SheetCell(str(value))
        case _:
            return sheets.SheetCell(str(value).replace("\r\n", "\n").strip("\r\n"))
