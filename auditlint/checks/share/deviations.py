"""Rates by which a final amount deviates from its budget: 差异率, with or without a sign; part of the check `share`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.parts import compatible
from auditlint.checks.ratio import Roles
from auditlint.checks.relate import relate
from auditlint.equations import Growth
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_NAME = compiled(r"(?:差异|偏差|偏离)[率度]$")
_DEFINED = compiled(
    r"(?:差异|偏差|偏离)[率度]\s?[=是]?\s?[(\[]?(?:实际)?(?:决算|执行)[数额]?-(?:年初)?预算[数额]?[)\]]?\s?[÷/]"
)
_OTHER = compiled(r"调整|上年|去年|同期|20[0-9]{2}年")  # not of the budget that is printed
_CLOSED = compiled(r"\)[^(),;。:0-9]{2,8}$")  # （预算B，决算A）差异率p%
_NEAR = 12  # sentences around a rate whose rates show how it is reckoned


def deviates(rate: Fact) -> bool:
    """Whether a rate is called by how far an amount is from its budget."""
    return rate.figure.unit.dimension == "percent" and _NAME.search(rate.label) is not None


def deviation(
    ledger: Ledger, sentence: Sentence, rate: Fact, roles: Roles = ("share", "part", "whole")
) -> Relation | None:
    """预算数B，决算数A，差异率p%: by what A is above or below B.

    How it is reckoned is known where the words define it, or where another rate beside comes out so; that a fall has
    no sign is told only where falls have one there.
    """
    around = ledger.sentences[max(sentence.id - _NEAR, 0) : sentence.id + _NEAR]
    near = [s for s in around if (s.document, ledger.section(s)) == (sentence.document, ledger.section(sentence))]
    defined = any(_DEFINED.search(normalize(s.text)) for s in near)
    others = [f for s in near for f in ledger.facts_of(s) if f.id != rate.id and deviates(f)]
    held = [(f, one) for f in others for one in _readings(ledger, f, roles) if one.verdict == "holds"]
    signed = [one.equation == Growth(1) for f, one in held if f.figure.value < 0]
    readings = _readings(ledger, rate, roles)
    found = next((one for one in readings if one.verdict == "holds"), None)
    plain = _PLAIN.search(rate.label) is not None and bool(readings) and _above(readings[0])
    known = bool(held) or defined or plain
    if found is not None and (found is readings[0] or not (signed and all(signed))):
        return replace(found, firm=known and found is readings[0])
    return replace(readings[0], firm=True) if known and readings and readings[0].verdict == "broken" else None


_PLAIN = compiled(r"^预决算差异[率度]$")  # of 决算 and 年初预算, beside both; a fall may be printed without its sign


def _above(made: Relation) -> bool:
    """Whether an amount is above its budget."""
    return made.terms[1].fact.figure.amount > made.terms[2].fact.figure.amount


def _readings(ledger: Ledger, rate: Fact, roles: Roles) -> Sequence[Relation]:
    """A rate as above its budget, and as below it, of the one budget and the one amount before it in its item."""
    own = [f for f in ledger.facts_of(ledger.sentences[rate.sentence]) if f.item == rate.item and f.id < rate.id]
    own = own[1 + max((k for k, f in enumerate(own) if deviates(f)), default=-1) :]
    bracketed = _CLOSED.search(normalize(ledger.before(rate, 12))) is not None
    own = own[-2:] if bracketed else own
    depth = rate.depth + bracketed
    money = [f for f in own if f.figure.unit.dimension == "money" and f.depth == depth]
    budgets = [f for f in money if f.measure == "budget"]
    levels = [f for f in money if f.measure == "level"]
    words = "".join(normalize(ledger.before(f, 12)) for f in (*money, rate))
    if [len(budgets), len(levels)] != [1, 1] or len(money) > len(budgets + levels) or _OTHER.search(words):
        return ()
    if not compatible(levels[0], budgets[0]):
        return ()
    terms = ((roles[0], rate), (roles[1], levels[0]), (roles[2], budgets[0]))
    made = (relate("share", Growth(sign), terms, firm=False) for sign in (1, -1))
    return [one for one in made if one is not None]
