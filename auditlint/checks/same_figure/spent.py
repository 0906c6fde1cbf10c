"""What the text says was spent on a project, against its row in a table of projects; part of `same-figure`.

举办农民运动会，开支18.40万元 beside a row 农民运动会 | 18.40 | 17.20: the budget, told as what was spent.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import relate, significant
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.names import core
from auditlint.facts.spending import Spending, overviews
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_VERB = r"(?:开支|花费|支出|列支|支付|使用资金|执行)(?:资金|经费|金额|数)?(?:共计|合计|为|了|共)?$"
_SPENT = compiled(_VERB)
_GOES_ON = compiled(
    rf"(?:项目|活动|工程)?(?:资金|经费)?(?:[,:]|(?=开|花|列|使|[^支]+支出))(?:全年|本年度?|当年|年度|实际|共|已)*{_VERB}"
)
_PLANNED = compiled(
    r"批复|下达|申报|测算|概算|核定|核拨|拟|标准|约定|合同|同意|分配|来源|保障|编制"
)  # in the paragraph
_PLANS = compiled(r"预算(?!执行)|安排|批复|申报|下达|测算|概算|上年")  # in the heading
_APART = compiled(r"预算|安排|计划|年初|上年|去年|其中|截至|[0-9]月|季度")  # in the item before the name
_BY_OTHERS = compiled(r"[,(]?(?:其中|含|包括)|,?(?:全部)?[由系](?!县?财政)[^,;。]{1,12}(?:赞助|承担|负担|自筹|捐|支付)")
_SHORTEST = 4  # characters of a project's name
_LEAST = 3  # digits of an amount that is no coincidence


def spent(ledger: Ledger) -> Iterator[Relation]:
    """A relation for an amount said to be spent on a project whose row has both a budget and what was spent.

    Told where the amount is the row's budget to the digit.
    """
    rows = [s for o in overviews(ledger) for _, s in o.rows if s is not None and s.budget and s.actual]
    named = ledger.rulebook.taxonomy.find  # 基本支出, 公务接待费: told of many bodies and sources, and no project
    known = {core(s.name): s for s in rows if len(core(s.name)) >= _SHORTEST and named(s.name) is None}
    for fact in ledger.facts if known else ():
        if fact.sentence < 0 or fact.figure.unit.dimension != "money" or fact.measure != "level":
            continue
        row = _named(ledger, fact, known)
        if row is not None and row.budget is not None and row.actual is not None:
            made = relate("same-figure", Equal(), (("stated", fact), ("other", row.actual)), firm=True)
            if made is not None and (made.verdict == "holds" or _is_budget(fact, row)):
                yield made


def _named(ledger: Ledger, fact: Fact, known: dict[str, Spending]) -> Spending | None:
    """The one project that the words before an amount say was paid with it."""
    sentence = ledger.sentences[fact.sentence]
    before = sentence.before(fact).replace(" ", "")
    if (
        not _SPENT.search(before)
        or _BY_OTHERS.match(normalize(ledger.after(fact, 16)))
        or fact.period not in ("", ledger.year)
    ):
        return None
    item = before.rpartition(";")[2]
    found = [name for name in known if name in item]
    if len(found) != 1 or _APART.search(item) or _PLANS.search(ledger.section(sentence).rpartition("/")[2]):
        return None
    if _PLANNED.search(ledger.documents[fact.document].blocks[sentence.block].text):
        return None
    between = item[item.rindex(found[0]) + len(found[0]) :]
    return known[found[0]] if _GOES_ON.fullmatch(between) else None


def _is_budget(fact: Fact, row: Spending) -> bool:
    """Whether an amount is the budget of a row, and not what was spent, to the digit."""
    if row.budget is None or row.actual is None or significant(fact.figure) < _LEAST:
        return False
    return fact.figure.amount == row.budget.figure.amount != row.actual.figure.amount
