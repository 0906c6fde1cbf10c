"""A budget of the beginning of the year, what moved it, and what it came to; part of the check `difference`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.checks.relate import corroborated, relate, significant
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.enumerators import style
from auditlint.facts.ledger import Ledger
from auditlint.facts.words import around, pattern
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_MOVED_BY = compiled(r"调整(?:金额|数额?|额)?")  # 年初预算A，调整后预算B，调整金额C
_NET = compiled(r"净(?:调)?[增减]")
_DIGITS = 3
Move = tuple[Fact, int]


def moved(ledger: Ledger) -> Iterator[Relation]:
    """年初预算A，追加B，调减C，（净调增D，）调整后预算E: E = A + B − C, and D = B − C."""
    lexicon = ledger.rulebook.lexicon
    more, less = pattern(lexicon, "budget-raised"), pattern(lexicon, "budget-cut")
    opening, came_to = pattern(lexicon, "opening-budget"), pattern(lexicon, "moved-budget")
    base: Fact | None = None
    pair: tuple[Fact, Fact] | None = None
    moves: list[Move] = []
    paragraph = (-1, -1)
    for sentence in ledger.sentences:
        on = sentence.block - paragraph[1] if sentence.document == paragraph[0] else -1
        if on not in (0, 1) or (on == 1 and style(normalize(sentence.text))):
            base, pair, moves = None, None, []  # a line that no number begins may go on with the one before
        paragraph = (sentence.document, sentence.block)
        for fact in ledger.pick(sentence.facts):
            if fact.figure.unit.dimension != "money" or fact.depth or fact.measure not in ("level", "budget", "change"):
                continue
            words = around(ledger, fact).partition("|")[0]
            if pair is not None and fact.id == pair[1].id + 1 and _MOVED_BY.fullmatch(fact.label):
                large, small = sorted(pair, key=lambda f: -f.figure.amount)
                yield from _made(Sum((1, -1)), fact, [large, small])
                pair = None
                continue
            if _part_of(ledger, fact, [f for f, _ in moves]):
                continue
            sign = 1 if more.search(words) else -1 if less.search(words) else 0
            if sign and _NET.search(words) and len(moves) > 1:
                signs = tuple(s * sign for _, s in moves)
                yield from _made(Sum(signs), fact, [f for f, _ in moves])
                moves = [(fact, sign)]
            elif sign:
                moves.append((fact, sign))
            elif base is not None and moves and came_to.search(words):
                plain = _plain(ledger, [base, *(f for f, _ in moves), fact])
                made = _made(Sum((1, *(s for _, s in moves))), fact, [base, *(f for f, _ in moves)], sure=plain)
                yield from (r for r in made if r.verdict != "broken" or not _otherwise(ledger, base, moves, fact))
                base, moves = fact, []
            elif opening.search(words) or came_to.search(words) or _OF_A_YEAR.search(words):
                pair = (base, fact) if base is not None and not moves and came_to.search(words) else None
                base, moves = fact, []
            elif moves and not (base is not None and _part_of(ledger, fact, [base])):  # of something else, maybe
                base, moves = None, []


def _part_of(ledger: Ledger, fact: Fact, wholes: Sequence[Fact]) -> bool:
    """Whether a figure is an item of a list of what was planned, or moved."""
    known = {f.id for f in wholes}
    return any(one.opener == "其中" and not known.isdisjoint(one.parent) for one in ledger.lists_with(fact.id))


_OF_A_YEAR = compiled(r"(?:^|[,;。])20[0-9]{2}年(?:度)?(?:部门)?(?:收入|支出)?预算(?:数|额|总额)?(?:为|是)?$")
_BY = compiled(
    r"[,;](?:本次|年中|当年|执行中|[0-9]{1,2}月|预算|收入|支出|拟|共|净|又|再){0,3}(?:调增|调减|追加|追减|核减|核增)(?:了|预算)?"
)
_CAME_TO = compiled(
    r"[,;](?:经)?调整后的?(?:总)?(?:收入|支出)?(?:预算)?(?:数|额)?(?:为|是|达)?|[,;]调整为|[,;]调整预算数?(?:为|是|达)?"
)
_BRACKET = compiled(r"\([^()]*\)")


def _plain(ledger: Ledger, told: Sequence[Fact]) -> bool:
    """年初预算A，追加B（其中b），调减C，调整后为D: whether they stand right behind each other."""
    sentence = ledger.sentences[told[-1].sentence]
    outside = [f.id for f in ledger.facts_of(sentence) if not f.depth]
    ids = [f.id for f in told]
    if ids[0] not in outside or outside[outside.index(ids[0]) :][: len(ids)] != ids:
        return False
    between = [_BRACKET.sub("", sentence.between(*two)).replace(" ", "") for two in pairwise(told)]
    *moved, last = between
    opened = all(map(_BY.fullmatch, moved)) and _CAME_TO.fullmatch(last) is not None
    return opened and len({f.figure.unit for f in told}) == 1


def _otherwise(ledger: Ledger, base: Fact, moves: Sequence[Move], total: Fact) -> bool:
    """Whether a total may be made otherwise: by what a bracket behind it tells, or from a part of what was planned.

    年初预算A，其中项目预算a，调减B，调整后为a − B
    """
    by = sum((f.figure.amount * sign for f, sign in moves), Decimal(0))
    parts = (f for f in ledger.facts[base.id + 1 : moves[0][0].id] if f.figure.unit.dimension == "money")
    told = normalize(ledger.after(total, 1)) == "("
    told = told or ledger.before(ledger.facts[total.id - 1], 1) in ("由", "从")  # 由A调整为T: from A
    return told or any(f.figure.amount + by == total.figure.amount for f in parts)


def _made(equation: Sum, total: Fact, parts: Sequence[Fact], *, sure: bool = False) -> Iterator[Relation]:
    made = relate("difference", equation, [("total", total), *(("part", f) for f in parts)], firm=False)
    if made is None:
        return
    if made.verdict == "broken":
        yield from [replace(made, firm=True)] if sure or corroborated(made) else []
    else:
        yield replace(made, firm=all(significant(f) >= _DIGITS for f in made.figures))
