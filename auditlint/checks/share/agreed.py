"""What the shares of a list agree on as their whole, where it is not the amount before the list; part of `share`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.parts import compatible
from auditlint.checks.relate import relate
from auditlint.checks.share.parts import agrees
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Share
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_LEAST = 3  # shares that prove a whole, the one in doubt among them
_NEAR = 24  # figures before a list among which its whole may stand


def agreed(ledger: Ledger, broken: Relation) -> Relation | None:
    """本年收入A，上年结转B。一是甲a，占总预算的p%；二是乙b，占q%；…: q is of what all shares of the list are of.

    The share of the one printed amount before the list of which it is a share as the others are; None without one.
    """
    share, part, whole = (t.fact for t in broken.terms)
    rows = [pair for one in ledger.lists_with(part.id) for pair in _rows(ledger, [p[0] for p in one.parts])]
    if len(rows) < _LEAST or (part, share) not in rows:
        return None
    first = min(p.id for p, _ in rows)
    near = (f for f in ledger.facts[max(first - _NEAR, 0) : first] if f.id != whole.id and f.measure in LEVELS)
    for other in near:
        if compatible(other, part) and all(agrees(p, s, other.figure.amount) for p, s in rows):
            return relate("share", Share(), (("share", share), ("part", part), ("whole", other)), firm=False)
    return None


def _rows(ledger: Ledger, ids: list[int]) -> Iterator[tuple[Fact, Fact]]:
    """The items of a list with the share right behind each."""
    for i in ids:
        behind = ledger.facts[i + 1 : i + 2]
        if behind and behind[0].measure == "share" and behind[0].sentence == ledger.facts[i].sentence:
            yield ledger.facts[i], behind[0]
