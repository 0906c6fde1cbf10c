"""YAML with places: text stays text, every fault has its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from auditlint.errors import FaultyFile
from auditlint.located_yaml import File, plain, raise_all, read
from auditlint.messages import nearest


def faults(text: str, lang: str = "en") -> list[str]:
    file = File("x.yml", "zh" if lang == "zh" else "en")
    file.parse(text)
    return [str(f) for f in file.faults]


def test_values_stay_the_text_that_is_written() -> None:
    file = File("x.yml")
    root = file.parse("a: 0.10\nb: no\nc: 012\nd: 2024-01-01\ne: 1_000\nf: 1:30\ng:\nh: ~\n")
    assert root is not None
    assert plain(root) == {
        "a": "0.10", "b": "no", "c": "012", "d": "2024-01-01", "e": "1_000", "f": "1:30", "g": "", "h": "~",
    }  # fmt: skip


def test_places_count_characters_from_zero() -> None:
    file = File("x.yml")
    root = file.parse("年度: 甲\n表: {“单位”: [元, '万元']}\n")
    assert root is not None
    assert isinstance(root.value, dict)
    table = root.value["表"]
    assert root.keys["表"] == (1, 0)
    assert isinstance(table.value, dict)
    units = table.value["“单位”"]
    assert isinstance(units.value, tuple)
    assert [(u.line, u.column, u.shift) for u in units.value] == [(1, 11, 0), (1, 14, 1)]


def test_a_duplicate_key_is_told_with_both_lines() -> None:
    assert faults("a: 1\nb: 2\na: 3\n") == ["x.yml:3:1: duplicate key 'a', first on line 1"]


def test_every_duplicate_is_told_at_once_and_in_chinese_by_default() -> None:
    assert faults("a: 1\na: 2\nb: {c: 1, c: 2}\n", "zh") == [
        "x.yml:2:1: 重复的键“a”，已在第1行出现",
        "x.yml:3:11: 重复的键“c”，已在第3行出现",
    ]


def test_broken_yaml_is_told_where_it_breaks_with_a_hint() -> None:
    (fault,) = faults("a: [甲[乙], 丙]\n")
    assert fault.startswith("x.yml:1:6: not valid YAML")
    assert "needs quotes" in fault


def test_aliases_cannot_grow_a_file() -> None:
    text = "a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert all("anchors" in f for f in faults(text))
    assert len(faults(text)) >= 2


def test_deep_nesting_is_refused_not_followed() -> None:
    assert faults("[" * 400 + "]" * 400)


def test_control_characters_are_a_fault_not_a_crash() -> None:
    (fault,) = faults("a: \x01\n")
    assert "not valid YAML" in fault


def test_a_tag_constructs_nothing() -> None:
    file = File("x.yml")
    root = file.parse("a: !!python/object/apply:os.getcwd []\n")
    assert root is not None
    assert plain(root) == {"a": []}


def test_all_wrong_values_of_a_file_are_noted() -> None:
    file = File("x.yml", "en")
    root = file.parse("severty: error\ncount: 3.5\nrate: much\nyes: 是\nlist: one\n")
    assert root is not None
    entries = file.mapping(root, ("severity", "count", "rate", "yes", "list"), ("severity",))
    file.integer(entries["count"])
    file.decimal(entries["rate"])
    file.boolean(entries["yes"])
    file.items(entries["list"])
    assert [str(f) for f in file.faults] == [
        "x.yml:1:1: unknown key 'severty'; did you mean 'severity'?",
        "x.yml:1:1: 'severity' is missing",
        "x.yml:2:8: '3.5' is no whole number",
        "x.yml:3:7: 'much' is no number",
        "x.yml:4:6: unknown value '是'; known are true, false",
        "x.yml:5:7: a list is wanted here",
    ]


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1_000", "１"])
def test_only_plain_decimals_are_numbers(text: str) -> None:
    file = File("x.yml")
    root = file.parse(f"'{text}'")
    assert root is not None
    file.decimal(root)
    assert bool(file.faults) == (text != "１")


def test_decimals_keep_their_digits() -> None:
    file = File("x.yml")
    root = file.parse("0.10")
    assert root is not None
    assert str(file.decimal(root)) == "0.10"
    assert file.decimal(root) == Decimal("0.1")


def test_the_faults_of_several_files_are_raised_together(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("k: 1\nk: 2\n", encoding="utf-8")
    (tmp_path / "b.yml").write_bytes("名: 甲".encode("gb18030"))
    files = [read(tmp_path / name, "zh", name)[0] for name in ("a.yml", "b.yml", "c.yml")]
    with pytest.raises(FaultyFile) as caught:
        raise_all(files)
    assert str(caught.value) == (
        "a.yml:2:1: 重复的键“k”，已在第1行出现\n"
        "b.yml: 不是UTF-8编码，请另存为UTF-8\n"
        "c.yml: 无法读取（没有这个文件或文件夹）"
    )


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("\ufeffk: 1\nk: 2\n".encode())
    file, _, _ = read(tmp_path / "a.yml", "en", "a.yml")
    assert [str(f) for f in file.faults] == ["a.yml:2:1: duplicate key 'k', first on line 1"]


def test_nearest_says_nothing_where_nothing_is_near() -> None:
    assert nearest("totl", ["total", "parts"], "en") == "; did you mean 'total'?"
    assert nearest("xyz", ["total", "parts"], "en") == ""
