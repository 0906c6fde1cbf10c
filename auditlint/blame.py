"""Who is to blame: for figures of broken relations, what may have been meant, weighed over the whole graph.

A cost says how well a correction explains what is wrong, in tenths of a relation: lower is better. It falls with every
broken relation the correction mends, and rises with every one it would break and with a slip that nobody makes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from auditlint.corrections import corrections, usual_decimals
from auditlint.equations import HUNDRED, AtMost, Equal, Sum
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic, likeness
from auditlint.judge import judge
from auditlint.model import Fact, Figure, Relation, Unit
from auditlint.numerals import telling_digits
from auditlint.records import dataclass

_MENDED, _NEARLY, _KEPT_BELOW = 20, 17, 8  # a relation made to hold; within rounding; a limit kept
_LOOSE = 12  # a relation that is not firm, made to hold
_BROKEN, _BROKEN_LOOSE, _BROKEN_CHANCE = 30, 10, 3  # a relation that held, broken
_SLIPS: Mapping[str, int] = {
    "swap": 0,
    "digit": 1,
    "unit": 1,
    "rest": 0,
    "lost": 3,
    "doubled": 3,
    "point": 3,
    "row": 8,
    "exchange": 8,
    "twice": 8,
    "sign": 8,
}
_ENOUGH, _FEW_DIGITS = (
    4,
    4,
)  # digits a figure needs before a slip is telling: any two figures of one digit are one apart
_NO_SLIP, _NO_SLIP_OF_A_RATE = 20, 9  # a rate is computed, not copied: it is often wrong without any slip
_COPIED, _TELLING = 2, 3  # a percentage of so many digits that is its neighbour's too was copied from it
_ZERO, _TO_ZERO = 8, 16  # a printed zero is an empty item more often than a slip; hardly anything is a slip of zero
_FULL_MARKS = 10
_AGAIN, _COPIES = 4, 8  # each further place where the same slip stands; more of them are no slip
_ODD_DECIMALS = 5  # a correction with other decimals than the figures around
_STATED = 24  # what a correction says is printed elsewhere under the same name
_LONG = 3  # digits of a figure that does not lack decimals by chance
_UNTOLD = ("direction", "zero-base")  # what is wrong there is a word, or cannot be solved
_WORD = "opposite"  # a word is wrong there, unless the figure lost its sign, which only other relations can show


@dataclass(frozen=True, slots=True)
class Culprit:
    """A figure that may be mistyped, what should be printed there, and the told relations that it mends.

    `copies` are the other places where the same wrong figure stands; `exact` says whether all comes out to the digit,
    `stated` whether another place prints the correction for the same thing.
    """

    fact: Fact
    figure: Figure
    mends: frozenset[int]
    cost: int
    slip: str
    exact: bool = True
    copies: tuple[Fact, ...] = ()
    stated: bool = False


class Graph:
    """The relations of a report by their figures, and the corrections that each figure allows.

    `tight` are the relations that rounding of the printed digits explains, and rounding of their section's does not;
    `minor` the broken ones that are only worth a look, and blame nobody.
    """

    def __init__(self, relations: Sequence[Relation], ledger: Ledger, minor: Collection[int] = ()) -> None:
        self.ledger = ledger
        self.minor = minor
        self.tight = {r.id: r for r in relations if r.verdict == "rounding" and r.firm and _too_much(r)}
        self.of: dict[int, list[Relation]] = defaultdict(list)
        for r in relations:
            for t in r.terms:
                self.of[t.fact.id].append(r)
        self._printed: dict[tuple[Decimal, str], list[Fact]] = defaultdict(list)
        for f in ledger.facts:
            self._printed[f.figure.amount, f.figure.unit.dimension].append(f)

    def culprits(self, fact: Fact, told: Mapping[int, Relation]) -> Iterator[Culprit]:
        """The best two corrections of a figure that mend some of the told relations it is in."""
        broken = [r for r in self.of[fact.id] if r.id in told and r.note not in (*_UNTOLD, _WORD)]
        if not broken:
            return
        found: list[Culprit] = []
        for copies in self._repeated(fact):
            for culprit in self._weighed(fact, copies, broken, told, found):
                found.append(culprit)
                found.sort(key=_rank)
                del found[2:]
        yield from found

    def also(self, culprit: Culprit) -> list[Relation]:
        """The tight and minor relations that a correction mends too."""
        return [r for r, verdict in self._after(culprit) if self.beside(r) and verdict != "broken"]

    def beside(self, relation: Relation) -> bool:
        """Whether a relation is tight or minor."""
        return relation.id in self.tight or relation.id in self.minor

    def borne(self, culprit: Culprit) -> list[Relation]:
        """The relations that say too little to be told by themselves and come right with a correction."""
        if _digits(culprit.fact) < _LONG:
            return []
        loose = ((r, v) for r, v in self._after(culprit) if r.verdict == "broken" and not r.firm and not self.beside(r))
        return [r for r, verdict in loose if verdict != "broken"]

    def _after(self, culprit: Culprit) -> Iterator[tuple[Relation, str]]:
        """The relations of a culprit and its copies, each with its verdict after the correction."""
        changed = {culprit.fact.id, *(c.id for c in culprit.copies)}
        for r in {r.id: r for i in sorted(changed) for r in self.of[i]}.values():
            yield r, self._verdict(r, changed, culprit.figure)

    def explained(self, culprit: Culprit, told: Mapping[int, Relation]) -> list[Relation]:
        """The told relations of words (由A减少到B) that come right with a correction."""
        changed = {culprit.fact.id, *(c.id for c in culprit.copies)}
        found = {r.id: r for i in sorted(changed) for r in self.of[i] if r.id in told and r.note == "direction"}
        known = [r for r in found.values() if isinstance(r.equation, AtMost)]
        return [r for r in known if self._verdict(r, changed, culprit.figure) != "broken"]

    def _weighed(
        self,
        fact: Fact,
        copies: tuple[Fact, ...],
        broken: Sequence[Relation],
        told: Mapping[int, Relation],
        best: Sequence[Culprit],
    ) -> Iterator[Culprit]:
        """Every correction of a figure (and of its copies) that mends something and may be among the best two."""
        changed = {fact.id, *(c.id for c in copies)}
        touched = {r.id: r for i in sorted(changed) for r in self.of[i]}
        wrong = [r for r in touched.values() if r.id in told and r.note not in _UNTOLD]
        loose = [r for r in touched.values() if r.verdict == "broken" and (not r.firm or r.id in self.minor)]
        held = [r for r in touched.values() if r.verdict != "broken" and r.id not in told and r.id not in self.tight]
        held.sort(key=lambda r: (not r.firm, len(r.terms)))  # what costs most and is soonest judged
        usual = usual_decimals(fact, self.ledger)
        for figure, seen in corrections(fact, broken, loose, self.ledger):
            kind = "" if copies and seen == "row" else seen  # a quotation is equal of right
            verdicts = {r.id: self._verdict(r, changed, figure) for r in wrong}
            mends = frozenset(i for i, v in verdicts.items() if v != "broken")
            if not any(r.id in mends for r in broken):
                continue
            cost = _plausible(kind, fact, figure.value) + _AGAIN * len(copies)
            cost += _ODD_DECIMALS if figure.decimals != usual else 0
            stated = self._stated(fact, figure)
            cost -= _STATED * stated
            cost -= sum(_gain(told[i], verdicts[i]) for i in mends)
            if len(best) > 1 and cost - _LOOSE * len(loose) > best[1].cost:
                continue
            cost -= sum(_LOOSE for r in loose if self._verdict(r, changed, figure) == "holds")
            cost += self._lost(held, fact, changed, figure, best[1].cost - cost if len(best) > 1 else None)
            exact = all(verdicts[i] == "holds" for i in mends)
            yield Culprit(fact, figure, mends, cost, kind, exact, copies, stated)

    def _lost(self, held: Sequence[Relation], fact: Fact, changed: set[int], figure: Figure, enough: int | None) -> int:
        """What a correction costs by the relations it would break; above `enough` it is no longer counted."""
        lost = 0
        for r in held:
            if enough is not None and lost > enough:
                break
            if self._verdict(r, changed, figure) == "broken":
                lost += _loss(r, fact)
        return lost

    def _stated(self, fact: Fact, figure: Figure) -> bool:
        """Whether another place says of the same, by name, year and measure, what a correction would say here."""
        if not figure.value or fact.measure != "level" or generic(fact.concept or fact.label):
            return False  # of budgets one name has several: 年初预算, 全年预算
        return any(
            _alike(f, fact)
            and f.measure == fact.measure
            and (f.table < 0 or f.table != fact.table)
            and (f.period or self.ledger.year) == (fact.period or self.ledger.year)
            and (f.document, f.figure.span.block) != (fact.document, fact.figure.span.block)
            for f in self._printed.get((figure.amount, figure.unit.dimension), ())
        )

    def _verdict(self, relation: Relation, changed: set[int], figure: Figure) -> str:
        """The verdict on a relation with some of its figures corrected."""
        figures = [figure if t.fact.id in changed else t.fact.figure for t in relation.terms]
        decimals = _meant(relation) if relation.id in self.tight else None
        judgement = judge(relation.equation, figures, decimals)
        return judgement.verdict if judgement is not None else "broken"

    def _repeated(self, fact: Fact) -> Iterator[tuple[Fact, ...]]:
        """A figure by itself, and with the other places that quote it: by the same name, or with as many digits."""
        yield ()
        # two round or short ones may be equal by chance
        long = _digits(fact) >= _ENOUGH and telling_digits(fact.figure.value) >= _TELLING
        same = {
            t.fact.id: t.fact
            for r in self.of[fact.id]
            if isinstance(r.equation, Equal)
            for t in r.terms
            if t.fact.id != fact.id
            and t.fact.figure.amount == fact.figure.amount
            and (long or t.fact.label == fact.label != "")
        }
        named = tuple(f for f in same.values() if f.label == fact.label != "")
        yield from dict.fromkeys(c for c in (named, tuple(same.values())) if 0 < len(c) <= _COPIES)


def _rank(culprit: Culprit) -> tuple[int, int]:
    """How good an explanation is: the cheaper, then the one that needs fewer places to be wrong."""
    return culprit.cost, len(culprit.copies)


def _gain(relation: Relation, verdict: str) -> int:
    """What it is worth to mend a relation. Anything small enough keeps a limit."""
    if isinstance(relation.equation, AtMost):
        return _KEPT_BELOW
    return _MENDED if verdict == "holds" else _NEARLY


def _loss(relation: Relation, fact: Fact) -> int:
    """What it costs to break a relation that held. An equal amount of another name may be equal by chance."""
    if relation.firm:
        return _BROKEN
    others = (t.fact for t in relation.terms if t.fact.id != fact.id)
    if isinstance(relation.equation, Equal) and not any(_alike(f, fact) for f in others):
        return _BROKEN_CHANCE
    return _BROKEN_LOOSE


def _alike(one: Fact, other: Fact) -> bool:
    """Whether two figures are called the same: 本年收入, 本年收入合计."""
    if one.label == other.label:
        return True
    same = one.concept == other.concept != "" or likeness(one.label, other.label) >= _SAME
    return same and one.measure == other.measure


_SAME = 2  # how much alike two names of one thing are


def _plausible(kind: str, fact: Fact, wanted: Decimal) -> int:
    """How odd a slip is. Scores add up to 100 whatever else is wrong."""
    rate = fact.figure.unit.dimension in ("percent", "ratio")
    worst = _NO_SLIP_OF_A_RATE if rate else _NO_SLIP
    digits = _digits(fact)
    short = 0 if kind == "rest" else max(_ENOUGH - digits, 0)  # to add up to 100 tells something of any percentage
    cost = min(_SLIPS[kind] + _FEW_DIGITS * short, worst) if kind else worst
    if kind == "row" and rate and telling_digits(fact.figure.value) >= _TELLING:
        cost = _COPIED
    if fact.measure in ("score", "weight"):
        cost += _FULL_MARKS * ((fact.figure.value == HUNDRED) - (wanted == HUNDRED))
    elif not rate:
        cost += _ZERO * (not fact.figure.value) + _TO_ZERO * (not wanted)
    return cost


def _digits(fact: Fact) -> int:
    """The digits of a figure without leading zeros."""
    return len(str(abs(fact.figure.value)).replace(".", "").lstrip("0"))


def _too_much(relation: Relation) -> bool:
    """Whether the decimals of the section cannot explain a difference that the printed digits could."""
    decimals = _meant(relation)
    if all(d <= f.decimals for d, f in zip(decimals, relation.figures, strict=True)):
        return False
    judgement = judge(relation.equation, relation.figures, decimals)
    return judgement is not None and judgement.verdict == "broken"


def _meant(relation: Relation) -> list[int]:
    """The decimals that a relation's figures stand for: those of their section; in a sum, of any term in their unit.

    12,345 = 2,344.6 + 10,001, and 44.1 of 43.5 beside 2.26 of 2.45: that two long figures lack decimals is no chance.
    """
    facts = [t.fact for t in relation.terms]
    meant = [f.decimals for f in facts]
    if isinstance(relation.equation, Sum):
        most: dict[Unit, int] = {}
        for f in facts:
            most[f.figure.unit] = max(most.get(f.figure.unit, 0), f.decimals, f.figure.decimals)
        meant = [most[f.figure.unit] for f in facts]
    short = [f for f, d in zip(facts, meant, strict=True) if f.figure.decimals < d and _digits(f) >= _LONG]
    rounded = len([f for f in short if f.figure.decimals or f.figure.value % 10]) > 1
    return [f.figure.decimals for f in facts] if rounded else meant
