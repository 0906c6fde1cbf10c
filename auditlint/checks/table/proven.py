"""Totals that no word calls so, but their share of 100% does; part of the check `table`.

防汛物资 | 235.00 | 25.00% // 堤防维护 | 705.00 | 75.00% // 项目支出 | 940.00 | 100.00%
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.relate import maybe, relate
from auditlint.equations import HUNDRED, Rest, Share, Sum
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Panel, TableFacts
from auditlint.model import Fact, Relation

_LEAST = 2  # rows besides the one of all
_Rows = Sequence[tuple[Fact, Fact]]


def proven_totals(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """The amounts of the rows against that of the last one, whose share is 100%."""
    for *parts, (total, _) in _wholes(panel, table):
        terms = (("total", total), *(("part", amount) for amount, _ in parts))
        yield from maybe(relate("table", Sum((1,) * len(parts)), terms, firm=True))


def proven_shares(panel: Panel, table: TableFacts) -> Iterator[Relation]:
    """The share of each row against its amount and that of the last one, whose share is 100%."""
    for *parts, (total, _) in _wholes(panel, table):
        for amount, share in parts:
            terms = (("share", share), ("part", amount), ("whole", total))
            yield from maybe(relate("share", Share(), terms, firm=True))


def _wholes(panel: Panel, table: TableFacts) -> Iterator[_Rows]:
    """The rows of a panel of one amount and one share, where the last is all of them by one of the two."""
    shares, amounts = panel.having("share"), panel.having(*AMOUNTS)
    if len(shares) != 1 or len(amounts) != 1 or panel.loose or any(r.role == "total" for r in panel.rows):
        return
    places = [((r.index, amounts[0].index), (r.index, shares[0].index)) for r in panel.rows]
    rows = [(table.cells[a], table.cells[s]) for a, s in places if a in table.cells and s in table.cells]
    yield from _first_of_all(rows)
    if len(rows) <= _LEAST or len(rows) < len(panel.rows) or rows[-1][1].figure.value != HUNDRED:
        return
    parts = rows[:-1]
    if all(0 < share.figure.value < HUNDRED for _, share in parts) and _all_of_it(parts, rows[-1][0]):
        yield rows


def _first_of_all(rows: _Rows) -> Iterator[_Rows]:
    """采购总额 | T | 100%, 货物 | a | p%, 工程 | b | q%, …: the rows below that make 100% of the first."""
    if not rows or rows[0][1].figure.value != HUNDRED:
        return
    made = Decimal(0)
    for k, (_, share) in enumerate(rows[1:], 1):
        made += share.figure.value
        if not 0 < share.figure.value < HUNDRED or made > HUNDRED + _ROUNDED:
            return
        if k > 1 and abs(made - HUNDRED) <= _ROUNDED:
            yield [*rows[1 : k + 1], rows[0]]
            return


_ROUNDED = Decimal("0.02")  # that shares of two decimals may lack to a hundred


def _all_of_it(parts: _Rows, total: Fact) -> bool:
    made = relate("table", Rest("%"), tuple(("part", share) for _, share in parts), firm=False)
    amounts = sum((amount.figure.amount for amount, _ in parts), Decimal(0))
    return (made is not None and made.verdict != "broken") or amounts == total.figure.amount
