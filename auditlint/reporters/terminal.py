"""The result for a person at a terminal: excerpts with underlined figures, the equation, the suspect, coverage."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from auditlint import messages
from auditlint.model import Finding, Location, Relation, ReportResult, Result, Severity
from auditlint.reporters import RenderOptions
from auditlint.reporters.excerpts import Excerpt, excerpt, fold
from auditlint.reporters.summary import counts, equation, open_findings, summary_lines

STYLES: dict[str, str] = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}
MAX_RELATED = 6
MAX_EXCERPTS = 4


def render(result: Result, options: RenderOptions) -> str:
    """The findings report by report, then what was checked."""
    width = max(options.width, 40)
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=options.color,
        color_system="standard" if options.color else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        for report in result.reports:
            for finding in open_findings(report):
                if options.quiet and finding.severity == "info":
                    continue
                _finding(console, finding, report, options)
            _notices(console, report, options)
        _summary(console, result, options)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _finding(console: Console, finding: Finding, report: ReportResult, options: RenderOptions) -> None:
    lang = options.lang
    title = dict(options.titles).get(finding.code, finding.rule)
    head = Text(no_wrap=False)
    head.append(messages.text(finding.severity, lang), STYLES[finding.severity])
    head.append(f" {finding.code} ", "bold")
    head.append(title)
    console.print(head)
    console.print(Padding(_place(finding.location, lang), (0, 0, 0, 2)))
    shown = {(finding.location.path, finding.location.span.block)}
    if finding.severity != "info":
        shown = _excerpts(console, finding, report, lang)
    console.print(Padding(Text("\n".join(fold(finding.message, console.width - 6))), (0, 0, 0, 2)))
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for label, words in _details(finding, report, shown, lang):
        rows.add_row(Text(messages.text(label, lang), "dim"), words)
    if rows.row_count:
        console.print(Padding(rows, (0, 0, 0, 2)))
    console.print()


def _notices(console: Console, report: ReportResult, options: RenderOptions) -> None:
    """What a person should know of a report: what of it could not be read."""
    for notice in () if options.quiet else report.notices:
        words = Text.assemble((messages.text("notice", options.lang), STYLES["info"]), " ", (report.path, "underline"))
        console.print(words)
        console.print(Padding(Text("\n".join(fold(notice, console.width - 6))), (0, 0, 1, 2)))


def _place(location: Location, lang: str) -> Text:
    inside = messages.member(location) if location.line is not None else ""
    words = Text.assemble(("/".join(filter(None, (location.path, inside))), "underline"))
    if location.line is not None:
        words.append(f":{location.line + 1}" + ("" if location.column is None else f":{location.column + 1}"))
    else:
        words.append("  " + messages.address(location, lang))
    if location.section:
        words.append("  " + location.section, "dim")
    return words


def _excerpts(console: Console, finding: Finding, report: ReportResult, lang: str) -> set[tuple[str, int]]:
    """The finding's own block and the first blocks of its related places, each once; which ones were shown."""
    others = [r.location for r in finding.related]
    shown: set[tuple[str, int]] = set()
    for place in (finding.location, *others):
        key = (place.path, place.span.block)
        if key in shown or len(shown) >= MAX_EXCERPTS:
            continue
        shown.add(key)
        spans = [p.span for p in others if (p.path, p.span.block) == key]
        if place is finding.location:
            found = excerpt(report, place, spans, console.width - 10)
        else:
            found = excerpt(report, place, spans[1:], console.width - 10)
        if found is not None:
            if place.path != finding.location.path:
                console.print(Text(f"  {place.path}", "dim"))
            _print_excerpt(console, found, place, finding.severity, place is finding.location, lang)
    return shown


def _print_excerpt(
    console: Console, found: Excerpt, place: Location, severity: Severity, primary: bool, lang: str
) -> None:
    """A line of text with its figures underlined, aligned by the width of the characters on the screen."""
    gutter = str(place.line + 1) if place.line is not None else messages.address(place, lang)
    if cell_len(gutter) > 6:
        console.print(Text(f"  {gutter}", "dim"))
        gutter = ""
    margin = " " * (6 - cell_len(gutter)) + gutter
    line = Text.assemble((f"{margin} │ ", "dim"), found.text)
    marks = Text.assemble((" " * 6 + " │ ", "dim"))
    at = 0
    for start, end, first in found.marks:
        marks.append(" " * (cell_len(found.text[:start]) - at))
        width = cell_len(found.text[start:end])
        strong = first and primary
        marks.append(("^" if strong else "~") * width, STYLES[severity] if strong else "blue")
        at = cell_len(found.text[:end])
    console.print(line, no_wrap=True, overflow="ignore", crop=False)
    console.print(marks, no_wrap=True, overflow="ignore", crop=False)


def _details(
    finding: Finding, report: ReportResult, shown: set[tuple[str, int]], lang: str
) -> Iterator[tuple[str, Text]]:
    """The equation with its numbers, places that the excerpts do not show, the suspect."""
    relations = {r.id: r for r in report.relations}
    chosen = [relations[i] for i in finding.relations if i in relations]
    for relation in chosen[:3]:
        yield "equation", _equation(relation, lang)
    far = [r for r in finding.related if (r.location.path, r.location.span.block) not in shown]
    for related in far[:MAX_RELATED]:
        words = Text(related.message)
        words.append(f"  {_short(related.location, finding.location, lang)}", "dim")
        yield "related", words
    if len(far) > MAX_RELATED:
        yield "related", Text(f"… +{len(far) - MAX_RELATED}", "dim")
    for one in (finding.suggestion, *finding.candidates):
        if one is None:
            continue
        words = Text.assemble((one.text, "red"), (" → ", "dim"), (one.replacement, "green"))
        words.append(f"  {_short(one.location, finding.location, lang)}", "dim")
        if one.reason not in finding.message:
            words.append(f"  {one.reason}")
        yield "suspect", words
    if finding.accepted is not None:
        yield "accepted", Text("  ".join(filter(None, (finding.accepted.reason, finding.accepted.by))))


def _equation(relation: Relation, lang: str) -> Text:
    words = Text(equation(relation))
    if relation.difference and relation.terms:
        unit = relation.terms[0].fact.figure.unit
        shown = unit.name if unit.dimension != "percent" else {"zh": "个百分点", "en": " pp"}.get(lang, unit.name)
        words.append(f"  {messages.text('difference', lang)} {abs(relation.difference):f}{shown}", "bold")
    return words


def _short(place: Location, beside: Location, lang: str) -> str:
    """An address, with the file only where it is another one."""
    words = messages.address(place, lang)
    return words if place.path == beside.path else f"{place.path} {words}".rstrip()


def _summary(console: Console, result: Result, options: RenderOptions) -> None:
    if any(True for r in result.reports for _ in open_findings(r)):
        console.print(Text("─" * min(console.width, 80), "dim"))
    numbers = counts(result)
    for i, words in enumerate(summary_lines(result, options.lang)):
        style = (
            "" if i else STYLES["error"] if numbers["error"] else STYLES["warning"] if numbers["warning"] else "green"
        )
        console.print(Text(words, style))
    if options.statistics:
        from auditlint.reporters.summary import statistics

        for words in statistics(result, options.lang):
            console.print(Text(words, "dim"))
