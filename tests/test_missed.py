"""Results that miss their target (AL429): told without a score and a reason, silent where more or less is as good."""

from __future__ import annotations

import pytest

import auditlint

HEAD = "绩效目标完成情况表\n\n| 三级指标 | 指标值 | 完成值 | 未完成原因 |\n| 巡护里程 | ≥300公里 | 315公里 | |\n"
PLAIN = "绩效目标完成情况表\n\n| 三级指标 | 指标值 | 完成值 |\n| 巡护里程 | ≥300公里 | 315公里 |\n"


def told(text: str) -> list[str]:
    report = auditlint.read("report.txt", data=text.encode())
    return [f.code for f in auditlint.audit(report, auditlint.load_rules()).findings if f.severity != "info"]


@pytest.mark.parametrize(
    "row",
    [
        "| 培训人次 | ≥420人次 | 402人次 | |",
        "| 协管员人数 | ＝25人 | 20人 | 无 |",
        "| 协管员人数 | 25人 | 20人 | |",
        "| 问题整改率 | 100% | 96% | |",
        "| 出水达标率 | ≥98% | ≥95% | |",
        "| 项目总成本 | ≤48万元 | 53.6万元 | |",
        "| 环境改善程度 | 优 | 良 | |",
    ],
)
def test_a_missed_target_without_a_reason_is_told(row: str) -> None:
    assert told(HEAD + row) == ["AL429"]


@pytest.mark.parametrize(
    "row",
    [
        "| 培训人次 | ≥420人次 | 402人次 | 一期培训改为线上 |",
        "| 培训人次 | ≥420人次 | 达标 | |",
        "| 协管员人数 | ＝25人 | 27人 | |",
        "| 安全事故数 | ＝2起 | 0起 | |",
        "| 人均补助标准 | ＝600元 | 580元 | |",
        "| 办结时限 | 15天 | 12天 | |",
        "| 项目总成本 | ≥48万元 | 46.2万元 | |",
        "| 群众满意度 | ≤95% | 97% | |",
        "| 投诉率 | ≤5% | 100% | |",
        "| 优良率 | 90% | 88% | |",
        "| 群众上访量 | ＝5批次 | 3批次 | |",
        "| 培训人数 | ≥420人 | 402人次 | |",
        "| 环境改善程度 | 良 | 优 | |",
    ],
)
def test_what_misses_nothing_is_silent(row: str) -> None:
    assert told(HEAD + row) == []


def test_a_reason_near_a_table_without_a_column_for_it_is_enough() -> None:
    missed = PLAIN + "| 培训人次 | ≥420人次 | 402人次 |"
    assert told(missed) == ["AL429"]
    assert told(missed + "\n\n培训人次未达到年初目标，是因为一期培训改为线上。") == []


def test_results_of_part_of_a_year_are_silent() -> None:
    assert told((PLAIN + "| 培训人次 | ≥420人次 | 202人次 |").replace("完成值 |", "1—7月完成值 |")) == []


def test_a_rate_of_completion_below_100_says_that_the_target_was_missed() -> None:
    table = (
        (PLAIN + "| 培训人次 | ≥400人次 | 380人次 | {} |")
        .replace("完成值 |", "完成值 | 完成率 |")
        .replace("315公里 |", "315公里 | 105% |")
    )
    assert told(table.format("95%")) == []
    assert told(table.format("100%")) == ["AL429"]


def test_a_word_behind_the_result_says_that_the_target_was_missed() -> None:
    rows = ("绩效指标 | 指标值 | 完成值 | 自评结果", "换证件数 | 20件 | 26件 | 超额完成", "办证件数 | 50件 | 48件 | {}")
    table = "绩效自评表\n\n" + "".join(f"| {row} |\n" for row in rows)
    assert told(table.format("基本完成")) == []
    assert told(table.format("完成")) == ["AL429"]
