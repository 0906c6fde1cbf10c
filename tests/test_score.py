"""Self-evaluation tables: caps, totals, brackets, conclusions, proportional scores and targets."""

from __future__ import annotations

from auditlint.checks import score as score_check
from auditlint.model import Relation
from tests.test_tables import ledger

ALL = ("cap", "sum", "group", "conclusion", "execution", "proportion", "target")

FORM = """
预算执行情况（10分）|年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因
|总额|30.00|36.00|34.20|95.00%|10|9.5|
|其中：财政资金|30.00|36.00|34.20|95.00%|/|/|
|其他资金|||||/|/|
绩效指标（90分）|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|原因分析
|产出指标|数量指标|巡查次数|≥|24|次|100%|30|30|
||质量指标|问题整改率|≥|95|%|90%|20|18|仍有提升空间
|效益指标|社会效益指标|投诉办结率|≥|98|%|100%|30|30|
|满意度指标|服务对象满意度指标|居民满意度|≥|90|%|100%|10|10|
合计|100|97.5|
评价结论|该项目自评总分97.5分，基本达到预期目标。
存在问题|个别点位整改不够及时。
"""

PLAIN = """
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
产出指标（60分）|数量指标|培训场次|≥6场|7场|30|30
|质量指标|合格率|≥95%|96%|30|30
效益指标（40分）|社会效益|持证上岗率|≥80%|85%|40|38
总分|||||100|98
"""


def relations(text: str, *of: str) -> list[Relation]:
    known = ledger(text, "")
    return [
        r
        for name in of or ALL
        for r in score_check.run(known, score_check.Options(name))  # type: ignore[arg-type]
        if isinstance(r, Relation)
    ]


def told(text: str, *of: str) -> list[str]:
    return [
        f"{r.formula} ≠ {r.terms[0].fact.figure.text}" for r in relations(text, *of) if r.verdict == "broken" and r.firm
    ]


def sure(text: str, *of: str) -> set[str]:
    return {
        f"{r.formula} = {r.terms[0].fact.figure.text}" for r in relations(text, *of) if r.verdict == "holds" and r.firm
    }


def test_clean_forms_are_silent() -> None:
    assert told(FORM) == []
    assert told(PLAIN) == []


def test_totals_take_in_the_points_of_budget_execution() -> None:
    assert sure(FORM, "sum") == {"10 + 30 + 20 + 30 + 10 = 100", "9.5 + 30 + 18 + 30 + 10 = 97.5"}


def test_a_wrong_total_is_told() -> None:
    assert told(FORM.replace("合计|100|97.5", "合计|100|95.7"), "sum") == ["9.5 + 30 + 18 + 30 + 10 ≠ 95.7"]
    assert told(PLAIN.replace("100|98", "100|89"), "sum") == ["30 + 30 + 38 ≠ 89"]


def test_a_total_whose_label_a_page_break_took_is_a_total() -> None:
    assert told(FORM.replace("合计|100|97.5|", "|||||||100|95.7|"), "sum") == ["9.5 + 30 + 18 + 30 + 10 ≠ 95.7"]


def test_a_score_above_its_points() -> None:
    assert told(PLAIN.replace("40|38", "40|48"), "cap") == ["40 ≠ 48"]
    assert told(PLAIN.replace("40|38", "40|40"), "cap") == []


def test_points_in_brackets_over_rows_and_over_a_panel() -> None:
    assert {"30 + 30 = 60分", "40 = 40分"} <= sure(PLAIN, "group")
    assert {"30 + 20 + 30 + 10 = 90分", "10分 + 90分 = 100"} <= sure(FORM, "group")
    assert told(PLAIN.replace("60分", "50分"), "group") == ["30 + 30 ≠ 50分"]


def test_the_conclusion_quotes_the_total() -> None:
    assert sure(FORM, "conclusion") == {"97.5 = 97.5分"}
    assert told(FORM.replace("总分97.5分", "总分99分"), "conclusion") == ["97.5 ≠ 99分"]


def test_execution_score_is_capped_and_may_be_rounded() -> None:
    assert sure(FORM, "execution") == {"10 × 95.00% ÷ 100 = 9.5"}
    assert told(FORM.replace("|9.5|", "|10|"), "execution") == []
    assert told(FORM.replace("|9.5|", "|7|"), "execution") == ["10 × 95.00% ÷ 100 ≠ 7"]


def test_indicator_scores_follow_their_results_only_where_most_rows_do() -> None:
    assert told(FORM.replace("20|18|", "20|12|"), "proportion") == ["20 × 90% ÷ 100 ≠ 12"]
    assert relations(PLAIN, "proportion") == []


def test_targets_missed_at_full_score() -> None:
    assert told(PLAIN.replace("|96%|", "|91%|"), "target") == ["91% ≠ 95%"]
    assert told(PLAIN.replace("|96%|30|30", "|91%|30|25"), "target") == []
    assert told(FORM, "target") == []  # results are degrees of completion there


def test_points_are_exact_and_no_money() -> None:
    weights = [f for f in ledger(FORM, "").facts if f.measure in ("weight", "score")]
    assert weights
    assert all(f.figure.exact and f.figure.unit.name == "分" for f in weights)
