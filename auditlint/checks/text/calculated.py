"""Figures told before a printed calculation against the numbers in it: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.relate import significant
from auditlint.checks.text.calculations import NUMBER, printed
from auditlint.checks.text.figures import figures_before, mark, place
from auditlint.equations import HUNDRED
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark
from auditlint.numerals import decimal
from auditlint.slips import TYPED, slip

_DIGITS = 3  # of a number that two figures seldom share
_FEW = 2  # figures before a calculation that stand in it too


def quoted(ledger: Ledger) -> Iterator[Remark]:
    """年初A，追加B，年末结余C，完成率=(A+B-D)÷(A+B): the one figure told before that is a slip of the one not told."""
    for sentence, m, right in printed(ledger):
        if right:
            continue  # then a number of the calculation itself may be wrong
        inside = {decimal(n["number"]): n for n in NUMBER.finditer(m["made"])}
        inside.pop(HUNDRED, None)
        told = figures_before(ledger, sentence, m.start())
        same = [f for f in told if f.figure.value in inside]
        units = {f.figure.unit for f in same}
        other = [f for f in told if f.figure.unit in units and f.figure.value not in inside]
        rest = [value for value in inside if all(f.figure.value != value for f in same)]
        if len({f.figure.value for f in same}) < _FEW or len(units) != 1 or not (len(other) == len(rest) == 1):
            continue
        if _mistyped(other[0], rest[0]):
            number = inside[rest[0]]
            at = m.start("made") + number.start("number"), m.start("made") + number.end("number")
            fields = (("stated", other[0].figure.text), ("label", other[0].label), ("expected", number["number"]))
            yield Remark("calculation-quoted", (place(other[0]), mark(sentence, *at)), fields)


def _mistyped(told: Fact, wanted: Decimal) -> bool:
    """Whether a figure has the digits of a number but for one slip, and is no rounding of it."""
    coarse = abs(wanted - told.figure.value) < Decimal(1).scaleb(-told.figure.decimals)
    return significant(told.figure) >= _DIGITS and not coarse and slip(told.figure, wanted) in TYPED
