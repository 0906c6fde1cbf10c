"""Accuracy on the nine public tables: cells mistyped in every layout and format, the text beside them left alone.

    python -m benchmarks.tables [--seeds N] [--first N] [--cells N] [--layout NAME]… [--examples]

A slip changes a digit, swaps two, drops one or moves the point. It counts as breaking where a relation of the clean
tables breaks by it, or where it changes the figure by one unit or more, as every cell is part of a sum.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from auditlint import engine, packs
from auditlint.judge import judge
from auditlint.model import Fact, Relation, ReportResult
from auditlint.settings import Settings
from tests.generator.layouts import LAYOUTS
from tests.generator.workbook import Grid, accounts, report, tables


def slip(text: str, rng: Random) -> str:
    """The text with one plausible mistake in its digits."""
    digits = [i for i, x in enumerate(text) if x.isdigit()]
    kind = rng.choice(("digit", "digit", "swap", "drop", "point"))
    if kind == "digit":
        at = rng.choice(digits)
        return text[:at] + rng.choice([x for x in "123456789" if x != text[at]]) + text[at + 1 :]
    if kind == "swap":
        at = rng.choice(digits[:-1])
        other = digits[digits.index(at) + 1]
        return text[:at] + text[other] + text[at + 1 : other] + text[at] + text[other + 1 :]
    if kind == "drop" and len(digits) > 3:
        return text[1:].lstrip(",")
    return f"{Decimal(text.replace(',', '')) * 10:.2f}"


def breaks(relation: Relation, fact: Fact, value: Decimal) -> bool:
    """Whether a firm relation of the clean tables breaks when a figure has another value."""
    if not relation.firm or all(t.fact.id != fact.id for t in relation.terms):
        return False
    figures = [replace(t.fact.figure, value=value) if t.fact.id == fact.id else t.fact.figure for t in relation.terms]
    found = judge(relation.equation, figures)
    return found is not None and found.verdict == "broken"


def audited(layout: str, grids: list[Grid], text: str, folder: Path) -> ReportResult:
    """What is found in the tables, laid out and read back."""
    return engine.audit([LAYOUTS[layout](grids, text, folder)], packs.load(), Settings())


def told(result: ReportResult) -> list[str]:
    """Messages above info."""
    return [f"{f.code} {f.message}" for f in result.findings if f.severity != "info"]


def measure(seed: int, layout: str, cells: int, folder: Path, counts: Counter[str], examples: list[str]) -> None:
    """One department's tables in one layout."""
    made = accounts(Random(seed), rich=seed % 3 > 0)
    grids = list(tables(made))
    text = "" if "sheet" in layout else report(made)
    clean = audited(layout, grids, text, folder)
    counts["documents"] += 1
    counts["alarmed"] += bool(told(clean))
    examples += [f"{layout} {seed}: alarm: {m}" for m in told(clean)]
    facts = {(f.table, f.row, f.column): f for f in clean.facts if f.table >= 0}
    places = [
        (n, r, c)
        for n, g in enumerate(grids)
        for r, row in enumerate(g.rows)
        for c, x in enumerate(row)
        if "." in x[1:]
    ]
    counts["cells"] += len(places)
    firm = {t.fact.id for r in clean.relations if r.firm for t in r.terms}
    counts["firm cells"] += sum(p in facts and facts[p].id in firm for p in places)
    rng = Random(f"slips-{seed}-{layout}")
    for number, row, column in rng.sample(places, min(cells, len(places))):
        typed = grids[number].rows[row][column]
        if not any(x.isdigit() for x in typed):
            continue
        wrong = slip(typed, rng)
        value, was = (Decimal(x.replace(",", "")) for x in (wrong, typed))
        fact = facts.get((number, row, column))
        broken = abs(value - was) >= 1 or (fact is not None and any(breaks(r, fact, value) for r in clean.relations))
        if wrong == typed or not broken:
            counts["not breaking"] += 1
            continue
        slipped = [*grids[:number], grids[number].typed(row, column, wrong), *grids[number + 1 :]]
        found = [f for f in audited(layout, slipped, text, folder).findings if f.severity != "info"]
        suspects = [s.location.address for f in found for s in (f.suggestion, *f.candidates) if s is not None]
        first = [f.suggestion for f in found if f.suggestion is not None]
        counts["breaking"] += 1
        counts["caught"] += bool(found)
        counts["named"] += any((a.table, a.row, a.column) == (number, row, column) for a in suspects)
        counts["alone"] += any(
            (s.location.address.table, s.location.address.row, s.location.address.column) == (number, row, column)
            for s in first
        )
        counts["restored"] += any(s.replacement.replace(",", "") == f"{was}" for s in first)
        counts["findings"] += len(found)
        note = f"{layout} {seed} {grids[number].kind} r{row} c{column} {grids[number].rows[row]}: {typed} → {wrong}"
        if not found:
            examples.append(f"missed: {note}")
        elif not any((a.table, a.row, a.column) == (number, row, column) for a in suspects):
            examples.append(f"not named: {note}: {[f.message for f in found]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--first", type=int, default=100)
    parser.add_argument("--cells", type=int, default=25)
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS))
    parser.add_argument("--examples", action="store_true", help="print what was missed, not named, or alarmed")
    args = parser.parse_args()
    began = time.monotonic()
    examples: list[str] = []
    print(
        f"{'layout':28}{'alarms':>10}{'cells firm':>14}{'caught':>20}{'suspect named':>20}{'first, alone':>20}"
        f"{'per slip':>10}"
    )
    whole: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for layout in args.layout or LAYOUTS:
            counts: Counter[str] = Counter()
            for seed in range(args.first, args.first + args.seeds):
                measure(seed, layout, args.cells, Path(folder), counts, examples)
            show(layout, counts)
            whole += counts
    show("all", whole)
    print(f"\n{time.monotonic() - began:.0f} s")
    if args.examples:
        print("\n".join(examples))


def show(name: str, counts: Counter[str]) -> None:
    """A line of the table."""

    def rate(part: str, of: str) -> str:
        return f"{counts[part]}/{counts[of]} = {100 * counts[part] / max(1, counts[of]):.1f}%"

    alarms = f"{counts['alarmed']}/{counts['documents']}"
    firm = f"{100 * counts['firm cells'] / max(1, counts['cells']):.1f}%"
    each = f"{counts['findings'] / max(1, counts['caught']):.2f}"
    print(
        f"{name:28}{alarms:>10}{firm:>14}{rate('caught', 'breaking'):>20}{rate('named', 'breaking'):>20}"
        f"{rate('alone', 'breaking'):>20}{each:>10}",
        flush=True,
    )


if __name__ == "__main__":
    main()
