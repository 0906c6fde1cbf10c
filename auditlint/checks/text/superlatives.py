"""The highest and the lowest of listed values against the name that is given for it: findings of the check `text`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from auditlint.checks.listed_values import Item, lists
from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark
from auditlint.numerals import PRINTED, decimal
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_CUT = compiled(r"[,;。:、]")
_MOST, _LEAST = "高多大快好长首主", "低少小慢差短末"
_CUES = ("最", "位", "居", "为主")
_LABELS = {"首": "首位", "末": "末位", "主": "为主"}
_SAID = compiled(
    rf"(?:最(?P<word>[{_MOST}{_LEAST}])|位?居(?P<word>[首末])位?)的(?P<noun>[^,;。:、()0-9]{{0,8}}?(?:是|为))?(?P<name>[^,;。:、()0-9]{{2,20}})"
)
_AMOUNT = r"(?:所)?占(?:比|的?比重|的?比例|用)|(?:所占)?比重|(?:所占)?份额|金额|规模|数额|体量"
_NAMED_FIRST = compiled(
    rf"(?:^|(?<=[,;。:是]))(?:其中)?[:]?(?P<name>[^,;。:、()0-9最]{{2,24}}?)(?P<noun>执行率|进度|得分|完成率|支出|{_AMOUNT})?"
    rf"(?:最为?(?P<word>[{_MOST}{_LEAST}])|(?:位?居|列|排(?:名|在)?|位列)(?P<word>首)位|(?:位?居|列|排(?:名|在)?)(?P<word>末)位|位?居(?P<word>[首末]))(?=[,;。(])"
    rf"|(?<=[,])以(?P<name>[^,;。:、()0-9最]{{2,16}}?|20[0-9]{{2}}年)(?P<noun>金额|占比|比重)?(?:为)?最(?P<word>[{_MOST}{_LEAST}])(?=[,;。(])"
    rf"|(?:^|(?<=[,;。:是]))(?P<name>20[0-9]{{2}}年)度?(?P<noun>)(?:为|是|达到?|降至|升至|创)?(?:近|这|历)?(?:[一二三四五六七八九十]{{1,2}}|[0-9]{{1,2}})?年?(?:以?来|间|中)?的?"
    rf"最(?P<word>[高低])(?:水平|值|点|年份)?(?=[,;。(])"
    rf"|(?:^|(?<=[,;。:]))(?:其中)?(?P<name>[^,;。:、()0-9最]{{2,16}}?)是[^,;。:、()0-9最]{{0,12}}最(?P<word>[大多高小少低])的(?P<noun>)"
    r"(?:支出|收入)?(?:项目|部分|科目|一项|类别|来源)(?=[,;。(])"
    rf"|(?:^|(?<=[,;。]))(?:主要)?以(?P<name>[^,;。:、()0-9最]{{2,16}}?)(?P<noun>)为(?P<word>主)(?=[,;。(])"
)
_WHOLE_LIST = (
    r"(?:在)?(?:以上|上述|这)?(?:[一二两三四五六七八九十0-9]{1,2}|各)(?:大类|大项|类|项|个|家|种|大)[^,;。]{0,8}?[中里]"
)
_AMONG = compiled("^" + _WHOLE_LIST)
_KIND = compiled(r"(?:支出|收入|经费|资金|采购|费用|类|方面|部分|决算|费|执行|完成|入库|支付|实现)+$")
_ORDERED = compiled(
    r"(?:从|由|自)(?P<from>高|大|多|快|低|小|少|慢)(?:到|至)[高大多快低小少慢](?:依次|分别|排序|排列|排名)*(?:为|是)?[:]?$"
)
_REST = ("其他", "其余")  # stand last in any order
_CLAIMED = compiled(r"[到至][高大多快低小少慢]")  # what every claim of an order has
_BY_SHARE = "快慢"  # faster is more only where shares of a task are listed


def superlatives(ledger: Ledger) -> Iterator[Remark]:
    """甲镇92.1%、乙镇88.7%、丙镇79.3%，进度最慢的是乙镇: the name is not that of the least value listed."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        if not any(cue in sentence.text for cue in _CUES):
            continue
        for m in (*_SAID.finditer(sentence.text), *_NAMED_FIRST.finditer(sentence.text)):
            items = _but(_list_before(ledger, sentence, m.start()), sentence, m.start())
            named, noun = _named(items, m)
            if len(named) != 1 or (m["word"] in _BY_SHARE and items[0].unit != "%"):
                continue
            if not _of_the_list(sentence, items, m, noun):
                continue
            best = _best(items, m["word"])
            if best is not None and best.value != named[0].value and not (m["word"] == "主" and _near(best, named[0])):
                spans = (mark(sentence, *m.span("name")), mark(named[0].sentence, named[0].start, named[0].end))
                label = _LABELS.get(m["word"], "最" + m["word"])
                fields = (("stated", named[0].name), ("label", label), ("expected", best.name))
                yield Remark("superlative", spans, fields)


_EXCEPT = compiled(r"(?:^|[,;。])除(?:了)?(?P<name>[^,;。:、()0-9]{2,20}?)(?:之|以)?外,")


def _but(items: Sequence[Item], sentence: Sentence, at: int) -> Sequence[Item]:
    """除甲外，最多的是乙: the items of a list without the one that words before a claim leave out."""
    start = max((i.end for i in items if i.sentence is sentence), default=0)
    m = _EXCEPT.search(sentence.text, start, at)
    left = [i for i in items if m is None or i.name != m["name"]]
    return left if m is None or len(left) == len(items) - 1 > 1 else ()


_OF_LIST = {
    **dict.fromkeys(("收入", "支出", "金额", "资金", "投入"), "元"),
    **dict.fromkeys(("占比", "执行率", "完成率"), "%"),
    "得分": "分",
}  # what is the greatest, and the unit of a list that tells it
_LED = compiled(
    rf"(?:^|(?<=[,;。:中]))(?P<of>{'|'.join(_OF_LIST)})最(?P<word>[{_MOST}{_LEAST}])的(?:[^,;。:、()0-9是为]{{0,6}})?(?:是|为)"
    r"(?P<name>[^,;。:、()0-9]{2,12}):"
)
_THEN = compiled(
    rf"最(?P<word>[{_MOST}{_LEAST}])的(?:[^,;。:、()0-9是为]{{0,6}})?(?:是|为)(?P<name>[^,;。:、()0-9]{{2,16}})[(,]?(?:占比|支出|[占为达])*(?P<a>{PRINTED})"
    rf"(?P<unit>%|万元|亿元|元|分|个|件|人)\)?[,;](?:其次|次之)(?:是|为)(?P<next>[^,;。:、()0-9]{{2,16}})[(,]?(?:占比|支出|[占为达])*(?P<b>{PRINTED})(?P=unit)(?=[),;。]|$)"
)


def led(ledger: Ledger) -> Iterator[Remark]:
    """最多的是乙镇：甲镇30万元、乙镇20万元; 最高的是甲（22%），其次是乙（27%）: the name before its list, or next."""
    for sentence in ledger.sentences:
        for m in _THEN.finditer(sentence.text) if "其次" in sentence.text or "次之" in sentence.text else ():
            more = decimal(m["a"]) - decimal(m["b"])
            if (more < 0) if m["word"] in _MOST else (more > 0):
                spans = (mark(sentence, m.start("name"), m.end("unit")), mark(sentence, *m.span("next")))
                fields = (("stated", m["name"]), ("label", "最" + m["word"]), ("expected", m["next"]))
                yield Remark("superlative", spans, fields)
        for m in _LED.finditer(sentence.text) if ":" in sentence.text and "最" in sentence.text else ():
            items = next((one for one in lists(sentence) if one[0].start >= m.end()), ())
            named = [i for i in items if i.name == m["name"]]
            best = _best(items, m["word"]) if len(named) == 1 and items[0].start - m.end() <= len(m["name"]) else None
            if best is not None and best.value != named[0].value and best.unit.endswith(_OF_LIST[m["of"]]):
                spans = (mark(sentence, *m.span("name")), mark(sentence, named[0].start, named[0].end))
                fields = (("stated", m["name"]), ("label", "最" + m["word"]), ("expected", best.name))
                yield Remark("superlative", spans, fields)


def _named(items: Sequence[Item], m: regex.Match[str]) -> tuple[list[Item], str]:
    """The items that a claim may name, by the whole name or else without 支出, 类, 费; and what it is of."""
    name, noun = _AMONG.sub("", m["name"]).removeprefix("以"), m["noun"] or ""
    first = m.start("name") < m.start("word")
    for i in items:
        if name == i.name or (name.startswith(i.name) and not noun):
            return [i for i in items if name.startswith(i.name)], noun or (name.removeprefix(i.name) if first else "")
    core = _KIND.sub("", name)
    return [i for i in items if core and core == _KIND.sub("", i.name)], noun


def _near(best: Item, other: Item) -> bool:
    """Whether 以…为主 may be said of a value beside a greater one."""
    return other.value * 2 > best.value


def _best(items: Sequence[Item], word: str) -> Item | None:
    """The one item with the greatest or least value, where the shares printed beside the values agree."""
    sign = 1 if word in _MOST else -1
    best = max(items, key=lambda i: sign * i.value)
    if sum(i.value == best.value for i in items) > 1:
        return None
    if any(i.share is None for i in items):
        return best
    by_share = max(items, key=lambda i: sign * (i.share or 0))
    return best if by_share == best and sum(i.share == best.share for i in items) == 1 else None


_OF_AMOUNTS = compiled(_AMOUNT)  # go with the amounts that are listed
_OF_UNIT = {
    "支出": ("元",),
    "面积": ("平方米", "亩", "公顷"),
    "得分": ("分",),
    "人数": ("人",),
    "户数": ("户",),
    "里程": ("公里",),
    "数量": ("家", "件", "辆", "项", "户"),
}
_LED_BY = compiled(r"(?:其中|的|各|,)+$")
_OF_FEWER = compiled(r"除|[中外内里]$|上年|去年|同期|新增|另")  # in a name
_SAYS_NOTHING = compiled(
    rf"{_WHOLE_LIST}|其中|[^,;。]*(?:最|居首|居末|居前)[^,;。]*|除[^,;。:、()0-9]{{2,22}}外|(?:从|由此|总体|整体)?(?:支出|收入)?(?:结构|占比|比重|金额|规模|数据|总体|整体)?(?:上|来)?(?:看|可见)|[,;。:]"
)
_WAYS = compiled(r"增加|增长|上升|减少|下降|降低")


def _of_the_list(sentence: Sentence, items: Sequence[Item], m: regex.Match[str], noun: str) -> bool:
    """Whether an extreme is of what the list lists: 增幅最高 is another one than that of the listed amounts."""
    first, last = items[0], items[-1]
    here = (last.sentence.block, last.sentence.start) == (sentence.block, sentence.start)
    between = sentence.text[last.end if here else 0 : m.start()]
    if len({w for i in items for w in _WAYS.findall(i.name)}) > 1:
        return False
    if m.start("name") > m.start("word"):
        clause = _CUT.split(between)[-1]
        between = between.removesuffix(clause)
        noun = _LED_BY.sub("", clause.removeprefix("其中")) or _of_the_claim_before(between)
    if _SAYS_NOTHING.sub("", between) or _OF_FEWER.search(_AMONG.sub("", m["name"])):
        return False
    before = first.sentence.text[: first.start]
    if not noun or _OF_AMOUNTS.fullmatch(noun):
        return True
    if first.unit.endswith(_OF_UNIT.get(noun[-2:], ("?",))) and noun[:-2] in before:  # 闲置面积, of what is 闲置
        return True
    return noun[-2:] in before


_CLAIM = compiled(
    rf"(?:^|[,;。:])(?P<noun>[^,;。:、()0-9]{{2,10}}?)(?:的)?(?:最[{_MOST}{_LEAST}]|位?居[首末前]位?)的[^,;。]*[,;]$"
)


def _of_the_claim_before(between: str) -> str:
    """增速居首的是甲，居末的是乙: what the claim right before one is of, which need not be said again."""
    m = _CLAIM.search(between)
    return str(m["noun"]) if m is not None else ""


def _list_before(ledger: Ledger, sentence: Sentence, at: int) -> Sequence[Item]:
    """The last list before a character of a sentence, in its paragraph or the one before."""
    here = sentence.block, sentence.start + at
    start = bisect_left(ledger.sentences, (sentence.document, here[0] - 1), key=lambda s: (s.document, s.block))
    near = takewhile(lambda s: (s.document, s.block) <= (sentence.document, here[0]), ledger.sentences[start:])
    found = [one for s in near for one in lists(s) if (s.block, s.start + one[-1].end) <= here]
    return found[-1] if found else ()


def orders(ledger: Ledger) -> Iterator[Remark]:
    """由高到低依次为甲镇92.1%、乙镇95.4%、丙镇79.3%: a list that is not in the order it claims."""
    for sentence in ledger.sentences:
        for items in lists(sentence) if _CLAIMED.search(sentence.text) else ():
            m = _ORDERED.search(sentence.text, 0, items[0].start)
            if m is None:
                continue
            falling = m["from"] in _MOST
            for one, other in pairwise([i for i in items if not i.name.startswith(_REST)]):
                if (one.value < other.value) if falling else (one.value > other.value):
                    spans = (mark(sentence, other.start, other.end), mark(sentence, one.start, one.end))
                    fields = (("stated", other.name), ("label", m.group().rstrip(":")), ("expected", one.name))
                    yield Remark("order", spans, fields)
                    break
