"""预算调整率 against what a budget was moved by and what it was at the year's beginning; part of the check `share`."""

from __future__ import annotations

from auditlint.checks.relate import relate
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation

_RATE = compiled(r"预算调整率$")
_OPENING = compiled(r"年初(?:部门|支出|收支)*预算")
_MOVED = compiled(r"(?:调整|追加|调增|调减|增加|减少)[^,;。0-9]{0,6}$")


def adjusted(ledger: Ledger, sentence: Sentence, rate: Fact) -> Relation | None:
    """年初预算A，…较年初增加D，预算调整率p%: D over A, both in the item of the rate."""
    if not _RATE.search(rate.label):
        return None
    own = (f for f in ledger.facts_of(sentence) if f.id < rate.id and f.item == rate.item)
    before = [f for f in own if f.figure.unit.dimension == "money"]
    opening = [f for f in before if f.measure == "budget" and _OPENING.search(ledger.before(f, 12))]
    if len(opening) != 1 or not opening[0].figure.value or before[-1].id != rate.id - 1:
        return None
    moved = before[-1]
    if moved.measure != "change" and not _MOVED.search(ledger.before(moved, 10)):
        return None
    return relate("share", Share(), (("share", rate), ("part", moved), ("whole", opening[0])), firm=True)
