"""The suspect of a contradiction: weighed over the whole report, offered with a reason, never told as a fact."""

from __future__ import annotations

import time
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from auditlint.corrections import corrections
from auditlint.equations import Sum
from auditlint.facts.ledger import Ledger
from auditlint.model import Figure, Finding, Relation, Span, Term, Unit
from auditlint.slips import omissions, slip
from tests import made
from tests.wordings import audit, told


def only(text: str) -> Finding:
    found = told(audit(text))
    assert len(found) == 1, [f.message for f in found]
    return found[0]


def pair(finding: Finding) -> tuple[str, str] | None:
    one = finding.suggestion
    return (one.text, one.replacement) if one is not None else None


@pytest.mark.parametrize(
    ("printed", "wanted", "kind"),
    [
        ("14.14", "41.14", "swap"),
        ("14.14", "41.41", ""),
        ("32.8", "32.38", "lost"),
        ("242.442", "242.42", "doubled"),
        ("9.43", "94.3", "point"),
        ("9.43", "94.33", ""),
        ("318.07", "318.70", "swap"),
        ("96.40", "46.90", "exchange"),
        ("96.4", "96.5", "digit"),
        ("5.00", "50000.00", "unit"),
        ("12.60", "6.30", "twice"),
        ("1246.5", "12465", "point"),
    ],
)
def test_slips(printed: str, wanted: str, kind: str) -> None:
    value = Decimal(printed)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    figure = Figure(Span(0, 0, 1), Span(0, 0, 1), printed, value, -exponent, Unit("万元", "money", Decimal(10000)))
    assert slip(figure, Decimal(wanted)) == kind


def test_the_percentage_of_the_rest_is_offered_with_its_reason() -> None:
    finding = only("“三公”经费预算为8.00万元，支出决算为4.56万元，完成预算的43.0%。")
    assert pair(finding) == ("43.0", "57.0")
    assert "其余部分的比例" in finding.message


def test_a_rate_copied_from_the_item_before_is_suspected() -> None:
    finding = only(
        "会议费年初预算10.50万元，支出决算9.20万元，完成年初预算的87.62%；培训费年初预算20.00万元，支出决算15.00万元，完成年初预算的87.62%。"
    )
    assert pair(finding) == ("87.62", "75.00")
    assert "疑似串行" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "变动率=（42.60-45.10）/45.10×100%=-5.54%，同比增长。",
        "本年新增其他收入25.55万元，上年无此项收入，同比增长15.2%。",
    ],
)
def test_nothing_is_offered_where_a_figure_alone_contradicts_words(text: str) -> None:
    finding = only(text)
    assert pair(finding) is None
    assert "疑似" not in finding.message


def test_a_whole_is_called_by_its_name_alone() -> None:
    found = told(audit("专项转移支付612.4亿元，占转移支付总量1,352.8亿元的40.0%。"))
    assert ["专项转移支付612.4亿元占转移支付总量1,352.8亿元的45.3%" in f.message for f in found] == [True]


def test_of_an_amount_said_again_in_fewer_digits_only_what_was_swapped_is_offered() -> None:
    found = told(audit("基金收入完成9.36亿元（96,320万元），同比减少44,180万元。"))
    assert [f.suggestion and f.suggestion.replacement for f in found] == ["93,620"]


def test_omissions_are_one_digit_longer() -> None:
    figure = Figure(Span(0, 0, 1), Span(0, 0, 1), "5.3", Decimal("5.3"), 1, Unit("万元", "money", Decimal(10000)))
    found = omissions(figure)
    assert {Decimal("5.38"), Decimal("5.83"), Decimal("85.3"), Decimal("58.3")} <= set(found)
    assert all(len(str(v)) == len("5.3") + 1 for v in found)


def test_one_slip_that_mends_all_beats_others() -> None:
    finding = only(
        "本年支出合计700.00万元，其中：基本支出451.25万元；经营支出11.60万元；项目支出231.15万元。\n\n"
        "项目支出年初预算250.00万元，支出决算231.15万元，完成年初预算的94.86%。"
    )
    assert pair(finding) == ("231.15", "237.15")
    assert "2处关系同时成立；仅一位数字之差" in finding.message


def test_two_statements_alone_are_both_offered() -> None:
    finding = only("机关运行经费支出48.26万元。\n\n五、机关运行经费支出情况\n\n2031年度机关运行经费支出48.62万元。")
    assert finding.suggestion is None
    assert {(c.text, c.replacement) for c in finding.candidates} == {("48.26", "48.62"), ("48.62", "48.26")}


def test_of_two_statements_the_one_that_adds_up_is_right() -> None:
    finding = only(
        "基本支出318.70万元，其中：人员经费262.15万元，公用经费56.55万元。\n\n五、基本支出情况\n\n"
        "2031年度基本支出318.07万元。"
    )
    assert pair(finding) == ("318.07", "318.70")


def test_a_slip_repeated_is_told_once_with_its_places() -> None:
    finding = only(
        "基本支出318.70万元，其中：人员经费262.15万元，公用经费56.55万元。\n\n二、收入情况\n\n"
        "基本支出318.07万元。\n\n三、支出情况\n\n基本支出318.07万元。\n\n四、基本支出情况\n\n基本支出318.70万元。"
    )
    assert pair(finding) == ("318.07", "318.70")
    assert "另有1处相同" in finding.message
    assert [(c.text, c.replacement) for c in finding.candidates][:1] == [("318.07", "318.70")]


def test_nothing_has_no_share() -> None:
    finding = only("2031年度政府采购支出总额0万元，其中：授予中小企业合同金额0万元，占政府采购支出总额的100%。")
    assert pair(finding) == ("100", "0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公务接待费支出3.40万元，较上年4.00减少0.60万元，下降15.00%。", ("4.00", "4.00万元")),
        ("完成年初预算的的95.00%。", ("的的", "的")),
        ("1.印刷费支出决算为9.00万元，完成预算90.00%，决算数等于预算数。", ("决算数等于预算数", "决算数小于预算数")),
        ("2031年度部门决算\n\n2031年度支出120.00万元，与2031年相比增加20.00万元，增长20.00%。", ("2031年", "2030年")),
    ],
)
def test_words_are_corrected_where_the_right_one_is_known(text: str, expected: tuple[str, str]) -> None:
    finding = only(text)
    assert pair(finding) == expected
    assert finding.suggestion is not None
    assert finding.suggestion.reason


def test_a_digit_lost_within_rounding_is_suspected() -> None:
    text = (
        "政府采购支出总额178.84万元，其中：货物支出55.31万元，工程支出82.3万元，服务支出41.14万元。\n\n"
        "授予中小企业合同金额90.72万元，占政府采购支出总额的50.73%。"
    )
    finding = only(text)
    offered = [finding.suggestion, *finding.candidates]
    assert ("82.3", "82.39") in {(s.text, s.replacement) for s in offered if s is not None}


@pytest.mark.parametrize("step", [1, -1])
def test_what_a_long_sum_does_not_offer_another_relation_may(step: int) -> None:
    every = made.facts(made.document("12.00万元" + "10.00万元" * 20 + "287.35万元，20.00万元107.35万元"))
    suspect, *parts, total, other, both = every
    relations = [
        Relation("sum", "broken", True, tuple(Term("", f) for f in terms), Sum((1,) * (len(terms) - 1)))
        for terms in ((total, suspect, *parts), (both, suspect, other))
    ]
    ledger = cast(Ledger, SimpleNamespace(facts=every))
    offered = [figure.value for figure, _ in corrections(suspect, relations[::step], (), ledger)]
    assert Decimal("87.35") in offered
    assert not list(corrections(suspect, relations[:1], (), ledger))


def test_a_long_sum_is_weighed_quickly() -> None:
    amounts = [Decimal(10_007 + 37 * i).scaleb(-2) for i in range(150)]
    total = sum(amounts) + Decimal("0.90")
    items = "；".join(f"维修{chr(0x4E00 + i)}项目支出{v}万元" for i, v in enumerate(amounts))
    began = time.process_time()
    finding = only(f"项目支出合计{total}万元，其中：{items}。")
    assert finding.code == "AL101"
    assert time.process_time() - began < 5


def test_what_is_wrong_where_a_figure_is_quoted_says_nothing_of_the_figure() -> None:
    findings = told(
        audit(
            "本年收入合计1,000.00万元，其中：一般公共预算财政拨款收入830.50万元，占80.05%；其他收入169.50万元，占16.95%。\n\n"
            "一般公共预算财政拨款支出830.50万元，其中：教育支出411.30万元，占38.01%；农林水支出219.20万元，占45.07%；"
            "住房保障支出727.10万元，占16.92%。"
        )
    )
    assert ("80.05", "83.05") in {pair(f) for f in findings}


def test_what_another_place_says_of_the_same_is_what_was_meant() -> None:
    text = "2031年本年收入合计964.20万元，其中：财政拨款收入824.30万元，事业收入121.50万元，其他收入27.40万元。"
    elsewhere = "\n\n附件：部门整体自评\n2031年财政拨款收入815.30万元，全部用于基本运转。"
    assert pair(only(text)) == ("121.50", "112.50")  # by the swapped digits alone
    finding = only(text + elsewhere)
    assert pair(finding) == ("824.30", "815.30")
    assert "另一处同名数据即为此数" in finding.message
    other_year = elsewhere.replace("2031年", "2030年")
    assert pair(only(text + other_year)) == ("121.50", "112.50")


def test_what_says_too_little_by_itself_bears_out_a_correction() -> None:
    text = (
        "2031年度部门决算\n\n2031年度收、支总计1685.00万元。\n\n2031年本年收入合计811.30万元。\n\n2031年本年支出合计820.30万元。\n\n"
        "2031年全年预算收入总额为842.50万元，其中年初预算数410.20万元，追加预算数401.10万元，上年结转31.20万元。\n\n"
        "年末结转和结余22.20万元。"
    )
    result = audit(text)
    (finding,) = told(result)
    assert pair(finding) == ("1685.00", "842.50")
    mended = [r for r in result.relations if r.id in finding.relations]
    assert sorted(r.firm for r in mended) == [False, True, True]  # what the evaluation says bears it out
    assert "改为842.50后，3处关系同时成立" in finding.message


def test_two_equal_amounts_of_few_digits_are_no_copies() -> None:
    found = told(
        audit(
            "某馆2024年年初结余12.00万元，本年收入300.00万元，本年支出291.50万元，年末结余21.50万元。\n"
            "图书采购支出293.50万元，其中总馆采购280.50万元，分馆采购12.00万元。"
        )
    )
    assert [f.code for f in found] == ["AL141", "AL101"]
    assert all(f.suggestion is None for f in found)  # 13.00 would mend both: a coincidence
