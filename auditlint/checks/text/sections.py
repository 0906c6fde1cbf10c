"""Totals that stand under the heading of the other side: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import place
from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark, Span
from auditlint.numerals import PRINTED, normalize

_HEADED = compiled(r"(?P<side>收入|支出)(?:决算|预算)?(?:总体)?(?:情况|说明)")
_BOTH = compiled(r"收支|收入支出|收、支|收入、支出|收入和支出|三公|机关运行|采购")
_TOTALS = {"本年收入合计": "收入", "收入总计": "收入", "本年支出合计": "支出", "支出总计": "支出"}


def other_side(ledger: Ledger) -> Iterator[Remark]:
    """三、支出决算情况说明, then 2031年度收入合计…: the other side's total under a heading, and its own nowhere."""
    sections: dict[tuple[int, str], list[Fact]] = {}
    for fact in ledger.facts:
        if fact.sentence >= 0 and fact.section and ledger.documents[fact.document].role == "report":
            sections.setdefault((fact.document, fact.section), []).append(fact)
    for (_, section), facts in sections.items():
        heading = normalize(section.rpartition(" / ")[2])
        sides = {m["side"] for m in _HEADED.finditer(heading)}
        totals = [f for f in facts if f.concept in _TOTALS and f.measure in ("level", "budget") and f.depth == 0]
        if len(sides) != 1 or _BOTH.search(heading) or not totals or totals[0] is not facts[0]:
            continue
        side = sides.pop()
        if side not in {_TOTALS[f.concept] for f in totals}:
            fields = (("stated", totals[0].label), ("label", heading), ("expected", side))
            yield Remark("other-side", (place(totals[0]),), fields)


_OPENS = compiled(
    r"(?:^|(?<=[。;\n]))[^,;。:0-9收支]{0,8}?(?P<side>收入|支出)(?:方面|情况)[,:]"
    r"(?:20[0-9]{2}年度?|全年|本年|当年|本单位|本部门|我单位|实现|完成|共|累计)*"
    rf"(?P<total>(?:总(?P<other>收入|支出)|(?:本年)?(?P<other>收入|支出)(?:总计|合计|总额))(?:决算|预算)?数?)(?:为|共)?{PRINTED}(?:万元|亿元|元)"
)
_INCOME = r"[^,;。:、0-9]{2,14}收入(?:决算)?数?(?:为)?[0-9]"
_SPENT_OF_INCOME = compiled(
    rf"(?<![一-鿿])(?:20[0-9]{{2}}年度?|全年|本年度?|当年)*(?P<total>(?:本年)?支出(?:合计|总计)|总支出)(?:决算)?(?:为|共)?{PRINTED}(?:万元|亿元|元)[,;。]?"
    rf"(?:其中|包括):?{_INCOME}[^,;。:]{{0,24}}[,、;](?:占[^,;。]{{0,14}}%[,;])?{_INCOME}"
)
_PAID_FROM = compiled(r"使用|动用|利用|安排|弥补|来自|来源|[由从]")  # 其中：使用事业收入a万元: what paid for it


def opened_side(ledger: Ledger) -> Iterator[Remark]:
    """支出方面，全年总收入…; 支出合计…，其中：财政拨款收入…、事业收入…: a total of the side that is not spoken of."""
    for number, index, _, m in matches(ledger, _OPENS):
        if m["side"] != m["other"]:
            fields = (("stated", m["total"]), ("label", m["side"] + "方面"), ("expected", m["side"]))
            yield Remark("other-side", ((number, Span(index, *m.span("total"))),), fields)
    for number, index, _, m in matches(ledger, _SPENT_OF_INCOME):
        if not _PAID_FROM.search(m.group()):
            fields = (("stated", m["total"]), ("label", "其中各项收入"), ("expected", "收入"))
            yield Remark("other-side", ((number, Span(index, *m.span("total"))),), fields)
