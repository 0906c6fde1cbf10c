"""Workbooks: .xlsx and .xlsm read part by part as they are stored, numbers shown by their formats.

Other spreadsheet formats are handed to their own modules by content, whatever the extension says.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from auditlint.errors import ReadError
from auditlint.model import Document
from auditlint.readers import number_formats, sheets
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.readers import Source

UNCALCULATED = "#未计算"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_SIDES = ("left", "right", "top", "bottom")


def read(source: Source) -> Document:
    """A spreadsheet file as a document."""
    data = source.data
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise ReadError(source.path, "工作簿有打开密码。", "请在 Excel 或 WPS 中取消密码后另存，再检查。")
    if data.startswith(b"PK"):
        package = _Package(source)
        if package.has("content.xml"):
            from auditlint.readers import opendocument_sheets

            return opendocument_sheets.read(source)
        if package.main.endswith(".xml"):
            return _Workbook(package).document()
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4096]:
            raise ReadError(
                source.path, "这是 Excel 2003 的 XML 表格。", "请用 Excel 或 WPS 打开并另存为 .xlsx 后再检查。"
            )
        from auditlint.readers.html import read as read_page

        return read_page(source)
    from auditlint.readers import legacy_workbook

    return legacy_workbook.read(source)


class _Package:
    """The parts of the file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
            self._members = {i.filename.replace("\\", "/").lstrip("/").lower(): i for i in self._zip.infolist()}
        except _BROKEN as exc:
            raise self.error("不是完整的 Excel 文件（可能没有下载完整，或扩展名不对）。") from exc
        pairs = ((i.file_size, i.compress_size) for i in self._members.values())
        source.limits.check_archive(source.path, len(source.data), pairs)
        self.main = ""
        if self.has("_rels/.rels"):
            links = self.links("")
            self.main = next((part for kind, part in links.values() if kind == "officeDocument"), "")
            if not self.main:
                raise self.error("压缩包里没有 Excel 工作簿。", "请确认文件由 Excel 或 WPS 保存为 .xlsx。")

    def error(self, reason: str, remedy: str = "请用 Excel 或 WPS 打开并另存为 .xlsx 后再检查。") -> ReadError:
        """A `ReadError` about this file."""
        return ReadError(self.source.path, reason, remedy)

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._members

    def data(self, part: str) -> bytes:
        """A part's bytes."""
        member = self._members.get(part.lower())
        if member is None:
            raise self.error(f"文件不完整（缺少 {part}）。")
        if member.flag_bits & 1:
            raise self.error("文件的压缩包加了密码。", "请用 Excel 打开后不设密码另存。")
        try:
            data = self._zip.read(member)
        except _BROKEN as exc:
            raise self.error(f"文件已损坏（{part} 读不出来）。") from exc
        if b"<!DOCTYPE" in data[:4096]:
            raise self.error(f"{part} 含有 Excel 文件不允许的文档类型声明，为安全起见没有读取。")
        return data

    def parse(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """The elements of a part with these local names, each forgotten after its turn."""
        stream = io.BytesIO(self.data(part))
        try:
            walk = etree.iterparse(
                stream,
                tag=["{*}" + t for t in tags],
                resolve_entities=False,
                no_network=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for _, element in walk:
                yield element
                element.clear(keep_tail=False)
        except (etree.XMLSyntaxError, ValueError) as exc:
            raise self.error(f"文件已损坏（{part} 不是合格的 XML）。") from exc

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """A part's relationships by id: (last word of the type, part)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        found = {}
        for rel in self.parse(rels, "Relationship") if self.has(rels) else ():
            target = rel.get("Target") or ""
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (rel.get("Type") or "").rpartition("/")[2]
            if rel.get("TargetMode") != "External":
                found[rel.get("Id") or ""] = kind, target
        return found


def _local(element: etree._Element) -> str:
    """The name of an element without its namespace, which a damaged file may have spoilt."""
    return str(element.tag).rpartition("}")[2]


class _Workbook:
    """A workbook being read."""

    def __init__(self, package: _Package) -> None:
        self.package = package
        self.source = package.source
        self.links = package.links(package.main)
        self.cells = 0
        self.epoch_1904 = False
        self.stale = False
        self.listed: list[tuple[str, str, bool]] = []
        self.notices: list[str] = []
        for element in package.parse(package.main, "workbookPr", "sheet", "calcPr"):
            tag = _local(element)
            if tag == "workbookPr":
                self.epoch_1904 = element.get("date1904") in ("1", "true")
            elif tag == "calcPr":
                self.stale = element.get("fullCalcOnLoad") in ("1", "true")
            else:
                link = next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")
                self.listed.append((element.get("name") or "", link, element.get("state", "visible") != "visible"))
        self.strings = list(self.shared())
        self.formats, self.frames = self.styles()

    def document(self) -> Document:
        """All sheets, hidden ones too."""
        self.source.limits.check_sheets(self.source.path, len(self.listed))
        return sheets.document(self.source, list(self.worksheets()), "xlsx", tuple(self.notices))

    def part(self, kind: str) -> str:
        """The workbook's part of a kind, or ""."""
        return next((p for k, p in self.links.values() if k == kind and self.package.has(p)), "")

    def shared(self) -> Iterator[str]:
        """The shared strings, without reading aids."""
        part = self.part("sharedStrings")
        for item in self.package.parse(part, "si") if part else ():
            yield _words(item)

    def styles(self) -> tuple[list[str], list[bool]]:
        """Number format and whether there is a border, by cell style."""
        part = self.part("styles")
        codes: dict[str, str] = {}
        borders: list[bool] = []
        formats: list[str] = []
        frames: list[bool] = []
        for element in self.package.parse(part, "numFmt", "borders", "cellXfs") if part else ():
            tag = _local(element)
            if tag == "numFmt" and element.get("numFmtId"):
                codes[element.get("numFmtId") or ""] = element.get("formatCode") or ""
            elif tag == "borders":
                borders = [any(s.get("style", "none") != "none" for s in b if _local(s) in _SIDES) for b in element]
            elif tag == "cellXfs":
                for style in element:
                    number = style.get("numFmtId") or "0"
                    border = style.get("borderId") or "0"
                    plain = number_formats.built_in(int(number)) if number.isdecimal() else "General"
                    formats.append(codes.get(number, plain))
                    frames.append(border.isdecimal() and int(border) < len(borders) and borders[int(border)])
        return formats, frames

    def worksheets(self) -> Iterator[sheets.Sheet]:
        """The sheets in the order of their tabs."""
        for name, link, hidden in self.listed:
            kind, part = self.links.get(link, ("", ""))
            if kind != "worksheet":
                self.notices.append(f"工作表“{name}”不是表格（如图表工作表），没有读取。")
                continue
            sheet = sheets.Sheet(name, hidden=hidden)
            row = -1
            for element in self.package.parse(part, "col", "row", "mergeCell"):
                tag = _local(element)
                if tag == "row":
                    row = _index(element.get("r"), row + 1)
                    self.row(sheet, element, row)
                elif tag == "col":
                    if element.get("hidden") in ("1", "true"):
                        low, high = _index(element.get("min"), 0), _index(element.get("max"), 0)
                        sheet.hidden_columns.update(range(low, min(high, low + 256) + 1))
                else:
                    corners = [sheets.position(n) for n in (element.get("ref") or "").split(":")]
                    if len(corners) == 2 and corners[0] and corners[1]:
                        sheet.merges.append((*corners[0], *corners[1]))
            yield sheet

    def row(self, sheet: sheets.Sheet, element: etree._Element, row: int) -> None:
        """One row's cells."""
        if element.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(row)
        column = -1
        for cell in element:
            place = sheets.position(cell.get("r") or "")
            column = place[1] if place else column + 1
            self.cells += 1
            style = cell.get("s") or "0"
            found = self.cell(sheet, (row, column), cell, int(style) if style.isdecimal() else 0)
            if found.text.strip():
                sheet.cells[row, column] = found
            elif style.isdecimal() and int(style) < len(self.frames) and self.frames[int(style)]:
                sheet.framed.add((row, column))
        self.source.limits.check_cells(self.source.path, self.cells)

    def cell(
        self, sheet: sheets.Sheet, place: tuple[int, int], element: etree._Element, style: int
    ) -> sheets.SheetCell:
        """A cell as shown; what cannot be known is marked, never left empty."""
        kind = element.get("t", "n")
        value = element.findtext("{*}v") or ""
        formula = element.find("{*}f") is not None
        if kind == "inlineStr":
            inline = element.find("{*}is")
            return sheets.SheetCell("" if inline is None else _words(inline).strip("\r\n"))
        if formula and kind != "str" and (not value or (self.stale and value == "0")):
            sheet.unread[place] = "formula"
            return sheets.SheetCell(UNCALCULATED)
        if kind == "e" and value:
            sheet.unread[place] = "error"
            return sheets.SheetCell(value)
        if kind == "s":
            known = value.isdecimal() and int(value) < len(self.strings)
            return sheets.SheetCell(self.strings[int(value)].strip("\r\n") if known else "")
        if kind == "b":
            return sheets.SheetCell("TRUE" if value == "1" else "FALSE")
        if kind != "n" or not value:
            return sheets.SheetCell(value.replace("\r\n", "\n").strip("\r\n"))
        code = self.formats[style] if style < len(self.formats) else "General"
        shown = number_formats.show(value, code, epoch_1904=self.epoch_1904)
        return sheets.SheetCell(shown, "" if same_number(shown, value) else value, True)


def same_number(shown: str, stored: str) -> bool:
    """Whether a shown number has exactly the stored value."""
    try:
        return Decimal(shown.replace(",", "")) == Decimal(stored)
    except InvalidOperation:
        return False


def _words(element: etree._Element) -> str:
    """The text of a string item: its runs, without phonetic ones."""
    pieces = []
    for child in element:
        tag = _local(child)
        if tag == "t":
            pieces.append(child.text or "")
        elif tag == "r":
            pieces.append(child.findtext("{*}t") or "")
    return "".join(pieces).replace("\r\n", "\n").replace("_x000D_\n", "\n").replace("_x000D_", "")


def _index(number: str | None, default: int) -> int:
    """A 1-based number of a file as 0-based."""
    return int(number) - 1 if number and number.isdecimal() and 0 < int(number) <= 1 << 20 else default
