"""Tables: roles of columns and rows, and the sums, rates and differences the `table` check finds in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

import auditlint
from auditlint import packs
from auditlint.checks.table import check as table_check
from auditlint.facts import build
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Block, Cell, Document, Relation, Segment, Table
from auditlint.packs import Rulebook


@cache
def rulebook() -> Rulebook:
    return packs.load()


def document(text: str, unit: str = "万元", title: str = "") -> Document:
    """A document with one table: a row per line, cells between bars; `~2 x` spans two columns."""
    blocks: list[Block] = []
    cells: list[Cell] = []
    for r, line in enumerate(text.strip("\n").split("\n")):
        column = 0
        for one in line.split("|"):
            shown = one.rstrip() if one.strip() else ""
            shown = shown.removeprefix(" ")
            span = 1
            if shown.startswith("~"):
                span, shown = int(shown[1]), shown[2:].strip()
            cells.append(Cell(len(blocks), r, column, 1, span))
            blocks.append(Block("cell", shown, (Segment(0, r, column),), table=0))
            column += span
    return Document("t.txt", "txt", tuple(blocks), (Table(tuple(cells), title, unit),))


def ledger(text: str, unit: str = "万元") -> Ledger:
    return build([document(text, unit)], rulebook())


def read(text: str, unit: str = "万元") -> TableFacts:
    return ledger(text, unit).tables[0]


ALL = ("columns", "rows", "of-which", "completion", "share", "change", "rest", "balance")


def relations(text: str, of: Sequence[str] = ALL, unit: str = "万元") -> list[Relation]:
    known = ledger(text, unit)
    return [r for name in of for r in table_check.run(known, table_check.Options(name)) if isinstance(r, Relation)]


def told(text: str, of: Sequence[str] = ALL, unit: str = "万元") -> list[str]:
    """What would be told as broken: formula, and the stated figure."""
    return [
        f"{r.formula} ≠ {r.terms[0].fact.figure.text}"
        for r in relations(text, of, unit)
        if r.verdict == "broken" and r.firm
    ]


def firm(text: str, of: Sequence[str], unit: str = "万元") -> set[str]:
    """The formulas that are sure, as "right side = stated"."""
    return {
        f"{r.formula} = {r.terms[0].fact.figure.text}"
        for r in relations(text, of, unit)
        if r.firm and r.verdict != "broken"
    }


TOTALS = """
收入|收入|支出|支出
项目|金额|项目|金额
一、一般公共预算财政拨款收入|820.40|一、一般公共服务支出|655.10
二、政府性基金预算财政拨款收入|60.00|二、社会保障和就业支出|88.30
三、其他收入|12.25|三、城乡社区支出|60.00
||四、住房保障支出|70.20
本年收入合计|892.65|本年支出合计|873.60
年初结转和结余|31.15|年末结转和结余|50.20
总计|923.80|总计|923.80
"""

CODED = """
科目编码|科目名称|本年支出合计|基本支出|项目支出
栏次|栏次|1|2|3
|合计|873.60|513.60|360.00
201|一般公共服务支出|655.10|355.10|300.00
20103|政府办公厅（室）及相关机构事务|655.10|355.10|300.00
2010301|行政运行|355.10|355.10|
2010302|一般行政管理事务|300.00||300.00
208|社会保障和就业支出|88.30|88.30|
20805|行政事业单位养老支出|88.30|88.30|
2080501|行政单位离退休|21.10|21.10|
2080505|机关事业单位基本养老保险缴费支出|67.20|67.20|
212|城乡社区支出|60.00||60.00
21208|国有土地使用权出让收入安排的支出|60.00||60.00
2120899|其他国有土地使用权出让收入安排的支出|60.00||60.00
221|住房保障支出|70.20|70.20|
22102|住房改革支出|70.20|70.20|
2210201|住房公积金|70.20|70.20|
"""

FUNDS = """
项目|金额|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款
一、一般公共预算财政拨款|820.40|一、一般公共服务支出|655.10|655.10|
二、政府性基金预算财政拨款|60.00|二、社会保障和就业支出|88.30|88.30|
||三、城乡社区支出|60.00||60.00
||四、住房保障支出|70.20|70.20|
本年收入合计|880.40|本年支出合计|873.60|813.60|60.00
年初财政拨款结转和结余|10.00|年末财政拨款结转和结余|16.80|16.80|
总计|890.40|总计|890.40|830.40|60.00
"""

THREE = """
~6预算数|~6决算数
合计|因公出国（境）费|~3公务用车购置及运行维护费|公务接待费|合计|因公出国（境）费|~3公务用车购置及运行维护费|公务接待费
||小计|公务用车购置费|公务用车运行维护费|||| 小计|公务用车购置费|公务用车运行维护费|
42.00|5.00|30.00|18.00|12.00|7.00|36.55|4.20|27.95|17.80|10.15|4.40
"""

ECONOMIC = """
经济分类科目编码|科目名称|决算数|经济分类科目编码|科目名称|决算数
301|工资福利支出|420.50|302|商品和服务支出|71.10
30101|基本工资|230.10|30201|办公费|31.40
30102|津贴补贴|190.40|30211|差旅费|39.70
303|对个人和家庭的补助|16.00|310|资本性支出|6.00
30302|退休费|16.00|31002|办公设备购置|6.00
人员经费合计||436.50|公用经费合计||77.10
"""


@pytest.mark.parametrize("clean", [TOTALS, CODED, FUNDS, THREE, ECONOMIC])
def test_forms_of_final_accounts_are_clean(clean: str) -> None:
    assert told(clean) == []


def test_two_sides_of_a_balance_are_read_apart() -> None:
    assert firm(TOTALS, ["columns"]) >= {
        "820.40 + 60.00 + 12.25 = 892.65",
        "655.10 + 88.30 + 60.00 + 70.20 = 873.60",
    }
    labels = {f.label: f.figure.text for f in read(TOTALS).facts}
    assert labels["其他收入"] == "12.25"
    assert labels["城乡社区支出"] == "60.00"


def test_hierarchy_by_code_adds_up_in_every_column() -> None:
    sure = firm(CODED, ["columns", "rows"])
    assert {
        "655.10 + 88.30 + 60.00 + 70.20 = 873.60",
        "355.10 + 88.30 + 70.20 = 513.60",
        "21.10 + 67.20 = 88.30",
        "513.60 + 360.00 = 873.60",
    } <= sure


def test_a_wrong_item_of_a_hierarchy_is_told_in_its_column_and_row() -> None:
    wrong = CODED.replace(
        "2080505|机关事业单位基本养老保险缴费支出|67.20|67.20", "2080505|机关事业单位基本养老保险缴费支出|76.20|67.20"
    )
    assert told(wrong) == ["21.10 + 76.20 ≠ 88.30", "67.20 ≠ 76.20"]


def test_one_slip_in_two_columns_of_a_row_is_told_in_both() -> None:
    rows = (
        "科目编码|科目名称|合计|基本支出|项目支出\n2013801|行政运行|412.36|412.36|0.00\n"
        "2013815|质量监管|163.75|39.75|124.00\n2210201|住房公积金|{0}|{0}|0.00\n|合计|624.26|500.26|124.00"
    )
    assert told(rows.format("48.15"), ["columns"]) == []
    assert len(told(rows.format("41.85"), ["columns"])) == 2


def test_codes_and_column_numbers_are_no_figures() -> None:
    assert {f.figure.text for f in read(CODED).facts} & {"201", "20103", "2010301", "1", "2", "3"} == set()


def test_cells_left_blank_dashed_or_zero_are_three_states() -> None:
    facts = read("项目|决算数\n甲|\n乙|—\n丙|0.00\n丁|1.00").facts
    assert [(f.label, f.figure.text) for f in facts] == [("丙", "0.00"), ("丁", "1.00")]


def test_groups_with_a_subtotal_stand_for_their_columns() -> None:
    assert {"5.00 + 30.00 + 7.00 = 42.00", "18.00 + 12.00 = 30.00", "4.20 + 27.95 + 4.40 = 36.55"} <= {
        f"{r.formula} = {r.terms[0].fact.figure.text}" for r in relations(THREE, ["rows"])
    }


def test_parts_after_of_which_do_not_count_twice() -> None:
    text = """
项目|预算数|决算数
因公出国（境）费|0.00|0.00
公务接待费|9.00|8.15
公务用车购置及运行维护费|61.00|58.35
其中：公务用车购置费|25.00|24.80
公务用车运行维护费|36.00|33.55
合计|70.00|66.50
"""
    assert firm(text, ["columns"]) == {
        "0.00 + 9.00 + 61.00 = 70.00",
        "0.00 + 8.15 + 58.35 = 66.50",
        "25.00 + 36.00 = 61.00",
        "24.80 + 33.55 = 58.35",
    }
    assert told(text.replace("66.50", "66.05")) == ["0.00 + 8.15 + 58.35 ≠ 66.05"]


def test_a_list_after_of_which_that_names_only_some_parts_is_no_sum() -> None:
    text = "项目|决算数\n政府采购支出|90.00\n其中：货物|30.00\n合计|90.00"
    assert told(text) == []


def test_levels_that_cannot_be_seen_are_not_told() -> None:
    text = """
项目|决算数
合计|300.00
一般公共服务支出|180.00
政府办公厅事务|180.00
行政运行|180.00
住房保障支出|120.00
住房公积金|120.00
"""
    assert told(text) == []


def test_a_plain_total_is_told_without_a_second_column() -> None:
    assert told("项目|金额\n甲项目|12.30\n乙项目|45.60\n合计|57.80") == ["12.30 + 45.60 ≠ 57.80"]


def test_rounding_of_parts_is_no_error() -> None:
    (found,) = relations("项目|金额\n甲项目|3.33\n乙项目|3.33\n丙项目|3.33\n合计|10.00", ["columns"])
    assert found.verdict == "rounding"


def test_things_counted_one_by_one_are_not_rounded() -> None:
    rows = "乡镇|学校数（所）|补助（元）\n甲镇|9|28370\n乙镇|8|20984\n丙乡|7|17748\n合计|{}|67102"
    assert told(rows.format(24), ["columns"], "元") == []
    assert len(told(rows.format(23), ["columns"], "元")) == 1


def test_rate_uses_the_adjusted_budget() -> None:
    text = "资金来源|年初预算数|调整后预算数|预算执行数|预算执行率\n年度资金总额|20.00|25.00|24.00|{}"
    assert told(text.format("96.00%"), ["completion"]) == []
    assert told(text.format("120.00%"), ["completion"]) == ["24.00 ÷ 25.00 ≠ 120.00%"]


def test_rate_printed_as_a_fraction() -> None:
    text = "项目名称|预算数|执行数|执行率\n甲|50.00|48.50|0.97\n乙|40.00|30.00|{}"
    assert told(text.format("0.75"), ["completion"]) == []
    assert told(text.format("0.57"), ["completion"]) == ["30.00 ÷ 40.00 ≠ 0.57"]


def test_rate_of_a_zero_budget_is_skipped() -> None:
    assert relations("项目|预算数|决算数|执行率\n甲|0.00|0.00|0.00%\n乙|0.00|3.00|100.00%", ["completion"]) == []


def test_a_rate_column_that_never_fits_means_something_else() -> None:
    text = "项目|预算金额|实际支出|项目完成率\n甲|50|20|100%\n乙|40|10|95%"
    assert told(text) == []


def test_change_columns_take_last_year_from_the_header() -> None:
    text = """
项目|上年决算数|本年决算数|增减额|增减率
公务接待费|8.00|6.00|-2.00|-25.00%
会议费|5.00|4.00|-1.00|-20.00%
培训费|10.00|12.00|{}|20.00%
"""
    assert told(text.format("2.00"), ["change"]) == []
    assert told(text.format("20.00"), ["change"]) == ["12.00 − 10.00 ≠ 20.00"]


def test_shares_of_the_total_row() -> None:
    text = "项目|金额|占比\n甲|30.00|30.0%\n乙|45.00|{}\n丙|25.00|25.0%\n合计|100.00|100.0%"
    assert told(text.format("45.0%"), ["share"]) == []
    assert told(text.format("54.0%"), ["share"]) == ["45.00 ÷ 100.00 ≠ 54.0%"]


def test_units_come_from_cell_header_row_and_table() -> None:
    facts = read("指标|单位|数量（个）|金额\n甲|元|3|120.50\n乙|元|4|10.00", unit="").facts
    assert [f.figure.unit.name for f in facts] == ["个", "元", "个", "元"]
    assert [f.figure.unit.name for f in read("项目|金额（元）\n甲|5.00").facts] == ["元"]
    assert [f.figure.unit.name for f in read("项目|金额\n甲|5.00").facts] == ["万元"]


def test_headers_over_two_rows_without_spans_are_spread() -> None:
    text = """
任务|预算金额（万元）|实际执行（万元）
|总额|财政拨款|其他资金|总额|财政拨款|其他资金
甲|9.00|8.00|1.00|7.00|6.50|0.50
乙|3.00|3.00||2.00|2.00|
合计|12.00|11.00|1.00|9.00|8.50|0.50
"""
    assert [(c.role, c.total) for c in read(text, "").columns] == [
        ("budget", True),
        ("budget", False),
        ("budget", False),
        ("actual", True),
        ("actual", False),
        ("actual", False),
    ]
    assert {"8.00 + 1.00 = 9.00", "6.50 + 0.50 = 7.00"} <= firm(text, ["rows"], "")
    assert told(text.replace("7.00|6.50", "7.50|6.50"), unit="") == ["7.50 + 2.00 ≠ 9.00", "6.50 + 0.50 ≠ 7.50"]


def test_short_rows_are_set_against_the_right_edge() -> None:
    text = """
一级指标|二级指标|三级指标|分值|得分
产出指标|数量指标|巡查次数|60|60
效益指标|社会效益|办结率|40|38
合计|100|98
"""
    cells = read(text, "").cells
    assert cells[3, 3].figure.text == "100"
    assert cells[3, 4].figure.text == "98"


def test_spans_and_facts_match_the_text() -> None:
    made = document(CODED)
    for fact in build([made], rulebook()).facts:
        figure = fact.figure
        assert made.blocks[figure.span.block].text[figure.span.start : figure.span.end] == figure.text
        assert fact.sentence == -1
        assert fact.table == 0


VERTICAL = """
项目|行次|统计数
一、“三公”经费支出|1|—
（一）支出合计|2|18.60
1.因公出国（境）费|3|0.00
2.公务用车购置及运行维护费|4|12.40
（1）公务用车购置费|5|0.00
（2）公务用车运行维护费|6|12.40
3.公务接待费|7|6.20
（1）国内接待费|8|6.20
其中：外事接待费|9|0.50
（2）国（境）外接待费|10|0.00
（二）相关统计数|11|—
1.因公出国（境）团组数（个）|12|0
2.公务用车保有量（辆）|13|4
3.国内公务接待批次（个）|14|61
其中：外事接待批次（个）|15|3
4.国内公务接待人次（人）|16|540
二、机关运行经费|17|143.75
"""

STEPS = """
~3功能分类科目编码|科目名称|年初结转和结余|本年收入|~3本年支出|年末结转和结余
类|款|项|||| 小计|基本支出|项目支出|
~4合计|14.00|86.00|90.00|0.00|90.00|10.00
212|||城乡社区支出|14.00|80.00|84.00|0.00|84.00|10.00
212|08||国有土地使用权出让收入安排的支出|14.00|80.00|84.00|0.00|84.00|10.00
212|08|03|城市建设支出|10.00|50.00|52.00|0.00|52.00|8.00
212|08|99|其他支出|4.00|30.00|32.00|0.00|32.00|2.00
229|||其他支出|0.00|6.00|6.00|0.00|6.00|0.00
229|60||彩票公益金安排的支出|0.00|6.00|6.00|0.00|6.00|0.00
229|60|02|用于社会福利的支出|0.00|6.00|6.00|0.00|6.00|0.00
"""

GROUPED = """
类别|项目|年初预算|决算数|完成率
人员经费|基本工资|40.00|41.20|103.00%
|津贴补贴|22.00|21.50|97.73%
|小计|62.00|62.70|101.13%
公用经费|办公费|8.00|6.40|80.00%
|差旅费|6.00|3.90|65.00%
|小计|14.00|10.30|73.57%
合计||76.00|73.00|96.05%
"""

PRICES = """
品名|单价（元）|数量（台）|金额（万元）
台式计算机|5200.00|20|10.40
打印机|1800.00|5|0.90
合计|||11.30
"""

QUARTERS = """
月份|收入|支出|结余
一季度|120.00|100.00|20.00
二季度|130.00|115.00|15.00
上半年|250.00|215.00|35.00
三季度|90.00|100.00|-10.00
四季度|160.00|150.00|10.00
全年|500.00|465.00|35.00
"""

ASSETS = """
项目|2022年末|2023年末|增减额|增减%
一、资产总额|900.00|990.00|90.00|10.00
流动资产|300.00|360.00|60.00|20.00
固定资产|600.00|630.00|30.00|5.00
其中：房屋|400.00|400.00|0.00|0.00
二、负债总额|100.00|80.00|-20.00|-20.00
三、净资产|800.00|910.00|110.00|13.75
"""

STAFF = """
单位|编制数|实有人数|在职|离休|退休
局机关|30|41|28|1|12
信息中心|12|13|10|0|3
合计|42|54|38|1|15
"""


@pytest.mark.parametrize("clean", [VERTICAL, STEPS, GROUPED, PRICES, QUARTERS, ASSETS, STAFF])
def test_other_tables_are_clean(clean: str) -> None:
    assert told(clean) == []


def test_class_item_and_sub_item_in_three_columns_make_one_code() -> None:
    codes = [r.code for r in read(STEPS).rows]
    assert codes == ["", "212", "21208", "2120803", "2120899", "229", "22960", "2296002"]
    assert "52.00 + 32.00 = 84.00" in firm(STEPS, ["columns"])


def test_numbered_total_adds_its_numbered_items() -> None:
    assert told(VERTICAL.replace("7|6.20", "7|6.00"), ["columns"]) == ["0.00 + 12.40 + 6.00 ≠ 18.60"]


def test_subtotals_of_groups_and_their_total() -> None:
    assert {"62.00 + 14.00 = 76.00", "62.70 + 10.30 = 73.00", "40.00 + 22.00 = 62.00"} <= firm(GROUPED, ["columns"])


def test_growth_row_under_a_row_of_years() -> None:
    text = "项目|2020年|2021年|2022年|2023年\n营业收入|160.00|200.00|250.00|275.00\n同比增长%|5.0%|25.0%|25.0%|{}"
    assert told(text.format("10.0%"), ["change"]) == []
    assert told(text.format("100.0%"), ["change"]) == ["(275.00 − 250.00) ÷ 250.00 ≠ 100.0%"]


def test_both_sides_of_a_balance_have_one_total() -> None:
    assert "923.80 = 923.80" in firm(TOTALS, ["balance"])
    assert "890.40 = 890.40" in firm(FUNDS, ["balance"])
    assert told(TOTALS.replace("总计|923.80|总计|923.80", "总计|923.80|总计|928.30"), ["balance"]) == [
        "923.80 ≠ 928.30"
    ]


def test_opening_balance_and_income_against_expenditure_and_closing_balance() -> None:
    assert "14.00 + 86.00 − 90.00 = 10.00" in firm(STEPS, ["balance"])
    assert told(STEPS.replace("52.00|8.00", "52.00|3.00"), ["balance"]) == ["10.00 + 50.00 − 52.00 ≠ 3.00"]


def test_a_wide_table_names_its_figures_by_header() -> None:
    table = read(THREE)
    names = {f.figure.text: f.label for f in table.facts}
    assert names["27.95"] == "公务用车购置及运行维护费"
    assert names["4.40"] == "公务接待费"
    column = table.column(table.facts[-1])
    assert column is not None
    assert column.role == "actual"


def test_change_of_a_rate_or_without_its_sign_is_let_be() -> None:
    text = """
指标|2022年|2023年|增减%
收入（万元）|200.00|220.00|10.0
支出（万元）|150.00|120.00|20.0
人均（万元）|4.00|5.00|25.0
办结率（%）|90.0|94.5|4.5
"""
    assert told(text, unit="") == []


def test_one_row_that_fits_by_chance_bears_nothing_out() -> None:
    text = "项目|2022年|2023年|同比增长%\n甲|100.00|110.00|10.0\n乙|80.00|90.00|3.1"
    assert told(text) == []


POPULATION = """
指标|单位|2031年|2032年
年末常住人口|万人|210.40|208.60
城镇人口|万人|126.24|129.33
占常住人口比重|%|60.00|62.00
年末户籍人口|万人|208.90|209.90
男性|万人|105.80|106.20
女性|万人|103.10|103.70
人口性别比(以女性人口为100)|%|102.62|102.41
人口出生率|‰|8.41|7.36
人口死亡率|‰|6.12|6.25
人口自然增长率|‰|2.29|1.11
"""


def test_rows_are_tied_by_what_they_are_called() -> None:
    assert firm(POPULATION, ["columns"], "") == {"105.80 + 103.10 = 208.90", "106.20 + 103.70 = 209.90"}
    assert firm(POPULATION, ["rest"], "") == {"8.41 − 6.12 = 2.29", "7.36 − 6.25 = 1.11"}
    assert firm(POPULATION, ["share"], "") == {
        "126.24 ÷ 210.40 = 60.00",
        "129.33 ÷ 208.60 = 62.00",
        "105.80 ÷ 103.10 = 102.62",
        "106.20 ÷ 103.70 = 102.41",
    }


@pytest.mark.parametrize(
    "rows",
    [
        "指标|2031年|2032年\n人口平均预期寿命|78.2|78.9\n男性|76.1|76.9\n女性|80.5|81.1\n在职教师|310|322",
        "指标|2031年|2032年\n居民人均可支配收入|31520|33410\n城镇居民人均可支配收入|41210|43105\n"
        "农村居民人均可支配收入|21530|23212",
        "指标|2031年|2032年\n在职教师|310|322\n退休教师|120|131\n教师培训人次|512|490",
        "指标|2031年|2032年\n范围一排放|100|110\n范围二排放|210|215\n范围三排放|90|92\n排放总量|400|417",
        "指标|2031年|2032年\n常住人口|210|208\n城镇人口|126|129\n户籍人口城镇化率|48.1%|49.2%",
        "指标|2031年|2032年\n户籍人口出生率|8.1|8.0\n户籍人口死亡率|5.2|5.1\n常住人口自然增长率|3.0|3.1",
        "指标|2031年|2032年\n男婴|120|131\n女婴|110|121\n出生人口性别比|108.9%|108.4%",
    ],
)
def test_rows_of_other_names_are_not_tied(rows: str) -> None:
    assert told(rows, ["columns", "rest", "share"], "") == []


def test_sentences_in_a_cell_are_read() -> None:
    """完成情况 and the like: what a cell tells in sentences is audited, and found in that cell."""
    told = "全年到位资金100.00万元，其中：中央补助80.00万元，市级配套30.00万元。"
    result = auditlint.audit(document(f"项目|内容\n实施情况|{told}"), rulebook())
    assert [f.code for f in result.findings] == ["AL101"]
    assert result.documents[0].blocks[result.findings[0].location.span.block].text == told
    right = auditlint.audit(document(f"项目|内容\n实施情况|{told.replace('30.00', '20.00')}"), rulebook())
    assert right.findings == ()
    assert right.figures == 3
