"""Slips of the pen: how a printed figure may have come from the value that would be right."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from auditlint.equations import quantize
from auditlint.model import Figure

# From the most telling to the least; a rank says how good an explanation a slip is.
RANK = {
    "swap": 0,
    "digit": 1,
    "row": 1,
    "unit": 1,
    "exchange": 2,
    "lost": 2,
    "doubled": 2,
    "point": 2,
    "sign": 2,
    "twice": 2,
}


def slip(figure: Figure, wanted: Decimal) -> str:
    """The slip that turns `wanted` (in the figure's unit) into what is printed; "" where none is plausible.

    Keys: swap (neighbouring digits), digit (one wrong), lost, doubled (a digit too few or too many), point, unit
    (元 for 万元), twice (both sides added), sign.
    """
    printed = figure.value
    if wanted == printed or (wanted < 0) != (printed < 0):
        return "sign" if wanted == -printed and wanted else ""
    wanted, printed = abs(wanted), abs(printed)
    if not wanted or not printed:
        return ""
    if printed == 2 * wanted:
        return "twice"
    for power in (1, 2, 3):
        if printed == wanted.scaleb(power) or printed == wanted.scaleb(-power):
            return "point"
    if printed == wanted.scaleb(4) or printed == wanted.scaleb(-4):
        return "unit"
    right, wrong = _digits(wanted, figure.decimals), _digits(printed, figure.decimals)
    if len(right) == len(wrong):
        different = [i for i, (a, b) in enumerate(zip(right, wrong, strict=True)) if a != b]
        if len(different) == 1:
            return "digit"
        if len(different) == 2:
            i, j = different
            if right[i] == wrong[j] and right[j] == wrong[i]:
                return "swap" if j == i + 1 else "exchange"
    elif abs(len(right) - len(wrong)) == 1:
        short, long = sorted((right, wrong), key=len)
        if any(long[:i] + long[i + 1 :] == short for i in range(len(long))):
            return "lost" if len(wrong) < len(right) else "doubled"
    return ""


def _digits(value: Decimal, decimals: int) -> str:
    """The digits of a value printed with so many decimals, without the point."""
    return str(quantize(value, decimals)).replace(".", "").lstrip("0") or "0"


def slips(figure: Figure) -> list[tuple[Decimal, str]]:
    """Values of which the printed figure may be a slip: digits swapped or wrong, lost or doubled, point moved."""
    text = str(abs(figure.value).quantize(Decimal(1).scaleb(-figure.decimals)))
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    if len(digits) < 2 or len(digits) > 12:
        return []
    found: dict[Decimal, str] = {}
    for a, b in pairwise(digits):
        if text[a] != text[b]:
            swapped = list(text)
            swapped[a], swapped[b] = swapped[b], swapped[a]
            found.setdefault(Decimal("".join(swapped)), "swap")
    for i in digits:
        for c in "0123456789":
            if c != text[i]:
                found.setdefault(Decimal(text[:i] + c + text[i + 1 :]), "digit")
    for i in digits:
        if len(digits) > 2:
            shorter = text[:i] + text[i + 1 :]
            if shorter.strip(".") and not shorter.startswith("."):
                found.setdefault(Decimal(shorter), "doubled")
    for power in (1, 2, -1, -2):
        found.setdefault(Decimal(text).scaleb(power), "point")
    if len(digits) >= 4:
        found.setdefault(Decimal(text) / 2, "twice")
    sign = -1 if figure.value < 0 else 1
    return [(sign * v, k) for v, k in found.items()]
