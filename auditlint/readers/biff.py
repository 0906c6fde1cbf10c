"""What an .xls workbook says of its numbers: values, formats, borders, errors, hidden rows (BIFF8 records)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from auditlint.readers import compound, number_formats
from auditlint.records import dataclass, field

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BIFF8 = 0x0600


@dataclass(slots=True)
class Numbers:
    """One sheet's numbers as (stored value, format code), its errors, empty framed cells and hidden rows, columns."""

    values: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    framed: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Book:
    """The sheets' numbers by their order in the file, or nothing for versions before Excel 97."""

    sheets: list[Numbers] = field(default_factory=list)
    epoch_1904: bool = False
    encrypted: bool = False


def read(data: bytes) -> Book:
    """The numbers of an .xls file; raises `compound.DamagedError`."""
    found = compound.streams(data)
    stream = found.get("Workbook") or found.get("Book") or b""
    book = Book()
    codes: dict[int, str] = {}
    styles: list[tuple[int, bool]] = []
    starts: list[int] = []
    try:
        for kind, body in _records(stream, 0):
            if kind == 0x0809 and struct.unpack_from("<H", body)[0] != _BIFF8:
                return book
            if kind == 0x002F:
                book.encrypted = True
                return book
            if kind == 0x0022:
                book.epoch_1904 = body[:1] == b"\x01"
            elif kind == 0x041E:
                number, count, flags = struct.unpack_from("<HHB", body)
                codes[number] = (
                    body[5 : 5 + 2 * count].decode("utf-16-le", "replace")
                    if flags & 1
                    else body[5 : 5 + count].decode("latin-1")
                )
            elif kind == 0x00E0:
                styles.append((struct.unpack_from("<H", body, 2)[0], struct.unpack_from("<H", body, 10)[0] != 0))
            elif kind == 0x0085:
                starts.append(struct.unpack_from("<I", body)[0])
        formats = [codes.get(n, number_formats.built_in(n)) for n, _ in styles]
        frames = [framed for _, framed in styles]
        book.sheets = [_sheet(stream, start, formats, frames) for start in starts]
    except (struct.error, IndexError) as exc:
        raise compound.DamagedError("truncated") from exc
    return book


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of the records from an offset to the end of their part."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        body = stream[start + 4 : start + 4 + length]
        start += 4 + length
        depth += (kind == 0x0809) - (kind == 0x000A)
        if depth <= 1:
            yield kind, body
        if depth <= 0:
            return


def _sheet(stream: bytes, start: int, formats: list[str], frames: list[bool]) -> Numbers:
    sheet = Numbers()

    def put(row: int, column: int, style: int, value: float) -> None:
        sheet.values[row, column] = repr(value), formats[style] if style < len(formats) else "General"

    for kind, body in _records(stream, start):
        if kind == 0x0203:
            put(*struct.unpack_from("<HHHd", body))
        elif kind == 0x027E:
            row, column, style, packed = struct.unpack_from("<HHHI", body)
            put(row, column, style, _unpacked(packed))
        elif kind == 0x00BD:
            row, first = struct.unpack_from("<HH", body)
            for i in range((len(body) - 6) // 6):
                style, packed = struct.unpack_from("<HI", body, 4 + 6 * i)
                put(row, first + i, style, _unpacked(packed))
        elif kind == 0x0006:
            row, column, style = struct.unpack_from("<HHH", body)
            if body[12:14] != b"\xff\xff":
                put(row, column, style, struct.unpack_from("<d", body, 6)[0])
            elif body[6] == 2:
                sheet.errors[row, column] = _ERRORS.get(body[8], "#错误")
        elif kind == 0x0205:
            row, column, _, code, error = struct.unpack_from("<HHHBB", body)
            if error:
                sheet.errors[row, column] = _ERRORS.get(code, "#错误")
        elif kind in (0x0201, 0x00BE):
            row, first = struct.unpack_from("<HH", body)
            blanks = [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - (2 * (kind == 0x00BE)), 2)]
            sheet.framed.update((row, first + i) for i, s in enumerate(blanks) if s < len(frames) and frames[s])
        elif kind == 0x0208:
            if struct.unpack_from("<H", body, 12)[0] & 0x20:
                sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == 0x007D:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & 1:
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
    return sheet


def _unpacked(packed: int) -> float:
    """An RK number: an integer or the upper half of a double, perhaps times a hundred."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))[0])
    return value / 100 if packed & 1 else value
