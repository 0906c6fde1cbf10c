"""What a figure is of where its own words do not say so: 接待费预算为5万元，支出决算为4万元; 甲、乙分别为3和2万元."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.expressions import compiled
from auditlint.facts.concepts import concept_of
from auditlint.facts.ledger import Sentence
from auditlint.facts.match import measures_only
from auditlint.model import Fact
from auditlint.packs import Taxonomy
from auditlint.records import replace

_AMOUNTS = ("level", "budget")


def inherit(facts: Sequence[Fact], sentences: Sequence[Sentence], taxonomy: Taxonomy) -> list[Fact]:
    """The facts, with the concept that the clause before names, and the names of a row of equals given to each."""
    given = list(facts)
    for sentence in sentences:
        _spread(given, sentence, taxonomy)
        named: Fact | None = None
        for i in sentence.facts:
            fact = given[i]
            if fact.measure not in _AMOUNTS:
                continue
            if not measures_only(fact.label):
                named = fact if fact.label else None
            elif named is not None and _continues(named, fact):
                given[i] = replace(fact, concept=named.concept)
    return given


def _continues(named: Fact, fact: Fact) -> bool:
    """Whether a figure is the other measure of what the one before it names, in the clause after it."""
    return (
        named.measure != fact.measure
        and named.item == fact.item
        and named.depth == fact.depth
        and fact.clause - named.clause <= 1
        and named.figure.unit.dimension == fact.figure.unit.dimension
    )


_AND = compiled(r"[、和及与]")


def _spread(given: list[Fact], sentence: Sentence, taxonomy: Taxonomy) -> None:
    """Give the names of 甲、乙和丙分别为a、b和c to their figures."""
    ids = sentence.facts
    for k, first in enumerate(ids):
        row = [first]
        for i in ids[k + 1 :]:
            if not given[i].grouped:
                break
            row.append(i)
        names = _AND.split(given[first].label)
        if len(row) > 1 and not given[first].grouped and len(names) == len(row) and all(names):
            for i, name in zip(row, names, strict=True):
                given[i] = replace(given[i], label=name, concept=concept_of(name, taxonomy))
