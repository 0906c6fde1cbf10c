"""Annotations for GitHub Actions, worst first, since it shows only the first ten of a step."""

from __future__ import annotations

from auditlint.model import Finding, ReportResult, Result
from auditlint.reporters import RenderOptions, placed, relative
from auditlint.reporters.summary import open_findings, summary_lines

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
ORDER = ("error", "warning", "info")
PER_STEP = 10  # annotations of one level that GitHub shows for a step


def render(result: Result, options: RenderOptions) -> str:
    """One workflow command per finding and unreadable file, then a plain summary."""
    found = [f for r in result.reports for f in open_findings(r)]
    found.sort(key=lambda f: ORDER.index(f.severity))
    lines = [_trouble(r, e, options) for r in result.reports for e in r.errors]
    lines += [f"::error title=auditlint::{data(p)}" for p in result.problems]
    lines += [_annotation(f, options) for f in found]
    lines += [_plain(words) for words in summary_lines(result, options.lang)]
    if len(found) > PER_STEP:
        lines.append(
            f"GitHub shows {PER_STEP} annotations of a level per step; all {len(found)} stand in this log."
            if options.lang == "en"
            else f"GitHub每步每级只显示{PER_STEP}条批注，全部{len(found)}条见本日志。"
        )
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, options: RenderOptions) -> str:
    place = finding.location
    fields = [("file", relative(place.path, options))]
    if place.line is not None:
        end = place.line if place.end_line is None else place.end_line
        fields += [("line", str(place.line + 1)), ("endLine", str(end + 1))]
        if end == place.line and place.column is not None:
            fields.append(("col", str(place.column + 1)))
            if place.end_column is not None:
                fields.append(("endColumn", str(place.end_column)))  # GitHub counts the last column in
    title = " ".join(filter(None, (finding.code, dict(options.titles).get(finding.code, finding.rule))))
    fields.append(("title", title))
    shown = ",".join(f"{name}={prop(value)}" for name, value in fields)
    return f"::{LEVELS[finding.severity]} {shown}::{data(placed(finding, options.lang))}"


def _trouble(report: ReportResult, error: str, options: RenderOptions) -> str:
    return f"::error file={prop(relative(report.path, options))},title=auditlint::{data(error)}"


def data(text: str) -> str:
    """A message with what would end or forge a workflow command escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def prop(text: str) -> str:
    """A property's value, escaped."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(text: str) -> str:
    """A line for the log that cannot be taken for a workflow command."""
    return "".join(" " if ord(c) < 32 else c for c in text).replace("::", ": :")
