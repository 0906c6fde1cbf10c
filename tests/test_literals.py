"""Words without which an expression matches nowhere."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from auditlint.expressions import compiled
from auditlint.literals import words


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("收入合计", [("收入合计",)]),
        (r"\d+(?:万元|元)", [("万元", "元")]),
        ("(?:本年)?收入", [("收入",)]),
        ("(?:本年|上年)?", []),
        ("(?:本年){0,2}", []),
        ("(?:甲|乙?)", []),
        ("(?<=占)[0-9]+", [("占",)]),
        ("(?!占)[0-9]+", []),
        ("(?<!占)(?>预算)+", [("预算",)]),
        ("[,;]其他", [("其他",), (",", ";")]),
        ("[一二三四五六七八九十百千万]", []),  # too many to ask for
        ("[^,;]", []),
        ("(?P<a>甲)(?P=a)", [("甲",)]),
        ("(?i)abc", []),
        ("(?i:abc)", []),
        ("(?:错误){e<=1}", []),
        (r"年\{", [("年{",)]),
        (r"\p{Han}年", []),
        ("(?P<a>甲)|(?P<a>乙)", [("乙", "甲")]),  # one name twice, which only `regex` takes
        ("(?P<a>甲)丙丙|(?P<a>乙)(?P=a)丁丁", [("丁丁", "丙丙")]),
        ("(?|甲|乙)", []),
        ("[[:alpha:]]甲", []),
        ("(?:共|合计)[0-9]+(?:人|名),其中", [(",其中",), ("人", "名"), ("共", "合计")]),
        ("占比,.*占比,", [("占比,",)]),
    ],
)
def test_words_of_an_expression(source: str, expected: list[tuple[str, ...]]) -> None:
    assert sorted(words(source)) == sorted(expected)
    assert words(source, regex.IGNORECASE) == ()


def test_the_rarest_words_are_asked_for_first_and_three_sets_at_most() -> None:
    assert words("甲[0-9],(?:政府采购|三公经费).*乙丙.*丁戊") == (("三公经费", "政府采购"), ("丁戊",), ("乙丙",))


_REPEATED = (
    "甲",
    "乙",
    "丙丁",
    "[甲乙]",
    "[^甲]",
    "(?:甲|丙)",
    "(?:乙|)",
    "(甲)",
    ".",
    "(?P<x>甲)",
    "(?P<x>[甲乙])(?P=x)",
)
_ONCE = ("(?=乙)", "(?<!丙)", "(?<=丁)", "^", "$")
_TIMES = ("", "?", "*", "+", "{2}", "{0,1}", "*?", "++")
_PIECES = st.builds(str.__add__, st.sampled_from(_REPEATED), st.sampled_from(_TIMES)) | st.sampled_from(_ONCE)
_SOURCES = st.lists(_PIECES, min_size=1, max_size=5).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(_SOURCES, min_size=1, max_size=3).map("|".join), st.text("甲乙丙丁", max_size=8))
def test_what_asks_first_finds_the_same(source: str, text: str) -> None:
    asking, plain = compiled(source), regex.compile(source)
    for name in ("search", "match", "fullmatch"):
        found, expected = getattr(asking, name)(text), getattr(plain, name)(text)
        assert (found and found.span()) == (expected and expected.span())
    assert [m.span() for m in asking.finditer(text)] == [m.span() for m in plain.finditer(text)]
    assert asking.findall(text) == plain.findall(text)
    assert asking.split(text) == plain.split(text)
    assert asking.sub("", text) == plain.sub("", text)
    assert (asking.pattern, asking.groupindex) == (plain.pattern, plain.groupindex)
