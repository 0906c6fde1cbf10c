"""The reports in an archive: every file is one, except those that a bundle file in it puts together."""

from __future__ import annotations

import posixpath

from auditlint import bundle
from auditlint.bundle import Member
from auditlint.limits import Limits
from auditlint.readers import archive
from auditlint.records import dataclass, replace
from auditlint.settings import Lang


@dataclass(frozen=True, slots=True)
class Inside:
    """What an archive holds: its reports, and the names of files that are none."""

    reports: tuple[tuple[Member, ...], ...]
    others: tuple[str, ...] = ()


def inside(path: str, limits: Limits, lang: Lang = "zh", data: bytes | None = None) -> Inside:
    """What an archive holds; `data` stands for its bytes where it is no file. Raises `ReadError` and `FaultyFile`."""
    names, rest = archive.names(path, data, limits)
    together: dict[str, tuple[Member, ...]] = {}
    for one in (n for n in rest if posixpath.basename(n) == bundle.NAME):
        members = bundle.archived(path, names, one, archive.content(path, one, limits, data), lang)
        together |= dict.fromkeys((m.path for m in members), members)
    every = (together.get(f"{path}/{n}") or (Member(f"{path}/{n}", archive=path),) for n in names)
    reports = {members[0].path: tuple(replace(m, data=data) for m in members) for members in every}
    return Inside(tuple(reports.values()), tuple(n for n in rest if posixpath.basename(n) != bundle.NAME))
