"""The change of a total against the changes of its parts; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.parts import compatible, mistyped, proven
from auditlint.checks.relate import corroborated, relate, significant, swapped
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import likeness
from auditlint.model import Relation
from auditlint.records import replace


def of_changes(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """The change of a total against the changes of its parts."""
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for total in parents:
        if total.measure != "change" or total.direction == 0 or total.figure.unit.dimension != "money":
            continue
        parts = []
        for item in items:
            own = [f for f in item if f.measure == "change" and compatible(f, total) and f.direction]
            same = [f for f in own if f.basis == total.basis] or [f for f in own if not f.basis]
            if same:
                parts.append(same[0])
        if len(parts) < 2:
            continue
        signs = tuple(1 if p.direction == total.direction else -1 for p in parts)
        relation = relate("sum", Sum(signs), (("total", total), *(("part", p) for p in parts)), firm=False)
        whole = len(parts) == len(items) and (listing.opener in ("其中", "(") or proven(ledger, listing, total))
        if relation is None:
            continue
        if relation.verdict != "broken":
            yield (
                replace(relation, firm=True)
                if whole and all(significant(f) >= 3 for f in relation.figures)
                else relation
            )
        elif (
            whole
            and likeness(parts[0].label, total.label) == 0
            and not any(_CUT.search(ledger.before(f, 14)) for item in items for f in item if f not in parts)
            and (mistyped(relation, parts) or (proven(ledger, listing, total) and corroborated(relation)))
        ) or (len(parts) == len(items) > 1 and swapped(relation, _LONG)):
            yield replace(relation, firm=True)


_LONG = 5  # digits of a change in which two in the wrong order tell
_CUT = compiled(
    r"(?:压减|压缩|核减|调减|削减|减少|增加|新增|追加)[^,，;；。:：0-9]{2,10}$"
)  # 压减公用经费60万元: a change too
