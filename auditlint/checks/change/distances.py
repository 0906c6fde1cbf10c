"""The amount of a change against the distance of two values; part of the check `change`."""

from __future__ import annotations

from auditlint.checks.relate import relate, wrong_way
from auditlint.equations import Sum
from auditlint.model import Fact, Relation


def distance(change: Fact, current: Fact, base: Fact, *, firm: bool = True) -> Relation | None:
    """A change against the two values, the larger first: by its direction or, where it has none, by what they are."""
    ends = (("current", current), ("base", base))
    rose = change.direction > 0 or (not change.direction and current.figure.amount >= base.figure.amount)
    made = relate("change", Sum((1, -1)), (("change", change), *(ends if rose else ends[::-1])), firm=firm)
    return wrong_way(made) if made is not None else None
