"""Regular expressions that each machine compiles once: compiling takes longer than reading a short report does.

And each only when a text first asks for it: of those that the modules name, a short report needs half. What compiles
them is loaded only then, too: of the library `regex` a start needs the engine alone, a tenth of it.
"""

from __future__ import annotations

import copyreg
import marshal
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec

from auditlint import private
from auditlint.kept import Kept
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING, Any, cast

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


def _edition(path: str) -> str:
    seen = os.stat(path)
    return f"{path} {seen.st_size} {seen.st_mtime_ns}"


def library() -> str:
    """What compiled expressions depend on: the file of the engine."""
    return _edition(str(_ENGINE.__file__))


_LITERALS = os.path.join(os.path.dirname(__file__), "literals.py")
_MOST = 4000  # expressions kept; user rules could add to them without end
KEPT = Kept("expressions", f"{private.interpreter()} {library()} {_edition(_LITERALS)}", _MOST)


def compiled(source: str, flags: int = 0) -> regex.Pattern[str]:
    """An expression, compiled when it is first used, by an earlier run where it kept it."""
    return cast("regex.Pattern[str]", _Expression(source, int(flags)))


_OFFERED = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern", "groupindex")
# what they give where nothing matches
_NOTHING: Mapping[str, Callable[[str], object]] = {
    "search": lambda text: None,
    "match": lambda text: None,
    "fullmatch": lambda text: None,
    "finditer": lambda text: iter(()),
    "findall": lambda text: [],
    "split": lambda text: [text],
}


class _Expression:
    """What is offered of a compiled expression; the places for it are empty until one is asked for."""

    __slots__ = ("_flags", "_made", "_source", *_OFFERED)

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags
        self._made: regex.Pattern[str] | None = None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name not in _OFFERED:
                raise AttributeError(name)
            words, packed = _kept(self._source, self._flags)

            def offered() -> object:
                if self._made is None:
                    self._made = _ENGINE.compile(*marshal.loads(packed))
                return getattr(self._made, name)

            if name == "pattern":
                setattr(self, name, self._source)
            elif words and name in _NOTHING:
                setattr(self, name, _asking(words, offered, _NOTHING[name]))
            else:
                setattr(self, name, offered())
            return getattr(self, name)

        def __reduce__(self) -> object:
            return compiled, (self._source, self._flags)


def _asking(
    words: tuple[tuple[str, ...], ...], offered: Callable[[], Any], nothing: Callable[[str], object]
) -> Callable[..., Any]:
    """What matches only in a text with one word of each of some sets, and is made only when there is such a text."""
    match: Any = None

    def asking(text: str, *rest: object, **how: object) -> Any:
        nonlocal match
        for some in words:
            for word in some:
                if word in text:
                    break
            else:
                return nothing(text)
        if match is None:
            match = offered()
        return match(text, *rest, **how)

    return asking


def _kept(source: str, flags: int) -> tuple[tuple[tuple[str, ...], ...], bytes]:
    """The words that an expression needs and itself, packed, by an earlier run where it kept them."""
    found = KEPT.get((source, flags))
    if found is None:
        import regex  # with what compiles

        from auditlint import literals

        # as pickle has it, which would load all of the library
        made = copyreg.dispatch_table[regex.Pattern](regex.compile(source, flags))[1]
        found = marshal.dumps((literals.words(source, flags), marshal.dumps(made)))
        KEPT.put((source, flags), found)
    return cast("tuple[tuple[tuple[str, ...], ...], bytes]", marshal.loads(found))


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
