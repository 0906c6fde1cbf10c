"""Which way a series goes, in words behind it: 降幅逐季扩大, 连续三年增长: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.listed_values import Item, lists
from auditlint.checks.text.figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark
from auditlint.numerals import normalize, whole_number

_SPREAD = compiled(
    r"[,](?P<noun>降幅|增幅|跌幅|涨幅|增速|降速)(?:逐季|逐月|逐年|逐步|逐渐|持续|不断|明显|进一步|有所|连续|呈|逐期)*"
    r"(?:(?P<less>收窄|缩小|回落|放缓|趋缓|下降|减小)|(?P<more>扩大|加大|加快|上升|提高|走高))(?:趋势|态势)?(?=[,;。]|$)"
)
_FALLS = ("降幅", "跌幅", "降速")
_WHEN = compiled(
    r"^,?(?:20[0-9]{2}年)?(?:前?[0-9一二三四]{1,3}(?:[—–~至-][0-9]{1,2})?(?:个?月|季度|季)"
    r"|20[0-9]{2}年|上半年|下半年|全年|年末)[^,;。]{0,14}$"
)
_FEW = 2


def spreads(ledger: Ledger) -> Iterator[Remark]:
    """1—6月下降9.4%，1—9月下降6.7%，全年下降4.1%，降幅逐季扩大: the rates before the words go the other way."""
    for sentence in ledger.sentences:
        for m in _SPREAD.finditer(sentence.text):
            run = _rates(ledger, sentence, m.start())
            falls = m["noun"] in _FALLS
            if len(run) < _FEW or any((f.direction < 0) != falls for f in run):
                continue
            sizes = [abs(f.figure.value) for f in run]
            wrong = all(a < b if m["less"] else a > b for a, b in pairwise(sizes))
            if wrong:
                spans = (mark(sentence, m.start() + 1, m.end()), place(run[-1]), place(run[0]))
                yield Remark("trend", spans, (("stated", m.group()[1:]), ("change", run[-1].figure.text)))


def _rates(ledger: Ledger, sentence: Sentence, at: int) -> Sequence[Fact]:
    """The rates of one thing told for periods that follow each other, the last of them right before a place."""
    facts = [f for f in ledger.facts_of(sentence) if f.figure.span.end - sentence.start <= at and f.depth == 0]
    run: list[Fact] = []
    for i in reversed(range(len(facts))):
        f = facts[i]
        if f.measure != "rate" or not f.direction or (not run and f.figure.span.end - sentence.start != at):
            break
        run.insert(0, f)
        if not i or not _WHEN.match(sentence.between(facts[i - 1], f)):
            break
    return run


_RUNNING = compiled(
    r"(?:^|(?<=[,;。:]))(?P<what>[^,;。:、()0-9]{0,14}?)"
    r"(?P<said>(?:已|已经|实现|呈|保持)*连续(?P<n>[两二三四五六七八九十]|[2-9])年(?:保持|呈|实现|持续|稳步)*"
    r"(?:(?P<up>增长|上升|回升|提高|增加|正增长|攀升|上涨)|(?P<down>下降|减少|降低|下滑|回落|负增长)))(?:态势|趋势)?(?=[,;。]|$)"
)
_YEAR = compiled(r"(20[0-9]{2})年度?")
_OTHER_TIME = compiled(r"20[0-9]{2}|此前|之前|以前|曾|预计|预期|将|有望|计划|月|季")


def running(ledger: Ledger) -> Iterator[Remark]:
    """2021年12.7万人次，2022年19.6万人次，…已连续三年增长: one of the years listed goes the other way."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        for m in _RUNNING.finditer(sentence.text) if "连续" in sentence.text else ():
            items = _series(ledger, sentence, m.start())
            n = whole_number(m["n"])
            if not items or not _of(items, m["what"]):
                continue
            steps = [b.value - a.value for a, b in pairwise(items)][-n:]
            wrong = [s for s in steps if (s <= 0 if m["up"] else s >= 0)]
            if wrong:
                last = items[-1]
                spans = (mark(sentence, *m.span("said")), mark(last.sentence, items[0].start, last.end))
                shown = last.sentence.text[last.start : last.end]
                yield Remark("trend", spans, (("stated", m["said"]), ("change", shown)))


def _series(ledger: Ledger, sentence: Sentence, at: int) -> Sequence[Item]:
    """The values of years that follow each other, listed last before a place of a paragraph; nothing else between."""
    here = sentence.start + at
    found = [one for s in ledger.paragraph(sentence) for one in lists(s) if s.start + one[-1].end <= here]
    if not found:
        return ()
    items, first = found[-1], found[-1][-1]
    years = [m[1] for i in items if (m := _YEAR.fullmatch(i.name))]
    if len(years) != len(items) or any(int(b) != int(a) + 1 for a, b in pairwise(years)):
        return ()
    text = normalize(ledger.documents[sentence.document].blocks[sentence.block].text)
    return () if _OTHER_TIME.search(text[first.sentence.start + first.end : here]) else items


def _of(items: Sequence[Item], what: str) -> bool:
    """Whether what is said to go on is what the list lists: nothing else is named."""
    return not what or (what[-2:] in items[0].sentence.text[: items[0].start] and not _OTHER_TIME.search(what))


_THEN_RATE = compiled(r"[,](?P<noun>增幅|增速|降幅|涨幅)(?:比|较|低于|高于)(?:上年|去年|上年同期)(?:同期)?(?:的)?$")
_WENT = compiled(
    r"(?:有所|明显|略有|大幅)?(?:(?P<less>回落|放缓|收窄|缩小|下降|降低)|(?P<more>提高|上升|加快|扩大))(?=[,;。]|$)"
)
_SO_LONG = compiled(
    r"[,](?P<said>(?:已|已经|实现)?连续[两二三四五六七八九十2-9]年(?:保持|呈)?(?:(?P<up>增长|上升|提高|正增长)|(?P<down>下降|减少|降低|负增长)))(?=[,;。]|$)"
)


def turned(ledger: Ledger) -> Iterator[Remark]:
    """增长10.2%，增幅较上年的8.1%有所回落; 增长12%，连续两年下降: the words against the rate right before them."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i, fact in enumerate(facts):
            if fact.figure.unit.dimension != "percent" or not fact.direction or fact.measure != "rate":
                continue
            end = fact.figure.span.end - sentence.start
            m = _SO_LONG.match(sentence.text, end)
            if m is not None and fact.basis in ("", "prior") and (fact.direction > 0) != (m["up"] is not None):
                spans = (mark(sentence, *m.span("said")), place(fact))
                yield Remark("trend", spans, (("stated", m["said"]), ("change", fact.figure.text)))
            last = facts[i + 1] if i + 1 < len(facts) else None
            if last is None or last.figure.unit.dimension != "percent":
                continue
            if not _THEN_RATE.fullmatch(sentence.text, end, last.figure.span.start - sentence.start):
                continue
            went = _WENT.match(sentence.text, last.figure.span.end - sentence.start)
            more = abs(fact.figure.value) - abs(last.figure.value)
            if went is not None and (more > 0 if went["less"] else more < 0):
                both = (mark(sentence, *went.span()), place(fact), place(last))
                yield Remark("trend", both, (("stated", went.group()), ("change", fact.figure.text)))
