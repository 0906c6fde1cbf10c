"""Item numbers out of order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from auditlint.checks import sequence
from auditlint.facts.ledger import Ledger
from auditlint.outline import with_sections
from auditlint.readers import text as text_reader


def told(text: str) -> list[tuple[str, str]]:
    """(printed, due) of every remark, the printed number taken from where the remark stands."""
    document = with_sections(text_reader.document(text, "a.txt"))
    ledger = cast(Ledger, SimpleNamespace(documents=(document,)))
    found = []
    for remark in sequence.run(ledger, sequence.Options()):
        span = remark.spans[0][1]
        found.append((document.blocks[span.block].text[span.start : span.end], dict(remark.fields)["due"]))
    return found


def numbered(*numbers: str) -> str:
    return "\n".join(n + "某项工作已经全部按照要求完成，效果良好。" for n in numbers)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("1.", "2.", "4."), [("4.", "3.")]),
        (("1.", "3.", "2.", "4."), [("3.", "2.")]),
        (("1．", "2．", "2．", "3．"), [("2．", "3．")]),
        (("1、", "2、", "2、", "4、"), [("2、", "3、")]),
        (("（一）", "（二）", "（四）"), [("（四）", "（三）")]),
        (("（1）", "（2）", "（3）", "（5）", "（6）"), [("（5）", "（4）")]),
        (("一、", "二、", "三、", "五、"), [("五、", "四、")]),
        (("①", "②", "④"), [("④", "③")]),
        (("1.", "2.", "3."), []),
        (("3.", "4.", "6."), []),  # an excerpt
        (("1.", "3."), []),  # too short to tell
        (("1.", "4.", "9.", "2."), []),  # no list at all
        (("1.", "2.", "1.", "2.", "3."), []),  # two lists
    ],
)
def test_numbered_paragraphs(numbers: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert told(numbered(*numbers)) == expected


def test_headings_with_what_stands_below_them() -> None:
    text = "一、甲\n正文。\n（一）子\n正文。\n（二）丑\n正文。\n二、乙\n（一）子\n正文。\n{}、丙\n正文。"
    assert told(text.format("四")) == [("四、", "三、")]
    assert told(text.format("三")) == []


def test_numbers_lost_by_an_extraction_are_no_fault() -> None:
    assert told("1、 甲\n正文。\n2、 乙\n正文。\n四、丙\n正文。\n9、 丁\n正文。") == []
    assert told("一、甲\n正文。\n乙情况说明\n正文。\n三、丙\n正文。\n四、丁\n正文。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("措施如下：一是加强领导；二是健全制度；四是严格考核。", [("四是", "三是")]),
        ("一是加强领导。二是健全制度。二是严格考核。", [("二是", "三是")]),
        ("措施如下：一是加强领导；二是健全制度；三是严格考核。问题如下：一是缺人；二是缺钱；三是缺物。", []),
        ("一是加强领导；二要健全制度；三是严格考核；四是抓好落实。", []),
        ("工作包括：（1）甲；（2）乙；（4）丁。", [("（4）", "（3）")]),
        ("建议：1.细化预算；2.加强管理；3.规范支出。", []),
        ("共支付1.2万元，3.5万元，2.4万元，4.1万元。", []),
        ("2031年1月、3月、2月、4月分别支付。", []),
        ("依照《某办法》第（一）项、第（二）项、第（四）项执行。", []),
    ],
)
def test_lists_inside_paragraphs(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_an_item_inside_another_paragraph_is_found() -> None:
    assert told("1.甲工作已经完成。2.乙工作已经完成。\n3.丙工作已经完成。\n4.丁工作已经完成。") == []


def test_tables_are_not_looked_at() -> None:
    assert told("| 1.甲 | 3 |\n| 2.乙 | 4 |\n| 4.丁 | 5 |") == []
