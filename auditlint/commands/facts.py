"""`auditlint facts PATH`: every figure with what it was understood as, and its relations or why it has none."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence

from auditlint import corpus, facts, gather, messages
from auditlint.commands import options as shared
from auditlint.commands.check import rules
from auditlint.commands.rules import aligned
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Relation, ReportResult, Span
from auditlint.packs import Lexicon
from auditlint.records import dataclass, replace

HEADS = {
    "zh": ("位置", "数字", "名称", "单位", "性质", "期间", "关系或原因", "章节"),
    "en": ("place", "figure", "label", "unit", "measure", "period", "relations or why none", "section"),
}
LONGEST = 28  # characters of a cell of the table


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in words, in the order of `HEADS`."""

    place: str
    figure: str
    label: str
    unit: str
    measure: str
    period: str
    known: str
    section: str

    def cells(self) -> tuple[str, ...]:
        """The words in order."""
        return self.place, self.figure, self.label, self.unit, self.measure, self.period, self.known, self.section


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    shared.inputs(parser, lang)
    shared.selection(parser, lang)
    parser.add_argument(
        "--output-format",
        choices=("table", "csv", "json"),
        default="table",
        dest="shape",
        help="输出格式" if lang == "zh" else "output format",
    )


def run(options: argparse.Namespace) -> int:
    """Print the figures of the reports."""
    main = shared.configure(options)
    lang = main.get("lang")
    rulebook = rules(main)
    gathered = gather.gather(shared.request(options, main), main)
    trouble = list(gathered.problems)
    found: list[tuple[ReportResult, list[Row], list[str]]] = []
    for outcome in corpus.run(gathered.jobs, workers=1, keep=False):
        report = outcome.report
        trouble.extend(report.errors)
        ledger = facts.build(report.documents, rulebook)
        tables = [_table(t, number, lang, rulebook.lexicon) for number, t in enumerate(ledger.tables)]
        found.append((report, rows(report, lang), tables))
    for words in trouble:
        print(words, file=sys.stderr)
    _print(found, options.shape, lang)
    return 2 if trouble else 0


def rows(report: ReportResult, lang: str) -> list[Row]:
    """A report's figures in reading order."""
    relations: dict[int, list[Relation]] = defaultdict(list)
    for relation in report.relations:
        for term in relation.terms:
            relations[term.fact.id].append(relation)
    reasons = {(u.location.path, u.location.span): messages.reason(u.reason, lang) for u in report.unchecked}
    ordered = sorted(report.facts, key=lambda f: (f.document, f.figure.span.block, f.figure.span.start))
    return [_row(f, report, relations[f.id], reasons, lang) for f in ordered]


def _row(
    fact: Fact, report: ReportResult, relations: Sequence[Relation], reasons: dict[tuple[str, Span], str], lang: str
) -> Row:
    place = report.location(fact)
    at = f"{place.line + 1}:{(place.column or 0) + 1}" if place.line is not None else messages.address(place, lang)
    if len(report.documents) > 1:
        at = f"{place.path}:{at}"
    shown = [f"{r.code}{'' if r.firm else '?'} {messages.text('verdict.' + r.verdict, lang)}" for r in relations]
    firm = [w for w, r in zip(shown, relations, strict=True) if r.firm]
    known = (
        "; ".join(dict.fromkeys(firm)) or reasons.get((place.path, place.span), "") or "; ".join(dict.fromkeys(shown))
    )
    measure = fact.measure + (f" ({fact.basis})" if fact.basis else "")
    return Row(
        at,
        fact.figure.text,
        fact.concept or fact.label,
        fact.figure.unit.name,
        measure,
        fact.period,
        known,
        fact.section,
    )


def _table(table: TableFacts, number: int, lang: str, lexicon: Lexicon) -> str:
    """What a table was taken for: its title, form, unit, and the roles of its columns."""
    columns = ", ".join(f"{c.name or '–'} = {c.role}" for c in table.columns if c.role)
    form = table.kind if table.kind != "table" else messages.text("form.none", lang)
    if table.form is not None:
        form = table.form.kind if lang == "en" else lexicon.words("form-" + table.form.kind)[0]
    kind = f"{form} · {len(table.rows)}×{len(table.columns)}" + (f" · {table.unit}" if table.unit else "")
    title = f"{'table' if lang == 'en' else '表'} {number + 1}  {table.title}".rstrip()
    return f"{title} · {kind}" + (f" · {columns}" if columns else "")


def _print(found: Sequence[tuple[ReportResult, list[Row], list[str]]], shape: str, lang: str) -> None:
    if shape == "json":
        import json

        whole = [
            {
                "path": report.path,
                "facts": [dict(zip(HEADS["en"], r.cells(), strict=True)) for r in listed],
                "tables": tables,
            }
            for report, listed, tables in found
        ]
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    elif shape == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("path", *HEADS["en"]))
        for report, listed, _ in found:
            writer.writerows((report.path, *map(_inert, r.cells())) for r in listed)
    else:
        for report, listed, tables in found:
            if len(found) > 1:
                print(report.path)
            cells = [tuple(_short(c) for c in replace(r, measure=_measure(r.measure, lang)).cells()) for r in listed]
            sys.stdout.write(aligned([HEADS["zh" if lang == "zh" else "en"], *cells]))
            if tables:
                print("\n" + "\n".join(tables))


def _measure(told: str, lang: str) -> str:
    """A measure with its basis in words; programs get the names of the model."""
    name, _, basis = told.partition(" ")
    basis = basis.strip("()")
    shown = messages.text(f"measure.{name}", lang)
    if basis:
        known = f"basis.{basis}" in messages.TEXTS
        shown += f" ({messages.text(f'basis.{basis}', lang) if known else basis})"
    return shown


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return (
        "'" + text if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not text[1:2].isdigit()) else text
    )
