"""Check `table`: column and row footings, hierarchies, 其中 rows, and rate, share and difference columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from auditlint.checks import Check
from auditlint.checks.table.across import rows
from auditlint.checks.table.balance import balance
from auditlint.checks.table.below import below
from auditlint.checks.table.computed import change, completion, rest, share
from auditlint.checks.table.down import columns, of_which
from auditlint.checks.table.exchanged import exchanges
from auditlint.checks.table.found import added, divided
from auditlint.checks.table.named import divided_rows, left_rows, rate_rows
from auditlint.checks.table.partial import some_rows
from auditlint.checks.table.priced import priced
from auditlint.checks.table.projects import cost
from auditlint.checks.table.proven import proven_shares, proven_totals
from auditlint.checks.table.rates import rates
from auditlint.checks.table.reached import reached
from auditlint.checks.table.running import running
from auditlint.facts.ledger import Ledger
from auditlint.facts.roles import roles
from auditlint.facts.tables import Panel, TableFacts
from auditlint.model import Relation, Remark
from auditlint.packs import Lexicon
from auditlint.records import dataclass, field
from auditlint.typed import Literal

Of = Literal[
    "columns",
    "rows",
    "of-which",
    "completion",
    "reached",
    "share",
    "change",
    "rest",
    "added",
    "divided",
    "running",
    "balance",
    "cost",
    "exchanged",
]


@dataclass(frozen=True, slots=True)
class Options:
    """Which of a table's relations are evaluated."""

    of: Of = field(
        default="columns",
        metadata={
            "help": "columns: totals and hierarchies down a column; rows: totals along a row; of-which: a part against "
            "the whole it stands under; completion, share, change, rest: computed columns; "
            "reached: results over targets, scores over their points; "
            "added, divided: columns that their values show to add up, or to divide, others; price × quantity; "
            "running: running totals (累计) down a column; "
            "balance: the totals of two sides, and opening balance + income = expenditure + closing balance; "
            "cost: cost indicators against the budget of their form; "
            "exchanged: two cells that stand in each other's place"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation | Remark]:
    """Relations of every table of a report."""
    if options.of in _WHOLE:
        yield from _WHOLE[options.of](ledger)
        return
    for panel, table in _panels(ledger):
        lexicon = ledger.rulebook.lexicon
        own = list(_BY_NAME[options.of](panel, table, lexicon)) if options.of in _BY_NAME else []
        known = {frozenset(t.fact.id for t in r.terms) for r in own}
        yield from own
        for r in _CHECKS[options.of](panel, table):
            partly = options.of == "columns" and r.verdict == "broken" and some_rows(ledger, table, r)
            if not partly and frozenset(t.fact.id for t in r.terms) not in known:
                yield r
        if options.of == "completion":
            yield from below(panel, table, roles(lexicon))


def _panels(ledger: Ledger) -> Iterator[tuple[Panel, TableFacts]]:
    for table in ledger.tables:
        if table.kind != "chart":
            for panel in table.panels:
                yield panel, table


_WHOLE: dict[str, Callable[[Ledger], Iterator[Relation | Remark]]] = {
    "balance": balance,
    "cost": cost,
    "exchanged": exchanges,
}
_CHECKS: dict[str, Callable[[Panel, TableFacts], Iterator[Relation]]] = {
    "columns": lambda panel, table: chain(columns(panel, table), proven_totals(panel, table)),
    "rows": rows,
    "of-which": of_which,
    "completion": completion,
    "reached": reached,
    "share": lambda panel, table: chain(share(panel, table), proven_shares(panel, table)),
    "change": change,
    "rest": rest,
    "added": added,
    "divided": divided,
    "running": running,
}
_BY_NAME: dict[str, Callable[[Panel, TableFacts, Lexicon], Iterator[Relation]]] = {
    "columns": divided_rows,
    "share": rate_rows,
    "rest": left_rows,
    "divided": lambda panel, table, lexicon: chain(priced(panel, table), rates(panel, table, lexicon)),
}

CHECK = Check(
    "table",
    Options,
    run,
    (
        "total",
        "part",
        "whole",
        "rate",
        "actual",
        "budget",
        "share",
        "change",
        "current",
        "prior",
        "rest",
        "closing",
        "opening",
        "income",
        "outgo",
        "line",
        "named",
        "stated",
        "other",
    ),
    "footings and computed columns of tables",
)
