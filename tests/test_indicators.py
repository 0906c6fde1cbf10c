"""Indicators across tables: an overview, the projects' forms, and the goals set for one project."""

from __future__ import annotations

import pytest

from tests.wordings import audit, told

OVERVIEW = """
部门整体支出绩效自评表

| 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成指标值 | 自评得分 |
| 产出指标 | 数量指标 | 路灯维修数量 | ≥310盏 | ＝325盏 | 5 |
| | | 城区河道清淤长度 | ≥12公里 | ＝12公里 | 5 |
| | 质量指标 | 路灯亮灯率 | ≥98% | ≥98% | 5 |
| | | 养护工程验收合格率 | ≥95% | ≥95% | 5 |
| | | 绿化苗木成活率 | ≥{alive}% | ≥92% | 5 |
| 满意度指标 | 服务对象满意度 | 市民对路灯服务满意度 | ≥90% | ≥90% | 5 |
"""

FORM = """
项目支出绩效自评表

| 项目名称 | {name} | | | | | | |
| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重 | 得分 |
{rows}
"""

LAMPS = """| 产出指标 | 数量指标 | 路灯维修数量 | ≥ | {lamps} | 盏 | 20 | 20 |
| | 质量指标 | 路灯亮灯率 | ≥ | 98 | % | 20 | 20 |
| 满意度指标 | 服务对象满意度 | 市民路灯服务满意度 | ≥ | 90 | % | 20 | 20 |"""
RIVER = """| 产出指标 | 数量指标 | 河道清淤长度 | ≥ | 12 | 公里 | 20 | 20 |
| | 质量指标 | 养护工程验收合格率 | ≥ | 95 | % | 20 | 20 |
| | | 苗木成活率 | ≥ | 92 | % | 20 | 20 |"""


def report(lamps: str = "310", alive: str = "92", river: str = RIVER) -> str:
    forms = (("城区路灯维护经费", LAMPS.format(lamps=lamps)), ("河道清淤专项经费", river))
    return OVERVIEW.format(alive=alive) + "".join(FORM.format(name=n, rows=r) for n, r in forms)


def test_a_consistent_report() -> None:
    """Names need not be the same in every character: 苗木成活率 of the form is 绿化苗木成活率 of the overview."""
    result = audit(report())
    assert [f.message for f in told(result)] == []
    sure = {tuple(f.text for f in r.figures) for r in result.relations if r.code == "AL411" and r.firm}
    assert {("310", "310盏"), ("12", "12公里"), ("98", "98%"), ("95", "95%"), ("92", "92%")} <= sure


@pytest.mark.parametrize("text", [report(lamps="301"), report(alive="95")])
def test_one_target_differs(text: str) -> None:
    assert [f.code for f in told(audit(text))] == ["AL411"]


def test_an_indicator_of_more_than_one_thing_is_another() -> None:
    """道路及桥梁养护里程 is not 桥梁养护里程: what differs between the two is no slip."""
    text = report(river=RIVER.replace("河道清淤长度 | ≥ | 12 ", "河道及湖泊清淤长度 | ≥ | 18 "))
    assert told(audit(text)) == ()


def test_one_of_two_forms_with_the_same_indicator_agrees() -> None:
    """The overview means the form that agrees; the other project has a target of its own."""
    text = report(river=RIVER + "\n| | | 路灯亮灯率 | ≥ | 90 | % | 20 | 20 |")
    assert told(audit(text)) == ()


def test_few_indicators_prove_nothing() -> None:
    """Two of three agree: nothing shows that the third is meant to."""
    text = (
        "整体支出绩效自评表\n\n| 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 |\n| 路灯亮灯率 | 98% | 98% | 50 | 50 |\n"
        "| 市民满意度 | 90% | 90% | 30 | 30 |\n| 投诉办结率 | 95% | 95% | 20 | 20 |\n"
        + FORM.format(
            name="城区路灯维护",
            rows="| 产出指标 | 质量指标 | 路灯亮灯率 | ≥ | 98 | % | 20 | 20 |\n"
            "| | | 市民满意度 | ≥ | 90 | % | 20 | 20 |\n"
            "| | | 投诉办结率 | ≥ | 90 | % | 20 | 20 |",
        )
    )
    assert told(audit(text)) == ()
