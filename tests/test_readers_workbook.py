"""Workbooks: tables with title and unit, numbers as shown, what cannot be read told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from auditlint.errors import ReadError
from auditlint.limits import Limits
from auditlint.model import Document
from auditlint.readers import read
from auditlint.readers.number_formats import show
from tests.soffice import convert

SHOWN = [
    ("48.379999999999995", "0.00", "48.38"),
    ("0.6", "0.00%", "60.00%"),
    ("1234567.891", "#,##0.00", "1,234,567.89"),
    ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
    ("12345678", "0.00,,", "12.35"),
    ("12345.6", "0!.0,", "1.2"),
    ("123456789", "0!.0000", "12345.6789"),
    ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    ("45657", 'yyyy"年"m"月"d"日"', "2024年12月31日"),
    ("2.675", "0.00", "2.68"),
    ("1.0049999999999999", "0.00", "1.01"),
    ("-0.004", "0.00", "0.00"),
    ("5", "000", "005"),
    ("0.5", "#.##", ".5"),
    ("48.379999999999995", "General", "48.38"),
    ("-7", "0.00;[Red]-0.00", "-7.00"),
    ("100", '0.00"万元"', "100.00万元"),
    ("50000", '[>9999]0!.0,"万";0', "5.0万"),
    ("7", "0,000", "0,007"),
    ("0", "0.00;-0.00;;@", ""),
]


@pytest.mark.parametrize(("stored", "code", "expected"), SHOWN)
def test_shown(stored: str, code: str, expected: str) -> None:
    assert show(stored, code) == expected


def test_shown_as_libreoffice_shows() -> None:
    """`0!.0` is an escape only in Chinese Excel, so those formats are left out here."""
    cases = [(s, c) for s, c, _ in SHOWN if "!" not in c]

    def fill(book: openpyxl.Workbook) -> None:
        for i, (stored, code) in enumerate(cases, 1):
            cell = book.active.cell(i, 1, float(stored))
            cell.number_format = code

    text = convert(made(fill), ".xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1").decode("utf-8-sig")
    theirs = [row[0].strip() if row else "" for row in csv.reader(io.StringIO(text))]
    pairs = [(s, c, show(s, c), t) for (s, c), t in zip(cases, theirs, strict=False)]
    differing = [p for p in pairs if p[2] != (p[2] if p[3] == "-0.00" else p[3])]
    assert differing == []


def made(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet(fill: Callable[[openpyxl.Workbook], None]) -> Document:
    return read("tables.xlsx", data=made(fill))


def texts(document: Document, table: int) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(document.tables[table].rows)]
    for cell in document.tables[table].cells:
        rows[cell.row].append(document.blocks[cell.block].text)
    return rows


def accounts(book: openpyxl.Workbook) -> None:
    page = book.active
    page.title = "公开01表"
    page["A1"] = "收入支出决算总表"
    page.merge_cells("A1:F1")
    page["F2"], page["A3"], page["F3"] = "公开01表", "部门：青禾县林业站", "金额单位：万元"
    page["A4"], page["D4"] = "收入", "支出"
    page.merge_cells("A4:C4")
    page.merge_cells("D4:F4")
    lines = [
        ("项目", "行次", "决算数", "项目", "行次", "决算数"),
        ("一、财政拨款收入", 1, 48.3791, "一、农林水支出", 3, 48.38),
        (None, None, None, "二、其他支出", 4, None),
        ("合计", 2, 48.38, "合计", 5, 48.38),
    ]
    for r, line in enumerate(lines, 5):
        for c, value in enumerate(line, 1):
            cell = page.cell(r, c, value)
            cell.border = Border(bottom=Side("thin"), top=Side("thin"))
            if c in (3, 6):
                cell.number_format = "#,##0.00"
    page["A9"] = "注：本表反映本年度的总收支情况。"
    page.merge_cells("A9:F9")
    page["A12"] = "另一张表"
    for r, small in enumerate([("科目", "完成率"), ("办公费", 0.6)], 13):
        for c, entry in enumerate(small, 1):
            page.cell(r, c, entry)
    page["B14"].number_format = "0.00%"


def test_titles_tables_and_notes() -> None:
    found = sheet(accounts)
    assert [b.text for b in found.blocks if b.kind != "cell"] == [
        "收入支出决算总表",
        "公开01表",
        "部门：青禾县林业站",
        "金额单位：万元",
        "注：本表反映本年度的总收支情况。",
        "另一张表",
    ]
    assert [(t.title, t.unit, t.rows, t.columns) for t in found.tables] == [
        ("收入支出决算总表", "万元", 5, 6),
        ("另一张表", "", 2, 2),
    ]
    assert texts(found, 0)[0] == ["收入", "支出"]
    assert texts(found, 0)[2] == ["一、财政拨款收入", "1", "48.38", "一、农林水支出", "3", "48.38"]
    assert texts(found, 1)[1] == ["办公费", "60.00%"]
    assert (found.tables[0].cells[0].colspan, found.tables[0].cells[1].column) == (3, 3)


def test_places_and_stored_values() -> None:
    found = sheet(accounts)
    cell = next(b for b in found.blocks if b.stored.startswith("48.3791"))
    assert (cell.text, cell.address.sheet, cell.address.reference) == ("48.38", "公开01表", "C6")


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_other_workbooks_show_the_same(suffix: str) -> None:
    data = convert(made(accounts), ".xlsx", suffix[1:])
    other, own = read("tables" + suffix, data=data), sheet(accounts)
    assert [b.text for b in other.blocks] == [b.text for b in own.blocks]
    assert [(t.title, t.unit, t.rows, t.columns) for t in other.tables] == [
        (t.title, t.unit, t.rows, t.columns) for t in own.tables
    ]


def test_formulas_without_result_and_errors_are_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["项目", "金额"])
        book.active.append(["甲", "=1+2"])
        book.active.append(["乙", "#REF!"])
        book.active["B3"].data_type = "e"

    found = sheet(fill)
    assert texts(found, 0)[1:] == [["甲", "#未计算"], ["乙", "#REF!"]]
    assert any("B2 是没有计算结果的公式" in n for n in found.notices)
    assert any("B3（#REF!）" in n for n in found.notices)


def test_hidden_sheets_rows_and_columns_are_told_and_read() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        page = book.create_sheet("底稿")
        page.sheet_state = "hidden"
        for line in (["项目", "金额"], ["甲", 5], ["乙", 6]):
            page.append(line)
        page.row_dimensions[2].hidden = True
        page.column_dimensions["B"].hidden = True

    found = sheet(fill)
    assert texts(found, 0)[1] == ["甲", "5"]
    told = "\n".join(found.notices)
    assert "“底稿”是隐藏的" in told
    assert "隐藏的行（2）" in told
    assert "隐藏的列（B）" in told


def test_far_apart_cells_cost_nothing() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"], book.active["XFD1048576"] = "头", "尾"
        book.active.merged_cells.add("A2:XFC1048575")

    assert [b.text for b in sheet(fill).blocks] == ["头", "尾"]


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(ReadError, match="单元格超过上限 10 个"):
        read("t.xlsx", data=made(accounts), limits=Limits(cells=10))


def test_a_locked_workbook_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ReadError, match="密码"):
        read("t.xlsx", data=data)
