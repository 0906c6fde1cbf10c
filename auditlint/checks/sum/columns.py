"""Totals in the text beside a table without a row of totals, against its columns; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.relate import relate, significant
from auditlint.checks.tabled_rows import kind, sentences_beside
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.tables import Panel, TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import replace

_FEWEST = 3  # rows of a table whose columns are added up
_PROOF = 3  # digits of a total that shows by coming out that the text speaks of the table
_ENDING = compiled(r"(?:总|合计|金|总金)?(?:数|数量|个数|金额|额|投资)$")
_WORD = 2  # characters of a name that says what is meant


def column_totals(ledger: Ledger) -> Iterator[Relation]:
    """共评审项目n个，送审A万元，审定B万元 above a table of kinds: n, A and B are what its columns add up to.

    The table prints no total. Where one amount comes out, the sentence is of all its rows, and the others must, too.
    """
    cued = (s for s in ledger.sentences if len(s.facts) > 1)
    for table, sentence in sentences_beside(ledger, cued):
        for panel in table.panels:
            if not _summed_nowhere(panel, table):
                continue
            made = list(_totals(ledger, panel, table, sentence))
            proof = [r for r in made if r.verdict == "holds" and significant(r.figures[0]) >= _PROOF]
            for relation in made if proof else ():
                yield replace(relation, firm=relation in proof or len(made) > 1)


def _summed_nowhere(panel: Panel, table: TableFacts) -> bool:
    """Whether a table has only rows of one level, and none of a total."""
    alike = all(r.role == "member" and r.level == panel.rows[0].level and not r.code for r in panel.rows)
    return alike and len(table.panels) == 1 and len(panel.rows) >= _FEWEST and not panel.loose


def _totals(ledger: Ledger, panel: Panel, table: TableFacts, sentence: Sentence) -> Iterator[Relation]:
    """The sums of the columns that the figures of a sentence name, each column once."""
    taken: set[int] = set()
    for fact in ledger.facts_of(sentence):
        if fact.measure not in ("level", "budget") or not fact.label:
            continue
        found = [c for c in panel.columns if c.index not in taken and _names(fact.label, bare("".join(c.header)))]
        cells = [_cells(panel, table, c.index) for c in found]
        fitting = [row for row in cells if row and all(kind(f) == kind(fact) for f in row)]
        if len(fitting) != 1:
            continue
        taken.add(fitting[0][0].column)
        terms = (("total", fact), *(("part", f) for f in fitting[0]))
        made = relate("sum", Sum((1,) * len(fitting[0])), terms, firm=False)
        if made is not None:
            yield made


def _names(label: str, header: str) -> bool:
    """Whether a label in the text means the column of a header: 共评审项目 of 项目数, 送审金额 of 送审金额（万元）."""
    core = _ENDING.sub("", header)
    return len(core) >= _WORD and (label.endswith((core, header)) or _ENDING.sub("", label).endswith(core))


def _cells(panel: Panel, table: TableFacts, column: int) -> Sequence[Fact]:
    """The figures of a column, one in each row; none where a row has none."""
    found = [table.cells.get((r.index, column)) for r in panel.rows]
    return [f for f in found if f is not None] if all(found) else []
