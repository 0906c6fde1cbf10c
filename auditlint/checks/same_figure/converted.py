"""Two amounts that their sentence says to be the same: 836000元，折合83.60万元; A万元，与支出B万元相等.

Part of the check `same-figure`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.relate import corroborated, maybe, relate
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_AS = compiled(r"[,，(（](?:折合|折算为?|换算为)(?:人民币)?约?$|[(（]约合$")
_AS_BESIDE = compiled(r"[,(](?:折为?|合)(?:人民币)?$")  # 836000元（折83.60万元）: right behind it
_WITH = compiled(r"[,(]?(?:与|和|同)(?:20[0-9]{2}年度?(?=[年初末底决预的]))?[^,;。:0-9]{2,16}")
_SAME = compiled(r"[)]?(?:完全|保持)?(?:相等|一致|相同|相符|吻合)")
_BACK = 8  # figures before two among which another one may be the one that is meant
_VAGUE = compiled(
    r"(?:超过|突破|近|约|不足|余|每[^,;。0-9]{0,3}|每[人户名生亩件辆床][^,;。0-9]{0,10}|均[^,;。0-9]{0,4}|标准|单价)$"
)  # no amount that is said again
_IN_BRACKET = compiled(r"\s*[(（](?:即|合|折合|约合)?\s*")
_THAT_IS = compiled(r",(?:即|约合?|也就是|合)(?:人民币)?约?")
_OF_ELSE = compiled(r"\s?(?:美|欧|港|日|英|/|每)")  # of another currency, or for a unit of something


def converted(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every amount that is said again in another unit, or said to be the same as the one before it."""
    for sentence in ledger.sentences:
        amounts = [f for f in ledger.facts_of(sentence) if f.figure.unit.dimension == "money"]
        for k, other in enumerate(amounts):
            one = _said_before(ledger, amounts[:k], other)
            if one is not None:
                yield from maybe(relate("same-figure", Equal(), (("stated", other), ("other", one)), firm=True))
        for one, other in pairwise(ledger.facts_of(sentence)):
            if _in_two_units(ledger, sentence, one, other):
                made = relate("same-figure", Equal(), (("stated", other), ("other", one)), firm=True)
                if made is not None and (made.verdict != "broken" or corroborated(made)):
                    yield made
                continue
            if one.figure.unit.dimension != "money" or other.figure.unit.dimension != "money":
                continue
            between = sentence.between(one, other)
            if _equal(one, other, normalize(between).replace(" ", ""), normalize(ledger.after(other, 8))):
                near = ledger.facts[max(one.id - _BACK, 0) : one.id]
                if one.figure.amount == other.figure.amount or all(
                    f.figure.amount != other.figure.amount for f in near
                ):
                    made = relate("same-figure", Equal(), (("stated", other), ("other", one)), firm=True)
                    if made is not None and (_of_one_size(one, other) or corroborated(made)):
                        yield made


def _of_one_size(one: Fact, other: Fact) -> bool:
    """每场节约100元，与执行数336万元吻合: whether amounts in two units may be one amount."""
    least, most = sorted((one.figure.amount, other.figure.amount))
    return one.figure.unit == other.figure.unit or most <= 2 * least


def _in_two_units(ledger: Ledger, sentence: Sentence, one: Fact, other: Fact) -> bool:
    """10.24亿元（102,400万元）; 312600元，即31.26万元: whether an amount stands right behind itself in another unit."""
    money = one.figure.unit.dimension == other.figure.unit.dimension == "money"
    if not money or not one.measure == other.measure == "level" or other.label:
        return False
    if one.figure.unit == other.figure.unit and "即" not in sentence.between(one, other):
        return False
    words, after = sentence.between(one, other), normalize(ledger.after(other, 1))
    if other.depth == one.depth + 1:
        alone = _IN_BRACKET.fullmatch(words) is not None and after == ")"
    else:
        alone = _THAT_IS.fullmatch(normalize(words).replace(" ", "")) is not None and after in ("", ",", ";", "。", ")")
    return alone and not _VAGUE.search(normalize(ledger.before(one, 10)))


def _said_before(ledger: Ledger, before: Sequence[Fact], other: Fact) -> Fact | None:
    """The amount that an amount says again in another unit of the same currency: the nearest exact one."""
    near = before[-1:] if _AS_BESIDE.fullmatch(_between(ledger, before, other)) else []
    if not (near or _AS.search(ledger.before(other, 10))) or _OF_ELSE.match(normalize(ledger.after(other, 8))):
        return None
    exact = [f for f in near or before if not _VAGUE.search(normalize(ledger.before(f, 10)))]
    return exact[-1] if exact and exact[-1].figure.unit != other.figure.unit else None


def _between(ledger: Ledger, before: Sequence[Fact], other: Fact) -> str:
    """The words from the amount before an amount to it."""
    sentence = ledger.sentences[other.sentence]
    return normalize(sentence.between(before[-1], other)).replace(" ", "") if before else ""


def _equal(one: Fact, other: Fact, between: str, behind: str) -> bool:
    levels = one.measure in LEVELS and other.measure in LEVELS
    return levels and _WITH.fullmatch(between) is not None and _SAME.match(behind) is not None
