"""docs/writing-rules.md says what is true: its rule works, its faults are told so, its tables list every option."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from auditlint import examples, packs
from auditlint.checks import CHECKS
from auditlint.errors import FaultyFile

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ["writing-rules.md", "writing-rules.zh-CN.md"]


def fenced(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDITLINT_NO_CACHE", "1")
    monkeypatch.chdir(tmp_path)
    Path("our-rules").mkdir()
    return Path("our-rules")


@pytest.mark.parametrize("page", PAGES)
def test_the_rule_shown_passes_its_examples(own: Path, page: str) -> None:
    (own / "reception-average.yml").write_text(fenced(page, "yaml")[0], encoding="utf-8")
    rulebook = packs.load(extra=[own])
    chosen = [r for r in rulebook.rules if r.pack == "our-rules"]
    assert len(chosen) == 1
    assert examples.lint(chosen) == ()
    assert examples.run(rulebook, chosen).failures == ()


@pytest.mark.parametrize("page", PAGES)
def test_the_faults_shown_are_what_is_told(own: Path, page: str) -> None:
    text = fenced(page, "yaml")[0].replace("check: formula", "check: formul").replace("severity:", "severty:")
    (own / "reception-average.yml").write_text(text, encoding="utf-8")
    with pytest.raises(FaultyFile) as caught:
        packs.load(extra=[own])
    told = str(caught.value).split("\n")
    assert [line for line in told if "缺少" not in line] == fenced(page, "text")[0].splitlines()


def test_the_lexicon_and_taxonomy_shown_are_readable(own: Path) -> None:
    shown = [t for t in fenced(PAGES[0], "yaml") if t.startswith(("phrases", "concepts"))]
    assert len(shown) == 2
    for i, text in enumerate(shown):
        (own / f"words{i}.yml").write_text(text, encoding="utf-8")
    rulebook = packs.load(extra=[own])
    assert "盏" in rulebook.lexicon.counters
    assert rulebook.taxonomy.find("医疗卫生与计划生育支出") is not None


def table() -> Iterator[str]:
    """The checks with their options and message fields."""
    yield "| check | option | meaning |"
    yield "|---|---|---|"
    for name, check in CHECKS.items():
        told = f"*{check.summary}*"
        if check.fields:
            told += "; fields " + " ".join(f"`{{{f}}}`" for f in check.fields)
        yield f"| `{name}` | | {told} |"
        for option in fields(check.options):
            must = option.default is MISSING and option.default_factory is MISSING
            default = "" if must or option.default in ("", (), None) else f" (default `{option.default}`)"
            text = option.metadata["help"].replace("|", "\\|")
            yield f"| | `{option.name.replace('_', '-')}`{' (needed)' if must else ''} | {text}{default} |"


def test_every_check_and_option_is_listed() -> None:
    text = (DOCS / PAGES[0]).read_text(encoding="utf-8")
    shown = text.partition("<!-- checks -->\n")[2].partition("<!-- /checks -->")[0]
    assert shown.splitlines() == list(table()), "run: python -m tests.test_writing_rules"


if __name__ == "__main__":  # python -m tests.test_writing_rules writes the table of checks anew
    page = DOCS / PAGES[0]
    before, _, rest = page.read_text(encoding="utf-8").partition("<!-- checks -->\n")
    _, _, after = rest.partition("<!-- /checks -->")
    page.write_text(f"{before}<!-- checks -->\n" + "\n".join(table()) + f"\n<!-- /checks -->{after}", encoding="utf-8")
