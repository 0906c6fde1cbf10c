"""Amounts called what they are not, as the other figures of their sentence prove: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text.figures import mark, place
from auditlint.checks.text.kinds import summed
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark, Span
from auditlint.numerals import PRINTED, decimal

_UNIT = r"万元|亿元|元"
_DONE = compiled(
    rf"(?<!年初)(?<!全年)(?<!调整)(?P<called>预算)(?:数)?(?:为)?(?P<n>{PRINTED})(?P<unit>{_UNIT}),完成(?:年初|全年)预算(?:数)?"
    rf"(?:(?P<m>{PRINTED})(?P=unit))?的(?P<p>{PRINTED})%"
)
_PLANNED = compiled(rf"(?:年初|全年)预算(?:数)?(?:为|安排)?(?P<m>{PRINTED})(?P<unit>{_UNIT})")
_MOVED = compiled(r"调整|追加|批复|下达|核减|调增|调减|中期|下年")


def called_budget(ledger: Ledger) -> Iterator[Remark]:
    """年初预算3.00万元，支出预算2.40万元，完成年初预算的80.00%: the rate shows that it is what was spent."""
    for sentence in ledger.sentences:
        for m in _DONE.finditer(sentence.text):
            before = list(_PLANNED.finditer(sentence.text, 0, m.start()))
            whole = m["m"] or (before[-1]["m"] if before and before[-1]["unit"] == m["unit"] else "")
            if not whole or _MOVED.search(sentence.text) or not decimal(whole) or m["n"] == whole:
                continue
            rate = decimal(m["p"])
            step = Decimal(1).scaleb(int(rate.as_tuple().exponent))
            if abs(decimal(m["n"]) * 100 / decimal(whole) - rate) <= step:
                spans = (mark(sentence, *m.span("called")), mark(sentence, *m.span("p")))
                fields = (("stated", "预算" + m["n"] + m["unit"]), ("rate", m["p"] + "%"), ("expected", "决算"))
                yield Remark("called", spans, fields, "决算")


_SIDES = {
    side: compiled(rf"(?<!{other}){side}(?:合计|总计|总额|决算|预算)?(?:数)?$|^总{side}$")
    for side, other in (("收入", "支出"), ("支出", "收入"))
}
_FROM = compiled(r"安排|用于|弥补|形成")
_OTHER = {"收入": "支出", "支出": "收入"}


def called_side(ledger: Ledger) -> Iterator[Remark]:
    """收入总计120万元，包括财政拨款支出100万元、事业收入20万元: a part, or a total, called by the other side's name."""
    made = [
        (listing, *summed(ledger, listing))
        for listing in ledger.lists
        if ledger.documents[listing.document].role == "report" and any(map(_side, ledger.pick(listing.parent)))
    ]
    own_lists = set()
    for listing, total, parts in made:
        side = _side(total)
        if total is not None and side and all(_SIDES[side].search(p.label) for p in parts):
            own_lists.add((listing.document, total.figure.span.block, total.label))
    for listing, total, parts in made:
        side = _side(total)
        if not side or total is None:
            continue
        other = [p for p in parts if _SIDES[_OTHER[side]].search(p.label) and not _FROM.search(p.label)]
        own = [p for p in parts if _SIDES[side].search(p.label)]
        if len(other) == 1 and own:
            fields = (("stated", other[0].label), ("label", total.label), ("expected", side))
            yield Remark("other-side", (_named(ledger, other[0]), place(total)), fields)
        twice = (listing.document, total.figure.span.block, total.label) in own_lists
        if twice and len(other) == len(parts) > 1:
            fields = (("stated", total.label), ("label", other[0].label), ("expected", _OTHER[side]))
            yield Remark("other-side", (_named(ledger, total), place(other[0])), fields)


def _side(total: Fact | None) -> str:
    return next((s for s, name in _SIDES.items() if total is not None and name.search(total.label)), "")


_TWICE = compiled(
    r"(?:^|(?<=[,;。:]))(?:20[0-9]{2}年度?|全年|本年度?|当年|我单位|本单位|本部门)*(?P<name>总?收入)(?:合计|总计|总额)?(?:为|共)?"
    rf"(?P<a>{PRINTED})(?P<unit>{_UNIT}),(?:本年|全年|当年)?(?P<again>(?P=name))(?:合计|总计|总额)?(?:为|共)?(?P<b>{PRINTED})(?P=unit),"
    rf"(?:收支相抵后?,?)?(?:年末|年终|当年|本年|收支)*(?:结余|结转|节余|盈余)(?:为)?(?P<c>{PRINTED})(?P=unit)"
)


def income_twice(ledger: Ledger) -> Iterator[Remark]:
    """本年收入120万元，收入118万元，结余2万元: the second is what was spent."""
    for sentence in ledger.sentences:
        for m in _TWICE.finditer(sentence.text):
            if decimal(m["a"]) - decimal(m["b"]) == decimal(m["c"]):
                fields = (("stated", m["again"] + m["b"] + m["unit"]), ("label", "结余"), ("expected", "支出"))
                yield Remark("other-side", (mark(sentence, *m.span("again")),), fields)


def _named(ledger: Ledger, fact: Fact) -> tuple[int, Span]:
    """Where a figure's label is printed; the figure's own place where it stands elsewhere."""
    span = fact.figure.span
    text = ledger.documents[fact.document].blocks[span.block].text
    at = text.rfind(fact.label, 0, span.start)
    return (fact.document, Span(span.block, at, at + len(fact.label))) if at >= 0 else place(fact)
