"""Columns that their values show to be computed from others, whatever their headers say; part of the check `table`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from auditlint.checks.footing import same_unit
from auditlint.checks.relate import corroborated, relate, significant, slipped
from auditlint.equations import Equation, Growth, Quotient, Share, Sum
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.judge import judge
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, replace

_PROOF = 9  # digits that come out before columns are taken to be computed from each other
_ROWS = 3  # rows in which they come out
_MOST = 12  # columns of a table in which computed ones are looked for
_LONGEST = 6  # columns that are added up


@dataclass(frozen=True, slots=True)
class Idea:
    """How a column may be computed: the equation, and the columns of its operands."""

    equation: Equation
    roles: tuple[str, ...]
    operands: tuple[Column, ...]


def added(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """A column that adds up, or nets, others in every row."""
    columns = [c for c in panel.columns if c.role in AMOUNTS | {"score"} and not _percent(table, panel, c)]
    if not 3 <= len(columns) <= _MOST:
        return
    for target in columns:
        yield from _found(panel, table, target, _sums(columns, target))


def divided(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """A column of rates or quotients that divides one column by another in every row."""
    amounts = [c for c in panel.columns if c.role in AMOUNTS and not _percent(table, panel, c)]
    if not 2 <= len(amounts) <= _MOST:
        return
    for target in panel.columns:
        if _percent(table, panel, target):
            yield from _found(panel, table, target, _rates(amounts))
        elif target.role == "quotient":
            yield from _found(panel, table, target, _quotients(amounts))


def _sums(columns: Sequence[Column], target: Column) -> Iterator[Idea]:
    """Runs of neighbouring columns on one side of the target; one less another; opening + income − outgo."""
    n = columns.index(target)
    for side in (columns[n + 1 :], columns[:n][::-1]):
        for start in range(len(side)):
            for end in range(start + 2, min(len(side), start + _LONGEST) + 1):
                run = tuple(sorted(side[start:end], key=lambda c: c.index))
                yield Idea(Sum((1,) * len(run)), ("total", *("part",) * len(run)), run)
    others = [c for c in columns if c is not target]
    for one, other in permutations(others, 2):
        yield Idea(Sum((1, -1)), ("rest", "whole", "part"), (one, other))
    if n >= 3:
        yield Idea(Sum((1, 1, -1)), ("closing", "opening", "income", "outgo"), tuple(columns[n - 3 : n]))


def _rates(amounts: Sequence[Column]) -> Iterator[Idea]:
    for one, other in permutations(amounts, 2):
        yield Idea(Share(), ("rate", "part", "whole"), (one, other))
        yield Idea(Growth(1), ("rate", "current", "prior"), (one, other))


def _quotients(amounts: Sequence[Column]) -> Iterator[Idea]:
    for one, other in permutations(amounts, 2):
        yield Idea(Quotient(), ("rate", "part", "whole"), (one, other))


def _found(panel: Panel, table: TableFacts, target: Column, ideas: Iterator[Idea]) -> Iterator[Relation]:
    """The relations of the idea that the rows prove best; one row may be wrong where a slip explains it."""
    best: list[Relation] = []
    lines = lines_of(panel, table, target)
    for idea in ideas:
        made = made_of(lines, target, idea)
        if _proven(made) and (not best or _rank(made) > _rank(best)):
            best = made
    totals = {r.index for r in panel.rows if r.role == "total"}
    good = [r for r in best if r.verdict == "holds" and _telling(r)]
    for r in best:
        plain = isinstance(r.equation, Sum) and r.terms[0].fact.row not in totals and len(good) > _ROWS
        if r.verdict != "broken":
            least = 1 + (not isinstance(r.equation, Sum) and not all(significant(f) > _DIGITS for f in r.figures))
            yield replace(r, firm=len(good) >= _ROWS + least)  # what others prove without it
            continue
        rate = isinstance(r.equation, Share) and len(good) > _ROWS and slipped(r, _DIGITS)
        if (plain or rate or corroborated(r)) and not _told_beside(table, r) and not _out_of_line(lines, r):
            yield replace(r, firm=True)


def _out_of_line(lines: Sequence[_Line], made: Relation) -> bool:
    """Whether a row has fewer figures than most: 小计 without the number and the name that others begin with."""
    usual = Counter(map(len, lines)).most_common(1)[0][0]
    own = next((line for line in lines if made.terms[0].fact in line.values()), {})
    return len(own) < usual and abs(made.difference) > abs(made.figures[0].value) * _FAR


_FAR = 10  # times a figure that what columns in their places make of it can hardly be


def _told_beside(table: TableFacts, made: Relation) -> bool:
    """年初余额20.00 | 收入 | 支出 | 年末余额: whether another column of a row has just what it lacks."""
    row, own = made.terms[0].fact.row, {t.fact.id for t in made.terms}
    gap = abs(made.difference) * made.figures[0].unit.factor
    return any(f.row == row and f.id not in own and f.figure.amount == gap for f in table.facts)


_DIGITS = 3  # of a figure in which a slip explains the one rate of a column that does not come out


_Line = Mapping[int, Fact]  # the facts of a row by their columns


def lines_of(panel: Panel, table: TableFacts, target: Column) -> list[_Line]:
    """The rows in which a column has a figure, without those of rates and of parts."""
    indices = [c.index for c in panel.columns]
    lines = (
        {i: f for i in indices if (f := table.cells.get((row.index, i))) is not None}
        for row in panel.rows
        if row.role not in ("rate", "of-which")
    )
    return [line for line in lines if target.index in line]


def made_of(lines: Sequence[_Line], target: Column, idea: Idea) -> list[Relation]:
    """An idea's relations, row by row; none where two rows are broken by it, as nearly all ideas are soon."""
    rows: list[list[Fact]] = []
    bad = 0
    for line in lines:
        facts = _row(line, target, idea)
        judgement = judge(idea.equation, [f.figure for f in facts]) if facts else None
        if judgement is None:
            continue
        if isinstance(idea.equation, Growth) and judgement.expected == -facts[0].figure.value:
            continue  # a fall printed without its sign
        bad += judgement.verdict == "broken"
        if bad > 1:
            return []
        rows.append(facts)
    made = (relate("table", idea.equation, list(zip(idea.roles, facts, strict=True)), firm=False) for facts in rows)
    return [r for r in made if r is not None]


def _proven(made: Sequence[Relation]) -> bool:
    """Whether enough rows come out, to enough digits, and at most one does not."""
    good = [r for r in made if r.verdict == "holds" and _telling(r)]
    bad = sum(r.verdict == "broken" for r in made)
    return bad <= 1 and len(good) >= _ROWS and sum(significant(r.figures[0]) for r in good) >= _PROOF


def _rank(made: Sequence[Relation]) -> tuple[int, int]:
    return (-sum(r.verdict == "broken" for r in made), sum(r.verdict == "holds" for r in made))


def _row(line: _Line, target: Column, idea: Idea) -> list[Fact]:
    """The facts of a row that an idea is about; none where it cannot be asked."""
    facts = [line[target.index], *[line[c.index] for c in idea.operands if c.index in line]]
    if len(facts) <= len(idea.operands):
        return []
    added = isinstance(idea.equation, Sum)
    if added and facts[0].figure.unit.dimension == "percent":
        return []  # a row of rates below the amounts: 支出率
    alike = isinstance(idea.equation, Quotient) or same_unit(facts if added else facts[1:])
    if not alike or (not added and facts[-1].figure.value <= 0):
        return []
    return facts


def _telling(relation: Relation) -> bool:
    """Whether a row says something for an idea: not 0 = 0 + 0, not a = a + 0, not a ÷ a."""
    stated, *others = relation.figures
    if isinstance(relation.equation, Sum):
        return bool(stated.value) and sum(f.value != 0 for f in others) > 1
    return bool(stated.value) and others[0].value not in (0, others[1].value)


def _percent(table: TableFacts, panel: Panel, column: Column) -> bool:
    """Whether a column's figures are percentages."""
    facts = [f for r in panel.rows if (f := table.cells.get((r.index, column.index))) is not None]
    return bool(facts) and all(f.figure.unit.dimension == "percent" for f in facts)
