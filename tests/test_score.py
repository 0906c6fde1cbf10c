"""Self-evaluation tables: caps, totals, brackets, conclusions, proportional scores and targets."""

from __future__ import annotations

from dataclasses import replace

import auditlint
from auditlint.checks.score import check as score_check
from auditlint.facts import build
from auditlint.model import Block, Relation, Segment
from tests.test_tables import document, ledger, rulebook
from tests.test_tables import told as told_of_tables

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

STANDARD = """
项目名称|~7 社区养老服务补贴
主管部门|~3 甲市民政局|实施单位|~3 甲市养老服务中心
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|120.00|134.00|128.64|10|96.00%|9.60
|其中：当年财政拨款|100.00|110.00|107.80|—|98.00%|—
|上年结转资金|20.00|24.00|20.84|—|86.83%|—
|其他资金|0.00|0.00|0.00|—|—|—
年度总体目标|~4 预期目标|~3 实际完成情况
|~4 为符合条件的老人提供服务，全年不少于2400人次。|~3 全年服务2515人次，目标基本完成。
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
|产出指标（50分）|数量指标|服务人次|≥2400人次|2515人次|20|20
|||服务站点数|≥12个|12个|10|10
||质量指标|服务达标率|≥95%|94%|10|8
||时效指标|补贴发放及时率|100%|100%|10|10
|效益指标（30分）|社会效益指标|老人投诉率|≤3%|1.2%|15|15
||可持续影响指标|服务机制健全|健全|健全|15|15
|满意度指标（10分）|服务对象满意度指标|老人满意度|≥90%|93%|10|10
~6 总分|100|97.60
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


def test_the_standard_form_is_understood_and_clean() -> None:
    assert told(STANDARD) == []
    assert told_of_tables(STANDARD, unit="") == []
    assert {
        "9.60 + 20 + 10 + 8 + 10 + 15 + 15 + 10 = 97.60",
        "20 + 10 + 10 + 10 = 50分",
        "10 × 96.00% ÷ 100 = 9.60",
    } <= sure(STANDARD)


def test_money_of_the_standard_form_adds_up() -> None:
    wrong = STANDARD.replace("24.00|20.84", "24.00|28.04")
    assert told_of_tables(wrong, unit="") == ["107.80 + 28.04 + 0.00 ≠ 128.64", "28.04 ÷ 24.00 ≠ 86.83%"]


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
    partly = FORM.replace("|24|次|100%|30|30|", "|24|次|90%|30|27|").replace("|%|100%|30|30|", "|%|80%|30|24|")
    assert told(partly.replace("20|18|", "20|12|"), "proportion") == ["20 × 90% ÷ 100 ≠ 12"]
    assert told(FORM.replace("20|18|", "20|12|"), "proportion") == []  # what has full points proves nothing
    assert relations(PLAIN, "proportion") == []


def test_targets_missed_at_full_score() -> None:
    assert told(PLAIN.replace("|96%|", "|91%|"), "target") == ["91% ≠ 95%"]
    assert told(PLAIN.replace("|96%|30|30", "|91%|30|25"), "target") == []
    assert told(FORM, "target") == []  # results are degrees of completion there


def test_points_are_exact_and_no_money() -> None:
    weights = [f for f in ledger(FORM, "").facts if f.measure in ("weight", "score")]
    assert weights
    assert all(f.figure.exact and f.figure.unit.name == "分" for f in weights)


def test_the_text_quotes_the_total_of_a_projects_form() -> None:
    made = document(STANDARD, "")
    text = "经自评，社区养老服务补贴项目绩效自评得分为{}分。"

    def quoted(points: str) -> list[str]:
        block = Block("paragraph", text.format(points), (Segment(0, 99, 0),))
        known = build([replace(made, blocks=(*made.blocks, block))], rulebook())
        found = score_check.run(known, score_check.Options("conclusion"))
        return [f"{r.formula} {r.verdict} {r.firm}" for r in found if isinstance(r, Relation)]

    assert quoted("97.6") == ["97.60 holds True"]
    assert quoted("96.7") == ["97.60 broken True"]


def test_a_form_printed_as_two_tables_is_one() -> None:
    head, _, rest = STANDARD.partition("年度总体目标")
    first = document(head, "")
    second = document("绩效指标" + rest.partition("\n绩效指标")[2], "")
    shift = len(first.blocks)
    cells = tuple(replace(c, block=c.block + shift) for c in second.tables[0].cells)
    blocks = first.blocks + tuple(replace(b, table=1) for b in second.blocks)
    made = replace(first, blocks=blocks, tables=(first.tables[0], replace(second.tables[0], cells=cells)))
    known = build([made], rulebook())
    sums = [r for r in score_check.run(known, score_check.Options("sum")) if isinstance(r, Relation)]
    assert [(r.verdict, r.firm) for r in sums] == [("holds", True), ("holds", True)]


def test_a_total_row_with_a_cell_too_many_stands_under_the_header() -> None:
    text = """项目支出绩效自评表

| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 偏差原因 |
| 产出指标 | 数量指标 | 巡查次数 | ≥24次 | 26次 | 30 | 30 | |
|  | 质量指标 | 整改率 | ≥95% | 93% | 20 | 18 | 雨季道路中断 |
| 效益指标 | 社会效益 | 事故起数 | 0起 | 0起 | 40 | 40 | |
| 满意度指标 | 满意度 | 居民满意度 | ≥90% | 92% | 10 | 10 | |
| 总分 |  |  |  |  |  | 100 | {} |  |
"""

    def found(total: str) -> list[str]:
        report = auditlint.read("report.txt", data=text.format(total).encode())
        return [f.code for f in auditlint.audit(report, auditlint.load_rules()).findings]

    assert found("98") == []
    assert found("89") == ["AL402"]


def test_a_total_row_with_a_remark_behind_it_stays_where_it_is() -> None:
    rows = (" | | 预算数 | 执行数", "人员 | 工资 | 320.00 | 318.00", " | 津补贴 | 120.00 | 118.50")
    rows = (*rows, "公用 | 办公费 | 20.00 | 19.20", "合计 | | 460.00 | 455.70 | 备注")
    report = auditlint.read("report.txt", data="".join(f"| {row} |\n" for row in rows).encode())
    assert auditlint.audit(report, auditlint.load_rules()).findings == ()


def test_a_score_without_a_name_below_the_only_form_is_its_total() -> None:
    rows = ("指标 | 权重 | 得分", "决策 | 40 | 37.5", "产出 | 35 | 33.2", "效益 | 25 | 22.6", "合计 | 100 | 93.3")
    form = "".join(f"| {row} |\n" for row in rows) + "\n"

    def found(said: str) -> list[str]:
        report = auditlint.read("report.txt", data=(form + said).encode())
        return [f.code for f in auditlint.audit(report, auditlint.load_rules()).findings]

    assert found("经综合评定，该项目得分93.3分，等级为“优”。") == []
    assert found("经综合评定，该项目得分92.3分，等级为“优”。") == ["AL404"]
    assert found("财政部门抽查复核，该项目得分92.3分，等级为“优”。") == []
    assert found("上年该项目得分92.3分，等级为“优”。") == []
    assert found("其中一个子项目得分92.3分，主管部门评分94分。") == []
    form = "部门整体支出绩效自评表\n\n" + form
    assert found("该项目得分92.3分，等级为“优”。") == []


def test_parts_of_a_total_in_the_next_sentence() -> None:
    def found(total: str) -> list[str]:
        text = (
            f"整体支出自评得分{total}分，等级为“优”。其中：投入15分，得14.5分；过程30分，得28.2分；产出55分，得51.9分。"
        )
        report = auditlint.read("report.txt", data=text.encode())
        return [f"{f.code} {f.expected}" for f in auditlint.audit(report, auditlint.load_rules()).findings]

    assert found("94.6") == []
    assert found("96.4") == ["AL427 94.6分"]
