"""Regular expressions that each machine compiles once: compiling takes longer than reading a short report does.

And each only when a text first asks for it: of those that the modules name, a short report needs half. What compiles
them is loaded only then, too: of the library `regex` a start needs the engine alone, a tenth of it.
"""

from __future__ import annotations

import copyreg
import marshal
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import TYPE_CHECKING, cast

from auditlint import private
from auditlint.kept import Kept
from auditlint.records import dataclass

if TYPE_CHECKING:
    from types import ModuleType

    import regex


def _engine() -> ModuleType:
    """The engine of `regex`, loaded alone where it is a file of its own."""
    if _NAME not in sys.modules:
        package = PathFinder.find_spec("regex")
        found = package and PathFinder.find_spec(_NAME, package.submodule_search_locations)
        if not found or not found.loader:
            return import_module(_NAME)  # of an unusual build
        sys.modules[_NAME] = module_from_spec(found)
        found.loader.exec_module(sys.modules[_NAME])
    return sys.modules[_NAME]


_NAME = "regex._regex"
_ENGINE = _engine()


def library() -> str:
    """What compiled expressions depend on: the file of the engine."""
    seen = os.stat(str(_ENGINE.__file__))
    return f"{_ENGINE.__file__} {seen.st_size} {seen.st_mtime_ns}"


_MOST = 4000  # expressions kept; user rules could add to them without end
KEPT = Kept("expressions", f"{private.interpreter()} {library()}", _MOST)


def compiled(source: str, flags: int = 0) -> regex.Pattern[str]:
    """An expression, compiled when it is first used, by an earlier run where it kept it."""
    return cast("regex.Pattern[str]", _Expression(source, int(flags)))


_OFFERED = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern", "groupindex")


class _Expression:
    """What is offered of a compiled expression; the places for it are empty until one is asked for."""

    __slots__ = ("_flags", "_source", *_OFFERED)

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name not in _OFFERED:
                raise AttributeError(name)
            pattern = _pattern(self._source, self._flags)
            for offered in _OFFERED:
                setattr(self, offered, getattr(pattern, offered))
            return getattr(self, name)

        def __reduce__(self) -> object:
            return compiled, (self._source, self._flags)


def _pattern(source: str, flags: int) -> regex.Pattern[str]:
    """An expression compiled, by an earlier run where it kept it."""
    found = KEPT.get((source, flags))
    if found is not None:
        return cast("regex.Pattern[str]", _ENGINE.compile(*marshal.loads(found)))
    import regex  # with what compiles

    pattern = regex.compile(source, flags)
    made = copyreg.dispatch_table[regex.Pattern](pattern)[1]  # as pickle has it, which would load all of the library
    KEPT.put((source, flags), marshal.dumps(made))
    return pattern


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """Some expressions as one, the first going before: found one by one they take a tenth of the time of `a|b|c`."""

    patterns: tuple[regex.Pattern[str], ...]

    def match(self, text: str) -> regex.Match[str] | None:
        """The match at the beginning of a text."""
        return next((m for p in self.patterns if (m := p.match(text)) is not None), None)

    def search(self, text: str, start: int = 0) -> regex.Match[str] | None:
        """The first match that does not begin before a place."""
        found = [m for p in self.patterns if (m := p.search(text, start)) is not None]
        return min(found, key=lambda m: m.start()) if found else None

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """Every match, one after the other."""
        waiting = [m for p in self.patterns if (m := p.search(text)) is not None]
        while waiting:
            first = min(waiting, key=lambda m: m.start())
            yield first
            end = first.end()
            later = (m if m.start() >= end else m.re.search(text, end) for m in waiting)
            waiting = [m for m in later if m is not None]


def either(*sources: str) -> Either:
    """Several expressions as one; none of them may match nothing."""
    return Either(tuple(map(compiled, sources)))
