"""The total of every list against its parts, in the readings that its words allow; part of `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditlint.checks.parts import add_up
from auditlint.checks.relate import choose, maybe, odd_unit, relate
from auditlint.checks.sum.beside import done_of_each, row_of_kinds
from auditlint.checks.sum.candidates import candidates
from auditlint.checks.sum.excuses import (
    broken_for_a_reason,
    makes_the_other_side,
    no_parts,
    of_a_division,
    of_a_rival,
    of_something_else,
    of_the_year_before,
    rivals,
)
from auditlint.checks.sum.lacking import left_aside, missed
from auditlint.checks.sum.part import ALL_THERE_IS
from auditlint.checks.sum.readings import best
from auditlint.checks.sum.shortened import shortened, summed_inside, without_amounts_behind, without_the_rest
from auditlint.checks.sum.whole_lists import complete
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize


@lru_cache(maxsize=1)
def listed(ledger: Ledger) -> tuple[Relation, ...]:
    """The total of every list against its parts, which several rules start from."""
    return tuple(r for listing in ledger.lists for r in _listed(ledger, row_of_kinds(ledger, listing)))


def _listed(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    if _of_all_there_is(ledger, listing):
        return
    listing = without_the_rest(ledger, listing)
    plain, done = done_of_each(ledger, listing)
    yield from _levels(ledger, plain)
    if done is not None:
        yield done


def _of_all_there_is(ledger: Ledger, listing: Listing) -> bool:
    """新增n名（现有a名，届时达b名）: whether a bracket tells of all there is, of which the amount before it is some."""
    return listing.opener == "(" and any(ALL_THERE_IS.search(ledger.facts[item[0]].label) for item in listing.parts)


def _levels(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    done: dict[str, set[int]] = {}  # a list with both sides has a total for each
    for one in candidates(ledger, listing):
        if one.again is not None:
            yield from maybe(add_up(one.again, one.parts, True))
        if no_parts(one):
            continue
        one = without_amounts_behind(one)
        total, parts = one.total, one.parts
        if any(_OFFSET.search(p.label) for p in parts[1:]):
            yield from _with_offsets(total, parts)
            continue
        if of_the_year_before(one) or of_a_division(one):
            continue
        if makes_the_other_side(one):
            yield from maybe(add_up(total, parts, True))
            continue
        if done.get(one.thing, set()) & {p.id for p in parts} or of_something_else(one):
            continue
        inside, collapsed = summed_inside(one)
        yield from maybe(inside)
        if collapsed is None:
            continue
        one = shortened(collapsed)
        if of_a_rival(one):
            continue
        relation = best(ledger, one.listing, total, one.parts, rivals(one), one.items)
        if relation is None or (relation.verdict == "broken" and broken_for_a_reason(one, relation)):
            continue
        if relation.verdict == "broken" and _counted_otherwise(ledger, one.parts, relation):
            continue
        if missed(ledger, relation) and not odd_unit(relation):
            beside = left_aside(ledger, relation) or _added(ledger, one.listing, one.parts[0])
            if beside or not complete(ledger, one.listing, total, one.parts, one.items):
                continue
        done.setdefault(one.thing, set()).update(t.fact.id for t in relation.terms)
        yield relation


def _counted_otherwise(ledger: Ledger, parts: Sequence[Fact], broken: Relation) -> bool:
    """T台（件），其中甲a台（件）、乙b台（件）；丙c件: whether as many of another unit stand behind as are lacking."""
    last, unit = parts[-1], normalize(ledger.after(broken.terms[0].fact, 4))
    behind = (f for f in ledger.facts[last.id + 1 : last.id + 1 + _BEHIND] if f.sentence == last.sentence)
    return any(f"({f.figure.unit.name})" in unit and f.figure.value == broken.difference for f in behind)


_BEHIND = 3  # figures behind a list
_OFFSET = compiled(r"抵[销消减]|冲抵|冲销|轧差")  # what two parts have of each other, which the total leaves out


def _with_offsets(total: Fact, parts: Sequence[Fact]) -> Iterator[Relation]:
    """总收入T，其中本级a、下属b，合并抵销c: T is a and b less c; told where a slip explains it."""
    signs = tuple(-1 if _OFFSET.search(p.label) else 1 for p in parts)
    terms = [("total", total), *(("part", p) for p in parts)]
    one = choose([relate("sum", Sum(signs), terms, firm=False)])
    if one is not None:
        yield one


def _added(ledger: Ledger, listing: Listing, part: Fact) -> bool:
    """根据上述收入，加返还性收入a万元，…: whether what the first part is added to stands before it."""
    return listing.opener == "addition" or f"加{part.label}" in ledger.before(part, len(part.label) + _LEAD)


_LEAD = 3  # characters between a label and its amount, and before it
