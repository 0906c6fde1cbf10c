"""Targets that are said to be met or missed, against the figures beside them: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text_figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark

_LEAST = ("≥", ">", "不低于", "不少于", "不小于", "大于等于")
_BOUND = r"(?P<bound>≥|≤|>|<|不低于|不少于|不小于|大于等于|不高于|不超过|不大于|不多于|小于等于)"
_TARGET = compiled(
    rf"(?:目标|指标|计划)值?[^,;。:0-9]{{0,8}}?[:]?{_BOUND}\s*(?P<target>[0-9.]+)(?P<unit>%|[一-鿿]{{1,3}}?)"
    r"[,、][^;。]{0,80}?(?:实际[^,;。0-9]{0,10}?|[率度](?:为|达到?|是))[:]?(?P<actual>[0-9.]+)(?P=unit)[,]"
    r"(?:已|均|均已|全部|总体|未|没有|尚未)*(?:完成|达到|达成|实现|达标)(?:了)?(?:年初|年度|预期|既定|设定|绩效)*(?:目标|指标|任务)*值?(?=[,;。])"
)
_MISSED = compiled(r",(?:均|均已|全部|总体)*(?:未|没有|尚未)[^,]*$")


def targets(ledger: Ledger) -> Iterator[Remark]:
    """目标值≥90%，实际值85.6%，完成: a target said to be met, or missed, where the figures say otherwise."""
    for sentence in ledger.sentences:
        for m in _TARGET.finditer(sentence.text):
            target, actual = Decimal(m["target"].strip(".")), Decimal(m["actual"].strip("."))
            met = actual >= target if m["bound"] in _LEAST else actual <= target
            claim = m.group().rpartition(",")[2]
            if met == (_MISSED.search(m.group()) is not None) and target != actual:
                spans = (mark(sentence, m.end() - len(claim), m.end()), mark(sentence, *m.span("actual")))
                fields = (
                    ("stated", claim),
                    ("change", m["actual"] + m["unit"]),
                    ("expected", m["bound"] + m["target"]),
                )
                yield Remark("target", spans, fields)


_OVER = ("超过", "超出", "突破", "高于", "超", "逾")
_UNDER = ("不足", "低于", "少于", "不到", "未达到", "未达", "近")
_WORDS = compiled(rf"[,](?P<word>{'|'.join(sorted((*_OVER, *_UNDER), key=len, reverse=True))})$")
_OF_A_GOAL = compiled(
    r"的?(?:年度|年初|全年|预期|绩效|既定|计划|工作|总体)*(?:目标|任务|指标|计划)(?:值|数|任务)?(?=[,;。的])"
)
_END = compiled(r"[,;。)]|$")
_FAR = Decimal("0.25")  # how far a round number may be from the figure it describes


def thresholds(ledger: Ledger) -> Iterator[Remark]:
    """36.8万人次，超过40万人次的年度目标; 1187万元，近1100万元: a figure on the other side of the one it is held to."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i in range(1, len(facts)):
            value, bound = facts[i - 1], facts[i]
            m = _between(sentence, value, bound)
            if m is None or value.figure.unit.dimension != bound.figure.unit.dimension or value.measure != "level":
                continue
            if value.figure.unit.dimension == "count" and value.figure.unit.name[-1:] != bound.figure.unit.name[-1:]:
                continue
            have, want = value.figure.amount, bound.figure.amount
            if (have < want) if m in _OVER else (have > want):
                fields = (("stated", m + bound.figure.text), ("change", value.figure.text))
                yield Remark("threshold", (place(bound), place(value)), fields)


def _between(sentence: Sentence, value: Fact, bound: Fact) -> str | None:
    """The word between a figure and the one right behind it that it is held to: a goal, or a round number near it."""
    start, end = value.figure.span.end - sentence.start, bound.figure.span.start - sentence.start
    m = _WORDS.fullmatch(sentence.text, start, end)
    if m is None or value.depth != bound.depth:
        return None
    after = bound.figure.span.end - sentence.start
    if _OF_A_GOAL.match(sentence.text, after):
        return m["word"] if m["word"] != "近" else None
    have, want = value.figure.amount, bound.figure.amount
    near = want and abs(have - want) <= _FAR * want
    return str(m["word"]) if near and _END.match(sentence.text, after) else None
