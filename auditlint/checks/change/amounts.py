"""The amount of a change against both values; part of the check `change`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.change.bases import (
    as_the_base,
    base_elsewhere,
    going_on,
    known_base,
    named_apart,
    of_a_standard,
    only_budget,
)
from auditlint.checks.change.distances import distance
from auditlint.checks.change.either_way import either_way
from auditlint.checks.change.prior_rows import pair_of_row
from auditlint.checks.change.stated_bases import stated_base
from auditlint.checks.change.two_lists import of_two_lists
from auditlint.checks.change.two_years import of_two_years
from auditlint.checks.change.year_pairs import (
    in_a_row,
    in_brackets,
    in_turn,
    later_first,
    since_opening,
    spelt_behind,
    turned,
)
from auditlint.checks.change.year_rows import of_named_things, of_named_years
from auditlint.checks.relate import choose, corroborated, maybe, relate
from auditlint.checks.subjects import LEVELS, row_before, row_of_equals, subjects
from auditlint.checks.ways import same_unit
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import unlike
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize


def amounts_of(ledger: Ledger, facts: list[Fact], amount: Fact) -> Iterator[Relation]:
    """The relations of an amount of change whose current value and base are found."""
    if ledger.restated(amount):
        return
    i = facts.index(amount)
    before = facts[i - 1] if i else None
    if amount.direction == 0:
        if "差" in ledger.before(amount, 5) and "弥补" not in ledger.before(amount, 12):
            yield from _difference(ledger, facts, amount)
        yield from either_way(ledger, facts, amount)
        return
    if (named := of_named_things(ledger, facts, amount)) is not None:
        yield from maybe(distance(amount, *named))
        return
    if (spelt := spelt_behind(ledger, facts, amount)) is not None:
        yield from maybe(distance(amount, *spelt))
        return
    led, pair = in_turn(ledger, facts, amount)
    if led and pair is None:
        return
    in_row, following = in_a_row(ledger, facts, amount)
    pair = pair or following or later_first(ledger, facts, amount) or turned(ledger, facts, amount)
    pair = pair or since_opening(facts, amount) or of_named_years(ledger, facts, amount)
    pair = pair or (None if in_row else pair_of_row(ledger, facts, amount))
    if pair is None and (bracketed := in_brackets(ledger, facts, amount)) is not None:
        one = distance(amount, *bracketed)
        if one is not None and (one.verdict != "broken" or one.note == "direction" or corroborated(one)):
            yield one
            return
    if pair is not None and _of_others(amount, pair[0]):
        return
    if pair is not None:
        yield from maybe(distance(amount, *pair))
        return
    alone = in_row and row_of_equals(facts, amount, LEVELS) is None
    if alone and row_before(ledger, ledger.sentences[amount.sentence], facts, amount) is None:
        return
    if before is None:  # 2032年预算较2031年决算增加D万元
        yield from of_two_years(ledger, amount)
    found = subjects(ledger, facts, amount, amount)
    base = stated_base(ledger, facts, amount)
    beside = before is not None and before.measure == "budget" and amount.clause - before.clause <= 1
    if base is None and beside and amount.basis in ("", "budget"):
        base = before
    if base is None and amount.basis == "budget":
        base = only_budget(ledger, facts[:i], amount)
    local = base is not None
    if base is None and not amount.basis and before is not None and before.measure == "completion":
        base = only_budget(ledger, facts[:i], amount) if not amount.label else None  # 年初预算B，决算A，完成p%，增加D
        found = found[:1]
    within = base is not None
    if base is None and found:
        base = base_elsewhere(ledger, found[0].fact, amount)
    base = _of_its_kind(ledger, facts[:i], amount, base)
    base = None if base is not None and _of_the_wrong_year(ledger, base, amount) else base
    base = None if base is not None and found and _of_another_part(base, found[0].fact) else base
    listed = of_two_lists(ledger, amount) if not local and not within else None
    if listed is not None and (base is None or listed.firm):
        yield listed
        return
    if base is None or not same_unit(base, amount) or of_a_standard(ledger, base, amount):
        return
    found = going_on(ledger, base, as_the_base(ledger, base, found)) if not amount.label else found
    moved = base.measure == "budget" and _MOVED_TO.search(ledger.before(base, 6)) is not None
    readings = (
        distance(amount, *((base, c.fact) if moved and c.fact.id < base.id else (c.fact, base)), firm=c.firm and local)
        for c in found
        if same_unit(c.fact, amount) and c.fact.id != base.id
        if not _of_others(amount, c.fact) and not named_apart(base, c.fact)
        if not any(base.id in one.parent for one in ledger.lists_with(c.fact.id))  # a part of what it would come from
    )
    yield from maybe(choose(readings, sure=int(within or (bool(found) and known_base(found[0], amount, base)))))


def _of_another_part(base: Fact, current: Fact) -> bool:
    """甲a（上年c），乙b（上年d），合计A，同比多D: whether last year's value stands in the bracket of another amount."""
    return base.measure == "prior" and base.depth > current.depth and base.id < current.id


_BUDGET_OF = compiled(r"(?:比|较|与)(?P<year>20[0-9]{2})年度?(?:年初)?预算[^,;。:0-9]{0,8}$")


def _of_the_wrong_year(ledger: Ledger, base: Fact, amount: Fact) -> bool:
    """较2030年预算数增加D, in a report of 2031: whether a budget is not the one of the year that words name."""
    m = _BUDGET_OF.search(normalize(ledger.before(amount, 20)))
    year = base.period or ledger.year
    return m is not None and base.measure == "budget" and year.isdigit() and year != m["year"]


_WHICH_BUDGET = compiled(r"(?:比|较|与)(?P<which>年初|调整)(?:后的?)?预算[^,;。:0-9]{0,6}$")


def _of_its_kind(ledger: Ledger, before: Sequence[Fact], amount: Fact, base: Fact | None) -> Fact | None:
    """介于年初预算B与调整预算C之间，比年初预算多D: the budget that is called as the words of a change call it."""
    m = _WHICH_BUDGET.search(normalize(ledger.before(amount, 16)))
    if m is None or base is None or base.measure != "budget" or m["which"] in ledger.before(base, 8):
        return base
    named = [f for f in before if f.measure == "budget" and m["which"] in ledger.before(f, 8)]
    if not named and m["which"] == "年初" and "调整" in ledger.before(base, 12):  # 批准的预算为B，调整预算为C
        named = [f for f in before if f.measure == "budget" and f.id < base.id]
        named = named if len(named) == 1 else []
    return named[-1] if named and same_unit(named[-1], amount) else base


def _of_others(amount: Fact, current: Fact) -> bool:
    """Whether a change is by its name of other people or things than a number: 在校学生A人，上年B人，寄宿生增加D人."""
    counted = amount.figure.unit.dimension == "count" and len(amount.label) > _BARE
    return counted and unlike(amount.label, current.label)


_BARE = 2  # characters of a label that may be no name: 人数


_MOVED_TO = compiled(r"(?:调整?|变更?)(?:增|减)?(?:为|至|到)$|[增减]至$")  # 年初预算B万元，…，调整为A万元，调增D万元


def _difference(ledger: Ledger, facts: list[Fact], amount: Fact) -> Iterator[Relation]:
    """差值为 …: the distance of the two amounts of its item."""
    pair = [
        f
        for f in facts
        if f.item == amount.item
        and f.id < amount.id
        and f.measure in ("level", "budget", "prior")
        and same_unit(f, amount)
    ]
    if len(pair) != 2 or amount.figure.value < 0:  # 差异额-D: which one is taken off is for its sign to say
        return
    if "其中" in ledger.sentences[amount.sentence].between(pair[-1], amount):
        return  # 差额T万元，其中甲差额a万元、乙差额b万元
    large, small = sorted(pair[-2:], key=lambda f: f.figure.amount, reverse=True)
    yield from maybe(
        relate("change", Sum((1, -1)), (("change", amount), ("larger", large), ("smaller", small)), firm=True)
    )
