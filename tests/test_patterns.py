"""The pattern language: what it matches, where, and how its faults are told."""

from __future__ import annotations

import pickle
import time

import pytest
import regex

from auditlint.errors import Malformed
from auditlint.patterns import compile_pattern, compile_phrase


def found(pattern: str, text: str) -> list[dict[str, list[str]]]:
    compiled = compile_pattern(pattern)
    return [{n: [text[a:b] for a, b in spans] for n, spans in m.items()} for m in compiled.find(text, 1.0)]


def test_captures_are_given_as_printed() -> None:
    text = "预算数为１,200.50 万 元，执行数为 900.38万元,完成预算的75.00％。"
    assert found("预算数为{budget:money}，执行数为{actual:money}，完成预算的{rate:percent}", text) == [
        {"budget": ["１,200.50 万 元"], "actual": ["900.38万元"], "rate": ["75.00％"]}
    ]


def test_optional_and_alternative_parts() -> None:
    pattern = "[年初]预算(数|额)[为]{b:money}"
    assert [m["b"] for m in found(pattern, "年初预算数为3万元；预算额4万元；预算5万元")] == [["3万元"], ["4万元"]]


def test_longer_alternatives_go_first() -> None:
    source, length = compile_phrase("(上年|上年度)决算[数]")
    assert length == 6
    match = regex.match(source, "上年度决算数")
    assert match is not None
    assert match.end() == 6


def test_a_repeated_group_captures_every_time() -> None:
    text = "合计6万元，其中：甲1万元、乙2万元、丙3万元。"
    (match,) = found("合计{total:money}，其中：({name:text}{part:money}[、])+", text)
    assert match["part"] == ["1万元", "2万元", "3万元"]
    assert match["name"] == ["甲", "乙", "丙"]
    assert match["total"] == ["6万元"]


def test_a_field_that_took_no_part_is_absent() -> None:
    assert found("支出{a:money}[，结余{b:money}]", "支出1万元。") == [{"a": ["1万元"]}]


def test_the_gap_stays_in_its_sentence() -> None:
    assert found("收入…为{a:money}", "收入情况说明：本年为3万元") == [{"a": ["3万元"]}]
    assert found("收入…为{a:money}", "收入如下。支出为3万元") == []


def test_a_number_is_captured_whole_or_not_at_all() -> None:
    assert found("第{n:number}页", "第12.5页") == [{"n": ["12.5"]}]
    assert found("为{m:money}", "为1,234,567.89元") == [{"m": ["1,234,567.89元"]}]
    assert found("5{m:money}", "15万元") == []


@pytest.mark.parametrize(
    ("kind", "text", "captured"),
    [
        ("money", "计12.30亿元", "12.30亿元"),
        ("percent", "计-3.1%", "-3.1%"),
        ("point", "计2.5个百分点", "2.5个百分点"),
        ("count", "计1,024人", "1,024"),
        ("score", "计98.5分", "98.5分"),
        ("number", "计7", "7"),
        ("year", "计2024年", "2024"),
        ("text", "计甲项", "甲项"),
    ],
)
def test_types(kind: str, text: str, captured: str) -> None:
    tail = "。" if kind == "text" else ""
    assert found(f"计{{x:{kind}}}{tail}", text + tail) == [{"x": [captured]}]


def test_a_backslash_makes_an_operator_literal() -> None:
    assert found("(见\\[{n:number}\\])", "见[3]") == [{"n": ["3"]}]


def test_full_width_brackets_are_literal() -> None:
    assert found("经费（{a:money}）", "经费(5万元)") == [{"a": ["5万元"]}]


@pytest.mark.parametrize(
    ("pattern", "offset", "message"),
    [
        ("甲{a:monney}", 4, "unknown type 'monney'; did you mean 'money'?"),
        ("甲[乙{a:money}", 1, "the closing ']' is missing"),
        ("甲)乙{a:money}", 1, "unexpected ')'"),
        ("甲{a:money", 1, "the closing '}' is missing"),
        ("甲{1a:money}", 2, "'1a' is no name"),
        ("甲{a:money}{a:percent}", 11, "'a' has two types"),
        ("甲()", 1, "nothing inside the brackets"),
        ("甲(乙|){a:money}", 1, "an empty side of '|'; what may be absent is written […]"),
        ("只有文字", 0, "the pattern captures nothing: write {name:type}"),
        ("{a:money}", 0, "the pattern holds no literal text"),
    ],
)
def test_faults_have_a_place(pattern: str, offset: int, message: str) -> None:
    with pytest.raises(Malformed) as caught:
        compile_pattern(pattern)
    assert (caught.value.offset, str(caught.value)) == (offset, message)


@pytest.mark.parametrize("phrase", ["", "[甲]", "甲{a:money}", "甲(", "甲…乙", "(甲)+"])
def test_phrases_that_cannot_be(phrase: str) -> None:
    with pytest.raises(Malformed):
        compile_phrase(phrase)


def test_a_pattern_cannot_hang() -> None:
    hostile = compile_pattern("(({a:text}[，])+[、])+甲{b:money}")
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        list(hostile.find("乙，" * 4000 + "甲乙元", 0.2))
    assert time.monotonic() - start < 2


def test_a_compiled_pattern_can_be_kept() -> None:
    pattern = compile_pattern("计{x:money}")
    again = pickle.loads(pickle.dumps(pattern))
    assert list(again.find("计3元", 1.0)) == [{"x": ((1, 3),)}]
