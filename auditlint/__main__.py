"""`auditlint` and `python -m auditlint`: a process that runs one command."""

import atexit
import contextlib
import gc
import os
import sys


def start() -> int:
    """Run the command line as a short run wants it; the exit code.

    What a program and a report are made of lives to the end. Looking for circles in it after every few objects is in
    vain, and so is taking it apart when all is done, which takes a tenth of a run over a short report.
    """
    gc.set_threshold(100_000)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller: what is written there goes nowhere
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    codes: list[int] = []
    atexit.register(_leave, codes)
    from auditlint.cli import main  # what it loads is made of many objects

    codes.append(main())
    return codes[0]


def _leave(codes: list[int]) -> None:
    """End the process at once, after all else that was to be done at its end; not where a command did not return."""
    if codes:
        for stream in (sys.stdout, sys.stderr):
            # one that is closed, or none, or on a full disk
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(codes[0])


if __name__ == "__main__":
    sys.exit(start())
