"""Words that contradict figures: findings of the check `text` about what was said beside an amount or a rate."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark, Span


def mark(sentence: Sentence, start: int, end: int) -> tuple[int, Span]:
    """The place of characters [start, end) of a sentence, for a remark."""
    return sentence.document, Span(sentence.block, sentence.start + start, sentence.start + end)


def place(fact: Fact) -> tuple[int, Span]:
    """The place of a figure, for a remark."""
    return fact.document, fact.figure.span


_BUDGET_WORDS = compiled(r"决算(?:数)?(?P<word>大于|小于|等于|高于|低于|超过)(?:年初|全年|调整)?预算(?:数)?")


def budget_words(ledger: Ledger) -> Iterator[Remark]:
    """完成预算100%，决算数大于预算数: the word against the rate of its item."""
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        rates = [f for f in facts if f.measure == "completion" and f.depth == 0]
        words = list(_BUDGET_WORDS.finditer(sentence.text))
        if len(words) != 1 or len(rates) != 1 or rates[0].figure.span.start - sentence.start > words[0].start():
            continue
        rate, word = rates[0].figure.value, words[0]["word"]
        if any(f.measure == "budget" and not f.figure.value for f in facts):
            continue
        said = {"大于": 1, "高于": 1, "超过": 1, "小于": -1, "低于": -1, "等于": 0}[word]
        before = [f for f in facts if f.id < rates[0].id and f.depth == 0 and f.figure.unit.dimension == "money"]
        budgets = [f.figure.amount for f in before if f.measure == "budget"]
        actuals = [f.figure.amount for f in before if f.measure == "level"]
        if budgets and actuals:  # the amounts know better than the rate made from them
            sign = (actuals[-1] > budgets[-1]) - (actuals[-1] < budgets[-1])
        else:
            sign = (rate > 100) - (rate < 100)
        if sign != said:
            yield Remark(
                "budget-words",
                (mark(sentence, words[0].start(), words[0].end()), place(rates[0])),
                (("stated", words[0].group()), ("rate", rates[0].figure.text)),
                words[0].group().replace(word, {1: "大于", -1: "小于", 0: "等于"}[sign]),
            )


_FLAT = compiled(
    r"(?:与|较|比|同)(?:上年|去年|上年度|20[0-9]{2}年度?)[^,;。0-9]{0,8}(?<!基本)(?<!大体)(?<!大致)(?:持平|无变化|无增减变化|没有变化|一致|相同)"
)


def flat(ledger: Ledger) -> Iterator[Remark]:
    """与上年持平 beside a change of the same item that is not zero."""
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        for m in _FLAT.finditer(sentence.text):
            start = max(sentence.text.rfind(";", 0, m.start()), sentence.text.rfind("。", 0, m.start())) + 1
            end = min(
                (i for i in (sentence.text.find(";", m.end()), sentence.text.find("。", m.end())) if i >= 0),
                default=len(sentence.text),
            )
            own = [f for f in facts if start <= f.figure.span.start - sentence.start < end and f.depth == 0]
            levels = [f for f in own if f.measure == "level" and f.figure.unit.dimension == "money"]
            moved = [
                f
                for f in own
                if f.measure == "change" and f.basis == "prior" and f.direction and f.figure.value and not f.label
            ]
            if len(levels) <= 1 and moved and moved[0].figure.span.start - sentence.start < m.start():
                yield Remark(
                    "flat",
                    (mark(sentence, m.start(), m.end()), place(moved[0])),
                    (("stated", m.group()), ("change", moved[0].figure.text)),
                )


def zero_base(ledger: Ledger) -> Iterator[Remark]:
    """0.30万元，比上年增加0.30万元，增长100%: last year was nothing, so there is no rate."""
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        for level, change, rate in zip(facts, facts[1:], facts[2:], strict=False):
            if (
                level.measure == "level"
                and change.measure == "change"
                and rate.measure == "rate"
                and change.direction == rate.direction == 1
                and level.figure.amount == change.figure.amount != 0
                and rate.figure.value
                and change.basis == "prior"
                and not change.label
            ):
                yield Remark(
                    "zero-base",
                    (place(rate), place(level), place(change)),
                    (("stated", rate.figure.text), ("change", change.figure.text)),
                )


_OWN_YEAR = compiled(
    r"(?:与|较|比)(?P<year>20[0-9]{2})年度?(?:决算数?|支出决算数?)?(?:相比|对比|比较)?[,，]?[^,;。0-9]{0,12}(?:增加|减少|增长|下降|上升|降低)"
)
_PLANNED = compiled(r"预算|年初|全年|计划|目标|批复|上半年|同期")


def own_year(ledger: Ledger) -> Iterator[Remark]:
    """A report on 2031 that says 与2031年相比增加…: compared with itself."""
    if not ledger.year:
        return
    for sentence in ledger.sentences:
        for m in _OWN_YEAR.finditer(sentence.text):
            if m["year"] != ledger.year or _PLANNED.search(m.group()):
                continue
            if ledger.year in sentence.text[: m.start()]:
                yield Remark(
                    "own-year",
                    (mark(sentence, m.start("year"), m.end("year") + 1),),
                    (("stated", m["year"] + "年"), ("year", str(int(ledger.year) - 1))),
                    f"{int(ledger.year) - 1}年",
                )


_WHOLE = compiled(r"(?:总额|合计|总计|总收入|总支出|收入|支出)$")


def over_hundred(ledger: Ledger) -> Iterator[Remark]:
    """占x% above 100: a part is at most its whole."""
    for fact in ledger.facts:
        if fact.sentence >= 0 and fact.measure == "share" and fact.figure.value > 100 and _WHOLE.search(fact.base):
            yield Remark("over-hundred", (place(fact),), (("stated", fact.figure.text),))
