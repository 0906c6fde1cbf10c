"""The goal of a year and what came of it, in the prose of a form's cells, against its indicators (AL431)."""

from __future__ import annotations

import pytest

import auditlint

FORM = """项目支出绩效自评表

| 年度总体目标 | 预期目标 | | 实际完成情况 | |
| | {goal} | | {done} | |
| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 偏差原因 |
| 产出指标 | 新建充电桩数量 | ≥180个 | 186个 | |
| | 培训驾驶员人次 | ≥420人次 | 436人次 | |
| | 改造停车场一期 | 6处 | 6处 | |
| | 改造停车场 | 9处 | 9处 | |
| 满意度指标 | 车主满意度 | ≥85% | 92.4% | |
"""


def told(goal: str = "全面提升服务水平。", done: str = "服务水平稳步提升。") -> list[str]:
    report = auditlint.read("report.txt", data=FORM.format(goal=goal, done=done).encode())
    return [f.code for f in auditlint.audit(report, auditlint.load_rules()).findings if f.severity != "info"]


@pytest.mark.parametrize(
    ("goal", "done"),
    [
        ("新建充电桩108个，车主满意度达到85%以上。", "服务水平稳步提升。"),
        ("全面提升服务水平。", "全年新建充电桩168个，设施完好。"),
        ("全面提升服务水平。", "车主满意度为94.2%，培训驾驶员436人次。"),
        ("车主满意度不低于95%，设施完好。", "服务水平稳步提升。"),
    ],
)
def test_other_figures_are_told(goal: str, done: str) -> None:
    assert told(goal, done) == ["AL431"]


@pytest.mark.parametrize(
    ("goal", "done"),
    [
        ("新建充电桩180个，培训驾驶员420人次。", "新建充电桩186个，培训驾驶员436人次。"),
        ("每年新建充电桩60个，三年建成。", "计划新建充电桩180个，超额完成。"),
        ("车主满意度达到85%以上，改造停车场8处。", "车主满意度达到90%以上，改造停车场8处。"),
        ("新建充电桩170余个，设施完好。", "其中新建充电桩56个，改建130个。"),
        ("培训驾驶员420人，共6期。", "上年新建充电桩120个，今年有较大增长。"),
        ("新建充电桩100个、储能站5座，另新建充电桩80个。", "新建充电桩150-190个，设施完好。"),
    ],
)
def test_parts_plans_bounds_and_doubtful_names_are_not(goal: str, done: str) -> None:
    assert told(goal, done) == []
