"""Whether labels name all parts of something: the words of a known division (税收 and 非税), each once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from auditlint.expressions import compiled
from auditlint.packs import Lexicon


def divided(labels: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether each label has one word of a division, and all its words are there."""
    return bool(division(labels, lexicon))


def division(labels: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The words of the division that labels are parts of; () where they are of none."""
    for words in _by_length(lexicon).get(len(labels), ()):
        if all(_word(label, words) for label in labels) and _all_there(labels, words) and _alike(labels, words):
            return words
    return ()


def remainder(labels: Sequence[str], lexicon: Lexicon) -> str:
    """What the labels of a division share besides its words and what any amount may be called."""
    words = division(labels, lexicon)
    return max((_rest(label, words) for label in labels), key=len)


_INSURANCE = compiled(r"(?:基本)?(?P<kind>医|养老)(?:疗)?(?:保险|保)")


def plain(label: str) -> str:
    """A label with the kinds of insurance called alike: 基本医疗保险, 医疗保险 and 医保."""
    return str(_INSURANCE.sub(r"\g<kind>保", label))


_ENDING = compiled(
    r"城镇|城乡|本年|当年|其中|参保|的|(?:支出|收入|决算|预算|经费|费用|合计|资金|金额|数|额|等|类|增加值|企业|单位|人员|人数)+$"
)


def _alike(labels: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the labels differ in the words of the division alone: 居民养老 and 职工医保 divide nothing."""
    return len({_rest(label, words) for label in labels} - {""}) <= 1


def _rest(label: str, words: Sequence[str]) -> str:
    return str(_ENDING.sub("", plain(label).replace(_word(label, words), "")))


@lru_cache(maxsize=4)
def _by_length(lexicon: Lexicon) -> dict[int, tuple[tuple[str, ...], ...]]:
    found: dict[int, tuple[tuple[str, ...], ...]] = {}
    for words in lexicon.divisions:
        found[len(words)] = (*found.get(len(words), ()), words)
    return found


def _word(label: str, words: Sequence[str]) -> str:
    """The word of a division that a label has: the one that holds the others (非税 before 税收), "" where two do."""
    found = [w for w in words if w in label]
    if len(found) > 1:  # 非税收入 holds 税收 as well, one character on
        found = [min(found, key=label.find)] if _overlap(label, found) else []
    return found[0] if found else ""


def _overlap(label: str, words: Sequence[str]) -> bool:
    places = sorted((label.find(w), label.find(w) + len(w)) for w in words)
    return all(end > start for (_, end), (start, _) in pairwise(places))


def _all_there(labels: Sequence[str], words: Sequence[str]) -> bool:
    return {_word(label, words) for label in labels} == set(words)
