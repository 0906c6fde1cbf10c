"""Several files that are one report: `auditlint-bundle.yml`, or roles guessed from the names."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from auditlint import readers
from auditlint.errors import UsageError
from auditlint.expressions import compiled
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.limits import Limits
    from auditlint.located_yaml import File, Node
    from auditlint.settings import Lang

NAME = "auditlint-bundle.yml"
ROLES = ("report", "tables", "prior", "budget")
_YEAR = compiled(r"20[0-9]{2}")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a report and its part in it.

    `archive` is the archive a file lies in, whose path its own begins with; `data` stands for the bytes of the file on
    the disk where there is none (standard input).
    """

    path: str
    role: str = "report"
    name: str = ""
    data: bytes | None = None
    archive: str = ""

    @property
    def file(self) -> str:
        """The file of the disk it is, or lies in."""
        return self.archive or self.path

    def content(self, limits: Limits) -> bytes:
        """Its bytes; raises `ReadError`."""
        if self.archive:
            from auditlint.readers import archive

            return archive.content(self.archive, self.path[len(self.archive) + 1 :], limits, self.data)
        return readers.file_bytes(self.path, limits) if self.data is None else self.data


def load(path: str, lang: Lang = "zh") -> tuple[Member, ...]:
    """The members that a bundle file names by role, the report first; faults as `errors.FaultyFile`."""
    from pathlib import Path

    from auditlint import located_yaml

    file, root, _ = located_yaml.read(Path(path), lang)
    folder = os.path.dirname(path.removeprefix("./"))
    # not normalised: where a folder is a link, .. leads elsewhere than the words say
    named = _named(file, root, lambda name: os.path.isfile(os.path.join(folder, name)))
    return tuple(Member(os.path.join(folder, name), role) for name, role in named)


def archived(archive: str, names: Sequence[str], name: str, data: bytes, lang: Lang = "zh") -> tuple[Member, ...]:
    """The members that a bundle file inside an archive names, of the files `names` beside it."""
    from auditlint.located_yaml import File

    file = File(f"{archive}/{name}", lang)
    folder = name[: -len(NAME)]
    named = _named(file, file.parse(data.decode("utf-8-sig", "replace")), lambda one: folder + one in names)
    return tuple(Member(f"{archive}/{folder}{one}", role, archive=archive) for one, role in named)


def _named(file: File, root: Node | None, exists: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The names of files in a bundle file with their roles, in the order of the roles."""
    found: list[tuple[str, str]] = []
    if root is not None:
        entries = file.mapping(root, ROLES, ("report",))
        for role in (r for r in ROLES if r in entries):
            node = entries[role]
            for one in (node,) if isinstance(node.value, str) else file.items(node):
                name = file.text(one).removeprefix("./")
                if name and not exists(name):
                    file.fault(one, f"没有文件“{name}”", f"no such file: {name}")
                found.append((name, role))
    file.raise_faults()
    return found


def guess(paths: Sequence[str], lang: str = "zh") -> tuple[Member, ...]:
    """Roles from names and kinds of files: the latest final accounts are the report, its workbook the tables."""
    names = {p: os.path.basename(p) for p in paths}
    years = {p: max(map(int, _YEAR.findall(n)), default=0) for p, n in names.items()}
    latest = max(years.values(), default=0)
    members = []
    for path in paths:
        name = names[path]
        if "预算" in name and "决算" not in name:
            role = "budget"
        elif 0 < years[path] < latest:
            role = "prior"
        elif path.lower().endswith(_WORKBOOKS):
            role = "tables"
        else:
            role = "report"
        members.append(Member(path, role))
    if members and all(m.role != "report" for m in members):
        first = next((i for i, m in enumerate(members) if m.role == "tables"), 0)
        members[first] = Member(members[first].path, "report")
    if not members:
        raise UsageError("没有可合为一份报告的文件。" if lang == "zh" else "there is no file to make a report of.")
    return tuple(sorted(members, key=lambda m: ROLES.index(m.role)))


def around(path: str) -> str:
    """The bundle file of the folder a file lies in, where it names the file; "" elsewhere."""
    found = os.path.join(os.path.dirname(path), NAME)
    if not os.path.isfile(found):
        return ""
    return found if any(os.path.basename(m.path) == os.path.basename(path) for m in load(found)) else ""
