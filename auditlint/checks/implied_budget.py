"""Check `implied-budget`: a total's rate of completion against the budgets that its items' rates imply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks import Check
from auditlint.checks.relate import corroborated, relate
from auditlint.equations import Implied, Sum
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, replace

Spent = tuple[Fact, Fact]  # an amount with its rate of completion
_FEW = 2  # items below which nothing is implied
_NEXT = 2  # figures behind an amount among which its rate stands


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every total with a rate whose items follow by paragraphs, each with a rate, and add up to it."""
    sentences = [s for s in ledger.sentences if s.facts]
    for i, sentence in enumerate(sentences):
        total = _spent(ledger, sentence)
        if total is None:
            continue
        items = list(_items(ledger, sentences[i + 1 :], sentence))
        alike = len({_budget(ledger, r) for _, r in (total, *items)}) == 1
        if len(items) >= _FEW and alike and _add_up(total, items):
            yield from _relation(total, items)


def _spent(ledger: Ledger, sentence: Sentence) -> Spent | None:
    """The first amount of a sentence with its rate; None where a budget is printed, which tells more."""
    facts = [ledger.facts[i] for i in sentence.facts]
    if any(f.measure == "budget" for f in facts):
        return None
    for i, fact in enumerate(facts):
        if fact.measure == "level" and fact.figure.unit.dimension == "money":
            rate = next((f for f in facts[i + 1 : i + 1 + _NEXT] if f.measure == "completion"), None)
            return (fact, rate) if rate is not None else None
    return None


def _items(ledger: Ledger, following: Sequence[Sentence], total: Sentence) -> Iterator[Spent]:
    """The items in the paragraphs right after a total's, one to a paragraph; none from where one has no rate."""
    last = total.paragraph
    for sentence in following:
        if sentence.document != total.document or ledger.section(sentence) != ledger.section(total):
            return
        if sentence.paragraph == last:
            if last == total.paragraph:
                return
            continue
        found = _spent(ledger, sentence)
        if found is None or sentence.paragraph > last + 1:
            return
        last = sentence.paragraph
        yield found


def _budget(ledger: Ledger, rate: Fact) -> tuple[bool, ...]:
    """Which budget a rate speaks of: of the year's beginning, adjusted, or without a word for it."""
    before = ledger.before(rate, 10)
    return tuple(word in before for word in ("年初", "调整"))


def _add_up(total: Spent, items: Sequence[Spent]) -> bool:
    made = relate("sum", Sum((1,) * len(items)), (("total", total[0]), *(("part", a) for a, _ in items)), firm=False)
    return made is not None and made.verdict != "broken"


def _relation(total: Spent, items: Sequence[Spent]) -> Iterator[Relation]:
    """A total's rate above what the items allow is wrong; below, an item that spent nothing may have been left out."""
    kept = [(a, r) for a, r in items if a.figure.value]
    pairs = [("part", f) for pair in kept for f in pair]
    made = relate("completion", Implied(), (("rate", total[1]), ("actual", total[0]), *pairs), firm=True)
    if made is None:
        return
    if made.verdict == "broken" and made.difference < 0:
        made = replace(made, firm=corroborated(made))
    yield made


CHECK = Check("implied-budget", Options, run, ("rate", "actual", "part"), "budgets implied by rates of completion")
