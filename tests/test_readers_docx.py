"""The Word reader: WordprocessingML in, blocks and tables out."""

import io
import random
import struct
import zipfile

import pytest

from auditlint.errors import ReadError
from auditlint.limits import Limits
from auditlint.model import Document
from auditlint.readers import Source
from auditlint.readers.docx import read
from auditlint.readers.docx_numbering import FORMATS
from tests.make_docx import (
    MACRO_TYPE,
    MAIN_TYPE,
    chart_part,
    chart_run,
    docx,
    field,
    lvl,
    notes,
    numbered,
    p,
    r,
    report,
    style,
    t,
    tbl,
    tc,
    text_box,
    tr,
)


def document(data: bytes, revisions: str = "accepted", limits: Limits | None = None) -> Document:
    return read(Source("甲.docx", "甲.docx", data, limits or Limits(), revisions))


def texts(body: str, parts: dict[str, str] | None = None, revisions: str = "accepted") -> list[str]:
    return [b.text for b in document(docx(body, parts), revisions).blocks]


def ins(content: str, tag: str = "ins") -> str:
    return f'<w:{tag} w:id="9" w:author="张三">{content}</w:{tag}>'


def deleted(text: str) -> str:
    return ins(f"<w:r><w:delText>{text}</w:delText></w:r>", "del")


# ----------------------------------------------------------------- paragraphs


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (r("收入1", "<w:b/>") + r("20.50") + r("万元"), "收入120.50万元"),
        ('<w:hyperlink r:id="x">' + r("10.00") + "</w:hyperlink>" + r("万元"), "10.00万元"),
        ("<w:smartTag>" + r("10.00") + "</w:smartTag>", "10.00"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + r("10.00") + "</w:sdtContent></w:sdt>", "10.00"),
        (r("甲") + r("隐藏", "<w:vanish/>") + r("乙"), "甲乙"),
        (r("甲") + r("不隐藏", '<w:vanish w:val="0"/>'), "甲不隐藏"),
        ("<w:r>" + t("甲") + "<w:tab/>" + t("乙") + "<w:noBreakHyphen/>" + t("3") + "</w:r>", "甲\t乙-3"),
        ("<w:r><w:t>甲</w:t><w:pict><v:shape><v:textbox/></v:shape></w:pict></w:r>", "甲"),
        ('<w:r><w:sym w:font="Symbol" w:char="F032"/></w:r>', "2"),
        (field(" REF a ", r("12.30")) + r("万元"), "12.30万元"),
        (field(" IF " + "1", r("12.30")), "12.30"),
        ('<w:fldSimple w:instr=" REF a "><w:r><w:t>5</w:t></w:r></w:fldSimple>', "5"),
        ("<w:r><w:t> 甲 </w:t></w:r>", "甲"),
        ("<w:r><w:t>甲<!-- 无 -->乙</w:t></w:r>", "甲乙"),
        ("<w:ruby><w:rt>" + r("yi") + "</w:rt><w:rubyBase>" + r("乙") + "</w:rubyBase></w:ruby>", "乙"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>",
            "3/4",
        ),
    ],
)
def test_inline(content: str, text: str) -> None:
    assert texts(p(content)) == [text]


def test_anchors_point_at_the_text_elements() -> None:
    body = p(deleted("9") + r("收入1") + r("20") + "<w:r><w:tab/></w:r>") + p("<w:r><w:t> 甲</w:t></w:r>")
    found = document(docx(body))
    main = "word/document.xml"
    assert [[s.anchor for s in b.segments] for b in found.blocks] == [
        [(main, 1, 0), (main, 2, 0), None],
        [(main, 3, 1)],
    ]
    assert [s.start for s in found.blocks[0].segments] == [0, 3, 5]


def test_a_line_break_makes_lines_of_their_own() -> None:
    assert texts(p("<w:r>" + t("甲。") + "<w:br/>" + t("乙。") + "</w:r>")) == ["甲。", "乙。"]


def test_tracked_changes_in_both_views() -> None:
    body = p(r("合计") + ins(r("12.00")) + deleted("10.00") + r("万元"))
    moved = p(ins(r("甲"), "moveFrom") + r("乙") + ins(r("丙"), "moveTo"))
    assert texts(body + moved) == ["合计12.00万元", "乙丙"]
    assert texts(body + moved, revisions="original") == ["合计10.00万元", "甲乙"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = p("收入合计", '<w:rPr><w:del w:id="1"/></w:rPr>') + p("12.00万元")
    assert texts(body) == ["收入合计12.00万元"]
    assert texts(body, revisions="original") == ["收入合计", "12.00万元"]
    assert texts(p("末段", '<w:rPr><w:del w:id="1"/></w:rPr>')) == ["末段"]


def test_deleted_and_inserted_table_rows() -> None:
    body = tbl(tr("甲", "1"), tr("乙", "2", properties="<w:del/>"), tr("丙", "3", properties="<w:ins/>"))
    assert texts(body) == ["甲", "1", "丙", "3"]
    assert texts(body, revisions="original") == ["甲", "1", "乙", "2"]


def test_text_boxes_once_and_after_their_paragraph() -> None:
    found = document(docx(p(r("甲") + text_box(p("框内10.00万元"))) + p("乙")))
    assert [(b.text, b.address.part, b.address.paragraph) for b in found.blocks] == [
        ("甲", None, 0),
        ("框内10.00万元", "textbox", 0),
        ("乙", None, 1),
    ]


def test_old_text_boxes() -> None:
    box = f"<v:shape><v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox></v:shape>"
    assert texts(p(r("甲") + f"<w:r><w:pict>{box}</w:pict></w:r>")) == ["甲", "框内"]


def test_notes_follow_their_paragraph() -> None:
    body = p(r("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + p(
        r("乙") + '<w:r><w:endnoteReference w:id="1"/></w:r>'
    )
    parts = {"footnotes": notes("footnotes", "没有引用", "脚注1.00万元"), "endnotes": notes("endnotes", "尾注")}
    found = document(docx(body, parts))
    assert [(b.kind, b.text, b.address.part) for b in found.blocks] == [
        ("paragraph", "甲", None),
        ("note", "脚注1.00万元", "footnote"),
        ("paragraph", "乙", None),
        ("note", "尾注", "endnote"),
    ]


def test_comments_are_no_text() -> None:
    body = p('<w:commentRangeStart w:id="0"/>' + r("甲") + '<w:commentRangeEnd w:id="0"/>')
    assert texts(body, {"comments": '<w:comment w:id="0">' + p("批注9.99万元") + "</w:comment>"}) == ["甲"]


def test_headers_that_are_shown_come_last() -> None:
    section = "".join(f'<w:headerReference w:type="{k}" r:id="header{n}"/>' for n, k in ((1, "default"), (2, "first")))
    section += '<w:footerReference w:type="default" r:id="footer1"/>'
    parts = {
        "header1": p("2024年度决算"),
        "header2": p("没有显示"),
        "footer1": p(r("第") + field(" PAGE ", r("3")) + r("页")),
    }
    found = document(docx(p("正文"), parts, section=section))
    assert [(b.kind, b.text, b.address.part) for b in found.blocks] == [
        ("paragraph", "正文", None),
        ("header", "2024年度决算", "header"),
        ("header", "第页", "footer"),
    ]
    shown_first = document(docx(p("正文"), parts, section=section + "<w:titlePg/>"))
    assert "没有显示" in [b.text for b in shown_first.blocks]


# ----------------------------------------------------------------- headings


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    + style("1", "heading 1", '<w:outlineLvl w:val="0"/>')
    + style("b", "我的标题", based="1")
    + style("3", "标题 3")
    + style("T", "toc 2")
    + style("H", "隐藏", run="<w:vanish/>", kind="character")
)


def test_outline_levels() -> None:
    body = (
        p("直接", '<w:pStyle w:val="1"/>')
        + p("继承", '<w:pStyle w:val="b"/>')
        + p("名称", '<w:pStyle w:val="3"/>')
        + p("段落级别", '<w:outlineLvl w:val="1"/>')
        + p("取消级别", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
        + p("整句话用了标题样式，收入合计10.00万元。", '<w:pStyle w:val="1"/>')
    )
    found = document(docx(body, {"styles": STYLES}))
    assert [(b.kind, b.level) for b in found.blocks] == [
        ("heading", 1),
        ("heading", 1),
        ("heading", 3),
        ("heading", 2),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_toc_entries_are_no_headings() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = (
        p(begin + r("一、收入"), '<w:outlineLvl w:val="0"/>')
        + p("二、支出", '<w:outlineLvl w:val="0"/>')
        + p(end + r("一、收入"), '<w:outlineLvl w:val="0"/>')
        + p("三、样式", '<w:pStyle w:val="T"/>')
        + f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
        + p("完", '<w:outlineLvl w:val="0"/>')
    )
    found = document(docx(body, {"styles": STYLES}))
    assert [(b.text, b.kind, b.address.part) for b in found.blocks] == [
        ("一、收入", "paragraph", "toc"),
        ("二、支出", "paragraph", "toc"),
        ("一、收入", "heading", None),
        ("三、样式", "paragraph", "toc"),
        ("目录", "paragraph", "toc"),
        ("完", "heading", None),
    ]


def test_hidden_by_character_style() -> None:
    assert texts(p(r("甲") + r("乙", '<w:rStyle w:val="H"/>')), {"styles": STYLES}) == ["甲"]


# ----------------------------------------------------------------- numbers


def abstract(n: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{n}">{"".join(levels)}</w:abstractNum>'


def num(n: int, abstract_id: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{n}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'


CHINESE = abstract(
    0, lvl(0, "chineseCountingThousand", "%1、"), lvl(1, "chineseCounting", "（%2）"), lvl(2, "decimal", "%3.")
)


def labels(numbering: str, *paragraphs: tuple[int, int]) -> list[str]:
    body = "".join(p("甲", numbered(n, ilvl)) for n, ilvl in paragraphs)
    return [text.removesuffix("甲") for text in texts(body, {"numbering": numbering})]


def test_chinese_levels_restart_under_the_level_above() -> None:
    order = ((1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1))
    assert labels(CHINESE + num(1, 0), *order) == ["一、", "（一）", "1. ", "2. ", "（二）", "1. ", "二、", "（一）"]


def test_nums_of_one_list_count_together_until_one_starts_anew() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = CHINESE + num(1, 0) + num(2, 0) + num(3, 0, restart)
    assert labels(numbering, (1, 0), (2, 0), (3, 0), (3, 0)) == ["一、", "二、", "一、", "二、"]


def test_level_override_multilevel_text_and_legal_numbers() -> None:
    override = '<w:lvlOverride w:ilvl="0">' + lvl(0, "upperRoman", "%1)") + "</w:lvlOverride>"
    numbering = (
        abstract(0, lvl(0, "chineseCounting", "第%1章"), lvl(1, "decimal", "%1.%2", "<w:isLgl/>"))
        + num(1, 0)
        + abstract(1, lvl(0, "decimal", "%1)"))
        + num(2, 1, override)
    )
    assert labels(numbering, (1, 0), (1, 1), (1, 1), (2, 0), (2, 0)) == ["第一章", "1.1 ", "1.2 ", "I)", "II)"]


def test_numbers_without_text_count_and_show_in_tables_only() -> None:
    row = tr(tc(p("", numbered(1))), "甲")
    body = p("", numbered(1)) + tbl(row, row) + p("乙", numbered(1))
    numbering = abstract(0, lvl(0, "decimal", "%1")) + num(1, 0)
    assert texts(body, {"numbering": numbering}) == ["2 ", "甲", "3 ", "甲", "4 乙"]


def test_a_skipped_level_counts_as_its_first() -> None:
    assert labels(CHINESE + num(1, 0), (1, 0), (1, 2), (1, 1)) == ["一、", "1. ", "（二）"]


def test_a_level_that_never_restarts() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    numbering = abstract(0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "(%2)", never)) + num(1, 0)
    assert labels(numbering, (1, 0), (1, 1), (1, 0), (1, 1)) == ["1. ", "(1)", "2. ", "(2)"]


def test_numbers_that_come_with_a_style() -> None:
    styles = style("2", "heading 2", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>')
    own = '<w:pStyle w:val="2"/>'
    numbering = abstract(0, lvl(0, "decimal", "%1."), lvl(1, "chineseCounting", "%2、", own)) + num(1, 0)
    body = p("甲", own) + p("乙", own + numbered(0)) + p("丙", own)
    found = document(docx(body, {"styles": styles, "numbering": numbering}))
    assert [b.text for b in found.blocks] == ["一、甲", "乙", "二、丙"]
    assert [s.anchor is None for s in found.blocks[0].segments] == [True, False]


def test_list_styles_bullets_and_unknown_numbers() -> None:
    styles = style("L", "list", numbered(2), kind="numbering")
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        + abstract(1, lvl(0, "decimalEnclosedCircle", "%1"), lvl(1, "bullet", "\uf06c"))
        + num(1, 0)
        + num(2, 1)
    )
    body = p("甲", numbered(1)) + p("乙", numbered(2)) + p("丙", numbered(2, 1)) + p("丁", numbered(77))
    assert texts(body, {"styles": styles, "numbering": numbering}) == ["①甲", "②乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("form", "n", "sign"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 10_010, "一万零一十"),
        ("japaneseCounting", 12, "十二"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 2, "乙"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalFullWidth", 12, "１２"),
        ("lowerRoman", 14, "xiv"),
        ("upperLetter", 28, "BB"),
        ("decimalZero", 3, "03"),
    ],
)
def test_number_formats(form: str, n: int, sign: str) -> None:
    assert FORMATS[form](n) == sign


# ----------------------------------------------------------------- tables


def grid(found: Document, table: int = 0) -> list[tuple[str, int, int, int, int]]:
    return [(found.blocks[c.block].text, c.row, c.column, c.rowspan, c.colspan) for c in found.tables[table].cells]


def test_merged_cells_and_header_rows() -> None:
    head = "<w:tblHeader/>"
    body = tbl(
        tr(tc("项目", '<w:vMerge w:val="restart"/>'), tc("决算数", '<w:gridSpan w:val="2"/>'), properties=head),
        tr(tc("", "<w:vMerge/>"), "金额", "占比", properties=head),
        tr("甲", "1.00", "10%"),
    )
    found = document(docx(p("前") + body))
    assert grid(found) == [
        ("项目", 0, 0, 2, 1),
        ("决算数", 0, 1, 1, 2),
        ("金额", 1, 1, 1, 1),
        ("占比", 1, 2, 1, 1),
        ("甲", 2, 0, 1, 1),
        ("1.00", 2, 1, 1, 1),
        ("10%", 2, 2, 1, 1),
    ]
    table = found.tables[0]
    assert (table.header, table.rows, table.columns) == (2, 3, 3)
    address = found.blocks[table.cells[5].block].address
    assert (address.table, address.row, address.column) == (0, 2, 1)


def test_cells_through_content_controls_and_gaps() -> None:
    row = tr(f"<w:sdt><w:sdtContent>{tc('2.00')}</w:sdtContent></w:sdt>", properties='<w:gridBefore w:val="1"/>')
    body = tbl(tr("甲", "1.00"), "<w:sdt><w:sdtContent>" + row + "</w:sdtContent></w:sdt>")
    assert grid(document(docx(body)))[2] == ("2.00", 1, 1, 1, 1)


def test_nested_tables_follow_and_frames_are_opened() -> None:
    inner = tbl(tr("内", "1"), tr("里", "2"))
    found = document(docx(tbl(tr(tc(p("外") + inner + p()), "3"))))
    assert grid(found, 0) == [("外", 0, 0, 1, 1), ("3", 0, 1, 1, 1)]
    assert [c[0] for c in grid(found, 1)] == ["内", "1", "里", "2"]
    frame = document(docx(tbl(tr(tc(p("框内一段。") + p("又一段。"))))))
    assert [b.kind for b in frame.blocks] == ["paragraph", "paragraph"]
    assert frame.tables == ()


def test_paragraphs_of_a_cell_are_lines_and_blank_cells_stay() -> None:
    found = document(docx(tbl(tr(tc(p("1904.") + p("08")), ""))))
    assert [b.text for b in found.blocks] == ["1904.\n08", ""]


def test_hidden_rows_are_left_out() -> None:
    assert texts(tbl(tr("甲", "1"), tr("乙", "2", properties="<w:hidden/>"), tr("丙", "3"))) == ["甲", "1", "丙", "3"]


def test_title_and_unit_above_a_table() -> None:
    found = document(docx(p("收入支出决算总表") + p("单位：万元") + tbl(tr("甲", "1"), tr("乙", "2"))))
    assert (found.tables[0].title, found.tables[0].unit) == ("收入支出决算总表", "万元")


# ----------------------------------------------------------------- charts


def test_a_chart_is_a_table_where_it_stands() -> None:
    part = chart_part("支出构成", "金额", ["基本支出", "项目支出"], ["80.5", "48.379999999999995"], "#,##0.00")
    found = document(docx(p("前") + p(chart_run("chart1")) + p("后"), {"chart1": part}))
    assert [b.text for b in found.blocks] == ["前", "", "金额", "基本支出", "80.50", "项目支出", "48.38", "后"]
    assert (found.tables[0].kind, found.tables[0].title, found.tables[0].header) == ("chart", "支出构成", 1)
    assert found.blocks[6].stored == "48.379999999999995"


def test_a_chart_without_title_takes_its_series_name() -> None:
    found = document(docx(p(chart_run("chart1")), {"chart1": chart_part("", "收入", ["甲"], ["1"])}))
    assert found.tables[0].title == "收入"


# ----------------------------------------------------------------- notices, kinds of files, trouble


def test_pictures_and_embedded_objects_are_told() -> None:
    picture = chart_run("x").replace('drawingml/2006/chart">', 'drawingml/2006/picture">').replace("c:chart", "pic:pic")
    embedded = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    found = document(docx(p(picture) + p(embedded)))
    assert [n[:5] for n in found.notices] == ["有 1 幅", "有 1 个"]


def test_a_chart_without_data_and_tracked_changes_are_told() -> None:
    found = document(docx(p(chart_run("x")) + p(ins(r("甲")))))
    assert ["没有保存数据" in found.notices[0], "接受全部修订后" in found.notices[1]] == [True, True]
    assert "修订前" in document(docx(p(ins(r("甲")))), "original").notices[0]
    assert document(docx(p("甲"))).notices == ()


def test_strict_and_macro_files() -> None:
    plain = docx(p("甲") + tbl(tr("乙", "1")))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            data = data.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            data = data.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            target.writestr(name, data)
    expected = ["甲", "乙", "1"]
    assert [b.text for b in document(strict.getvalue()).blocks] == expected
    assert [b.text for b in document(docx(p("甲") + tbl(tr("乙", "1")), main_type=MACRO_TYPE)).blocks] == expected


def replaced(part: str, data: bytes) -> bytes:
    out = io.BytesIO()
    plain = zipfile.ZipFile(io.BytesIO(docx(p("甲"))))
    with plain as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, data if name == part else source.read(name))
    return out.getvalue()


def truncated() -> bytes:
    data = docx(p("甲" * 500))
    return data[: len(data) // 2]


def corrupt() -> bytes:
    data = bytearray(docx(p("甲" * 500)))
    place = bytes(data).rfind(b"word/document.xml", 0, bytes(data).find(b"PK\x01\x02"))
    start = place + len("word/document.xml")
    data[start : start + 20] = b"\xff" * 20
    return bytes(data)


def password() -> bytes:
    data = bytearray(docx(p("甲")))
    for header, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(header, at + 1)) >= 0:
            flags = struct.unpack_from("<H", data, at + place)[0]
            struct.pack_into("<H", data, at + place, flags | 1)
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
DEEP = p("<w:smartTag>" * 220 + r("甲") + "</w:smartTag>" * 220)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "不是完整的"),
        (b"plain text", "不是完整的"),
        (truncated(), "不是完整的"),
        (corrupt(), "损坏"),
        (password(), "密码"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE, "旧版"),
        (replaced("word/document.xml", b"<a><b></a>"), "损坏"),
        (replaced("word/document.xml", ENTITY + b"<d>&x;</d>"), "类型声明"),
        (replaced("word/document.xml", b"<a/>"), "没有正文"),
        (replaced("_rels/.rels", b"<Relationships/>"), "没有 Word 文档"),
        (docx(DEEP), "嵌套"),
    ],
)
def test_trouble_is_a_read_error_with_reason_and_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        document(data)
    assert reason in caught.value.reason
    assert caught.value.path == "甲.docx"
    assert caught.value.remedy


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 400_000_000)
    with pytest.raises(ReadError):
        document(out.getvalue())


def mutated(data: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, a piece doubled or lost."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(out))
        kind = dice.randrange(3)
        if kind == 0:
            out[place] = dice.randrange(256)
        elif kind == 1:
            del out[place : place + dice.randint(1, 40)]
        else:
            out[place:place] = out[place : place + dice.randint(1, 40)]
        out = out or bytearray(b"P")
    return bytes(out)


@pytest.mark.parametrize("inside", [False, True])
def test_broken_files_are_read_or_refused(inside: bool) -> None:
    dice = random.Random(20240101)
    whole = report()
    parts = {n: zipfile.ZipFile(io.BytesIO(whole)).read(n) for n in zipfile.ZipFile(io.BytesIO(whole)).namelist()}
    refused = 0
    for _ in range(150):
        data = mutated(whole, dice)
        if inside:
            out = io.BytesIO()
            victim = dice.choice(sorted(parts))
            with zipfile.ZipFile(out, "w") as archive:
                for name, content in parts.items():
                    archive.writestr(name, mutated(content, dice) if name == victim else content)
            data = out.getvalue()
        try:
            found = document(data)
        except ReadError:
            refused += 1
            continue
        for block in found.blocks:
            assert [s.start for s in block.segments] == sorted(s.start for s in block.segments)
    assert 0 < refused < 150


def test_deep_but_allowed() -> None:
    assert texts(p("<w:smartTag>" * 180 + r("甲") + "</w:smartTag>" * 180)) == ["甲"]
    table = tbl(tr("底", "1"))
    for _ in range(30):
        table = tbl(tr(tc(table + p()), "2"))
    assert len(document(docx(table)).tables) == 31


def test_huge_spans_cost_nothing() -> None:
    found = document(docx(tbl(tr(tc("甲", '<w:gridSpan w:val="999999999"/>'), "1"), tr("乙", "2"))))
    assert found.tables[0].columns < 5000


def test_main_type_is_not_needed_to_find_the_text() -> None:
    assert MAIN_TYPE != MACRO_TYPE
    assert texts("<mc:AlternateContent><mc:Fallback>" + p("甲") + "</mc:Fallback></mc:AlternateContent>") == ["甲"]
