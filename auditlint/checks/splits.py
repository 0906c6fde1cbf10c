"""Amounts that two levels bear by a printed ratio: 省与县按6:4比例分担; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditlint.checks.formula import judged
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Relation

_LEVEL = r"[级本]?(?:财政)?"
_RATIO = compiled(
    rf"(?P<one>中央|省|市)(?:{_LEVEL})(?:与|和|、)(?P<other>地方|省|自治区|市县|县区|区县|市|县|区)(?:{_LEVEL})(?:之间|财政|资金|均)*"
    r"按照?(?P<a>[1-9][0-9]?)[:∶比](?P<b>[1-9][0-9]?)的?比例(?:分担|负担|承担|配套|筹集|安排)?[,:](?:即|其中)?:?$"
)
_BORNE = compiled(
    rf"^[,、;和]?(?P<who>中央|地方|自治区|市县|县区|区县|省|市|县|区){_LEVEL}(?:应?(?:承担|负担|分担|配套|安排|补助|出资))?$"
)
_OTHERWISE = compiled(
    r"除|另|其余|上年|历年|往年|先行|部分|取整|抹零|追加|清算|结算|结转|已|未|实际|原则上|不足|差额|奖补"
)


def splits(ledger: Ledger) -> Iterator[Relation]:
    """The relation of two amounts right behind the ratio in which both levels bear them."""
    for sentence in ledger.sentences:
        if "比例" not in sentence.text or _OTHERWISE.search(sentence.text):
            continue
        for first, second in pairwise(ledger.facts_of(sentence)):
            if not all(f.figure.unit.dimension == "money" and f.measure == "level" for f in (first, second)):
                continue
            behind = _BORNE.match(sentence.between(first, second).replace(" ", ""))
            before = sentence.before(first).replace(" ", "")
            own = _FIRST.search(before)
            m = _RATIO.search(before, 0, own.start()) if own is not None else None
            if m is None or own is None or behind is None:
                continue
            if (own["who"], behind["who"]) == (m["one"], m["other"]):
                from auditlint.formula_texts import parse  # needs Python's parser, which few reports ask for

                made = judged(parse(f"second = first * {m['b']} / {m['a']}"), {"first": [first], "second": [second]})
                if made is not None:
                    yield made


_THREE = compiled(
    r"(?P<one>中央|省|市)(?:级)?、(?P<two>省|市|县)(?:级)?(?:、|和|与)(?P<three>市县|县区|区县|县|区|乡镇|镇)(?:级)?(?:财政|资金)*"
    r"按照?(?P<a>[1-9])[:∶比](?P<b>[1-9])[:∶比](?P<c>[1-9])的?(?:比例)?(?:共同)?(?:分担|负担|承担|配套)[,:](?:即|其中)?:?$"
)


def splits_of_three(ledger: Ledger) -> Iterator[Relation]:
    """由中央、省、县财政按5:3:2分担，即中央a万元、省级b万元、县级c万元: the later two by the first."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for first, second, third in zip(facts, facts[1:], facts[2:], strict=False):
            three = (first, second, third)
            if not all(f.figure.unit.dimension == "money" and f.measure == "level" for f in three):
                continue
            before = sentence.before(first).replace(" ", "")
            own = _FIRST_NAMED.search(before)
            m = _THREE.search(before, 0, own.start()) if own is not None else None
            behind = [_NEXT_NAMED.match(sentence.between(x, y).replace(" ", "")) for x, y in pairwise(three)]
            if m is None or own is None or _OTHERWISE.search(sentence.text):
                continue
            named = [own["who"], *(b["who"] for b in behind if b is not None)]
            if named != [m["one"], m["two"], m["three"]]:
                continue
            from auditlint.formula_texts import parse  # needs Python's parser, which few reports ask for

            for k, (stated, other) in enumerate(((second, first), (third, first))):
                text = f"second = first * {m['bc'[k]]} / {m['a']}"
                made = judged(parse(text), {"first": [other], "second": [stated]})
                if made is not None:
                    yield made


_FIRST_NAMED = compiled(rf"(?P<who>中央|省|市){_LEVEL}(?:资金)?(?:应?(?:承担|负担|分担|配套|安排))?$")
_NEXT_NAMED = compiled(
    rf"^[,、;和]?(?P<who>市县|县区|区县|乡镇|省|市|县|区|镇){_LEVEL}(?:资金)?(?:应?(?:承担|负担|分担|配套|安排))?$"
)
_FIRST = compiled(rf"(?P<who>中央|省|市){_LEVEL}(?:应?(?:承担|负担|分担|配套|安排|补助|出资))?$")
