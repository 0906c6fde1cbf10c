"""The whole of a share that is printed beside it; part of the check `share`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.parts import AVERAGE, compatible
from auditlint.checks.relate import choose, relate, significant
from auditlint.checks.share.parts import held_to
from auditlint.checks.subjects import LEVELS, row_of_equals
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize


def share_of(share: Fact, part: Fact, whole: Fact, firm: bool) -> Relation | None:
    """The reading of a share as one of this part in this whole; None where they cannot be compared."""
    if whole.figure.unit.dimension != part.figure.unit.dimension or whole.id == part.id:
        return None
    made = relate("share", Share(), (("share", share), ("part", part), ("whole", whole)), firm=firm)
    return made if made is None or made.verdict != "broken" or compatible(part, whole) else None


_OF_IT = compiled(r"[)）]?的")
_EMBEDDED = compiled(r"占[^,;。:%占]{0,24}$")


def told_inside(ledger: Ledger, facts: Sequence[Fact], share: Fact, part: Fact) -> bool:
    """占W（B万元）的x%: whether an amount is the whole that stands between 占 and the share."""
    beside = facts.index(share) and part is facts[facts.index(share) - 1]
    within = beside and _OF_IT.match(ledger.after(part, 3)) and _EMBEDDED.search(normalize(ledger.before(part, 26)))
    return bool(within)


def printed_whole(ledger: Ledger, facts: Sequence[Fact], share: Fact) -> Relation | None:
    """A万元，占B万元的x%, 占W（B万元）的x%: the whole is printed between 占 and the share, or the row of shares."""
    i = facts.index(share)
    while facts[i].grouped and i and facts[i - 1].measure == "share":
        i -= 1
    if i < 2 or facts[i - 1].measure not in LEVELS or not _OF_IT.match(ledger.after(facts[i - 1], 3)):
        return None
    whole = facts[i - 1]
    if not _EMBEDDED.search(normalize(ledger.before(whole, 26))):
        return None
    respective = _EACH_OF_ITS_OWN.search(ledger.said_before(share))
    if respective is not None:
        start = ledger.sentences[share.sentence].start + respective.start()
        return _of_its_own(facts, share, whole, start)
    part = row_of_equals(facts, share, LEVELS)
    parts = [part] if part is not None else _before_whole(ledger, facts, share, i) if facts[i] is share else []
    parts = [p for p in parts if not _printed_for_another(ledger, p)]
    if part is None and any(p.grouped for p in parts):
        return None  # 两家分别支出a万元和b万元，占W万元的p%: of both, see `together`
    if _OF_A_CHANGE.search(whole.label):  # 多收d万元，占税收增量D万元的p%: of d
        parts = [f for f in facts[: i - 1] if f.measure == "change" and f.item == share.item][-1:]
    readings = [
        relate("share", Share(), (("share", share), ("part", p), ("whole", whole)), firm=len(parts) == 1)
        for p in parts
        if p.figure.unit.dimension == whole.figure.unit.dimension
    ]
    one = choose(readings, sure=int(len(parts) == 1))
    if one is not None and one.verdict == "broken":
        others = (f for f in facts[: i - 1] if f.measure in LEVELS and f.item == share.item)
        made = (share_of(share, f, whole, False) for f in others)
        one = next((r for r in made if r is not None and r.verdict == "holds" and significant(r.figures[0]) > 2), one)
    return one


_OF_A_CHANGE = compiled(r"(?:增量|减量|增加额|减少额|增收额|减收额)$")


def _printed_for_another(ledger: Ledger, part: Fact) -> bool:
    """余额占限额A万元的p%，市本级占限额B万元的q%: whether an amount is the whole of a share before, and no part."""
    return bool(_OF_IT.match(ledger.after(part, 3)) and _EMBEDDED.search(normalize(ledger.before(part, 26))))


_EACH_OF_ITS_OWN = compiled(r"[,、](?:分别|依次)占[^,;。:]*$")


def _of_its_own(facts: Sequence[Fact], share: Fact, whole: Fact, start: int) -> Relation | None:
    """甲a家、乙b家，分别占T家的p%和U家的q%: the amount at the place that the share has among those behind 分别占."""
    behind = [f for f in facts if f.figure.span.start > start and f.item == share.item]
    shares = [f for f in behind if f.figure.unit.dimension == "percent"]
    before = [f for f in facts if f.figure.span.start < start and f.item == share.item and f.measure in LEVELS]
    before = [f for f in before if f.figure.unit.dimension == whole.figure.unit.dimension][-len(shares) :]
    if len(before) < len(shares):
        return None
    part = before[shares.index(share)]
    return relate("share", Share(), (("share", share), ("part", part), ("whole", whole)), firm=True)


def _before_whole(ledger: Ledger, facts: Sequence[Fact], share: Fact, i: int) -> list[Fact]:
    """What may be the part in A万元（…），占B万元的x%: the amount before, or what it is an item of."""
    own = [f for f in facts[: i - 1] if f.measure in LEVELS and f.item == share.item and f.depth <= share.depth]
    own = [f for f in own if not AVERAGE.search(ledger.before(f, 4))] or own  # 累计A万元，年均a万元，占B万元的x%
    nearest = ([f for f in own if not held_to(ledger, facts, f)] or own)[-1:]
    totals = [t for f in nearest for one in ledger.lists_with(f.id) for t in ledger.pick(one.parent[:1])]
    return nearest + [t for t in totals if t.measure in LEVELS and t.item == share.item]
