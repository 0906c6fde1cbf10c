"""The command line: options, exit codes, outputs, trouble."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from auditlint import __version__
from auditlint.__main__ import _leave
from auditlint.cli import COMMANDS, main

CLEAN = "甲县文化馆2024年度部门决算\n\n本年支出合计100.00万元，其中：基本支出60.00万元；项目支出40.00万元。\n"
BROKEN = CLEAN.replace("40.00", "41.00")
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR", "AUDITLINT_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)


def write(name: str, text: str = BROKEN) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return name


def check(*args: str) -> int:
    return main(["check", *args])


def stopped(*args: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(args))
    return int(caught.value.code or 0)


# --------------------------------------------------------------------------- exit codes


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (CLEAN, [], 0),
        (BROKEN, [], 1),
        (BROKEN, ["--exit-zero"], 0),
        (BROKEN, ["--fail-on", "never"], 0),
        (BROKEN, ["--fail-on", "info"], 1),
        (BROKEN, ["--ignore", "ALL"], 0),
        ("", [], 2),
        ("", ["--exit-zero"], 2),
    ],
)
def test_exit_codes(text: str, options: list[str], code: int) -> None:
    assert check(write("a.txt", text), *options) == code


def test_severities_of_the_configuration_decide() -> None:
    write("auditlint.yml", "severity: {AL: warning}\n")
    write("a.txt")
    assert check("a.txt") == 2  # AL is no rule, only the beginning of some
    rules = json.loads(_out(["check", "a.txt", "--isolated", "--output-format", "json"]))
    code = rules["reports"][0]["findings"][0]["code"]
    write("auditlint.yml", f"severity: {{{code}: warning}}\n")
    assert check("a.txt") == 0
    assert check("a.txt", "--fail-on", "warning") == 1


def _out(args: list[str]) -> str:
    done = subprocess.run([sys.executable, "-m", "auditlint", *args], capture_output=True, check=False, timeout=60)
    return done.stdout.decode("utf-8")


# --------------------------------------------------------------------------- streams


def test_stdout_holds_the_result_and_stderr_the_trouble(capsys: Out) -> None:
    write("a.txt")
    assert check("a.txt", "nowhere.txt", "--output-format", "concise") == 2
    shown = capsys.readouterr()
    assert shown.out.startswith("a.txt:3:")
    assert shown.out.count("\n") == 1
    assert shown.err.startswith("nowhere.txt: ")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["check"], "没有指定报告"),
        (["check", "nowhere.txt"], "nowhere.txt: "),
        (["check", "empty"], "文件夹里没有报告"),
        (["check", "*.txt"], "没有符合的文件"),
        (["check", "a.md", "--select", "XX9"], "没有规则“XX9”"),
        (["check", "a.md", "--output", "sarf=x"], "是否想写“sarif”"),
        (["check", "a.md", "--output", "sarif=no/x"], "没有这个文件夹"),
        (["check", "a.md", "--output", "sarif=empty"], "是文件夹"),
        (["check", "a.md", "--output", "sarif=a.md"], "被检查的文件"),
        (["check", "a.md", "--output", "sarif=x", "--output", "json=x"], "同一个文件"),
        (["check", "a.md", "--output-format", "xlsx"], "要写到文件"),
        (["check", "-"], "--stdin-filename"),
        (["check", "a.md", "b.md", "--with", "t.xlsx"], "只能配一份报告"),
        (["check", "a.md", "--config", "no.yml"], "没有这个配置文件"),
        (["check", "a.md", "--only-new"], "baseline write"),
        (["check", "a.md", "--since=-x"], "不是版本"),
        (["check", "a.md", "--rules", "nowhere"], "nowhere"),
        (["check", "a.md", "--packs", "coer"], "coer"),
        (["explain", "AL1O1"], "没有规则"),
        (["baseline", "wirte"], "是否想写“write”"),
        (["baseline", "write", "a.md"], "--reason"),
        (["baseline", "write", "a.md", "--reason", "x", "--until", "soon"], "不是日期"),
        (["baseline", "check", "a.md"], "没有这个文件"),
        (["test-rules", "nowhere"], "没有这个文件夹"),
    ],
)
def test_trouble_is_one_sentence_and_exit_code_2(args: list[str], words: str, capsys: Out) -> None:
    Path("empty").mkdir()
    write("a.md", CLEAN)
    assert main(args) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["chek"], "chek"),
        (["check", "a.txt", "--outputformat", "json"], "是否想写“--output-format”"),
        (["check", "a.txt", "--output-format", "xml"], "xml"),
        (["check", "a.txt", "--lang"], "缺少取值"),
        (["check", "a.txt", "--jobs", "many"], "不是整数"),
    ],
)
def test_a_wrong_option_is_told(args: list[str], words: str, capsys: Out) -> None:
    assert stopped(*args) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "--help" in told
    assert told.count("\n") == 1


def test_trouble_in_english(capsys: Out) -> None:
    assert stopped("check", "--outputformat", "x", "--lang", "en") == 2
    assert "did you mean '--output-format'? See auditlint" in capsys.readouterr().err
    assert main(["check", "--lang", "en"]) == 2
    assert capsys.readouterr().err == "no report given: name a file or folder.\n"


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_has_help(name: str, lang: str, capsys: Out) -> None:
    assert stopped(name, "--help", "--lang", lang) == 0
    assert name in capsys.readouterr().out


def test_a_crash_does_not_look_like_findings(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    from auditlint.commands import rules

    def crash(options: object) -> int:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(rules, "run", crash)
    assert main(["rules"]) == 2
    told = capsys.readouterr().err
    assert "内部错误（ZeroDivisionError: oops）" in told
    assert told.count("\n") == 1


class Full(io.StringIO):
    """A stream to a full disk."""

    def flush(self) -> None:
        raise OSError("full")


def test_a_stream_that_cannot_be_flushed_takes_no_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    for stream in (None, closed, Full()):
        monkeypatch.setattr(sys, "stdout", stream)
        _leave([2])
    assert codes == [2, 2, 2]


def test_version(capsys: Out) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"auditlint {__version__}\n"


def test_paths_may_stand_between_options(capsys: Out) -> None:
    write("a.txt")
    write("b.txt")
    assert check("a.txt", "--output-format", "concise", "b.txt") == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["a.txt", "b.txt"]


# --------------------------------------------------------------------------- which reports


def test_folders_patterns_and_exclusions(capsys: Out) -> None:
    for name in ("b.txt", "a 甲.txt", "deep/c.txt", "drafts/d.txt", ".hidden/e.txt", "~$a.txt", "README.md"):
        write(f"r/{name}")
    check("r", "--output-format", "concise", "--exclude", "drafts")
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        str(Path(p)) for p in ("r/a 甲.txt", "r/b.txt", "r/deep/c.txt")
    ]
    check("r/*.txt", "r/b.txt", "--output-format", "concise", "--exclude", "a*")
    assert {line.split(":")[0] for line in capsys.readouterr().out.splitlines()} == {"r/b.txt"}


def test_a_named_file_is_audited_unless_exclusion_is_forced(capsys: Out) -> None:
    write("drafts/a.txt")
    assert check("drafts/a.txt", "--exclude", "drafts") == 1
    assert check("drafts/a.txt", "--exclude", "drafts", "--force-exclude") == 0
    capsys.readouterr()


def test_standard_input(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(BROKEN.encode("gb18030"))))
    assert check("-", "--stdin-filename", "决算.txt", "--output-format", "concise") == 1
    assert capsys.readouterr().out.startswith("决算.txt:3:")


def test_the_nearest_configuration_of_each_report_counts(capsys: Out) -> None:
    write("a/r.txt")
    write("b/r.txt")
    write("b/auditlint.yml", "ignore: [ALL]\n")
    check("a", "b", "--output-format", "concise")
    assert {line.split(":")[0] for line in capsys.readouterr().out.splitlines()} == {str(Path("a/r.txt"))}
    check("a", "b", "--output-format", "concise", "--isolated")
    assert len({line.split(":")[0] for line in capsys.readouterr().out.splitlines()}) == 2


def test_a_pinned_edition(capsys: Out) -> None:
    write("a.txt")
    write("auditlint.yml", "edition: nosuchedition\n")
    assert check("a.txt") == 2
    assert "auditlint.yml:1:1" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_since_takes_changed_and_new_files(capsys: Out) -> None:
    write("r/old.txt")
    write("r/changed.txt", CLEAN)
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*run, *words], check=True, timeout=30)
    write("r/changed.txt")
    write("r/新 建.txt")
    check("r", "--since", "HEAD", "--output-format", "concise")
    found = {Path(line.split(":")[0]).name for line in capsys.readouterr().out.splitlines()}
    assert found == {"changed.txt", "新 建.txt"}
    assert check("r", "--since", "nosuchrev") == 2


def test_a_bundle_is_one_report(capsys: Out) -> None:
    write("pub/正文.txt", CLEAN)
    write("pub/上年.txt", CLEAN.replace("2024", "2023"))
    write("pub/auditlint-bundle.yml", "report: 正文.txt\nprior: 上年.txt\n")
    for args in (["pub"], ["pub/上年.txt"], ["pub/正文.txt", "--prior", "pub/上年.txt"]):
        assert check(*args, "--output-format", "json") == 0
        (report,) = json.loads(capsys.readouterr().out)["reports"]
        assert report["path"] == str(Path("pub/正文.txt"))
        assert [d["role"] for d in report["documents"]] == ["report", "prior"]
    assert check("pub/正文.txt", "pub/上年.txt", "--bundle") in (0, 1)
    assert "正文.txt: 报告" in capsys.readouterr().err
    write("pub/auditlint-bundle.yml", "report: 正文.txt\npriro: 上年.txt\n")
    assert check("pub") == 2
    assert "auditlint-bundle.yml:2:1" in capsys.readouterr().err


# --------------------------------------------------------------------------- outputs


def test_several_outputs_at_once(capsys: Out) -> None:
    write("a.txt")
    formats = ("concise", "json", "github", "gitlab", "sarif", "junit", "markdown")
    outputs = [word for name in formats for word in ("--output", f"{name}=out.{name}")]
    assert check("a.txt", *outputs) == 1
    assert "a.txt:3" in capsys.readouterr().out
    for name in formats:
        assert Path(f"out.{name}").stat().st_size > 0
    assert not [p for p in os.listdir() if p.startswith(".auditlint-")]


def test_o_writes_the_result_to_a_file(capsys: Out) -> None:
    write("a.txt")
    assert check("a.txt", "--output-format", "concise", "-o", "结果 1.txt") == 1
    assert capsys.readouterr().out == ""
    assert Path("结果 1.txt").read_text(encoding="utf-8").startswith("a.txt:3:")


def test_a_filled_in_list_is_not_replaced_unasked(capsys: Out) -> None:
    write("a.txt")
    write("list.xlsx", "filled in")
    assert check("a.txt", "--output", "xlsx=list.xlsx") == 2
    assert "--force" in capsys.readouterr().err
    assert Path("list.xlsx").read_text(encoding="utf-8") == "filled in"
    assert check("a.txt", "--output", "xlsx=list.xlsx", "--force") == 1
    assert Path("list.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_to(capsys: Out) -> None:
    write("a.txt")
    Path("shut").mkdir(mode=0o500)
    assert check("a.txt", "--output", "json=shut/x.json") == 2
    assert "写不进去" in capsys.readouterr().err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk to try")
def test_a_full_disk_leaves_the_old_file(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt")
    write("old.json", "old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert check("a.txt", "--output", "json=old.json") == 2
    assert "磁盘已满" in capsys.readouterr().err
    assert check("a.txt", "--output", "json=old.json", "--lang", "en") == 2
    assert "No space left" in capsys.readouterr().err
    assert Path("old.json").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir()) == ["a.txt", "old.json"]


def test_colour_is_for_terminals(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt")
    for options, env, coloured in (
        ([], {}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ):
        with monkeypatch.context() as patch:
            for name, value in env.items():
                patch.setenv(name, value)
            check("a.txt", *options)
        assert ("\x1b[" in capsys.readouterr().out) is coloured


# --------------------------------------------------------------------------- accepted findings


def test_baseline_write_check_update(capsys: Out) -> None:
    write("r/a.txt")
    assert main(["baseline", "write", "r", "--reason", "已核对", "--by", "李"]) == 0
    assert check("r", "--only-new") == 0
    assert check("r") == 0
    assert main(["baseline", "check", "r"]) == 0
    capsys.readouterr()
    # what moves around it changes nothing, a new problem is told
    write(
        "r/a.txt", "新的一行\n\n" + BROKEN + "\n本年收入合计50.00万元，其中：财政拨款收入30.00万元；其他收入21.00万元。"
    )
    assert check("r", "--only-new", "--output-format", "concise") == 1
    assert capsys.readouterr().out.count("\n") == 1
    assert main(["baseline", "check", "r"]) == 1
    assert main(["baseline", "update", "r", "--reason", "第二批"]) == 0
    assert check("r", "--only-new") == 0
    text = Path("auditlint-accepted.yml").read_text(encoding="utf-8")
    assert text.count("已核对") == 1
    assert text.count("第二批") == 1
    # what has been mended is told as stale, and leaves with the next update
    write("r/a.txt", CLEAN)
    capsys.readouterr()
    assert check("r", "--only-new") == 0
    assert capsys.readouterr().err.count("已无此问题") == 2
    assert main(["baseline", "update", "r", "--reason", "x"]) == 0
    assert "accepted: []" in Path("auditlint-accepted.yml").read_text(encoding="utf-8")


def test_baseline_does_not_overwrite(capsys: Out) -> None:
    write("a.txt")
    assert main(["baseline", "write", "a.txt", "--reason", "一"]) == 0
    assert main(["baseline", "write", "a.txt", "--reason", "二"]) == 2
    assert main(["baseline", "write", "--force", "a.txt", "--reason", "二"]) == 0
    capsys.readouterr()


def test_accepted_findings_stay_visible_to_machines(capsys: Out) -> None:
    write("a.txt")
    main(["baseline", "write", "a.txt", "--reason", "已核对"])
    capsys.readouterr()
    check("a.txt", "--output-format", "json")
    found = json.loads(capsys.readouterr().out)["reports"][0]["findings"]
    assert [f["accepted"]["reason"] for f in found] == ["已核对"]


def test_explanations_of_the_excel_list_are_imported(capsys: Out) -> None:
    from openpyxl import load_workbook

    write("a.txt")
    check("a.txt", "--output", "xlsx=list.xlsx")
    book = load_workbook("list.xlsx")
    sheet = book["问题清单"]
    titles = [c.value for c in sheet[1]]
    sheet.cell(2, titles.index("说明") + 1).value = "上级下达口径不同"
    book.save("list.xlsx")
    assert main(["baseline", "import", "list.xlsx", "--by", "王"]) == 0
    capsys.readouterr()
    assert check("a.txt", "--only-new") == 0
    assert "上级下达口径不同" in Path("auditlint-accepted.yml").read_text(encoding="utf-8")
    # a row whose finding has gone is told
    Path("auditlint-accepted.yml").unlink()
    write("a.txt", CLEAN)
    capsys.readouterr()
    assert main(["baseline", "import", "list.xlsx"]) == 2
    assert "第2行：报告中已没有这个问题" in capsys.readouterr().err


def fill_in(name: str, **written: str) -> None:
    """Write into the first finding of an issue list."""
    from openpyxl import load_workbook

    book = load_workbook(name)
    sheet = book["问题清单"]
    titles = [c.value for c in sheet[1]]
    for title, words in written.items():
        sheet.cell(2, titles.index(title) + 1).value = words
    book.save(name)


def test_a_list_of_accepted_findings_changes_nothing(capsys: Out) -> None:
    write("a.txt")
    main(["baseline", "write", "a.txt", "--reason", "已核对", "--by", "李", "--until", "2099-12-31"])
    before = Path("auditlint-accepted.yml").read_bytes()
    check("a.txt", "--output", "xlsx=list.xlsx")
    capsys.readouterr()
    assert main(["baseline", "import", "list.xlsx", "--by", ""]) == 0
    assert "没有新的说明" in capsys.readouterr().out
    assert Path("auditlint-accepted.yml").read_bytes() == before
    # another explanation keeps who gave the first and until when
    fill_in("list.xlsx", 说明="凭证已复核（李）")
    assert main(["baseline", "import", "list.xlsx"]) == 0
    assert Path("auditlint-accepted.yml").read_text(encoding="utf-8") == before.decode().replace("已核对", "凭证已复核")


@pytest.mark.parametrize("until", ["", "2099-12-31"])
def test_an_expired_entry_is_renewed_by_a_list(until: str, capsys: Out) -> None:
    write("a.txt")
    main(["baseline", "write", "a.txt", "--reason", "已核对", "--until", "2020-12-31"])
    check("a.txt", "--output", "xlsx=list.xlsx")
    fill_in("list.xlsx", 说明="已核对")
    assert main(["baseline", "import", "list.xlsx", "--until", until]) == 0
    text = Path("auditlint-accepted.yml").read_text(encoding="utf-8")
    assert "2020-12-31" not in text
    assert f'until: "{until}"' in text if until else "until:" not in text
    assert check("a.txt", "--only-new") == 0
    capsys.readouterr()
    assert main(["baseline", "import", "list.xlsx"]) == 0
    assert "没有新的说明" in capsys.readouterr().out


def test_an_entry_of_other_figures_is_renewed_by_a_list(capsys: Out) -> None:
    write("a.txt")
    main(["baseline", "write", "a.txt", "--reason", "已核对", "--until", "2099-12-31"])
    write("a.txt", BROKEN.replace("41.00", "51.00"))
    assert check("a.txt", "--only-new", "--output", "xlsx=list.xlsx") == 1
    fill_in("list.xlsx", 说明="已核对")
    assert main(["baseline", "import", "list.xlsx"]) == 0
    assert check("a.txt", "--only-new") == 0
    text = Path("auditlint-accepted.yml").read_text(encoding="utf-8")
    assert (text.count("- rule:"), text.count("2099-12-31")) == (1, 1)
    capsys.readouterr()


def test_what_is_marked_as_corrected_is_not_accepted(capsys: Out) -> None:
    write("a.txt")
    check("a.txt", "--output", "xlsx=list.xlsx")
    fill_in("list.xlsx", 整改情况="已改正", 说明="项目支出改为40.00万元")
    assert main(["baseline", "import", "list.xlsx"]) == 2
    assert "第2行：写着已改正，但报告中仍有这个问题" in capsys.readouterr().err
    write("a.txt", CLEAN)
    assert main(["baseline", "import", "list.xlsx"]) == 0
    assert not Path("auditlint-accepted.yml").exists()


def test_rows_of_a_report_that_cannot_be_read_are_not_told_as_mended(capsys: Out) -> None:
    write("r/a.txt")
    write("r/b.txt")
    check("r/b.txt", "r/a.txt", "--output", "xlsx=list.xlsx")
    fill_in("list.xlsx", 说明="口径不同")
    write("r/b.txt", "")
    capsys.readouterr()
    assert main(["baseline", "import", "list.xlsx", "r"]) == 2
    told = capsys.readouterr().err
    assert "r/b.txt: 文件是空的" in told
    assert "没有这个问题" not in told
    assert told.count("\n") == 1


def test_explanations_of_a_report_with_its_tables(capsys: Out) -> None:
    write("a.txt")
    write("t.txt", "表\n\n" + CLEAN)
    check("a.txt", "--with", "t.txt", "--output", "xlsx=list.xlsx")
    fill_in("list.xlsx", 说明="口径不同")
    assert main(["baseline", "import", "list.xlsx", "a.txt", "--with", "t.txt"]) == 0
    assert check("a.txt", "--with", "t.txt", "--only-new") == 0
    capsys.readouterr()


def test_every_configuration_has_a_file_of_accepted_findings(capsys: Out) -> None:
    write("auditlint.yml", "fail-on: error")
    write("one/a.txt")
    write("two/auditlint.yml", "fail-on: error")
    write("two/b.txt")
    assert main(["baseline", "write", ".", "--reason", "已核对"]) == 0
    assert "one/a.txt" in Path("auditlint-accepted.yml").read_text(encoding="utf-8")
    assert 'file: "b.txt"' in Path("two/auditlint-accepted.yml").read_text(encoding="utf-8")
    assert check(".", "--only-new") == check("two", "--only-new") == 0
    assert main(["baseline", "check", "."]) == 0
    assert main(["baseline", "update", ".", "--reason", "x"]) == 0
    capsys.readouterr()


def test_entries_of_rules_that_are_off_are_no_fault(capsys: Out) -> None:
    write("a.txt")
    main(["baseline", "write", "a.txt", "--reason", "已核对"])
    assert "FA103" in Path("auditlint-accepted.yml").read_text(encoding="utf-8")
    write("auditlint.yml", "packs: [core]")
    capsys.readouterr()
    assert check("a.txt", "--only-new") == 1  # another rule finds it now
    assert re.fullmatch(r"[^\n]+:5: a\.txt FA103: 已无此问题，可删去这一条\n", capsys.readouterr().err)


def test_statistics(capsys: Out) -> None:
    write("r/a.txt")
    write("r/b.txt", BROKEN + BROKEN.replace("支出", "收入"))
    check("r", "--statistics")
    told = capsys.readouterr().out
    assert re.search(r"按规则统计\n +[0-9]+  FA103 basic-plus-project-expenditure\n", told)
    assert re.search(r"按文件统计\n(?: +[0-9]+  r/[ab]\.txt\n){2}$", told)
    write("c.txt", CLEAN)
    check("c.txt", "--statistics")
    assert "统计" not in capsys.readouterr().out


def test_an_entry_of_a_file_that_is_not_there_is_told(capsys: Out) -> None:
    write("r/a.txt")
    write("r/b.txt")
    main(["baseline", "write", "r", "--reason", "已核对"])
    accepted = Path("auditlint-accepted.yml")
    accepted.write_text(accepted.read_text(encoding="utf-8").replace("r/b.txt", "r/bb.txt"), encoding="utf-8")
    capsys.readouterr()
    assert check("r/a.txt", "--only-new") == 0
    assert re.search(r"yml:\d+: r/bb\.txt FA103: 没有这个文件，请核对文件名", capsys.readouterr().err)
    assert main(["baseline", "check", "r/a.txt"]) == 1
    # one that is there and was not asked for is left alone
    assert "r/b.txt FA103: 没有" not in capsys.readouterr().out


@pytest.mark.parametrize("accepted", ["conf/acc.yml", "../conf/acc.yml"])
def test_an_update_leaves_entries_of_reports_that_were_not_asked_for(accepted: str, capsys: Out) -> None:
    Path(accepted).parent.mkdir()
    write("reports/a.txt")
    write("reports/b.txt")
    said = ["--accepted", accepted, "--reason", "已核对"]
    assert main(["baseline", "write", "reports", *said]) == 0
    before = Path(accepted).read_text(encoding="utf-8")
    assert before.count("- rule:") == 2
    assert main(["baseline", "update", "reports/b.txt", *said]) == 0
    assert Path(accepted).read_text(encoding="utf-8") == before
    assert check("reports/b.txt", "--accepted", accepted, "--only-new") == 0
    assert "没有这个文件" not in capsys.readouterr().err


def test_an_update_leaves_entries_of_reports_that_are_not_found(capsys: Out) -> None:
    write("reports/a.txt")
    write("reports/b.txt")
    main(["baseline", "write", "reports", "--reason", "已核对"])
    before = Path("auditlint-accepted.yml").read_text(encoding="utf-8")
    os.rename("reports/a.txt", "a.txt")
    capsys.readouterr()
    assert main(["baseline", "update", "reports", "--reason", "x"]) == 0
    assert "新增0条，去掉0条，共2条" in capsys.readouterr().out
    assert Path("auditlint-accepted.yml").read_text(encoding="utf-8") == before
    assert main(["baseline", "check", "reports"]) == 1
    assert "reports/a.txt FA103: 没有这个文件" in capsys.readouterr().out


# --------------------------------------------------------------------------- other commands


def test_rules_and_explain(capsys: Out) -> None:
    assert main(["rules", "--output-format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)
    assert len({r["code"] for r in rules}) == len(rules) > 10
    assert main(["rules", "--select", rules[0]["code"]]) == 0
    assert capsys.readouterr().out.count("\n") == 1
    for name in (rules[0]["code"], rules[0]["name"]):
        assert main(["explain", name]) == 0
        assert rules[0]["title"] in capsys.readouterr().out


def test_facts(capsys: Out) -> None:
    write("a.txt")
    assert main(["facts", "a.txt", "--output-format", "json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert [f["figure"] for f in report["facts"]] == ["100.00万元", "60.00万元", "41.00万元"]
    assert main(["facts", "a.txt"]) == 0
    assert "基本支出" in capsys.readouterr().out
    assert main(["facts", "a.txt", "--output-format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("path,place,figure,")


def test_config_show(capsys: Out) -> None:
    write("auditlint.yml", "fail-on: warning\n")
    assert main(["config", "show", "--select", "AL"]) == 0
    shown = capsys.readouterr().out
    assert 'fail-on: "warning"' in shown
    assert "auditlint.yml:1:1" in shown
    assert "# 命令行" in shown


# --------------------------------------------------------------------------- the process itself


def test_a_concise_run_loads_only_what_it_needs() -> None:
    write("a.txt", CLEAN)
    code = (
        "import sys; from auditlint.cli import main; main(['check', 'a.txt', '--output-format', 'concise']);"
        "heavy = ('rich', 'lxml', 'openpyxl', 'docx', 'xlsxwriter', 'pypdfium2', 'pdfplumber', 'jinja2', 'starlette');"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().strip() == "[]"
    # a second run has the rules and expressions at hand
    code = code.replace("'rich',", "'yaml', 'ast', 'pathlib', 'dataclasses', 'tempfile', 'jieba',")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().strip() == "[]"


def test_a_console_in_another_code_page_does_not_stop_the_run() -> None:
    write("a.txt", BROKEN)
    for encoding in ("ascii", "cp936"):
        done = subprocess.run(
            [sys.executable, "-m", "auditlint", "check", "a.txt"],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            check=False,
            timeout=60,
        )
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        # a code page without Chinese would show nothing but question marks
        assert "项目支出41.00万元" in done.stdout.decode("utf-8" if encoding == "ascii" else encoding)


def test_machine_formats_are_utf8_in_any_code_page() -> None:
    write("a.txt", BROKEN)
    done = subprocess.run(
        [sys.executable, "-m", "auditlint", "check", "a.txt", "--output-format", "json"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp936"},
        check=False,
        timeout=60,
    )
    assert "本年支出" in json.loads(done.stdout.decode("utf-8"))["reports"][0]["findings"][0]["message"]


def test_crlf_text_is_read_the_same(capsys: Out) -> None:
    write("a.txt", BROKEN.replace("\n", "\r\n"))
    assert check("a.txt", "--output-format", "concise") == 1
    assert capsys.readouterr().out.startswith("a.txt:3:")


def test_the_page_tells_what_it_needs(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    from auditlint.commands import serve

    monkeypatch.setattr(serve, "NEEDED", ("no_such_package",))
    assert main(["serve", "--no-browser"]) == 2
    assert serve.start() == 2
    told = capsys.readouterr().err
    assert told.count("缺少no_such_package") == 2
    assert main(["serve", "--lang", "en"]) == 2
    assert "no_such_package is missing" in capsys.readouterr().err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_device_is_written_to_and_stays_one(capsys: Out) -> None:
    write("a.txt", CLEAN)
    assert check("a.txt", "--output", "html=/dev/null") == 0
    assert check("a.txt", "--output", "json=/dev/full") == 2
    assert "/dev/full: 写不进去" in capsys.readouterr().err
    assert Path("/dev/null").is_char_device()
    assert Path("/dev/full").is_char_device()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize(
    ("rest", "code", "told"),
    [("--version >/dev/full", 2, "磁盘已满"), ("check a.txt >&-", 0, ""), ("check a.txt 2>&-", 0, "")],
)
def test_streams_that_take_nothing(rest: str, code: int, told: str) -> None:
    write("a.txt", CLEAN)
    command = f'"{sys.executable}" -m auditlint {rest}'
    done = subprocess.run(command, shell=True, check=False, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
