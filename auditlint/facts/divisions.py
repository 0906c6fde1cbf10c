"""Whether labels name all parts of something: the words of a known division (税收 and 非税), each once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from auditlint.packs import Lexicon


def divided(labels: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether each label has one word of a division, and all its words are there."""
    wanted = _by_length(lexicon).get(len(labels), ())
    return any(all(_word(label, words) for label in labels) and _all_there(labels, words) for words in wanted)


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
