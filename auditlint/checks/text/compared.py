"""More or less than last year, in words without an amount, beside both values: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.text.figures import figures_before, mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark

_BOTH = 2
_SAID = compiled(
    r"(?<=[,])(?:两年(?P<same>持平|相同|一致)|(?:(?:较|比|与)(?:上年|去年|上年度|上年同期|20[0-9]{2}年度?)(?:预算|决算)?(?:数)?(?:相比)?|两年相比|同比)[,]?(?:有所|略有|稍有|小幅|大幅|明显|均)?"
    r"(?:(?P<up>增加|增长|上升|提高)|(?P<down>减少|下降|降低|缩减)))(?=[,;。]|$)"
)


def compared(ledger: Ledger) -> Iterator[Remark]:
    """2031年预算3.50万元，2030年预算3.50万元，较上年有所增加: the two values say otherwise."""
    for sentence in ledger.sentences:
        for m in _SAID.finditer(sentence.text):
            facts = figures_before(ledger, sentence, m.start())
            pair = _pair([f for f in facts if f.depth == 0], ledger.year)
            if pair is None:
                continue
            now, before = pair
            more = now.figure.amount - before.figure.amount
            if not (more > 0 if m["up"] else more < 0 if m["down"] else not more):
                spans = (mark(sentence, *m.span()), place(now), place(before))
                fields = (("stated", m.group()), ("change", now.figure.text), ("expected", before.figure.text))
                yield Remark("compared", spans, fields)


def _pair(facts: Sequence[Fact], year: str) -> tuple[Fact, Fact] | None:
    """The value of this year and that of the year before, where these are all the figures of an item."""
    if len(facts) != _BOTH or len({f.figure.unit for f in facts}) != 1:
        return None
    for now, before in (facts, facts[::-1]):
        own = now.period or year
        earlier = before.measure == "prior" or (
            before.measure == now.measure and own.isdigit() and before.period == str(int(own) - 1)
        )
        if now.measure in ("level", "budget") and earlier and _alike(now, before):
            return now, before
    return None


def _alike(now: Fact, before: Fact) -> bool:
    """Whether two values are of one thing: the label of the second is left out, or the end of the first's."""
    first, second = sorted((now, before), key=lambda f: f.id)
    return first.label.endswith(second.label)
