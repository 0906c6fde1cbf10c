"""What was saved of one kind of things, told apart from all: 货物类节约a万元，节约率p%; part of the check `share`."""

from __future__ import annotations

from auditlint.checks.parts import compatible
from auditlint.checks.relate import relate
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_SAVED = compiled(
    r"(?P<name>[^,;。:、()0-9]{2,10}?)(?:采购)?(?:资金)?(?:节约|节支|节省)(?:了|资金|金额|经费|支出)*(?:约|共|为)*"
)
_RATE = compiled(r"(?:节约|节支|节省|资金节约)率(?:为|是|达到?|约|:)*$")
_BEFORE = 4  # sentences before a rate in which the plan and the result of its name stand


def saved(ledger: Ledger, sentence: Sentence, rate: Fact) -> Relation | None:
    """The rate of what was saved to what was planned: the one amount of its name that is so much above another."""
    part = ledger.facts[rate.id - 1] if rate.id else rate
    beside = part.sentence == rate.sentence and part.clause + 1 == rate.clause and part.depth == rate.depth
    words = sentence.before(part).replace(" ", "")
    m = _SAVED.fullmatch(words[max(words.rfind(c) for c in ",;。:、()") + 1 :].removeprefix("其中")) if beside else None
    if m is None or part.figure.unit.dimension != "money" or not _RATE.search(normalize(ledger.before(rate, 10))):
        return None
    near = [s for s in ledger.sentences[max(sentence.id - _BEFORE, 0) : sentence.id + 1] if s.block == sentence.block]
    named = [f for s in near if s.document == sentence.document for f in ledger.facts_of(s) if f.id < part.id]
    named = [f for f in named if f.label == m["name"] and f.measure in LEVELS and compatible(f, part)]
    wholes = [f for f in named for g in named if f.figure.amount - g.figure.amount == part.figure.amount]
    if len({f.figure.amount for f in wholes}) != 1:
        return None
    return relate("share", Share(), (("share", rate), ("part", part), ("whole", wholes[0])), firm=True)
