"""Projects across a report: the list in the text, the overview, the forms and the reports on single projects."""

from __future__ import annotations

import pytest

from auditlint.facts.names import akin, core, couples, indicator
from auditlint.model import ReportResult
from tests.wordings import audit, told

FORM = """
项目支出绩效自评表

| 项目名称 | {name} | | | | | |
| 资金来源 | 年初预算（万元） | 调整后预算数（万元） | 预算执行数（万元） | 预算执行率 | 权重 | 得分 |
| 总额 | {first} | {budget} | {actual} | {rate} | 10 | 10 |
| 其中：财政资金 | {first} | {budget} | {actual} | {rate} | / | / |
"""

PROJECTS = (
    ("城区路灯维护经费", "84.60", "84.60", "83.25", "98.40%"),
    ("河道清淤专项经费", "36.40", "36.40", "36.40", "100.00%"),
    ("“智慧停车”建设项目", "0.00", "152.70", "96.18", "62.99%"),
    ("绿化养护经费", "27.35", "27.35", "27.35", "100.00%"),
)

LIST = (
    "2031年项目支出243.18万元（其中城区路灯维护费{lamps}万元，河道清淤经费36.40万元，“智慧停车”项目96.18万元，"
    "绿化养护经费27.35万元）。"
)
REPORT = """
附件2

2031年“智慧停车”建设项目绩效自评报告

一、项目概况

2031年财政安排“智慧停车”建设项目资金{granted}万元。

市财政局2031年3月批复并下达该项目资金152.70万元，截至2031年底，该项目资金共支付{spent}万元。
"""


def report(lamps: str = "83.25", granted: str = "152.70", spent: str = "96.18", form: str = "") -> str:
    """A report of four projects: the text's list, an overview, the forms and a report on one of them."""
    overview = ["| 任务名称 | 主要内容 | 预算金额（万元） | 实际执行（万元） |"]
    overview += [f"| {n} | 按合同实施 | {b} | {a} |" for n, _, b, a, _ in PROJECTS]
    forms = [FORM.format(name=n, first=f, budget=b, actual=a, rate=r) for n, f, b, a, r in PROJECTS]
    text = "\n".join(
        [
            LIST.format(lamps=lamps),
            "",
            "整体支出绩效目标自评表",
            "",
            *overview,
            *forms,
            REPORT.format(granted=granted, spent=spent),
        ]
    )
    return text.replace("| 84.60 | 84.60 | 83.25 | 98.40% |", form) if form else text


def codes(result: ReportResult) -> list[str]:
    return [f.code for f in told(result)]


def test_a_consistent_report_is_silent_and_firm() -> None:
    """Every project's money is one figure, and would be told if it were not."""
    result = audit(report())
    assert [f.message for f in told(result)] == []
    sure = {(r.code, r.figures[0].text, len(r.terms)) for r in result.relations if r.firm and r.verdict == "holds"}
    assert {("AL409", "83.25", 2), ("AL421", "83.25万元", 2), ("AL421", "96.18万元", 2)} <= sure
    assert ("AL422", "152.70", 5) in sure


def test_the_list_differs_from_the_tables() -> None:
    found = told(audit(report(lamps="82.35")))
    assert [f.code for f in found] == ["AL421"]
    assert "83.25" in found[0].message


def test_the_report_on_a_project_differs_from_all_tables() -> None:
    found = told(audit(report(spent="69.18")))
    assert [f.code for f in found] == ["AL422"]
    assert found[0].suggestion is not None
    assert found[0].suggestion.replacement == "96.18"


def test_one_of_two_statements_in_a_report_differs() -> None:
    """The sentence is compared with the other sentence and the tables, not only with the first."""
    found = told(audit(report(granted="125.70")))
    assert [f.code for f in found] == ["AL422"]


def test_an_instalment_is_no_contradiction() -> None:
    """A list of what was added in the year need not state the whole budgets."""
    text = report() + "\n年中下达“智慧停车”建设项目资金60.00万元、河道清淤专项经费12.00万元。\n"
    assert codes(audit(text)) == []


def test_a_list_of_contracts_is_no_list_of_projects() -> None:
    """Amounts of contracts of the same names agree with no table: nothing is told of any of them."""
    text = (
        report()
        + "\n政府采购支出总额180.00万元，主要用于城区路灯维护40.00万元、河道清淤20.00万元、绿化养护15.00万元。\n"
    )
    assert codes(audit(text)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("城区路灯维护经费", "城区路灯维护费", True),
        ("2031年城区路灯维护项目", "城区路灯维护", True),
        ("“智慧停车”建设项目", "智慧停车建设", True),
        ("安置小区一期工程", "安置小区二期工程", False),
        ("中央农村公路补助资金", "农村公路补助资金", False),
        ("政府采购工作经费", "政府采购评审费", False),
        ("绿化养护经费", "道路养护经费", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert (akin(core(one), core(other)) > 0) == same


def test_names_go_together_where_each_is_the_others_only_best() -> None:
    ours = ("采购工作经费", "采购评审工作经费", "绿化养护费")
    theirs = ("采购工作费", "采购评审工作费", "绿化养护经费")
    assert couples(ours, theirs) == {
        "采购工作经费": "采购工作费",
        "采购评审工作经费": "采购评审工作费",
        "绿化养护费": "绿化养护经费",
    }


def test_an_indicator_by_what_it_counts() -> None:
    assert indicator("窗口工作人员数量") == indicator("窗口工作人员")


SUMMED = """（三）项目绩效自评结果

1.城区路灯维护项目绩效自评综述：根据年初设定的绩效目标，城区路灯维护项目绩效自评得分为96分。项目全年预算数为84.60万元，执行数为{lamps}万元，完成预算的{rate}%。

2.河道清淤项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为95分。项目全年预算数为36.40万元，执行数为36.40万元，完成预算的100%。
"""


def test_paragraphs_that_sum_up_a_project() -> None:
    """A figure that fits its own rate may still be another than the form's."""
    forms = "".join(FORM.format(name=n, first=f, budget=b, actual=a, rate=r) for n, f, b, a, r in PROJECTS[:2])
    assert told(audit(SUMMED.format(lamps="83.25", rate="98.40") + forms)) == ()
    found = told(audit(SUMMED.format(lamps="82.35", rate="97.34") + forms))
    assert [f.code for f in found] == ["AL421"]


def totals(stated: str, count: int = 4) -> str:
    forms = "".join(FORM.format(name=n, first=f, budget=b, actual=a, rate=r) for n, f, b, a, r in PROJECTS)
    return f"2031年项目预算收入301.05万元，实际完成支出{stated}万元，支付项目个数{count}个。\n{forms}"


def test_the_forms_of_all_projects_against_the_total() -> None:
    assert told(audit(totals("243.18"))) == ()
    assert codes(audit(totals("244.18"))) == ["AL426"]


@pytest.mark.parametrize("text", [totals("230.18"), totals("244.18", count=5)])
def test_a_total_of_other_projects(text: str) -> None:
    """Too far off, or of more projects than there are forms."""
    assert codes(audit(text)) == []
