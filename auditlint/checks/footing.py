"""Structures of a table, several lanes each: the reading that fits them, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.crossing import exchanged, mistyped
from auditlint.checks.relate import relate
from auditlint.equations import Equation, Sum
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, replace
from auditlint.slips import MISTYPED, slip

EXCHANGED = "exchanged"  # note of sums that two cells break by standing in each other's place


@dataclass(frozen=True, slots=True)
class Lane:
    """One column (or row) of a structure: its total and the parts that are printed in it."""

    total: Fact
    parts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a structure. `plain` says that the layout leaves no doubt about what the parts are.

    `levels` says that numbers or codes are printed, so that no gap is excused by levels mixed up.
    """

    lanes: tuple[Lane, ...]
    plain: bool = False
    levels: bool = False


_SEVERAL = 4  # parts among which the mean of unlike ones lies
_ALIKE = 2  # times the least part that the greatest may be, where their mean stands below them


def meant(lane: Lane) -> bool:
    """Whether a total is rather the mean of its parts: it lies among them, and is no slip of a sum.

    One that is equal to a part may be copied from it, unless all parts are alike.
    """
    values = [f.figure.amount for f in lane.parts]
    least, most = min(values), max(values)
    if len(values) < 2 or least <= 0 or not least <= lane.total.figure.amount <= most:
        return False
    if most > _ALIKE * least and (lane.total.figure.amount in values or len(values) < _SEVERAL):
        return False
    return slip(lane.total.figure, sum(values, Decimal(0)) / lane.total.figure.unit.factor) not in MISTYPED


@dataclass(frozen=True, slots=True)
class _Outcome:
    relations: tuple[Relation, ...]
    strong: int  # lanes that add up exactly, with two parts or more that are not zero
    weak: int  # lanes that add up exactly with one such part
    near: int
    broken: int

    @property
    def support(self) -> int:
        return 2 * self.strong + self.weak + self.near


def same_unit(facts: Sequence[Fact]) -> bool:
    """Whether figures can be added up as printed."""
    first = facts[0].figure.unit
    return all(f.figure.unit.dimension == first.dimension and f.figure.unit.name == first.name for f in facts)


def footing(kind: str, readings: Sequence[Reading]) -> Iterator[Relation]:
    """The relations of the reading that the lanes support best.

    A lane is firm when the structure is plain, or other lanes of the very same structure bear it out; a structure
    that fails in every lane is misunderstood, not broken, unless it is plain.
    """
    outcomes = [(r, _outcome(kind, r)) for r in readings]
    known = [(r, o) for r, o in outcomes if o is not None]
    if not known:
        return
    reading, best = max(known, key=lambda pair: pair[1].support - 2 * pair[1].broken)
    first, tried = known[0]
    if best.support == 0 or (first.plain and not tried.support and not any(o.strong for _, o in known)):
        # that two totals are equal, with nothing between them, says nothing of the rows above
        if first.plain and not any(o.strong or o.near for _, o in known) and not _below_a_part(tried.relations):
            for r in tried.relations:
                if r.verdict == "broken" and (first.levels or not _nested(r)):
                    yield replace(r, firm=True)
        return
    turned = exchanged(best.relations) is not None
    borne = best.strong + best.weak >= best.broken or (reading.plain and mistyped(best.relations))
    for relation in best.relations:
        own = _strength(relation)
        others = best.support - own
        sure = reading.plain or others >= 2
        if relation.verdict == "broken":
            if sure and turned:
                yield replace(relation, firm=False, note=EXCHANGED)
            elif sure and borne and (reading.levels or _backed(best) or not _nested(relation)):
                yield replace(relation, firm=True)
        else:
            yield replace(relation, firm=sure)


_LANES = 2  # in which a row called a total lies below one of its parts, and so is a mean of them, or of something else


def _below_a_part(relations: Sequence[Relation]) -> bool:
    """合计 above 省属, 市属 in a table of what each has on average: whether no lane has a total."""
    broken = [r.figures for r in relations if r.verdict == "broken"]
    return len(broken) >= _LANES and all(abs(f[0].amount) < max(abs(p.amount) for p in f[1:]) for f in broken)


def _backed(outcome: _Outcome) -> bool:
    return outcome.strong >= 2


def summed(kind: str, lane: Lane) -> Relation | None:
    """The sum of a lane; None where it has no parts, or figures of several units."""
    parts = tuple(p for p in lane.parts if p.id != lane.total.id)
    if not parts or not same_unit((lane.total, *parts)):
        return None
    return relate(kind, Sum((1,) * len(parts)), (("total", lane.total), *(("part", p) for p in parts)), firm=False)


def _outcome(kind: str, reading: Reading) -> _Outcome | None:
    relations = []
    for lane in reading.lanes:
        made = summed(kind, lane)
        if made is not None:
            relations.append(made)
    if not relations:
        return None
    strengths = [_strength(r) for r in relations]
    return _Outcome(
        tuple(relations),
        strengths.count(2),
        sum(1 for r, s in zip(relations, strengths, strict=True) if s == 1 and r.verdict == "holds"),
        sum(1 for r, s in zip(relations, strengths, strict=True) if s == 1 and r.verdict == "rounding"),
        sum(r.verdict == "broken" for r in relations),
    )


def _strength(relation: Relation) -> int:
    """How much a lane says for its structure: 2 adds up exactly, 1 nearly or with a single part, 0 nothing."""
    if relation.verdict == "broken" or relation.terms[0].fact.figure.value == 0:
        return 0
    filled = sum(t.fact.figure.value != 0 for t in relation.terms[1:])
    return 2 if relation.verdict == "holds" and filled > 1 else 1 if filled else 0


def _nested(relation: Relation) -> bool:
    """Whether the gap looks like levels mixed up: a part counted twice, or the parts twice or three times the total."""
    values = [f.amount for f in relation.figures]
    total, parts = values[0], values[1:]
    if total == 0 or not parts:
        return True
    added = sum(parts, Decimal(0))
    if any(p != 0 and p == added - total for p in parts) or _layered(parts):
        return True
    ratio = added / total
    return any(abs(ratio - n) < Decimal("0.02") for n in (2, 3, 4))


def _layered(parts: Sequence[Decimal]) -> bool:
    """Whether a part is the sum of the parts after it: rows of two levels that nothing tells apart."""
    for i, whole in enumerate(parts):
        running = Decimal(0)
        for part in parts[i + 1 :]:
            running += part
            if running == whole != 0:
                return True
            if running > whole:
                break
    return False


def collapsed(parts: Sequence[Fact]) -> list[int]:
    """The indices of parts that are not the makings of the part before them."""
    kept: list[int] = []
    i = 0
    while i < len(parts):
        kept.append(i)
        whole, running = parts[i].figure.amount, Decimal(0)
        for j in range(i + 1, len(parts)):
            running += parts[j].figure.amount
            if running == whole != 0:
                i = j
                break
            if running > whole:
                break
        i += 1
    return kept


def evaluated(kind: str, equation: Equation, terms: Sequence[tuple[str, Fact]], *, firm: bool) -> Iterator[Relation]:
    """A relation, where it can be computed."""
    made = relate(kind, equation, terms, firm=firm)
    if made is not None:
        yield made


def borne_out(relations: Sequence[Relation], *, plain: bool) -> Iterator[Relation]:
    """Rows of one computed column: firm where its header is plain or other rows bear the reading out.

    One other row may agree by chance: what is told as broken without a plain header needs two, and twice as many
    rows that agree as do not.
    """
    good = sum(r.verdict != "broken" for r in relations)
    bad = len(relations) - good
    if not good and bad > 1:  # fails everywhere: the column means something else
        return
    for r in relations:
        rest = good - (r.verdict != "broken")
        firm = plain or (rest >= 1 if r.verdict != "broken" else good >= max(2, 2 * bad))
        if r.verdict != "broken" or firm:
            yield replace(r, firm=firm)
