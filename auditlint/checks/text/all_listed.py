"""All of what is listed said to be done, moved, graded or scored alike: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.listed_values import lists
from auditlint.checks.text.all_of import EXCEPT, against
from auditlint.checks.text.figures import mark, place
from auditlint.checks.text.template import matches
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark
from auditlint.numerals import PRINTED, decimal, whole_number

_WHO = (
    r"(?:上述|以上)?(?P<count>[两二三四五六七八九十]|[2-9]|1[0-9])?(?P<each>各|所有)?(?:个|家|项|类|所|户)?"
    r"[^,;。:、0-9均除其]{0,8}?"
)
_ALL_DONE = compiled(
    rf"(?:^|(?<=[,;。]))(?P<said>{_WHO}(?:均|都|全部)(?:已)?(?:超额|圆满|全面|按期|如期)?"
    r"(?:完成|达到|实现)(?:了)?"
    r"(?:年度|全年|年初|收入|预算|目标|计划|任务|既定)+(?:数|值)?)(?=[,;。]|$)"
)
_OF_DONE = compiled(r"(?:完成|执行)[^,;。:]{0,12}(?:预算|任务|目标|计划)|完成率|执行率|预算完成|任务完成")
_PARTLY = compiled(
    r"除|其余|其他|半年|季度|[0-9]月|序时|基本|大部分|调整|核减|目标为|目标值|不低于|以上|≥|控制|压减|费|成本"
)


def all_done(ledger: Ledger) -> Iterator[Remark]:
    """收入完成预算的情况：甲镇103.1%、乙镇97.4%、丙镇101.9%，三个镇均完成年度预算任务: one below 100%."""
    for sentence in ledger.sentences:
        for m in _ALL_DONE.finditer(sentence.text):
            if ledger.documents[sentence.document].role != "report" or _PARTLY.search(sentence.text):
                continue
            runs = [run for run in lists(sentence) if run[-1].end <= m.start() and run[0].unit == "%"]
            if len(runs) != 1 or not _OF_DONE.search(sentence.text, 0, runs[0][0].start):
                continue
            below = [i for i in runs[0] if i.value < HUNDRED]
            due = whole_number(m["count"] or "") or len(runs[0])
            if below and due == len(runs[0]) and sentence.text[runs[0][-1].end : m.start()].strip(",;") == "":
                spans = (mark(sentence, *m.span("said")), mark(sentence, below[0].start, below[0].end))
                yield Remark("all", spans, (("stated", m["said"]), ("change", f"{below[0].name}{below[0].value}%")))


_ALL_MOVED = compiled(
    r"(?:^|(?<=[,;。]))(?P<said>(?:上述|以上)?(?:(?P<count>[两二三四五六七八九]|[2-9])(?:个|家|项|类)[^,;。:、0-9]{0,6}?)(?:较上年|比上年|同比|较去年)?(?:均|都|全部)(?:较上年|比上年|同比|有所|实现|呈|保持)*"
    r"(?:(?P<up>增长|增加|上升)|(?P<down>下降|减少|降低)))(?=[,;。]|$)"
)
_NOW_AND_THEN = compiled(
    rf"(?<![0-9,.共总计])(?P<now>{PRINTED})(?P<unit>万元|元|亿元)[,、(](?:上年|去年)(?:同期|决算|预算|支出|数)?(?:为|是)?(?P<then>{PRINTED})(?P=unit)(?=[,;。)])"
)


def all_moved(ledger: Ledger) -> Iterator[Remark]:
    """甲5.2万元，上年4.7万元；乙3.1万元，上年4.0万元。两项较上年均下降: one of the pairs goes the other way."""
    for number, index, text, m in matches(ledger, _ALL_MOVED):
        due = whole_number(m["count"])
        pairs = [*_NOW_AND_THEN.finditer(text, 0, m.start())][-due:]
        if len(pairs) != due or EXCEPT.search(text[pairs[0].start() : m.start()] + m["said"]):
            continue
        for pair in pairs:
            more = decimal(pair["now"]) - decimal(pair["then"])
            if more < 0 if m["up"] else more > 0:
                yield against(number, index, m, pair.span(), pair.group())
                break


_MOVED_FIRST = compiled(
    r"(?:^|(?<=[,;。]))(?P<said>(?:上述|以上)?(?P<count>[两二三四五六七八九]|[2-9])(?:个|家|项|类|大)[^,;。:、0-9均]{0,10}?"
    r"(?:(?:较上年|比上年|同比|较去年)?(?:均|都|全部)(?:较上年|比上年|同比|有所|实现|呈|保持)*(?:(?P<up>增长|增加|上升)|(?P<down>下降|减少|降低))"
    r"|(?P<rose>[一两二三四五六七八九])[升增](?P<fell>[一两二三四五六七八九])[降减]"
    r"|(?P<fell>[一两二三四五六七八九])[降减](?P<rose>[一两二三四五六七八九])[升增]))[:,](?:其中|分别为|分别是)?:?"
)
_LAST_YEARS = ("prior", "")


def all_moved_first(ledger: Ledger) -> Iterator[Remark]:
    """三项支出均较上年增长：甲…增加…；乙…减少…；丙…: one of as many items went the other way; 两升一降 likewise."""
    for sentence in ledger.sentences:
        for m in _MOVED_FIRST.finditer(sentence.text):
            if ledger.documents[sentence.document].role != "report" or EXCEPT.search(m["said"]):
                continue
            moves: dict[int, Fact] = {}
            for fact in ledger.facts_of(sentence):
                behind = fact.figure.span.start - sentence.start >= m.end()
                moved = fact.measure in ("change", "rate") and fact.direction and fact.basis in _LAST_YEARS
                if behind and moved and fact.figure.value and not fact.depth:
                    moves.setdefault(fact.item, fact)
            ups = sum(f.direction > 0 for f in moves.values())
            rose, fell = (whole_number(m[name] or "") for name in ("rose", "fell"))
            count = whole_number(m["count"])
            due = rose or (count if m["up"] else 0)
            if len(moves) == count and ups != due and rose + fell in (0, count):
                other = next(f for f in moves.values() if (f.direction > 0) == (ups > due))
                spans = (mark(sentence, *m.span("said")), place(other))
                yield Remark("all", spans, (("stated", m["said"]), ("change", other.figure.text)))


_GRADES = "优秀|良好|优|良|中等|中|合格|较差|差"
_ALL_GRADED = compiled(
    rf"(?:^|(?<=[,;。]))(?P<said>(?:上述|以上)?(?P<count>[两二三四五六七八九十]|[2-9]|1[0-9])(?:个|项|家)[^,;。:、0-9均]{{0,10}}?(?:评价|绩效)?(?:等级|等次|结果)?"
    rf"(?:均|全部|都)(?:被)?(?:评|评定|认定)?(?:为|达到)“?(?P<grade>{_GRADES})”?)(?:等次|等级)?(?=[,;。(]|$)"
)
_GRADED = compiled(rf"(?:等级|等次|评价结果|结果|评定)(?:为|是|:)“?(?P<grade>{_GRADES})”?(?=[,;。、]|$)")
_REGRADED = compiled(r"除|其余|上年|去年|复核|调整为|初评|改为|自评等级|抽查|再次")


def all_graded(ledger: Ledger) -> Iterator[Remark]:
    """甲项目等级为优；乙项目等级为良。2个项目等级均为优: one of as many grades is another."""
    for number, index, text, m in matches(ledger, _ALL_GRADED):
        grades = list(_GRADED.finditer(text, 0, m.start()))
        other = next((g for g in grades if g["grade"] != m["grade"]), None)
        if other is not None and len(grades) == whole_number(m["count"]) and not _REGRADED.search(text):
            yield against(number, index, m, other.span(), other.group())


_ALL_FULL = compiled(
    r"(?:^|(?<=[,;。]))(?P<said>(?:上述|以上)?(?:(?P<count>[两二三四五六七八九十]|[2-9])(?:个|项|类|大类)|各项|所有)[^,;。:、0-9均]{0,8}?(?:得分)?(?:均|全部|都)(?:为|得|获得?|取得)?(?:了)?满分)(?=[,;。]|$)"
)
_FULL_OR_NOT = compiled(
    rf"得(?P<n>{PRINTED})分[,、(](?P<cut>(?:扣|失|丢)(?:掉)?(?P<d>{PRINTED})分|无扣分|未扣分|不扣分)"
)


def all_full(ledger: Ledger) -> Iterator[Remark]:
    """得40分，无扣分；得43.2分，扣1.8分。两项指标均为满分: points were taken from one."""
    for number, index, text, m in matches(ledger, _ALL_FULL):
        scored = list(_FULL_OR_NOT.finditer(text, 0, m.start()))
        due = whole_number(m["count"] or "") or len(scored)
        cut = next((s for s in scored if s["d"] and decimal(s["d"])), None)
        if cut is not None and due == len(scored) and not _REGRADED.search(text):
            yield against(number, index, m, cut.span("cut"), cut["cut"])


_OF_RATE = r"(?P<rate>执行率|支付率|完成率|支出进度|使用率|拨付率|到位率)"
_RATE = compiled(rf"{_OF_RATE}(?:为|是|仅)?(?P<n>{PRINTED})%")
_ALL_BELOW = compiled(
    rf"(?:^|(?<=[,;。:]))(?:其中,?|有)*(?P<said>(?P<count>[两二三四五六七八九十]|[1-9]|1[0-9])(?:个|家|项)[^,;。:、0-9]{{0,8}}?"
    rf"{_OF_RATE}(?:均)?(?P<less>低于|不足|不到|未达到?)(?P<n>{PRINTED})%),?(?:分别|具体)(?:为|是):?"
)
_OTHERS = compiled(r"除|其余|其他|另|上年|去年|等|约")


def all_below(ledger: Ledger) -> Iterator[Remark]:
    """3个项目执行率低于50%，分别为：甲执行率48.67%；乙执行率56.00%；…: one of as many rates is not below the bound."""
    for number, index, text, m in matches(ledger, _ALL_BELOW):
        end = text.find("。", m.end())
        end = len(text) if end < 0 else end
        rates = [r for r in _RATE.finditer(text, m.end(), end) if r["rate"] == m["rate"]]
        above = next((r for r in rates if decimal(r["n"]) >= decimal(m["n"])), None)
        if above is not None and len(rates) == whole_number(m["count"]) and not _OTHERS.search(text, m.start(), end):
            yield against(number, index, m, above.span(), above.group())
