"""The items of a list within a sentence: where it ends, and which figures each of them holds."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from auditlint.expressions import compiled
from auditlint.facts.ledger import Sentence
from auditlint.facts.match import generic
from auditlint.model import Fact

LEVELS = ("level", "budget")


def position(fact: Fact, sentence: Sentence) -> int:
    """Where a figure begins in its sentence, in characters."""
    return fact.figure.span.start - sentence.start


def list_end(text: str, start: int, depth: int, depths: Sequence[int], nested: bool) -> int:
    """Where a list ends: the bracket that holds it, the item it is nested in, or the sentence."""
    for i in range(start, len(text)):
        if depths[i] < depth or (depth and text[i] == ")" and depths[i] == depth):
            return i
        if nested and text[i] == ";" and depths[i] == depth:
            return i
        if text[i] == "。" and depths[i] <= depth:
            return i
        if text[i] in ";,。" and depths[i] == depth and BEYOND.match(text, i + 1):
            return i
    return len(text)


BEYOND = compiled(
    r"\s*(?:此外|(?:经)?调整后的?[^,;。:0-9]{0,10}(?:预算|支出|收入)|另(?!一|行|案)|加上|(?:因此|因而|故此?|所以|由此|综上|从而)[,，]?(?![障意])|收支相抵|(?:与|较|比)(?:上年|去年|20[0-9]{2}年)[^,;。]{0,8}相比[,，])"
)  # the list is over


def other_side(one: str, other: str) -> bool:
    """Whether two labels are income and expenditure of one item."""
    return ("收入" in one and "支出" in other) or ("支出" in one and "收入" in other)


def items_of(
    text: str, start: int, end: int, depth: int, depths: Sequence[int], facts: Sequence[Fact], sentence: Sentence
) -> tuple[tuple[int, ...], ...]:
    """The facts between two places by list item: cut at ";" where there is one, else one amount to an item."""
    own = [f for f in facts if start <= position(f, sentence) < end and f.depth == depth]
    if not own:
        return ()
    cuts = [i for i in range(start, end) if text[i] == ";" and depths[i] == depth]
    rows = _rows(own, cuts, sentence)
    if rows:
        return tuple(tuple(f.id for f in row) for row in rows)
    held = _held(own, cuts, sentence)
    items: list[list[Fact]] = [[]]
    last_cut = start
    seen = inner = False
    for f in own:
        here = position(f, sentence)
        passed = any(last_cut <= c < here for c in cuts)
        inner = not passed and bool(cuts and items[-1]) and (inner or _INNER.search(text[last_cut:here]) is not None)
        part_of_a_part = inner or f.id in held
        if items[-1] and not part_of_a_part and (passed or _further(f, items[-1], seen, bool(cuts))):
            items.append([])
        items[-1].append(f)
        seen = seen or f.measure in LEVELS
        last_cut = here
    return tuple(tuple(f.id for f in item) for item in items if item)


_INNER = compiled(r"其中|,(?:[其内]?含|包含)")  # 甲a，占p%，含x；乙b


def _held(own: Sequence[Fact], cuts: Sequence[int], sentence: Sentence) -> set[int]:
    """甲a，含x、y；乙b: the amounts between ";" of which the first one there is the sum, which are parts of a part."""
    inner: set[int] = set()
    for row in _between(own, cuts, sentence) if cuts else ():
        levels = [f for f in row if f.measure == row[0].measure and f.figure.unit.dimension == "money"]
        if len(levels) > _PARTS and levels[0] is row[0] and row[0].figure.value:
            parts = [f.figure.amount for f in levels[1:]]
            inner |= {f.id for f in row[1:]} if sum(parts) == row[0].figure.amount and all(parts) else set()
    return inner


_PARTS = 2  # of a sum


def _between(own: Sequence[Fact], cuts: Sequence[int], sentence: Sentence) -> list[list[Fact]]:
    """The figures before, between and behind some ";"."""
    rows: list[list[Fact]] = [[] for _ in range(len(cuts) + 1)]
    for f in own:
        rows[bisect(cuts, position(f, sentence))].append(f)
    return [row for row in rows if row]


def _rows(own: Sequence[Fact], cuts: Sequence[int], sentence: Sentence) -> list[list[Fact]]:
    """The items between ";" that tell the same of different things: 货物a个，计划b，成交c；工程…; [] where not so."""
    rows = _between(own, cuts, sentence)
    columns = {tuple((f.label, f.measure, f.figure.unit.dimension) for f in row[1:]) for row in rows}
    names = {row[0].label for row in rows}
    told = len(columns) == 1 and len(rows) > 1 and len(names) == len(rows)
    amounts = [label for label, measure, dimension in columns.pop() if measure in LEVELS] if told else []
    return rows if len(amounts) > 1 and all(amounts) and not names & set(amounts) else []


def _further(fact: Fact, item: Sequence[Fact], seen: bool, cut: bool) -> bool:
    """Whether a figure opens an item of its own, where no ";" parts it from the one before.

    `seen`: whether the list has an amount yet; `cut`: whether ";" parts its items elsewhere.
    """
    if (
        fact.measure in LEVELS
        and fact.figure.unit.dimension == "money"
        and seen
        and (fact.label or fact.measure == "level")
    ):
        # a second amount of the same measure with a label of its own: a further item after "," or "、"
        held = [g for g in item if g.measure in LEVELS and g.figure.unit.dimension == "money"]
        further = any(g.measure == fact.measure for g in held) or bool(held and not generic(fact.label))
        return further and not (cut and held and (other_side(held[-1].label, fact.label) or _left_of(held, fact)))
    if cut:
        return False
    if fact.figure.unit.dimension == "count":
        counted = [g for g in item if g.figure.unit.dimension == "count"]
        return any(g.figure.unit.name == fact.figure.unit.name or _machines(g, fact) for g in counted)
    if fact.measure == "change":
        alike = any(g.measure == "change" and g.basis == fact.basis for g in item)
        return alike and not any(g.measure in LEVELS for g in item)
    return False


_REST = compiled(r"^(?:本年|当年|当期|本期)?(?:收支)?(?:结余|结存|差额)$")


def _left_of(held: Sequence[Fact], fact: Fact) -> bool:
    """甲收入a，支出b，结余c；乙…: whether an amount is what the two sides of its item leave."""
    return len(held) > 1 and other_side(held[-2].label, held[-1].label) and _REST.match(fact.label) is not None


def _machines(one: Fact, other: Fact) -> bool:
    """Whether two counts are of machines, of which some come in sets: 分析仪2台、系统1套."""
    return {one.figure.unit.name, other.figure.unit.name} <= {"台", "套"}
