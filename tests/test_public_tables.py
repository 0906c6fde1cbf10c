"""The nine public tables: what a table is taken for, and every equation between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import docx
import pytest

from auditlint import engine, packs, readers
from auditlint.equations import judge
from auditlint.facts import build
from auditlint.facts.recognition import titled
from auditlint.model import Document, Fact, Relation
from auditlint.packs import Rulebook
from auditlint.settings import Settings
from tests.generator.workbook import (
    Grid,
    accounts,
    codes_apart,
    document,
    downwards,
    listed,
    numbered,
    report,
    save,
    tables,
)

NINE = ["total", "income", "expenditure", "fiscal", "general", "basic", "fund", "state", "official"]


@cache
def rulebook() -> Rulebook:
    return packs.load()


def told(*documents: Document) -> list[str]:
    """The codes of everything told above info."""
    result = engine.audit(documents, rulebook(), Settings())
    assert not result.errors
    return [f.code for f in result.findings if f.severity != "info"]


@cache
def grids(seed: int = 7) -> tuple[Grid, ...]:
    return tables(accounts(Random(seed)))


@pytest.mark.parametrize(
    ("title", "kind", "stage"),
    [
        ("收入支出决算总表", "total", "final"),
        ("2023年度收入支出决算总表（公开01表）", "total", "final"),
        ("部门收支总体情况表", "total", ""),
        ("青禾市水务局收入决算表", "income", "final"),
        ("部门收入总表", "income", ""),
        ("支出预算总表", "expenditure", "budget"),
        ("附表4：财政拨款收入支出决算总表", "fiscal", "final"),
        ("财政拨款收支预算总表", "fiscal", "budget"),
        ("一般公共预算财政拨款支出决算表", "general", "final"),
        ("一般公共预算支出情况表", "general", ""),
        ("一般公共预算财政拨款基本支出决算明细表", "basic", "final"),
        ("政府性基金预算财政拨款收入支出决算表", "fund", "final"),
        ("国有资本经营预算财政拨款收入支出决算表", "state", "final"),
        ("财政拨款“三公”经费支出决算表", "official", "final"),
        ("一般公共预算“三公”经费支出情况表", "official", ""),
        ("一般公共预算财政拨款项目支出决算表", "general-project", "final"),
        ("财政拨款支出决算明细表", "fiscal-detail", "final"),
        ("政府性基金预算财政拨款“三公”经费支出决算表", "fund-official", "final"),
        ("项目支出绩效自评表", "evaluation", ""),
        ("国有资产占用情况表", "assets", ""),
    ],
)
def test_titles(title: str, kind: str, stage: str) -> None:
    found = titled(title, rulebook().lexicon)
    assert found is not None
    assert (found.kind, found.stage) == (kind, stage)


@pytest.mark.parametrize(
    "title",
    ["收入决算表（分单位）", "基本支出决算表", "社会保险基金支出决算表", "转移支付支出决算表", "人员情况表", ""],
)
def test_titles_of_no_form(title: str) -> None:
    assert titled(title, rulebook().lexicon) is None


def test_a_title_that_the_shape_denies_is_no_form() -> None:
    income, expenditure = grids()[1], grids()[2]
    swapped = Grid("income", income.title, expenditure.rows)
    assert [t.form for t in build([document([swapped])], rulebook()).tables] == [None]


@pytest.mark.parametrize("sheets", [True, False])
def test_workbooks_of_any_layout_are_recognised_and_silent(tmp_path: Path, sheets: bool) -> None:
    path = tmp_path / "决算公开表.xlsx"
    save(grids(), path, sheets=sheets)
    read = readers.read(path)
    forms = [t.form for t in build([read], rulebook()).tables]
    assert [f.kind if f else "" for f in forms] == NINE
    assert told(read) == []


@pytest.mark.parametrize("seed", range(8))
def test_consistent_tables_are_silent_and_every_cell_is_checked(seed: int) -> None:
    made = document(tables(accounts(Random(seed), rich=seed % 2 == 0)))
    result = engine.audit([made], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    firm = {t.fact.id for r in result.relations if r.firm for t in r.terms}
    assert [f.label for f in result.facts if f.figure.unit.name and f.id not in firm] == []


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


@pytest.mark.parametrize(("equation", "kind", "label", "column", "codes"), CELLS)
def test_every_equation_speaks(equation: str, kind: str, label: str, column: int, codes: set[str]) -> None:
    made = list(grids())
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
    found = told(document(made))
    assert len(found) == 1, f"{equation}: {found}"
    assert found[0] in codes, f"{equation}: {found}"


def test_basic_expenditure_beyond_the_three_public_expenses_is_a_warning() -> None:
    made = list(grids())
    official = made[8]
    made[8] = official.typed(3, 11, "0.10").typed(3, 6, "0.00")
    assert "FT903" in told(document(made))


def test_two_tables_of_one_form_are_not_compared() -> None:
    twice = (*grids(), *tables(accounts(Random(8))))
    assert [c for c in told(document(twice)) if c.startswith("FT")] == []


@pytest.mark.parametrize("seed", range(6))
def test_the_text_beside_the_tables_is_silent_and_tied_to_them(seed: int) -> None:
    made = accounts(Random(seed), rich=seed % 2 == 0)
    text = readers.read("说明.txt", name="说明.txt", data=report(made).encode())
    result = engine.audit([text, document(tables(made), "tables")], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    tied = {t.fact.id for r in result.relations if r.firm and r.kind == "cross-table" for t in r.terms}
    said = [f for f in result.facts if f.document == 0 and f.figure.unit.dimension == "money" and f.measure == "level"]
    assert [f.label for f in said if f.id not in tied and f.label != "支出决算"] == []


@pytest.mark.parametrize(
    ("section", "label"),
    [
        ("总体", "总计均为"), ("收入决算", "本年收入合计"), ("支出决算", "项目支出"), ("拨款收入支出", "总计均为"),
        ("结构情况", "（类）支出"), ("基本支出决算", "人员经费"), ("三公", "公务接待费支出决算为"), ("政府性基金", "本年收入"),
    ],
)  # fmt: skip
def test_a_figure_of_the_text_that_is_not_that_of_the_table(section: str, label: str) -> None:
    made = accounts(Random(7))
    text = report(made)
    at = text.index(label, text.index(section)) + len(label)
    wrong = text[:at] + ("8" if text[at] != "8" else "3") + text[at + 1 :]
    read = readers.read("说明.txt", name="说明.txt", data=wrong.encode())
    found = engine.audit([read, document(tables(made), "tables")], rulebook(), Settings()).findings
    assert len(found) == 1
    assert found[0].suggestion is not None
    assert found[0].suggestion.location.path == "说明.txt"
    assert text[at:].startswith(found[0].suggestion.replacement)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("kinds", "change"),
    [
        (("total", "fiscal"), numbered),
        (("basic",), listed),
        (("official",), downwards),
        (("general", "income"), codes_apart),
    ],
)
def test_local_layouts(kinds: tuple[str, ...], change: Callable[[Grid], Grid], seed: int) -> None:
    made = [change(g) if g.kind in kinds else g for g in tables(accounts(Random(seed), rich=seed % 2 == 0))]
    read = document(made)
    assert [t.form.kind if t.form else "" for t in build([read], rulebook()).tables] == NINE
    result = engine.audit([read], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    tied = {t.fact.table for r in result.relations if r.firm and r.kind == "cross-table" for t in r.terms}
    assert {NINE.index(k) for k in kinds} <= tied


def test_text_and_tables_in_one_word_file(tmp_path: Path) -> None:
    made = accounts(Random(7))
    word = docx.Document()
    for line in report(made).splitlines():
        word.add_paragraph(line)
    for grid in tables(made):
        word.add_paragraph(grid.title)
        word.add_paragraph("单位：万元")
        table = word.add_table(len(grid.rows), len(grid.rows[0]))
        for r in range(len(grid.rows)):
            for column, width, text in grid.spans(r):
                cell = table.cell(r, column)
                (cell.merge(table.cell(r, column + width - 1)) if width > 1 else cell).text = text
    word.save(str(tmp_path / "决算公开.docx"))
    result = engine.audit([readers.read(tmp_path / "决算公开.docx")], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    assert result.checked == result.figures > 400


@pytest.mark.parametrize("seed", range(20, 24))
def test_mistyped_cells_are_caught_and_named(seed: int) -> None:
    """A digit of a cell changed: told wherever a relation breaks, the cell itself suspected in most cases."""
    rng = Random(seed)
    made = tables(accounts(rng, rich=seed % 3 > 0))
    clean = engine.audit([document(made)], rulebook(), Settings())
    cells = [
        (n, r, c) for n, g in enumerate(made) for r, row in enumerate(g.rows) for c, x in enumerate(row) if "." in x
    ]
    breaking = caught = named = 0
    for number, row, column in rng.sample(cells, 11):
        text = made[number].rows[row][column]
        at = rng.choice([i for i, x in enumerate(text) if x.isdigit()])
        wrong = text[:at] + rng.choice([x for x in "123456789" if x != text[at]]) + text[at + 1 :]
        fact = next(f for f in clean.facts if (f.table, f.row, f.column) == (number, row, column))
        if not any(breaks(r, fact, Decimal(wrong.replace(",", ""))) for r in clean.relations):
            continue
        breaking += 1
        typed = [*made[:number], made[number].typed(row, column, wrong), *made[number + 1 :]]
        found = [f for f in engine.audit([document(typed)], rulebook(), Settings()).findings if f.severity != "info"]
        caught += bool(found)
        suspects = [s.location.address for f in found for s in (f.suggestion, *f.candidates) if s is not None]
        named += any((a.table, a.row, a.column) == (number, row, column) for a in suspects)
    assert caught == breaking > 5
    assert named * 100 >= breaking * 85


def breaks(relation: Relation, fact: Fact, value: Decimal) -> bool:
    figures = [replace(t.fact.figure, value=value) if t.fact.id == fact.id else t.fact.figure for t in relation.terms]
    found = judge(relation.equation, figures)
    return (
        relation.firm and fact.id in {t.fact.id for t in relation.terms} and bool(found and found.verdict == "broken")
    )
