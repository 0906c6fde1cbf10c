"""A net change against factors for and against it: 减收因素：甲减少a；增收因素：乙增加b; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, slipped, swapped
from auditlint.checks.sum.nets import made_of
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.records import replace

_FACTORS = compiled(r"(?P<way>[增减])(?:收|支|少|加|利)?(?:的|性)?因素[^,;。:0-9]{0,8}[:,]")
_NET = compiled(r"净(?:增加|减少|增|减|增长|下降)(?:了|额)?(?:为)?$")
_SOME = compiled(r"主要|等|其中|部分|约|包括|另|此外|零星|其他")
_NEW = compiled(r"新增|追加|增列|增拨")
_COUNTED = compiled(r"[一二两三四五六][个项]")
_OFFSET = compiled(r"[相互]抵|抵消|品迭|即为净|轧差")
_TELLING = 4  # digits of a figure whose slip tells
_WAYS = {"增": 1, "减": -1}


def factors(ledger: Ledger) -> Iterator[Relation]:
    """The net change of a sentence with the changes of the next one, which lists factors of both ways."""
    for before, sentence in zip(ledger.sentences, ledger.sentences[1:], strict=False):
        if "因素" not in sentence.text or not before.beside(sentence):
            continue
        heads = list(_FACTORS.finditer(sentence.text))
        nets = [f for f in ledger.facts_of(before) if f.measure == "change" and f.direction and _net(before, f)]
        if len(nets) != 1 or {m["way"] for m in heads} != set(_WAYS) or _SOME.search(sentence.text):
            continue
        parts = _moved(ledger, sentence, nets[0], [(m.end(), _WAYS[m["way"]]) for m in heads])
        for made in maybe(made_of(nets[0], parts)) if len(parts) > 1 else ():
            whole = all(_COUNTED.search(m.group()) for m in heads) or _offset(ledger, sentence)
            if made.verdict != "broken" or (whole and slipped(made, _TELLING)) or swapped(made, _TELLING):
                yield replace(made, firm=True)


def _offset(ledger: Ledger, sentence: Sentence) -> bool:
    """Whether words behind factors say that they come to the net change."""
    return any(_OFFSET.search(s.text) for s in ledger.paragraph(sentence, before=0, behind=1))


def _net(sentence: Sentence, fact: Fact) -> bool:
    """Whether a change is called a net one."""
    return _NET.search(sentence.before(fact).replace(" ", "")) is not None and fact.figure.unit.dimension == "money"


def _moved(ledger: Ledger, sentence: Sentence, net: Fact, heads: list[tuple[int, int]]) -> list[Fact]:
    """The changes behind factors, where each goes the way that its factors say; [] where there are others."""
    found: list[Fact] = []
    for fact in ledger.facts_of(sentence):
        if fact.figure.unit.dimension == "percent":
            continue
        way = next((w for at, w in reversed(heads) if sentence.start + at <= fact.figure.span.start), 0)
        new = fact.measure == "level" and way > 0 and _NEW.search(ledger.before(fact, 10)) is not None
        moved = replace(fact, measure="change", direction=1) if new else fact
        if not compatible(moved, net) or moved.measure != "change" or moved.direction != way or fact.depth:
            return []
        found.append(moved)
    return found
