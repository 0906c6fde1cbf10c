"""Results kept between runs in a private folder, found by the content of the files and everything that shaped them."""

from __future__ import annotations

import contextlib
import os
import pickle
import stat
import sys
from collections.abc import Iterable
from functools import cache

from auditlint import private
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import hashlib

MAX_BYTES = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder that only the user can read and write; reports may be unpublished."""

    folder: str

    @classmethod
    def open(cls) -> Cache | None:
        """The user's cache; None where there is no private folder to be had."""
        inside = private.folder()
        if inside is None:
            return None
        folder = os.path.join(inside, "results")
        try:
            if not os.path.isdir(folder):
                os.mkdir(folder, mode=0o700)
            seen = os.lstat(folder)
        except OSError:
            return None
        return cls(folder) if stat.S_ISDIR(seen.st_mode) and private.own(seen) else None

    def get(self, key: str) -> object | None:
        """What was kept under a key; None where nothing was, or it is not surely our own."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self._path(key), flags), "rb") as file:
                if not private.own(os.fstat(file.fileno())):
                    return None
                data = file.read()
        except OSError:
            return None
        if _sha256(data[32:]).digest() != data[:32]:
            return None
        try:
            found: object = pickle.loads(data[32:])
        except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError, ValueError):
            return None
        return found

    def put(self, key: str, value: object) -> None:
        """Keep a value; a folder that cannot be written to costs only time."""
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):
            private.place(self._path(key), _sha256(data).digest() + data)
        if key.startswith("00"):  # now and then: looking at every file takes longer than a short report
            self.trim()

    def trim(self, limit: int = MAX_BYTES) -> None:
        """Drop what was used longest ago until the folder is within the limit."""
        with contextlib.suppress(OSError):
            kept = sorted((e.stat().st_mtime, e.stat().st_size, e.path) for e in os.scandir(self.folder))
            size = sum(s for _, s, _ in kept)
            for _, each, path in kept:
                if size <= limit:
                    return
                os.unlink(path)
                size -= each

    def _path(self, key: str) -> str:
        return os.path.join(self.folder, f"{key}.pickle")


def key(parts: Iterable[str], contents: Iterable[bytes]) -> str:
    """The key of a result: the program, words that shaped it, and the bytes of its files."""
    digest = _sha256(program().encode())
    for part in parts:
        digest.update(b"\x1f" + part.encode("utf-8", "surrogatepass"))
    for content in contents:
        digest.update(_sha256(content).digest())
    return digest.hexdigest()[:48]


@cache
def program() -> str:
    """What identifies the running program: its version and the names, sizes and times of its modules."""
    from auditlint import __version__

    digest = _sha256(f"{__version__} {sys.version}".encode())
    for folder, folders, names in os.walk(os.path.dirname(__file__)):
        folders[:] = sorted(f for f in folders if f not in ("__pycache__", "_rules"))
        for name in sorted(names):
            if name.endswith(".py"):
                seen = os.stat(os.path.join(folder, name))
                digest.update(f"{name} {seen.st_size} {seen.st_mtime_ns}".encode())
    return digest.hexdigest()


def _sha256(data: bytes) -> hashlib._Hash:
    import hashlib

    return hashlib.sha256(data)
