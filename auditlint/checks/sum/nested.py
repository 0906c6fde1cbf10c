"""Parts that are made up by those behind them; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.model import Fact


def nested(parts: Sequence[Fact]) -> bool:
    """Whether two or more parts behind one make it up: 在用车辆7辆：甲a辆、乙b辆."""
    values = [p.figure.amount for p in parts]
    return any(
        sum(values[i + 1 : k], Decimal(0)) == value != 0
        for i, value in enumerate(values)
        for k in range(i + 3, len(values) + 1)
    )


def collapsed(parts: Sequence[Fact]) -> list[Fact]:
    """The parts without those that add up to the part before them."""
    kept: list[Fact] = []
    i = 0
    while i < len(parts):
        kept.append(parts[i])
        running = Decimal(0)
        for j in range(i + 1, len(parts)):
            running += parts[j].figure.amount
            if running == parts[i].figure.amount and j > i and running:
                i = j
                break
            if running > parts[i].figure.amount:
                break
        i += 1
    return kept
