"""Slips of the pen: how a printed figure may have come from the value that would be right."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from auditlint.equations import HUNDRED
from auditlint.intervals import quantize
from auditlint.model import Figure

TYPED = ("swap", "exchange", "digit", "lost", "doubled")  # slips of single digits
MISTYPED = (*TYPED, "point")
_LONGEST = 12  # digits beyond which nobody types a figure by hand


def slip(figure: Figure, wanted: Decimal) -> str:
    """The slip that turns `wanted` (in the figure's unit) into what is printed; "" where none is plausible.

    Keys: swap (neighbouring digits), digit (one wrong), lost, doubled (a digit too few or too many), point, unit
    (元 for 万元), twice (both sides added), rest (the percentage of the rest), sign.
    """
    printed = figure.value
    if wanted == printed or (wanted < 0) != (printed < 0):
        return "sign" if wanted == -printed and wanted else ""
    wanted, printed = abs(wanted), abs(printed)
    if not wanted or not printed:
        return ""
    if printed == 2 * wanted:
        return "twice"
    if figure.unit.dimension == "percent" and printed + wanted == HUNDRED:
        return "rest"
    for power in (1, 2, 3):
        if printed == wanted.scaleb(power) or printed == wanted.scaleb(-power):
            return "point"
    if printed == wanted.scaleb(4) or printed == wanted.scaleb(-4):
        return "unit"
    wrong = str(quantize(printed, figure.decimals))
    for right in _shown(wanted, figure.decimals):
        kind = _typed(right, wrong)
        if kind:
            return kind
    return ""


def _shown(value: Decimal, decimals: int) -> list[str]:
    """A value as it may be printed where others have so many decimals: with these, and without idle zeros."""
    least = max(0, -int(value.normalize().as_tuple().exponent))
    return [f"{value:.{n}f}" for n in dict.fromkeys((max(least, decimals), least))]


def _typed(right: str, wrong: str) -> str:
    """How `wrong` may have been typed for `right`, both as printed."""
    if len(right) == len(wrong) and right.find(".") == wrong.find("."):
        different = [i for i, (a, b) in enumerate(zip(right, wrong, strict=True)) if a != b]
        if len(different) == 1:
            return "digit"
        if len(different) == 2:
            i, j = different
            if right[i] == wrong[j] and right[j] == wrong[i]:
                return "swap" if right[i : j + 1].replace(".", "") == right[i] + right[j] else "exchange"
    short, long = sorted((right, wrong), key=len)
    if len(long) == len(short) + 1 and any(
        c.isdigit() and long[:i] + long[i + 1 :] == short for i, c in enumerate(long)
    ):
        return "lost" if wrong == short else "doubled"
    return ""


def slips(figure: Figure) -> tuple[tuple[Decimal, str], ...]:
    """Values of which the printed figure may be a slip: digits swapped or wrong, lost or doubled, point moved."""
    return _slips(figure.value, figure.decimals)


@lru_cache(maxsize=1024)
def _slips(printed: Decimal, decimals: int) -> tuple[tuple[Decimal, str], ...]:
    text = _digits(printed, decimals)
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    if len(digits) < 2 or len(digits) > _LONGEST:
        return ()
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
    sign = -1 if printed < 0 else 1
    return tuple((sign * v, k) for v, k in found.items())


def omissions(figure: Figure) -> tuple[Decimal, ...]:
    """Values of which the printed figure would be the rest after a digit was left out."""
    return _omissions(figure.value, figure.decimals)


@lru_cache(maxsize=1024)
def _omissions(printed: Decimal, decimals: int) -> tuple[Decimal, ...]:
    text = _digits(printed, decimals)
    if len(text) > _LONGEST:
        return ()
    places = range(len(text) + 1 if "." in text else len(text) + 2)
    longer = {text[:i].ljust(i, ".") + c + text[i:] for i in places for c in "0123456789"}
    sign = -1 if printed < 0 else 1
    return tuple(sign * Decimal(t) for t in sorted(longer) if t[0] != "0" or t[1] == ".")


def _digits(printed: Decimal, decimals: int) -> str:
    """A value without its sign, with so many decimals."""
    return str(abs(printed).quantize(Decimal(1).scaleb(-decimals)))
