"""What the program says of a generated report, held against the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from auditlint import engine, packs, readers
from auditlint.model import Finding, Location, Relation, ReportResult, Suggestion
from auditlint.packs import Rulebook
from auditlint.settings import Settings
from tests.generator.mutation import Mutant
from tests.generator.writer import Report, Truth

TOLD = ("error", "warning")
Place = tuple[int, int, int]  # line, first column, column after the last; 0-based


@dataclass(frozen=True, slots=True)
class Grade:
    """How a mutant fared: caught, the slip's place named, the original restored.

    `telling` counts the findings that tell it (one would do), `stray` holds the messages of those beside the point.
    """

    caught: bool
    named: bool
    restored: bool
    telling: int
    stray: tuple[str, ...]


@cache
def rulebook() -> Rulebook:
    """The rules of the project."""
    return packs.load()


def audit(text: str) -> ReportResult:
    """The program's result for a text."""
    document = readers.read("report.txt", data=text.encode())
    return engine.audit((document,), rulebook(), Settings())


def told(result: ReportResult) -> list[Finding]:
    """Findings above info."""
    return [f for f in result.findings if f.severity in TOLD]


def covered(report: Report, result: ReportResult) -> Iterator[tuple[Truth, Relation | None]]:
    """Every true relation with the program's relation over the same figures, if there is one."""
    relations = [(r, {_place(result.location(t.fact)) for t in r.terms}) for r in result.relations]
    for truth in report.truths:
        wanted = [_mark_place(report.text, report, i) for i in truth.marks]
        best: tuple[float, bool, Relation | None] = (0.0, False, None)
        for relation, places in relations:
            common = sum(any(p and _overlap(w, p) for p in places) for w in wanted)
            value = common / (len(wanted) + len(places) - common)
            best = max(best, (value, relation.firm, relation), key=lambda b: b[:2])
        yield truth, best[2] if best[0] >= 2 / 3 else None


def grade(report: Report, mutant: Mutant, result: ReportResult) -> Grade:
    """Whether the findings tell the slip."""
    here = _line_place(mutant.text, mutant.start, max(mutant.end, mutant.start + 1))
    named = restored = False
    telling = 0
    stray: list[str] = []
    broken = [[_shifted(mutant, report, i) for i in t.marks] for t in mutant.broken]
    for finding in told(result):
        places = [p for p in _places(finding, result) if p]
        touches = any(_overlap(here, p) for p in places) or any(
            sum(any(_overlap(m, p) for p in places) for m in marks) >= min(2, len(marks)) for marks in broken
        )
        telling += touches
        if not touches:
            stray.append(f"{finding.code} {finding.message}")
        for fix in [finding.suggestion, *finding.candidates]:
            place = fix and _place(fix.location)
            if fix and place and _overlap(here, place):
                named = True
                restored = restored or _restores(fix, mutant)
    return Grade(telling > 0, named, restored, telling, tuple(stray))


def _restores(fix: Suggestion, mutant: Mutant) -> bool:
    if mutant.slip == "word":
        return fix.replacement == mutant.original
    if mutant.slip == "unit":
        return _amount(fix.replacement, _unit(mutant.typed)) == _amount(mutant.original, "")
    digits = "".join(c for c in fix.replacement if c.isdigit() or c == ".")
    try:
        return Decimal(digits) == Decimal(mutant.original.replace(",", ""))
    except InvalidOperation:
        return False


def _unit(text: str) -> str:
    return next(u for u in ("亿元", "万元", "元") if u in text)


def _amount(text: str, unit: str) -> Decimal | None:
    """The amount in 元 of a printed figure; `unit` is the unit where it prints none."""
    unit = next((u for u in ("亿元", "万元", "元") if u in text), unit)
    digits = "".join(c for c in text if c.isdigit() or c == ".")
    return Decimal(digits) * {"亿元": 10**8, "万元": 10**4, "元": 1}[unit] if digits and unit else None


def _places(finding: Finding, result: ReportResult) -> Iterator[Place | None]:
    yield _place(finding.location)
    for related in finding.related:
        yield _place(related.location)
    ids = set(finding.relations)
    for relation in result.relations:
        if relation.id in ids:
            for term in relation.terms:
                yield _place(result.location(term.fact))


def _place(location: Location) -> Place | None:
    if location.line is None or location.column is None:
        return None
    end = location.end_column if location.end_column is not None else location.column + 1
    return location.line, location.column, end if location.end_line == location.line else 10**6


def _line_place(text: str, start: int, end: int) -> Place:
    head = text.rfind("\n", 0, start) + 1
    return text.count("\n", 0, start), start - head, end - head


def _mark_place(text: str, report: Report, index: int, shift: int = 0) -> Place:
    span = report.marks[index].figure.span
    return _line_place(text, span.start + shift, span.end + shift)


def _shifted(mutant: Mutant, report: Report, index: int) -> Place:
    after = report.marks[index].figure.span.start > mutant.start
    return _mark_place(mutant.text, report, index, len(mutant.text) - len(report.text) if after else 0)


def _overlap(a: Place, b: Place) -> bool:
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]
