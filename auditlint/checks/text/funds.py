"""Funds of which there is said to be no income and no expenditure, beside an amount of them: findings of `text`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditlint.checks.plain import annexed, leads_plainly, of_bodies, planned
from auditlint.checks.text.figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark
from auditlint.numerals import normalize

_NAMES = ("政府性基金", "国有资本经营")
_OF_FISCAL = r"(?:预算)?(?:财政)?(?:拨款)?"
_FUND = rf"(?:{'|'.join(_NAMES)}){_OF_FISCAL}"
_NONE = compiled(
    rf"(?<![有除])(?:无|没有|未)(?:使用|发生|安排|取得)?(?P<funds>{_FUND}(?:[和与及、]{_FUND})*)(?P<by>安排的?)?"
    r"(?P<sides>收入(?:和|及|与|、)?支出|收支|收入|支出)(?:情况)?(?=[,;。]|$)"
)
_PLAIN_SIDES = ("收入支出", "收支", "收入", "支出")
_CUT = compiled(r"[,;。!?\n]")
_YEAR = compiled(r"20[0-9]{2}")


def no_funds(ledger: Ledger) -> Iterator[Remark]:
    """没有政府性基金预算财政拨款收入和支出, where the report gives an amount of it."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        document = ledger.documents[sentence.document]
        for m in _NONE.finditer(sentence.text) if document.role == "report" else ():
            before = sentence.text[: m.start()]
            lead = "".join(_CUT.split(before)[-1].split())
            if m["sides"] in _PLAIN_SIDES and not m["by"] and sum(n in m["funds"] for n in _NAMES) == 1:
                continue  # `text_claims` goes by the concept
            if "除" in before or not leads_plainly(lead) or set(_YEAR.findall(before)) - {ledger.year}:
                continue
            if of_bodies(normalize(document.blocks[sentence.block].text)):
                continue
            for name in _NAMES:
                found = _amount(ledger, sentence, name, m["sides"]) if name in m["funds"] else None
                if found is not None:
                    fields = (("stated", m.group()), ("change", found.figure.text))
                    yield Remark("none", (mark(sentence, m.start(), m.end()), place(found)), fields)
                    break


def _amount(ledger: Ledger, sentence: Sentence, name: str, sides: str) -> Fact | None:
    """An amount of this year that the running text gives a fund, on the sides said; None where one is zero.

    An amount of no side is of what was received and spent together.
    """
    side = sides if sides in ("收入", "支出") else "(?:收入|支出)?"
    of = compiled(rf"(?:本年)?{name}{_OF_FISCAL}{side}(?:决算)?(?:合计|总计)?")
    named = (f for f in ledger.facts if f.sentence >= 0 and name in f.label and of.fullmatch(f.label))
    return given(ledger, sentence, [f for f in named if not planned(ledger.said_before(f))])


def given(ledger: Ledger, sentence: Sentence, named: Iterable[Fact]) -> Fact | None:
    """The first of some figures of the running text that is an amount of this year; None where one is zero.

    Nor is one given where the report of another body begins between it and the sentence.
    """
    found = [
        f
        for f in named
        if f.document == sentence.document
        and f.measure == "level"
        and f.figure.unit.dimension == "money"
        and f.period in ("", ledger.year)
    ]
    if not found or not all(f.figure.value for f in found):
        return None
    first, last = sorted((sentence.block, found[0].figure.span.block))
    return None if annexed(ledger.documents[sentence.document], first, last) else found[0]
