"""Rows of values whose sum stands right behind them: 依次为a、b、c万元，共T万元; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from auditlint.checks.parts import compatible
from auditlint.checks.relate import relate
from auditlint.checks.sum.counts import TWICE
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation

_IN_TURN = compiled(r"(?:依次|分别)(?:为|是|达|有|完成|支出|安排|投入)?$")
_IN_ALL = compiled(
    r"[,，](?:[一二两三四五六七八九十0-9]{1,2}[项者家类个])?(?:总?共计?|合计|总计|加总|加起来)(?:为|是|达|有|支出|投入)?"
)
_LEAST, _SEVERAL = 2, 3
_PRICES = compiled(r"单价|标准|均|每|价格|比例|增|减|降")
_FIRST_OF = compiled(
    r"前[两二三四五六七八九十0-9]{1,2}(?:[名位家个]|季度|年|项)[^,;。]*$"
)  # 前三名分别为a、b、c: not of all
_ENDS = compiled(r"\s*(?:[;；。]|[,，](?!等|其他|另|及|和)|$)")
_THEN = compiled(r"[,，](?:依次|分别)(?:为|是)?")


def spelt_sums(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every row of values, each said in turn, and the sum that its words call so."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for k, first in enumerate(facts):
            if first.grouped or not facts[k + 1 : k + 2] or not facts[k + 1].grouped:
                continue
            row = [first, *takewhile(lambda f: f.grouped, facts[k + 1 :])]
            in_turn = _IN_TURN.search(sentence.before(first)[-8:]) is not None
            if len(row) < (_LEAST if in_turn else _SEVERAL) or _PRICES.search(first.label):
                continue
            if _FIRST_OF.search(sentence.before(first)) or TWICE.search(sentence.text):
                continue
            behind = facts[k + len(row) : k + len(row) + 1]
            before = facts[k - 1] if k else None
            total = None
            if behind and _totals(ledger, row, behind[0]):
                total = behind[0]
            elif in_turn and len(row) >= _SEVERAL and before is not None and _divided(sentence, before, row):
                total = before
            if total is None:
                continue
            made = relate("sum", Sum((1,) * len(row)), (("total", total), *(("part", f) for f in row)), firm=True)
            of_each = total.figure.unit != row[-1].figure.unit  # 分别补助a元、b元、c元，合计T万元: of all who had them
            if made is not None and (made.verdict == "holds" or not (of_each or _more(sentence, total))):
                yield made


def _more(sentence: Sentence, total: Fact) -> bool:
    """合计T万元（含d万元）: whether a bracket right behind a total says what more, or less, is in it."""
    return sentence.text.startswith("(", total.figure.span.end - sentence.start)


def _divided(sentence: Sentence, total: Fact, row: Sequence[Fact]) -> bool:
    """实际支出T万元，依次为a、b、c万元: whether a row stands right behind what it divides, and ends there."""
    first = row[0]
    if not _ENDS.match(sentence.text, row[-1].figure.span.end - sentence.start):
        return False
    level = total.measure == "level" and bool(total.label) and total.depth == first.depth and compatible(total, first)
    return level and _THEN.fullmatch(sentence.between(total, first).replace(" ", "")) is not None


def _totals(ledger: Ledger, row: list[Fact], total: Fact) -> bool:
    """Whether an amount is called the sum of the row right before it."""
    between = ledger.sentences[total.sentence].between(row[-1], total).replace(" ", "")
    return _IN_ALL.fullmatch(between) is not None and all(compatible(f, total) for f in row)
