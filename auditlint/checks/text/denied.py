"""Kinds of income and expenditure denied in a row, beside an amount of one: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.plain import leads_plainly, of_bodies, planned
from auditlint.checks.text.figures import mark, place
from auditlint.checks.text.funds import given
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark
from auditlint.numerals import normalize

_NAME = (
    r"(?:上级补助收入|附属单位上缴收入|事业收入|经营收入|其他收入|上缴上级支出|经营支出|对附属单位补助支出|结余分配"
    r"|使用非财政拨款结余|政府购买服务支出)"
)
_DENIED = compiled(
    rf"(?<![有除])(?:无|没有|未发生|未产生|没有发生)(?P<names>{_NAME}(?:[、和及与以]+{_NAME})*)(?:等)?(?=[,;。]|$)"
)
_ONE = compiled(_NAME)
_CUT = compiled(r"[,;。!?\n]")
_EXCEPT = compiled(r"除|外,")
_OTHER = compiled(r"除|上年|去年|预算|20[0-9]{2}")


def denied(ledger: Ledger) -> Iterator[Remark]:
    """本年无上级补助收入、经营收入, where the report gives an amount of 经营收入."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        document = ledger.documents[sentence.document]
        for m in _DENIED.finditer(sentence.text) if document.role == "report" else ():
            if _EXCEPT.search(sentence.text[: m.start()]):
                continue
            lead = "".join(_CUT.split(sentence.text[: m.start()])[-1].split())
            if not leads_plainly(lead) or _OTHER.search(lead.replace(ledger.year or "-", "")):
                continue
            if of_bodies(normalize(document.blocks[sentence.block].text)):
                continue
            for name in _ONE.findall(m["names"]):
                found = _amount(ledger, sentence, name)
                if found is not None:
                    fields = (
                        ("stated", f"{m.group()[: m.start('names') - m.start()]}{name}"),
                        ("change", found.figure.text),
                    )
                    yield Remark("none", (mark(sentence, m.start(), m.end()), place(found)), fields)
                    break


def _amount(ledger: Ledger, sentence: Sentence, name: str) -> Fact | None:
    """An amount of this year that the running text gives by just that name; None where one is zero."""
    named = (f for f in ledger.facts if f.sentence >= 0 and f.label.removesuffix("决算") == name)
    return given(ledger, sentence, [f for f in named if not _elsewhere(ledger, f)])


def _elsewhere(ledger: Ledger, fact: Fact) -> bool:
    """Whether an amount is planned, of last year, or of a body of its own."""
    behind = ledger.after(fact, 8)
    text = normalize(ledger.documents[fact.document].blocks[fact.figure.span.block].text)
    return "上年" in behind or "去年" in behind or planned(ledger.said_before(fact)) or of_bodies(text)
