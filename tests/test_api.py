"""The public API, by name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import auditlint

TEXT = "甲县文化馆2024年度部门决算\n\n本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。\n"


def test_every_public_name_is_there() -> None:
    for name in auditlint.__all__:
        assert getattr(auditlint, name) is not None
    assert dir(auditlint) == list(auditlint.__all__)
    with pytest.raises(AttributeError):
        _ = auditlint.nothing


def test_importing_it_imports_little() -> None:
    code = "import sys, auditlint; print([m for m in sys.modules if m.startswith('auditlint.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_read_audit_render() -> None:
    document = auditlint.read("决算.txt", data=TEXT.encode())
    report = auditlint.audit(document)
    (finding,) = report.findings
    assert finding.location.line == 2
    assert finding.fingerprint
    shown = json.loads(auditlint.render(report))
    assert shown["reports"][0]["findings"][0]["fingerprint"] == finding.fingerprint
    english = auditlint.audit(document, settings=auditlint.Settings(lang="en"))
    assert english.findings[0].message.isascii() is False
    assert "add up" in english.findings[0].message
    assert auditlint.audit(document, settings=auditlint.Settings(ignore=("ALL",))).findings == ()


def test_check_takes_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    result = auditlint.check([tmp_path, tmp_path / "nowhere.txt"])
    assert [len(r.findings) for r in result.reports] == [1, 0]
    assert [len(r.errors) for r in result.reports] == [0, 1]
    assert result.edition == auditlint.load_rules().edition


def test_trouble_is_typed() -> None:
    with pytest.raises(auditlint.ReadError) as caught:
        auditlint.read("nowhere.txt")
    assert caught.value.path == "nowhere.txt"
    assert caught.value.remedy
