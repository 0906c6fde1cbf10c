"""GitLab's code quality report."""

from __future__ import annotations

import hashlib
import json

from auditlint.model import Finding, Result
from auditlint.reporters import RenderOptions, placed, relative
from auditlint.reporters.summary import open_findings

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(result: Result, options: RenderOptions) -> str:
    """A JSON array of issues with unique fingerprints and relative paths; unreadable files are blockers."""
    seen: set[str] = set()
    issues: list[dict[str, object]] = []
    for report in result.reports:
        for error in report.errors:
            path = relative(report.path, options)
            issues.append(_issue("auditlint", "blocker", error, path, 1, unique(f"error {path}", seen)))
        for finding in open_findings(report):
            issues.append(_finding(finding, options, unique(finding.fingerprint or finding.message, seen)))
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding, options: RenderOptions, fingerprint: str) -> dict[str, object]:
    place = finding.location
    line = 1 if place.line is None else place.line + 1
    name = f"{finding.code} {finding.rule}"
    path = relative(place.path, options)
    return _issue(name, SEVERITIES[finding.severity], placed(finding, options.lang), path, line, fingerprint)


def _issue(name: str, severity: str, words: str, path: str, line: int, fingerprint: str) -> dict[str, object]:
    return {
        "description": words,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }


def unique(identity: str, seen: set[str]) -> str:
    """A fingerprint of an identity that no other finding has; the second of a kind is salted."""
    salt = 0
    while True:
        text = identity if not salt else f"{identity} {salt}"
        found = hashlib.sha256(text.encode()).hexdigest()[:32]
        if found not in seen:
            seen.add(found)
            return found
        salt += 1
