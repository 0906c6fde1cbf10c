"""Amounts that are added to one said before: 加上B、C，合计T; part of the check `sum`."""

from __future__ import annotations

from itertools import chain

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import choose
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.nested import collapsed
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_ABOVE = 8  # sentences before an addition, which a list may fill, in which its first term stands
REACH = 24  # facts before an addition among which its first term stands


def addition(ledger: Ledger, total: Fact, parts: list[Fact]) -> Relation | None:
    """加上B、C，合计T: the first term is an amount before; whichever it is, the sum holds or nothing is said."""
    added = parts[1:]
    first = parts[0].id
    before = ledger.facts[max(first - REACH, 0) : added[0].id]
    amounts = [f for f in before if f.measure in LEVELS and compatible(f, total)]
    heads = [f for f in amounts if f.measure == parts[0].measure]
    others = [f for f in amounts if f.measure != parts[0].measure]  # 预算数A，决算数B。加上C…: of B, if it comes out
    side = "收入" if "收入" in total.label else "支出" if "支出" in total.label else ""
    own = [h for h in heads if side and side in h.label and not _listed(ledger, h)]
    heads = [*own[-1:], *(h for h in reversed(heads) if h not in own[-1:])]
    near = [h for h in own if total.sentence - h.sentence <= _ABOVE and h.section == total.section]
    beside = [h for h in near if h.sentence == added[0].sentence]
    if len(beside) == 1:  # A万元，加B、C…，合计T: the first term opens the sentence of the others
        near, heads = beside, [*beside, *(h for h in heads if h not in beside)]
    undivided = collapsed(added)  # 加A，其中甲a，乙b，C，D: a and b are in A already
    plain = len(near) == 1 and len(undivided) == len(added)
    readings = [add_up(total, [head, *added], firm=k == 0 and plain) for k, head in enumerate(heads)]
    if len(near) == 1:  # another first term is meant only where it comes out exactly
        readings[1:] = [r for r in readings[1:] if r is not None and r.verdict == "holds"]
    planned = (add_up(total, [other, *added], firm=False) for other in others)
    inner = {i for one in ledger.lists_with(added[-1].id) if one.opener != "addition" for i in one.parts[0]}
    outside = [p for p in added if p.id not in inner]  # 加A，其中：甲a，B，C: a is in A already
    without = (add_up(total, [head, *some], firm=False) for some in (outside, undivided) for head in heads)
    readings += [r for r in chain(planned, without) if r is not None and r.verdict == "holds"]
    return choose(readings, sure=int(bool(own)))


def _listed(ledger: Ledger, fact: Fact) -> bool:
    """Whether a fact is an item of a list, other than of an addition."""
    return any(one.opener != "addition" for one in ledger.lists_with(fact.id))
