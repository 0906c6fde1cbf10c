"""Zip archives: the reports in them, read in memory; nothing is written out."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from auditlint.errors import ReadError
from auditlint.model import Block, Cell, Document, Table
from auditlint.records import replace

if TYPE_CHECKING:
    from auditlint.readers import Source

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
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
    from auditlint.readers import BY_SUFFIX, read_source

    if source.depth >= 1:
        raise ReadError(source.path, "压缩包里又有压缩包，没有读取。", "请解压后再检查。")
    found: list[Document] = []
    notices: list[str] = []
    errors: list[ReadError] = []
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            members = [m for m in package.infolist() if not m.is_dir()]
            pairs = ((m.file_size, m.compress_size) for m in members)
            source.limits.check_archive(source.path, len(source.data), pairs)
            for name, member in sorted((_name(m), m) for m in members):
                base = posixpath.basename(name)
                suffix = posixpath.splitext(base)[1].lower()
                if base.startswith((".", "~$")) or name.startswith("__MACOSX/"):
                    continue
                if suffix not in BY_SUFFIX or suffix in _ARCHIVES:
                    notices.append(f"压缩包里的“{name}”没有读取。")
                    continue
                if member.flag_bits & 1:
                    raise ReadError(source.path, "压缩包有密码。", "请解压后再检查。")
                inner = replace(source, path=f"{source.path}/{name}", name=base, data=b"", depth=source.depth + 1)
                source.limits.check_bytes(inner.path, member.file_size)
                try:
                    found.append(read_source(replace(inner, data=package.read(member))))
                except ReadError as error:
                    errors.append(error)
                    notices.append(str(error))
    except _BROKEN as exc:
        raise ReadError(source.path, "压缩包已损坏，或没有下载完整。", "请重新取得文件，解压后再检查。") from exc
    if not found:
        if errors:
            raise errors[0]
        raise ReadError(source.path, "压缩包里没有能读的报告。", "请解压后选择报告文件。")
    found[0] = replace(found[0], notices=(*found[0].notices, *notices))
    return tuple(found)


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
