"""Jobs one after the other, so many at a time, with their state kept."""

from __future__ import annotations

import json
import queue
import sqlite3
import threading
from hashlib import sha256

from auditlint.settings import Lang
from auditlint.typed import cast
from auditlint.web.processes import Processes, StoppedError, WorkError
from auditlint.web.store import Decision, Record, Store
from auditlint.web.worker import Task, check

MOST_WAITING = 200


class Queue:
    """Threads that take jobs and have them done by processes."""

    def __init__(self, store: Store, processes: Processes, threads: int) -> None:
        self.store = store
        self.processes = processes
        self._waiting: queue.Queue[str] = queue.Queue()
        self._threads = [threading.Thread(target=self._take, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def put(self, job: str) -> None:
        """Have a job done."""
        self.store.update(job, "queued")
        self._waiting.put(job)

    @property
    def full(self) -> bool:
        """Whether too many jobs wait."""
        return self._waiting.qsize() >= MOST_WAITING

    def waiting(self) -> int:
        """How many jobs wait."""
        return self._waiting.qsize()

    def _take(self) -> None:
        while True:
            job = self._waiting.get()
            try:
                self._do(job)
            except StoppedError:
                return
            except (WorkError, OSError, sqlite3.Error) as error:
                self._fail(job, str(error))

    def _fail(self, job: str, message: str) -> None:
        try:
            self.store.update(job, "failed", message=message)
        except sqlite3.Error:
            return  # the disk is full or the history is gone; the next start shows the job as interrupted

    def _do(self, job: str) -> None:
        record = self.store.get(job)
        if record is None:
            return  # deleted while it waited
        self.store.update(job, "running", stage="reading")
        made = task(self.store, record)
        said = self.processes.run(check, made, stage=lambda name: self.store.update(job, "running", stage=name))
        summary = json.loads(said)
        kept = [Decision(f, "accepted", reason, by, until) for f, reason, by, until in summary.pop("decisions")]
        if self.store.get(job) is None:
            return
        self.store.decide(job, kept)
        self.store.finish(job, summary, shown(self.store.decisions(job)))


def task(store: Store, record: Record) -> Task:
    """What a job's process must know."""
    previous = store.get(record.previous) if record.previous else None
    return Task(
        str(store.place(record.id)),
        record.files,
        cast(Lang, record.lang),
        store.decisions(record.id),
        str(store.place(previous.id)) if previous is not None else "",
        store.decisions(previous.id) if previous is not None else (),
    )


def shown(decisions: tuple[Decision, ...]) -> str:
    """What tells a page from one made of other decisions; fixed ones change nothing on it."""
    accepted = [d for d in decisions if d.state == "accepted"]
    return sha256(repr(accepted).encode()).hexdigest()
