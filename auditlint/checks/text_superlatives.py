"""The highest and the lowest of listed values against the name that is given for it: findings of the check `text`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from auditlint.checks.text_figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark
from auditlint.records import dataclass

_UNITS = r"%|万元|亿元|元|分|个|人次|人|件|次|辆|天|批次|项|户|家"
_ITEM = compiled(
    rf"(?<=[,;。:、和及看为是])(?P<name>[^,;。:、()0-9为是]{{2,20}}?|20[0-9]{{2}}年度?)(?:为)?(?:\([^()0-9]{{0,4}})?(?P<number>(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?)(?P<unit>{_UNITS})\)?(?=[,;。、和及])"
)
_CUT = compiled(r"[,;。:、]")
_GAP = 1  # characters between the items of a list
_MOST, _LEAST = "高多大快好长", "低少小慢差短"
_SAID = compiled(
    rf"最(?P<word>[{_MOST}{_LEAST}])的(?P<noun>[^,;。:、()0-9]{{0,8}}?(?:是|为))?(?P<name>[^,;。:、()0-9]{{2,20}})"
)
_NAMED_FIRST = compiled(
    rf"(?:^|(?<=[,;。:是]))(?:其中)?[:]?(?P<name>[^,;。:、()0-9最]{{2,16}}?)(?P<noun>执行率|进度|(?:所)?占比(?:重|例)?|得分|完成率|比重|支出|金额)?最(?P<word>[{_MOST}{_LEAST}])(?=[,;。(])"
    rf"|(?<=[,;])以(?P<name>[^,;。:、()0-9最]{{2,16}}?|20[0-9]{{2}}年)(?P<noun>金额|占比|比重)?(?:为)?最(?P<word>[{_MOST}{_LEAST}])(?=[,;。(])"
)
_ORDERED = compiled(
    r"(?:从|由|自)(?P<from>高|大|多|快|低|小|少|慢)(?:到|至)[高大多快低小少慢](?:依次|分别|排序|排列|排名)*(?:为|是)?[:]?$"
)
_CLAIMED = compiled(r"[到至][高大多快低小少慢]")  # what every claim of an order has
_BY_SHARE = "快慢"  # faster is more only where shares of a task are listed
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Item:
    """A listed name with its value; [start, end) are its characters of the sentence."""

    name: str
    value: Decimal
    unit: str
    sentence: Sentence
    start: int
    end: int


def superlatives(ledger: Ledger) -> Iterator[Remark]:
    """甲镇92.1%、乙镇88.7%、丙镇79.3%，进度最慢的是乙镇: the name is not that of the least value listed."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        if "最" not in sentence.text:
            continue
        for m in (*_SAID.finditer(sentence.text), *_NAMED_FIRST.finditer(sentence.text)):
            items = _list_before(ledger, sentence, m.start())
            named = [i for i in items if m["name"] == i.name or (not m["noun"] and m["name"].startswith(i.name))]
            if len(named) != 1 or (m["word"] in _BY_SHARE and items[0].unit != "%"):
                continue
            if not _of_the_list(sentence.text[: m.start("word") - 1], items[0], m["name"]):
                continue
            values = sorted(i.value for i in items)
            best = values[-1] if m["word"] in _MOST else values[0]
            right = [i for i in items if i.value == best]
            if named[0].value != best and len(right) == 1:
                spans = (mark(sentence, *m.span("name")), mark(named[0].sentence, named[0].start, named[0].end))
                fields = (("stated", named[0].name), ("label", "最" + m["word"]), ("expected", right[0].name))
                yield Remark("superlative", spans, fields)


_OF_AMOUNTS = ("占比", "所占比重", "所占比例", "比重", "金额")  # go with the amounts that are listed
_LED_BY = compiled(r"(?:其中|的|各|,)+$")


def _of_the_list(before: str, first: _Item, name: str) -> bool:
    """Whether an extreme is of what the list lists: 增幅最高 is another one than that of the listed amounts."""
    what = _LED_BY.sub("", _CUT.split(before)[-1].removeprefix("其中").removeprefix("以").removeprefix(name))
    return not what or what in _OF_AMOUNTS or what[-2:] in first.sentence.text[: first.start]


def _list_before(ledger: Ledger, sentence: Sentence, at: int) -> Sequence[_Item]:
    """The last list before a character of a sentence, in its paragraph or the one before."""
    here = sentence.block, sentence.start + at
    start = bisect_left(ledger.sentences, (sentence.document, here[0] - 1), key=lambda s: (s.document, s.block))
    near = takewhile(lambda s: (s.document, s.block) <= (sentence.document, here[0]), ledger.sentences[start:])
    lists = [one for s in near for one in _lists(s) if (s.block, s.start + one[-1].end) <= here]
    return lists[-1] if lists else ()


def orders(ledger: Ledger) -> Iterator[Remark]:
    """由高到低依次为甲镇92.1%、乙镇95.4%、丙镇79.3%: a list that is not in the order it claims."""
    for sentence in ledger.sentences:
        for items in _lists(sentence) if _CLAIMED.search(sentence.text) else ():
            m = _ORDERED.search(sentence.text, 0, items[0].start)
            if m is None:
                continue
            falling = m["from"] in _MOST
            for one, other in pairwise(items):
                if (one.value < other.value) if falling else (one.value > other.value):
                    spans = (mark(sentence, other.start, other.end), mark(sentence, one.start, one.end))
                    fields = (("stated", other.name), ("label", m.group().rstrip(":")), ("expected", one.name))
                    yield Remark("order", spans, fields)
                    break


def _lists(sentence: Sentence) -> Iterator[Sequence[_Item]]:
    """The runs of three or more names with values of one unit."""
    run: list[_Item] = []
    for m in _ITEM.finditer("。" + sentence.text):
        start, end = m.start("name") - 1, m.end() - 1
        item = _Item(m["name"], Decimal(m["number"].replace(",", "")), m["unit"], sentence, start, end)
        if run and (start - run[-1].end > _GAP or run[-1].unit != item.unit):
            if len(run) >= _FEW:
                yield run
            run = []
        run.append(item)
    if len(run) >= _FEW:
        yield run
