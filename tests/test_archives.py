"""Archives: every file in one is a report of its own, unless a bundle file in it says otherwise."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from auditlint import archives, jobs
from auditlint.bundle import Member
from auditlint.cli import main
from auditlint.errors import FaultyFile, ReadError
from auditlint.limits import Limits
from auditlint.originals import Kept
from auditlint.settings import Settings
from tests.make_docx import docx, p

BROKEN = "乙局2024年度部门决算\n\n本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。\n"
SOUND = "本年支出合计100.00万元，其中：基本支出60.00万元；项目支出40.00万元。\n"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def zipped(members: dict[str, str | bytes]) -> Path:
    path = Path("公开.zip")
    with zipfile.ZipFile(path, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return path


def check(*words: str) -> int:
    return main(["check", "--output-format", "concise", "--no-cache", *words])


def test_each_file_is_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    zipped({"甲.txt": BROKEN, "县/乙.txt": SOUND, "图.jpg": "x", "README.md": "x"})
    assert check("公开.zip") == 1
    out, err = capsys.readouterr()
    assert out.startswith("公开.zip/甲.txt:3:7: FA103 ")
    assert out.count("\n") == 1
    assert err == "公开.zip/图.jpg：不是报告，没有读取。\n"


@pytest.mark.parametrize("from_stdin", [False, True])
def test_what_cannot_be_read_costs_only_itself(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, from_stdin: bool
) -> None:
    path = zipped({"甲.txt": BROKEN, "坏.docx": "no Word", "内.zip": b"PK\x03\x04"})
    if from_stdin:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
        path.unlink()
        assert check("-", "--stdin-filename", "公开.zip") == 2
    else:
        assert check("公开.zip") == 2
    out, err = capsys.readouterr()
    assert "公开.zip/甲.txt:3:7: FA103" in out
    assert "公开.zip/坏.docx: 扩展名是“.docx”" in err
    assert "公开.zip/内.zip: 压缩包里又有压缩包" in err


def test_a_damaged_archive_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("坏.zip").write_bytes(b"PK\x03\x04 and no more")
    Path("甲.txt").write_text(BROKEN, encoding="utf-8")
    assert check("坏.zip", "甲.txt") == 2
    out, err = capsys.readouterr()
    assert "甲.txt:3:7" in out
    assert err == "坏.zip: 压缩包已损坏，或没有下载完整。请重新取得文件，解压后再检查。\n"


def test_a_bundle_file_puts_files_together() -> None:
    path = zipped(
        {
            "县/甲.txt": SOUND,
            "县/上年.txt": SOUND,
            "乙.txt": SOUND,
            "县/auditlint-bundle.yml": "report: 甲.txt\nprior: 上年.txt\n",
        }
    )
    found = archives.inside(str(path), Limits())
    assert [[(m.path, m.role) for m in members] for members in found.reports] == [
        [("公开.zip/乙.txt", "report")],
        [("公开.zip/县/甲.txt", "report"), ("公开.zip/县/上年.txt", "prior")],
    ]


def test_a_bundle_file_may_name_only_what_is_there() -> None:
    path = zipped({"甲.txt": SOUND, "auditlint-bundle.yml": "report: 乙.txt\n"})
    with pytest.raises(FaultyFile, match=r"公开.zip/auditlint-bundle.yml:1:9: 没有文件“乙.txt”"):
        archives.inside(str(path), Limits())


def test_all_files_together_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    zipped({"2024年度决算.txt": SOUND, "2023年度决算.txt": SOUND})
    assert check("公开.zip", "--bundle") == 0
    assert capsys.readouterr().err == "公开.zip/2024年度决算.txt: 报告\n公开.zip/2023年度决算.txt: 上年\n"


def test_a_copy_is_made_of_the_file_in_it() -> None:
    zipped({"甲.docx": docx(p(BROKEN.strip()))})
    assert check("公开.zip", "--output", "docx=批注.docx", "--output", "xlsx=清单.xlsx") == 1
    with zipfile.ZipFile("批注.docx") as package:
        assert "word/comments.xml" in package.namelist()


def test_no_output_over_the_archive(capsys: pytest.CaptureFixture[str]) -> None:
    before = zipped({"甲.txt": BROKEN}).read_bytes()
    assert check("公开.zip", "--output", "json=公开.zip") == 2
    assert "输出不能写到被检查的文件上" in capsys.readouterr().err
    assert Path("公开.zip").read_bytes() == before


def test_a_file_in_it_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    zipped({"甲.txt": BROKEN, "县/乙.txt": SOUND})
    assert check("公开.zip/甲.txt") == 1
    assert check("公开.zip/县/乙.txt") == 0
    assert check("公开.zip/丙.txt") == 2
    assert "公开.zip/丙.txt: " in capsys.readouterr().err


def test_results_of_an_archive_are_kept_by_content() -> None:
    path = zipped({"甲.txt": BROKEN})
    (members,) = archives.inside(str(path), Limits()).reports
    job = jobs.Job(members, Settings(), "公开.zip/甲.txt")
    assert len(jobs.work(job).report.findings) == 1
    assert Kept.of(members).given("公开.zip/甲.txt") == BROKEN.encode()
    with pytest.raises(ReadError, match="没有这个文件"):
        Member("公开.zip/无.txt", archive="公开.zip").content(Limits())
