"""What is said right behind a plan and its result: 目标a册，实际b册，差c册，完成p%; for `completion`, `difference`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditlint.checks.relate import maybe, relate
from auditlint.equations import Share, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_PLAN = compiled(r"(?:目标|计划|任务)(?!完成|实施|执行)[^,;。:()0-9]{0,10}$")
_DONE = compiled(r"[^,;。:、()0-9]{0,6},(?:全年|本年|年内)?(?:实际|累计|已|共)[^,;。:、()0-9]{0,10}")
_LESS = compiled(r"[^,;。:、()0-9]{0,4},(?:比(?:目标|计划|任务)数?)?(?:还|尚|相)?(?:差|少|缺)[^,;。:、()0-9]{0,4}")
_MORE = compiled(
    r"[^,;。:、()0-9]{0,4},(?:比(?:目标|计划|任务)数?)?(?:超(?:出|额|过)?|多)(?:目标|计划|任务)?[^,;。:、()0-9]{0,4}"
)
_RATE = compiled(r"[^,;。:、()0-9]{0,4},(?:仅|只)?(?:完成|达成|实现|达到)了?(?P<of>(?:目标|计划|任务)数?)?(?:的|为)?")
_NEAR = 24  # characters before an amount in which it is called a plan


def rates(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every rate behind a plan and its result, and what is between them."""
    for plan, done, behind in _pairs(ledger):
        apart = behind is not None and (_led(ledger, done, behind, _LESS) or _led(ledger, done, behind, _MORE))
        last = behind if behind is not None and apart else done
        rate = _next(ledger, last)
        m = _led(ledger, last, rate, _RATE) if rate is not None and rate.figure.unit.name == "%" else None
        if rate is None or m is None:
            continue
        if m["of"] or plan.figure.unit.dimension == "count":  # 计划投资A，实际B，完成p%: perhaps of the works
            terms = (("rate", rate), ("actual", done), ("budget", plan))
            yield from maybe(relate("completion", Share(), terms, firm=True))


def differences(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every difference right behind a plan and its result."""
    for plan, done, behind in _pairs(ledger):
        if behind is None or behind.figure.unit != plan.figure.unit:
            continue
        less, more = _led(ledger, done, behind, _LESS), _led(ledger, done, behind, _MORE)
        if less or more:
            larger, smaller = (plan, done) if less else (done, plan)
            terms = (("rest", behind), ("larger", larger), ("smaller", smaller))
            yield from maybe(relate("difference", Sum((1, -1)), terms, firm=True))


def _pairs(ledger: Ledger) -> Iterator[tuple[Fact, Fact, Fact | None]]:
    """A plan, its result right behind it, and the figure behind that in the same sentence."""
    for sentence in ledger.sentences:
        if _MAY_BE.search(sentence.text) is None:
            continue
        facts = ledger.facts_of(sentence)
        for plan, done in pairwise(facts):
            alike = plan.figure.unit == done.figure.unit and plan.depth == done.depth
            if alike and plan.figure.unit.dimension in ("count", "money"):
                called = _PLAN.search(normalize(ledger.said_before(plan))[-_NEAR:])
                if called and _led(ledger, plan, done, _DONE):
                    yield plan, done, _next(ledger, done)


_MAY_BE = compiled(r"目标|计划|任务")


def _next(ledger: Ledger, fact: Fact) -> Fact | None:
    """The next figure of a sentence."""
    found = ledger.facts[fact.id + 1] if fact.id + 1 < len(ledger.facts) else None
    return found if found is not None and found.sentence == fact.sentence else None


def _led(ledger: Ledger, one: Fact, other: Fact, words: regex.Pattern[str]) -> regex.Match[str] | None:
    """Whether nothing but some words stands between two figures of a sentence."""
    return words.fullmatch(normalize(ledger.sentences[one.sentence].between(one, other)).replace(" ", ""))
