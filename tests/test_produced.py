"""A folder is audited without the results of earlier runs in it; a named file is audited whatever it is."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook, load_workbook

from auditlint.cli import main
from auditlint.produced import is_produced

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
        "a.txt": b"# auditlint\n",
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
