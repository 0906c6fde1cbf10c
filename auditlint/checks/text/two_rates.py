"""Two rates of completion of one item, told in the same words: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditlint.checks.text.figures import BUDGET_WORDS, SIGNS, item_start, mark, place
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark
from auditlint.numerals import normalize

_DONE = compiled(r"(?P<done>(?:完成|占|达到?|执行)(?P<of>年初|全年|年度|调整后?)?预算)(?:数|额)?(?:的|为)?$")
_ANOTHER_ITEM = compiled(r"[,;][^,;。%]*\([类款项]\)[^,;。%]*$|[,;][^,;。%]{6,}(?:完成|占|达|执行)[^,;。%]*$")
_NAMED = 60  # characters before a rate in which a name may stand
_LEAD = 12  # characters before a rate that say what it is the completion of


def completed_twice(ledger: Ledger) -> Iterator[Remark]:
    """支出决算为A万元，完成预算的p%，完成预算的q%，决算数等于预算数: at most one of p and q is right.

    The words on budget and account behind both say which of them is wrong, where they go with one alone.
    """
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for one, other in pairwise(facts):
            if not _alike(ledger, one, other) or one.figure.amount == other.figure.amount:
                continue
            wrong, right, words = _against_words(sentence, one, other)
            spans = (place(wrong), place(right), *((mark(sentence, *words),) if words else ()))
            fields = (("stated", wrong.figure.text), ("rate", right.figure.text))
            yield Remark("completed-twice", spans, fields, right.figure.text if words else "")


def _alike(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether two rates of completion stand side by side in one item, told in the same words."""
    if one.measure != "completion" or other.measure != "completion" or other.id != one.id + 1:
        return False
    if (one.item, one.depth, one.period) != (other.item, other.depth, other.period) or other.clause != one.clause + 1:
        return False
    if _ANOTHER_ITEM.search(normalize(ledger.before(other, _NAMED))) is not None:
        return False  # 甲（项）完成年初预算的p%，乙（项）完成年初预算的q%
    said = [_DONE.search(normalize(ledger.before(f, _LEAD))) for f in (one, other)]
    return said[0] is not None and said[1] is not None and said[0]["done"] == said[1]["done"] and not other.grouped


def _against_words(sentence: Sentence, one: Fact, other: Fact) -> tuple[Fact, Fact, tuple[int, int] | None]:
    """The rate that the words behind both contradict, the other one, and where the words stand."""
    behind = other.figure.span.end - sentence.start
    word = BUDGET_WORDS.search(sentence.text, behind)
    if word is None or word["within"] or word["apart"] or item_start(sentence, word.start()) > behind:
        return one, other, None
    sign = SIGNS.get(word["word"] or "等于", 0)
    fits = [(f.figure.value > HUNDRED) - (f.figure.value < HUNDRED) == sign for f in (one, other)]
    if fits[0] == fits[1]:
        return one, other, None
    return (*((other, one) if fits[0] else (one, other)), word.span())
