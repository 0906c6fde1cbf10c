"""Words that contradict figures: findings of the check `text` about what was said beside an amount or a rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark, Span


def mark(sentence: Sentence, start: int, end: int) -> tuple[int, Span]:
    """The place of characters [start, end) of a sentence, for a remark."""
    return sentence.document, Span(sentence.block, sentence.start + start, sentence.start + end)


def place(fact: Fact) -> tuple[int, Span]:
    """The place of a figure, for a remark."""
    return fact.document, fact.figure.span


_BUDGET_WORDS = compiled(
    r"(?:决算|执行|支出)(?:数)?(?P<word>大于|小于|等于|高于|低于|超过|超出|少于)(?:年初|全年|年度|调整后?)?(?:支出|收入)?预算(?:数)?"
    r"|(?:决算|执行|支出)(?:数)?(?:与|和|同)(?:年初|全年|年度|调整后?)?(?:支出|收入)?预算(?:数)?(?P<same>持平|一致|相同|相等)"
    r"|(?P<within>(?:未|没有)(?:超过|超出|超)(?:年初|全年|年度)?预算(?:数)?|控制在(?:年初|全年|年度)?预算(?:数)?(?:以内|之内|范围内|内))"
)
_SIGNS = {"大于": 1, "高于": 1, "超过": 1, "超出": 1, "小于": -1, "低于": -1, "少于": -1, "等于": 0}
_AT_ONCE = 6  # characters before a word that speaks of the sentence before


def budget_words(ledger: Ledger) -> Iterator[Remark]:
    """完成预算100%，决算数大于预算数; 完成预算105%，未超过预算: the words against the rate of their item."""
    for sentence in ledger.sentences:
        for word in _BUDGET_WORDS.finditer(sentence.text):
            facts = _item_before(ledger, sentence, word.start())
            rates = [f for f in facts if f.measure == "completion" and f.depth == 0]
            if len(rates) != 1 or any(f.measure == "budget" and not f.figure.value for f in facts):
                continue
            sign = _against_budget(facts, rates[0])
            said = (-1, 0) if word["within"] else (_SIGNS.get(word["word"] or "等于", 0),)
            if sign is not None and sign not in said:
                right = {1: "大于", -1: "小于", 0: "等于"}[sign]
                yield Remark(
                    "budget-words",
                    (mark(sentence, word.start(), word.end()), place(rates[0])),
                    (("stated", word.group()), ("rate", rates[0].figure.text)),
                    word.group().replace(word["word"], right) if word["word"] else "",
                )


def _item_before(ledger: Ledger, sentence: Sentence, at: int) -> list[Fact]:
    """The figures of an item before a word; those of the sentence before where the word opens its own."""
    start = sentence.text.rfind(";", 0, at) + 1
    found = [f for f in ledger.pick(sentence.facts) if start <= f.figure.span.start - sentence.start < at]
    if found or start or at > _AT_ONCE or not sentence.id:
        return found
    last = ledger.sentences[sentence.id - 1]
    if (last.document, last.block) != (sentence.document, sentence.block) or _BUDGET_WORDS.search(last.text):
        return []
    return list(ledger.pick(last.facts))


def _against_budget(facts: Sequence[Fact], rate: Fact) -> int | None:
    """Whether an item came out above (1), at (0) or below (-1) its budget; None where its figures disagree."""
    value = rate.figure.value
    by_rate = (value > HUNDRED) - (value < HUNDRED)
    before = [f for f in facts if f.id < rate.id and f.depth == 0 and f.figure.unit.dimension == "money"]
    budgets = [f.figure.amount for f in before if f.measure == "budget"]
    actuals = [f.figure.amount for f in before if f.measure == "level"]
    if not budgets or not actuals:
        return by_rate
    by_amount = (actuals[-1] > budgets[-1]) - (actuals[-1] < budgets[-1])
    if by_rate * by_amount < 0 or (by_rate and not by_amount):
        return None  # a wrong amount or rate is told by itself
    return by_amount


_FLAT = compiled(
    r"(?:与|较|比|同)(?:上年|去年|上年度|20[0-9]{2}年度?)[^,;。0-9]{0,8}(?<!基本)(?<!大体)(?<!大致)(?:持平|无变化|无增减变化|没有变化|一致|相同)"
)


_AS_A_REASON = ("原因是", "原因为", "原因:", "原因是:")
_AFTER_FLAT = compiled(r"[,](?:较上年|比上年|比去年|较去年|同比)?(?:增加|减少|增长|下降|上升|降低)了?")
_TURNED = compiled(r"(?:减少|下降|降低|增加|增长|上升)(?:为|到|至)")


def flat(ledger: Ledger) -> Iterator[Remark]:
    """与上年持平 beside a change of the same item that is not zero."""
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        for m in _FLAT.finditer(sentence.text):
            if sentence.text.endswith(_AS_A_REASON, 0, m.start()):
                continue  # told as a reason that is none
            start = max(sentence.text.rfind(";", 0, m.start()), sentence.text.rfind("。", 0, m.start())) + 1
            end = min(
                (i for i in (sentence.text.find(";", m.end()), sentence.text.find("。", m.end())) if i >= 0),
                default=len(sentence.text),
            )
            own = [f for f in facts if start <= f.figure.span.start - sentence.start < end and f.depth == 0]
            levels = [f for f in own if f.measure == "level" and f.figure.unit.dimension == "money"]
            moved = _moved(sentence, own, m.start(), m.end())
            if len(levels) <= 1 and moved is not None:
                yield Remark(
                    "flat",
                    (mark(sentence, m.start(), m.end()), place(moved)),
                    (("stated", m.group()), ("change", moved.figure.text)),
                )


def _moved(sentence: Sentence, facts: Sequence[Fact], start: int, end: int) -> Fact | None:
    """A change of an item that is said to be none, before those words or right behind them."""
    for i, f in enumerate(facts):
        at = f.figure.span.start - sentence.start
        changed = f.measure in ("change", "rate") and f.basis == "prior" and f.direction and f.figure.value
        if changed and not f.label and (f.measure == "change" and at < start):
            return f
        if changed and at > end and _AFTER_FLAT.fullmatch(sentence.text[end:at]):
            return f
        if f.measure == "prior" and i + 1 < len(facts) and at < start:
            other = facts[i + 1]
            between = sentence.text[f.figure.span.end - sentence.start : other.figure.span.start - sentence.start]
            if _TURNED.fullmatch(between) and other.figure.amount != f.figure.amount:
                return other
    return None


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


_WHOLE = compiled(r"(?:总额|合计|总计|总收入|总支出|收入|支出)$")


def over_hundred(ledger: Ledger) -> Iterator[Remark]:
    """占x% above 100: a part is at most its whole."""
    for fact in ledger.facts:
        if fact.sentence >= 0 and fact.measure == "share" and fact.figure.value > 100 and _WHOLE.search(fact.base):
            yield Remark("over-hundred", (place(fact),), (("stated", fact.figure.text),))
