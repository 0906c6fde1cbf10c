"""A summary in Markdown, for a job's page or a merge request; at most one mebibyte."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditlint import messages
from auditlint.model import Finding, Result
from auditlint.reporters import RenderOptions
from auditlint.reporters.concise import where
from auditlint.reporters.summary import open_findings, percent, summary_lines

LIMIT = 900_000  # bytes; GitHub refuses a step's summary above 1 MiB
HEADS = {
    "zh": ("严重程度", "位置", "规则", "问题", "章节"),
    "en": ("severity", "place", "rule", "problem", "section"),
}
COVERAGE = {
    "zh": ("报告", "问题", "数字", "已核对", "比例"),
    "en": ("report", "findings", "figures", "checked", "share"),
}
MORE = {"zh": "另有{n}条未列出，见完整结果。", "en": "{n} more are not listed; see the full result."}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~!&])")


def render(result: Result, options: RenderOptions) -> str:
    """Headline, a table of open findings, accepted ones with their reasons, and coverage per report."""
    lang = options.lang if options.lang in HEADS else "zh"
    lines = ["# auditlint", ""]
    for words in summary_lines(result, lang):
        lines += [escape(words), ""]
    for words in (*result.problems, *(e for r in result.reports for e in r.errors)):
        lines += [f"> {escape(words)}", ""]
    found = [f for r in result.reports for f in open_findings(r)]
    lines += _limited(found, lang)
    accepted = [f for r in result.reports for f in r.findings if f.accepted is not None]
    if accepted:
        title = messages.text("accepted", lang)
        lines += ["", "<details>", f"<summary>{title} {len(accepted)}</summary>", ""]
        for f in accepted[:200]:
            reason = f.accepted.reason if f.accepted is not None else ""
            lines.append(f"- {escape(where(f, lang))} {f.code} {escape(f.message)} — {escape(reason)}")
        lines += ["", "</details>"]
    lines += ["", *_coverage(result, lang)]
    return "\n".join(lines).rstrip() + "\n"


def _limited(found: list[Finding], lang: str) -> Iterator[str]:
    """The table of findings, cut where it would become too long for a job's page."""
    if not found:
        return
    yield from _table_head(HEADS[lang])
    size = 0
    for number, finding in enumerate(found):
        row = _row(
            (
                messages.text(finding.severity, lang),
                where(finding, lang),
                f"{finding.code} {finding.rule}",
                finding.message,
                finding.location.section,
            )
        )
        size += len(row.encode())
        if size > LIMIT * 2 // 3:
            yield ""
            yield MORE[lang].format(n=len(found) - number)
            return
        yield row


def _coverage(result: Result, lang: str) -> Iterator[str]:
    yield from _table_head(COVERAGE[lang])
    for report in result.reports[:1000]:
        number = sum(1 for _ in open_findings(report))
        share = percent(report.checked, report.figures)
        yield _row((report.path, str(number), str(report.figures), str(report.checked), share))


def _table_head(names: tuple[str, ...]) -> Iterator[str]:
    yield _row(names)
    yield "|" + " --- |" * len(names)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escape(c) for c in cells) + " |"


def escape(text: str) -> str:
    """Text of a report as plain Markdown on one line, whatever it contains."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
