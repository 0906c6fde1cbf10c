"""Check `project`: the money of each project in lists, overviews, forms of their own and reports on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditlint.checks import Check
from auditlint.checks.project_totals import totals
from auditlint.checks.relate import corroborated, relate, significant
from auditlint.equations import Equal
from auditlint.facts.ledger import Ledger
from auditlint.facts.names import couples
from auditlint.facts.project_texts import Money
from auditlint.facts.projects import Kind, Source, sources
from auditlint.model import Fact, Figure, Relation
from auditlint.numerals import telling_digits
from auditlint.records import dataclass, field, replace
from auditlint.slips import slip
from auditlint.typed import Literal

Of = Literal["overview", "list", "report", "total"]
_PAIRS: dict[Of, tuple[tuple[Kind, Kind], ...]] = {
    "overview": (("overview", "form"), ("overview", "goal")),
    "list": (("list", "form"), ("list", "overview")),
}
_AGREE = {"overview": 2, "list": 3}  # projects that must agree in two places before one that differs is told
_DIGITS = 4  # significant digits below which a slip may be a coincidence
_BUDGETS: tuple[Money, ...] = ("budget", "first-budget")


@dataclass(frozen=True, slots=True)
class Options:
    """Which places are compared."""

    of: Of = field(
        default="overview",
        metadata={
            "help": "overview: a table of projects and the projects' own forms; list: projects listed in the text and "
            "the tables; report: a report on a project, by itself and against all other places; "
            "total: the forms of all projects against a total in the text"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations between the places that state the money of one project."""
    known = sources(ledger)
    if options.of == "report":
        yield from _reports(known)
        return
    if options.of == "total":
        yield from totals(ledger, known)
        return
    for kinds in _PAIRS[options.of]:
        ours, theirs = ([s for s in known if s.kind == kind] for kind in kinds)
        for one in ours:
            for other in theirs:
                yield from _compared(one, other, _AGREE[options.of])
    if options.of == "list":
        yield from _everywhere(known)


def _compared(one: Source, other: Source, least: int) -> Iterator[Relation]:
    """The projects that two places name, where enough of them agree to show that they state the same."""
    names = couples(tuple(one.amounts), tuple(other.amounts))
    stated: list[Relation] = []
    for mine in ("first-budget", "budget", "actual"):
        readings = [
            list(_pairs(one, other, names, mine, yours)) for yours in (_BUDGETS if mine != "actual" else ("actual",))
        ]
        stated += max(readings, key=_held)
    held, bad = _held(stated), sum(r.verdict == "broken" for r in stated)
    for r in stated:
        if r.verdict != "broken":
            others = held - 1
            yield replace(r, firm=others >= least or (others > 0 and _recognisable(r)))
        elif other.kind == "goal":  # may be of more, or of other funds
            if held >= least and bad == 1 and corroborated(r) and all(_odd_amount(f) for f in r.figures):
                yield replace(r, firm=True)
        elif held >= max(least, 2 * bad) or (held and bad == 1 and corroborated(r)):
            yield replace(r, firm=True)


def _pairs(one: Source, other: Source, names: Mapping[str, str], mine: Money, yours: Money) -> Iterator[Relation]:
    """The same money of the same project in two places."""
    for a, b in names.items():
        first, second = one.amounts[a].get(mine), other.amounts[b].get(yours)
        if first and second:
            made = relate("same-figure", Equal(), (("listed", first[0]), ("other", second[0])), firm=False)
            if made is not None:
                yield made


def _recognisable(relation: Relation) -> bool:
    """Whether a slip in one of the figures would be recognised as one."""
    return all(significant(f) >= _DIGITS for f in relation.figures)


def _odd_amount(figure: Figure) -> bool:
    """Whether an amount is no round one, which may be another budget as well."""
    return telling_digits(figure.value) >= _DIGITS


def _held(relations: Iterable[Relation]) -> int:
    """How many relations hold on amounts that are not zero."""
    return sum(r.verdict == "holds" and r.terms[0].fact.figure.value != 0 for r in relations)


def _by_project(known: Sequence[Source]) -> Iterator[list[tuple[Source, str]]]:
    """Every project with its name in each of the places that name it: forms first, then the others."""
    ranked = sorted(known, key=lambda s: ("form", "goal", "overview", "report", "list").index(s.kind))
    if not ranked:
        return
    base, *others = ranked
    names = [couples(tuple(base.amounts), tuple(s.amounts)) for s in others]
    for name in base.amounts:
        yield [(base, name), *((s, n[name]) for s, n in zip(others, names, strict=True) if name in n)]


def _everywhere(known: Sequence[Source]) -> Iterator[Relation]:
    """Every place that states a project's money alike, in one relation, and all of the money where it was all spent."""
    for places in _by_project(known):
        alike: list[list[Fact]] = []
        for kind in ("budget", "actual"):
            rows = [s.amounts[n][kind] for s, n in places if kind in s.amounts[n]]
            heads = [row[0] for row in rows]
            if len(heads) > 2 and len({f.figure.amount for f in heads}) == 1:
                yield from _equal(heads, firm=significant(heads[0].figure) > 1)
            main = [f for row in rows for f in row if f.figure.amount == heads[0].figure.amount]
            if len(main) > len(heads) and len(heads) > 1:
                yield from _equal(main, firm=False)
            alike.append(main)
        if all(alike) and alike[0][0].figure.amount == alike[1][0].figure.amount and len(places) > 1:
            yield from _equal([*alike[0], *alike[1]], firm=False)


def _equal(facts: Sequence[Fact], *, firm: bool) -> Iterator[Relation]:
    made = relate("same-figure", Equal(), [("stated", f) for f in facts], firm=firm)
    if made is not None and made.verdict == "holds":
        yield made


def _reports(known: Sequence[Source]) -> Iterator[Relation]:
    """A project's report by itself and with the other places: one place that is a slip from all others is told."""
    for places in _by_project(known):
        if not any(s.kind == "report" for s, _ in places):
            continue
        for kind in ("budget", "actual"):
            stated = [(s.kind, f) for s, n in places for f in s.amounts[n].get(kind, ())]
            clusters: dict[object, list[tuple[Kind, Fact]]] = {}
            for place, fact in stated:
                clusters.setdefault(fact.figure.amount, []).append((place, fact))
            ranked = sorted(clusters.values(), key=lambda c: -len(c))
            if ranked and len(ranked[0]) > 1:
                facts = [f for _, f in ranked[0]]
                several = len(facts) > 3 and len({p for p, _ in ranked[0]}) > 1
                yield from _equal(facts, firm=several and significant(facts[0].figure) >= _DIGITS)
            for odd in ranked[1:]:
                yield from _odd(ranked[0], odd, alone=len(ranked) == 2)


def _odd(main: Sequence[tuple[Kind, Fact]], odd: Sequence[tuple[Kind, Fact]], *, alone: bool) -> Iterator[Relation]:
    """A value that one place alone has, against the others."""
    one, reference = odd[0][1], main[0][1]
    others = [("other", next(f for p, f in main if p == place)) for place in dict.fromkeys(p for p, _ in main)]
    made = relate("same-figure", Equal(), (("listed", one), *others), firm=False)
    if made is None:
        return
    if made.verdict != "broken":
        yield made
        return
    likely = slip(one.figure, reference.figure.amount / one.figure.unit.factor)
    clear = alone and len({p for p, _ in odd}) == 1 and len(main) > 2 and len(others) > 1
    if clear and likely in ("swap", "digit", "lost", "doubled", "point") and significant(one.figure) >= _DIGITS:
        yield replace(made, firm=True)
        for other in others if len(others) > 2 else ():  # place by place, told by the one above
            pair = relate("same-figure", Equal(), (("listed", one), other), firm=False)
            if pair is not None:
                yield pair


CHECK = Check(
    "project",
    Options,
    run,
    ("listed", "other", "stated", "total", "part"),
    "the money of one project in several places",
)
