"""Reports audited in several processes; one that dies or hangs costs only the report it was at."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext

from auditlint.jobs import Job, Needs, Outcome, failed, work
from auditlint.limits import Limits
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.cache import Cache

AHEAD = 8  # reports per process that may be under way or wait to be shown


def each(every: Sequence[Job], needs: Needs, store: Cache | None, workers: int) -> Iterator[Outcome]:
    """The outcomes of jobs, in their order."""
    context = _context()
    waiting = deque(every)
    while waiting:
        flying: deque[tuple[Job, Future[Outcome]]] = deque()
        others = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(workers, context, initializer=_begin)
        try:
            while waiting or flying:
                while waiting and len(flying) < workers * AHEAD:
                    job = waiting.popleft()
                    flying.append((job, pool.submit(work, job, needs, store)))
                job, future = flying[0]
                outcome = future.result(_seconds(job))
                flying.popleft()
                yield outcome
        except (BrokenProcessPool, Late):
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            # whichever report did it, each of those under way gets a process of its own
            for job, future in flying:
                yield future.result() if _whole(future) else alone(job, needs, store, context)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def alone(job: Job, needs: Needs, store: Cache | None, context: BaseContext) -> Outcome:
    """The outcome of a job in a process that does nothing else."""
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, job, needs, store))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    try:
        if not ours.poll(_seconds(job)):
            return failed(job, _told(job, "检查超过时间限制，已放弃。", "took longer than allowed and was given up."))
        found = ours.recv()
        assert isinstance(found, Outcome)
        return found
    except EOFError:
        return failed(job, _told(job, "检查进程意外终止。", "the process that audited it died."))
    finally:
        process.terminate()
        process.join()
        ours.close()


def _send(pipe: Connection, job: Job, needs: Needs, store: Cache | None) -> None:
    _begin()
    pipe.send(work(job, needs, store))


def _context() -> BaseContext:
    """Processes that share no state with this one; a fork server where there is one, with the program loaded once."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["auditlint.jobs"])
    return context


def _begin() -> None:
    """Ctrl-C is for the process that has the terminal; what a report is made of holds no circles worth a search."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000)


def _seconds(job: Job) -> float:
    return (job.settings.limits or Limits()).report_seconds


def _whole(future: Future[Outcome]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _told(job: Job, zh: str, en: str) -> str:
    remedy = "请单独检查这个文件。" if job.settings.lang == "zh" else "Audit this file by itself."
    return f"{job.path}: {zh if job.settings.lang == 'zh' else en} {remedy}"
