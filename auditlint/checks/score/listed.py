"""The scores of projects that a table lists, against their own forms and reports; part of the check `score`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from auditlint.checks.relate import relate
from auditlint.equations import Equal
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.names import couples
from auditlint.facts.ratings import SCORED_BY_OTHERS, moved, revised
from auditlint.model import Fact, Relation
from auditlint.records import replace

_FEW = 2  # projects below which a table is no list of them


def listed(ledger: Ledger, said: Mapping[str, Sequence[Fact]]) -> Iterator[Relation]:
    """The one row of a list whose score is another than the project's form or report gives, where other rows agree."""
    for rows in _lists(ledger) if any(said) and not revised(ledger) else ():
        found: list[Relation] = []
        for name, subject in couples(tuple(rows), tuple(s for s in said if s)).items():
            values = {f.figure.value for f in said[subject]}
            if len(values) == 1:
                made = relate("score", Equal(), (("quoted", rows[name]), ("total", said[subject][0])), firm=True)
                found += [made] if made is not None else []
        found = [r for r in found if r.verdict != "broken" or not (_rounded(r) or moved(ledger, r.terms[1].fact))]
        broken = [r for r in found if r.verdict == "broken"]
        for r in found:
            if r.verdict != "broken" or (len(broken) == 1 and len(found) > 1):
                yield replace(r, firm=len(found) > 1)


def _rounded(relation: Relation) -> bool:
    """Whether one of two scores is the other without its last decimals: 98 for 97.6."""
    unit = Decimal(1).scaleb(-min(f.decimals for f in relation.figures))
    return unit != Decimal(1).scaleb(-max(f.decimals for f in relation.figures)) and abs(relation.difference) < unit


def _lists(ledger: Ledger) -> Iterator[dict[str, Fact]]:
    """The scores of the tables that give one for each project, and no points that it is of."""
    for table in ledger.tables:
        for panel in table.panels:
            columns = panel.having("score")
            titles = table.title + "".join(h for c in columns for h in c.header)
            if SCORED_BY_OTHERS.search(titles) or "自评" not in titles:
                continue
            if table.subject or len(columns) != 1 or panel.having("weight", "target") or panel.loose:
                continue
            cells: dict[str, list[Fact]] = defaultdict(list)
            for row in panel.rows:
                fact = table.cells.get((row.index, columns[0].index))
                if fact is not None and row.role == "member" and not generic(row.label):
                    cells[row.label].append(fact)
            once = {name: facts[0] for name, facts in cells.items() if len(facts) == 1}
            if len(once) >= _FEW and panel.having("actual", "budget", "completion"):
                yield once
