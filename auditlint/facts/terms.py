"""Terms: labels cut into words of the field with jieba, for labels that say the same in other words.

The packs' own small dictionary is used; jieba's default one costs half a second and knows other fields. Nothing here is
reached by labels that are equal, or that do not even have the same characters.
"""

from __future__ import annotations

from functools import lru_cache

from auditlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditlint.packs import Lexicon

_WEIGHT = 1000


@lru_cache(maxsize=4)
def _tokenizer(lexicon: Lexicon) -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    for word in lexicon.words("terms"):
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
        frequencies[word] = _WEIGHT * len(word)
    # Filled by hand: reading a dictionary file would leave a cache in the shared temporary folder.
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, sum(frequencies.values()), True
    return tokenizer


@lru_cache(maxsize=4096)
def terms(label: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a label, in order; what the dictionary does not know comes as single characters."""
    return tuple(_tokenizer(lexicon).cut(label, HMM=False))


def within(short: str, long: str, lexicon: Lexicon) -> bool:
    """Whether every word of a label occurs in another, in the same order: 全市归集额 in 全市住房公积金归集额."""
    if len(short) < 4 or not _subsequence(short, long):
        return False
    rest = iter(terms(long, lexicon))
    return all(word in rest for word in terms(short, lexicon))


def reordered(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two labels have the same words in another order: 三公经费财政拨款支出, 财政拨款三公经费支出."""
    if len(one) != len(other) or sorted(one) != sorted(other):
        return False
    return sorted(terms(one, lexicon)) == sorted(terms(other, lexicon))


def _subsequence(short: str, long: str) -> bool:
    """Whether the characters of one text occur in the other in order."""
    rest = iter(long)
    return all(c in rest for c in short)
