"""The rate of a change against both values, or the amount beside it; part of the check `change`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.change.bases import base_elsewhere, named_apart, of_a_standard, sure_base
from auditlint.checks.change.either_way import either_way
from auditlint.checks.change.prior_rows import pair_of_row
from auditlint.checks.change.stated_bases import SINCE, chained, stated_base
from auditlint.checks.change.two_lists import of_two_lists
from auditlint.checks.change.year_pairs import in_turn, later_first, led_on
from auditlint.checks.change.year_rows import of_named_years
from auditlint.checks.parts import in_a_row
from auditlint.checks.relate import choose, corroborated, maybe, relate, significant, wrong_way
from auditlint.checks.subjects import LEVELS, Candidate, row_of_equals, subjects
from auditlint.checks.ways import moved, same_unit, years_between
from auditlint.equations import AtMost, Change, Growth, Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic, likeness
from auditlint.judge import judge
from auditlint.model import Fact, Relation, Term
from auditlint.numerals import normalize
from auditlint.records import replace
from auditlint.typed import Literal

_SAID_BEHIND = compiled(r"[,，]\s?(?:系指|指的?是|是指)")  # 减少D，降幅p%，系指公务用车费: of what is named behind


def rates_of(ledger: Ledger, facts: list[Fact], rate: Fact) -> Iterator[Relation]:
    """The relations of a rate of change whose current value and base, or amount, are found."""
    if _SAID_BEHIND.match(ledger.after(rate, 5)):
        return
    wanted = _partner(facts, rate) if rate.direction else None
    wanted = None if wanted is not None and _since_other_years(ledger, wanted, rate) else wanted
    if ledger.restated(rate):
        if wanted is not None and wanted.id == rate.id - 1 and wanted.direction * rate.direction < 0:
            yield from _opposed(rate, wanted, ())  # 减少D万元，增长p%: whatever the base
        return
    if rate.direction == 0:
        yield from either_way(ledger, facts, rate)
        return
    if wanted is not None and wanted.id > rate.id and not rate.basis and _TO_A_BUDGET.search(ledger.before(wanted, 24)):
        wanted = None  # 增长p%，与年初预算相比增加D万元
    if wanted is not None and _apart(wanted, rate):
        yield from _two_bases(ledger, facts, rate, wanted)
        return
    if _of_years(ledger, facts, rate) and (wanted is None or wanted is not row_of_equals(facts, rate, ("change",))):
        return
    lead = wanted if wanted is not None and wanted.id < rate.id else rate
    in_row, pair = in_turn(ledger, facts, rate)
    if in_row:  # 由A降至B，减少D；由C降至E，减少F，降幅分别为p%、q%: not of the amount right before
        wanted, lead = None, rate
    else:
        in_row, pair = in_turn(ledger, facts, lead)
    if in_row and pair is None:
        return
    pair = pair or later_first(ledger, facts, lead) or of_named_years(ledger, facts, lead)
    pair = pair or pair_of_row(ledger, facts, lead)
    pair = pair or (led_on(ledger, facts, rate) if wanted is None else None)
    prior = pair[1] if pair is not None else _aside(facts, rate, wanted) or _right_behind(ledger, facts, rate)
    prior = prior or stated_base(ledger, facts, lead)
    if prior is None and wanted is not None and (listed := of_two_lists(ledger, wanted)) is not None and listed.firm:
        base = next(t.fact for t in listed.terms if t.role == "base")
        if listed.verdict == "holds" and base.figure.value and wanted.direction == rate.direction:
            terms = (("rate", rate), ("change", wanted), ("base", base))
            yield from maybe(relate("change", Share(), terms, firm=True))
            return
    if prior is not None and rate.basis == "previous" and _OF_LAST_YEAR.search(ledger.before(prior, 6)):
        return  # 同比增长p%，环比增长q%（上年同期B）: q is of another base
    if prior is not None and rate.basis == "prior" and _moved_to(ledger, prior):
        return  # 预算由B调整为A，较上年增长p%: not over B
    found = [Candidate(pair[0], True)] if pair is not None else subjects(ledger, facts, rate, wanted, like=prior)
    if prior is not None:
        yield from _on_base(ledger, rate, wanted, prior, found)
    elif wanted is None:
        yield from _alone(ledger, facts, rate, found)
    elif wanted.direction * rate.direction < 0:
        yield from _opposed(rate, wanted, found)
    elif rate.figure.value >= 0:
        yield from _with_amount(ledger, rate, wanted, found)


_OF_LAST_YEAR = compiled(r"(?:上年|去年|同期)[^,;。:0-9]*$")


def _of_a_row(ledger: Ledger, rate: Fact, prior: Fact) -> bool:
    """收入、支出分别为A、B，分别增长p、q（上年C）: whether a rate is one of several, its base none."""
    own = ledger.facts_of(ledger.sentences[rate.sentence])
    rates = sum(f.measure == "rate" for f in own)
    bases = sum(f.measure == "prior" and f.figure.unit == prior.figure.unit for f in own)
    return in_a_row(ledger, rate) and bases < rates and "分别" in ledger.said_before(rate)


def _moved_to(ledger: Ledger, planned: Fact) -> bool:
    """由B调整为A: whether a budget is told with what it was adjusted to."""
    behind = ledger.facts[planned.id + 1] if planned.id + 1 < len(ledger.facts) else planned
    return behind.sentence == planned.sentence and _ADJUSTED.search(ledger.since(behind)) is not None


def _on_base(
    ledger: Ledger, rate: Fact, wanted: Fact | None, prior: Fact, found: Sequence[Candidate]
) -> Iterator[Relation]:
    """A rate whose base is printed beside it, with its amount where there is one, and with the value of this year."""
    moved_by = wanted if wanted is not None and same_unit(prior, wanted) else None
    moved_by = None if moved_by is not None and of_a_standard(ledger, prior, moved_by) else moved_by
    borne_out = False  # by change and base: then another value than the one found is meant
    if moved_by is not None and moved_by.direction * rate.direction < 0 and rate.figure.value < 0:
        moved_by = None  # 减少D万元，增长-p%: a fall in both, and the rate is one of both values
    if moved_by is not None:
        one = relate("change", Share(), (("rate", rate), ("change", moved_by), ("base", prior)), firm=True)
        if moved_by.direction * rate.direction < 0:
            if one is not None and rate.figure.value and moved_by.figure.value:
                yield replace(one, verdict="broken", note="direction")
            return
        if one is not None:
            borne_out = one.verdict == "holds"
            yield one
    current = [c for c in found if same_unit(c.fact, prior) and c.fact.id != prior.id and not _excess(c.fact)]
    current = [c for c in current if not named_apart(prior, c.fact)]
    # 上年依次为a、b、c，合计T，同比增长p%: T closes what was the year before
    current = [c for c in current if not (c.fact.label in _CLOSING and c.fact.id == prior.id + 1)]
    current = _with_its_total(ledger, current)
    # 收入A万元，增长p%（上年预算数B万元）: p may be of what came in last year
    of_budget = prior.depth > rate.depth and _LAST_BUDGET.search(ledger.before(prior, 8)) is not None
    yield from moved(ledger, prior, current)
    one = choose(
        relate("change", Growth(rate.direction), (("rate", rate), ("current", c.fact), ("base", prior)), firm=c.firm)
        for c in current[:3]
    )
    if one is not None and one.verdict == "broken" and _of_a_row(ledger, rate, prior):
        return
    if one is not None and not (one.verdict == "broken" and (borne_out or of_budget)):
        yield wrong_way(one)
    if moved_by is None or rate.figure.value < 0:
        return
    for c in found[:3]:  # the same change without its base: the base tells more, so this is never told
        if same_unit(c.fact, moved_by):
            terms = (("rate", rate), ("change", moved_by), ("current", c.fact))
            also = relate("change", Change(rate.direction), terms, firm=False)
            if also is not None and also.verdict == "holds":
                yield also
                break


_ADJUSTED = compiled(r"调[整增减]+[为到至]$")
_CLOSING = ("合计", "共计", "总计", "小计")


_LAST_BUDGET = compiled(r"(?:上年|去年)(?:年初)?预算数?(?:为)?$")


def _alone(ledger: Ledger, facts: list[Fact], rate: Fact, found: Sequence[Candidate]) -> Iterator[Relation]:
    """A rate without an amount and a base beside it, against a base told elsewhere."""
    base = base_elsewhere(ledger, found[0].fact, rate) if found else None
    if base is None and (terms := chained(ledger, facts, rate)) is not None:
        yield from maybe(choose([relate("change", Growth(rate.direction), terms, firm=True)]))
    elif base is not None and base.figure.unit.dimension == found[0].fact.figure.unit.dimension:
        terms = (("rate", rate), ("current", found[0].fact), ("base", base))
        sure = found[0].firm and sure_base(ledger, rate, found[0].fact, base)
        told = found[0].firm and (base.measure == "prior" or not generic(found[0].fact.label))
        yield from map(
            wrong_way, maybe(choose([relate("change", Growth(rate.direction), terms, firm=sure)], int(told)))
        )


def _with_amount(ledger: Ledger, rate: Fact, wanted: Fact, found: Sequence[Candidate]) -> Iterator[Relation]:
    """A rate with its amount, against the value that changed so."""
    sign = rate.direction
    top = next((c for c in found if same_unit(c.fact, wanted)), None)
    readings = [
        relate("change", Change(sign), (("rate", rate), ("change", wanted), ("current", c.fact)), firm=c.firm)
        for c in found
        if same_unit(c.fact, wanted)
    ]
    held = any(r is not None and r.verdict != "broken" for r in readings)
    if not held and top is not None and (listed := _of_its_list(ledger, rate, wanted, top.fact)) is not None:
        yield listed
        return
    if not held and top is not None and top.firm and (said := _of_a_past_year(ledger, top.fact, wanted)):
        one = relate("change", Share(), (("rate", rate), ("change", wanted), ("base", top.fact)), firm=said == "named")
        yield from maybe(choose([one], sure=int(said == "named")))
        return
    of_budget = top is not None and top.fact.measure == "budget" and "prior" not in (rate.basis, wanted.basis)
    if not held and top is not None and of_budget:  # 预算B万元，压减D万元，压减比例p%: of the budget
        one = relate("change", Share(), (("rate", rate), ("change", wanted), ("base", top.fact)), firm=False)
        if one is not None and one.verdict == "holds":
            yield one
            return
    if top is not None and top.firm and not held and sign > 0 and wanted.figure.amount > top.fact.figure.amount > 0:
        last = relate("change", Share(), (("rate", rate), ("change", wanted), ("base", top.fact)), firm=True)
        past = last is not None and last.verdict == "holds"  # the rate shows that it is the value of the year before
        firm = past or "结余" not in top.fact.label
        one = relate("change", AtMost(), (("change", wanted), ("current", top.fact)), firm=firm)
        places = (Term("rate", rate), Term("change", wanted), Term("current", top.fact))
        meant = Relation("change", "broken", True, places, Change(sign))
        if one is not None and one.firm and (past or corroborated(meant)):  # last year would be negative
            yield replace(one, note="above-level")
        return
    chosen = choose(readings)
    if chosen is None and top is not None and _over_what_it_became(ledger, rate, wanted, top.fact):
        chosen = relate("change", Change(sign), (("rate", rate), ("change", wanted), ("current", top.fact)), firm=True)
    yield from maybe(chosen)
    base = base_elsewhere(ledger, found[0].fact, rate) if found else None
    if base is not None and same_unit(base, wanted):
        terms = (("rate", rate), ("change", wanted), ("base", base))
        yield from maybe(choose([relate("change", Share(), terms, firm=False)], sure=0))
        whole = (("rate", rate), ("current", found[0].fact), ("base", base))
        yield from maybe(choose([relate("change", Growth(sign), whole, firm=False)], sure=0))


def _over_what_it_became(ledger: Ledger, rate: Fact, wanted: Fact, current: Fact) -> bool:
    """今年A万元，比上年减少D万元，下降p%, where p is D over A: of the value of this year instead of last year's.

    By that its words name A beyond doubt, and A is no value of last year.
    """
    name = wanted.label or rate.label
    named = bool(name) and (wanted.concept == current.concept != "" or likeness(name, current.label) >= _SAME_NAME)
    own = current.period in ("", ledger.year, rate.period) and current.measure in LEVELS and not current.grouped
    if not (named and own and wanted.basis == "prior") or significant(rate.figure) < _PERCENT:
        return False
    wrong = judge(Share(), (rate.figure, wanted.figure, current.figure))
    right = judge(Change(rate.direction), (rate.figure, wanted.figure, current.figure))
    return wrong is not None and wrong.verdict == "holds" and right is not None and right.verdict == "broken"


_SAME_NAME = 2
_PERCENT = 2  # digits of a rate that no chance makes


def _of_its_list(ledger: Ledger, rate: Fact, wanted: Fact, last: Fact) -> Relation | None:
    """T中，甲a万元、乙b万元，与上年相比增加D万元，增长p%: of T, where that comes out."""
    lists = (one for one in ledger.lists_with(last.id) if one.parts[-1][:1] == (last.id,))
    totals = (t for one in lists for t in ledger.pick(one.parent) if t.measure in LEVELS and same_unit(t, wanted))
    made = (
        relate("change", Change(rate.direction), (("rate", rate), ("change", wanted), ("current", t)), firm=False)
        for t in totals
    )
    return next((one for one in made if one is not None and one.verdict == "holds"), None)


def _of_a_past_year(ledger: Ledger, level: Fact, change: Fact) -> Literal["", "named", "behind"]:
    """Whether a value is of a year before the change's, or of one before the report's, behind a value of that year.

    2030年支出A万元，2031年增加D万元 (named); 2031年支出B万元；2030年支出A万元，同比增加D万元 (behind): how A changed.
    """
    if change.id > level.id and years_between(level, change) == 1:
        return "named"
    if _LAST_YEARS.match(ledger.said_before(level).lstrip()) and _THIS_YEAR.search(ledger.since(change)):
        return "named"  # 上年按标准应安排A，本年较上年增加D
    years = {f.period for f in ledger.facts_of(ledger.sentences[level.sentence]) if f.id < level.id and f.period}
    return "behind" if "" < level.period < ledger.year and ledger.year in years else ""


_LAST_YEARS = compiled(r"(?:上年|去年)度?[^,;。]*(?:,[^;。]*)?$")
_THIS_YEAR = compiled(r"[,;](?:本年|今年|当年)度?")


def _two_bases(ledger: Ledger, facts: list[Fact], rate: Fact, amount: Fact) -> Iterator[Relation]:
    """比年初增加…，同比增长…: of different changes unless their values say otherwise."""
    found = [c for c in subjects(ledger, facts, rate, amount) if same_unit(c.fact, amount)]
    if rate.figure.value < 0 or amount.direction != rate.direction:
        return
    terms = [(("rate", rate), ("change", amount), ("current", c.fact)) for c in found]
    yield from maybe(choose((relate("change", Change(rate.direction), t, firm=False) for t in terms), sure=0))


def _opposed(rate: Fact, amount: Fact, found: Sequence[Candidate]) -> Iterator[Relation]:
    """增加…，下降…: amount and rate of one change say the opposite of each other."""
    if not rate.figure.value or not amount.figure.value or rate.figure.value < 0:
        return
    level = next((c.fact for c in found[:1] if same_unit(c.fact, amount)), None)
    terms = [("rate", rate), ("change", amount)]
    if level is not None:
        one = relate("change", Change(amount.direction), (*terms, ("current", level)), firm=True)
        if one is not None:
            yield replace(one, verdict="broken", note="direction")
    elif not found and amount.clause + 1 == rate.clause and (amount.item, amount.depth) == (rate.item, rate.depth):
        both = tuple(Term(role, fact) for role, fact in terms)  # 支出减少D万元，增长p%, of a value told elsewhere
        yield Relation("change", "broken", True, both, Change(amount.direction), "", None, Decimal(0), "direction")


def _aside(facts: Sequence[Fact], rate: Fact, wanted: Fact | None) -> Fact | None:
    """减少D万元（上年B万元），降低p%: the value of the year before in the bracket behind an amount of change."""
    before = facts[facts.index(rate) - 1]
    aside = wanted is not None and before.id == wanted.id + 1 and rate.id == before.id + 1
    return before if aside and before.measure == "prior" and before.depth > rate.depth else None


_IN_LAST_YEAR = compiled(r"[（(](?:上年|去年|上年同期|去年同期)(?:为)?")


def _right_behind(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> Fact | None:
    """收入比上年A元增加p%，支出比上年增加q%（上年B元）: the value of last year in the bracket right behind a rate."""
    i = facts.index(rate)
    behind = facts[i + 1] if i + 1 < len(facts) else None
    if behind is None or behind.measure != "prior" or behind.depth <= rate.depth or behind.id != rate.id + 1:
        return None
    own = i > 0 and facts[i - 1].measure == "prior" and facts[i - 1].clause == rate.clause
    return behind if not own and _IN_LAST_YEAR.fullmatch(ledger.between(rate, behind).replace(" ", "")) else None


def _partner(facts: list[Fact], rate: Fact) -> Fact | None:
    """The amount of change a rate belongs to: the neighbour of the same direction, before or after."""
    i = facts.index(rate)
    aligned = row_of_equals(facts, rate, ("change",))
    if aligned is not None:
        return aligned
    before = facts[i - 1] if i else None
    after = facts[i + 1] if i + 1 < len(facts) else None
    if i > 1 and before is not None and before.measure == "level" and not before.label:
        before = facts[i - 2]  # 增加A万元，达到B万元，增长p%
    if i > 1 and before is not None and before.measure == "prior" and before.depth > rate.depth:
        before = facts[i - 2]  # 减少D万元（上年B万元），降低p%
    if before is not None and after is not None and _apart(before, rate) and not _apart(after, rate):
        before = None  # 超收A万元，同比增长p%，增收B万元
    if before is not None and before.measure == "change" and before.direction == rate.direction and _near(before, rate):
        return before
    if (
        before is not None
        and before.measure == "change"
        and before.direction * rate.direction < 0
        and before.clause + 1 >= rate.clause
        and not rate.label
        and not (i > 1 and facts[i - 2].measure == "change" and facts[i - 2].clause == before.clause)
    ):
        return before
    if after is not None and after.measure == "change" and after.direction == rate.direction and _near(rate, after):
        follower = facts[i + 2] if i + 2 < len(facts) else None
        if (
            follower is None
            or follower.measure != "rate"
            or follower.direction != after.direction
            or follower.item != after.item
        ):
            return after
    if (
        after is not None
        and after.measure == "change"
        and after.direction * rate.direction < 0
        and after.clause - rate.clause == 1
        and not after.label
        and after.basis == rate.basis
    ):
        return after
    return None


_YEARS = compiled(r"20[0-9]{2}年[^,;。]{0,6}[、和及]20[0-9]{2}年[^,;。]{0,6}分别")


def _of_years(ledger: Ledger, facts: list[Fact], rate: Fact) -> bool:
    """2030年、2031年分别比上年增长p%和q%: whether each rate of a row is of a year of its own."""
    first = next((f for f in reversed(facts[: facts.index(rate) + 1]) if not f.grouped), rate)
    words = normalize(ledger.said_before(first))
    if _ITS_OWN_YEAR.search(words) and "累计" in words:  # 由B升至A，累计增长p%，2030年增长q%
        return True
    return _YEARS.search(words[-40:]) is not None


_ITS_OWN_YEAR = compiled(r"20[0-9]{2}年度?(?:增长|下降|增加|减少|上升)了?$")


_TO_A_BUDGET = compiled(r"(?:与|较|比)[^,，;。]{0,10}预算[^,，;。0-9]*$")
_EXCESS = compiled(r"超(?:支|出|[过]?(?:年初|批复|批准|核定)?(?:预算|概算|标准|限额|计划))")


def _excess(fact: Fact) -> bool:
    """Whether an amount is itself by how much another one was passed: 超预算列支D万元，超支p%."""
    return _EXCESS.search(fact.label) is not None


def _since_other_years(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """较2029年下降p%，较2030年减少D: whether an amount and a rate name two years that they are compared with."""
    said = [SINCE.search(normalize(ledger.before(f, 12))) for f in (one, other)]
    return len({m["year"] for m in said if m is not None}) > 1


def _apart(one: Fact, other: Fact) -> bool:
    """Whether two changes are against different bases."""
    return bool(one.basis and other.basis and one.basis != other.basis)


def _near(first: Fact, second: Fact) -> bool:
    beside = first.depth == second.depth or (second.depth == first.depth + 1 and second.id == first.id + 1)
    return second.clause - first.clause <= 2 and beside and (not second.label or second.label == first.label)


_ROW = 3  # bare parts behind which a comparison may be of their total


def _with_its_total(ledger: Ledger, found: list[Candidate]) -> list[Candidate]:
    """新收T件，即甲a件、乙b件、丙c件，较上年B件上升p%: the amount that a bare row makes up goes before its last."""
    last = found[0].fact if found else None
    if last is None:
        return found
    made, row = Decimal(0), 0
    for f in reversed(ledger.facts_of(ledger.sentences[last.sentence])):
        if f.id > last.id:
            continue
        if f.measure not in ("level", "budget") or not same_unit(f, last) or f.id != last.id - row:
            break
        if row >= _ROW and f.figure.amount == made:
            return [Candidate(f, False), replace(found[0], firm=False), *found[1:]]
        made, row = made + f.figure.amount, row + 1
    return found
