"""The annotated copy of a Word report: findings in, comments in the package out, everything else as it was."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import auditlint
from auditlint.errors import ReadError, UsageError
from auditlint.model import Accepted, Document, Finding, Related, ReportResult, Result, Span, Suggestion
from auditlint.originals import Kept
from auditlint.readers import Source
from auditlint.readers.docx import read
from auditlint.reporters import RenderOptions
from auditlint.reporters.docx import render
from tests.make_docx import MAIN, chart_part, chart_run, docx, notes, p, r, report, t, tbl, text_box, tr
from tests.soffice import convert

W = f"{{{MAIN}}}"


def place(document: Document, text: str, nth: int = 0) -> Span:
    """The span of the nth occurrence of a text in a document."""
    found = [
        Span(i, at.start(), at.end())
        for i, b in enumerate(document.blocks)
        for at in re.finditer(re.escape(text), b.text)
    ]
    return found[nth]


def finding(document: Document, text: str, *related: str, nth: int = 0) -> Finding:
    return Finding(
        "rule",
        "FA001",
        "error",
        f"{text}有问题",
        document.locate(place(document, text, nth)),
        tuple(Related("对应的数", document.locate(place(document, one))) for one in related),
        stated=text,
        expected="99",
    )


def annotated(path: Path, data: bytes, *wanted: tuple[str, ...]) -> bytes:
    path.write_bytes(data)
    document = read(Source(str(path), path.name, data))
    findings = tuple(finding(document, *words) for words in wanted)
    result = Result((ReportResult(str(path), (document,), findings=findings),))
    out = render(result, RenderOptions())
    assert isinstance(out, bytes)
    return out


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.read(name)


def comments(data: bytes) -> list[tuple[str, str]]:
    """(the text a comment's range holds, the comment's text), by id."""
    root = etree.fromstring(part(data))
    said = {
        c.get(W + "id"): "\n".join("".join(x.text for x in line.iter(W + "t")) for line in c.iter(W + "p"))
        for c in etree.fromstring(part(data, "word/comments.xml"))
    }
    found = []
    for number in sorted(said, key=int):
        inside, text = False, ""
        for element in root.iter():
            if element.get(W + "id") == number:
                inside = element.tag == W + "commentRangeStart" or (inside and element.tag != W + "commentRangeEnd")
            elif inside and element.tag in (W + "t", W + "delText"):
                text += element.text
        assert len(root.findall(f".//{W}commentReference[@{W}id='{number}']")) == 1
        found.append((text, said[number]))
    return found


def formatted(data: bytes) -> list[tuple[str, str]]:
    """Every character of the body with its paragraph's and run's properties, without comment marks."""
    root = etree.fromstring(part(data))
    for mark in list(root.iter(W + "commentRangeStart", W + "commentRangeEnd")):
        mark.getparent().remove(mark)
    for mark in list(root.iter(W + "commentReference")):
        run = mark.getparent()
        run.getparent().remove(run)
    found = []
    for leaf in root.iter(W + "t", W + "tab", W + "br", W + "delText", W + "instrText"):
        run = leaf.getparent()
        path = "/".join(etree.QName(a).localname for a in run.iterancestors())
        properties = run.find(W + "rPr")
        own = b"" if properties is None else etree.tostring(properties, method="c14n", exclusive=True)
        found.extend((c, path + own.decode()) for c in leaf.text or leaf.tag)
    return found


def test_the_figure_alone_is_marked_though_it_stands_over_runs(tmp_path: Path) -> None:
    data = docx(p(r("收入合计1", "<w:b/>") + r("20.50", "<w:i/>") + r("万元，支出")))
    out = annotated(tmp_path / "甲.docx", data, ("120.50",))
    assert comments(out) == [("120.50", "【1】错误 FA001\n120.50有问题\n按其他数字推算应为：99")]
    assert formatted(out) == formatted(data)


def test_counterparts_and_places_of_several_findings_get_one_comment_each(tmp_path: Path) -> None:
    data = docx(p("合计10.00，甲4.00，乙7.00") + tbl(tr("合计", "11.00"), tr("甲", "4.00")))
    out = annotated(tmp_path / "甲.docx", data, ("10.00", "4.00", "11.00"), ("7.00", "4.00"))
    marked = comments(out)
    assert [text for text, _ in marked] == ["10.00", "4.00", "7.00", "11.00"]
    assert marked[1][1] == "【1】错误 FA001\n与“10.00”一并核对：对应的数\n【2】错误 FA001\n与“7.00”一并核对：对应的数"
    assert formatted(out) == formatted(data)


def test_other_parts_stay_byte_for_byte(tmp_path: Path) -> None:
    data = report()
    out = annotated(tmp_path / "甲.docx", data, ("130.50",), ("2.00",), ("80.50", "40.00"))
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(out)) as after:
        assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}
        assert {n for n in before.namelist() if before.read(n) != after.read(n)} == changed
    assert formatted(out) == formatted(data)


def test_places_where_word_allows_no_comment_are_told_at_their_mark(tmp_path: Path) -> None:
    body = (
        p(r("甲") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
        + p(r("乙") + chart_run("chart1"))
        + p(r("丙") + text_box(p("框内3.33")))
    )
    parts = {"footnotes": notes("footnotes", "注1.11"), "chart1": chart_part("图", "列", ["类"], ["2.22"])}
    parts["header1"] = p("页眉4.44")
    data = docx(body, parts, section='<w:headerReference w:type="default" r:id="header1"/>')
    out = annotated(tmp_path / "甲.docx", data, ("1.11",), ("2.22",), ("3.33",), ("4.44",))
    root = etree.fromstring(part(out))
    paragraphs = [x for x in root.find(W + "body") if x.tag == W + "p"]
    assert [len(x.findall(f".//{W}commentReference")) for x in paragraphs] == [2, 1, 1]
    heads = [said.split("\n")[0] for _, said in comments(out)]
    assert [("脚注" in h, "图表" in h, "文本框" in h, "页眉" in h).index(True) for h in heads] == [0, 1, 2, 3]
    assert formatted(out) == formatted(data)


def test_existing_comments_stay(tmp_path: Path) -> None:
    body = p(
        '<w:commentRangeStart w:id="7"/>'
        + r("收入10.00")
        + '<w:commentRangeEnd w:id="7"/>'
        + '<w:r><w:commentReference w:id="7"/></w:r>'
    )
    data = docx(body, {"comments": '<w:comment w:id="7" w:author="李四">' + p("请核对") + "</w:comment>"})
    assert comments(annotated(tmp_path / "甲.docx", data, ("10.00",))) == [
        ("收入10.00", "请核对"),
        ("10.00", "【1】错误 FA001\n10.00有问题\n按其他数字推算应为：99"),
    ]


def test_text_elements_beside_breaks_and_with_unkept_blanks(tmp_path: Path) -> None:
    data = docx(p("<w:r><w:rPr><w:b/></w:rPr><w:t> 甲1.00元 </w:t><w:tab/>" + t(" 2.00 ") + "</w:r>"))
    out = annotated(tmp_path / "甲.docx", data, ("1.00",), ("2.00",))
    assert [text for text, _ in comments(out)] == ["1.00", "2.00"]
    assert read(Source("b", "b", out)).blocks[0].text == read(Source("a", "a", data)).blocks[0].text


def test_suggestions_candidates_and_accepted_findings(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(docx(p("合计10.00，甲4.00，乙7.00")))
    document = read(Source(str(path), path.name, path.read_bytes()))
    one, two = (document.locate(place(document, x)) for x in ("10.00", "7.00"))
    suggested = Finding(
        "rule",
        "FA002",
        "warning",
        "合计不等于各项之和",
        one,
        suggestion=Suggestion(one, "10.00", "11.00", "仅一位数字之差"),
        candidates=(Suggestion(two, "7.00", "6.00", "仅一位数字之差"),),
    )
    accepted = Finding("rule", "FA003", "error", "已说明", two, accepted=Accepted("口径不同"))
    out = render(Result((ReportResult(str(path), (document,), findings=(suggested, accepted)),)), RenderOptions())
    assert isinstance(out, bytes)
    assert comments(out) == [
        ("10.00", "【1】警告 FA002\n合计不等于各项之和\n建议核对：“10.00”疑应为“11.00”（仅一位数字之差）"),
        ("7.00", "【1】警告 FA002\n合计不等于各项之和\n也可能是“7.00”有误，应为“6.00”（仅一位数字之差）"),
    ]


def test_a_counterpart_names_the_suspect_and_nothing_is_said_twice(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(docx(p("合计10.00，甲4.00，乙7.00")))
    document = read(Source(str(path), path.name, path.read_bytes()))
    total, part = (document.locate(place(document, x)) for x in ("10.00", "7.00"))
    said = "疑似“7.00”有误，应为6.00（仅一位数字之差）。"
    suspect = Suggestion(part, "7.00", "6.00", "仅一位数字之差")
    # the stated term is the total, the place that of the suspect
    found = Finding(
        "rule", "FA002", "error", said, part, (Related("合计10.00", total),), stated="10.00", suggestion=suspect
    )
    out = render(Result((ReportResult(str(path), (document,), findings=(found,)),)), RenderOptions())
    assert isinstance(out, bytes)
    assert comments(out) == [
        ("10.00", "【1】错误 FA002\n与“7.00”一并核对：合计10.00"),
        ("7.00", f"【1】错误 FA002\n{said}"),
    ]


def test_without_findings_the_copy_is_the_report(tmp_path: Path) -> None:
    data = report()
    out = annotated(tmp_path / "甲.docx", data)
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(out)) as after:
        assert {n: before.read(n) for n in before.namelist()} == {n: after.read(n) for n in after.namelist()}


def test_trouble_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(docx(p("合计10.00")))
    document = read(Source(str(path), path.name, path.read_bytes()))
    result = Result((ReportResult(str(path), (document,), findings=(finding(document, "10.00"),)),))
    path.write_bytes(docx(p("改过了，合计10.00")))
    with pytest.raises(ReadError, match="改动"):
        render(result, RenderOptions())
    path.unlink()
    with pytest.raises(ReadError, match="原文件"):
        render(result, RenderOptions())
    with pytest.raises(UsageError, match="docx"):
        render(Result(), RenderOptions())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_libreoffice_keeps_every_comment(tmp_path: Path) -> None:
    out = annotated(tmp_path / "甲.docx", report(), ("130.50",), ("80.50", "40.00"), ("2.00",))
    copy = tmp_path / "copy.docx"
    copy.write_bytes(out)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "odt",
            "--outdir",
            tmp_path,
            copy,
        ],
        check=True,
        timeout=120,
        capture_output=True,
    )
    content = part((tmp_path / "copy.odt").read_bytes(), "content.xml").decode()
    assert content.count("<office:annotation ") == len(comments(out)) == 4
    assert content.count("<dc:creator>auditlint</dc:creator>") == 4


@pytest.mark.parametrize(("suffix", "to"), [("doc", "doc:MS Word 97"), ("rtf", "rtf"), ("odt", "odt")])
def test_an_older_format_is_annotated_in_the_form_that_was_audited(tmp_path: Path, suffix: str, to: str) -> None:
    path = tmp_path / f"甲.{suffix}"
    data = docx(
        p(r("本年支出合计1", "<w:b/>") + r("00.00万元", "<w:i/>") + r("，其中：基本支出60.00万元；项目支出41.00万元。"))
    )
    path.write_bytes(convert(data, ".docx", to))
    audited = auditlint.audit(auditlint.read(path))
    assert [f.code for f in audited.findings] == ["FA103"]
    out = auditlint.render(audited, "docx")
    assert isinstance(out, bytes)
    kept = Kept.of()
    assert formatted(out) == formatted(kept.docx(audited.documents[0]))
    assert [text.removesuffix("万元") for text, _ in comments(out)] == ["100.00", "60.00", "41.00"]
    assert kept.given(str(path)) == path.read_bytes()
