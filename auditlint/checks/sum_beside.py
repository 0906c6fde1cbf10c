"""Second counts of list items, and people of as many classes as are announced; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.parts import add_up
from auditlint.checks.relate import slipped
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_LEAST = 2  # items of a list


def right_behind(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """救助a户b人，其中：甲c户d人、乙e户f人: the second counts, where the first ones add up to theirs."""
    heads = [ledger.facts[i] for i in listing.parent]
    firsts = [ledger.facts[item[0]] for item in listing.parts]
    head = next((f for f in heads if _counts(f) and f.figure.unit == firsts[0].figure.unit), None)
    if head is None or len(firsts) < _LEAST or {f.figure.unit for f in firsts} != {head.figure.unit}:
        return
    seconds = [_beside(ledger, f) for f in (head, *firsts)]
    known = [f for f in seconds if f is not None]
    one_kind = len(known) == len(seconds) and len({f.figure.unit for f in known}) == 1
    if not one_kind or any(f.id in item for f in known for item in listing.parts):
        return
    if sum((f.figure.value for f in firsts), Decimal(0)) != head.figure.value:
        return
    made = add_up(known[0], known[1:], firm=True)
    if made is not None:
        yield made


def _counts(fact: Fact) -> bool:
    return fact.measure == "level" and fact.figure.unit.dimension == "count"


def _beside(ledger: Ledger, fact: Fact) -> Fact | None:
    """The count without a name of its own right behind another one: 1,126户1,893人, 1,126户、1,893人."""
    behind = ledger.facts[fact.id + 1] if fact.id + 1 < len(ledger.facts) else None
    if behind is None or behind.sentence != fact.sentence or not _counts(behind) or behind.label:
        return None
    between = normalize(ledger.sentences[fact.sentence].between(fact, behind))
    return behind if between.strip() in ("", "、") else None


_IN_ALL = compiled(r"[,、;]共(?:计|有)?(?:培训|参训|参加)?$")
_CLASSES = ("期", "场", "次", "个", "批", "场次", "期次")
_PEOPLE = ("人", "人次", "名")


def of_classes(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Relation]:
    """举办培训班3期：甲a人，乙b人，丙c人，共T人次: the people of as many classes as are announced."""
    for k, total in enumerate(facts):
        people = total.figure.unit.name in _PEOPLE and _counts(total) and not total.depth
        if not people or k < _LEAST or not _IN_ALL.search(sentence.before(total)):
            continue
        heads = [i for i, f in enumerate(facts[:k]) if _opens(sentence, f, facts[i + 1])]
        if not heads:
            continue
        head, items = facts[heads[-1]], facts[heads[-1] + 1 : k]
        alike = all(_counts(f) and f.figure.unit.name in _PEOPLE and f.label and not f.depth for f in items)
        named = len({f.label for f in items}) == len(items) == head.figure.value
        if alike and named and len({f.figure.unit for f in items}) == 1:
            made = add_up(total, items, firm=True)
            if made is not None and (made.verdict != "broken" or not _more_visits(made)):
                yield made


_CLASSED = compiled(r"(?:班|次|会|议|训|讲座|活动)?[:：]")
_DIGITS = 3  # of a count in which a slip tells


def _opens(sentence: Sentence, head: Fact, first: Fact) -> bool:
    """Whether a count of classes stands right before a colon that opens the list of them."""
    opened = _CLASSED.match(normalize(sentence.between(head, first))) is not None
    return opened and head.figure.unit.name in _CLASSES and _counts(head)


def _more_visits(made: Relation) -> bool:
    """甲班a人、乙班b人，共T人次: whether T is of more visits than there are people, which no slip explains."""
    stated, *parts = made.figures
    visits = stated.unit.name == "人次" and parts[0].unit != stated.unit
    return visits and stated.value > sum(p.value for p in parts) and not slipped(made, _DIGITS)
