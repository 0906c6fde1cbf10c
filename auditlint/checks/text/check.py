"""Check `text`: words that contradict figures, units lost, template residue, stale years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from auditlint.checks import Check
from auditlint.checks.text import (
    above,
    all_but,
    all_listed,
    all_of,
    among,
    amounts,
    announced,
    base_years,
    behind,
    calculated,
    calculations,
    called,
    capital,
    cells,
    charts,
    citations,
    claims,
    compared,
    comparisons,
    composed,
    concluded,
    contents,
    costs,
    counters,
    counts,
    dates,
    delays,
    denied,
    executed,
    figures,
    flat,
    grades,
    indicators,
    kinds,
    lined,
    movers,
    multiples,
    nothing,
    offices,
    periods,
    portions,
    posts,
    products,
    ranks,
    rated,
    reasons,
    sections,
    siblings,
    signs,
    spans,
    superlatives,
    tabled,
    targets,
    template,
    timelines,
    titles,
    trends,
    two_rates,
    undone,
    units,
    years,
)
from auditlint.checks.text.figures import place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation, Remark, Span
from auditlint.numerals import normalize
from auditlint.records import dataclass, field
from auditlint.typed import Literal

Kind = Literal[
    "missing-unit",
    "short-unit",
    "placeholder",
    "choice-left",
    "budget-words",
    "flat",
    "zero-base",
    "over-hundred",
    "own-year",
    "stale-year",
    "doubled",
    "blank",
    "none",
    "elsewhere",
    "reason",
    "visits",
    "date",
    "old-year",
    "opposite",
    "unit-column",
    "malformed",
    "points",
    "capital",
    "bracket",
    "last-called",
    "target",
    "threshold",
    "grade",
    "superlative",
    "order",
    "contrary",
    "other-side",
    "other-office",
    "none-counted",
    "base-year",
    "announced",
    "chart-reference",
    "chart-side",
    "contents",
    "period",
    "rough",
    "done",
    "whole",
    "zero-share",
    "left-over",
    "limit",
    "cell-words",
    "multiple",
    "all",
    "compared",
    "completed-twice",
    "posts",
    "trend",
    "timeline",
    "delay",
    "used-nothing",
    "rise-to-nothing",
    "sign",
    "calculation",
    "calculation-quoted",
    "counter",
    "called",
    "citation",
    "span",
    "sibling",
    "sibling-twice",
    "nothing-named",
    "above-all",
    "rank",
]


@dataclass(frozen=True, slots=True)
class Options:
    """Which fault of words is looked for."""

    of: Kind = field(metadata={"help": "the kind of fault"})


def run(ledger: Ledger, options: Options) -> Iterator[Relation | Remark]:
    """Remarks of one kind over the running text, and relations of the amounts that such words compare rightly."""
    yield from _FINDERS[options.of](ledger)


def _missing_unit(ledger: Ledger) -> Iterator[Remark]:
    """占76.23, 较上年2.08减少: a figure whose unit the sentence makes certain and does not print."""
    for fact in ledger.facts:
        unit = fact.figure.unit
        if fact.sentence < 0 or unit.name or unit.dimension not in ("money", "percent") or not fact.figure.value:
            continue  # nothing is nothing in any unit
        if fact.figure.span.end == len(ledger.documents[fact.document].blocks[fact.figure.span.block].text):
            continue  # cut off at the end of its paragraph
        if _usual(ledger, fact) and _ends(ledger, fact) and not _others_bare(ledger, fact):
            wanted = "%" if unit.dimension == "percent" else "万元" if unit.factor == 10000 else "元"
            fields = (("stated", fact.figure.text), ("unit", wanted))
            yield Remark("missing-unit", (place(fact),), fields, fact.figure.text + wanted)


_BARE = compiled(r"(?<![0-9.])[0-9]+\.[0-9]+\s*[,;，；、。)）]")


def _others_bare(ledger: Ledger, fact: Fact) -> bool:
    """Whether its sentence has other numbers without a unit.

    死亡率为0.018，比上年的0.022下降18.2%: no amounts; 预算612.40，决算648.15: whose unit is left out of all.
    """
    sentence = ledger.sentences[fact.sentence]
    own = fact.figure.span.start - sentence.start
    read = {f.figure.span.start - sentence.start: f.figure.unit.name for f in ledger.facts_of(sentence)}
    others = (m.start() for m in _BARE.finditer(sentence.text) if m.start() != own)
    return any(not read.get(at) if at > own else at not in read for at in others)


def _usual(ledger: Ledger, fact: Fact) -> bool:
    """Whether the sentence, or the whole report, prints units and none is given once for all (单位：万元)."""
    sentence = ledger.sentences[fact.sentence]
    others = [ledger.facts[i].figure.unit for i in sentence.facts if i != fact.id]
    if not others and fact.figure.decimals and _MONEY.search(fact.label):
        others = [f.figure.unit for f in ledger.facts if f.sentence >= 0 and f.figure.unit.dimension == "money"]
        others = [u for u in others if u.name] if sum(not u.name for u in others) * _SELDOM <= len(others) else others
    blocks = ledger.documents[fact.document].blocks
    near = "".join(b.text for b in blocks[max(sentence.block - 3, 0) : sentence.block + 1] if b.kind != "cell")
    return bool(others) and all(u.name for u in others) and not _GIVEN.search(near)


_GIVEN = compiled(r"单位\s?[:：]|[(（]\s?[百千万亿]{0,2}元\s?[)）]\s?[:：]")
_MONEY = compiled(r"(?:资金|经费|支出|收入|金额|拨款)(?:决算|预算|总计|合计)?$")
_SELDOM = 20  # amounts with a unit for each without one, where a unit is the report's habit
_END = compiled(r"\s*(?:[,;。)]|减少|增加|增长|下降|已经|已支)")


def _ends(ledger: Ledger, fact: Fact) -> bool:
    """Whether what follows a number cannot be a unit that we do not know."""
    text = ledger.documents[fact.document].blocks[fact.figure.span.block].text
    return _END.match(normalize(text[fact.figure.span.end : fact.figure.span.end + 6])) is not None


_MANY, _SOME = 12, 3  # amounts of a report before a unit cut short is told, in a whole report and of a named amount
_STOPS = frozenset(",;。，；)）")


# of whom and what thousands are told with no unit at all
_AUDIENCE = compiled(
    r"粉丝|用户|会员|人口|人数|人群|游客|旅客|客流|观众|读者|听众|流量"
    r"|(?:浏览|点击|播放|阅读|访问|关注|下载|转发|收看|收听|客流|交易|[销产])量|点击|浏览|阅读|播放"
)
_OF_MONEY = compiled(
    r"资金|经费|支出|收入|拨|预算|决算|金额|投资|投入|款|费|补[助贴]|奖|债|税|成本|价|产值|安排|下达|到位|追加|结[转余]|贷|营业|利润|缴|元"
)


def _short_unit(ledger: Ledger) -> Iterator[Remark]:
    """预算下达38万，: 元 left out in a report that prints it everywhere else."""
    money = [f for f in ledger.facts if f.sentence >= 0 and f.figure.unit.dimension == "money"]
    short = [f for f in money if f.figure.unit.name in ("万", "亿")]
    usual = len(money) >= _MANY and len(short) * 6 <= len(money)
    for fact in short:
        alone = len(short) == 1 and len(money) >= _SOME and _MONEY.search(fact.label) is not None
        beside = ledger.facts_of(ledger.sentences[fact.sentence])
        counted = any(f.figure.unit.name.startswith("万") and f.figure.unit.dimension == "count" for f in beside)
        said = ledger.said_before(fact)
        counted = counted or _OF_MONEY.search(said) is None or _AUDIENCE.search(said.rpartition(";")[2]) is not None
        if (usual or alone) and ledger.after(fact, 1) in _STOPS and not counted:
            fields = (("stated", fact.figure.text), ("unit", "元"))
            yield Remark("short-unit", (place(fact),), fields, fact.figure.text + "元")


_NUMBER = compiled(r"[≥≤<>=]?\s*[0-9]+(?:\.[0-9]+)?\s*%?")


def _unit_column(ledger: Ledger) -> Iterator[Remark]:
    """A number where a table's column gives units of measure; all of a table are one remark."""
    for table in ledger.tables:
        document = ledger.documents[table.document]
        if document.beside:
            continue
        blocks = table.blocks
        for panel in table.panels:
            for column in panel.having("unit"):
                rows = [r for r in panel.rows if r.role != "total"]  # its blank cells may be merged, its points moved
                filled = [(r, i) for r in rows if (i := blocks.get((r.index, column.index), -1)) >= 0]
                filled = [(r, i) for r, i in filled if document.blocks[i].text.strip()]
                numbers = [(r, i) for r, i in filled if _NUMBER.fullmatch(normalize(document.blocks[i].text).strip())]
                units = {document.blocks[i].text.strip() for _, i in filled}.difference(
                    document.blocks[i].text.strip() for _, i in numbers
                )
                numbers = [(r, i) for r, i in numbers if units.isdisjoint(r.names)]  # else short of its first cell
                if numbers and len(numbers) * 2 < len(filled):
                    spans = tuple((table.document, Span(i, 0, len(document.blocks[i].text))) for _, i in numbers)
                    row, first = numbers[0]
                    fields = (("stated", document.blocks[first].text.strip()), ("label", row.label))
                    yield Remark("unit-column", spans, fields)


def _together(*finders: Callable[[Ledger], Iterator[Remark]]) -> Callable[[Ledger], Iterator[Remark]]:
    """What several finders find, as one kind of fault; each place once."""

    def found(ledger: Ledger) -> Iterator[Remark]:
        told: set[tuple[int, Span]] = set()
        for remark in chain.from_iterable(find(ledger) for find in finders):
            if remark.spans[0] not in told:
                told.add(remark.spans[0])
                yield remark

    return found


_FINDERS: Mapping[str, Callable[[Ledger], Iterator[Relation | Remark]]] = {
    "missing-unit": _together(_missing_unit, units.bare_rates, units.bare_amounts),
    "placeholder": template.placeholder,
    "choice-left": template.choice_left,
    "short-unit": _short_unit,
    "budget-words": figures.budget_words,
    "flat": _together(flat.flat, flat.moved),
    "zero-base": figures.zero_base,
    "over-hundred": figures.over_hundred,
    "own-year": _together(years.own_year, years.own_day),
    "stale-year": titles.stale_year,
    "doubled": template.doubled,
    "blank": template.blank,
    "none": _together(claims.none, denied.denied),
    "elsewhere": claims.elsewhere,
    "reason": reasons.reason,
    "visits": claims.visits,
    "date": dates.date,
    "old-year": _together(years.old_year, years.later_part),
    "opposite": reasons.opposite,
    "unit-column": _unit_column,
    "malformed": template.malformed,
    "points": units.points,
    "capital": capital.capital,
    "bracket": template.bracket,
    "last-called": years.last_called,
    "target": _together(targets.targets, indicators.claimed),
    "threshold": _together(targets.thresholds, comparisons.comparisons, comparisons.distances),
    "grade": grades.grades,
    "superlative": _together(
        superlatives.superlatives,
        superlatives.led,
        tabled.tabled,
        movers.movers,
        among.among,
        lined.lined,
    ),
    "order": superlatives.orders,
    "contrary": _together(reasons.contrary, costs.costs, undone.undone),
    "other-side": _together(sections.other_side, sections.opened_side, called.called_side, called.income_twice),
    "other-office": offices.other_office,
    "none-counted": counts.none_counted,
    "base-year": base_years.base_year,
    "announced": _together(announced.announced, kinds.kinds, composed.composed),
    "chart-reference": charts.reference,
    "chart-side": charts.chart_side,
    "contents": contents.contents,
    "period": periods.period,
    "rough": _together(behind.rough, portions.named_portions, portions.counted_portions),
    "done": behind.done,
    "whole": behind.whole,
    "zero-share": amounts.zero_share,
    "left-over": amounts.left_over,
    "limit": amounts.limits,
    "cell-words": cells.cell_words,
    "multiple": multiples.multiples,
    "all": _together(
        all_of.all_met,
        all_of.all_of_budgets,
        all_of.all_of_kind,
        all_of.all_of_counts,
        all_of.all_above,
        all_listed.all_done,
        all_listed.all_moved,
        all_listed.all_moved_first,
        all_listed.all_graded,
        all_listed.all_full,
        all_listed.all_below,
        executed.executed,
        all_but.all_but,
        rated.rated,
        concluded.concluded,
    ),
    "compared": compared.compared,
    "completed-twice": two_rates.completed_twice,
    "posts": posts.posts,
    "timeline": timelines.timelines,
    "delay": delays.delays,
    "used-nothing": nothing.used_nothing,
    "sign": signs.signs,
    "sibling": siblings.siblings,
    "sibling-twice": siblings.twice,
    "span": spans.spans,
    "calculation": _together(calculations.calculations, products.products),
    "calculation-quoted": calculated.quoted,
    "called": called.called_budget,
    "citation": citations.citations,
    "counter": counters.counters,
    "nothing-named": template.nothing_named,
    "above-all": above.above_all,
    "rank": ranks.ranks,
    "rise-to-nothing": nothing.rise_to_nothing,
    "trend": _together(trends.spreads, trends.running, trends.turned),
}
CHECK = Check(
    "text",
    Options,
    run,
    ("stated", "unit", "rate", "change", "year", "expected", "label"),
    "words that contradict figures, units lost, template residue",
    compares=False,
)
