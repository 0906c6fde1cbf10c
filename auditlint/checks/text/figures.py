"""Words that contradict figures: findings of the check `text` about what was said beside an amount or a rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.relate import relate
from auditlint.equations import HUNDRED, AtMost, Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation, Remark, Span
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


def mark(sentence: Sentence, start: int, end: int) -> tuple[int, Span]:
    """The place of characters [start, end) of a sentence, for a remark."""
    return sentence.document, Span(sentence.block, sentence.start + start, sentence.start + end)


def place(fact: Fact) -> tuple[int, Span]:
    """The place of a figure, for a remark."""
    return fact.document, fact.figure.span


def item_start(sentence: Sentence, at: int) -> int:
    """Where the item that holds a place begins: behind the semicolon or full stop before it."""
    return max(sentence.text.rfind(stop, 0, at) for stop in ";。") + 1


def figures_before(ledger: Ledger, sentence: Sentence, at: int) -> list[Fact]:
    """The figures of an item before a place."""
    start = item_start(sentence, at)
    return [f for f in ledger.pick(sentence.facts) if start <= f.figure.span.start - sentence.start < at]


def moves(facts: Sequence[Fact]) -> tuple[list[Fact], int]:
    """The changes and rates among some figures, and the way all of them go: 1 up, -1 down, 0 for none or both."""
    moved = [f for f in facts if f.measure in ("change", "rate") and f.direction and f.figure.value]
    ways = {f.direction for f in moved}
    return moved, ways.pop() if len(ways) == 1 else 0


BUDGET_WORDS = compiled(
    r"(?:(?:决算|执行|支出)(?:数)?|(?<=[,;。])(?=[^,;。]{0,14}原因))(?P<word>大于|小于|等于|高于|低于|超过|超出|少于)(?:年初|全年|年度|调整后?)?(?:支出|收入)?预算(?:数)?"
    r"|(?<=[,;。])(?P<word>高于|低于|超过|超出|少于)(?:年初|全年|年度|调整后?)?预算(?:数)?(?=[0-9])"
    r"|(?:决算|执行|支出|(?<=[,;。]))(?:数)?(?:与|和|同)(?:年初|全年|年度|调整后?)?(?:支出|收入)?预算(?:数)?(?P<same>持平|一致|相同|相等|(?P<apart>不一致|不相同|不相等|不符))"
    r"|(?<=[,])(?:二者|两者|两数)(?:完全)?(?P<same>持平|一致|相同|相等)"
    r"|(?P<within>(?:未|没有)(?:超过|超出|超)(?:年初|全年|年度)?预算(?:数)?|控制在(?:年初|全年|年度)?预算(?:数)?(?:以内|之内|范围内|内))"
)
SIGNS = {"大于": 1, "高于": 1, "超过": 1, "超出": 1, "小于": -1, "低于": -1, "少于": -1, "等于": 0}
_AT_ONCE = 6  # characters before a word that speaks of the sentence before


def budget_words(ledger: Ledger) -> Iterator[Remark | Relation]:
    """完成预算100%，决算数大于预算数; 完成预算105%，未超过预算: the words against the rate of their item.

    Where it has no rate, against its amounts; what words and amounts agree on is a relation of the two.
    """
    for sentence in ledger.sentences:
        for word in BUDGET_WORDS.finditer(sentence.text):
            facts = item_before(ledger, sentence, word.start(), BUDGET_WORDS)
            rates = [f for f in facts if f.measure == "completion" and f.depth == 0]
            if len(rates) > 1 or (rates and any(f.measure == "budget" and not f.figure.value for f in facts)):
                continue
            if rates and _other_budget(ledger, word.group(), rates[0]):
                continue  # 完成全年预算的p%，超出年初预算: of two budgets
            pair = _only_pair(facts)
            shown = rates[0] if rates else pair[0] if pair is not None else None
            sign = _against_budget(facts, rates[0]) if rates else _by_amounts(facts)
            said = (-1, 0) if word["within"] else (-1, 1) if word["apart"] else (SIGNS.get(word["word"] or "等于", 0),)
            if rates and rates[0].figure.value == HUNDRED and 0 in said:
                continue  # what words and rate agree on is told by the amounts, if they do not
            if shown is not None and sign is not None and sign not in said:
                right = {1: "大于", -1: "小于", 0: "等于"}[sign]
                yield Remark(
                    "budget-words",
                    (mark(sentence, word.start(), word.end()), place(shown)),
                    (("stated", word.group()), ("rate", shown.figure.text)),
                    word.group().replace(word["word"], right) if word["word"] else "",
                )
            elif sign is not None and pair is not None and not rates and (relation := _agreed(*pair, sign)) is not None:
                yield relation


_FIRST, _MOVED = compiled(r"年初"), compiled(r"全年|调整")


def _other_budget(ledger: Ledger, said: str, rate: Fact) -> bool:
    """Whether words speak of the first budget and a rate of the adjusted one, or the other way round."""
    lead = ledger.before(rate, 12)
    ways = ((_FIRST, _MOVED), (_MOVED, _FIRST))
    return any(a.search(said) and b.search(lead) and not a.search(lead) for a, b in ways)


def _agreed(actual: Fact, budget: Fact, sign: int) -> Relation | None:
    """What an item came to and its budget, as the words have them."""
    if sign == 0:
        return relate("text", Equal(), (("stated", actual), ("other", budget)), firm=True)
    lower, upper = (actual, budget) if sign == -1 else (budget, actual)
    return relate("text", AtMost(), (("part", lower), ("whole", upper)), firm=True)


def item_before(ledger: Ledger, sentence: Sentence, at: int, words: regex.Pattern[str]) -> list[Fact]:
    """The figures of an item before such words; those of the sentence before, which has none, where they lead."""
    start = item_start(sentence, at)
    found = figures_before(ledger, sentence, at)
    if found or start or at > _AT_ONCE or not sentence.id:
        return found
    last = ledger.sentences[sentence.id - 1]
    if not last.beside(sentence) or words.search(last.text):
        return []
    return ledger.facts_of(last)


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


def _only_pair(facts: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """What an item without a rate of completion came to and its budget, where it gives one amount of each."""
    top = [f for f in facts if f.depth == 0 and f.figure.unit.dimension == "money"]
    found = {m: [f for f in top if f.measure == m] for m in ("level", "budget")}
    if [len(f) for f in found.values()] != [1, 1] or found["level"][0].period != found["budget"][0].period:
        return None
    return found["level"][0], found["budget"][0]


def _by_amounts(facts: Sequence[Fact]) -> int | None:
    """Whether the one amount of an item is above (1), at (0) or below (-1) its one budget."""
    pair = _only_pair(facts)
    if pair is None:
        return None
    amount, budget = (f.figure.amount for f in pair)
    return (amount > budget) - (amount < budget)


def zero_base(ledger: Ledger) -> Iterator[Remark]:
    """0.30万元，比上年增加0.30万元，增长100%: last year was nothing, so there is no rate."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i, rate in enumerate(facts):
            if rate.measure != "rate" or rate.direction <= 0 or not rate.figure.value or not i or rate.label:
                continue
            change = facts[i - 1]
            level = _stated_elsewhere(ledger, change)
            if level is None and i > 1:
                moved = change.measure == "change" and change.direction == 1 and bool(change.figure.value)
                moved = moved and change.label in ("", facts[i - 2].label)
                level = _from_nothing(facts[:i], change) if moved else _beside_nothing(facts[:i], rate)
            if level is not None:
                yield Remark(
                    "zero-base",
                    (place(rate), place(level), place(change)),
                    (("stated", rate.figure.text), ("change", level.figure.text)),
                )


_OF_LAST_YEAR = compiled(r"^(?:上年|去年|上一年)")


_BESIDE = 4  # figures up to a change, among which the level it is of stands


def _from_nothing(before: Sequence[Fact], change: Fact) -> Fact | None:
    """The level that a change is all of: the last one before it, or one beside a zero of the year before."""
    beside = [f for f in before[-_BESIDE:-1] if f.measure not in ("share", "completion")]  # A万元，占p%，增加A万元
    if change.basis == "prior":  # 支出A万元，预算B万元，比上年增加A万元
        beside = [f for f in beside if f.measure != "budget"]
    level = beside[-1] if beside else change
    whole = level.measure in ("level", "budget") and level.figure.amount == change.figure.amount
    if whole and (change.basis == "prior" or (change.basis == "budget" and level.item == change.item)):
        return level
    if any(_nothing(f, before[-3:], change) for f in before[-3:-1]):
        return next((f for f in before[-3:-1] if f.figure.amount == change.figure.amount), None)
    return None


def _stated_elsewhere(ledger: Ledger, change: Fact) -> Fact | None:
    """公务接待费增加0.30万元，增长100%, of which another place says that it is 0.30万元 in all."""
    if change.measure != "change" or change.basis != "prior" or change.direction != 1 or not change.figure.value:
        return None
    level = ledger.elsewhere(change, "level")
    return level if level is not None and level.figure.amount == change.figure.amount else None


def _beside_nothing(before: Sequence[Fact], rate: Fact) -> Fact | None:
    """5.00万元，上年为0万元，增长100%: the level of an item whose value of the year before is a zero."""
    level, zero = before[-2:]
    grown = level.measure == "level" and level.item == rate.item and level.figure.value > 0
    return level if grown and _nothing(zero, before[-2:], rate) else None


def _nothing(zero: Fact, beside: Sequence[Fact], change: Fact) -> bool:
    """Whether a figure is a zero of the year before, which the change or rate of its item is against."""
    if zero.figure.value or zero.item != change.item or change.basis not in ("", "prior"):
        return False
    years = {f.period for f in beside if f.figure.value and f.period.isdigit()}
    earlier = zero.period.isdigit() and years == {str(int(zero.period) + 1)}
    return zero.measure == "prior" or earlier or _OF_LAST_YEAR.search(zero.label) is not None


_WHOLE = compiled(r"(?:总额|合计|总计|总收入|总支出|收入|支出)$")


_ALL_SHARES = compiled(r"(?:合计|之和|总和|相加)[^,，;；。]*$")  # rounding may make all shares 100.01


def over_hundred(ledger: Ledger) -> Iterator[Remark]:
    """占x% above 100: a part is at most its whole."""
    for fact in ledger.facts:
        above = fact.sentence >= 0 and fact.measure == "share" and fact.figure.value > 100 and _WHOLE.search(fact.base)
        # 支出占收入的p%: of other years' income too
        spent = "收入" in fact.base and "支出" in ledger.said_before(fact).rpartition(fact.base)[0]
        if above and not spent and not _ALL_SHARES.search(ledger.before(fact, 12)):
            yield Remark("over-hundred", (place(fact),), (("stated", fact.figure.text),))
