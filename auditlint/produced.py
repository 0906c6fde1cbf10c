"""Files that auditlint wrote itself, known by their marks: the results beside a folder's reports are not audited."""

from __future__ import annotations

import os
import zlib

from auditlint.expressions import compiled

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
    """Whether a file bears the mark of a copy with comments, an issue list, a page, a summary or a list of findings."""
    suffix = os.path.splitext(path)[1].lower()
    try:
        if suffix in (".docx", ".docm"):
            return _names(path, b"word/comments") and _marked(path, ("word/comments",))
        if suffix in (".xlsx", ".xlsm"):
            return _marked(path, ("docProps/core.xml", "xl/comments"))
        if suffix in (".html", ".htm"):
            return b'<meta name="generator" content="auditlint' in _head(path)
        if suffix in (".md", ".txt"):
            return _told(_head(path))
    except (OSError, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        return False  # whatever is wrong with it is told when it is read
    return False


# How the results for people and for logs begin, in either language.
_FINDING = r"(?:错误|警告|提示|error|warning|info) [A-Z]{2,4}[0-9]{3} "
_BEGINS = compiled(
    rf"{_FINDING}|(?:请留意|note) [^\n]+\n  |共[0-9]+份报告[：\n]|[0-9]+ reports?[:\n]|# auditlint\n"
    r"|[^\n]{1,400}?(?::[0-9]+|\.[a-z]{2,4}:[^\n:]{1,80}): [A-Z]{2,4}[0-9]{3} |::(?:error|warning|notice) [^\n]*title="
)


def _told(head: bytes) -> bool:
    """Whether a text is a result that was written or redirected into a file, in the code page of a console even."""
    for encoding in ("utf-8-sig", "gb18030"):
        text = head.decode(encoding, "ignore").replace("\r", "")
        if _BEGINS.match(text):
            return True
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
