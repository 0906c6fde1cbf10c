"""Results made by hand from a text, for tests of what comes after the engine."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from auditlint.equations import Sum
from auditlint.model import (
    Block,
    Document,
    Fact,
    Figure,
    Finding,
    Related,
    Relation,
    ReportResult,
    Result,
    Segment,
    Span,
    Suggestion,
    Term,
    Unchecked,
    Unit,
)

WAN = Unit("万元", "money", Decimal(10000))
TEXT = """甲县文化馆2024年度部门决算说明
二、支出决算情况说明
本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。
另有捐赠12.00万元。
"""


def document(text: str = TEXT, path: str = "reports/甲 馆.txt") -> Document:
    blocks = []
    section = ""
    for number, line in enumerate(text.split("\n")):
        if not line:
            continue
        heading = bool(re.match(r"[一二三四五]、", line))
        section = line if heading else section
        kind = "heading" if heading else "paragraph"
        blocks.append(Block(kind, line, (Segment(0, number, 0),), section=section))
    return Document(path, "text", tuple(blocks))


def facts(made: Document) -> tuple[Fact, ...]:
    found: list[Fact] = []
    for index, block in enumerate(made.blocks):
        for m in re.finditer(r"([\u4e00-\u9fff]*?)(-?[0-9.]+)万元", block.text):
            figure = Figure(
                Span(index, m.start(2), m.end()),
                Span(index, m.start(2), m.end(2)),
                m[2] + "万元",
                Decimal(m[2]),
                2,
                WAN,
            )
            found.append(Fact(len(found), figure, m[1], "level", section=block.section))
    return tuple(found)


def report(text: str = TEXT, path: str = "reports/甲 馆.txt") -> ReportResult:
    """The first three figures are a broken sum, the fourth is unchecked."""
    made = document(text, path)
    every = facts(made)
    total, first, second, *rest = every
    equation = Sum((1, 1))
    formula = equation.text(("", first.figure.text, second.figure.text))
    relation = Relation(
        "sum",
        "broken",
        True,
        (Term("total", total), Term("part", first), Term("part", second)),
        equation,
        formula,
        first.figure.value + second.figure.value,
        total.figure.value - first.figure.value - second.figure.value,
        "",
        "list-sum",
        "CO101",
        0,
    )
    finding = Finding(
        "list-sum",
        "CO101",
        "error",
        "本年支出合计为100.00万元，而各部分之和为101.00万元，相差1.00万元。",
        made.locate(total.figure.span),
        tuple(Related(f"{f.label}{f.figure.text}", made.locate(f.figure.span)) for f in (first, second)),
        (0,),
        total.figure.text,
        "101.00万元",
        Suggestion(made.locate(second.figure.number), "41.00", "40.00", "改为40.00后，该关系成立；仅一位数字之差"),
        fingerprint="0123456789abcdef",
    )
    unchecked = tuple(Unchecked(made.locate(f.figure.span), f.figure.text, "no-partner") for f in rest)
    return ReportResult(path, (made,), every, (relation,), (finding,), unchecked, (), (), len(every), 3)


def result(*reports: ReportResult) -> Result:
    return Result(reports or (report(),), edition="0123456789ab")


def with_finding(made: ReportResult, **changes: object) -> ReportResult:
    return replace(made, findings=(replace(made.findings[0], **changes),))  # type: ignore[arg-type]
