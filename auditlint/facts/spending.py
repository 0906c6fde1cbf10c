"""How far the money of single projects was spent: the rows of a table of projects, and what the text says of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.names import core
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Fact
from auditlint.records import dataclass

FEW = 2  # projects below which a table is none of projects
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Spending:
    """How far a project's money was spent: its name as printed, the rate in percent and the figure that shows it.

    `budget` and `actual` are the amounts, where a row prints both.
    """

    name: str
    rate: Decimal
    fact: Fact
    budget: Fact | None = None
    actual: Fact | None = None

    @property
    def spent(self) -> bool:
        """Whether nothing was left."""
        return self.rate >= _HUNDRED

    @property
    def said(self) -> str:
        """The figure with its name."""
        return f"{self.name}{self.fact.figure.text}"


@dataclass(frozen=True, slots=True)
class Overview:
    """A table of projects: all of its rows, each with what was spent, or None where its figures do not say it."""

    table: TableFacts
    rows: tuple[tuple[str, Spending | None], ...]

    def of(self, name: str) -> Spending | None:
        """What was spent of a project by its name; None where no row, or more than one, has it."""
        found = [spending for other, spending in self.rows if core(other) == core(name)]
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def overviews(ledger: Ledger) -> tuple[Overview, ...]:
    """The report's tables with a row for each project and what was planned and spent."""
    tables = (t for t in ledger.tables if t.kind == "table" and ledger.documents[t.document].role == "report")
    return tuple(o for table in tables for panel in table.panels for o in _overview(table, panel))


def _overview(table: TableFacts, panel: Panel) -> Iterator[Overview]:
    if panel.loose or not panel.having("actual", "completion") or any(r.code for r in panel.rows):
        return
    rows = [r for r in panel.rows if r.role == "member"]
    names = names_of(rows)
    if len(names) >= FEW:
        yield Overview(table, tuple((n, _spending(table, panel, r, n)) for r, n in zip(rows, names, strict=True)))


def names_of(rows: Sequence[Row]) -> list[str]:
    """The first of the label cells that names every row, and each another; nothing where none does."""
    width = min((len(r.names) for r in rows), default=0)
    for i in range(width):
        names = [r.names[i] for r in rows]
        if all(names) and len(set(names)) == len(names) and not any(generic(n) for n in names):
            return names
    return []


def _spending(table: TableFacts, panel: Panel, row: Row, name: str) -> Spending | None:
    """The rate that a row prints, or else that of its two amounts; None where the two differ."""
    cells = {role: _cell(table, panel, row, role) for role in ("budget", "actual", "completion")}
    budget, actual, rate = cells["budget"], cells["actual"], cells["completion"]
    made = None
    if budget is not None and actual is not None and budget.figure.amount > 0:
        made = actual.figure.amount / budget.figure.amount * _HUNDRED
    if rate is None or rate.figure.unit.dimension != "percent":
        return Spending(name, made, actual, budget, actual) if made is not None and actual is not None else None
    if made is not None and abs(made - rate.figure.value) > 1:
        return None
    return Spending(name, rate.figure.value, rate, budget, actual)


def _cell(table: TableFacts, panel: Panel, row: Row, role: str) -> Fact | None:
    columns = panel.having(role)
    return table.cells.get((row.index, columns[0].index)) if len(columns) == 1 else None


_NAMED = compiled(
    r"(?:^|[;。:]|[0-9][.、)]|^[一二三四五六七八九十]+、|[)])(?P<name>(?!全年|年初|调整|其中|项目|预算|执行)[^,;。:、()0-9]{3,30}?)(?:项目)?(?=[:,])"
)
_RATES = ("执行率", "支出率", "支付率")


@lru_cache(maxsize=1)
def told(ledger: Ledger) -> Mapping[str, Sequence[Spending]]:
    """甲项目：全年预算A万元，执行B万元，执行率p%: rates that sentences tell, by the cores of the projects' names."""
    found: dict[str, list[Spending]] = defaultdict(list)
    for fact in ledger.facts:
        if fact.sentence < 0 or fact.measure != "completion" or fact.depth:
            continue
        before = ledger.sentences[fact.sentence].before(fact)
        item = before.rpartition(";")[2]
        names = [str(m["name"]) for m in _NAMED.finditer(item)]
        if names and any(rate in item[-_LEAD:] for rate in _RATES) and "预算" in item and "%" not in item:
            found[core(names[-1])].append(Spending(names[-1], fact.figure.value, fact))
    return found


_LEAD = 8  # characters before a rate that say what it is of
