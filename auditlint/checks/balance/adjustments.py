"""What adjusted an amount: 由A调整为B, 其中增加…，压减…; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.parts import compatible
from auditlint.checks.relate import choose, maybe, relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.phrases import phrases
from auditlint.facts.words import way
from auditlint.model import Fact, Relation

_HEADS = ("level", "budget", "prior")
_NEAR = 16
_FACTORS = 200  # characters before an amount in which a heading may say which way it goes
_BECAUSE = compiled(r"因素|原因|其中|因[^此,;。]|调整如下|:")
_WHOLLY = compiled(r"因素|原因|因[^此,;。]|调整如下|^[^,;。]{0,4}:")
_NET = compiled(r"净[调增减]")
_MORE, _LESS = compiled(r"增加因素|增收因素|调增因素"), compiled(r"减少因素|减收因素|调减因素")
_IN = compiled(r"新增|增加|追加|调增|补助|下达|动用|结转|转入|转贷|调入|增收")
_OUT = compiled(r"压减|调减|减少|短收|收回|核减|压缩|减收|调出|缩减|下降")


def adjustments(ledger: Ledger) -> Iterator[Relation]:
    """Adjusted amounts against what they were and what was added or cut."""
    led = phrases(ledger.rulebook.lexicon).led_here
    for sentence in ledger.sentences:
        for first, then in pairwise(ledger.facts_of(sentence)):
            pair = first.measure in _HEADS and then.measure in ("level", "budget") and compatible(first, then)
            if pair and led.search(ledger.before(then, 8)):
                yield from _moved(ledger, sentence, first, then)


def _moved(ledger: Ledger, sentence: Sentence, first: Fact, then: Fact) -> Iterator[Relation]:
    """由A调整为B，其中增加C，压减D: B is A + C − D, and what is called net is C − D."""
    later = ledger.paragraph(sentence, before=0, behind=3)
    after = [f for s in later for f in ledger.facts_of(s) if f.id > then.id]
    moved: list[Fact] = []
    net: list[Fact] = []
    for f in after:
        if f.measure not in ("level", "change") or not compatible(f, then):
            if f.measure in _HEADS or moved:
                break
            continue
        whole = f.measure == "change" and not moved and not _BECAUSE.search(_between(ledger, then, f))
        (net if whole or _NET.search(ledger.before(f, _NEAR)) else moved).append(f)
    signs = [f.direction if f.measure == "change" else _sign(ledger, f) for f in moved]
    if len(moved) < 2 or not all(signs):
        return
    told = bool(net) or _WHOLLY.search(_between(ledger, then, moved[0])) is not None  # 其中增加…: not all of it
    yield from maybe(_sum(then, first, moved, signs, sure=int(told)))
    for f in net:
        if f.direction:
            terms = [("plus" if s == f.direction else "minus", m) for s, m in zip(signs, moved, strict=True)]
            equation = Sum(tuple(s * f.direction for s in signs))
            yield from maybe(choose([relate("balance", equation, (("stated", f), *terms), firm=False)]))


def _sum(stated: Fact, first: Fact, moved: Sequence[Fact], signs: Sequence[int], *, sure: int) -> Relation | None:
    terms = [("plus" if s > 0 else "minus", f) for s, f in zip(signs, moved, strict=True)]
    every = (("stated", stated), ("plus", first), *terms)
    return choose([relate("balance", Sum((1, *signs)), every, firm=False)], sure)


def _between(ledger: Ledger, one: Fact, other: Fact) -> str:
    return ledger.between(one, other).replace("：", ":")


def _sign(ledger: Ledger, fact: Fact) -> int:
    """Whether an amount was added or cut: by the last such word in its clause, else by the heading of its factors."""
    words = ledger.before(fact, _NEAR).replace("，", ",").rpartition(",")[2]
    return way(words, _IN, _OUT) or way(ledger.before(fact, _FACTORS), _MORE, _LESS)
