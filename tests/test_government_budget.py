"""Reports on government budgets: the pace of the year, what is carried over, parts of a year and of a government."""

from __future__ import annotations

from functools import cache

import pytest

from auditlint import engine, packs, readers
from auditlint.packs import Rulebook
from auditlint.settings import Settings

HEAD = "关于松陵市2031年预算执行情况的报告\n\n一、2031年预算执行情况\n\n"


@cache
def rulebook() -> Rulebook:
    return packs.load()


def told(text: str) -> list[str]:
    result = engine.audit([readers.read("a.txt", name="a.txt", data=(HEAD + text).encode())], rulebook(), Settings())
    assert not result.errors
    return [f.code for f in result.findings if f.severity != "info"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1-5月，全市支出完成年度预算的45.2%，快于序时进度3.5个百分点。", []),
        ("1-5月，全市支出完成年度预算的45.2%，快于序时进度5.3个百分点。", ["GB101"]),
        ("1-5月，全市支出完成年度预算的45.2%，快于序时进度3.6个百分点。", []),  # 45.2 − 41.7 or − 41.67: rounding
        ("1-5月，全市支出完成年度预算的45.2%，快于序时进度3.7个百分点。", ["GB101"]),
        ("前三季度，全市支出完成年度预算的71.8%，慢于序时进度3.2个百分点。", []),
        ("前三季度，全市支出完成年度预算的71.8%，慢于序时进度2.3个百分点。", ["GB101"]),
        ("全市支出完成年度预算的45.2%，快于序时进度6.9个百分点。", []),  # no month, no slip: nothing is said
        ("全市支出完成年度预算的45.2%，高于全省平均6.9个百分点。", []),
    ],
)
def test_pace(text: str, codes: list[str]) -> None:
    assert told(text) == codes


def test_a_part_of_a_year_or_of_a_government_is_another_figure() -> None:
    assert (
        told(
            "全市一般公共预算收入52.30亿元，比上年增长5.1%。\n\n"
            "全市一般公共预算收入52.30亿元，加上上级补助收入48.10亿元，收入总计100.40亿元。\n\n"
            "1-4月，全市一般公共预算收入25.30亿元。\n\n"
            "市本级一般公共预算收入21.40亿元。"
        )
        == []
    )
