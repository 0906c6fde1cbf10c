"""Cells of the nine tables, one for each equation, and the slip that breaks it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.generator.workbook import Grid

NINE = ["total", "income", "expenditure", "fiscal", "general", "basic", "fund", "state", "official"]

# An equation, a cell that takes part in it (form, row label, column) and the rules of which one must speak.
CELLS = [
    ("E1.1", "total", "八、其他收入", 1, {"AL301", "FT205"}),
    ("E1.2", "total", "一、", 3, {"AL301", "FT304"}),
    ("E1.3", "total", "使用非财政拨款结余（含专用结余）", 1, {"FT103", "AL301"}),
    ("E1.4", "total", "结余分配", 3, {"FT104", "AL301"}),
    ("E1.5", "total", "总计", 3, {"AL308", "FT104", "AL301"}),
    ("E2.1", "income", "合计", 5, {"AL301", "AL302", "FT205"}),
    ("E2.3", "income", "合计", 2, {"FT203", "AL302", "AL301"}),
    ("E2.4", "income", "合计", 3, {"FT204", "AL302"}),
    ("E2.5", "total", "五、事业收入", 1, {"FT205"}),
    ("E3.1", "expenditure", "合计", 3, {"AL302", "AL301"}),
    ("E3.3", "expenditure", "合计", 2, {"FT303", "AL302"}),
    ("E3.4", "expenditure", "1", 2, {"FT304", "AL302"}),
    ("E4.1", "fiscal", "本年收入合计", 1, {"FT401", "FT405", "FT204"}),
    ("E4.2", "fiscal", "本年支出合计", 3, {"AL302", "FT406", "AL301"}),
    ("E4.4", "fiscal", "年初财政拨款结转和结余", 1, {"FT404", "FT405", "FT410"}),
    ("E4.5", "fiscal", "总计", 1, {"FT405", "AL308"}),
    ("E4.6", "fiscal", "总计", 4, {"FT406", "FT407", "AL302"}),
    ("E4.8", "total", "二、政府性基金预算财政拨款收入", 1, {"FT408", "FT703", "AL301"}),
    ("E4.9", "general", "合计", 2, {"FT409", "AL302"}),
    ("E5.1", "general", "合计", 4, {"AL302", "AL301"}),
    ("E5.3", "fiscal", "一、", 4, {"FT503", "AL302", "AL301"}),
    ("E6.1", "basic", "301", 2, {"FT602", "AL301"}),
    ("E6.2", "basic", "人员经费合计", 2, {"FT602", "FT604"}),
    ("E6.3", "basic", "人员经费合计", 5, {"FT603", "FT604"}),
    ("E6.4", "general", "合计", 3, {"FT604", "AL302"}),
    ("E7.1", "fund", "合计", 2, {"AL308", "FT703", "AL301"}),
    ("E7.3", "fund", "合计", 3, {"FT703", "AL308", "AL301"}),
    ("E8", "state", "合计", 2, {"FT409", "AL302", "AL301"}),
    ("E9.1", "official", "", 6, {"FT901", "AL302"}),
    ("E9.2", "official", "", 8, {"FT902", "FT901", "AL302"}),
]


def mistyped(grids: Sequence[Grid], kind: str, label: str, column: int) -> list[Grid]:
    """The tables with the first digit wrong of the cell that a row's label (or the first row) and a column give."""
    made = list(grids)
    number = NINE.index(kind)
    grid = made[number]
    row = next(
        i
        for i, line in enumerate(grid.rows)
        if i >= grid.heads
        and line[column]
        and (label in line or (label in "一、1" and (i > grid.heads or grid.kind == "official")))
    )
    text = grid.rows[row][column]
    made[number] = grid.typed(row, column, ("8" if text[0] != "8" else "3") + text[1:])
    return made
