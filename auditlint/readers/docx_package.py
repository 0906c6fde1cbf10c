"""A Word file as a package of parts: opened within limits, parsed without entities, strict names made transitional."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from lxml import etree

from auditlint.errors import ReadError
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from auditlint.readers import Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = tuple(
    (b"http://purl.oclc.org/ooxml/" + strict, b"http://schemas.openxmlformats.org/" + transitional)
    for strict, transitional in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"drawingml/chart", b"drawingml/2006/chart"),
        (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
    )
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship: the last word of its type ("footnotes", "chart") and the part it leads to ("" if outside)."""

    kind: str
    part: str


class Package:
    """The parts of one OOXML file."""

    def __init__(self, source: Source) -> None:
        self.path = source.path
        data = source.data
        if data.startswith(_OLE):
            if _ENCRYPTED in data:
                raise self.error("文件有打开密码。", "请在 Word 中取消密码后另存，再检查。")
            raise self.error("内容是旧版 Word 格式，扩展名却是新版的。", "请用 Word 或 WPS 另存为 .docx。")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {i.filename.lower(): i for i in self._zip.infolist()}
        except _BROKEN as exc:
            reason = "不是完整的 Word 文件（可能没有下载完整，或扩展名不对）。"
            raise self.error(reason, "请重新取得文件，用 Word 打开后另存。") from exc
        sizes = ((i.file_size, i.compress_size) for i in self._members.values())
        source.limits.check_archive(source.path, len(data), sizes)
        self._xml: dict[str, etree._Element | None] = {}
        self.main = next((k.part for k in self.links("").values() if k.kind == "officeDocument" and k.part), "")
        if not self.main:
            raise self.error("压缩包里没有 Word 文档。", "请确认文件由 Word 或 WPS 保存为 .docx。")

    def error(self, reason: str, remedy: str = "请用 Word 打开并另存为 .docx 后再检查。") -> ReadError:
        """A `ReadError` about this file."""
        return ReadError(self.path, reason, remedy)

    def data(self, part: str) -> bytes | None:
        """A part's bytes, `None` where there is no such part."""
        member = self._members.get(part.lower())
        if member is None:
            return None
        if member.flag_bits & 1:
            raise self.error("文件的压缩包加了密码。", "请用 Word 打开后不设密码另存。")
        try:
            return self._zip.read(member)
        except _BROKEN as exc:
            remedy = "请重新取得文件，或用 Word 的“打开并修复”后另存。"
            raise self.error(f"文件已损坏（{part} 读不出来）。", remedy) from exc

    def xml(self, part: str) -> etree._Element | None:
        """The root element of a part, `None` where there is no such part."""
        if part not in self._xml:
            self._xml[part] = self._parse(part)
        return self._xml[part]

    def _parse(self, part: str) -> etree._Element | None:
        data = self.data(part)
        if data is None:
            return None
        if b"purl.oclc.org" in data[:8192]:
            for strict, transitional in _STRICT:
                data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as exc:
            raise self.error(f"文件已损坏（{part} 不是合格的 XML）。", "请用 Word 的“打开并修复”后另存。") from exc
        if cast("Any", root.getroottree().docinfo).doctype:
            raise self.error(f"{part} 含有 Word 文件不允许的文档类型声明，为安全起见没有读取。")
        return root

    def links(self, part: str) -> dict[str, Link]:
        """The relationships of a part by id; `""` is the package itself."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", name + ".rels"))
        found: dict[str, Link] = {}
        for rel in root if root is not None else ():
            target = unquote(rel.get("Target") or "")
            if rel.get("TargetMode") == "External":
                target = ""
            elif target:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[rel.get("Id") or ""] = Link((rel.get("Type") or "").rpartition("/")[2], target)
        return found

    def linked(self, kind: str) -> str:
        """The part the main document is linked to by a relationship of this kind, or ""."""
        return next((k.part for k in self.links(self.main).values() if k.kind == kind), "")
