"""百分点 and % in each other's place: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.text.figures import mark, place
from auditlint.checks.text.template import paragraphs
from auditlint.equations import Change, Growth
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.judge import judge
from auditlint.model import Fact, Figure, Remark
from auditlint.numerals import PERCENT
from auditlint.records import replace

_REACHED = compiled(
    r"(?:提高|提升|上升|增加|增长|扩大|下降|降低|减少|回落|缩小|压减|降|升)(?:到|至|为)(?:了|本年的?|今年的?|[0-9]{4}年的?)?$"
)
_COMPARED = compiled(r"[比较](?:上年|去年|上年度|上年同期)[^,;。]{0,8}$")
_LAST_YEAR = compiled(r"[,;，；(（](?:上年|去年)(?:度|同期)?(?:为|是)?$")
_AGAINST_LAST = compiled(r"[比较](?:上年|去年|上年度|上年同期)[^,;。0-9]{0,6}$|同比[^,;。0-9]{0,4}$")
_IN_A_YEAR = compiled(r"20[0-9]{2}年(?:度|末|底)?[^,;，；0-9]{0,4}(?:为|是|达)?$")
_POINTS = "个百分点"


def points(ledger: Ledger) -> Iterator[Remark]:
    """由80.00%提高到85.00%，提高5.00%; 比上年3.00万元下降20个百分点: the difference of rates, and a rate of amounts."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i, fact in enumerate(facts):
            if i < 1 or not fact.direction or fact.label or not fact.figure.value:
                continue
            if fact.figure.unit.dimension == "percent" and (
                _between_rates(ledger, facts, i) or _before_last_years(ledger, facts, i)
            ):
                right = fact.figure.text.replace("%", _POINTS).replace("％", _POINTS)
                yield Remark("points", (place(fact),), (("stated", fact.figure.text), ("unit", _POINTS)), right)
            elif fact.figure.unit.dimension == "point" and (_of_amounts(facts, i) or _beside(ledger, facts, i)):
                figure = fact.figure
                right = figure.text[: figure.number.end - figure.number.start] + "%"
                yield Remark("points", (place(fact),), (("stated", figure.text), ("unit", "%")), right)


def _between_rates(ledger: Ledger, facts: Sequence[Fact], i: int) -> bool:
    """Whether a rate is the difference of the two percentages before it, and no rate of change between them."""
    if i < 2:
        return False
    was, now, rate = facts[i - 2], facts[i - 1], facts[i]
    shares = was.figure.unit.dimension == now.figure.unit.dimension == "percent" and was.measure != "rate"
    if not shares or rate.clause - now.clause > 1:
        return False
    if not _REACHED.search(ledger.before(now, 12)):
        if _IN_A_YEAR.search(ledger.before(now, 14)) and _IN_A_YEAR.search(ledger.before(was, 14)):
            if now.period < was.period:
                was, now = now, was  # 2031年为82.5%，2030年为76.3%，提高6.2%
        elif _COMPARED.search(ledger.before(now, 14)) or _LAST_YEAR.search(ledger.before(now, 14)):
            was, now = now, was  # 95.50%，比上年92.00%提高3.50%
        else:
            return False
    if not was.figure.value:
        return False
    return _apart_by(was, now, rate)


def _before_last_years(ledger: Ledger, facts: Sequence[Fact], i: int) -> bool:
    """3.2%，比上年下降0.3%（上年3.5%）: whether a rate is the difference of the percentages on its sides."""
    if i + 1 >= len(facts) or facts[i - 1].figure.unit.dimension != "percent" or facts[i - 1].measure == "rate":
        return False
    now, rate, was = facts[i - 1 : i + 2]
    then = was.figure.unit.dimension == "percent" and _LAST_YEAR.search(ledger.before(was, 14)) is not None
    if not then or not was.figure.value or not _AGAINST_LAST.search(ledger.before(rate, 12)):
        return False
    return _apart_by(was, now, rate)


def _apart_by(was: Fact, now: Fact, rate: Fact) -> bool:
    """Whether a rate of change is the difference of two percentages, to its side, and not how the one grew."""
    moved = now.figure.value - was.figure.value
    relative = abs(moved) * 100 / was.figure.value
    step = Decimal(1).scaleb(-rate.figure.decimals)
    return moved * rate.direction > 0 and abs(moved) == rate.figure.value and abs(relative - rate.figure.value) > step


def _of_amounts(facts: Sequence[Fact], i: int) -> bool:
    """Whether points are the rate of change of the amounts before them."""
    if i < 2:
        return False
    rate, before, level = facts[i], facts[i - 1], facts[i - 2]
    if before.figure.unit.dimension != "money" or rate.clause - before.clause > 1 or level.depth != rate.depth:
        return False
    stated: Figure = replace(rate.figure, unit=PERCENT)
    if before.measure == "prior" and level.measure == "level":
        judged = judge(Growth(rate.direction), [stated, level.figure, before.figure])
    elif before.measure == "change" and before.direction == rate.direction:
        while level.measure == "prior" and i > 2:
            i -= 1
            level = facts[i - 2]
        judged = judge(Change(rate.direction), [stated, before.figure, level.figure])
    else:
        return False
    return judged is not None and judged.verdict == "holds" and level.figure.unit.dimension == "money"


_RIGHT_BEHIND = compiled(r"[,、](?:同比|较上年|比上年)?(?:增长|下降|降低|增幅|降幅)(?:了|为|达)?")


def _beside(ledger: Ledger, facts: Sequence[Fact], i: int) -> bool:
    """增加100.00万元，增长12.50个百分点: points right behind the amount of a change, which only a rate can follow."""
    points, change = facts[i], facts[i - 1]
    if change.measure != "change" or change.direction != points.direction or change.figure.unit.dimension != "money":
        return False
    sentence = ledger.sentences[points.sentence]
    ends = change.figure.span.end - sentence.start, points.figure.span.start - sentence.start
    return _RIGHT_BEHIND.fullmatch(sentence.text, *ends) is not None


_RATE = r"[^,;。:、()0-9]{1,14}(?:率|满意度|比例|占比)(?:为|是|达到?|:)?"
_SIGNED = compiled(rf"(?:^|(?<=[,;。:、])){_RATE}[0-9]+(?:\.[0-9]+)?%(?=[,;。、]|$)")
_BARE = compiled(rf"(?:^|(?<=[,;。:、])){_RATE}(?P<number>(?:[1-9][0-9]|100)(?:\.[0-9]+)?)(?=[,;。、]|$)")
_NO_PERCENT = compiled(
    r"死亡|生育|发生|发病|患病|出生|增长|汇率|倍率|费率|利率|容积|曲率|频率|功率|速率|折旧年|系数|得分"
)
_FEW = 2


def bare_rates(ledger: Ledger) -> Iterator[Remark]:
    """到位率100%，执行率97.2，满意度95%: a rate without the sign that the others of its sentence have."""
    for sentence in ledger.sentences:
        if sentence.text.count("%") < _FEW or len(_SIGNED.findall(sentence.text)) < _FEW:
            continue
        for m in _BARE.finditer(sentence.text):
            if not _NO_PERCENT.search(m.group()):
                fields = (("stated", m["number"]), ("unit", "%"))
                yield Remark("missing-unit", (mark(sentence, *m.span("number")),), fields, m["number"] + "%")


_BARE_AMOUNT = compiled(
    r"(?:支出|收入|经费|金额|拨款|维护费|接待费|购置费|培训费|会议费)(?:决算数?|预算数?)?(?:为|共计|合计|共|约)?"
    r"(?P<number>(?<![0-9.])[0-9]+\.[0-9]{1,6})(?=[,;。])"
)
_OTHER_HABIT = compiled(r"单位\s?(?::|均?为|是)|元\s?\)\s?:|以[万亿]?元(?:为|计)|[(][万亿]?元[)]")
_MANY = 2  # amounts of a report that print their unit, before one that does not is told


def bare_amounts(ledger: Ledger) -> Iterator[Remark]:
    """车均运行维护费支出4.92，主要用于…: an amount without its unit, where all others of the report print it."""
    printed = [f.figure.unit for f in ledger.facts if f.sentence >= 0 and f.figure.unit.dimension == "money"]
    if len(printed) < _MANY or not all(u.name for u in printed):
        return
    usual = max({u.name for u in printed}, key=[u.name for u in printed].count)
    given = any(_OTHER_HABIT.search(text) for _, _, text in paragraphs(ledger))
    for sentence in () if given else ledger.sentences:
        if ledger.documents[sentence.document].role != "report":
            continue
        for m in _BARE_AMOUNT.finditer(sentence.text):
            fields = (("stated", m["number"]), ("unit", usual))
            yield Remark("missing-unit", (mark(sentence, *m.span("number")),), fields, m["number"] + usual)
