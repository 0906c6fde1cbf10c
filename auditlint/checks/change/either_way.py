"""Changes whose words do not say which way they went: 增减额d万元，增减率p%; part of the check `change`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.change.distances import distance
from auditlint.checks.change.prior_rows import pair_of_row
from auditlint.checks.change.stated_bases import stated_base
from auditlint.checks.change.year_pairs import Pair, later_first
from auditlint.checks.change.year_rows import of_named_years
from auditlint.checks.relate import maybe, relate
from auditlint.checks.subjects import subjects
from auditlint.checks.ways import same_unit, years_between
from auditlint.equations import Growth
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_EITHER_WAY = compiled(r"(?:增减|变动)[^,;。:0-9]{0,8}$")
_PAIR = 2
_REACH = 12  # characters before a figure in which such words stand


def either_way(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> Iterator[Relation]:
    """The relation of a change without a direction to the values of both years beside it, whichever is greater."""
    if not _EITHER_WAY.search(normalize(ledger.before(change, _REACH))):
        return
    pair = _values(ledger, facts, change)
    if pair is None or not same_unit(*pair):
        return
    current, base = pair
    if change.measure == "rate":
        rose = current.figure.amount >= base.figure.amount
        terms = (("rate", change), ("current", current), ("base", base))
        yield from maybe(relate("change", Growth(1 if rose else -1), terms, firm=True))
    elif same_unit(current, change):
        yield from maybe(distance(change, current, base))


def _values(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> Pair | None:
    """This year's value and that of the year before, right before a change or the one it goes with."""
    before = facts[facts.index(change) - 1] if facts.index(change) else change
    beside = before.measure == "change" and not before.direction and before.item == change.item
    lead = before if beside and change.measure == "rate" else change
    pair = later_first(ledger, facts, lead) or of_named_years(ledger, facts, lead) or pair_of_row(ledger, facts, lead)
    pair = pair or _both_years(facts, lead)
    if pair is not None:
        return pair
    base = stated_base(ledger, list(facts), lead)
    found = subjects(ledger, facts, lead, None, like=base) if base is not None else []
    return (
        (found[0].fact, base) if base is not None and found and found[0].firm and found[0].fact.id != base.id else None
    )


def _both_years(facts: Sequence[Fact], lead: Fact) -> Pair | None:
    """2031年预算A万元，2030年预算B万元，增减额d万元: the two values right before a change, of a year each."""
    i = facts.index(lead)
    if i < _PAIR or lead.label:
        return None
    one, other = facts[i - 2 : i]
    alike = one.measure == other.measure and one.measure in ("level", "budget") and same_unit(one, other)
    beside = one.item == other.item == lead.item and one.depth == other.depth == lead.depth
    apart = years_between(one, other)
    return ((other, one) if apart > 0 else (one, other)) if alike and beside and abs(apart) == 1 else None
