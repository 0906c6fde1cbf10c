"""Percentages that make up a whole: the shares of one total; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.checks.partitions import hundred, nearly, partitions
from auditlint.checks.relate import relate, significant, slipped
from auditlint.equations import Rest
from auditlint.expressions import compiled
from auditlint.facts.divisions import divided, remainder
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation
from auditlint.records import replace


def wholes(ledger: Ledger, shares: Sequence[Relation]) -> Iterator[Relation]:
    """Relations of shares listed together.

    Shares that stand beside amounts which add up are told when they do not; the others only ever hold.
    """
    proven: set[frozenset[int]] = set()  # the shares of what adds up, without those of nothing
    for partition in partitions(shares):
        one = hundred(partition, firm=partition.sound)
        if one is not None:  # 99.99 or 100.01 of shares that are each right is no rounding worth telling
            firm = partition.sound and one.verdict == "holds"
            yield one if one.verdict == "broken" else replace(one, firm=firm)
            proven |= {_some(one)} if firm else set()
    for partition in nearly(shares):
        one = hundred(partition, firm=True)
        if one is not None and one.verdict == "broken":
            yield one
    yield from _above(ledger)
    yield from _all_named(ledger)
    for one in _in_a_row(ledger):
        yield replace(one, firm=_some(one) in proven)


def _above(ledger: Ledger) -> Iterator[Relation]:
    """基本支出占p%，项目支出占q%: shares of all parts of a whole, each with its name alone, that are more than 100."""
    for sentence in ledger.sentences:
        shares = [f for f in ledger.facts_of(sentence) if f.measure == "share"]
        for one, other in pairwise(shares):
            beside = other.id == one.id + 1 and (one.base, one.depth) == (other.base, other.depth) and not one.depth
            if not beside or one.figure.value + other.figure.value <= _MOST or "prior" in (one.basis, other.basis):
                continue
            labels, lexicon = (one.label, other.label), ledger.rulebook.lexicon
            if divided(labels, lexicon) and not remainder(labels, lexicon):  # 男职工中党员占p%: of another whole each
                made = relate("share", Rest(), (("share", other), ("other", one)), firm=True)
                if made is not None and made.verdict == "broken":
                    yield made


def _all_named(ledger: Ledger) -> Iterator[Relation]:
    """货物占p%、工程占q%、服务占r%: three shares, each with its name alone, that a slip in one keeps from being all."""
    for sentence in ledger.sentences:
        if "占" not in sentence.text or _SMALL.search(sentence.text):
            continue
        facts = ledger.facts_of(sentence)
        for row in zip(facts, facts[1:], facts[2:], strict=False):
            alike = all(f.measure == "share" and (f.base, f.depth) == (row[0].base, row[0].depth) for f in row)
            labels, lexicon = [f.label for f in row], ledger.rulebook.lexicon
            if not alike or len({f.basis for f in row}) > 1 or not divided(labels, lexicon):
                continue
            made = relate("share", Rest(), (("share", row[-1]), *(("other", f) for f in row[:-1])), firm=True)
            if (
                made is not None
                and made.verdict == "broken"
                and _OF_ALL.fullmatch(remainder(labels, lexicon))
                and (slipped(made, _DIGITS) or _copied(row))
            ):
                yield made


def _copied(row: Sequence[Fact]) -> bool:
    """Whether one of some shares is its neighbour's too, to the last of several digits: copied from it."""
    return any(a.figure.value == b.figure.value and significant(a.figure) > _DIGITS for a, b in pairwise(row))


_OF_ALL = compiled(r"(?:类|采购|支出|收入|经费|项目)*")  # what the names of a division say besides, all of them
_SMALL = compiled(r"[中小]微?企业")  # each kind may have a share of its own for them
_DIGITS = 3  # of a share whose slip tells
_MOST = 101  # percent beyond which no rounding leads


def _some(relation: Relation) -> frozenset[int]:
    """The shares of a relation that are not zero."""
    return frozenset(t.fact.id for t in relation.terms if t.fact.figure.value)


def _in_a_row(ledger: Ledger) -> Iterator[Relation]:
    """The sets of neighbouring shares in sentences and in lists of lines."""
    for sentence in ledger.sentences:
        yield from _shares(ledger.facts_of(sentence))
    for listing in ledger.lists:
        if listing.opener in ("lines", "heading"):
            items = [[ledger.facts[i] for i in item] for item in listing.parts]
            yield from _shares([f for item in items for f in item])


def _shares(facts: Sequence[Fact]) -> Iterator[Relation]:
    """Neighbouring shares of one whole whose sum proves them a set."""
    shares = [f for f in facts if f.measure == "share"]
    rows: list[list[Fact]] = [[]]
    for f in shares:
        if rows[-1] and f.base and f.base not in {g.base for g in rows[-1]} | {""}:
            rows.append([])
        rows[-1].append(f)
        if sum((g.figure.value for g in rows[-1]), Decimal(0)) > 101:
            rows[-1] = [f]
        elif len(rows[-1]) > 1 and (one := _hundred(rows[-1])) is not None:
            yield one
            rows.append([])


def _hundred(shares: Sequence[Fact]) -> Relation | None:
    """The relation of shares that add up to 100 within rounding; None where they do not."""
    if sum(1 for f in shares if f.figure.value) < 1 or len(shares) < 2:
        return None
    one = relate("share", Rest(), [("share", shares[-1]), *(("other", f) for f in shares[:-1])], firm=False)
    return one if one is not None and one.verdict != "broken" else None
