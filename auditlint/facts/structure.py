"""Where sentences, items, clauses and brackets of a normalised text begin."""

from __future__ import annotations

from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.records import dataclass

_STOP = "。！？!?"
_CUTS = compiled(r"[()\[\],;:。！？!?]")
_ENUMERATOR = compiled(
    r"(?:(?<=^|[\s;。:,])(?:[0-9]{1,2}[.、](?![0-9])|\([0-9一二三四五六七八九十]{1,3}\)|[①-⑳]|[一二三四五六七八九十]{1,3}(?:是|、)))\s*"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a sentence, item, clause or bracket begins: positions in a block's normalised text."""

    sentences: tuple[tuple[int, int], ...]
    depths: tuple[int, ...]
    items: tuple[int, ...]
    clauses: tuple[int, ...]


@lru_cache(maxsize=64)  # a paragraph of one sentence is asked for twice, a sentence for each of its brackets
def structure(text: str) -> Mark:
    """Cut a normalised text into sentences; number its items and clauses and the depth of brackets per character."""
    depths: list[int] = []
    items: list[int] = []
    clauses: list[int] = []
    sentences: list[tuple[int, int]] = []
    depth = item = clause = start = 0
    starts = {m.start() for m in _ENUMERATOR.finditer(text)}
    stack: list[int] = []
    for i in sorted(starts.union(m.start() for m in _CUTS.finditer(text))):
        c = text[i]
        plain = i - len(depths)  # characters since the last cut, at which nothing changes
        depths += [depth] * plain
        items += [item] * plain
        clauses += [clause] * plain
        if i in starts and depth == 0:
            item += 1
            clause += 1
        if c in "([":
            stack.append(i)
            depth += 1
        depths.append(depth)
        items.append(item)
        clauses.append(clause)
        if c in ")]" and depth:
            stack.pop()
            depth -= 1
        if c in ",;:" and not _inside_number(text, i):
            clause += 1
            if c == ";":
                item += 1
        elif c in _STOP:
            item += 1
            clause += 1
            if depth and text.find(")", i, i + 60) < 0:
                depth = 0
                stack.clear()
            if depth == 0:
                sentences.append((start, i + 1))
                start = i + 1
    plain = len(text) - len(depths)
    depths += [depth] * plain
    items += [item] * plain
    clauses += [clause] * plain
    if text[start:].strip():
        sentences.append((start, len(text)))
    return Mark(tuple(sentences), tuple(depths), tuple(items), tuple(clauses))


def _inside_number(text: str, i: int) -> bool:
    return (
        text[i] == ","
        and 0 < i < len(text) - 1
        and text[i - 1].isdigit()
        and text[i + 1 : i + 4].strip().isdigit()
        and (len(text[i + 1 : i + 4].strip()) == 3)
    )
