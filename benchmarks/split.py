"""The two halves of a gold file: one to develop on, one to check with; and the score of each.

    python -m benchmarks.split GOLD.yaml                        print the ids of the checking half
    python -m benchmarks.split GOLD.yaml --score SCORE.py       score both halves
    python -m benchmarks.split GOLD.yaml --half developing --out FILE

A fragment belongs to the checking half when the first byte of sha256("auditlint-split-2026:" + id) is odd: the choice
was made before anything was tuned, needs no list, and stays the same when fragments are added.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

SALT = "auditlint-split-2026:"
HALVES = ("developing", "checking")


def half(identity: str) -> str:
    """Which half a fragment belongs to."""
    return HALVES[hashlib.sha256((SALT + identity).encode()).digest()[0] % 2]


def fragments(path: Path) -> list[dict[str, Any]]:
    """The labelled fragments of a gold file."""
    with path.open(encoding="utf-8", newline="") as file:
        data = yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(data, list):
        sys.exit(f"{path}: no list of fragments")
    return data


def write(chosen: list[dict[str, Any]], path: Path) -> None:
    """Write fragments as a gold file."""
    path.write_text(yaml.dump(chosen, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--half", choices=HALVES, default="checking")
    parser.add_argument("--out", type=Path, help="write the chosen half as a gold file")
    parser.add_argument("--score", type=Path, help="the scoring program; both halves are scored")
    parser.add_argument("--cmd", default="auditlint", help="the command the scoring program runs")
    parser.add_argument("--by-kind", action="store_true")
    args = parser.parse_args()
    halves: dict[str, list[dict[str, Any]]] = {h: [] for h in HALVES}
    for fragment in fragments(args.gold):
        halves[half(fragment["id"])].append(fragment)
    if args.out:
        write(halves[args.half], args.out)
    if args.score:
        with tempfile.TemporaryDirectory() as scratch:
            for name in HALVES:
                gold = Path(scratch) / f"{name}.yaml"
                write(halves[name], gold)
                print(f"{name} half: {len(halves[name])} fragments", flush=True)
                command = [sys.executable, str(args.score), "--cmd", args.cmd, str(gold)]
                subprocess.run([*command, *(["--by-kind"] if args.by_kind else [])], check=True)
                print(flush=True)
    elif not args.out:
        print("\n".join(f["id"] for f in halves[args.half]))


if __name__ == "__main__":
    main()
