"""A copy of a workbook with a comment and a fill at each suspect cell and its counterparts; nothing else changes.

The XML of the parts concerned is edited, for a spreadsheet library would drop what it does not know.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from auditlint.errors import ReadError
from auditlint.model import Result
from auditlint.reporters import RenderOptions
from auditlint.reporters.annotations import AUTHOR, comments, document, original
from auditlint.reporters.ooxml import Package
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_FILLS = {"error": "FFF8CBAD", "warning": "FFFFE699", "info": "FFDDEBF7", "related": "FFFFF2CC"}
_AFTER_LEGACY = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SHAPE_TYPE = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{n}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s{n}" type="#_x0000_t202"'
    ' style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:230pt;height:{height}pt;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 1</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape></xml>"
)


def render(result: Result, options: RenderOptions) -> bytes:
    """The annotated copy of the workbook at `options.source`, or of the only one in the result."""
    read = document(result, ("xlsx",), options.source)
    package = Package(read.path, original(read.path, options))
    marked: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = defaultdict(dict)
    for place, severity, lines in comments(result, read.path, options):
        sheet, reference = place.address.sheet, place.address.reference
        if sheet is None or reference is None:
            continue
        before = marked[sheet].get(reference)
        marked[sheet][reference] = (severity, lines) if before is None else (before[0], (*before[1], *lines))
    parts = _sheets(package)
    fills = _Fills(package)
    for sheet, cells in marked.items():
        if sheet not in parts:
            raise _changed(package)
        _annotate(package, parts[sheet], cells, fills)
    return package.save()


def _annotate(package: Package, part: str, marked: dict[str, tuple[str, tuple[str, ...]]], fills: _Fills) -> None:
    """Fills and comments on the cells of one sheet."""
    root = package.edit(part)
    found = {reference: cell for reference, cell in _cells(root) if reference in marked}
    if len(found) < len(marked):
        raise _changed(package)
    for reference, (severity, _) in marked.items():
        cell = found[reference]
        cell.set("s", str(fills.style(cell.get("s") or "0", severity)))
    _add_comments(package, part, {reference: lines for reference, (_, lines) in marked.items()})
    _add_shapes(package, part, root, {reference: lines for reference, (_, lines) in marked.items()})


def _changed(package: Package) -> ReadError:
    return ReadError(package.path, "文件在检查之后被改动过，批注找不到位置。", "请重新检查。")


def _sheets(package: Package) -> dict[str, str]:
    """The parts of the sheets by name."""
    links = package.links(package.main)
    found = {}
    for sheet in package.xml(package.main).iterfind("{*}sheets/{*}sheet"):
        ids = [value for name, value in sheet.attrib.items() if str(name).endswith("}id")]
        if ids and ids[0] in links:
            found[sheet.get("name") or ""] = links[ids[0]][1]
    return found


def _cells(root: _Element) -> Iterator[tuple[str, _Element]]:
    """The cells of a sheet with their references, which a file may leave out."""
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        number = line.get("r") or ""
        row = int(number) if number.isdecimal() else row + 1
        column = 0
        for cell in line.iterfind("{*}c"):
            reference = cell.get("r") or f"{_letters(column)}{row}"
            column = _place(reference)[1] + 1
            yield reference, cell


def _place(reference: str) -> tuple[int, int]:
    """(row, column) of a reference such as B7, 0-based."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _Fills:
    """Cell formats like the given ones but with a fill."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.made: dict[tuple[str, str], int] = {}

    def style(self, style: str, severity: str) -> int:
        """The index of a format that is `style` with the severity's fill."""
        if (style, severity) not in self.made:
            part = self.package.linked(self.package.main, "styles")
            if part not in self.package:
                reason = "工作簿没有样式表，无法制作带批注的副本。"
                raise ReadError(self.package.path, reason, "请用 Excel 另存后再试。")
            root = self.package.edit(part)
            fills, formats = root.find("{*}fills"), root.find("{*}cellXfs")
            if fills is None or formats is None or not style.isdecimal() or int(style) >= len(formats):
                raise ReadError(self.package.path, "工作簿的样式表已损坏。", "请用 Excel 打开并另存后再试。")
            name = "{" + (etree.QName(root).namespace or "") + "}"
            fill = etree.SubElement(etree.SubElement(fills, name + "fill"), name + "patternFill", patternType="solid")
            etree.SubElement(fill, name + "fgColor", rgb=_FILLS[severity])
            etree.SubElement(fill, name + "bgColor", indexed="64")
            form = copy.deepcopy(formats[int(style)])
            form.set("fillId", str(len(fills) - 1))
            form.set("applyFill", "1")
            formats.append(form)
            fills.set("count", str(len(fills)))
            formats.set("count", str(len(formats)))
            self.made[style, severity] = len(formats) - 1
        return self.made[style, severity]


def _add_comments(package: Package, sheet: str, lines: dict[str, tuple[str, ...]]) -> None:
    """The comments' texts; a cell that has a comment keeps it and gets ours below."""
    part = package.linked(sheet, "comments")
    namespace = etree.QName(package.xml(sheet)).namespace or ""
    name = "{" + namespace + "}"
    if part and part in package:
        root = package.edit(part)
    else:
        part = package.free("xl/comments{}.xml")
        package.link(sheet, "comments", part)
        root = etree.fromstring(f'<comments xmlns="{namespace}"/>')
        etree.SubElement(root, name + "authors")
        etree.SubElement(root, name + "commentList")
        package.add(part, root, _COMMENTS)
    authors, listed = root.find(name + "authors"), root.find(name + "commentList")
    if authors is None or listed is None:
        raise ReadError(package.path, f"{part} 已损坏，无法制作带批注的副本。", "请用 Excel 打开并另存后再试。")
    own = len(authors)
    etree.SubElement(authors, name + "author").text = AUTHOR
    there = {c.get("ref"): c for c in listed}
    for reference, said in lines.items():
        comment = there.get(reference)
        words = "\n".join(said)
        if comment is None:
            comment = etree.SubElement(listed, name + "comment", ref=reference, authorId=str(own))
            text = etree.SubElement(comment, name + "text")
        else:
            found = comment.find(name + "text")
            text = etree.SubElement(comment, name + "text") if found is None else found
            words = f"\n{AUTHOR}:\n{words}"
            for plain in text.findall(name + "t"):
                run = etree.Element(name + "r")
                text.replace(plain, run)
                run.append(plain)
        run = etree.SubElement(text, name + "r")
        written = etree.SubElement(run, name + "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        written.text = "".join(c for c in words if c >= " " or c in "\n\t")


def _add_shapes(package: Package, sheet: str, root: _Element, lines: dict[str, tuple[str, ...]]) -> None:
    """The boxes in which Excel shows comments, in the sheet's VML drawing."""
    part = package.linked(sheet, "vmlDrawing")
    if part and part in package:
        drawing = package.edit(part)
    else:
        part = package.free("xl/drawings/vmlDrawing{}.vml")
        number = int("".join(c for c in part if c.isdecimal()))
        drawing = etree.fromstring(_SHAPE_TYPE.format(n=number))
        package.put(part, drawing)
        package.declare("vml", _VML)
        link = package.link(sheet, "vmlDrawing", part)
        name = "{" + (etree.QName(root).namespace or "") + "}"
        legacy = etree.Element(name + "legacyDrawing", {f"{{{package.relations}}}id": link})
        follower = next((e for e in root if etree.QName(e).localname in _AFTER_LEGACY), None)
        if follower is None:
            root.append(legacy)
        else:
            follower.addprevious(legacy)
    ids = [int(m[1]) for e in drawing.iter("{*}shape") if (m := re.search(r"(\d+)$", e.get("id") or ""))]
    block = next((e.get("data") or "1" for e in drawing.iter("{*}idmap")), "1").split(",")[0]
    number = max([*ids, (int(block) if block.isdecimal() else 1) * 1024])
    placed = {
        (e.findtext("{*}ClientData/{*}Row"), e.findtext("{*}ClientData/{*}Column")) for e in drawing.iter("{*}shape")
    }
    for reference, said in lines.items():
        row, column = _place(reference)
        if (str(row), str(column)) in placed:
            continue
        number += 1
        tall = sum(1 + len(line) // 20 for line in said) + 1
        top = max(row - 1, 0)
        shape = _SHAPE.format(
            n=number,
            height=tall * 14,
            left=column + 1,
            right=column + 4,
            top=top,
            bottom=top + tall,
            row=row,
            column=column,
        )
        drawing.append(etree.fromstring(shape)[0])
