"""Old text documents through LibreOffice, and archives."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from auditlint.errors import ReadError
from auditlint.limits import Limits
from auditlint.readers import Source, archive, office, read


def test_without_libreoffice_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: "")
    with pytest.raises(ReadError, match=r"安装 LibreOffice，或用 Word、WPS 打开并另存为 \.docx"):
        read("report.rtf", data=rb"{\rtf1 text}")


@pytest.mark.skipif(os.name == "nt", reason="the hanging program is a shell script")
def test_a_hanging_conversion_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 &\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find", lambda: str(program))
    with pytest.raises(ReadError, match="已停止"):
        read("report.rtf", data=rb"{\rtf1 text}", limits=Limits(conversion_seconds=0.2))


def test_an_old_workbook_under_a_word_suffix_is_refused() -> None:
    with pytest.raises(ReadError):
        read("report.doc", data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in members:
            package.writestr(name, data)
    return stream.getvalue()


def test_an_archive_is_one_report() -> None:
    data = zipped(("a/说明.txt", "收入1.00万元。".encode()), ("b.md", "支出1.00万元。".encode()), ("x.exe", b"MZ"))
    found = read("all.zip", data=data)
    assert [(b.text, b.address.part) for b in found.blocks] == [
        ("收入1.00万元。", "a/说明.txt"),
        ("支出1.00万元。", "b.md"),
    ]
    assert any("x.exe" in n for n in found.notices)


def test_an_archive_apart() -> None:
    data = zipped(("说明.txt", b"1"), ("b.md", b"2"))
    documents = archive.read_members(Source("all.zip", "all.zip", data))
    assert [d.path for d in documents] == ["all.zip/b.md", "all.zip/说明.txt"]


def test_names_in_gbk() -> None:
    data = zipped(("11111111.txt", b"1")).replace(b"11111111", "说明文件".encode("gbk"))
    assert archive.read_members(Source("a.zip", "a.zip", data))[0].path == "a.zip/说明文件.txt"


def test_an_archive_in_an_archive_and_a_bomb_are_refused() -> None:
    with pytest.raises(ReadError, match="压缩包里又有压缩包"):
        read("a.zip", data=zipped(("b.zip", zipped(("c.txt", b"1")))))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.txt", bytes(60 * 1024 * 1024))
    with pytest.raises(ReadError, match="不正常"):
        read("a.zip", data=stream.getvalue())


def test_paths_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    found = read(tmp_path / "a.zip", data=zipped(("../../out.txt", "收入1元".encode())))
    assert found.blocks[0].text == "收入1元"
    assert list(tmp_path.iterdir()) == []
