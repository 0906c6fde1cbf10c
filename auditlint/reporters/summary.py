"""What a run found, in numbers and in a few lines; shared by the reporters for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditlint import messages
from auditlint.equations import AtMost, Equal
from auditlint.model import Finding, Relation, ReportResult, Result


def open_findings(report: ReportResult) -> Iterator[Finding]:
    """The findings of a report that are not accepted."""
    return (f for f in report.findings if f.accepted is None)


def counts(result: Result) -> Counter[str]:
    """Open findings by severity, and the accepted ones."""
    return Counter("accepted" if f.accepted else f.severity for r in result.reports for f in r.findings)


def percent(part: int, whole: int) -> str:
    """A share of a whole, "–" of nothing; never 100 % while something is missing."""
    if not whole:
        return "–"
    shown = part * 1000 // whole / 10
    return f"{shown:.1f}%"


def summary_lines(result: Result, lang: str) -> list[str]:
    """Findings by severity, then what was checked."""
    numbers = counts(result)
    reports = messages.text("summary.reports", lang, {"n": len(result.reports)})
    if lang == "en" and len(result.reports) == 1:
        reports = "1 report"
    unreadable = sum(bool(r.errors) and not r.documents for r in result.reports)
    said = ""
    if any(numbers.values()):
        said = "，".join(
            f"{numbers[s]}个{messages.text(s, 'zh')}" for s in ("error", "warning", "info", "accepted") if numbers[s]
        )
        if lang == "en":
            said = ", ".join(
                f"{numbers[s]} {_plural(s, numbers[s])}" for s in ("error", "warning", "info", "accepted") if numbers[s]
            )
    elif unreadable < len(result.reports):
        said = messages.text("summary.clean", lang)
    troubled = messages.text("summary.unreadable", lang, {"n": unreadable}) if unreadable else ""
    lines = [reports]
    if said or troubled:
        lines[0] += (": " if lang == "en" else "：") + (", " if lang == "en" else "，").join(
            filter(None, (said, troubled))
        )
    total, checked = sum(r.figures for r in result.reports), sum(r.checked for r in result.reports)
    if total:
        fields: dict[str, object] = {
            "total": total,
            "checked": checked,
            "percent": percent(checked, total),
            "rest": total - checked,
        }
        lines.append(messages.text("summary.coverage" if total > checked else "summary.coverage.all", lang, fields))
    return lines


def _plural(word: str, number: int) -> str:
    return word if number == 1 or word == "accepted" else f"{word}s"


def statistics(result: Result, lang: str) -> list[str]:
    """Open findings by rule, then by file, most first."""
    by_rule = Counter((f.code, f.rule) for r in result.reports for f in open_findings(r))
    by_file = Counter(r.path for r in result.reports for _ in open_findings(r))
    lines = [f"{n:6d}  {code} {name}" for (code, name), n in by_rule.most_common()]
    if not lines:
        return []
    lines = ["", messages.text("statistics.rule", lang), *lines]
    if len(result.reports) > 1:
        lines += ["", messages.text("statistics.file", lang)]
        lines += [f"{n:6d}  {path}" for path, n in by_file.most_common()]
    return lines


def equation(relation: Relation) -> str:
    """A relation with its numbers: "60.00万元 + 41.00万元 = 101.00万元 ≠ 100.00万元"."""
    if not relation.terms or not relation.formula:
        return relation.formula
    stated = relation.terms[0].fact.figure
    printed = "".join(stated.text.split())
    broken = relation.verdict != "holds" and relation.difference != 0
    if isinstance(relation.equation, AtMost):
        return f"{printed} {relation.equation.signs[broken]} {relation.formula}"
    if isinstance(relation.equation, Equal) or "=" in relation.formula or relation.expected is None:
        return f"{printed} {'≠' if broken else '='} {relation.formula}"
    if not broken:
        return f"{relation.formula} = {printed}"
    unit = stated.unit.name if stated.span != stated.number else ""
    return f"{relation.formula} = {relation.expected:f}{unit} ≠ {printed}"
