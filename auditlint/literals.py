"""What must stand in a text for a regular expression to match in it; asking for that is much faster than matching.

Half of all searches in a report are for words that it does not have. The words of an expression are found once per
machine, by the parser of the standard library; where it does not understand what `regex` does, there are none.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable

from auditlint.typed import Any

_MOST = 6  # words that are soon asked for
_OTHERWISE = re.compile(r"(?<!\\)\{(?![0-9,])|\(\?[a-zA-Z]*i")  # fuzzy, or of either case: the words may vary
Words = frozenset[str]


def words(source: str, flags: int = 0) -> tuple[str, ...]:
    """Words of which one stands in every text that an expression matches in; none where nothing is sure."""
    if flags or _OTHERWISE.search(source):
        return ()
    from re import _parser  # type: ignore[attr-defined]  # the only parser of expressions there is

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parsed = _parser.parse(source)
    except (re.error, RecursionError, OverflowError, Warning):
        return ()
    return tuple(sorted(_of(parsed)))


def _of(items: Iterable[tuple[Any, Any]]) -> Words:
    """The best words of some items on end: each of them must match."""
    found: list[Words] = []
    literal = ""
    for code, value in items:
        if str(code) == "LITERAL":
            literal += chr(value)
            continue
        found += [frozenset((literal,)), _within(str(code), value)]
        literal = ""
    found.append(frozenset((literal,)))
    sure = [some for some in found if some and "" not in some and len(some) <= _MOST]
    return min(sure, key=lambda some: (len(some), -min(map(len, some))), default=frozenset())


def _within(code: str, value: Any) -> Words:
    """The words of one item: a group, a repetition, a look around, alternatives, a set of characters."""
    if code in ("SUBPATTERN", "ATOMIC_GROUP", "ASSERT"):
        return _of(value if code == "ATOMIC_GROUP" else value[-1])
    if code in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of(value[2]) if value[0] > 0 else frozenset()
    if code == "BRANCH":
        each = [_of(branch) for branch in value[1]]
        return frozenset().union(*each) if all(each) else frozenset()
    if code == "IN" and all(str(kind) == "LITERAL" for kind, _ in value):
        return frozenset(chr(char) for _, char in value)
    return frozenset()
