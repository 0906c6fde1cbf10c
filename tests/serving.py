"""A real server for tests: `auditlint serve` in a process of its own, on a port of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(folder: Path, *options: str, end: signal.Signals = signal.SIGTERM) -> Iterator[str]:
    """The address of a server that keeps its history in a folder; `end` ends it."""
    command = [sys.executable, "-m", "auditlint", "serve", "--no-browser", "--port", "0", *options]
    env = {**os.environ, "XDG_DATA_HOME": str(folder), "LOCALAPPDATA": str(folder), "PYTHONUTF8": "1"}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/(?:\?token=[\w-]+)?", line)
        assert found is not None, line
        try:
            yield found[0]
        finally:
            server.send_signal(end)
            server.wait(10)
