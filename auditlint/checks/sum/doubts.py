"""What speaks against a list that does not add up: parts left out, columns mixed, more than all; part of `sum`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.parts import compatible
from auditlint.checks.sum.all_named import OTHER_CARS
from auditlint.checks.sum.counts import counted, divided_twice, exclusive
from auditlint.checks.sum.items import LEAST, opening_words
from auditlint.checks.sum.lacking import coarse, goes_on, open_ended
from auditlint.checks.sum.nested import nested
from auditlint.checks.sum.shares import partial
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact, Relation

_MAIN_ONES = compiled(r"主要(?:项目|内容|支出|用途|工程|任务|工作|单位|部门)")


def mainly(ledger: Ledger, total: Fact, first: Fact) -> bool:
    """项目支出T万元，…。主要项目有5个：（1）甲a万元；…: whether words say that a list holds but the greatest."""
    if total.figure.span.block != first.figure.span.block or total.document != first.document:
        return False
    text = ledger.documents[total.document].blocks[first.figure.span.block].text
    return _MAIN_ONES.search(text, total.figure.span.end, first.figure.span.start) is not None


_AMONG = compiled(r"主要(?:包括|有|是):$|(?<!其)中:$")


def too_many(ledger: Ledger, listing: Listing, top: Relation, parts: Sequence[Fact], rivals: Sequence[Fact]) -> bool:
    """Whether things listed by kind are more than all of them, and make up no other count beside it."""
    total = top.terms[0].fact
    if not counted(total) or top.verdict != "broken" or top.difference > 0 or total.sentence != parts[0].sentence:
        return False
    made = sum((p.figure.value for p in parts), Decimal(0))
    if (
        divided_twice(total, parts)
        or nested(parts)
        or any(r.figure.value == made or total.id < r.id < parts[0].id for r in rivals)
    ):
        return False
    return exclusive(ledger, listing, total, parts)


def more_than_all(top: Relation, parts: Sequence[Fact], rivals: Sequence[Fact]) -> bool:
    """车辆3辆，其中：甲用车1辆、乙用车1辆、丙用车2辆: whether kinds of cars are more than all of them."""
    total, made = top.terms[0].fact, sum((p.figure.amount for p in parts), Decimal(0))
    beside = any(r.figure.amount == made for r in rivals) or total.sentence != parts[0].sentence
    kinds = len(parts) > LEAST and len({p.label for p in parts}) == len(parts)
    return top.difference < 0 and not beside and kinds and all(p.label.endswith("用车") for p in parts)


def _of_a_kind(parts: Sequence[Fact]) -> bool:
    """Whether half the names of a list end alike: amounts that no word makes a list are none for their sum alone."""
    return max(Counter(p.label[-2:] for p in parts).values()) * 2 >= len(parts)


def left_open(ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], items: list[list[Fact]]) -> bool:
    """Whether a list leaves parts out by its words, its shares or its columns, or is one for its sum alone."""
    if listing.opener == "lines" and _AMONG.search(opening_words(ledger, listing)):
        return True
    more = listing.opener == "等" and not (counted(total) and OTHER_CARS.match(parts[-1].label))
    if more or goes_on(ledger, parts) or (listing.opener == "then" and not _of_a_kind(parts)):
        return True
    return partial(total, parts, items) or _uneven(ledger, total, items)


def in_doubt(ledger: Ledger, listing: Listing, top: Relation, parts: list[Fact], items: list[list[Fact]]) -> bool:
    """Whether a list that does not add up may be no list of the total's parts at all, or not of all of them."""
    if top.verdict != "broken":
        return False
    if open_ended(top, parts):
        return True
    total = top.terms[0].fact
    inner = {
        i for p in parts for one in ledger.lists_of(p.id) if one.parent[0] == p.id for item in one.parts for i in item
    }
    columns = [
        [
            f
            for f in item
            if f.id not in inner
            and f.measure == total.measure
            and compatible(f, total)
            and f.sentence == item[0].sentence
        ]
        for item in items
    ]
    several = any(len({f.label for f in column if f.depth == column[0].depth}) > 1 for column in columns if column)
    if listing.opener in ("heading", "lines", "row"):
        echo = any(f.figure.amount == total.figure.amount for column in columns for f in column[:1])
        if several or echo:
            return True
    if listing.closed or listing.opener in ("合计", "由", "分别"):
        return False
    return (top.difference > 0 or several) and coarse(top)


def _uneven(ledger: Ledger, total: Fact, items: list[list[Fact]]) -> bool:
    """Whether an item tells the other one of budget and spending only: a part of the total is not printed here."""
    amounts = [[f for f in item if f.measure in ("level", "budget") and compatible(f, total)] for item in items]
    if total.measure == "budget" and all(len(row) == 1 for row in amounts):
        return any(ledger.actual(row[0]) for row in amounts)  # 教育支出预算A、住房保障支出B: all are planned
    return any(row and all(f.measure != total.measure for f in row) for row in amounts) and any(
        f.measure == total.measure for row in amounts for f in row
    )
