"""Check `change`: the amount and rate of a change against the current value, or against a printed base."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.change.amounts import amounts_of
from auditlint.checks.change.points import points
from auditlint.checks.change.rates import rates_of
from auditlint.checks.parts import AVERAGE
from auditlint.checks.ways import ways
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """What a change is checked against."""

    of: str = field(
        default="rate",
        metadata={"help": "rate: the percentage; amount: the amount or the percentage points against both values"},
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of every rate or amount of change whose partners are found."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for fact in facts:
            if "(含" in sentence.text and _BUT_OF_THE_YEAR.search(sentence.before(fact)):
                continue
            if options.of == "amount" and fact.figure.unit.dimension == "point":
                yield from points(ledger, sentence, fact)
            elif options.of == "rate" and fact.measure == "rate":
                made = (r for r in rates_of(ledger, facts, fact) if not _of_another_year(ledger, r))
                yield from (r for r in made if not _on_a_base(ledger, r))
            elif options.of == "amount" and fact.measure == "change":
                if not AVERAGE.search(normalize(ledger.before(fact, _LEAD)).rpartition(",")[2]):  # 月均降d
                    yield from amounts_of(ledger, facts, fact)
            elif options.of == "amount":
                yield from ways(ledger, sentence, facts, fact)


# 收入总计A万元（含年初结转B万元），当年收入比上年增加D: of what only the two together tell
_BUT_OF_THE_YEAR = compiled(r"\(含(?:年初|上年)[^()]*结[转余][^()]*\)[,;](?:当年|本年)[^;。]*$")
_LEAD = 10  # characters before a change that say what it is of
_OWN_YEAR = compiled(r"(?:^|[,;。:])(?P<year>20[0-9]{2})年度?(?:同比|比上年|较上年|增长|下降|增加|减少)[^,;。:0-9]*$")


def _of_another_year(ledger: Ledger, made: Relation) -> bool:
    """2030年同比增长p% beside values of 2031: whether a broken rate names a year that its current value is not of."""
    m = _OWN_YEAR.search(normalize(ledger.before(made.terms[0].fact, 24))) if made.verdict == "broken" else None
    current = next((t.fact for t in made.terms if t.role == "current"), None)
    return m is not None and current is not None and current.period.isdigit() and current.period != m["year"]


_BASE = compiled(r"(?:较|比|与|同)[^,;。0-9]{0,4}(?:上年|去年|同期)[^,;。]{0,8}$")


def _on_a_base(ledger: Ledger, made: Relation) -> bool:
    """12月较上年12月的a下降p%，而全年较上年的b增长q%: whether a broken rate takes a base told for its current value."""
    current = next((t.fact for t in made.terms if t.role == "current"), None)
    return made.verdict == "broken" and current is not None and _BASE.search(ledger.before(current, 20)) is not None


CHECK = Check(
    "change",
    Options,
    run,
    ("rate", "change", "current", "base", "larger", "smaller", "direction"),
    "a change and its rate against the values they come from",
)
