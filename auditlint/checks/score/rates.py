"""Scores by rates of execution and results, results against targets; part of the check `score`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from auditlint.checks.relate import relate
from auditlint.checks.score.points import columns, pointed
from auditlint.checks.targets import Indicator, measured
from auditlint.equations import HUNDRED, Product
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import Column, Panel, Row, TableFacts
from auditlint.model import Relation
from auditlint.records import replace


def execution(table: TableFacts) -> Iterator[Relation]:
    """执行得分 = 分值 × 执行率, at most the 分值."""
    for panel in table.panels:
        weight, score = columns(panel)
        rates = panel.having("completion")
        if weight is not None and score is not None and len(rates) == 1:
            yield from _by_rate(panel, table, rates[0], weight, score)


_RULE = compiled(  # 得分=执行率×10, 按“分值×执行率”计算
    r"执行率[”\"]?(?:[×✕*]|乘以?)(?:100%[×✕*])?(?:该?(?:项|指标|本项)*(?:分值|权重|满分|标准分)|[0-9]{1,2}(?![0-9%.]))"
    r"|(?:分值|权重|满分|标准分|[0-9]{1,2}分?)(?:[×✕*]|乘以?)(?:[一-鿿]{0,6})执行率"
)
_CAP = compiled(
    r"(?:最高|最多|且|但)*(?:均)?不(?:得|能|可)?(?:超过|高于|大于|超出)该?(?:项|指标|本项)*(?:分值|满分|权重|标准分)"
)
_BANDS = compiled(r"低于|小于|大于|高于|超过|以上|以下|[≥≤<>]|不得分|得满分|档|区间|扣|折|倍")  # another rule beside it


def stated(ledger: Ledger) -> Iterator[Relation]:
    """得分=执行率×10: the score of execution in the tables of a report whose text says how it is reckoned.

    Scores printed without decimals may be rounded by any rule, and a last digit may be cut.
    """
    rules = [s.text for s in (*ledger.sentences, *ledger.wordy) if "执行率" in s.text and _RULE.search(s.text)]
    if not rules or any(_BANDS.search(_CAP.sub("", rule)) for rule in rules):
        return
    for table, _ in pointed(ledger):
        for panel in table.panels:
            weight, score = columns(panel)
            rates = panel.having("completion")
            if weight is None or score is None or len(rates) != 1 or "执行率" not in rates[0].name:
                continue
            scored = [r for r in panel.rows if (r.index, score.index) in table.cells]
            for made in _by_rate(panel, table, rates[0], weight, score, whole=scored[0] if len(scored) == 1 else None):
                got = made.terms[0].fact.figure
                if made.verdict != "broken" or (
                    got.decimals and abs(made.difference) > Decimal(1).scaleb(-got.decimals)
                ):
                    yield made


def proportion(table: TableFacts) -> Iterator[Relation]:
    """得分 = 分值 × 完成值 where the results are printed as percentages of completion and most rows bear it out."""
    for panel in table.panels:
        weight, score = columns(panel)
        results = panel.having("result")
        if weight is None or score is None or len(results) != 1:
            continue
        found = list(_by_rate(panel, table, results[0], weight, score, met=_reached(panel, table, results[0])))
        telling = [r for r in found if r.figures[2].value != HUNDRED]  # all of it scores full points by any rule
        held = sum(r.verdict != "broken" for r in telling)
        if held >= _PROVEN and held * 2 > len(telling):
            yield from found


def _reached(panel: Panel, table: TableFacts, result: Column) -> set[int]:
    """The rows whose target is less than all and was reached: ≥95% with 96% has all of its points."""
    aims = panel.having("target")
    rows = [r.index for r in panel.rows] if len(aims) == 1 else []
    pairs = ((i, table.cells.get((i, aims[0].index)), table.cells.get((i, result.index))) for i in rows)
    return {
        i
        for i, aim, done in pairs
        if aim is not None and done is not None and aim.figure.unit == done.figure.unit
        if aim.figure.amount <= done.figure.amount and aim.figure.amount < HUNDRED
    }


_PROVEN = 2  # rows below 100% that show how a table scores


def _by_rate(
    panel: Panel,
    table: TableFacts,
    rate: Column,
    weight: Column,
    score: Column,
    whole: Row | None = None,
    met: Collection[int] = (),
) -> Iterator[Relation]:
    """The rows with all three; of totals only the year's, or `whole`, the one row that is scored.

    Rows that have `met` what was asked for have all of their points by other rules: they prove nothing wrong.
    """
    for row in panel.rows:
        got, full, part = (table.cells.get((row.index, c.index)) for c in (score, weight, rate))
        if got is None or full is None or part is None or part.figure.unit.dimension != "percent":
            continue
        if not 0 <= part.figure.amount <= HUNDRED or (
            row.role == "total" and not row.label.endswith("总额") and row is not whole
        ):
            continue
        terms = (("score", got), ("weight", full), ("rate", part))
        one = relate("score", Product(HUNDRED), terms, firm=not panel.loose)
        if one is not None and (one.verdict != "broken" or row.index not in met):
            yield one


def target(ledger: Ledger, table: TableFacts) -> Iterator[Relation]:
    """Results against targets of the same unit in rows with points; told where the score is full."""
    for each, made in measured(table):
        excused = made.verdict == "broken" and _taken_as_met(ledger, each)
        if each.scored and not excused and (made.verdict != "broken" or each.full):
            yield replace(made, firm=each.full)


_AS_MET = compiled(r"视[同为]|(?:不予?|免予?|未予?)扣分|不作扣分|按(?:完成|达标)")


def _taken_as_met(ledger: Ledger, each: Indicator) -> bool:
    """去世1人，视同完成: whether a cell behind the result says that the target counts as met."""
    blocks = ledger.documents[each.table.document].blocks
    behind = {b for (row, c), b in each.table.blocks.items() if row == each.row.index and c > each.result.index}
    return any(_AS_MET.search(blocks[b].text) for b in behind if b >= 0)
