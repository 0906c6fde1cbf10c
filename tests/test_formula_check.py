"""Check `formula`: rules as a person writes them, over texts and tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditlint import examples, packs
from auditlint.checks import formula
from auditlint.engine import audit
from auditlint.model import ReportResult
from auditlint.packs import Example, ExampleDocument
from auditlint.readers import read
from auditlint.settings import Settings

HEAD = """\
code: ZZ200
title: {zh: 完成率, en: rate}
check: formula
severity: error
status: stable
message: {zh: "{rate}应为{computed}，相差{difference}"}
examples: {}
with:
"""
RATE = """\
  pattern: "预算数[为]{budget:money}，执行数[为]{actual:money}，[预算]执行率[为]{rate:percent}"
  holds: rate = actual ÷ budget
"""


@pytest.fixture
def rulebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> packs.Rulebook:
    """The lexicon of auditlint with one rule, whose options are the test's parameter."""
    monkeypatch.setenv("AUDITLINT_NO_CACHE", "1")
    own = tmp_path / "own"
    own.mkdir()
    (own / "rate.yml").write_text(HEAD + request.param, encoding="utf-8")
    return packs.load(packs=["own"], extra=[own])


def told(rulebook: packs.Rulebook, text: str) -> ReportResult:
    return audit([read("a.txt", name="a.txt", data=text.encode())], rulebook, Settings())


def verdicts(result: ReportResult) -> list[str]:
    return [r.verdict for r in result.relations]


@pytest.mark.parametrize("rulebook", [RATE], indirect=True)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预算数为80.00万元，执行数为60.00万元，预算执行率为75.00%。", ["holds"]),
        ("预算数80万元，执行数60.00万元，执行率75.00％。", ["holds"]),
        ("预算数为80.00万元，执行数为60.00万元，预算执行率为57.00%。", ["broken"]),
        # 60 万元 may be anything up to 60.5: the boundary pair of the interval
        ("预算数为80.00万元，执行数为60万元，预算执行率为75.62%。", ["rounding"]),
        ("预算数为80.00万元，执行数为60万元，预算执行率为75.64%。", ["broken"]),
        ("预算数为0万元，执行数为60.00万元，预算执行率为57.00%。", []),
        ("预算数为80.00万元。执行数为60.00万元，预算执行率为57.00%。", []),
    ],
)
def test_a_wording_with_its_equation(rulebook: packs.Rulebook, text: str, expected: list[str]) -> None:
    assert verdicts(told(rulebook, text)) == expected


@pytest.mark.parametrize("rulebook", [RATE], indirect=True)
def test_the_message_tells_what_was_computed(rulebook: packs.Rulebook) -> None:
    result = told(rulebook, "预算数为80.00万元，执行数为60.00万元，预算执行率为57.00%。")
    (finding,) = result.findings
    assert finding.message.startswith("57.00%应为75.00%，相差18.00个百分点")
    assert result.relations[0].formula == "60.00万元 ÷ 80.00万元"


@pytest.mark.parametrize(
    "rulebook",
    ['  pattern: "共{rate:money}，其中：({x:text}{part:money}[、])+"\n  holds: rate = part\n'],
    indirect=True,
)
def test_a_repeated_capture_is_summed(rulebook: packs.Rulebook) -> None:
    result = told(rulebook, "共6.00万元，其中：甲类1.00万元、乙类2.00万元、丙类3.00万元。")
    assert verdicts(result) == ["holds"]
    assert result.relations[0].formula == "1.00万元 + 2.00万元 + 3.00万元"
    assert verdicts(told(rulebook, "共6.00万元，其中：甲类1.00万元、乙类2.00万元、丙类4.00万元。")) == ["broken"]


LIMIT = '  pattern: "结余{rate:money}，收入{b:money}"\n  holds: rate ≤ b\n'


@pytest.mark.parametrize("rulebook", [LIMIT], indirect=True)
def test_an_inequality(rulebook: packs.Rulebook) -> None:
    assert verdicts(told(rulebook, "结余5.00万元，收入5.00万元。")) == ["holds"]
    assert verdicts(told(rulebook, "结余5.00万元，收入4.98万元。")) == ["broken"]
    assert verdicts(told(rulebook, "结余5.40万元，收入5万元。")) == ["rounding"]
    assert verdicts(told(rulebook, "结余5.60万元，收入5万元。")) == ["broken"]


@pytest.mark.parametrize(
    "rulebook",
    ["  terms: {rate: {concept: 项目支出}, b: {concept: 基本支出}}\n  holds: rate ≥ b\n"],
    indirect=True,
)
def test_names_by_concept_within_a_paragraph(rulebook: packs.Rulebook) -> None:
    assert verdicts(told(rulebook, "基本支出3.00万元，项目支出2.00万元。")) == ["broken"]
    assert verdicts(told(rulebook, "基本支出3.00万元。\n\n项目支出2.00万元。")) == []
    # which of two amounts is meant is not known
    assert verdicts(told(rulebook, "基本支出3.00万元，项目支出2.00万元，项目支出4.00万元。")) == []


@pytest.mark.parametrize("rulebook", [RATE + "  unless: [按调整后, 剔除…后]\n"], indirect=True)
def test_words_of_the_sentence_or_the_next_one_excuse(rulebook: packs.Rulebook) -> None:
    wrong = "预算数为80.00万元，执行数为60.00万元，执行率为57.00%"
    assert verdicts(told(rulebook, f"{wrong}。")) == ["broken"]
    assert verdicts(told(rulebook, f"按调整后口径，{wrong}。")) == []
    assert verdicts(told(rulebook, f"{wrong}。剔除结转资金后计算。")) == []
    assert verdicts(told(rulebook, f"按调整后口径。{wrong}。")) == ["broken"]
    assert verdicts(told(rulebook, f"{wrong}。分两批下达。按调整后口径。")) == ["broken"]
    assert verdicts(told(rulebook, f"{wrong}。\n\n剔除结转资金后计算。")) == ["broken"]


@pytest.mark.parametrize("rulebook", [RATE], indirect=True)
def test_a_table_cell_is_no_prose(rulebook: packs.Rulebook) -> None:
    cell = "预算数为80.00万元，执行数为60.00万元，预算执行率为57.00%。"
    example = Example((ExampleDocument("report", table=(("说明", "备注"), (cell, "无"))),))
    assert verdicts(examples.audit(example, rulebook)) == []


@pytest.mark.parametrize("rulebook", [RATE], indirect=True)
def test_what_runs_into_the_time_limit_is_unchecked(rulebook: packs.Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formula, "SECONDS", -1.0)
    result = told(rulebook, "预算数为80.00万元，执行数为60.00万元，预算执行率为57.00%。")
    assert result.findings == ()
    assert result.errors == ()
    assert {u.reason for u in result.unchecked} == {"time-limit"}
