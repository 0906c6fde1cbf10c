"""Totals that stand under the heading of the other side: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text_figures import place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark
from auditlint.numerals import normalize

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
