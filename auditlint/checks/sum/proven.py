"""Another column of a list that adds up, which proves it whole; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.parts import AVERAGE, add_up, column_of, compatible
from auditlint.checks.relate import relate, significant
from auditlint.checks.sum.counts import counted
from auditlint.checks.sum.lacking import TELLING
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact


def proven(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """Whether another column of the list adds up exactly: its budgets, its counts, or the changes of its items."""
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for other in parents:
        counted = other.figure.unit.dimension == "count"
        if other.id == total.id or not other.figure.value or other.figure.unit.dimension not in ("money", "count"):
            continue
        if compatible(other, total) and (counted or (other.measure, other.basis) == (total.measure, total.basis)):
            continue
        if other.measure not in ("level", "budget", "change") or AVERAGE.search(other.label):
            continue
        sign = other.direction or 1
        parts = [column_of(item, other) for item in items]
        if all(p is not None for p in parts) and len(parts) > 1:
            signs = tuple(1 if (p.direction or 1) == sign else -1 for p in parts if p is not None)
            one = relate(
                "sum", Sum(signs), (("total", other), *(("part", p) for p in parts if p is not None)), firm=False
            )
            if one is not None and one.verdict == "holds":
                return True
    return _proven_beside(ledger, items, total)


def _proven_beside(ledger: Ledger, items: Sequence[Sequence[Fact]], total: Fact) -> bool:
    """Whether amounts of the same names, listed right beside counts, are all: 甲a个、乙b个，资金T，其中甲c、乙d."""
    firsts = [item[0] for item in items]
    names = [f.label for f in firsts]
    if (
        not counted(total)
        or not all(names)
        or len(set(names)) < len(names)
        or firsts[0].sentence != firsts[-1].sentence
    ):
        return False
    for sentence in ledger.sentences[max(firsts[0].sentence, 0) : firsts[-1].sentence + 2]:
        if (sentence.document, sentence.block) != (total.document, total.figure.span.block):
            continue
        for fact in ledger.facts_of(sentence):
            if fact.label != names[0] or fact.figure.unit.dimension != "money" or significant(fact.figure) < TELLING:
                continue
            for other in ledger.lists_with(fact.id):
                paid = [ledger.facts[part[0]] for part in other.parts]
                all_paid = (f for f in ledger.pick(other.parent) if compatible(f, fact) and _OF_ALL.search(f.label))
                sums = (add_up(f, paid, firm=False) for f in all_paid)
                if [p.label for p in paid] == names and any(s is not None and s.verdict == "holds" for s in sums):
                    return True
    return False


_OF_ALL = compiled(  # what the counted things have together; what was paid out need not have gone to all kinds
    r"涉及|^(?:总?投资|总?金额|预算|资金|合同|项目)+(?:总?额|合计|金额|资金|预算)?$|(?:合同|采购|成交|预算|投资)(?:总金?额|金额)$"
)
