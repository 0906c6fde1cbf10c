"""Many reports: copies of a 20-page report on one core, on two, again with the cache filled, and with a broken file.

    python -m benchmarks.many [--copies 1000] [--runs 1]

Wall-clock seconds of `auditlint check FOLDER`, its start included, medians of the runs, which take turns so that what
else the machine does falls on all alike. Their ratio means something only where the machine has nothing else to do:
the load average before the first run is printed with it, and on Linux the CPU seconds of all processes, whose ratio
tells how fast two cores could be that had nothing else to do.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.generator import generate

ROOT = Path(__file__).resolve().parent.parent
CHARACTERS = 20 * 22 * 28  # of 20 pages, each of 22 lines of 28 characters (GB/T 9704)


@dataclass(frozen=True, slots=True)
class Run:
    """Wall and CPU seconds of a run over all reports, its exit code, and the lines it printed."""

    wall: float
    cpu: float
    code: int
    lines: int


def run(folder: Path, cache: Path, *options: str) -> Run:
    """Audit a folder."""
    words = ["check", "--exit-zero", "--output-format", "concise", *options, str(folder)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "auditlint", *words], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    wall = time.monotonic() - began
    with contextlib.suppress(ChildProcessError):
        while True:  # the processes that its processes leave behind
            os.waitpid(-1, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, done.returncode, done.stdout.count(b"\n"))


def report() -> str:
    """Twenty pages: one report with its forms, said again and again, and a sentence with a wrong figure."""
    once = generate(2, "final").text + "\n" + generate(3, "evaluation").text + "\n"
    return (
        once * round(CHARACTERS / len(once)) + "本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。\n"
    )


def adopt() -> None:
    """Become the parent of processes that lose theirs, so that their time is counted; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def told(name: str, runs: Sequence[Run]) -> float:
    """Print a line of the result; the median of the wall-clock seconds."""
    wall = median(r.wall for r in runs)
    print(f"{name:28}{wall:8.1f} s {median(r.cpu for r in runs):8.1f} s CPU  exit {runs[0].code}", flush=True)
    return wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    adopt()
    compileall.compile_dir(ROOT / "auditlint", quiet=2)
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name, "reports"), Path(name, "cache")
        folder.mkdir()
        cache.mkdir()
        text = report()
        for number in range(options.copies):
            (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
        size = f"{len(text)} characters, {len(text.encode()) // 1024} KB"
        print(f"{options.copies} copies of {size}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        run(folder / "00000.txt", cache)  # fills the cache of compiled rules
        one, two = [], []
        for _ in range(options.runs):
            one.append(run(folder, cache, "--jobs", "1", "--no-cache"))
            two.append(run(folder, cache, "--jobs", "2", "--no-cache"))
        ratio = told("one core", one) / told("two cores", two)
        could = 2 * median(r.cpu for r in one) / median(r.cpu for r in two)
        print(f"{'':28}{ratio:8.2f} times as fast; by CPU time {could:.2f}", flush=True)
        first = run(folder, cache, "--jobs", "2")
        again = [run(folder, cache, "--jobs", "2") for _ in range(max(3, options.runs))]
        ratio = told("two cores, kept for later", [first]) / told("once more", again)
        print(f"{'':28}{ratio:8.2f} times as fast")
        (folder / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
        broken = run(folder, cache, "--jobs", "2")
        told("with one corrupt file", [broken])
        print(f"lines told: {one[0].lines}, {two[0].lines}, {again[0].lines}, beside a corrupt file {broken.lines}")


if __name__ == "__main__":
    main()
