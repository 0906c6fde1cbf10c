"""docs/rules.md lists every rule and every equation. `python -m tests.test_rules_page` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from auditlint import examples, packs
from auditlint.packs import Rule

DOCS = Path(__file__).parent.parent / "docs"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def every() -> tuple[Rule, ...]:
    rulebook = packs.load(packs=sorted(p.name for p in Path(packs.home()).iterdir() if p.is_dir()))
    return rulebook.rules


def page() -> str:
    return "\n".join(lines()) + "\n"


def lines() -> Iterator[str]:
    rules = every()
    yield "# Rules"
    yield ""
    yield "Written by `python -m tests.test_rules_page`. `auditlint explain CODE` shows a rule with its examples."
    for pack in sorted({r.pack for r in rules}):
        yield f"\n## {pack}\n"
        yield "| code | rule | title | severity | status | since | source |"
        yield "|---|---|---|---|---|---|---|"
        for r in rules:
            if r.pack == pack:
                words = (r.code, f"`{r.name}`", r.title.zh, r.severity, r.status, r.since, r.source.zh)
                yield "| " + " | ".join(map(cell, words)) + " |"
    yield "\n## Equations\n"
    yield "| id | 关系 | rules, or why none |"
    yield "|---|---|---|"
    for name, entry in equations().items():
        known = ", ".join(entry.get("rules", ())) or entry["reason"]
        yield f"| {name} | {cell(entry['holds'])} | {cell(known)} |"


def equations() -> dict[str, dict[str, list[str] | str]]:
    found: dict[str, dict[str, list[str] | str]] = yaml.safe_load((DOCS / "equations.yml").read_text(encoding="utf-8"))
    return found


def test_the_page_is_up_to_date() -> None:
    found = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert found.splitlines() == page().splitlines(), "run: python -m tests.test_rules_page"


def test_packs_that_are_off_are_right_about_their_examples() -> None:
    rulebook = packs.load(packs=sorted(p.name for p in Path(packs.home()).iterdir() if p.is_dir()))
    on = {r.code for r in packs.load().rules}
    chosen = [r for r in rulebook.rules if r.code not in on]
    assert chosen
    assert [str(f) for f in examples.lint(chosen, "en")] == []
    assert [f"{f.rule.code} {f.kind} {f.index} {f.found}" for f in examples.run(rulebook, chosen).failures] == []


def test_every_equation_has_a_rule_or_a_reason() -> None:
    codes = {r.code for r in every()}
    for name, entry in equations().items():
        assert bool(entry.get("rules")) != bool(entry.get("reason")), name
        assert set(entry.get("rules", ())) <= codes, name


if __name__ == "__main__":
    (DOCS / "rules.md").write_text(page(), encoding="utf-8")
