"""Amounts that by their names divide a total before them, without a word that opens a list; part of the check `sum`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import choose
from auditlint.checks.same_scope import of_what_changed
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.lacking import told_besides
from auditlint.expressions import compiled
from auditlint.facts.divisions import akin, beside_it, division, names_whole, plain, remainder
from auditlint.facts.ledger import SUMMED, Ledger
from auditlint.facts.match import opposed
from auditlint.facts.words import BESIDES
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_PALTRY = 1000  # times that a total is what its parts would make
_LONGEST = 4  # parts of a division
_PART_OF = compiled(r"其中|含")
_STATE = compiled(r"[已未不]|结案|审结|盈利|亏损")  # what has been done of something, which its sentence must name
_NEW = compiled(r"新(?:收|立|接|增|受理)")  # 新收案件T，审结a，未结b: among the last two are those of years before
_APART = 3  # sentences from one part of a division to the next, and from its total


def divided_totals(ledger: Ledger) -> Iterator[Relation]:
    """T总额。税收a万元，非税b万元: the sum of neighbours whose names divide whatever is named before them."""
    amounts = [
        f
        for f in ledger.facts
        if f.sentence >= 0 and f.measure in LEVELS and f.figure.unit.dimension in ("money", "count")
    ]
    for k in range(len(amounts)):
        parts = _division(ledger, amounts, k)
        if not parts or _listed(ledger, parts) or of_what_changed(ledger, parts[0]):
            continue
        total = _total(ledger, amounts[:k], parts)
        if total is not None:
            labels = [p.label for p in parts]
            if beside_it(total.label, labels):
                continue
            named = names_whole(labels, ledger.rulebook.lexicon, total.label) == "divided"
            whole = named or not _goes_on(ledger, parts)
            chosen = choose([add_up(total, parts, firm=whole and _beside(ledger, total, parts))], sure=int(whole))
            wrong = chosen is not None and chosen.verdict == "broken"
            others = _make_another(ledger, amounts, k, parts) or _make_another(ledger, amounts, k, [total, *parts])
            if sum(p.figure.amount for p in parts) * _PALTRY < total.figure.amount:
                continue  # 支出T万元。城市提高到670元，农村提高到5700元: standards
            if wrong and (_STANDARDS.search(total.label) or _told_of_others(ledger, total, parts)):
                continue
            if wrong and (others or told_besides(ledger, parts) or _ITEM.search(ledger.said_before(total))):
                continue
            if chosen is not None:
                yield chosen


_ITEM = compiled(  # 支出中：转移支付a、人员支出b、公用支出c: the first of a list, no total of the others
    r"(?:中|其中|包括|构成|组成|分|分为|如下|用于):[^,;。:0-9]{1,16}$"
)
_STANDARDS = compiled(r"标准|单价")


def _told_of_others(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """省级抽查a批次合格b批次，市级T批次合格c批次；不合格d批次: of both levels."""
    own = ledger.pick(ledger.sentences[total.sentence].facts)
    return any(f.id < total.id and f.label == parts[0].label != "" and compatible(f, total) for f in own)


_NEAR = 12  # amounts around a division among which its total may stand


def _make_another(ledger: Ledger, amounts: Sequence[Fact], k: int, parts: Sequence[Fact]) -> bool:
    """Whether a division makes up another amount near it to the last digit."""
    made = sum((p.figure.amount for p in parts), Decimal(0))
    near = amounts[max(k - _NEAR, 0) : k + _NEAR]
    return any(f.figure.amount == made and f.section == parts[0].section and f not in parts for f in near)


def _division(ledger: Ledger, amounts: Sequence[Fact], k: int) -> list[Fact]:
    """The amounts from one on, those listed as parts of one of them left out, that divide anything by their names."""
    parts: list[Fact] = []
    inner: set[int] = set()
    names = ("", amounts[k - 1].label) if k else ("",)  # of the amount before, where only its name says what is divided
    for f in amounts[k : k + 4 * _LONGEST]:
        if parts and (f.document != parts[0].document or f.sentence - parts[-1].sentence > _APART):
            break
        if parts and (f.id in inner or f.depth > parts[0].depth or not compatible(f, parts[0])):
            continue
        if parts and (f.measure != parts[0].measure or _of_other_years(f, parts[0])):
            break
        parts.append(f)
        inner.update(i for one in _lists_of(ledger, f) for item in one for i in item)
        labels = [p.label for p in parts]
        if len(parts) > 1 and any(division(labels, ledger.rulebook.lexicon, name) for name in names):
            return parts
        if len(parts) == _LONGEST:
            break
    return []


def _of_other_years(one: Fact, other: Fact) -> bool:
    return one.period.isdigit() and other.period.isdigit() and one.period != other.period


_Items = tuple[tuple[int, ...], ...]


def _lists_of(ledger: Ledger, total: Fact) -> Sequence[_Items]:
    """The items of the lists right behind an amount."""
    return _lists(ledger).get(total.id, ())


@lru_cache(maxsize=1)
def _lists(ledger: Ledger) -> Mapping[int, Sequence[_Items]]:
    """The items of all lists that words open, by the amount before them."""
    found: dict[int, list[_Items]] = defaultdict(list)
    for one in ledger.lists:
        whole = next((i for i in one.parent if ledger.facts[i].measure in LEVELS), -1)
        if one.opener not in ("heading", *SUMMED):
            found[whole].append(one.parts)
    return found


def _listed(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether a list has all the parts: then it tells of what they are parts."""
    ids = {p.id for p in parts}
    state = any(_STATE.search(p.label) for p in parts)  # 受理T，其中新收a，审结b，未结c: what was done of T beside
    return any(
        (ids == firsts if state else ids <= firsts)
        for one in ledger.lists_with(parts[0].id)
        if one.parent
        for items in (one.parts, *one.alternatives)
        for firsts in ({i for item in items for i in item[:1]},)
    )


def _total(ledger: Ledger, before: Sequence[Fact], parts: Sequence[Fact]) -> Fact | None:
    """The nearest amount before a division, of its section, that its parts may be of by what their names share."""
    first = parts[0]
    labels = [p.label for p in parts]
    lexicon = ledger.rulebook.lexicon
    name = "" if division(labels, lexicon) or not before else before[-1].label
    words, rest = division(labels, lexicon, name), remainder(labels, lexicon, name)
    state = any(_STATE.search(p.label) for p in parts)
    for f in reversed(before):
        if f.document != first.document or f.section != first.section or first.sentence - f.sentence > _APART:
            return None
        if f.measure != first.measure or f.depth > first.depth or not compatible(f, first):
            continue
        if state and _NEW.search(f.label):  # 受理T（含旧存a），其中新收b，审结c，未结d: c and d are of T
            continue
        if f.label.endswith("编制") and not first.label.endswith("编制"):  # 编制T名，在职a人、离退休b人: none of T
            continue
        if any(word in f.label for word in words):  # 税收收入A、非税收入B。其中：税收收入…: a part, not what is divided
            continue
        if akin([f.label, *labels], ledger.rulebook.lexicon):  # 中央A、省级B、市级C、县级D: one of them
            return None
        dated = f.period and first.period and f.period != first.period
        fits = not dated and rest in plain(f.label) and not any(opposed(f.label, p.label) for p in parts)
        return f if fits and all(f.figure.amount >= p.figure.amount for p in parts) else None
    return None


def _goes_on(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether another amount of its kind follows a division in its sentence: 人员a万元、公用b万元、项目c万元."""
    last = parts[-1]
    inner = {i for one in _lists_of(ledger, last) for item in one for i in item}
    behind = (f for f in ledger.pick(ledger.sentences[last.sentence].facts) if f.id > last.id and f.id not in inner)
    words = ledger.sentences[last.sentence].text[last.figure.span.end - ledger.sentences[last.sentence].start :]
    return BESIDES.search(words) is not None or any(
        f.measure in LEVELS
        and f.depth <= last.depth
        and compatible(f, last)
        and not _PART_OF.search(ledger.before(f, 6))
        for f in behind
    )


def _beside(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a total stands in the paragraph of its parts, and is no part of something else there."""
    first = parts[0]
    state = any(_STATE.search(p.label) for p in parts)
    state = state and (total.sentence != first.sentence or _NEW.search(total.label) is not None)
    held = any(normalize(ledger.after(p, 2)) == "(含" for p in parts)  # 未结c件（含上年结转d件）
    same = total.figure.span.block == first.figure.span.block and not state and not held
    return same and bool(total.label) and not any(one.opener != "heading" for one in ledger.lists_with(total.id))
