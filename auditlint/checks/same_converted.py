"""An amount in one unit and, right behind it, in another: 836000元，折合83.60万元; part of the check `same-figure`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditlint.checks.relate import maybe, relate
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Relation
from auditlint.numerals import normalize

_AS = compiled(r"[,(]?(?:折合|折算为?|合计?|即|换算为|约合|相当于)(?:人民币)?(?:约|为)?")


def converted(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every amount that is said again in another unit."""
    for sentence in ledger.sentences:
        for one, other in pairwise(ledger.facts_of(sentence)):
            a, b = one.figure.unit, other.figure.unit
            if a.dimension != "money" or b.dimension != "money" or a == b or other.label not in ("", "折合", "约合"):
                continue
            between = sentence.text[one.figure.span.end - sentence.start : other.figure.span.start - sentence.start]
            if _AS.fullmatch(normalize(between).replace(" ", "")):
                yield from maybe(relate("same-figure", Equal(), (("stated", other), ("other", one)), firm=True))
