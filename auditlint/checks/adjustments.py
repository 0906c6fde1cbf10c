"""What adjusted an amount: 由A调整为B, 其中增加…，压减…; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.flows import way
from auditlint.checks.parts import compatible
from auditlint.checks.relate import choose, relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation

_HEADS = ("level", "budget", "prior")
_NEAR = 16
_FACTORS = 200  # characters before an amount in which a heading may say which way it goes
_ADJUSTED = compiled(r"调整(?:后|预算)[^,;。:]{0,8}$")
_LED = compiled(r"(?:调整|调增|调减|增加|减少|提高|下降|压减|增|减|降|升)(?:到|至|为)$")
_BECAUSE = compiled(r"因素|原因|其中|因[^此,;。]|调整如下|:")
_WHOLLY = compiled(r"因素|原因|因[^此,;。]|调整如下|^[^,;。]{0,4}:")
_NET = compiled(r"净[调增减]")
_MORE, _LESS = compiled(r"增加因素|增收因素|调增因素"), compiled(r"减少因素|减收因素|调减因素")
_IN = compiled(r"新增|增加|追加|调增|补助|下达|动用|结转|转入|转贷|调入|增收")
_OUT = compiled(r"压减|调减|减少|短收|收回|核减|压缩|减收|调出|缩减|下降")


def adjustments(ledger: Ledger) -> Iterator[Relation]:
    """Adjusted amounts against what they were and what was added or cut."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for k, fact in enumerate(facts):
            if fact.measure in ("level", "budget") and _ADJUSTED.search(ledger.before(fact, _NEAR)):
                yield from _only(_composed(ledger, facts[:k], fact))
        for first, then in pairwise(facts):
            pair = first.measure in _HEADS and then.measure == "level" and compatible(first, then)
            if pair and _LED.search(ledger.before(then, 8)):
                yield from _moved(ledger, sentence, first, then)


def _composed(ledger: Ledger, before: Sequence[Fact], stated: Fact) -> Relation | None:
    """年初预算A，追加B，调整预算A + B."""
    own = [f for f in before if f.measure in ("level", "budget") and f.item == stated.item and compatible(f, stated)]
    own = [f for f in own if f.depth == stated.depth]
    if len(own) < 2 or own[0].measure != "budget":
        return None
    signs = [_sign(ledger, f) for f in own[1:]]
    return _sum(stated, own[0], own[1:], signs) if all(signs) else None


def _moved(ledger: Ledger, sentence: Sentence, first: Fact, then: Fact) -> Iterator[Relation]:
    """由A调整为B，其中增加C，压减D: B is A + C − D, and what is called net is C − D."""
    later = [s for s in ledger.sentences[sentence.id : sentence.id + 4] if s.block == sentence.block]
    after = [f for s in later for f in ledger.facts_of(s) if s.document == sentence.document and f.id > then.id]
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
    yield from _only(_sum(then, first, moved, signs, sure=int(told)))
    for f in net:
        if f.direction:
            terms = [("plus" if s == f.direction else "minus", m) for s, m in zip(signs, moved, strict=True)]
            equation = Sum(tuple(s * f.direction for s in signs))
            yield from _only(choose([relate("balance", equation, (("stated", f), *terms), firm=False)]))


def _sum(stated: Fact, first: Fact, moved: Sequence[Fact], signs: Sequence[int], *, sure: int = 1) -> Relation | None:
    terms = [("plus" if s > 0 else "minus", f) for s, f in zip(signs, moved, strict=True)]
    every = (("stated", stated), ("plus", first), *terms)
    return choose([relate("balance", Sum((1, *signs)), every, firm=False)], sure)


def _between(ledger: Ledger, one: Fact, other: Fact) -> str:
    text = ledger.documents[one.document].blocks[one.figure.span.block].text
    return text[one.figure.span.end : other.figure.span.start].replace("：", ":")


def _sign(ledger: Ledger, fact: Fact) -> int:
    """Whether an amount was added or cut: by the last such word in its clause, else by the heading of its factors."""
    words = ledger.before(fact, _NEAR).replace("，", ",").rpartition(",")[2]
    return way(words, _IN, _OUT) or way(ledger.before(fact, _FACTORS), _MORE, _LESS)


def _only(relation: Relation | None) -> Iterator[Relation]:
    if relation is not None:
        yield relation
