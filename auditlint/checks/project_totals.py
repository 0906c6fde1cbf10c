"""The forms of all projects against a total that the text states for as many projects; part of the check `project`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.relate import relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.projects import Source
from auditlint.model import Fact, Relation
from auditlint.records import replace

_FEW = 3  # projects below which a sum may come out by chance
_NEAR = Decimal("0.02")  # of the total: farther off, the total is of other projects
_PROJECTS = compiled(r"项目(?:个数|数量|数)?(?:共|为|共计)?$")
_AFTER = compiled(r"^(?:[一-鿿]{0,8}?)项目")


def totals(ledger: Ledger, known: Sequence[Source]) -> Iterator[Relation]:
    """Sentences that count as many projects as there are forms, with amounts that the forms may add up to."""
    forms = next((s for s in known if s.kind == "form"), None)
    if forms is None or len(forms.amounts) < _FEW:
        return
    for sentence in ledger.sentences:
        if _counted(ledger, sentence, len(forms.amounts)):
            for fact in ledger.pick(sentence.facts):
                if fact.figure.unit.dimension == "money" and fact.measure in ("level", "budget") and not fact.depth:
                    yield from _total(fact, forms)


def _counted(ledger: Ledger, sentence: Sentence, number: int) -> bool:
    """Whether a sentence speaks of so many projects."""
    for fact in ledger.pick(sentence.facts):
        if fact.figure.unit.name[:1] == "个" and fact.figure.value == number:
            before = sentence.before(fact)
            after = sentence.text[fact.figure.span.end - sentence.start :]
            if _PROJECTS.search(before) or _AFTER.search(after):
                return True
    return False


def _total(fact: Fact, forms: Source) -> Iterator[Relation]:
    """An amount with the sum of all forms that it is nearest to: their budgets, or what was spent."""
    readings = []
    for kind in ("budget", "first-budget", "actual"):
        if (kind == "actual") == (fact.measure == "budget"):
            continue
        parts = [money[kind][0] for money in forms.amounts.values() if kind in money]
        if len(parts) == len(forms.amounts):
            made = relate("sum", Sum((1,) * len(parts)), (("total", fact), *(("part", p) for p in parts)), firm=False)
            readings += [made] if made is not None else []
    if not readings:
        return
    best = min(readings, key=lambda r: abs(r.difference))
    near = bool(fact.figure.value) and abs(best.difference) <= _NEAR * abs(fact.figure.value)
    if near:
        yield replace(best, firm=True)
