"""The annotated copy of a workbook: findings in, comments and fills at their cells out, all else byte for byte."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from auditlint.errors import ReadError
from auditlint.model import Document, Finding, Related, ReportResult, Result, Span
from auditlint.readers import Source
from auditlint.readers.workbook import read
from auditlint.reporters import RenderOptions
from auditlint.reporters.workbook import render


def workbook(*, commented: bool = False) -> bytes:
    """Two sheets with formats, formulas, a chart, a merged title and, where asked, a comment."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        money = book.add_format({"num_format": "#,##0.00", "bold": True})
        sheet = book.add_worksheet("收入支出总表")
        sheet.merge_range("A1:B1", "收入支出决算总表")
        sheet.write("A2", "单位：万元")
        for row, (label, value) in enumerate((("项目", "决算数"), ("基本支出", 60), ("项目支出", 41.5))):
            sheet.write(row + 2, 0, label)
            sheet.write(row + 2, 1, value, money)
        sheet.write("A6", "合计")
        sheet.write_formula("B6", "=SUM(B4:B5)-1.5", money, 100)
        if commented:
            sheet.write_comment("B4", "请核对")
            sheet.write_comment("A4", "看这里")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=收入支出总表!$B$4:$B$5"})
        sheet.insert_chart("D2", chart)
        sheet.conditional_format("B4:B5", {"type": "data_bar"})
        other = book.add_worksheet("明细")
        other.add_table("A1:B3", {"columns": [{"header": "项目"}, {"header": "金额"}], "data": [["甲", 1], ["乙", 2]]})
    return out.getvalue()


def annotated(path: Path, data: bytes, *wanted: tuple[str, str]) -> bytes:
    """The copy with one finding: its place is the first (sheet, cell), the others are its counterparts."""
    path.write_bytes(data)
    document = read(Source(str(path), path.name, data))
    places = [document.locate(cell(document, *one)) for one in wanted]
    related = tuple(Related("对应的数", p) for p in places[1:])
    finding = Finding("rule", "TB001", "error", "合计不等于各项之和", places[0], related, stated="100.00")
    out = render(Result((ReportResult(str(path), (document,), findings=(finding,)),)), RenderOptions())
    assert isinstance(out, bytes)
    return out


def cell(document: Document, sheet: str, reference: str) -> Span:
    return next(
        Span(i, 0, len(b.text))
        for i, b in enumerate(document.blocks)
        if (b.address.sheet, b.address.reference) == (sheet, reference)
    )


MARKED = (("收入支出总表", "B6"), ("收入支出总表", "B4"), ("明细", "B3"))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {n: archive.read(n) for n in archive.namelist()}


def test_comments_and_fills(tmp_path: Path) -> None:
    out = load_workbook(io.BytesIO(annotated(tmp_path / "甲.xlsx", workbook(), *MARKED)))
    total = out["收入支出总表"]["B6"]
    assert total.comment.text == "【1】错误 TB001\n合计不等于各项之和"
    assert total.comment.author == "auditlint"
    assert (total.fill.fgColor.rgb, total.number_format, total.font.b) == ("FFF8CBAD", "#,##0.00", True)
    part = out["收入支出总表"]["B4"]
    assert part.comment.text == "【1】错误 TB001\n与“100.00”一并核对：对应的数"
    assert part.fill.fgColor.rgb == "FFFFF2CC"
    assert out["明细"]["B3"].comment is not None
    assert [c.coordinate for row in out["收入支出总表"].iter_rows() for c in row if c.comment] == ["B4", "B6"]


def test_the_rest_is_untouched(tmp_path: Path) -> None:
    before = members(workbook())
    after = members(annotated(tmp_path / "甲.xlsx", workbook(), *MARKED))
    changed = {n for n in before if before[n] != after[n]}
    sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"}
    links = {"xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/_rels/sheet2.xml.rels"}
    assert changed == sheets | links | {"[Content_Types].xml"}
    assert {n for n in after if n not in before} == {
        "xl/comments1.xml",
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/drawings/vmlDrawing2.vml",
    }


def test_values_formulas_and_other_formats_stay(tmp_path: Path) -> None:
    before = load_workbook(io.BytesIO(workbook()))
    after = load_workbook(io.BytesIO(annotated(tmp_path / "甲.xlsx", workbook(), *MARKED)))
    marked = {("收入支出总表", "B6"), ("收入支出总表", "B4"), ("明细", "B3")}
    for sheet in before:
        for row in sheet.iter_rows():
            for old in row:
                new = after[sheet.title][old.coordinate]
                assert (old.value, old.number_format) == (new.value, new.number_format)
                assert repr((old.font, old.border)) == repr((new.font, new.border))
                assert (repr(old.fill) == repr(new.fill)) == ((sheet.title, old.coordinate) not in marked)


def test_comments_that_are_there_stay(tmp_path: Path) -> None:
    out = annotated(tmp_path / "甲.xlsx", workbook(commented=True), *MARKED)
    sheet = load_workbook(io.BytesIO(out))["收入支出总表"]
    assert sheet["A4"].comment.text == "看这里"
    assert sheet["B4"].comment.text.startswith("请核对\nauditlint:\n【1】")
    assert sheet["B6"].comment.author == "auditlint"
    drawing = members(out)["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count("<v:shape ") == 3
    assert len(set(drawing.split('id="_x0000_s')[1:])) == 3


def test_a_changed_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    data = workbook()
    path.write_bytes(data)
    document = read(Source(str(path), path.name, data))
    finding = Finding("rule", "TB001", "error", "…", document.locate(cell(document, "明细", "B3")))
    result = Result((ReportResult(str(path), (document,), findings=(finding,)),))
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_worksheet("明细").write("A1", "别的")
    path.write_bytes(out.getvalue())
    with pytest.raises(ReadError, match="改动"):
        render(result, RenderOptions())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
@pytest.mark.parametrize("commented", [False, True])
def test_libreoffice_keeps_the_comments(tmp_path: Path, commented: bool) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(annotated(tmp_path / "甲.xlsx", workbook(commented=commented), *MARKED))
    profile = f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", tmp_path, copy],
        check=True,
        timeout=120,
        capture_output=True,
    )
    content = members((tmp_path / "copy.ods").read_bytes())["content.xml"].decode()
    assert content.count("<office:annotation ") == (4 if commented else 3)
