"""An item of expenditure above all the money of a report, 元 printed as 万元: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.subjects import LEVELS
from auditlint.checks.text.figures import place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark

_ALL = ("收支总计", "收入总计", "支出总计", "本年支出合计", "本年收入合计")
_ITEM = compiled(  # what a department pays out of its own money, never what it pays to others or oversees
    r"(?:会议|培训|差旅|公务接待|因公出国[(（]境[)）]|公务用车购置|公务用车运行维护|公务用车购置及运行维护|办公|印刷|水|电|邮电|物业管理"
    r"|维修|租赁|劳务|咨询|委托业务|福利)费(?:支出)?$|(?:三公|机关运行|工会|公用|人员)经费(?:支出)?$|基本支出$"
)


_OF_YEARS = compiled(
    r"[两二三四五0-9]年(?:来)?[^,;。]{0,4}累计|20[0-9]{2}年以来|累计[^;。]*累计"
)  # 三年累计支出a万元，其中基本支出累计b万元


def above_all(ledger: Ledger) -> Iterator[Remark]:
    """收入总计6,204.30万元…开支会议费18000万元: more than all that came in or was spent."""
    totals = [f for name in _ALL for measure in LEVELS for f in ledger.pick(ledger.concepts.get((name, measure), ()))]
    whole = max((f for f in totals if _own(ledger, f)), key=lambda f: f.figure.amount, default=None)
    if whole is None or whole.figure.value <= 0:
        return
    for fact in ledger.facts:
        if fact.figure.amount <= whole.figure.amount or not _own(ledger, fact):
            continue
        if _OF_YEARS.search(ledger.said_before(fact)):
            continue
        if fact.measure in LEVELS and fact.period in ("", ledger.year) and _ITEM.search(fact.label):
            text = fact.figure.text
            fields = (("stated", text), ("label", fact.label), ("change", whole.figure.text), ("expected", whole.label))
            yield Remark("above-all", (place(fact), place(whole)), fields, text.replace("万元", "元"))


def _own(ledger: Ledger, fact: Fact) -> bool:
    """Whether an amount stands in the report's own text, with its unit."""
    unit = fact.figure.unit
    return (
        fact.sentence >= 0
        and ledger.documents[fact.document].role == "report"
        and unit.dimension == "money"
        and bool(unit.name)
    )
