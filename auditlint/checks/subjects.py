"""Who a rate, share or change speaks of: candidates for its subject, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from auditlint.checks.parts import of_several_years
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import SIDES, called, generic, likeness, measures_only, opposed, side
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.records import dataclass, replace

LEVELS = ("level", "budget")
_CHANGING = (*LEVELS, "average")  # what a change may be of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible subject; `firm` where the structure leaves no doubt."""

    fact: Fact
    firm: bool


_CLOSING = compiled(r"^(?:合计|总计|共计)")


def row_of(facts: Sequence[Fact], fact: Fact) -> tuple[int, int]:
    """Where the row of a fact starts and ends: 分别为a、b和c."""
    start = facts.index(fact)
    end = start + 1
    while facts[start].clause >= 0 and start > 0 and facts[start].grouped and facts[start - 1].measure == fact.measure:
        start -= 1
    while end < len(facts) and facts[end].grouped and facts[end].measure == fact.measure:
        end += 1
    return start, end


def row_of_equals(facts: Sequence[Fact], fact: Fact, measures: tuple[str, ...]) -> Fact | None:
    """For 分别为 rows: the member of the row before it that stands at the same place as `fact` in its own row."""
    i = facts.index(fact)
    start, end = row_of(facts, fact)
    width = end - start
    if width < 2:
        return None
    j = start - 1
    if j > 0 and facts[start].measure == "share" and facts[j].clause == facts[start].clause and not facts[j].grouped:
        j -= 1  # 分别为a、b和c，占T的比重分别为…: the whole stands between the rows
    while j >= 0 and facts[j].measure not in measures:
        j -= 1
    last = j
    if j >= 0 and not facts[j].grouped and facts[start].measure == "share":
        apart = [f for f in facts[:start] if f.measure in measures and f.depth == facts[start].depth]
        apart = apart[:-1] if apart and _CLOSING.match(apart[-1].label) else apart  # a、b、c，合计T，占比分别为…
        apart = [f for f in apart if f.figure.unit.dimension == apart[-1].figure.unit.dimension]
        return apart[-width:][i - start] if len(apart) >= width else None
    while j > 0 and facts[j].grouped:
        j -= 1
    if last - j + 1 == width and j >= 0:
        return facts[j + (i - start)]
    return None


BOTH = compiled(r"收、支|收支|收入、?[和与及]?支出|^(?:二者|两者|两项)?$")


def row_before(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], lead: Fact) -> Fact | None:
    """收入和支出分别为A、B。与上年相比，收、支各减少a、b: the amount at the same place of the one row before."""
    first, end = row_of(facts, lead)
    before = ledger.sentences[lead.sentence - 1] if lead.sentence else sentence
    row = [f for f in ledger.facts_of(before) if f.measure in LEVELS]
    beside = before.beside(sentence) and before.id < sentence.id
    if not beside or end - first != len(row) or len(row) < 2 or any(f.measure in LEVELS for f in facts[:first]):
        return None
    together = not row[0].grouped and all(f.grouped for f in row[1:])
    together = together and {f.figure.unit.dimension for f in row} == {lead.figure.unit.dimension}
    apart = len({side(f.label) for f in row}) == len(row)
    apart = apart or (len(row) == len(SIDES) and BOTH.search(row[0].label) is not None and not row[1].label)
    return row[facts.index(lead) - first] if together and apart and BOTH.search(facts[first].label) else None


_SHORT = 4  # characters of a name that may be the end of a longer one
_OF_ALL = ("总额", "总数", "总量", "合计", "总计")
_SUMS = compiled(r"总|合计|共")
_PAST = compiled(r"(?:上年|去年)(?!度?[末底]?(?:结转|结余|结存))")
_EACH = compiled(r"均|每|单价|标准")
_LIMIT = compiled(r"(?:节约|节支|节省|控制在|不(?:超过|低于|高于|少于|多于)|[低高]于)$")


def _only_a_limit(ledger: Ledger, facts: Sequence[Fact], fact: Fact) -> bool:
    """甲a元，控制在b元以内，较上年下降p%: whether a figure is what another one before it was held to, or saved."""
    if fact.measure != "level" or not _LIMIT.search(ledger.before(fact, 6)):
        return False
    dimension = fact.figure.unit.dimension
    return any(f.id < fact.id and f.measure in _CHANGING and f.figure.unit.dimension == dimension for f in facts)


def subjects(
    ledger: Ledger, facts: Sequence[Fact], fact: Fact, amount: Fact | None = None, like: Fact | None = None
) -> list[Candidate]:
    """Levels that a change or rate may speak of.

    The nearest level of its own item; a level its own label names; the total of the sentence before; in this order
    where nothing but order speaks for them, the named one first where there is a name. `like` is the printed base of a
    rate without an amount: its dimension and label are the subject's.
    """
    lead = amount if amount is not None and amount.id < fact.id else fact
    facts = [f for f in facts if f is lead or not _only_a_limit(ledger, facts, f)]
    i = facts.index(lead)
    model = amount or like
    dimension = model.figure.unit.dimension if model is not None else _dimension(facts[:i], fact)
    sentence = ledger.sentences[fact.sentence]
    label = lead.label or (like.label if like is not None else "")
    rows: list[Candidate] = []
    if not label and i and _ANOTHER.search(sentence.between(facts[i - 1], lead)):
        return []
    words = normalize(ledger.before(lead, _LONGEST)).replace(" ", "")
    if _ADDED_UP.search(words) or (not label and _THE_MOST.search(words)):
        return []
    aligned = (
        row_of_equals(facts, lead, LEVELS) if (lead.grouped or (i + 1 < len(facts) and facts[i + 1].grouped)) else None
    )
    aligned = aligned or row_before(ledger, sentence, facts, lead)
    if aligned is not None:
        return [Candidate(aligned, True)]
    local = [f for f in facts[:i] if f.measure in _CHANGING and f.figure.unit.dimension == dimension and not f.grouped]
    wholes = {a.id for a, b in pairwise(facts[: i + 1]) if "占" in a.label and b.measure == "share"}  # 占收入合计W的p%
    local = [f for f in local if f.id not in wholes]
    if label and not _EACH.search(label):  # 预算A万元，每辆b万元，预算减少D万元: not of what each has
        local = [f for f in local if f.measure != "average"] or local
    local = [f for f in local if not of_several_years(ledger, f)]
    if lead.basis == "prior":  # 上年该项支出A万元，同比减少A万元: of nothing now
        local = [f for f in local if not _PAST.match(f.label)]
    own_item = [f for f in local if f.item == lead.item and f.depth <= lead.depth]
    shared = _told_as_a_share(facts[:i], lead) if not own_item and not label else ""
    if shared:  # T万元。甲占p%，增加D万元: of what 甲 is, where that is told
        local = [f for f in local if likeness(f.label, shared) >= _ALIKE]
        if not local:
            return []
    if label and (lead.concept or not generic(label)):
        named = _named(local, label)
        if lead.basis != "budget":  # what changed is what was spent, not what was planned
            named.sort(key=lambda f: f.measure != "level")
        if named:
            rows += [Candidate(f, firm=not _of_a_later_year(f, lead)) for f in named]
        else:
            rows += _elsewhere(ledger, sentence, lead, label, dimension)
    elif label:
        named = [f for f in local if likeness(f.label, label) >= 2]
        rows += [Candidate(f, True) for f in reversed(named)]
    reached = _reached(ledger, facts, lead) if not own_item else None
    if reached is not None and reached.figure.unit.dimension == dimension:
        rows.append(Candidate(reached, True))
    compared = lead.basis == "budget" and all(f.measure == "budget" for f in own_item) and len(own_item) < len(local)
    if own_item and not compared:
        nearest = own_item[-1]
        levels = [f for f in own_item if f.measure != "budget"]
        if nearest.measure == "budget" and levels and (lead.basis == "budget" or _of_its_budget(facts, nearest)):
            nearest = levels[-1]
        planned = nearest.measure == "budget" and lead.basis != "budget" and _of_its_budget(facts, nearest)
        led_to = like is not None and nearest.id == like.id + 1 and not nearest.label  # 由A增加到B
        alone = amount is not None and sum(f.measure in LEVELS for f in own_item) == 1
        # 一般公共预算财政拨款支出A，…，财政拨款支出增加D
        short = len(label) >= _SHORT and alone and nearest.label.endswith(label)
        sure = led_to or ((short or _bare(label, nearest)) and _adjacent(facts, nearest, lead, counting=alone))
        past = not lead.basis and bool(nearest.period) and nearest.period < ledger.year  # 上年支出B，减少D
        if planned and not levels:  # A万元。年初预算B万元，完成p%，比上年增加D万元: of what was spent
            rows += [replace(c, firm=False) for c in _sentence_before(ledger, sentence, dimension, label)]
        rows.append(Candidate(nearest, sure and not planned and not past))
        rows += [Candidate(f, False) for f in reversed(own_item) if f is not nearest]
    elif local and fact.depth == 0:
        outer = [f for f in local if f.depth == 0]
        levels = [f for f in outer if f.measure == "level"]
        alone = len({f.figure.amount for f in levels}) == 1 and _bare(label, levels[-1])
        if compared and not levels:
            outer = own_item
        if alone:  # A万元，比预算增加…；比上年增加…: the one amount the sentence speaks of
            outer = [f for f in outer if f is not levels[-1]] + levels[-1:]
        last = outer[-1] if alone and not _of_a_later_year(outer[-1], lead) else None
        rows += [Candidate(f, f is last) for f in reversed(outer)][:3]
    if lead.basis == "budget" and own_item and all(f.measure == "budget" for f in local):
        rows = [*_sentence_before(ledger, sentence, dimension, label), *rows]  # A万元。年初预算B万元，减少D万元: of A
    if not local:
        own = [f for f in facts[:i] if f.item == lead.item]
        led = _led_by_a_change(own, label) or _led_by_a_change(facts[:i], label)  # A比上年减少…；比预算减少…
        if led is not None:
            rows += subjects(ledger, facts, led)
        if led is None or not (led.concept and led in own):  # of what its item names, wherever that is told
            rows += _sentence_before(ledger, sentence, dimension, label)
    if not rows and lead.concept:
        rows += _behind(ledger, sentence, lead, dimension)
    if lead.concept and rows and rows[0].firm and rows[0].fact.concept == lead.concept:
        rows = [c for c in rows if c.fact.concept in ("", lead.concept)]  # known by name: no other one is meant
    if lead.basis == "prior" and rows and rows[0].firm:  # 年初预算B，支出A，完成p%，比上年减少D: not of B
        rows = [c for c in rows if not _only_of_a_rate(facts, c.fact)]
    if rows and rows[0].firm:  # what another section speaks of is not meant
        rows = [c for c in rows if c.fact.section == rows[0].fact.section]
    if lead.label in _OF_ALL and rows and not _SUMS.search(rows[0].fact.label) and rows[0].fact.label:
        rows = [replace(c, firm=False) for c in rows]  # 接待费a。运行费b。总额下降p%: of what stands further above
    if not lead.grouped:  # 2029年、2030年分别为a、b，2031年较2030年增加D: of what is told elsewhere
        rows = [replace(c, firm=False) if _in_a_row(facts, c.fact) else c for c in rows]
    if OF_THE_YEAR.fullmatch(label):
        rows = [c for c in rows if _may_be_the_years(c.fact.label)]
    seen: set[int] = set()
    return [c for c in rows if not (c.fact.id in seen or seen.add(c.fact.id))][:6]  # type: ignore[func-returns-value]


def _in_a_row(facts: Sequence[Fact], fact: Fact) -> bool:
    """Whether a figure is one of several told in a row before what changed."""
    return fact.grouped or any(f.id == fact.id + 1 and f.grouped for f in facts)


OF_THE_YEAR = compiled(r"[本当]年度?总?(?:收入|支出)(?:合计|总额)?")  # of one year, without what was brought forward


def _may_be_the_years(label: str) -> bool:
    """收、支总计T。本年收入增加D: whether what is so called may be what came in, or was spent, in one year."""
    return not label or (measures_only(label) and not label.endswith("总计"))


def _led_by_a_change(before: Sequence[Fact], label: str) -> Fact | None:
    """公务接待费比预算减少…，比上年增加…: the change whose name the others of its kind go by that have none."""
    named = [f for f in before if f.label] if not label else []
    return named[0] if named and named == list(before[:1]) and named[0].measure == "change" else None


_ALIKE = 2
_LONGEST = 40  # characters before a change in which a clause may name what changed
# 减得最多的是甲，比上年减少D万元: of 甲, whose amount is not told
_ADDED_UP = compiled(
    r"(?:加总|相加|加起来|合起来|加在一起|合在一起)[^,;。:0-9]{0,4}[,]?(?:比|较|与)[^,;。:]*$"
)  # 甲a、乙b，加总后比上年少D
_THE_MOST = compiled(r"最[一-鿿]{1,3}的?[^,;。:0-9]{0,4}(?:是|为|属)[^,;。:0-9]{2,16},[^,;。:0-9]*$")
# 收入超收A万元，税收收入受减税影响，比预算减少D万元: what a clause before names
_ANOTHER = compiled(
    r"[,;][^,;。:0-9]{0,8}[^,;。:0-9、](?:收入|支出|经费|税|费|资金)(?:受|因)[^,;。:0-9]+,[^,;。:0-9]*$"
)


def _told_as_a_share(before: Sequence[Fact], lead: Fact) -> str:
    """The name of what an item tells the share of, and no amount: 甲占p%，增加D万元."""
    own = [f for f in before if f.item == lead.item and f.depth == lead.depth]
    return own[0].label if own and own[0].measure == "share" and not generic(own[0].label) else ""


def _dimension(before: Sequence[Fact], rate: Fact) -> str:
    """What a rate without an amount is of: things where a number of them stands right before it, else money."""
    last = before[-1] if before else rate
    beside = (last.item, last.depth) == (rate.item, rate.depth) and rate.clause - last.clause <= 1 and not rate.label
    return "count" if beside and last.measure == "level" and last.figure.unit.dimension == "count" else "money"


def _bare(label: str, subject: Fact) -> bool:
    """Whether a change has no name of its own, or one that says nothing and fits its subject: 支出比上年增加."""
    return not label or (generic(label) and not opposed(label, subject.label))


def _of_a_later_year(level: Fact, change: Fact) -> bool:
    """2031年收入A万元，…；2030年收入比2029年增加D万元: whether the change is of a year before the level's."""
    return bool(change.period) and change.period < level.period


def _reached(ledger: Ledger, facts: Sequence[Fact], fact: Fact) -> Fact | None:
    """增加A万元，增长p%，达到B万元: the level that a change leads to; of a row the one at its place."""
    start, end = row_of(facts, fact)
    i = facts.index(fact)
    if end - start > 1:
        row = facts[end : end + end - start]
        alike = len(row) == end - start and all(f.grouped and f.measure == "level" for f in row[1:])
        led = alike and row[0].measure == "level" and ledger.before(row[0], 2).endswith(("达", "达到", "至", "到"))
        return row[i - start] if led and row_of(facts, row[0])[1] == end + len(row) else None
    for after in facts[i + 1 : i + 3]:
        if after.measure == "level" and after.clause - fact.clause <= 2 and not after.label:
            return after if ledger.before(after, 2).endswith(("达", "达到", "至", "到")) else None
    return None


def _of_its_budget(facts: Sequence[Fact], budget: Fact) -> bool:
    """Whether a budget only serves a rate of completion: 为预算C的95%."""
    i = facts.index(budget) + 1
    return i < len(facts) and facts[i].measure == "completion"


def _only_of_a_rate(facts: Sequence[Fact], budget: Fact) -> bool:
    """Whether a budget stands before what was spent of it and the rate of that."""
    i = next((k for k, f in enumerate(facts) if f.id == budget.id), len(facts))
    behind = [f.measure for f in facts[i + 1 : i + 3]]
    return budget.measure == "budget" and behind == ["level", "completion"]


_BESIDE = ("share", "completion", "prior", "rate", "change")


def _adjacent(facts: Sequence[Fact], subject: Fact, fact: Fact, *, counting: bool) -> bool:
    """Whether nothing that could be a subject stands between two facts but what a bracket holds.

    Where the subject is the one amount there, things that are counted between them are none.
    """
    i, j = facts.index(subject), facts.index(fact)
    between = [f for f in facts[i + 1 : j] if f.depth <= max(subject.depth, fact.depth)]
    if subject.measure == "level":
        between = [f for f in between if f.measure != "budget"]
    if counting and (subject.measure, subject.figure.unit.dimension) == ("level", "money"):
        between = [f for f in between if f.figure.unit.dimension != "count" or f.measure != "level"]
    return len(between) <= 4 and all(f.measure in _BESIDE and f.depth == fact.depth for f in between)


def _named(facts: Sequence[Fact], label: str) -> list[Fact]:
    """The facts whose label agrees with this one, best and nearest first."""
    scored = [(likeness(f.label, label), f.id, f) for f in facts]
    return [f for score, _, f in sorted(scored, key=lambda x: (-x[0], -x[1])) if score >= 2]


def _elsewhere(ledger: Ledger, sentence: Sentence, fact: Fact, label: str, dimension: str) -> list[Candidate]:
    """Levels of a change's name, or of its concept, in the sentences before, within the section."""
    found: list[Candidate] = []
    past: list[Candidate] = []  # values of a year before, which only a fitting equation makes current ones
    period = fact.period or paragraph_year(ledger, fact) or ledger.year
    for other in reversed(ledger.sentences[max(sentence.id - 14, 0) : sentence.id]):
        if other.document != sentence.document or ledger.section(other) != ledger.section(sentence):
            break
        for f in reversed(ledger.facts_of(other)):
            near = other.block == sentence.block and f.concept == fact.concept != ""
            named = near or likeness(f.label, label) >= 2
            if f.measure in LEVELS and f.figure.unit.dimension == dimension and named:
                if ("决算" in label and f.measure == "budget") or ("预算" in f.label and "预算" not in label):
                    continue
                (past if f.period and f.period < period else found).append(Candidate(f, firm=False))
        if len(found) >= 3:
            break
    levels = [c for c in found if c.fact.measure == "level"]
    if fact.basis != "budget" and levels:  # what changed is what was spent, not what was planned
        found = levels + [c for c in found if c not in levels]
    if found and len({c.fact.figure.amount for c in levels or found}) == 1:
        found[0] = Candidate(found[0].fact, firm=True)
    return found + past


_AFTER = 3  # sentences behind a change in which what changed may be stated


def _behind(ledger: Ledger, sentence: Sentence, change: Fact, dimension: str) -> list[Candidate]:
    """收入总计减少D万元，下降p%。…收入总计为A万元: what a change names, where only the sentences behind state it."""
    found = [
        f
        for other in ledger.sentences[sentence.id + 1 : sentence.id + 1 + _AFTER]
        if other.document == sentence.document and ledger.section(other) == ledger.section(sentence)
        for f in ledger.facts_of(other)
        if f.measure == "level" and f.figure.unit.dimension == dimension and not f.depth
        if called(f.label, change.label) and f.period in ("", ledger.year)
    ]
    return [Candidate(found[0], True)] if len({f.figure.amount for f in found}) == 1 else []


def spent_of(ledger: Ledger, budget: Fact) -> Fact | None:
    """公务接待费预算B万元，支出A万元: what was spent of a budget, where the figure right behind it says so."""
    after = next((f for f in ledger.facts[budget.id + 1 : budget.id + 2] if f.sentence == budget.sentence), None)
    if after is None or after.measure != "level" or after.item != budget.item:
        return None
    alike = after.figure.unit.dimension == budget.figure.unit.dimension and _SPENT.search(after.label)
    return after if alike else None


_SPENT = compiled(r"支出|实际|决算|执行|完成")


def paragraph_year(ledger: Ledger, fact: Fact) -> str:
    """The year last named in a figure's paragraph before it, or ""."""
    block = fact.figure.span.block
    before = (ledger.facts[i] for i in range(fact.id - 1, -1, -1))
    return next((f.period for f in takewhile(lambda f: f.figure.span.block == block, before) if f.period), "")


def _sentence_before(ledger: Ledger, sentence: Sentence, dimension: str, label: str) -> list[Candidate]:
    """The total of the sentence before: its first level, or the parent of its list; then its other levels."""
    found: list[Candidate] = []
    sided: list[Candidate] = []  # the total of the side that a name such as 收入 speaks of
    told = (s for s in reversed(ledger.sentences[: sentence.id]) if s.facts)
    last = next((s.id for s in told if not (dimension == "money" and _counting(ledger, s))), -1)
    for k in range(sentence.id - 1, max(sentence.id - 8, -1), -1):
        other = ledger.sentences[k]
        if other.document != sentence.document or not sentence.block - 4 < other.block <= sentence.block:
            break
        levels = [
            ledger.facts[i]
            for i in other.facts
            if ledger.facts[i].measure in LEVELS and ledger.facts[i].figure.unit.dimension == dimension
        ]
        top = [f for f in levels if f.depth == 0]
        whole = _divided(ledger, top)
        if (
            whole is not None
            and not sided
            and _sides(label, whole)
            and ledger.section(other) == ledger.section(sentence)
        ):
            sided.append(Candidate(whole, firm=True))
        if top:
            actual = [f for f in top if f.measure == "level"] or top
            named = [f for f in actual if label and (likeness(f.label, label) >= 1 or f.label.startswith(label))]
            if len(named) == 1:
                actual = named + [f for f in actual if f is not named[0]]
            first = actual[0]
            same_block = other.block == sentence.block and k == last and not found
            alone = len({f.figure.amount for f in actual}) == 1
            both = {f.concept for f in actual[:2]} == {"收入总计", "支出总计"} and len(
                {f.figure.amount for f in actual[:2]}
            ) == 1
            plain = label.replace("、", "").removeprefix("财政拨款")
            if both and k == last and plain in ("收支", "收支总计", "收入支出", "收支总体", ""):
                named = actual[:1]
            bare = _bare(label, first)
            single = (alone and len(other.facts) <= 4) or (first is whole and sentence.block == other.block)
            firm = same_block and (len(named) == 1 or (single and bare))
            rest = [f for f in actual[1:] + [f for f in top if f.measure == "budget"] if f is not first]
            parents = [ledger.facts[i] for one in ledger.lists_with(first.id) for i in one.parent]
            over = [f for f in parents if f.measure in LEVELS and f.figure.unit.dimension == dimension]
            if other.block == sentence.block and not label:  # the item of a paragraph, not what lists it
                over = [f for f in over if f.figure.span.block == first.figure.span.block]
            found += [Candidate(f, False) for f in over[:1]]
            found += [Candidate(first, firm and not over)] + [Candidate(f, False) for f in rest[:4]]
            if len(found) > 4:
                break
    return sided + found


_TOPIC = compiled(r"接待|用车|公车|车辆|会议|培训|出国")


def _counting(ledger: Ledger, sentence: Sentence) -> bool:
    """X接待费支出A万元。接待n批次、m人次。比上年减少D万元: whether a sentence only counts what the one before is of."""
    before = ledger.sentences[sentence.id - 1] if sentence.id else sentence
    counts = all(f.figure.unit.dimension == "count" and f.measure == "level" for f in ledger.facts_of(sentence))
    topics = [set(_TOPIC.findall(ledger.facts[s.facts[0]].label)) for s in (before, sentence) if s.facts]
    return counts and before.block == sentence.block and len(topics) > 1 and not topics[0].isdisjoint(topics[1])


def _divided(ledger: Ledger, levels: Sequence[Fact]) -> Fact | None:
    """The one amount of a sentence: its first, where the others are none or are parts that add up to it."""
    if not levels:
        return None
    total, rest = levels[0], levels[1:]
    if not rest:
        return total
    for one in ledger.lists_with(rest[0].id):
        firsts = [next((f for f in ledger.pick(item) if f.measure in LEVELS), None) for item in one.parts]
        parts = [f for f in firsts if f is not None]
        if total.id in one.parent and sum(f.figure.amount for f in parts) == total.figure.amount:
            return total if {f.id for f in rest} <= {i for item in one.parts for i in item} else None
    return None


def _sides(label: str, total: Fact) -> bool:
    """Whether a name that says no more than 收入 or 支出 speaks of this total, which says no more either."""
    return all(map(generic, (label, total.label))) and side(label) in SIDES and side(label) == side(total.label)
