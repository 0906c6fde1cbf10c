"""Files kept in the user's private cache folder: compiled rules and regular expressions, results of reports.

A pickle runs what it says, so a file is read only from a folder, and only if it is one, that is the user's own and that
nobody else can write. `AUDITLINT_NO_CACHE=1` turns the cache off.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import zlib


def folder() -> str | None:
    """The private folder; None where no cache may be used."""
    if os.environ.get("AUDITLINT_NO_CACHE"):
        return None
    local = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
    base = os.environ.get("XDG_CACHE_HOME") or local or os.path.join(os.path.expanduser("~"), ".cache")
    found = os.path.join(base, "auditlint")
    try:
        if not os.path.isdir(found):
            os.makedirs(found, mode=0o700, exist_ok=True)
        seen = os.lstat(found)
    except OSError:
        return None
    return found if stat.S_ISDIR(seen.st_mode) and own(seen) else None


def interpreter() -> str:
    """What compiled things depend on besides their sources."""
    return f"{sys.implementation.name} {sys.version}"


def path(name: str, key: str) -> str | None:
    """The file of a name and a key; it holds the whole key, so its name need not be unique."""
    inside = folder()
    return None if inside is None else os.path.join(inside, f"{name}-{zlib.crc32(key.encode()):08x}.pickle")


def read(name: str, key: str) -> memoryview | None:
    """What was kept under a name and a key; None where nothing was, or it is not surely our own."""
    file_path = path(name, key)
    if file_path is None:
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(file_path, flags), "rb") as file:
            if not own(os.fstat(file.fileno())):
                return None
            written = file.read()
    except OSError:
        return None
    head = key.encode()
    data = memoryview(written)[len(head) + 4 :]  # not copied: all of it is half a megabyte
    if not written.startswith(head) or zlib.crc32(data).to_bytes(4, "big") != written[len(head) : len(head) + 4]:
        return None
    return data


def write(name: str, key: str, data: bytes, most: int) -> None:
    """Keep something, and of its name only the `most` newest; a folder that cannot be written to costs only time."""
    file_path = path(name, key)
    if file_path is None:
        return
    inside = os.path.dirname(file_path)
    with contextlib.suppress(OSError):
        place(file_path, key.encode() + zlib.crc32(data).to_bytes(4, "big") + data)
        mine = [e for e in os.scandir(inside) if e.name.startswith(f"{name}-") and e.name.endswith(".pickle")]
        for old in sorted(mine, key=lambda e: e.stat().st_mtime)[:-most]:
            os.unlink(old.path)


def place(file_path: str, data: bytes) -> None:
    """Write a file that only the user can read, whole or not at all; without `tempfile`, which takes long to load."""
    temporary = f"{file_path}.{os.urandom(8).hex()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, file_path)
    except OSError:
        os.unlink(temporary)
        raise


def own(seen: os.stat_result) -> bool:
    """Whether a file or folder is the user's own and nobody else can write it."""
    if sys.platform == "win32":
        return True
    return seen.st_uid == os.getuid() and not seen.st_mode & 0o022
