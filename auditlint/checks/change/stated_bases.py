"""The value before a change where the text prints it beside the change; part of the check `change`."""

from __future__ import annotations

from itertools import dropwhile, pairwise, takewhile

from auditlint.checks.change.prior_rows import base_of_row
from auditlint.checks.subjects import LEVELS, row_of_equals
from auditlint.checks.ways import same_unit, years_between
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic, likeness, unlike
from auditlint.facts.phrases import phrases
from auditlint.model import Fact
from auditlint.numerals import normalize

_COMPARED = compiled(r"(?:比|较|与|由|从)[^,;。]{2,14}$")
_BESIDE_IT = ("相比", "对比", "比较", "比，", "比,")


def stated_base(ledger: Ledger, facts: list[Fact], change: Fact) -> Fact | None:
    """The printed value before a change: compared with in its clause, or stated just before the current one."""
    i = facts.index(change)
    aligned = row_of_equals(facts, change, ("prior",))  # 与上年的A、B相比，各减少C、D
    if aligned is not None:
        return aligned if same_unit(aligned, change) or change.measure == "rate" else None
    in_row, base = base_of_row(ledger, facts, change)
    if in_row:
        return base
    if i > 1 and (
        _led_to(ledger, facts[i - 2], facts[i - 1]) or _year_before(ledger, facts[i - 2], facts[i - 1], change)
    ):
        return facts[i - 2]
    apart, named = _of_its_noun(ledger, facts[:i], change)
    if apart:
        return named
    year = SINCE.search(normalize(ledger.before(change, 12)))
    for fact in reversed(facts[max(i - 2, 0) : i]):
        if year is not None and fact.period.isdigit() and fact.period != year["year"] and fact.measure == "prior":
            continue  # （2030年A，2029年B），较2030年减少D
        if fact.item != change.item and (fact.measure != "prior" or fact.depth > change.depth or _served(facts, fact)):
            break  # a value in brackets, or behind an amount of its own, serves the item it stands in
        if fact.measure == "prior" and _of_another_name(fact, facts[facts.index(fact) + 1 : i]):
            break  # 甲上年为A万元，乙B万元，增加D万元
        if fact.measure == "prior" and fact.basis != change.basis == "budget" and change.clause > fact.clause:
            continue  # 比上年A万元增长p%，超收D万元
        if fact.measure == "prior" and not generic(change.label) and unlike(fact.label, change.label):
            continue  # 与上年甲A、乙B相比，甲下降p%
        if fact.measure == "prior" and fact.depth > change.depth and _of_another(facts, fact, change):
            continue  # 收入A（上年B），支出C（上年D），收入比上年增加p%
        if fact.measure == "prior" and change.clause - fact.clause <= 2:
            if phrases(ledger.rulebook.lexicon).flat.search(ledger.after(fact, 6)):  # 与上年A万元持平，比预算减少D万元
                return None
            return fact if fact.depth <= change.depth or ledger.facts[fact.id - 1].measure in LEVELS else None
        if fact.measure == "budget" == change.basis and fact is facts[i - 1] and _ACTUAL.search(change.label):
            return fact  # 年初预算B万元，决算数比年初预算增加D万元
        near = change.clause == fact.clause or ledger.after(fact, 3).startswith(_BESIDE_IT)
        if fact.measure == "budget" and near and _COMPARED.search(normalize(ledger.before(fact, 18))):
            return fact
        if fact.measure not in ("level", "rate"):
            break
    return _stated_after(facts, change)


SINCE = compiled(r"(?:较|比|与|同)(?P<year>20[0-9]{2})年[^,;。:0-9]{0,8}$")
_NOUN = compiled(
    r"(?:(?:比|较|与|同)?(?:上年|去年)度?|(?:比|较|与|同)20[0-9]{2}年度?)的?(?P<noun>(?:年初|批复|调整后?)?的?预算|决算|执行|完成)数?[^,;。:0-9]{0,12}$"
)


def _of_its_noun(ledger: Ledger, before: list[Fact], change: Fact) -> tuple[bool, Fact | None]:
    """上年预算数A，上年决算数B，比上年预算数下降p%: whether values have several nouns; the one of its noun."""
    said = _NOUN.search(normalize(ledger.before(change, 24)))
    priors = [f for f in before if f.measure == "prior" and f.depth == change.depth and not f.basis]
    nouns = [m["noun"] if (m := _NOUN.search(normalize(ledger.before(f, 16)))) else "" for f in priors]
    if said is None or len(set(nouns)) < 2 or "" in nouns:
        return False, None
    named = [f for f, noun in zip(priors, nouns, strict=True) if noun == said["noun"] and f.item == change.item]
    return True, named[0] if len(named) == 1 else None


def _of_another_name(prior: Fact, behind: list[Fact]) -> bool:
    """Whether the amounts behind a value of the year before have names of their own, unlike its."""
    named = [f for f in behind if f.measure in LEVELS and f.label and not generic(f.label)]
    return bool(named) and all(unlike(prior.label, f.label) for f in named)


def _served(facts: list[Fact], prior: Fact) -> bool:
    """Whether a value of the year before stands behind an amount of its own item: 甲a万元，上年p万元；乙b万元."""
    return any(f.item == prior.item and f.id < prior.id and f.measure in LEVELS and f.label for f in facts)


def _of_another(facts: list[Fact], prior: Fact, change: Fact) -> bool:
    """Whether a value in a bracket is of an amount with another name than the one that changed."""
    own = facts[facts.index(prior) - 1]
    return own.measure in LEVELS and bool(own.label and change.label) and not likeness(own.label, change.label)


_ACTUAL = compiled(r"决算|执行|实际")


def _led_to(ledger: Ledger, first: Fact, then: Fact) -> bool:
    """年初预算A万元，调整为B万元: whether one amount leads to the next."""
    amounts = first.measure in LEVELS and then.measure in LEVELS and same_unit(first, then)
    beside = first.item == then.item and first.depth == then.depth and then.clause - first.clause <= 1
    words = phrases(ledger.rulebook.lexicon).led_here
    return amounts and beside and generic(then.label) and words.search(ledger.before(then, 6)) is not None


def _year_before(ledger: Ledger, first: Fact, then: Fact, change: Fact) -> bool:
    """2031年支出A万元，本年支出B万元: whether two amounts of one name are of a year and the next.

    2030年预算A万元，2031年预算B万元: both years are printed, and only the first one may have a name.
    """
    if first.measure != then.measure or not same_unit(first, then) or first.item != then.item:
        return False
    if not first.period.isdigit():
        return False
    next_year = str(int(first.period) + 1)
    if first.measure == "level" and likeness(first.label, then.label.removeprefix("本年")) >= 2:
        return then.period in ("", next_year)
    bare = not then.label and then.period == next_year and then.clause - first.clause <= 1
    alone = bare and first.depth == then.depth == change.depth and not change.label
    against = _AGAINST.search(normalize(ledger.before(change, 16)))
    same = against is None or against["year"] in ("上年", "去年", f"{first.period}年")
    return alone and same and first.measure in ("level", "budget") and change.basis in ("", "prior")


_AGAINST = compiled(r"(?<!同)[比较与](?P<year>上年|去年|20[0-9]{2}年)?[^,;。]*$")


def _in_one_bracket(facts: list[Fact], change: Fact) -> list[Fact]:
    """甲增加a万元，乙减少b万元（上年甲A万元，乙B万元）: the values in a bracket behind a row of changes."""
    behind = list(dropwhile(lambda f: f.measure in ("change", "rate") and f.depth == change.depth, facts))
    inside = list(takewhile(lambda f: f.depth == change.depth + 1 and f.item == change.item, behind))
    values = [f for f in inside if f.measure in ("prior", "level") and f.figure.unit.dimension != "percent"]
    opened = bool(values) and values[0].measure == "prior" and all(f.label for f in values)
    return values if opened and len(values) > 1 and values == inside else []


def _stated_after(facts: list[Fact], change: Fact) -> Fact | None:
    """比上年增加D万元，增长p%（上年为B万元）; 比上年增加D万元，上年为B万元: the base right behind a change."""
    i = facts.index(change)
    together = _in_one_bracket(facts[i:], change)
    if together:
        name = change.label or next((f.label for f in reversed(facts[:i]) if f.measure == "change" and f.label), "")
        named = [f for f in together if likeness(f.label, name) >= _SAME]
        return named[0] if len(named) == 1 and name else None
    wanted = "budget" if change.basis == "budget" else "prior"
    for last, fact in pairwise(facts[i : i + 3]):
        if fact.measure == wanted and fact.item == change.item:
            bracketed = fact.depth == change.depth + 1 and fact.clause == last.clause
            beside = fact.depth == change.depth and fact.clause == last.clause + 1 and not fact.label
            k = facts.index(fact) + 1
            own = k < len(facts) and facts[k].measure in ("change", "rate") and facts[k].clause == fact.clause
            if k < len(facts) and facts[k].grouped and facts[k].measure == fact.measure:
                return None  # 甲A，增长p%；乙B，增长q%（上年分别为C、D）: the first of those of all items
            return fact if bracketed or (beside and not own) else None  # 比上年B万元增长p%: the base of another change
        if fact.measure not in ("change", "rate") or fact.depth != change.depth:
            break
    return None


_SAME = 2  # how much alike two names of one thing are
_ANOTHER_YEAR = compiled(r"(?:比|较|与)[^,;。]{0,4}20[0-9]{2}")
_CHAIN = 8  # figures before the value of a year in which that of the year before stands


def chained(ledger: Ledger, facts: list[Fact], rate: Fact) -> tuple[tuple[str, Fact], ...] | None:
    """2030年A人次；2031年B人次，增长p%: the value of a year in a list of years against the one before it."""
    i = facts.index(rate)
    current = facts[i - 1] if i else None
    if current is None or rate.label or current.label or current.measure != "level" or not current.period.isdigit():
        return None
    before = [
        f for f in ledger.facts[max(current.id - _CHAIN, 0) : current.id] if same_unit(f, current) and not f.label
    ]
    base = before[-1] if before else None
    next_year = base is not None and base.measure == "level" and years_between(base, current) == 1
    if base is None or not next_year or base.section != current.section or base.document != current.document:
        return None
    if rate.basis not in ("", "prior") or _ANOTHER_YEAR.search(normalize(ledger.before(rate, 14))):
        return None
    return ("rate", rate), ("current", current), ("base", base)
