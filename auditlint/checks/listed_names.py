"""Check `listed-names`: a count against the names listed for it: 内设办公室、财务科、业务科3个科室."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks import Check
from auditlint.checks.listed_points import points
from auditlint.checks.listed_units import counted, units
from auditlint.checks.relate import relate
from auditlint.equations import Counted, CountedAmong
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.worded import worded
from auditlint.model import Fact, Relation, Span
from auditlint.numerals import whole_number
from auditlint.records import dataclass, replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_ITEM = r"[^,;。:、0-9]"
_NAMES = rf"(?P<names>{_ITEM}+(?:、{_ITEM}+)+)"
_BEFORE = compiled(
    r"(?:内设|下设|设有|设立了?|设置了?|分设|设|对|包括|实施了?|安排了?|管理)"
    rf"(?P<names>{_ITEM}+(?:、{_ITEM}+?)+)(?P<open>等)?(?:共有?|共计|合计)?$"
    rf"|(?:内设|下设|设有|设立了?|内设(?:机构|科室|处室|股室))(?:机构)?(?:包括|分别为|分别是|为|有)?:?"
    rf"(?P<names>{_ITEM}+(?:、{_ITEM}+?)+)(?P<open>等)?,(?:共有?|共计|合计)$"
)
_AT_HEAD = compiled(rf"(?:^|(?<=[;:]))(?P<names>{_ITEM}+(?:、{_ITEM}+)+?)(?P<open>等)?(?:共|共计|合计)?$")
_BODIES = compiled(r"(?:单位|部门|预算单位|局|委办局|镇|乡镇|街道|学校|医院|企业|公司)")  # counted behind their names
_QUOTED = compiled(
    r"(?:对|将|把|选取了?|选择了?|组织对|开展了?)(?P<names>“[^“”]+”(?:[、和及]?“[^“”]+”)+)(?P<open>等)?(?:共有?|共计)?$"
)
_NOUN = (
    r"(?:内设|下属|直属|所属|职能|二级|业务|预算|事业|行政|独立核算)*"
    r"(?:科室|股室|处室|部门|(?:机构|单位)(?:的?(?:预算|决算))?|项目|中心|科|股|处|指标|团组|学校|医院|场馆|平台|系统|园区|支部|课题|方面)?"
)
# a bracket before the list is hidden: 7个科(室); a longer one may hold the names itself
_IS = r"(?P<is>[,:]?(?:分别|具体|依次)(?:为|是|包括|有)?:?|[,:]?即:?|:|[,:]?(?:为|是|包括|有):?|\()"
_AFTER = compiled(rf"^(?P<noun>{_NOUN})（{{0,5}}(?:,(?P=noun))?{_IS}{_NAMES}(?P<open>等)?(?=[,;。:)]|$)")
_SURE = compiled(r"分别|具体|依次|即|:")  # words and marks behind which nothing but the names can follow
_OFFICE = compiled(
    r".{1,14}(?:科|股|处|室|庭|部|办|局|中心|站|所|队|委|组|馆|院|校|学校|园|场|协会|学会|本级|机关|"
    r"残联|妇联|工商联|文联|科协|团委|总工会|红十字会)"
)
_JOINED = compiled(r"以及|[和与及]")
_BRACKETS = compiled(r"\((?![0-9]{1,2}\))[^()]*\)")
_CLOSED = compiled(
    r"[;。)]|$|,(?:预算|资金|金额|涉及|合计|共计|总投资|总面积|均[为已]|全部[为已编纳])"
)  # the list goes on no more
_COUNTERS = ("个", "家", "项")
_PAIR = 2
_WORDS = 3  # characters of what is no short name of an office: 人事和财务科 may be two
_FEW = 3  # names below which a list may be part of a longer phrase
_LONG = 7  # characters of a name that is no part of another with a 、 in it
_WORDED = compiled(
    r"(?<![第十一二两三四五六七八九每各前后])(?P<count>[两二三四五六七八九十]|十[一二三四五六七八九])(?:个|家|项)"
)
_AMOUNT = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:万元|亿元|元)"
_WITH_AMOUNT = rf"[^,;。:、()0-9]{{2,24}}?(?:“[^“”]{{1,16}}”[^,;。:、()0-9]{{0,16}}?)?{_AMOUNT}"
_NEXT_POINT = r"(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][,是])"  # of the list that holds this one
_ONE_VALUED = compiled(_AMOUNT)
_VALUED = compiled(
    rf"(?:[^,;。:、()0-9]{{0,4}}(?:方面|项目|用途|类|渠道|来源|部分|任务|工程))(?:[,:]?(?:分别|具体|依次)(?:为|是|包括|有)?:?|:)(?P<items>{_WITH_AMOUNT}(?:(?:、|;(?!{_NEXT_POINT})){_WITH_AMOUNT}){{2,}})(?=。|$|[,;](?:余额|结余|剩余|合计|共计)|;{_NEXT_POINT})"
)
_ENUMERATED = compiled(rf"^{_NOUN}{_IS}(?=[(]?1[)]?[.、．)]|①)")
_AND_ANOTHER = compiled(r"[0-9]个[^,;。:0-9]{0,8}[和及与、]$")  # 3个科和1个中心：…: the names of both
_SHARED = compiled(r"合署|加挂|挂牌")  # an office that may be counted, or not
_OPEN = compiled(r"等|其余|另外")  # not all are listed
_SOME = compiled(r"(?<![高平中初同])等(?:[^、等]{2,6})?$")  # 财务部、医务部等职能科室19个
_AND_MORE = compiled(r",?(?:以及|还有)")
_POINTS = compiled(r"(?:^|(?<=[;。:,为是即括有]))[(]?(?P<number>[0-9]{1,2})[)]?[.、．)](?![0-9])|(?P<circle>[①-⑳])")


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names listed beside a count: their characters of the sentence, how many they may be, and whether more follow.

    `least` says that no fewer than these can be meant, `most` that no more can: the layout leaves no doubt.
    """

    start: int
    end: int
    counts: tuple[int, ...]
    open: bool
    least: bool
    most: bool


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every count that has a list of names beside it, and for units listed by paragraphs."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        for fact in (*ledger.pick(sentence.facts), *_worded(ledger, sentence)):
            if fact.figure.unit.dimension == "count" and fact.figure.unit.name.startswith(_COUNTERS):
                found = _listed(sentence, fact)
                if found is not None:
                    yield from _relation(ledger, sentence, fact, found)
    yield from units(ledger)
    yield from points(ledger)


def _worded(ledger: Ledger, sentence: Sentence) -> Iterator[Fact]:
    """Counts in words: 以下三个项目."""
    for m in _WORDED.finditer(sentence.text):
        value = Decimal(whole_number(m["count"]))
        span = Span(sentence.block, sentence.start + m.start(), sentence.start + m.end())
        fact = worded(ledger.documents[sentence.document], sentence.document, span, value, "", "level")
        number = replace(span, end=sentence.start + m.end("count"))
        yield replace(fact, figure=replace(fact.figure, number=number))


def _listed(sentence: Sentence, fact: Fact) -> Names | None:
    """The names right before or after a count."""
    at, end = fact.figure.span.start - sentence.start, fact.figure.span.end - sentence.start
    text = _BRACKETS.sub(lambda m: "（" * len(m.group()), sentence.text)  # brackets hide what is in them
    before = _BEFORE.search(text[:at])
    if before is not None:
        return _names(before, sentence, 0, sure=False)
    headed = _AT_HEAD.search(text[:at]) if _BODIES.match(text, end) else None
    if headed is not None:  # 甲局、乙局、丙局3个单位有…
        return _names(headed, sentence, 0, sure=False)
    quoted = _QUOTED.search(text[:at])
    if quoted is not None:
        start, count = sentence.start + quoted.start("names"), quoted["names"].count("“")
        return Names(start, sentence.start + quoted.end("names"), (count,), quoted["open"] is not None, True, True)
    valued = _VALUED.match(text, end)
    if valued is not None:
        least = len(_ONE_VALUED.findall(valued["items"]))
        counts = tuple(range(least, least + 1 + len(_JOINED.findall(valued["items"]))))  # 市级和县级配套 may be two
        first, last = valued.span("items")
        return Names(sentence.start + first, sentence.start + last, counts, False, True, True)
    numbered = _ENUMERATED.match(text[end:])
    if numbered is not None and _SURE.search(numbered["is"]):
        return _points(text, sentence, end + numbered.end())
    after = _AFTER.search(text[end:])
    if after is None or _AND_ANOTHER.search(text[:at]) or _SHARED.search(text, end):
        return None
    closed = _CLOSED.match(text, end + after.end()) is not None
    return _names(after, sentence, end, sure=closed and _SURE.search(after["is"]) is not None)


def _names(found: regex.Match[str], sentence: Sentence, offset: int, *, sure: bool) -> Names:
    """How many names a list has: 和 before the last may join two names, or stand in one."""
    names = found["names"].removesuffix("等")
    items = [i.replace("（", "") for i in names.split("、")]
    items = [name for i in items for name in _numbered(i)]
    last = _JOINED.split(items[-1])
    if len(items) > _PAIR and len(last) == _PAIR and _one_name(items, last[0]):
        last = items[-1:]
    counts: tuple[int, ...] = (len(items),) if len(last) == 1 else (len(items), len(items) - 1 + len(last))
    if len(last) == _PAIR and last[0][:1] == last[1][:1] and all(_OFFICE.fullmatch(i) for i in last):
        counts = counts[1:]  # 县种子站和县植保站
    offices = max(counts) >= _FEW and _offices((*items[:-1], *last))
    joined = sum(len(_JOINED.findall(i)) for i in items[:-1] if _JOINED.search(i) and (not offices or _two_offices(i)))
    counts = (*counts, *range(max(counts) + 1, max(counts) + 1 + joined))
    start = offset + sentence.start + found.start("names")
    whole = (
        found["open"] is None and not _SOME.search(found["names"]) and not _AND_MORE.match(found.string, found.end())
    )
    plain = len(counts) == 1 and not any(_JOINED.search(i) for i in items)
    alike = len({i[-2:] for i in items}) == 1 and len(items) >= _FEW
    quoted = all(i.startswith("“") for i in items)
    apart = offices or (sure and (alike or quoted or min(map(len, items)) >= _LONG))
    most = offices or (sure and plain)
    return Names(start, start + len(names), counts, not whole, apart, most)


def _numbered(item: str) -> list[str]:
    """第一至第五检察部: the names of as many offices; any other name as it is."""
    found = _FROM_TO.match(item)
    if found is None:
        return [item]
    first, last = whole_number(found["first"]), whole_number(found["last"])
    return [item[found.end() :]] * max(last - first + 1, 1)


_FROM_TO = compiled(r"第(?P<first>[一二三四五六七八九十])[至到]第?(?P<last>[一二三四五六七八九十])(?=[^、])")


def _offices(names: Sequence[str]) -> bool:
    """Whether names are those of offices: all of them, or all but a short one among many (预防接种门诊)."""
    others = [name for name in names if _OFFICE.fullmatch(name) is None]
    return not others or (len(others) == 1 and len(others[0]) <= _SHORT and len(names) >= _MANY)


def _two_offices(name: str) -> bool:
    """人事科和财务科, and maybe 人事和财务科: whether an item names two offices; 资源开发与推广科 is one."""
    first, *others = _JOINED.split(name)
    short = "与" not in name and len(first) == len(others[-1]) - 1 == _PAIR
    return short or first.endswith(_OWN) or any(_OFFICE.fullmatch(part) for part in (first, *others[:-1]))


_OWN = ("本级", "机关", "本部")  # 局本级以及甲中心
_SHORT, _MANY = 6, 5  # characters of a name that no verb has room in; offices among which it stands


def _one_name(items: Sequence[str], first: str) -> bool:
    """办公室、…科、基层政权和社区治理科: whether all are offices, and what stands before 和 in the last is none."""
    return len(first) >= _WORDS and _OFFICE.fullmatch(first) is None and all(map(_OFFICE.fullmatch, items))


def _points(text: str, sentence: Sentence, start: int) -> Names | None:
    """具体为：1.…；2.…；3.…。: names numbered in one sentence, each number one more than the last."""
    count = 0
    for m in _POINTS.finditer(text, start):
        value = int(m["number"]) if m["number"] else ord(m["circle"]) - ord("①") + 1
        if value != count + 1:
            return None
        count = value
    if count < 2 or _OPEN.search(text, start):
        return None
    return Names(sentence.start + start, sentence.start + len(text), (count,), False, True, True)


_WITH_ITS_OWN = compiled(
    r"(?:本级|机关|本部)(?:预算|决算|支出)?(?:和|及|与|以及)[^,;。:0-9]*$"
)  # 局本级和所属单位4个：1.局本级；2.…


def _relation(ledger: Ledger, sentence: Sentence, fact: Fact, found: Names) -> Iterator[Relation]:
    if fact.figure.value not in found.counts:  # 共n家，其中甲a家、乙b家，具体为：…: the names of all n
        totals = (t for one in ledger.lists_with(fact.id) for t in ledger.pick(one.parent))
        fact = next((t for t in totals if t.figure.unit == fact.figure.unit and t.figure.value in found.counts), fact)
    stated = fact.figure.value
    if stated + 1 in found.counts and _WITH_ITS_OWN.search(sentence.before(fact)):
        return
    count = next((n for n in found.counts if n == stated), found.counts[0])
    names = counted(ledger, fact.document, Span(sentence.block, found.start, found.end), count)
    if found.open:
        made = relate("count", CountedAmong(), (("names", names), ("number", fact)), firm=found.least)
    else:
        firm = found.least if count > stated else found.most and max(found.counts) <= stated
        made = relate("count", Counted(), (("number", fact), ("names", names)), firm=firm)
    if made is not None and (made.verdict == "holds" or made.firm):
        yield made


CHECK = Check("listed-names", Options, run, ("number", "names"), "counts of listed names")
