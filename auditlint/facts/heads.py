"""Which amounts before a sentence may be the total of a list it opens: 从产业看，第一产业…；第二产业…."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.facts.ledger import Listing, Sentence
from auditlint.model import Fact

_AMOUNTS = ("level", "budget", "change")
_BLOCKS = 3  # paragraphs before a list in which its total is looked for


def heads(
    sentence: Sentence, before: Sequence[Sentence], facts: Sequence[Fact], lists: Sequence[Listing], *, opens: bool
) -> list[Fact]:
    """The facts a list may be of, nearest last: those of the sentence before.

    Where the sentence opens the list itself they are those of its paragraph, else of the nearest paragraph of the
    section with an amount; without the parts of other lists, unless there is nothing else.
    """
    if not opens:
        last = [s for s in before[-1:] if _together(s, sentence, facts)]
        return [facts[i] for s in last for i in s.facts if not facts[i].depth]
    listed = {i for one in lists[-_BLOCKS * 4 :] for item in one.parts for i in item if one.opener != "heading"}
    for paragraph in _paragraphs(sentence, before):
        found = [facts[i] for s in paragraph for i in s.facts if _together(s, sentence, facts) and not facts[i].depth]
        whole = [f for f in found if f.id not in listed]
        if any(f.measure in _AMOUNTS for f in found):
            return whole if any(f.measure in _AMOUNTS for f in whole) else found
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
