"""Rates of a plan that no name of a rate announces: 完成年度目标的p%, 超任务p%; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.relate import maybe, relate
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Equation, Growth, Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.words import around
from auditlint.model import Fact, Relation

_AIM = r"(?:年度|全年|年初|当年|本年|上级|计划|既定|下达|的)*(?:目标|任务|计划)(?:任务|数|值|量)?"
_DONE = compiled(rf"[,、(](?:已|均|圆满|顺利)?(?:完成|达到|实现|达)了?{_AIM}的$")
_BEYOND = compiled(rf"[,、(](?:超额?(?:完成)?{_AIM}的?|超额完成)$")
_PLANNED = compiled(r"计划|目标|任务")
_LONGER = compiled(  # a plan of more than this year, or of one of several
    r"[二两三四五]年|规划|总任务|总目标|十[三四五]五|累计|每[年期批人户]|分解|原"
)
_REACHED = compiled(r"实际|完成|共|已|累计|全年")
_OTHERWISE = compiled(r"调整|取消|放弃|核减|结转|顺延|跨年|上年|去年|季度|上半年|[0-9]月底|截至[0-9]{1,2}月")
_BEFORE = 1  # sentences before a rate in which what was planned may stand


def of_plans(ledger: Ledger) -> Iterator[Relation]:
    """计划培训a人，实际培训b人，完成年度目标的p%; 任务a户，完成b户，超任务p%: what was reached of the only plan."""
    for sentence in ledger.sentences:
        for rate in ledger.facts_of(sentence):
            if rate.figure.unit.dimension != "percent" or rate.measure == "completion":
                continue
            before = sentence.before(rate).replace(" ", "")
            if _DONE.search(before):
                yield from maybe(_of_plan(ledger, sentence, rate, Share()))
            elif _BEYOND.search(before):
                yield from maybe(_of_plan(ledger, sentence, rate, Growth(1)))


def _of_plan(ledger: Ledger, sentence: Sentence, rate: Fact, equation: Equation) -> Relation | None:
    if _OTHERWISE.search(sentence.before(rate)):
        return None
    near = ledger.paragraph(sentence, before=_BEFORE, behind=0)
    facts = [f for s in near for f in ledger.facts_of(s) if f.id < rate.id]
    counts = [f for f in facts if f.figure.unit.dimension == "count" and f.measure in LEVELS]
    if not counts:
        return None
    done = counts[-1]
    if (done.item, done.sentence, done.depth) != (rate.item, rate.sentence, rate.depth):
        return None
    alike = [f for f in counts if f.figure.unit == done.figure.unit]
    plans = [f for f in alike if f.measure == "budget" or _PLANNED.search(around(ledger, f))]
    if len(plans) != 1 or plans[0].id >= done.id or _LONGER.search(around(ledger, plans[0]) + plans[0].label):
        return None
    if not _REACHED.search(around(ledger, done)) or not _nothing_else(alike, plans[0], done):
        return None
    between = [f for f in facts if f.id > done.id and f.figure.unit.dimension != "percent"]
    terms = (("share", rate), ("part", done), ("whole", plans[0]))
    return None if between else relate("share", equation, terms, firm=True)


def _nothing_else(alike: Sequence[Fact], plan: Fact, done: Fact) -> bool:
    """Whether what stands between a plan and what was reached of it is nothing but parts of that."""
    between = [f.figure.amount for f in alike if plan.id < f.id < done.id]
    return alike[0].id == plan.id and (not between or sum(between, Decimal(0)) == done.figure.amount)
