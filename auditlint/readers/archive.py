"""Zip archives: the reports in them, read in memory; nothing is written out."""

from __future__ import annotations

import contextlib
import io
import os
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from auditlint.errors import ReadError
from auditlint.model import Block, Cell, Document, Table
from auditlint.records import replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.limits import Limits
    from auditlint.readers import Source

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_NO_REPORT = ("压缩包里没有能读的报告。", "请解压后选择报告文件。")
_UTF8 = 0x800
_ARCHIVES = frozenset((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"))


def read(source: Source) -> Document:
    """All reports of an archive as one document; each block's place names its member."""
    documents = read_members(source)
    if len(documents) == 1:
        return replace(documents[0], path=source.path)
    blocks: list[Block] = []
    tables: list[Table] = []
    notices: list[str] = []
    for document in documents:
        member = document.path.removeprefix(source.path + "/")
        first, above = len(blocks), len(tables)
        for block in document.blocks:
            place = replace(block.address, part=member)
            blocks.append(replace(block, address=place, table=block.table + above if block.table >= 0 else -1))
        for table in document.tables:
            cells = tuple(Cell(c.block + first, c.row, c.column, c.rowspan, c.colspan) for c in table.cells)
            tables.append(replace(table, cells=cells))
        notices += (f"{member}：{n}" for n in document.notices)
    return Document(source.path, "zip", tuple(blocks), tuple(tables), tuple(notices))


def read_members(source: Source) -> tuple[Document, ...]:
    """The reports of an archive in the order of their names; what cannot be read is told as a notice of the first."""
    from auditlint.readers import read_source

    found: list[Document] = []
    errors: list[ReadError] = []
    with _opened(source.path, source.data, source.limits) as package:
        reports, others = _sorted(package)
        notices = [f"压缩包里的“{name}”没有读取。" for name in others]
        for name, member in reports:
            base = posixpath.basename(name)
            inner = replace(source, path=f"{source.path}/{name}", name=base, data=b"")
            try:
                found.append(read_source(replace(inner, data=_unpacked(package, member, inner.path, source.limits))))
            except ReadError as error:
                errors.append(error)
                notices.append(str(error))
    if not found:
        raise errors[0] if errors else ReadError(source.path, *_NO_REPORT)
    found[0] = replace(found[0], notices=(*found[0].notices, *notices))
    return tuple(found)


def names(path: str, data: bytes | None, limits: Limits) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the files in an archive that may hold reports, and of the others; raises `ReadError`."""
    with _opened(path, data, limits) as package:
        reports, others = _sorted(package)
        if not reports:
            raise ReadError(path, *_NO_REPORT)
        return tuple(name for name, _ in reports), others


def content(path: str, name: str, limits: Limits, data: bytes | None = None) -> bytes:
    """The bytes of a file in an archive; raises `ReadError`."""
    with _opened(path, data, limits) as package:
        member = next((m for m in package.infolist() if _name(m) == name), None)
        if member is None:
            raise ReadError(f"{path}/{name}", "压缩包里没有这个文件。", "请检查文件名是否写对。")
        return _unpacked(package, member, f"{path}/{name}", limits)


@contextlib.contextmanager
def _opened(path: str, data: bytes | None, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """An archive of bytes at hand, else of a file; what is wrong with it as `ReadError`."""
    try:
        with zipfile.ZipFile(path if data is None else io.BytesIO(data)) as package:
            size = os.path.getsize(path) if data is None else len(data)
            limits.check_archive(path, size, ((m.file_size, m.compress_size) for m in package.infolist()))
            yield package
    except _BROKEN as exc:
        raise ReadError(path, "压缩包已损坏，或没有下载完整。", "请重新取得文件，解压后再检查。") from exc


def _sorted(package: zipfile.ZipFile) -> tuple[list[tuple[str, zipfile.ZipInfo]], tuple[str, ...]]:
    """The members that may hold reports by name, and the names of others; what systems add to folders is neither."""
    from auditlint.readers import BY_SUFFIX

    reports, others = [], []
    for name, member in sorted((_name(m), m) for m in package.infolist() if not m.is_dir()):
        base = posixpath.basename(name)
        if base.startswith((".", "~$")) or name.startswith("__MACOSX/"):
            continue
        suffix = posixpath.splitext(base)[1].lower()
        if suffix in BY_SUFFIX or suffix in _ARCHIVES:
            reports.append((name, member))
        else:
            others.append(name)
    return reports, tuple(others)


def _unpacked(package: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, limits: Limits) -> bytes:
    """A member's bytes; one that cannot be had costs only itself."""
    if posixpath.splitext(path)[1].lower() in _ARCHIVES:
        raise ReadError(path, "压缩包里又有压缩包，没有读取。", "请解压后再检查。")
    if member.flag_bits & 1:
        raise ReadError(path, "压缩包有密码。", "请解压后再检查。")
    limits.check_bytes(path, member.file_size)
    try:
        return package.read(member)
    except _BROKEN as exc:
        raise ReadError(path, "压缩包已损坏，或没有下载完整。", "请重新取得文件，解压后再检查。") from exc


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name; programs of a Chinese Windows write it in GBK without saying so."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding) or name
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
