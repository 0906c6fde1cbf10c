"""Lists known to be whole that do not add up for one slip in a figure; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.parts import add_up
from auditlint.checks.relate import TELLING, odd_unit, significant, slipped
from auditlint.checks.sum.items import LEAST, opening_words
from auditlint.checks.sum.lacking import coarse
from auditlint.expressions import compiled
from auditlint.facts.enumerators import number
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize


def items_of_class(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """卫生健康（类）支出T，其中： over lines 行政单位医疗（项）…a: all items of a class, each on a line of its own."""
    of_class = "(类)" in _line_before(ledger, total)
    return of_class and all(_ITEM.search(_line_before(ledger, p)) for p in parts)


_ITEM = compiled(r"^\s*(?:[(（]?[0-9]{1,2}[)）.、．]+\s*)?[^,;。类]{2,}\(项\)")


def _line_before(ledger: Ledger, fact: Fact) -> str:
    span = fact.figure.span
    return normalize(ledger.documents[fact.document].blocks[span.block].text[: span.start])


_SUBJECT = compiled(r"[(（][类款项][)）]")


def slip_in_subjects(ledger: Ledger, top: Relation, parts: Sequence[Fact]) -> bool:
    """支出T，其中：1.…（类）…（款）…（项）a、2.…: whether subjects of the accounts make the total but for one slip.

    A report tells of all of them; their amounts may stand in the paragraph below the name.
    """
    if len(parts) <= LEAST or not slipped(top, TELLING):
        return False
    blocks = ledger.documents[parts[0].document].blocks
    for p in parts:
        at = p.figure.span.block
        above = blocks[at - 1].text if at else ""
        if not _SUBJECT.search(blocks[at].text[: p.figure.span.start]) and not _SUBJECT.search(above):
            return False
    return True


_MAINLY = compiled(r"主要|重点|部分|如[:：]?$|例如")
_MANY = 5  # numbered items that are all there are


def slip_in_numbered(ledger: Ledger, listing: Listing, top: Relation, parts: Sequence[Fact]) -> bool:
    """T万元。其中：1.甲a；2.乙b；…: whether paragraphs numbered from 1 on make the total but for one slip."""
    if listing.opener != "lines" or not listing.closed or len(parts) < _MANY or coarse(top):
        return False
    blocks = ledger.documents[parts[0].document].blocks
    numbers = [number(normalize(blocks[p.figure.span.block].text)) for p in parts]
    in_order = numbers == list(range(1, len(parts) + 1))
    return in_order and _MAINLY.search(opening_words(ledger, listing)) is None and slipped(top, _SHORT)


_SHORT = 2  # digits of a figure whose slip tells in a list of many


def odd_before(total: Fact, parts: list[Fact]) -> Relation | None:
    """一般债务a亿元，专项债务b万元，尚有空间c亿元: the first parts, where b in the unit of a makes the total."""
    if significant(total.figure) < TELLING:
        return None
    made = (add_up(total, parts[:n], True) for n in range(len(parts) - 1, 1, -1))
    return next((one for one in made if one is not None and one.verdict == "broken" and odd_unit(one)), None)


_OF_THE_YEAR = compiled(r"^(?:本年|当年)(?P<side>收入|支出)")
_CARRIED_ON = compiled(r"^(?:年末|年初|上年)[^,;。]{0,4}结[转余]")


def copied_from_the_other_side(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """总收入T，其中本年收入A。总支出T，其中本年支出A，年末结转B: what came in stands for what was spent."""
    if len(parts) != LEAST or not _CARRIED_ON.search(parts[1].label):
        return False
    m = _OF_THE_YEAR.search(parts[0].label)
    other = {"收入": "支出", "支出": "收入"}[m["side"]] if m is not None else ""
    same = (f for f in ledger.facts if f.measure == "level" and f.figure.amount == parts[0].figure.amount)
    return bool(other) and any(
        (found := _OF_THE_YEAR.search(f.label)) is not None and found["side"] == other and f.section == total.section
        for f in same
    )


def counted_before(total: Fact, parts: Sequence[Fact]) -> bool:
    """甲a万元。乙b万元。两项合计T万元: whether they make T, but for one of them left out, or for a slip in a figure."""
    made = add_up(total, parts, False)
    gap = made.difference * total.figure.unit.factor if made is not None else Decimal(0)
    return made is not None and (
        made.verdict != "broken" or -gap in [p.figure.amount for p in parts] or slipped(made, TELLING)
    )
