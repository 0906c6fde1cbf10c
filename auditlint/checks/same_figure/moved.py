"""How one amount changed, was executed or shared, told in several places; part of the check `same-figure`.

The same amount of the same name and year cannot have changed by two amounts against the same base, nor be two shares
of one whole: names and levels join the statements, never the rates themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.relate import maybe, relate
from auditlint.checks.subjects import subjects
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.model import Fact, Relation
from auditlint.slips import MISTYPED, slip

_Key = tuple[str, ...]
_AGAINST = compiled(r"预算|执行|决算|同口径|可比|剔除|扣除|不含|含|实际|年初|调整|全年|累计|计划")
_NEAR = 24  # characters before a statement that may say what it is against
_SHORT = 4  # characters below which a literal name says too little


def moved(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every change, completion or share that is stated again of the same amount."""
    groups: dict[_Key, list[Fact]] = defaultdict(list)
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for fact in facts:
            if fact.measure in ("change", "rate", "completion", "share") and not ledger.restated(fact):
                subject = _subject(ledger, facts, fact)
                name = _name(subject) if subject is not None else ""
                if subject is not None and name:
                    groups[_key(ledger, fact, subject, name)].append(fact)
    for found in groups.values():
        yield from _agreement(found)


def _subject(ledger: Ledger, facts: Sequence[Fact], fact: Fact) -> Fact | None:
    """The amount that a statement is of beyond doubt."""
    if fact.measure in ("change", "rate"):
        if not fact.direction or fact.basis == "budget":
            return None
        amount = next((f for f in facts if f.measure == "change" and f.clause == fact.clause - 1), None)
        found = subjects(ledger, facts, fact, amount if fact.measure == "rate" else None)
        top = found[0] if found else None
        return top.fact if top is not None and top.firm and top.fact.figure.unit.dimension == "money" else None
    if fact.measure == "share" and not fact.base:
        return None
    own = [f for f in facts if f.id < fact.id and f.item == fact.item and f.depth == fact.depth]
    if not own or own[-1].measure not in ("level", "budget", "share", "completion", "change", "rate"):
        return None
    levels = [f for f in own if f.measure == "level" and f.figure.unit.dimension == "money"]
    return levels[-1] if len(levels) == 1 and not fact.label else None


def _name(subject: Fact) -> str:
    label = subject.label
    return subject.concept or ("" if generic(label) or len(label) < _SHORT else label)


def _key(ledger: Ledger, fact: Fact, subject: Fact, name: str) -> _Key:
    """What joins two statements: the amount they are of, and all that may tell their bases apart."""
    words = ledger.before(fact, _NEAR).rpartition(subject.figure.text)[2]
    against = "".join(sorted(set(_AGAINST.findall(words))))
    own = (name, str(subject.figure.amount), subject.period or ledger.year, subject.measure, str(fact.document))
    return (*own, fact.measure, fact.figure.unit.dimension, fact.basis, str(fact.direction), fact.base, against)


def _agreement(found: Sequence[Fact]) -> Iterator[Relation]:
    """The statements that agree, and each that does not, where most agree against it or it is a slip from them."""
    clusters: dict[Decimal, list[Fact]] = defaultdict(list)
    for fact in found:
        clusters[fact.figure.amount].append(fact)
    main, *others = sorted(clusters.values(), key=lambda c: (-len(c), c[0].id))
    blocks = {f.figure.span.block for f in main}
    if len(main) > 1 and len(blocks) > 1:
        yield from maybe(relate("same-figure", Equal(), [("stated", f) for f in main], firm=True))
    for odd in others:
        one = odd[0]
        apart = [f for f in main if f.figure.span.block != one.figure.span.block]
        if not apart:
            continue
        made = relate("same-figure", Equal(), [("stated", one), *(("other", f) for f in apart[:3])], firm=True)
        likely = slip(one.figure, apart[0].figure.amount / one.figure.unit.factor) in MISTYPED
        if made is not None and (made.verdict == "holds" or (made.verdict == "broken" and (likely or len(apart) > 1))):
            yield made
