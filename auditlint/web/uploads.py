"""Files that a client sends: their number, kinds and names, and the places they are put, which are never its own."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditlint import bundle
from auditlint.limits import MEGABYTE
from auditlint.readers import BY_SUFFIX
from auditlint.records import dataclass, replace
from auditlint.typed import TYPE_CHECKING
from auditlint.web.store import Upload

if TYPE_CHECKING:
    from starlette.datastructures import FormData, UploadFile

MOST_BYTES = 200 * MEGABYTE  # of one request
MOST_FILES = 12
_LONGEST_NAME = 120
_CHUNK = MEGABYTE
_BAD = re.compile(r'[\\/:*?"<>|]')


class RefusedError(Exception):
    """An upload that is not taken: the HTTP status, and why in Chinese and English."""

    def __init__(self, status: int, zh: str, en: str) -> None:
        super().__init__(zh)
        self.status = status
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as sent: the name to show, its role, its bytes still with the server's form."""

    name: str
    role: str
    file: UploadFile


def incoming(form: FormData) -> list[Incoming]:
    """The files of a form's `file` fields with the roles of its `role` fields; guessed where there are none."""
    from starlette.datastructures import UploadFile

    files = [f for f in form.getlist("file") if isinstance(f, UploadFile) and f.filename]
    if not files:
        raise RefusedError(400, "没有收到文件。", "no file was sent.")
    if len(files) > MOST_FILES:
        raise RefusedError(413, f"一次最多{MOST_FILES}个文件。", f"at most {MOST_FILES} files at once.")
    names = list(_distinct([displayed(f.filename or "") for f in files]))
    for name in names:
        if Path(name).suffix.lower() not in BY_SUFFIX:
            known = " ".join(s.lstrip(".") for s in BY_SUFFIX)
            zh, en = f"不能读取“{name}”。能读的格式有：{known}。", f"cannot read '{name}'; formats: {known}."
            raise RefusedError(415, zh, en)
    roles = [str(r) for r in form.getlist("role")]
    if any(r not in bundle.ROLES for r in roles) or (roles and len(roles) != len(files)):
        allowed = ", ".join(bundle.ROLES)
        raise RefusedError(400, f"每个文件要有一个角色：{allowed}。", f"each file needs a role of {allowed}.")
    if not roles:
        roles = guessed(names)
    found = [Incoming(n, r, f) for n, r, f in zip(names, roles, files, strict=True)]
    if not any(one.role == "report" for one in found):
        found[0] = replace(found[0], role="report")
    return sorted(found, key=lambda one: bundle.ROLES.index(one.role))


def guessed(names: Sequence[str]) -> list[str]:
    """The likely role of each file."""
    roles = {m.path: m.role for m in bundle.guess(list(dict.fromkeys(names)))} if names else {}
    return [roles[name] for name in names]


def displayed(name: str) -> str:
    """A client's file name as it may be shown: no folders, nothing invisible, not too long."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable())
    plain = _BAD.sub("_", plain).strip(". ") or "file"
    stem, suffix = os.path.splitext(plain)
    return stem[: _LONGEST_NAME - len(suffix)] + suffix if len(suffix) < 12 else plain[:_LONGEST_NAME]


def _distinct(names: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        stem, suffix = os.path.splitext(name)
        number = 1
        while name in seen:
            number += 1
            name = f"{stem} ({number}){suffix}"
        seen.add(name)
        yield name


async def keep(files: Sequence[Incoming], place: Path) -> list[Upload]:
    """Put files into a folder under names of our own."""
    kept = []
    for number, one in enumerate(files):
        stored = f"{number}{Path(one.name).suffix.lower()}"
        handle = os.open(place / stored, os.O_CREAT | os.O_WRONLY | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        size = 0
        with os.fdopen(handle, "wb") as target:
            while chunk := await one.file.read(_CHUNK):
                target.write(chunk)
                size += len(chunk)
        kept.append(Upload(one.name, one.role, stored, size))
    return kept


async def loose(files: Sequence[Incoming]) -> tuple[tuple[str, str, bytes], ...]:
    """Files as (name, role, bytes), kept nowhere."""
    return tuple([(one.name, one.role, await one.file.read()) for one in files])


def matched(files: Sequence[Incoming], before: Sequence[Upload]) -> list[Incoming]:
    """Corrected files with the roles their predecessors had: by name, else by kind."""
    roles = {u.name: u.role for u in before}
    kinds = {BY_SUFFIX.get(Path(u.name).suffix.lower(), ""): u.role for u in reversed(before)}
    found = []
    for one in files:
        kind = BY_SUFFIX.get(Path(one.name).suffix.lower(), "")
        found.append(replace(one, role=roles.get(one.name) or kinds.get(kind) or one.role))
    if not any(one.role == "report" for one in found) and not any(u.role == "report" for u in before):
        found[0] = replace(found[0], role="report")
    return found


def alone(one: Incoming) -> list[Incoming]:
    """A file as a report of its own."""
    return [replace(one, role="report")]


def copied(old: Sequence[Upload], source: Path, target: Path, number: int) -> list[Upload]:
    """Files of the check before, put into another folder and numbered on."""
    kept = []
    for place, one in enumerate(old, number):
        stored = f"{place}{Path(one.stored).suffix}"
        shutil.copyfile(source / one.stored, target / stored)
        os.chmod(target / stored, 0o600)
        kept.append(replace(one, stored=stored))
    return kept


def carried(files: Sequence[Incoming], before: Sequence[Upload]) -> list[Upload]:
    """The files of the check before that no corrected file replaces."""
    new = {one.role for one in files}
    return [u for u in before if u.role not in new]
