"""Check `score`: points of self-evaluation tables: caps, sums, the points in brackets, the conclusion, targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditlint.checks import Check
from auditlint.checks.relate import maybe, relate
from auditlint.checks.score.levels import levels
from auditlint.checks.score.lost import lost
from auditlint.checks.score.paragraphs import texts
from auditlint.checks.score.points import columns, is_total, pointed, points_of, totals_of
from auditlint.checks.score.quotes import Total, quotations
from auditlint.checks.score.rates import execution, proportion, stated, target
from auditlint.checks.score.sums import all_sums, group, hundred
from auditlint.checks.score.text import caps
from auditlint.equations import AtMost, Equal
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Relation
from auditlint.records import dataclass, field
from auditlint.typed import Literal

Of = Literal[
    "cap",
    "sum",
    "group",
    "levels",
    "conclusion",
    "execution",
    "proportion",
    "target",
    "hundred",
    "text",
    "text-cap",
    "stated",
    "lost",
]


@dataclass(frozen=True, slots=True)
class Options:
    """Which relations between points are evaluated."""

    of: Of = field(
        default="cap",
        metadata={
            "help": "cap: score ≤ points of its row; sum: weights and scores against their total row; group: points in "
            "brackets against the rows they cover; levels: points of a group against the next level's; "
            "conclusion: the total that is quoted; execution: score by the rate "
            "of execution; proportion: score by the rate of an indicator; target: results against targets at full "
            "score; hundred: the total of the points of a whole form is 100; text: points in running text against "
            "their total and what was taken off; text-cap: points in running text against the full points beside them; "
            "stated: score by the rate of execution where the text says that it is reckoned so; lost: score against "
            "the points of its row less what was taken off"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of every table with points."""
    if options.of in _TEXTS:
        yield from _TEXTS[options.of](ledger)
        return
    if options.of in ("sum", "hundred"):
        for table, before, added in all_sums(ledger):
            yield from added if options.of == "sum" else hundred(table, before, added)
        return
    for table, _ in pointed(ledger):
        yield from target(ledger, table) if options.of == "target" else _CHECKS[options.of](table)
    if options.of == "conclusion":
        yield from quotations(ledger, list(_totals(ledger)))


def _cap(table: TableFacts) -> Iterator[Relation]:
    """得分 ≤ 分值 in every row."""
    for panel in table.panels:
        weight, score = columns(panel)
        if weight is None or score is None or any("加分" in c.name for c in panel.columns):
            continue  # 基础分, 加分, 总得分
        if _of_another_scale(table, panel, weight, score):
            continue
        for row in panel.rows:
            got, cap = table.cells.get((row.index, score.index)), table.cells.get((row.index, weight.index))
            quoted = got is not None and got.label == "conclusion"  # of more than is listed above it
            quoted = quoted or row.label.endswith((":", "："))  # 政府性基金：a | 项目支出：b, among the money of a form
            if got is not None and cap is not None and row.role != "deduction" and not quoted:
                yield from maybe(relate("score", AtMost(), (("score", got), ("weight", cap)), firm=not panel.loose))


def _of_another_scale(table: TableFacts, panel: Panel, weight: Column, score: Column) -> bool:
    """项目 | 分值 10 | 执行率 | 自评得分 98: whether nearly all scores are above what stands beside them."""
    rows = [(table.cells.get((r.index, score.index)), table.cells.get((r.index, weight.index))) for r in panel.rows]
    both = [(got, cap) for got, cap in rows if got is not None and cap is not None]
    above = sum(got.figure.value > cap.figure.value for got, cap in both)
    return above > 1 and above * 2 > len(both)


def _conclusion(table: TableFacts) -> Iterator[Relation]:
    """The total that the conclusion quotes is the total of the score column."""
    totals = totals_of(table, "score")
    quoted = [f for f in table.facts if f.label == "conclusion"]
    if len(totals) != 1:
        return
    first = {f.figure.value for f in totals_of(table, "score", 1)} - {totals[0].figure.value}
    quoted = [f for f in quoted if f.figure.value not in first]  # 自评得分 beside 复评得分
    for said in quoted:
        if said.row > totals[0].row and said.row - totals[0].row < 12:
            yield from maybe(relate("score", Equal(), (("quoted", said), ("total", totals[0])), firm=True))


def _totals(ledger: Ledger) -> Iterator[Total]:
    """The total of the scores of every form that has one, and the conclusions that quote it."""
    for table, before in pointed(ledger):
        found = totals_of(table, "score")
        if any(f.figure.value != found[0].figure.value for f in totals_of(table, "score", 1)[:1] if found):
            continue  # 自评得分, 复评得分: which of them is quoted, words say
        subject = table.subject or (before.subject if before is not None else "")
        if len(found) == 1:
            quoted = tuple(f for f in table.facts if f.label == "conclusion")
            weights = points_of(table, "weight")
            full = [fact.figure.value for _, row, fact in weights if is_total(row, weights)]
            yield Total(subject, table.title, found[0], quoted, full[0] if len(full) == 1 else None)


_TEXTS: dict[str, Callable[[Ledger], Iterator[Relation]]] = {
    "text": texts,
    "text-cap": caps,
    "stated": stated,
}
_CHECKS: dict[str, Callable[[TableFacts], Iterator[Relation]]] = {
    "cap": _cap,
    "group": group,
    "levels": levels,
    "conclusion": _conclusion,
    "execution": execution,
    "proportion": proportion,
    "lost": lost,
}

CHECK = Check(
    "score",
    Options,
    run,
    ("score", "weight", "lost", "part", "total", "group", "quoted", "rate", "target", "result"),
    "points of self-evaluation tables",
)
