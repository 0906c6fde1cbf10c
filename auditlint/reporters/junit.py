"""JUnit's XML: a suite per file, a failing case per finding, one passing case where there is none."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from auditlint.model import Finding, ReportResult, Result
from auditlint.reporters import RenderOptions, relative
from auditlint.reporters.concise import where


def render(result: Result, options: RenderOptions) -> str:
    """The XML text. Infos are no failures and stand as passed cases with their words in system-out."""
    suites = ET.Element("testsuites", name="auditlint")
    for report in result.reports:
        suites.append(_suite(report, options))
    if result.problems:
        suite = ET.SubElement(suites, "testsuite", name="auditlint")
        for problem in result.problems:
            _error(suite, "auditlint", problem)
        _totals(suite)
    if not len(suites):
        suite = ET.SubElement(suites, "testsuite", name="auditlint")
        ET.SubElement(suite, "testcase", name="auditlint", classname="auditlint")
        _totals(suite)
    for name in ("tests", "failures", "errors", "skipped"):
        suites.set(name, str(sum(int(s.get(name, "0")) for s in suites)))
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _suite(report: ReportResult, options: RenderOptions) -> ET.Element:
    suite = ET.Element("testsuite", name=clean(report.path))
    for error in report.errors:
        _error(suite, report.path, error)
    for finding in report.findings:
        _case(suite, finding, report.path, options)
    if not len(suite):
        ET.SubElement(suite, "testcase", name="auditlint", classname=clean(report.path))
    _totals(suite)
    return suite


def _case(suite: ET.Element, finding: Finding, path: str, options: RenderOptions) -> None:
    case = ET.SubElement(suite, "testcase", name=f"{finding.code} {finding.rule}", classname=clean(path))
    place = finding.location
    if place.line is not None:
        case.set("file", clean(relative(place.path, options)))
        case.set("line", str(place.line + 1))
    words = clean(f"{where(finding, options.lang)}: {finding.message}")
    if finding.accepted is not None:
        ET.SubElement(case, "skipped", message=clean(finding.accepted.reason))
    elif finding.severity == "info":
        ET.SubElement(case, "system-out").text = words
    else:
        failure = ET.SubElement(case, "failure", type=finding.severity, message=clean(finding.message))
        failure.text = words


def _error(suite: ET.Element, name: str, words: str) -> None:
    case = ET.SubElement(suite, "testcase", name="auditlint", classname=clean(name))
    ET.SubElement(case, "error", type="unreadable", message=clean(words))


def _totals(suite: ET.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(c.find(tag) is not None for c in cases)))


def clean(text: str) -> str:
    """A text without the characters that XML 1.0 does not allow."""
    return "".join(_allowed(text))


def _allowed(text: str) -> Iterator[str]:
    for c in text:
        n = ord(c)
        yield c if n in (9, 10, 13) or 32 <= n < 0xD800 or 0xE000 <= n < 0xFFFE or n > 0xFFFF else "\ufffd"
