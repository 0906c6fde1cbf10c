"""Check `score`: points of self-evaluation tables: caps, sums, the points in brackets, the conclusion, targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import Literal

from auditlint.checks import Check
from auditlint.checks.relate import relate
from auditlint.equations import AtMost, Equal, Product, Sum
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Column, Panel, Row, TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, field, replace

Of = Literal["cap", "sum", "group", "conclusion", "execution", "proportion", "target"]
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Options:
    """Which relations between points are evaluated."""

    of: Of = field(
        default="cap",
        metadata={
            "help": "cap: score ≤ points of its row; sum: weights and scores against their total row; group: points in "
            "brackets against the rows they cover; conclusion: the total that is quoted; execution: score by the rate "
            "of execution; proportion: score by the rate of an indicator; target: results against targets at full score"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of every table with points."""
    for table, before in _parts(ledger):
        if options.of == "sum":
            yield from _sum(table, before)
        else:
            yield from _CHECKS[options.of](table)
    if options.of == "conclusion":
        yield from _quoted(ledger)


def _parts(ledger: Ledger) -> Iterator[tuple[TableFacts, TableFacts | None]]:
    """Tables with points, each with the table right before it where a form was printed as two tables."""
    last: TableFacts | None = None
    end = -1
    for table in ledger.tables:
        cells = ledger.documents[table.document].tables[table.index].cells
        blocks = [c.block for c in cells]
        if table.kind == "chart" or not any(p.having("weight", "score") for p in table.panels):
            continue
        joined = last is not None and last.document == table.document and min(blocks) == end + 1
        yield table, last if joined else None
        last, end = table, max(blocks)


def _columns(panel: Panel) -> tuple[Column | None, Column | None]:
    """The weight and the score column of a panel."""
    weights, scores = panel.having("weight"), panel.having("score")
    score = scores[-1] if scores else None
    before = [w for w in weights if score is None or w.index < score.index]
    return (before[-1] if before else weights[0] if weights else None), score


def _one(relation: Relation | None) -> Iterator[Relation]:
    if relation is not None:
        yield relation


def _cap(table: TableFacts) -> Iterator[Relation]:
    """得分 ≤ 分值 in every row."""
    for panel in table.panels:
        weight, score = _columns(panel)
        if weight is None or score is None:
            continue
        for row in panel.rows:
            got, cap = table.cells.get((row.index, score.index)), table.cells.get((row.index, weight.index))
            if got is not None and cap is not None and row.role != "deduction":
                yield from _one(relate("score", AtMost(), (("score", got), ("weight", cap)), firm=not panel.loose))


# --------------------------------------------------------------------------- sums


def _points(table: TableFacts, role: str) -> list[tuple[Panel, Row, Fact]]:
    """The points of all panels in one kind of column, top to bottom."""
    found = []
    for panel in table.panels:
        weight, score = _columns(panel)
        column = weight if role == "weight" else score
        if column is not None:
            for row in panel.rows:
                fact = table.cells.get((row.index, column.index))
                if fact is not None:
                    found.append((panel, row, fact))
    return found


def _is_total(row: Row, points: Sequence[tuple[Panel, Row, Fact]]) -> bool:
    """Whether a total row adds up points: not the row of all the money, which has points of its own.

    A page break may have cut the label off the last row: it is a total where it outweighs all others.
    """
    if row.role == "total":
        return not row.label.endswith("总额")
    if row.label or not points or points[-1][1] is not row or len(points) < 4:
        return False
    return points[-1][2].figure.value > 2 * max(f.figure.value for _, _, f in points[:-1])


def _sum(table: TableFacts, before: TableFacts | None) -> Iterator[Relation]:
    """Σ分值 and Σ得分 against the total row; the one that adds up bears out the other."""
    found: list[Relation] = []
    plain = True
    for role in ("weight", "score"):
        points = _points(table, role)
        totals = [(n, row, fact) for n, (_, row, fact) in enumerate(points) if _is_total(row, points)]
        if not totals:
            continue
        n, _, total = totals[-1]
        parts = [(p, row, fact) for p, row, fact in points[:n] if not _is_total(row, points)]
        own = [x for x in parts if x[0] is points[n][0]]
        plain = plain and len(totals) == 1 and not any(p.loose for p, _, _ in parts)
        earlier = _points(before, role) if before is not None else []
        if any(_is_total(row, earlier) for _, row, _ in earlier):
            earlier = []
        sides = (_spread([*earlier, *parts]), _spread(parts), _spread(own))
        readings = [_total(total, side, role) for side in sides if len(side) > 1]
        known = [r for r in readings if r is not None]
        if known:
            found.append(next((r for r in known if r.verdict != "broken"), known[0]))
    held = sum(r.verdict != "broken" for r in found)
    for relation in found:
        if relation.verdict != "broken":
            yield replace(relation, firm=plain or held > 1)
        elif plain and (held or len(relation.terms) > 4):
            yield replace(relation, firm=True)


def _spread(points: Sequence[tuple[Panel, Row, Fact]]) -> list[tuple[Row, Fact]]:
    """Rows that carry points of their own, with what is taken off turned aside."""
    return [(row, fact) for _, row, fact in points]


def _total(total: Fact, parts: Sequence[tuple[Row, Fact]], role: str) -> Relation | None:
    kept = [(row, f) for row, f in parts if not (role == "weight" and row.role == "deduction")]
    signs = tuple(-1 if row.role == "deduction" and f.figure.value > 0 and "扣" in row.label else 1 for row, f in kept)
    return relate("score", Sum(signs), (("total", total), *((role, f) for _, f in kept)), firm=False)


def _group(table: TableFacts) -> Iterator[Relation]:
    """Points in brackets, 产出指标（50分）, against the weights of the rows they cover and the brackets under them."""
    yield from _brackets_total(table)
    for panel in table.panels:
        weight, _ = _columns(panel)
        heads = sorted(table.brackets)
        points = _points(table, "weight")
        rows = [r for r in panel.rows if not _is_total(r, points)]
        if not rows or weight is None:
            continue
        first, last = rows[0].index, rows[-1].index
        over = max((r for r, _ in heads if r < first), default=-1)
        above = [(r, c) for r, c in heads if r == over and not _rows_between(table, r, first)]
        inside = [(r, c) for r, c in heads if first <= r <= last]
        group = (
            next((row.index for row in rows if row.role == "group"), last + 1)
            if panel.having("completion")
            else last + 1
        )
        for r, c in above:
            found = [f for row in rows if row.index < group and (f := table.cells.get((row.index, weight.index)))]
            yield from _bracket(table.cells[r, c], found, plain=not panel.loose)
        for r, c in inside:
            end = _end(panel, rows, r, c)
            covered = [row for row in rows if r <= row.index < end and row.role != "deduction"]
            found = [f for row in covered if (f := table.cells.get((row.index, weight.index))) is not None]
            under = [table.cells[x] for x in inside if x[1] > c and r <= x[0] < end]
            inner = min((f.column for f in under), default=-1)
            head = table.cells[r, c]
            yield from _bracket(head, found, plain=False)
            yield from _bracket(head, [f for f in under if f.column == inner], plain=False)


def _brackets_total(table: TableFacts) -> Iterator[Relation]:
    """The brackets over the panels against the total of the weights."""
    points = _points(table, "weight")
    totals = [fact for _, row, fact in points if _is_total(row, points)]
    starts = [p.rows[0].index for p in table.panels if p.having("weight") and p.rows]
    heads = [table.cells[k] for k in sorted(table.brackets) if k[0] + 1 in starts]
    if len(totals) == 1 and len(heads) == len(starts) > 1:
        made = relate(
            "score", Sum((1,) * len(heads)), (("total", totals[0]), *(("group", h) for h in heads)), firm=True
        )
        if made is not None and made.verdict != "broken":
            yield made


def _rows_between(table: TableFacts, start: int, end: int) -> bool:
    """Whether rows with figures stand between a bracket and a panel."""
    return any(start < r < end and f.figure.unit.name != "分" for (r, _), f in table.cells.items())


def _end(panel: Panel, rows: Sequence[Row], start: int, column: int) -> int:
    """The first row after `start` in which a label cell at or left of `column` is filled again with other words."""
    if column not in panel.labels:
        return start + 1
    at = panel.labels.index(column)
    name = next((r.names[at] for r in rows if r.index == start), "")
    words = name.partition("(")[0]
    for r in rows:
        if r.index > start and any(n and n.partition("(")[0] != words for n in r.names[: at + 1]):
            return r.index
    return rows[-1].index + 1


def _bracket(head: Fact, parts: Sequence[Fact], *, plain: bool) -> Iterator[Relation]:
    parts = [p for p in parts if p.id != head.id]
    if not parts:
        return
    if len(parts) == 1:
        made = relate("score", Equal(), (("group", head), ("weight", parts[0])), firm=False)
    else:
        made = relate("score", Sum((1,) * len(parts)), (("group", head), *(("weight", p) for p in parts)), firm=False)
    if made is not None and (made.verdict != "broken" or plain or len(parts) > 1):
        yield replace(made, firm=True)


# --------------------------------------------------------------------------- the conclusion, and scores by rates


def _conclusion(table: TableFacts) -> Iterator[Relation]:
    """The total that the conclusion quotes is the total of the score column."""
    points = _points(table, "score")
    totals = [fact for _, row, fact in points if _is_total(row, points)]
    quoted = [f for f in table.facts if f.label == "conclusion"]
    if len(totals) != 1:
        return
    for said in quoted:
        if said.row > totals[0].row and said.row - totals[0].row < 12:
            yield from _one(relate("score", Equal(), (("quoted", said), ("total", totals[0])), firm=True))


def _quoted(ledger: Ledger) -> Iterator[Relation]:
    """The score of a project that the text quotes is the total of the project's own form."""
    totals: dict[str, list[Fact]] = {}
    for table, before in _parts(ledger):
        points = _points(table, "score")
        found = [fact for _, row, fact in points if _is_total(row, points)]
        subject = table.subject or (before.subject if before is not None else "")
        if subject and len(found) == 1:
            totals.setdefault(subject, []).append(found[0])
    for fact in ledger.facts:
        if fact.sentence < 0 or fact.measure != "score" or not totals:
            continue
        named = [n for n in totals if _names(fact.label, n)]
        if len(named) == 1 and len(totals[named[0]]) == 1:
            yield from _one(relate("score", Equal(), (("quoted", fact), ("total", totals[named[0]][0])), firm=True))


def _names(label: str, subject: str) -> bool:
    """Whether a label begins with a project's name, whose last two characters (费, 经费, 建设, 项目) may differ."""
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(label, subject, strict=False)))
    return common >= max(5, len(subject) - 2)


def _execution(table: TableFacts) -> Iterator[Relation]:
    """执行得分 = 分值 × 执行率, at most the 分值."""
    for panel in table.panels:
        weight, score = _columns(panel)
        rates = panel.having("completion")
        if weight is not None and score is not None and len(rates) == 1:
            yield from _by_rate(panel, table, rates[0], weight, score)


def _proportion(table: TableFacts) -> Iterator[Relation]:
    """得分 = 分值 × 完成值 where the results are printed as percentages of completion and most rows bear it out."""
    for panel in table.panels:
        weight, score = _columns(panel)
        results = panel.having("result")
        if weight is None or score is None or len(results) != 1:
            continue
        found = list(_by_rate(panel, table, results[0], weight, score))
        held = sum(r.verdict != "broken" for r in found)
        if held >= 3 and held * 2 > len(found):
            yield from found


def _by_rate(panel: Panel, table: TableFacts, rate: Column, weight: Column, score: Column) -> Iterator[Relation]:
    for row in panel.rows:
        got, full, part = (table.cells.get((row.index, c.index)) for c in (score, weight, rate))
        if got is None or full is None or part is None or part.figure.unit.dimension != "percent":
            continue
        if not 0 <= part.figure.amount <= HUNDRED or (row.role == "total" and not row.label.endswith("总额")):
            continue
        terms = (("score", got), ("weight", full), ("rate", part))
        yield from _one(relate("score", Product(HUNDRED), terms, firm=not panel.loose))


def _target(table: TableFacts) -> Iterator[Relation]:
    """Results against targets of the same unit, where the full score was given."""
    for panel in table.panels:
        targets, results = panel.having("target"), panel.having("result")
        if len(targets) != 1 or len(results) != 1:
            continue
        if _degrees(panel, table, targets[0], results[0]):
            continue
        weight, score = _columns(panel)
        for row in panel.rows:
            goal, done = (table.cells.get((row.index, c.index)) for c in (targets[0], results[0]))
            operator = table.operators.get((row.index, targets[0].index), "")
            if goal is None or done is None or not operator or not _comparable(goal, done):
                continue
            full = _full(table, row, weight, score)
            if operator in ("≤", "<"):
                made = relate("score", AtMost(), (("result", done), ("target", goal)), firm=full)
            elif operator in ("≥", ">"):
                made = relate("score", AtMost(), (("target", goal), ("result", done)), firm=full)
            else:
                made = relate("score", Equal(), (("result", done), ("target", goal)), firm=False)
            if made is not None and (made.verdict != "broken" or made.firm):
                yield made


def _degrees(panel: Panel, table: TableFacts, target: Column, result: Column) -> bool:
    """Whether the results are degrees of completion: percentages also where the targets are none."""
    for row in panel.rows:
        goal, done = (table.cells.get((row.index, c.index)) for c in (target, result))
        if (
            goal is not None
            and done is not None
            and done.figure.unit.dimension == "percent" != goal.figure.unit.dimension
        ):
            return True
    return False


def _comparable(goal: Fact, done: Fact) -> bool:
    one, other = goal.figure.unit, done.figure.unit
    return bool(one.name) and one.dimension == other.dimension and (one.dimension == "money" or one.name == other.name)


def _full(table: TableFacts, row: Row, weight: Column | None, score: Column | None) -> bool:
    """Whether a row has its full score."""
    if weight is None or score is None:
        return False
    got, cap = table.cells.get((row.index, score.index)), table.cells.get((row.index, weight.index))
    return got is not None and cap is not None and cap.figure.value > 0 and got.figure.value >= cap.figure.value


_CHECKS: dict[str, Callable[[TableFacts], Iterator[Relation]]] = {
    "cap": _cap,
    "group": _group,
    "conclusion": _conclusion,
    "execution": _execution,
    "proportion": _proportion,
    "target": _target,
}

CHECK = Check(
    "score",
    Options,
    run,
    ("score", "weight", "total", "group", "quoted", "rate", "target", "result"),
    "points of self-evaluation tables",
)
