"""Headings and heading paths from text alone."""

from __future__ import annotations

import pytest

from auditlint.model import Block, Document, Segment
from auditlint.outline import number_of, with_sections


def outlined(text: str) -> Document:
    lines = [line for line in text.split("\n") if line]
    blocks = []
    for i, line in enumerate(lines):
        kind = "cell" if line.startswith("|") else "paragraph"
        blocks.append(Block(kind, line.lstrip("|"), (Segment(0, i, 0),)))  # type: ignore[arg-type]
    return with_sections(Document("a.txt", "text", tuple(blocks)))


def headings(text: str) -> list[str]:
    return [b.text for b in outlined(text).blocks if b.kind == "heading"]


def section(text: str) -> str:
    """The section of the last block."""
    return outlined(text).blocks[-1].section


def test_nesting() -> None:
    text = (
        "第二部分 2031年度决算情况说明\n一、收入情况\n收入10万元。\n二、支出情况\n（一）总体情况\n"
        "1.基本支出\n支出6万元。\n"
        "（1）人员经费\n支出4万元。"
    )
    assert section(text) == "第二部分 2031年度决算情况说明 / 二、支出情况 / （一）总体情况 / 1.基本支出 / （1）人员经费"
    assert section(text + "\n三、结转情况\n没有结转。") == "第二部分 2031年度决算情况说明 / 三、结转情况"


def test_cells_have_the_section_they_stand_in() -> None:
    assert section("一、收入情况\n收入10万元。\n|10.00") == "一、收入情况"


def test_replaced_numbers_keep_their_level() -> None:
    text = (
        "第二部分 说明\n1、 收入情况\n收入1万元。\n2、 支出情况\n（一）总体\n支出1万元。\n（2） 结构\n支出1万元。\n"
        "三、结转情况\n无。\n4、 其他\n无。"
    )
    assert section(text) == "第二部分 说明 / 4、 其他"
    assert section(text.partition("\n三、")[0]) == "第二部分 说明 / 2、 支出情况 / （2） 结构"


def test_a_typed_list_under_a_heading_is_deeper_than_it() -> None:
    text = "七、三公经费情况\n1、 出国费用\n没有支出。\n2、 接待费用\n没有支出。"
    assert section(text) == "七、三公经费情况 / 2、 接待费用"


@pytest.mark.parametrize(
    "line",
    [
        "1.财政拨款收入：指单位从财政部门取得的资金。",
        "（5）防火墙费用：12万元。",
        "（二）2031年本年收入合计12.00万元，其中财政拨款10.00万元。",
        "1.5万平方米场馆",
        "2031年度收入情况",
        "一是提高认识",
        "附件反映了收支情况，请查阅。",
        "三、2031年财政拨款支出50万元",
    ],
)
def test_lines_that_are_no_heading(line: str) -> None:
    assert headings(line + "\n正文。") == []


def test_items_of_a_list_are_no_headings() -> None:
    assert headings("纳入编制范围的单位包括：\n1.甲中心\n2.乙中心\n3.丙中心") == []


def test_a_first_sentence_of_a_numbered_paragraph_opens_a_section() -> None:
    text = "四、评价结论\n（一）评价结论。本年完成较好，得分90分。\n其他说明。"
    assert section(text) == "四、评价结论 / （一）评价结论"
    assert headings(text) == ["四、评价结论"]


def test_annexes_and_titles() -> None:
    text = "第四部分 附件\n附件1\n2031年某局评价报告\n一、概况\n情况良好。\n附件2\n某项目自评报告\n一、概况\n情况良好。"
    assert section(text) == "第四部分 附件 / 附件2 / 某项目自评报告 / 一、概况"


@pytest.mark.parametrize(
    "contents",
    [
        "目  录\n第一部分 概况……1\n一、职责……2\n第二部分 说明……5",
        "第一部分 概况\t1\n一、职责\t2\n第二部分 说明\t5",
        "目录\n第一部分 概况\n一、职责\n第二部分 说明",
    ],
)
def test_a_table_of_contents_has_no_headings(contents: str) -> None:
    body = "第一部分 概况\n一、职责\n负责某工作。\n第二部分 说明\n收入1万元。"
    document = outlined(contents + "\n" + body)
    lines = len(contents.split("\n"))
    assert [b.kind for b in document.blocks[:lines]] == ["paragraph"] * lines
    assert {b.section for b in document.blocks[:lines]} == {""}
    assert document.blocks[-1].section == "第二部分 说明"


def test_levels_that_a_format_states() -> None:
    def block(text: str, level: int = 0) -> Block:
        return Block("heading" if level else "paragraph", text, (Segment(0),), level=level)

    blocks = (
        block("第一部分 概况", 1),
        block("一、职责", 2),
        block("主要工作", 2),
        block("负责某工作。"),
        block("第二部分 说明", 1),
        block("收入1万元。"),
    )
    document = with_sections(Document("a.docx", "docx", blocks))
    assert document.blocks[3].section == "第一部分 概况 / 主要工作"
    assert document.blocks[5].section == "第二部分 说明"


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("第十二部分 附表", "第部分", 12),
        ("十一、其他", "一、", 11),
        ("（二十）其他", "（一）", 20),
        ("(3)其他", "（1）", 3),
        ("12．其他", "1.", 12),
        ("⑫其他", "①", 12),
    ],
)
def test_numbers(text: str, style: str, value: int) -> None:
    number = number_of(text)
    assert number is not None
    assert (number.style, number.value) == (style, value)


def test_text_is_never_changed() -> None:
    text = "第一部分 概况\n一、 职责：\n目 录\n（一）甲。乙。"
    assert [b.text for b in outlined(text).blocks] == text.split("\n")
