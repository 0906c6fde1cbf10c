"""Streams of an OLE compound file (.xls, .et, .doc, encrypted packages), read without trusting a single offset."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks


class DamagedError(ValueError):
    """The file's structure does not hold together."""


def streams(data: bytes) -> dict[str, bytes]:
    """The streams by name; of streams with one name the first."""
    try:
        return _streams(data)
    except (struct.error, IndexError, OverflowError) as exc:
        raise DamagedError("truncated") from exc


def _streams(data: bytes) -> dict[str, bytes]:
    if not data.startswith(MAGIC):
        raise DamagedError("not a compound file")
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if not 7 <= shift <= 16 or not 2 <= mini_shift < shift:
        raise DamagedError("sector size")
    size = 1 << shift
    directory, cutoff, mini_fat_start = struct.unpack_from("<I4xII", data, 48)
    more, _ = struct.unpack_from("<II", data, 68)

    def sector(number: int) -> bytes:
        start = (number + 1) << shift
        return data[start : start + size]

    tables = list(struct.unpack_from("<109I", data, 76))
    seen: set[int] = set()
    while more < _LAST and more not in seen:
        seen.add(more)
        *numbers, more = struct.unpack(f"<{size // 4}I", sector(more))
        tables.extend(numbers)
    fat: list[int] = []
    for number in tables:
        if number < _LAST:
            fat.extend(struct.unpack(f"<{size // 4}I", sector(number).ljust(size, b"\xff")))

    def chain(start: int, links: list[int], width: int, source: bytes, skip: int) -> bytes:
        pieces, number, visited = [], start, set()
        while number < _LAST and number not in visited:
            visited.add(number)
            at = (number + skip) * width
            pieces.append(source[at : at + width])
            number = links[number]
        return b"".join(pieces)

    entries = chain(directory, fat, size, data, 1)
    packed = chain(mini_fat_start, fat, size, data, 1)
    mini_fat = list(struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4]))
    found: dict[str, bytes] = {}
    mini = b""
    for at in range(0, len(entries) - 127, 128):
        length, kind = struct.unpack_from("<HB", entries, at + 64)
        start, extent = struct.unpack_from("<II", entries, at + 116)
        name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if kind == 5:
            mini = chain(start, fat, size, data, 1)
        elif kind == 2 and name not in found:
            if extent < cutoff:
                found[name] = chain(start, mini_fat, 1 << mini_shift, mini, 0)[:extent]
            else:
                found[name] = chain(start, fat, size, data, 1)[:extent]
    return found
