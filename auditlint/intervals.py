"""What a printed figure stands for: a closed interval of decimals (XBRL Calculations 1.1).

A printed figure v with d decimals stands for [v − ½·10⁻ᵈ, v + ½·10⁻ᵈ] in the base unit of its dimension (元, %, one).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from auditlint.model import Figure, half_digit
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of decimals in a base unit (元, %, one)."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        if self.low >= 0 and other.low >= 0:  # as nearly all figures: the ends are known
            return Interval(self.low * other.low, self.high * other.high)
        ends = (self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high)
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        if self.low >= 0 and other.low > 0:
            return Interval(self.low / other.high, self.high / other.low)
        ends = (self.low / other.low, self.low / other.high, self.high / other.low, self.high / other.high)
        return Interval(min(ends), max(ends))

    def times(self, factor: Decimal | int) -> Interval:
        """The interval multiplied by a plain number."""
        low, high = self.low * factor, self.high * factor
        return Interval(low, high) if low <= high else Interval(high, low)

    def meets(self, other: Interval) -> bool:
        """Whether the two have a point in common."""
        return self.low <= other.high and other.low <= self.high


def interval(figure: Figure, decimals: int | None = None) -> Interval:
    """What a printed figure stands for, in its base unit; `decimals` above the printed ones narrow it."""
    half = figure.half
    if decimals is not None and decimals > figure.decimals and not figure.exact:
        half = half_digit(decimals) * figure.unit.factor
    amount = figure.amount
    return Interval(amount - half, amount + half)


def quantize(value: Decimal, decimals: int) -> Decimal:
    """Rounded half up to so many decimals, as Excel does."""
    return value.quantize(_unit_digit(decimals), ROUND_HALF_UP)


@lru_cache(maxsize=64)
def _unit_digit(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)
