"""Check `same-figure`: one fact stated in several places carries one figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from auditlint.checks import Check
from auditlint.checks.relate import maybe, relate, significant
from auditlint.checks.same_figure.all import all_of_a_whole
from auditlint.checks.same_figure.annexed import annexed
from auditlint.checks.same_figure.converted import converted
from auditlint.checks.same_figure.cost import costs
from auditlint.checks.same_figure.exchanged import exchanged
from auditlint.checks.same_figure.item import items
from auditlint.checks.same_figure.moved import moved
from auditlint.checks.same_figure.restated import restated
from auditlint.checks.same_figure.scored import scored
from auditlint.checks.same_figure.slipped import slipped
from auditlint.checks.same_figure.spent import spent
from auditlint.checks.same_figure.summed import summed
from auditlint.checks.same_figure.tabled import tabled
from auditlint.checks.same_figure.total import totals
from auditlint.checks.same_scope import (
    fund_of,
    of_two_funds,
    of_two_places,
    of_two_wholes,
    of_what_changed,
    of_what_is_left,
    round_gap,
)
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.terms import reordered
from auditlint.model import UNBORNE, Fact, Measure, Relation
from auditlint.numerals import telling_digits
from auditlint.records import dataclass, field, replace
from auditlint.slips import MISTYPED, slip
from auditlint.typed import Literal

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """Which statements are of one fact; over a report equal amounts are quotations, which are never told."""

    of: Literal["report", "item", "annex"] = field(
        default="report",
        metadata={
            "help": "report: statements joined by concept or label, measure and period; "
            "item: the amount behind an item's name and the final account beside its budget; "
            "annex: what the text says of an item and the row of its name in a table"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """One relation per fact stated more than once."""
    if options.of == "item":
        yield from items(ledger)
        return
    if options.of == "annex":
        known: set[int] = set()
        for found in (annexed(ledger), tabled(ledger), spent(ledger), scored(ledger), slipped(ledger, quoted=True)):
            new = [r for r in found if r.terms[0].fact.id not in known]
            known.update(r.terms[0].fact.id for r in new)
            yield from new
        return
    said: dict[int, set[int]] = {}
    for relation in (
        *_statements(ledger),
        *restated(ledger),
        *totals(ledger),
        *converted(ledger),
        *moved(ledger),
        *exchanged(ledger),
        *slipped(ledger, quoted=False),
        *costs(ledger),
        *summed(ledger),
        *all_of_a_whole(ledger),
    ):
        yield relation
        if relation.firm and relation.verdict == "holds":
            ids = {t.fact.id for t in relation.terms}
            said |= dict.fromkeys(ids, ids)
    yield from _quotations(ledger, said)


def _key(ledger: Ledger, fact: Fact, planned: bool) -> Key | None:
    """What joins the statements of one fact; `planned` says that the report is a budget, whose amounts all are."""
    name = fact.concept or fact.label
    if generic(name) or (not fact.concept and len(name) < 4):
        return None
    if fact.measure not in ("level", "budget") or fact.figure.unit.dimension != "money":
        return None
    if fact.table >= 0:
        return None
    before = ledger.said_before(fact)
    if _PART_OF_A_YEAR.search(before) or _LEFT_OVER.fullmatch(fact.label):
        return None
    if _TAKEN_OFF.match(fact.label) or of_what_is_left(ledger, fact) or of_what_changed(ledger, fact):
        return None
    measure: Measure | Literal["done"] = "level" if planned else fact.measure
    drafted = _DRAFT.search(fact.section)
    if (fact.label.endswith("预算") or drafted is not None) and not planned:
        measure = "budget"
    if _TO_COME.search(before) and not planned:
        measure = "budget"
    elif _DONE.search(before) and planned:
        measure = "done"
    scope = _LEVEL_OF_GOVERNMENT.match(fact.label)
    own = "本级" if _OWN_LEVEL.search(before) else ""
    if _OF_A_YEAR_END.search(fact.label) and "财政拨款" in fact.section.rpartition(" / ")[2] + before:
        own += "财政拨款"  # 财政拨款年初结转A、年末结转B
    year = fact.period or (drafted["year"] if drafted is not None and drafted["year"] else ledger.year)
    return name, measure, year, f"{fact.document}{scope.group() if scope else own}"


_DONE = compiled(r"(?:完成|执行|实现|实际)(?:数|额)?(?:为|了)?$")
_TO_COME = compiled(r"(?:安排|预期|预计|计划|目标)(?:为|数)?$")
_DRAFT = compiled(r"(?:(?P<year>20[0-9]{2})年)?[^/0-9]{0,12}预算(?:草案|安排)(?!.*执行)")  # 二、2032年预算草案


_LEVEL_OF_GOVERNMENT = compiled(r"(?:全)?(?:国|省|市|县|区|州|旗|镇|乡)(?:本?级)?|本级")
_OWN_LEVEL = compiled(r"(?:^|[,;。:])(?:[^,;。:0-9]{0,12})本级(?!财政)")
_OF_A_YEAR_END = compiled(r"^(?:年初|年末)(?!.*财政拨款)")
_LEFT_OVER = compiled(r"(?:结转|结余|剩余|结转结余|节约|未使用)(?:的)?(?:资金|经费|金额|数)?")
_TAKEN_OFF = compiled(r"(?:再|先|并)?(?:扣除|剔除|扣减|减去|减|不含|不包括|不包含)")  # 公用经费A扣除事业单位公用经费B
_PART_OF_A_YEAR = compiled(r"(?:[1-9]|1[0-2])\s?[-—–~至]\s?(?:[1-9]|1[01])\s?月|[一二三四]季度|上半年|下半年")


def _statements(ledger: Ledger) -> Iterator[Relation]:
    groups: dict[Key, list[Fact]] = defaultdict(list)
    planned = ledger.planned
    for fact in ledger.facts:
        key = _key(ledger, fact, planned)
        if key is not None:
            groups[key].append(fact)
    for key, facts in _joined(ledger, groups).items():
        if len(facts) < 2:
            continue
        clusters: dict[Decimal, list[Fact]] = defaultdict(list)
        for fact in facts:
            clusters[fact.figure.amount].append(fact)
        ranked = sorted(clusters.values(), key=lambda c: (-len(c), c[0].id))
        main = ranked[0]
        funds = {fund_of(ledger, f) for f in facts} - {""}
        if len(main) >= 2:
            one = relate("same-figure", Equal(), [("stated", f) for f in main], firm=len(key[0]) >= 4)
            if one is not None:
                yield one
        for cluster in ranked[1:]:
            if len(funds) < 2:
                yield from _odd(ledger, key, main, cluster, len(ranked))


def _joined(ledger: Ledger, groups: dict[Key, list[Fact]]) -> dict[Key, list[Fact]]:
    """The groups, with those joined whose labels have the same words in another order."""
    joined: dict[Key, list[Fact]] = {}
    seen: dict[tuple[str, ...], Key] = {}
    for key, facts in groups.items():
        letters = ("".join(sorted(key[0])), *key[1:])
        other = seen.setdefault(letters, key)
        if other != key and reordered(other[0], key[0], ledger.rulebook.lexicon):
            joined[other].extend(facts)
        else:
            joined[key] = list(facts)
    return joined


def _odd(ledger: Ledger, key: Key, main: Sequence[Fact], cluster: Sequence[Fact], variants: int) -> Iterator[Relation]:
    """Another value for the same fact: told where it is a slip of the other, or where most places agree against it."""
    fact = cluster[0]
    reference = main[0]
    others = [("other", f) for f in main if f.figure.span.block != fact.figure.span.block] or [("other", reference)]
    relation = relate("same-figure", Equal(), (("stated", fact), *others[:_TOGETHER]), firm=True)
    if relation is None:
        return
    if relation.verdict != "broken":
        yield relation
        return
    if fact.figure.span.block == reference.figure.span.block:
        return
    if variants > 2 or fact.figure.value == 0 or reference.figure.value == 0:
        return
    unit = fact.figure.unit.factor
    likely = slip(fact.figure, reference.figure.amount / unit)
    known = bool(ledger.rulebook.taxonomy.find(key[0]))
    scoped = fund_of(ledger, fact) != fund_of(ledger, reference)
    if of_two_wholes(ledger, fact, reference) or of_two_places(fact, reference):
        return
    sure = known or len(main) >= 2 or all(_dated(ledger, f) for f in (fact, reference))
    mistyped = likely in (*MISTYPED, "unit")
    if likely == "digit" and (of_two_funds(ledger, fact, reference) or (len(main) == 1 and round_gap(fact, reference))):
        mistyped = False  # 5.00 of other money, or of another plan
    agreed = known and not scoped and len(main) > 1 and len(cluster) == 1 and not _of_several_levels(ledger)
    agreed = agreed and not any(of_two_funds(ledger, fact, f) for f in main)  # all, or one fund
    same_digits = known and fact.figure.value == reference.figure.value  # 1.74万元, 1.74元
    if agreed or (sure and mistyped and significant(fact.figure) >= (_SHORT if same_digits else _LONG)):
        note = "" if agreed else UNBORNE
        yield replace(relation, note=note)
        places = others[:_TOGETHER] if len(others) > 2 else []
        for place in (*places, *_called_after(ledger, key[0], reference, main)):  # place by place
            yield from maybe(relate("same-figure", Equal(), (("stated", fact), place), firm=True, note=note))


def _called_after(ledger: Ledger, name: str, right: Fact, known: Sequence[Fact]) -> list[tuple[str, Fact]]:
    """Where else the right value is quoted, for what is called after it: 人员经费收入 beside 人员经费."""
    if len(known) < 2 or significant(right.figure) < _LONG:
        return []
    ids = {f.id for f in known}
    others = (f for f in ledger.facts if f.figure.amount == right.figure.amount and f.document == right.document)
    named = (f for f in others if f.id not in ids and f.table < 0 and f.concept != name and f.label.startswith(name))
    return [("other", f) for f in named][:_TOGETHER]


_SHORT, _LONG = 2, 4  # digits of a figure that tell where only its unit is another, and where its digits are
_TOGETHER = 5  # other places that one relation names


@lru_cache(maxsize=1)
def _of_several_levels(ledger: Ledger) -> bool:
    """Whether a report has figures of a whole area and of its own level of government: one name has one for each."""
    labels = {f.label for f in ledger.facts if f.table < 0 and f.figure.unit.dimension == "money"}
    return any(_WHOLE_AREA.match(label) for label in labels) and any(_ONE_LEVEL.match(label) for label in labels)


_WHOLE_AREA, _ONE_LEVEL = compiled(r"全[省市县区州旗]"), compiled(r"[省市县区州旗](?:本级|直)")


def _dated(ledger: Ledger, fact: Fact) -> bool:
    """Whether the sentence of a figure names the year it is of."""
    return bool(ledger.year) and ledger.year in ledger.said_before(fact)


def _quotations(ledger: Ledger, said: Mapping[int, set[int]]) -> Iterator[Relation]:
    """Equal amounts in several places: quotations of one figure, never told.

    `said` are the statements of one fact by each of them; where most of the places are such, nothing is to be added.
    """
    groups: dict[tuple[Decimal, str, bool], list[Fact]] = defaultdict(list)
    for fact in ledger.facts:
        digits = telling_digits(fact.figure.value)
        if digits >= 3 or (digits >= 2 and fact.figure.decimals):
            moved = fact.measure in ("change", "rate")
            groups[abs(fact.figure.amount), fact.figure.unit.dimension, moved].append(fact)
        elif fact.table >= 0 and len(fact.label) >= 5 and not generic(fact.label):
            groups[fact.figure.amount, fact.label + fact.measure, False].append(fact)
    for facts in groups.values():
        if len({_place(f) for f in facts}) < 2 or len(facts) > _MOST:
            continue
        ids = {f.id for f in facts}
        if any(len(ids & said.get(i, set())) * 3 >= len(ids) * 2 for i in ids):
            continue
        one = relate("same-figure", Equal(), [("stated", f) for f in facts], firm=False)
        if one is not None and one.verdict == "holds":
            yield one


_MOST = 12  # places that are one quotation; more are a coincidence of round figures


def _place(fact: Fact) -> tuple[int, int, int]:
    """The sentence or the row of a table that a figure stands in."""
    return (fact.document, -1 - fact.table, fact.row) if fact.table >= 0 else (fact.document, 0, fact.sentence)


CHECK = Check("same-figure", Options, run, ("other",), "one fact, one figure")
