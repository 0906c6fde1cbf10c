"""How many kinds are announced against the list that adds up behind: 五大类共T场：甲a场…; part of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.parts import add_up, column_of
from auditlint.expressions import compiled
from auditlint.facts.ledger import SUMMED, Ledger, Listing
from auditlint.model import Fact, Remark, Span
from auditlint.numerals import normalize, whole_number

_NUMBER = (
    r"(?<![第十一二两三四五六七八九几每各前后余多、—~0-9.-])"
    r"(?P<count>[两二三四五六七八九十]|十[一二三四五六]|[2-9]|1[0-6])"
)
_CLASSES = r"(?:个|项)?(?P<classes>类级?(?:支出)?(?:功能分类)?科目)"
_KINDS = r"(?:大类|类|个?(?:大|主要)?方面|个?(?:大|主要)?部分|个?渠道)"
_TOTAL = r"(?:[共合总小]?计?|共有?|累计)(?:支出|安排|投入|资金)?[0-9][0-9,.]*[^0-9,;。:()]{1,2}"
_ANNOUNCED = compiled(
    rf"{_NUMBER}(?:{_CLASSES}(?:[,:]?(?:其中|分别[为是]|具体为|即)?[:,]?|\()|{_KINDS}(?:{_TOTAL})?(?:[,:]?(?:具体为|即)?:|\())$"
)
_OPEN = compiled(r"等(?!级|次)|例如|比如|之一|新增|增加|减少|原有|除|另")
_JOINED = compiled(
    r"[、和与及或/·]|其[他它余]|合计|小计|各|类|中|部分|方面"
)  # may stand for several kinds, or for a part
_BELOW = compiled(r"[(](?:款|项)[)]")
_REACH = 40  # characters before a list in which its kinds are announced
_LEAST = 3  # parts that hardly add up by chance


def kinds(ledger: Ledger) -> Iterator[Remark]:
    """涉及五大类共T场：甲a场、乙b场…: kinds that make up their total, one more or one less than announced."""
    for listing in ledger.lists:
        if listing.opener in (*SUMMED, "等", "heading") or len(listing.parts) < _LEAST:
            continue
        place = listing.place
        document = ledger.documents[listing.document]
        text = normalize(document.blocks[place.block].text)[: place.end]
        start = max(text.rfind(mark, 0, max(place.start, len(text) - 1)) + 1 for mark in "。;\n")
        said = _ANNOUNCED.search(text, max(start, len(text) - _REACH))
        if said is None or document.role != "report" or _OPEN.search(text, max(start, said.start() - _REACH)):
            continue
        _, parts = summed(ledger, listing)
        due, count = whole_number(said["count"]), len(parts)
        plain = _classes(parts) if said["classes"] else not any(_JOINED.search(p.label) for p in parts)
        if abs(due - count) == 1 and plain:
            span = Span(place.block, said.start("count"), said.end("count"))
            yield Remark(
                "announced", ((listing.document, span),), (("stated", said["count"]), ("expected", str(count)))
            )


def _classes(parts: Sequence[Fact]) -> bool:
    """Whether all parts are classes of expenditure by their names, none of them an item of one."""
    return all(not _BELOW.search(p.label) and ("(类)" in p.label or p.concept) for p in parts)


def summed(ledger: Ledger, listing: Listing) -> tuple[Fact | None, Sequence[Fact]]:
    """An amount before a list and its parts that make it up to the last digit, each of another name; else nothing."""
    items = [list(ledger.pick(item)) for item in listing.parts]
    for total in ledger.pick(listing.parent):
        column = [column_of(item, total) for item in items]
        parts = [f for f in column if f is not None and f.label and f.figure.value]
        one = add_up(total, parts, firm=False) if len(parts) == len(items) else None
        if one is not None and one.verdict == "holds" and len({p.label for p in parts}) == len(parts):
            return total, parts
    return None, ()
