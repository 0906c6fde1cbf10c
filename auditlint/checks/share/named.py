"""甲占乙的p%, where one sentence gives an amount of 甲 and one of 乙 before: the words leave no choice; for `share`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.relate import relate
from auditlint.equations import Share
from auditlint.facts.match import generic
from auditlint.model import Fact, Relation

_LEAST = 3  # characters of a name


def of_names(facts: Sequence[Fact], share: Fact) -> Relation | None:
    """A share of one named amount in another; None where a name is none, or of several amounts."""
    if min(len(share.label), len(share.base)) < _LEAST or generic(share.label) or generic(share.base):
        return None
    before = [f for f in facts if f.id < share.id and f.measure == "level" and f.depth == share.depth]
    parts = [f for f in before if f.label == share.label]
    wholes = [f for f in before if f.label.endswith(share.base) and f not in parts]
    others = [f for f in before if f not in parts and (share.label in f.label or f.label.endswith(share.base[-2:]))]
    if len(parts) != 1 or len(wholes) != 1 or len(others) > len(wholes) or not wholes[0].figure.value:
        return None
    if parts[0].figure.unit.dimension != wholes[0].figure.unit.dimension or parts[0].period != wholes[0].period:
        return None
    return relate("share", Share(), (("share", share), ("part", parts[0]), ("whole", wholes[0])), firm=True)
