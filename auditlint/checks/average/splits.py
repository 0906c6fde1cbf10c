"""Amounts that levels of government bear by a printed ratio: 省与县按6:4比例分担; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from auditlint.checks.formula import judged
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Relation
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


@cache
def _formula(part: str, first: str) -> Formula:
    from auditlint.formula_texts import parse  # needs Python's parser, which few reports ask for

    return parse(f"stated = first * {part} / {first}")
