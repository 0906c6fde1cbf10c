"""Amounts by a standard: 每人每年p元 times those it is paid to; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from auditlint.checks.formula import judged
from auditlint.checks.relate import TELLING, relate, slipped
from auditlint.equations import Product, Quotient, solved
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.formulas import Formula
from auditlint.intervals import quantize
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.slips import slip
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_STANDARD = compiled(
    r"(?P<whose>[^,;。:()]{0,16}?)(?:补[助贴])?(?:标准)?按?(?:照)?每(?P<unit>[一-鿿]{1,2}?)(?P<time>每年|每月|每生|每天|每学期|每季度)?"
    r"(?:补助|补贴|发放|标准|定额|年?(?:运维|运行|维护|管护|服务|租赁|购置|建设|改造)+(?:费|经费|资金|成本))?(?:为|是)?$"
)
_MADE = compiled(
    r"^(?:的?标准)?[,、](?:按此|据此)?(?:(?P<year>全年)(?:合?计|共计?|应发|需)?(?:资金|补[助贴](?:资金)?|报酬)?(?:为)?"
    r"|(?:共|累计|合计)?(?:发放|支付|兑付|安排|支出)?(?:慰问|补[助贴]|救助|奖励|抚恤|资助)(?:金|款|资金|经费)?(?:为|共)?"
    r"|(?:合?计|共计|小计|应[补发付拨]|共?需|应安排)[^,;。:0-9]{0,8})$|^(?:共|合?计|共计)$"
)
OTHERWISE = compiled(
    r"个月|[0-9]天|半年|两年|三年|季度|学期|批|期|次|补差|不足|部分|其中|含|扣|减|加上|另加|退(?![休伍役耕捕牧])|死亡|系数|折|比例|分担|上年|已|预"
)


def standards(ledger: Ledger) -> Iterator[Relation]:
    """The relation of every amount told right behind a standard and the count it is paid to."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        yield from _by_group(ledger, sentence, facts)
        if "每" not in sentence.text:
            continue
        for amount, count, price in zip(facts, facts[1:], facts[2:], strict=False):
            if _for_each(price):
                yield from _explained(ledger, sentence, amount, count, price)
        prices = (k for k, f in enumerate(facts[:-1]) if _for_each(f))
        known = [made for k in prices if (made := _made(ledger, sentence, facts, k)) is not None]
        alike = any(made.verdict == "holds" for made in known)  # 甲a户，每户p元，计A元；乙…: as one that comes out
        for made in known:
            if made.verdict != "broken" or alike or slipped(made, TELLING) or of_unit(made) or _miscounted(made):
                yield made


_EACH_ALONE = compiled(r"每[一-鿿]{1,2}")


def _for_each(fact: Fact) -> bool:
    """Whether a figure is what each costs or gets: 每座a万元."""
    each = fact.measure == "average" or (fact.measure == "level" and _EACH_ALONE.fullmatch(fact.label) is not None)
    return each and fact.figure.unit.dimension == "money"


def _miscounted(broken: Relation) -> bool:
    """Whether a count with its digits swapped makes the amount: 24人 for 42人."""
    amounts = [f.amount for f in broken.figures]
    made = ((t.fact.figure, solved(broken.equation, k, amounts)) for k, t in enumerate(broken.terms))
    return any(f.unit.dimension == "count" and n is not None and slip(f, n) == "swap" for f, n in made)


def of_unit(broken: Relation) -> bool:
    """Whether 亿元 stands for 万元, or 万元 for 元: the digits are those of the product."""
    stated = broken.figures[0]
    made = broken.equation.exact([f.amount for f in broken.figures]) / stated.unit.factor
    return any(quantize(made.scaleb(n), stated.decimals) == stated.value for n in (4, -4))


_BY = compiled(
    r",(?:(?P<said>即|标准为|补助标准为|补贴标准为|计算标准为|按照?(?:车辆|人员|人数|学生|床位|面积|户数)?)|共|涉及|发放给?|补[助贴])?"
)
_EACH = compiled(
    r"(?P<who>[^,;。:、()0-9每]{0,10})[、,]?每(?P<unit>[一-鿿]{1,2}?)(?:每年|一年|年)?"
    r"(?:补[助贴]|发放|安排|给予|奖励|标准|定额)?(?:为|是)?"
)
_CLOSED = compiled(r"(?:的?标准)?(?:计算|核定|安排|测算|补[助贴]|发放)?(?:[。;]|$|,(?:比|较|与)(?:上年|去年|20))")


def _explained(ledger: Ledger, sentence: Sentence, amount: Fact, count: Fact, price: Fact) -> Iterator[Relation]:
    """履职经费99000元，标准为33名组成人员每人3000元。: an amount, and right behind it all that it is made of."""
    if amount.measure not in ("level", "budget") or amount.figure.unit.dimension != "money" or price.figure.value <= 1:
        return
    by = _BY.fullmatch(sentence.between(amount, count).replace(" ", ""))
    each = _EACH.fullmatch(sentence.between(count, price).replace(" ", ""))
    near = amount.item == count.item == price.item and amount.depth == count.depth == price.depth
    if by is None or each is None or not near or not (counts(count, each["unit"]) or _villages(count, each)):
        return
    behind = ledger.after(price, 8)
    if (
        not _CLOSED.match(normalize(behind))
        or OTHERWISE.search(each["who"].replace("退休", ""))
        or _SOME.search(sentence.before(amount)[-_NAME:])
    ):
        return
    terms = (("amount", amount), ("average", price), ("number", count))
    made = relate("average", Product(), terms, firm=True)
    if made is not None and (made.verdict != "broken" or by["said"] or slipped(made, TELLING) or of_unit(made)):
        yield made


def _villages(count: Fact, each: regex.Match[str]) -> bool:
    """12个村每村3万元: whether the standard is for each of what is counted by its noun."""
    return count.figure.unit.name in ("个", "家", "所") and each["who"].endswith(each["unit"])


_NAME = 40  # characters before an amount that name it
_SOME = compiled(r"(?:等|及|和|、|上年|其他|综合|日常|拟|首|预拨|已|尚|余)[^,;。:]*$")  # an amount that may be of more

_PEOPLE = ("人", "名", "位", "生")


def _made(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], k: int) -> Relation | None:
    """58人，每人每年1.8万元，计104.4万元; 面积38万亩，补贴标准每亩98元，应补资金3724万元; 每人每月…，全年…."""
    price, amount = facts[k], facts[k + 1]
    m = _STANDARD.search(normalize(ledger.before(price, 40)).replace(" ", ""))
    if m is None or m["time"] not in (None, "每年", "每生", "每月") or amount.measure != "level":
        return None
    if amount.figure.unit.dimension != "money" or price.depth != amount.depth:
        return None
    then = facts[k + 2] if k + 2 < len(facts) else amount
    goes_on = then.figure.unit.dimension == "money" and then is not amount
    if goes_on and m["time"] == "每月" and amount.figure.amount == price.figure.amount * _MONTHS:
        return None  # 每人每月a元、全年b元，计…: b is what each gets in a year
    made = _MADE.match(sentence.between(price, amount).replace(" ", ""))
    if made is None or (made["year"] and m["time"] not in _TIMES) or (m["time"] == "每月" and not made["year"]):
        return None
    unit = m["unit"].removesuffix("每")
    count = facts[k - 1] if k and facts[k - 1].item == price.item and counts(facts[k - 1], unit) else None
    count = count or _named(ledger, sentence, m["whose"], unit)
    if count is None:
        return None
    first = count if count.sentence == sentence.id else price
    if OTHERWISE.search(sentence.between(first, amount)) or OTHERWISE.search(
        normalize(ledger.after(amount, 12)).partition(";")[0]
    ):
        return None
    if m["time"] == "每月":
        return judged(_formulas()[1], {"amount": [amount], "price": [price], "number": [count]})
    terms = (("amount", amount), ("average", price), ("number", count))
    return relate("average", Product(), terms, firm=True)


_MONTHS = 12
_TIMES = ("每年", "每月")  # of which a year has one or twelve


def counts(fact: Fact, unit: str) -> bool:
    """Whether a figure counts what a standard is paid for each of."""
    name = fact.figure.unit.name.lstrip("万亿")
    people = name in _PEOPLE and unit in _PEOPLE
    return fact.measure == "level" and fact.figure.unit.dimension in ("count", "area") and (name == unit or people)


def _named(ledger: Ledger, sentence: Sentence, whose: str, unit: str) -> Fact | None:
    """行政人员41人，…。…行政人员每人每年1.8万元: the one count of that name in the paragraph."""
    if len(whose) < 3:
        return None
    block = ledger.paragraph(sentence, before=3, behind=0)
    found = [f for s in block for f in ledger.facts_of(s) if f.label == whose and counts(f, unit)]
    return found[0] if len({f.figure.value for f in found}) == 1 else None


def _by_group(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Relation]:
    """标准为甲每人每月a元、乙每人每月b元…。甲m人，资金A万元；乙n人，资金B万元…: in the same order, all but one hold."""
    if not sentence.id:
        return
    before = ledger.sentences[sentence.id - 1]
    prices = [f for f in ledger.facts_of(before) if f.measure == "average" and f.figure.unit.dimension == "money"]
    if not before.beside(sentence) or len(prices) < _GROUPS or len(prices) != len(ledger.facts_of(before)):
        return
    pairs = [(one, two) for one, two in pairwise(facts) if _paid(one, two)]
    if len(pairs) != len(prices):
        return
    for formula in _formulas():
        made = [
            judged(formula, {"amount": [two], "price": [price], "number": [one]})
            for price, (one, two) in zip(prices, pairs, strict=True)
        ]
        known = [r for r in made if r is not None]
        if len(known) == len(prices) and sum(r.verdict == "holds" for r in known) >= len(prices) - 1:
            yield from known
            return


@cache
def _formulas() -> tuple[Formula, ...]:
    """What is paid once or a year, and what is paid a month."""
    from auditlint.formula_texts import parse  # needs Python's parser, which few reports ask for

    return parse("amount = price * number"), parse("amount = price * number * 12")


_GROUPS = 3  # standards of which all but one being borne out leaves no doubt


def _paid(count: Fact, amount: Fact) -> bool:
    """Whether a count of people and the money paid to them stand right behind each other."""
    people = count.figure.unit.name in _PEOPLE and count.measure == "level"
    money = amount.figure.unit.dimension == "money" and amount.measure == "level"
    return people and money and count.item == amount.item and count.depth == amount.depth


_MEAN_PRICE = compiled(r"^,?(?:平均)?(?:均价|单价|平均价格)(?:为|约)?$")
_PAID = compiled(
    r"^,(?:采购|购置|购买|中标|成交|合同|采购合同)?(?:支出|费用?|金额|资金|价款|总价|总额|价)(?:为|共|共计|合计|支出)*$"
)
_IN_PART = compiled(r"[/每一]$|地|房|含|另|等|其中|分别|部分|已|预付|首|税|折|减|扣|不同|余")


_BOUGHT = compiled(r",(?:共|实际)?(?:购置|采购|购买|购入|更新)[^,;。:、()0-9]{0,10}")
_PRICED = compiled(r",(?:平均)?单价(?:为)?")


def unit_prices(ledger: Ledger) -> Iterator[Relation]:
    """车辆购置费38万元，购置2辆，单价19万元: the price right behind what was paid and what it bought."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence) if "单价" in sentence.text else []
        for paid, count, price in zip(facts, facts[1:], facts[2:], strict=False):
            same = paid.item == count.item == price.item and paid.depth == count.depth == price.depth
            money = all(f.figure.unit.dimension == "money" for f in (paid, price)) and paid.measure == "level"
            if not (same and money and count.figure.unit.dimension == "count" and count.measure == "level"):
                continue
            bought = _BOUGHT.fullmatch(sentence.between(paid, count).replace(" ", ""))
            priced = _PRICED.fullmatch(sentence.between(count, price).replace(" ", ""))
            around = sentence.before(paid)[-12:] + sentence.between(paid, price) + ledger.after(price, 1)
            alone = ledger.after(price, 1) in ("", "。", "；", ";", "\n")  # 电脑a台，单价p，打印机b台，单价q: of both
            if bought and priced and alone and not _IN_PART.search(around):
                terms = (("average", price), ("amount", paid), ("number", count))
                made = relate("average", Quotient(), terms, firm=True)
                if made is not None and (made.verdict != "broken" or slipped(made, TELLING)):
                    yield made


def mean_prices(ledger: Ledger) -> Iterator[Relation]:
    """购置车辆12辆，购置费216万元，均价18万元: the average price right behind the count and what was paid for it."""
    for sentence in ledger.sentences:
        if "均价" not in sentence.text and "平均" not in sentence.text:
            continue
        facts = ledger.facts_of(sentence)
        for count, paid, price in zip(facts, facts[1:], facts[2:], strict=False):
            same = count.item == paid.item == price.item and count.depth == paid.depth == price.depth
            money = all(f.figure.unit.dimension == "money" for f in (paid, price)) and paid.measure == "level"
            if not (same and money and count.figure.unit.dimension == "count" and count.measure == "level"):
                continue
            words = sentence.before(price).rpartition(",")[2]
            named = "均" in words and _MEAN_PRICE.match(sentence.between(paid, price).replace(" ", ""))
            told = _PAID.match(sentence.between(count, paid).replace(" ", ""))
            around = sentence.before(count)[-12:] + sentence.between(count, price) + ledger.after(price, 8)
            around += ledger.after(price, 1)  # 均价8600元/平方米: not of what is counted
            if named and told and not _IN_PART.search(around):
                terms = (("average", price), ("amount", paid), ("number", count))
                made = relate("average", Quotient(), terms, firm=True)
                if made is not None:
                    yield made
