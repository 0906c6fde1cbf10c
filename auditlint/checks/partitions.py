"""Parts whose shares make up the whole of one total: a complete list, however the text lays it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.parts import compatible
from auditlint.checks.relate import relate
from auditlint.equations import Rest, Sum
from auditlint.model import Fact, Relation
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Partition:
    """The parts of a whole in the order of the text, with the relation of each one's share."""

    whole: Fact
    shares: tuple[Relation, ...]

    @property
    def parts(self) -> tuple[Fact, ...]:
        """The amounts of the parts."""
        return tuple(r.terms[1].fact for r in self.shares)

    @property
    def percentages(self) -> tuple[Fact, ...]:
        """The printed shares."""
        return tuple(r.terms[0].fact for r in self.shares)

    @property
    def sound(self) -> bool:
        """Whether all shares but one agree with their amounts, and two of them say something."""
        held = [r for r in self.shares if r.verdict != "broken"]
        telling = [r for r in held if r.figures[0].value not in (0, 100)]
        return len(held) >= len(self.shares) - 1 and len(telling) >= min(2, len(self.shares) - 1)


_NEARLY = 1  # percentage points


def partitions(shares: Sequence[Relation]) -> Iterator[Partition]:
    """The lists whose printed shares add up to 100, from the relations of a report's shares."""
    for whole, row in _by_whole(shares):
        run: list[Relation] = []
        for one in row:
            over = _sum([*run, one]) - 100
            if over > _width([*run, one]):
                if over > _NEARLY:  # by less, one of these shares is off
                    yield from _complete(whole, run)
                run = []
            run.append(one)
        yield from _complete(whole, run)


def _complete(whole: Fact, run: Sequence[Relation]) -> Iterator[Partition]:
    if len(run) > 1 and abs(_sum(run) - 100) <= _width(run):
        yield Partition(whole, tuple(run))


def nearly(shares: Sequence[Relation]) -> Iterator[Partition]:
    """The lists whose amounts add up to their whole, though one of their shares is off."""
    for whole, row in _by_whole(shares):
        if len(row) > 1 and sum(r.verdict == "broken" for r in row) == 1:
            one = Partition(whole, tuple(row))
            if one.sound and added(one, firm=False).verdict == "holds":
                yield one


def summed(partition: Partition) -> Relation | None:
    """The sum of a partition's parts; None where a part too small for the printed shares may be left out."""
    one = added(partition, firm=partition.sound)
    left = abs(one.difference) / partition.whole.figure.value * 100
    return None if one.verdict == "broken" and left <= _width(partition.shares) else one


def added(partition: Partition, *, firm: bool) -> Relation:
    """The relation of a partition's parts to their whole."""
    terms = (("total", partition.whole), *(("part", p) for p in partition.parts))
    relation = relate("sum", Sum((1,) * len(partition.shares)), terms, firm=firm)
    assert relation is not None  # a sum can always be computed, and the terms are distinct
    return relation


def hundred(partition: Partition, *, firm: bool) -> Relation | None:
    """The relation of a partition's shares to 100."""
    *others, last = partition.percentages
    return relate("share", Rest(), [("share", last), *(("other", f) for f in others)], firm=firm)


def _by_whole(shares: Sequence[Relation]) -> Iterator[tuple[Fact, list[Relation]]]:
    """The shares by whole, one per part, in the order of the text."""
    rows: dict[int, dict[int, Relation]] = {}
    wholes: dict[int, Fact] = {}
    for r in shares:
        part, whole = r.terms[1].fact, r.terms[2].fact
        if r.note == "zero-base" or not compatible(part, whole) or not whole.figure.value:
            continue
        wholes[whole.id] = whole
        rows.setdefault(whole.id, {}).setdefault(part.id, r)
    for key, row in rows.items():
        yield wholes[key], [row[part] for part in sorted(row)]


def _sum(run: Sequence[Relation]) -> Decimal:
    return sum((r.figures[0].value for r in run), Decimal(0))


def _width(run: Sequence[Relation]) -> Decimal:
    return sum((r.figures[0].half for r in run), Decimal(0))
