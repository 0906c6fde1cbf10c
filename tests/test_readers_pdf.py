"""PDF: paragraphs from lines, ruled tables over pages, places by page and box."""

from __future__ import annotations

import io

import docx
import pypdfium2
import pytest
from docx.oxml import OxmlElement

from auditlint.errors import ReadError
from auditlint.readers import read
from auditlint.readers.pdf_pages import _RADICALS
from tests.soffice import convert

ROWS = [
    (str(2010000 + i), f"事项{i}支出和一个长得一定要折行的名称再加几个字", f"{i * 123456789}.50", f"{i * 7.25:.2f}")
    for i in range(1, 70)
]
SENTENCE = (
    "收入总计1,048.38万元，与上年相比增加48.38万元，增长4.84%，主要原因是新增公园管护项目，"
    "人员经费按照规定标准调整；其中：拨款1,000.00万元，占95.39%。"
)


def sample() -> bytes:
    made = docx.Document()
    made.add_paragraph("青禾县林业站决算")
    made.add_paragraph(SENTENCE)
    made.add_paragraph("支出决算表")
    made.add_paragraph("单位：万元")
    table = made.add_table(0, 4, style="Table Grid")
    for row in [("编码", "名称", "预算数", "决算数"), *ROWS]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    made.add_paragraph("完。")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return convert(sample(), ".docx", "pdf")


def test_sentences_and_a_table_over_pages(pdf: bytes) -> None:
    found = read("report.pdf", data=pdf)
    assert [b.text for b in found.blocks if b.kind != "cell"] == [
        *("青禾县林业站决算", SENTENCE, "支出决算表", "单位：万元", "完。"),
    ]
    (table,) = found.tables
    assert (table.title, table.unit, table.columns) == ("支出决算表", "万元", 4)
    got = [found.blocks[c.block].text for c in table.cells]
    assert got == [*("编码", "名称", "预算数", "决算数"), *(text for row in ROWS for text in row)]


def test_places(pdf: bytes) -> None:
    found = read("report.pdf", data=pdf)
    last = next(b for b in reversed(found.blocks) if b.kind == "cell")
    assert last.address.page is not None
    assert last.address.page > 0
    assert last.address.box is not None
    assert last.address.box[0] < last.address.box[2]


def test_a_scan_is_refused() -> None:
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(200, 200)
    stream = io.BytesIO()
    empty.save(stream)
    with pytest.raises(ReadError, match="扫描"):
        read("scan.pdf", data=stream.getvalue())


def test_a_broken_pdf_is_refused(pdf: bytes) -> None:
    with pytest.raises(ReadError):
        read("cut.pdf", data=pdf[: len(pdf) // 3])


def test_radicals_stand_for_one_character_each() -> None:
    assert all(len(a) == len(b) == 1 for a, b in _RADICALS.items())
    assert "".join(_RADICALS[c] for c in "⼈⼯⻓⻚") == "人工长页"
