"""Rates of a total against what its items' rates imply: budgets, values of the year before."""

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


GROWTH = (
    "2031年全县税收收入{}亿元，同比增长{}%，其中：增值税{}亿元，{}%；"
    "企业所得税18.53亿元，下降3.2%；契税6.07亿元，增长21.5%{}。"
)


@pytest.mark.parametrize("words", ["", "（同口径）"])
def test_growth_holds(words: str) -> None:
    result = audit(GROWTH.format("67.31", "5.4", "42.71", "增长7.6", words))
    assert told(result) == ()
    assert words or any(s.startswith("AL123 5.4% ") for s in map(shown, result.relations))


@pytest.mark.parametrize(
    ("total", "rate", "item", "change", "codes"),
    [
        ("67.31", "4.5", "42.71", "增长7.6", ["AL123"]),
        ("67.31", "5.4", "42.71", "增长6.7", ["AL123"]),
        ("76.31", "5.4", "42.71", "增长7.6", ["AL101"]),  # the items do not add up: nothing is implied
    ],
)
def test_growth_that_the_items_do_not_allow(total: str, rate: str, item: str, change: str, codes: list[str]) -> None:
    assert [f.code for f in told(audit(GROWTH.format(total, rate, item, change, "")))] == codes


def test_growth_at_constant_prices_is_not_told() -> None:
    text = "2031年全县工业总产值67.31亿元，同比增长9.4%，其中：轻工业42.71亿元，增长7.6%；重工业24.60亿元，增长3.2%。"
    assert told(audit(text)) == ()
