"""Reasons that name nothing but costs which went the other way: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import figures_before, item_before, item_start, mark, moves, place
from auditlint.checks.text.reasons import AGAINST, NOT_PLAIN, WHY
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark, Span

_COST = r"[^,;。:、0-9]{1,8}?(?:费|经费|费用|房租|租金)"
_MOSTLY = r"(?:均|都|有所|明显|大幅|相应|随之)*"
_END = r"(?:较多|较大|所致)?"
_COSTS = {
    1: compiled(rf"{_COST}{_MOSTLY}(?:增加|上涨|增长|上升|提高|增多){_END}"),
    -1: compiled(rf"{_COST}{_MOSTLY}(?:减少|下降|降低|缩减|压缩|压减|节约){_END}|(?:压缩|压减|缩减|削减)了?{_COST}"),
}
_THINGS = {
    1: compiled(r"(?:新增|增加)了?[^,;。0-9]{2,16}|[^,;。0-9]{2,12}(?:增加|扩大|增多|上涨|上调)"),
    -1: compiled(
        r"(?:压缩|压减|缩减|减少|精简|削减|严控)了?[^,;。0-9]{2,14}|[^,;。0-9]{2,12}(?:减少|下降|降低)"
        r"|(?:认真|严格)?(?:落实|坚持)?(?:厉行节约|过紧日子)(?:要求|规定)?"
    ),
}
_BARE = compiled(_COST)  # 物业费、 of 物业费、取暖费上涨
_CUT = compiled(r"[,、]")
_TO_BUDGET = compiled(
    r"(?:决算|支出|执行)(?:数)?(?:(?P<over>大于|高于|超过|超出)|小于|低于|少于)(?:年初|全年)?预算(?:数)?(?:的)?,?$"
)
_NOT_OF_BUDGET = compiled(r"收入|结余|预算|追加|调整|安排|下达")
_TOTAL = compiled(r"运行经费|公用经费|基本支出|本年支出|总支出|支出合计|三公")
_OTHER_PURSE = compiled(r"基金|专项|项目(?:支出|经费)|其他|经营|列支|承担|渠道|改|转|免")


def costs(ledger: Ledger) -> Iterator[Remark]:
    """决算数大于预算数，主要是宣传费减少; 运行经费减少3万元，主要是取暖费上涨: what the costs named cannot explain."""
    for sentence in ledger.sentences:
        for m in WHY.finditer(sentence.text):
            said = m["said"]
            readings = (_to_budget, _to_last_year, _in_words) if not NOT_PLAIN.search(said) else ()
            made = (read(ledger, sentence, m.start(), said) for read in (*readings, _of_people))
            found = next((one for one in made if one is not None), None)
            if found:
                other, text = found
                fields = (("stated", said), ("change", text))
                yield Remark("contrary", (mark(sentence, *m.span("said")), other), fields)


_Place = tuple[tuple[int, Span], str]


def _to_budget(ledger: Ledger, sentence: Sentence, at: int, said: str) -> _Place | None:
    """The words that more, or less, was spent than planned, right before a reason that speaks of the opposite."""
    start = item_start(sentence, at)
    m = _TO_BUDGET.search(sentence.text, start, at)
    if m is None or m.end() != at or _NOT_OF_BUDGET.search(said) or "收入" in sentence.text[start:at]:
        return None
    way = -1 if m["over"] else 1
    rates = [f.figure.value for f in item_before(ledger, sentence, m.start(), _TO_BUDGET) if f.measure == "completion"]
    if any((rate - HUNDRED) * way > 0 for rate in rates):
        return None  # the words are wrong already
    parts = _CUT.split(said)
    if not _only_costs(said, way) and not all(AGAINST[-way].search(p) for p in parts):
        return None
    return mark(sentence, *m.span()), m.group().rstrip(",的")


def _to_last_year(ledger: Ledger, sentence: Sentence, at: int, said: str) -> _Place | None:
    """The change of a total over last year, right before a reason that names costs which went the other way."""
    facts = item_before(ledger, sentence, at, WHY)
    moved, gone = moves(facts)
    if not gone or any(f.basis == "budget" or f.depth for f in moved) or _OTHER_PURSE.search(said):
        return None
    labels = [f.label for f in facts if f.measure == "level"]
    if len(labels) != 1 or not _TOTAL.search(labels[0]):
        return None
    way = -gone
    if not _only_costs(said, way) or all(AGAINST[-way].search(p) for p in said.split(",")):
        return None  # told of as a reason against its change already
    return place(moved[0]), moved[0].figure.text


def _only_costs(said: str, way: int) -> bool:
    """Whether every part of a reason is of something that went one way, and a cost among them."""
    parts = _CUT.split(said)
    named = [p for p in parts if _COSTS[way].fullmatch(p)]
    rest = [p for p in parts if p not in named and not _THINGS[way].fullmatch(p)]
    return bool(named) and all(_BARE.fullmatch(p) for p in rest) and parts[-1] not in rest


_WORDED = compiled(
    r"(?:较|比|与)(?:上年|去年|上年度)(?:相比)?,?(?:有所|略有|明显|大幅)?(?:(?P<up>增加|增长|上升|提高)|减少|下降|降低)(?:的)?,?$"
)
_PART = compiled(
    r"(?:财政拨款|一般公共预算(?:财政)?拨款|事业|经营|人员|公用|基本|项目)(?:收入|支出|经费)(?:有所|相应)?(?:(?P<up>增加|增长)|减少|下降)"
)
_WHOLE = compiled(r"(?:收入|支出|收支|收、支)(?:总计|合计)|总收入|总支出|本年收入|本年支出")


def _in_words(ledger: Ledger, sentence: Sentence, at: int, said: str) -> _Place | None:
    """More or less than last year in words, and a reason that went the other way; a total, and the part that did."""
    moved, gone = moves(figures_before(ledger, sentence, at))
    m = _WORDED.search(sentence.text, item_start(sentence, at), at)
    if not moved and m is not None and m.end() == at:
        way = 1 if m["up"] else -1
        parts = _CUT.split(said)
        if _only_costs(said, -way) or all(AGAINST[way].search(p) and not AGAINST[-way].search(p) for p in parts):
            return mark(sentence, *m.span()), m.group().rstrip(",的")
    part = _PART.fullmatch(said)
    if part is None or not gone or any(f.basis == "budget" for f in moved):
        return None
    start = item_start(sentence, at)
    if not _WHOLE.search(sentence.text, start, at) or (gone > 0) == (part["up"] is not None):
        return None
    return place(moved[0]), moved[0].figure.text


_LEFT = compiled(
    r"[0-9]{0,3}(?:名|人)?[^,;。0-9]{0,6}?(?:退休|调出|调离|辞职|离职|去世|辞退|离岗|解聘)(?:了)?(?:人员)?(?:[0-9]{1,3}(?:名|人))?"
)
_JOINED = compiled(
    r"[0-9]{0,3}(?:名|人)?[^,;。0-9]{0,6}?(?:新招录|招录|招聘|新录用|录用|调入|新进|考录|新增|引进)(?:了)?[^,;。0-9]{0,8}(?:[0-9]{1,3}(?:名|人))?"
)
_STAFF = compiled(r"在职|在编|人员|职工|人数|实有")
_NOT_STAFF = compiled(r"退休人员|离退休|离休|遗属|学生|人次|调入调出")


def _of_people(ledger: Ledger, sentence: Sentence, at: int, said: str) -> _Place | None:
    """More staff because people left, or fewer because people came."""
    facts = figures_before(ledger, sentence, at)
    moved = [f for f in facts if f.measure == "change" and f.direction and f.figure.unit.name in ("人", "名")]
    if len(moved) != 1 or moved[0] is not facts[-1]:
        return None
    lead = sentence.text[item_start(sentence, at) : moved[0].figure.span.start - sentence.start]
    against = _LEFT if moved[0].direction > 0 else _JOINED
    if not _STAFF.search(lead) or _NOT_STAFF.search(lead + said):
        return None
    return (place(moved[0]), moved[0].figure.text) if all(against.fullmatch(p) for p in _CUT.split(said)) else None
