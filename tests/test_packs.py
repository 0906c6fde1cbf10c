"""Packs: what a folder of YAML becomes, how its faults are told, and the cached plan."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from auditlint import packs
from auditlint.errors import FaultyFile, UsageError

RULE = """\
code: {code}
title: {{zh: 占比不符, en: wrong share}}
check: share
severity: error
status: stable
why: 占比是部分除以整体。
limits: 无
message: {{zh: "{message}", en: "{message}"}}
examples:
  bad: ["本年收入合计200.00万元，其中：甲收入150.00万元，占[[85.00%]]。"]
  good: ["甲收入150.00万元。", "乙收入50.00万元。"]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of packs, without the cache."""
    folder = tmp_path / "rules" / "core"
    folder.mkdir(parents=True)
    monkeypatch.setattr(packs, "home", lambda: tmp_path / "rules")
    monkeypatch.setenv("AUDITLINT_NO_CACHE", "1")
    return folder


def rule(folder: Path, name: str = "wrong-share", code: str = "ZZ101", message: str = "{share}") -> Path:
    path = folder / f"{name}.yml"
    path.write_text(RULE.format(code=code, message=message), encoding="utf-8")
    return path


def told(lang: packs.Lang = "en", extra: tuple[Path, ...] = ()) -> list[str]:
    with pytest.raises(FaultyFile) as caught:
        packs.load(lang=lang, extra=extra)
    return str(caught.value).split("\n")


# --------------------------------------------------------------------------- rules


def test_a_rule_is_its_file(home: Path) -> None:
    rule(home)
    (found,) = packs.load().rules
    assert (found.code, found.name, found.pack, found.check) == ("ZZ101", "wrong-share", "core", "share")
    assert found.title["zh"] == "占比不符"
    assert found.why["en"] == "占比是部分除以整体。"
    (bad,) = found.examples.bad
    assert bad.documents[0].text.endswith("占85.00%。")
    (mark,) = bad.documents[0].marks
    assert bad.documents[0].text[mark.start : mark.end] == "85.00%"
    assert bad.line == 9


def test_all_faults_of_all_files_are_told_at_once(home: Path) -> None:
    path = rule(home, message="{shar}")
    text = path.read_text(encoding="utf-8").replace("severity", "severty").replace("stable", "stabel")
    path.write_text(text + "with: {off: share}\n", encoding="utf-8")
    (home / "lexicon.yml").write_text('phrases:\n  up: ["增(加", 多]\n', encoding="utf-8")
    assert told() == [
        "rules/core/lexicon.yml:2:10: the closing ')' is missing",
        "rules/core/wrong-share.yml:1:1: 'severity' is missing",
        "rules/core/wrong-share.yml:4:1: unknown key 'severty'; did you mean 'severity'?",
        "rules/core/wrong-share.yml:5:9: unknown value 'stabel'; did you mean 'stable'?",
        "rules/core/wrong-share.yml:8:15: unknown message field 'shar'; did you mean 'share'?",
        "rules/core/wrong-share.yml:8:29: unknown message field 'shar'; did you mean 'share'?",
        "rules/core/wrong-share.yml:12:8: check 'share' takes no 'off'; did you mean 'of'?",
    ]


def test_faults_are_chinese_by_default(home: Path) -> None:
    path = rule(home)
    path.write_text(path.read_text(encoding="utf-8").replace("check: share", "check: shar"), encoding="utf-8")
    assert told("zh") == ["rules/core/wrong-share.yml:3:8: 没有这种检查“shar”；是否想写“share”？"]


def test_codes_and_names_are_used_once_and_retired_ones_never(home: Path) -> None:
    rule(home, "one")
    rule(home, "two")
    rule(home, "three", "ZZ900")
    rule(home, "Four", "z1")
    (home / "pack.yml").write_text("title: 甲\nretired: [ZZ900]\n", encoding="utf-8")
    assert told() == [
        "rules/core/Four.yml:1:1: the name 'Four' may hold lower-case letters, digits and hyphens",
        "rules/core/Four.yml:1:7: code 'z1': 2-4 capitals and 3 digits",
        "rules/core/three.yml:1:7: code ZZ900 is retired and never used again",
        "rules/core/two.yml:1:7: code ZZ101 is already in rules/core/one.yml",
    ]


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("{share.unit}", "unknown attribute of a message field 'unit'; known are label"),
        ("{share:.2f}", "the field {share} takes no format"),
        ("{share", "unbalanced {} in the message"),
        ("{budget}", "unknown message field 'budget'"),
    ],
)
def test_message_templates_are_checked(home: Path, message: str, fault: str) -> None:
    rule(home, message=message)
    assert all(fault in line for line in told())


def test_marks_belong_in_bad_examples_only(home: Path) -> None:
    path = rule(home)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[[85.00%]]", "85.00%").replace("乙收入", "[[乙]]收入"), encoding="utf-8")
    assert told() == [
        "rules/core/wrong-share.yml:10:9: a bad example marks with [[…]] where the finding must land",
        "rules/core/wrong-share.yml:11:26: a good example has no [[…]] mark",
    ]


def test_an_example_may_be_several_documents(home: Path) -> None:
    path = rule(home)
    text = path.read_text(encoding="utf-8")
    head = text[: text.index("  bad:")]
    path.write_text(
        head + "  bad:\n    - - {role: report, text: 收入1万元}\n"
        '      - {role: tables, title: 表一, unit: 万元, table: [[项目, 金额], [收入, "[[2]]"]]}\n',
        encoding="utf-8",
    )
    (example,) = packs.load().rules[0].examples.bad
    assert [d.role for d in example.documents] == ["report", "tables"]
    assert example.documents[1].table == (("项目", "金额"), ("收入", "2"))
    assert example.documents[1].marks == (packs.Mark(1, 1, 0, 1),)


# --------------------------------------------------------------------------- the formula check's options


FORMULA = """\
code: ZZ200
title: {zh: 完成率, en: rate}
check: formula
with:
%s
severity: error
status: preview
message: {zh: "{rate}应为{computed}"}
examples: {}
"""


def formula(home: Path, options: str) -> None:
    (home / "rate.yml").write_text(FORMULA % options, encoding="utf-8")


def test_a_formula_rule_compiles_its_pattern(home: Path) -> None:
    formula(home, '  pattern: "预算{b:money}，执行{a:money}，完成{rate:percent}"\n  holds: rate = a ÷ b')
    (found,) = packs.load().rules
    assert found.options.holds.names == ("rate", "a", "b")


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ('  pattern: "预算{b:monney}，完成{rate:percent}"\n  holds: rate = b', "5:18: unknown type 'monney'"),
        ('  pattern: "预算{b:money}，完成{rate:percent}"\n  holds: rate = b + c', "6:21: unknown name 'c'"),
        ('  pattern: "预算{b:money}，完成{rate:percent}"\n  holds: "rate = b **"', "6:11: not a formula"),
        ('  pattern: "预算{b:money}，完成{rate:percent}"', "5:3: check 'formula' needs 'holds'"),
        ("  holds: rate = b", "5:10: write either 'pattern' or 'terms'"),
        (
            "  holds: rate = b\n  terms: {rate: {measure: complete}, b: {concept: 支出}}",
            "6:27: unknown value 'complete'; did you mean 'completion'?",
        ),
    ],
)
def test_faults_inside_patterns_and_formulas_have_their_place(home: Path, options: str, fault: str) -> None:
    formula(home, options)
    (line,) = told()
    assert line.startswith("rules/core/rate.yml:" + fault)


# --------------------------------------------------------------------------- lexicon and taxonomy


def test_phrases_are_merged_and_longest_first(home: Path) -> None:
    (home / "lexicon.yml").write_text('phrases:\n  prior: [上年, "(与|较)上年[度]"]\n', encoding="utf-8")
    other = home.parent / "more"
    other.mkdir()
    text = "phrases: {prior: [去年同期数]}\nunits: {万元: {dimension: money, factor: 10000}}\n"
    (other / "words.yml").write_text(text, encoding="utf-8")
    lexicon = packs.load().lexicon
    assert lexicon.regex("prior") == "(?:去年同期数|(?:(?:与|较)上年(?:度)?)|上年)"
    assert lexicon.words("prior") == ("上年", "与上年", "去年同期数")
    assert lexicon.units["万元"].factor == Decimal(10000)
    with pytest.raises(KeyError):
        lexicon.regex("piror")


def test_a_division_has_words_that_mean_one_part_and_totals_it_divides(home: Path) -> None:
    text = "divisions:\n  - [税收, 非税]\n  - {of: [离退休], parts: [离休|老干部, 退休]}\n"
    (home / "lexicon.yml").write_text(text, encoding="utf-8")
    plain, named = packs.load().lexicon.divisions
    assert (plain.parts, plain.of) == ((("税收",), ("非税",)), ())
    assert (named.parts, named.of) == ((("离休", "老干部"), ("退休",)), ("离退休",))


def test_a_division_may_name_how_many_of_its_parts_are_enough(home: Path) -> None:
    text = "divisions:\n  - {least: 2, parts: [轿车, 客车, 货车]}\n"
    (home / "lexicon.yml").write_text(text, encoding="utf-8")
    (division,) = packs.load().lexicon.divisions
    assert (division.least, len(division.parts)) == (2, 3)
    (home / "lexicon.yml").write_text("divisions:\n  - {least: 4, parts: [轿车, 客车, 货车]}\n", encoding="utf-8")
    assert told() == ["rules/core/lexicon.yml:2:13: least must be a whole number from 2 to the number of words"]


def test_a_division_of_one_word_is_a_fault(home: Path) -> None:
    (home / "lexicon.yml").write_text("divisions:\n  - {of: [离退休], parts: [离休]}\n", encoding="utf-8")
    assert told() == ["rules/core/lexicon.yml:2:5: a division has at least two words"]


def test_a_user_pack_adds_phrases_under_known_keys_only(home: Path, tmp_path: Path) -> None:
    (home / "lexicon.yml").write_text("phrases: {prior: [上年]}\n", encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "words.yml").write_text("phrases: {prior: [往年], piror: [去年]}\n", encoding="utf-8")
    assert told(extra=(own,)) == [f"{own}/words.yml:1:24: unknown key 'piror'; did you mean 'prior'?"]


TAXONOMY = """\
concepts:
  - name: 一般公共服务支出
    aliases: [一般公共服务]
    code: "201"
  - name: 卫生健康支出
    former: [{name: 医疗卫生与计划生育支出, until: "2018"}]
  - name: 财政拨款收入
  - name: 财政拨款支出
    parts: [[基本支出, 项目支出, "经营支出?"]]
  - name: 培训费
  - name: 因公出国（境）费
    aliases: [因公出国（境）经费]
"""


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("一般公共服务支出", "一般公共服务支出"),
        ("“一般公共服务” 支出", "一般公共服务支出"),
        ("一般公共服务", "一般公共服务支出"),
        ("卫生健康", "卫生健康支出"),
        ("医疗卫生与计划生育支出", "卫生健康支出"),
        ("医疗卫生与计划生育", "卫生健康支出"),
        ("培训费支出", "培训费"),
        ("培训费决算数", "培训费"),
        ("培训费预算", "培训费"),
        ("培训经费", "培训费"),
        ("因公出国(境)费用", "因公出国（境）费"),
        ("财政拨款支出决算", "财政拨款支出"),
        ("财政拨款", None),
        ("培训", None),
        ("支出", None),
        ("", None),
        ("其他", None),
    ],
)
def test_labels_find_their_concept(home: Path, label: str, name: str | None) -> None:
    (home / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
    found = packs.load().taxonomy.find(label)
    assert (found.name if found else None) == name


def test_parts_say_which_may_be_absent(home: Path) -> None:
    (home / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
    concept = packs.load().taxonomy.find("财政拨款支出")
    assert concept is not None
    assert [(p.name, p.optional) for p in concept.parts[0]] == [
        ("基本支出", False),
        ("项目支出", False),
        ("经营支出", True),
    ]


# --------------------------------------------------------------------------- which packs


def test_packs_are_chosen_by_name_or_default(home: Path) -> None:
    rule(home)
    other = home.parent / "rare"
    other.mkdir()
    (other / "pack.yml").write_text("title: 少用\ndefault: off\napplies-to: [自评]\n", encoding="utf-8")
    rule(other, "another", "ZZ300")
    assert [r.code for r in packs.load().rules] == ["ZZ101"]
    chosen = packs.load(packs=["core", "rare"])
    assert [r.code for r in chosen.rules] == ["ZZ101", "ZZ300"]
    assert [r.code for r in chosen.active(["决算公开"])] == ["ZZ101"]
    assert [r.code for r in chosen.active(["决算公开", "绩效自评"])] == ["ZZ101", "ZZ300"]
    with pytest.raises(FaultyFile, match="没有规则包“rar”；是否想写“rare”？"):
        packs.load(packs=["rar"])


def test_a_user_folder_is_a_pack_or_holds_packs(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "inner").mkdir(parents=True)
    with pytest.raises(UsageError, match="没有规则文件"):
        packs.load(extra=[own])
    rule(own / "inner")
    assert [r.pack for r in packs.load(extra=[own]).rules] == ["inner"]
    assert [r.pack for r in packs.load(extra=[own / "inner"]).rules] == ["inner"]
    rule(home, "of-home", "ZZ102")
    assert len(packs.load(extra=[own, own / "inner", home.parent]).rules) == 2
    with pytest.raises(UsageError, match="没有这个规则文件夹"):
        packs.load(extra=[tmp_path / "none"])


def test_the_edition_changes_with_any_byte(home: Path) -> None:
    path = rule(home)
    before = packs.load().edition
    assert packs.load().edition == before
    path.write_text(path.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    assert packs.load().edition != before


# --------------------------------------------------------------------------- the cached plan


@pytest.fixture
def cache(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("AUDITLINT_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    rule(home)
    return tmp_path / "cache" / "auditlint"


def forget_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any further reading of YAML fails."""
    monkeypatch.setattr("auditlint.located_yaml.read", None)


def test_a_second_start_reads_no_yaml(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = packs.load()
    forget_yaml(monkeypatch)
    again = packs.load()
    assert (again.edition, again.rules) == (first.edition, first.rules)
    assert cache.stat().st_mode & 0o777 == 0o700


def test_a_changed_rule_is_read_again(cache: Path, home: Path) -> None:
    packs.load()
    rule(home, code="ZZ777")
    assert [r.code for r in packs.load().rules] == ["ZZ777"]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no file modes on this system")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_plan_that_others_can_write_is_not_read(cache: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    packs.load()
    (plan,) = cache.glob("plan-*.pickle")
    (plan if what == "file" else cache).chmod(0o777)
    forget_yaml(monkeypatch)
    with pytest.raises(TypeError):
        packs.load()


def test_a_damaged_plan_is_built_again(cache: Path) -> None:
    packs.load()
    (plan,) = cache.glob("plan-*.pickle")
    plan.write_bytes(plan.read_bytes()[:-40] + b"x" * 40)
    assert [r.code for r in packs.load().rules] == ["ZZ101"]


def test_a_cache_that_cannot_be_is_done_without(cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("in the way")
    assert [r.code for r in packs.load().rules] == ["ZZ101"]


# --------------------------------------------------------------------------- whatever is written

FULL = """\
code: ZZ200
title: {zh: 完成率, en: rate}
check: formula
with:
  pattern: "预算{b:money}，执行{a:money}，完成{rate:percent}"
  holds: rate = a ÷ b
severity: error
status: stable
since: "1"
why: 甲
source: 甲
limits: 甲
message: {zh: "{rate}", en: "{rate}"}
examples: {bad: ["完成[[1%]]"], good: [甲, [{role: report, text: 甲}]]}
retired: []
applies-to: [甲]
default: on
concepts: [{name: 甲, aliases: [乙], former: [{name: 丙, until: "1"}], parts: [[丁, "戊?"]]}]
units: {元: {dimension: money, factor: 1}}
counters: [个]
phrases: {up: [增加, "多[了]"]}
"""
ODD = ["", "[]", "{}", "[[]]", "{a: b}", "[{a: [b]}]", "0", '"{"', '"(("', '"[["', "'='", "[1, 2]", "{name: [1]}"]


@pytest.mark.parametrize("kind", ["rule.yml", "pack.yml", "words.yml", "labels.yml"])
def test_no_file_makes_it_crash(home: Path, kind: str) -> None:
    keys = {
        "rule.yml": FULL.splitlines()[:14],
        "pack.yml": ["title: 甲", *FULL.splitlines()[14:17]],
        "labels.yml": FULL.splitlines()[17:18],
        "words.yml": FULL.splitlines()[18:],
    }[kind]
    told = []
    for i, line in enumerate(keys):
        for odd in ODD:
            written = [*keys[:i], f"{line[: line.index(':')]}: {odd}", *keys[i + 1 :]]
            (home / kind).write_text("\n".join(written), encoding="utf-8")
            try:
                packs.load()
            except FaultyFile as faulty:
                told.extend(faulty.faults)
    assert {f.path for f in told} == {f"rules/core/{kind}"}
    assert all(f.line >= 0 for f in told)
