"""Changes of items that two lists tell, one of each year; part of the check `change`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.change.distances import distance
from auditlint.checks.subjects import LEVELS, paragraph_year
from auditlint.checks.ways import same_unit
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation


def of_two_lists(ledger: Ledger, change: Fact) -> Relation | None:
    """2032年预算总计…，其中甲A、乙B。2031年决算…，其中甲C、乙D。甲较上年增加E，乙减少F: E of A and C.

    Firm where another change of the paragraph comes out of the same two sentences.
    """
    pair = _pair(ledger, change)
    if pair is None:
        return None
    lists = {f.sentence for f in pair}
    beside = (
        f
        for s in ledger.paragraph(ledger.sentences[change.sentence], before=_NEAR, behind=_NEAR - 1)
        for f in ledger.facts_of(s)
        if f.measure == "change" and f.direction and f.id != change.id
    )
    made = [
        distance(f, *other)
        for f in beside
        if (other := _pair(ledger, f)) is not None and {x.sentence for x in other} == lists
    ]
    borne = any(r is not None and r.verdict == "holds" and r.figures[0].value for r in made)
    return distance(change, *pair, firm=borne)


_NEAR = 3  # sentences around a change in which those of other items stand


def _pair(ledger: Ledger, change: Fact) -> tuple[Fact, Fact] | None:
    """The values of a change's concept for its year and the year before; None where there are several."""
    year = change.period or paragraph_year(ledger, change) or ledger.year
    if not change.concept or not year.isdigit() or change.basis not in ("", "prior"):
        return None
    found: list[Sequence[Fact]] = []
    for period in (year, str(int(year) - 1)):
        known = [
            f
            for measure in LEVELS
            for f in ledger.pick(ledger.concepts.get((change.concept, measure), ()))
            if f.period == period and f.sentence >= 0 and f.document == change.document and same_unit(f, change)
        ]
        found.append(known if len({f.figure.amount for f in known}) == 1 else [])
    return (found[0][0], found[1][0]) if all(found) else None
