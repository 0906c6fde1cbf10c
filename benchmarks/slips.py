"""Figures mistyped in given texts: how many slips are told, and whether what is called firm would be told.

    python -m benchmarks.slips TEXT.txt… [--list]                   every figure of a firm relation, once
    python -m benchmarks.slips GOLD.yaml [--half NAME] [--list]     every figure of a labelled equation that holds

A slip changes a digit, swaps two or drops one, and moves the figure by more than a thirtieth: no rounding hides it. In
a gold file only fragments count in which nothing is labelled broken or doubtful; `--list` prints what nothing tells,
and is refused for the checking half, which is never read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import auditlint
from auditlint.equations import AtMost
from auditlint.model import ReportResult
from benchmarks.split import HALVES, fragments, half

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_KINDS = {
    "sum", "share", "change", "completion", "difference", "same-figure", "average", "balance",
    "count-sum", "score-sum", "chart-vs-text", "implied-budget",
}  # fmt: skip
_LEAST = Decimal("0.03")  # of a figure that a slip moves it by
_TRIES = 50
_RULES = auditlint.load_rules()


@dataclass(frozen=True)
class Place:
    """A number of a text, [start, end), and what ties it to others."""

    start: int
    end: int
    ties: tuple[str, ...]


def audited(text: str) -> ReportResult:
    """What is found in a text."""
    return auditlint.audit(auditlint.read("report.txt", data=text.encode()), _RULES)


def told(result: ReportResult) -> set[tuple[str, str]]:
    """The findings above info."""
    return {(f.code, f.message) for f in result.findings if f.severity != "info"}


def slip(number: str, rng: Random) -> str:
    """A number as it may be mistyped; "" where every slip would be too small."""
    digits = [i for i, c in enumerate(number) if c != "."]
    for _ in range(_TRIES):
        at = rng.choice(digits)
        kind = rng.choice(("digit", "drop", "swap"))
        if kind == "digit":
            made = number[:at] + rng.choice("0123456789") + number[at + 1 :]
        elif kind == "drop":
            made = number[:at] + number[at + 1 :]
        else:
            other = digits[(digits.index(at) + 1) % len(digits)]
            chars = list(number)
            chars[at], chars[other] = chars[other], chars[at]
            made = "".join(chars)
        if _NUMBER.fullmatch(made) and abs(Decimal(made) - Decimal(number)) > _LEAST * Decimal(number):
            return made
    return ""


def firm_places(text: str, result: ReportResult) -> Iterator[Place]:
    """The figures of a text that stand in a firm equation which holds."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    codes: dict[int, set[str]] = {}
    for relation in result.relations:
        if relation.firm and relation.verdict != "broken" and not isinstance(relation.equation, AtMost):
            for term in relation.terms:
                codes.setdefault(term.fact.id, set()).add(relation.code)
    for fact in result.facts:
        place = result.documents[fact.document].locate(fact.figure.span)
        if fact.id not in codes or place.line is None or place.column is None:
            continue
        start = starts[place.line] + place.column
        found = _NUMBER.search(text, start, start + len(fact.figure.text))
        if found is not None:
            yield Place(found.start(), found.end(), tuple(sorted(codes[fact.id])))


def labelled_places(fragment: dict[str, Any]) -> Iterator[Place]:
    """The figures of the labelled equations that hold."""
    rows = fragment["text"].split("\n")
    kinds: dict[tuple[int, int], set[str]] = {}
    for relation in fragment["relations"]:
        figures = relation.get("figures") or ()
        if relation["verdict"] != "holds" or relation["kind"] not in _KINDS or len(figures) < 2:
            continue
        for figure in figures:
            line, quote = int(figure["line"]) - 1, str(figure["quote"])
            at = rows[line].find(quote) if 0 <= line < len(rows) else -1
            found = _NUMBER.search(quote)
            if at >= 0 and found is not None:
                start = sum(len(row) + 1 for row in rows[:line]) + at + found.start()
                kinds.setdefault((start, start + len(found.group())), set()).add(relation["kind"])
    for (start, end), ties in kinds.items():
        yield Place(start, end, tuple(sorted(ties)))


def texts(path: Path, wanted: str) -> Iterator[tuple[str, str, ReportResult, list[Place]]]:
    """Name, text, result and places of a text file or of the clean fragments of a gold file."""
    if path.suffix not in (".yaml", ".yml"):
        text = path.read_text(encoding="utf-8")
        result = audited(text)
        yield path.stem, text, result, list(firm_places(text, result))
        return
    for fragment in fragments(path):
        clean = all(r["verdict"] in ("holds", "rounding") for r in fragment["relations"])
        if clean and wanted in ("", half(fragment["id"])):
            yield fragment["id"], fragment["text"], audited(fragment["text"]), list(labelled_places(fragment))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--half", choices=HALVES, default="")
    parser.add_argument("--list", action="store_true", help="what nothing tells, with the words around it")
    args = parser.parse_args()
    if args.list and args.half != HALVES[0] and any(p.suffix in (".yaml", ".yml") for p in args.paths):
        sys.exit(f"--list: only with --half {HALVES[0]}")
    tried, caught = Counter[str](), Counter[str]()
    for path in args.paths:
        for name, text, result, places in texts(path, args.half):
            before, rng = told(result), Random(name)
            for place in places:
                made = slip(text[place.start : place.end], rng)
                if not made:
                    continue
                is_told = bool(told(audited(text[: place.start] + made + text[place.end :])) - before)
                for tie in ("all", *place.ties):
                    tried[tie] += 1
                    caught[tie] += is_told
                if args.list and not is_told:
                    near = text[max(place.start - 40, 0) : place.start], text[place.end : place.end + 30]
                    said = f"{near[0]}[{text[place.start : place.end]}→{made}]{near[1]}".replace("\n", "/")
                    print(name, *place.ties, said)
    for tie, number in tried.most_common():
        print(f"{tie:20} {caught[tie]}/{number} = {100 * caught[tie] / number:.1f}%")


if __name__ == "__main__":
    main()
