"""Check `same-table`: one public table in two files of a report carries the same figures in both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.addresses import stem
from auditlint.checks.relate import relate
from auditlint.equations import Equal
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, replace

_LEAST = 6  # cells that two tables must share before one that differs is told
Key = tuple[int, str, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Options:
    """None."""


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every cell that two files print of one form, stage and year."""
    forms: dict[tuple[str, str], list[TableFacts]] = defaultdict(list)
    for table in ledger.tables:
        if table.form is not None and table.form.public and not ledger.documents[table.document].beside:
            forms[table.form.kind, table.form.stage].append(table)
    for found in forms.values():
        if len(found) == 2 and found[0].document != found[1].document:
            yield from _copies(*found)


def _copies(one: TableFacts, other: TableFacts) -> Iterator[Relation]:
    known = _cells(one)
    made = [
        r
        for key, fact in _cells(other).items()
        if key in known and (r := relate("same-table", Equal(), (("stated", fact), ("other", known[key])), firm=False))
    ]
    held = sum(r.verdict != "broken" for r in made)
    akin = held >= _LEAST and held * 4 >= len(made) * 3
    for relation in made:
        if relation.verdict != "broken" or akin:
            yield replace(relation, firm=akin)


def _cells(table: TableFacts) -> dict[Key, Fact]:
    """A table's figures by panel, row (its code, or its name and how often it came before) and header."""
    found: dict[Key, Fact] = {}
    for number, panel in enumerate(table.panels):
        seen: Counter[str] = Counter()
        for row in panel.rows:
            name = row.code or stem(row.label)
            seen[name] += 1
            for column in panel.columns:
                fact = table.cells.get((row.index, column.index))
                if fact is not None and fact.figure.unit.dimension == "money":
                    found[number, name, seen[name], tuple(map(bare, column.header))] = fact
    return found


CHECK = Check("same-table", Options, run, ("other",), "one public table in two files of a report")
