"""The settings an audit runs with: which rules, how severe, which words."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from auditlint.model import Severity
from auditlint.records import dataclass, field, replace
from auditlint.typed import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from auditlint.limits import Limits

Lang = Literal["zh", "en"]
Revisions = Literal["accepted", "original"]


class Selectable(Protocol):
    """What a rule must tell to be selected."""

    @property
    def code(self) -> str:
        """Its short code."""
        ...

    @property
    def name(self) -> str:
        """Its long name."""
        ...

    @property
    def status(self) -> str:
        """preview, stable or deprecated."""
        ...


@dataclass(frozen=True, slots=True)
class PathSettings:
    """What differs for the paths that match a pattern (`reports/2023/**`)."""

    pattern: str
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a report is audited. `select` and `ignore` hold codes, beginnings of codes, or names; empty selects all.

    `packs` is None for the packs that are on by default; `folders` are an organisation's own rules.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    preview: bool = False
    packs: tuple[str, ...] | None = None
    folders: tuple[str, ...] = ()
    lang: Lang = "zh"
    revisions: Revisions = "accepted"
    limits: Limits | None = None
    paths: tuple[PathSettings, ...] = ()

    def active(self, rule: Selectable) -> bool:
        """Whether a rule takes part. A preview rule needs `preview` or its full name or code in `select`."""
        named = rule.code in self.select or rule.name in self.select
        if rule.status == "preview" and not (self.preview or named):
            return False
        if self.select and not any(matches(s, rule) for s in self.select):
            return False
        return not any(matches(s, rule) for s in self.ignore)

    def at(self, path: str) -> Settings:
        """The settings for one path, with what its patterns say put in."""
        found = self
        for one in self.paths:
            if path_matches(one.pattern, path):
                found = replace(
                    found, ignore=found.ignore + one.ignore, severities={**found.severities, **one.severities}
                )
        return found


def matches(selector: str, rule: Selectable) -> bool:
    """Whether a selector (a code, the beginning of one, a name, or ALL) means a rule."""
    return selector == "ALL" or rule.name == selector or (selector != "" and rule.code.startswith(selector))


def path_matches(pattern: str, path: str) -> bool:
    """Whether a path (with `/`) fits a pattern; a pattern without `/` is tried on every part of the path."""
    path = path.replace("\\", "/").removeprefix("./")
    pattern = pattern.replace("\\", "/").removeprefix("./").rstrip("/")
    if "/" not in pattern:
        return any(fnmatchcase(part, pattern) for part in path.split("/"))
    return fnmatchcase(path, pattern) or fnmatchcase(path, pattern + "/*") or fnmatchcase("/" + path, "*/" + pattern)
