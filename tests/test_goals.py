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


ACROSS = """项目支出绩效自评表
项目名称\t送戏下乡
资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t36.00\t36.00\t36.00\t10\t100.00%\t10.00
年度总体目标\t{goal}
实际完成情况\t{done}
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t送戏场次\t80场\t84场\t40\t40
产出指标\t数量指标\t覆盖乡镇数\t14个\t14个\t25\t25
产出指标\t数量指标\t维修戏台长度\t≥18米\t18.5米\t25\t25
总分\t\t\t\t\t100\t100
"""
PLANNED = """项目支出绩效目标表
项目名称\t送戏下乡
资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t36.00\t36.00\t36.00\t10\t100.00%\t10.00
年度总体目标\t{goal}
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t改建面积\t≥900平方米
产出指标\t数量指标\t覆盖乡镇数\t14个
"""


def codes(text: str) -> list[str]:
    report = auditlint.read("report.txt", data=text.encode())
    return [f.code for f in auditlint.audit(report, auditlint.load_rules()).findings if f.severity != "info"]


@pytest.mark.parametrize(
    ("goal", "done", "expected"),
    [
        ("送戏80场，覆盖全县14个乡镇。", "送戏84场，覆盖14个乡镇。", []),
        ("送戏80场，覆盖全县16个乡镇。", "送戏84场，覆盖14个乡镇。", ["AL431"]),
        ("送戏80场，丰富农村文化生活。", "全年送戏84场，覆盖乡镇41个。", ["AL431"]),
        ("维修戏台18.5米，丰富农村文化生活。", "维修戏台18.5米，送戏84场。", []),
        ("三年送戏240场，覆盖全县16个乡镇。", "送戏84场，其中覆盖山区6个乡镇。", []),
    ],
)
def test_prose_stands_beside_its_head(goal: str, done: str, expected: list[str]) -> None:
    assert codes(ACROSS.format(goal=goal, done=done)) == expected


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("改建900平方米，覆盖14个乡镇，改善演出条件。", []),
        ("新增面积600平方米，改建1900平方米，覆盖14个乡镇。", ["AL431"]),
        ("改建旧台600平方米、改建新台300平方米，覆盖14个乡镇。", []),
    ],
)
def test_goals_without_results_are_compared(goal: str, expected: list[str]) -> None:
    assert codes(PLANNED.format(goal=goal)) == expected
