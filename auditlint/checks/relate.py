"""Building relations: one equation over some facts, judged; and choosing among the readings of one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from auditlint.equations import Equation, judge, quantize
from auditlint.model import Fact, Relation, Term
from auditlint.slips import slip


def relate(
    kind: str, equation: Equation, terms: Sequence[tuple[str, Fact]], *, firm: bool, note: str = ""
) -> Relation | None:
    """The relation of an equation over (role, fact) pairs, the stated one first; None where it cannot be computed."""
    facts = [f for _, f in terms]
    if len({f.id for f in facts}) < len(facts):
        return None
    figures = [f.figure for f in facts]
    judgement = judge(equation, figures)
    if judgement is None:
        return None
    return Relation(
        kind,
        judgement.verdict,
        firm,
        tuple(Term(role, fact) for role, fact in terms),
        equation,
        equation.text([_shown(f) for f in facts]),
        judgement.expected,
        judgement.difference,
        note or _note(judgement.verdict, figures[0].decimals, judgement.difference, figures[0].unit.dimension),
    )


def _shown(fact: Fact) -> str:
    return fact.figure.text.replace(" ", "")


def _note(verdict: str, decimals: int, difference: Decimal, dimension: str) -> str:
    """"last-digit" for a ratio off by one unit of its last printed digit: cut or nudged, not mistaken."""
    if verdict == "broken" and dimension in ("percent", "ratio") and abs(difference) == Decimal(1).scaleb(-decimals):
        return "last-digit"
    return ""


def corroborated(relation: Relation) -> bool:
    """Whether one plausible slip in one of its figures explains a broken relation."""
    return bool(explained(relation))


def explained(relation: Relation) -> str:
    """The slip that explains a broken relation best ("swap", "digit"), "" where none does.

    Only slips that leave no doubt count: the solved value must be a slip of the printed one in its own decimals.
    """
    values = [f.amount for f in relation.figures]
    found = ""
    for i, figure in enumerate(relation.figures):
        solved = relation.equation.solve(i, values)
        if solved is None or figure.value == 0:
            continue
        wanted = quantize(solved / figure.unit.factor, figure.decimals)
        if len(figure.value.as_tuple().digits) < 3:
            continue
        kind = slip(figure, wanted)
        if kind in ("swap", "digit", "lost", "doubled", "point", "unit"):
            found = found or kind
    return found


def choose(readings: Iterable[Relation | None]) -> Relation | None:
    """The reading to take: the first that holds, else the first that rounds, else the top one where it is firm.

    The readings come best first. None where nothing can be said: a lower reading that fails tells nothing.
    """
    known = [r for r in readings if r is not None]
    if not known:
        return None
    for verdict in ("holds", "rounding"):
        for r in known:
            if r.verdict == verdict:
                return r
    top = known[0]
    if top.firm:
        return top
    return None
