"""Several files that are one report: `auditlint-bundle.yml`, or roles guessed from the names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditlint.errors import UsageError
from auditlint.expressions import compiled
from auditlint.records import dataclass

if TYPE_CHECKING:
    from auditlint.settings import Lang

NAME = "auditlint-bundle.yml"
ROLES = ("report", "tables", "prior", "budget")
_YEAR = compiled(r"20[0-9]{2}")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a report and its part in it. `data` stands for the bytes of a file that is none (standard input)."""

    path: str
    role: str = "report"
    name: str = ""
    data: bytes | None = None


def load(path: Path, lang: Lang = "zh") -> tuple[Member, ...]:
    """The members that a bundle file names by role, the report first; faults as `errors.FaultyFile`."""
    from auditlint import located_yaml

    file, root, _ = located_yaml.read(path, lang)
    members: list[Member] = []
    if root is not None:
        entries = file.mapping(root, ROLES, ("report",))
        for role in ROLES:
            if role not in entries:
                continue
            node = entries[role]
            for one in (node,) if isinstance(node.value, str) else file.items(node):
                name = file.text(one)
                member = path.parent / name
                if name and not member.is_file():
                    file.fault(one, f"没有文件“{name}”", f"no such file: {name}")
                members.append(Member(str(member), role))
    file.raise_faults()
    return tuple(members)


def guess(paths: Sequence[str], lang: str = "zh") -> tuple[Member, ...]:
    """Roles from names and kinds of files: the latest final accounts are the report, its workbook the tables."""
    names = {p: Path(p).name for p in paths}
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


def around(path: Path) -> Path | None:
    """The bundle file of the folder a file lies in, where it names the file."""
    found = path.parent / NAME
    if not found.is_file():
        return None
    return found if any(Path(m.path).name == path.name for m in load(found)) else None
