"""Files that auditlint wrote itself, known by their marks: the results beside a folder's reports are not audited."""

from __future__ import annotations

import os
import zlib

# What a file's own directory of parts names before it is worth opening: comments, or the properties of a list.
_ENDING = 65_536
_BEGINNING = 4_096
_PART_BYTES = 4_000_000
_MARKS = {
    "word/comments": b'author="auditlint"',
    "xl/comments": b">auditlint</author>",
    "docProps/core.xml": b">auditlint</dc:creator>",
}


def is_produced(path: str) -> bool:
    """Whether a file bears the mark of a Word or Excel copy with comments, an issue list, a page, or a summary."""
    suffix = os.path.splitext(path)[1].lower()
    try:
        if suffix in (".docx", ".docm"):
            return _names(path, b"word/comments") and _marked(path, ("word/comments",))
        if suffix in (".xlsx", ".xlsm"):
            return _marked(path, ("docProps/core.xml", "xl/comments"))
        if suffix in (".html", ".htm"):
            return b'<meta name="generator" content="auditlint' in _head(path)
        if suffix == ".md":
            return _head(path).lstrip(b"\xef\xbb\xbf").startswith(b"# auditlint\n")
    except (OSError, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        return False  # whatever is wrong with it is told when it is read
    return False


def _head(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(_BEGINNING)


def _names(path: str, part: bytes) -> bool:
    """Whether the list of parts at the end of an Office file names one."""
    with open(path, "rb") as file:
        file.seek(max(os.path.getsize(path) - _ENDING, 0))
        return part in file.read()


def _marked(path: str, parts: tuple[str, ...]) -> bool:
    import zipfile  # a run over texts does not need it

    try:
        with zipfile.ZipFile(path) as package:
            for member in package.infolist():
                part = next((p for p in parts if member.filename.startswith(p)), "")
                if part and member.file_size <= _PART_BYTES and _MARKS[part] in package.read(member):
                    return True
    except zipfile.BadZipFile:
        return False
    return False
