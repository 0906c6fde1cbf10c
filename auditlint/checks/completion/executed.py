"""A rate of execution whose budget sentences before it came to, and what was spent of it; part of `completion`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import relate
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import likeness
from auditlint.facts.words import around, pattern
from auditlint.model import Fact, Relation
from auditlint.slips import slip

_SENTENCES = 8  # before a rate, in which its budget and what was spent stand
_SPENT = compiled(
    r"^(?:20[0-9]{2}年度?)?(?:实际|全年|累计|总|共|部门|整体|年度)*(?:支出|执行)(?:数|总额|合计|资金)?(?:为|共计|共|合计)?$"
)


def executed(ledger: Ledger, rate: Fact) -> Iterator[Relation]:
    """调整后预算B万元，其中甲b万元。支出A万元，其中甲a万元，执行率p%…。预算执行率q%: p of a and b, q of A and B."""
    sentence = ledger.sentences[rate.sentence]
    near = ledger.sentences[max(sentence.id - _SENTENCES, 0) : sentence.id + 1]
    money = [
        f
        for s in near
        if s.document == sentence.document
        for f in ledger.pick(s.facts)
        if f.id < rate.id and f.figure.unit.dimension == "money" and f.depth == rate.depth
    ]
    came_to = pattern(ledger.rulebook.lexicon, "moved-budget")
    totals = [f for f in money if came_to.search(around(ledger, f).partition("|")[0])]
    if not totals or ledger.restated(rate):
        return
    budget = totals[-1]
    spent = [f for f in money if f.id > budget.id and f.measure == "level"]
    own = [f for f in spent if f.sentence == rate.sentence and f.item == rate.item]
    if own:
        planned = [f for f in _parts(ledger, budget) if likeness(f.label, own[-1].label) >= 2]
        pairs = [(own[-1], planned[0])] if len(planned) == 1 else []
    else:
        pairs = [(f, budget) for f in spent if _SPENT.search(around(ledger, f).partition("|")[0])][:1]
        pairs = [] if pairs and _told(ledger, pairs[0][0], rate) else pairs
    for actual, whole in pairs:
        made = relate("completion", Share(), (("rate", rate), ("actual", actual), ("budget", whole)), firm=False)
        if made is not None and (made.verdict != "broken" or _misprinted(made)):
            yield made


def _told(ledger: Ledger, actual: Fact, rate: Fact) -> bool:
    """Whether another rate of what was spent stands before one: 执行率p%；剔除某项后，执行率q%."""
    listed = {i for one in ledger.lists_of(actual.id) for item in one.parts for i in item}
    between = ledger.facts[actual.id + 1 : rate.id]
    return any(f.measure == "completion" and f.depth == rate.depth and f.id not in listed for f in between)


def _misprinted(made: Relation) -> bool:
    """Whether the rate itself is a slip from the right one: what is left out of a budget may look like one in it."""
    return made.expected is not None and bool(slip(made.figures[0], made.expected))


def _parts(ledger: Ledger, total: Fact) -> Iterator[Fact]:
    """The parts that a list gives an amount."""
    for one in ledger.lists_of(total.id):
        if one.opener == "其中" and one.parent[0] == total.id:
            for item in one.parts:
                yield from (f for f in ledger.pick(item) if f.figure.unit.dimension == "money")
