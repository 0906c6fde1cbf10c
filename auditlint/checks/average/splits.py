"""Amounts that levels of government bear by a printed ratio: 省与县按6:4比例分担; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from auditlint.checks.formula import judged
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.formulas import Formula

_NAME = r"中央|地方|自治区|市县|县区|区县|乡镇|省|市|县|区|镇"
_LEVEL = r"[级本]?(?:财政)?"
_BEARS = r"(?:资金)?(?:应?(?:承担|负担|分担|配套|安排|补助|出资))?"
_NAMES, _PARTS = compiled(_NAME), compiled(r"[:∶比]")
_RATIO = compiled(
    rf"(?P<levels>(?:{_NAME}){_LEVEL}(?:[、与和](?:{_NAME}){_LEVEL}){{1,2}})(?:之间|财政|资金|均)*"
    r"按照?(?P<ratio>[1-9][0-9]?(?:[:∶比][1-9][0-9]?){1,2})的?(?:比例)?(?:共同)?(?:(?<=比例)|分担|负担|承担|配套|筹集|安排)[,:](?:即|其中)?:?$"
)
_FIRST = compiled(rf"(?P<who>{_NAME}){_LEVEL}{_BEARS}$")
_NEXT = compiled(rf"[,、;和]?(?P<who>{_NAME}){_LEVEL}{_BEARS}")
_OTHERWISE = compiled(
    r"除|另|其余|上年|历年|往年|先行|部分|取整|抹零|追加|清算|结算|结转|已|未|实际|原则上|不足|差额|奖补"
)


def splits(ledger: Ledger) -> Iterator[Relation]:
    """由中央、省、县按5:3:2分担，即中央a万元、省级b万元、县级c万元: the later amounts by the first."""
    for sentence in ledger.sentences:
        if "按" not in sentence.text or _OTHERWISE.search(sentence.text):
            continue
        facts = ledger.facts_of(sentence)
        for k, first in enumerate(facts):
            before = sentence.before(first).replace(" ", "")
            own = _FIRST.search(before)
            m = _RATIO.search(before, 0, own.start()) if own is not None else None
            if m is None or own is None:
                yield from _in_turn(sentence, facts[k:], before)
                continue
            levels, ratio = _NAMES.findall(m["levels"]), _PARTS.split(m["ratio"])
            borne = facts[k : k + len(ratio)]
            behind = [_NEXT.fullmatch(sentence.between(a, b).replace(" ", "")) for a, b in pairwise(borne)]
            named = [own["who"], *(b["who"] for b in behind if b is not None)]
            money = all(f.figure.unit.dimension == "money" and f.measure == "level" for f in borne)
            if not money or named != levels or len(levels) != len(ratio):
                continue
            for stated, part in zip(borne[1:], ratio[1:], strict=True):
                made = judged(_formula(part, ratio[0]), {"first": [first], "stated": [stated]})
                if made is not None:
                    yield made


_TURN = compiled(
    rf"按照?[^,;。:0-9]{{0,8}}(?P<ratio>[1-9][0-9]?(?:[:∶比][1-9][0-9]?){{1,3}})的?(?:分担|负担|承担|配套)?(?:比例)?(?:分担|负担|承担|配套)?"
    rf"[,:](?:即|其中)?(?:分别{_BEARS}|[^,;。:0-9]{{0,6}}(?:{_NAME}){_LEVEL}{_BEARS})$"
)
_THEN = compiled(rf"[,、;和]+(?:(?:{_NAME}|村){_LEVEL}{_BEARS})?")


def _in_turn(sentence: Sentence, facts: Sequence[Fact], before: str) -> Iterator[Relation]:
    """按照6:1:3的分担比例，省级补助a万元，市级补助b万元，区级承担c万元: in the order of the ratio.

    Where none of them is as the ratio has it, it is one of something else.
    """
    m = _TURN.search(before)
    ratio = _PARTS.split(m["ratio"]) if m is not None else []
    borne = facts[: len(ratio)]
    money = all(f.figure.unit.dimension == "money" and f.measure == "level" for f in borne)
    beside = (_THEN.fullmatch(sentence.between(a, b).replace(" ", "")) for a, b in pairwise(borne))
    if len(borne) < _LEAST or not money or not all(beside):
        return
    pairs = [(j, k) for j in range(len(borne)) for k in range(j + 1, len(borne))]
    found = [judged(_formula(ratio[k], ratio[j]), {"first": [borne[j]], "stated": [borne[k]]}) for j, k in pairs]
    made = [one for one in found if one is not None]
    if any(one.verdict == "holds" for one in made):
        yield from made


_LEAST = 3  # levels that bear an amount where a slip in one is to be known


@cache
def _formula(part: str, first: str) -> Formula:
    from auditlint.formula_texts import parse  # needs Python's parser, which few reports ask for

    return parse(f"stated = first * {part} / {first}")
