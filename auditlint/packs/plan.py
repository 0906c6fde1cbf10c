"""The compiled rulebook kept in the user's private cache folder, for a fast start.

What explains the rules, with their examples, is most of it, and no audit looks at it: it has a file of its own. The
options of a rule stay packed until its check runs: unpacking them loads the check.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping

from auditlint import private
from auditlint.packs.nouns import Examples, Rule, Rulebook, Words
from auditlint.records import replace
from auditlint.typed import Any

_NAME, _EXPLAINED = "plan", "examples"
_MOST = 8
_UNEXPLAINED: Mapping[str, Any] = {"why": Words(), "source": Words(), "limits": Words(), "examples": Examples()}


def read(key: str, explained: bool) -> Rulebook | None:
    """The rulebook kept under a key; None where there is none, or it is not surely our own."""
    found = _load(_NAME, key)
    if not isinstance(found, Rulebook) or not explained:
        return found if isinstance(found, Rulebook) else None
    kept = _load(_EXPLAINED, key)
    if not isinstance(kept, tuple) or len(kept) != len(found.rules):
        return None
    rules = (replace(rule, options=options(rule), **own) for rule, own in zip(found.rules, kept, strict=True))
    return replace(found, rules=tuple(rules))


class Packed:
    """The options of a rule, unpacked when they are asked for."""

    __slots__ = ("_data", "_options")

    def __init__(self, data: bytes) -> None:
        self._data, self._options = data, None

    def options(self) -> Any:
        """The options."""
        if self._options is None:
            self._options = pickle.loads(self._data)
        return self._options

    def __reduce__(self) -> tuple[type, tuple[bytes]]:
        return Packed, (self._data,)


def options(rule: Rule) -> Any:
    """The options of a rule, also of a rulebook that was not to be explained."""
    return rule.options.options() if isinstance(rule.options, Packed) else rule.options


def write(key: str, rulebook: Rulebook) -> None:
    """Keep a rulebook for the next start."""
    bare = replace(rulebook, rules=tuple(map(_bare, rulebook.rules)))
    for name, value in ((_NAME, bare), (_EXPLAINED, tuple(map(_explained, rulebook.rules)))):
        private.write(name, key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _MOST)


def _bare(rule: Rule) -> Rule:
    packed = Packed(pickle.dumps(options(rule), pickle.HIGHEST_PROTOCOL))
    return replace(rule, options=packed, **_UNEXPLAINED)


def _explained(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in _UNEXPLAINED}


def _load(name: str, key: str) -> object:
    data = private.read(name, key)
    if data is None:
        return None
    try:
        found: object = pickle.loads(data)
    except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError, ValueError):
        return None
    return found
