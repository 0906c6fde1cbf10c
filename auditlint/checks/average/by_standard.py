"""Standards told before those they are paid to, and in batches that add up; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from auditlint.checks.average.standards import OTHERWISE, counts, of_unit
from auditlint.checks.relate import TELLING, maybe, relate, slipped
from auditlint.equations import Product, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_EACH = compiled(r"每(?P<unit>[一-鿿]{1,2}?)(?:每年|一年|年)?(?:补[助贴]|发放|标准|定额|奖补)?(?:为|是)?$")
_PAID_TO = compiled(
    r"(?:的?标准)?(?:进行)?(?:发放|补[助贴]|奖补|兑付|测算|核定|安排|计算)?[,、](?:全[县市区镇乡年]|[本当]年|共|核定|实际|应)*"
    r"(?:补[助贴]|种植|申报|核实|发放|享受|受益|保障|参保|惠及|农户|老人|对象|学生)*(?:面积|人数|户数|农户)?(?:为|共|计)?"
)
_MADE = compiled(
    r"(?:测算|计算|核定|核算)?,(?:共|合计|应|需|实际)*(?:计|发放?|补[助贴]?|兑付|拨付|安排|支出|支付|需要?)(?:补[助贴])?(?:资金|金额)?(?:为|共|计)?"
)
_MEAN = compiled(r"次?,按?(?P<unit>[人户亩])(?:次)?均(?:补[助贴]|发放|慰问)?(?:标准)?(?:为|是)?")
_PAID = compiled(
    r",?(?:共|累计|实际)*(?:发放|兑付|拨付|支付|支出|补助|安排|列支)[了]?(?:慰问|补[助贴]|救助|奖励|生活)?(?:金|款|费|资金)?(?:共|计|为)*"
)
_BATCH = compiled(
    r"第(?P<n>[一二三四])[批次][^,;。0-9]{0,8}每(?P<unit>[一-鿿]{1,2})(?:补[助贴]|发放)?(?:标准)?(?:为|是)?$"
)
_ALL = compiled(
    r"(?:^|,)(?:合计|共计|两批(?:合计|共计|共)?|三批(?:合计|共计|共)?)每(?P<unit>[一-鿿]{1,2})(?:补[助贴]|发放)?(?:标准)?(?:为|是|共)?$"
)
_NUMBERS = "一二三四"
_NEAR = 24


def by_standard(ledger: Ledger) -> Iterator[Relation]:
    """每亩a元，面积n亩，应发A万元; n户，户均a元，发放A万元; 第一批每亩a元，第二批每亩b元，合计每亩c元."""
    for sentence in ledger.sentences:
        if "均" in sentence.text:
            facts = ledger.facts_of(sentence)
            for count, price, amount in zip(facts, facts[1:], facts[2:], strict=False):
                if price.measure == "average" and price.figure.unit.dimension == "money":
                    yield from _shared_out(ledger, sentence, count, price, amount)
        if "每" not in sentence.text:
            continue
        facts = ledger.facts_of(sentence)
        for price, count, amount in zip(facts, facts[1:], facts[2:], strict=False):
            if price.measure == "average" and price.figure.unit.dimension == "money":
                yield from _told_first(ledger, sentence, price, count, amount)
        for _, item in groupby(facts, key=lambda f: (f.item, f.depth)):
            prices = [f for f in item if f.measure == "average" and f.figure.unit.dimension == "money"]
            yield from _in_batches(ledger, prices)


def _told_first(ledger: Ledger, sentence: Sentence, price: Fact, count: Fact, amount: Fact) -> Iterator[Relation]:
    """按每亩a元发放，补贴面积n亩，应发A万元: told where a slip of one of the three explains it."""
    each = _EACH.search(normalize(ledger.before(price, _NEAR)).replace(" ", ""))
    same = price.item == count.item == amount.item and price.depth == count.depth == amount.depth
    if each is None or not same or amount.measure != "level" or amount.figure.unit.dimension != "money":
        return
    paid_to = sentence.between(price, count).replace(" ", "")
    made = sentence.between(count, amount).replace(" ", "")
    if not (counts(count, each["unit"]) and _PAID_TO.fullmatch(paid_to) and _MADE.fullmatch(made)):
        return
    behind = normalize(ledger.after(amount, 12)).partition(";")[0]
    if OTHERWISE.search(paid_to + made + behind) or behind.startswith("(") or "%" in behind:
        return
    yield from _product(amount, price, count)


def _shared_out(ledger: Ledger, sentence: Sentence, count: Fact, price: Fact, amount: Fact) -> Iterator[Relation]:
    """慰问n户，户均a元，发放慰问金A万元: the three right behind each other, told where a slip of one explains it."""
    each = _MEAN.fullmatch(sentence.between(count, price).replace(" ", ""))
    if any(f.measure == "average" and f.id < price.id for f in ledger.facts_of(sentence)):
        return  # of two kinds
    same = count.item == price.item == amount.item and count.depth == price.depth == amount.depth
    if each is None or not same or amount.measure != "level" or amount.figure.unit.dimension != "money":
        return
    made = sentence.between(price, amount).replace(" ", "")
    behind = normalize(ledger.after(amount, 12)).partition(";")[0]
    if not counts(count, each["unit"]) or not _PAID.fullmatch(made) or behind.startswith("(") or "%" in behind:
        return
    yield from _product(amount, price, count)


def _product(amount: Fact, price: Fact, count: Fact) -> Iterator[Relation]:
    """What a price or standard makes for a count, told where a slip of one of the three explains it."""
    terms = (("amount", amount), ("average", price), ("number", count))
    one = relate("average", Product(), terms, firm=True)
    if one is not None and (one.verdict != "broken" or slipped(one, TELLING) or of_unit(one)):
        yield one


def _in_batches(ledger: Ledger, prices: Sequence[Fact]) -> Iterator[Relation]:
    """第一批每亩a元，第二批每亩b元，合计每亩c元: all batches from the first on make what each gets in all."""
    words = [normalize(ledger.before(f, _NEAR)).replace(" ", "") for f in prices]
    found = [_BATCH.search(text) for text in words[:-1]]
    whole = _ALL.search(words[-1]) if len(words) > _FEW else None
    said = [m for m in found if m is not None]
    if whole is None or len(said) < len(found) or "".join(m["n"] for m in said) != _NUMBERS[: len(said)]:
        return
    more = prices[-1].figure.amount > max(f.figure.amount for f in prices[:-1])  # else a mean of those paid once
    if more and {m["unit"] for m in said} == {whole["unit"]}:
        terms = [("amount", prices[-1]), *(("part", f) for f in prices[:-1])]
        yield from maybe(relate("average", Sum((1,) * len(said)), terms, firm=True))


_FEW = 2  # batches
