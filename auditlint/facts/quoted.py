"""The unit of a table that names none, from the amounts that the text quotes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from auditlint.model import Document, Fact, Table
from auditlint.numerals import normalize

_ENOUGH = 2  # amounts that must be quoted
_PART = 4  # of the table's amounts, at least one in so many


def quoted_units(facts: Iterable[Fact]) -> dict[Decimal, str]:
    """The amounts of money that running text prints, each with its unit; those printed in several are left out."""
    found: dict[Decimal, str] = {}
    for fact in facts:
        if fact.figure.unit.dimension == "money" and _telling(fact.figure.value):
            unit = found.setdefault(fact.figure.value, fact.figure.unit.name)
            if unit != fact.figure.unit.name:
                found[fact.figure.value] = ""
    return found


def unit_by_quotation(document: Document, table: Table, quoted: Mapping[Decimal, str]) -> str:
    """The unit in which the text quotes a table's amounts; "" where it quotes too few of them."""
    values = set()
    for cell in table.cells:
        text = normalize(document.blocks[cell.block].text).strip()
        if not text.isascii():  # most cells: an exception for each would take longer than all else
            continue
        try:
            value = Decimal(text.replace(",", "").strip())
        except InvalidOperation:
            continue
        if value.is_finite() and _telling(value):
            values.add(value)
    units = [quoted[v] for v in values if quoted.get(v)]
    if len(units) < _ENOUGH or len(units) * _PART < len(values) or len(set(units)) > 1:
        return ""
    return units[0]


def _telling(value: Decimal) -> bool:
    """Whether a number is no small whole one, which may be anything."""
    digits = value.as_tuple()
    return len(digits.digits) >= 3 or (len(digits.digits) == 2 and bool(digits.exponent))
