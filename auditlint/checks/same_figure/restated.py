"""What a change says again of what it changed: A万元。由上年的B万元减少到A万元; part of the check `same-figure`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic, likeness
from auditlint.model import Fact, Relation

_CAME_TO = compiled(r"(?:增加|增长|上升|提高|减少|下降|降低)(?:到|至|为)$")


def restated(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every amount that a change is said to have led to, and the statement just before it."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for prior, now in pairwise(facts):
            led_to = prior.measure == "prior" and now.measure in LEVELS and now.label in ("", prior.label)
            if led_to and _CAME_TO.search(ledger.before(now, 6)):
                said = _said(ledger, sentence, facts, prior, now)
                alike = said is not None and (said.measure == now.measure or ledger.planned)
                if said is not None and alike and compatible(said, now):
                    yield from maybe(relate("same-figure", Equal(), (("stated", now), ("other", said)), firm=True))


def _said(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], prior: Fact, now: Fact) -> Fact | None:
    """The one amount of the same sentence before a change, else of the sentence before in its paragraph."""
    own = [f for f in facts if f.id < prior.id and _states(f, prior)]
    if not own:
        before = next((s for s in reversed(ledger.sentences[: sentence.id]) if s.facts), None)
        if before is None or not before.beside(sentence):
            return None
        own = [f for f in ledger.facts_of(before) if _states(f, prior)]
        own = [f for f in own if f.concept == prior.concept != ""] or own
    if len({f.figure.amount for f in own}) != 1:
        return None
    bare = generic(prior.label) and not now.label
    named = bare or likeness(own[0].label, prior.label) >= 2 or own[0].concept == prior.concept != ""
    return own[0] if named else None


def _states(fact: Fact, prior: Fact) -> bool:
    return fact.measure in LEVELS and fact.depth == prior.depth and compatible(fact, prior)
