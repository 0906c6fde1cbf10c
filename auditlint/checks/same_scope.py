"""What two figures of one name are of: the fund they belong to, the whole they are parts of; part of `same-figure`."""

from __future__ import annotations

from decimal import Decimal

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact

_FUNDS = compiled(r"一般公共预算|公共财政预算|政府性基金|国有资本经营|社会保险基金|财政专户|保险")


def fund_of(ledger: Ledger, fact: Fact) -> str:
    """The fund a figure is of: the last named before it in its sentence, else in its headings."""
    sentence = ledger.sentences[fact.sentence]
    found = _FUNDS.findall(sentence.before(fact)) or _FUNDS.findall(ledger.section(sentence))
    return found[-1] if found else ""


def of_two_wholes(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether two figures are parts of different wholes, or the one is a part of the other."""
    first, second = _wholes(ledger, one), _wholes(ledger, other)
    return bool(first and second and first.isdisjoint(second)) or _wider(ledger, one, other)


def _wholes(ledger: Ledger, fact: Fact) -> set[str | Decimal]:
    """What a figure is a part of, by name and by amount; empty where it is told on its own."""
    listed = next(ledger.lists_with(fact.id), None)
    if listed is None or listed.opener == "heading":
        return set()
    above = [i for p in listed.parent for one in ledger.lists_with(p) for i in one.parent]  # what lists the whole
    wholes = list(ledger.pick([*listed.parent, *above]))
    return {*({p.concept or p.label for p in wholes} - {""}), *(p.figure.amount for p in wholes if p.figure.value)}


def _wider(ledger: Ledger, fact: Fact, reference: Fact) -> bool:
    """A中，一般公共预算B、其他资金c: whether the figure elsewhere, or what lacks to it, is a part of this one."""
    known = (reference.figure.amount, fact.figure.amount - reference.figure.amount)
    behind = (f for f in ledger.facts_of(ledger.sentences[fact.sentence]) if f.id > fact.id)
    return any(f.measure in ("level", "budget") and f.figure.amount in known for f in behind)
