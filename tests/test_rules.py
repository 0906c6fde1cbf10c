"""Every rule that comes with auditlint: complete, and right about its own examples."""

from __future__ import annotations

import pytest

from auditlint import examples, facts, packs
from auditlint.checks import CHECKS, NEEDS

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


def test_a_check_finds_nothing_without_what_it_needs() -> None:
    texts = {id(e): e for rule in RULEBOOK.rules for e in (*rule.examples.bad, *rule.examples.good)}
    skipped = 0
    for example in texts.values():
        ledger = facts.build(examples.documents(example), RULEBOOK)
        kinds = ledger.kinds()
        for rule in RULEBOOK.rules:
            if NEEDS.get(rule.check, "") not in kinds:
                skipped += 1
                assert not list(CHECKS[rule.check].run(ledger, rule.options)), (rule.code, example)
    assert skipped > len(texts)
