"""Check `formula`: an equation over the captures of a pattern, or over facts by concept and measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Literal, get_args

from auditlint.checks import Check
from auditlint.equations import AtMost, Equation, judge
from auditlint.errors import Malformed
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.formulas import Formula
from auditlint.intervals import Interval
from auditlint.messages import nearest
from auditlint.model import Dimension, Fact, Figure, Measure, Relation, Remark, Span, Term
from auditlint.patterns import Pattern, compact, compile_pattern
from auditlint.records import dataclass, field

if TYPE_CHECKING:
    from auditlint.located_yaml import File, Node

SECONDS = 2.0  # for one rule's pattern over a whole report
_DIMENSIONS: Mapping[str, tuple[Dimension, ...]] = {
    "money": ("money",),
    "percent": ("percent",),
    "point": ("point",),
    "count": ("count", "score", "plain"),
    "score": ("score", "count", "plain"),
    "number": ("plain", "ratio", "count", "score", "money", "percent", "point"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the formula as the facts of a concept (or label) and a measure."""

    name: str
    concept: str = ""
    measure: Measure = "level"

    def __str__(self) -> str:
        return f"{self.name} = {self.concept} ({self.measure})"


def _read_pattern(file: File, node: Node) -> Pattern | None:
    try:
        return compile_pattern(file.text(node))
    except Malformed as error:
        file.malformed(node, error)
        return None


def read_wordings(file: File, node: Node) -> tuple[Pattern, ...]:
    """Patterns that need not capture anything, as a rule's option; a fault in one is noted."""
    found = []
    for item in file.items(node):
        try:
            found.append(compile_pattern(file.text(item), captured=False))
        except Malformed as error:
            file.malformed(item, error)
    return tuple(found)


def _read_terms(file: File, node: Node) -> tuple[Named, ...]:
    found = []
    for name, item in file.mapping(node).items():
        entries = file.mapping(item, ("concept", "measure"))
        concept = file.text(entries["concept"]) if "concept" in entries else ""
        measure = file.choice(entries["measure"], get_args(Measure)) if "measure" in entries else "level"
        found.append(Named(name, concept, measure))  # type: ignore[arg-type]  # a wrong word is a noted fault
    return tuple(found)


def read_formula(file: File, node: Node) -> Formula | None:
    """A formula as a rule's option; a fault in it is noted."""
    from auditlint.formula_texts import parse  # only a rule file that is read needs Python's parser

    text = file.text(node)
    if not isinstance(node.value, str):
        return None
    try:
        return parse(text)
    except Malformed as error:
        file.malformed(node, error)
        return None


@dataclass(frozen=True, slots=True)
class Options:
    """The equation, and where its names come from: `pattern` or `terms`."""

    holds: Formula = field(
        metadata={"help": "the equation: rate = actual / budget; a percentage is its hundredth", "read": read_formula}
    )
    pattern: Pattern | None = field(
        default=None, metadata={"help": "a wording whose {name:type} captures are the names", "read": _read_pattern}
    )
    unless: tuple[Pattern, ...] = field(
        default=(),
        metadata={
            "help": "words of the sentence of `pattern`, or of the one behind it, that excuse it",
            "read": read_wordings,
        },
    )
    terms: tuple[Named, ...] = field(
        default=(), metadata={"help": "name: {concept, measure}, the names by what they mean", "read": _read_terms}
    )
    within: Literal["paragraph", "row", "section", "document"] = field(
        default="paragraph", metadata={"help": "how far apart the figures of `terms` may stand"}
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The names a formula may use."""
        if self.pattern is not None:
            return tuple(n for n, kind in self.pattern.fields.items() if kind in _DIMENSIONS)
        return tuple(t.name for t in self.terms)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names a message may use."""
        return self.names

    def faults(self) -> Iterator[tuple[str, Malformed]]:
        """What is wrong between the options."""
        if (self.pattern is None) == (not self.terms):
            yield "holds", Malformed(0, "要写“pattern”或“terms”之一", "write either 'pattern' or 'terms'")
            return
        for name in self.holds.names:
            if name not in self.names:
                known = list(self.names)
                zh = nearest(name, known, "zh") or "；可用：" + "、".join(known)
                en = nearest(name, known, "en") or "; known are " + ", ".join(known)
                offset = max(self.holds.source.find(name), 0)
                yield "holds", Malformed(offset, f"算式中未知的名称“{name}”{zh}", f"unknown name '{name}'{en}")


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
        yield from _by_pattern(ledger, options.holds, options.pattern, options.unless)
    else:
        yield from _by_terms(ledger, options)


def _by_pattern(
    ledger: Ledger, formula: Formula, pattern: Pattern, unless: Sequence[Pattern]
) -> Iterator[Relation | Remark]:
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
            if unless and _excused(block.text, captures, unless):
                continue
            known: dict[str, list[Fact]] = {}
            for name in formula.names:
                places = captures.get(name, ())
                found = [figure_of(facts, place, pattern.fields[name]) for place in places]
                known[name] = [f for f in found if f is not None] if None not in found else []
            if all(known.values()):
                relation = judged(formula, known)
                if relation is not None:
                    yield relation


_STOPS = compiled(r"[。\n]")


def _excused(text: str, captures: Mapping[str, Sequence[tuple[int, int]]], unless: Sequence[Pattern]) -> bool:
    """Whether the sentence that holds some captures, or the next one, says why an equation need not hold there."""
    places = [place for found in captures.values() for place in found]
    first, last = min(start for start, _ in places), max(end for _, end in places)
    start = max((m.end() for m in _STOPS.finditer(text, 0, first)), default=0)
    stops = [m.start() for m in _STOPS.finditer(text, last)][:2]
    around, _ = compact(text[start : stops[-1] if len(stops) > 1 else len(text)])
    return any(p.compiled.search(around) for p in unless)


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
    if len(found) == 1 and found[0].figure.unit.dimension in _DIMENSIONS[kind]:
        return found[0]
    return None


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
