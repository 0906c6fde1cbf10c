"""Units that are not printed: of a row that ends in one, of a quotient, by the words before a number."""

from __future__ import annotations

from decimal import Decimal

from auditlint.expressions import compiled
from auditlint.facts.phrases import Phrases
from auditlint.model import Unit
from auditlint.numerals import PLAIN, Scanned, count_unit

TEN_THOUSAND = Unit("", "money", Decimal(10000))
_BETWEEN = compiled(r"\s*(?:[,、:]|和|及|与)\s*$")


def row_unit(found: list[Scanned], k: int, text: str) -> Unit | None:
    """The unit printed once for a row of numbers: 25.8、46.6和27.6%, 分别为12.5万、8.2万和6.1万人次."""
    if _CODED.search(text, 0, found[k].end) is not None:
        return None
    factor = found[k].unit.name if found[k].unit.name in _FACTORS else ""
    for one, other in zip(found[k:], found[k + 1 :], strict=False):
        alike = one.unit.name == factor if factor else one.unit is PLAIN
        if not alike or not _BETWEEN.match(text[one.end : other.start]):
            return None
        if factor and other.unit.name == factor:
            continue
        if factor:
            return other.unit if other.unit.name.startswith(factor) else None
        if other.unit.dimension in ("money", "percent", "point"):
            return other.unit
    return None


_CODED = compiled(
    r"[一-鿿](?<![为是达至到约])\s?(?:2[0-3][0-9]|30[1-9]|31[0-3]|399)(?:[0-9]{2}){1,2}$"
)  # 行政运行2010301，A万元
_FACTORS = ("万", "亿")  # what a row repeats of its unit: taken for money where nothing is counted behind it


RATIO = Unit("比", "percent")  # 三次产业结构为20.0:50.0:30.0: percentages by convention, without a sign
_STRUCTURE = compiled(r"(?:结构|构成|结构比|比例|之比)(?:为|是)$")


_OTHERS = compiled(r"(?::[0-9]+(?:\.[0-9]+)?)+")


def _hundred(found: Scanned, tail: str) -> bool:
    """Whether a proportion is one of hundredths: 20.0:50.0:30.0, and not 5:3:2."""
    m = _OTHERS.match(tail)
    total = found.value + sum(map(Decimal, m.group()[1:].split(":"))) if m is not None else found.value
    return abs(total - 100) <= 1


_COUNTED = compiled(r"[一-鿿](?P<unit>人次|批次|户次)(?:为|是|达|达到|共|:)?$")  # 门诊人次152,400


_DIVIDES = compiled(r"\)?[/÷]\(?[0-9][0-9,.]*\)?(?:[×*xX]100%)?\)?(?:=|≈)")  # 86.40/90.00×100%=: a quotient as computed
_DIVIDED = compiled(r"^\)?[/÷]\(?$")


_RECKONED = compiled(r"[)]*[÷/+−×*=≈]|[)]?-[0-9(]")  # 占比=2140÷(2140+2720): a number of a calculation
_OPENS = compiled(r"[=≈÷/×*+−][(]*$")


SCORE = Unit("分", "score")
_FULL_OF_FORM = compiled(r"(?:权重|分值|权重分|满分|合计|总计)[:]?$")
_GOT_OF_FORM = compiled(r"(?:自评|实际)?得分[:]?$")
_GOT = compiled(r"(?:自评|实际)?得分[:]?(?P<got>[0-9]{1,3}(?:\.[0-9]{1,2})?)(?![0-9%])")
_ENDS = compiled(r"[;。]?$")


def _in_a_form(found: Scanned, lead: str, tail: str, last: Unit | None) -> bool:
    """权重20 得分18; 执行率95%，得分9.5: whether a number of a form told as text is one of points."""
    if _FULL_OF_FORM.search(lead):
        got = _GOT.match(tail)
        return got is not None and Decimal(got["got"]) <= found.value  # 权重50 得分96: of a hundred each
    m = _GOT_OF_FORM.search(lead)
    beside = last is not None and last.dimension == "score" and m is not None and not lead[: m.start()]
    return m is not None and _ENDS.match(tail) is not None and (beside or lead[: m.start()].endswith(","))


_PHYSICAL = compiled(  # what counts no money, whether it is among the counters or not
    r"千瓦|兆瓦|瓦时|度电|公里|千米|厘米|毫米|微克|毫克|千克|公斤|公升|毫升|立方|平方|小时|分钟|摄氏|分贝|微米|兆|赫|伏|安培|帕"
)
_AMOUNT = compiled(r"(?:资金|经费|执行数[:为]?|决算数?为|支出为|收入为)$")
_TOTAL = compiled(r"(?:支出|收入|采购)(?:总额|总计|合计|金额)(?:为|共计)?$")  # with parts behind it


def meant_unit(
    found: Scanned, lead: str, tail: str, last: Unit | None, changed: bool, phrases: Phrases, declared: Unit | None
) -> Unit | None:
    """The unit a number without one must have meant, None where it is no figure of ours.

    `last` is the unit of the figure before it, `changed` whether that one is an amount of change, `declared` the unit
    that words above the paragraph give its amounts.
    """
    if _in_a_form(found, lead, tail, last):
        return SCORE
    if tail[:1] == ":" and _STRUCTURE.search(lead):
        return RATIO if _hundred(found, tail) else None
    if lead == ":" and last is RATIO:
        return RATIO
    if _DIVIDES.match(tail) or (_DIVIDED.search(lead) and last is PLAIN):
        return PLAIN
    if _OPENS.search(lead) and _RECKONED.match(tail):
        return None
    counted = _COUNTED.search(lead)
    if counted is not None and found.decimals == 0:
        return count_unit(counted["unit"])
    if _PHYSICAL.match(tail):
        return None
    if found.decimals == 0 or tail[:1] in ("版", "代", "期", "倍") or (tail[:1] == ":" and declared is None):
        return None
    percent = Unit("", "percent")
    if phrases.share.search(lead) or phrases.completion.search(lead):
        return percent
    if declared is not None:
        return declared
    money = last if last is not None and last.dimension == "money" else TEN_THOUSAND
    if phrases.change.search(lead) and not lead.endswith(("到", "至")):
        if last is None:
            return None
        rate = changed or "幅" in lead or "同比" in lead
        return percent if rate else Unit("", "money", money.factor)
    total = tail.startswith(",其中") and _TOTAL.search(lead)
    if total or phrases.prior.search(lead) or phrases.budget.search(lead) or _AMOUNT.search(lead):
        return Unit("", "money", money.factor)
    return None
