"""Budgets implied by the items' rates of completion against the total's rate."""

from __future__ import annotations

import pytest

from tests.wordings import audit, shown, told

TOTAL = "2031年一般公共预算支出决算数为512.40万元，完成预算{}%。其中：\n\n"
ITEMS = (
    "1.教育支出（类）普通教育（款）小学教育（项）：支出决算为318.60万元，完成{}预算{}%。\n\n"
    "2.卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）：支出决算为73.80万元，完成预算90.00%。\n\n"
    "3.住房保障支出（类）住房改革支出（款）住房公积金（项）：支出决算为120.00万元，完成预算100%。\n"
)


def report(total: str = "97.88", item: str = "99.10", word: str = "") -> str:
    return TOTAL.format(total) + ITEMS.format(word, item)


def test_holds() -> None:
    result = audit(report())
    assert told(result) == ()
    assert any(s.startswith("AL132 97.88% ") for s in map(shown, result.relations))


@pytest.mark.parametrize("text", [report(total="98.78"), report(item="91.90")])
def test_a_rate_that_the_items_do_not_allow(text: str) -> None:
    assert [f.code for f in told(audit(text))] == ["AL132"]


@pytest.mark.parametrize(
    "text",
    [
        report(total="83.40"),  # an item that spent nothing may have been left out
        report(total="98.78", word="年初"),  # rates of different budgets
        TOTAL.format("98.78") + ITEMS.format("", "99.10").partition("3.")[0],  # the items do not add up
    ],
)
def test_silent(text: str) -> None:
    assert told(audit(text)) == ()
