"""The standard form of self-evaluation: silent when it is right, and every equation of it speaks."""

from __future__ import annotations

from functools import cache

import pytest

from auditlint import engine, packs
from auditlint.facts import build
from auditlint.model import Block, Document, Segment
from auditlint.packs import Rulebook
from auditlint.records import replace
from auditlint.settings import Settings
from tests.generator.evaluation import form


@cache
def rulebook() -> Rulebook:
    return packs.load()


def told(document: Document, *, preview: bool = False) -> list[str]:
    found = engine.audit([document], rulebook(), Settings(preview=preview)).findings
    return [f"{f.code} {f.severity}" for f in found]


def test_a_form_that_is_right_is_silent_and_checked_throughout() -> None:
    assert told(form(), preview=True) == []
    result = engine.audit([form()], rulebook(), Settings())
    firm = {t.fact.id for r in result.relations if r.firm for t in r.terms}
    assert [f.figure.text for f in result.facts if f.figure.unit.name and f.id not in firm] == []
    (table,) = build([form()], rulebook()).tables
    assert table.form is not None
    assert table.form.kind == "evaluation"


TOTAL = ("100.00", "120.00", "114.00", "10")


@pytest.mark.parametrize(
    ("equation", "typed", "codes"),
    [
        ("P1", {"年度资金总额": (*TOTAL, "59.00%", "9.50")}, ["AL304 error"]),
        ("P1 of the first budget", {"年度资金总额": (*TOTAL, "114.00%", "9.50")}, ["AL304 error"]),
        ("P2", {"年度资金总额": (*TOTAL, "95.00%", "7.00"), "总分": ("100", "95.00")}, ["AL405 info"]),
        ("P3", {"年度资金总额": ("100.00", "120.00", "141.00", "10", "95.00%", "9.50")}, ["AL301 error"]),
        ("P3 nothing in all", {"年度资金总额": ("100.00", "120.00", "0", "10", "95.00%", "9.50")}, ["AL301 error"]),
        ("P4 sum", {"改造处数": ("≥6处", "6处", "25", "20", "抢修占用工期")}, ["AL402 error"]),
        ("P4 hundred", {"改造处数": ("≥6处", "6处", "25", "25", ""), "总分": ("105", "102.50")}, ["AL412 warning"]),
        ("P5", {"验收合格率": ("≥98%", "98.5%", "15", "16", ""), "总分": ("100", "98.50")}, ["AL401 error"]),
        ("P8", {"总分": ("100", "99.50")}, ["AL402 error"]),
        ("P9", {"供水保障水平": ("有效提升", "有所提升", "15", "13", "")}, ["AL413 warning"]),
        ("P10 at least", {"验收合格率": ("≥98%", "95%", "15", "15", "")}, ["AL407 warning"]),
        ("P10 at most", {"项目总成本": ("≤100万元", "114万元", "5", "5", "")}, ["AL407 warning"]),
        ("P10 unit in words", {"用户满意度": ("≥97百分比", "96%", "10", "10", "")}, ["AL407 warning"]),
        ("no result", {"使用年限": ("≥5年", "", "15", "15", "")}, ["AL408 warning"]),
    ],
)  # fmt: skip
def test_every_equation_speaks(equation: str, typed: dict[str, tuple[str, ...]], codes: list[str]) -> None:
    assert told(form(**typed), preview=True) == codes, equation


def test_more_spent_than_budgeted_earns_no_more_than_all_points() -> None:
    spent = ("100.00", "120.00", "126.00", "10", "105.00%", "10")
    year = ("80.00", "100.00", "108.00", "—", "108.00%", "—")
    assert told(form(年度资金总额=spent, 当年财政拨款=year, 总分=("100", "98"))) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("老旧管网改造项目绩效自评得分为97.50分，自评等级为“优”。", []),
        ("老旧管网改造项目绩效自评得分为95.70分，自评等级为“优”。", ["AL404 error"]),
        ("节水宣传项目绩效自评得分为79.50分，自评等级为“良”。", ["AL415 warning"]),
    ],
)
def test_the_text_against_the_form(text: str, codes: list[str]) -> None:
    made = form()
    with_text = replace(made, blocks=(*made.blocks, Block("paragraph", text, (Segment(0),))))
    assert sorted(told(with_text)) == codes
