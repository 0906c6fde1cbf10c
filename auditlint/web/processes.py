"""A process of its own for each piece of work, with limits on its time and memory."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from auditlint import messages
from auditlint.errors import AuditlintError
from auditlint.limits import MEGABYTE
from auditlint.records import dataclass
from auditlint.typed import Any

Work = Callable[..., bytes]
_STAGE, _ERROR, _DONE = b"S", b"E", b"D"
_GRACE = 2.0  # seconds in which a process may end by itself


class WorkError(AuditlintError):
    """Work that came to nothing: `str()` says why, fit for a person."""


class StoppedError(AuditlintError):
    """Work that was stopped because the server ends."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a piece of work may cost."""

    seconds: float = 330.0
    memory: int = 3072 * MEGABYTE
    file: int = 1024 * MEGABYTE


class Processes:
    """Runs work in other processes, so many at a time; threads of this one wait for them."""

    def __init__(self, most: int, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._places = threading.BoundedSemaphore(most)
        self._running: set[BaseProcess] = set()
        self._guard = threading.Lock()
        self._stopped = False
        self._context = _context()

    def run(self, work: Work, *args: object, stage: Callable[[str], None] = lambda name: None) -> bytes:
        """What `work(*args, stage)` gives. Raises `WorkError` where it fails, dies or takes too long."""
        with self._places:
            ours, theirs = self._context.Pipe(duplex=False)
            process = self._context.Process(  # type: ignore[attr-defined]
                target=_child, args=(theirs, work, args, self.bounds), daemon=True
            )
            with self._guard:
                if self._stopped:
                    raise StoppedError("stopped")
                process.start()
                self._running.add(process)
            theirs.close()
            try:
                return self._listen(ours, stage)
            except AuditlintError:
                _ask([process])
                raise
            finally:
                ours.close()
                _end(process)
                with self._guard:
                    self._running.discard(process)

    def _listen(self, pipe: Connection, stage: Callable[[str], None]) -> bytes:
        deadline = time.monotonic() + self.bounds.seconds
        while True:
            try:
                if not pipe.poll(max(deadline - time.monotonic(), 0)):
                    raise WorkError("检查超过时间限制，已放弃。请拆分文件后再试。")
                said = pipe.recv_bytes()
            except (EOFError, OSError) as error:
                if self._stopped:
                    raise StoppedError("stopped") from error
                told = "检查进程意外终止，可能是文件损坏或内存不足。可以再试一次，或把文件另存后再检查。"
                raise WorkError(told) from error
            kind, rest = said[:1], said[1:]
            if kind == _DONE:
                return rest
            if kind == _ERROR:
                raise WorkError(rest.decode())
            stage(rest.decode())

    def stop(self) -> None:
        """End all that runs; nothing runs after that."""
        with self._guard:
            self._stopped = True
            running = list(self._running)
        _ask(running)
        for process in running:
            _end(process)

    @property
    def pids(self) -> list[int]:
        """The processes at work."""
        with self._guard:
            return [p.pid for p in self._running if p.pid is not None]


def _context() -> BaseContext:
    """Fresh processes; forked from one that has the rules loaded where the system can do that."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["auditlint.web.warm", "auditlint.web.worker"])
    return context


def _ask(processes: Collection[BaseProcess]) -> None:
    """Ask processes to end, and give them the time to remove the files they work on and to end what they started."""
    deadline = time.monotonic() + _GRACE
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(max(deadline - time.monotonic(), 0))


def _end(process: BaseProcess) -> None:
    """End a process and all that it started."""
    if process.is_alive() and process.pid is not None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.getpgid(process.pid) == process.pid:
                    os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.join()


def _child(pipe: Connection, work: Work, args: tuple[Any, ...], bounds: Bounds) -> None:
    """Do the work under its limits and say how it went."""
    _limit(bounds)
    try:
        done = work(*args[:1], lambda name: pipe.send_bytes(_STAGE + name.encode()), *args[1:])
    except AuditlintError as error:
        pipe.send_bytes(_ERROR + str(error).encode())
    except MemoryError:
        pipe.send_bytes(_ERROR + messages.text("memory", "zh").encode())
    except OSError as error:
        pipe.send_bytes(_ERROR + f"写不进去（{messages.cause(error, 'zh')}），请检查磁盘空间。".encode())
    else:
        pipe.send_bytes(_DONE + done)


def _limit(bounds: Bounds) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    if sys.platform == "win32":
        return
    import resource

    os.setsid()
    os.umask(0o077)
    seconds = int(bounds.seconds) + 5
    for what, most in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_FSIZE, bounds.file),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        # some systems know a limit and refuse to set it
        with contextlib.suppress(ValueError, OSError):
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
