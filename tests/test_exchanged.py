"""Rows of a table that have each other's amounts, by what the text and other tables say of their names."""

from __future__ import annotations

import pytest

from tests.wordings import audit, told

_TEXT = "2031年项目支出安排如下：\n粮库智能化改造214.60万元；应急粮油储备168.35万元；粮食质量监测42.50万元。\n\n"
_LIST = (
    "附表1 项目支出表（单位：万元）\n项目名称\t预算数\n粮库智能化改造\t214.60\n应急粮油储备\t168.35\n"
    "粮食质量监测\t42.50\n合计\t425.45\n\n"
)
_SPENT = (
    "附表2 项目执行情况表（单位：万元）\n项目名称\t预算数\t执行数\n粮库智能化改造\t{0}\n应急粮油储备\t{1}\n"
    "粮食质量监测\t{2}\n合计\t425.45\t415.42\n"
)


@pytest.mark.parametrize("text", [_TEXT + _LIST + _SPENT, _LIST + _SPENT])
def test_both_rows_are_told_where_two_are_exchanged(text: str) -> None:
    right = text.format("214.60\t210.36", "168.35\t165.20", "42.50\t39.86")
    wrong = text.format("168.35\t165.20", "214.60\t210.36", "42.50\t39.86")
    assert told(audit(right)) == ()
    found = told(audit(wrong))
    assert [f.code for f in found] == ["AL151", "AL151"]
    assert all("168.35" in f.message and "214.60" in f.message for f in found)


def test_rows_of_tables_that_agree_in_nothing_are_of_two_things() -> None:
    tables = (
        "甲站调运情况（单位：万元）\n项目\t金额\n调出粮款\t512.36\n调入粮款\t318.75\n\n"
        "乙站调运情况（单位：万元）\n项目\t金额\n调出粮款\t318.75\n调入粮款\t512.36\n"
    )
    assert told(audit(tables)) == ()
