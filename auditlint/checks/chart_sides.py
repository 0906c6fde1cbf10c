"""Charts of both sides of an account over two years, and of the parts of a list; part of the check `chart`.

Word keeps neither the title of such a chart nor which paragraph it stands at; what its categories say is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.chart_own import Names
from auditlint.checks.relate import maybe, relate
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts import concept_of
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import replace

_SIDES = compiled(r"(?P<fund>财政拨款)?(?:收入|支出)(?:总计|决算|合计)?")
_YEAR = compiled(r"20[0-9]{2}")
_TOTALS = {"": "收支总计", "财政拨款": "财政拨款收支总计"}
_LEAST = 3  # parts that a chart and a list share
_OFF = Decimal("0.0001")  # of the total, that rounding of its parts may explain


def both_sides(ledger: Ledger, table: TableFacts, names: Names) -> Iterator[Relation]:
    """收入 and 支出 of two years, equal in each: the chart of 收、支总计, and of its change."""
    years: dict[str, list[Fact]] = {}
    funds: set[str] = set()
    for fact in table.facts:
        category, series = (name.replace(" ", "") for name in names[fact.id])
        year, side = (
            _YEAR.search(series) or _YEAR.search(category),
            _SIDES.fullmatch(category) or _SIDES.fullmatch(series),
        )
        if year is None or side is None:
            return
        years.setdefault(year.group(), []).append(fact)
        funds.add(side["fund"] or "")
    if len(funds) != 1 or ledger.year not in years or any(not _equal(values) for values in years.values()):
        return
    shown = years[ledger.year][0]
    prior = years.get(str(int(ledger.year) - 1))
    total = ledger.stated_once(_TOTALS[funds.pop()])
    if total is not None:
        own = replace(shown, figure=replace(shown.figure, unit=total.figure.unit))
        yield from maybe(relate("same-figure", Equal(), (("chart", own), ("text", total)), firm=False))
        if prior is not None:
            before = replace(prior[0], figure=replace(prior[0].figure, unit=total.figure.unit))
            yield from _change(ledger, total, own, before)


def _equal(values: list[Fact]) -> bool:
    return len(values) > 1 and len({f.figure.value for f in values}) == 1


def _change(ledger: Ledger, total: Fact, shown: Fact, prior: Fact) -> Iterator[Relation]:
    """各减少D万元 beside the total, against the chart's value of the year before."""
    near = (f for f in ledger.facts[total.id + 1 : total.id + 3] if f.measure == "change" and f.basis == "prior")
    change = next((f for f in near if f.sentence >= 0 and f.direction and f.figure.unit == total.figure.unit), None)
    if change is not None:
        for level in (total, shown):
            ordered = (
                (("current", level), ("base", prior)) if change.direction > 0 else (("base", prior), ("current", level))
            )
            yield from maybe(relate("change", Sum((1, -1)), (("change", change), *ordered), firm=False))


def listed(ledger: Ledger, table: TableFacts, names: Names) -> Iterator[Relation]:
    """Values of the very parts that a list of the text divides a total into: they make up that total, too."""
    if len(table.facts) < _LEAST or len({series for _, series in names.values()}) != 1:
        return
    parts = {_named(ledger, names[f.id][0]) for f in table.facts}
    if "" in parts or len(parts) != len(table.facts):
        return
    for one in ledger.lists:
        total = ledger.facts[one.parent[0]] if one.parent else None
        items = [ledger.facts[item[0]] for item in one.parts if item]
        if total is None or total.sentence < 0 or {f.concept or f.label for f in items} != parts:
            continue
        made = sum((f.figure.amount for f in items), Decimal(0))
        if abs(made - total.figure.amount) <= total.figure.amount * _OFF:
            unit = total.figure.unit
            shown = [replace(f, figure=replace(f.figure, unit=unit)) for f in table.facts]
            terms = (("total", total), *(("part", f) for f in shown))
            yield from maybe(relate("sum", Sum((1,) * len(shown)), terms, firm=False))
            return


def _named(ledger: Ledger, category: str) -> str:
    """What a category is called, by its concept where it has one."""
    name = clean(category)
    return concept_of(name, ledger.rulebook.taxonomy) or name
