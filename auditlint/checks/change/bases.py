"""What a change starts from, where another sentence states it, and what it cannot start from; part of `change`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from auditlint.checks.parts import compatible
from auditlint.checks.subjects import LEVELS, Candidate
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import likeness, side, unlike
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.records import replace

_AFTER = 8  # sentences behind a change in which its base may be added


def base_elsewhere(ledger: Ledger, subject: Fact, change: Fact) -> Fact | None:
    """The value that a change of a subject starts from, where the report states it in another place."""
    if change.basis == "budget":
        return ledger.elsewhere(subject, "budget")
    which = _AS_CALLED.search(normalize(ledger.before(change, 20)))
    if which is not None and (told := _told_as(ledger, subject, which["what"])) is not None:
        return told
    if (beside := _in_its_bracket(ledger, subject)) is not None:
        return beside
    named = list(_of_that_name(ledger, subject, change))
    return ledger.elsewhere(subject, "prior") or _one([f for f in named if f.measure != "budget"] or named)


_AS_CALLED = compiled(r"(?:比|较|与)(?:上年|去年)度?(?P<what>预算|决算)数?字?(?:相比)?[,]?[^,;。:0-9]{0,4}$")


def _told_as(ledger: Ledger, subject: Fact, what: str) -> Fact | None:
    """A（上年预算数B，上年决算数C），比上年决算数下降p%: the one of the values behind a subject that is called so."""
    behind = ledger.facts[subject.id + 1 : subject.id + 1 + _BEHIND]
    priors = [f for f in behind if f.sentence == subject.sentence and f.measure == "prior" and compatible(f, subject)]
    called = [f for f in priors if what in ledger.before(f, 8)]
    return called[0] if len(priors) > 1 and len(called) == 1 else None


_BEHIND = 2  # figures behind a subject that may be its values of the year before


def _in_its_bracket(ledger: Ledger, subject: Fact) -> Fact | None:
    """收入A（上年B），支出C（上年D），收入增加p%: the value of the year before in the bracket behind a subject."""
    behind = ledger.facts[subject.id + 1] if subject.id + 1 < len(ledger.facts) else subject
    inside = (behind.sentence, behind.clause, behind.depth) == (subject.sentence, subject.clause, subject.depth + 1)
    return behind if inside and behind.measure == "prior" and not behind.label and compatible(behind, subject) else None


_DONE_THEN = compiled(
    r"(?:比|较|与)(?:上年|去年|20[0-9]{2}年)度?(?:预计)?(?:完成|执行|决算)数?(?:相比)?[^,;。0-9]{0,6}$"
)


def sure_base(ledger: Ledger, change: Fact, subject: Fact, base: Fact) -> bool:
    """Whether a base that stands elsewhere is beyond doubt: last year's value, or 比2030年完成数, of one name."""
    if base.measure == "prior":
        return likeness(base.label, subject.label) >= 2 or base is _in_its_bracket(ledger, subject)
    same = base.concept == subject.concept and (base.concept or base.label) == (subject.concept or subject.label)
    return same and _DONE_THEN.search(normalize(ledger.before(change, 20))) is not None


def known_base(subject: Candidate, change: Fact, base: Fact) -> bool:
    """Whether a change against the budget has for its base the one budget the report gives what changed."""
    return change.basis == "budget" and subject.firm and subject.fact.concept == base.concept != ""


_BASE_NAMED = compiled(r"(?:与|较|比)(?:上年|去年|20[0-9]{2}年)度?(?P<noun>[^,;。:0-9]{2,10})$")


def as_the_base(ledger: Ledger, base: Fact, found: list[Candidate]) -> list[Candidate]:
    """实际支出A，结余B。与2030年支出C相比，增加D: the one amount that the noun of the base names comes first."""
    m = _BASE_NAMED.search(normalize(ledger.before(base, 16)))
    named = [c for c in found if m is not None and c.fact.label.endswith(m["noun"])]
    near = [c for c in named if c.fact.figure.span.block == base.figure.span.block and c.fact.measure == "level"]
    if len(near) != 1 or found[0].firm:
        return found
    return [replace(near[0], firm=True), *(c for c in found if c is not near[0])]


_GOES_ON = compiled(r"[;。](?:比|较|与|同)(?:上年|去年|20[0-9]{2}年|年初|期初)度?[末底]?的?")


def going_on(ledger: Ledger, base: Fact, found: list[Candidate]) -> list[Candidate]:
    """…，共A万元；比上年末的B万元增加D万元: the amount right before a clause that begins with its comparison."""
    last = ledger.facts[base.id - 1] if base.id else base
    beside = last.measure == "level" and last.figure.unit == base.figure.unit and last.depth == base.depth
    if not beside or last.figure.span.block != base.figure.span.block or last.id in ledger.parts:
        return found
    if _GOES_ON.fullmatch(normalize(ledger.between(last, base))) is None:
        return found
    return [Candidate(last, True), *(c for c in found if c.fact.id != last.id)]


_WHICH = compiled(r"(?:与|较|比)(?P<which>年初|调整)[^,;。0-9]*$")


def only_budget(ledger: Ledger, before: Sequence[Fact], change: Fact) -> Fact | None:
    """The one budget that stands before a change in its item, or beside the one amount of its sentence."""
    budgets = [f for f in before if f.measure == "budget" and compatible(f, change)]
    own = [f for f in budgets if f.item == change.item]
    which = _WHICH.search(normalize(ledger.before(change, 16))) if len(own) > 1 else None
    if which is not None:  # 预算数B，调整数C，决算数A，比年初预算数减少D，比调整数减少E
        own = [f for f in own if ("调整" in ledger.before(f, 6)) == (which["which"] == "调整")]
    behind = own and own[-1].depth > change.depth and any(f.id > own[-1].id and compatible(f, change) for f in before)
    if behind:
        return None  # 收入A（预算B），其中甲只实现a，短收D: of what was planned of it
    if len(own) == 1:
        return own[0]
    levels = [f for f in before if f.measure == "level" and compatible(f, change)]
    return budgets[0] if not own and len(budgets) == len(levels) == 1 else None


def _of_that_name(ledger: Ledger, subject: Fact, change: Fact) -> Iterator[Fact]:
    """Values of the year before in the section, of the subject's name; and what the report says of that year."""
    sentence = ledger.sentences[change.sentence]
    year = subject.period or ledger.year
    before = str(int(year) - 1) if year else ""
    current = ledger.year if ledger.year < year else ""  # a plan against what the report is about
    stated = _stated(ledger)
    known = list(stated.get((sentence.document, "prior", ledger.section(sentence)), ()))
    for period in {before, "" if current == before else before} if before else ():
        known += stated.get((sentence.document, "level", period), ())
    for f in sorted(known, key=lambda f: f.id):
        if f.sentence >= sentence.id + _AFTER or not compatible(f, subject) or f.id == subject.id:
            continue
        if _in_a_row(ledger, f):
            continue  # 上年一、二季度分别为A、B: which is whose goes by their places
        like = likeness(f.label, subject.label)
        beside = f.figure.span.block == sentence.block and side(f.label) == side(subject.label)
        if like >= 2 or (like == 1 and f.measure == "prior" and beside):
            yield f


def _in_a_row(ledger: Ledger, fact: Fact) -> bool:
    """Whether a value is one of several in a row that one name covers."""
    after = ledger.facts[fact.id + 1] if fact.id + 1 < len(ledger.facts) else None
    return fact.grouped or (after is not None and after.grouped and after.sentence == fact.sentence)


@lru_cache(maxsize=1)
def _stated(ledger: Ledger) -> Mapping[tuple[int, str, str], Sequence[Fact]]:
    """The values of the year before by document and section, all others by document and period, in reading order."""
    found: dict[tuple[int, str, str], list[Fact]] = defaultdict(list)
    for sentence in ledger.sentences:
        for f in ledger.facts_of(sentence):
            if f.measure == "prior":
                found[f.document, "prior", ledger.section(sentence)].append(f)
            elif f.measure in LEVELS:
                found[f.document, "level", f.period].append(f)
    return found


def _one(found: list[Fact]) -> Fact | None:
    return found[0] if len({f.figure.amount for f in found}) == 1 else None


_FOR_EACH = compiled(r"每[人户生亩名位辆台]|[人户生]均")


def of_a_standard(ledger: Ledger, base: Fact, amount: Fact) -> bool:
    """由每人每月A元提高到B元，增支D万元: whether a standard changed, and an amount says what that cost in all."""
    return amount.figure.unit != base.figure.unit and _FOR_EACH.search(ledger.before(base, 10)) is not None


def named_apart(base: Fact, current: Fact) -> bool:
    """T万元，其中：基本支出上年为B万元，本年增加D万元: whether a base of the year before is by its name none of T's."""
    return base.measure == "prior" and current.id < base.id and unlike(base.label, current.label)
