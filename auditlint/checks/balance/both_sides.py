"""Totals of both sides that a text says are balanced, one fund after the other; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation

_BALANCED = compiled(r"收支(?:总体)?平衡|收支相等|当年收支平衡")
_REACH = 6  # sentences from the one total to the other


def both_sides(ledger: Ledger, one: str, other: str) -> Iterator[Relation]:
    """A relation for every 收入总计 and the 支出总计 that follows it, where 收支平衡 is said of them."""
    last: Fact | None = None
    for sentence in ledger.sentences:
        for fact in ledger.facts_of(sentence):
            if fact.concept not in (one, other) or fact.measure != "level" or fact.depth:
                continue
            if fact.concept == one:
                last = fact
                continue
            if last is not None and _told_of(ledger, sentence, last, fact):
                yield from maybe(relate("balance", Equal(), (("stated", fact), ("plus", last)), firm=True))
            last = None


def _told_of(ledger: Ledger, sentence: Sentence, income: Fact, spent: Fact) -> bool:
    """Whether two totals are of one fund and year, and their text goes on to say that they are balanced."""
    if not compatible(income, spent) or income.document != spent.document or income.period != spent.period:
        return False
    if sentence.id - income.sentence > _REACH or ledger.section(ledger.sentences[income.sentence]) != ledger.section(
        sentence
    ):
        return False
    at = spent.figure.span.end - sentence.start
    after = ledger.paragraph(sentence, before=0, behind=1)[1:]
    return any(_BALANCED.search(text) for text in (sentence.text[at:], *(s.text for s in after)))
