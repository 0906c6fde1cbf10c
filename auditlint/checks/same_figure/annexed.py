"""What the text says of an item, against the row of that name in a table of the report; part of `same-figure`.

教育支出96840万元，增长4.9% beside a row 教育支出 | 96840 | 4.9: one figure that agrees shows that both speak of one
thing; then the others must agree as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditlint.checks.relate import relate, significant
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic
from auditlint.facts.tables import Column, Panel
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, replace

_ROLES = {
    "level": ("actual", "current", "amount"),
    "prior": ("prior",),
    "budget": ("budget",),
    "completion": ("completion",),
    "rate": ("rate",),
}  # what a statement measures → the columns that may print it
_RATES = ("completion", "rate")
_BUDGETS = compiled(r"年初|调整|变动")  # kinds of budgets that tell a base from another
_OTHER_BASE = compiled(r"年均|平均|同口径|可比|剔除|扣除|不含|环比|预算")
_CLAUSE = compiled(r"[,，]")
_LEAST = 3  # digits of an amount that is no coincidence
_FEW = 2  # digits of a rate that is none


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a panel by the figures it has for each measure; a measure with several columns has none."""

    cells: Mapping[str, Fact]
    heads: Mapping[str, str]
    signed: bool


def annexed(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every figure of an item that the row of its name prints as well."""
    lines = _lines(ledger)
    if not lines:
        return
    for sentence in ledger.sentences:
        for item in _items(ledger, sentence):
            for line in lines.get(_name(item[0]), ()):
                yield from _compared(ledger, item, line)


def _name(fact: Fact) -> str:
    return fact.concept or ("" if generic(fact.label) else fact.label)


def _lines(ledger: Ledger) -> dict[str, list[_Line]]:
    """The rows of tables by name; none where a table has two of one name."""
    found: dict[str, list[_Line]] = defaultdict(list)
    for table in ledger.tables:
        if table.kind != "table" or ledger.documents[table.document].role != "report":
            continue
        named: dict[str, list[_Line]] = defaultdict(list)
        for panel in table.panels:
            single = dict(_columns(panel))
            if not any(m in single for m in _RATES):
                continue
            rates = [table.cells.get((r.index, single["rate"].index)) for r in panel.rows] if "rate" in single else []
            signed = any(f is not None and f.figure.value < 0 for f in rates)
            heads = {m: "".join(c.header) for m, c in single.items()}
            for row in panel.rows:
                cells = {m: f for m, c in single.items() if (f := table.cells.get((row.index, c.index))) is not None}
                one = next(iter(cells.values()), None)
                if one is not None and _name(one):
                    named[_name(one)].append(_Line(cells, heads, signed))
        for name, lines in named.items():
            if len(lines) == 1:
                found[name] += lines
    return found


def _columns(panel: Panel) -> Iterator[tuple[str, Column]]:
    """The column that prints each measure; of several years' amounts the last is the level, the one before prior."""
    for measure, roles in _ROLES.items():
        found = panel.having(*roles)
        years = sorted(c.period for c in found)
        if len(found) == 1:
            yield measure, found[0]
        elif measure == "level" and len(set(years)) == len(years) > 1 and all(years):
            yield "level", next(c for c in found if c.period == years[-1])
            if not panel.having("prior") and int(years[-1]) - int(years[-2]) == 1:
                yield "prior", next(c for c in found if c.period == years[-2])


def _items(ledger: Ledger, sentence: Sentence) -> Iterator[list[Fact]]:
    """A named amount and what is said of it before the next name: its budget, its rates, the year before."""
    item: list[Fact] = []
    rowed = False  # whether the item is one of several in a clause: what stands behind the next comma is of all
    last = False  # whether nothing is said of the item before it: what stands behind the next semicolon is of all
    for fact in ledger.facts_of(sentence):
        if fact.measure == "level" and fact.figure.unit.dimension == "money" and _name(fact):
            if len(item) > 1:
                yield item
            last = len(item) == 1
            rowed = last and item[0].clause == fact.clause
            item = [fact]
        elif item and ((rowed and fact.clause != item[0].clause) or (last and fact.item != item[0].item)):
            item = []
        elif item and (fact.measure == "level" or not generic(fact.label) or fact.depth < item[0].depth):
            if len(item) > 1:
                yield item
            item = []
        elif item and fact.depth == item[0].depth and all(f.measure != fact.measure for f in item):
            item.append(fact)
    if len(item) > 1:
        yield item


def _compared(ledger: Ledger, item: Sequence[Fact], line: _Line) -> Iterator[Relation]:
    pairs = [(f, line.cells[f.measure]) for f in item if f.measure in line.cells and _alike(ledger, f, line)]
    made = [r for f, cell in pairs if (r := _relation(f, cell, line)) is not None]
    bare = [f for f, cell in pairs if cell.figure.unit.dimension != "money" and f.figure.value == cell.figure.value]
    quoted = any(f.measure not in _RATES and significant(f.figure) >= _LEAST for f in bare)  # the table names no unit
    held = [r for r in made if r.verdict == "holds"]
    amounts = [r for r in held if r.figures[0].unit.dimension == "money" and significant(r.figures[0]) >= _LEAST]
    rates = [r for r in held if r.figures[0].unit.dimension == "percent" and significant(r.figures[0]) >= _FEW]
    broken = [r for r in made if r.verdict == "broken"]
    if len(broken) == 1 and (amounts or quoted or len(rates) > 1):
        yield from made
    elif not broken:
        yield from held


def _alike(ledger: Ledger, fact: Fact, line: _Line) -> bool:
    """Whether a figure of the text and its column are against the same base."""
    if fact.measure not in _RATES:
        return True
    before, head = _CLAUSE.split(ledger.before(fact, 16))[-1], line.heads[fact.measure]
    if fact.measure == "rate":
        against = fact.basis in ("", "prior") and fact.direction and not ledger.restated(fact)
        return bool(against) and not _OTHER_BASE.search(before) and not _OTHER_BASE.search(head)
    said, printed = _BUDGETS.findall(before), _BUDGETS.findall(head)
    return not said or not printed or said[-1] == printed[-1]


def _relation(fact: Fact, cell: Fact, line: _Line) -> Relation | None:
    """One figure twice; a fall is printed with its sign in a table that has such."""
    if fact.figure.unit.dimension != cell.figure.unit.dimension:
        return None
    signed = fact.measure == "rate" and line.signed
    made = relate(
        "same-figure", Sum((fact.direction,)) if signed else Equal(), (("stated", fact), ("other", cell)), firm=True
    )
    if made is None or made.verdict != "broken" or not signed:
        return made
    return replace(made, note="opposite") if fact.figure.amount == abs(cell.figure.amount) else made
