"""The score of a project in the text and in its own form, against its row in a table of all projects; `same-figure`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import relate
from auditlint.checks.score.quotes import subject_of
from auditlint.equations import Equal
from auditlint.facts.ledger import Ledger
from auditlint.facts.names import core
from auditlint.facts.project_texts import reported
from auditlint.facts.ratings import BY_OTHERS, moved, ratings, revised
from auditlint.model import Fact, Relation

_SHORTEST = 4  # characters of a project's name


def scored(ledger: Ledger) -> Iterator[Relation]:
    """项目自评得分97分 in the report on a project beside its row in the overview: one score."""
    if not ratings(ledger) or revised(ledger):
        return
    owner = reported(ledger)
    for fact in ledger.facts:
        if fact.sentence >= 0 and fact.measure == "score" and not fact.depth:
            name = subject_of(ledger, fact, owner)
            row = _row(ledger, name) if name else None
            made = relate("same-figure", Equal(), (("stated", fact), ("other", row)), firm=True) if row else None
            apart = made is not None and made.verdict == "broken" and (moved(ledger, fact) or _by_others(ledger, fact))
            if made is not None and not apart:
                yield made


def _by_others(ledger: Ledger, score: Fact) -> bool:
    """Whether a sentence says that a score of this value was given by others: 部门评价得分a分."""
    same = (f for f in ledger.facts if f.measure == "score" and f.figure.value == score.figure.value)
    return any(f.sentence >= 0 and BY_OTHERS.search(ledger.sentences[f.sentence].text) for f in same)


def _row(ledger: Ledger, name: str) -> Fact | None:
    """The one row of the overviews that has a project's name."""
    if len(core(name)) < _SHORTEST:
        return None
    found = [f for r in ratings(ledger) if (f := r.of(name)) is not None]
    return found[0] if len({f.figure.value for f in found}) == 1 else None
