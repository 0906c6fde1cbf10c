"""Check `average`: 人均, 车均, 平均每家 against the amount and the count it is shared by."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.average.by_standard import by_standard
from auditlint.checks.average.doubts import (
    besides,
    bought,
    by_another,
    by_month,
    earlier_year,
    of_an_item,
    of_another_thing,
    of_last_year,
    of_one_kind,
    otherwise,
    quoted,
)
from auditlint.checks.average.instalments import instalments
from auditlint.checks.average.mean import means
from auditlint.checks.average.operands import NEAR
from auditlint.checks.average.per_head import apart
from auditlint.checks.average.public_expenses import of_public_expense
from auditlint.checks.average.splits import splits
from auditlint.checks.average.standards import mean_prices, standards, unit_prices
from auditlint.checks.average.stated import point_moved, stated_average
from auditlint.checks.average.yearly import yearly
from auditlint.expressions import compiled
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger
from auditlint.facts.phrases import phrases
from auditlint.model import Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass, field, replace
from auditlint.typed import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """What is averaged."""

    of: Literal["amount", "scores", "standard", "split"] = field(
        default="amount",
        metadata={
            "help": "amount: what a printed count shares; scores: scores that are printed one by one; "
            "standard: what a standard makes for a count of those it is paid to; split: what two levels bear by a ratio"
        },
    )


_NEVER = compiled(
    r"可支配|生产总值|GDP|标准|定额|价格|单价|消费|上年|去年|以上|不超过|不低于|每[天日月年]|^每[次期场]"
)  # of no amount that is printed beside
_TOURED = compiled(r"旅游(?:总|综合)?收入[^。]{0,60}[,，]人均(?:消费|花费)$")  # what visitors spent they brought
_BOUND = compiled(  # 低于人均80元的标准; 按常住人口、人均94元测算; 人均30元/天; 人均30元的教材
    r"/|的(?=[一-鿿]{0,4}(?:费|餐|教材|材料))|的?(?:标准|限额|定额|上限|要求|规定)|(?:及)?以[内下]|(?:进行)?(?:测算|核定|核拨|匡算|预拨)"
)


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every average whose amount and count, or whose scores, are found."""
    if options.of == "scores":
        yield from means(ledger)
        return
    if options.of == "standard":
        yield from standards(ledger)
        yield from by_standard(ledger)
        return
    if options.of == "split":
        yield from splits(ledger)
        yield from instalments(ledger)
        return
    yield from mean_prices(ledger)
    yield from unit_prices(ledger)
    yield from yearly(ledger)
    words = phrases(ledger.rulebook.lexicon)
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        whose = ""
        for fact in facts:
            m = words.average.search(ledger.before(fact, NEAR)) if fact.measure == "average" else None
            if m is None or earlier_year(ledger, fact):
                continue
            toured = _TOURED.search(sentence.before(fact)) is not None
            if not toured and (_NEVER.search(m["what"]) or _NEVER.search(fact.label)):
                continue
            if _BOUND.match(normalize(ledger.after(fact, 6))):
                continue
            whose = clean(m["whose"]) or whose  # 公务接待人均a元，批均b元
            names = ("" if toured else m["what"], whose)
            one = stated_average(ledger, sentence, facts, fact, m["kind"], names)
            if one is None or not one.firm:
                one = next(apart(ledger, sentence, fact), one)
            if one is None or not one.firm:
                units = ledger.rulebook.lexicon.averages.get(m["kind"], (m["kind"],))
                expense = of_public_expense(ledger, sentence, facts, fact, units)
                if expense is not None:
                    yield expense
                    continue
            one = one or point_moved(ledger, facts, fact, m["kind"], m["what"])
            doubt = one is not None and (
                otherwise(sentence, facts, one, m)
                or bought(ledger, one)
                or by_month(sentence, m)
                or of_an_item(one, m["what"])
                or of_one_kind(ledger, one, clean(m["whose"]))
                or besides(ledger, one)
                or quoted(sentence, one.terms[-1].fact)
                or by_another(ledger, fact, one.terms[-1].fact)
                or of_last_year(ledger, *(t.fact for t in one.terms[1:]))
                or of_another_thing(ledger, *(t.fact for t in one.terms))
            )
            if one is not None and not (one.verdict == "broken" and doubt):
                yield replace(one, firm=one.firm and not doubt)


CHECK = Check(
    "average",
    Options,
    run,
    ("average", "amount", "number", "part"),
    "an average against the amount and what it is shared by",
)
