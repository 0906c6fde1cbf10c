"""Rows of values whose sum stands right behind them: 依次为a、b、c万元，共T万元; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_IN_TURN = compiled(r"(?:依次|分别)(?:为|是|达|有|完成|支出|安排|投入)?$")
_IN_ALL = compiled(
    r"[,，](?:[一二两三四五六七八九十0-9]{1,2}[项者家类个])?(?:总?共计?|合计|总计|加总|加起来)(?:为|是|达|有|支出|投入)?"
)
_LEAST = 2


def spelt_sums(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every row of values, each said in turn, and the sum that its words call so."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for k, first in enumerate(facts):
            if not _IN_TURN.search(sentence.before(first)[-8:]):
                continue
            row = [first, *takewhile(lambda f: f.grouped, facts[k + 1 :])]
            behind = facts[k + len(row) : k + len(row) + 1]
            if len(row) >= _LEAST and behind and _totals(ledger, row, behind[0]):
                terms = (("total", behind[0]), *(("part", f) for f in row))
                yield from maybe(relate("sum", Sum((1,) * len(row)), terms, firm=True))


def _totals(ledger: Ledger, row: list[Fact], total: Fact) -> bool:
    """Whether an amount is called the sum of the row right before it."""
    between = ledger.sentences[total.sentence].between(row[-1], total).replace(" ", "")
    return _IN_ALL.fullmatch(between) is not None and all(compatible(f, total) for f in row)
