"""A report as text and the same report as Word: the same text, figures, coverage and findings."""

import re
from pathlib import Path

import pytest

from auditlint import engine, readers
from auditlint.model import Document, ReportResult, Result
from auditlint.reporters import RenderOptions
from auditlint.reporters.docx import render
from auditlint.settings import Settings
from tests.generator import generate, mutants
from tests.generator.grading import rulebook
from tests.make_docx import docx, p, tbl, tc, tr
from tests.test_reporter_docx import formatted


def as_word(document: Document) -> bytes:
    """A document as a Word file: a paragraph per paragraph, a table per table."""
    body, done = "", -1
    for block in document.blocks:
        if block.kind != "cell":
            body += p(block.text)
        elif block.table > done:
            done = block.table
            rows: dict[int, list[str]] = {}
            for cell in document.tables[done].cells:
                span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
                rows.setdefault(cell.row, []).append(tc(document.blocks[cell.block].text, span))
            body += tbl(*(tr(*cells) for _, cells in sorted(rows.items())))
    return docx(body)


def told(result: ReportResult) -> tuple[object, ...]:
    findings = sorted((f.code, f.severity, f.stated, f.location.section) for f in result.findings)
    return result.figures, result.checked, findings


@pytest.mark.parametrize("seed", [0, 3, 7, 11, 16, 21])
def test_the_same_findings(seed: int, tmp_path: Path) -> None:
    report = generate(seed)
    for text in (report.text, *(m.text for m in mutants(report, 1))):
        plain = readers.read("甲.txt", data=text.encode())
        if any(t.kind == "chart" for t in plain.tables):
            continue
        path = tmp_path / "甲.docx"
        path.write_bytes(as_word(plain))
        word = readers.read(path)
        assert [re.sub(r"\s", "", b.text) for b in word.blocks] == [re.sub(r"\s", "", b.text) for b in plain.blocks]
        before, after = (engine.audit((d,), rulebook(), Settings()) for d in (plain, word))
        assert told(after) == told(before)
        if after.findings:
            copy = render(Result((after,)), RenderOptions())
            assert isinstance(copy, bytes)
            assert formatted(copy) == formatted(path.read_bytes())
