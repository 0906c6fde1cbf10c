"""All goals said to be met, and right behind it the one that was not: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.all_of import against
from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark

_MET = r"(?:完成|达到|达成|实现|达标)"
_WHAT = r"(?:指标|目标|任务|事项|工作)"
_ALL_BUT = compiled(
    rf"(?<!产出|效益|满意度|数量|质量|时效|成本|经济|社会|生态)(?P<said>{_WHAT}(?:共|共计|为)?[0-9]{{1,3}}[项个](?:,其中[^。;0-9]{{0,12}}[0-9][^。;]{{0,60}})?,"
    rf"(?:已|均已|均|现已)?(?:全部|全面|均)(?:已|按期|如期)?{_MET}(?:了)?(?:年度|预期|既定|设定|目标|任务|指标|值)*)[,;。]"
    rf"(?P<but>(?:其中)?(?:,)?(?:(?:尚)?未{_MET}(?:目标)?的(?:{_WHAT})?(?:是|为|有|主要是|:)|(?:仅|仍|尚)?(?:有)?[1-9一二两三四五]项{_WHAT}?(?:尚)?未{_MET}(?:目标)?(?=[,;。:(]|$)))"
    r"(?![^。;]{0,20}(?:20[0-9]{2}年|跨年|上年|往年|以前年度|验收|备案|结算|决算|审计|手续|临时|交办))"
)
_APART = compiled(r"上年|去年|半年|季度|[0-9]月|监控|中期|下属|所属|各单位|截至")


def all_but(ledger: Ledger) -> Iterator[Remark]:
    """设定指标12项，全部完成。未完成的是…: what was not met contradicts that all were."""
    for number, index, text, m in matches(ledger, _ALL_BUT):
        start = text.rfind("。", 0, m.start()) + 1
        if not _APART.search(text, start, m.end()):
            yield against(number, index, m, m.span("but"), m["but"])
