"""Every rule that comes with auditlint: complete, and right about its own examples."""

from __future__ import annotations

import pytest

from auditlint import examples, packs

RULEBOOK = packs.load(packs=None)


def test_there_are_rules() -> None:
    assert len(RULEBOOK.rules) >= 5


def test_every_rule_is_complete() -> None:
    assert [str(f) for f in examples.lint(RULEBOOK.rules, "en")] == []


@pytest.mark.parametrize("rule", RULEBOOK.rules, ids=lambda r: f"{r.code}-{r.name}")
def test_examples(rule: packs.Rule) -> None:
    outcome = examples.run(RULEBOOK, [rule])
    told = [f"{f.kind} example {f.index + 1} (line {f.line + 1}) {f.problem}: {f.found}" for f in outcome.failures]
    assert told == []
