"""What is left of an amount that a rate of payment points to: 拨付A，支出率p%，剩余B; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.relate import maybe, relate, significant
from auditlint.equations import Share, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.records import replace

_LEFT = compiled(
    r"^(?:项目)?(?:资金)?(?:尚|尚有|还有)?(?:剩余|结余|余款|未支付|未拨付|未使用|未支出|未执行|余)(?:资金|金额|款项)?$"
)
_OTHERWISE = compiled(r"其中|含|上年|年初|历年|收回|缴回|追加|调整|核减|利息|质保金|下年")
_NEAR = 8  # sentences before in which the whole of a rate may stand
_DIGITS = 3  # of a rate that points to one whole


def unspent(ledger: Ledger) -> Iterator[Relation]:
    """The relation of what is left right behind an amount paid and the rate at which it was."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for paid, rate, left in zip(facts, facts[1:], facts[2:], strict=False):
            if rate.measure not in ("ratio", "completion") or significant(rate.figure) < _DIGITS:
                continue
            money = all(f.figure.unit.dimension == "money" and f.measure == "level" for f in (paid, left))
            beside = paid.item == rate.item == left.item and paid.depth == rate.depth == left.depth
            if not (money and beside and _LEFT.match(left.label)) or _OTHERWISE.search(sentence.between(paid, left)):
                continue
            whole = _whole(ledger, sentence, paid, rate)
            if whole is not None and whole.figure.amount > paid.figure.amount:
                terms = (("stated", left), ("plus", whole), ("minus", paid))
                made = relate("balance", Sum((1, -1)), terms, firm=True)
                yield from (replace(r, firm=not _explained(ledger, sentence, r)) for r in maybe(made))


def _explained(ledger: Ledger, sentence: Sentence, made: Relation) -> bool:
    """Whether an amount printed beside is just what is left too much or too little: 收回30万元, 上年结转50万元."""
    gap = abs(made.difference) * made.figures[0].unit.factor
    near = ledger.sentences[max(sentence.id - _NEAR, 0) : sentence.id + 2]
    beside = (f for s in near if s.document == sentence.document for f in ledger.facts_of(s))
    return made.verdict == "broken" and any(f.figure.amount == gap for f in beside)


def _whole(ledger: Ledger, sentence: Sentence, paid: Fact, rate: Fact) -> Fact | None:
    """The one amount before of which what was paid is just the share that the rate says."""
    found: dict[Decimal, Fact] = {}
    for other in ledger.sentences[max(sentence.id - _NEAR, 0) : sentence.id + 1]:
        for f in ledger.facts_of(other) if other.document == sentence.document else ():
            if f.id < paid.id and f.measure in ("level", "budget") and f.figure.unit.dimension == "money":
                made = relate("share", Share(), (("share", rate), ("part", paid), ("whole", f)), firm=False)
                if made is not None and made.verdict == "holds":
                    found[f.figure.amount] = f
    return next(iter(found.values())) if len(found) == 1 else None
