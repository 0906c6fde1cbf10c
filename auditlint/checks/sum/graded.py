"""How many things got which grade, against how many were graded; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.parts import compatible
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact
from auditlint.numerals import normalize


def closes_grades(ledger: Ledger, total: Fact, last: Fact) -> bool:
    """优秀a个，良好b个，合格c个，共计T个项目。: whether a total right behind grades is said to be theirs."""
    said = _IN_ALL.search(normalize(ledger.before(total, 4))) is not None
    return said and total.id == last.id + 1 and _ENDED.match(normalize(ledger.after(total, 4))) is not None


_IN_ALL = compiled(r"[,、](?:共计|合计|总计)$")
_ENDED = compiled(r"(?:项目|单位|部门)?(?:[。;]|$)")


def graded_before(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a count in the sentences before is what the grades add up to: 对3个项目…。33个项目中，…"""
    made = sum((p.figure.value for p in parts), Decimal(0))
    before = ledger.sentences[max(total.sentence - _BEFORE, 0) : total.sentence]
    counts = [f for s in before for f in ledger.facts_of(s) if f.section == total.section and compatible(f, total)]
    return any(f.figure.value == made for f in counts) or _ALL.search(ledger.sentences[total.sentence].text) is not None


_ALL = compiled(r"(?:均|全部|都)(?:已)?(?:开展|完成|进行|组织|实施)了?(?:绩效)?(?:自评|评价|考核|评定)")
ALL_GRADES = 4  # 优, 良, 中 and 差: all there are
_BEFORE = 3  # sentences before a list of grades that may say how many things were graded
