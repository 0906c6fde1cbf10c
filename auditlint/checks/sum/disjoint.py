"""Parts that are by their names apart and more than their total: 三类会议a次、四类会议b次; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate
from auditlint.checks.sum.counts import TWICE, with_its_own
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.divisions import akin
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact, Relation

_AGAIN = compiled(r"春|秋|学期|半年|季度|[0-9]月|线[上下]|本级")  # who came in spring may come in autumn, too
_OPENERS = ("其中", "包括", "其中包括", "分别是", "(")


def disjoint(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every list whose items are, by their names, of one division: as many as their total, or more."""
    for listing in ledger.lists:
        if listing.opener in _OPENERS:
            yield from _apart(ledger, listing, _row(ledger, listing))
            yield from _apart(ledger, listing, _firsts(ledger, listing))


def _apart(ledger: Ledger, listing: Listing, parts: Sequence[Fact]) -> Iterator[Relation]:
    """The relation of a list's parts and its total, where no two may share anything and they come to no less."""
    totals = [f for f in ledger.pick(listing.parent) if parts and compatible(f, parts[0])]
    totals = [f for f in totals if _of_them(ledger, f, parts)]
    made = sum((f.figure.amount for f in parts), Decimal(0))
    total = next((f for f in totals if f.figure.amount == made), totals[0] if len(totals) == 1 else None)
    if total is not None and any(akin([total.label, f.label], ledger.rulebook.lexicon) for f in parts):
        return  # 基本支出T，其中人员a、公用b；项目支出c: c is beside T
    if total is None or made < total.figure.amount or not akin([f.label for f in parts], ledger.rulebook.lexicon):
        return
    if any(_AGAIN.search(f.label) for f in parts) or _shared(ledger, parts):
        return
    if with_its_own(ledger, total, made / total.figure.unit.factor):
        return
    terms = (("total", total), *(("part", f) for f in parts))
    yield from maybe(relate("sum", Sum((1,) * len(parts)), terms, firm=made > total.figure.amount))


_PAID_BY = compiled(r"资金|经费|补助")  # 中央资金a个、省级资金b个: a project may have both


def _shared(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether words say that some are counted twice, or that things are counted by the funds that pay for them."""
    counts = parts[0].figure.unit.dimension == "count"
    paid = counts and any(_PAID_BY.search(f.label) for f in parts)
    return paid or TWICE.search(ledger.sentences[parts[0].sentence].text) is not None


def _of_them(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether an amount may be what parts divide: in their sentence, or a budget in the one before budgets."""
    first, last = ledger.sentences[parts[0].sentence], ledger.sentences[total.sentence]
    if first.id == last.id:
        return total.measure == "level"
    planned = total.measure == "budget" and first.id == last.id + 1 and first.block == last.block
    planned = planned and not any(f.measure == "level" and compatible(f, total) for f in ledger.facts_of(last))
    return planned and first.text.lstrip().startswith("其中") and not _SPENT.search(first.text)


_SPENT = compiled(r"决算|执行|实际|支出[0-9]")


def _firsts(ledger: Ledger, listing: Listing) -> Sequence[Fact]:
    """The first amount of every item of a list."""
    found = [ledger.facts[item[0]] for item in listing.parts]
    alike = all(f.measure == "level" and compatible(f, found[0]) and f.depth == found[0].depth for f in found)
    alike = alike and len({f.sentence for f in found}) == 1 and all(f.label for f in found)
    return found if alike and len(found) > 1 else []


def _row(ledger: Ledger, listing: Listing) -> Sequence[Fact]:
    """The bare amounts of one kind from the first of a list on, until words or another kind of figure stand between."""
    first = ledger.facts[listing.parts[0][0]]
    row: list[Fact] = []
    for f in ledger.facts_of(ledger.sentences[first.sentence]) if first.sentence >= 0 else ():
        if f.id < first.id:
            continue
        if f.id != first.id + len(row) or f.measure != "level" or not compatible(f, first) or not f.label:
            break
        if f.figure.unit != first.figure.unit or f.depth != first.depth or f.item != first.item:
            break
        row.append(f)
    return row if len(row) > 1 else []
