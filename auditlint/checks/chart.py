"""Check `chart`: the data of a chart against the text, and last year's value behind a change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from auditlint.checks import Check
from auditlint.checks.chart_own import Names, parts, sides
from auditlint.checks.chart_sides import both_sides, listed
from auditlint.checks.relate import choose, corroborated, relate, significant
from auditlint.checks.subjects import subjects
from auditlint.equations import Equal, Growth, Sum
from auditlint.expressions import compiled
from auditlint.facts import concept_of
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Relation
from auditlint.numerals import telling_digits
from auditlint.records import dataclass, field, replace
from auditlint.typed import Literal

_LONG = 5  # digits
_NOT_ACTUAL = compiled(r"上年|去年|年初预算|预算数|调整预算")
_SIDES = ("收入总计", "支出总计")  # of which 收支总计 is either
_YEAR = compiled(r"20[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Options:
    """What a chart is checked against."""

    of: Literal["text", "own"] = field(
        default="text",
        metadata={"help": "text: what the text states; own: its other side, and the total that its title names"},
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of every chart whose categories or series the text names."""
    for table in ledger.tables:
        if table.kind != "chart":
            continue
        names = _names(ledger, table)
        if options.of == "text":
            yield from _quoted(ledger, table, names)
            yield from _years(ledger, table, names)
            yield from both_sides(ledger, table, names)
            yield from listed(ledger, table, names)
        else:
            yield from sides(table, names)
            yield from parts(ledger, table, names, partial(_said, ledger))


def _names(ledger: Ledger, table: TableFacts) -> Names:
    """The category and series names of all values of a chart."""
    document = ledger.documents[table.document]
    heads = {(c.row, c.column): c.block for c in document.tables[table.index].cells if not (c.row and c.column)}
    texts = {place: document.blocks[block].text for place, block in heads.items()}
    return {f.id: (texts.get((0, f.column), ""), texts.get((f.row, 0), "")) for f in table.facts}


def _in_unit(fact: Fact, like: Fact) -> Fact:
    """A chart's value in the unit of the text: charts print none."""
    return replace(fact, figure=replace(fact.figure, unit=like.figure.unit)) if not fact.figure.unit.name else fact


def _quoted(ledger: Ledger, table: TableFacts, names: Names) -> Iterator[Relation]:
    """Each value of a named concept against the text.

    Told where two others of the chart agree, or where a slip explains the difference and one does or the figures are
    so long that they cannot be so near by chance.
    """
    pairs: list[tuple[Fact, Fact]] = []
    for fact in table.facts:
        both = "".join(names[fact.id])
        year = _YEAR.search(both)
        if (year and year.group() != ledger.year) or _NOT_ACTUAL.search(both + table.title):
            continue
        for name in names[fact.id]:
            concept = concept_of(clean(name), ledger.rulebook.taxonomy)
            if not concept:
                continue
            said = _said(ledger, concept)
            if said is not None:
                pairs.append((replace(_in_unit(fact, said), label=clean(name)), said))
                break
    relations = [
        relate("same-figure", Equal(), (("chart", chart), ("text", said)), firm=False) for chart, said in pairs
    ]
    held = sum(r is not None and r.verdict == "holds" and r.terms[0].fact.figure.value != 0 for r in relations)
    for r in relations:
        if r is None:
            continue
        long = min(map(significant, r.figures)) >= _LONG
        if r.verdict != "broken" or held >= 2 or (corroborated(r) and (held or long)):
            yield replace(r, firm=held >= 2 or long or r.verdict == "broken")


def _said(ledger: Ledger, concept: str) -> Fact | None:
    """What the text says of a concept for the report's year; None where it says nothing or several things."""
    names = (concept, *_SIDES) if concept == "收支总计" else (concept,)
    found = [
        ledger.facts[i]
        for name in names
        for i in ledger.concepts.get((name, "level"), ())
        if ledger.facts[i].sentence >= 0 and ledger.facts[i].period in ("", ledger.year)
    ]
    return found[0] if found and len({f.figure.amount for f in found}) == 1 else None


def _years(ledger: Ledger, table: TableFacts, names: Names) -> Iterator[Relation]:
    """A chart of two years: its value of last year against the change that the text states of this year's."""
    rows: dict[int, dict[str, Fact]] = {}
    for fact in table.facts:
        category, series = names[fact.id]
        for name, key in ((category, fact.row), (series, -fact.column)):
            year = _YEAR.search(name)
            if year is not None:
                rows.setdefault(key, {})[year.group()] = fact
                break
    for row in rows.values():
        years = sorted(row)
        if len(years) == 2 and int(years[1]) == int(years[0]) + 1 and years[1] == ledger.year:
            shown = {concept_of(clean(n), ledger.rulebook.taxonomy) for n in names[row[years[1]].id]}
            yield from _changes(ledger, row[years[0]], row[years[1]], shown - {""})


def _changes(ledger: Ledger, prior: Fact, current: Fact, shown: set[str]) -> Iterator[Relation]:
    """Changes of a level with the chart's value, unless the chart is known to show something else."""
    if telling_digits(current.figure.value) < 3:
        return
    for fact in ledger.facts:
        if fact.sentence < 0 or fact.measure not in ("change", "rate") or fact.basis != "prior" or not fact.direction:
            continue
        sentence = [ledger.facts[i] for i in ledger.sentences[fact.sentence].facts]
        found = subjects(ledger, sentence, fact, fact if fact.measure == "change" else None)
        level = found[0].fact if found else None
        if level is None or level.figure.value != current.figure.value:
            continue
        if shown and level.concept and level.concept not in shown:
            continue
        base = _in_unit(prior, level)
        if fact.measure == "rate":
            terms = (("rate", fact), ("current", level), ("base", base))
            one = relate("change", Growth(fact.direction), terms, firm=False)
        else:
            ordered = (
                (("current", level), ("base", base)) if fact.direction > 0 else (("base", base), ("current", level))
            )
            one = relate("change", Sum((1, -1)), (("change", fact), *ordered), firm=False)
        chosen = choose([one])
        if chosen is not None:
            yield chosen if chosen.note else replace(chosen, note="charted")  # not of the text alone


CHECK = Check(
    "chart", Options, run, ("chart", "text", "change", "rate", "current", "base"), "chart data against the text"
)
