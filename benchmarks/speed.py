"""Speed and memory: start cold and warm, a long report, growth with length, many reports.

    python -m benchmarks.speed [--runs N] [--only start|long|growth|corpus]

CPU time is user + system of the child process, medians of N runs, bytecode compiled. Cold means an empty private cache
folder (XDG_CACHE_HOME), warm the next run with the same one over another report.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
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
COMMAND = (sys.executable, "-m", "auditlint", "check", "--exit-zero")
AUDIT = """
import json, resource, sys, time
from pathlib import Path
from auditlint import engine, packs, readers
from auditlint.settings import Settings
book, settings = packs.load(), Settings()
path = Path(sys.argv[1])
warm = readers.read("warm.txt", data="本年收入合计3.00万元。".encode())
engine.audit((warm,), book, settings)
began = time.process_time()
result = engine.audit((readers.read(path),), book, settings)
print(json.dumps({"seconds": time.process_time() - began, "figures": result.figures,
                  "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One child process: CPU and wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    mb: float
    code: int


def run(command: Sequence[str], cache: Path) -> Run:
    """Run a command with its own cache folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONHASHSEED": "0"}
    began = time.monotonic()
    with open(os.devnull, "wb") as null:
        child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=null, stderr=null)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024, child.returncode)


def consistent(size: int) -> str:
    """Text of about that many bytes of UTF-8: one report with its forms, said again and again."""
    once = generate(2, "final").text + "\n" + generate(3, "evaluation").text + "\n"
    return once * max(1, round(size / len(once.encode())))


def contradictory(size: int) -> str:
    """The same length made of different departments' reports: every fact is stated with many values."""
    parts: list[str] = []
    length, seed = 0, 0
    while length < size:
        parts.append(generate(seed, ("final", "evaluation")[seed % 2]).text)
        length += len(parts[-1].encode())
        seed += 1
    return "\n".join(parts)


def start(runs: int, scratch: Path) -> None:
    """A two-page report in concise against importing regex and yaml.

    Cold is a run with nothing kept; warm one with the rules kept, over a report that was never audited; again one over
    the same bytes, whose result is kept.
    """
    text = generate(2, "final").text[:2400]
    report = scratch / "two-pages.txt"
    command = [*COMMAND, "--output-format", "concise", str(report)]
    imports: list[float] = []
    cold, warm, again = [], [], []
    for i in range(runs):  # in turns, so that other work on the machine slows all of them alike
        cache = scratch / f"cache{i}"
        cache.mkdir()
        report.write_text(text, encoding="utf-8")
        cold.append(run(command, cache))
        imports.append(run([sys.executable, "-c", "import regex, yaml"], scratch).cpu)
        report.write_text(text + "\n", encoding="utf-8")
        warm.append(run(command, cache))
        again.append(run(command, cache))
    bare = median(imports)
    print(f"python -c 'import regex, yaml'          {1000 * bare:7.0f} ms CPU")
    for name, done in (("cold", cold), ("warm", warm), ("again", again)):
        cpu = median(r.cpu for r in done)
        codes = sorted({r.code for r in done})
        print(
            f"auditlint check, two pages, {name:12}{1000 * cpu:7.0f} ms CPU  = {cpu / bare:.1f} x"
            f"   {median(r.mb for r in done):.0f} MB   exit {codes}"
        )


def audit_alone(text: str, runs: int, scratch: Path) -> tuple[float, float, int]:
    """(CPU seconds of the audit after start, peak MB, figures) of a text."""
    report = scratch / "long.txt"
    report.write_text(text, encoding="utf-8")
    found = []
    for _ in range(runs):
        done = subprocess.run(
            [sys.executable, "-c", AUDIT, str(report)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        found.append(json.loads(done.stdout))
    return median(f["seconds"] for f in found), median(f["mb"] for f in found), found[0]["figures"]


def long(runs: int, scratch: Path) -> None:
    """A report of 130 KB, after start."""
    seconds, mb, figures = audit_alone(consistent(130_000), runs, scratch)
    print(f"130 KB report ({figures} figures) audited after start: {seconds:.2f} s CPU, {mb:.0f} MB")


def growth(runs: int, scratch: Path) -> None:
    """1, 4 and 16 times the length, of a consistent text and of one that contradicts itself everywhere."""
    for make in (consistent, contradictory):
        base = 0.0
        for times in (1, 4, 16):
            seconds, mb, figures = audit_alone(make(40_000 * times), max(1, runs // 2), scratch)
            base = base or seconds
            name = f"{times:3} x 40 KB {make.__name__} ({figures} figures)"
            print(f"{name:46}{seconds:6.2f} s CPU = {seconds / base:5.1f} x, {mb:.0f} MB")


def corpus(runs: int, scratch: Path) -> None:
    """Many reports, with one process, with two, and again with the cache filled."""
    folder = scratch / "corpus"
    folder.mkdir()
    for seed in range(60):
        (folder / f"report-{seed:03}.txt").write_text(generate(seed, "final").text, encoding="utf-8")
    cache = scratch / "corpus-cache"
    cache.mkdir()
    command = [*COMMAND, "--output-format", "concise", str(folder)]
    help_text = subprocess.run([*COMMAND, "--help"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for jobs in (1, 2):
        if "--jobs" not in help_text:
            print("check has no --jobs")
            jobs_option: list[str] = []
        else:
            jobs_option = ["--jobs", str(jobs)]
        fresh = "--no-cache" if "--no-cache" in help_text else ""
        done = [run([*command, *jobs_option, *([fresh] if fresh else [])], cache) for _ in range(max(1, runs // 2))]
        wall, cpu = median(r.wall for r in done), median(r.cpu for r in done)
        print(f"60 reports, {jobs} process(es): {wall:.2f} s, {cpu:.2f} s CPU")
    run(command, cache)
    again = run(command, cache)
    print(f"60 reports, seen before:   {again.wall:.2f} s, {again.cpu:.2f} s CPU")


PARTS = {"start": start, "long": long, "growth": growth, "corpus": corpus}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=sorted(PARTS), action="append")
    args = parser.parse_args()
    compileall.compile_dir(ROOT / "auditlint", quiet=2)
    for name in args.only or PARTS:
        with tempfile.TemporaryDirectory() as scratch:
            PARTS[name](args.runs, Path(scratch))


if __name__ == "__main__":
    main()
