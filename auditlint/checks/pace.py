"""Check `pace`: points ahead of (or behind) the even pace of the year, 快于序时进度x个百分点."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks import Check
from auditlint.checks.relate import corroborated, relate
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.intervals import Interval
from auditlint.model import Fact, Relation
from auditlint.records import dataclass

_AHEAD = compiled(r"(?:快于|高于|快|超|超过|超出|高出|领先)[^0-9,。;%]{0,6}(?:序时|时序|时间)进度(?:目标)?$")
_BEHIND = compiled(r"(?:慢于|低于|慢|落后|落后于)[^0-9,。;%]{0,6}(?:序时|时序|时间)进度(?:目标)?$")
_MONTHS = compiled(
    r"1?\s?[-—–~至到]\s?(?P<month>1[0-2]|[2-9])\s?月|(?:截至|截止)[^。;]{0,8}?(?P<end>1[0-2]|[1-9])\s?月(?:底|末|[23][0-9]日)"
    r"|(?P<half>上半年)|(?P<first>(?:第?一|1)季度)(?![0-9])|(?P<third>前三季度)"
)
_WORDS = {"half": 6, "first": 3, "third": 9}
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Options:
    """None."""


@dataclass(frozen=True, slots=True)
class Pace:
    """x0 points = ±(x1 % − months/12): how far a rate of completion is from the even pace."""

    sign: int
    months: int

    @property
    def even(self) -> Decimal:
        """The even pace in percent."""
        return Decimal(100 * self.months) / _YEAR

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        """The distance."""
        return self.sign * (values[1] - self.even)

    def range(self, values: Sequence[Interval]) -> Interval:
        """The distance over intervals; the even pace may itself have been rounded to a tenth."""
        slack = Decimal("0.05")
        away = values[1] - Interval(self.even - slack, self.even + slack)
        return away if self.sign > 0 else Interval(-away.high, -away.low)

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        """The distance, or the rate."""
        return self.exact(values) if index == 0 else self.even + self.sign * values[0]

    def text(self, shown: Sequence[str]) -> str:
        """The distance in words."""
        even = f"{self.months}/{_YEAR}"
        return f"{shown[1]} − {even}" if self.sign > 0 else f"{even} − {shown[1]}"


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every distance from the even pace that stands behind a rate of completion."""
    for sentence in ledger.sentences:
        if "进度" not in sentence.text:
            continue
        facts = ledger.facts_of(sentence)
        for i, fact in enumerate(facts):
            if fact.figure.unit.dimension != "point":
                continue
            before = sentence.before(fact)
            sign = 1 if _AHEAD.search(before) else -1 if _BEHIND.search(before) else 0
            rates = [f for f in facts[:i] if f.figure.unit.dimension == "percent" and f.measure == "completion"]
            if sign and rates:
                yield from _distance(ledger, sentence, fact, rates[-1], sign)


def _distance(ledger: Ledger, sentence: Sentence, point: Fact, rate: Fact, sign: int) -> Iterator[Relation]:
    months = _months(ledger, sentence, point)
    known = months or min(
        range(1, _YEAR + 1), key=lambda n: abs(rate.figure.amount - sign * point.figure.amount - Pace(sign, n).even)
    )
    made = relate("pace", Pace(sign, known), (("stated", point), ("rate", rate)), firm=bool(months))
    if made is None:
        return
    if months or made.verdict != "broken" or corroborated(made):
        yield made


def _months(ledger: Ledger, sentence: Sentence, point: Fact) -> int:
    """The months that the words before a distance, else its sentence or the paragraph before, cover; 0 for none."""
    block = ledger.documents[sentence.document].blocks[sentence.block].text
    found = list(_MONTHS.finditer(sentence.text, 0, point.figure.span.start - sentence.start))
    found = found or list(_MONTHS.finditer(sentence.text)) or list(_MONTHS.finditer(block[: sentence.start]))
    if not found:
        return 0
    last = found[-1]
    for name, value in last.groupdict().items():
        if value:
            return _WORDS.get(name) or int(value)
    return 0


CHECK = Check("pace", Options, run, ("rate",), "points ahead of the even pace of the year (序时进度)")
