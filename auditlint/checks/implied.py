"""Check `implied`: a total's rate against the bases that its items' rates imply.

Spending by its rate of completion gives a budget, a current value by its rate of change the value before; those of the
items make the total's, and with it the total's own rate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice, pairwise, takewhile

from auditlint.checks import Check
from auditlint.checks.relate import corroborated, relate, wrong_way
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Equation, Implied, ImpliedGrowth, ShareOfSum, Sum
from auditlint.expressions import compiled
from auditlint.facts.enumerators import number
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.model import Fact, Measure, Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass, field, replace
from auditlint.slips import slip
from auditlint.typed import Literal

Rated = tuple[Fact, Fact]  # an amount with its rate, or with its budget
Reader = Callable[[Ledger, Sequence[int], Measure], Rated | None]
_FEW = 2  # items below which nothing is implied
_UNSAID = {("prior", False, False), ("", False, False)}  # 比上年增长p%，其中甲增长q%: against last year, too
_NEXT = 4  # figures behind an amount among which its rate stands


@dataclass(frozen=True, slots=True)
class Options:
    """Which rates are compared."""

    of: Literal["completion", "growth"] = field(
        default="completion",
        metadata={"help": "completion: budgets from rates of completion; growth: the year before from rates of change"},
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every total with a rate whose items have one each and add up to it: in a list or by paragraphs."""
    measure: Measure = "rate" if options.of == "growth" else "completion"
    seen: set[int] = set()
    for total, items in (*_by_paragraph(ledger, measure), *_by_list(ledger, measure), *_by_name(ledger, measure)):
        bases = {_base(ledger, rate) for _, rate in items} | {_base(ledger, total[1])}
        alike = len(bases) == 1 or (bases == _UNSAID and measure == "rate")
        if len(items) >= _FEW and alike and total[1].id not in seen and _add_up(total, items):
            seen.add(total[1].id)
            yield from _relation(total, items)
    if options.of == "completion":
        yield from _by_budgets(ledger)


def _by_budgets(ledger: Ledger) -> Iterator[Relation]:
    """Totals with a rate and no budget, whose items by paragraphs print the budgets of theirs."""
    sentences = [s for s in ledger.sentences if s.facts]
    for i, sentence in enumerate(sentences):
        total = _rated(ledger, sentence.facts, "completion")
        items = list(_items(ledger, sentences[i + 1 :], sentence, "completion", _budgeted)) if total else []
        if total is None or len(items) < _FEW or not _add_up(total, [(a, a) for a, _ in items]):
            continue
        terms = [("rate", total[1]), ("actual", total[0]), *(("part", b) for _, b in items)]
        made = relate("completion", ShareOfSum((1,) * len(items)), terms, firm=True)
        if made is not None:
            yield _unspent(made)


def _budgeted(ledger: Ledger, ids: Sequence[int], measure: Measure) -> Rated | None:
    """The one amount of some facts with its budget, where they have a rate of it."""
    facts = [f for f in ledger.pick(ids) if f.figure.unit.dimension in ("money", "percent")]
    levels = [f for f in facts if f.measure == "level" and f.figure.unit.dimension == "money"]
    budgets = [f for f in facts if f.measure == "budget"]
    rates = [f for f in facts if f.measure == measure]
    return (levels[0], budgets[0]) if len(levels) == len(budgets) == len(rates) == 1 else None


def _by_paragraph(ledger: Ledger, measure: Measure) -> Iterator[tuple[Rated, list[Rated]]]:
    """Totals whose items follow by paragraphs."""
    sentences = [s for s in ledger.sentences if s.facts]
    for i, sentence in enumerate(sentences):
        total = _rated(ledger, sentence.facts, measure)
        if total is not None:
            yield total, list(_items(ledger, sentences[i + 1 :], sentence, measure))


def _by_list(ledger: Ledger, measure: Measure) -> Iterator[tuple[Rated, list[Rated]]]:
    """Totals of the lists whose every item has a rate of its own."""
    for one in ledger.lists:
        if one.opener == "counted":
            yield from _counted(ledger, one, measure)
            continue
        items = [_rated(ledger, item, measure) for item in one.parts]
        known = [item for item in items if item is not None]
        if len(known) == len(items):
            heads = one.parent[::-1]
            for k in range(len(heads)):
                total = _rated(ledger, heads[k:], measure)
                if total is not None and total[0].id == heads[k]:
                    yield total, known


_UNDER = " / "  # between the headings of a section
_ABOVE = 3  # sentences above items in which their total is named


def _by_name(ledger: Ledger, measure: Measure) -> Iterator[tuple[Rated, list[Rated]]]:
    """三公经费支出A，完成p%。…接待费a，完成q%；用车…: items that are by name all there is of a total above."""
    if measure != "completion":
        return
    for sentence in ledger.sentences:
        groups = [tuple(f.id for f in own) for _, own in groupby(ledger.facts_of(sentence), lambda f: f.item)]
        firsts = [ledger.facts[g[0]] for g in groups]
        if len(groups) <= _FEW or not all(f.concept and f.measure == "level" for f in firsts):
            continue
        known = [_rated(ledger, g, measure) for g in groups]
        items = [one for one in known if one is not None]
        nothing = [f for f, one in zip(firsts, known, strict=True) if one is None and not f.figure.value]
        total = _whole_of(ledger, sentence, {f.concept for f in firsts})
        if total is not None and len(items) + len(nothing) == len(groups):
            yield total, items


def _whole_of(ledger: Ledger, sentence: Sentence, names: set[str]) -> Rated | None:
    """The amount and the rate of completion above that names are all parts of; its budget may be printed, too."""
    under = ledger.section(sentence).rpartition(_UNDER)[0]
    for other in reversed(ledger.sentences[max(sentence.id - _ABOVE, 0) : sentence.id]):
        if other.document != sentence.document or not ledger.section(other).startswith(under):
            return None
        facts = ledger.facts_of(other)
        for f in facts:
            whole = ledger.rulebook.taxonomy.find(f.concept) if f.measure == "level" and f.concept else None
            if whole is not None and any({p.name for p in parts} == names for parts in whole.parts):
                rate = next((g for g in facts if g.id == f.id + 1 and g.measure == "completion"), None)
                return (f, rate) if rate is not None else None
    return None


def _counted(ledger: Ledger, listing: Listing, measure: Measure) -> Iterator[tuple[Rated, list[Rated]]]:
    """甲a亿元，增长p%；乙b亿元，增长q%。两项合计T亿元，增长r%: each amount with what stands behind it."""
    starts = [*(part[0] for part in listing.parts), listing.parent[0]]
    last = ledger.sentences[ledger.facts[starts[-1]].sentence].facts[-1] + 1
    found = [_rated(ledger, range(a, b), measure) for a, b in pairwise((*starts, last)) if a < b]
    known = [one for one in found if one is not None]
    if len(known) == len(starts):
        yield known[-1], known[:-1]


def _rated(ledger: Ledger, ids: Sequence[int], measure: Measure) -> Rated | None:
    """The first amount of some facts with its rate; None where the base itself is printed, which tells more."""
    facts = [ledger.facts[i] for i in ids]
    if any(f.measure == ("prior" if measure == "rate" else "budget") for f in facts):
        return None
    for i, fact in enumerate(facts):
        if fact.measure == "level" and fact.figure.unit.dimension == "money":
            behind = (f for f in facts[i + 1 :] if f.depth <= fact.depth)  # （年初预算B万元） is no amount of its own
            beside = takewhile(lambda f: f.measure not in LEVELS, islice(behind, _NEXT))
            rate = next((f for f in beside if f.measure == measure), None)
            usable = rate is not None and not (measure == "rate" and (not rate.direction or ledger.restated(rate)))
            return (fact, rate) if rate is not None and usable else None
    return None


def _items(
    ledger: Ledger, following: Sequence[Sentence], total: Sentence, measure: Measure, read: Reader = _rated
) -> Iterator[Rated]:
    """The items in the paragraphs right after a total's, one to a paragraph; none from where one has no rate."""
    last = total.block
    if _next_of_its_list(ledger, total, following):
        return
    for sentence in following:
        if sentence.document != total.document or ledger.section(sentence) != ledger.section(total):
            return
        if sentence.block == last:
            if last == total.block:
                return
            continue
        found = read(ledger, sentence.facts, measure)
        if found is None or sentence.block > last + 1:
            return
        last = sentence.block
        yield found


def _next_of_its_list(ledger: Ledger, total: Sentence, following: Sequence[Sentence]) -> bool:
    """6.…T, 7.…a, 8.…b: whether the paragraph below is numbered on from a total's own, and so no part of it."""
    below = next((s for s in following if s.block == total.block + 1), None)
    if below is None or below.document != total.document:
        return False
    blocks = ledger.documents[total.document].blocks
    own, then = (number(normalize(blocks[s.block].text)) for s in (total, below))
    return own > 0 and then == own + 1


def _base(ledger: Ledger, rate: Fact) -> tuple[object, ...]:
    """What a rate is of: the budget of the year's beginning, adjusted or without a word for it; the year before."""
    before = ledger.before(rate, 10)
    return (rate.basis, *(word in before for word in ("年初", "调整")))


def _add_up(total: Rated, items: Sequence[Rated]) -> bool:
    made = relate("sum", Sum((1,) * len(items)), (("total", total[0]), *(("part", a) for a, _ in items)), firm=False)
    return made is not None and made.verdict != "broken"


_REAL = compiled(r"增加值|生产总值|产值|产业")  # grows by constant prices, whether the text says so or not


def _relation(total: Rated, items: Sequence[Rated]) -> Iterator[Relation]:
    """A total's rate that the items do not allow."""
    kept = [(a, r) for a, r in items if a.figure.value]
    pairs = [("part", f) for pair in kept for f in pair]
    growth = total[1].measure == "rate"
    equation: Equation = ImpliedGrowth(tuple(r.direction for _, r in (total, *kept))) if growth else Implied()
    firm = not (growth and any(_REAL.search(a.label) for a, _ in (total, *kept)))
    terms = (("rate", total[1]), ("actual", total[0]), *pairs)
    made = relate("change" if growth else "completion", equation, terms, firm=firm)
    if made is None:
        return
    yield wrong_way(made) if growth else _unspent(made)


def _unspent(made: Relation) -> Relation:
    """A total's rate of completion: where it is too low, what spent nothing may have been left out.

    Budgets are round and differ from those with another one by a digit: there only a slip in the rate itself tells.
    """
    if made.verdict != "broken" or made.difference >= 0 or made.expected is None:
        return made
    printed = isinstance(made.equation, ShareOfSum)
    return replace(made, firm=bool(slip(made.figures[0], made.expected)) if printed else corroborated(made))


CHECK = Check("implied", Options, run, ("rate", "actual", "part"), "a total's rate against those of its items")
