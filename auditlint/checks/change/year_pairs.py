"""Changes against the year before where the values of both years stand before them; part of the check `change`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditlint.checks.subjects import LEVELS, row_of
from auditlint.checks.ways import same_unit, years_between
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic, likeness, side
from auditlint.model import Fact
from auditlint.numerals import normalize

Pair = tuple[Fact, Fact]  # this year's value and that of the year before

_ROW = 2  # changes in a row: each is of a year of its own
_LAST_YEAR = r"(?:上年|去年|上一?年|前一年|(?P<year>20[0-9]{2})年)度?"
_AGAINST = rf"(?:[与较比同]{_LAST_YEAR})?(?:相比|对比|同比|比较|相较)?[,:]?"
_MOVED = r"(?:实际|共|总共|合计|净)?(?:增加|减少|增长|下降|降低|压减|压缩)(?:了|额|数|金额)?(?:为|是|:)?"
_BARE = compiled(  # without 相比 the last year may be the one that changed
    rf"[,;](?:两年|两者|二者|[与较比同和]{_LAST_YEAR})?(?:相比|对比|比较|相较)[,:]?{_MOVED}"
)
_NAMED_AGAIN = compiled(rf"[,;](?P<now>20[0-9]{{2}})年度?[与较比同]{_LAST_YEAR}(?:相比)?[,:]?{_MOVED}")
_EACH = compiled(rf"[,;](?:分别|依次|各)?{_AGAINST}(?:分别|依次|各)?{_MOVED}(?:分别|依次)?(?:为|是)?")
_IN_TURN = compiled(r"(?:分别|依次)[^,;。:]*$")
_GOES_ON = compiled(r"[、和及与,]")
_YEAR = compiled(r"20[0-9]{2}年度?")


def later_first(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> Pair | None:
    """2031年预算A万元，2030年预算B万元，对比减少D万元: both years are named, and nothing else changed."""
    i = facts.index(change)
    if i < 2 or change.basis not in ("", "prior") or change.label or change.depth:
        return None
    current, base = facts[i - 2 : i]
    sentence = ledger.sentences[change.sentence]
    words = sentence.between(base, change).replace(" ", "")
    said = _BARE.fullmatch(words) if _of_next_year(current, base) else None
    if said is None and _of_next_year(current, base) and base.label:  # …，2031年比上年甲增加D万元
        said = _NAMED_AGAIN.fullmatch(words.replace(base.label, "", 1))
        said = said if said is not None and said["now"] == current.period else None
    if said is None or said["year"] not in (None, base.period):
        return None
    between = sentence.between(current, base).replace(" ", "")
    if f"{current.period}年" not in sentence.before(current) or between[1:6] != f"{base.period}年":
        return None
    name = _YEAR.sub("", current.label)
    if current.item != base.item or not (name.endswith(base.label) or likeness(base.label, name) >= 2):
        return None
    others = [f for f in facts[: i - 2] if f.item == base.item and f.measure in LEVELS]
    return (current, base) if not others else None


_FROM, _TURNED = compiled(r"[由从]$"), compiled(r"[,、]?变(?:动|更|化)?(?:为|成|到|至)")
_BY = compiled(rf"[,;]{_MOVED}")


def turned(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> Pair | None:
    """由A万元变为B万元，减少D万元: the two amounts that words say one became the other."""
    i = facts.index(change)
    if i < 2 or change.label or change.basis == "budget" or not same_unit(facts[i - 1], change):
        return None
    base, current = facts[i - 2 : i]
    sentence = ledger.sentences[change.sentence]
    said = _FROM.search(ledger.before(base, 1)) and _TURNED.fullmatch(sentence.between(base, current).replace(" ", ""))
    by = said and _BY.fullmatch(sentence.between(current, change).replace(" ", ""))
    alike = base.figure.unit == current.figure.unit and base.depth == current.depth == change.depth
    return (current, base) if by and alike else None


_LED_ON = compiled(r"[,(](?:即)?[由从](?:上年|去年|20[0-9]{2}年)?度?的?")


def led_on(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> Pair | None:
    """增长率为-p%，由A万元变为B万元: the two amounts right behind a rate between which it lies."""
    i = facts.index(rate)
    if i + 2 >= len(facts) or rate.basis == "budget":
        return None
    base, current = facts[i + 1 : i + 3]
    sentence = ledger.sentences[rate.sentence]
    said = _LED_ON.fullmatch(sentence.between(rate, base).replace(" ", ""))
    to = said and _BECAME.fullmatch(sentence.between(base, current).replace(" ", ""))
    alike = base.figure.unit == current.figure.unit and base.depth == current.depth and rate.item == current.item
    apart = years_between(base, current) > 1  # 由2029年A增加到2031年B: over two years
    return (current, base) if to and alike and not apart else None


_WENT = (
    "(?:增加|减少|增长|下降|降低|上升|提高|提升|压减|压缩|核增|核减|追加|调整|上调|下调|调增|调减|提标|扩大|缩小"
    "|[降增升减])"
)
_BECAME = compiled(rf"(?:{_TURNED.pattern}|[,、]?{_WENT}(?:到|至|为))(?:本年|今年|20[0-9]{{2}}年)?度?的?")


_OPENING = compiled(r"^(?:年初|期初|上年末|上年底|去年末)(?:数|余额)?")
_CLOSING = compiled(r"^(?:年末|期末|年底|年终)(?:数|余额)?")


def since_opening(facts: Sequence[Fact], change: Fact) -> Pair | None:
    """年初结转和结余B，年末结转和结余A，比年初减少d: both ends of the year right before their change."""
    i = facts.index(change)
    more = any(same_unit(f, change) and f.depth == change.depth for f in facts[i + 1 :])  # 增加a，减少b: of both
    pair = facts[i - _TWO : i] if i >= _TWO and change.basis == "opening" and not (change.label or more) else []
    opening = [f for f in pair if _OPENING.match(f.label)]
    closing = [f for f in pair if _CLOSING.match(f.label)]
    if len(opening) != 1 or len(closing) != 1 or any(f.measure not in LEVELS or f.depth != change.depth for f in pair):
        return None
    (base,), (current,) = opening, closing
    alike = _OPENING.sub("", base.label) == _CLOSING.sub("", current.label) and same_unit(base, current)
    one_year = base.period == current.period or not (base.period and current.period)
    return (current, base) if alike and one_year and same_unit(current, change) else None


_TWO = 2  # ends of a year


def in_turn(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> tuple[bool, Pair | None]:
    """甲由A提高到B，乙由C提高到D，分别增长p%和q%: whether a change is one of a row behind several pairs; its pair.

    甲B（上年A）、乙D（上年C），分别增长p%、q%: they may as well stand in brackets.
    """
    start, end = _row(ledger, facts, change)
    if end - start < _ROW:
        return False, None
    sentence = ledger.sentences[change.sentence]
    pairs = [
        (later, earlier)
        for earlier, later in pairwise(facts[:start])
        if earlier.measure == "prior" and later.measure in LEVELS and same_unit(earlier, later)
        if _BECAME.fullmatch(sentence.between(earlier, later).replace(" ", ""))
    ]
    if len(pairs) < _ROW:
        pairs = [p for p in pairwise(facts[:start]) if _in_its_bracket(*p) and p[0].depth == change.depth][
            start - end :
        ]
    if len(pairs) < _ROW:
        return False, None
    return True, pairs[facts.index(change) - start] if len(pairs) == end - start else None


def _in_its_bracket(now: Fact, then: Fact) -> bool:
    """A（上年B）: whether a value of the year before stands in the bracket right behind this year's."""
    years = now.measure in LEVELS and then.measure == "prior" and same_unit(now, then)
    return years and then.depth == now.depth + 1 and then.clause == now.clause


_SIDES = ("收入", "支出")


def in_brackets(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> Pair | None:
    """收入总计A（2030年为B），支出总计C（2030年为D）。与2030年相比，收入增加d: both years of that side."""
    here = ledger.sentences[change.sentence]
    before = ledger.sentences[here.id - 1] if here.id else here
    plain = change.label in _SIDES and change.basis == "prior" and not change.depth
    if not plain or not before.beside(here) or before.id == here.id:
        return None
    if any(f.measure in LEVELS for f in facts if f.id < change.id):
        return None
    own = [f for f in ledger.facts_of(before) if f.measure in LEVELS and not f.depth]
    named = [f for f in own if side(f.label) == change.label]
    priors = [ledger.facts[f.id + 1] for f in named if f.id + 1 < len(ledger.facts)]
    if len(own) != len(_SIDES) or len(named) != 1 or len(priors) != 1 or not generic(named[0].label):
        return None
    current, base = named[0], priors[0]
    inside = base.measure == "prior" and base.depth == 1 and base.sentence == before.id and not base.label
    following = years_between(base, current) == 1
    return (current, base) if inside and following and same_unit(current, base) and same_unit(base, change) else None


def _of_next_year(current: Fact, base: Fact) -> bool:
    """Whether two values alike are of a year and the one before."""
    alike = current.measure == base.measure and current.measure in ("level", "budget") and same_unit(current, base)
    return alike and years_between(base, current) == 1 and current.depth == base.depth == 0


def in_a_row(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> tuple[bool, Pair | None]:
    """2029年A，2030年B，2031年C，分别比上年增加a、b和c: whether a change is one of a row; what it lies between."""
    start, end = _row(ledger, facts, change)
    if end - start < _ROW:
        return False, None
    first, place = facts[start], facts.index(change) - start
    values = [f for f in facts[:start] if f.measure in LEVELS and f.period.isdigit() and same_unit(f, change)]
    values = values[-(end - start) :]
    following = len(values) == end - start and all(_of_next_year(b, a) for a, b in pairwise(values))
    if not following or not place or values[-1] is not facts[start - 1]:
        return True, None
    said = _EACH.fullmatch(ledger.sentences[change.sentence].between(values[-1], first).replace(" ", ""))
    if said is None or said["year"] or first.basis not in ("", "prior"):
        return True, None
    return True, (values[place], values[place - 1])


def _row(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> tuple[int, int]:
    """Where the row of a change starts and ends, whose members may each say which way they went."""
    start, end = row_of(facts, change)
    sentence = ledger.sentences[change.sentence]

    def joined(k: int) -> bool:
        one, other = facts[k], facts[k + 1]
        alike = one.measure == other.measure == "change" and same_unit(one, other) and one.item == other.item
        return alike and not other.label and _GOES_ON.match(sentence.between(one, other)) is not None

    while start and joined(start - 1):
        start -= 1
    while end < len(facts) and joined(end - 1):
        end += 1
    grouped = end - start > 1 and facts[start + 1].grouped
    in_turn = _IN_TURN.search(normalize(ledger.before(facts[start], 16)))
    return (start, end) if grouped or in_turn else row_of(facts, change)


_FROM_BEHIND = compiled(r"[,(]?(?:即)?[由从][^,;。:0-9]{0,12}")
_TO_BEHIND = compiled(rf"(?:{_WENT}|变)?[为到至][^,;。:0-9]{{0,4}}")


def spelt_behind(ledger: Ledger, facts: Sequence[Fact], amount: Fact) -> tuple[Fact, Fact] | None:
    """支出减少D万元，由执行数A万元减少到B万元: B and A, which words right behind a change tell."""
    behind = facts[facts.index(amount) + 1 :][:2]
    if len(behind) < 2 or not all(same_unit(f, amount) and f.measure in (*LEVELS, "prior") for f in behind):
        return None
    sentence = ledger.sentences[amount.sentence]
    words = [sentence.between(a, b).replace(" ", "") for a, b in ((amount, behind[0]), (behind[0], behind[1]))]
    told = _FROM_BEHIND.fullmatch(words[0]) is not None and _TO_BEHIND.fullmatch(words[1]) is not None
    return (behind[1], behind[0]) if told else None
