"""The totals of two years that words compare by year: 2032年预算较2031年决算增加D; part of the check `change`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.change.distances import distance
from auditlint.checks.relate import maybe
from auditlint.checks.subjects import LEVELS
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_COMPARED = compiled(
    r"(?:^|[,;。:])(?P<year>20[0-9]{2})年度?(?P<name>[^,;。:0-9]{2,14}?)??(?:预算|决算|支出)?数?(?:总额|总计|合计)?(?:与|较|比)"
    r"(?P<before>20[0-9]{2})年度?(?:预算|决算)?数?(?:相比,?)?(?:增加|减少|增长|下降|压减)了?$"
)
_HOW = compiled(r"预算|决算|支出|安排|合计|总计|总额|共计|数$|额$")  # how an amount was measured, not what it is of
_REACH = 40  # figures before a comparison among which the totals of both years stand


def of_two_years(ledger: Ledger, amount: Fact) -> Iterator[Relation]:
    """By how much one year's total is above or below that of another, where the text has one list for each year."""
    m = _COMPARED.search(ledger.said_before(amount).replace(" ", ""))
    if m is None or m["year"] == m["before"]:
        return
    now, then = (_totals(ledger, amount, m[year]) for year in ("year", "before"))
    own = amount.concept or _HOW.sub("", m["name"] or "")
    both = [(now[name], then[name]) for name in now if name in then and (not own or name == own)]
    if len(both) == 1 and all(len(found) == 1 for found in both[0]):
        (current,), (base,) = both[0]
        yield from maybe(distance(amount, current, base))


def _totals(ledger: Ledger, amount: Fact, year: str) -> dict[str, tuple[Fact, ...]]:
    """By name, the totals of a year of the lists before a comparison."""
    found: dict[str, tuple[Fact, ...]] = {}
    for listing in ledger.lists:
        for f in ledger.pick(listing.parent[:1]):
            near = f.document == amount.document and amount.id - _REACH <= f.id < amount.id
            alike = f.measure in LEVELS and f.figure.unit.dimension == amount.figure.unit.dimension
            name = f.concept or _HOW.sub("", f.label)
            if near and alike and f.period == year and name and not f.depth:
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), f)))
    return found
