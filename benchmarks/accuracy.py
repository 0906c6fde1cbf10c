"""Accuracy on generated reports: false alarms on consistent ones, what is told of their mutants.

    python -m benchmarks.accuracy [--reports N] [--mutants-each N] [--jobs N] [--examples FILE] [--write-ratchet]

Every report and mutant follows from its seed, so two runs give the same numbers.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.generator import Report, Truth, generate, mutants
from tests.generator.grading import audit, covered, grade, told

RATCHET = Path(__file__).resolve().parent.parent / "tests" / "generator" / "ratchet.yml"
SLACK = 1.0


@dataclass(slots=True)
class Tally:
    """Counts of a run, and an example or two of everything that went wrong."""

    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        self.counts += other.counts
        for key, texts in other.examples.items():
            self.examples.setdefault(key, []).extend(texts)

    def example(self, key: str, text: str) -> None:
        found = self.examples.setdefault(key, [])
        if len(found) < 4:
            found.append(text)


def measure(first: int, last: int, each: int, coverage: bool) -> Tally:
    """The tally of the seeds first … last − 1."""
    tally = Tally()
    count = tally.counts
    for seed in range(first, last):
        report = generate(seed)
        result = audit(report.text)
        count["reports", report.kind] += 1
        alarms = told(result)
        known = {f"{f.code} {f.message}" for f in alarms}
        count["alarmed", report.kind] += bool(alarms)
        count["figures", ""] += result.figures
        count["checked", ""] += result.checked
        for finding in alarms:
            count["alarm", finding.code] += 1
            line = report.text.split("\n")[finding.location.line or 0]
            tally.example(
                f"false alarm {finding.code} {finding.rule}", f"seed {seed}: {finding.message}\n    {line[:400]}"
            )
        if coverage:
            for truth, relation in covered(report, result):
                count["truth", truth.kind] += 1
                count["covered", truth.kind] += relation is not None
                count["firm", truth.kind] += relation is not None and relation.firm
                if relation is None or not relation.firm:
                    around = excerpt(report, truth)
                    state = "uncovered" if relation is None else "not firm"
                    tally.example(f"{state} {truth.kind} {type(truth.equation).__name__}", f"seed {seed}: …{around}…")
        for mutant in mutants(report, each):
            if not mutant.broken:
                count["silent by nature", mutant.reason] += 1
                continue
            got = grade(report, mutant, audit(mutant.text))
            kinds = "+".join(sorted({t.kind for t in mutant.broken}))
            for group in (("slip", mutant.slip), ("breaks", kinds), ("all", "")):
                count["mutants", *group] += 1
                count["caught", *group] += got.caught
                if mutant.slip != "word":
                    count["figures mistyped", *group] += 1
                    count["named", *group] += got.named
                    count["restored", *group] += got.restored
            count["telling", ""] += got.telling
            for message in got.stray:
                if message not in known:
                    count["stray", ""] += 1
                    tally.example("beside the point", f"seed {seed}: {mutant.original} → {mutant.typed}: {message}")
            around = mutant.text[max(0, mutant.start - 110) : mutant.end + 60].replace("\n", "⏎")
            note = f"seed {seed}: {mutant.original} → {mutant.typed} in …{around}…"
            if not got.caught:
                tally.example(f"missed {kinds} ({mutant.slip})", note)
            elif mutant.slip != "word" and not got.named:
                tally.example(f"not named {kinds} ({mutant.slip})", note)
            elif mutant.slip != "word" and not got.restored:
                tally.example(f"not restored {kinds} ({mutant.slip})", note)
    return tally


def excerpt(report: Report, truth: Truth) -> str:
    """The text around a truth's figures, these in brackets."""
    spans = sorted((report.marks[i].figure.span.start, report.marks[i].figure.span.end) for i in truth.marks)
    text, at = "", max(0, spans[0][0] - 60)
    for start, end in spans:
        between = report.text[at:start]
        text += (
            (between if len(between) < 160 else between[:40] + " … " + between[-60:])
            + "【"
            + report.text[start:end]
            + "】"
        )
        at = end
    return (text + report.text[at : at + 20]).replace("\n", "⏎")


def rate(tally: Tally, part: str, whole: str, *group: str) -> str:
    """ "n/of = p%" of two counts."""
    n, of = tally.counts[part, *group], tally.counts[whole, *group]
    return f"{n}/{of} = {100 * n / of:.1f}%" if of else "–"


def show(tally: Tally) -> None:
    """Print the tables."""
    counts = tally.counts
    reports = sum(n for (what, *_), n in counts.items() if what == "reports")
    alarmed = sum(n for (what, *_), n in counts.items() if what == "alarmed")
    print(f"consistent reports      {reports}")
    print(f"  with a false alarm    {alarmed}")
    for key, n in sorted(counts.items(), key=lambda kv: -kv[1]):
        if key[0] == "alarm":
            print(f"    {key[1]:10} {n}")
    print(f"figures in a firm relation  {rate(tally, 'checked', 'figures', '')}")
    print(f"findings beside the point, on mutants  {counts['stray', '']}")
    print(f"findings per mutant caught  {counts['telling', ''] / max(1, counts['caught', 'all', '']):.2f}")
    kinds = sorted({k[1] for k in counts if k[0] == "truth"})
    if kinds:
        print(f"\n{'true relations':24}{'evaluated':>24}{'firm':>24}")
        for kind in kinds:
            print(f"{kind:24}{rate(tally, 'covered', 'truth', kind):>24}{rate(tally, 'firm', 'truth', kind):>24}")
    print(f"\n{'mutants':34}{'caught':>20}{'suspect named':>20}{'restored':>20}")
    groups = sorted({k[1:] for k in counts if k[0] == "mutants"}, key=lambda g: (g[0], -counts["mutants", *g]))
    for group in groups:
        label = " ".join(group)
        print(
            f"{label:34}{rate(tally, 'caught', 'mutants', *group):>20}"
            f"{rate(tally, 'named', 'figures mistyped', *group):>20}"
            f"{rate(tally, 'restored', 'figures mistyped', *group):>20}"
        )
    print("\nslips that break no relation, by reason")
    for key, n in sorted(counts.items(), key=lambda kv: -kv[1]):
        if key[0] == "silent by nature":
            print(f"  {key[1]:34}{n}")


def ratchet(tally: Tally, reports: int, each: int) -> str:
    """The floors the test suite keeps: what was measured, less a little slack."""
    counts = tally.counts
    group = ("all", "")
    lines = [
        "# written by python -m benchmarks.accuracy --write-ratchet",
        f"reports: {reports}",
        f"mutants_each: {each}",
    ]
    for part, whole in (("caught", "mutants"), ("named", "figures mistyped"), ("restored", "figures mistyped")):
        of = counts[whole, *group]
        lines.append(f"{part}: {max(0.0, 100 * counts[part, *group] / of - SLACK):.1f}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--mutants-each", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--coverage", action="store_true", help="also count how many true relations were evaluated")
    parser.add_argument("--examples", type=Path, help="write examples of what went wrong to this file")
    parser.add_argument("--write-ratchet", action="store_true", help="write the floors of the test suite")
    args = parser.parse_args()
    if args.write_ratchet:
        args.first, args.reports, args.mutants_each = 0, 45, 5
    began = time.monotonic()
    tally = Tally()
    step = max(1, min(100, args.reports // args.jobs))
    firsts = range(args.first, args.first + args.reports, step)
    lasts = [min(f + step, args.first + args.reports) for f in firsts]
    each, coverage = [args.mutants_each] * len(lasts), [args.coverage] * len(lasts)
    if args.jobs > 1:
        with ProcessPoolExecutor(args.jobs) as pool:
            for part in pool.map(measure, firsts, lasts, each, coverage):
                tally.add(part)
    else:
        for arguments in zip(firsts, lasts, each, coverage, strict=True):
            tally.add(measure(*arguments))
    show(tally)
    print(f"\n{time.monotonic() - began:.0f} s")
    if args.examples:
        lines = []
        for key, texts in sorted(tally.examples.items(), key=lambda kv: -len(kv[1])):
            lines += [f"## {key}: {len(texts)} kept", *texts[:4], ""]
        args.examples.write_text("\n".join(lines), encoding="utf-8")
    if args.write_ratchet:
        RATCHET.write_text(ratchet(tally, args.reports, args.mutants_each), encoding="utf-8")


if __name__ == "__main__":
    main()
