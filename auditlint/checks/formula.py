"""Check `formula`: an equation over the captures of a pattern, or over facts by concept and measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from time import monotonic

from auditlint.checks import Check
from auditlint.checks.formula_options import DIMENSIONS, Options
from auditlint.equations import AtMost, Equation
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.worded import worded
from auditlint.formulas import Formula
from auditlint.intervals import Interval
from auditlint.judge import judge
from auditlint.model import Fact, Figure, Relation, Remark, Span, Term
from auditlint.numerals import PRINTED, decimal, normalize
from auditlint.patterns import Pattern, compact
from auditlint.records import dataclass

SECONDS = 2.0  # for one rule's pattern over a whole report


@dataclass(frozen=True, slots=True)
class Bound:
    """A formula with the units of its figures: a percentage counts as its hundredth, as in a spreadsheet."""

    formula: Formula
    factors: tuple[Decimal, ...]

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        """What operands 1… make of operand 0."""
        return self.formula.exact([v * f for v, f in zip(values, self.factors, strict=True)]) / self.factors[0]

    def range(self, values: Sequence[Interval]) -> Interval:
        """The same over intervals."""
        scaled = [v * Interval(f, f) for v, f in zip(values, self.factors, strict=True)]
        return self.formula.range(scaled) / Interval(self.factors[0], self.factors[0])

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        """The value of operand `index` that makes the equation hold."""
        found = self.formula.solve(index, [v * f for v, f in zip(values, self.factors, strict=True)])
        return None if found is None else found / self.factors[index]

    def text(self, shown: Sequence[str]) -> str:
        """The right-hand side with the operands' printed texts put in."""
        return self.formula.text(shown)


_SIGNS = {"<=": ("≤", ">"), ">=": ("≥", "<"), "<": ("<", "≥"), ">": (">", "≤")}


@dataclass(frozen=True, slots=True)
class Limit(AtMost):
    """An inequality of a formula."""

    bound: Bound

    def exact(self, values: Sequence[Decimal]) -> Decimal:
        """The limit."""
        return self.bound.exact(values)

    def range(self, values: Sequence[Interval]) -> Interval:
        """The limit over intervals."""
        return self.bound.range(values)

    def solve(self, index: int, values: Sequence[Decimal]) -> Decimal | None:
        """The value of an operand that just keeps the limit."""
        return self.bound.solve(index, values)

    def text(self, shown: Sequence[str]) -> str:
        """The limit with printed figures put in."""
        return self.bound.text(shown)

    @property
    def signs(self) -> tuple[str, str]:
        """How the two sides stand where the formula holds, and where it does not."""
        return _SIGNS[self.bound.formula.comparison]

    def allows(self, stated: Decimal, limit: Decimal) -> bool:
        """Whether the stated value keeps the limit."""
        return _keeps(self.bound.formula.comparison, stated, limit)

    def may(self, stated: Interval, limit: Interval) -> bool:
        """Whether some values of the two intervals keep the limit."""
        if self.bound.formula.comparison in ("<", "<="):
            return _keeps("<=", stated.low, limit.high)
        return _keeps(">=", stated.high, limit.low)


def _keeps(comparison: str, one: Decimal, other: Decimal) -> bool:
    if comparison == "<=":
        return one <= other
    if comparison == ">=":
        return one >= other
    return one < other if comparison == "<" else one > other


def run(ledger: Ledger, options: Options) -> Iterator[Relation | Remark]:
    """A relation for every match of the pattern, or every group of figures that has each term once."""
    if options.pattern is not None:
        yield from _by_pattern(ledger, options, options.pattern)
    else:
        yield from _by_terms(ledger, options)


def _by_pattern(ledger: Ledger, options: Options, pattern: Pattern) -> Iterator[Relation | Remark]:
    formula = options.holds
    deadline = monotonic() + SECONDS
    for (number, index), facts in figures_by_block(ledger).items():
        block = ledger.documents[number].blocks[index]
        left = deadline - monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            matches = list(pattern.find(block.text, left))
        except TimeoutError:
            yield Remark("time-limit", ((number, Span(index, 0, len(block.text))),))
            continue
        for captures in matches:
            if options.unless and _excused(block.text, captures, options):
                continue
            known: dict[str, list[Fact]] = {}
            for name in formula.names:
                places = captures.get(name, ())
                kind = pattern.fields[name]
                found = [
                    _days(ledger, number, index, place) if kind == "days" else figure_of(facts, place, kind)
                    for place in places
                ]
                known[name] = [f for f in found if f is not None] if None not in found else []
            if all(known.values()):
                relation = judged(formula, known)
                if relation is not None:
                    yield relation


_STOPS = compiled(r"[。\n]")


def _excused(text: str, captures: Mapping[str, Sequence[tuple[int, int]]], options: Options) -> bool:
    """Whether the words near some captures say why an equation need not hold there."""
    if options.excused == "paragraph":
        return any(p.compiled.search(compact(text)[0]) for p in options.unless)
    places = [place for found in captures.values() for place in found]
    first, last = min(start for start, _ in places), max(end for _, end in places)
    start = max((m.end() for m in _STOPS.finditer(text, 0, first)), default=0)
    stops = [m.start() for m in _STOPS.finditer(text, last)][:2]
    around, _ = compact(text[start : stops[-1] if len(stops) > 1 else len(text)])
    return any(p.compiled.search(around) for p in options.unless)


@lru_cache(maxsize=1)
def figures_by_block(ledger: Ledger) -> Mapping[tuple[int, int], Sequence[Fact]]:
    """The figures of the running text by document and block."""
    found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in ledger.facts:
        block = ledger.documents[fact.document].blocks[fact.figure.span.block]
        if block.kind != "cell" and block.table < 0:
            found[fact.document, fact.figure.span.block].append(fact)
    return found


def figure_of(facts: Sequence[Fact], place: tuple[int, int], kind: str) -> Fact | None:
    """The one fact whose figure a capture covers."""
    start, end = place
    found = [f for f in facts if f.figure.span.start < end and start < f.figure.span.end]
    if len(found) == 1 and found[0].figure.unit.dimension in DIMENSIONS[kind]:
        return found[0]
    return None


_DIGITS = compiled(rf"-?{PRINTED}")


def _days(ledger: Ledger, number: int, index: int, place: tuple[int, int]) -> Fact | None:
    """A number of days or months, which is exact."""
    document = ledger.documents[number]
    m = _DIGITS.match(normalize(document.blocks[index].text[place[0] : place[1]]))
    return None if m is None else worded(document, number, Span(index, *place), decimal(m.group()), "", "level")


def _by_terms(ledger: Ledger, options: Options) -> Iterator[Relation]:
    groups: dict[tuple[object, ...], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in ledger.facts:
        key = _place(fact, options.within)
        for term in options.terms if key else ():
            if fact.measure == term.measure and (not term.concept or term.concept in (fact.concept, fact.label)):
                groups[key][term.name].append(fact)
    for group in groups.values():
        # Two figures for one name: which of them is meant is not known.
        chosen = {n: group[n][:1] for n in options.holds.names if len({f.figure.amount for f in group[n]}) == 1}
        if len(chosen) == len(options.holds.names):
            relation = judged(options.holds, chosen)
            if relation is not None:
                yield relation


def _place(fact: Fact, within: str) -> tuple[object, ...]:
    """What the figures of a relation have in common, () where a fact can take no part."""
    if within == "row":
        return (fact.document, fact.table, fact.row) if fact.table >= 0 else ()
    if within == "paragraph":
        return (fact.document, fact.figure.span.block) if fact.table < 0 else ()
    return (fact.document, fact.section) if within == "section" else (fact.document,)


def judged(formula: Formula, known: Mapping[str, Sequence[Fact]]) -> Relation | None:
    """The judged relation; a name with several figures stands for their sum."""
    if len(known[formula.stated]) != 1:
        return None
    expanded = formula.expanded({n: len(found) for n, found in known.items()})
    terms = [Term(n, f) for n in formula.names for f in known[n]]
    figures = [t.fact.figure for t in terms]
    if len({t.fact.id for t in terms}) < len(terms):
        return None
    bound = Bound(expanded, tuple(_factor(f) for f in figures))
    equation: Equation = bound if formula.comparison == "=" else Limit(bound)
    judgement = judge(equation, figures)
    if judgement is None:
        return None
    return Relation(
        "formula",
        judgement.verdict,
        True,
        tuple(terms),
        equation,
        equation.text(["".join(f.text.split()) for f in figures]),
        judgement.expected,
        judgement.difference,
    )


def _factor(figure: Figure) -> Decimal:
    """What a figure's base unit counts in a formula."""
    if figure.unit.dimension in ("percent", "point"):
        return Decimal("0.01")
    return Decimal("0.001") if figure.unit.name == "‰" else Decimal(1)


CHECK = Check("formula", Options, run, (), "any equation over a wording's figures, or over concepts and measures")
