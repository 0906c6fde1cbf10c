"""Check `average`: 人均, 车均, 平均每家 against the amount and the count it is shared by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks import Check
from auditlint.checks.average.by_standard import by_standard
from auditlint.checks.average.instalments import instalments
from auditlint.checks.average.mean import means
from auditlint.checks.average.per_head import apart
from auditlint.checks.average.public_expenses import of_public_expense
from auditlint.checks.average.splits import splits
from auditlint.checks.average.standards import mean_prices, standards, unit_prices
from auditlint.checks.average.yearly import yearly
from auditlint.checks.relate import choose, relate, significant, slipped
from auditlint.equations import Quotient
from auditlint.expressions import compiled
from auditlint.facts.concepts import concept_of
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.facts.match import generic, likeness, measures_only, unlike
from auditlint.facts.phrases import phrases
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass, field, replace
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import regex


@dataclass(frozen=True, slots=True)
class Options:
    """What is averaged."""

    of: Literal["amount", "scores", "standard", "split"] = field(
        default="amount",
        metadata={
            "help": "amount: what a printed count shares; scores: scores that are printed one by one; "
            "standard: what a standard makes for a count of those it is paid to; split: what two levels bear by a ratio"
        },
    )


_NEVER = compiled(
    r"可支配|生产总值|GDP|标准|定额|价格|单价|消费|上年|去年|以上|不超过|不低于|每[天日月年]|^每[次期场]"
)  # of no amount that is printed beside
_TOURED = compiled(r"旅游(?:总|综合)?收入[^。]{0,60}[,，]人均(?:消费|花费)$")  # what visitors spent they brought
_BOUND = compiled(  # 低于人均80元的标准; 按常住人口、人均94元测算; 人均30元/天; 人均30元的教材
    r"/|的(?=[一-鿿]{0,4}(?:费|餐|教材|材料))|的?(?:标准|限额|定额|上限|要求|规定)|(?:及)?以[内下]|(?:进行)?(?:测算|核定|核拨|匡算|预拨)"
)
_NEAR = 40
_LEVELS = ("level", "budget", "prior")
_BEFORE = 4  # sentences before an average in which its count may stand
_SECTION = 30  # sentences before an average in which an amount of its name may stand


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every average whose amount and count, or whose scores, are found."""
    if options.of == "scores":
        yield from means(ledger)
        return
    if options.of == "standard":
        yield from standards(ledger)
        yield from by_standard(ledger)
        return
    if options.of == "split":
        yield from splits(ledger)
        yield from instalments(ledger)
        return
    yield from mean_prices(ledger)
    yield from unit_prices(ledger)
    yield from yearly(ledger)
    words = phrases(ledger.rulebook.lexicon)
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        whose = ""
        for fact in facts:
            m = words.average.search(ledger.before(fact, _NEAR)) if fact.measure == "average" else None
            if m is None or _earlier_year(ledger, fact):
                continue
            toured = _TOURED.search(sentence.before(fact)) is not None
            if not toured and (_NEVER.search(m["what"]) or _NEVER.search(fact.label)):
                continue
            if _BOUND.match(normalize(ledger.after(fact, 6))):
                continue
            whose = clean(m["whose"]) or whose  # 公务接待人均a元，批均b元
            names = ("" if toured else m["what"], whose)
            one = _average(ledger, sentence, facts, fact, m["kind"], names)
            if one is None or not one.firm:
                one = next(apart(ledger, sentence, fact), one)
            if one is None or not one.firm:
                units = ledger.rulebook.lexicon.averages.get(m["kind"], (m["kind"],))
                expense = of_public_expense(ledger, sentence, facts, fact, units)
                if expense is not None:
                    yield expense
                    continue
            one = one or _point_moved(ledger, facts, fact, m["kind"], m["what"])
            doubt = one is not None and (
                _otherwise(sentence, facts, one, m)
                or _bought(ledger, one)
                or _by_month(sentence, m)
                or _of_an_item(one, m["what"])
                or _of_one_kind(ledger, one, clean(m["whose"]))
                or _besides(ledger, one)
                or _quoted(sentence, one.terms[-1].fact)
                or _by_another(ledger, fact, one.terms[-1].fact)
                or _of_last_year(ledger, *(t.fact for t in one.terms[1:]))
                or _of_another_thing(ledger, *(t.fact for t in one.terms))
            )
            if one is not None and not (one.verdict == "broken" and doubt):
                yield replace(one, firm=one.firm and not doubt)


_HELD = compiled(r"保有|实有|现有|拥有")


def _held(count: Fact, average: Fact) -> bool:
    """车均A万元，保有量n辆: whether a count right behind an average is of what there is."""
    return count.clause == average.clause + 1 and count.item == average.item and _HELD.search(count.label) is not None


def _otherwise(sentence: Sentence, facts: Sequence[Fact], made: Relation, said: regex.Match[str]) -> bool:
    """Whether an average may be of less or more than one amount: 扣除…, 其中材料费平均…, or 拨款A、自筹B together."""
    average, amount, count = made.terms
    own = [f for f in facts if f.id < average.fact.id and f.item == average.fact.item and _amount(f, average.fact)]
    if said["what"] and amount.fact.concept:  # 车均运行维护费 is of no purchase
        own = [f for f in own if f.concept in ("", amount.fact.concept)]
    left = sum((f.figure.amount for f in own), Decimal(0)) - average.fact.figure.amount * count.fact.figure.amount
    together = len(own) > 1 and abs(left) <= average.fact.figure.half * count.fact.figure.amount
    return together or bool(clean(said["whose"].partition("其中")[2])) or _LESS.search(sentence.text) is not None


def _bought(ledger: Ledger, made: Relation) -> bool:
    """购置m辆，年末保有量n辆，车均a万元: whether some of what is kept at the year's end was not there before."""
    count = made.terms[-1].fact
    same = (f for f in ledger.facts_of(ledger.sentences[count.sentence]) if f.figure.unit == count.figure.unit)
    return any("购" in f.label and f.figure.value for f in same if f.id != count.id) and "购" not in count.label


def _quoted(sentence: Sentence, count: Fact) -> bool:
    """指标“改建农村公路48公里”记满分，平均每公里a万元: whether a count stands in the name of something."""
    before = sentence.before(count) if count.sentence == sentence.id else ""
    return before.count("“") > before.count("”")


_BY = compiled(r"按(?:照)?(?P<who>[一-鿿]{2,10}?)(?:人数|数)?(?:计算|测算|核算|计)?,?[一-鿿]{0,2}均[一-鿿]{0,8}$")


def _by_another(ledger: Ledger, average: Fact, count: Fact) -> bool:
    """按年末人数人均a万元: whether words name a count that is not the one found."""
    m = _BY.search(normalize(ledger.before(average, _NEAR)))
    return m is not None and m["who"] not in count.label and not count.label.endswith(m["who"][-2:])


def _of_last_year(ledger: Ledger, amount: Fact, count: Fact) -> bool:
    """A万元。上年保有n辆，车均a万元: whether a count is of the year before, and the amount of this one."""
    words = (_CLAUSED.split(normalize(ledger.before(f, 14)))[-1] for f in (count, amount))
    said, other = (_PRIOR.search(w) is not None for w in words)
    return said and not other and amount.measure != "prior"


def _of_another_thing(ledger: Ledger, average: Fact, amount: Fact, count: Fact) -> bool:
    """甲a万元、乙b万元。丙全部拨付，惠及n户，户均c元: whether an amount is one of several of the sentence before."""
    if amount.sentence == average.sentence or count.sentence != average.sentence:
        return False
    money = [f for f in ledger.facts_of(ledger.sentences[amount.sentence]) if f.figure.unit.dimension == "money"]
    listed = [f for f in money if f.label and f.measure in ("level", "change")]
    return len(listed) > _TWO and amount.id != listed[0].id


_TWO = 2  # amounts of a sentence, of which the first may be all
_CLAUSED = compiled(r"[,;。:]")
_ITEM = compiled(r"燃油|燃料|保险|维修|过路|过桥|停车|年审|教材|资料|住宿|伙食|餐|场地|师资|讲课|交通|加班")


def _of_an_item(made: Relation, what: str) -> bool:
    """运行维护费A万元，n辆，车均燃油费a万元: whether an average is of one kind of cost in an amount of several."""
    item = _ITEM.search(what)
    return item is not None and item.group() not in made.terms[1].fact.label


def _of_one_kind(ledger: Ledger, made: Relation, whose: str) -> bool:
    """建设n亩，其中新建m亩…；补助A万元，新建亩均b元: whether an average is named as another count before it."""
    average, number = made.terms[0].fact, made.terms[-1].fact
    counts = [f for f in ledger.facts[max(average.id - _KINDS, 0) : average.id] if f.figure.unit == number.figure.unit]
    return any(f.id != number.id and len(f.label) > 1 and whose.startswith(f.label) for f in counts)


_OTHER = compiled(r"(?:^|[,;。])另(?:外|有)?[^,;。0-9]{0,12}$")


def _besides(ledger: Ledger, made: Relation) -> bool:
    """另由慈善会拨入A万元…。救助n人次，人次均a元: whether an amount of a sentence before is told besides all others."""
    average, amount = (t.fact for t in made.terms[:2])
    return amount.sentence != average.sentence and _OTHER.search(ledger.said_before(amount)) is not None


_KINDS = 12  # figures before an average, among which those of a kind are counted
_MONTHS = compiled(r"全年|年度|每年|年[人户]?均|半年|季度|累计|[0-9]\s?-\s?[0-9]+\s?月|个月")


def _by_month(sentence: Sentence, said: regex.Match[str]) -> bool:
    """全年发放A万元，月人均a元: whether an average of a month is of an amount of several."""
    monthly = clean(said["whose"]).endswith("月") or said["what"].startswith(("每月", "月"))
    return monthly and _MONTHS.search(sentence.text) is not None


_FOREIGN = compiled(r"外事|外宾|外国|[境国][)）]?外")  # no amount that guests from within the country share
_PRIOR = compiled(r"(?:上年|去年)[^,;。:()]*$")


def _earlier_year(ledger: Ledger, average: Fact) -> bool:
    """Whether an average is one of the year before: 较上年人均…."""
    return _PRIOR.search(normalize(ledger.before(average, _NEAR))) is not None


_EACH_TO_HAVE = compiled(r"按[户人亩生车]均$")


def _average(
    ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], average: Fact, kind: str, names: Sequence[str]
) -> Relation | None:
    if _EACH_TO_HAVE.search(normalize(ledger.since(average))):
        return None  # n户，按户均a元安排A: what each is to have, which `by_standard` reckons with
    units = ledger.rulebook.lexicon.averages.get(kind, (kind,))
    before = [f for f in facts if f.id < average.id and f.measure != "average"]
    near = [f for s in _earlier(ledger, sentence, _BEFORE) for f in reversed(ledger.facts_of(s))]
    here = _ranked(
        _wholes(ledger, [f for f in before if _counts(f, units) and not (f.depth and f.measure == "prior")]), units
    )
    behind = facts[facts.index(average) + 1 :][:1]
    here += [f for f in behind if _counts(f, units) and (f.depth > average.depth or _held(f, average))]
    counts = [*here, *_ranked([f for f in near if _counts(f, units)], units)]
    own = [f for f in before if _amount(f, average)]
    if (made := _by_whom(ledger, average, [*before, *near], units, own)) is not None:
        return made
    if kind == _PUPIL and any(_LEARNERS.search(c.label) for c in here):  # 教师m人、学生n人，生均a元: of the pupils
        here = [c for c in here if _LEARNERS.search(c.label)]
        counts = [*here, *(c for c in counts if _LEARNERS.search(c.label) and c not in here)]
    if kind == _CLASS:
        counts, own = [c for c in counts if _in_classes(ledger, c)], [f for f in own if _LEARNERS.search(f.label)]
        here = [c for c in here if c in counts]
    if before and _counts(before[-1], units) and before[-1].clause == average.clause and before[-1] not in here:
        return None  # 改造n亩，其中新建m亩亩均a元: of the part
    counts = [*here, *_wholes(ledger, [c for c in counts if c not in here])]
    said = [f for f in facts if f.id == average.id + 1 and _in_all(ledger, sentence, average, f)]
    beside = [f for f in facts if f.id == average.id + 1 and ledger.between(average, f) in (",", "，")]
    if here and beside and beside[0].measure == "level" and beside[0].figure.unit.dimension == "money":
        terms = (("average", average), ("amount", beside[0]), ("number", here[0]))  # n户，户均a元，A万元
        made = relate("average", Quotient(), terms, firm=True)
        if made is not None and made.verdict == "holds":
            return made
    said = [f for f in said if len(here) == 1 or f.label == "计"]  # 64条、平均每条6.5万元，计416万元
    pairs = [(count, amount) for count in here[:1] for amount in said]
    shared = ((c, f) for c in counts[:4] for f in _amounts(ledger, sentence, own, near, average, names, c))
    foreign = any(_FOREIGN.search(f.label) and f.figure.value for f in own)
    domestic = foreign and "国内" in normalize(ledger.before(average, _NEAR))
    running = "购置" not in names[0] and "运行" in names[0]  # of no amount that cars were bought of too
    shared = ((c, f) for c, f in shared if not (running and "购置" in f.label))
    pairs += [(c, f) for c, f in shared if not domestic or "国内" in f.label]
    if not counts:
        pairs = [*_together(ledger, average, units, names)]
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
    if top is not None and top.verdict == "broken" and _of_another_count(ledger, top, units):
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
        mended = len(here) == 1 and significant(average.figure) >= _TELLING and _long(chosen, own, average)
        telling = chosen is top and chosen.verdict != "broken" and (classes or certain or sure or mended)
        return replace(chosen, firm=True) if telling else chosen
    if first is not None and (certain or (sure and slipped(first))):
        return replace(first, firm=True)
    own = [f for f in own if f.depth <= average.depth and not unlike(names[0], f.label)]  # 生均教学支出: of no other
    return _mended(readings, own, average) if len(here) == 1 and significant(average.figure) >= _TELLING else None


def _point_moved(ledger: Ledger, facts: Sequence[Fact], average: Fact, kind: str, what: str) -> Relation | None:
    """A万元，n辆，车均a万元 with the point of a in the wrong place: of the one amount and the count right before it."""
    units = ledger.rulebook.lexicon.averages.get(kind, (kind,))
    item = [f for f in facts if f.item == average.item and f.id < average.id and f.depth == average.depth]
    money = [f for f in item if f.figure.unit.dimension == average.figure.unit.dimension and f.measure == "level"]
    count = item[-1] if item and _counts(item[-1], units) else None
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


_TELLING = 3  # digits of a figure that by chance are seldom one slip away from what would hold


def _mended(readings: Sequence[Relation | None], own: Sequence[Fact], average: Fact) -> Relation | None:
    """收入A、支出B、资助n人、人均a: the one amount of its sentence with which a slip explains what does not hold."""
    ids = {f.id for f in own if f.sentence == average.sentence}
    near = [r for r in readings if r is not None and r.terms[1].fact.id in ids and slipped(r, _TELLING)]
    return replace(near[0], firm=True) if len(near) == 1 and _long(near[0], own, average) else None


def _long(relation: Relation, own: Sequence[Fact], average: Fact) -> bool:
    """Whether an average is of an amount of many digits in its sentence."""
    amount = relation.terms[1].fact
    inside = amount.sentence == average.sentence and any(f.id == amount.id for f in own)
    return inside and significant(amount.figure) > _TELLING


_PUPIL = "生"
_CLASS = "班"  # 班均 is of those who learn, by the classes they are taught in
_LEARNERS = compiled(r"学生|学员|幼儿|儿童|在校生|在园|生$")


_CUT_UP = 1  # pupils by which a number of them by class may be cut or rounded up
_BY_WHOM = compiled(r"按(?:照)?(?P<who>[一-鿿]{2,10}?)(?:人数|数)?(?:计算|测算|核算|计)[,]?[一-鿿]{0,2}均[一-鿿]{0,8}$")


def _by_whom(
    ledger: Ledger, average: Fact, before: Sequence[Fact], units: Sequence[str], own: Sequence[Fact]
) -> Relation | None:
    """在职人员n人。…经费A万元，按在职人员计算人均a万元: of the one count that words name, and the one amount beside."""
    m = _BY_WHOM.search(normalize(ledger.before(average, _NEAR))) if len(own) == 1 else None
    named = [f for f in before if m is not None and _counts(f, units) and f.label == m["who"] and f.measure == "level"]
    if len({f.figure.amount for f in named}) != 1:
        return None
    terms = (("average", average), ("amount", own[0]), ("number", named[0]))
    return relate("average", Quotient(), terms, firm=True)


def _just_told(counts: Sequence[Fact], average: Fact) -> bool:
    """保有量n辆。…A万元，车均a万元: whether the only count is what there is, and told in the sentence before."""
    held = len(counts) == 1 and _HELD.search(counts[0].label) is not None
    return held and counts[0].sentence == average.sentence - 1


def _in_classes(ledger: Ledger, count: Fact) -> bool:
    """Whether a count is one of classes: 教学班45个, 45个班, 45个教学班."""
    return count.label.endswith(("班", "班级", "班数")) or "班" in ledger.after(count, 3)


def _of_another_count(ledger: Ledger, relation: Relation, units: Sequence[str]) -> bool:
    """共有车辆m辆。…购置车辆n辆；运行维护费A万元，车均a万元: whether another count of the report makes the average."""
    average, amount, _ = relation.terms
    terms = [("average", average.fact), ("amount", amount.fact)]
    others = (f for f in ledger.facts if f.figure.value and _counts(f, units))
    others = (f for f in others if f.id < average.fact.id or f.id not in ledger.parts)  # 累计3人次，…。其中：甲2人次
    made = (relate("average", Quotient(), (*terms, ("number", f)), firm=False) for f in others)
    return any(one is not None and one.verdict == "holds" for one in made)


def _only(facts: Sequence[Fact], relation: Relation, what: str) -> bool:
    """Whether an average of nothing else stands behind the one amount and the one count of its unit in its item."""
    average, amount, count = (t.fact for t in relation.terms)
    item = [f for f in facts if f.item == average.item and f.id < average.id]
    rivals = [f for f in item if f.measure != "average" and f.figure.value and f.id not in (amount.id, count.id)]
    rivals = [f for f in rivals if not _spent_of(f, amount) and f.measure not in ("change", "prior")]
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
_LESS = compiled(r"扣除|剔除|(?<![人次]\()不含|(?<![人次]\()不包括|除[^,;。]{1,12}外")  # an average of some of it


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
        now = [f for f in now if not _spent_of(f, amount)]
    item = {f.figure.amount for f in now if f.item == average.item} or {f.figure.amount for f in now}
    beside = abs(amount.id - count.id) == 1 and average.id - max(amount.id, count.id) <= 2
    return len(item) == 1 or beside or (not item and _of_name(amount.label, [count.label]))


def _spent_of(budget: Fact, spent: Fact) -> bool:
    """培训费预算B万元，支出A万元，培训n人次，人均a元: whether an amount is what was spent of the budget before it."""
    planned = budget.measure == "budget" and spent.measure == "level" and budget.id + 1 == spent.id
    return planned and budget.item == spent.item and (generic(spent.label) or spent.label == budget.label)


_TOPIC = compiled(r"接待|用车|公车|会议|培训|出国")


def _above(ledger: Ledger, sentence: Sentence, own: Sequence[Fact], relation: Relation) -> bool:
    """公务接待费A万元，比上年减少…。接待n批次、m人次，人均a元: the one amount of the paragraph for what is counted."""
    average, amount, count = (t.fact for t in relation.terms)
    topics = set(_TOPIC.findall(amount.label)) & set(_TOPIC.findall(sentence.text))
    beside = amount.figure.span.block == average.figure.span.block and _right_before(ledger, count, average)
    if own or not topics or not beside:
        return False
    between = [f for f in ledger.facts[max(amount.id - _NEAR, 0) : average.id] if f.figure.span.block == sentence.block]
    amounts = {f.figure.amount for f in between if f.measure == "level" and f.figure.value and _amount(f, average)}
    return amounts == {amount.figure.amount} and amount.measure == "level"


def _right_before(ledger: Ledger, count: Fact, average: Fact) -> bool:
    """接待n批次、m人次，平均每批次a元，人均b元: whether between a count and an average stand others of their kinds."""
    between = ledger.facts[count.id + 1 : average.id]
    inside = count.sentence == average.sentence and count.item == average.item
    return inside and all(f.measure == "average" or f.figure.unit.dimension == "count" for f in between)


_WHOLE_NAME = 4  # characters of what an average is of that no other amount of a paragraph is called by chance


def _named_above(ledger: Ledger, relation: Relation, what: str, concept: str) -> bool:
    """机关运行经费A万元，…。在职n人，人均机关运行经费a万元: of the one amount of a paragraph that an average names."""
    average, amount, count = (t.fact for t in relation.terms)
    if amount.figure.span.block != average.figure.span.block or not _right_before(ledger, count, average):
        return False
    block = amount.figure.span.block
    before = [f for f in ledger.facts[: average.id][-_NEAR:] if f.figure.span.block == block and _amount(f, average)]
    named = [f for f in before if (concept and f.concept == concept) or (len(what) >= _WHOLE_NAME and what in f.label)]
    same = {f.figure.amount for f in named if f.measure == "level"}
    return same == {amount.figure.amount} and amount.measure == "level" and count.measure == "level"


def _earlier(ledger: Ledger, sentence: Sentence, length: int) -> Iterator[Sentence]:
    """The sentences of the section before one, nearest first."""
    for other in reversed(ledger.sentences[max(sentence.id - length, 0) : sentence.id]):
        if other.document == sentence.document and ledger.section(other) == ledger.section(sentence):
            yield other


def _amounts(
    ledger: Ledger,
    sentence: Sentence,
    own: Sequence[Fact],
    near: Sequence[Fact],
    average: Fact,
    names: Sequence[str],
    count: Fact,
) -> list[Fact]:
    """What may be shared: amounts of the average's or the count's name in the section, then the nearest ones."""
    section = [f for s in _earlier(ledger, sentence, _SECTION) for f in reversed(ledger.facts_of(s))]
    wanted = [*names, count.label]
    found = list(reversed(own))
    named = [f for f in (*found, *section) if _amount(f, average) and _of_name(f.label, wanted)]
    named = [next((s for s in found if _spent_of(f, s)), f) for f in named]
    if not named:
        named = [f for f in _by_concept(ledger, average, names) if _amount(f, average)]
    near = [f for f in near if f.depth <= average.depth]  # 结余A万元（年初B万元）。…生均a元: not of B
    rest = [f for f in (*found, *near) if _amount(f, average)]
    if not own:  # 接待费A万元，预算B万元。…人均a元: of what was spent
        named, rest = (sorted(some, key=lambda f: _away(f, average)) for some in (named, rest))
    return [*dict.fromkeys((*named, *rest))][:6]


def _away(amount: Fact, average: Fact) -> tuple[bool, bool]:
    """How an amount above the sentence of an average is ranked: one of its paragraph first, what was spent first."""
    return amount.figure.span.block != average.figure.span.block, amount.measure != "level"


def _by_concept(ledger: Ledger, average: Fact, names: Sequence[str]) -> list[Fact]:
    """The one amount that a report gives what an average is of, in whatever section: 车均运行维护费."""
    concepts = {concept_of(name, ledger.rulebook.taxonomy) for name in names if name} - {""}
    found = [f for name in sorted(concepts) for f in ledger.pick(ledger.concepts.get((name, "level"), ()))]
    found = [f for f in found if f.document == average.document and f.sentence >= 0]
    found = [f for f in found if f.period in ("", average.period or ledger.year)]
    return found[:1] if len({f.figure.amount for f in found}) == 1 else []


def _together(ledger: Ledger, average: Fact, units: Sequence[str], names: Sequence[str]) -> Iterator[tuple[Fact, Fact]]:
    """An amount of the average's name elsewhere in the report, with the count its sentence gives."""
    for sentence in reversed(ledger.sentences[: average.sentence]):
        facts = ledger.facts_of(sentence)
        amounts = [f for f in facts if _amount(f, average) and _of_name(f.label, names)]
        counts = [f for f in facts if _counts(f, units)]
        if amounts and counts and sentence.document == average.document:
            yield _ranked(counts, units)[0], amounts[0]


def _of_name(label: str, names: Sequence[str]) -> bool:
    """Whether an amount is of one of some names: it begins or ends as the name does."""
    return any(
        likeness(label, name) >= 2
        or name.startswith(label)
        or (len(name) > 2 and (label.startswith(name) or label.endswith(name)))
        or (len(label) > 2 and label[:3] == name[:3])
        for name in names
        if name and len(label) > 1 and not generic(label)
    )


def _counts(fact: Fact, units: Sequence[str]) -> bool:
    return fact.figure.unit.dimension == "count" and fact.figure.unit.name.lstrip("万亿百千") in units


def _ranked(counts: Sequence[Fact], units: Sequence[str]) -> list[Fact]:
    """Counts in the likeliest unit first, the nearest of each first."""
    return sorted(counts, key=lambda f: (units.index(f.figure.unit.name.lstrip("万亿百千")), -f.id))


_VISITS = (("人次", "人"),)  # 参会a人次，平均每个会议b人


def _amount(fact: Fact, average: Fact) -> bool:
    same = fact.figure.unit.dimension == average.figure.unit.dimension
    if average.figure.unit.dimension == "count":
        same = same and (fact.figure.unit.name, average.figure.unit.name) in (*_VISITS, (average.figure.unit.name,) * 2)
    whole = fact.measure in _LEVELS and fact.figure.amount >= average.figure.amount
    return same and whole and not _OF_ONE.match(fact.label) and not _SAVED.search(fact.label)


_IN_ALL = compiled(r"(?:合|共|总)?计|共|总额|总金额")
_MAKES = compiled(r"[,、](?:合计|共计|总计|计|共|共需|需)(?:安排|下达|拨付|支出)?(?:资金|经费|补助|金额)?(?:为)?")


_WITH_MORE = compiled(r"[,(]?(?:另?含|包括|包含|其中|加上|另)")


def _in_all(ledger: Ledger, sentence: Sentence, average: Fact, amount: Fact) -> bool:
    """n人，人均a元，共A万元: whether an amount right behind an average is by its words what all of them come to."""
    made = _MAKES.fullmatch(sentence.between(average, amount).replace(" ", "")) is not None
    made = made and amount.figure.unit.dimension == "money" and not _WITH_MORE.match(normalize(ledger.after(amount, 4)))
    return made or _IN_ALL.fullmatch(amount.label) is not None


_SAVED = compiled(r"(?:节约|节省|结余|结转|少支|超支)$")  # 比预算节约: nobody shares it
_OF_ONE = compiled(r"单(?:价|件|台|位价值)")  # 单价100万元以上: a price of one thing is shared by nobody


CHECK = Check(
    "average",
    Options,
    run,
    ("average", "amount", "number", "part"),
    "an average against the amount and what it is shared by",
)
