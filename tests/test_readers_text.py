"""Plain text: marks, tables, charts and wrapped lines; every character keeps its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditlint import readers
from auditlint.errors import ReadError
from auditlint.limits import Limits
from auditlint.model import Document, Table
from auditlint.readers import text as text_reader
from auditlint.readers.strands import join, join_lines, whole


def read(text: str) -> Document:
    return text_reader.document(text, "report.txt")


def prose(text: str) -> list[str]:
    return [b.text for b in read(text).blocks if b.kind != "cell"]


def grid(document: Document, table: Table) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(document.blocks[cell.block].text)
    return list(rows.values())


def tables(text: str) -> list[list[list[str]]]:
    document = read(text)
    return [grid(document, t) for t in document.tables]


def assert_mapped(text: str) -> None:
    """Every character of every block stands where its block says; a blank may stand for any white space there."""
    lines = text.split("\n")
    for block in read(text).blocks:
        for i, char in enumerate(block.text):
            line, column, _ = block.point(i)
            assert line is not None
            assert column is not None
            there = lines[line][column] if column < len(lines[line]) else " "
            assert there == char or (char == " " and there.isspace())


# --------------------------------------------------------------------------- marks and lines


def test_marks_are_removed_and_places_kept() -> None:
    text = "[bookmark: _Toc1][bookmark: _Toc2]三、收入[image: p.png]情况\n2、 [bookmark: _x]支出情况"
    document = read(text)
    assert [b.text for b in document.blocks] == ["三、收入情况", "2、 支出情况"]
    first = document.blocks[0]
    assert first.point(0)[:2] == (0, text.index("三"))
    assert first.point(4)[:2] == (0, text.index("情"))
    assert document.blocks[1].point(3)[:2] == (1, len("2、 [bookmark: _x]"))


def test_square_brackets_that_are_no_mark_stay() -> None:
    assert prose("完成率=[实际数/预算数]×100%，见[注: 甲]。") == ["完成率=[实际数/预算数]×100%，见[注: 甲]。"]


def test_a_mark_with_nothing_else_gives_no_block() -> None:
    assert prose("[bookmark: _Toc9]\n\n甲部门。") == ["甲部门。"]


def test_lines_are_cut_at_newline_alone_and_controls_are_no_content() -> None:
    text = "\f甲支出1万元。\r\n乙支出2万元。\x0b丙支出3万元。\u2028丁\x00支出4万元。\ufeff"
    document = read(text)
    assert [b.text for b in document.blocks] == ["甲支出1万元。", "乙支出2万元。", "丙支出3万元。", "丁支出4万元。"]
    assert [b.point(0)[:2] for b in document.blocks] == [(0, 1), (1, 0), (1, 8), (1, 16)]
    assert_mapped(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(encoding: str) -> None:
    text = "甲单位2030年度收入12.50万元。\n乙单位支出7.50万元。" * 3
    document = readers.read("a.txt", data=text.encode(encoding))
    assert document.blocks[0].text.startswith("甲单位2030年度")
    assert document.blocks[0].point(0)[:2] == (0, 0)


def test_bytes_in_no_encoding_are_refused() -> None:
    with pytest.raises(ReadError, match="编码"):
        readers.read("a.txt", data="甲单位".encode() + b"\xff\xff\xff\xff")


# --------------------------------------------------------------------------- wrapped lines


def test_lines_a_page_broke_are_joined() -> None:
    text = (
        "2031 年某局一般公共预算拨款支出 123456.7 元，其中：基\n"
        "本支出 100000.7 元，项目支出 23456 元，具体支出预算如\n"
        "下：\n"
        "1.基本支出预算 100000.70 元，占一般公共预算支出的\n"
        "81.00%，同比减少 10.00 元，下降 0.01 %。\n"
    )
    assert prose(text) == [
        "2031 年某局一般公共预算拨款支出 123456.7 元，其中：基本支出 100000.7 元，"
        "项目支出 23456 元，具体支出预算如下：",
        "1.基本支出预算 100000.70 元，占一般公共预算支出的81.00%，同比减少 10.00 元，下降 0.01 %。",
    ]
    assert_mapped(text)


def test_a_unit_on_the_next_line_and_a_broken_number() -> None:
    text = "2031 年本年一般公共预算支出 900.50 万元，其中：基本支出 800.25\n万元，项目支出 100.25 万元。"
    assert prose(text) == ["2031 年本年一般公共预算支出 900.50 万元，其中：基本支出 800.25万元，项目支出 100.25 万元。"]


PAGE = (
    "1.教育支出（类）普通教育（款）小学教育（项）30.00 万元，\n"
    "主要用于小学的日常运行、校舍维修和教学设备更新等支出，\n"
    "年初预算为 32.00 万元，支出决算为 30.00 万元，决算数小于\n"
    "预算数的主要原因是部分设备未能在年内完成采购，相应支出\n"
)


@pytest.mark.parametrize(
    ("rest", "paragraphs"),
    [
        (  # an item whose name fills its first line, which is indented
            "顺延到下年。\n2.社会保障支出（类）义务教育（款）学前教育支出\n（项），主要用于幼儿园。\n",
            ["2.社会保障支出（类）义务教育（款）学前教育支出（项），主要用于幼儿园。"],
        ),
        (
            "顺延到下年。\n3.农林水支出（类）农业农村管理（款）农业生产发\n展（项）5.00 万元，主要用于：\n良种补贴。\n",
            ["3.农林水支出（类）农业农村管理（款）农业生产发展（项）5.00 万元，主要用于：", "良种补贴。"],
        ),
        (  # a sentence that ends with its line, and one that begins no paragraph
            "顺延到下年。\n4.农林水支出（类）水利（款）防汛（项）用于物资购置支出。\n年初预算为 8.00 万元。\n",
            ["4.农林水支出（类）水利（款）防汛（项）用于物资购置支出。年初预算为 8.00 万元。"],
        ),
        (  # 年初 at the end of a line, 预算 at the start of the next
            "顺延到下年。\n5.住房保障支出（类）住房改革（款）住房公积金（项）年初\n"
            "预算为 8.00 万元，支出决算为 7.00 万元。\n",
            ["5.住房保障支出（类）住房改革（款）住房公积金（项）年初预算为 8.00 万元，支出决算为 7.00 万元。"],
        ),
        (  # a heading that fills its line
            "顺延到下年。\n八、政府性基金预算财政拨款收入支出决算情况说明\n某单位没有政府性基金预算财政拨款收入和支出。\n",
            ["八、政府性基金预算财政拨款收入支出决算情况说明", "某单位没有政府性基金预算财政拨款收入和支出。"],
        ),
        (  # a page break with its number, within a sentence
            "\n- 12 -\n\f顺延到下年。\n",
            [],
        ),
        ("\f\n顺延到下年。\n", []),
    ],
)
def test_lines_of_a_page(rest: str, paragraphs: list[str]) -> None:
    text = PAGE + rest
    first = PAGE.replace("\n", "") + "顺延到下年。"
    assert prose(text) == [first, *paragraphs]
    assert_mapped(text)


def test_a_numbered_line_that_begins_with_a_year() -> None:
    text = "附件：1.某局部门整体支出绩效目标自评表（2031年度）\n2.2031年度某局部门整体支出绩效评价指标\n"
    assert len(prose(text)) == 2


def test_a_blank_only_between_ascii_words() -> None:
    text = "本单位购置的设备用于甲乙丙丁戊己庚辛壬癸等业务系统，型号为 Alpha\nBeta 的占多数，单价合理。"
    assert prose(text) == ["本单位购置的设备用于甲乙丙丁戊己庚辛壬癸等业务系统，型号为 Alpha Beta 的占多数，单价合理。"]
    assert_mapped(text)


def test_a_line_that_begins_with_an_amount_goes_on() -> None:
    text = "    公司拟向全体股东派发现金红利。截至2031年4月18日，公司的总股本为\n14,889,300股，扣除已回购的173,700股。"
    assert prose(text) == [
        "公司拟向全体股东派发现金红利。截至2031年4月18日，公司的总股本为14,889,300股，扣除已回购的173,700股。"
    ]


def test_a_word_broken_at_a_page_edge() -> None:
    text = "（3）报告期内，管理费用30.00万元，较上年同期20.00万元，增加10.00万元，增\n幅50.00%。"
    assert prose(text) == ["（3）报告期内，管理费用30.00万元，较上年同期20.00万元，增加10.00万元，增幅50.00%。"]


@pytest.mark.parametrize(
    "text",
    [
        "一、收入情况说明\n2031年本年收入合计10.00万元，其中：财政拨款收入10.00万元。",  # a heading
        "2031年三公经费预算情况说明\n2030年财政拨款“三公”经费支出合计3.00万元,比上年减少1.00万元。",  # a title
        "2031年基本支出20.00万元，其中：\n人员经费15.00万元，主要包括：基本工资、奖金等。",  # a colon
        "（1）宏观性项目350万元\n组织能力建设100万元\n技能培训105万元",  # short lines
        "本年度国内公务接待10批次，主要用于甲乙丙丁业务交流活动，共计支出1.20万元\n外事接待支出0万元。",  # a figure
        "三公经费支出决算为9.00万元，完成预算的90.00%，公务接待费支出决算为0.00万元，本年无预算\n支出决算为8.00万元。",
        "按照上级要求，本部门认真组织开展了绩效自评工作，形成了以下报告和表格\n1.部门整体绩效自评报告",  # a number
    ],
)
def test_lines_of_their_own_are_not_joined(text: str) -> None:
    assert prose(text) == text.split("\n")


# --------------------------------------------------------------------------- tables


def test_a_flattened_table_becomes_a_grid() -> None:
    text = (
        "附表\n单位：万元\n\t项目支出自评表\n\n\t年\n度\n指\n标\n\t预算数\n\t决算数\n\n\t甲项目\n\t10.00\n\t9.00\n\n"
        "\t\n\t5.00\n\t4.00\n\n\t合计\n\t15.00\n\t13.00\n\n\n正文开始。"
    )
    document = read(text)
    (table,) = document.tables
    assert grid(document, table) == [
        ["项目支出自评表"],
        ["年度指标", "预算数", "决算数"],
        ["甲项目", "10.00", "9.00"],
        ["", "5.00", "4.00"],
        ["合计", "15.00", "13.00"],
    ]
    assert (table.title, table.unit, table.kind) == ("项目支出自评表", "万元", "table")
    assert document.blocks[-1].text == "正文开始。"
    assert_mapped(text)


def test_a_title_after_blank_lines_begins_a_new_table() -> None:
    one = "\t甲表（2031年度）\n\n\t项目\n\t数\n\n\t甲\n\t1\n"
    assert tables(one + "\n\n\n" + one.replace("甲", "乙")) == [
        [["甲表（2031年度）"], ["项目", "数"], ["甲", "1"]],
        [["乙表（2031年度）"], ["项目", "数"], ["乙", "1"]],
    ]


def test_a_row_cut_by_a_page_break_is_one_row() -> None:
    head = "\t指标\n\t目标\n\t单位\n\t完成\n\t分值\n\n"
    whole_row = "\t甲\n\t10\n\t个\n\t9\n\t5\n\n"
    cut = "\t乙\n\t20\n\n\t＝\n\t8\n\t5\n\n"
    (rows,) = tables(head + whole_row + cut + whole_row)
    assert rows[2] == ["乙", "20", "＝", "8", "5"]


def test_a_tab_inside_a_cell_is_no_cell() -> None:
    (rows,) = tables("\t指标\n\t值\n\n\t\t甲\n\t10\n\n")
    assert rows == [["指标", "值"], ["甲", "10"]]


def test_blanks_part_the_cells_of_a_table() -> None:
    text = (
        "附表一  收入执行情况表\n单位：万元\n项目  上年决算数  本年执行数\n"
        "一、税收收入  1,250  1,310\n　契税  260  -\n合  计  1,510  1,310\n说明。"
    )
    document = read(text)
    (table,) = document.tables
    assert (table.title, table.unit) == ("附表一  收入执行情况表", "万元")
    assert grid(document, table) == [
        ["项目", "上年决算数", "本年执行数"],
        ["一、税收收入", "1,250", "1,310"],
        ["契税", "260", "-"],
        ["合  计", "1,510", "1,310"],
    ]
    assert_mapped(text)


def test_a_total_leaves_out_the_columns_of_words() -> None:
    (rows,) = tables("科目编码 科目名称 合计 基本支出\n201 一般公共服务支出 9 8\n合计 9 8")
    assert rows[-1] == ["合计", "", "9", "8"]
    (rows,) = tables("一级指标  三级指标  分值  得分\n决策  目标明确  5  5\n过程  制度健全  4  3\n合计  9  8")
    assert rows[-1] == ["合计", "", "9", "8"]


@pytest.mark.parametrize(
    "text",
    [
        "目录\n（一） 收入决算表 1\n（二） 支出决算表 2\n（三） 总表 3",
        "单位 收入 支出\n以上 数字 均为初步数\n来自 各科室 上报",
        "甲 乙 丙\n一 1 2",
        "项目 预算 执行\n甲 10 9\n乙 12 11 10",
        "签发人 会计 出纳\n2031 年 12 月\n2032 年 1 月",
    ],
)
def test_other_lines_with_blanks_are_no_table(text: str) -> None:
    assert tables(text) == []


def test_indented_paragraphs_are_no_table() -> None:
    text = "\t2031年度收入合计10.00万元，比上年增加1.00万元。\n\t2031年度支出合计10.00万元，比上年增加1.00万元。"
    assert read(text).tables == ()
    assert prose(text) == [line.strip() for line in text.split("\n")]


@pytest.mark.parametrize(
    "text",
    [
        "| 项 目 | 预 算 数 |\n| --- | ---: |\n| 合 计 | 3.00 |\n| 甲 | 3.00 |",
        "项 目 | 预 算 数 |\n合 计 | 3.00 |\n甲 | 3.00 |",
        "项 目\t预 算 数\n合 计\t3.00\n甲\t3.00",
        "\t项 目\t预 算 数\n\t合 计\t3.00\n\t甲\t3.00",
    ],
)
def test_rows_on_one_line(text: str) -> None:
    assert tables(text) == [[["项 目", "预 算 数"], ["合 计", "3.00"], ["甲", "3.00"]]]
    assert_mapped(text)


def test_a_header_whose_first_cell_is_blank() -> None:
    text = "三公经费支出决算表\n\t合计\t公务接待费\n预算数\t3.00\t3.00\n决算数\t2.00\t2.00"
    assert tables(text) == [[["", "合计", "公务接待费"], ["预算数", "3.00", "3.00"], ["决算数", "2.00", "2.00"]]]
    assert_mapped(text)


def test_cells_are_not_run_on_with_the_line_below() -> None:
    below = "公开09表 财政拨款三公经费支出决算表以及会议费培训费支出决算表"
    text = f"科目编码\t科目名称\t本年支出合计和基本支出、项目支出\n{below}"
    assert prose(text) == text.split("\n")


def test_blank_cells_between_bars_are_kept() -> None:
    assert tables("| 项目 | 数 |\n| 甲 | |\n| 合计 | 2 |") == [[["项目", "数"], ["甲", ""], ["合计", "2"]]]


@pytest.mark.parametrize(
    ("above", "title", "unit"),
    [
        ("2031年地方债务限额表\n单位:亿元", "2031年地方债务限额表", "亿元"),
        ("2031年地方债务限额表 （单位：万元）", "2031年地方债务限额表", "万元"),
        ("安排公务接待费预算8万元。较上年下降20%。", "", ""),
        ("安排公务接待费预算8万元。\n金额单位：元", "", "元"),
        ("支出决算表\n公开03表\t单位：万元", "支出决算表", "万元"),
        ("表3 支出决算表\n部门：青禾市水务局\t\t2031年度\t单位：万元", "表3 支出决算表", "万元"),
        ("五、支出决算表\n公开05表　编制部门：青禾市水务局　2031年度　金额单位：元", "五、支出决算表", "元"),
        ("项目自评情况汇总表（单位：万元、分）", "项目自评情况汇总表", "万元"),
        ("项目自评情况汇总表\n单位：万元、分", "项目自评情况汇总表", "万元"),
    ],
)
def test_title_and_unit_above_a_table(above: str, title: str, unit: str) -> None:
    (table,) = read(above + "\n| 项目 | 数 |\n| 甲 | 2 |").tables
    assert (table.title, table.unit) == (title, unit)


def test_a_tab_in_a_sentence_makes_no_table() -> None:
    text = "四、绩效情况\t\n（1）平台稳定运行：\t全年稳定运行率98%，即保证357天以上。\n（2）平台服务：2031全年\t。"
    assert read(text).tables == ()


# --------------------------------------------------------------------------- charts


def test_chart_data_at_the_end_become_charts() -> None:
    text = (
        "正文最后一段。\n 2031年支出结构图\n万元\t基本支出\t项目支出\t30.00\t12.00\t2031年与2030年收支变动图\n"
        "收入\t2030年\t2031年\t50.00\t42.00\t支出\t2030年\t2031年\t50.00\t42.00\t2031年收入结构图\n"
        "万元\t财政拨款收入\t其他收入\t事业收入\t20.00\t12.00\t10.00\t28\n"
    )
    document = read(text)
    assert [b.text for b in document.blocks if b.kind != "cell"] == ["正文最后一段。"]
    assert [(t.kind, t.title, t.unit, t.header) for t in document.tables] == [
        ("chart", "2031年支出结构图", "万元", 1),
        ("chart", "2031年与2030年收支变动图", "", 1),
        ("chart", "2031年收入结构图", "万元", 1),
    ]
    assert [grid(document, t) for t in document.tables] == [
        [["", "基本支出", "项目支出"], ["万元", "30.00", "12.00"]],
        [["", "2030年", "2031年"], ["收入", "50.00", "42.00"], ["支出", "50.00", "42.00"]],
        [["", "财政拨款收入", "其他收入", "事业收入"], ["万元", "20.00", "12.00", "10.00"]],
    ]
    assert_mapped(text)


def test_chart_data_with_a_line_for_each_name() -> None:
    text = (
        "十、附表\n2030年\t\n收入\t支出\t9.5\t9.5\t2031年\t\n收入\t支出\t8.5\t8.5\t\n"
        "收入\t支出\t1\t\n\n\n\n结构\t\n甲费\t乙费\t1\t2.5\t\n7\n "
    )
    document = read(text)
    assert [b.text for b in document.blocks if b.kind != "cell"] == ["十、附表"]
    assert [grid(document, t) for t in document.tables] == [
        [["", "收入", "支出"], ["2030年", "9.5", "9.5"], ["2031年", "8.5", "8.5"]],
        [["", "1"]],
        [["", "甲费", "乙费"], ["结构", "1", "2.5"]],
    ]


def test_a_cell_that_stands_apart_without_a_table_stays_as_prose() -> None:
    text = "\t项目\n\t金额\n\n\t专用设备购置\n\t12.50\n\n\n\n\t附：1个项目未公开"
    assert tables(text) == [[["项目", "金额"], ["专用设备购置", "12.50"]]]
    assert prose(text) == ["附：1个项目未公开"]


# --------------------------------------------------------------------------- places, as a property

_PIECE = st.sampled_from(
    [
        "[bookmark: _T1]",
        "[image: a.png]",
        "甲支出",
        "12.50万元",
        "，",
        "。",
        "：",
        "\n",
        "\n\n",
        "\t",
        "\n\t",
        "|",
        " ",
        "\u3000",
        "\r",
        "\x0c",
        "\ufeff",
        "\u200b",
        "1、",
        "（一）",
        "Word",
        "其中",
        "2031年",
        "占10.5%",
        "一般公共预算财政拨款支出决算情况",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECE, max_size=60).map("".join))
@example("\t\n\tWord\x0c12.50万元")
def test_every_character_keeps_its_place(text: str) -> None:
    assert_mapped(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECE, max_size=40).map("".join))
@example("\t\n\t\n\n\n\t1、")
def test_no_digit_is_lost_or_made_up(text: str) -> None:
    """Outside charts, the digits of a text are the digits of its blocks, but for those of its marks."""
    document = read(text)
    if any(t.kind == "chart" for t in document.tables):
        return
    plain = text.replace("[bookmark: _T1]", "")
    digits = [c for c in plain if c.isdigit()]
    assert [c for b in document.blocks for c in b.text if c.isdigit()] == digits


@given(st.lists(st.text(max_size=8), max_size=5), st.integers(0, 40), st.integers(0, 40))
def test_cuts_of_joined_strands_keep_places(parts: list[str], start: int, end: int) -> None:
    strand = join(whole(p, i, 3) for i, p in enumerate(parts)).cut(start, min(end, sum(map(len, parts))))
    for i, char in enumerate(strand.text):
        segment = [s for s in strand.segments if s.start <= i][-1]
        assert segment.line is not None
        assert segment.column is not None
        assert parts[segment.line][segment.column - 3 + i - segment.start] == char


def test_lines_joined_with_a_blank_point_at_the_line_break() -> None:
    strand = join_lines([whole("model A", 0), whole("B", 1)])
    assert strand.text == "model A B"
    assert [(s.start, s.line, s.column) for s in strand.segments] == [(0, 0, 0), (7, 0, 7), (8, 1, 0)]


# --------------------------------------------------------------------------- files that are no report


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("~$报告.docx", b"x", "临时文件"),
        ("a.txt", b"", "空"),
        ("a.txt", b" \r\n\x00", "空"),
        ("a.xyz", b"x", "不认识"),
        ("a", b"x", "没有扩展名"),
        ("a.txt", b"PK\x03\x04" + b"word/document.xml", "改为 .docx"),
        ("a.txt", b"PK\x03\x04" + b"xl/workbook.xml", "改为 .xlsx"),
        ("a.docx", b"PK\x03\x04" + b"xl/workbook.xml", "改为 .xlsx"),
        ("a.xlsx", b"PK\x03\x04" + b"word/document.xml", "改为 .docx"),
        ("a.txt", b"%PDF-1.7", "改为 .pdf"),
        ("a.pdf", "甲单位".encode(), "改为 .txt"),
        ("a.docx", b"\x00\x01\x02\x03", "损坏"),
    ],
)
def test_files_that_are_no_report_are_refused(name: str, data: bytes, told: str) -> None:
    with pytest.raises(ReadError, match=told) as caught:
        readers.read(name, data=data)
    assert caught.value.remedy.endswith("。")
    assert caught.value.path == name


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="找不到"):
        readers.read(tmp_path / "missing.txt")
    with pytest.raises(ReadError, match="文件夹"):
        readers.read(tmp_path)


def test_limits_are_kept() -> None:
    with pytest.raises(ReadError, match="上限"):
        readers.read("a.txt", data=b"abc", limits=Limits(file_bytes=2))
    with pytest.raises(ReadError, match="上限"):
        readers.read("a.txt", data=b"abc", limits=Limits(characters=2))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = readers.read("a.txt", data=data)
    except ReadError:
        return
    assert all(b.segments or not b.text for b in document.blocks)


@pytest.mark.parametrize(
    ("name", "start"), [("a.docx", b"PK\x03\x04"), ("a.xlsx", b"PK\x03\x04"), ("a.xls", b"\x09\x08")]
)
@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_behind_a_true_beginning_are_refused(name: str, start: bytes, data: bytes) -> None:
    with pytest.raises(ReadError):
        readers.read(name, data=start + data)


# --------------------------------------------------------------------------- speed


@pytest.mark.parametrize(
    "line",
    [
        "\t甲\n\n",
        "甲|乙\n",
        "甲\t1\n",
        "甲支出，\n",
        "[bookmark: x]甲\n\n",
        "\t\n",
        "一、甲\n",
        "[",
        "（",
        "单位：",
        "\r",
        " \t",
        "附",
        "甲 乙 丙\n",
        "甲 1 2\n",
    ],
)
def test_time_grows_with_length(line: str) -> None:
    data = {count: ("x\n" + line * count).encode() for count in (1_000, 10_000)}

    def seconds(count: int) -> float:
        began = time.process_time()
        readers.read("a.txt", data=data[count])
        return time.process_time() - began

    # 10 where time grows as the length does, 100 where it grows as its square. Other work on the machine can slow one
    # measurement, but not five pairs of them all alike.
    assert any(seconds(10_000) < 50 * max(seconds(1_000), 0.005) for _ in range(5))
