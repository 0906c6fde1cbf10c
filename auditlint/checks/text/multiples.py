"""How many times, behind two amounts: 由3.2亿元增加到6.5亿元，增长近一倍半; 上年为1.20万元，是上年的2.5倍."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from auditlint.checks.text.figures import mark, place
from auditlint.checks.ways import FROM, same_unit
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Figure, Remark, half_digit
from auditlint.numerals import whole_number
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_TO = compiled(r"(?:增加|增长|提高|提升|上升|扩大|增)(?:到|至|为)(?:20[0-9]{2}年度?末?的?|年[末底]的?|[今本当]年的?)?$")
_TIMES = compiled(
    r"[,](?P<said>(?:增长|增加|扩大|提高)(?:了)?(?P<word>近|接近|超过|超|逾|约)?(?P<n>[一两二三四五六七八九])倍(?P<end>半|多|以上)?"
    r"|翻了?(?P<twice>[一两])番)(?=[,;。]|$)"
)
_SLACK = Decimal("0.3")  # times that such words leave open


def multiples(ledger: Ledger) -> Iterator[Remark]:
    """由1.20万元增至3.70万元，翻了一番: the words say another multiple than the amounts."""
    for sentence in ledger.sentences:
        yield from _of_the_base(ledger, sentence)
        yield from _behind(ledger, sentence)
        for was, now in pairwise(ledger.facts_of(sentence)):
            m = _TIMES.match(sentence.text, now.figure.span.end - sentence.start)
            led = m is not None and FROM.search(ledger.before(was, 24)) and _TO.search(ledger.before(now, 20))
            if m is None or not led or not same_unit(was, now) or was.depth or not was.figure.amount > 0:
                continue
            more = now.figure.amount / was.figure.amount - 1
            least, most = _between(m)
            if not least - _SLACK <= more <= most + _SLACK:
                spans = (mark(sentence, *m.span("said")), place(now), place(was))
                yield Remark("multiple", spans, (("stated", m["said"]), ("change", f"{more + 1:.1f}")))


_OF_BASE = compiled(
    r"[,](?P<said>(?:是|为|约为|相当于)(?:上年|去年|(?P<planned>年初预算|预算|计划))(?:度|同期|全年|决算|执行|完成|支出|收入)*[数额]?"
    r"的(?P<times>[0-9]+\.[0-9]+)倍)(?=[,;。)]|$)"
)


def _of_the_base(ledger: Ledger, sentence: Sentence) -> Iterator[Remark]:
    """A万元，上年为B万元，是上年的n倍: n is A over B, where the sentence has no other two; 增长p%，是上年的n倍."""
    for m in _OF_BASE.finditer(sentence.text):
        before = [f for f in ledger.facts_of(sentence) if f.figure.span.end - sentence.start <= m.start()]
        bases = [f for f in before if f.measure == ("budget" if m["planned"] else "prior")]
        now = [f for f in before if f.measure == "level" and not f.depth and not f.label.startswith("占")]
        if len(bases) == len(now) == 1:
            if not same_unit(now[0], bases[0]) or not bases[0].figure.amount > 0:
                continue
            seen: tuple[Fact, ...] = (now[0], bases[0])
            times = now[0].figure.amount / bases[0].figure.amount
            fits = _fits(m["times"], now[0].figure, bases[0].figure.amount, bases[0].figure.half)
        elif before and not m["planned"] and not bases and _grown(ledger, sentence, before[-1], m.start()):
            times, seen = 1 + before[-1].figure.value / 100, (before[-1],)
            fits = abs(Decimal(m["times"]) - times) <= _half(m["times"]) + before[-1].figure.half / 100 + _CLOSE
        else:
            continue
        if not fits:
            spans = (mark(sentence, *m.span("said")), *map(place, seen))
            yield Remark("multiple", spans, (("stated", m["said"]), ("change", f"{times:.2f}")))


_BEHIND = compiled(
    r"(?:(?P<of>的)|[,]?(?:增长|增加|扩大|提高)了?)(?P<times>[0-9]+\.[0-9]+)倍(?=[,;。)]|$)"
)  # behind the amount of the year before, or by which something grew


def _behind(ledger: Ledger, sentence: Sentence) -> Iterator[Remark]:
    """A万元，是上年B万元的n倍; A万元，比上年增加D万元，增长n倍: the one amount before, and what stands beside n."""
    if "倍" not in sentence.text:
        return
    facts = ledger.facts_of(sentence)
    for i, last in enumerate(facts):
        m = _BEHIND.match(sentence.text, last.figure.span.end - sentence.start)
        if m is not None and m["of"] and i and _IS_OF.search(last.label) and last.measure == "level":
            yield from _of_another(sentence, facts[i - 1], last, m)
        now = [f for f in facts[:i] if f.measure == "level" and not f.depth and not f.label.startswith("占")]
        if m is None or len(now) != 1 or not same_unit(now[0], last) or last.basis not in ("", "prior"):
            continue
        grown = last.measure == "change" and last.direction > 0 and not m["of"]
        base = last.figure.amount if last.measure == "prior" else now[0].figure.amount - last.figure.amount
        if not (grown or last.measure == "prior") or not base > 0 or ledger.restated(last):
            continue
        half = last.figure.half + (now[0].figure.half if grown else 0)
        if not _fits(m["times"], now[0].figure, base, half, 0 if m["of"] else 1):
            spans = (mark(sentence, *m.span()), place(now[0]), place(last))
            fields = (("stated", m.group().lstrip(",的")), ("change", f"{now[0].figure.amount / base:.2f}"))
            yield Remark("multiple", spans, fields)


_IS_OF = compiled(r"^(?:大?约|近)?(?:为|是|达|相当于)[一-鿿]{2}")


def _of_another(sentence: Sentence, now: Fact, base: Fact, m: regex.Match[str]) -> Iterator[Remark]:
    """甲A万元，约为乙B万元的n倍: n is A over B, whatever both are."""
    level = now.measure == "level" and now.depth == base.depth and base.clause - now.clause == 1
    if level and same_unit(now, base) and not _fits(m["times"], now.figure, base.figure.amount, base.figure.half):
        spans = (mark(sentence, *m.span()), place(now), place(base))
        fields = (("stated", m.group().lstrip("的")), ("change", f"{now.figure.amount / base.figure.amount:.2f}"))
        yield Remark("multiple", spans, fields)


def _fits(times: str, now: Figure, base: Decimal, half: Decimal, less: int = 0) -> bool:
    """Whether a printed multiple is what an amount is of a base, less so many times, within what all are rounded to."""
    if base <= half:
        return True
    low, high = (now.amount - now.half) / (base + half) - less, (now.amount + now.half) / (base - half) - less
    return low - _half(times) - _CLOSE <= Decimal(times) <= high + _half(times) + _CLOSE


def _half(times: str) -> Decimal:
    return half_digit(-int(Decimal(times).as_tuple().exponent))


def _grown(ledger: Ledger, sentence: Sentence, rate: Fact, at: int) -> bool:
    """Whether a percentage that ends at a place is the rate by which something grew on the year before: 增长150%."""
    risen = rate.measure == "rate" and rate.direction > 0 and rate.basis in ("", "prior") and rate.figure.value > 0
    return risen and rate.figure.span.end - sentence.start == at and not ledger.restated(rate)


_CLOSE = Decimal("0.01")  # by which rounded amounts may move a multiple


def _between(m: regex.Match[str]) -> tuple[Decimal, Decimal]:
    """The least and the most that words say an amount grew by, in multiples of what it was."""
    if m["twice"]:
        times = Decimal(2 ** whole_number(m["twice"]) - 1)
        return times, times
    times = Decimal(whole_number(m["n"]))
    if m["end"] == "半":
        times += Decimal("0.5")
    if m["end"] in ("多", "以上") or m["word"] in ("超过", "超", "逾"):
        return times, times + 1
    return times, times
