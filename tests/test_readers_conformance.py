"""One invented report in every format: the same text and the same findings, whatever it was saved as."""

from __future__ import annotations

import io

import docx
import pytest

from auditlint.model import Document
from auditlint.readers import read
from tests.soffice import convert

TITLE = "青禾县林业站2024年度部门决算"
PROSE = "2024年度收入总计620.00万元，其中：财政拨款收入600.00万元，占96.77%；其他收入20.00万元，占3.23%。"
ROWS = [
    ("项目", "2024年度", "2023年度"),
    ("财政拨款收入", "600.00", "580.00"),
    ("其他收入", "20.00", "10.00"),
    ("合计", "620.00", "590.00"),
]


def written() -> bytes:
    made = docx.Document()
    for text in (TITLE, PROSE, "收入决算表", "单位：万元"):
        made.add_paragraph(text)
    table = made.add_table(0, 3, style="Table Grid")
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.add_paragraph("完。")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def texts(document: Document) -> list[str]:
    return [b.text.strip() for b in document.blocks]


EXPECTED = [TITLE, PROSE, "收入决算表", "单位：万元", *(c for row in ROWS for c in row), "完。"]


@pytest.mark.parametrize("suffix", ["docx", "odt", "doc", "rtf", "pdf", "html"])
def test_the_same_text(suffix: str) -> None:
    data = written() if suffix == "docx" else convert(written(), ".docx", suffix)
    found = read("report." + suffix, data=data)
    assert texts(found) == EXPECTED
    assert [(t.title, t.unit, t.rows, t.columns) for t in found.tables] == [("收入决算表", "万元", 4, 3)]


def test_the_same_text_in_markdown() -> None:
    lines = [TITLE, PROSE, "收入决算表", "单位：万元"]
    table = ["| " + " | ".join(row) + " |" for row in ROWS]
    text = "\n\n".join([*lines, "\n".join([table[0], "| --- | --- | --- |", *table[1:]]), "完。"])
    assert texts(read("report.md", data=text.encode())) == EXPECTED
