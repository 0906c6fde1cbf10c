from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from auditlint.jobs import slim
from auditlint.model import Accepted, Block, Cell, Document, ReportResult, Result, Segment, Span, Table
from auditlint.reporters import REPORTERS, RenderOptions
from auditlint.reporters.page import build
from auditlint.reporters.page.text import Mark, marked
from tests import made

VOID = {"meta", "link", "input", "br", "rect", "path", "circle"}


class Page(HTMLParser):
    """Elements as (name, attributes, text), and every fault of nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[int] = []
        self.feed(html)
        self.faults += [f"{name} is not closed" for name in self.stack]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}, []))
        if tag not in VOID:
            self.stack.append(tag)
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(f"{tag} closes another element")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for number in self.open:
            self.elements[number][2].append(data)

    def named(self, cls: str) -> list[tuple[dict[str, str], str]]:
        return [(a, "".join(t)) for _, a, t in self.elements if cls in a.get("class", "").split()]


def page(*reports: ReportResult, lang: str = "zh") -> str:
    titles, whys = (("CO101", "各部分之和不等于合计"),), (("CO101", "合计是各部分之和。"),)
    options = RenderOptions(lang=lang, titles=titles, whys=whys)
    html = REPORTERS["html"].render(made.result(*reports), options)
    assert isinstance(html, str)
    return html


def test_a_page_is_well_formed_and_its_ids_are_unique() -> None:
    found = Page(page())
    assert found.faults == []
    ids = [a["id"] for _, a, _ in found.elements if "id" in a]
    assert len(ids) == len(set(ids))


def test_every_figure_is_coloured_by_what_is_known() -> None:
    found = Page(page())
    figures = {text: attributes["class"] for attributes, text in found.named("f")}
    assert figures == {
        "100.00万元": "f conflict",
        "60.00万元": "f conflict",
        "41.00万元": "f conflict suspect",
        "12.00万元": "f unchecked",
    }


def test_a_figure_that_agrees_is_proved_by_so_many_relations() -> None:
    report = made.report()
    holding = replace(report.relations[0], verdict="holds")
    relations = (holding, replace(holding, id=1))
    found = Page(page(replace(report, relations=relations, findings=())))
    assert [a["class"] for a, _ in found.named("f")] == ["f proved p2"] * 3 + ["f unchecked"]
    assert "没有发现问题" in found.named("clean")[0][1]


def test_a_finding_leads_to_its_figure_and_back() -> None:
    html = page()
    found = Page(html)
    [(card, text)] = found.named("card")
    assert "本年支出合计为100.00万元" in text
    assert "41.00→40.00" in "".join(text.split())
    target = next(a for _, a, _ in found.elements if a.get("id") == card["data-target"])
    assert target["data-n"] == card["data-number"] == "1"
    data = json.loads(next("".join(t) for _, a, t in found.elements if a.get("class") == "data"))
    assert data["findings"] == {"1": [0, 1, 2]}
    assert data["relations"][0][3] == "60.00万元 + 41.00万元 = 101.00万元 ≠ 100.00万元"


def test_what_may_have_been_meant_is_said_once_with_its_places() -> None:
    report = made.report(made.TEXT + "另列项目支出41.00万元。\n")
    again = report.location(report.facts[-1])
    (finding,) = report.findings
    assert finding.suggestion is not None
    twice = replace(finding.suggestion, location=again)
    found = Page(page(made.with_finding(report, candidates=(twice,))))
    assert ["".join(t.split()) for _, t in found.named("suggestion")] == [
        "建议核对41.00→40.00第3行第5行改为40.00后，该关系成立；仅一位数字之差"
    ]


def test_places_name_their_document_by_what_it_is() -> None:
    report = made.report()
    tables = made.document(path="reports/公开表 2024.txt")
    both = replace(report, documents=(*report.documents, replace(tables, role="tables")))
    found = Page(page(both))
    assert found.named("place")[0][1].strip() == "报告 第3行"
    # of two of a kind each is named by its file
    both = replace(report, documents=(*report.documents, tables))
    assert Page(page(both)).named("place")[0][1].strip() == "甲 馆.txt 第3行"


def test_an_accepted_finding_keeps_its_reason() -> None:
    report = made.with_finding(made.report(), accepted=Accepted("口径不同", "王会计", "2027-01-01"))
    found = Page(page(report))
    assert "口径不同 —— 王会计" in found.named("reason")[0][1]
    assert found.named("card")[0][0]["data-severity"] == "accepted"
    assert [a["class"] for a, _ in found.named("f")][:3] == ["f accepted"] * 3


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u2028{{ 7*7 }}"


def test_nothing_of_a_report_becomes_markup() -> None:
    text = f"二、支出决算情况说明\n{HOSTILE}本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。"
    report = made.report(text, path=f"a/{HOSTILE}.txt")
    term = report.relations[0].terms[0]
    label = replace(term.fact, label=HOSTILE)
    relation = replace(report.relations[0], terms=(replace(term, fact=label), *report.relations[0].terms[1:]))
    report = made.with_finding(replace(report, relations=(relation,)), message=HOSTILE, accepted=Accepted(HOSTILE))
    report = replace(report, errors=(HOSTILE,), notices=(HOSTILE,))
    calm = Page(page(made.report()))
    found = Page(page(report))
    assert found.faults == []
    assert sum(n == "script" for n, _, _ in found.elements) == sum(n == "script" for n, _, _ in calm.elements)
    assert not any(n == "img" for n, _, _ in found.elements)
    assert not any(key.startswith("on") or key == "style" for _, a, _ in found.elements for key in a)
    paragraphs = ["".join(t) for n, a, t in found.elements if n == "p" and a.get("id", "").startswith("r0d0")]
    paragraph = next(p for p in paragraphs if "其中：" in p)
    assert "<img src=x onerror=alert(2)>\"'&" in paragraph
    data = next("".join(t) for _, a, t in found.elements if a.get("class") == "data")
    assert "<" not in data
    assert json.loads(data)["relations"][0][4][0][1] == HOSTILE[:40]


def test_a_page_loads_nothing_and_allows_only_its_own_script() -> None:
    html = page()
    found = Page(html)
    policy = next(a["content"] for _, a, _ in found.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    script = [("".join(t)) for n, a, t in found.elements if n == "script" and "type" not in a]
    assert len(script) == 1
    assert build._hash(script[0]) in policy
    style = ["".join(t) for n, _, t in found.elements if n == "style"]
    assert build._hash(style[0]) in policy
    links = [v for _, a, _ in found.elements for k, v in a.items() if k in ("src", "href")]
    assert [v for v in links if not v.startswith(("#", "data:"))] == []
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", html)


def test_english() -> None:
    found = Page(page(lang="en"))
    assert next(a["lang"] for n, a, _ in found.elements if n == "html") == "en"
    assert "in conflict" in found.named("legend")[0][1]


def test_controls_have_names() -> None:
    found = Page(page(made.report(), made.report(path="b.txt")))
    for name, attributes, text in found.elements:
        if name in ("button", "a") and attributes.get("role") != "tooltip":
            assert "".join(text).strip() or attributes.get("aria-label"), (name, attributes)
        if name == "select" or (name == "input" and attributes.get("type") == "search"):
            assert attributes.get("aria-label"), (name, attributes)


def test_many_reports_begin_with_an_index() -> None:
    clean = replace(made.report(path="b/乙.txt"), findings=())
    broken = ReportResult("c/坏.docx", errors=("c/坏.docx: 打不开。",))
    found = Page(page(made.report(), clean, broken))
    assert found.faults == []
    rows = ["".join("".join(t).split()) for n, a, t in found.elements if n == "tr" and "data-open" in a]
    assert rows == ["甲馆.txtreports/甲馆.txt100075.0%3/4", "乙.txtb/乙.txt000075.0%3/4", "坏.docxc/坏.docx无法读取"]
    assert [a["data-open"] for n, a, _ in found.elements if n == "tr" and "data-open" in a] == ["1", "0", "1"]
    ids = [a["id"] for _, a, _ in found.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = [a["href"][1:] for n, a, _ in found.elements if n == "a" and a.get("href", "").startswith("#")]
    assert set(links) <= set(ids)


def test_what_is_too_much_is_shown_by_its_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MOST_TEXT", 1)
    found = Page(page(made.report(), made.report(path="b.txt")))
    assert len(found.named("card")) == 2
    assert len([1 for _, text in found.named("paper") if "太多" in text]) == 1
    monkeypatch.undo()
    found = Page(page(made.report(), slim(made.report(path="b.txt"), "excerpts")))
    assert len(found.named("card")) == 2
    assert len([1 for _, text in found.named("paper") if "太多" in text]) == 1


def test_tables_stand_where_they_are_with_their_spans() -> None:
    texts = ("项目", "金额", "一", "3.00")
    blocks = [Block("paragraph", "前", (Segment(0, 0, 0),))]
    blocks += [Block("cell", t, (Segment(0, n + 1, 0),), table=0) for n, t in enumerate(texts)]
    blocks.append(Block("paragraph", "后", (Segment(0, 9, 0),)))
    cells = (Cell(1, 0, 0, 1, 2), Cell(2, 0, 2), Cell(3, 1, 0), Cell(4, 1, 1))
    document = Document("a.txt", "text", tuple(blocks), (Table(cells, "收支<表>", "万元", "chart", 1),))
    html = page(ReportResult("a.txt", (document,)))
    found = Page(html)
    assert "图表 1　收支<表>单位：万元" in "".join(next(t for n, _, t in found.elements if n == "figcaption"))
    assert '<th colspan="2">项目</th>' in html
    assert html.index(">前</p>") < html.index("<table>") < html.index(">后</p>")


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([Mark(1, 3, "f", 7, "proved")], 'a<span id="rf7" class="f proved" data-f="7">bc</span>d&lt;'),
        (
            [Mark(1, 3, "f", 7, "proved"), Mark(0, 2, "m", 1, "error", 1)],
            '<span id="rm1" class="m error" data-m="1">a</span><span id="rf7" class="f proved" data-f="7">bc</span>'
            "d&lt;",
        ),
        ([Mark(0, 0, "m", 1, "info", 1)], '<span id="rm1" class="m info" data-m="1" data-n="1">⚑</span>abcd&lt;'),
        ([Mark(5, 5, "m", 1, "info")], 'abcd&lt;<span id="rm1" class="m info" data-m="1">⚑</span>'),
    ],
)
def test_marks_never_nest(marks: list[Mark], expected: str) -> None:
    assert marked("abcd<", marks, "r") == expected


def test_a_long_report_is_small_and_quick() -> None:
    line = "本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。"
    report = made.report("\n".join([line] * 1500))
    start = time.process_time()
    html = page(report)
    assert time.process_time() - start < 5
    assert len(html.encode()) < 1_500_000


def test_a_place_in_no_document_is_still_told() -> None:
    report = made.report()
    away = replace(report.findings[0].location, path="other.txt", span=Span(99, 0, 1))
    found = Page(page(made.with_finding(report, location=away)))
    assert len(found.named("card")) == 1


def test_an_empty_result() -> None:
    assert Page(REPORTERS["html"].render(Result(), RenderOptions())).faults == []  # type: ignore[arg-type]
