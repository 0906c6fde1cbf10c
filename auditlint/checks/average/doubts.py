"""What speaks against a broken average: of another thing, year, kind or count; part of the check `average`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.relate import relate
from auditlint.equations import Quotient
from auditlint.expressions import compiled
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex
from auditlint.checks.average.operands import HELD, NEAR, is_amount, is_count


def held_by(count: Fact, average: Fact) -> bool:
    """车均A万元，保有量n辆: whether a count right behind an average is of what there is."""
    return count.clause == average.clause + 1 and count.item == average.item and HELD.search(count.label) is not None


def otherwise(sentence: Sentence, facts: Sequence[Fact], made: Relation, said: regex.Match[str]) -> bool:
    """Whether an average may be of less or more than one amount: 扣除…, 其中材料费平均…, or 拨款A、自筹B together."""
    average, amount, count = made.terms
    own = [f for f in facts if f.id < average.fact.id and f.item == average.fact.item and is_amount(f, average.fact)]
    if said["what"] and amount.fact.concept:  # 车均运行维护费 is of no purchase
        own = [f for f in own if f.concept in ("", amount.fact.concept)]
    left = sum((f.figure.amount for f in own), Decimal(0)) - average.fact.figure.amount * count.fact.figure.amount
    together = len(own) > 1 and abs(left) <= average.fact.figure.half * count.fact.figure.amount
    return together or bool(clean(said["whose"].partition("其中")[2])) or _LESS.search(sentence.text) is not None


def bought(ledger: Ledger, made: Relation) -> bool:
    """购置m辆，年末保有量n辆，车均a万元: whether some of what is kept at the year's end was not there before."""
    count = made.terms[-1].fact
    same = (f for f in ledger.facts_of(ledger.sentences[count.sentence]) if f.figure.unit == count.figure.unit)
    return any("购" in f.label and f.figure.value for f in same if f.id != count.id) and "购" not in count.label


def quoted(sentence: Sentence, count: Fact) -> bool:
    """指标“改建农村公路48公里”记满分，平均每公里a万元: whether a count stands in the name of something."""
    before = sentence.before(count) if count.sentence == sentence.id else ""
    return before.count("“") > before.count("”")


_BY = compiled(r"按(?:照)?(?P<who>[一-鿿]{2,10}?)(?:人数|数)?(?:计算|测算|核算|计)?,?[一-鿿]{0,2}均[一-鿿]{0,8}$")


def by_another(ledger: Ledger, average: Fact, count: Fact) -> bool:
    """按年末人数人均a万元: whether words name a count that is not the one found."""
    m = _BY.search(normalize(ledger.before(average, NEAR)))
    return m is not None and m["who"] not in count.label and not count.label.endswith(m["who"][-2:])


def of_last_year(ledger: Ledger, amount: Fact, count: Fact) -> bool:
    """A万元。上年保有n辆，车均a万元: whether a count is of the year before, and the amount of this one."""
    words = (_CLAUSED.split(normalize(ledger.before(f, 14)))[-1] for f in (count, amount))
    said, other = (_PRIOR.search(w) is not None for w in words)
    return said and not other and amount.measure != "prior"


def of_another_thing(ledger: Ledger, average: Fact, amount: Fact, count: Fact) -> bool:
    """甲a万元、乙b万元。丙全部拨付，惠及n户，户均c元: whether an amount is one of several of the sentence before."""
    if amount.sentence == average.sentence or count.sentence != average.sentence:
        return False
    money = [f for f in ledger.facts_of(ledger.sentences[amount.sentence]) if f.figure.unit.dimension == "money"]
    listed = [f for f in money if f.label and f.measure in ("level", "change")]
    return len(listed) > _TWO and amount.id != listed[0].id


_TWO = 2  # amounts of a sentence, of which the first may be all
_CLAUSED = compiled(r"[,;。:]")
_ITEM = compiled(r"燃油|燃料|保险|维修|过路|过桥|停车|年审|教材|资料|住宿|伙食|餐|场地|师资|讲课|交通|加班")


def of_an_item(made: Relation, what: str) -> bool:
    """运行维护费A万元，n辆，车均燃油费a万元: whether an average is of one kind of cost in an amount of several."""
    item = _ITEM.search(what)
    return item is not None and item.group() not in made.terms[1].fact.label


def of_one_kind(ledger: Ledger, made: Relation, whose: str) -> bool:
    """建设n亩，其中新建m亩…；补助A万元，新建亩均b元: whether an average is named as another count before it."""
    average, number = made.terms[0].fact, made.terms[-1].fact
    counts = [f for f in ledger.facts[max(average.id - _KINDS, 0) : average.id] if f.figure.unit == number.figure.unit]
    return any(f.id != number.id and len(f.label) > 1 and whose.startswith(f.label) for f in counts)


_OTHER = compiled(r"(?:^|[,;。])另(?:外|有)?[^,;。0-9]{0,12}$")


def besides(ledger: Ledger, made: Relation) -> bool:
    """另由慈善会拨入A万元…。救助n人次，人次均a元: whether an amount of a sentence before is told besides all others."""
    average, amount = (t.fact for t in made.terms[:2])
    return amount.sentence != average.sentence and _OTHER.search(ledger.said_before(amount)) is not None


_KINDS = 12  # figures before an average, among which those of a kind are counted
_MONTHS = compiled(r"全年|年度|每年|年[人户]?均|半年|季度|累计|[0-9]\s?-\s?[0-9]+\s?月|个月")


def by_month(sentence: Sentence, said: regex.Match[str]) -> bool:
    """全年发放A万元，月人均a元: whether an average of a month is of an amount of several."""
    monthly = clean(said["whose"]).endswith("月") or said["what"].startswith(("每月", "月"))
    return monthly and _MONTHS.search(sentence.text) is not None


_PRIOR = compiled(r"(?:上年|去年)[^,;。:()]*$")


def earlier_year(ledger: Ledger, average: Fact) -> bool:
    """Whether an average is one of the year before: 较上年人均…."""
    return _PRIOR.search(normalize(ledger.before(average, NEAR))) is not None


def in_classes(ledger: Ledger, count: Fact) -> bool:
    """Whether a count is one of classes: 教学班45个, 45个班, 45个教学班."""
    return count.label.endswith(("班", "班级", "班数")) or "班" in ledger.after(count, 3)


def of_another_count(ledger: Ledger, relation: Relation, units: Sequence[str]) -> bool:
    """共有车辆m辆。…购置车辆n辆；运行维护费A万元，车均a万元: whether another count of the report makes the average."""
    average, amount, _ = relation.terms
    terms = [("average", average.fact), ("amount", amount.fact)]
    others = (f for f in ledger.facts if f.figure.value and is_count(f, units))
    others = (f for f in others if f.id < average.fact.id or f.id not in ledger.parts)  # 累计3人次，…。其中：甲2人次
    made = (relate("average", Quotient(), (*terms, ("number", f)), firm=False) for f in others)
    return any(one is not None and one.verdict == "holds" for one in made)


_LESS = compiled(r"扣除|剔除|(?<![人次]\()不含|(?<![人次]\()不包括|除[^,;。]{1,12}外")  # an average of some of it
