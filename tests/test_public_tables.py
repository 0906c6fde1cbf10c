"""The nine public tables: what a table is taken for, and every equation between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import pytest

from auditlint import engine, packs, readers
from auditlint.facts import build
from auditlint.facts.recognition import titled
from auditlint.judge import judge
from auditlint.model import Document, Fact, Relation
from auditlint.packs import Rulebook
from auditlint.settings import Settings
from tests import chinese_font
from tests.generator.equations import CELLS, NINE, mistyped
from tests.generator.layouts import LAYOUTS, PRINTED
from tests.generator.workbook import (
    Grid,
    accounts,
    codes_apart,
    document,
    downwards,
    in_nine_columns,
    in_yuan,
    listed,
    numbered,
    report,
    steps,
    tables,
    with_zeros,
)


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
        ("一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表", "official", "final"),
        ("“三公”经费、行政参公单位机关运行经费情况表", "running", ""),
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


@pytest.mark.parametrize("seed", [8, 31])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_tables_of_any_layout_are_recognised_and_silent(tmp_path: Path, layout: str, seed: int) -> None:
    if layout in PRINTED:
        chinese_font.needed()
    made = accounts(Random(seed), rich=seed % 2 == 0)
    read = LAYOUTS[layout](tables(made), report(made) if "sheet" not in layout else "", tmp_path)
    forms = [t.form for t in build([read], rulebook()).tables]
    assert [f.kind if f else "" for f in forms] == NINE
    result = engine.audit([read], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    firm = {t.fact.id for r in result.relations if r.firm for t in r.terms}
    tables_facts = [f for f in result.facts if f.table >= 0 and f.figure.unit.name]
    assert len(tables_facts) > 100
    assert [f.label for f in tables_facts if f.id not in firm] == []


@pytest.mark.parametrize("seed", range(8))
def test_consistent_tables_are_silent_and_every_cell_is_checked(seed: int) -> None:
    made = document(tables(accounts(Random(seed), rich=seed % 2 == 0)))
    result = engine.audit([made], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    firm = {t.fact.id for r in result.relations if r.firm for t in r.terms}
    assert [f.label for f in result.facts if f.figure.unit.name and f.id not in firm] == []


@pytest.mark.parametrize(("equation", "kind", "label", "column", "codes"), CELLS)
@pytest.mark.parametrize("layout", ["one sheet", "word", "printed small"])
def test_every_equation_speaks(
    equation: str, kind: str, label: str, column: int, codes: set[str], layout: str, tmp_path: Path
) -> None:
    if layout in PRINTED:
        chinese_font.needed()
    made = mistyped(grids(), kind, label, column)
    found = told(LAYOUTS[layout](made, "", tmp_path))
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
        (("income", "expenditure", "general", "fund", "state"), steps),
        (("basic",), in_nine_columns),
    ],
)
def test_local_layouts(kinds: tuple[str, ...], change: Callable[[Grid], Grid], seed: int) -> None:
    made = [change(g) if g.kind in kinds else g for g in tables(accounts(Random(seed), rich=seed % 2 == 0))]
    read = document(made)
    assert [t.form.kind if t.form else "" for t in build([read], rulebook()).tables] == NINE
    result = engine.audit([read], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    firm = {t.fact.id for r in result.relations if r.firm for t in r.terms}
    assert [f.label for f in result.facts if f.figure.unit.name and f.id not in firm] == []
    tied = {t.fact.table for r in result.relations if r.firm and r.kind == "cross-table" for t in r.terms}
    filled = {f.table for f in result.facts}
    assert {NINE.index(k) for k in kinds} & filled <= tied


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


@pytest.mark.parametrize("layout", ["sheets", "word", "printed"])
@pytest.mark.parametrize("gone", ["fund", "official"])
def test_a_missing_table_is_told_once_and_no_other(layout: str, gone: str, tmp_path: Path) -> None:
    if layout in PRINTED:
        chinese_font.needed()
    made = [g for g in grids() if g.kind != gone]
    contents = "目录\n" + "\n".join(g.title for g in grids()) + "\n" if layout != "sheets" else ""
    rules = packs.load(packs=["completeness"])
    whole = engine.audit([LAYOUTS[layout](grids(), contents, tmp_path)], rules, Settings())
    found = engine.audit([LAYOUTS[layout](made, contents, tmp_path)], rules, Settings())
    assert "CP112" not in [f.code for f in whole.findings]
    told = [f for f in found.findings if f.code == "CP112"]
    assert [(f.severity, f.message) for f in told] == [
        (
            "warning",
            f"没有找到应公开的表：{next(g.title.replace('“', '').replace('”', '') for g in grids() if g.kind == gone)}。",
        )
    ]


def test_text_beside_a_workbook_and_text_alone_lack_no_table() -> None:
    made = accounts(Random(7))
    text = readers.read("说明.txt", name="说明.txt", data=report(made).encode())
    rules = packs.load(packs=["completeness"])
    for documents in ([text], [text, document(tables(made), "tables")]):
        assert "CP112" not in [f.code for f in engine.audit(documents, rules, Settings()).findings]


@pytest.mark.parametrize("seed", range(4))
def test_a_text_in_another_unit_beside_tables_with_zeros(seed: int) -> None:
    made = accounts(Random(seed), rich=seed % 2 == 0)
    text = readers.read("说明.txt", name="说明.txt", data=report(made).encode())
    printed = document([in_yuan(with_zeros(g)) for g in tables(made)], "tables")
    result = engine.audit([text, printed], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    tied = {t.fact.id for r in result.relations if r.firm and r.kind == "cross-table" for t in r.terms}
    said = [f for f in result.facts if f.document == 0 and f.figure.unit.dimension == "money" and f.measure == "level"]
    assert [f.label for f in said if f.id not in tied and f.label != "支出决算"] == []


def test_a_total_that_may_include_meetings_is_no_total_of_the_three_public_expenses() -> None:
    head = ("合计", "因公出国（境）费", "公务接待费", "公务用车运行维护费", "会议费", "培训费")
    made = Grid("official", "财政拨款“三公”经费支出决算表", (head, ("36.10", "2.10", "5.10", "18.00", "6.00", "4.90")))
    assert [t.form for t in build([document([made])], rulebook()).tables] == [None]
    assert told(document([made])) == []
