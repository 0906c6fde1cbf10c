"""Check `indicator-name`: a name that differs by one character between a form and the goals set for its project."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.indicators import Target, by_table, goals
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Remark, Span
from auditlint.records import dataclass

_SHORTEST = 5  # characters of a name; shorter ones may be two names
_SIBLINGS = 3  # indicators of the two tables whose names are the same
_HARMLESS = frozenset("的地得及和与、等数率量度次费额人个名年月日上下内外不未非无")


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """One remark per pair of names with the same target that are a character apart, among names that are the same."""
    tables = by_table(ledger)
    for one, other in goals(ledger, tables):
        ours = {t.fact.label: t for t in tables[one]}
        theirs = {t.fact.label: t for t in tables[other]}
        if len(ours.keys() & theirs.keys()) < _SIBLINGS:
            continue
        left, right = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
        for name in sorted(left):
            near = [n for n in right if _apart(name, n) and _alike(ours[name], theirs[n])]
            if len(near) == 1:
                spans = [_place(ledger, ledger.tables[i], t) for i, t in ((one, ours[name]), (other, theirs[near[0]]))]
                if all(spans):
                    yield Remark(
                        "indicator-name",
                        tuple(s for s in spans if s is not None),
                        (("name", name), ("other", near[0])),
                    )


def _apart(one: str, other: str) -> bool:
    """Whether one character is too many, too few or another, and none that a name may be written with or without."""
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    for a, b in ((1, 1), (1, 0), (0, 1)):
        if one[start + a :] == other[start + b :]:
            return not (set(one[start : start + a] + other[start : start + b]) & _HARMLESS)
    return False


def _alike(one: Target, other: Target) -> bool:
    return one.fact.figure.amount == other.fact.figure.amount and one.fact.figure.unit == other.fact.figure.unit


def _place(ledger: Ledger, table: TableFacts, target: Target) -> tuple[int, Span] | None:
    fact = target.fact
    row = next((r for r in table.rows if r.index == fact.row and r.label == fact.label), None)
    if row is None or row.block < 0:
        return None
    return table.document, Span(row.block, 0, len(ledger.documents[table.document].blocks[row.block].text))


CHECK = Check("indicator-name", Options, run, ("name", "other"), "misspelt names of indicators", compares=False)
