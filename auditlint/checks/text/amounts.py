"""Words right beside amounts that decide them: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.share.stated import shares
from auditlint.checks.text.figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark

_SHARE_OF = compiled(r"[,](?:仅)?占[^,;。:0-9]{0,16}")
_ENDS = compiled(r"[,;。)、]|$")


def _behind(sentence: Sentence, fact: Fact) -> int:
    return fact.figure.span.end - sentence.start


_SMALL = 5000  # 元 that a printed zero may stand for where 1% of a whole is certainly more


def zero_share(ledger: Ledger) -> Iterator[Remark]:
    """0万元，占100%: nothing is no part of anything; told where no whole is found that says so too."""
    found = [
        (amount, share)
        for sentence in ledger.sentences
        for amount, share in pairwise(ledger.facts_of(sentence))
        if _nothing_of(sentence, amount, share)
    ]
    told = _told(ledger) if found else set()
    for amount, share in found:
        if share.id not in told:
            fields = (("stated", share.figure.text), ("change", amount.figure.text))
            yield Remark("zero-share", (place(share), place(amount)), fields)


def _nothing_of(sentence: Sentence, amount: Fact, share: Fact) -> bool:
    """Whether a share stands right behind an amount of nothing."""
    return (
        share.measure == "share"
        and share.figure.value >= 1
        and amount.measure in ("level", "budget")
        and amount.figure.unit.dimension == "money"
        and not amount.figure.value
        and amount.figure.half <= _SMALL
        and not share.label
        and not amount.grouped  # 分别为A和0万元，占比分别为p%和0%
        and _SHARE_OF.fullmatch(sentence.between(amount, share)) is not None
        and _ENDS.match(sentence.text, _behind(sentence, share)) is not None
    )


def _told(ledger: Ledger) -> set[int]:
    """The shares that are wrong by their wholes."""
    return {t.fact.id for r in shares(ledger) if r.firm and r.verdict == "broken" for t in r.terms}


_LEFT = r"(?P<left>结余|节余|盈余|节约|剩余)"
_LACKING = r"(?P<lacking>赤字|超支|(?:收支)?缺口|亏空|亏损|透支)"
_WORD = compiled(
    rf"[,](?:收支相抵后?[,]?)?(?:年终|年末|年底|当年|本年|当期|全年|实际|共|收支)*(?:{_LEFT}|{_LACKING})(?:资金)?(?:为|约)?"
)
_OPENING = compiled(r"年初|期初|上年|去年|滚存|动用")
_COME_IN = compiled(r"(?:收入|收入总计|收入合计|到位资金|到位|拨款|合同价|合同金额|预算价|控制价|总收入)$")
_GONE_OUT = compiled(r"(?:支出|支出总计|支出合计|结算价|结算金额|审定价|总支出)$")


_WORDS_FIRST = compiled(
    r"[,](?:(?:全年|当年|本年|整体|总体)?(?P<left>收大于支|收多于支|收支(?:略有)?(?:结余|盈余))|(?P<lacking>收不抵支|支大于收|入不敷出|支出大于收入))(?=[,;。])"
)


def _said_first(sentence: Sentence, came: Fact, gone: Fact) -> Remark | None:
    """收入118万元，支出120万元，收大于支: the words right behind both say the other way."""
    m = _WORDS_FIRST.match(sentence.text, _behind(sentence, gone))
    if m is None or not _pair(came, gone) or not _COME_IN.search(came.label) or not _GONE_OUT.search(gone.label):
        return None
    gap = came.figure.amount - gone.figure.amount
    word = "left" if m["left"] else "lacking"
    if not gap or (gap > 0) == (word == "left"):
        return None
    spans = (mark(sentence, *m.span(word)), place(came), place(gone))
    return Remark("left-over", spans, (("stated", m[word]), ("change", came.figure.text + "、" + gone.figure.text)))


def left_over(ledger: Ledger) -> Iterator[Remark]:
    """收入215.60万元，支出231.20万元，结余15.60万元: the right distance, called by the other word."""
    for sentence in ledger.sentences:
        if _OPENING.search(sentence.text):
            continue
        facts = ledger.facts_of(sentence)
        for came, gone in pairwise(facts):
            said = _said_first(sentence, came, gone)
            if said is not None and came.measure == gone.measure:
                yield said
        for i in range(2, len(facts)):
            came, gone, rest = facts[i - 2 : i + 1]
            m = _WORD.fullmatch(sentence.between(gone, rest))
            if m is None or not _pair(came, gone) or not _pair(gone, rest) or not rest.figure.value:
                continue
            if not _COME_IN.search(came.label) or not _GONE_OUT.search(gone.label) or _carried(ledger, sentence, rest):
                continue
            gap = came.figure.amount - gone.figure.amount
            if abs(gap) == rest.figure.amount and (gap > 0) == (m["left"] is None):
                word = "left" if m["left"] else "lacking"
                start = _behind(sentence, gone)
                spans = (mark(sentence, start + m.start(word), start + m.end(word)), place(came), place(gone))
                fields = (("stated", m[word] + rest.figure.text), ("change", m.group().strip(",")))
                yield Remark("left-over", spans, fields)


_CARRIED = compiled(
    r"(?:年初|期初|上年度?|去年|以前年度|往年|历年|上期)末?(?:累计|滚存)?(?:结转|结余|余额|留存|盈余|积累)|滚存|动用|弥补|存量"
)
_AROUND = 2  # sentences on either side in which what a year began with may stand


def _carried(ledger: Ledger, sentence: Sentence, rest: Fact) -> bool:
    """Whether what the year began with is spoken of around a sentence: it is part of what is left."""
    near = ledger.sentences[max(sentence.id - _AROUND, 0) : sentence.id + _AROUND + 1]
    end = rest.figure.span.end - sentence.start
    own = sentence.text[:end] + sentence.text[end:].replace("弥补", "")  # 亏损D万元，由事业基金弥补
    others = (s.text for s in near if s.document == sentence.document and s is not sentence)
    return any(_CARRIED.search(text) for text in (own, *others))


def _pair(a: Fact, b: Fact) -> bool:
    return a.depth == b.depth == 0 and a.figure.unit == b.figure.unit and a.figure.unit.dimension == "money"


_LIMIT = compiled(r"^(?!.*(?:新增|追加|调增|下达|当年|本年|提前|上年|去年|年初|期初)).*限额$")
_HELD = compiled(r"^(?!.*(?:上年|去年|年初|期初)).*余额$")
_BY = r"(?:省|市|上级|财政部|国家)?(?:核定|批准|规定|下达)?的?(?:政府)?(?:债务)?限额"
_WITHIN = compiled(
    rf"[,](?:债务|政府债务|总体|均|严格)*(?:余额)?(?:均|严格|始终)?(?:(?:未|没有)(?:突破|超过|超出|超){_BY}|(?:控制)?在{_BY}(?:以内|之内|范围内|内))(?=[,;。]|$)"
)
_BEYOND = compiled(
    rf"[,](?:债务|政府债务)?(?:余额)?(?:已|已经)?(?:突破|超过|超出|超)(?:了)?{_BY}(?:以内|之内)?(?=[,;。]|$|[0-9])"
)


def limits(ledger: Ledger) -> Iterator[Remark]:
    """限额32.50亿元，余额33.10亿元，未突破限额: debts within, or beyond, a limit that stands beside them."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i in range(1, len(facts)):
            found = _limit_and_debt(facts[i - 1 : i + 1])
            if found is None or _OPENING.search(sentence.text) or _several(facts, found[0]):
                continue
            limit, debt = found
            at = _behind(sentence, facts[i])
            m = (_WITHIN if debt.figure.amount > limit.figure.amount else _BEYOND).match(sentence.text, at)
            if m is not None:
                spans = (mark(sentence, m.start() + 1, m.end()), place(debt), place(limit))
                yield Remark("limit", spans, (("stated", m.group().strip(",")), ("change", debt.figure.text)))


def _limit_and_debt(pair: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The limit and the debt of two amounts that follow each other, in either order."""
    if not _pair(*pair):
        return None
    for limit, debt in (pair, pair[::-1]):
        if _LIMIT.search(limit.label) and _HELD.search(debt.label) and limit.period == debt.period:
            return (limit, debt) if _kind(limit) == _kind(debt) else None
    return None


_KIND = compiled(r"一般|专项|隐性|外债|全[省市州县区旗]|本级|[省市州县区旗]级")


def _kind(fact: Fact) -> frozenset[str]:
    """Which debts a limit or a balance is of: 一般, 专项, 本级."""
    return frozenset(_KIND.findall(fact.label))


def _several(facts: Sequence[Fact], limit: Fact) -> bool:
    """Whether a sentence tells more limits that the debts beside one of them may be held to."""
    kinds = [_kind(f) for f in facts if f.label.endswith("限额") and f.id != limit.id]
    return any(not kind or not _kind(limit) or kind == _kind(limit) for kind in kinds)
