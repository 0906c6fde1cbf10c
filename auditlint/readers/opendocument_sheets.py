"""OpenDocument spreadsheets (.ods): the text each cell shows, as the file stores it beside the value."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from auditlint.errors import ReadError
from auditlint.model import Document
from auditlint.readers import sheets
from auditlint.readers.workbook import UNCALCULATED, same_number
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.readers import Source

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, TEXT, OFFICE, STYLE = (f"{{{_NS}{n}:1.0}}" for n in ("table", "text", "office", "style"))
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError)
_MOST = 1 << 14  # columns or rows one repetition may stand for


def read(source: Source) -> Document:
    """An OpenDocument spreadsheet as a document."""
    root = _content(source)
    hidden, framed = _styles(root)
    found: list[sheets.Sheet] = []
    count = 0
    for table in root.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"):
        sheet = sheets.Sheet(table.get(TABLE + "name") or "", hidden=table.get(TABLE + "style-name") in hidden)
        column = 0
        for element in table.iter(TABLE + "table-column"):
            wide = _number(element, "number-columns-repeated")
            if element.get(TABLE + "visibility", "visible") != "visible":
                sheet.hidden_columns.update(range(column, column + min(wide, _MOST)))
            column += wide
        row = 0
        for element in table.iter(TABLE + "table-row"):
            high = _number(element, "number-rows-repeated")
            if element.get(TABLE + "visibility", "visible") != "visible":
                sheet.hidden_rows.update(range(row, row + min(high, _MOST)))
            before = len(sheet.cells)
            _row(sheet, element, row, framed)
            if len(sheet.cells) > before and high > 1:
                count += (min(high, _MOST) - 1) * (len(sheet.cells) - before)
                source.limits.check_cells(source.path, count)
                for again in range(row + 1, row + min(high, _MOST)):
                    _row(sheet, element, again, framed)
            row += high
            source.limits.check_cells(source.path, count + len(sheet.cells))
        count += len(sheet.cells)
        found.append(sheet)
    source.limits.check_sheets(source.path, len(found))
    return sheets.document(source, found, "ods")


def _content(source: Source) -> etree._Element:
    """The root of content.xml."""
    remedy = "请用 WPS 或 LibreOffice 打开后另存为 .xlsx，再检查。"
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            members = package.infolist()
            pairs = ((m.file_size, m.compress_size) for m in members)
            source.limits.check_archive(source.path, len(source.data), pairs)
            names = {m.filename for m in members}
            if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise ReadError(source.path, "表格有打开密码。", "请取消密码后另存，再检查。")
            data = package.read("content.xml")
    except _BROKEN as exc:
        raise ReadError(source.path, "文件已损坏，读不出表格。", remedy) from exc
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise ReadError(source.path, "文件已损坏，content.xml 不是合格的 XML。", remedy) from exc
    if b"<!DOCTYPE" in data[:4096]:
        raise ReadError(source.path, "文件含有不允许的文档类型声明，为安全起见没有读取。", remedy)
    return root


def _styles(root: etree._Element) -> tuple[set[str], set[str]]:
    """The names of the styles of hidden sheets and of cells with a border."""
    hidden, framed = set(), set()
    for style in root.iterfind(f"{OFFICE}automatic-styles/{STYLE}style"):
        name = style.get(STYLE + "name") or ""
        for properties in style:
            if properties.get(TABLE + "display") == "false":
                hidden.add(name)
            borders = (v for k, v in properties.attrib.items() if str(k).startswith(_FO + "border"))
            if any(b != "none" for b in borders):
                framed.add(name)
    return hidden, framed


def _row(sheet: sheets.Sheet, element: etree._Element, row: int, framed: set[str]) -> None:
    """One row's cells."""
    column = 0
    for cell in element.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
        times = _number(cell, "number-columns-repeated")
        if cell.tag == TABLE + "table-cell":
            shown = _cell(sheet, (row, column), cell)
            right, down = _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
            if right > 1 or down > 1:
                sheet.merges.append((row, column, row + down - 1, column + right - 1))
            for c in range(column, column + min(times, _MOST)):
                if shown.text.strip():
                    sheet.cells[row, c] = shown
                elif cell.get(TABLE + "style-name") in framed and times < 100:
                    sheet.framed.add((row, c))
        column += times


def _cell(sheet: sheets.Sheet, place: tuple[int, int], element: etree._Element) -> sheets.SheetCell:
    """A cell as shown; what cannot be known is marked, never left empty."""
    text = "\n".join(_words(p) for p in element.iterchildren(TEXT + "p")).strip("\n")
    value = element.get(OFFICE + "value") or ""
    kind = element.get(OFFICE + "value-type", "")
    formula = element.get(TABLE + "formula") is not None
    if element.get(_KIND) == "error" or (formula and text.startswith(("#", "Err:"))):
        sheet.unread[place] = "error"
        return sheets.SheetCell(text or "#错误")
    if formula and not kind and not text:
        sheet.unread[place] = "formula"
        return sheets.SheetCell(UNCALCULATED)
    number = kind in ("float", "percentage", "currency")
    text = text if not number else text.strip() or value
    return sheets.SheetCell(text, value if number and not same_number(text, value) else "", number)


def _words(element: etree._Element) -> str:
    """A paragraph's text, without notes on it."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == TEXT + "s":
            count = child.get(TEXT + "c") or "1"
            pieces.append(" " * (min(int(count), 1000) if count.isdecimal() else 1))
        elif child.tag == TEXT + "tab":
            pieces.append("\t")
        elif child.tag == TEXT + "line-break":
            pieces.append("\n")
        elif child.tag in (TEXT + "span", TEXT + "a"):
            pieces.append(_words(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _number(element: etree._Element, name: str) -> int:
    """A repetition or span; 1 where there is none."""
    text = element.get(TABLE + name) or "1"
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1
