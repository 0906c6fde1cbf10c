"""Lists within a sentence: which figures it lays out as the parts of which total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.announced_lists import announced
from auditlint.facts.closed_lists import (
    added,
    being,
    besides,
    composed,
    counted,
    graded,
    of_so_many,
    rows,
    summed_counts,
    totalled,
)
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.list_items import LEVELS
from auditlint.facts.opened_lists import bracketed, opened, within_named
from auditlint.facts.phrases import Phrases
from auditlint.facts.signed_lists import added_with_signs
from auditlint.facts.structure import structure
from auditlint.model import Fact
from auditlint.records import replace


def inline(
    sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact], phrases: Phrases, above: Sequence[Fact]
) -> Iterator[Listing]:
    """The lists within one sentence: after an opener word, in brackets, in a row of equals.

    `facts` are the sentence's own, `before` those of the sentences before it in the paragraph (nearest last), `above`
    those of the paragraphs before it too.
    """
    marks = structure(sentence.text)
    told = [*announced(sentence, facts, marks.depths)]
    for one in opened(sentence, facts, before, phrases, marks.depths, above):
        if not any(_beyond_its_item(one, other) for other in told):
            yield one
    yield from told
    yield from within_named(sentence, facts, before, marks.depths, above)
    yield from bracketed(sentence, facts)
    sums = [*added(sentence, facts, before, phrases)]
    yield from sums
    yield from rows(sentence, facts, before)
    yield from (one for one in totalled(sentence, facts) if all(one.parent != other.parent for other in sums))
    yield from counted(sentence, facts, before, [f for f in above if f.figure.span.block == sentence.block])
    yield from composed(sentence, facts)
    yield from added_with_signs(sentence, facts)
    yield from besides(sentence, facts)
    yield from summed_counts(sentence, facts)
    yield from being(sentence, facts)
    yield from graded(sentence, facts, before)
    yield from of_so_many(sentence, facts)


def _beyond_its_item(one: Listing, other: Listing) -> bool:
    """3个乡镇：甲a，其中…；乙b；丙c: whether a list opened within an item of another one takes those behind it."""
    listed = {i for part in one.parts for i in part}
    within = other.place.start < one.place.start
    return within and len(listed & {part[0] for part in other.parts}) > 0


_LEFT = compiled(r"结转|结余|结存")
# 按资金来源分, 从组织形式来看, the other side: the same total, divided again
_DIVISION = compiled(r"从|按|分|支出总计中")


def same_total(lists: Sequence[Listing], facts: Sequence[Fact], sentences: Sequence[Sentence]) -> list[Listing]:
    """The lists, with the total of the list before put first where one divides the same total again."""
    found: list[Listing] = []
    for one in lists:
        called = _called(one, facts, sentences)
        if called:
            found.append(replace(one, parent=called))
            continue
        before = next((o for o in reversed(found[-4:]) if _divides_again(one, o, facts)), None)
        meant = before.parent if before is not None else _without_what_is_left(one, found[-4:], facts)
        found.append(replace(one, parent=(*meant, *one.parent)) if meant else one)
    return found


_LAST_WORDS = compiled(r"[^,;。:()0-9]{2,10}$")
_OF_A_SIDE = compiled(r"(?:收入|支出)$")


def _called(one: Listing, facts: Sequence[Fact], sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """上划收入a、地方收入b。地方收入按部门分：…: those amounts that the words before a division name."""
    if not _DIVISION.match(one.opener):
        return ()
    sentence = sentences[facts[one.parts[0][0]].sentence]
    said = _LAST_WORDS.search(sentence.text, 0, max(one.place.start - sentence.start, 0))
    stem = _OF_A_SIDE.sub("", clean(said.group())) if said is not None else ""
    named = [i for i in one.parent if len(stem) > 1 and stem in facts[i].label and facts[i].measure in LEVELS]
    return tuple(named) if 0 < len(named) < len(one.parent) else ()


def _without_what_is_left(one: Listing, before: Sequence[Listing], facts: Sequence[Fact]) -> tuple[int, ...]:
    """本年支出A，年末结转和结余B，支出总计T。按…分，a、b: the part A of T, which alone can be divided so."""
    if not _DIVISION.match(one.opener) or not one.parent:
        return ()
    for other in reversed(before):
        if (
            other.document == one.document
            and other.parent[:1] == one.parent[:1]
            and other.place.start < one.place.start
        ):
            parts = [i for part in other.parts for i in part if facts[i].measure in LEVELS]
            spent = [i for i in parts if not _LEFT.search(facts[i].label)]
            return tuple(spent) if len(spent) == 1 < len(parts) else ()
    return ()


def _divides_again(one: Listing, other: Listing, facts: Sequence[Fact]) -> bool:
    """Whether what stands before a list are just the parts of another one."""
    if one.document != other.document or not (one.opener == "row" or _DIVISION.match(one.opener)):
        return False
    levels = [i for i in one.parent if facts[i].measure in LEVELS]
    listed = [part for item in other.parts for part in item]
    if len(levels) > 1 and set(levels[: len(other.parts)]) <= set(listed) and levels[0] == listed[-1]:
        return True  # 其中A、B；按类别分，C、D
    return len(levels) > 1 and set(levels) <= set(listed) and not set(one.parent) & set(other.parent)
