"""What was saved of one kind of things, told apart from all: 货物类节约a万元，节约率p%; part of the check `share`."""

from __future__ import annotations

from auditlint.checks.parts import compatible
from auditlint.checks.relate import relate
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Portion, Share
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
    if (both := _of_both(ledger, sentence, part, rate) if beside else None) is not None:
        return both
    if m is None or part.figure.unit.dimension != "money" or not _RATE.search(normalize(ledger.before(rate, 10))):
        return None
    near = ledger.paragraph(sentence, before=_BEFORE, behind=0)
    named = [f for s in near for f in ledger.facts_of(s) if f.id < part.id]
    named = [f for f in named if f.label == m["name"] and f.measure in LEVELS and compatible(f, part)]
    wholes = [f for f in named for g in named if f.figure.amount - g.figure.amount == part.figure.amount]
    if len({f.figure.amount for f in wholes}) != 1:
        return None
    return relate("share", Share(), (("share", rate), ("part", part), ("whole", wholes[0])), firm=True)


_PAID = compiled(r"(?:中标|成交|合同|采购)(?:合同)?总?(?:金额|价|价款|额)?$")
_LESS = compiled(
    r"[,;](?:较|比)(?:采购)?(?:预算|控制价|最高限价|拦标价|计划)[数价金额]*(?:共|合计)?(?:节约|节支|节省)(?:了|资金|金额)*$"
)


def _of_both(ledger: Ledger, sentence: Sentence, part: Fact, rate: Fact) -> Relation | None:
    """中标总金额A万元，较预算节约D万元，节约率p%: of A and D, which were planned."""
    paid = ledger.facts[part.id - 1] if part.id else part
    beside = paid.sentence == sentence.id and paid.depth == part.depth and paid.clause + 1 == part.clause
    if not beside or not compatible(paid, part) or not _RATE.search(normalize(ledger.before(rate, 10))):
        return None
    if not _PAID.search(paid.label) or not _LESS.search(sentence.before(part).replace(" ", "")):
        return None
    return relate("share", Portion(), (("share", rate), ("part", part), ("other", paid)), firm=True)
