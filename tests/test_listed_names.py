"""Counts of listed names: offices, projects, units listed by paragraphs."""

from __future__ import annotations

import pytest

import auditlint
from auditlint.reporters import REPORTERS, RenderOptions
from tests.wordings import audit, shown, told

OFFICES = "甲县水利局内设办公室、规划财务股、水资源管理股、河湖管理股、安全监督股{}个股室，下属单位2个。"


@pytest.mark.parametrize(
    "text",
    [
        OFFICES.format(5),
        "内设机构6个：办公室、组织人事科、财务科、业务一科、业务二科、信息中心。",
        "现有内设科室4个，分别为办公室、财务科（含基建办、审计办）、业务科和信息科。",
        "局机关设综合科、法规科、执法大队等7个科室。",
        "下设甲中心、乙中心2个事业单位，内设办公室、财务科、业务科3个科室。",
        "本年度申报项目4个，包括路灯维护、河道清淤和管护、绿化养护、垃圾清运项目。",
        "内设党政办、社会事务办（民政、残联合署）、平安办、规建办4个办公室。",
        "内设综合、财务、业务三个科室，编制12个。",
        "设办公室、一至三科、财务科、信息中心等6个科室。",
        "对城区路灯维护、河道清淤、绿化养护、垃圾清运等3个重点项目开展绩效评价。",
    ],
)
def test_silent(text: str) -> None:
    assert [f.message for f in told(audit(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        OFFICES.format(6),
        "内设机构5个：办公室、组织人事科、财务科、业务一科、业务二科、信息中心。",
        "局机关设综合科、法规科、执法大队、财务科等3个科室。",
    ],
)
def test_told(text: str) -> None:
    found = told(audit(text))
    assert [f.code for f in found] == ["AL181"]
    suggested = [s.text for s in (found[0].suggestion, *found[0].candidates) if s is not None]
    assert all(s.isdigit() for s in suggested)  # names are never to be replaced by a number


def test_units_by_paragraphs() -> None:
    text = (
        "甲局下属二级预算单位2个。\n\n纳入2031年度部门决算编制范围的二级预算单位包括：\n\n1.甲局信息中心\n\n"
        "2.甲局服务中心\n"
    )
    assert "AL181? 2个 1.甲局信息中心 2.甲局服务中心" in {shown(r) for r in audit(text).relations}


@pytest.mark.parametrize("name", sorted(REPORTERS.keys() - {"docx", "workbook"}))
def test_every_reporter_shows_names(name: str) -> None:
    """Names are no figure of the report, but stand in a relation and a finding."""
    document = auditlint.read("a.txt", data=OFFICES.format(6).encode())
    result = auditlint.audit(document, auditlint.load_rules())
    assert REPORTERS[name].render(auditlint.Result((result,)), RenderOptions())
