"""The pre-commit hook, the GitHub Action, the GitLab template and the example repository do what they say.

`AUDITLINT_UPDATE=1 pytest tests/test_gates.py` writes the example's accepted findings anew.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "repository"
BROKEN = "甲县文化馆2024年度部门决算\n\n本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。\n"
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a broken report, and `auditlint` on the path."""
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "auditlint"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m auditlint "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    work = tmp_path / "work"
    (work / "reports").mkdir(parents=True)
    (work / "reports" / "决算 1.txt").write_text(BROKEN, encoding="utf-8")
    monkeypatch.chdir(work)
    return work


def hook() -> dict[str, object]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(found)


@pytest.mark.parametrize("name", ["a.docx", "甲/乙 丙.DOCX", "a.xlsx", "a.pdf", "a.html", "a.htm", "a.txt", "a.wps"])
def test_the_hook_takes_reports(name: str) -> None:
    assert re.search(str(hook()["files"]), name)


@pytest.mark.parametrize("name", ["a.py", "a.docx.yml", "docx", "a.png", "README.md"])
def test_the_hook_leaves_the_rest(name: str) -> None:
    assert not re.search(str(hook()["files"]), name)


def test_the_hook_is_complete() -> None:
    found = hook()
    assert set(found) >= {"id", "name", "entry", "language"}
    assert (found["types"], found["require_serial"]) == (["file"], True)


@needs_bash
def test_the_hook_runs(place: Path) -> None:
    command = [*shlex.split(str(hook()["entry"])), "reports/决算 1.txt"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stdout.decode().startswith("reports/决算 1.txt:3:")
    # what the configuration excludes stays excluded though pre-commit names it
    (place / "auditlint.yml").write_text("exclude: [reports]\n", encoding="utf-8")
    assert subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


@needs_bash
def test_the_action_annotates_and_summarises(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    assert all("shell" in step for step in action["runs"]["steps"] if "run" in step)
    (step,) = [s for s in action["runs"]["steps"] if s.get("id") == "check"]
    assert set(step["env"]) == {"PATHS", "ARGS", "FAIL_ON", "SARIF"}
    monkeypatch.setenv("GITHUB_ACTION_PATH", str(ROOT))
    monkeypatch.setenv("RUNNER_TEMP", str(place))
    monkeypatch.setenv("AUDITLINT", "auditlint")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(place / "summary.md"))
    monkeypatch.setenv("GITHUB_OUTPUT", str(place / "output"))
    for name, value in {"PATHS": "reports", "ARGS": "--lang en", "FAIL_ON": "error", "SARIF": "out.sarif"}.items():
        monkeypatch.setenv(name, value)
    done = subprocess.run(["bash", "-c", step["run"]], capture_output=True, check=False, timeout=120)
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout.decode().startswith("::error file=reports/决算 1.txt,line=3,")
    assert "# auditlint" in (place / "summary.md").read_text(encoding="utf-8")
    assert (place / "output").read_text(encoding="utf-8") == "exit-code=1\n"
    assert json.loads((place / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    # names with blanks are quoted; a quote that is not closed is told
    monkeypatch.setenv("PATHS", "'reports/决算 1.txt'")
    again = subprocess.run(["bash", "-c", step["run"]], capture_output=True, check=False, timeout=120)
    assert again.stdout == done.stdout
    monkeypatch.setenv("PATHS", "'reports")
    assert subprocess.run(["bash", "-c", step["run"]], capture_output=True, check=False, timeout=120).returncode == 2
    monkeypatch.setenv("PATHS", "reports")
    monkeypatch.setenv("FAIL_ON", "never")
    assert subprocess.run(["bash", "-c", step["run"]], capture_output=True, check=False, timeout=120).returncode == 0


@needs_bash
@pytest.mark.parametrize(
    ("paths", "args", "words"),
    [
        ("reports\\2024 'a\\b c'\n\"d'\"", "--lang en", ["reports\\2024", "a\\b c", "d'", "--lang", "en"]),
        ("", "", ["."]),
        (" \n", " ", ["."]),
    ],
)
def test_the_action_takes_words(paths: str, args: str, words: list[str], tmp_path: Path) -> None:
    show = tmp_path / "show"
    show.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    show.chmod(0o755)
    given = {"AUDITLINT": str(show), "PATHS": paths, "ARGS": args, "GITHUB_STEP_SUMMARY": "", "GITHUB_OUTPUT": ""}
    script = ["bash", str(ROOT / "templates" / "github-check.sh")]
    done = subprocess.run(script, capture_output=True, check=False, timeout=60, env={**os.environ, **given})
    shown = done.stdout.decode().splitlines()
    assert shown[: len(words) + 2] == ["check", *words, "--fail-on"], done.stderr.decode()


def gitlab_job() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "templates" / "gitlab-ci.yml").read_text(encoding="utf-8"))["auditlint"])


@needs_bash
def test_the_gitlab_job_installs_what_it_is_told_to(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = gitlab_job()
    pip = place.parent / "bin" / "pip"
    pip.write_text("#!/bin/sh\necho $*\n", encoding="utf-8")
    pip.chmod(0o755)

    def install(package: str) -> tuple[str, str]:
        monkeypatch.setenv("AUDITLINT_PACKAGE", package)
        done = subprocess.run(["bash", "-c", "\n".join(job["before_script"])], capture_output=True, timeout=60)
        assert (done.returncode == 0) == bool(package)
        return done.stdout.decode(), done.stderr.decode()

    assert install("https://git.example.org/a.tar.gz") == ("install --quiet https://git.example.org/a.tar.gz\n", "")
    out, told = install(job["variables"]["AUDITLINT_PACKAGE"])
    assert out == ""
    assert "AUDITLINT_PACKAGE: set this variable" in told


@needs_bash
def test_the_gitlab_job_writes_its_reports(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = gitlab_job()
    for name, value in {**job["variables"], "AUDITLINT_PATHS": "reports"}.items():
        monkeypatch.setenv(name, value)
    done = subprocess.run(["bash", "-c", "\n".join(job["script"])], capture_output=True, check=False, timeout=120)
    assert done.returncode == 1, done.stderr.decode()
    named = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert sorted(p.name for p in place.iterdir() if p.is_file()) == sorted(named)


def test_the_example_repository_is_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from auditlint.cli import main

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if os.environ.get("AUDITLINT_UPDATE"):
        monkeypatch.chdir(EXAMPLE)
        said = ["--reason", "原始凭证复核中，更正稿另行公开", "--by", "复核组", "--until", "2027-12-31"]
        main(["baseline", "write", "--force", "reports", *said])
    copy = tmp_path / "repository"
    shutil.copytree(EXAMPLE, copy)
    monkeypatch.chdir(copy)
    assert main(["check", "reports", "--only-new"]) == 0
    assert "已说明" in capsys.readouterr().out
    assert main(["baseline", "check", "reports"]) == 0
    (copy / "auditlint-accepted.yml").unlink()
    assert main(["check", "reports"]) == 1


@pytest.mark.skipif(
    not os.environ.get("AUDITLINT_INDEX_TESTS"), reason="set AUDITLINT_INDEX_TESTS to install from the index"
)
def test_pre_commit_try_repo(place: Path) -> None:
    pytest.importorskip("pre_commit")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run([*git, *words], check=True, timeout=60)
    words = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "auditlint", "--all-files", "--verbose"]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(words, capture_output=True, check=False, timeout=600, env=environment)
    assert done.returncode == 1, done.stdout.decode() + done.stderr.decode()
    assert "reports/决算 1.txt:3:" in done.stdout.decode()
