"""Check `class-sum`: the items of a class (类) against the amount that another section states for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditlint.checks import Check
from auditlint.checks.parts import add_up
from auditlint.checks.relate import TELLING, choose, relate, slipped
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import likeness, of_its_fund
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass

_CLASS = compiled(r"(?P<name>[一-鿿]{2,20}?)\(类\)")


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every class whose items are listed and whose amount stands elsewhere."""
    stated = _by_label(ledger)
    for listing in ledger.lists:
        if listing.opener in ("lines", "heading") and len(listing.parts) > 1:
            yield from _classes(ledger, listing, stated)


def _by_label(ledger: Ledger) -> dict[str, list[Fact]]:
    """The amounts of the running text by their labels; a long report repeats its labels."""
    found: dict[str, list[Fact]] = {}
    for f in ledger.facts:
        of_year = f.period in ("", ledger.year)
        if of_year and f.sentence >= 0 and f.measure == "level" and f.figure.unit.dimension == "money":
            found.setdefault(f.label, []).append(f)
    return found


def _classes(ledger: Ledger, listing: Listing, amounts: Mapping[str, Sequence[Fact]]) -> Iterator[Relation]:
    groups: dict[str, list[Fact]] = {}
    for item in listing.parts:
        facts = [ledger.facts[i] for i in item]
        text = normalize(ledger.documents[listing.document].blocks[facts[0].figure.span.block].text)
        m = _CLASS.search(text[: max(facts[0].figure.span.start, 1)])
        level = next((f for f in facts if f.measure == "level" and f.figure.unit.dimension == "money"), None)
        if m is None or level is None:
            return
        name = clean(m["name"])
        meant = next((known for known in groups if _mistyped(name, known)), name)
        groups.setdefault(meant, []).append(level)
    total = next((f for f in ledger.pick(listing.parent) if f.measure == "level"), None)
    whole = None if total is None else add_up(total, [f for group in groups.values() for f in group], False)
    complete = whole is not None and whole.verdict != "broken"
    for name, parts in groups.items():
        stated = _stated(amounts, name, parts)
        if stated is None:
            continue
        terms = [("total", stated), *(("part", p) for p in parts)]
        equation = Sum((1,) * len(parts)) if len(parts) > 1 else Equal()
        one = choose([relate("sum", equation, terms, firm=complete)])
        if one is not None and one.verdict == "broken" and not of_its_fund(stated.section, parts[0].section):
            continue
        if one is not None and one.verdict == "broken" and _of_a_fund(ledger, parts) != _of_a_fund(ledger, [stated]):
            continue
        if one is not None and (complete or one.verdict != "broken" or one.difference <= 0 or slipped(one, TELLING)):
            yield one  # where the whole list falls short too, an item may be missing


_FUND = compiled(r"政府性基金|国有资本经营")


def _of_a_fund(ledger: Ledger, facts: Sequence[Fact]) -> bool:
    """Whether amounts are of a fund, by their headings or by the name of an item: 移民后期扶持基金支出（款）."""
    words = (f.section + ledger.said_before(f) for f in facts)
    return any(_FUND.search(w) or "基金支出(款)" in w for w in words)


def _mistyped(name: str, other: str) -> bool:
    """Whether a class is another with one character mistyped: 卫生健康支持（类） behind 卫生健康支出（类）."""
    return len(name) == len(other) > 3 and sum(a != b for a, b in zip(name, other, strict=True)) == 1


def _stated(amounts: Mapping[str, Sequence[Fact]], name: str, parts: Sequence[Fact]) -> Fact | None:
    """The one amount the running text states for a class outside the list; None where there is none or several."""
    blocks = {p.figure.span.block for p in parts}
    found = [
        f
        for label, facts in amounts.items()
        if label in (name, name + "支出") or likeness(label, name) == 3
        for f in facts
        if f.document == parts[0].document and f.figure.span.block not in blocks and f.id < parts[0].id
    ]
    return max(found, key=lambda f: f.id) if found and len({f.figure.amount for f in found}) == 1 else None


CHECK = Check("class-sum", Options, run, ("total", "part"), "the items of a class against its amount elsewhere")
