"""Budgets that the sentences before a rate of completion state once for all; part of the check `completion`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.expressions import compiled
from auditlint.facts.enumerators import style
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic, likeness, side
from auditlint.facts.words import around, pattern
from auditlint.model import Fact

_BEFORE = 6  # sentences before a rate in which its budget may stand
_ITEM = compiled(r"\([类款项]\)")  # an item of an account has a budget of its own
_ITEMS = ("arabic", "bracket", "circle")
_BARE = compiled(r"实现|完成|实际|累计|全年|全部|共|本年|执行|结果|入库")


def planned(ledger: Ledger, rate: Fact, actual: Fact) -> Iterator[Fact]:
    """The one budget of an actual amount's side in the sentences before, where its own words name nothing else.

    年初收入预算B万元，支出预算C万元。…实际完成收入A万元，为预算的p%: A is of B.
    """
    sentence = ledger.sentences[rate.sentence]
    if ledger.restated(rate) or _ITEM.search(sentence.before(rate)) or style(sentence.text) in _ITEMS:
        return
    words = ledger.before(rate, 14)
    came_to = pattern(ledger.rulebook.lexicon, "moved-budget")
    named = _BARE.sub("", actual.label)
    found: list[Fact] = []
    for other in reversed(ledger.sentences[max(sentence.id - _BEFORE, 0) : sentence.id]):
        if other.document != sentence.document or _ITEM.search(other.text):
            break
        for f in ledger.facts_of(other):
            if f.figure.unit.dimension == actual.figure.unit.dimension and not f.depth:
                moved = came_to.search(around(ledger, f).partition("|")[0]) is not None
                if f.measure == "budget" or moved:
                    found.append(f)
    own = side(named)
    sides = [f for f in found if side(f.label) == own] or [f for f in found if not side(f.label)] if own else found
    alike = [f for f in sides if generic(named) or named in ("收入", "支出") or likeness(f.label, named)]
    changed = [f for f in alike if came_to.search(around(ledger, f).partition("|")[0])]
    opening = [f for f in alike if f not in changed]
    wanted = opening if "年初" in words else changed if "调整" in words or changed else opening
    if len({f.figure.amount for f in wanted}) == 1:
        yield wanted[-1]
