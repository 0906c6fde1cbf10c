"""Check `last-year`: what a report says of the year before against last year's report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditlint.checks import Check
from auditlint.checks.change import check as change
from auditlint.checks.relate import corroborated, relate
from auditlint.equations import Change, Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.roles import strip_number
from auditlint.model import Fact, Relation
from auditlint.packs import normalize_label
from auditlint.records import dataclass, replace

_AKIN = 2  # values of last year's report that must fit before another is told that does not
_YEAR = compiled(r"(?:关于)?(?:20[0-9]{2}年度?)?(?:部门|单位|本部门|本单位)?")
_FILLER = compiled(r"(?:情况)?(?:的)?(?:说明|情况)*$")


@dataclass(frozen=True, slots=True)
class Options:
    """None: every value of the year before that a report prints or implies."""


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """value ∓ change, and 上年…决算 printed, against last year's statement under the same heading."""
    past = _past(ledger)
    if not past:
        return
    relations = [*_implied(ledger, past), *_printed(ledger, past)]
    held = [r for r in relations if r.verdict != "broken"]
    for relation in relations:
        if relation.verdict != "broken":
            yield replace(relation, firm=len(held) > _AKIN)
        else:
            akin = len(held) >= _AKIN and len(held) * 2 > len(relations)
            yield replace(relation, firm=akin or (bool(held) and corroborated(relation)))


Key = tuple[str, str]


def _past(ledger: Ledger) -> dict[Key, list[Fact]]:
    """Last year's amounts by heading and name."""
    found: dict[Key, list[Fact]] = defaultdict(list)
    for fact in ledger.facts:
        document = ledger.documents[fact.document]
        if document.role == "prior" and fact.sentence >= 0 and fact.measure == "level" and not fact.depth:
            key = _key(fact)
            if key is not None and (not fact.period or int(fact.period) + 1 == int(ledger.year or 0)):
                found[key].append(fact)
    return found


def _key(fact: Fact) -> Key | None:
    name = fact.concept or fact.label
    if (not fact.concept and generic(name)) or fact.figure.unit.dimension != "money":
        return None
    heading = strip_number(normalize_label(fact.section.rpartition(" / ")[2]))
    heading = _YEAR.sub("", heading, count=1) if _YEAR.match(heading) else heading
    return _FILLER.sub("", heading), normalize_label(name)


def _one(past: dict[Key, list[Fact]], fact: Fact) -> Fact | None:
    """The one value that last year's report gives a name under a heading."""
    key = _key(fact)
    found = past.get(key, []) if key is not None else []
    return found[0] if found and len({f.figure.amount for f in found}) == 1 else None


def _implied(ledger: Ledger, past: dict[Key, list[Fact]]) -> Iterator[Relation]:
    """change = ±(current − last year's value), for every change whose current value is sure."""
    for relation in change.run(ledger, change.Options("rate")):
        if not relation.firm or relation.verdict == "broken" or not isinstance(relation.equation, Change):
            continue
        _, moved, current = (t.fact for t in relation.terms)
        if ledger.documents[current.document].role != "report" or moved.basis not in ("", "prior"):
            continue
        before = _one(past, current)
        if before is not None:
            up = relation.equation.sign > 0
            terms = (("change", moved), ("current", current), ("prior", before))
            made = relate("last-year", Sum((1, -1) if up else (-1, 1)), terms, firm=False)
            if made is not None:
                yield made


def _printed(ledger: Ledger, past: dict[Key, list[Fact]]) -> Iterator[Relation]:
    """上年决算数A, where the report names what it is of."""
    for sentence in ledger.sentences:
        if ledger.documents[sentence.document].role != "report":
            continue
        facts = ledger.facts_of(sentence)
        for i, fact in enumerate(facts):
            if fact.measure != "prior" or fact.figure.unit.dimension != "money":
                continue
            before = _one(past, _named(facts[:i], fact))
            made = relate("last-year", Equal(), (("stated", fact), ("prior", before)), firm=False) if before else None
            if made is not None:
                yield made


def _named(before: Sequence[Fact], fact: Fact) -> Fact:
    """What a value of the year before is of: the level just before it, where it has no name of its own."""
    if fact.concept or not before or before[-1].measure != "level":
        return fact
    return before[-1]


CHECK = Check(
    "last-year", Options, run, ("change", "current", "prior"), "values of the year before against last year's report"
)
