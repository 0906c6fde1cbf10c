"""What an item says it spent, at its head and again beside its budget; part of the check `same-figure`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from auditlint.checks.relate import relate
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic, measures_only
from auditlint.model import Fact, Relation

_SPENT = compiled(r"(?:支出)?(?:决算|执行|实际支出)(?:数|金额)?(?:为|是)?$")
_ONLY_NAMED = compiled(r"[^,;。:]*")
_OF_A_SUBJECT = compiled(r"[(][类款项][)]$|支出$")  # neither what was received nor what a project costs in all


def items(ledger: Ledger) -> Iterator[Relation]:
    """小学教育（项）36.7万元，主要用于…。年初预算为30万元，支出决算为36.7万元: what a name gives was spent."""
    running = (f for f in ledger.facts if f.table < 0)
    for _, facts in groupby(running, lambda f: (f.document, f.figure.span.block)):
        found = _restated(ledger, list(facts)[:3])
        if found is not None:
            yield found


def _restated(ledger: Ledger, facts: list[Fact]) -> Relation | None:
    """The relation of an item that begins with name and amount, then gives budget and final account without a name."""
    if [f.measure for f in facts] != ["level", "budget", "level"]:
        return None
    head, budget, spent = facts
    if {f.figure.unit.dimension for f in facts} != {"money"} or any(f.depth for f in facts):
        return None
    start = ledger.documents[head.document].blocks[head.figure.span.block].text[: head.figure.span.start]
    own = _ONLY_NAMED.fullmatch(start) and _OF_A_SUBJECT.search(head.label) and not generic(head.label)
    again = measures_only(spent.label) and _SPENT.search(ledger.before(spent, 8))
    if not own or budget.label or not again:
        return None
    return relate("same-figure", Equal(), (("stated", spent), ("other", head)), firm=True)
