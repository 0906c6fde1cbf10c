"""A fault inside one check costs only the rules that call it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import auditlint
from auditlint.checks.change import check as change
from auditlint.model import Relation
from auditlint.records import replace
from tests.wordings import audit, told

WRONG = (
    "2031年度本年支出合计320.00万元，其中：基本支出233.00万元，占72.81%；项目支出78.00万元，占27.19%。"
    "支出比上年增加20.00万元，增长16.67%。"
)


def broken(ledger: object, options: object) -> Iterator[Relation]:
    raise ZeroDivisionError("nothing to divide by")


@pytest.fixture
def broken_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of changes breaks."""
    monkeypatch.setattr(change, "CHECK", replace(change.CHECK, run=broken))


def test_a_rule_that_breaks_costs_only_itself(broken_change: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDITLINT_TRACEBACK")
    result = audit(WRONG)
    assert [f.code for f in told(result)] == ["FA103"]
    assert result.errors
    assert all("内部出错，没有执行，其余规则照常：ZeroDivisionError: nothing to divide by" in e for e in result.errors)
    document = auditlint.read("report.txt", data=WRONG.encode())
    english = auditlint.audit(document, settings=auditlint.Settings(lang="en")).errors
    assert len(english) == len(result.errors)
    assert all("did not run: ZeroDivisionError" in e for e in english)


def test_a_rule_that_breaks_fails_a_test(broken_change: None) -> None:
    with pytest.raises(ZeroDivisionError):
        audit(WRONG)
