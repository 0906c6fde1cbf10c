"""The README shows what the program prints, and its Quick start is what it promises to be.

`AUDITLINT_UPDATE=1 pytest tests/test_readme.py` writes the shown output anew.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from auditlint import config
from auditlint.cli import COMMANDS, main, parser
from auditlint.readers import BY_SUFFIX
from auditlint.reporters import REPORTERS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TWIN = ROOT / "README.zh-CN.md"
_SHOWN = re.compile(r"```text\n\$ auditlint (?P<args>[^\n]*)\n(?P<shown>.*?)```\n", re.S)


def _help(name: str) -> str:
    """What `auditlint NAME --help` prints."""
    subs = next(a for a in parser([name, "--help"], "en")._actions if isinstance(a.choices, dict))
    return subs.choices[name].format_help()  # type: ignore[index]


OPTIONS = {word for name in COMMANDS for word in re.findall(r"--[a-z-]+", _help(name))}


def quick_start(text: str, title: str) -> str:
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(("path", "lang"), [(README, "en"), (TWIN, "zh")])
def test_the_shown_output_is_real(
    path: Path, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    text = path.read_text(encoding="utf-8")
    blocks = list(_SHOWN.finditer(text))
    assert blocks
    for block in blocks:
        main([*shlex.split(block["args"]), "--lang", "zh"] if lang == "zh" else shlex.split(block["args"]))
        shown = capsys.readouterr().out
        if os.environ.get("AUDITLINT_UPDATE"):
            text = text.replace(block.group(), f"```text\n$ auditlint {block['args']}\n{shown}```\n")
            path.write_text(text, encoding="utf-8")
        else:
            assert block["shown"] == shown


def test_the_first_lines_link_the_twins() -> None:
    assert README.read_text(encoding="utf-8").split("\n")[0] == "[中文说明](README.zh-CN.md)"
    assert TWIN.read_text(encoding="utf-8").split("\n")[0] == "[English](README.md)"


def test_quick_start_has_two_blocks_of_one_command_line() -> None:
    section = quick_start(README.read_text(encoding="utf-8"), "Quick start")
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", section, re.S | re.M)
    assert [kind for kind, _ in fences] == ["sh", "sh"]
    assert all(body.count("\n") == 1 and not body.endswith("\\\n") for _, body in fences)
    assert "examples/" in fences[0][1]
    assert "pytest" in fences[1][1]
    assert fences == re.findall(
        r"^```(\w*)\n(.*?)^```$", quick_start(TWIN.read_text(encoding="utf-8"), "快速开始"), re.S | re.M
    )


def test_the_commands_shown_exist(capsys: pytest.CaptureFixture[str]) -> None:
    for path in (README, TWIN):
        for name in set(re.findall(r"^\$ auditlint ([a-z-]+)", path.read_text(encoding="utf-8"), re.M)):
            with pytest.raises(SystemExit) as stopped:
                main([name, "--help"])
            assert stopped.value.code == 0
    capsys.readouterr()


@pytest.mark.parametrize("path", [README, TWIN])
def test_what_there_is_is_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tables = "\n".join(line for line in text.split("\n") if line.startswith("| `"))
    assert {name for name in REPORTERS if f"`{name}`" not in tables} == set()
    assert {p.name for p in (ROOT / "rules").iterdir() if f"| `{p.name}` |" not in tables} == set()
    # .htm, .docm and their like are the same format under another name
    same = {".text", ".markdown", ".docm", ".xlsm", ".htm", ".mht", ".mhtml"}
    assert {suffix for suffix in BY_SUFFIX if suffix not in same and f"`{suffix[1:]}`" not in text} == set()
    for command in re.findall(r"--[a-z][a-z-]+", text):
        assert command in OPTIONS, command


def test_the_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the table says: 0 nothing at or above the threshold or --exit-zero, 1 findings, 2 could not run wholly."""
    broken, clean, lost = (
        str(ROOT / "examples/broken.txt"),
        str(ROOT / "examples/clean.txt"),
        str(tmp_path / "none.txt"),
    )
    calls = {
        (clean,): 0,
        (broken,): 1,
        (broken, "--exit-zero"): 0,
        (broken, "--fail-on", "never"): 0,
        (broken, lost): 2,
        (lost, "--exit-zero"): 2,
        (clean, "--select", "ZZ"): 2,
    }
    for path in (README, TWIN):
        assert [int(n) for n in re.findall(r"^\| (\d) \|", path.read_text(encoding="utf-8"), re.M)] == [0, 1, 2]
    assert {args: main(["check", *args, "--isolated", "--output-format", "concise"]) for args in calls} == calls
    said = capsys.readouterr()
    assert said.out.count(broken) == 3 * 4
    assert said.err.count(lost) == 2


@pytest.mark.parametrize("path", [README, TWIN])
def test_the_configuration_shown_is_one(path: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
    shown = next(b for b in blocks if "fail-on" in b)
    (tmp_path / "reports" / "our-rules").mkdir(parents=True)
    (tmp_path / "auditlint.yml").write_text("lang: zh\n", encoding="utf-8")
    (tmp_path / "reports" / "auditlint.yml").write_text(shown, encoding="utf-8")
    found = config.load(str(tmp_path / "reports" / "auditlint.yml"))
    assert found.get("fail-on") == "warning"


def test_the_links_lead_somewhere() -> None:
    for path in (README, TWIN):
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), target
