"""What must stand in a text for a regular expression to match in it; asking for that is much faster than matching.

Half of all searches in a report are for words that it does not have. The words of an expression are found once per
machine, by the parser of the standard library; where it does not understand what `regex` does, there are none.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable

from auditlint.typed import Any

_MOST = 12  # words that are soon asked for
_ASKED = 3  # questions, beyond which matching takes hardly longer than one more
_OTHERWISE = re.compile(r"(?<!\\)\{(?![0-9,])|\(\?[a-zA-Z]*i")  # fuzzy, or of either case: the words may vary
_NAMED = re.compile(r"(?<!\\)\(\?P<\w+>")
_REPEATED = re.compile(r"(?<!\\)\(\?P=\w+\)")
Words = frozenset[str]


def words(source: str, flags: int = 0) -> tuple[tuple[str, ...], ...]:
    """Sets of words, of each of which one stands in every text that an expression matches in; the rarest first."""
    if flags or _OTHERWISE.search(source):
        return ()
    try:
        parsed = _parsed(source)
    except (re.error, RecursionError, OverflowError, Warning):
        return ()
    sure = sorted({some for some in _of(parsed) if len(some) <= _MOST}, key=lambda some: (_often(some), sorted(some)))
    telling = [some for i, some in enumerate(sure) if not any(earlier <= some for earlier in sure[:i])]
    return tuple(tuple(sorted(some)) for some in telling[:_ASKED])


def _parsed(source: str) -> Iterable[tuple[Any, Any]]:
    from re import _parser  # type: ignore[attr-defined]  # the only parser of expressions there is

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            parsed: Iterable[tuple[Any, Any]] = _parser.parse(source)
        except re.error as error:
            if "redefinition" not in error.msg:
                raise
            # one name for several groups, which only `regex` takes
            parsed = _parser.parse(_REPEATED.sub("(?:)", _NAMED.sub("(", source)))
    return parsed


def _often(some: Words) -> float:
    """How often a text may have one of some words, roughly: a character of a word is a tenth of all."""
    return sum(1 if word in ",.;:。、%元" else 0.1 ** len(word) for word in some)


def _of(items: Iterable[tuple[Any, Any]]) -> list[Words]:
    """The words that some items on end need: each of them must match."""
    found: list[Words] = []
    literal = ""
    for code, value in items:
        if str(code) == "LITERAL":
            literal += chr(value)
            continue
        found += [frozenset((literal,)), *_within(str(code), value)]
        literal = ""
    found.append(frozenset((literal,)))
    return [some for some in found if some and "" not in some]


def _within(code: str, value: Any) -> list[Words]:
    """The words of one item: a group, a repetition, a look around, alternatives, a set of characters."""
    if code in ("SUBPATTERN", "ATOMIC_GROUP", "ASSERT"):
        return _of(value if code == "ATOMIC_GROUP" else value[-1])
    if code in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of(value[2]) if value[0] > 0 else []
    if code == "BRANCH":
        each = [min(_of(branch), key=_often, default=frozenset[str]()) for branch in value[1]]
        return [frozenset().union(*each)] if all(each) else []
    if code == "IN" and all(str(kind) == "LITERAL" for kind, _ in value):
        return [frozenset(chr(char) for _, char in value)]
    return []
