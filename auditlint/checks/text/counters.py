"""Units that cannot count what they stand behind: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import PRINTED

_MONEY = r"[万亿]?元"
_IS = r"(?:为|是|共计|共有|共|达到?|:)?"
_RATES = r"(?:预算)?(?:执行|完成|到位|支付|使用|合格|达标|整改|办结|持证|验收|节约|增长|入学|参保|就业|覆盖)率|占比"
_AMOUNTS = r"(?:支出|收入)(?:决算|预算)数?|支出总额|收入总额|采购金额"
_STAFF = r"(?:在职|在编|在岗|实有|离退休|退休|离休|聘用|编外)(?:人员|职工|干部)(?:总?数)?"
_CARS = r"(?:公务用车|公车|车辆|用车)(?:实际|年末)?(?:保有量|保有数|购置数|购置量|编制数|实有数)"
_BEDS = r"(?:核定|编制|开放|实有|设置|拥有|现有)?(?:床位|病床)(?:总?数)?"
_AREAS = r"(?:建筑|占地|使用|用地|办公用房|房屋)面积"
_COUNTED = (  # a thing, the units that cannot be its own, and the one that is meant
    (_CARS, rf"批次?|人次|[人名家户张件项]|{_MONEY}", "辆"),
    (_BEDS, r"[名人辆家台件户]|批次|人次", "张"),
    (r"(?:出国(?:\(境\))?|来访|公务接待)团组数?", rf"[辆台家户张]|{_MONEY}", "个"),
    (r"惠及(?:群众|农户|人口)?", _MONEY, "户"),
    (r"(?:综合|自评|评价|绩效)得分", rf"%|{_MONEY}", "分"),
    (r"公务接待(?:总|累计)?(?:人次数?|人数)", rf"批次?|[辆台家项件]|{_MONEY}", "人次"),
    (r"公务接待(?:总|累计)?(?:批次数?)", rf"人次?|[辆台家项件]|{_MONEY}", "批次"),
    (_STAFF, r"[辆台张家户件起处]|批次|平方米", "人"),
    (_AREAS, rf"[辆台人名个家户张]|米(?![²2])|公里|千米|{_MONEY}", "平方米"),
    (r"(?:全长|总长度?|总里程|通车里程)", rf"平方米|立方米|[辆台人名家户亩]|{_MONEY}", "公里"),
    (_AMOUNTS, r"万?(?:[辆台名户张]|人次?|批次)", "万元"),
    (_RATES, rf"{_MONEY}|[人名辆台件户家]|批次", "%"),
)
_WRONG = tuple(
    (compiled(rf"(?<![、和与及或/])(?P<thing>{thing}){_IS}(?P<n>{PRINTED})\s?(?P<unit>{units})(?=[,;。、)]|$)"), right)
    for thing, units, right in _COUNTED
)


def counters(ledger: Ledger) -> Iterator[Remark]:
    """公务用车保有量6批次, 床位120名, 建筑面积800万元: what is counted, and a unit that cannot count it."""
    for pattern, right in _WRONG:
        for number, index, _, m in matches(ledger, pattern):
            fields = (("stated", m["n"] + m["unit"]), ("label", m["thing"]), ("unit", right))
            place = number, Span(index, m.start("n"), m.end("unit"))
            yield Remark("counter", (place,), fields, m["n"] + right)
