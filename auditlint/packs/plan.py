"""The compiled rulebook kept in the user's private cache folder, for a fast start.

A pickle runs what it says, so it is read only from a folder and a file that are the user's own and that nobody else can
write. `AUDITLINT_NO_CACHE=1` turns the cache off.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path

from auditlint.packs.nouns import Rulebook

_KEPT = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the rulebook of a key is kept. The file holds the whole key, so its name need not be unique."""

    path: Path
    key: bytes

    @classmethod
    def find(cls, key: str) -> Plan | None:
        """Where the plan of a key is kept; None where no cache may be used."""
        if os.environ.get("AUDITLINT_NO_CACHE"):
            return None
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        folder = Path(base, "auditlint")
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            seen = folder.lstat()
        except OSError:
            return None
        if not stat.S_ISDIR(seen.st_mode) or not _private(seen):
            return None
        written = key.encode()
        return cls(folder / f"plan-{zlib.crc32(written):08x}.pickle", written)

    def read(self) -> Rulebook | None:
        """The kept rulebook; None where there is none, or it is not surely our own."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self.path, flags), "rb") as file:
                if not _private(os.fstat(file.fileno())):
                    return None
                data = file.read()
        except OSError:
            return None
        head = len(self.key) + 4
        if data[: head - 4] != self.key or zlib.crc32(data[head:]).to_bytes(4, "big") != data[head - 4 : head]:
            return None
        try:
            found = pickle.loads(data[head:])
        except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError, ValueError):
            return None
        return found if isinstance(found, Rulebook) else None

    def write(self, rulebook: Rulebook) -> None:
        """Keep a rulebook; a folder that cannot be written to costs only time."""
        import tempfile  # a second start does not need it

        data = pickle.dumps(rulebook, pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix="plan-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self.key + zlib.crc32(data).to_bytes(4, "big") + data)
                os.replace(temporary, self.path)
            except OSError:
                os.unlink(temporary)
                return
            kept = sorted(self.path.parent.glob("plan-*.pickle"), key=lambda p: p.stat().st_mtime)
            for old in kept[:-_KEPT]:
                old.unlink()


def _private(seen: os.stat_result) -> bool:
    """Whether a file or folder is the user's own and nobody else can write it."""
    if not hasattr(os, "getuid"):
        return True
    return seen.st_uid == os.getuid() and not seen.st_mode & 0o022
