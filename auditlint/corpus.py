"""Many reports: each read and audited, in as many processes as pay, one broken file costing only itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from auditlint import cache, jobs
from auditlint.jobs import Job, Needs, Outcome, changed, failed, load_rules, work
from auditlint.records import replace

__all__ = ["SMALL", "Job", "Needs", "Outcome", "changed", "failed", "load_rules", "run", "within", "work"]

SMALL = 12  # reports up to here are audited without other processes
SMALL_BYTES = 400_000  # if they are less than this together


def run(
    every: Sequence[Job],
    *,
    needs: Needs = "all",
    workers: int = 0,
    keep: bool = True,
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Outcome]:
    """The outcomes of jobs in their order; `workers` 0 takes as many as there are processors.

    `needs` "findings" and "excerpts" leave out what is not told, so that many reports fit into memory. `keep` uses the
    cache of results. `progress` is told the number of reports done.
    """
    store = cache.Cache.open() if keep else None
    found: dict[int, Outcome] = {}
    missing: list[int] = []
    emitted = 0
    if store is not None:
        for number, job in enumerate(every):
            kept = jobs.kept(job, needs, store)
            if kept is None:
                missing.append(number)
            else:
                found[number] = kept
                progress(len(found))
    else:
        missing = list(range(len(every)))
    done = len(found)
    for number, outcome in zip(missing, _audit([every[i] for i in missing], needs, workers, store), strict=True):
        done += 1
        progress(done)
        found[number] = outcome
        while emitted in found:
            yield found.pop(emitted)
            emitted += 1
    while emitted in found:
        yield found.pop(emitted)
        emitted += 1
    if store is not None and len(missing) > SMALL:
        store.trim()


def within(outcomes: Iterable[Outcome], room: int) -> Iterator[Outcome]:
    """Outcomes whole until the room, in characters of text, is used up; the rest with excerpts.

    The first is whole however long it is. Reports without findings have a room of their own, so that they take none
    from those with.
    """
    left = {True: room, False: room}
    for outcome in outcomes:
        told = bool(outcome.report.findings)
        whole = left[told] > 0
        left[told] -= sum(len(block.text) for document in outcome.report.documents for block in document.blocks)
        yield outcome if whole else replace(outcome, report=jobs.slim(outcome.report, "excerpts"))


def _audit(every: Sequence[Job], needs: Needs, workers: int, store: cache.Cache | None) -> Iterator[Outcome]:
    """The jobs' outcomes in order, here or in other processes."""
    workers = workers or _processors()
    if workers <= 1 or len(every) <= 1 or (len(every) <= SMALL and sum(map(_size, every)) < SMALL_BYTES):
        yield from (jobs.work(job, needs, store) for job in every)
        return
    from auditlint.processes import each

    yield from each(every, needs, store, min(workers, len(every)))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _size(job: Job) -> int:
    """Bytes of a job's files, as far as they can be told."""
    total = 0
    for member in job.members:
        try:
            total += len(member.data) if member.data is not None else os.path.getsize(member.path)
        except OSError:
            continue
    return total
