"""The whole result as JSON, schema version 1."""

from __future__ import annotations

import json

from auditlint.messages import address
from auditlint.model import Finding, Location, Related, Relation, ReportResult, Result, Suggestion
from auditlint.reporters import RenderOptions
from auditlint.reporters.summary import equation

SCHEMA_VERSION = 1


def render(result: Result, options: RenderOptions) -> str:
    """One JSON object; places are 1-based, `end_column` exclusive."""
    whole = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "auditlint", "version": options.version, "rules": result.edition},
        "reports": [_report(r, options.lang) for r in result.reports],
        "problems": list(result.problems),
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def _report(report: ReportResult, lang: str) -> dict[str, object]:
    return {
        "path": report.path,
        "documents": [{"path": d.path, "role": d.role, "format": d.format} for d in report.documents],
        "figures": {"total": report.figures, "checked": report.checked},
        "relations": [_relation(r, report, lang) for r in report.relations],
        "findings": [_finding(f, report.path, lang) for f in report.findings],
        "unchecked": [
            {"location": location(u.location, report.path, lang), "text": u.text, "reason": u.reason}
            for u in report.unchecked
        ],
        "errors": [{"message": e} for e in report.errors],
        "notices": list(report.notices),
    }


def _relation(relation: Relation, report: ReportResult, lang: str) -> dict[str, object]:
    return {
        "id": relation.id,
        "rule": relation.rule,
        "code": relation.code,
        "kind": relation.kind,
        "verdict": relation.verdict,
        "firm": relation.firm,
        "formula": equation(relation),
        "expected": None if relation.expected is None else f"{relation.expected:f}",
        "difference": f"{relation.difference:f}",
        "note": relation.note,
        "terms": [
            {
                "role": t.role,
                "label": t.fact.label,
                "text": t.fact.figure.text,
                "value": f"{t.fact.figure.value:f}",
                "unit": t.fact.figure.unit.name,
                "location": location(report.location(t.fact), report.path, lang),
            }
            for t in relation.terms
        ],
    }


def _finding(finding: Finding, path: str, lang: str) -> dict[str, object]:
    accepted = finding.accepted
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "location": location(finding.location, path, lang),
        "related": [_related(r, path, lang) for r in finding.related],
        "relations": list(finding.relations),
        "stated": finding.stated or None,
        "expected": finding.expected or None,
        "suggestion": None if finding.suggestion is None else _suggestion(finding.suggestion, path, lang),
        "candidates": [_suggestion(c, path, lang) for c in finding.candidates],
        "accepted": accepted and {"reason": accepted.reason, "by": accepted.by, "until": accepted.until},
        "fingerprint": finding.fingerprint,
    }


def _related(related: Related, path: str, lang: str) -> dict[str, object]:
    return {"message": related.message, "location": location(related.location, path, lang)}


def _suggestion(one: Suggestion, path: str, lang: str) -> dict[str, object]:
    return {
        "location": location(one.location, path, lang),
        "text": one.text,
        "replacement": one.replacement,
        "reason": one.reason,
    }


def location(place: Location, path: str, lang: str) -> dict[str, object]:
    """A place; its own `path` only where it lies in another file than the report's first."""
    found: dict[str, object] = {} if place.path == path else {"path": place.path}
    found["line"] = _shown(place.line)
    if place.line is not None:
        found["column"] = _shown(place.column)
        found["end_line"] = _shown(place.end_line)
        # `end_column` is exclusive, so its 1-based number is one more than the 0-based one as well
        found["end_column"] = _shown(place.end_column)
    else:
        found.update(_address(place))
    found["section"] = place.section
    found["address"] = address(place, lang)
    return found


def _shown(number: int | None) -> int | None:
    return None if number is None else number + 1


def _address(place: Location) -> dict[str, object]:
    """What a person uses in a format without lines; what does not apply is left out."""
    where = place.address
    found: dict[str, object] = {
        "paragraph": _shown(where.paragraph),
        "table": _shown(where.table),
        "row": _shown(where.row),
        "column": _shown(where.column),
        "cell": where.reference,
        "sheet": where.sheet,
        "page": _shown(where.page),
        "box": None if where.box is None else [round(x, 2) for x in where.box],
        "part": where.part,
        "start": place.span.start,
        "end": place.span.end,
    }
    return {key: value for key, value in found.items() if value is not None}
