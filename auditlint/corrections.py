"""What may have been meant where a figure is wrong: values that solve its relations, and those a slip away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.equations import AtMost, Equal, Sum, solved
from auditlint.facts.ledger import Ledger
from auditlint.intervals import quantize
from auditlint.model import Fact, Figure, Relation, Unit
from auditlint.records import replace
from auditlint.slips import omissions, slip, slips

_MANY = 20  # terms of which one is no suspect without a slip


def corrections(
    fact: Fact, broken: Sequence[Relation], loose: Sequence[Relation], ledger: Ledger
) -> Iterator[tuple[Figure, str]]:
    """What may have been meant: the values that solve a relation, and those a slip away from what is printed."""
    printed = fact.figure
    seen: set[tuple[Decimal, int]] = {(printed.value, printed.decimals)}
    near: list[tuple[Decimal, Decimal]] = []  # values that mend a relation exactly, and how far off others mend it
    row = "row" if _copied(fact, ledger) else ""
    for r in (*broken, *loose):
        for wanted in _solutions(r, fact):
            if r.firm and not isinstance(r.equation, (Equal, AtMost)):
                near.append((wanted, _reach(r, fact, wanted)))
            room = _coarsely(r, fact, wanted)
            swapped = [v for v, kind in slips(printed) if kind == "swap" and abs(v - wanted) <= room] if room else []
            if len(swapped) == 1:  # 10.24亿元（120,440万元）: 102,440, and not 102,400.00
                seen.add((swapped[0], _exact(swapped[0])))
                yield replace(printed, value=swapped[0], decimals=printed.decimals), "swap"
                continue
            for places in (_exact(wanted),) if isinstance(r.equation, Equal) else _decimals(fact, wanted):
                value = quantize(wanted, places)
                signless = value == -printed.value and fact.table >= 0 and fact.measure in ("rate", "change")
                if (value, places) in seen or (value < 0 <= printed.value and not signless):
                    continue
                kind = slip(printed, value) or row
                kind = row if kind == "twice" and printed.unit.dimension != "money" else kind
                open_to_any = printed.unit.dimension == "money" or len(r.terms) == 1
                if not kind and isinstance(r.equation, AtMost) and open_to_any:
                    continue  # any smaller amount keeps the limit; a figure alone is there because of its words
                if not kind and len(r.terms) > _MANY and r.terms[0].fact.id != fact.id:
                    continue  # any of them could be wrong by as much
                seen.add((value, places))
                if kind != "unit" and (printed.unit.dimension != "count" or value == value.to_integral_value()):
                    yield replace(printed, value=value, decimals=places), kind
    ranges = [(wanted - reach, wanted + reach) for wanted, reach in near]
    for value, kind in (*slips(printed), *((v, "lost") for v in omissions(printed))) if near else ():
        if any(low <= value <= high for low, high in ranges) and (value, _exact(value)) not in seen:
            seen.add((value, _exact(value)))
            yield replace(printed, value=value, decimals=_exact(value)), kind
    if near and printed.unit.dimension == "money" and printed.span != printed.number:
        for name, factor in (("元", 1), ("万元", 10_000), ("亿元", 100_000_000)):
            # what is next to nothing in another unit would mend by vanishing
            times = Decimal(factor) / printed.unit.factor
            if (
                times != 1
                and abs(printed.value) * times * 100 >= 1
                and any(abs(printed.value * times - w) <= max(reach, abs(w) / 50) for w, reach in near)
            ):
                yield replace(printed, unit=Unit(name, "money", Decimal(factor))), "unit"


def _solutions(relation: Relation, fact: Fact) -> Iterator[Decimal]:
    """The values, in the figure's unit, that make a relation hold; of quotations, what the others say."""
    factor = fact.figure.unit.factor
    if isinstance(relation.equation, Equal):
        yield from dict.fromkeys(
            t.fact.figure.amount / factor for t in relation.terms if t.fact.figure.amount != fact.figure.amount
        )
        return
    place = next((i for i, t in enumerate(relation.terms) if t.fact.id == fact.id), None)
    if place is None:  # a relation of another place that quotes the figure
        return
    wanted = solved(relation.equation, place, [f.amount for f in relation.figures])
    if wanted is not None:
        yield wanted / factor


_COARSE = 10  # times that another figure may be rounded more coarsely before its digits are not what was meant


def _coarsely(relation: Relation, fact: Fact, wanted: Decimal) -> Decimal:
    """How far off a value may be that another figure says in far fewer digits; zero where it says it as finely."""
    factor = fact.figure.unit.factor
    if not isinstance(relation.equation, Equal) or not fact.figure.half:
        return Decimal(0)
    halves = (t.fact.figure.half for t in relation.terms if t.fact.figure.amount / factor == wanted)
    return max((h / factor for h in halves if h > _COARSE * fact.figure.half), default=Decimal(0))


def _decimals(fact: Fact, wanted: Decimal) -> list[int]:
    """The decimals a correction may have: those printed, those of its section, one more or less; points are exact."""
    printed = fact.figure.decimals
    if fact.figure.unit.dimension == "count":
        return [0]
    if fact.figure.unit.dimension == "score" and wanted != quantize(wanted, max(printed - 1, 0)):
        return [printed, printed + 1]
    return [*dict.fromkeys((max(printed, fact.decimals), printed, fact.decimals, max(printed - 1, 0), printed + 1))]


def _exact(value: Decimal) -> int:
    """The decimals that a value has."""
    return max(0, -int(value.as_tuple().exponent))


def _reach(relation: Relation, fact: Fact, wanted: Decimal) -> Decimal:
    """How far from the value that mends a relation exactly another may be that mends it by rounding.

    A long sum leaves so much room that hardly a slip in it would tell: there only the stated term's rounding counts.
    """
    if isinstance(relation.equation, Sum):
        halves = [f.half for f in relation.figures]
        return (sum(halves, Decimal(0)) if len(halves) <= _MANY else halves[0]) / fact.figure.unit.factor
    return abs(wanted) / 50


_NEAR, _AROUND = 6, 15  # figures before and behind: the lines above and below; the list or table


def _neighbours(fact: Fact, ledger: Ledger, reach: int) -> list[Figure]:
    """The figures of the same unit before and behind a figure."""
    unit = fact.figure.unit
    near = ledger.facts[max(fact.id - reach, 0) : fact.id + reach + 1]
    return [other.figure for other in near if other.figure.unit == unit and other.id != fact.id]


def _copied(fact: Fact, ledger: Ledger) -> bool:
    """Whether the figure stands near another of the same value: the line above or below, the cell beside."""
    value = fact.figure.value
    return bool(value) and value in [f.value for f in _neighbours(fact, ledger, _NEAR)]


def usual_decimals(fact: Fact, ledger: Ledger) -> int:
    """The decimals that most of the figures around a figure print."""
    counted = Counter([f.decimals for f in _neighbours(fact, ledger, _AROUND) if f.value])
    return max(counted, key=lambda d: (counted[d], d)) if counted else fact.figure.decimals
