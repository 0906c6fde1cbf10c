"""Building relations: one equation over some facts, judged; and choosing among the readings of one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from auditlint.equations import HUNDRED, Equal, Equation, Share, Sum, solved
from auditlint.intervals import quantize
from auditlint.judge import judge
from auditlint.model import Fact, Figure, Relation, Term
from auditlint.numerals import telling_digits
from auditlint.records import replace
from auditlint.slips import omissions, slip, slips


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
    """ "last-digit" for a ratio off by one unit of its last printed digit: cut or nudged, not mistaken."""
    if verdict == "broken" and dimension in ("percent", "ratio") and abs(difference) == Decimal(1).scaleb(-decimals):
        return "last-digit"
    return ""


_ANY = Decimal("Infinity")
_DIGITS = 4  # significant digits below which a slip may be a coincidence
_COARSER = 100  # times that a total may be rounded more coarsely than its parts before any slip in them explains it


def corroborated(relation: Relation) -> bool:
    """Whether one plausible slip in one of its figures explains a broken relation.

    Figures of few digits explain nothing: too many values are a slip away from them.
    """
    stated = relation.figures[0]
    if odd_unit(relation):
        return True
    ratio = stated.unit.dimension in ("percent", "ratio")
    if isinstance(relation.equation, Share) and stated.value == HUNDRED and _meant_equal(relation):
        return True
    coarse = isinstance(relation.equation, Sum) and stated.half > _COARSER * max(f.half for f in relation.figures[1:])
    if coarse or (ratio and significant(stated) < _DIGITS):
        return False
    return slipped(relation, _DIGITS)


def _meant_equal(relation: Relation) -> bool:
    """Whether a part said to be all of its whole differs from it by a slip in one of many digits."""
    _, part, whole = relation.figures
    long = part.unit == whole.unit and min(significant(part), significant(whole)) > _DIGITS
    return long and slip(part, whole.value) in _TYPED


TELLING = 3  # digits of a figure whose slip tells: a shorter one is a slip away from too much by chance


def slipped(relation: Relation, least: int = 0) -> bool:
    """Whether one slip in one figure of at least so many digits makes a relation hold."""
    figures = relation.figures
    fewer = not isinstance(relation.equation, (Sum, Equal))  # a digit left out of what rates are made of shows in them
    for i, figure in enumerate(figures):
        known = significant(figure)
        typed = (v for v, _ in slips(figure)) if known >= least else ()
        longer = omissions(figure) if known + (fewer and i > 0) >= least else ()
        low, high = _mending(relation, i)
        for value in chain(typed, longer):
            if not low <= value <= high:
                continue
            changed = [*figures[:i], replace(figure, value=value), *figures[i + 1 :]]
            judgement = judge(relation.equation, changed)
            if judgement is not None and judgement.verdict == "holds":
                return True
    # a point in the wrong place takes a decimal away
    return any(kind for figure, kind in _typed(relation) if significant(figure) + (kind == "point") >= least)


def swapped(relation: Relation, least: int = 0) -> bool:
    """Whether two digits of one figure, of at least so many, of a sum stand in the wrong order."""
    return any(kind == "swap" and significant(figure) >= least for figure, kind in _typed(relation))


def point_moved(relation: Relation) -> bool:
    """Whether a relation holds with the point of one figure elsewhere."""
    return any(kind == "point" for _, kind in _typed(relation))


_TYPED = ("swap", "digit", "lost", "doubled", "point")


def _typed(relation: Relation) -> Iterator[tuple[Figure, str]]:
    """The figures of a sum that a slip made of what lets it come out to the last digit, with the kind of slip."""
    if not isinstance(relation.equation, Sum):
        return
    figures = relation.figures
    amounts, decimals = [f.amount for f in figures], max(f.decimals for f in figures)
    for i, figure in enumerate(figures):
        wanted = solved(relation.equation, i, amounts)
        kind = slip(figure, quantize(wanted / figure.unit.factor, decimals)) if wanted is not None else ""
        if kind in _TYPED:
            yield figure, kind


_ROUND = 1  # digits of a difference that a round amount which is not printed may make


def otherwise(broken: Relation) -> bool:
    """Whether a balance holds when one of its amounts is left out or goes the other way: one of them is misread.

    全年指标120万元 may hold what was brought forward, 到位 tells what 下达 did, 拨付 what is 支出 when it is spent.
    """
    stated, *others = broken.terms
    moves = [(1 if t.role == "plus" else -1) * t.fact.figure.amount for t in others]
    off = stated.fact.figure.amount - sum(moves, Decimal(0))
    return any(abs(off + n * move) <= stated.fact.figure.half for move in moves if move for n in (1, 2))


def jumbled(relation: Relation) -> bool:
    """Whether a broken sum of long figures comes out with digits of one of them swapped, left out or doubled."""
    long = all(significant(f) >= _DIGITS for f in relation.figures)
    if relation.verdict != "broken" or not long or telling_digits(relation.difference) <= _ROUND:
        return False
    return any(kind in ("swap", "lost", "doubled") and telling_digits(f.value) > _ROUND for f, kind in _typed(relation))


def dropped(relation: Relation) -> bool:
    """Whether a broken sum comes out with a digit of one figure left out, doubled, or its point moved.

    The gap is then none that a round amount which is not printed leaves.
    """
    long = significant(relation.figures[0]) >= _LONG
    if relation.verdict != "broken" or not long or telling_digits(relation.difference) < _ODD:
        return False
    return any(kind in ("lost", "doubled", "point") for _, kind in _typed(relation))


_LONG = 6  # digits of a total that parts, one of them not printed, seldom miss by a digit
_ODD = 3  # digits of a difference that no round amount makes


def _mending(relation: Relation, index: int) -> tuple[Decimal, Decimal]:
    """The values of a figure that may make a relation hold: not every slip in it is worth a try."""
    figures = relation.figures
    figure = figures[index]
    if isinstance(relation.equation, Sum):
        sign = 1 if index == 0 else -relation.equation.signs[index - 1]
        wanted = figure.value - sign * relation.difference * figures[0].unit.factor / figure.unit.factor
        reach = _last_digit(figures[0])
    elif isinstance(relation.equation, Equal):
        other = figures[1 if index == 0 else 0]
        wanted = other.amount / figure.unit.factor
        reach = max(_last_digit(figure), _last_digit(other))
    else:
        return -_ANY, _ANY
    reach = 2 * reach / figure.unit.factor
    return wanted - reach, wanted + reach


def _last_digit(figure: Figure) -> Decimal:
    """A unit of the last printed digit, in the base unit."""
    return Decimal(1).scaleb(-figure.decimals) * figure.unit.factor


def odd_unit(relation: Relation) -> bool:
    """Whether one figure's unit differs from all the others' and theirs would mend the relation."""
    figures = relation.figures
    if len(figures) == 2 and isinstance(relation.equation, (Sum, Equal)):
        one, other = figures
        return one.unit.dimension == "money" and one.value == other.value != 0 and one.unit != other.unit
    stated = figures[0]
    plain = [f for f in figures[1:] if f.unit == stated.unit]
    for i, figure in enumerate(figures):
        if i and plain and len(figures) > 3 and isinstance(relation.equation, Sum) and figure.unit != stated.unit:
            changed = [*figures[:i], replace(figure, unit=stated.unit), *figures[i + 1 :]]
            judgement = judge(relation.equation, changed) if figure.unit.dimension == "money" else None
            if judgement is not None and judgement.verdict == "holds":
                return True
        others = {f.unit for k, f in enumerate(figures) if k != i and f.unit.dimension == figure.unit.dimension}
        if figure.unit.dimension == "money" and len(others) == 1 and len(figures) > 2 and figure.unit not in others:
            changed = [*figures[:i], replace(figure, unit=next(iter(others))), *figures[i + 1 :]]
            judgement = judge(relation.equation, changed)
            if judgement is not None and judgement.verdict != "broken":
                return True
        if i > 1 and len(figures) > _PARTS and figure.amount > stated.amount > 0 and _in_larger_unit(relation, i):
            return True
    return False


_PARTS = 3  # figures of a sum of two parts, of which one in another unit may be none of them
_TEN_THOUSAND = 10_000


def _in_larger_unit(relation: Relation, index: int) -> bool:
    """Whether a sum holds with a part of it in a ten thousandth of its unit, and does not without it: 亿元 for 万元."""
    figures, equation = relation.figures, relation.equation
    figure = figures[index]
    if not isinstance(equation, Sum) or figure.unit.dimension != "money":
        return False
    smaller = replace(figure, unit=replace(figure.unit, factor=figure.unit.factor / _TEN_THOUSAND))
    nothing = replace(figure, value=Decimal(0), decimals=0, exact=True)
    held = [judge(equation, [*figures[:index], f, *figures[index + 1 :]]) for f in (smaller, nothing)]
    return [one is not None and one.verdict == "holds" for one in held] == [True, False]


def significant(figure: Figure) -> int:
    """The digits of a printed figure without leading zeros."""
    return len(str(abs(figure.value)).replace(".", "").lstrip("0")) if figure.value else 0


def choose(readings: Iterable[Relation | None], sure: int = 99) -> Relation | None:
    """The reading to take: the first that holds, else the first that rounds, else the top one where it is sure.

    The readings come best first. The top one is told as broken where its structure leaves no doubt, or where one slip
    explains it. None where nothing can be said: a lower reading that fails tells nothing. Only the first `sure`
    readings follow from the structure; the rest are guesses that a coincidence may prove and nothing can disprove.
    """
    known: list[Relation] = []
    for r in readings:
        if r is not None:
            known.append(r)
            if r.verdict == "holds":  # the readings behind it need not be made
                return _taken(r, known[0], sure)
    if not known:
        return None
    top = known[0]
    for r in known:
        if r.verdict == "rounding" and (r is top or close(r)):
            return _taken(r, top, sure)
    for k, r in enumerate(known):
        if r.note == "last-digit" and significant(r.figures[0]) >= (3 if k < 2 else _DIGITS):
            return replace(r, firm=True)  # so near a miss proves the reading
    if not sure:
        return None
    if top.firm:
        return top
    return replace(top, firm=True) if corroborated(top) else None


def _taken(chosen: Relation, top: Relation, sure: int) -> Relation:
    """A reading that holds: firm where it is the top one, and a slip in its figures would be recognised."""
    return replace(chosen, firm=True) if chosen is top and sure and not top.firm and _would_tell(top) else chosen


def maybe(relation: Relation | None) -> Iterator[Relation]:
    """A relation, where there is one."""
    if relation is not None:
        yield relation


def wrong_way(made: Relation) -> Relation:
    """The relation, with a note where the size is right and the word goes the wrong way: 由18降至15，增加3."""
    stated = made.figures[0].value
    wrong = made.verdict == "broken" and made.expected is not None and -made.expected == stated != 0
    return replace(made, note="direction") if wrong else made


def beyond(share: Relation) -> bool:
    """Whether 100 % is said of a part above its whole: what goes beyond a goal counts as reached."""
    stated, part, whole = share.figures
    return stated.value == HUNDRED and part.amount > whole.amount


def close(relation: Relation) -> bool:
    """Whether a rounding is one of last digits, not of a figure so coarse that it meets anything."""
    stated = abs(relation.figures[0].value)
    return abs(relation.difference) * 50 <= stated


def _would_tell(relation: Relation) -> bool:
    """Whether a slip in the figures of a top reading would be recognised as one."""
    stated, *others = relation.figures
    if isinstance(relation.equation, Share) and stated.value == HUNDRED:
        return all(significant(f) > _DIGITS for f in others)  # as `_meant_equal` does
    return all(significant(f) >= _DIGITS for f in relation.figures)
