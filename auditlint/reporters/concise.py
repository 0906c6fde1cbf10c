"""One line per finding: `path:line:column: CODE message`."""

from __future__ import annotations

from auditlint.messages import address, member
from auditlint.model import Finding, Result
from auditlint.reporters import RenderOptions


def render(result: Result, options: RenderOptions) -> str:
    """The open findings, one line each."""
    return "".join(
        f"{where(f, options.lang)}: {f.code} {' '.join(f.message.split())}\n"
        for report in result.reports
        for f in report.findings
        if f.accepted is None
    )


def where(finding: Finding, lang: str) -> str:
    """`path:line:column`, or the path with the place in words where a format has no lines."""
    place = finding.location
    if place.line is not None:
        column = "" if place.column is None else f":{place.column + 1}"
        path = "/".join(filter(None, (place.path, member(place))))
        return f"{path}:{place.line + 1}{column}"
    words = address(place, lang)
    return f"{place.path}:{words}" if words else place.path
