"""Check `balance`: income against expenditure, opening and closing balances, what is left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from auditlint.checks import Check
from auditlint.checks.relate import choose, relate
from auditlint.equations import Equal, Sum
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation


@dataclass(frozen=True, slots=True)
class Options:
    """An equation between concepts (stated = plus − minus), or what a sentence says is left over."""

    stated: str = field(default="", metadata={"help": "concept of the stated term; empty: read what sentences say is left"})
    plus: tuple[str, ...] = field(default=(), metadata={"help": "concepts that add up to it; ? marks one that may be absent"})
    minus: tuple[str, ...] = field(default=(), metadata={"help": "concepts taken off; ? marks one that may be absent"})


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Balances by concept over the report, or within sentences."""
    if options.stated:
        yield from _by_concept(ledger, options)
    else:
        yield from _left_over(ledger)


_LEFT = regex.compile(r"(?:结余|结转|结存|赤字|差额|未结|节约|节支|节省|余额|结转下年|调整|未分配|收支差)[^,;。]{0,10}$")
_OFFSET = regex.compile(r"相抵|减去|收支总量|收支差额")
_PER_YEAR = regex.compile(r"年初|上年|以前年度|累计|滚存")


def _left_over(ledger: Ledger) -> Iterator[Relation]:
    """收入A，支出B，结余C: C = A − B, where the sentence has just these amounts before it."""
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        for i, fact in enumerate(facts):
            if fact.measure not in ("level", "change") or fact.figure.unit.dimension not in ("money", "count"):
                continue
            lead = ledger.documents[fact.document].blocks[fact.figure.span.block].text[
                max(fact.figure.span.start - 16, 0) : fact.figure.span.start
            ]
            if not _LEFT.search(lead.replace(" ", "")) or _PER_YEAR.search(lead):
                continue
            same = [
                f
                for f in facts[:i]
                if f.measure in ("level", "budget")
                and f.figure.unit.dimension == fact.figure.unit.dimension
                and f.depth == fact.depth
                and (f.figure.unit.dimension != "count" or f.figure.unit.name == fact.figure.unit.name)
            ]
            firm = bool(_OFFSET.search(sentence.text)) and len(same) == 2
            readings = [_difference(fact, a, b, firm) for a, b in _pairs(same)]
            chosen = choose(readings)
            if chosen is not None:
                yield chosen


def _pairs(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    if len(facts) >= 2:
        yield facts[-2], facts[-1]
    for i in range(len(facts) - 1):
        for j in range(i + 1, len(facts)):
            if (i, j) != (len(facts) - 2, len(facts) - 1) and len(facts) <= 5:
                yield facts[i], facts[j]


def _difference(stated: Fact, one: Fact, other: Fact, firm: bool) -> Relation | None:
    large, small = (one, other) if one.figure.amount >= other.figure.amount else (other, one)
    return relate("balance", Sum((1, -1)), (("stated", stated), ("plus", large), ("minus", small)), firm=firm)


def _by_concept(ledger: Ledger, options: Options) -> Iterator[Relation]:
    stated = _one(ledger, options.stated)
    if stated is None:
        return
    terms: list[tuple[str, Fact]] = [("stated", stated)]
    signs: list[int] = []
    for names, sign, role in ((options.plus, 1, "plus"), (options.minus, -1, "minus")):
        for name in names:
            fact = _one(ledger, name.removesuffix("?"))
            if fact is None:
                if name.endswith("?"):
                    continue
                return
            terms.append((role, fact))
            signs.append(sign)
    if len(signs) == 1:
        relation = relate("balance", Equal(), terms, firm=True)
    else:
        relation = relate("balance", Sum(tuple(signs)), terms, firm=all(not n.endswith("?") for n in options.plus))
    if relation is not None and (relation.verdict != "broken" or relation.firm):
        yield relation


def _one(ledger: Ledger, concept: str) -> Fact | None:
    """The one value a report's text gives a concept for its year; None where it gives none or several."""
    found = [
        f
        for f in ledger.facts
        if f.concept == concept and f.sentence >= 0 and f.measure == "level" and f.period in ("", ledger.year) and f.depth == 0
    ]
    if not found or len({f.figure.amount for f in found}) > 1:
        return None
    return found[0]


CHECK = Check("balance", Options, run, ("plus", "minus"), "income against expenditure, opening and closing balances")
