"""The totals of a report's accounts (本年支出合计) stated in several sections; part of the check `same-figure`.

Their names say too little to be joined by name alone: a section on a fund has totals of its own. They are compared
where nothing but the name is said, and where the parts of one of two values add up to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.relate import maybe, relate
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.model import Fact, Relation

_OF_A_FUND = compiled(r"财政拨款|预算|基金|专户|单位|本级|汇总")
_OF_A_BODY = compiled(r"(?:站|所|校|院|馆|中心|大队|局)$")


def totals(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every total that the text states twice or more."""
    groups: dict[tuple[int, str, str], list[Fact]] = defaultdict(list)
    for concept in ledger.rulebook.taxonomy.concepts:
        if concept.parts and generic(concept.name):
            for fact in ledger.pick(ledger.concepts.get((concept.name, "level"), ())):
                if fact.sentence >= 0 and fact.label == concept.name and _plain(ledger, fact):
                    groups[fact.document, concept.name, fact.period or ledger.year].append(fact)
    for facts in groups.values():
        values: dict[Decimal, list[Fact]] = defaultdict(list)
        for fact in facts:
            values[fact.figure.amount].append(fact)
        borne = [amount for amount, same in values.items() if any(_borne_out(ledger, f) for f in same)]
        if len(borne) != 1 or len(values) > 2 or len(facts) < 2:
            continue
        right = values.pop(borne[0])
        for wrong in values.values():
            yield from maybe(relate("same-figure", Equal(), [("stated", wrong[0]), ("other", right[0])], firm=True))
        if len(right) > 1:
            yield from maybe(relate("same-figure", Equal(), [("stated", f) for f in right], firm=True))


def _plain(ledger: Ledger, fact: Fact) -> bool:
    """Whether neither the sentences before a total nor its headings speak of a fund or of another body."""
    sentence = ledger.sentences[fact.sentence]
    before = sentence.before(fact)
    above = ledger.sentences[sentence.id - 1 : sentence.id] if sentence.id else ()
    before += "".join(s.text for s in above if s.document == sentence.document and not s.facts)
    headings = [heading.strip() for heading in fact.section.split("/")]
    spoken = any(_OF_A_FUND.search(h) or _OF_A_BODY.search(h) for h in headings)
    return not (_OF_A_FUND.search(before) or spoken)


def _borne_out(ledger: Ledger, fact: Fact) -> bool:
    """Whether the parts of a list add up to a total."""
    for listing in ledger.lists:
        if fact.id in listing.parent:
            items = [[f for f in ledger.pick(item) if f.measure == fact.measure] for item in listing.parts]
            amounts = [item[0].figure.amount for item in items if item]
            if len(amounts) > 1 and sum(amounts, Decimal(0)) == fact.figure.amount:
                return True
    return False
