"""Wordings of reports as texts with their relations and findings, by theme; run by tests/test_wordings.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import auditlint
from auditlint.model import Finding, Relation, ReportResult
from auditlint.packs import Rulebook

_MARK = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class Case:
    """A wording: `[[right|wrong]]` is what stands in the consistent text and in the broken one.

    `holds` are the relations the consistent text must have, as "CODE stated other …" with the figures as printed
    (sorted but for the stated one), "CODE? …" where the relation is evaluated without being firm. `told` is the code
    of the one finding of the broken text; the marked place must be in it. `lacks` says why the case fails today.
    """

    name: str
    text: str
    holds: tuple[str, ...] = ()
    told: str = ""
    lacks: str = ""

    @property
    def right(self) -> str:
        """The consistent text."""
        return _MARK.sub(r"\1", self.text)

    @property
    def wrong(self) -> str:
        """The broken text."""
        return _MARK.sub(r"\2", self.text)

    @property
    def marked(self) -> tuple[int, int]:
        """Where the changed words stand in the broken text."""
        found = _MARK.search(self.text)
        if found is None:
            raise ValueError(f"{self.name}: nothing is marked")
        return found.start(), found.start() + len(found[2])


@cache
def _rules() -> Rulebook:
    return auditlint.load_rules()


def audit(text: str) -> ReportResult:
    """The result of a text file."""
    return auditlint.audit(auditlint.read("report.txt", data=text.encode()), _rules())


def shown(relation: Relation) -> str:
    """A relation as the cases write it."""
    first, *others = (t.fact.figure.text for t in relation.terms)
    return " ".join((relation.code + ("" if relation.firm else "?"), first, *sorted(others)))


def told(result: ReportResult) -> tuple[Finding, ...]:
    """The findings above info."""
    return tuple(f for f in result.findings if f.severity != "info")


def touched(result: ReportResult, finding: Finding, text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of the text that a finding speaks of: its own place, its relations' figures, its suggestions."""
    places = [finding.location, *(r.location for r in finding.related)]
    places += [s.location for s in (finding.suggestion, *finding.candidates) if s is not None]
    places += [result.location(t.fact) for i in finding.relations for t in result.relations[i].terms]
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return tuple(
        (starts[p.line] + (p.column or 0), starts[p.end_line or 0] + (p.end_column or 0))
        for p in places
        if p.line is not None
    )
