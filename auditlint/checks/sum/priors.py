"""Last year's total against last year's parts, as they stand beside this year's; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import relate
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.all_named import all_named
from auditlint.checks.sum.changes import unchanged
from auditlint.equations import Sum
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact, Relation

_LEAST = 2  # values of the year before that make a list of them


def of_priors(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """T总额，上年P。甲a万元（上年p），乙b万元，与上年持平: P is p and b."""
    if not listing.parts:
        return
    total = _prior_total(ledger, listing)
    items = list(_items(ledger, listing))
    if total is None or not all(items):
        return
    signs: list[int] = []
    terms: list[Fact] = []
    whole = True
    for item in items:
        found = _before(ledger, item, total)
        whole = whole and found is not None
        for sign, fact in found or ():
            signs.append(sign)
            terms.append(fact)
    if sum(f.measure == "prior" for f in terms) < _LEAST:
        return
    roles = (("total", total), *(("part", f) for f in terms))
    relation = relate("sum", Sum(tuple(signs)), roles, firm=whole and _all_there(ledger, listing, items))
    if relation is not None and (relation.firm or relation.verdict == "holds"):
        yield relation


def _prior_total(ledger: Ledger, listing: Listing) -> Fact | None:
    """The one value of the year before that stands with the total of a list."""
    found = [f for f in ledger.pick(listing.parent) if f.measure == "prior"]
    first = next((f for f in ledger.pick(listing.parent) if f.measure in LEVELS), None)
    if not found and first is not None:
        behind = ledger.facts[first.id + 1 : first.id + 2]
        found = [f for f in behind if f.measure == "prior" and f.sentence == first.sentence]
    if len(found) != 1 or found[0].figure.unit.dimension != "money":
        return None
    return found[0]


def _items(ledger: Ledger, listing: Listing) -> Iterator[list[Fact]]:
    """The items of a list with all figures up to the next one, those in brackets too."""
    starts = [part[0] for part in listing.parts]
    last = ledger.facts[starts[-1]].sentence
    end = next((f.id for f in ledger.facts[starts[-1] :] if f.sentence != last), len(ledger.facts))
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        yield [f for f in ledger.facts[start:stop] if f.sentence == ledger.facts[start].sentence]


def _before(ledger: Ledger, item: Sequence[Fact], total: Fact) -> list[tuple[int, Fact]] | None:
    """What an item was the year before: printed, as it is now, or now less its change; None where unknown."""
    now = next((f for f in item if f.measure == "level" and compatible(f, total)), item[0])  # 预算b万元，决算a万元
    if now.measure not in LEVELS or not compatible(now, total):
        return None
    prior = [f for f in item if f.measure == "prior" and compatible(f, total)]
    if prior:
        planned = "预算" in ledger.before(prior[0], 6)  # （上年预算p万元、决算q万元）
        return [(1, prior[0])] if len(prior) == 1 and not planned else None
    if unchanged(ledger, [f for f in item if f.depth == now.depth]):
        return [(1, now)]
    moved = next((f for f in item if f.measure == "change" and compatible(f, total) and f.direction), None)
    if moved is None or moved.basis not in ("", "prior"):
        return None
    new = moved.direction > 0 and moved.figure.amount == now.figure.amount
    return [] if new else [(1, now), (-moved.direction, moved)]


def _all_there(ledger: Ledger, listing: Listing, items: Sequence[Sequence[Fact]]) -> bool:
    """Whether this year's amounts are all parts of their total: they make it up, or their names say so."""
    parts = [item[0] for item in items]
    now = next((f for f in ledger.pick(listing.parent) if f.measure in LEVELS), None)
    if now is None or not compatible(now, parts[0]) or len(parts) < _LEAST:
        return False
    made = add_up(now, parts, False)
    return (made is not None and made.verdict == "holds") or all_named(ledger, listing, now, parts, items)
