"""SARIF 2.1.0, as GitHub code scanning and other tools read it."""

from __future__ import annotations

import json
from urllib.parse import quote

from auditlint import messages
from auditlint.model import Finding, Location, Result
from auditlint.reporters import RenderOptions, placed, relative

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(result: Result, options: RenderOptions) -> str:
    """One run; places of formats without lines are logical locations."""
    codes = sorted({f.code: f.rule for r in result.reports for f in r.findings}.items())
    index = {code: i for i, (code, _) in enumerate(codes)}
    trouble = [*((e, r.path) for r in result.reports for e in r.errors), *((p, "") for p in result.problems)]
    paths = dict.fromkeys(d.path for r in result.reports for d in r.documents)
    run = {
        "tool": {
            "driver": {
                "name": "auditlint",
                "version": options.version,
                "semanticVersion": options.version,
                "properties": {"rulesEdition": result.edition},
                "rules": [_rule(code, name, options) for code, name in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "language": "en" if options.lang == "en" else "zh-CN",
        "invocations": [
            {
                "executionSuccessful": not trouble,
                "toolExecutionNotifications": [
                    _notification(words, path and relative(path, options)) for words, path in trouble
                ],
            }
        ],
        "artifacts": [{"location": {"uri": uri(relative(p, options))}} for p in paths],
        "results": [_result(f, index[f.code], options) for r in result.reports for f in r.findings],
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str, name: str, options: RenderOptions) -> dict[str, object]:
    title = dict(options.titles).get(code, name)
    why = dict(options.whys).get(code, "") or title
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": why},
    }


def _result(finding: Finding, index: int, options: RenderOptions) -> dict[str, object]:
    related = [
        {"id": i, **_location(r.location, options), "message": {"text": r.message}}
        for i, r in enumerate(finding.related)
    ]
    found: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "kind": "fail",
        "message": {"text": placed(finding, options.lang)},
        "locations": [_location(finding.location, options)],
        "partialFingerprints": {"auditlint/v1": finding.fingerprint},
    }
    if related:
        found["relatedLocations"] = related
    if finding.accepted is not None:
        found["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": finding.accepted.reason,
                "properties": {"by": finding.accepted.by, "until": finding.accepted.until},
            }
        ]
    properties = {"stated": finding.stated, "expected": finding.expected}
    if finding.suggestion is not None:
        properties["suggestion"] = f"{finding.suggestion.text} → {finding.suggestion.replacement}"
    found["properties"] = {k: v for k, v in properties.items() if v}
    return found


def _location(place: Location, options: RenderOptions) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": uri(relative(place.path, options))}}
    if place.line is not None:
        region = {"startLine": place.line + 1}
        if place.column is not None:
            region["startColumn"] = place.column + 1
        if place.end_line is not None:
            region["endLine"] = place.end_line + 1
        if place.end_column is not None:
            region["endColumn"] = place.end_column + 1
        physical["region"] = region
    else:
        # GitHub wants a region for every result; a file without lines has only its first
        physical["region"] = {"startLine": 1}
    words = messages.address(place, options.lang)
    full = " / ".join(filter(None, (place.section, words)))
    found: dict[str, object] = {"physicalLocation": physical}
    if full:
        found["logicalLocations"] = [{"name": words or place.section, "fullyQualifiedName": full, "kind": _kind(place)}]
    return found


def _kind(place: Location) -> str:
    where = place.address
    if where.reference or where.row is not None:
        return "cell"
    return "page" if where.page is not None else "paragraph"


def _notification(words: str, path: str) -> dict[str, object]:
    found: dict[str, object] = {"level": "error", "message": {"text": words}}
    if path:
        found["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": uri(path)}}}]
    return found


def uri(path: str) -> str:
    """A path as a URI: relative stays relative, an absolute one becomes file:///…."""
    plain = path.replace("\\", "/").removeprefix("./")
    if len(plain) > 1 and plain[1] == ":":
        plain = "/" + plain
    return ("file://" if plain.startswith("/") else "") + quote(plain, safe="/:@" if plain.startswith("/") else "/@")
