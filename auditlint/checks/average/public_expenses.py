"""公务用车保有n辆，车均a元; 接待m人次，人均b元: averages of the public expenses that are told in sentences before."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.relate import relate, significant, slipped
from auditlint.equations import Quotient
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_CARS = compiled(r"公务用?车[^,;。]{0,12}$")
_GUESTS = compiled(r"接待[^。;]*$")
_OFFICIAL = compiled(r"公务|国内|来访|批次|团组|三公")  # but 全年接待45所学校、7500人次
_FOREIGN = compiled(r"外宾|外事接待|国外|境外")
_TELLING = 3  # digits of an average that no other amount makes by chance


def of_public_expense(
    ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], average: Fact, units: Sequence[str]
) -> Relation | None:
    """An average right behind its count, of the one amount that the report tells of that expense.

    Silent where the sentence has an amount of its own, where foreign guests are told with a count above zero, and where
    what does not hold is no slip: there may be other cars at the year's end, and other guests.
    """
    before = [f for f in facts if f.id < average.id and f.measure != "average"]
    count = before[-1] if before else None
    if count is None or count.figure.unit.name not in units or count.measure != "level":
        return None
    if significant(average.figure) < _TELLING or any(f.figure.unit.dimension == "money" for f in before):
        return None
    words = normalize(sentence.before(count))
    guests = _GUESTS.search(words) and _OFFICIAL.search(words + ledger.section(sentence))
    name = "公务用车运行维护费" if _CARS.search(words) else "公务接待费" if guests else ""
    if not name or any(_FOREIGN.search(f.label) and f.figure.value for f in before):
        return None
    spent = ledger.stated_once(name)
    if spent is None or spent.document != average.document or spent.sentence >= sentence.id:
        return None
    made = relate("average", Quotient(), (("average", average), ("amount", spent), ("number", count)), firm=False)
    return None if made is None or (made.verdict == "broken" and not slipped(made)) else replace(made, firm=True)
