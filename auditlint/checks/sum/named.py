"""A total and its parts by name, wherever a section states them; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from auditlint.checks.parts import NETTED, add_up, compatible
from auditlint.checks.relate import choose, maybe, odd_unit, relate, swapped
from auditlint.checks.subjects import LEVELS
from auditlint.equations import AtMost, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import FUND, side
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_SHORT = 3  # digits of the one part of a total in which a slip tells
_OTHER_GUESTS = compiled(r"外宾|境外|外事|国外|涉外|商务|港澳|台湾|来宾")


def _sure_slip(relation: Relation) -> bool:
    """Whether a total and its one part have two digits the other way round, or the same digits and another unit."""
    return swapped(relation, _SHORT) or odd_unit(relation)


def _section_text(ledger: Ledger, fact: Fact) -> str:
    """The sentences of a figure's section, some before and behind it."""
    near = ledger.sentences[max(fact.sentence - 6, 0) : fact.sentence + 6]
    return "".join(s.text for s in near if s.document == fact.document and ledger.section(s) == fact.section)


def by_name(ledger: Ledger, whole: str, names: Sequence[str]) -> Iterator[Relation]:
    """A total and its parts by concept, found in one sentence, list or section."""
    allowed = {p.removesuffix("?") for p in names}
    needed = {p for p in names if not p.endswith("?")}
    groups: dict[tuple[int, int, str], list[Fact]] = {}
    last: dict[tuple[int, str], Fact] = {}
    for f in ledger.facts:
        if f.sentence < 0 or f.measure not in LEVELS or f.figure.unit.dimension != "money":
            continue
        if f.concept in allowed or _between_units(f):
            paragraph = f.figure.span.block
            before = last.get((f.document, f.measure))
            if before is not None and f.concept != before.concept:  # a list whose items are paragraphs
                start = ledger.sentences[before.sentence]
                near = 0 <= paragraph - start.block <= 2 and ledger.section(start) == f.section
                key = (f.document, start.block, f.measure)
                if near and paragraph != start.block and f.concept not in {g.concept for g in groups.get(key, ())}:
                    groups.setdefault(key, []).append(f)
                    continue
            groups.setdefault((f.document, paragraph, f.measure), []).append(f)
            last[f.document, f.measure] = f
    wholes = {m: [ledger.facts[i] for i in ledger.concepts.get((whole, m), ())] for m in LEVELS}
    for (document, paragraph, measure), found in groups.items():
        first: dict[str, Fact] = {}
        for f in found:
            first.setdefault(f.concept, f)
        parts = list(first.values())
        if not needed <= set(first) or (len(parts) == 1 and _elsewhere(ledger, allowed - set(first), parts[0])):
            continue
        totals = [
            f
            for f in wholes[measure]
            if f.sentence >= 0
            and f.document == document
            and f.period in ("", parts[0].period, ledger.year)
            and all(compatible(f, p) for p in parts)
        ]
        earlier = [f for f in totals if f.id < parts[0].id and f.figure.span.block > paragraph - 6]
        if earlier and _of_another(ledger, earlier[-1], parts):
            continue
        behind = [t for t in totals if _sums_up(ledger, t, parts)]
        candidates = earlier[::-1] or behind or totals[:1]
        if len(parts) == 1:  # all of it, where no other part is: only what a slip explains is told
            readings = [
                relate("sum", Sum((1,)), (("total", t), ("part", parts[0])), firm=False) for t in candidates[:1]
            ]
        else:
            sure = bool(earlier or behind)
            readings = [add_up(t, parts, k == 0 and sure) for k, t in enumerate(candidates[:3])]
        chosen = choose(readings)
        if len(parts) == 1:
            swaps = (r for r in readings if r is not None and r.verdict == "broken" and _sure_slip(r))
            other = _OTHER_GUESTS.search(_section_text(ledger, parts[0])) is not None
            told = None if other else next((replace(r, firm=True) for r in swaps), None)
            chosen = chosen if chosen is not None and chosen.verdict != "broken" else told
        wrong = chosen is not None and chosen.verdict == "broken"
        if wrong and chosen is not None and (_of_more(ledger, parts) or _divided(ledger, parts, chosen.terms[0].fact)):
            continue
        if wrong and any(_REASON.search(ledger.said_before(p).rpartition(";")[2]) for p in parts):
            continue
        if wrong and chosen is not None and _of_one_fund(ledger, parts[0], chosen.terms[0].fact):
            continue
        if chosen is not None:
            yield chosen


_WITHIN = compiled(r"抵[销消]|冲[减销]|往来")


def _between_units(fact: Fact) -> bool:
    """Whether an amount is what units paid each other, 内部往来抵销A: not 经营收入扣除经营支出A."""
    return NETTED.match(fact.label) is not None and _WITHIN.search(fact.label) is not None


_IN_ALL = compiled(r"(?:共计|合计|总计)(?:支出)?(?:为)?$")


def _sums_up(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """国内接待支出a万元；国（境）外接待支出b万元；公务接待费共计T万元: whether a total closes its parts."""
    beside = all(p.id < total.id and p.figure.span.block == total.figure.span.block for p in parts)
    return beside and _IN_ALL.search(normalize(ledger.before(total, 6))) is not None


def _divided(ledger: Ledger, parts: Sequence[Fact], total: Fact) -> bool:
    """Whether a list gives some of the parts another total: 平台项目A，其中：购置费B，运行维护费C."""
    for listing in (one for p in parts for one in ledger.lists_with(p.id) if one.opener not in ("heading", "lines")):
        money = [f for f in ledger.pick(listing.parent) if f.figure.unit.dimension == "money" and f.measure in LEVELS]
        if money and all(f.figure.amount != total.figure.amount for f in money):
            return True
    return False


def _elsewhere(ledger: Ledger, names: Collection[str], part: Fact) -> bool:
    """Whether the section of a part gives other parts of its whole an amount."""
    others = (f for name in names for f in ledger.pick(ledger.concepts.get((name, part.measure), ())))
    return any(f.section == part.section and f.document == part.document and f.figure.value for f in others)


def within(ledger: Ledger) -> Iterator[Relation]:
    """What the taxonomy calls a part is at most its whole, where a section gives the whole one amount.

    One with more before its name may be of another body: 非税收入A，某某区一般公共预算收入B.
    """
    concepts = ledger.rulebook.taxonomy.concepts
    names = {c.name: (c.name, *(a for a in c.aliases if a[:2] == c.name[:2])) for c in concepts}  # no bare 购置费
    pairs = dict.fromkeys((part.name, c.name) for c in concepts for parts in c.parts for part in parts)
    kinds = (LEVELS,) if ledger.planned else tuple((measure,) for measure in LEVELS)  # in a budget all is planned
    for part, whole in pairs:
        if side(part) == "结余" or whole in _OF_AN_AREA:
            continue  # what is left over is no part of every total: 支出总计A。收支相抵，结转下年B
        for measures in kinds:
            parts = _by_section(ledger, part, measures)
            totals = _by_section(ledger, whole, measures) if parts else {}
            for place, found in parts.items():
                known = totals.get(place, [])
                if len({t.figure.amount for t in known}) == 1 and known[0].label.startswith(names[whole]):
                    for f in (f for f in found if f.label.startswith(names[part])):
                        nearest = next((t for t in reversed(known) if t.id < f.id), known[0])
                        if _stated(ledger, f, nearest):
                            apart = f.figure.span.block - nearest.figure.span.block
                            terms = (("part", f), ("whole", nearest))
                            yield from maybe(relate("sum", AtMost(), terms, firm=0 <= apart <= _NEAR))


_NEAR = 4  # paragraphs below its whole in which a part stands
_OF_AN_AREA = ("一般公共预算收入", "全年合计")  # taxes go to governments above too
_ASIDE = compiled(r"原因|主要是|上年|去年|年初预算|预算安排|累计|[未没]|[一二两三四五]年|20[0-9]{2}年")


_REASON = compiled(r"原因|主要是[由因]?|(?<![比较与和同])(?:上年|去年)")


def _stated(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    """Whether an amount is told as one of this year, and of no other total: not in a reason, a plan, a sum of years."""
    before = ledger.said_before(part).replace(f"{ledger.year}年", "")
    if _ASIDE.search(before) or "未" in ledger.after(part, 8):
        return False
    listed = (one for one in ledger.lists_with(part.id) if one.opener not in ("heading", "lines"))
    return all(any(ledger.facts[i].concept == whole.concept for i in one.parent) for one in listed)


def _by_section(ledger: Ledger, concept: str, measures: Sequence[str]) -> dict[tuple[int, str, str], list[Fact]]:
    """The amounts of a concept in running text by document, section and year."""
    found: dict[tuple[int, str, str], list[Fact]] = {}
    for f in (f for measure in measures for f in ledger.pick(ledger.concepts.get((concept, measure), ()))):
        if f.sentence >= 0 and f.figure.unit.dimension == "money":
            found.setdefault((f.document, f.section, f.period or ledger.year), []).append(f)
    return found


def _of_one_fund(ledger: Ledger, part: Fact, total: Fact) -> bool:
    """本年支出T…一般公共预算部分，基本支出a、项目支出b: whether words before the parts name a fund that T has not."""
    fund = FUND.search(ledger.said_before(part))
    return fund is not None and FUND.search(total.label) is None and total.sentence != part.sentence


def _of_more(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether the parts are items of a list that has others of their kind: 购置费、运行维护费、其他交通费用."""
    ids = {p.id for p in parts}
    for listing in ledger.lists:
        own = [item for item in listing.parts if not ids.isdisjoint(item)]
        if len(own) == len(parts) and len(listing.parts) > len(own):
            return any(
                f.concept == "" and f.measure == parts[0].measure and compatible(f, parts[0]) and not _beyond(f, parts)
                for item in listing.parts
                if item not in own
                for f in map(ledger.facts.__getitem__, item)
            )
    return False


def _beyond(fact: Fact, parts: Sequence[Fact]) -> bool:
    """其中：货物a万元、工程b万元、服务c万元；授予中小企业合同金额d万元: whether ";" parts an amount from several."""
    together = len(parts) > 1 and len({(p.sentence, p.item) for p in parts}) == 1
    return together and fact.sentence == parts[0].sentence and fact.item != parts[0].item


def _of_another(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether another total that has the same parts by name stands nearer: 基本支出 after the one of a single fund."""
    names = {p.concept for p in parts}
    others = {
        c.name
        for c in ledger.rulebook.taxonomy.concepts
        if c.name != total.concept and any({w.name for w in kinds} == names for kinds in c.parts)
    }
    between = ledger.facts[total.id + 1 : parts[0].id]
    return any(f.concept in others and f.measure == total.measure for f in between)
