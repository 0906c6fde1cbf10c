"""Reasons that name nothing done for what rose, or money that went the other way: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import figures_before, mark, moves, place
from auditlint.checks.text.reasons import WHY
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark

_THIS_YEAR = r"(?:本年度?|今年|当年|年内|全年|本单位|本部门|我单位|我局)*"
_NOT = r"(?:均)?(?:未|没有|无)(?:再)?"
_UNDONE = {  # what a cost is for, and words for it
    r"车(?:辆)?购置(?:费|支出)": r"(?:购置|更新|新购|购买|采购)(?:公务用车|公车|车辆)?",
    r"出国": r"(?:安排|组织|发生|参加)?(?:因公)?(?:出国|出境)[^,;。0-9]{0,10}",
    r"接待": r"(?:发生|安排|开展)(?:国内)?(?:公务)?接待[^,;。0-9]{0,6}",
    r"会议费": r"(?:召开|举办|组织)[^,;。0-9]{0,8}会议[^,;。0-9]{0,4}",
    r"培训费": r"(?:举办|开展|组织)[^,;。0-9]{0,8}培训[^,;。0-9]{0,4}",
}
_NONE_DONE = tuple((compiled(of), compiled(_THIS_YEAR + _NOT + words)) for of, words in _UNDONE.items())
_GIVEN = r"(?:下拨|拨付|核拨|拨入|下达|安排)的?"
_LEADS = compiled(_GIVEN)
_RESULT = compiled(
    rf"^(?:.*,)?(?P<what>(?:{_GIVEN})?[^,;。:、0-9]{{0,10}}?(?:收入|支出|经费|资金|拨款|费用|费)|{_GIVEN}[^,;。:、0-9]{{2,10}})"
    r"(?:也|均|亦)?(?:相应|随之|同步)(?:有所)?(?:(?P<up>增加|增长|提高|上升)|减少|下降|降低)$"
)
_APART = compiled(
    r"上年|去年|往年|结转|结余|收回|退回|划转|转隶|口径|调整|其他|除|虽|但|不再|基数|一次性|人均|占比|改为|转为|基金|自有|渠道|另"
)
_UP = compiled(r"增加|增长|增多|上升|提高|上涨|新增|扩大")
_DOWN = compiled(r"减少|下降|降低|缩减|压减|压缩|节约|自然减员|少收")
_RECEIVED = compiled(r"(?:拨款|补助)(?:收入)?$")
_PLAIN = ("支出", "经费", "费用", "经费支出", "费用支出")


def undone(ledger: Ledger) -> Iterator[Remark]:
    """购置费增加36万元，原因是本年未购置公务用车; 拨款减少5万元，原因是下拨的经费相应增加: no reasons for that."""
    for sentence in ledger.sentences:
        for m in WHY.finditer(sentence.text):
            facts = figures_before(ledger, sentence, m.start())
            moved, way = moves(facts)
            levels = [f for f in facts if f.measure == "level" and f.label]
            if not way or not levels or any(f.basis == "budget" for f in moved):
                continue
            said = m["said"]
            if (way > 0 and _nothing_done(levels[-1], said)) or _turned(levels[-1], said, way):
                spans = (mark(sentence, *m.span("said")), place(moved[0]))
                yield Remark("contrary", spans, (("stated", said), ("change", moved[0].figure.text)))


def _nothing_done(level: Fact, said: str) -> bool:
    """Whether a reason says no more than that what an amount is for was not done."""
    return level.figure.value > 0 and any(of.search(level.label) and words.fullmatch(said) for of, words in _NONE_DONE)


def _turned(level: Fact, said: str, way: int) -> bool:
    """Whether a reason ends with the same money going the other way, and names nothing that went this way."""
    m = _RESULT.match(said)
    if m is None or (m["up"] is not None) == (way > 0) or _APART.search(said):
        return False
    if (_UP if way > 0 else _DOWN).search(said):
        return False
    what, label = m["what"], level.label.removesuffix("收入")
    given = _LEADS.match(what) is not None and _RECEIVED.search(level.label) is not None
    return given or what in _PLAIN or (len(what) > 2 and (what in level.label or what.removesuffix("收入") == label))
