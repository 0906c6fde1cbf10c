"""Two names that have each other's amounts in another place; part of the check `same-figure`.

绿化养护 214.63 and 路灯维护 187.29 in the text and in one table, 187.29 and 214.63 in another: whatever the two columns
are of, one has the rows exchanged. Long amounts do not meet crosswise by chance; that other rows of both places agree
shows that they state the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from auditlint.checks.addresses import Address, stem
from auditlint.checks.relate import maybe, relate
from auditlint.checks.statements import statements
from auditlint.equations import Equal
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.roles import AMOUNTS
from auditlint.model import Fact, Relation
from auditlint.numerals import telling_digits
from auditlint.records import dataclass

_LEAST, _LONG = 3, 7  # digits of an amount, and of two together, that meet crosswise by no chance
_ALIKE = 3  # rows that agree where the two have one digit less
_ITEMS = Address("text", "每项")


@dataclass(frozen=True, slots=True)
class _Place:
    """A column of a table, or the running text: the amounts that it states of each name."""

    where: tuple[int, int]
    said: Mapping[str, Sequence[Fact]]

    def states(self, name: str, amount: Decimal) -> Fact | None:
        """The fact of a name that states an amount."""
        return next((f for f in self.said.get(name, ()) if f.figure.amount == amount), None)


def exchanged(ledger: Ledger) -> Iterator[Relation]:
    """A relation for each of two names whose amounts are exchanged in one of several places."""
    places = [*_columns(ledger), *_text(ledger)]
    votes: dict[tuple[tuple[str, Decimal], ...], dict[bool, dict[tuple[int, int], tuple[Fact, Fact]]]] = {}
    for one, other in combinations(places, 2):
        if one.where == other.where:
            continue
        for a, b in _crosswise(one, other):
            for place, turned in ((one, False), (other, True)):
                names = sorted((a, b))
                amounts = [one.said[n][0].figure.amount for n in names]
                key = tuple(zip(names, sorted(amounts), strict=True))
                way = (amounts == sorted(amounts)) != turned
                shown = amounts if not turned else amounts[::-1]
                facts = [place.states(n, v) for n, v in zip(names, shown, strict=True)]
                if facts[0] is not None and facts[1] is not None:
                    found = votes.setdefault(key, {True: {}, False: {}})
                    found[way].setdefault(place.where, (facts[0], facts[1]))
    for ways in votes.values():
        right, wrong = sorted(ways.values(), key=lambda found: (-len(found), min(found, default=(0, 0))))
        if right and wrong:
            for odd in wrong.values():
                for n, stated in enumerate(odd):
                    terms = [("stated", stated), *(("other", facts[n]) for facts in right.values())]
                    yield from maybe(relate("same-figure", Equal(), terms, firm=True))


def _columns(ledger: Ledger) -> Iterator[_Place]:
    """The columns of amounts of all tables, by the names that stand in them once."""
    for table in ledger.tables:
        if ledger.documents[table.document].role != "report":
            continue
        for panel in table.panels if table.kind == "table" else ():
            for column in panel.having(*AMOUNTS - {"change"}):
                said: dict[str, list[Fact]] = defaultdict(list)
                for row in panel.rows:
                    fact = table.cells.get((row.index, column.index))
                    name = stem(row.label)
                    if fact is not None and row.role in ("member", "group", "of-which") and not generic(name):
                        said[name].append(fact)
                once = {n: found for n, found in said.items() if len(found) == 1 and _telling(found[0])}
                if len(once) > 1:
                    yield _Place((table.document, table.index), once)


def _text(ledger: Ledger) -> Iterator[_Place]:
    """What the running text says of subjects and by plain names."""
    said: dict[str, list[Fact]] = defaultdict(list)
    for fact, row in statements(ledger, _ITEMS, "level"):
        if _telling(fact):
            said[stem(row.label)].append(fact)
    for fact in ledger.facts:
        if fact.sentence >= 0 and fact.measure in ("level", "budget") and _telling(fact):
            name = stem(fact.label)
            if name and not generic(name) and ledger.documents[fact.document].role == "report":
                said[name].append(fact)
    yield _Place((-1, -1), said)


def _telling(fact: Fact) -> bool:
    return fact.figure.unit.dimension == "money" and telling_digits(fact.figure.value) >= _LEAST


def _crosswise(column: _Place, other: _Place) -> Iterator[tuple[str, str]]:
    """The names of a column that another place gives each other's amounts, where it agrees with the column in one."""
    alike = 0
    open_: dict[Decimal, str] = {}
    for name, facts in column.said.items():
        amount = facts[0].figure.amount
        if other.states(name, amount) is not None:
            alike += 1
        elif name in other.said:
            open_[amount] = name
    if not alike:
        return
    for amount, name in open_.items():
        for fact in other.said[name]:
            partner = open_.get(fact.figure.amount)
            long = telling_digits(amount) + telling_digits(fact.figure.amount) >= _LONG - (alike >= _ALIKE)
            if partner is not None and long and name < partner and other.states(partner, amount) is not None:
                yield name, partner
