"""The clause right behind a percentage against it: 38.6%，已过半; 96.3%，超额完成预算; 95.2%，全部合格."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text.figures import item_start, mark, place
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark
from auditlint.numerals import chinese
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_CLAUSE = compiled(r"[,](?P<said>[^,;。:()]{2,18})(?=[,;。]|$)")


def _behind(ledger: Ledger) -> Iterator[tuple[Sentence, Fact, regex.Match[str]]]:
    """Percentages of this year that are no target, and the clause right behind each."""
    for sentence in ledger.sentences:
        for fact in ledger.facts_of(sentence):
            if fact.figure.unit.dimension == "percent" and fact.depth == 0 and fact.measure not in ("target", "prior"):
                m = _CLAUSE.match(sentence.text, fact.figure.span.end - sentence.start)
                if m is not None and ledger.documents[fact.document].role == "report":
                    yield sentence, fact, m


def _remark(kind: str, sentence: Sentence, fact: Fact, m: regex.Match[str]) -> Remark:
    spans = (mark(sentence, *m.span("said")), place(fact))
    return Remark(kind, spans, (("stated", m["said"]), ("rate", fact.figure.text)))


PART = r"(?P<part>一半|半数|半|[一二两三四五六七八九]成|[二三四五六]分之[一二三四五])"
_ROUGH = compiled(
    r"(?P<noun>占比|比重|支出进度|执行进度|进度|完成任务|任务|完成|降幅|增幅|涨幅|占)?(?:已|仅|均|就)?"
    rf"(?P<word>尚未过|未过|不足|不到|未到|超过|超|逾|刚过|过|接近|近|大?约占?)?(?:(?:全部|全年|本年|总)(?:支出|收入|资金|预算)的)?{PART}(?P<end>以上|多|左右)?"
)
_NOUNS = {
    "rate": ("降幅", "增幅", "涨幅"),
    "share": ("占比", "比重", "占", None),
    "completion": ("支出进度", "执行进度", "进度", "完成任务", "任务", "完成", None),
}
_ANY_NOUN = ("支出进度", "执行进度", "进度", "占比", "占", None)
_UNDER = ("尚未过", "未过", "不足", "不到", "未到")
_OVER = ("超过", "超", "逾", "刚过", "过")
_NEARLY = ("接近", "近")
_SLACK, _WIDE, _ABOUT = Decimal("0.5"), Decimal(8), Decimal(6)  # points that such words leave open


def _one_of_several(ledger: Ledger, sentence: Sentence, fact: Fact) -> bool:
    """教育、医疗分别占24.1%、18.3%，过半: whether the words behind a percentage may be of several together."""
    start = item_start(sentence, fact.figure.span.start - sentence.start)
    return any(
        f.figure.unit.dimension == "percent"
        and f.measure == fact.measure
        and start <= f.figure.span.start - sentence.start
        and f.figure.span.start < fact.figure.span.start
        for f in ledger.facts_of(sentence)
    )


def rough(ledger: Ledger) -> Iterator[Remark]:
    """进度38.6%，已过半; 占比92.0%，不足九成: a round part on the other side of the percentage before it."""
    for sentence, fact, m in _behind(ledger):
        said = _ROUGH.fullmatch(m["said"])
        if said is None or said["noun"] not in _NOUNS.get(fact.measure, _ANY_NOUN):
            continue
        if _one_of_several(ledger, sentence, fact):
            continue
        value, part = abs(fact.figure.value), hundredths(said["part"])
        if beyond(value, part, said["word"] or "", said["end"] or ""):
            yield _remark("rough", sentence, fact, m)


def beyond(value: Decimal, part: Decimal, word: str, end: str) -> bool:
    """Whether a percentage is not what such words around a round part say: 不足九成, 过半, 三成以上."""
    if word in _UNDER:
        return value > part + _SLACK
    if word in _OVER or end in ("以上", "多"):
        return value < part - _SLACK
    if word in _NEARLY:
        return not part - _WIDE <= value <= part + 1
    return abs(value - part) > _ABOUT


def hundredths(part: str) -> Decimal:
    """What a round part is in percent: 三成, 三分之一, 一半."""
    if "分之" in part:
        whole, _, some = part.partition("分之")
        return HUNDRED * (chinese(some) or 0) / (chinese(whole) or 1)
    return Decimal(10 * (chinese(part[0]) or 0)) if part.endswith("成") else HUNDRED / 2


_KIND = r"(?:年初|年度|全年|调整后?|既定|预期|收入)*"
_OF_BUDGET = rf"{_KIND}预算(?:任务|收入|目标|数)?"
_OF_TASK = rf"{_KIND}(?:预算)?(?:目标|任务|计划|指标)(?:任务|数)?"
_EXCEEDED = r"(?:已|均|均已|并)?(?:提前)?超额完成(?:了)?"
_FAILED = r"(?:尚|仍)?(?:未|没有|未能|没能)(?:按期|如期|全面|全部|顺利)?完成(?:了)?"
_DONE = {
    (kind, sign): compiled(rf"{said}{noun}")
    for kind, noun in (("budget", _OF_BUDGET), ("task", _OF_TASK))
    for sign, said in ((1, _EXCEEDED), (-1, _FAILED))
}
_IS = r"(?:为|是|达到?|仅为?|约)?$"
_OF_DONE = compiled(rf"完成(?:率|比例|度){_IS}")


_SAYS_GOAL = compiled(r"(?:目标|指标|计划)值|目标为|目标[≥≤>0-9]")
_GOAL_BELOW = compiled(
    r"(?:目标|要求|指标|应|须|计划|任务|力争|确保|不低于|不少于|≥)[^;。]*%|%以上"
)  # a goal that is a rate
_ALL_OF_IT = compiled(r"任务|计划")  # what 100% is the whole of; a 目标 may be a rate below it
_IN_PART = compiled(
    r"半年|季度|[0-9]月|月底|月末|批|阶段|[一二三]期|调[整增减]|追加|前期"
)  # a rate of another goal than the year's
_BASES = ("年初", "调整", "全年", "追加")  # budgets that one name does not stand for


def _other_base(before: str, rate: str, claim: str) -> bool:
    """完成年初预算的96.3%，超额完成调整后预算: whether a claim may be of another budget than the rate is."""
    of_rate, of_claim = ({b for b in _BASES if b in text} for text in (rate, claim))
    return not of_claim <= of_rate or (not of_claim and any(b in before for b in _BASES if b not in of_rate))


def _item(sentence: Sentence, fact: Fact) -> str:
    """What the sentence part between semicolons says that holds a figure."""
    at = fact.figure.span.start - sentence.start
    end = sentence.text.find(";", at)
    return sentence.text[item_start(sentence, at) : end if end >= 0 else len(sentence.text)]


def done(ledger: Ledger) -> Iterator[Remark]:
    """完成预算的96.3%，超额完成预算; 完成率100%，未完成年度目标: done, or not, where the rate says otherwise."""
    for sentence, fact, m in _behind(ledger):
        of_task = _OF_DONE.search(ledger.before(fact, 10)) is not None
        if fact.measure != "completion" and not of_task:
            continue
        kind = "task" if of_task else "budget"
        item = _item(sentence, fact)
        if _SAYS_GOAL.search(item) or (of_task and "实际" in item):
            continue  # what a goal and the result say themselves is told of those
        at = fact.figure.span.start - sentence.start
        above = ledger.paragraph(sentence, behind=0)[:-1]
        told = "".join(s.text for s in above) + sentence.text[:at]
        apart = _GOAL_BELOW.search(told) or _IN_PART.search(item)
        if apart if of_task else _other_base(told, ledger.before(fact, 12), m["said"]):
            continue
        exceeded, failed = (_DONE[kind, sign].fullmatch(m["said"]) for sign in (1, -1))
        if of_task and exceeded and not _ALL_OF_IT.search(m["said"]):
            continue
        if (exceeded and fact.figure.value < HUNDRED) or (failed and fact.figure.value >= HUNDRED):
            yield _remark("done", sentence, fact, m)


_ALREADY = r"(?:已|均|均已|已经|资金|资金已|基本实现)?"
_WHOLE = (
    (
        compiled(rf"合格率{_IS}"),
        compiled(rf"{_ALREADY}(?:全部|均|全)(?:验收)?(?:合格|达标)"),
    ),
    (compiled(rf"到位率{_IS}"), compiled(rf"{_ALREADY}(?:全部|全额|足额)到位")),
    (
        compiled(rf"(?:发放|兑付|拨付)率{_IS}"),
        compiled(rf"{_ALREADY}(?:全部|全额|足额)(?:发放|兑付|拨付)(?:到位|完毕|到户)?"),
    ),
    (
        compiled(rf"整改(?:完成|到位)?率{_IS}"),
        compiled(rf"{_ALREADY}(?:全部|全面)(?:完成整改|整改到位|整改完毕|整改完成|整改)"),
    ),
    (
        compiled(rf"(?:覆盖|编报)率{_IS}"),
        compiled(r"(?:已|已经)?(?:实现|做到)(?:了)?(?:项目)?全覆盖"),
    ),
)


_NOT_REACHED = compiled(
    r"目标(?!编报|管理|申报|审核)|指标值|计划|要求|标准|上年|去年|上半年|季度|(?<![0-9])[1-9]月|1[01]月|≥|不低于|不少于"
)


_VERBS = (
    r"合格|到位|发放|兑付|拨付|整改|持证|参训|参保|参检|签约|办结|答复|验收|完工|开工|竣工|完成|上线|入学|就业|到岗|出勤"
    r"|通过|达标|回收|归还|销号|执行|支付|支出|使用|接种|入库|安装|建档"
)
_OF_VERB = compiled(
    rf"(?:^|(?<=[,;。:、(]))(?P<of>[^,;。:、()0-9]{{0,6}}?)(?P<verb>{_VERBS})(?:完成)?(?:率|比例)(?:为|是|达到?|仅为?|约)?$"
)
_ALL_OF_VERB = compiled(
    r"(?:(?:所有|上述|以上|各|执法|在岗|在职|从业|参训|项目|预算|专项)*(?:人员|资金|问题|项目|任务|事项|案件|学生|款项|合同))?"
    r"(?:已|均已|已经|现已)?(?:全部|全员|全额|全面|均已|都已)(?:已|按[期时])?(?:完成)?"
    rf"(?P<verb>{_VERBS})(?:上岗|到位|完毕|完成|到户|结束)?"
)
_OF_SOME = compiled(r"按[期时]|及时|如期|一次|首[次批]|当[场日天]|优|网上|提前|其中|平均")  # no rate of all there are


def _all_of_verb(sentence: Sentence, fact: Fact, said: str) -> bool:
    """Whether words say that all is done of which a rate tells how much is: 持证率92.9%，执法人员已全员持证."""
    rate, claim = _OF_VERB.search(sentence.before(fact)), _ALL_OF_VERB.fullmatch(said)
    return rate is not None and claim is not None and rate["verb"] == claim["verb"] and not _OF_SOME.search(rate["of"])


def whole(ledger: Ledger) -> Iterator[Remark]:
    """合格率95.2%，全部合格; 整改率88.9%，已全部整改到位: all of what the rate says is not all."""
    for sentence, fact, m in _behind(ledger):
        if _NOT_REACHED.search(_item(sentence, fact)):
            continue
        before = ledger.before(fact, 10)
        if fact.figure.value < HUNDRED and (
            any(of.search(before) and said.fullmatch(m["said"]) and not _OF_SOME.search(before) for of, said in _WHOLE)
            or _all_of_verb(sentence, fact, m["said"])
        ):
            yield _remark("whole", sentence, fact, m)
