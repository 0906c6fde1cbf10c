"""What is said to be all of a named whole, against that whole wherever it is told; part of `same-figure`.

涉及资金A万元，占一般公共预算项目支出总额的100%: the project expenditure of some section is A. Which of them is meant is
not always said, so that what is none of them is told only where it is a slip of the pen away from one.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import maybe
from auditlint.checks.same_scope import repeated
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.model import Fact, Relation

_AROUND = compiled(
    r"^(?:本年度?|当年|20[0-9]{2}年度?|部门|单位|一般公共预算|财政拨款)*|(?:总额|总数|总计|合计|资金|的)*$"
)
_DIGITS = 4  # of an amount in which one slip is no coincidence


def all_of_a_whole(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every amount said to be 100% of a whole that another sentence tells."""
    said = [*_said(ledger)]
    wholes: dict[str, list[Fact]] = {name: [] for _, name in said}
    for fact in ledger.facts if said else ():
        if fact.measure in ("level", "budget") and fact.figure.unit.dimension == "money":
            for name in wholes:
                if name in (fact.concept, fact.label) or fact.label.endswith(name):
                    wholes[name].append(fact)
    for amount, name in said:
        yield from maybe(repeated(amount, [f for f in wholes[name] if _elsewhere(ledger, f, amount)], _DIGITS))


def _said(ledger: Ledger) -> Iterator[tuple[Fact, str]]:
    """The amounts that are all of a named whole, each with its name."""
    for share in ledger.facts:
        if share.measure == "share" and share.figure.value == HUNDRED and share.base and share.sentence >= 0:
            amount, name = ledger.facts[share.id - 1], _AROUND.sub("", share.base)
            near = amount.sentence == share.sentence and amount.clause == share.clause - 1
            money = amount.figure.unit.dimension == "money" and amount.measure in ("level", "budget")
            if near and money and amount.depth == share.depth and name and not generic(name):
                yield amount, name


def _elsewhere(ledger: Ledger, fact: Fact, amount: Fact) -> bool:
    """Whether a figure stands in another sentence or in a table, and is of the same year."""
    apart = fact.table >= 0 or fact.sentence != amount.sentence
    return apart and (fact.period or ledger.year, fact.document) == (amount.period or ledger.year, amount.document)
