"""Percentage points against the two percentages they lie between; part of the check `change`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.relate import choose, relate, wrong_way
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import SIDES, side
from auditlint.facts.words import way
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_THAN = compiled(r"(?:比|较|与|同|高于|低于|超过|高出|快于|慢于)[^,，;；。:：%]{0,18}$")
_TIME = compiled(
    r"年|季|月|期|目标|计划|预期|预计|全[国省市州县区]|平均|生产总值|GDP"
)  # what a rate is compared with is no other rate of the sentence
_FROM = compiled(r"(?:由|从)[^,，;；。:：%]{0,18}$")
_TO = compiled(r"(?:到|至|达)了?(?:[^,，;；。:：%到至]{0,9}的)?$|为$")
_OTHER_BASE = compiled(r"[高低快慢优超多少]于|高出|超过|超出?|目标|[比较与](?!上年|去年|20[0-9]{2}年)")
_BEFORE = compiled(r"(?:上年|去年|上一?年度|上年同期|去年同期|20[0-9]{2}年(?:度)?)[^,，;；。:：%()（）]{0,10}$")
_UP = compiled(r"高于|高出|超过|快于|快|高|提高|提升|上升|增长|增加|扩大|加快")
_DOWN = compiled(r"低于|慢于|慢|低|下降|降低|回落|减少|收窄|放缓|减慢")
_KINDS = (
    (compiled(r"占比|比重|占[^,;。]*$|比例"), ("share",)),
    (compiled(r"增速|增幅|增长率|降幅"), ("rate",)),
    (compiled(r"进度|执行率|完成率|支付率|率"), ("completion", "ratio")),
)
_DISTANT = compiled(r"差|高|低|距")
_FROM_BEHIND = compiled(r"[,，、(（]?即?(?:由|从)(?:上年|去年|年初|期初|同期|20[0-9]{2}年|[末底度的]|同期)*")
_NEAR = 24


def points(ledger: Ledger, sentence: Sentence, point: Fact) -> Iterator[Relation]:
    """较上年的21.4%提高4.2个百分点: the distance of a percentage to another one.

    Where the words say which two are meant it is told; else the two are recognised by their distance.
    """
    facts = ledger.facts_of(sentence)
    found = choose([*_read(ledger, sentence, facts, point)]) or _recognised(ledger, sentence, point)
    if found is not None:
        yield wrong_way(found)


_SAID_BEHIND = compiled(r"[,;](?:而)?(?:上年|去年)度?(?:的?(?:占比|比重|该?比例|(?P<rate>[一-鿿]{1,6}率)|占|为|是))+")


def _between(sentence: Sentence, first: Fact, then: Fact | None) -> str:
    """The words of a sentence between two of its figures, without blanks."""
    return "" if then is None else sentence.between(first, then).replace(" ", "")


def _read(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], point: Fact) -> Iterator[Relation | None]:
    """The readings that the words give: compared with a base, led from one to the other, a base in a bracket behind."""
    i = facts.index(point)
    percents = [f for f in facts[:i] if f.figure.unit.dimension == "percent"]
    after = facts[i + 1] if i + 1 < len(facts) else None
    last = facts[i - 1] if i else None
    beside = last is not None and last in percents and point.clause - last.clause <= 1
    told = _last_year_told(ledger, sentence, facts[:i], point)
    if told is not None:
        yield told
    elif (apart := _from_the_whole(ledger, sentence, facts[:i], point)) is not None:
        yield apart
    elif last is not None and beside and point.clause == last.clause and _THAN.search(ledger.before(last, _NEAR)):
        own = [f for f in percents[:-1] if not _BEFORE.search(ledger.before(f, _NEAR))]  # last year's is of another one
        yield from _against(ledger, point, last, own or _share_named(ledger, last))
    elif last is not None and beside and len(percents) > 1:
        first = percents[-2]
        near = facts[i - 2] is first
        led = near and _FROM.search(ledger.before(first, _NEAR)) and _TO.search(ledger.before(last, 12))
        led = led and not _OTHER_BASE.search(ledger.before(point, _NEAR).rpartition("%")[2])
        rates = len(percents) == 2 and {f.measure for f in percents} == {"rate"}
        than = _THAN.search(ledger.before(point, _NEAR))
        told_of = than is not None and not _TIME.search(than.group()) and _has_side(than.group(), facts[:i])
        distant = point.measure == "change" or _DISTANT.search(ledger.before(point, 8)) is not None
        row = (near and last.grouped and len(percents) == 2 and distant) or (rates and told_of)
        if led or (near and _of_next_year(ledger, first, last, point)):
            yield _distance(ledger, point, last, first, firm=True)
        elif row:
            yield _apart(point, first, last)
    bracket = after is not None and after.figure.unit.dimension == "percent" and after.depth > point.depth
    behind = after is not None and after.figure.unit.dimension == "percent" and after.depth == point.depth
    said = _SAID_BEHIND.fullmatch(_between(sentence, point, after)) if behind else None
    behind = said is not None and (said["rate"] or "") in sentence.before(point)  # of the same rate
    behind = behind and not _OTHER_BASE.search(ledger.before(point, _NEAR).rpartition("%")[2])
    led = facts[i + 1 : i + 3]
    alike = len(led) == _TWO and led[0].item == point.item
    if alike and all(f.figure.unit.dimension == "percent" and f.depth == point.depth for f in led):
        first, last = led  # 提高n个百分点，由p%升至q%
        if _FROM_BEHIND.fullmatch(sentence.between(point, first).replace(" ", "")) and _TO.search(
            sentence.between(first, last)
        ):
            yield _distance(ledger, point, last, first, firm=True)
    if after is not None and not bracket and _BEFORE.search(ledger.before(after, _NEAR)):
        inner = facts[i + 2] if i + 2 < len(facts) else None  # 占p%，同比上升n个百分点（上年a个，占q%）
        share = inner is not None and inner.measure == "share" and inner.depth == after.depth > point.depth
        if share and inner is not None and percents and percents[-1].measure == "share":
            yield from _against(ledger, point, inner, percents)
    if after is not None and ((bracket and _BEFORE.search(ledger.before(after, _NEAR))) or behind):
        yield from _against(ledger, point, after, percents)


def _has_side(words: str, before: Sequence[Fact]) -> bool:
    """高于总支出增幅: whether an amount of the side that words name stands before; so, too, where they name none."""
    own = side(words)
    return own not in SIDES or any(side(f.label) == own for f in before)


_THAN_WHOLE = compiled(
    r"[,，](?:(?P<up>高于|快于|高出)|低于|慢于)(?:同期)?(?P<whole>(?:总|财政|一般公共预算)(?:支出|收入))的?(?:增幅|增速|增长率|增长幅度)$"
)


def _from_the_whole(ledger: Ledger, sentence: Sentence, before: Sequence[Fact], point: Fact) -> Relation | None:
    """支出T万元，增长p%，其中甲A万元，增长q%，高于总支出增幅n个百分点: how far q is from p."""
    m = _THAN_WHOLE.search(sentence.before(point).replace(" ", ""))
    rates = [f for f in before if f.measure == "rate"]
    if m is None or len(rates) != _TWO or any(f.direction <= 0 or f.grouped for f in rates):
        return None
    base, current = rates
    levels = [f for f in before if f.measure == "level" and f.id < base.id]
    whole = len(levels) == 1 and side(levels[0].label) == side(m["whole"]) and "其中" in sentence.between(base, current)
    parts = [f for f in before if f.measure == "level" and base.id < f.id]
    if not whole or len(parts) != 1 or (current.item, current.depth) != (point.item, point.depth):
        return None
    larger, smaller = (current, base) if m["up"] else (base, current)
    one = relate("change", Sum((1, -1)), _terms(point, larger, smaller), firm=True)
    return wrong_way(one) if one is not None else None


_TWO = 2  # rates that are compared
_AMOUNTS = compiled(r"[(（][^()（）%]*元[)）]")  # 上年为q%（收入a亿元，总收入b亿元）: what a share was of
_LAST_YEAR_AT = compiled(  # 占p%，上年为q%，提高…: the words between the two percentages, whole
    r"(?:左右)?[,，(（]?(?:而)?(?:上年|去年|上一年|上年度|(?P<year>20[0-9]{2})年)度?(?:同期)?(?:的?(?:该项|同口径)?(?:占比|比重|比例))?(?:则?(?:占比|占|为|是))*"
)
_MOVED_BY = compiled(
    r"[)）]?[,，](?:所?占(?:比|比重|比例))?(?:同比|比上年|较上年|较上年同期)?(?:提高|提升|上升|增加|扩大|下降|降低|减少|回落|缩小)了?"
)


def _last_year_told(ledger: Ledger, sentence: Sentence, before: Sequence[Fact], point: Fact) -> Relation | None:
    """占p%，上年为q%，提高n个百分点: what is now and what was last year, with nothing between but words for that."""
    outside = [f for f in before if f.depth <= point.depth]
    if len(outside) < _TWO:
        return None
    now, then = outside[-2:]
    percents = all(f.figure.unit.dimension == "percent" and f.measure != "completion" for f in (now, then))
    if not percents or not _MOVED_BY.fullmatch(_AMOUNTS.sub("", _between(sentence, then, point))):
        return None
    m = _LAST_YEAR_AT.fullmatch(_AMOUNTS.sub("", _between(sentence, now, then)))
    if m is None or _OF_A_RATE.search(ledger.before(now, _NEAR)):
        return None
    if m["year"] and m["year"] >= (now.period or ledger.year):  # 2030年占p%，2031年占q%: the later one is now
        return None
    return _distance(ledger, point, now, then, firm=True)


_OF_A_RATE = compiled(r"(?:增长|下降|增加|减少|上升|降低|增速|增幅|降幅)(?:了|为)?-?$")
_JUST_MOVED = compiled(r"%[,，]?(?:同比|比上年|较上年)?(?:提高|提升|上升|增加|下降|降低|减少|回落)了?$")


def _of_next_year(ledger: Ledger, first: Fact, then: Fact, point: Fact) -> bool:
    """2030年普及率88.7%，2031年为91.9%，提高…: two percentages of a year and the next, of which no more is said."""
    years = first.period.isdigit() and then.period.isdigit() and int(then.period) == int(first.period) + 1
    plain = then.label in ("", first.label) and _JUST_MOVED.search(ledger.before(point, 10)) is not None
    return years and plain and not then.grouped


_NAMED = compiled(
    r"(?:^|[,;:、(])(?P<name>[^,;:、(0-9]{2,12}?)的?(?:占比|所?占?比重|所?占?比例)[比较](?:上年|去年)同?期?的?$"
)


def _share_named(ledger: Ledger, base: Fact) -> list[Fact]:
    """税收收入A万元，占收入的p%。…税收占比较上年的q%下降: the one share of that name before."""
    here = ledger.sentences[base.sentence]
    m = _NAMED.search(here.before(base))
    if m is None:
        return []
    found = []
    for sentence in ledger.paragraph(here, before=_BACK, behind=0)[:-1]:
        facts = ledger.facts_of(sentence)
        for i, share in enumerate(facts):
            own = [f for f in facts[:i] if f.measure == "level" and f.item == share.item and f.depth == share.depth]
            if share.measure == "share" and own and own[-1].label.startswith(m["name"]):
                found.append(replace(share, item=base.item))
    return found if len(found) == 1 else []


_BACK = 3  # sentences before a comparison in which the share it is of may stand


def _against(ledger: Ledger, point: Fact, base: Fact, percents: Sequence[Fact]) -> Iterator[Relation | None]:
    """The readings with a known base: the percentages of the item before it, of its kind first, the nearest first."""
    own = [f for f in reversed(percents) if f.item == point.item and f.depth <= point.depth]
    words = ledger.before(point, _NEAR) + ledger.before(base, _NEAR)
    wanted = next((measures for pattern, measures in _KINDS if pattern.search(words)), ())
    kind = [f for f in own if f.measure in wanted]
    ranked = [*kind, *(f for f in own if f not in kind)]
    for k, f in enumerate(ranked[:3]):
        only = len(own) == 1 or len(kind) == 1 or _of_a_standard(ledger, own, f, base, point)
        yield _distance(ledger, point, f, base, firm=k == 0 and only)


_STANDARD = compiled(r"的?(?:国家|行业|规定|合同|年度|绩效|预期)*(?:标准|目标|要求|指标)值?")
_EACH = compiled(r"均|都|分别|各|依次|[、和及与]")


def _of_a_standard(ledger: Ledger, own: Sequence[Fact], current: Fact, base: Fact, point: Fact) -> bool:
    """甲率p%，乙率q%，高出r%的标准n个百分点: whether the rate right before a standard is the one held against it."""
    sentence = ledger.sentences[point.sentence]
    beside = current is own[0] and point.clause == base.clause == current.clause + 1 and bool(current.label)
    before = len(own) > 1 and own[1].clause < current.clause  # each rate in a clause of its own
    said = _STANDARD.match(_between(sentence, base, point))
    return beside and before and said is not None and not _EACH.search(_between(sentence, own[-1], base))


def _distance(ledger: Ledger, point: Fact, current: Fact, base: Fact, *, firm: bool) -> Relation | None:
    """The points a percentage lies above or below its base, as the words say."""
    goal = _GOAL_OF_A_FALL.search(ledger.before(point, 16))
    said = ledger.before(point, 16)[goal.end() :] if goal else ledger.before(point, 8)
    if base.depth > point.depth:  # 低于规定的标准（不高于q%）n个百分点: what stands before the bracket
        between = normalize(ledger.before(point, 8)).rpartition(")")[2]
        said = between if way(between, _UP, _DOWN) else _before_bracket(ledger, base)
    sign = way(said, _UP, _DOWN) or way(_LIMIT.sub("", ledger.before(base, _NEAR)), _UP, _DOWN)
    if not sign:
        return None
    terms = _terms(point, current, base) if sign > 0 else _terms(point, base, current)
    fall = goal or _FALL.search(ledger.before(point, _NEAR) + ledger.before(base, _NEAR))
    bare = base.measure != "rate"  # 降幅7.4%，较一季度的9.6%收窄: of falls, too
    signs = (1, -1) if fall and _sign(current) < 0 and (bare or _sign(base) < 0) else _signs(terms[1][1], terms[2][1])
    return relate("change", Sum(signs), terms, firm=firm)


def _before_bracket(ledger: Ledger, base: Fact) -> str:
    return ledger.said_before(base).rpartition("(")[0].replace(" ", "")[-_LEADING:]


_LEADING = 16  # characters before a bracket
_LIMIT = compiled(r"不(?:低|高|少|多|超过?)于?$")
_GOAL_OF_A_FALL = compiled(r"%(?:以上)?的?(?:压[减缩]|下降|降低|减少|减排|节约)[^,;。0-9]{0,4}(?:目标|要求|任务|指标)")
_FALL = compiled(r"[降跌减]幅")  # a fall of 1.4% is 3.2 points less of a fall than one of 4.6%


def _apart(point: Fact, one: Fact, other: Fact, *, firm: bool = True) -> Relation | None:
    """How far two percentages lie apart, whichever is the larger."""
    large, small = (one, other) if _signed(one) >= _signed(other) else (other, one)
    return relate("change", Sum(_signs(large, small)), _terms(point, large, small), firm=firm)


def _terms(point: Fact, larger: Fact, smaller: Fact) -> tuple[tuple[str, Fact], ...]:
    return ("change", point), ("larger", larger), ("smaller", smaller)


def _signs(larger: Fact, smaller: Fact) -> tuple[int, int]:
    """The signs of two percentages in their distance; a rate of decrease counts below zero."""
    return _sign(larger), -_sign(smaller)


def _sign(fact: Fact) -> int:
    return -1 if fact.measure == "rate" and fact.direction < 0 else 1


def _signed(fact: Fact) -> Decimal:
    return fact.figure.value * _sign(fact)


def _recognised(ledger: Ledger, sentence: Sentence, point: Fact) -> Relation | None:
    """Two percentages before it that lie as far apart: recognised by that, so not told."""
    percents = [
        ledger.facts[i]
        for s in ledger.sentences[max(sentence.id - 5, 0) : sentence.id + 1]
        if s.document == sentence.document and ledger.section(s) == ledger.section(sentence)
        for i in s.facts
        if ledger.facts[i].figure.unit.dimension == "percent" and i < point.id
    ][-8:]
    for j in range(len(percents) - 1, 0, -1):
        for i in range(j - 1, -1, -1):
            one = _apart(point, percents[i], percents[j], firm=False)
            if one is not None and one.verdict == "holds":
                return one
    return None
