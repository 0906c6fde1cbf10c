"""Where the cells of a row stand that is short of its table's columns: by what stands in each column, and its sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from auditlint.expressions import compiled
from auditlint.facts.grids import Line, Square, width
from auditlint.numerals import normalize
from auditlint.records import replace

_MOST = 12  # columns of a table whose short rows are tried in every way
_PROVEN = 2  # numbers of a total that must be the sums of their columns
_PLAIN = compiled(r"[-+]?[0-9,]*[0-9](?:\.[0-9]+)?")


def by_sums(line: Line, full: Sequence[Line], columns: int) -> Line:
    """合计 | 1611 | 1,933,200 | …, without the column of prices: a total under the columns that add up to it.

    `line` is a name and numbers; `full` are the rows above, with a cell in each column. An empty line where the sums do
    not tell: all but one number must be those of their columns.
    """
    first, *numbers = line
    short = columns - width(line)
    if not 0 < short <= _PROVEN or columns > _MOST or len(numbers) < _PROVEN or len(full) < _PROVEN:
        return ()
    if any(s.kind != "number" for s in numbers) or first.kind != "text":
        return ()
    sums = [_sum(full, c) for c in range(columns)]
    values = [_value(s) for s in numbers]
    best: tuple[int, ...] = ()
    most = 0
    for places in combinations(range(1, columns), len(numbers)):
        met = sum(v is not None and v == sums[c] for v, c in zip(values, places, strict=True))
        if met >= most:
            best, most = places if met > most else (), met  # of two that are as good neither is known
    if most < max(_PROVEN, len(numbers) - 1) or not best:
        return ()
    return (first, *(replace(s, column=c) for s, c in zip(numbers, best, strict=True)))


def by_form(line: Line, aligned: Line, full: Sequence[Line], columns: int) -> Line:
    """基本支出 | 900.14 | 989.70 | 99.05%, short of merged cells: each cell under one that is printed as it is.

    Where the row, as it is aligned, has a percentage under other numbers or the other way round; an empty line where it
    has not, or fits not at just one place.
    """
    if not 0 < columns - width(line) < columns - 1 or columns > _MOST or not full or any(s.width > 1 for s in line):
        return ()
    forms: list[set[str]] = [set() for _ in range(columns)]
    for cell in (s for row in full for s in row if s.width == 1 and _form(s)):
        forms[cell.column].add(_form(cell))
    if not any(_odd(_form(s), forms[s.column]) for s in aligned if s.kind == "number"):
        return ()
    fitting = [
        places
        for places in combinations(range(columns), len(line))
        if all(not _form(s) or _form(s) in forms[c] for s, c in zip(line, places, strict=True))
    ]
    if len({tuple(c for s, c in zip(line, places, strict=True) if s.kind == "number") for places in fitting}) != 1:
        return ()
    return tuple(replace(s, column=c) for s, c in zip(line, fitting[0], strict=True))


def _odd(form: str, others: set[str]) -> bool:
    """Whether a number is a percentage under what are none, or none under percentages."""
    return bool(others) and (form == "%") != ("%" in others) and (form == "%" or others == {"%"})


def _form(cell: Square) -> str:
    """How a cell is printed: words, a percentage, a whole number, one with decimals; "" where it is blank."""
    if cell.kind != "number":
        return "words" if cell.kind == "text" else ""
    text = normalize(cell.text)
    return "%" if "%" in text else "decimals" if "." in text else "whole"


def _value(cell: Square) -> Decimal | None:
    text = normalize(cell.text).strip()
    return Decimal(text.replace(",", "")) if _PLAIN.fullmatch(text) else None


def _sum(full: Sequence[Line], column: int) -> Decimal | None:
    """The sum of a column; None where a row has no plain number there."""
    found = [_value(s) for row in full for s in row if s.column == column and s.width == 1]
    known = [v for v in found if v is not None]
    return sum(known, Decimal(0)) if len(known) == len(full) else None
