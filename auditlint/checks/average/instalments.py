"""Percentages of one amount, each with what it makes: 开工付p%，即a万元; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.relate import TELLING, relate, slipped
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.records import replace

Pair = tuple[Fact, Fact]  # a percentage and the amount right behind it

_THAT_IS = compiled(r",?(?:即|计|合|折合|合计)")
_BRACKET = compiled(r"\((?:即|计|合)?")
_PAID = compiled(
    r"(?:付|支付|拨付|付款|付至|支付至|负担|承担|分担|配套|自筹|出资|缴纳|余下|余款|尾款|剩余|保证金|质保金)(?:合同[总价款]*|总价|工程款)?的?$"
)
_UP_TO = compiled(r"[至到](?:合同[总价款]*|总价|工程款)?的?$")  # 付至p%: with what was paid before
_RIGHT_BEHIND = compiled(r",(?:其中:?)?(?:由)?[一-鿿]{0,8}?(?:负担|承担|分担|配套|自筹|预付|首付|支付|付)")
_OTHERWISE = compiled(r"扣|罚|违约|抵|优惠|抹零|约[0-9]|左右|不含|除|上年|已付|另|审减|核减|变更|调整")
_MANY = 3  # percentages of which all but one prove what they are of


def instalments(ledger: Ledger) -> Iterator[Relation]:
    """The relation of each percentage with its amount to the one amount before them that they are of."""
    for sentence in ledger.sentences:
        if "%" not in sentence.text or _OTHERWISE.search(sentence.text):
            continue
        facts = ledger.facts_of(sentence)
        pairs = [(a, b) for a, b in pairwise(facts) if _made(ledger, sentence, a, b)]
        if len(pairs) >= _MANY:
            yield from _of_one(ledger, sentence, pairs)
            continue
        whole: Fact | None = None
        for k, (rate, amount) in enumerate(pairs):
            if not k or rate.id != pairs[k - 1][1].id + 1:  # 由县级负担p%，即a万元，农户自筹q%，即b万元: of one amount
                whole = _last(ledger, sentence, rate)
            made = _share(rate, amount, whole) if whole is not None else None
            if made is not None and (made.verdict == "holds" or slipped(made, TELLING)):
                yield replace(made, firm=True)


def _made(ledger: Ledger, sentence: Sentence, rate: Fact, amount: Fact) -> bool:
    """Whether an amount is what words right before it call a percentage of something paid or borne."""
    percent = rate.figure.unit.dimension == "percent" and rate.measure in ("other", "ratio") and not rate.direction
    money = amount.figure.unit.dimension == "money" and amount.measure in LEVELS
    between = sentence.between(rate, amount).replace(" ", "")
    bracketed = _BRACKET.fullmatch(between) is not None and ledger.after(amount, 1) in (")", "）")
    before = sentence.before(rate).replace(" ", "")
    said = _PAID.search(before) is not None and _UP_TO.search(before) is None
    return percent and money and said and (bracketed or _THAT_IS.fullmatch(between) is not None)


def _of_one(ledger: Ledger, sentence: Sentence, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """合同价A万元，开工付p%，即a万元；完工付q%，即b万元；…: of the amount before of which all but one hold."""
    first = pairs[0][0].id
    before = (f for f in reversed(ledger.facts[max(first - _NEAR, 0) : first]) if f.document == pairs[0][0].document)
    for whole in before:
        if whole.figure.span.block != sentence.block or whole.figure.unit.dimension != "money":
            continue
        made = [r for pair in pairs if (r := _share(*pair, whole)) is not None]
        if len(made) == len(pairs) and sum(r.verdict == "holds" for r in made) >= max(len(made) - 1, _MANY - 1):
            yield from (replace(r, firm=True) for r in made)
            return


_NEAR = 6  # figures before percentages among which the amount they are of stands


def _last(ledger: Ledger, sentence: Sentence, rate: Fact) -> Fact | None:
    """合计A万元，由县级负担p%: the amount right before a percentage that is borne or paid."""
    whole = ledger.facts[rate.id - 1] if rate.id else rate
    plain = whole.sentence == rate.sentence and whole.item == rate.item and whole.depth == rate.depth
    plain = plain and whole.measure in LEVELS and whole.figure.unit.dimension == "money"
    said = plain and _RIGHT_BEHIND.fullmatch(sentence.between(whole, rate).replace(" ", "")) is not None
    return whole if said else None


def _share(rate: Fact, amount: Fact, whole: Fact) -> Relation | None:
    if amount.figure.amount >= whole.figure.amount:
        return None
    return relate("share", Share(), (("share", rate), ("part", amount), ("whole", whole)), firm=False)
