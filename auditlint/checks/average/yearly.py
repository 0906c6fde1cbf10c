"""Averages by year: 三年累计投入T万元，年均a万元; 分别为a、b和c，年均d; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from auditlint.checks.formula import judged
from auditlint.checks.parts import compatible
from auditlint.checks.relate import TELLING, relate, slipped
from auditlint.equations import Mean
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.formulas import Formula
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize, whole_number

_EACH_YEAR = compiled(
    r"[,、](?:年均|平均每年|每年平均)(?:投入|支出|收入|安排|完成|新增|下达)?(?:资金|经费)?(?:为|是|达)?$"
)
_YEARS = compiled(
    r"(?<![0-9第])(?P<n>[两二三四五六七八九十]|1?[0-9])年(?:来|间|内|期间|时间)?,?(?:累计|共|合计|总共|一共|共计|总计)[^,;。:0-9]{0,8}$"
)
_SPAN = compiled(r"(?P<first>20[0-9]{2})年?度?(?:-+|—+|–|~|至|到)(?P<last>20[0-9]{2})年[^;。]*$")
_UNSURE = compiled(r"约|近[0-9]|余[,。万亿元]|左右|以上|超过?[0-9]|预计|计划")


def yearly(ledger: Ledger) -> Iterator[Relation]:
    """The relation of every average by year to the values of the years, or to their total, right before it."""
    for sentence in ledger.sentences:
        if "年均" not in sentence.text and "每年" not in sentence.text:
            continue
        facts = ledger.facts_of(sentence)
        for k, average in enumerate(facts):
            money = average.figure.unit.dimension in ("money", "count")
            said = _EACH_YEAR.search(sentence.before(average).replace(" ", "")) if k and money else None
            if said is None or _UNSURE.search(sentence.text):
                continue
            made = _of_years(ledger, sentence, facts[:k], average) or _of_all(ledger, facts[k - 1], average)
            if made is not None and (made.verdict != "broken" or slipped(made, TELLING)):
                yield made


def _of_years(ledger: Ledger, sentence: Sentence, before: Sequence[Fact], average: Fact) -> Relation | None:
    """2029—2031年分别为a、b和c，年均d: the mean of as many values as there are years."""
    row = [before[-1]]
    while row[0].grouped and len(row) < len(before):
        row.insert(0, before[-len(row) - 1])
    m = _SPAN.search(sentence.before(row[0]).replace(" ", ""))
    years = int(m["last"]) - int(m["first"]) + 1 if m is not None else 0
    alike = all(f.measure in ("level", "budget") and compatible(f, average) for f in row)
    if not alike or len(row) != years or years <= 1:
        return None
    return relate("average", Mean(), (("average", average), *(("part", f) for f in row)), firm=True)


def _of_all(ledger: Ledger, total: Fact, average: Fact) -> Relation | None:
    """近三年累计投入T万元，年均a万元: the total by the number of years."""
    m = _YEARS.search(normalize(ledger.said_before(total)).replace(" ", ""))
    beside = total.item == average.item and total.depth == average.depth and total.clause + 1 == average.clause
    if m is None or not beside or total.measure != "level" or not compatible(total, average):
        return None
    years = int(m["n"]) if m["n"].isdigit() else whole_number(m["n"])
    return judged(_formula(years), {"average": [average], "amount": [total]}) if years > 1 else None


@cache
def _formula(years: int) -> Formula:
    from auditlint.formula_texts import parse  # needs Python's parser, which few reports ask for

    return parse(f"average = amount / {years}")
