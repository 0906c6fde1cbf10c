"""Scores that the text quotes against the totals of the forms."""

from __future__ import annotations

import pytest

from tests.wordings import audit, shown, told

TEXT = """甲县水利局2031年度部门决算说明

组织开展绩效自评，部门整体绩效自评得分为{body}分，河道清淤专项项目绩效自评得分为{river}分。

部门整体支出绩效评价报告

（一）评价结论。经自评，我局2031年整体支出绩效评价得分{report}分。

部门整体支出绩效自评表

| 一级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 河道清淤长度 | ≥12公里 | 12公里 | 60 | 58 |
| 满意度指标 | 群众满意度 | ≥90% | 91% | 40 | 36 |
| 合计 | | | | 100 | 94 |
| 自评结论 | 经自评，部门整体自评总分94分。 | | | | |

项目支出绩效自评表

| 项目名称 | 河道清淤专项经费 | | | | |
| 一级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 河道清淤长度 | ≥12公里 | 12公里 | 60 | 60 |
| 满意度指标 | 群众满意度 | ≥90% | 91% | 40 | 38 |
| 合计 | | | | 100 | 98 |
"""


def report(body: str = "94", river: str = "98", report: str = "94", more: str = "") -> str:
    return TEXT.format(body=body, river=river, report=report) + more


def test_all_places_in_one_relation() -> None:
    result = audit(report())
    assert [f.message for f in told(result)] == []
    assert "AL404 94分 94 94分 94分" in {shown(r) for r in result.relations}


@pytest.mark.parametrize("change", [{"body": "96"}, {"report": "95"}, {"river": "89"}])
def test_one_place_differs(change: dict[str, str]) -> None:
    assert [f.code for f in told(audit(report(**change)))] == ["AL404"]


@pytest.mark.parametrize(
    "more",
    [
        "\n2030年度我局部门整体支出自评得分92分，抽查组检查得分89.54分。\n",
        "\n财政局对我局整体支出绩效再评价得分90分。\n",
        "\n整体支出绩效指标满分100分，扣6分。\n",
    ],
)
def test_scores_of_others(more: str) -> None:
    """Another year's score, and those that others gave, are other scores."""
    assert told(audit(report(more=more))) == ()
