"""What the page keeps: jobs in SQLite and their files, in a folder that only the user can open."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from auditlint.errors import UsageError
from auditlint.records import dataclass

RUNNING = ("queued", "running")
_SCHEMA = """
create table if not exists jobs (
  id text primary key, created real not null, state text not null, stage text not null default '',
  lang text not null, previous text not null default '', message text not null default '',
  summary text not null default '{}', shown text not null default '');
create table if not exists files (
  job text not null references jobs(id) on delete cascade, number integer not null, name text not null,
  role text not null, stored text not null, size integer not null, primary key (job, number));
create table if not exists decisions (
  job text not null references jobs(id) on delete cascade, fingerprint text not null, state text not null,
  reason text not null, by text not null, until text not null, primary key (job, fingerprint));
"""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a job: the name shown for it, its role, what it is stored as, its size in bytes."""

    name: str
    role: str
    stored: str
    size: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said of a finding: `state` is accepted or fixed."""

    fingerprint: str
    state: str
    reason: str = ""
    by: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A job as kept. `state` is queued, running, done, failed or interrupted; `shown` tells what its page shows."""

    id: str
    created: float
    state: str
    stage: str
    lang: str
    previous: str
    message: str
    summary: dict[str, object]
    shown: str
    files: tuple[Upload, ...]

    @property
    def name(self) -> str:
        """What the job is called: its report's name."""
        return self.files[0].name if self.files else ""


class Store:
    """The history. One process at a time owns a folder; its threads share one connection."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.chmod(folder, 0o700)
            self._lock = _owned(folder / "lock")
        except OSError as error:
            raise _closed(folder, error) from error
        try:
            self._open()
        except (OSError, sqlite3.Error) as error:
            os.close(self._lock)
            raise _closed(folder, error) from error

    def _open(self) -> None:
        folder = self.folder
        self.jobs = folder / "jobs"
        self.jobs.mkdir(mode=0o700, exist_ok=True)
        database = folder / "history.sqlite3"
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))
        self._connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
        self._guard = threading.Lock()
        try:
            self._connection.execute("pragma foreign_keys = on")
            self._connection.execute("pragma secure_delete = on")
            self._connection.executescript(_SCHEMA)
        except sqlite3.Error:
            self._connection.close()
            raise
        with self._guarded() as connection:
            connection.execute(f"update jobs set state = 'interrupted' where state in {RUNNING}")

    def close(self) -> None:
        """Let go of the folder."""
        with self._guard:
            self._connection.close()
        os.close(self._lock)

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            self._connection.execute("begin immediate")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def place(self, job: str) -> Path:
        """The folder of a job's files; `job` is an id of ours, never a client's word."""
        return self.jobs / job

    # ------------------------------------------------------------------ jobs

    def reserve(self) -> tuple[str, Path]:
        """A new id with its folder, for files to be put in."""
        name = secrets.token_hex(12)
        place = self.place(name)
        place.mkdir(mode=0o700)
        return name, place

    def add(self, job: str, uploads: Sequence[Upload], lang: str, previous: str = "") -> None:
        """Keep a new job."""
        with self._guarded() as connection:
            connection.execute(
                "insert into jobs (id, created, state, lang, previous) values (?, ?, 'queued', ?, ?)",
                (job, time.time(), lang, previous),
            )
            rows = [(job, n, u.name, u.role, u.stored, u.size) for n, u in enumerate(uploads)]
            connection.executemany("insert into files values (?, ?, ?, ?, ?, ?)", rows)

    def get(self, job: str) -> Record | None:
        """A job; `None` where there is none of this id."""
        with self._guarded() as connection:
            row = connection.execute(f"select {_COLUMNS} from jobs where id = ?", (job,)).fetchone()
            return None if row is None else _record(connection, row)

    def recent(self, most: int = 100) -> list[Record]:
        """The jobs, newest first."""
        with self._guarded() as connection:
            rows = connection.execute(f"select {_COLUMNS} from jobs order by created desc limit ?", (most,)).fetchall()
            return [_record(connection, row) for row in rows]

    def update(self, job: str, state: str, *, stage: str = "", message: str = "") -> None:
        """Tell how a job is doing."""
        with self._guarded() as connection:
            words = (state, stage, message, job)
            connection.execute("update jobs set state = ?, stage = ?, message = ? where id = ?", words)

    def finish(self, job: str, summary: dict[str, object], shown: str) -> None:
        """Keep what a job found."""
        words = (json.dumps(summary, ensure_ascii=False), shown, job)
        with self._guarded() as connection:
            connection.execute("update jobs set state = 'done', stage = '', summary = ?, shown = ? where id = ?", words)

    def show(self, job: str, shown: str) -> None:
        """Remember what a job's page was made of."""
        with self._guarded() as connection:
            connection.execute("update jobs set shown = ? where id = ?", (shown, job))

    def delete(self, job: str) -> None:
        """Forget a job and its files."""
        with self._guarded() as connection:
            connection.execute("delete from jobs where id = ?", (job,))
        shutil.rmtree(self.place(job), ignore_errors=True)

    def forget(self, seconds: float) -> int:
        """Forget the jobs older than so many seconds, and folders that belong to none; how many jobs it were."""
        limit = time.time() - seconds
        with self._guarded() as connection:
            old = [r[0] for r in connection.execute("select id from jobs where created < ?", (limit,))]
            known = {r[0] for r in connection.execute("select id from jobs")}
        for job in old:
            self.delete(job)
        for place in self.jobs.iterdir():
            if place.name not in known and place.stat().st_mtime < time.time() - 3600:
                shutil.rmtree(place, ignore_errors=True)
        return len(old)

    # ------------------------------------------------------------------ decisions

    def decide(self, job: str, decisions: Sequence[Decision]) -> None:
        """Keep what was said of findings; an empty state takes it back."""
        with self._guarded() as connection:
            for one in decisions:
                connection.execute("delete from decisions where job = ? and fingerprint = ?", (job, one.fingerprint))
                if one.state:
                    row = (job, one.fingerprint, one.state, one.reason, one.by, one.until)
                    connection.execute("insert into decisions values (?, ?, ?, ?, ?, ?)", row)

    def decisions(self, job: str) -> tuple[Decision, ...]:
        """What was said of a job's findings."""
        query = "select fingerprint, state, reason, by, until from decisions where job = ? order by fingerprint"
        with self._guarded() as connection:
            return tuple(Decision(*row) for row in connection.execute(query, (job,)))


_COLUMNS = "id, created, state, stage, lang, previous, message, summary, shown"


def _record(connection: sqlite3.Connection, row: tuple[str, float, str, str, str, str, str, str, str]) -> Record:
    query = "select name, role, stored, size from files where job = ? order by number"
    files = tuple(Upload(*found) for found in connection.execute(query, (row[0],)))
    return Record(*row[:7], json.loads(row[7]), row[8], files)


def _closed(folder: Path, error: Exception) -> UsageError:
    return UsageError(f"{folder}: 检查记录打不开（{error}）。请检查磁盘，或加 --no-history 不保留记录。")


def _owned(path: Path) -> int:
    """A lock that this process holds until it ends."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        told = "auditlint 的页面已在运行；请使用已打开的页面，或加 --no-history 另开一个。"
        raise UsageError(told) from error
    return handle
