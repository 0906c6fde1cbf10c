"""Subjects: codes, names of the year, and misspellings, in tables and in the text."""

from __future__ import annotations

from functools import cache

import pytest

from auditlint import engine, packs, readers
from auditlint.checks.subject_names import near
from auditlint.packs import Rulebook
from auditlint.settings import Settings
from tests.test_tables import document


@cache
def rulebook() -> Rulebook:
    return packs.load()


def told(text: str = "", table: str = "", year: int = 2031) -> list[tuple[str, str]]:
    """(code, marked text) of the findings about subjects."""
    head = f"{year}年度部门决算说明\n\n"
    documents = [readers.read("a.txt", name="a.txt", data=(head + text).encode())]
    if table:
        documents.append(document("科目编码|科目名称|本年支出合计|基本支出|项目支出\n" + table))
    result = engine.audit(documents, rulebook(), Settings())
    assert not result.errors
    found = []
    for f in result.findings:
        if f.code in ("FT171", "FT172", "FT173"):
            owner = next(d for d in documents if d.path == f.location.path)
            span = f.location.span
            found.append((f.code, owner.blocks[span.block].text[span.start : span.end]))
    return found


ROWS = "|合计|30.00|30.00|\n208|社会保障和就业支出|30.00|30.00|\n20805|{name}|30.00|30.00|\n"


@pytest.mark.parametrize(
    ("name", "year", "codes"),
    [
        ("行政事业单位养老支出", 2031, []),
        ("行政事业单位养老支出（款）", 2031, []),
        ("行政事业单位离退休", 2031, ["FT172"]),
        ("行政事业单位离退休", 2020, []),  # the year after the change
        ("行政事业单位离退休", 2018, []),
        ("行政事业单位养老支岀", 2031, ["FT173"]),
        ("行政事业单位养老", 2031, []),
        ("行政事业单位医疗", 2031, ["FT171"]),
        ("市级专项", 2031, []),  # no known subject: nothing is said
    ],
)
def test_rows_of_a_table(name: str, year: int, codes: list[str]) -> None:
    assert [c for c, _ in told(table=ROWS.format(name=name), year=year)] == codes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.医疗卫生与计划生育支出（类）公共卫生（款）。支出决算为8.00万元。", [("FT172", "医疗卫生与计划生育支出")]),
        ("其中：国土海洋气象等支出12.00万元。", [("FT172", "国土海洋气象等支出")]),
        ("原文化体育与传媒支出（类）更名为文化旅游体育与传媒支出（类）。", []),
        ("1.农林水支出（类）农业（款）。支出决算为8.00万元。", [("FT172", "农业")]),
        ("1.农林水支出（类）农业农村（款）。支出决算为8.00万元。", []),
        ("主要用于农业生产发展和林业防火。", []),
        ("1.节能坏保支出（类）污染防治（款）。支出决算为8.00万元。", [("FT173", "节能坏保支出")]),
        ("1.教育支出（类）职业教育（款）初等职业教育（项）。支出决算为8.00万元。", []),
        ("1.社会保障和就业支出（类）抚恤（款）。支出决算为8.00万元。", []),
    ],
)
def test_names_in_the_text(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


def test_near_names() -> None:
    assert near("节能环保", "节能坏保")
    assert near("住房保障", "住房障保")
    assert near("卫生健康", "卫生健")
    assert not near("社会保障和就业", "社会保障与就业")
    assert not near("对个人和家庭的补助", "对个人和家庭补助")
    assert not near("中等职业教育", "高等教育")


def test_every_subject_stands_under_a_known_class() -> None:
    codes = {s.code for s in rulebook().subjects}
    assert len(codes) == len(rulebook().subjects)
    assert [c for c in codes if c[:3] not in codes] == []
    assert [c for c in codes if c[0] == "2" and len(c) == 7 and c[:5] not in codes] == []


GENERAL = (
    "|合计|536.00|406.00|130.00\n205|教育支出|470.00|340.00|130.00\n20502|普通教育|450.00|340.00|110.00\n"
    "2050201|学前教育|110.00||110.00\n2050202|小学教育|340.00|340.00|\n20508|进修及培训|20.00||20.00\n"
    "2050803|培训支出|20.00||20.00\n221|住房保障支出|66.00|66.00|\n22102|住房改革支出|66.00|66.00|\n"
    "2210201|住房公积金|66.00|66.00|"
)
ITEMS = (
    "教育支出（类）普通教育（款）学前教育（项）。支出决算为110.00万元。",
    "教育支出（类）普通教育（款）小学教育（项）。支出决算为340.00万元。",
    "教育支出（类）进修及培训（款）培训支出（项）。支出决算为20.00万元。",
    "住房保障支出（类）住房改革支出（款）住房公积金（项）。支出决算为66.00万元。",
)


def listed(items: tuple[str, ...]) -> list[str]:
    lines = [f"{i}.{item}" for i, item in enumerate(items, 1)]
    text = "2031年度部门决算说明\n\n一、一般公共预算财政拨款支出决算情况说明\n\n" + "\n\n".join(lines)
    table = document(
        "科目编码|科目名称|本年支出合计|基本支出|项目支出\n" + GENERAL, title="一般公共预算财政拨款支出决算表"
    )
    result = engine.audit([readers.read("a.txt", name="a.txt", data=text.encode()), table], rulebook(), Settings())
    assert not result.errors
    return [f.code for f in result.findings]


def test_subjects_of_text_and_table() -> None:
    assert listed(ITEMS) == []
    assert listed(ITEMS[:3]) == ["FT176"]
    assert listed((*ITEMS[:2], ITEMS[2].replace("培训支出", "干部教育"), ITEMS[3])) == ["FT175"]
    assert listed((*ITEMS[:3], "住房保障支出（类）年初预算为66.00万元，支出决算为66.00万元。")) == []  # told as one
    assert listed(ITEMS[:2]) == []  # a text that explains little is no explanation by item


@pytest.mark.parametrize(
    ("item", "codes"),
    [
        ("1.教育支出（类）普通教育（款）小学教育（项）支出决算为340.00万元。", []),
        ("1.教育支出（类）普通教育（款）小学教育（项）支出决算为345.00万元。", ["FT157"]),
        ("1.教育支出（类）支出决算为470.00万元。", []),
        ("1.教育支出（类）支出决算为407.00万元。", ["FT156"]),
        ("1.教育支出（类）支出决算为340.00万元。", []),  # an amount of the table: perhaps only an item is meant
    ],
)
def test_amounts_of_a_class_and_of_an_item(item: str, codes: list[str]) -> None:
    text = (
        "2031年度部门决算说明\n\n一、一般公共预算财政拨款支出决算情况说明\n\n"
        f"{item}\n\n2031年度一般公共预算财政拨款支出536.00万元。基本支出406.00万元，住房保障支出66.00万元。"
    )
    head = "科目编码|科目名称|本年支出合计|基本支出|项目支出\n"
    table = document(head + GENERAL, title="一般公共预算财政拨款支出决算表")
    result = engine.audit([readers.read("a.txt", name="a.txt", data=text.encode()), table], rulebook(), Settings())
    assert [f.code for f in result.findings] == codes


def test_items_out_of_order_are_still_those_of_their_class() -> None:
    text = (
        "2031年一般公共预算财政拨款支出462.00万元，主要用于以下方面：教育支出318.00万元；卫生健康支出144.00万元。\n\n"
        "2031年一般公共预算财政拨款支出决算数为462.00万元。其中：\n"
        "1.教育支出（类）普通教育（款）小学教育（项）：支出决算为166.00万元。\n"
        "3.教育支出（类）普通教育（款）高中教育（项）：支出决算为62.00万元。\n"
        "2.教育支出（类）普通教育（款）初中教育（项）：支出决算为90.00万元。\n"
        "4.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）：支出决算为144.00万元。"
    )
    result = engine.audit([readers.read("a.txt", name="a.txt", data=text.encode())], rulebook(), Settings())
    shown = {" ".join(f.text for f in r.figures) for r in result.relations if r.code == "FA106"}
    assert "318.00万元 166.00万元 62.00万元 90.00万元" in shown
