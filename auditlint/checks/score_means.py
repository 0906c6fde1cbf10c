"""An average of points against the points that a sentence lists before it; part of the check `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.relate import relate
from auditlint.equations import Mean
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation

_MEAN = compiled(r"(?:^|[,;:、。])[^,;:、。0-9]{0,8}平均(?:得分|分数|分值|评分|成绩|分)?(?:为|是|达|:)*$")
_ITEM = compiled(r"[、,;和及与]?(?P<name>[^、,;:。()0-9]{2,16})$")
_NAMED = compiled(r"(?:得分|评分|分别|为|是|得)+$")
_NO_ITEM = compiled(
    r"产出|效益|过程|决策|满意度|投入|指标|平均|满分|目标|标准|最[高低]|上年|去年|加分|扣分|总|合计|基准|权重|分值|高于|低于|比|较|差"
)
_WEIGHTED = compiled(r"加权|权重|去掉|剔除|除去|等|部分|主要|其中|中位|抽取")
_FEWEST = 2
_UNIT = ("个", "家", "所", "名", "项", "位", "组", "类")


def means(ledger: Ledger) -> Iterator[Relation]:
    """得分分别为甲92.5分、乙88.5分、丙90.4分，平均90.5分."""
    for sentence in ledger.sentences:
        if "平均" not in sentence.text:
            continue
        facts = ledger.facts_of(sentence)
        for i, fact in enumerate(facts):
            if fact.figure.unit.dimension == "score" and _MEAN.search(_between(sentence, facts, i)):
                items = _items(sentence, facts, i)
                if len(items) >= _FEWEST and _all(sentence, facts, items, fact):
                    made = relate("score", Mean(), (("stated", fact), *(("part", f) for f in items)), firm=True)
                    if made is not None:
                        yield made


def _between(sentence: Sentence, facts: Sequence[Fact], i: int) -> str:
    """The words between a figure and the one before it."""
    start = facts[i - 1].figure.span.end - sentence.start if i else 0
    return sentence.text[start : facts[i].figure.span.start - sentence.start].replace(" ", "")


def _items(sentence: Sentence, facts: Sequence[Fact], i: int) -> list[Fact]:
    """The run of names with points that ends right before an average."""
    found: list[Fact] = []
    names = set[str]()
    for k in range(i - 1, -1, -1):
        words = _between(sentence, facts, k)
        m = _ITEM.search(words)
        name = _NAMED.sub("", m["name"]) if m is not None else ""
        if facts[k].figure.unit.dimension != "score" or not name or name in names or _NO_ITEM.search(name):
            break
        found.append(facts[k])
        names.add(name)
        if m is None or m.start() > 0:  # what opens the list stands before its first name
            break
    return found[::-1]


def _all(sentence: Sentence, facts: Sequence[Fact], items: Sequence[Fact], mean: Fact) -> bool:
    """Whether the points listed are all that an average is of."""
    start = facts.index(items[0])
    counts = [f for f in facts[:start] if f.figure.unit.name in _UNIT]
    if any(f.figure.value != len(items) for f in counts[-1:]):
        return False
    values = [f.figure.value for f in items]
    if min(values) * 2 < max(values):  # points of one thing under several heads, each out of another full score
        return False
    opened = items[0].figure.span.start - sentence.start
    return not _WEIGHTED.search(sentence.text[max(opened - _LEAD, 0) : mean.figure.span.start - sentence.start])


_LEAD = 40  # characters before a list that may say that it is none of all, or weighted
