"""Two things named and compared, against their values before: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text.template import matches, paragraphs
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import PRINTED, decimal
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_UNITS = r"个百分点|%|万元|亿元|元|万人次|人次|人|户|家|件|辆|台|平方米|亩|公顷|公里|分"
_NAME = r"[^,;。:、()0-9“”]"
_SHARE = r"(?:所)?占(?:比|的?比重|的?比例)|比重|比例|份额"
_AMOUNT = r"金额|规模|数额|支出|收入|总量|体量|面积|人数|数量"
_MORE = r"高于|大于|多于|超过|快于|高出"
_LESS = r"低于|小于|少于|慢于"
_SAID = compiled(
    rf"(?:^|(?<=[,;。:]))(?:其中|总体上|可见)?:?(?P<one>{_NAME}{{2,14}}?)(?:的)?(?P<noun>{_SHARE}|{_AMOUNT})?"
    rf"(?:均|明显|大幅|显著|远远|远|略微|略|稍|要|仍|总体)*(?:(?P<more>{_MORE})|(?P<less>{_LESS}))"
    rf"(?P<other>{_NAME}{{2,14}}?)(?:的)?(?:{_SHARE}|{_AMOUNT})?(?:{PRINTED}(?:{_UNITS}))?(?=[,;。]|$)"
)
_LED = compiled(r"(?:^|[,;。:、和及与由为是]|其中)$")  # what stands before a name
_HALF = ("上半年", "下半年")
_BETWEEN = (
    r"(?:的|支出|收入|决算|预算|执行|完成|入库|安排|金额|面积|数量|进度|比重|占比|占|实现"
    r"|数|额|共|有|为|是|达到?|[一-鿿]{0,4}率){0,4}"
)
_OWN_SHARE = rf"(?:[,、(](?:所)?占[^,;。:、()0-9]{{0,16}}?(?P<share>{PRINTED})%)?"
_NOT_THESE = compiled(
    r"上年|去年|往年|以往|历年|首次|曾|如果|若|应当|应该|不得|不能|不应|避免|防止|是否|力争|预计|预期|将|人均|单价|平均|权重|分值|之前|此前|同期|计划|目标|增[幅速长]|降幅|完成率|执行率|除|剔除|扣除|不含"
)
_GIVEN = compiled(rf"{_BETWEEN}:?(?P<n>{PRINTED})(?P<unit>{_UNITS}){_OWN_SHARE}")
_NUMBERED, _OF_ALL = compiled(r"[^,;。:、]{0,8}[0-9]"), compiled(_SHARE)
_CLAUSE = compiled(r"[,;。:]")
_NEUTRAL = compiled(
    r"(?!按)[^0-9]*[0-9].*|(?:从|由|总体|整体)?(?:支出|收入|预算|资金|上述)?(?:结构|构成|占比|比重|规模|金额|总量|总体|数据|情况|分类)?(?:上|来)*(?:看|可见|可以看出)?|其中"
)  # another item of the list, or words that bring nothing in
_CUE = compiled(rf"{_MORE}|{_LESS}")


@dataclass(frozen=True, slots=True)
class _Value:
    """What a name came to, with the share behind it; [start, end) are characters of the paragraph."""

    number: Decimal
    unit: str
    share: Decimal | None
    start: int
    end: int


def comparisons(ledger: Ledger) -> Iterator[Remark]:
    """基本支出2,312.45万元，占77.1%；项目支出687.55万元，占22.9%。项目支出占比高于基本支出: it is the other way."""
    for number, index, text in paragraphs(ledger):
        told = ledger.documents[number].role == "report" and _CUE.search(text)
        for m in _SAID.finditer(text) if told else ():
            whole = text[text.rfind("。", 0, m.start()) + 1 : m.end()]
            if _NOT_THESE.search(whole):
                continue
            one, other = _value(text, m, "one"), _value(text, m, "other")
            if one is None or other is None or one.unit != other.unit:
                continue
            between = _CLAUSE.split(text[max(one.end, other.end) : m.start()])
            if not all(_NEUTRAL.fullmatch(clause) for clause in between):
                continue  # 从户数看 and the like: of something else than the values
            if (by := _sign(one, other, m["noun"] or "")) and by == (-1 if m["more"] else 1):
                spans = ((number, Span(index, *m.span())), (number, Span(index, one.start, one.end)))
                change = f"{one.number}{one.unit}"
                yield Remark("threshold", spans, (("stated", m.group()), ("change", change)))


def _value(text: str, m: regex.Match[str], which: str) -> _Value | None:
    """The one value that a paragraph gives a name before a comparison of it."""
    name, end = m[which], m.start()
    places = [*_places(text, name, end)]
    found: list[_Value] = []
    for at in places:
        v = _GIVEN.match(text, at + len(name), end)
        led = name.startswith(_HALF) or _LED.search(text[max(at - 2, 0) : at]) is not None
        if v is not None and led and not _NOT_THESE.search(text[text.rfind("。", 0, at) + 1 : at]):
            share = decimal(v["share"]) if v["share"] else None
            found.append(_Value(decimal(v["n"]), v["unit"], share, at, v.end()))
    named = sum(_NUMBERED.match(text, at + len(name), end) is not None for at in places)
    return found[0] if len(found) == 1 == named else None


def _places(text: str, name: str, end: int) -> Iterator[int]:
    """Where a name stands before some place."""
    at = text.find(name, 0, end)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name), end)


def _sign(one: _Value, other: _Value, noun: str) -> int:
    """Whether one value is above (1) or below (-1) the other; 0 where shares say otherwise or are not known."""
    sign = (one.number > other.number) - (one.number < other.number)
    if one.share is not None and other.share is not None:
        by_share = (one.share > other.share) - (one.share < other.share)
        return sign if sign == by_share else 0
    if one.share is not None or other.share is not None:
        return 0
    return sign if not _OF_ALL.fullmatch(noun) or one.unit in ("%", "万元", "亿元", "元") else 0


_APART = compiled(
    rf"[,](?P<said>比(?P<other>{_NAME}{{2,10}}?)(?:水平|数|值)?(?:(?P<more>高出|多出|高|多|快)|(?P<less>低|少|慢))了?"
    rf"|(?:(?P<more>高于|多于|快于)|(?P<less>低于|少于|慢于))(?P<other>{_NAME}{{2,10}}?)(?:水平|数|值)?)(?P<gap>{PRINTED})(?P<unit>{_UNITS})(?=[,;。]|$)"
)
_FIGURE = compiled(  # each from the start of its clause: the time grows as the text does
    rf"(?:^|(?<=[,;。、]))[0-9]*+(?P<lead>[^,;。、0-9][^,;。、]*?)(?P<n>{PRINTED})(?P<unit>{_UNITS})(?=[,;。、]|$)"
)
_FALLS = compiled(r"降|减|跌|缺|差|亏|负|扣|-")  # of which the greater lies lower
_PAIR = 2


def distances(ledger: Ledger) -> Iterator[Remark]:
    """全市平均进度93.6%，本区90.1%，比全市平均水平高3.5个百分点: the right distance, to the wrong side."""
    for number, index, text, m in matches(ledger, _APART):
        start = max(text.rfind(stop, 0, m.start()) for stop in ";。") + 1
        unit = "%" if m["unit"] == "个百分点" else m["unit"]
        found = [f for f in _FIGURE.finditer(text, start, m.start() + 1) if f["unit"] == unit]
        named = [f for f in found if m["other"] in f["lead"]]
        if len(found) != _PAIR or len(named) != 1 or any(_FALLS.search(f["lead"]) for f in found):
            yield from _above(number, index, text, m)
            continue
        own = next(f for f in found if f is not named[0])
        gap = decimal(own["n"]) - decimal(named[0]["n"])
        if gap and abs(gap) == decimal(m["gap"]) and (gap > 0) == bool(m["less"]):
            spans = ((number, Span(index, *m.span("said"))), (number, Span(index, *own.span("n"))))
            stated = m["said"] + m["gap"] + m["unit"]
            yield Remark("threshold", spans, (("stated", stated), ("change", own["n"] + own["unit"])))
    yield from _held(ledger)


def _above(number: int, index: int, text: str, m: regex.Match[str]) -> Iterator[Remark]:
    """全系统…完成率103.05%。…初中…完成率102.41%，高于全系统0.64个百分点: just as far from a rate further above."""
    rates = [f for f in _FIGURE.finditer(text, max(m.start() - _REACH, 0), m.start() + 1) if f["unit"] == "%"]
    gap = decimal(m["gap"])
    if m["unit"] != "个百分点" or len(rates) < _PAIR or rates[-1].end() != m.start() or gap * _FINE == int(gap * _FINE):
        return
    own = rates[-1]
    value = decimal(own["n"])
    apart = {
        decimal(f["n"]) - value
        for f in rates[:-1]
        if text.find(m["other"], 0, f.start("n")) >= 0 and not _FALLS.search(f["lead"])
    }
    if _FALLS.search(own["lead"]) or (gap in apart and -gap in apart):
        return
    if (gap if m["more"] else -gap) in apart:
        spans = ((number, Span(index, *m.span("said"))), (number, Span(index, *own.span("n"))))
        yield Remark(
            "threshold", spans, (("stated", m["said"] + m["gap"] + m["unit"]), ("change", own["n"] + own["unit"]))
        )


_REACH = 400  # characters before a distance among which the other rate may stand
_FINE = 10  # a distance of so round points may lie between any two rates
_HELD = compiled(
    rf"(?<![0-9.,])(?P<own>{PRINTED})(?P<unit>{_UNITS}),(?P<said>(?:(?P<more>大于|高于|多于|超过)|(?P<less>小于|低于|少于))[^,;。:、()0-9]{{2,10}}(?P<bound>{PRINTED})(?P=unit))"
    rf"[,(](?:超出|超|相差|差额|差|结余|节约|多|少|减少|增加|高出)[^,;。:、()0-9]{{0,6}}(?P<gap>{PRINTED})(?:(?P=unit)|个百分点)(?=[,;。)]|$)"
)


def _held(ledger: Ledger) -> Iterator[Remark]:
    """决算812.40万元，小于年初预算790.10万元，超出22.30万元: both amounts, and how far they lie apart."""
    for number, index, _, m in matches(ledger, _HELD):
        gap = decimal(m["own"]) - decimal(m["bound"])
        if gap and abs(gap) == decimal(m["gap"]) and (gap > 0) == bool(m["less"]):
            spans = ((number, Span(index, *m.span("said"))), (number, Span(index, *m.span("own"))))
            yield Remark("threshold", spans, (("stated", m["said"]), ("change", m["own"] + m["unit"])))
