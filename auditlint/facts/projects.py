"""Projects: what a report says of their money in lists, overviews, forms of their own and reports on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import generic
from auditlint.facts.names import core
from auditlint.facts.project_texts import Amounts, Money, reports, summaries
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Fact
from auditlint.records import dataclass
from auditlint.typed import Literal

Kind = Literal["list", "overview", "form", "goal", "report"]
FEW = 2  # projects below which a list or table is none of projects

_FISCAL = compiled(r"(?:财政(?:资金|拨款)|(?:本|当)年(?:度)?财政拨款|一般公共预算(?:资金|拨款|财政拨款)?|财政拨款收入)")


@dataclass(frozen=True, slots=True)
class Source:
    """One place that states amounts of projects: by a project's name as printed, then by what is stated of it.

    The facts of one kind of money are in the order in which they are likely meant: the total, then what is paid by
    the budget alone.
    """

    kind: Kind
    amounts: Amounts


def forms(ledger: Ledger) -> Iterator[tuple[TableFacts, Panel, Row]]:
    """The forms of single projects, with the row of all their money."""
    for table in ledger.tables:
        if not table.subject:
            continue
        for panel in table.panels:
            row = next((r for r in panel.rows if r.role == "total" and r.label.endswith("总额")), None)
            if row is not None and panel.having("actual") and panel.having("budget", "first-budget"):
                yield table, panel, row
                break


@lru_cache(maxsize=1)
def sources(ledger: Ledger) -> tuple[Source, ...]:
    """Every place that states amounts of projects; lists and overviews where they name projects known elsewhere."""
    own, goals = _forms(ledger), _goals(ledger)
    told = reports(ledger)
    names = {core(n) for n in (*own.amounts, *goals.amounts, *told)}
    wide = [*_overviews(ledger, names), *_lists(ledger, names)]
    single = (Source("list", summaries(ledger)), own, goals, Source("report", told))
    return tuple(s for s in (*wide, *single) if s.amounts)


def _forms(ledger: Ledger) -> Source:
    """The projects' own forms; a name that two forms have is left out."""
    found: dict[str, list[dict[Money, tuple[Fact, ...]]]] = defaultdict(list)
    for table, panel, head in forms(ledger):
        rows = [head, *(r for r in panel.rows if r.index > head.index and _FISCAL.fullmatch(r.label))][:2]
        money: dict[Money, tuple[Fact, ...]] = {}
        for kind in ("first-budget", "budget", "actual"):
            columns = panel.having(kind)
            facts = [table.cells.get((r.index, columns[-1].index)) for r in rows] if columns else []
            known = tuple(f for f in facts if f is not None and f.figure.unit.dimension == "money")
            if known and facts[0] is not None:
                money[kind] = known
        found[table.subject].append(money)
    return Source("form", {name: rows[0] for name, rows in found.items() if len(rows) == 1})


def _goals(ledger: Ledger) -> Source:
    """The budgets that tables of goals print beside 预算金额, each of the project named before it, under no header."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for table in ledger.tables:
        for fact in table.facts:
            column = table.column(fact)
            if fact.measure == "budget" and (column is None or column.measure != "budget"):
                found[fact.label].append(fact)
    return Source("goal", {name: {"budget": (facts[0],)} for name, facts in found.items() if len(facts) == 1})


def _overviews(ledger: Ledger, names: set[str]) -> Iterator[Source]:
    """Tables with a row for each project."""
    if not names:
        return
    for table in ledger.tables:
        for panel in table.panels:
            amounts: dict[str, dict[Money, tuple[Fact, ...]]] = {}
            for row in panel.rows:
                name = next((n for n in row.names if core(n) in names and n != table.subject), "")
                if not name or name in amounts:
                    continue
                money: dict[Money, tuple[Fact, ...]] = {}
                for kind in ("first-budget", "budget", "actual"):
                    columns = sorted(panel.having(kind), key=lambda c: not c.total)
                    facts = [table.cells.get((row.index, c.index)) for c in columns]
                    known = tuple(f for f in facts if f is not None and f.figure.unit.dimension == "money")
                    if known and facts[0] is not None:
                        money[kind] = known
                if money:
                    amounts[name] = money
            if len(amounts) >= FEW:
                yield Source("overview", amounts)


def _lists(ledger: Ledger, names: set[str]) -> Iterator[Source]:
    """Lists in the text whose items are projects: what was spent, or granted where the total is a budget."""
    for listing in ledger.lists:
        kind = _money_of(ledger, listing)
        amounts: dict[str, dict[Money, tuple[Fact, ...]]] = {}
        for part in listing.parts:
            fact = ledger.facts[part[0]] if part else None
            if fact is None or fact.figure.unit.dimension != "money" or fact.measure not in ("level", "budget"):
                continue
            name = _printed(ledger, fact)
            if name and not generic(name) and name not in amounts:
                amounts[name] = {kind: (fact,)}
        if sum(core(n) in names for n in amounts) >= FEW:
            yield Source("list", amounts)


def _money_of(ledger: Ledger, listing: Listing) -> Money:
    parents = [ledger.facts[i] for i in listing.parent[:1]]
    return "budget" if any(p.measure == "budget" or "预算" in p.label for p in parents) else "actual"


_NAMED_BEFORE = compiled(r"(?:^|[,;。:、(]|其中|包括|用于)(?P<name>[^,;。:、(]+)$")


def _printed(ledger: Ledger, fact: Fact) -> str:
    """The words before a figure of a list: a concept would hide a project's name."""
    if not fact.concept:
        return fact.label
    sentence = ledger.sentences[fact.sentence]
    found = _NAMED_BEFORE.search(sentence.before(fact))
    return str(found["name"]) if found else fact.label
