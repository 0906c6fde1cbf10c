"""The issue list in Excel: results in, cells out, and explanations read back."""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from auditlint.errors import ReadError
from auditlint.model import Accepted, Result
from auditlint.reporters import RenderOptions
from auditlint.reporters.issue_list import explanations
from auditlint.reporters.xlsx import render
from tests import made

OPTIONS = RenderOptions(titles=(("CO101", "各部分之和不等于合计"),), version="0.1.0")


def book(result: Result, options: RenderOptions = OPTIONS, *, rich: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(render(result, options)), rich_text=rich)


def rows(result: Result, sheet: str, options: RenderOptions = OPTIONS) -> list[list[object]]:
    return [list(row) for row in book(result, options)[sheet].iter_rows(values_only=True)]


def test_one_row_per_finding() -> None:
    head, row = rows(made.result(), "问题清单")
    assert head[:7] == ["序号", "文件", "位置", "原文", "问题", "计算过程", "建议"]
    assert head[7:] == ["严重程度", "规则", "整改情况", "说明", "指纹"]
    assert row == [
        1,
        "reports/甲 馆.txt",
        "第3行\n二、支出决算情况说明",
        "本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。",
        "本年支出合计为100.00万元，而各部分之和为101.00万元，相差1.00万元。",
        "60.00万元 + 41.00万元 = 101.00万元 ≠ 100.00万元，相差1.00万元",
        "41.00 → 40.00  改为40.00后，该关系成立；仅一位数字之差",
        "错误",
        "CO101 各部分之和不等于合计",
        None,
        None,
        "0123456789abcdef",
    ]


def test_the_figure_stands_out_in_its_text() -> None:
    value = book(made.result(), rich=True)["问题清单"]["D2"].value
    assert [str(part) for part in value if getattr(part, "font", None) and part.font.b] == ["100.00万元"]


def test_the_list_can_be_filtered_filled_in_and_printed() -> None:
    sheet = book(made.result(made.report(), made.report(path="乙.txt")))["问题清单"]
    assert sheet.auto_filter.ref == "A1:K3"
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.column_dimensions["L"].hidden
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("J2:J3", '"待核实,已改正,无需改正,已说明"')


def test_accepted_findings_come_last_with_their_reason() -> None:
    open_one = made.report().findings[0]
    accepted = replace(open_one, accepted=Accepted("口径不同", "王五"), fingerprint="ff")
    report = replace(made.report(), findings=(accepted, open_one))
    _, first, second = rows(made.result(report), "问题清单")
    assert (first[9], first[11]) == (None, "0123456789abcdef")
    assert second[9:] == ["已说明", "口径不同（王五）", "ff"]


def test_no_text_becomes_a_formula_or_a_link() -> None:
    evil = made.with_finding(made.report(path="=cmd|' /C calc'!A0"), message='=HYPERLINK("http://x","y")\x07')
    found = book(made.result(evil))
    cells = [c for sheet in found for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells} <= {"s", "n", "inlineStr"}
    assert not any(c.hyperlink for c in cells)
    assert found["问题清单"]["E2"].value.startswith("=HYPERLINK")


def test_coverage_and_unchecked_figures() -> None:
    report = replace(made.report(), notices=("有1张隐藏的工作表。",))
    coverage = rows(made.result(report), "核对情况")
    assert coverage[0][:5] == ["文件", "数字", "已核对", "核对率", "未核对"]
    assert coverage[0][5:] == ["关系成立", "尾差", "不成立", "没有可与之核对的数字"]
    assert coverage[1] == ["reports/甲 馆.txt", 4, 3, "75.0%", 1, 0, 0, 1, 1]
    assert coverage[3][0] == "reports/甲 馆.txt：有1张隐藏的工作表。"
    _, row = rows(made.result(report), "未核对数字")
    assert row[2:] == ["第4行\n二、支出决算情况说明", "12.00万元", "另有捐赠12.00万元。", "没有可与之核对的数字"]


def test_sign_off(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_bytes(b"abc")
    result = replace(made.result(made.report(path=str(path))), options={"date": "2025-03-01"})
    found = dict(row[:2] for row in rows(result, "签字页"))
    assert found["SHA-256（文件指纹）"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert found["规则版本"] == "0123456789ab"
    assert found["检查日期"] == "2025-03-01"
    assert found["检查人（签字）"] is None


def test_nothing_found_is_told() -> None:
    clean = replace(made.report(), findings=())
    assert rows(made.result(clean), "问题清单")[1][4] == "未发现问题"
    assert rows(Result(), "问题清单")[1][4] == "未发现问题"


def test_english() -> None:
    head, row = rows(made.result(), "Issues", RenderOptions("en"))
    assert (head[4], row[7]) == ("Problem", "error")
    assert row[5] == "60.00万元 + 41.00万元 = 101.00万元 ≠ 100.00万元; difference 1.00万元"


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render(made.result(), OPTIONS) == render(made.result(), OPTIONS)


def filled(change: str) -> bytes:
    """The list as somebody sends it back: sorted, a column added, an explanation written."""
    found = book(made.result(made.report(), made.with_finding(made.report(path="乙.txt"), fingerprint="ff")))
    sheet = found["问题清单"]
    sheet["K3"] = change
    sheet["J3"] = "无需改正"
    sheet.insert_cols(1)
    sheet.move_range("A3:M3", rows=2)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def test_explanations_are_read_back() -> None:
    (one,) = explanations("清单.xlsx", filled(" 四舍五入 "))
    assert (one.fingerprint, one.path, one.reason, one.state, one.row) == ("ff", "乙.txt", "四舍五入", "无需改正", 5)
    assert explanations("清单.xlsx", filled("")) == ()


def test_other_files_are_refused() -> None:
    out = io.BytesIO()
    Workbook().save(out)
    for data in (b"", b"PK", out.getvalue()):
        with pytest.raises(ReadError) as caught:
            explanations("清单.xlsx", data)
        assert caught.value.remedy


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_libreoffice_opens_the_list(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(render(made.result(), OPTIONS))
    profile = f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", form, "--outdir", tmp_path, tmp_path / "list.xlsx"],
        check=True,
        timeout=120,
        capture_output=True,
    )
    text = next(tmp_path.glob("*.csv")).read_text("utf-8")
    assert "60.00万元 + 41.00万元 = 101.00万元 ≠ 100.00万元，相差1.00万元" in text
