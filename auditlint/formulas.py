"""The formula language of rules: one comparison over named figures, with interval arithmetic.

    执行率 = 实际支出 ÷ 预算数          total ≤ a + b

Names, numbers, + − × ÷ and brackets; `=`, `≤`, `≥`, `<`, `>` once. `formula_texts` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import pairwise

from auditlint.intervals import Interval
from auditlint.records import dataclass
from auditlint.typed import Literal

Operator = Literal["+", "-", "*", "/", "neg", "name", "number"]
Comparison = Literal["=", "<=", ">=", "<", ">"]

_SHOWN: Mapping[str, str] = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
_STRENGTH: Mapping[str, int] = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "name": 4, "number": 4}


@dataclass(frozen=True, slots=True)
class Expression:
    """A node of a formula: an operator over parts, a name, or a number."""

    operator: Operator
    parts: tuple[Expression, ...] = ()
    name: str = ""
    number: Decimal = Decimal(0)

    def names(self) -> tuple[str, ...]:
        """The names in it, in order, each once."""
        if self.operator == "name":
            return (self.name,)
        return tuple(dict.fromkeys(n for p in self.parts for n in p.names()))

    def exact(self, values: Mapping[str, Decimal]) -> Decimal:
        """Its value over plain numbers."""
        if self.operator == "name":
            return values[self.name]
        if self.operator == "number":
            return self.number
        first = self.parts[0].exact(values)
        if self.operator == "neg":
            return -first
        second = self.parts[1].exact(values)
        if self.operator == "+":
            return first + second
        if self.operator == "-":
            return first - second
        return first * second if self.operator == "*" else first / second

    def range(self, values: Mapping[str, Interval]) -> Interval:
        """Its value over intervals; a name that occurs twice widens it, never narrows it."""
        if self.operator == "name":
            return values[self.name]
        if self.operator == "number":
            return Interval(self.number, self.number)
        first = self.parts[0].range(values)
        if self.operator == "neg":
            return Interval(-first.high, -first.low)
        second = self.parts[1].range(values)
        if self.operator == "+":
            return first + second
        if self.operator == "-":
            return first - second
        return first * second if self.operator == "*" else first / second

    def expanded(self, counts: Mapping[str, int]) -> Expression:
        """The expression with names that stand for several figures written as their sums."""
        if self.operator != "name":
            return Expression(self.operator, tuple(p.expanded(counts) for p in self.parts), "", self.number)
        if counts[self.name] == 1:
            return self
        each = [Expression("name", name=f"{self.name}_{i + 1}") for i in range(counts[self.name])]
        found = each[0]
        for one in each[1:]:
            found = Expression("+", (found, one))
        return found

    def text(self, shown: Mapping[str, str]) -> str:
        """The expression with printed figures put in."""
        if self.operator == "name":
            return shown[self.name]
        if self.operator == "number":
            return format(self.number, "f")
        if self.operator == "neg":
            return "−" + self._inside(self.parts[0], shown, 3)
        strength = _STRENGTH[self.operator]
        right = strength + 1 if self.operator in "-/" else strength
        sign = _SHOWN[self.operator]
        return self._inside(self.parts[0], shown, strength) + sign + self._inside(self.parts[1], shown, right)

    @staticmethod
    def _inside(part: Expression, shown: Mapping[str, str], least: int) -> str:
        text = part.text(shown)
        return f"({text})" if _STRENGTH[part.operator] < least else text


@dataclass(frozen=True, slots=True)
class Formula:
    """stated ⋛ right: `names[0]` is the stated figure, the rest are those of the right side in order."""

    source: str
    stated: str
    comparison: Comparison
    right: Expression
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.source

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        """What the other figures make of the stated one."""
        return self.right.exact(dict(zip(self.names, values, strict=True)))

    def range(self, values: Sequence[Interval]) -> Interval:
        """The same over intervals, tight where a name occurs once or the formula is monotone in it."""
        wide = self.right.range(dict(zip(self.names, values, strict=True)))
        tight = self._corners(values)
        return wide if tight is None else Interval(max(wide.low, tight.low), min(wide.high, tight.high))

    def _corners(self, values: Sequence[Interval]) -> Interval | None:
        """The extremes over the corners of a box, None where these are not surely the extremes.

        Plain interval arithmetic overstates a / (a + b) because a occurs twice; a quotient of two multilinear
        expressions takes its extremes in corners as long as the divisor keeps its sign.
        """
        used = [i for i in range(1, len(self.names)) if _occurrences(self.right, self.names[i]) > 1]
        if not used or len(self.names) > 7 or not _multilinear_quotient(self.right):
            return None
        found: list[Decimal] = []
        for corner in range(1 << (len(self.names) - 1)):
            point = [values[0].low]
            for i in range(1, len(self.names)):
                point.append(values[i].high if corner >> (i - 1) & 1 else values[i].low)
            found.append(self.exact(point))
        return Interval(min(found), max(found))

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        """The value of a figure that makes the equation hold: in closed form where linear, else by bisection."""
        if index == 0:
            return self._guarded(0, values, values[0])
        at_zero = self._residue(index, values, Decimal(0))
        at_one = self._residue(index, values, Decimal(1))
        at_two = self._residue(index, values, Decimal(2))
        if at_zero is not None and at_one is not None and at_two is not None:
            slope = at_one - at_zero
            if abs(at_two - at_one - slope) <= Decimal("1e-20") * max(abs(at_two), abs(at_zero), Decimal(1)):
                return -at_zero / slope if slope else None
        return self._bisect(index, values)

    def _guarded(self, index: int, values: Sequence[Decimal], value: Decimal) -> Decimal | None:
        point = list(values)
        point[index] = value
        try:
            return self.exact(point)
        except (ZeroDivisionError, DivisionByZero, InvalidOperation):
            return None

    def _residue(self, index: int, values: Sequence[Decimal], value: Decimal) -> Decimal | None:
        found = self._guarded(index, values, value)
        return None if found is None else found - values[0]

    def _bisect(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        """A root of the same sign as the printed value and within three orders of magnitude."""
        printed = values[index]
        if not printed:
            return None
        steps = [printed * Decimal(10) ** (Decimal(k) / 8) for k in range(-24, 25)]
        steps.sort(key=lambda v: abs(v - printed))
        known = sorted((v, r) for v in steps if (r := self._residue(index, values, v)) is not None)
        pairs = [(a, b) for a, b in pairwise(known) if (a[1] <= 0) != (b[1] <= 0)]
        if not pairs:
            return None
        (low, low_residue), (high, _) = min(pairs, key=lambda p: abs(p[0][0] - printed))
        for _ in range(90):
            middle = (low + high) / 2
            residue = self._residue(index, values, middle)
            if residue is None:
                return None
            if (residue <= 0) == (low_residue <= 0):
                low = middle
            else:
                high = middle
        scale = max(abs(values[0]), Decimal(1))
        residue = self._residue(index, values, low)
        # A jump over a pole changes the sign without a root.
        return low if residue is not None and abs(residue) < scale * Decimal("1e-9") else None

    def expanded(self, counts: Mapping[str, int]) -> Formula:
        """The formula with names that stand for several figures written as their sums (a → a_1 + a_2 …)."""
        if all(count == 1 for count in counts.values()):
            return self
        right = self.right.expanded(counts)
        return Formula(self.source, self.stated, self.comparison, right, (self.stated, *right.names()))

    def text(self, shown: Sequence[str]) -> str:
        """The right-hand side with the operands' printed texts put in."""
        return self.right.text(dict(zip(self.names, shown, strict=True)))


def _occurrences(part: Expression, name: str) -> int:
    if part.operator == "name":
        return int(part.name == name)
    return sum(_occurrences(p, name) for p in part.parts)


def _multilinear_quotient(part: Expression) -> bool:
    """Whether an expression is (multilinear) / (multilinear), up to factors and terms without names."""
    if part.operator in "+-*" and len(part.parts) == 2:
        left, right = part.parts
        if not right.names():
            return _multilinear_quotient(left)
        if not left.names():
            return _multilinear_quotient(right)
    if part.operator == "neg":
        return _multilinear_quotient(part.parts[0])
    if part.operator == "/":
        return all(_multilinear(p) for p in part.parts)
    return _multilinear(part)


def _multilinear(part: Expression) -> bool:
    """Whether no product multiplies a name with itself and nothing is divided by a name."""
    if part.operator == "/":
        return not part.parts[1].names() and _multilinear(part.parts[0])
    if part.operator == "*" and set(part.parts[0].names()) & set(part.parts[1].names()):
        return False
    return all(_multilinear(p) for p in part.parts)
