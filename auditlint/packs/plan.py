"""The compiled rulebook kept in the user's private cache folder, for a fast start.

The examples of the rules are most of it, and no audit looks at them: they have a file of their own.
"""

from __future__ import annotations

import pickle

from auditlint import private
from auditlint.packs.nouns import Examples, Rulebook
from auditlint.records import replace

_NAME, _EXAMPLES = "plan", "examples"
_MOST = 8


def read(key: str, examples: bool) -> Rulebook | None:
    """The rulebook kept under a key; None where there is none, or it is not surely our own."""
    found = _load(_NAME, key)
    if not isinstance(found, Rulebook) or not examples:
        return found if isinstance(found, Rulebook) else None
    kept = _load(_EXAMPLES, key)
    if not isinstance(kept, tuple) or len(kept) != len(found.rules):
        return None
    rules = (replace(rule, examples=own) for rule, own in zip(found.rules, kept, strict=True))
    return replace(found, rules=tuple(rules))


def write(key: str, rulebook: Rulebook) -> None:
    """Keep a rulebook for the next start."""
    bare = replace(rulebook, rules=tuple(replace(rule, examples=Examples()) for rule in rulebook.rules))
    for name, value in ((_NAME, bare), (_EXAMPLES, tuple(rule.examples for rule in rulebook.rules))):
        private.write(name, key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _MOST)


def _load(name: str, key: str) -> object:
    data = private.read(name, key)
    if data is None:
        return None
    try:
        found: object = pickle.loads(data)
    except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError, ValueError):
        return None
    return found
