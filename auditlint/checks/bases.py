"""What a change starts from, where another sentence states it; part of the check `change`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.parts import compatible
from auditlint.checks.subjects import LEVELS
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import likeness, side
from auditlint.model import Fact

_AFTER = 8  # sentences behind a change in which its base may be added


def base_elsewhere(ledger: Ledger, subject: Fact, change: Fact) -> Fact | None:
    """The value that a change of a subject starts from, where the report states it in another place."""
    if change.basis == "budget":
        return ledger.elsewhere(subject, "budget")
    return ledger.elsewhere(subject, "prior") or _one([*_of_that_name(ledger, subject, change)])


def _of_that_name(ledger: Ledger, subject: Fact, change: Fact) -> Iterator[Fact]:
    """Values of the year before in the section, of the subject's name; and what the report says of that year."""
    sentence = ledger.sentences[change.sentence]
    year = subject.period or ledger.year
    before = str(int(year) - 1) if year else ""
    current = ledger.year if ledger.year < year else ""  # a plan against what the report is about
    for other in ledger.sentences[: sentence.id + _AFTER]:
        if other.document != sentence.document:
            continue
        near = ledger.section(other) == ledger.section(sentence)
        for f in ledger.facts_of(other):
            if not compatible(f, subject) or f.id == subject.id:
                continue
            like = likeness(f.label, subject.label)
            named = like >= 2 or (like == 1 and other.block == sentence.block and side(f.label) == side(subject.label))
            if (f.measure == "prior" and near and named) or (
                like >= 2 and f.measure in LEVELS and before and (f.period or current) == before
            ):
                yield f


def _one(found: list[Fact]) -> Fact | None:
    return found[0] if len({f.figure.amount for f in found}) == 1 else None
