"""Check `indicator`: targets of one indicator in an overview, in a project's form and in its table of goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from auditlint.checks import Check
from auditlint.checks.relate import relate
from auditlint.equations import Equal
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.names import akin, indicator
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, replace

_KNOWN = 4  # indicators that must agree between two places before one that differs is told
_SAME = 3  # indicators of equal names that show that two tables are about one project
_NEAR = 0.75  # of the characters of two names in common: below, they may be of two indicators


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator's target in one table, by the core of its name."""

    name: str
    fact: Fact


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Targets of an overview against those of all forms, and of a form against the goals set for its project."""
    tables = by_table(ledger)
    forms = {i: found for i, found in tables.items() if ledger.tables[i].subject}
    other = {i: found for i, found in tables.items() if i not in forms}
    own = dict(goals(ledger, tables))
    for i, found in other.items():
        if i in own:
            yield from _told(list(_pairs(found, tables[own[i]])))
        elif forms:
            yield from _told(list(_pairs(found, [t for form in forms.values() for t in form])))
    if not forms and len(other) == 2:  # an overview and a form without the project's name
        yield from _told(list(_pairs(*other.values())))


@lru_cache(maxsize=1)
def by_table(ledger: Ledger) -> Mapping[int, tuple[Target, ...]]:
    """The indicators with targets of every table that has some."""
    return {i: found for i, t in enumerate(ledger.tables) if (found := tuple(_targets(t)))}


def goals(ledger: Ledger, tables: Mapping[int, Sequence[Target]]) -> Iterator[tuple[int, int]]:
    """Tables of the goals of a single project, each with the form whose indicators most of its own are."""
    forms = [i for i in tables if ledger.tables[i].subject]
    for i, found in tables.items():
        names = {t.name for t in found}
        shared = {k: len(names & {t.name for t in tables[k]}) for k in forms if i not in forms}
        best = max(shared, key=lambda k: shared[k], default=-1)
        if best >= 0 and shared[best] >= _SAME and shared[best] * 2 > len(names):
            yield i, best


def _targets(table: TableFacts) -> Iterator[Target]:
    for fact in table.facts:
        column = table.column(fact)
        if column is not None and column.role == "target" and not generic(fact.label):
            name = indicator(fact.label)
            if len(name) > 1:
                yield Target(name, fact)


def _pairs(ours: Sequence[Target], theirs: Sequence[Target]) -> Iterator[Relation]:
    """Each of our targets with the one it must be: of several akin, one that agrees; else the only nearest."""
    for target in ours:
        near = [(akin(target.name, t.name), t) for t in theirs if _comparable(target.fact, t.fact)]
        near = sorted((pair for pair in near if pair[0]), key=lambda pair: -pair[0])
        if not near:
            continue
        alike = [(s, t) for s, t in near if t.fact.figure.amount == target.fact.figure.amount]
        if alike:
            partners = [t for s, t in alike if s == alike[0][0]]
            terms = [("stated", partners[0].fact), ("other", target.fact), *(("other", t.fact) for t in partners[1:3])]
        elif near[0][0] >= _NEAR and (len(near) == 1 or near[1][0] < near[0][0]) and _mutual(near[0][1], target, ours):
            terms = [("stated", near[0][1].fact), ("other", target.fact)]
        else:
            continue
        made = relate("same-figure", Equal(), terms, firm=False)
        if made is not None:
            yield replace(made, firm=len(near) == 1 and near[0][0] >= _NEAR)


def _mutual(theirs: Target, target: Target, ours: Sequence[Target]) -> bool:
    """Whether none of our other targets is as near to theirs."""
    score = akin(target.name, theirs.name)
    return not any(t is not target and akin(t.name, theirs.name) >= score for t in ours)


def _comparable(one: Fact, other: Fact) -> bool:
    a, b = one.figure.unit, other.figure.unit
    return a.dimension == b.dimension


def _told(relations: Sequence[Relation]) -> Iterator[Relation]:
    """What differs is told where many others agree, at least as many as differ."""
    held = sum(r.verdict == "holds" for r in relations)
    bad = len(relations) - held
    for r in relations:
        if r.verdict == "holds":
            yield replace(r, firm=r.firm and held - 1 >= max(_KNOWN, bad + 1))
        elif held >= max(_KNOWN, bad):
            yield replace(r, firm=True)


CHECK = Check("indicator", Options, run, ("stated", "other"), "targets of one indicator in two tables")
