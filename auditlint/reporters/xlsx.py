"""The issue list as a workbook to print and fill in: findings, coverage, unchecked figures, sign-off."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil
from os.path import basename

from xlsxwriter import Workbook

from auditlint import messages
from auditlint.errors import ReadError
from auditlint.model import Accepted, Finding, Location, Relation, ReportResult, Result
from auditlint.reporters import RenderOptions
from auditlint.reporters.annotations import original
from auditlint.reporters.excerpts import columns, excerpt
from auditlint.reporters.summary import equation, percent, summary_lines
from auditlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_000
_MOST_ROWS = 200_000
_AROUND = 90  # columns of text shown around a figure
_UNDATED = datetime(2000, 1, 1)

SHEETS = {
    "zh": ("问题清单", "核对情况", "未核对数字", "签字页"),
    "en": ("Issues", "Coverage", "Unchecked", "Sign-off"),
}
HEADS = {
    "zh": ("序号", "文件", "位置", "原文", "问题", "计算过程", "建议", "严重程度", "规则", "整改情况", "说明", "指纹"),
    "en": (
        "No.",
        "File",
        "Place",
        "Text",
        "Problem",
        "Calculation",
        "Suggestion",
        "Severity",
        "Rule",
        "Status",
        "Explanation",
        "Fingerprint",
    ),
}
STATES = {
    "zh": ("待核实", "已改正", "无需改正"),
    "en": ("to be verified", "corrected", "no change needed"),
}
_WIDTHS = (5, 13, 16, 32, 32, 20, 22, 8, 14, 10, 20, 10)
_LINE, _TALLEST = 13.5, 400.0  # points
_COVERAGE = {
    "zh": ("文件", "数字", "已核对", "核对率", "未核对", "关系成立", "尾差", "不成立"),
    "en": ("File", "Figures", "Checked", "Rate", "Unchecked", "Hold", "Rounding", "Broken"),
}
_UNCHECKED = {
    "zh": ("序号", "文件", "位置", "数字", "原文", "原因"),
    "en": ("No.", "File", "Place", "Figure", "Text", "Reason"),
}
_SIGN = {
    "zh": (
        "报告勾稽关系检查签字页",
        "文件",
        "SHA-256（文件指纹）",
        "检查结果",
        "规则版本",
        "软件版本",
        "检查日期",
        "检查人（签字）",
        "复核人（签字）",
        "单位（盖章）",
        "签字日期",
        "（读不到文件）",
    ),
    "en": (
        "Sign-off of the consistency check",
        "File",
        "SHA-256",
        "Result",
        "Rules edition",
        "Version",
        "Date of check",
        "Checked by",
        "Reviewed by",
        "Seal",
        "Date signed",
        "(file not readable)",
    ),
}
_COLOURS = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7", "accepted": "#E2EFDA"}


def render(result: Result, options: RenderOptions) -> bytes:
    """The workbook; the date of the check is `result.options["date"]`, left blank where that is missing."""
    out = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, settings) as book:
        book.set_properties({"author": "auditlint", "created": _UNDATED})
        _List(book, result, options).write()
    return out.getvalue()


class _List:
    """The workbook being written."""

    def __init__(self, book: Workbook, result: Result, options: RenderOptions) -> None:
        self.book = book
        self.result = result
        self.widths: dict[str, Sequence[float]] = {}
        self.lines: dict[tuple[str, int], int] = {}
        self.lang = "en" if options.lang == "en" else "zh"
        self.titles = dict(options.titles)
        self.version = options.version
        self.options = options
        plain = {
            "font_name": "宋体",
            "font_size": 10,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
            "border_color": "#BFBFBF",
        }
        self.plain = self.format(plain)
        self.centre = self.format(plain, align="center")
        self.head = self.format(plain, bold=True, align="center", valign="vcenter", bg_color="#D9E1F2")
        self.fill = self.format(plain, bg_color="#FFFBE6")
        self.title = self.format(font_name="宋体", font_size=16, bold=True, align="center", valign="vcenter")
        self.number = self.format(plain, num_format="0")
        self.words = self.format(font_name="宋体", font_size=10)
        self.mark = self.format(font_name="宋体", font_size=10, bold=True, font_color="#C00000")
        self.severities = {
            name: self.format(plain, align="center", bg_color=colour) for name, colour in _COLOURS.items()
        }

    def format(self, base: dict[str, Any] | None = None, /, **more: Any) -> Format:
        return self.book.add_format({**(base or {}), **more})

    def write(self) -> None:
        """All sheets."""
        names = SHEETS[self.lang]
        self.issues(self.sheet(names[0], HEADS[self.lang], _WIDTHS, filtered=11))
        widths = (40, 9, 9, 9, 9, 9, 9, 9, *[13] * len(self.reasons()))
        heads = (*_COVERAGE[self.lang], *(messages.reason(r, self.lang) for r in self.reasons()))
        self.coverage(self.sheet(names[1], heads, widths))
        self.unchecked(self.sheet(names[2], _UNCHECKED[self.lang], (6, 20, 34, 16, 60, 22), filtered=6))
        self.sign_off(self.book.add_worksheet(names[3]))
        for (name, row), lines in self.lines.items():
            self.book.get_worksheet_by_name(name).set_row(row, min(max(lines, 1) * _LINE + 4, _TALLEST))

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[float], filtered: int = 0) -> Worksheet:
        """A sheet with a header that stays, ready to print on A4 across."""
        sheet = self.book.add_worksheet(name)
        self.widths[name] = widths
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, self.head)
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        self.page(sheet, name)
        if filtered:
            sheet.autofilter(0, 0, self.rows(name), filtered - 1)
        return sheet

    def page(self, sheet: Worksheet, name: str) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.set_header(f"&C{name}")
        sheet.set_footer("&C第 &P 页，共 &N 页" if self.lang == "zh" else "&C&P / &N")

    def rows(self, name: str) -> int:
        """The last row of a list, so that its filter covers it."""
        lists = {SHEETS[self.lang][0]: "findings", SHEETS[self.lang][2]: "unchecked"}
        return max(min(sum(len(getattr(r, lists[name])) for r in self.result.reports), _MOST_ROWS), 1)

    # ------------------------------------------------------------------ findings

    def issues(self, sheet: Worksheet) -> None:
        """One row per finding; the last column holds its fingerprint for reading explanations back."""
        sheet.set_column(11, 11, 10, None, {"hidden": True})
        states = (*STATES[self.lang], messages.text("accepted", self.lang))
        row = 0
        for report, finding in self.found():
            row += 1
            sheet.write_number(row, 0, row, self.centre)
            self.text(sheet, row, 1, finding.location.path)
            self.text(sheet, row, 2, _where(finding.location, self.lang))
            self.excerpt(sheet, row, 3, report, finding.location)
            self.text(sheet, row, 4, finding.message)
            self.text(sheet, row, 5, "\n".join(_equations(report, finding, self.lang)))
            self.text(sheet, row, 6, "\n".join(_suggestions(finding, self.lang)))
            severity = "accepted" if finding.accepted else finding.severity
            sheet.write_string(row, 7, messages.text(finding.severity, self.lang), self.severities[severity])
            self.text(sheet, row, 8, f"{finding.code} {self.titles.get(finding.code, finding.rule)}".strip())
            accepted = finding.accepted
            self.text(sheet, row, 9, "" if accepted is None else states[-1], self.fill)
            self.text(sheet, row, 10, "" if accepted is None else explained(accepted), self.fill)
            self.text(sheet, row, 11, finding.fingerprint)
        if row:
            sheet.data_validation(1, 9, row, 9, {"validate": "list", "source": list(states), "error_type": "warning"})
        else:
            self.text(sheet, 1, 4, messages.text("summary.clean", self.lang))

    def found(self) -> Iterator[tuple[ReportResult, Finding]]:
        """Open findings first within each report, accepted ones after them."""
        left = _MOST_ROWS
        for report in self.result.reports:
            for finding in sorted(report.findings, key=lambda f: f.accepted is not None)[:left]:
                yield report, finding
            left = max(left - len(report.findings), 0)

    def text(self, sheet: Worksheet, row: int, column: int, text: str, form: Format | None = None) -> None:
        """A text, never a formula or a link, whatever it begins with."""
        self.measure(sheet, row, column, text)
        if text:
            sheet.write_string(row, column, _clean(text), form or self.plain)
        else:
            sheet.write_blank(row, column, None, form or self.plain)

    def measure(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """Remember how tall a row must be; spreadsheet programs do not all do that themselves."""
        width = max(self.widths[sheet.name][column] - 0.5, 1)
        lines = sum(max(ceil(sum(map(columns, line)) / width), 1) for line in text.split("\n"))
        self.lines[sheet.name, row] = max(lines, self.lines.get((sheet.name, row), 1))

    def excerpt(self, sheet: Worksheet, row: int, column: int, report: ReportResult, place: Location) -> None:
        """The text around a figure, the figure itself in bold red."""
        found = excerpt(report, place, (), _AROUND)
        if found is None:
            self.text(sheet, row, column, "")
            return
        start, end = next(((s, e) for s, e, first in found.marks if first), (0, 0))
        before, marked, after = (_clean(x) for x in (found.text[:start], found.text[start:end], found.text[end:]))
        shown = ((self.words, before), (self.mark, marked), (self.words, after))
        pieces: list[Any] = [x for form, text in shown if text for x in (form, text)]
        self.measure(sheet, row, column, found.text)
        if len(pieces) > 2:
            sheet.write_rich_string(row, column, *pieces, self.plain)
        else:
            self.text(sheet, row, column, found.text)

    # ------------------------------------------------------------------ coverage

    def reasons(self) -> list[str]:
        """Why figures were not checked, most frequent first."""
        found = Counter(u.reason for report in self.result.reports for u in report.unchecked)
        return [reason for reason, _ in found.most_common()]

    def coverage(self, sheet: Worksheet) -> None:
        """Per report: figures, checked ones, relations, unchecked ones by reason; then notices and errors."""
        row = 0
        for row, report in enumerate(self.result.reports, 1):
            verdicts = Counter(r.verdict for r in report.relations if r.firm)
            reasons = Counter(u.reason for u in report.unchecked)
            self.text(sheet, row, 0, report.path)
            numbers = (report.figures, report.checked, report.figures - report.checked)
            for column, n in zip((1, 2, 4), numbers, strict=True):
                sheet.write_number(row, column, n, self.number)
            sheet.write_string(row, 3, percent(report.checked, report.figures), self.centre)
            for column, n in enumerate((verdicts["holds"], verdicts["rounding"], verdicts["broken"]), 5):
                sheet.write_number(row, column, n, self.number)
            for column, reason in enumerate(self.reasons(), 8):
                sheet.write_number(row, column, reasons[reason], self.number)
        row += 1
        for report in self.result.reports:
            for told in (*report.errors, *report.notices):
                row += 1
                words = _clean(told if report.path in told else f"{report.path}：{told}")
                sheet.merge_range(row, 0, row, 7, "", self.plain)
                sheet.write_string(row, 0, words, self.plain)
                self.lines[sheet.name, row] = ceil(sum(map(columns, words)) / 100)

    def unchecked(self, sheet: Worksheet) -> None:
        """Every figure that no rule could check, with the reason."""
        row = 0
        for report in self.result.reports:
            for one in report.unchecked:
                if row >= _MOST_ROWS:
                    return
                row += 1
                sheet.write_number(row, 0, row, self.centre)
                self.text(sheet, row, 1, one.location.path)
                self.text(sheet, row, 2, _where(one.location, self.lang))
                self.text(sheet, row, 3, one.text)
                self.excerpt(sheet, row, 4, report, one.location)
                self.text(sheet, row, 5, messages.reason(one.reason, self.lang))

    # ------------------------------------------------------------------ sign-off

    def sign_off(self, sheet: Worksheet) -> None:
        """What was checked with what, and lines to sign."""
        words = _SIGN[self.lang]
        self.widths[sheet.name] = (26, 78)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 78)
        self.page(sheet, SHEETS[self.lang][3])
        sheet.merge_range(0, 0, 0, 1, words[0], self.title)
        sheet.set_row(0, 36)
        lines = [(words[3], "\n".join(summary_lines(self.result, self.lang)))]
        for report in self.result.reports:
            for path in dict.fromkeys((report.path, *(d.path for d in report.documents))):
                lines += [(words[1], path), (words[2], _digest(path, self.options) or words[11])]
        lines += [(words[4], self.result.edition), (words[5], f"auditlint {self.version}".strip())]
        lines.append((words[6], self.result.options.get("date", "")))
        lines += [(words[i], "") for i in (7, 8, 9, 10)]
        for row, (label, text) in enumerate(lines, 1):
            sheet.write_string(row, 0, label, self.head)
            self.text(sheet, row, 1, text, self.plain if text or row <= len(lines) - 4 else self.fill)
            if row > len(lines) - 4:
                self.lines[sheet.name, row] = 3


def explained(accepted: Accepted) -> str:
    """What stands beside an accepted finding under 说明."""
    return accepted.reason + (f"（{accepted.by}）" if accepted.by else "")


def _where(place: Location, lang: str) -> str:
    """The place, with the two innermost headings above it."""
    headings = " / ".join(place.section.split(" / ")[-2:])
    return "\n".join(filter(None, (messages.address(place, lang), headings)))


def _equations(report: ReportResult, finding: Finding, lang: str) -> Iterator[str]:
    """The equations behind a finding with their numbers, the most direct first."""
    relations = {r.id: r for r in report.relations}
    for found in (relations[i] for i in finding.relations if i in relations):
        if found.formula:
            yield equation(found) + _difference(found, lang)


def _difference(relation: Relation, lang: str) -> str:
    if not relation.difference or not relation.terms:
        return ""
    unit = relation.terms[0].fact.figure.unit
    shown = unit.name if unit.dimension != "percent" else "个百分点" if lang == "zh" else " pp"
    words, size = messages.text("difference", lang), f"{abs(relation.difference):f}{shown}"
    return f"，{words}{size}" if lang == "zh" else f"; {words} {size}"


def _suggestions(finding: Finding, lang: str) -> Iterator[str]:
    unsolved = finding.suggestion is None and not finding.candidates
    if unsolved and finding.expected and finding.expected != finding.stated:
        yield f"{messages.text('expected', lang)}{'：' if lang == 'zh' else ': '}{finding.expected}"
    for one in (finding.suggestion, *finding.candidates):
        if one is not None:
            where = messages.address(one.location, lang)
            if one.location.path != finding.location.path:
                where = f"{basename(one.location.path)} {where}".rstrip()
            elif where == messages.address(finding.location, lang):
                where = ""
            reason = one.reason if one.reason not in finding.message else ""
            yield "  ".join(filter(None, (f"{one.text} → {one.replacement}", where, reason)))


def _digest(path: str, options: RenderOptions) -> str:
    """The SHA-256 of a file's bytes; "" where it cannot be read."""
    try:
        return hashlib.sha256(original(path, options)).hexdigest()
    except ReadError:
        return ""


def _clean(text: str) -> str:
    """Text a cell can hold."""
    kept = "".join(c if c.isprintable() or c in "\n\t\u3000\xa0" else " " for c in text)
    return kept if len(kept) <= _LONGEST else kept[:_LONGEST] + "…"
