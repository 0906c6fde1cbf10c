"""One invented report in every format: the same text, figures and findings, whatever it was saved as."""

from __future__ import annotations

import io
from functools import cache
from html import escape

import docx
import openpyxl
import pytest

from auditlint.engine import audit
from auditlint.jobs import load_rules
from auditlint.model import Document, ReportResult
from auditlint.readers import read
from auditlint.settings import Settings
from tests.soffice import convert

TITLE = "青禾县林业站2024年度部门决算"
HEADINGS = ("一、收入支出决算总体情况说明", "二、支出决算情况说明")
PROSE = (
    "2024年度收入总计620.00万元，其中：财政拨款收入600.00万元，占96.77%；其他收入20.00万元，占3.23%。"
    "与上年相比，收入总计增加30.00万元，增长5.80%。",
    "本年支出合计600.00万元，其中：基本支出400.00万元，占66.67%；项目支出210.00万元，占33.33%。",
)
ROWS = (
    ("项目", "2024年度", "2023年度"),
    ("财政拨款收入", "600.00", "580.00"),
    ("其他收入", "20.00", "10.00"),
    ("合计", "620.00", "509.00"),
)
BEFORE = (TITLE, HEADINGS[0], PROSE[0], "收入决算表", "单位：万元")
AFTER = (HEADINGS[1], PROSE[1])
LINES = (*BEFORE, *(c for row in ROWS for c in row), *AFTER)
# what is wrong in it: 5.08 %, 200.00, 590.00
TOLD = {"AL121": "5.80%", "FA103": "600.00万元", "AL301": "509.00"}


@cache
def written() -> bytes:
    """The report as a Word file."""
    made = docx.Document()
    for text in BEFORE:
        made.add_paragraph(text)
    table = made.add_table(0, 3, style="Table Grid")
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for text in AFTER:
        made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def plain() -> bytes:
    """As text taken out of Word: one cell per line after a tab, a blank line after each row."""
    rows = ["".join(f"\t{cell}\n" for cell in row) for row in ROWS]
    return ("\n\n".join(BEFORE) + "\n\n" + "\n".join(rows) + "\n" + "\n\n".join(AFTER) + "\n").encode("gb18030")


def markdown() -> bytes:
    first, *rest = ("| " + " | ".join(row) + " |" for row in ROWS)
    return "\n\n".join([*BEFORE, "\n".join([first, "| --- | --- | --- |", *rest]), *AFTER]).encode()


def page() -> bytes:
    """As an editor of a government site writes it."""
    rows = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in ROWS)
    before, after = ("".join(f"<p>{escape(t)}</p>" for t in part) for part in (BEFORE, AFTER))
    head = '<meta charset="gb2312"><title>部门决算</title>'
    return f"<html><head>{head}</head><body>{before}<table>{rows}</table>{after}</body></html>".encode("gb18030")


MADE = {"docx": written, "txt": plain, "md": markdown, "html": page}
FORMATS = (*MADE, "odt", "doc", "rtf", "pdf", "htm")


@cache
def report(suffix: str) -> Document:
    """The report in a format; LibreOffice makes those that nothing here can write."""
    if suffix in MADE:
        return read("report." + suffix, data=MADE[suffix]())
    return read("report." + suffix, data=convert(written(), ".docx", "html" if suffix == "htm" else suffix))


@cache
def audited(suffix: str) -> ReportResult:
    return audit((report(suffix),), load_rules(Settings()), Settings())


def figures(result: ReportResult) -> list[tuple[str, str, str, str]]:
    return [(str(f.figure.value), f.figure.unit.name, f.measure, f.concept or f.label) for f in result.facts]


def findings(result: ReportResult) -> list[tuple[str, str, str]]:
    return [(f.rule, f.severity, f.message) for f in result.findings]


def test_what_is_wrong_is_told() -> None:
    assert {f.code: f.stated for f in audited("docx").findings} == TOLD
    assert len(figures(audited("docx"))) == 18


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_text(suffix: str) -> None:
    found = report(suffix)
    assert [b.text.strip() for b in found.blocks] == list(LINES)
    assert [(t.title, t.unit, t.rows, t.columns) for t in found.tables] == [("收入决算表", "万元", 4, 3)]
    sections = {b.text.strip(): b.section for b in found.blocks}
    assert sections[PROSE[0]].endswith(HEADINGS[0])
    assert sections[PROSE[1]].endswith(HEADINGS[1])


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_figures(suffix: str) -> None:
    found = report(suffix)
    for fact in audited(suffix).facts:
        span = fact.figure.span
        assert found.blocks[span.block].text[span.start : span.end] == fact.figure.text
    assert figures(audited(suffix)) == figures(audited("docx"))


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_findings(suffix: str) -> None:
    assert findings(audited(suffix)) == findings(audited("docx"))
    assert audited(suffix).figures == audited("docx").figures
    assert audited(suffix).checked == audited("docx").checked


# --------------------------------------------------------------------------- workbooks


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "收入决算表"
    sheet.append(["收入决算表"])
    sheet.append(["单位：万元"])
    sheet.append(ROWS[0])
    for name, *amounts in ROWS[1:]:
        sheet.append([name, *map(float, amounts)])
    for row in sheet.iter_rows(min_row=4, min_col=2):
        for cell in row:
            cell.number_format = "0.00"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@cache
def tables(suffix: str) -> ReportResult:
    data = workbook() if suffix == "xlsx" else convert(workbook(), ".xlsx", suffix)
    return audit((read("公开表." + suffix, data=data),), load_rules(Settings()), Settings())


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_the_same_workbook(suffix: str) -> None:
    found = tables(suffix)
    (document,) = found.documents
    assert [b.text for b in document.blocks if b.table >= 0] == [c for row in ROWS for c in row]
    assert [(t.title, t.unit) for t in document.tables] == [("收入决算表", "万元")]
    assert [f.figure.text for f in found.facts] == [c for row in ROWS[1:] for c in row[1:]]
    assert figures(found) == figures(tables("xlsx"))
    assert findings(found) == findings(tables("xlsx"))
    assert [(f.code, f.stated, f.location.address.reference) for f in found.findings] == [("AL301", "509.00", "C6")]
