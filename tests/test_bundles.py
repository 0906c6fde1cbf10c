"""Several files as one report: tables, last year's report, the budget; findings name the places in both."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from time import process_time

import pytest

from auditlint import bundle, engine, packs, readers
from auditlint.limits import Limits
from auditlint.model import Document, ReportResult
from auditlint.packs import Rulebook
from auditlint.settings import Settings
from tests.generator.workbook import accounts, document, report, save, tables

NOW = """2031年度部门决算公开说明
一、收入支出决算总体情况说明
2031年度收、支总计均为818.00万元。与2030年度相比，收、支总计各增加68.00万元，增长9.07%。
二、收入决算情况说明
2031年度本年收入合计766.50万元，比上年增加66.50万元，增长9.50%。
三、支出决算情况说明
2031年度本年支出合计715.00万元，比上年减少35.00万元，下降4.67%。
四、机关运行经费支出情况说明
2031年度机关运行经费支出100.00万元，比上年增加20.00万元，增长25.00%。
"""
THEN = """2030年度部门决算公开说明
一、收入支出决算总体情况说明
2030年度收、支总计均为750.00万元。
二、收入决算情况说明
2030年度本年收入合计700.00万元。
三、支出决算情况说明
2030年度本年支出合计750.00万元，其中：基本支出500.00万元，项目支出260.00万元。
四、机关运行经费支出情况说明
2030年度机关运行经费支出80.00万元。
"""


@cache
def rulebook() -> Rulebook:
    return packs.load()


def read(text: str, name: str, role: str = "report") -> Document:
    return replace(readers.read(name, name=name, data=text.encode()), role=role)


def audit(*documents: Document) -> ReportResult:
    result = engine.audit(documents, rulebook(), Settings())
    assert not result.errors
    return result


def test_last_year_fits_and_its_own_faults_are_not_told() -> None:
    result = audit(read(NOW, "2031.txt"), read(THEN, "2030.txt", "prior"))
    assert [f.message for f in result.findings] == []
    assert {f.document for f in result.facts} == {0, 1}
    assert result.figures == 12


def test_a_value_that_last_year_does_not_bear_out_names_both_files() -> None:
    wrong = THEN.replace("合计700.00万元", "合计710.00万元")
    found = audit(read(NOW, "2031.txt"), read(wrong, "2030.txt", "prior")).findings
    assert [f.code for f in found] == ["FT181"]
    assert "710.00万元" in found[0].message
    assert {found[0].location.path, *(r.location.path for r in found[0].related)} == {"2031.txt", "2030.txt"}


def test_a_report_of_another_office_says_nothing() -> None:
    other = THEN.replace("750.00", "912.34").replace("700.00", "655.10").replace("80.00", "33.30")
    assert audit(read(NOW, "2031.txt"), read(other, "2030.txt", "prior")).findings == ()


def test_text_workbook_and_last_year_in_time(tmp_path: Path) -> None:
    made = accounts(Random(3))
    save(tables(made), tmp_path / "表.xlsx", sheets=True)
    (tmp_path / "说明.txt").write_text(report(made), encoding="utf-8")
    (tmp_path / "上年.txt").write_text(report(accounts(Random(4)), year=2030), encoding="utf-8")
    start = process_time()
    result = audit(
        readers.read(tmp_path / "说明.txt"),
        replace(readers.read(tmp_path / "表.xlsx"), role="tables"),
        replace(readers.read(tmp_path / "上年.txt"), role="prior"),
    )
    assert process_time() - start < 3
    assert [f.message for f in result.findings] == []


@pytest.mark.parametrize("folder", ["", "./", "pub/"])
def test_members_are_named_from_the_folder_of_the_bundle_file(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(folder).mkdir(exist_ok=True)
    for name, text in {"a.txt": NOW, "b.txt": THEN, bundle.NAME: "report: ./a.txt\nprior: b.txt\n"}.items():
        Path(folder, name).write_text(text, encoding="utf-8")
    found = [Path(m.path).as_posix() for m in bundle.load(f"{folder}{bundle.NAME}")]
    assert found == [f"{folder}a.txt".removeprefix("./"), f"{folder}b.txt".removeprefix("./")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes links for administrators only")
def test_members_beside_a_linked_folder_are_those_that_were_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("archive/2031").mkdir(parents=True)
    Path("now").symlink_to("archive/2031")
    Path("now/a.txt").write_text(NOW, encoding="utf-8")
    Path("archive/b.txt").write_text(THEN, encoding="utf-8")
    Path("b.txt").write_text("another", encoding="utf-8")
    Path("now", bundle.NAME).write_text("report: a.txt\nprior: ../b.txt\n", encoding="utf-8")
    prior = bundle.load(f"now/{bundle.NAME}")[1]
    assert prior.content(Limits()) == THEN.encode()


def test_a_table_in_yuan_beside_a_text_in_ten_thousands() -> None:
    made = accounts(Random(5))
    grids = tables(made)
    yuan = [
        replace(
            g,
            unit="元",
            rows=tuple(
                tuple(f"{c.replace(',', '').replace('.', '')}00.00" if "." in c and c[0].isdigit() else c for c in row)
                for row in g.rows
            ),
        )
        for g in grids
    ]
    result = audit(read(report(made), "说明.txt"), document(yuan, "tables"))
    assert [f.message for f in result.findings] == []
    assert sum(r.kind == "cross-table" and r.firm for r in result.relations) > 40


def test_the_tables_of_the_report_and_of_the_workbook_are_the_same() -> None:
    made = accounts(Random(6))
    grids = tables(made)
    own, apart = document(grids, "report", "说明.docx"), document(grids, "tables", "表.xlsx")
    assert [f.message for f in audit(own, apart).findings] == []
    older = list(grids)
    older[8] = grids[8].typed(3, 5, "9.99").typed(3, 0, "")
    found = audit(own, document(older, "tables", "表.xlsx")).findings
    assert [f.code for f in found if f.severity == "error"] == ["FT184"]
    assert {found[0].location.path, *(r.location.path for r in found[0].related)} == {"说明.docx", "表.xlsx"}
