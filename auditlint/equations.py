"""Equations between printed figures, over their values and over the intervals these stand for.

The first operand of every equation is the stated term; the others recompute it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from operator import mul

from auditlint.intervals import Interval
from auditlint.records import dataclass
from auditlint.typed import Protocol

HUNDRED = Decimal(100)


class Equation(Protocol):
    """An equation over operands; operand 0 is the stated one."""

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        """What operands 1… make of operand 0."""
        ...

    def range(self, values: Sequence[Interval]) -> Interval:
        """The same over intervals."""
        ...

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        """The value of operand `index` that makes the equation hold, None where there is none."""
        ...

    def text(self, shown: Sequence[str]) -> str:
        """The right-hand side with the operands' printed texts put in."""
        ...


@dataclass(frozen=True, slots=True)
class Sum:
    """x0 = Σ sign·x: a total and its signed parts (1 or -1 per part)."""

    signs: tuple[int, ...]

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return sum(map(mul, self.signs, values[1:]), Decimal(0))

    def range(self, values: Sequence[Interval]) -> Interval:
        total = Interval(Decimal(0), Decimal(0))
        for sign, value in zip(self.signs, values[1:], strict=True):
            total = total + value if sign > 0 else total - value
        return total

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        sign = self.signs[index - 1]
        return values[index] + sign * (values[0] - self.exact(values))

    def text(self, shown: Sequence[str]) -> str:
        parts = [("+ " if s > 0 else "− ") + t for s, t in zip(self.signs, shown[1:], strict=True)]
        return " ".join(parts).removeprefix("+ ")


@dataclass(frozen=True, slots=True)
class Share:
    """x0 % = 100·x1 / x2, or 100·(x2 − x1)/x2 where `rest`: a share, completion or saving rate."""

    rest: bool = False

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        percent = HUNDRED * values[1] / values[2]
        return HUNDRED - percent if self.rest else percent

    def range(self, values: Sequence[Interval]) -> Interval:
        percent = (values[1] / values[2]).times(100)
        return Interval(HUNDRED, HUNDRED) - percent if self.rest else percent

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        percent = HUNDRED - values[0] if self.rest else values[0]
        if index == 1:
            return percent * values[2] / HUNDRED
        return HUNDRED * values[1] / percent if percent else None

    def text(self, shown: Sequence[str]) -> str:
        return f"({shown[2]} − {shown[1]}) ÷ {shown[2]}" if self.rest else f"{shown[1]} ÷ {shown[2]}"


@dataclass(frozen=True, slots=True)
class ShareOfSum:
    """x0 % = 100·x1 / Σ sign·x2…: a rate of completion of a budget that was moved by printed amounts."""

    signs: tuple[int, ...]

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return HUNDRED * values[1] / self._whole(values)

    def range(self, values: Sequence[Interval]) -> Interval:
        whole = Interval(Decimal(0), Decimal(0))
        for sign, value in zip(self.signs, values[2:], strict=True):
            whole = whole + value if sign > 0 else whole - value
        return (values[1] / whole).times(100)

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        if index == 1:
            return values[0] * self._whole(values) / HUNDRED
        if not values[0]:
            return None
        sign = self.signs[index - 2]
        return values[index] + sign * (HUNDRED * values[1] / values[0] - self._whole(values))

    def text(self, shown: Sequence[str]) -> str:
        parts = [("+ " if s > 0 else "− ") + t for s, t in zip(self.signs, shown[2:], strict=True)]
        return f"{shown[1]} ÷ ({' '.join(parts).removeprefix('+ ')})"

    def _whole(self, values: Sequence[Decimal]) -> Decimal:
        return sum((s * v for s, v in zip(self.signs, values[2:], strict=True)), Decimal(0))


@dataclass(frozen=True, slots=True)
class Together:
    """x0 % = 100·Σ x1… / xn: the share of several parts in a whole, which is the last operand."""

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return HUNDRED * sum(values[1:-1], Decimal(0)) / values[-1]

    def range(self, values: Sequence[Interval]) -> Interval:
        parts = values[1]
        for value in values[2:-1]:
            parts = parts + value
        return (parts / values[-1]).times(100)

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        parts = sum(values[1:-1], Decimal(0))
        if index == len(values) - 1:
            return HUNDRED * parts / values[0] if values[0] else None
        return values[0] * values[-1] / HUNDRED - (parts - values[index])

    def text(self, shown: Sequence[str]) -> str:
        return f"({' + '.join(shown[1:-1])}) ÷ {shown[-1]}"


@dataclass(frozen=True, slots=True)
class Portion:
    """x0 % = 100·Σ x1…xn / Σ x1…: the share of the first n parts in a whole that is not printed, only its parts are."""

    first: int = 1

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return HUNDRED * self._part(values) / sum(values[1:], Decimal(0))

    def range(self, values: Sequence[Interval]) -> Interval:
        part = sum(values[2 : 1 + self.first], values[1])
        low = sum((v.low for v in values[1 + self.first :]), Decimal(0))
        high = sum((v.high for v in values[1 + self.first :]), Decimal(0))
        if part.low < 0 or low < 0 or part.low + low <= 0:
            raise ZeroDivisionError
        return Interval(HUNDRED * part.low / (part.low + high), HUNDRED * part.high / (part.high + low))

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        rate = values[0] / HUNDRED
        if index == 0:
            return self.exact(values)
        part, whole = self._part(values), sum(values[1:], Decimal(0))
        if index <= self.first:
            return rate / (1 - rate) * (whole - part) - (part - values[index]) if rate != 1 else None
        return part / rate - (whole - values[index]) if rate else None

    def text(self, shown: Sequence[str]) -> str:
        part = " + ".join(shown[1 : 1 + self.first])
        return f"{part if self.first == 1 else f'({part})'} ÷ ({' + '.join(shown[1:])})"

    def _part(self, values: Sequence[Decimal]) -> Decimal:
        return sum(values[1 : 1 + self.first], Decimal(0))


@dataclass(frozen=True, slots=True)
class Rest:
    """x0 = 100 − Σ x: percentages, or points, that make up a whole."""

    mark: str = "%"

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return HUNDRED - sum(values[1:], Decimal(0))

    def range(self, values: Sequence[Interval]) -> Interval:
        rest = Interval(HUNDRED, HUNDRED)
        for value in values[1:]:
            rest = rest - value
        return rest

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        return HUNDRED - sum((v for i, v in enumerate(values) if i != index), Decimal(0))

    def text(self, shown: Sequence[str]) -> str:
        return " − ".join((f"100{self.mark}", *shown[1:]))


@dataclass(frozen=True, slots=True)
class Change:
    """x0 % = 100·x1 / (x2 − sign·x1): a rate from the change x1 ≥ 0 (of that direction) and the current value x2."""

    sign: int

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return HUNDRED * values[1] / (values[2] - self.sign * values[1])

    def range(self, values: Sequence[Interval]) -> Interval:
        change, current = values[1], values[2]
        ends = []
        for c in (change.low, change.high):
            for v in (current.low, current.high):
                base = v - self.sign * c
                if base <= 0:
                    raise ZeroDivisionError
                ends.append(HUNDRED * c / base)
        return Interval(min(ends), max(ends))

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        rate = values[0] / HUNDRED
        if index == 0:
            return self.exact(values)
        if index == 1:
            return rate * values[2] / (1 + self.sign * rate) if 1 + self.sign * rate else None
        return values[1] / rate + self.sign * values[1] if rate else None

    def text(self, shown: Sequence[str]) -> str:
        return f"{shown[1]} ÷ ({shown[2]} {'−' if self.sign > 0 else '+'} {shown[1]})"


@dataclass(frozen=True, slots=True)
class Beyond:
    """x0 % = 100·x2 / (x2 − sign·x1): a rate of completion from x1, by which x2 is above or below its budget."""

    sign: int

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return HUNDRED * values[2] / (values[2] - self.sign * values[1])

    def range(self, values: Sequence[Interval]) -> Interval:
        growth = Change(self.sign).range(values)
        if self.sign > 0:
            return Interval(HUNDRED + growth.low, HUNDRED + growth.high)
        return Interval(HUNDRED - growth.high, HUNDRED - growth.low)

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        return Change(self.sign).solve(index, [self.sign * (values[0] - HUNDRED), *values[1:]])

    def text(self, shown: Sequence[str]) -> str:
        return f"{shown[2]} ÷ ({shown[2]} {'−' if self.sign > 0 else '+'} {shown[1]})"


@dataclass(frozen=True, slots=True)
class FromBudget:
    """x0 % = 100·(x2 + sign·x1) / x2: a rate of completion from x1, by which the budget x2 was passed or not met."""

    sign: int

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return HUNDRED + self.sign * HUNDRED * values[1] / values[2]

    def range(self, values: Sequence[Interval]) -> Interval:
        share = (values[1] / values[2]).times(100)
        hundred = Interval(HUNDRED, HUNDRED)
        return hundred + share if self.sign > 0 else hundred - share

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        beyond = self.sign * (values[0] - HUNDRED) / HUNDRED
        if index == 1:
            return beyond * values[2]
        return values[1] / beyond if beyond else None

    def text(self, shown: Sequence[str]) -> str:
        return f"({shown[2]} {'+' if self.sign > 0 else '−'} {shown[1]}) ÷ {shown[2]}"


@dataclass(frozen=True, slots=True)
class Growth:
    """x0 % = 100·sign·(x1 − x2)/x2: a rate of change from the current value x1 and the printed base x2."""

    sign: int

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return self.sign * (HUNDRED * values[1] / values[2] - HUNDRED)

    def range(self, values: Sequence[Interval]) -> Interval:
        percent = (values[1] / values[2]).times(100) - Interval(HUNDRED, HUNDRED)
        return percent if self.sign > 0 else Interval(-percent.high, -percent.low)

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        factor = 1 + self.sign * values[0] / HUNDRED
        if index == 1:
            return values[2] * factor
        return values[1] / factor if factor else None

    def text(self, shown: Sequence[str]) -> str:
        first, second = (shown[1], shown[2]) if self.sign > 0 else (shown[2], shown[1])
        return f"({first} − {second}) ÷ {shown[2]}"


@dataclass(frozen=True, slots=True)
class Equal:
    """x0 = x1 = … : statements of one figure."""

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return values[1]

    def range(self, values: Sequence[Interval]) -> Interval:
        return Interval(max(v.low for v in values[1:]), min(v.high for v in values[1:]))

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        return values[1 if index == 0 else 0]

    def text(self, shown: Sequence[str]) -> str:
        return " = ".join(shown[1:])


@dataclass(frozen=True, slots=True)
class AtMost:
    """x0 ≤ x1: a part and its whole, a score and its weight."""

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return values[1]

    def range(self, values: Sequence[Interval]) -> Interval:
        return values[1]

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        return values[1 - index]

    def text(self, shown: Sequence[str]) -> str:
        return shown[1]

    @property
    def signs(self) -> tuple[str, str]:
        """How the two figures stand where the limit is kept, and where it is not."""
        return "≤", ">"

    def allows(self, stated: Decimal, limit: Decimal) -> bool:
        """Whether the stated value keeps the limit."""
        return stated <= limit

    def may(self, stated: Interval, limit: Interval) -> bool:
        """Whether some values of the two intervals keep the limit."""
        return stated.low <= limit.high


@dataclass(frozen=True, slots=True)
class Counted:
    """x0 = x1: a stated count and the names listed for it, which no digit can mend."""

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return values[1]

    def range(self, values: Sequence[Interval]) -> Interval:
        return values[1]

    def text(self, shown: Sequence[str]) -> str:
        return shown[1]

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        return values[1] if index == 0 else None


@dataclass(frozen=True, slots=True)
class CountedAmong(AtMost):
    """x0 ≤ x1: the names listed and the count of all."""

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        return values[0] if index == 1 else None


@dataclass(frozen=True, slots=True)
class Graded(AtMost):
    """x0 ≤ x1: the grade aimed at and the grade reached, in words that no digit can mend."""

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        return None


@dataclass(frozen=True, slots=True)
class Implied:
    """x0 % = 100·x1 / Σ(100·a/r): a total's rate of completion from the budgets that its parts' rates imply.

    x1 is what was spent in total; the amounts a and rates r of the parts follow in pairs.
    """

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        pairs = zip(values[2::2], values[3::2], strict=True)
        return values[1] / sum((a / r for a, r in pairs), Decimal(0))

    def range(self, values: Sequence[Interval]) -> Interval:
        budget = Interval(Decimal(0), Decimal(0))
        for amount, rate in zip(values[2::2], values[3::2], strict=True):
            budget = budget + amount / rate
        return values[1] / budget

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        if index == 1:
            return values[0] * values[1] / self.exact(values)
        part = 2 + (index - 2) // 2 * 2
        others = [v for i, v in enumerate(values[2:], 2) if i not in (part, part + 1)]
        budget = values[1] / values[0] - sum(
            (a / r for a, r in zip(others[::2], others[1::2], strict=True)), Decimal(0)
        )
        if budget <= 0:
            return None
        return budget * values[part + 1] if index == part else values[part] / budget

    def text(self, shown: Sequence[str]) -> str:
        parts = " + ".join(f"{a} ÷ {r}" for a, r in zip(shown[2::2], shown[3::2], strict=True))
        return f"{shown[1]} ÷ ({parts})"


@dataclass(frozen=True, slots=True)
class ImpliedGrowth:
    """x0 % = 100·s0·(x1 / Σ(a/(1 + s·r/100)) − 1): a total's rate of change from what its parts' rates imply.

    x1 is the total's current value; the current values a and rates r of the parts follow in pairs. `signs` holds the
    direction of the total's rate and then of each part's.
    """

    signs: tuple[int, ...]

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return self.signs[0] * (HUNDRED * values[1] / sum(self._bases(values), Decimal(0)) - HUNDRED)

    def range(self, values: Sequence[Interval]) -> Interval:
        whole = Interval(HUNDRED, HUNDRED)
        base = Interval(Decimal(0), Decimal(0))
        for sign, amount, rate in zip(self.signs[1:], values[2::2], values[3::2], strict=True):
            base = base + amount.times(100) / (whole + rate.times(sign))
        return ((values[1] / base).times(100) - whole).times(self.signs[0])

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        factor = 1 + self.signs[0] * values[0] / HUNDRED
        bases = self._bases(values)
        if index == 1:
            return sum(bases, Decimal(0)) * factor
        place = (index - 2) // 2
        base = values[1] / factor - sum(bases[:place] + bases[place + 1 :], Decimal(0)) if factor else Decimal(0)
        if base <= 0:
            return None
        amount, rate, sign = values[2 + 2 * place], values[3 + 2 * place], self.signs[1 + place]
        return sign * (HUNDRED * amount / base - HUNDRED) if index % 2 else base * (1 + sign * rate / HUNDRED)

    def _bases(self, values: Sequence[Decimal]) -> list[Decimal]:
        """What the parts were before."""
        pairs = zip(self.signs[1:], values[2::2], values[3::2], strict=True)
        return [amount / (1 + sign * rate / HUNDRED) for sign, amount, rate in pairs]

    def text(self, shown: Sequence[str]) -> str:
        signs = ("+" if s > 0 else "−" for s in self.signs[1:])
        parts = " + ".join(f"{a} ÷ (1 {s} {r})" for s, a, r in zip(signs, shown[2::2], shown[3::2], strict=True))
        first, second = ("", " − 1") if self.signs[0] > 0 else ("1 − ", "")
        return f"{first}{shown[1]} ÷ ({parts}){second}"


@dataclass(frozen=True, slots=True)
class Product:
    """x0 = x1·x2 / per: an average times its count, a dividend per ten shares, a score by execution rate."""

    per: Decimal = Decimal(1)

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return values[1] * values[2] / self.per

    def range(self, values: Sequence[Interval]) -> Interval:
        return (values[1] * values[2]).times(1 / self.per)

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        other = values[3 - index]
        return values[0] * self.per / other if other else None

    def text(self, shown: Sequence[str]) -> str:
        return f"{shown[1]} × {shown[2]}" + (f" ÷ {self.per}" if self.per != 1 else "")


@dataclass(frozen=True, slots=True)
class Quotient:
    """x0 = x1 / x2: an average, the amount over the count it is shared by."""

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return values[1] / values[2]

    def range(self, values: Sequence[Interval]) -> Interval:
        return values[1] / values[2]

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        if index == 1:
            return values[0] * values[2]
        return values[1] / values[0] if values[0] else None

    def text(self, shown: Sequence[str]) -> str:
        return f"{shown[1]} ÷ {shown[2]}"


@dataclass(frozen=True, slots=True)
class Mean:
    """x0 = Σ x1… / n: the mean of printed values."""

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        return sum(values[1:], Decimal(0)) / (len(values) - 1)

    def range(self, values: Sequence[Interval]) -> Interval:
        low = sum((v.low for v in values[1:]), Decimal(0))
        high = sum((v.high for v in values[1:]), Decimal(0))
        return Interval(low / (len(values) - 1), high / (len(values) - 1))

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        if index == 0:
            return self.exact(values)
        return values[0] * (len(values) - 1) - (sum(values[1:], Decimal(0)) - values[index])

    def text(self, shown: Sequence[str]) -> str:
        return f"({' + '.join(shown[1:])}) ÷ {len(shown) - 1}"


def solved(equation: Equation, index: int, values: Sequence[Decimal]) -> Decimal | None:
    """The value of one operand that makes an equation hold; None where there is none, or a division by zero."""
    try:
        return equation.solve(index, values)
    except (ZeroDivisionError, InvalidOperation):
        return None
