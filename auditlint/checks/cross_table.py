"""Check `cross-table`: equations between cells of recognised tables, and between them and the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from auditlint.checks import Check
from auditlint.checks.addresses import TEXT, Address, Found, Tie, amounts, find, parse, rows
from auditlint.checks.relate import corroborated, relate, significant
from auditlint.checks.statements import statements
from auditlint.equations import AtMost, Equal, Equation, Sum
from auditlint.errors import Malformed
from auditlint.facts.ledger import Ledger
from auditlint.facts.panels import Row
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Measure, Relation
from auditlint.records import dataclass, field, replace
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from auditlint.located_yaml import File, Node

_ROLES = ("report", "tables")
_AKIN = 2  # amounts that two tables must share to belong to one set of tables
_SUMMED = 3  # terms of a sum of rows
_QUOTED = 3  # amounts of four digits or more that a text must share with tables to go with them


def _read_ties(file: File, node: Node) -> tuple[Tie, ...]:
    found = []
    for item in (node,) if isinstance(node.value, str) else file.items(node):
        text = file.text(item)
        if isinstance(item.value, str):
            try:
                found.append(parse(text))
            except Malformed as error:
                file.malformed(item, error)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Options:
    """The equations between addresses, and which tables they are about."""

    holds: tuple[Tie, ...] = field(
        metadata={
            "help": "one or several equations such as `expenditure/合计/本年支出合计 = total.支出/本年支出合计`",
            "read": _read_ties,
        }
    )
    stage: Literal["final", "budget"] = field(default="final", metadata={"help": "of final accounts or of a budget"})
    measure: Literal["level", "budget"] = field(default="level", metadata={"help": "what is taken of text/…"})


@dataclass(frozen=True, slots=True)
class Set:
    """The recognised tables of one stage that belong together, by form."""

    tables: dict[str, TableFacts]


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """The equation for every set of tables of a report, row by row where it says 每…"""
    beside = _beside(ledger) if any(a.role for t in options.holds for a in t.parts) else {}
    own = list(sets(ledger, options.stage)) or [Set({})]
    for one in own:
        outside: list[tuple[Relation, bool]] = []
        for tie in options.holds:
            for relation, sure in _relations(ledger, one, beside, tie, options.measure):
                if any(a.role for a in tie.parts):
                    outside.append((relation, sure))
                elif relation.verdict != "broken":
                    yield replace(relation, firm=sure)
                elif _comparable(relation):
                    yield replace(relation, firm=_told(one, relation, sure))
        yield from _between_files(outside)


def _comparable(relation: Relation) -> bool:
    return len({f.unit.dimension for f in relation.figures}) == 1


def _told(one: Set, relation: Relation, sure: bool) -> bool:
    if relation.terms[0].fact.table < 0:
        return sure
    places = {(t.fact.document, t.fact.table) for t in relation.terms}
    return (sure and (len(places) == 1 or belongs(one))) or corroborated(relation)


def _between_files(relations: Sequence[tuple[Relation, bool]]) -> Iterator[Relation]:
    """Relations with last year's report or a budget: told where others show that the files belong together."""
    held = sum(r.verdict != "broken" for r, _ in relations)
    for relation, sure in relations:
        if relation.verdict != "broken":
            yield replace(relation, firm=sure and held > _AKIN)
        elif _comparable(relation):
            akin = held >= _AKIN and held * 2 > len(relations)
            yield replace(relation, firm=(sure and akin) or corroborated(relation))


def sets(ledger: Ledger, stage: str, roles: Sequence[str] = _ROLES) -> Iterator[Set]:
    """The sets of tables of a report; a form that stands twice in a document is in none.

    A table to a file makes one set of all files; files that hold the same forms are a set each.
    """
    found: dict[int, dict[str, list[TableFacts]]] = defaultdict(lambda: defaultdict(list))
    for table in ledger.tables:
        if table.form is None or not table.form.public or ledger.documents[table.document].role not in roles:
            continue
        if (table.form.stage or _stage(ledger, table.document)) == stage:
            found[table.document][table.form.kind].append(table)
    files = [{kind: t[0] for kind, t in forms.items() if len(t) == 1} for forms in found.values()]
    kinds = [kind for forms in found.values() for kind in forms]
    if len(set(kinds)) == len(kinds):
        yield Set({kind: table for forms in files for kind, table in forms.items()})
    else:
        yield from map(Set, files)


def _stage(ledger: Ledger, document: int) -> str:
    """The stage of tables whose titles do not tell it: that of their neighbours, else of the report."""
    own = {"prior": "final", "budget": "budget"}.get(ledger.documents[document].role)
    beside = {t.form.stage for t in ledger.tables if t.form is not None and t.document == document} - {""}
    return own or (min(beside) if len(beside) == 1 else "budget" if ledger.planned else "final")


def _beside(ledger: Ledger) -> dict[str, Set]:
    """The tables of last year's report and of the budget."""
    found = {}
    for role, stage in (("prior", "final"), ("budget", "budget")):
        several = list(sets(ledger, stage, (role,)))
        if len(several) == 1:
            found[role] = several[0]
    return found


def belongs(one: Set) -> bool:
    """Whether the tables of a set speak of one and the same unit: two of them share amounts."""
    known = [amounts(t.facts) for t in one.tables.values()]
    return any(len(a & b) >= _AKIN for a, b in combinations(known, 2))


def _relations(
    ledger: Ledger, one: Set, beside: dict[str, Set], tie: Tie, measure: Measure
) -> Iterator[tuple[Relation, bool]]:
    wanted = (a for a in (tie.stated, *tie.parts) if a.form != TEXT and not a.optional)
    if any((one if not a.role else beside.get(a.role, one)).tables.get(a.form) is None for a in wanted):
        return
    if tie.stated.form == TEXT:
        if not all(a.optional or a.form == TEXT or _has(beside.get(a.role) if a.role else one, a) for a in tie.parts):
            return
        apart = any(a.role for a in tie.parts)
        for fact, row in statements(ledger, tie.stated, measure):
            for relation, sure in _related(ledger, one, beside, tie, fact, row):
                yield relation, sure and (apart or relation.verdict != "broken" or _quoted(ledger, one, relation))
        return
    table = one.tables[tie.stated.form]
    heads: Sequence[Found | None] = list(rows(table, tie.stated)) if tie.stated.every else [find(table, tie.stated)]
    for head in heads:
        if head is not None and head.fact is not None:
            yield from _related(ledger, one, beside, tie, head.fact, head.row)


def _has(one: Set | None, address: Address) -> bool:
    return one is not None and address.form in one.tables


def _quoted(ledger: Ledger, one: Set, broken: Relation) -> bool:
    """Whether a text goes with the tables: it quotes their amounts, and the one in doubt is none of them."""
    known = {a for t in one.tables.values() for a in amounts(t.facts)}
    said = {f.figure.amount for f in ledger.facts if f.sentence >= 0 and significant(f.figure) > _QUOTED}
    return len(said & known) >= _QUOTED and broken.terms[0].fact.figure.amount not in known


def _related(
    ledger: Ledger, one: Set, beside: dict[str, Set], tie: Tie, head: Fact, row: Row | None
) -> Iterator[tuple[Relation, bool]]:
    """The relation of a stated figure, and whether nothing in it was left to chance."""
    terms: list[tuple[str, Fact]] = [("stated", head)]
    signs: list[int] = []
    sure = True
    for address, sign in zip(tie.parts, tie.signs, strict=True):
        found = _part(ledger, beside.get(address.role) if address.role else one, address, row)
        if found is not None and not found.clear:
            return
        if found is not None and found.fact is not None:
            terms.append(("part" if len(tie.parts) > 1 else "other", found.fact))
            signs.append(sign)
        elif not address.optional:
            return
        elif found is None and address.doubtful:
            sure = False
    if not signs:
        return
    equation: Equation = AtMost() if tie.comparison == "≤" else Equal()
    if tie.comparison == "=" and (len(signs) > 1 or signs[0] < 0):
        equation = Sum(tuple(signs))
    made = relate("cross-table", equation, terms, firm=False)
    if made is not None and made.verdict == "broken" and any(a.doubtful for a in tie.parts):
        made = None if _unnamed(ledger, made) else made
    if made is not None:
        yield (replace(made, note="last-digit") if _last_digit(made) else made), sure


def _unnamed(ledger: Ledger, relation: Relation) -> bool:
    """Whether amounts that no term names stand between the terms of a sum down one column: a local row of the form.

    What adds up to the term above it is that term's parts.
    """
    facts = sorted((t.fact for t in relation.terms), key=lambda f: f.row)
    if len({(f.document, f.table, f.column) for f in facts}) > 1 or len(facts) < _SUMMED:
        return False
    column = [
        f
        for f in ledger.facts
        if (f.document, f.table, f.column) == (facts[0].document, facts[0].table, facts[0].column)
    ]
    for above, below in pairwise(facts):
        between = sum((f.figure.amount for f in column if above.row < f.row < below.row), Decimal(0))
        if between not in (0, above.figure.amount):
            return True
    return False


def _part(ledger: Ledger, one: Set | None, address: Address, row: Row | None) -> Found | None:
    """What stands at an address on the right: in a table, or the one figure that a text has for it."""
    if address.form == TEXT:
        said = list(statements(ledger, address, "level"))
        if not said:
            return None
        return Found(said[0][0], said[0][1], clear=len({f.figure.amount for f, _ in said}) == 1)
    table = one.tables.get(address.form) if one is not None else None
    return find(table, address, row) if table is not None else None


def _last_digit(relation: Relation) -> bool:
    """Whether two statements of a figure differ by one unit of the last digit: copied from another rounding."""
    unit = Decimal(1).scaleb(-relation.figures[0].decimals)
    return relation.verdict == "broken" and abs(relation.difference) == unit


CHECK = Check(
    "cross-table", Options, run, ("part", "other"), "cells of recognised tables against each other and the text"
)
