"""The right distance between two amounts, called by the opposite word: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text.figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark

_MORE = r"(?P<more>超出|超支|增支|超过|高出|核增)"
_LESS = r"(?P<less>节约|节省|节余|核减|压减|结余|减支|低)"
_WORD = compiled(rf",?(?:资金)?(?:{_MORE}|{_LESS})(?:了|资金)?")
_AGAINST = compiled(
    r",(?:较|比|与)(?:[^,;。:0-9]{0,10}?)(?:预算|计划|概算|合同价|合同金额|预算价|控制价|限价|送审价|批复|下达)[^,;。:0-9]{0,6}"
)
_ADJUSTED = compiled(r"[^。;]*?(?:调整后|调整为|调整到|变更为)[^,;。0-9]{0,14}")
_MOVED = compiled(r"(?:(?P<more>调增|追加|增加)|(?P<less>调减|核减|压减|减少))(?:了)?(?:预算|支出|收入|资金)?$")


def signs(ledger: Ledger) -> Iterator[Remark]:
    """支出96万元，较预算90万元节约6万元; 预算900万元，调增60万元，调整后840万元: the word is wrong."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i in range(2, len(facts)):
            yield from _against(ledger, *facts[i - 2 : i + 1])
        for i in range(len(facts) - 1):
            before = facts[i - 1] if i else _last_before(ledger, facts[0])
            if before is not None:
                yield from _adjusted(ledger, before, facts[i], facts[i + 1])


def _last_before(ledger: Ledger, fact: Fact) -> Fact | None:
    """The last figure of the sentence before, in one paragraph."""
    last = ledger.facts[fact.id - 1] if fact.id else None
    near = last is not None and (last.document, last.figure.span.block) == (fact.document, fact.figure.span.block)
    return last if near else None


def _text(ledger: Ledger, one: Fact, other: Fact) -> str:
    """What the sentence of a figure says before it, behind another one."""
    sentence = ledger.sentences[other.sentence]
    return sentence.between(one, other) if one.sentence == other.sentence else sentence.before(other)


def _money(*facts: Fact) -> bool:
    unit = facts[0].figure.unit
    return unit.dimension == "money" and all(f.figure.unit == unit and not f.depth for f in facts)


def _against(ledger: Ledger, value: Fact, bound: Fact, gap: Fact) -> Iterator[Remark]:
    word = _WORD.fullmatch(_text(ledger, bound, gap))
    if word is None or not _money(value, bound, gap) or not _AGAINST.fullmatch(_text(ledger, value, bound)):
        return
    yield from _told(ledger, value.figure.amount - bound.figure.amount, word["more"], gap, (value, bound), word.group())


def _adjusted(ledger: Ledger, before: Fact, gap: Fact, after: Fact) -> Iterator[Remark]:
    word = _MOVED.search(ledger.before(gap, 10))
    if word is None or ";" in _text(ledger, before, gap) or not _money(before, gap, after):
        return
    if not _ADJUSTED.fullmatch(_text(ledger, gap, after)):
        return
    moved = after.figure.amount - before.figure.amount
    yield from _told(ledger, moved, word["more"], gap, (before, after), word.group())


def _told(
    ledger: Ledger, moved: Decimal, more: str | None, gap: Fact, others: tuple[Fact, Fact], word: str
) -> Iterator[Remark]:
    sign = 1 if more else -1
    if gap.figure.amount and moved == -sign * gap.figure.amount:
        sentence = ledger.sentences[gap.sentence]
        end = gap.figure.span.end - sentence.start
        word = word.lstrip(",")
        said = mark(sentence, sentence.text.rindex(word, 0, end), end)
        fields = (
            ("stated", word + gap.figure.text),
            ("change", others[0].figure.text),
            ("expected", others[1].figure.text),
        )
        yield Remark("sign", (said, *(place(f) for f in others)), fields)
