"""Generated reports: consistent ones are silent, mutants are told, every figure is accounted for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from auditlint.model import Result
from auditlint.reporters import REPORTERS, RenderOptions
from tests.generator import generate, mutants
from tests.generator.grading import audit, grade, told

RATCHET = Path(__file__).parent / "generator" / "ratchet.yml"
KINDS = ("final", "budget", "government", "evaluation")


@settings(max_examples=200, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32))
def test_a_consistent_report_is_silent(seed: int) -> None:
    report = generate(seed)
    assert [(f.code, f.message) for f in told(audit(report.text))] == [], f"seed {seed} ({report.kind})"


def test_the_truth_of_a_report_holds() -> None:
    for seed in range(100):
        report = generate(seed)
        assert {report.judged(t) for t in report.truths} <= {"holds", "rounding"}, f"seed {seed}"
        for mark in report.marks:
            span = mark.figure.span
            assert report.text[span.start : span.end] == mark.figure.text


def test_a_seed_gives_one_report() -> None:
    for kind in KINDS:
        assert generate(5, kind) == generate(5, kind)
        assert generate(5, kind).text != generate(6, kind).text


def test_mutants_differ_by_one_slip_and_say_what_they_break() -> None:
    for seed in range(40):
        report = generate(seed)
        for mutant in mutants(report, 5):
            assert mutant.text[mutant.start : mutant.end] == mutant.typed != mutant.original
            restored = mutant.text[: mutant.start] + mutant.original + mutant.text[mutant.end :]
            assert restored == report.text
            assert bool(mutant.broken) != bool(mutant.reason)


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_accounted_for(kind: str) -> None:
    for seed in range(8):
        result = audit(generate(seed, kind).text)
        document = result.documents[0]
        for fact in result.facts:
            span = fact.figure.span
            assert document.blocks[span.block].text[span.start : span.end] == fact.figure.text
        firm = {t.fact.figure.span for r in result.relations if r.firm for t in r.terms}
        unchecked = {u.location.span for u in result.unchecked}
        assert all(u.reason for u in result.unchecked)
        counted = [f for f in result.facts if f.figure.unit.dimension in ("money", "percent")]
        assert [f.figure.text for f in counted if f.figure.span not in firm | unchecked] == []
        assert counted


def test_the_json_of_a_report_is_valid() -> None:
    for kind in KINDS:
        result = audit(mutants(generate(3, kind), 1)[0].text)
        data = json.loads(REPORTERS["json"].render(Result(reports=(result,)), RenderOptions()))
        (report,) = data["reports"]
        assert report["figures"]["checked"] <= report["figures"]["total"]
        ids = {r["id"] for r in report["relations"]}
        assert all(set(f["relations"]) <= ids for f in report["findings"])


def test_mutants_are_told_as_well_as_before() -> None:
    floors = yaml.safe_load(RATCHET.read_text(encoding="utf-8"))
    count = caught = named = restored = figures = 0
    for seed in range(floors["reports"]):
        report = generate(seed)
        for mutant in mutants(report, floors["mutants_each"]):
            if mutant.broken:
                got = grade(report, mutant, audit(mutant.text))
                count += 1
                caught += got.caught
                if mutant.slip != "word":
                    figures += 1
                    named += got.named
                    restored += got.restored
    measured = {
        "caught": 100 * caught / count,
        "named": 100 * named / figures,
        "restored": 100 * restored / figures,
    }
    assert count > 200
    assert {k: v for k, v in measured.items() if v < floors[k]} == {}, measured
