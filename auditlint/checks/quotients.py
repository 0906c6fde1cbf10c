"""Rates that their name defines: 资产负债率 is 负债 over 资产; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from auditlint.checks.parts import compatible
from auditlint.checks.ratio import aimed
from auditlint.checks.relate import choose, relate
from auditlint.checks.subjects import LEVELS
from auditlint.equations import HUNDRED, Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.words import around, role_of
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

if TYPE_CHECKING:
    import regex

    from auditlint.packs import Lexicon

_REACH = 20  # characters before a rate that may hold its name
_BEFORE = 3  # sentences before a rate in which its two amounts may stand
_TAIL = r"(?:[(][^()]*[)])?(?:为|是|达到?|约|:|仅|均|=|由|从|到|至)*$"
_EARLIER = compiled(r"(?:上年|去年|年初|上年末|期初|同期)[^,;。]*$")  # a rate of another date than the amounts
_OTHER = ("change", "rate", "points", "average")


def quotient(ledger: Ledger, sentence: Sentence, rate: Fact) -> tuple[bool, Relation | None]:
    """Whether a rate's name says what is divided by what and both are printed; their relation, where it is known."""
    words = normalize(ledger.before(rate, _REACH))
    if rate.figure.unit.dimension != "percent" or rate.measure in _OTHER or _EARLIER.search(words):
        return False, None
    roles = next((roles for name, roles in _names(ledger.rulebook.lexicon) if name.search(words)), ())
    if not roles or aimed(ledger, rate):
        return False, None
    for facts, near in _scopes(ledger, sentence, rate):
        sides = [[f for f in facts if _role(ledger, f, roles) == k] for k in (0, 1)]
        pairs = [(p, w) for p in reversed(sides[0]) for w in reversed(sides[1]) if _may_be(rate, p, w)]
        if pairs:
            single = all(len({f.figure.amount for f in side}) == 1 for side in zip(*pairs, strict=True))
            terms = [(("share", rate), ("part", part), ("whole", whole)) for part, whole in pairs]
            readings = [relate("share", Share(), t, firm=near and single) for t in terms]
            return True, choose(readings, sure=int(single))
    return False, None


def _role(ledger: Ledger, fact: Fact, roles: Sequence[Sequence[str]]) -> int:
    """0 where a figure is named as the part, 1 as the whole, -1 else; its clause tells where its label does not."""
    named = role_of(fact.label, roles)
    return named if named >= 0 else role_of(around(ledger, fact).partition("|")[0], roles)


def _may_be(rate: Fact, part: Fact, whole: Fact) -> bool:
    """Whether a rate may be of two amounts: what is below 100% is of a part that is no more than its whole."""
    more = part.figure.amount > whole.figure.amount and rate.figure.value < HUNDRED
    return compatible(part, whole) and not more


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> tuple[tuple[regex.Pattern[str], Sequence[Sequence[str]]], ...]:
    """What ends with the name of a rate, with the words for its part and its whole."""
    return tuple((compiled(f"(?:{'|'.join(names)}){_TAIL}"), roles) for names, *roles in lexicon.quotients)


def _scopes(ledger: Ledger, sentence: Sentence, rate: Fact) -> Iterator[tuple[list[Fact], bool]]:
    """The amounts of a rate's item, its sentence and its paragraph, before those of the sentences before it.

    With each whether it is so near that its one part and its one whole are those of the rate.
    """
    own = [f for f in ledger.facts_of(sentence) if f.measure in LEVELS]
    yield [f for f in own if f.item == rate.item], True
    yield own, True
    before = [
        s
        for s in ledger.sentences[max(sentence.id - _BEFORE, 0) : sentence.id]
        if s.document == sentence.document and ledger.section(s) == ledger.section(sentence)
    ]
    for near in (True, False):
        beside = [s for s in before if not near or s.block == sentence.block]
        found = [f for s in beside for f in ledger.facts_of(s) if f.measure in LEVELS]
        yield [*found, *(f for f in own if f.id < rate.id)], near
