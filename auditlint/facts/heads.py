"""Which amounts before a sentence may be the total of a list it opens: 从产业看，第一产业…；第二产业…."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.enumerators import unnumbered
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.match import called, measures_only
from auditlint.facts.phrases import DIVISION, WITHIN
from auditlint.model import Fact

_AMOUNTS = ("level", "budget", "change")
_WITHIN = compiled(rf".{{0,6}}?{WITHIN}")
_NAME = 3  # characters of a name that says something
_NEAR = 6  # sentences before a list whose sentence names what it is of
_FAR = 30  # sentences before a list in which the amount of its name stands
_BLOCKS = 3  # paragraphs before a list in which its total is looked for


def heads(
    sentence: Sentence,
    before: Sequence[Sentence],
    facts: Sequence[Fact],
    lists: Sequence[Listing],
    *,
    opens: bool,
    name: str = "",
) -> list[Fact]:
    """The facts a list may be of, nearest last: those of the sentence before.

    `name` is what stands before the opener in the sentence, where no figure does: 收入总计包括：….
    Where the sentence opens the list itself they are those of its paragraph, else of the nearest paragraph of the
    section with an amount; without the parts of other lists, unless there is nothing else.
    """
    if len(name) >= _NAME:
        named = [f for f in _of_that_name(name, sentence, before[-_NEAR:], facts) if f.measure == "level"]
        if named:
            return named
    if not opens:
        last = [s for s in before[-1:] if _together(s, sentence, facts)]
        return [facts[i] for s in last for i in s.facts if not facts[i].depth]
    within = _WITHIN.match(sentence.text)
    if within is not None:
        return _of_that_name(clean(within["within"][:-1]), sentence, before, facts)
    listed = {i for one in lists[-_BLOCKS * 4 :] for item in one.parts for i in item if one.opener != "heading"}
    for paragraph in _paragraphs(sentence, before):
        found = [facts[i] for s in paragraph for i in s.facts if _together(s, sentence, facts) and not facts[i].depth]
        whole = [f for f in found if f.id not in listed]
        if found and not whole and _DIVISION.match(unnumbered(paragraph[0].text)):
            continue  # 共T万元。（1）按甲分：a、b。（2）按乙分：c、d: of T, too
        if any(f.measure in _AMOUNTS for f in found):
            return whole if any(f.measure in _AMOUNTS for f in whole) else found
    return []


_DIVISION = compiled(DIVISION)


def _of_that_name(name: str, sentence: Sentence, before: Sequence[Sentence], facts: Sequence[Fact]) -> list[Fact]:
    """The last amount before that has a name, and the other measure of it beside it: X预算为A，支出决算为B."""
    for other in reversed(before[-_FAR:]):
        own = [facts[i] for i in other.facts if other.document == sentence.document and not facts[i].depth]
        amounts = [f for f in own if f.measure in ("level", "budget")]
        for k, f in enumerate(amounts):
            if called(f.label, name):
                return [f, *(g for g in amounts[k + 1 : k + 2] if measures_only(g.label) and g.measure != f.measure)]
    return []


def _together(one: Sentence, other: Sentence, facts: Sequence[Fact]) -> bool:
    """Whether two sentences stand in one section of one document."""
    if one.document != other.document or not one.facts:
        return False
    return facts[one.facts[0]].section == facts[other.facts[0]].section


def _paragraphs(sentence: Sentence, before: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences before by paragraph, the sentence's own first."""
    end = len(before)
    for _ in range(_BLOCKS + 1):
        if not end:
            return
        block = sentence.block if end == len(before) and before[-1].block == sentence.block else before[end - 1].block
        start = end
        while start and before[start - 1].block == block:
            start -= 1
        yield list(before[start:end])
        end = start
