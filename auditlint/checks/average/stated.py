"""Averages with the amount and the count their words mean; part of the check `average`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.average.doubts import held_by, in_classes, of_another_count
from auditlint.checks.average.operands import (
    HELD,
    NEAR,
    amounts_near,
    earlier,
    in_all,
    is_amount,
    is_count,
    of_name,
    ranked,
    right_before,
    spent_of,
    together,
)
from auditlint.checks.parts import of_several_years
from auditlint.checks.relate import TELLING, choose, odd_unit, relate, significant, slipped
from auditlint.equations import Quotient
from auditlint.expressions import compiled
from auditlint.facts.concepts import concept_of
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.facts.match import likeness, measures_only, unlike
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_BEFORE = 4  # sentences before an average in which its count may stand


_FOREIGN = compiled(r"外事|外宾|外国|[境国][)）]?外")  # no amount that guests from within the country share


_EACH_TO_HAVE = compiled(r"按[户人亩生车]均$")


def stated_average(
    ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], average: Fact, kind: str, names: Sequence[str]
) -> Relation | None:
    """The average with the amount and the count its words mean, as the best of its readings has them."""
    if _EACH_TO_HAVE.search(normalize(ledger.since(average))):
        return None  # n户，按户均a元安排A: what each is to have, which `by_standard` reckons with
    units = ledger.rulebook.lexicon.averages.get(kind, (kind,))
    if (direct := _side_by_side(facts, average, units)) is not None:
        return direct
    before = [f for f in facts if f.id < average.id and f.measure != "average"]
    near = [f for s in earlier(ledger, sentence, _BEFORE) for f in reversed(ledger.facts_of(s))]
    if average.period.isdigit():  # 四年共n份、累计A万元，2031年平均每份a元: of that year
        before, near = ([f for f in of if not of_several_years(ledger, f)] for of in (before, near))
    here = ranked(
        _wholes(ledger, [f for f in before if is_count(f, units) and not (f.depth and f.measure == "prior")]), units
    )
    behind = facts[facts.index(average) + 1 :][:1]
    here += [f for f in behind if is_count(f, units) and (f.depth > average.depth or held_by(f, average))]
    counts = [*here, *ranked([f for f in near if is_count(f, units)], units)]
    own = [f for f in before if is_amount(f, average)]
    if (made := _by_whom(ledger, average, [*before, *near], units, own)) is not None:
        return made
    if kind == _PUPIL and any(_LEARNERS.search(c.label) for c in here):  # 教师m人、学生n人，生均a元: of the pupils
        here = [c for c in here if _LEARNERS.search(c.label)]
        counts = [*here, *(c for c in counts if _LEARNERS.search(c.label) and c not in here)]
    if kind == _CLASS:
        counts, own = [c for c in counts if in_classes(ledger, c)], [f for f in own if _LEARNERS.search(f.label)]
        here = [c for c in here if c in counts]
    if before and is_count(before[-1], units) and before[-1].clause == average.clause and before[-1] not in here:
        return None  # 改造n亩，其中新建m亩亩均a元: of the part
    counts = [*here, *_wholes(ledger, [c for c in counts if c not in here])]
    said = [f for f in facts if f.id == average.id + 1 and in_all(ledger, sentence, average, f)]
    beside = [f for f in facts if f.id == average.id + 1 and ledger.between(average, f) in (",", "，")]
    if here and beside and beside[0].measure == "level" and beside[0].figure.unit.dimension == "money":
        terms = (("average", average), ("amount", beside[0]), ("number", here[0]))  # n户，户均a元，A万元
        made = relate("average", Quotient(), terms, firm=True)
        if made is not None and made.verdict == "holds":
            return made
    said = [f for f in said if len(here) == 1 or f.label == "计"]  # 64条、平均每条6.5万元，计416万元
    pairs = [(count, amount) for count in here[:1] for amount in said]
    shared = ((c, f) for c in counts[:4] for f in amounts_near(ledger, sentence, own, near, average, names, c))
    foreign = any(_FOREIGN.search(f.label) and f.figure.value for f in own)
    domestic = foreign and "国内" in normalize(ledger.before(average, NEAR))
    running = "购置" not in names[0] and "运行" in names[0]  # of no amount that cars were bought of too
    shared = ((c, f) for c, f in shared if not (running and "购置" in f.label))
    pairs += [(c, f) for c, f in shared if not domestic or "国内" in f.label]
    if not counts:
        pairs = [*together(ledger, average, units, names)]
    concept = concept_of(names[0], ledger.rulebook.taxonomy) if names[0] else ""
    same = bool(concept) and bool(pairs) and pairs[0][1].concept == concept
    what = "" if same else names[0]  # 平均每辆运行费用: of the amount itself
    readings = [
        relate("average", Quotient(), (("average", average), ("amount", amount), ("number", count)), firm=False)
        for count, amount in pairs
    ]
    top = next((r for r in readings if r is not None), None)
    first = top if readings and top is readings[0] else None
    if first is not None and concept and _of_concept(first, own, concept):
        return replace(first, firm=True)
    chosen = choose(readings)
    if top is not None and top.verdict == "broken" and of_another_count(ledger, top, units):
        return chosen if chosen is not None and chosen.verdict != "broken" else None
    classes = kind == _CLASS and len(own) == len(here) == 1
    if kind == _CLASS and top is not None and (chosen is None or chosen.verdict == "broken"):
        return replace(top, firm=True) if classes and abs(top.difference) > _CUT_UP else None
    certain = first is not None and (
        (_only(facts, first, what) and significant(first.figures[0]) > 1)
        or _reckoned(ledger, first, [*own, *near], names[0])
    )
    sure = first is not None and (len(here) == 1 or (not here and _just_told(counts, average)))
    sure = sure and first is not None and (_settled(first, own, average, what) or _above(ledger, sentence, own, first))
    sure = sure or (first is not None and _named_above(ledger, first, names[0], concept))
    sure = sure or bool(pairs and said and here and pairs[0] == (here[0], said[0]))  # n人，人均a元，合计A元
    if chosen is not None:
        mended = len(here) == 1 and significant(average.figure) >= TELLING and _long(chosen, own, average)
        telling = chosen is top and chosen.verdict != "broken" and (classes or certain or sure or mended)
        return replace(chosen, firm=True) if telling else chosen
    if first is not None and (certain or (sure and slipped(first))):
        return replace(first, firm=True)
    own = [f for f in own if f.depth <= average.depth and not unlike(names[0], f.label)]  # 生均教学支出: of no other
    return _mended(readings, own, average) if len(here) == 1 and significant(average.figure) >= TELLING else None


def _side_by_side(facts: Sequence[Fact], average: Fact, units: Sequence[str]) -> Relation | None:
    """团组n人，支出A万元，人均a元: of the count and the amount of its item that stand right before it, if it holds."""
    i = facts.index(average)
    own = (average.item, average.depth, "level")
    pair = [f for f in facts[max(i - 2, 0) : i] if (f.item, f.depth, f.measure) == own]
    counts, amounts = [f for f in pair if is_count(f, units)], [f for f in pair if is_amount(f, average)]
    if len(counts) != 1 or len(amounts) != 1 or any(f.grouped for f in pair):
        return None
    terms = (("average", average), ("amount", amounts[0]), ("number", counts[0]))
    made = relate("average", Quotient(), terms, firm=True)
    return made if made is not None and (made.verdict == "holds" or odd_unit(made)) else None


def point_moved(ledger: Ledger, facts: Sequence[Fact], average: Fact, kind: str, what: str) -> Relation | None:
    """A万元，n辆，车均a万元 with the point of a in the wrong place: of the one amount and the count right before it."""
    units = ledger.rulebook.lexicon.averages.get(kind, (kind,))
    item = [f for f in facts if f.item == average.item and f.id < average.id and f.depth == average.depth]
    money = [f for f in item if f.figure.unit.dimension == average.figure.unit.dimension and f.measure == "level"]
    count = item[-1] if item and is_count(item[-1], units) else None
    if count is None or len(money) != 1 or count.clause + 1 != average.clause or not _of_all(money[0], what):
        return None
    wanted = money[0].figure.amount / count.figure.value if count.figure.value > 1 else Decimal(0)
    printed, half = average.figure.amount, average.figure.half
    if not any(abs(wanted - printed * times) <= half * times for times in _TENFOLD) or not wanted:
        return None
    terms = (("average", average), ("amount", money[0]), ("number", count))
    return relate("average", Quotient(), terms, firm=True)


_TENFOLD = tuple(map(Decimal, ("10", "100", "0.1", "0.01")))


def _wholes(ledger: Ledger, counts: Sequence[Fact]) -> list[Fact]:
    """Counts without those that a list gives as parts of another one of them: 用车8辆，其中…；平均每辆a元: of the 8."""
    known = {f.id: f for f in counts}

    def held(part: Fact, one: Listing) -> bool:
        wholes = (known[i] for i in one.parent if i in known)
        return any(one.opener != "row" or whole.item == part.item for whole in wholes)

    return [f for f in counts if not any(held(f, one) for one in ledger.lists_with(f.id))]


def _mended(readings: Sequence[Relation | None], own: Sequence[Fact], average: Fact) -> Relation | None:
    """收入A、支出B、资助n人、人均a: the one amount of its sentence with which a slip explains what does not hold."""
    ids = {f.id for f in own if f.sentence == average.sentence}
    near = [r for r in readings if r is not None and r.terms[1].fact.id in ids and slipped(r, TELLING)]
    return replace(near[0], firm=True) if len(near) == 1 and _long(near[0], own, average) else None


def _long(relation: Relation, own: Sequence[Fact], average: Fact) -> bool:
    """Whether an average is of an amount of many digits in its sentence."""
    amount = relation.terms[1].fact
    inside = amount.sentence == average.sentence and any(f.id == amount.id for f in own)
    return inside and significant(amount.figure) > TELLING


_PUPIL = "生"
_CLASS = "班"  # 班均 is of those who learn, by the classes they are taught in
_LEARNERS = compiled(r"学生|学员|幼儿|儿童|在校生|在园|生$")


_CUT_UP = 1  # pupils by which a number of them by class may be cut or rounded up
_BY_WHOM = compiled(r"按(?:照)?(?P<who>[一-鿿]{2,10}?)(?:人数|数)?(?:计算|测算|核算|计)[,]?[一-鿿]{0,2}均[一-鿿]{0,8}$")


def _by_whom(
    ledger: Ledger, average: Fact, before: Sequence[Fact], units: Sequence[str], own: Sequence[Fact]
) -> Relation | None:
    """在职人员n人。…经费A万元，按在职人员计算人均a万元: of the one count that words name, and the one amount beside."""
    m = _BY_WHOM.search(normalize(ledger.before(average, NEAR))) if len(own) == 1 else None
    named = [f for f in before if m is not None and is_count(f, units) and f.label == m["who"] and f.measure == "level"]
    if len({f.figure.amount for f in named}) != 1:
        return None
    terms = (("average", average), ("amount", own[0]), ("number", named[0]))
    return relate("average", Quotient(), terms, firm=True)


def _just_told(counts: Sequence[Fact], average: Fact) -> bool:
    """保有量n辆。…A万元，车均a万元: whether the only count is what there is, and told in the sentence before."""
    held = len(counts) == 1 and HELD.search(counts[0].label) is not None
    return held and counts[0].sentence == average.sentence - 1


def _only(facts: Sequence[Fact], relation: Relation, what: str) -> bool:
    """Whether an average of nothing else stands behind the one amount and the one count of its unit in its item."""
    average, amount, count = (t.fact for t in relation.terms)
    item = [f for f in facts if f.item == average.item and f.id < average.id]
    rivals = [f for f in item if f.measure != "average" and f.figure.value and f.id not in (amount.id, count.id)]
    rivals = [f for f in rivals if not spent_of(f, amount) and f.measure not in ("change", "prior")]
    inside = {amount.id, count.id} <= {f.id for f in item} and amount.measure == count.measure == "level"
    return (
        inside
        and _of_all(amount, what)
        and not any(f.figure.unit in (amount.figure.unit, count.figure.unit) for f in rivals)
    )


def _of_concept(relation: Relation, own: Sequence[Fact], concept: str) -> bool:
    """运行维护费A万元，在编车辆n辆，车均运行维护费a万元: of the one amount of that name, right before the count."""
    average, amount, count = (t.fact for t in relation.terms)
    named = [f.id for f in own if f.concept == concept]
    beside = count.id == average.id - 1 and count.clause + 1 == average.clause and count.item == average.item
    inside = named == [amount.id] and (amount.sentence, amount.item) == (average.sentence, average.item)
    return beside and inside and amount.measure == count.measure == "level" and amount.id == count.id - 1


_RECKONED = compiled(r"^(?:名|位)?(?:进行)?(?:计算|测算|计|核算)")


def _reckoned(ledger: Ledger, relation: Relation, amounts: Sequence[Fact], what: str) -> bool:
    """按在职人员n人计算，人均公用经费a万元: whether words give the count and the one amount of that name."""
    average, amount, count = (t.fact for t in relation.terms)
    named = [f for f in amounts if what and likeness(what, f.label) >= 2 and f.measure == "level"]
    given = _RECKONED.match(ledger.after(count, 6)) is not None and count.clause + 1 == average.clause
    return given and count.sentence == average.sentence and [f.id for f in named] == [amount.id]


def _of_all(amount: Fact, what: str) -> bool:
    """Whether an average is of an amount and not of something in it: 支出a万元，人均餐费b元."""
    return not what or measures_only(what) or what in amount.label or likeness(what, amount.label) > 0


def _settled(relation: Relation, own: Sequence[Fact], average: Fact, what: str) -> bool:
    """Whether nothing else can be meant: the one amount of the item, one of that name, or a neighbour of the count."""
    amount, count = relation.terms[1].fact, relation.terms[2].fact
    if not _of_all(amount, what):
        return False
    now = [f for f in own if f.measure != "prior"]  # 培训费A万元，较上年B万元增加…，培训n人次，人均a元
    if amount.measure == "level":
        now = [f for f in now if not spent_of(f, amount)]
    item = {f.figure.amount for f in now if f.item == average.item} or {f.figure.amount for f in now}
    beside = abs(amount.id - count.id) == 1 and average.id - max(amount.id, count.id) <= 2
    return len(item) == 1 or beside or (not item and of_name(amount.label, [count.label]))


_TOPIC = compiled(r"接待|用车|公车|会议|培训|出国")


def _above(ledger: Ledger, sentence: Sentence, own: Sequence[Fact], relation: Relation) -> bool:
    """公务接待费A万元，比上年减少…。接待n批次、m人次，人均a元: the one amount of the paragraph for what is counted."""
    average, amount, count = (t.fact for t in relation.terms)
    topics = set(_TOPIC.findall(amount.label)) & set(_TOPIC.findall(sentence.text))
    beside = amount.figure.span.block == average.figure.span.block and right_before(ledger, count, average)
    if own or not topics or not beside:
        return False
    between = [f for f in ledger.facts[max(amount.id - NEAR, 0) : average.id] if f.figure.span.block == sentence.block]
    amounts = {f.figure.amount for f in between if f.measure == "level" and f.figure.value and is_amount(f, average)}
    return amounts == {amount.figure.amount} and amount.measure == "level"


_WHOLE_NAME = 4  # characters of what an average is of that no other amount of a paragraph is called by chance


def _named_above(ledger: Ledger, relation: Relation, what: str, concept: str) -> bool:
    """机关运行经费A万元，…。在职n人，人均机关运行经费a万元: of the one amount of a paragraph that an average names."""
    average, amount, count = (t.fact for t in relation.terms)
    if amount.figure.span.block != average.figure.span.block or not right_before(ledger, count, average):
        return False
    block = amount.figure.span.block
    before = [f for f in ledger.facts[: average.id][-NEAR:] if f.figure.span.block == block and is_amount(f, average)]
    named = [f for f in before if (concept and f.concept == concept) or (len(what) >= _WHOLE_NAME and what in f.label)]
    same = {f.figure.amount for f in named if f.measure == "level"}
    return same == {amount.figure.amount} and amount.measure == "level" and count.measure == "level"
