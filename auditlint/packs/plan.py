"""The compiled rulebook kept in the user's private cache folder, for a fast start."""

from __future__ import annotations

import pickle

from auditlint import private
from auditlint.packs.nouns import Rulebook

_NAME = "plan"
_MOST = 8


def read(key: str) -> Rulebook | None:
    """The rulebook kept under a key; None where there is none, or it is not surely our own."""
    data = private.read(_NAME, key)
    if data is None:
        return None
    try:
        found = pickle.loads(data)
    except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError, ValueError):
        return None
    return found if isinstance(found, Rulebook) else None


def write(key: str, rulebook: Rulebook) -> None:
    """Keep a rulebook for the next start."""
    private.write(_NAME, key, pickle.dumps(rulebook, pickle.HIGHEST_PROTOCOL), _MOST)
