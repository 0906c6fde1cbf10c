"""What each output format must be, to the letter of those who read it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import unquote

import jsonschema
import pytest
from rich.cells import cell_len

import auditlint
from auditlint.model import Accepted, Address, Finding, Location, ReportResult, Result, Span
from auditlint.reporters import REPORTERS, RenderOptions
from auditlint.reporters.excerpts import columns, excerpt, fold
from tests import made

OPTIONS = RenderOptions("zh", width=80, titles=(("CO101", "各部分之和不等于总数"),), version="1.2.3")
UNREADABLE = ReportResult("坏.docx", errors=("坏.docx: 打不开。",))


def render(name: str, result: Result | None = None, options: RenderOptions = OPTIONS) -> str:
    shown = REPORTERS[name].render(result or made.result(), options)
    assert isinstance(shown, str)
    return shown


def finding(**changes: object) -> Result:
    return made.result(made.with_finding(made.report(), **changes))


IN_A_CELL = Location("a.xlsx", address=Address(sheet="表1", reference="B7", row=6, column=1), span=Span(0, 0, 1))
ON_A_PAGE = Location("a.pdf", address=Address(page=1, table=2, row=4, column=0), span=Span(0, 0, 1))


# --------------------------------------------------------------------------- text


def test_text_underlines_figures_under_full_width_characters() -> None:
    lines = render("text").split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("     3 │ "))
    text, marks = lines[at], lines[at + 1]
    found = {
        (cell_len(text[: m.start()]), cell_len(m.group())): m.group()
        for m in re.finditer(r"100\.00万元|60\.00万元|41\.00万元", text)
    }
    places = {(cell_len(marks[: m.start()]), cell_len(m.group())): m.group()[0] for m in re.finditer(r"\^+|~+", marks)}
    assert {found[p]: mark for p, mark in places.items()} == {"100.00万元": "^", "60.00万元": "~", "41.00万元": "~"}


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_text_keeps_to_the_width(width: int) -> None:
    shown = render("text", options=replace(OPTIONS, width=width))
    # a stop may hang over the margin rather than begin a line
    assert max(map(cell_len, shown.split("\n"))) <= max(width, 40) + 2


def test_text_shows_the_equation_the_suspect_and_the_coverage() -> None:
    shown = render("text")
    assert "60.00万元 + 41.00万元 = 101.00万元 ≠ 100.00万元" in shown
    assert "41.00 → 40.00" in shown
    assert "核对了4个数字中的3个（75.0%），其余1个没有可核对的关系" in shown


def test_text_takes_no_markup_from_reports() -> None:
    text = made.TEXT.replace("；", "[bookmark: _Toc1][/]；")
    assert "[bookmark: _Toc1][/]" in render("text", made.result(made.report(text)), replace(OPTIONS, width=120))


def test_text_colours_only_when_asked() -> None:
    assert "\x1b" not in render("text")
    assert "\x1b[" in render("text", options=replace(OPTIONS, color=True))


def test_a_cell_is_shown_with_its_row() -> None:
    report = made.report()
    found = excerpt(report, report.findings[0].location, (), 24)
    assert found is not None
    assert sum(map(columns, found.text)) <= 24
    (start, end, first) = found.marks[0]
    assert (found.text[start:end], first) == ("100.00万元", True)


def test_fold_keeps_numbers_whole() -> None:
    assert fold("共计1,234.56万元，余额12.00元。", 12) == ["共计", "1,234.56万元，", "余额12.00元。"]


# --------------------------------------------------------------------------- concise


def test_concise() -> None:
    assert render("concise").startswith("reports/甲 馆.txt:3:7: CO101 本年支出合计为100.00万元")
    assert render("concise", finding(location=IN_A_CELL)).startswith("a.xlsx:表1!B7: CO101 ")
    assert render("concise", finding(location=ON_A_PAGE)).startswith("a.pdf:第2页第3表第5行第1列: CO101 ")
    assert render("concise", finding(accepted=Accepted("有说明"))) == ""


# --------------------------------------------------------------------------- json


def test_json_counts_from_one_and_ends_are_exclusive() -> None:
    report = json.loads(render("json"))["reports"][0]
    place = report["findings"][0]["location"]
    assert (place["line"], place["column"], place["end_line"], place["end_column"]) == (3, 7, 3, 15)
    line = made.TEXT.split("\n")[2]
    assert line[place["column"] - 1 : place["end_column"] - 1] == "100.00万元"
    for term in report["relations"][0]["terms"]:
        at = term["location"]
        assert line[at["column"] - 1 : at["end_column"] - 1] == term["text"]


def test_json_has_the_keys_of_its_schema_version() -> None:
    whole = json.loads(render("json", made.result(made.report(), UNREADABLE)))
    assert whole["schema_version"] == 1
    report, unreadable = whole["reports"]
    assert report["figures"] == {"total": 4, "checked": 3}
    assert set(report) >= {"path", "figures", "relations", "findings", "unchecked", "errors"}
    assert set(report["relations"][0]) >= {"id", "rule", "code", "kind", "verdict", "firm", "formula", "terms"}
    assert set(report["relations"][0]["terms"][0]) >= {"role", "text", "value", "unit", "location"}
    told = {"rule", "code", "severity", "message", "location", "related", "relations", "stated", "expected"}
    assert set(report["findings"][0]) >= told | {"suggestion", "candidates", "accepted", "fingerprint"}
    assert {k: v for k, v in report["unchecked"][0].items() if k != "location"} == {
        "text": "12.00万元",
        "reason": "no-partner",
    }
    assert unreadable["errors"] == [{"message": "坏.docx: 打不开。"}]


def test_json_of_a_format_without_lines() -> None:
    place = json.loads(render("json", finding(location=IN_A_CELL)))["reports"][0]["findings"][0]["location"]
    assert place["line"] is None
    assert (place["sheet"], place["cell"], place["row"], place["column"]) == ("表1", "B7", 7, 2)
    assert place["address"] == "表1!B7"
    assert place["path"] == "a.xlsx"


def test_json_tells_who_accepted() -> None:
    accepted = json.loads(render("json", finding(accepted=Accepted("有说明", "李", "2026-12-31"))))
    assert accepted["reports"][0]["findings"][0]["accepted"] == {"reason": "有说明", "by": "李", "until": "2026-12-31"}


# --------------------------------------------------------------------------- github


def test_github_annotation() -> None:
    first = render("github").split("\n")[0]
    assert first == (
        "::error file=reports/甲 馆.txt,line=3,endLine=3,col=7,endColumn=14,title=CO101 各部分之和不等于总数"
        "::本年支出合计为100.00万元，而各部分之和为101.00万元，相差1.00万元。"
    )


def test_github_escapes_what_would_forge_a_command() -> None:
    shown = render("github", finding(message="100%\r\n::error::x", location=replace(IN_A_CELL, path="a:b,c.xlsx")))
    first = shown.split("\n")[0]
    assert first.startswith("::error file=a%3Ab%2Cc.xlsx,title=")
    assert first.endswith("::表1!B7: 100%25%0D%0A::error::x")
    assert sum(line.startswith("::") for line in shown.split("\n")) == 1


def test_github_puts_the_worst_first_and_says_what_is_cut() -> None:
    report = made.report()
    info = replace(report.findings[0], severity="info")
    many = replace(report, findings=(*[info] * 11, report.findings[0]))
    lines = render("github", made.result(many)).split("\n")
    assert lines[0].startswith("::error ")
    assert lines[1].startswith("::notice ")
    assert "10" in lines[-2]
    assert "12" in lines[-2]


def test_columns_only_within_one_line() -> None:
    place = replace(made.report().findings[0].location, end_line=5)
    first = render("github", finding(location=place)).split("\n")[0]
    assert "line=3,endLine=6,title" in first


# --------------------------------------------------------------------------- gitlab


def test_gitlab_issue() -> None:
    (issue,) = json.loads(render("gitlab"))
    assert issue["location"] == {"path": "reports/甲 馆.txt", "lines": {"begin": 3}}
    assert issue["severity"] == "major"
    assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}


def test_gitlab_fingerprints_are_unique_and_paths_relative() -> None:
    report = made.report(path="./a.txt")
    twice = replace(report, findings=report.findings * 2)
    issues = json.loads(render("gitlab", made.result(twice, UNREADABLE)))
    assert len({i["fingerprint"] for i in issues}) == 3
    assert {i["location"]["path"] for i in issues} == {"a.txt", "坏.docx"}
    assert [i["severity"] for i in issues] == ["major", "major", "blocker"]
    # what was first keeps its identity when another joins
    assert json.loads(render("gitlab", made.result(report)))[0]["fingerprint"] == issues[0]["fingerprint"]


# --------------------------------------------------------------------------- sarif

SARIF_SHAPE = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "text": {
            "type": "object",
            "required": ["text"],
            "properties": {"text": {"type": "string", "minLength": 1}},
        },
        "run": {
            "type": "object",
            "required": ["tool", "results", "columnKind", "invocations"],
            "properties": {
                "columnKind": {"const": "unicodeCodePoints"},
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "properties": {
                        "driver": {
                            "type": "object",
                            "required": ["name", "rules"],
                            "properties": {"rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}}},
                        }
                    },
                },
                "invocations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["executionSuccessful"],
                        "properties": {"executionSuccessful": {"type": "boolean"}},
                    },
                },
            },
        },
        "rule": {
            "type": "object",
            "required": ["id", "shortDescription", "fullDescription", "help"],
            "properties": {
                "shortDescription": {"$ref": "#/$defs/text"},
                "fullDescription": {"$ref": "#/$defs/text"},
                "help": {"$ref": "#/$defs/text"},
            },
        },
        "location": {
            "type": "object",
            "required": ["physicalLocation"],
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation", "region"],
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "required": ["uri"],
                            "properties": {"uri": {"type": "string", "pattern": "^[!-~]+$"}},
                        },
                        "region": {
                            "type": "object",
                            "required": ["startLine"],
                            "properties": {
                                key: {"type": "integer", "minimum": 1}
                                for key in ("startLine", "startColumn", "endLine", "endColumn")
                            },
                        },
                    },
                },
                "logicalLocations": {
                    "type": "array",
                    "minItems": 1,
                    "items": {"type": "object", "required": ["name", "fullyQualifiedName"]},
                },
            },
        },
        "result": {
            "type": "object",
            "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
            "properties": {
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": {"$ref": "#/$defs/text"},
                "locations": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/location"}},
                "relatedLocations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
                "suppressions": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["kind", "justification"],
                        "properties": {
                            "kind": {"enum": ["inSource", "external"]},
                            "status": {"enum": ["accepted", "underReview", "rejected"]},
                        },
                    },
                },
            },
        },
    },
}


def sarif(result: Result | None = None) -> dict[str, object]:
    whole = json.loads(render("sarif", result))
    jsonschema.validate(whole, SARIF_SHAPE)
    run: dict[str, object] = whole["runs"][0]
    return run


@pytest.mark.parametrize(
    "result",
    [
        Result(),
        made.result(),
        made.result(made.report(), UNREADABLE),
        finding(location=IN_A_CELL),
        finding(location=ON_A_PAGE, severity="info"),
        finding(accepted=Accepted("有说明")),
    ],
)
def test_sarif_has_the_shape_that_its_readers_want(result: Result) -> None:
    sarif(result)


def test_the_sarif_schema_of_this_test_can_fail() -> None:
    whole = json.loads(render("sarif"))
    whole["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, SARIF_SHAPE)


def test_sarif_details() -> None:
    run = sarif(finding(accepted=Accepted("有说明", "李")))
    (result,) = run["results"]  # type: ignore[misc]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "reports/%E7%94%B2%20%E9%A6%86.txt"
    assert result["partialFingerprints"] == {"auditlint/v1": "0123456789abcdef"}
    assert [r["message"]["text"] for r in result["relatedLocations"]] == ["基本支出60.00万元", "项目支出41.00万元"]
    assert result["suppressions"][0]["justification"] == "有说明"
    cell = sarif(finding(location=IN_A_CELL))["results"][0]  # type: ignore[index]
    assert cell["locations"][0]["logicalLocations"][0]["name"] == "表1!B7"
    assert cell["message"]["text"].startswith("表1!B7: 本年支出合计")
    assert result["message"]["text"].startswith("本年支出合计")


@pytest.mark.parametrize(
    ("here", "root", "path", "told"),
    [
        ("/w/reports", "/w", "甲.txt", "reports/甲.txt"),
        ("/w/reports", "/w", "../乙/甲.txt", "乙/甲.txt"),
        ("/w", "/w", "/w/reports/甲.txt", "reports/甲.txt"),
        ("/w", "/w", "./reports/甲.txt", "reports/甲.txt"),
        ("/w", "/w", "/elsewhere/甲.txt", "/elsewhere/甲.txt"),
        ("/w", "/w", "../甲.txt", "../甲.txt"),
        ("D:\\w\\reports", "D:\\w", "甲\\乙.txt", "reports/甲/乙.txt"),
        ("", "", "./甲.txt", "甲.txt"),
    ],
)
def test_gates_get_paths_from_the_root(here: str, root: str, path: str, told: str) -> None:
    options = replace(OPTIONS, here=here, root=root)
    result = made.result(made.report(path=path))
    (issue,) = json.loads(render("gitlab", result, options))
    assert issue["location"]["path"] == told
    assert f"::error file={told.replace(':', '%3A')}," in render("github", result, options)
    uri = json.loads(render("sarif", result, options))["runs"][0]["artifacts"][0]["location"]["uri"]
    assert unquote(uri.removeprefix("file://")) == told


def test_sarif_tells_of_unreadable_files() -> None:
    (invocation,) = sarif(made.result(UNREADABLE))["invocations"]  # type: ignore[misc]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"] == "坏.docx: 打不开。"


# --------------------------------------------------------------------------- junit


def suites(result: Result | None = None) -> ET.Element:
    return ET.fromstring(render("junit", result).encode())


def test_junit_failure() -> None:
    root = suites()
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("1", "1", "0")
    (case,) = root.findall("testsuite/testcase")
    assert (case.get("name"), case.get("classname"), case.get("line")) == ("CO101 list-sum", "reports/甲 馆.txt", "3")
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("type") == "error"


def test_junit_of_a_clean_run_has_a_passing_case() -> None:
    for result in (Result(), made.result(replace(made.report(), findings=()))):
        root = suites(result)
        assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_junit_tells_errors_skips_and_infos() -> None:
    assert suites(made.result(UNREADABLE)).get("errors") == "1"
    assert suites(finding(accepted=Accepted("有说明"))).get("skipped") == "1"
    root = suites(finding(severity="info"))
    assert (root.get("failures"), len(root.findall("testsuite/testcase/system-out"))) == ("0", 1)


def test_junit_survives_what_xml_forbids() -> None:
    root = suites(finding(message="a\x00b\x0bc<&>\ufffe\U0001f600"))
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("message") == "a\ufffdb\ufffdc<&>\ufffd\U0001f600"


# --------------------------------------------------------------------------- markdown


def test_markdown_summary() -> None:
    shown = render("markdown")
    assert "| 错误 | reports/甲 馆.txt:3:7 | CO101 list-sum |" in shown
    assert "| reports/甲 馆.txt | 1 | 4 | 3 | 75.0% |" in shown


def test_markdown_takes_no_markup_from_reports() -> None:
    shown = render("markdown", finding(message="a|b\n# c <img src=x> [d](e) `f`"))
    assert r"a\|b \# c \<img src=x\> \[d\](e) \`f\`" in shown


def test_markdown_fits_the_page_of_a_job() -> None:
    report = made.report()
    many = replace(report, findings=report.findings * 8000)
    shown = render("markdown", made.result(many))
    assert len(shown.encode()) < 1024 * 1024
    assert "条未列出" in shown


# --------------------------------------------------------------------------- all of them


@pytest.mark.parametrize("name", [n for n, r in REPORTERS.items() if not r.binary and n != "html"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_renders_whatever_there_is(name: str, lang: str) -> None:
    odd = made.with_finding(made.report(), location=Location("x.txt", span=Span(99, 0, 1)), related=(), suggestion=None)
    for result in (Result(), made.result(), made.result(odd, UNREADABLE), Result(problems=("出错",))):
        render(name, result, replace(OPTIONS, lang=lang, statistics=True))


def test_findings_are_not_changed_by_rendering() -> None:
    result = made.result()
    before: tuple[Finding, ...] = result.reports[0].findings
    for name, reporter in REPORTERS.items():
        if not reporter.binary and name != "html":
            render(name, result)
    assert result.reports[0].findings == before


def test_a_place_within_an_archive_names_its_file() -> None:
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("甲.txt", "本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。\n")
        package.writestr("乙.txt", "甲县文化馆2024年度部门决算\n")
    report = auditlint.audit(auditlint.read("公开.zip", data=stream.getvalue()))
    shown = auditlint.render(report, "concise")
    assert isinstance(shown, str)
    assert shown.startswith("公开.zip/甲.txt:1:")
    text = auditlint.render(report, "text")
    assert isinstance(text, str)
    assert "公开.zip/甲.txt:1:" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2031年度甲项目自评得分为87.50分，自评等级为“优”。", "87.50分 < 90"),
        ("公务接待费支出8.20万元，其中：外事接待费支出9.20万元。", "9.20万元 > 8.20万元"),
    ],
)
def test_an_inequality_is_shown_as_it_stands(text: str, shown: str) -> None:
    report = auditlint.audit(auditlint.read("r.txt", data=text.encode()), auditlint.load_rules())
    assert shown in render("text", Result((report,)))
