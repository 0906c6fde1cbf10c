"""What the parts of a list come to, stated elsewhere for what their total is called; part of the check `same-figure`.

基本支出A万元 in one section; 基本支出B万元，其中：人员经费a、公用经费b in another, where a and b make A: B is not A.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import maybe, relate, significant
from auditlint.checks.same_scope import fund_of, of_two_places
from auditlint.checks.sum.listed import listed
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.model import Fact, Relation

_DIGITS = 4  # of a sum that no other amount has by chance


def summed(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every total that its parts do not make, where another place gives what they do make."""
    for relation in listed(ledger):
        total = relation.terms[0].fact
        if relation.verdict != "broken" or relation.expected is None or generic(_name(total)):
            continue
        made = relation.expected * total.figure.unit.factor
        others = [
            f
            for f in ledger.facts
            if f.figure.amount == made and significant(f.figure) >= _DIGITS and _of_the_same(ledger, total, f)
        ]
        if others:
            yield from maybe(relate("same-figure", Equal(), (("stated", total), ("other", others[0])), firm=True))


def _of_the_same(ledger: Ledger, total: Fact, other: Fact) -> bool:
    """Whether an amount in another paragraph bears a total's name, of its year, measure and fund."""
    named = _name(other) == _name(total)
    if not named or other.sentence < 0 or other.document != total.document:
        return False
    apart = other.figure.span.block != total.figure.span.block and not of_two_places(total, other)
    years = {f.period or ledger.year for f in (total, other)}
    measured = other.measure == total.measure or (ledger.planned and {total.measure, other.measure} <= _AMOUNTS)
    return apart and len(years) == 1 and measured and fund_of(ledger, other) in ("", fund_of(ledger, total))


_AMOUNTS = {"level", "budget"}
_OF_A_FUND = compiled(r"^(?:本年度?|当年|年度)?(?:一般公共预算)?(?:财政拨款)?(?=[一-鿿]{4})")


def _name(fact: Fact) -> str:
    """What an amount is called, without the year and the fund that it is of: both are compared apart."""
    name: str = _OF_A_FUND.sub("", fact.concept or fact.label)
    return name
