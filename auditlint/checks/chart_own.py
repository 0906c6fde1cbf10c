"""A chart by itself: its two sides, and the parts of a whole against the total that its title names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from auditlint.checks.relate import choose, maybe, relate
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts import concept_of
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

Said = Callable[[str], "Fact | None"]  # what the text says of a concept
Names = Mapping[int, tuple[str, str]]  # the category and the series of a chart's values, by the fact's id

_OF_BOTH_SIDES = compiled(r"收.{0,3}支.*总计")
_OF_PARTS = compiled(r"(?P<whole>.+?)(?:决算)?(?:结构|构成|占比|分布)(?:情况)?(?:示意)?[图表]?$")
_OFF = Decimal("0.05")  # of the total; a chart that lacks more does not show all parts


def sides(table: TableFacts, names: Names) -> Iterator[Relation]:
    """收、支总计变动情况图: both sides of an account come to the same, year by year."""
    if not _OF_BOTH_SIDES.search(normalize(table.title).replace(" ", "")):
        return
    rows: dict[str, dict[str, Fact]] = {}
    for fact in table.facts:
        category, series = names[fact.id]
        rows.setdefault(clean(category) or category, {})[clean(series)] = fact
    for row in rows.values():
        if "收入" in row and "支出" in row:
            terms = (("chart", row["支出"]), ("other", row["收入"]))
            yield from maybe(relate("same-figure", Equal(), terms, firm=True))


def parts(ledger: Ledger, table: TableFacts, names: Names, said: Said) -> Iterator[Relation]:
    """支出决算结构图: the values of a chart make up what its title names, as far as the text states it."""
    m = _OF_PARTS.match(normalize(table.title).replace(" ", ""))
    whole = clean(m["whole"]) if m is not None else ""
    named = (concept_of(name, ledger.rulebook.taxonomy) for name in (whole, f"{whole}合计") if whole)
    concept = next((c for c in named if c), "")
    total = said(concept) if concept else None
    if total is None or len({names[f.id][1] for f in table.facts}) != 1 or len(table.facts) < 2:
        return
    made = sum((f.figure.value for f in table.facts), Decimal(0))
    if abs(made - total.figure.value) <= total.figure.value * _OFF:
        terms = (("total", total), *(("part", f) for f in table.facts))
        chosen = choose([relate("sum", Sum((1,) * len(table.facts)), terms, firm=False)])
        if chosen is not None and not (chosen.verdict == "broken" and _left_out(ledger, chosen)):
            yield chosen


def _left_out(ledger: Ledger, broken: Relation) -> bool:
    """Whether what the values of a chart lack is an amount that the text states: a part that the chart leaves out."""
    gap = broken.difference * broken.figures[0].unit.factor
    return any(f.sentence >= 0 and f.figure.amount == gap for f in ledger.facts)
