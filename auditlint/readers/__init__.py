"""The readers by format. A new reader is one module with `read(source) -> Document`, and one line in `READERS`."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module

from auditlint.errors import ReadError
from auditlint.limits import Limits
from auditlint.model import Document
from auditlint.outline import with_sections
from auditlint.records import dataclass, field
from auditlint.typed import Literal, cast

Revisions = Literal["accepted", "original"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A file format: its module below this package, its suffixes, and how a file of it begins.

    `starts` are the bytes one of which a file of the format begins with; none for formats that are plain text.
    `title` is what an accountant calls it.
    """

    module: str
    suffixes: tuple[str, ...]
    title: str
    starts: tuple[bytes, ...] = ()

    def load(self) -> Callable[[Source], Document]:
        """The module's `read`; the module is imported only now."""
        return cast("Callable[[Source], Document]", import_module(f"auditlint.readers.{self.module}").read)


_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_PDF = b"%PDF-"

READERS: dict[str, Reader] = {
    "text": Reader("text", (".txt", ".text"), "文本"),
    "markdown": Reader("markdown", (".md", ".markdown"), "Markdown"),
    "docx": Reader("docx", (".docx", ".docm"), "Word 文档", (_ZIP, _OLE)),
    "workbook": Reader("workbook", (".xlsx", ".xlsm", ".xls", ".et", ".ods"), "Excel 工作簿", (_ZIP, _OLE, b"\x09")),
    "html": Reader("html", (".html", ".htm", ".mht", ".mhtml"), "网页"),
    "pdf": Reader("pdf", (".pdf",), "PDF", (_PDF,)),
    "office": Reader("office", (".doc", ".wps", ".rtf", ".odt"), "旧版文字文档", (_OLE, _RTF, _ZIP)),
    "archive": Reader("archive", (".zip",), "压缩包", (_ZIP, b"PK\x05\x06")),
}
BY_SUFFIX = {suffix: name for name, reader in READERS.items() for suffix in reader.suffixes}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path as given, its name, its bytes."""

    path: str
    name: str
    data: bytes
    limits: Limits = field(default_factory=Limits)
    revisions: Revisions = "accepted"

    @property
    def suffix(self) -> str:
        """The name's last suffix in lower case, with its dot."""
        return os.path.splitext(self.name)[1].lower()


def read(
    path: str | os.PathLike[str],
    *,
    limits: Limits | None = None,
    revisions: Revisions = "accepted",
    name: str | None = None,
    data: bytes | None = None,
) -> Document:
    """Read one file as a document with sections; `data` stands for the file's bytes where there is no file.

    Raises `ReadError` and nothing else for whatever the file holds.
    """
    told = os.fspath(path)
    limits = limits or Limits()
    if data is None:
        data = file_bytes(told, limits)
    source = Source(told, name or os.path.basename(told), data, limits, revisions)
    return read_source(source)


def read_source(source: Source) -> Document:
    """Read bytes that are at hand, such as a member of an archive."""
    reader = READERS[chosen(source)]
    try:
        read = reader.load()
    except ModuleNotFoundError as error:
        told = f"没有安装读取{reader.title}需要的组件（{error.name}）。"
        raise ReadError(source.path, told, "请重新安装 auditlint，或把文件另存为 .docx 或 .txt。") from error
    return with_sections(read(source))


def chosen(source: Source) -> str:
    """The name of the reader for a file, by its suffix; the content must fit."""
    path, suffix = source.path, source.suffix
    if source.name.startswith(("~$", ".~")):
        told = "这是 Office 打开文件时生成的临时文件，不是报告。"
        raise ReadError(path, told, "请关闭 Word 或 Excel 后选择报告本身。")
    source.limits.check_bytes(path, len(source.data))
    if not source.data.strip(b"\x00 \t\r\n"):
        raise ReadError(path, "文件是空的。", "请确认文件已保存完整。")
    format = BY_SUFFIX.get(suffix)
    if format is None:
        known = " ".join(s.lstrip(".") for s in BY_SUFFIX)
        what = f"不认识扩展名“{suffix}”" if suffix else "文件没有扩展名"
        raise ReadError(path, f"{what}。", f"能读的格式有：{known}。")
    reader, found = READERS[format], _kind(source.data)
    if reader.starts and not source.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(reader.starts):
        if format in ("workbook", "office") and found in ("html", "text"):
            return format  # web pages and text that Office programs open under their own suffixes
        raise ReadError(path, f"扩展名是“{suffix}”，内容却不是{reader.title}。", _remedy(found))
    if not reader.starts and found in ("docx", "xlsx", "zip", "ole", "pdf", "rtf"):
        raise ReadError(path, f"扩展名是“{suffix}”，内容却不是{reader.title}。", _remedy(found))
    if format in ("docx", "workbook") and found in ("docx", "xlsx") and (found == "docx") != (format == "docx"):
        raise ReadError(path, f"扩展名是“{suffix}”，内容却不是{reader.title}。", _remedy(found))
    return format


def _kind(data: bytes) -> str:
    """What the bytes themselves say: docx, xlsx, zip, ole, pdf, rtf, html, text or unknown."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_ZIP):
        names = data[:65536] + data[-65536:]
        return "docx" if b"word/document.xml" in names else "xlsx" if b"xl/workbook" in names else "zip"
    for start, name in ((_OLE, "ole"), (_PDF, "pdf"), (_RTF, "rtf")):
        if head.startswith(start):
            return name
    if head[:1] == b"<":
        return "html"
    return "unknown" if b"\x00" in head else "text"


_REMEDIES = {
    "docx": "这是 Word 文档，请把扩展名改为 .docx。",
    "xlsx": "这是 Excel 工作簿，请把扩展名改为 .xlsx。",
    "zip": "这是压缩包，请把扩展名改为 .zip，或先解压。",
    "ole": "这是旧版 Office 文件，请把扩展名改为 .doc 或 .xls，或用 Word、Excel 另存为新格式。",
    "pdf": "这是 PDF，请把扩展名改为 .pdf。",
    "rtf": "这是 RTF 文档，请把扩展名改为 .rtf。",
    "html": "这是网页，请把扩展名改为 .html。",
    "text": "这是纯文本，请把扩展名改为 .txt。",
}


def _remedy(found: str) -> str:
    return _REMEDIES.get(found, "文件可能没有下载完整或已损坏，请重新取得，并用原来的软件打开确认。")


def file_bytes(path: str, limits: Limits) -> bytes:
    """A file's bytes."""
    try:
        if os.path.isdir(path):
            raise ReadError(path, "这是一个文件夹，不是文件。", "请给出文件夹里的报告文件。")
        limits.check_bytes(path, os.stat(path).st_size)
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise ReadError(path, "找不到文件。", "请检查路径和文件名是否写对。") from error
    except PermissionError as error:
        told = "没有读取文件的权限，或文件正被其他程序占用。"
        raise ReadError(path, told, "请关闭打开它的程序，或检查权限。") from error
    except (OSError, ValueError) as error:
        raise ReadError(path, f"文件读不出来（{error}）。", "请把文件复制到本机硬盘后再试。") from error
