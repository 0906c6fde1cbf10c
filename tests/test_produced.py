"""A folder is audited without the results of earlier runs in it; a named file is audited whatever it is."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook, load_workbook

from auditlint.cli import main
from auditlint.produced import is_produced

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows' shell closes nothing")
BROKEN = "本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report as Word and as Excel, and every result that can be made of them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    made = docx.Document()
    made.add_paragraph("甲县文化馆2024年度部门决算")
    made.add_paragraph(BROKEN)
    made.save("决算.docx")
    book = Workbook()
    for row in (("项目", "金额"), ("基本支出", 60), ("项目支出", 41), ("合计", 100)):
        book.active.append(row)
    book.save("公开表.xlsx")
    words = ["docx=批注.docx", "html=结果.html", "xlsx=清单.xlsx", "markdown=摘要.md"]
    main(["check", "决算.docx", *(w for one in words for w in ("--output", one))])
    main(["check", "公开表.xlsx", "--output", "workbook=公开表批注.xlsx"])
    return tmp_path


def test_results_are_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    produced = {p.name for p in folder.iterdir() if p.is_file() and is_produced(p.name)}
    assert produced == {"批注.docx", "结果.html", "清单.xlsx", "摘要.md", "公开表批注.xlsx"}
    capsys.readouterr()
    main(["check", ".", "--output-format", "concise"])
    said = capsys.readouterr()
    assert {line.split(":")[0] for line in said.out.splitlines()} == {"决算.docx", "公开表.xlsx"}
    assert (
        said.err
        == "公开表批注.xlsx、批注.docx、摘要.md等5个文件：是auditlint生成的结果，没有检查；要检查，请写明文件名。\n"
    )
    main(["check", "*.docx", "--output-format", "concise", "--lang", "en"])
    assert "批注.docx: written by auditlint and not audited" in capsys.readouterr().err
    assert main(["check", "批注.docx", "--output-format", "concise"]) == 1
    assert capsys.readouterr().out.startswith("批注.docx:")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["text", "concise", "github", "markdown"])
@pytest.mark.parametrize("source", ["决算.docx", "公开表.xlsx", "甲.txt", "清.txt"])
def test_texts_that_were_written_or_redirected_are_known(folder: Path, source: str, name: str, lang: str) -> None:
    (folder / "甲.txt").write_text(BROKEN, encoding="utf-8")
    (folder / "清.txt").write_text(BROKEN.replace("41", "40"), encoding="utf-8")
    main(["check", source, "--output-format", name, "--lang", lang, "-o", "结果.txt"])
    data = (folder / "结果.txt").read_bytes()
    if data:  # of a clean report, one line per finding is nothing
        assert is_produced("结果.txt")
        # as a Chinese Windows redirects it
        (folder / "结果.txt").write_bytes(data.replace(b"\n", b"\r\n").decode().encode("gb18030"))
        assert is_produced("结果.txt")
    assert not is_produced(source)


def test_an_output_never_replaces_a_report_of_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "甲.txt").write_text(BROKEN, encoding="utf-8")
    for words in (["--output", "html=./甲.txt"], ["-o", "甲.txt"], ["--output", "docx=决算.docx", "--force"]):
        before = {p: p.read_bytes() for p in folder.iterdir() if p.is_file()}
        capsys.readouterr()
        assert main(["check", ".", *words]) == 2
        assert "被检查的文件" in capsys.readouterr().err
        assert {p: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_an_output_in_the_folder_may_be_written_again_and_again(folder: Path) -> None:
    for _ in range(2):
        outputs = ["html=结果.html", "markdown=摘要.txt", "concise=清单.md"]
        assert main(["check", ".", "-o", "结果.txt", *(w for one in outputs for w in ("--output", one))]) == 1


@pytest.mark.parametrize("rest", ["", pytest.param(" 2>&-", marks=needs_posix)])
def test_what_a_shell_has_just_made_for_the_output_is_no_empty_report(rest: str, folder: Path) -> None:
    command = f'"{sys.executable}" -m auditlint check . > 新.txt{rest}'
    assert subprocess.run(command, shell=True, check=False, timeout=120).returncode == 1
    assert "共2份报告" in (folder / "新.txt").read_text(encoding="utf-8")


def test_what_a_program_names_is_a_report_only_if_it_is_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "requirements.txt").write_text(BROKEN, encoding="utf-8")
    capsys.readouterr()
    names = ["批注.docx", "结果.html", "清单.xlsx", "requirements.txt"]
    assert main(["check", "--force-exclude", *names]) == 0
    assert "没有检查" in capsys.readouterr().err
    assert main(["check", "--force-exclude", *names, "决算.docx"]) == 1


def test_a_list_stays_known_when_it_was_filled_in(folder: Path) -> None:
    book = load_workbook("清单.xlsx")
    book.active["K2"] = "已核对"
    book.save("清单.xlsx")
    assert is_produced("清单.xlsx")


def test_other_files_are_none(tmp_path: Path) -> None:
    for name, data in {
        "a.docx": b"PK\x03\x04 word/comments.xml",
        "a.xlsx": b"",
        "a.html": b"<p>auditlint</p>",
        "a.md": b"# auditlint is a program\n",
        "a.txt": b"auditlint\n",
        "b.txt": "错误的金额有3处。".encode(),
        "c.txt": "文号: AB123 号".encode("gb18030"),
        "d.txt": "共3份报告，均已公开".encode(),
    }.items():
        (tmp_path / name).write_bytes(data)
        assert not is_produced(str(tmp_path / name))
    assert not is_produced(str(tmp_path / "none.docx"))


def test_the_comments_of_people_are_no_mark(tmp_path: Path) -> None:
    made = docx.Document()
    run = made.add_paragraph(BROKEN).runs[0]
    made.add_comment(run, text="auditlint", author="李会计")
    stream = io.BytesIO()
    made.save(stream)
    (tmp_path / "a.docx").write_bytes(stream.getvalue())
    assert not is_produced(str(tmp_path / "a.docx"))
