"""What the shares printed beside its items say of a list; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.relate import relate
from auditlint.checks.sum.lacking import SMALL_GAP
from auditlint.equations import HUNDRED, Share
from auditlint.expressions import compiled
from auditlint.facts.match import likeness
from auditlint.model import Fact, Figure


def shared_out(total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]) -> bool:
    """Whether the shares of all parts, of what the total is called, are those of what the parts add up to."""
    shares = shares_of(items, total)
    if len(parts) != len(items) or any(_CARRIED.search(p.label) for p in parts):
        return False
    known = [(s, p) for s, p in zip(shares, parts, strict=True) if s is not None and s.base]
    return len(known) == len(parts) and of_their_sum(known)


_CARRIED = compiled(r"结转|结余|上年|年末")  # parts of what there was in all, not of what was spent


def partial(total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]) -> bool:
    """Whether the shares of a list hold one by one and fall short of 100 as the parts fall short of the total."""
    shares = shares_of(items, total)
    if len(parts) != len(items) or not all(
        s is not None and share_holds(s, p, total) for s, p in zip(shares, parts, strict=True)
    ):
        return False
    return short_of_all([s.figure for s in shares if s is not None]) > 1


def shares_of(items: Sequence[Sequence[Fact]], total: Fact) -> list[Fact | None]:
    """The share of each item of a list; those behind the last one too: 甲a、乙b，占比分别为p%、q%."""
    behind = [f for f in items[-1] if f.measure == "share" and (not f.base or likeness(f.base, total.label))]
    alone = not any(f.measure == "share" for item in items[:-1] for f in item)
    if alone and len(behind) == len(items) > 1 and all(f.grouped for f in behind[1:]):
        return [*behind]
    return [_share(item, total) for item in items]


def _share(item: Sequence[Fact], total: Fact) -> Fact | None:
    """The share of a list item, of its total as far as its words tell."""
    return next((f for f in item if f.measure == "share" and (not f.base or likeness(f.base, total.label))), None)


def of_their_sum(known: Sequence[tuple[Fact, Fact]]) -> bool:
    """Whether shares are those of what their parts add up to: then another total is mistyped."""
    whole = sum((p.figure.amount for _, p in known), Decimal(0))
    if not whole or len({p.figure.unit.dimension for _, p in known}) > 1:
        return False
    off = (abs(s.figure.value - HUNDRED * p.figure.amount / whole) - s.figure.half for s, p in known)
    return all(one <= SMALL_GAP for one in off)


def short_of_all(shares: Sequence[Figure]) -> Decimal:
    """How far shares fall short of 100, in three times the deviation that rounding all like the finest brings about."""
    finest = min((f.half for f in shares if f.half), default=SMALL_GAP)
    return (HUNDRED - sum((f.value for f in shares), Decimal(0))) / (finest * Decimal(3 * len(shares)).sqrt())


def share_holds(share: Fact, part: Fact, total: Fact) -> bool:
    """Whether a share is of this total, as far as its figures tell."""
    one = relate("sum", Share(), (("share", share), ("part", part), ("whole", total)), firm=False)
    return one is not None and one.verdict != "broken" and bool(share.figure.value)
