"""Tables with points: which they are, their weights and scores, their total rows; for the check `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Column, Panel, Row, TableFacts
from auditlint.model import Fact

_ANOTHER_FORM = compiled(r"项目名称|自评表|评分表|^\s*附?表\s*[0-9一二三四五六七八九十]")
_LOST = compiled(r"扣分|扣减|失分|减分")  # 扣分合计: what was lost, below the total of what was got
_BETWEEN = 8  # blocks between the money and the indicators of a form: its goals, a heading


@lru_cache(maxsize=1)
def pointed(ledger: Ledger) -> tuple[tuple[TableFacts, TableFacts | None], ...]:
    """Tables with points, each with the table right before it where a form was printed as two tables."""
    return tuple(_pointed(ledger))


def _pointed(ledger: Ledger) -> Iterator[tuple[TableFacts, TableFacts | None]]:
    last: TableFacts | None = None
    end = -1
    for table in ledger.tables:
        if table.kind == "chart" or not any(p.having("weight", "score") for p in table.panels):
            continue
        blocks = [c.block for c in ledger.documents[table.document].tables[table.index].cells]
        between = ledger.documents[table.document].blocks[end + 1 : min(blocks)]
        near = last is not None and last.document == table.document and len(between) <= _BETWEEN
        yield table, last if near and not any(_ANOTHER_FORM.search(b.text) for b in between) else None
        last, end = table, max(blocks)


def columns(panel: Panel) -> tuple[Column | None, Column | None]:
    """The weight and the score column of a panel."""
    weights, scores = panel.having("weight"), _scores(panel)
    score = scores[-1] if scores else None
    before = [w for w in weights if score is None or w.index < score.index]
    return (before[-1] if before else weights[0] if weights else None), score


def _scores(panel: Panel) -> Sequence[Column]:
    """The score columns of a panel, without those that tell what a group got."""
    scores = panel.having("score")
    return [c for c in scores if not _OF_A_GROUP.search(c.name)] or scores


_OF_A_GROUP = compiled(r"[一二]级|小计|合计|汇总")  # 一级得分: beside those of the single indicators


def points_of(table: TableFacts, role: str, back: int = 0) -> list[tuple[Panel, Row, Fact]]:
    """The points of all panels in one kind of column, top to bottom; `back` counts score columns from the last one.

    A panel with fewer score columns than another has the same score in all: that of its money is not given twice.
    """
    most = max((len(_scores(panel)) for panel in table.panels), default=0)
    if back and (role != "score" or most <= back):
        return []
    found = []
    for panel in table.panels:
        weight, score = columns(panel)
        scores = _scores(panel)
        column = weight if role == "weight" else scores[-1 - back] if len(scores) > back else score
        if column is not None:
            for row in _rows(table, panel, weight):
                fact = table.cells.get((row.index, column.index))
                if fact is not None:
                    found.append((panel, row, fact))
    return found


def _rows(table: TableFacts, panel: Panel, weight: Column | None) -> Sequence[Row]:
    """The rows that can have points: not what was lost, nor an amount among the money without full points beside it."""
    rows = [r for r in panel.rows if r.role != "total" or not _LOST.search(r.label)]
    full = [r for r in rows if weight is not None and (r.index, weight.index) in table.cells]
    return full if full and on_money(panel) else rows


def on_money(panel: Panel) -> bool:
    """Whether a panel is the part of a form that tells its money, above its indicators."""
    return bool(panel.having("budget", "first-budget")) and not panel.having("target")


def is_subtotal(label: str) -> bool:
    """Whether a total row adds up a group, or the indicators without the points of the money."""
    return _SUBTOTAL.search(label) is not None


def totals_of(table: TableFacts, role: str, back: int = 0) -> list[Fact]:
    """The totals of one kind of column, without those of its groups."""
    points = points_of(table, role, back)
    return [fact for _, row, fact in points if is_total(row, points) and not is_subtotal(row.label)]


_SUBTOTAL = compiled(r"小计$|^(?:绩效)?指标(?:得分|分值)?合计")


def is_total(row: Row, points: Sequence[tuple[Panel, Row, Fact]]) -> bool:
    """Whether a total row adds up points: not the row of all the money, which has points of its own.

    A page break may have cut the label off the last row: it is a total where it outweighs all others.
    """
    if row.role == "total":
        return not row.label.rstrip(":").endswith("总额") and not _of_money(row, points)
    if row.label or not points or points[-1][1] is not row or len(points) < 4:
        return False
    return points[-1][2].figure.value > 2 * max(f.figure.value for _, _, f in points[:-1])


def _of_money(row: Row, points: Sequence[tuple[Panel, Row, Fact]]) -> bool:
    """Whether a row is in the part of a form that tells its money, above the part that has its indicators."""
    own = next((panel for panel, other, _ in points if other is row), None)
    told = own is not None and on_money(own)
    first = own is not None and bool(own.rows) and own.rows[0].index == row.index  # its indicators are another table's
    return bool(told) and (first or any(panel.having("target") for panel, _, _ in points))
