"""A wheel built from the checkout brings the rules along and works in an environment of its own."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    try:
        importlib.metadata.version("hatchling")
        words = ["--no-build-isolation"]
    except importlib.metadata.PackageNotFoundError:
        words = []
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", *words, "-w", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("the build backend cannot be had here")
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_rule_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    rules = {f"auditlint/_rules/{p.relative_to(ROOT / 'rules').as_posix()}" for p in (ROOT / "rules").rglob("*.yml")}
    assert rules
    assert rules <= names
    assert "auditlint/py.typed" in names
    assert {n.split("/")[0].split("-")[0] for n in names} == {"auditlint"}


def test_the_wheel_audits_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True, timeout=120)
    python = tmp_path / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60).stdout.strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # the libraries come from this environment, auditlint from the wheel alone
    libraries = Path(importlib.metadata.distribution("regex").locate_file(""))
    (site / "libraries.pth").write_text(str(libraries), encoding="utf-8")
    (tmp_path / "a.txt").write_text(
        "甲县文化馆2024年度部门决算\n\n本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。\n",
        encoding="utf-8",
    )
    code = "import sys, auditlint.cli as cli; print(cli.__file__); sys.exit(cli.main(sys.argv[1:]))"
    done = subprocess.run(
        [str(python), "-c", code, "check", "a.txt", "--output-format", "concise"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.startswith(str(site)), done.stdout + done.stderr
    assert "a.txt:3:" in done.stdout
    assert done.returncode == 1
