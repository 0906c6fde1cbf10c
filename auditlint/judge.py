"""The one comparison of the code base: equations judged with interval arithmetic (XBRL Calculations 1.1).

A printed figure v with d decimals stands for [v − ½·10⁻ᵈ, v + ½·10⁻ᵈ].
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import combinations

from auditlint.equations import AtMost, Equal, Equation, Growth, Product, Quotient, Share, Sum
from auditlint.intervals import interval, quantize
from auditlint.model import Figure, Verdict
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what was recomputed, in the stated term's unit and decimals, and stated − recomputed."""

    verdict: Verdict
    expected: Decimal
    difference: Decimal


_BY_ONE = (Share, Growth, Product, Quotient)  # divide by nothing but their second operand


def judge(equation: Equation, figures: Sequence[Figure], decimals: Sequence[int] | None = None) -> Judgement | None:
    """Compare the stated figure (the first) with what the others make of it; None where it cannot be computed.

    `decimals` (one per figure) are the digits the figures stand for in their list or table, where these are more
    than printed.
    """
    if isinstance(equation, Equal):
        return _same(figures, decimals)
    stated = figures[0]
    factor = stated.unit.factor
    try:
        amounts = [f.value * f.unit.factor for f in figures]
        exact = equation.exact(amounts)
        if isinstance(equation, AtMost) and equation.allows(amounts[0], exact):
            return Judgement("holds", exact / factor, (amounts[0] - exact) / factor)
        if isinstance(equation, Sum) and exact == amounts[0]:
            # most sums come out: no need to ask what their printed digits stand for
            return Judgement("holds", stated.value, Decimal(0).scaleb(-stated.decimals))
        if isinstance(equation, Sum) and decimals is None:  # the intervals of a sum meet within the sum of their halves
            near = abs(amounts[0] - exact) <= sum([f.half for f in figures], Decimal(0))
            return _verdict(stated, quantize(exact / factor, stated.decimals), near)
        if isinstance(equation, _BY_ONE) and figures[2].half < abs(amounts[2]):
            # what comes out to the last digit needs no intervals where the divisor's does not reach zero
            expected = quantize(exact / factor, stated.decimals)
            if expected == stated.value:
                return Judgement("holds", expected, stated.value - expected)
        spans = [interval(f, None if decimals is None else decimals[i]) for i, f in enumerate(figures)]
        span = equation.range(spans)
    except (ZeroDivisionError, DivisionByZero, InvalidOperation):
        return None
    if isinstance(equation, AtMost):
        verdict: Verdict = "rounding" if equation.may(spans[0], span) else "broken"
        return Judgement(verdict, exact / factor, (amounts[0] - exact) / factor)
    return _verdict(stated, quantize(exact / factor, stated.decimals), spans[0].meets(span))


def _verdict(stated: Figure, expected: Decimal, near: bool) -> Judgement:
    """The judgement of what was recomputed and rounded to the stated figure's decimals."""
    difference = stated.value - expected
    return Judgement("holds" if difference == 0 else "rounding" if near else "broken", expected, difference)


def _distinct(figures: Sequence[Figure]) -> Sequence[int]:
    """The first two figures and those printed otherwise than all before: a long report repeats some a hundred times."""
    if len(figures) == 2:
        return 0, 1
    first = {(f.value, f.decimals, f.unit.factor, f.exact): i for i, f in reversed([*enumerate(figures)])}
    return sorted({0, 1, *first.values()})


_WORSE: tuple[Verdict, ...] = ("holds", "rounding", "broken")


def _same(figures: Sequence[Figure], decimals: Sequence[int] | None) -> Judgement:
    """Statements of one figure: identical in equal unit and decimals; else the coarser rounds the finer."""
    stated = figures[0]
    worst: Judgement | None = None
    for i, j in combinations(_distinct(figures), 2):
        one, other = figures[i], figures[j]
        fine, coarse = (one, other) if one.half <= other.half else (other, one)
        shown = quantize(fine.amount / coarse.unit.factor, coarse.decimals)
        verdict: Verdict = "holds" if shown == coarse.value else "broken"
        if verdict == "broken" and one.half != other.half:
            deep = (None, None) if decimals is None else (decimals[i], decimals[j])
            if interval(one, deep[0]).meets(interval(other, deep[1])):
                verdict = "rounding"
        if worst is None or _WORSE.index(verdict) > _WORSE.index(worst.verdict):
            reference = other if one is stated else one
            expected = reference.amount / stated.unit.factor
            worst = Judgement(verdict, expected, stated.value - expected)
        if verdict == "broken":
            break
    assert worst is not None
    return worst
