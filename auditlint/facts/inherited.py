"""Labels that a figure takes from the one before it: 公务接待费预算为5万元，支出决算为4万元."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.facts.ledger import Sentence
from auditlint.facts.match import measures_only
from auditlint.model import Fact
from auditlint.records import replace

_AMOUNTS = ("level", "budget")


def inherit(facts: Sequence[Fact], sentences: Sequence[Sentence]) -> list[Fact]:
    """The facts, with the labels that say only how they are measured replaced by what the clause before names."""
    given = list(facts)
    for sentence in sentences:
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
