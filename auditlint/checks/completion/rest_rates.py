"""The rate of what is left of a budget against its rate of completion; part of the check `completion`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import relate, significant, slipped
from auditlint.equations import Rest
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_REST = compiled(r"(?:结余|结转|节约|剩余)率$")
_RATE = compiled(r"(?:资金|支出|预算)*(?:完成|执行)?率?$")  # 某项目预算执行率: 某项目
_DIGITS = 3  # of a rate in which a slip tells


def rests(ledger: Ledger) -> Iterator[Relation]:
    """完成率96.13%, 结余率3.87%: the nearest rate of completion before a rate of what is left.

    What is left of a budget is what was not executed, but 节约 may be reckoned otherwise: of one item a rate that is a
    slip away from the rest is mistyped, and other gaps are not told.
    """
    for fact in ledger.facts:
        if fact.sentence < 0 or fact.measure != "ratio" or not _REST.search(fact.label):
            continue
        for other in reversed(ledger.facts[max(fact.id - 8, 0) : fact.id]):
            if other.measure == "completion" and other.section == fact.section:
                one = relate("completion", Rest(), (("rate", fact), ("completion", other)), firm=_alike(fact, other))
                if one is not None and (one.verdict != "broken" or (one.firm and slipped(one, _DIGITS))):
                    yield one
                break


def _alike(rest: Fact, done: Fact) -> bool:
    """Whether both rates are by their names of one item, and long enough for a slip to tell."""
    item = _RATE.sub("", done.label)
    return (
        len(item) > 2
        and rest.label.startswith(item)
        and min(significant(rest.figure), significant(done.figure)) >= _DIGITS
    )
