"""Averages of official expenses told apart from their amounts: 人均接待费a元，车均维护费b万元; part of `average`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.relate import relate
from auditlint.equations import Quotient
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_MEANT = (
    (
        compiled(r"(?:人均|平均每人|每人次)(?:国内|公务)*接待(?:费用?|支出)(?:约?为|是)?约?$"),
        "公务接待费",
        ("人", "人次"),
    ),
    (
        compiled(r"(?:车均|平均每[辆台]车?|单车)(?:公务用车)?(?:运行)?维护(?:费用?|支出)(?:约?为|是)?约?$"),
        "公务用车运行维护费",
        ("辆", "台"),
    ),
)
_OTHERS = compiled(r"陪同|租|借|报废|处置|拍卖|划转|调入|调出")  # of more or fewer than are counted at the year's end


def apart(ledger: Ledger, sentence: Sentence, average: Fact) -> Iterator[Relation]:
    """保有量n辆，接待m人次。人均接待费a元，车均维护费b万元: of the one amount the report gives for each."""
    before = normalize(ledger.before(average, 24))
    for words, concept, units in _MEANT:
        if not words.search(before):
            continue
        found = ledger.pick(ledger.concepts.get((concept, "level"), ()))
        amounts = [f for f in found if f.document == average.document and f.figure.unit.dimension == "money"]
        amounts = [f for f in amounts if f.period in ("", average.period or ledger.year)]
        count = _counted(ledger, sentence, average, units)
        if count is None or len({f.figure.amount for f in amounts}) != 1:
            continue
        terms = (("average", average), ("amount", amounts[0]), ("number", count))
        made = relate("average", Quotient(), terms, firm=True)
        if made is not None and (made.verdict != "broken" or not _cut(made)):
            yield made


def _counted(ledger: Ledger, sentence: Sentence, average: Fact, units: tuple[str, ...]) -> Fact | None:
    """The one count of a unit in the sentence and the one before; None where cars were bought in the year, too."""
    near = ledger.paragraph(sentence, before=1, behind=0)
    if any(_OTHERS.search(s.text) for s in near):
        return None
    counts = [f for s in near for f in ledger.facts_of(s) if f.figure.unit.name in units and f.id < average.id]
    counts = [f for f in counts if f.measure == "level" and f.figure.value]
    bought = any("购" in f.label for f in counts)
    return counts[0] if len({f.figure.value for f in counts}) == 1 and not bought else None


def _cut(made: Relation) -> bool:
    """Whether an average is off by less than a unit of its last digit: cut instead of rounded."""
    return abs(made.difference) <= Decimal(1).scaleb(-made.figures[0].decimals)
