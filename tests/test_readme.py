"""The README shows what the program prints, and its Quick start is what it promises to be.

`AUDITLINT_UPDATE=1 pytest tests/test_readme.py` writes the shown output anew.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from auditlint.cli import main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TWIN = ROOT / "README.zh-CN.md"
_SHOWN = re.compile(r"```text\n\$ auditlint (?P<args>[^\n]*)\n(?P<shown>.*?)```\n", re.S)


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


def test_the_links_lead_somewhere() -> None:
    for path in (README, TWIN):
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), target
