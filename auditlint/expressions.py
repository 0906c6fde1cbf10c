"""Regular expressions that each machine compiles once: compiling takes longer than reading a short report does."""

from __future__ import annotations

import pickle
from functools import cache

import regex

from auditlint import private

_NAME = "expressions"
_MOST = 4000  # expressions kept; user rules could add to them without end

_fresh: dict[tuple[str, int], regex.Pattern[str]] = {}


def compiled(source: str, flags: int = 0) -> regex.Pattern[str]:
    """An expression compiled, by an earlier run where it kept it."""
    key = source, int(flags)
    found = _kept().get(key)
    if found is not None:
        pattern: regex.Pattern[str] = pickle.loads(found)
        return pattern
    pattern = _fresh[key] = regex.compile(source, flags)
    return pattern


def keep() -> None:
    """Keep what this run compiled for the next one."""
    if _fresh:
        kept = _kept() | {key: pickle.dumps(pattern) for key, pattern in _fresh.items()}
        newest = dict(list(kept.items())[-_MOST:])
        private.write(_NAME, _key(), pickle.dumps(newest, pickle.HIGHEST_PROTOCOL), 2)
        _fresh.clear()


@cache
def _kept() -> dict[tuple[str, int], bytes]:
    """The expressions of earlier runs, each still packed, so that only those in use are unpacked."""
    data = private.read(_NAME, _key())
    try:
        found = {} if data is None else pickle.loads(data)
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _key() -> str:
    return f"{private.interpreter()} regex {regex.__version__}"
