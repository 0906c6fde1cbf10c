"""The readings of one list and its total: all of it, without sub-items, with what stands behind; part of `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import TELLING, choose, close, dropped, odd_unit, slipped, swapped
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.additions import REACH, addition
from auditlint.checks.sum.counts import counted, counted_again, overlapping
from auditlint.checks.sum.defined import defined, disjoint
from auditlint.checks.sum.doubts import in_doubt, left_open, mainly, more_than_all, too_many
from auditlint.checks.sum.economic import apart, beyond
from auditlint.checks.sum.graded import ALL_GRADES, closes_grades, graded_before
from auditlint.checks.sum.items import LEAST, column, item_before, named_before
from auditlint.checks.sum.lacking import mistyped
from auditlint.checks.sum.nested import collapsed, nested
from auditlint.checks.sum.proven import proven
from auditlint.checks.sum.shares import shared_out
from auditlint.checks.sum.slips import (
    copied_from_the_other_side,
    counted_before,
    items_of_class,
    odd_before,
    slip_in_numbered,
    slip_in_subjects,
)
from auditlint.checks.sum.whole_lists import complete, whole_side
from auditlint.expressions import compiled
from auditlint.facts.divisions import division
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import opposed
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize, whole_number
from auditlint.records import replace

_NAMELESS = ("", "外", "另", "另外", "此外")
_LEFT = compiled(r"^(?:剩余|其余|余下|结余|尚余|节余|未)")


def _in_one_clause(total: Fact, parts: Sequence[Fact]) -> Relation | None:
    """T辆，其中甲a辆、乙b辆，前述由…保障的d辆: the parts up to where the row of them ends, where they come out."""
    row = [p for p in parts if p.clause == parts[0].clause]
    one = add_up(total, row, False) if LEAST < len(row) < len(parts) and row == parts[: len(row)] else None
    return one if one is not None and one.verdict == "holds" else None


def _one_among(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a total is one of several amounts of a sentence, and what another one lists is none of its own.

    销售S万元，筹集T万元，其中A万元归甲，另外B万元归乙。用途包括n个项目，其中…: of S, of T or of B?
    """
    if total.sentence < 0 or total.sentence == parts[0].sentence or listing.opener not in ("其中", "包括"):
        return False
    own = ledger.facts_of(ledger.sentences[total.sentence])
    alike = [f for f in own if f.measure == total.measure and compatible(f, total) and f.id != total.id]
    if total.label in _NAMELESS and any(f.id < total.id for f in alike):
        return True
    behind = [f for f in alike if f.id > total.id]
    divided = len(behind) >= LEAST and sum(f.figure.amount for f in behind) == total.figure.amount
    several = divided or len({f.figure.amount for f in alike}) >= _SEVERAL
    return several and not defined(ledger, total, parts) and not named_before(ledger, listing, total)


_SEVERAL = 2


_ABOUT = compiled(r"(?:[近逾]|(?<![节签合履租])约|超过?|不足|不到|突破)$")
_MORE_THAN = compiled(r"^[0-9.,\s]+[百千万亿]*(?:元|[一-鿿])?[多余](?![额缺])")


def _roughly(ledger: Ledger, fact: Fact) -> bool:
    """Whether an amount is only said roughly: 超过90亿元, 近14亿元, 约39亿元, 100多万元."""
    about = _ABOUT.search(normalize(ledger.before(fact, 2))) is not None
    return about or _MORE_THAN.search(fact.figure.text + ledger.after(fact, 2)) is not None


def best(
    ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], rivals: list[Fact], items: list[list[Fact]]
) -> Relation | None:
    """The reading of a list: all items, without sub-items, up to an item, with another total."""
    whole = len(parts) == len(items)
    known = whole and (proven(ledger, listing, total) or _all_years(ledger, total, parts))
    known = known or (whole and listing.opener in _BELOW and items_of_class(ledger, total, parts))
    firm = whole and (known or complete(ledger, listing, total, parts, items))
    firm = firm and not item_before(ledger, listing, total, parts[0]) and not mainly(ledger, total, parts[0])
    if listing.opener == "counted" and parts[0].sentence != total.sentence:
        firm = firm and counted_before(total, parts)
    if listing.opener == "addition":
        return addition(ledger, total, parts)
    if counted_again(ledger, total, parts):
        return None
    top = add_up(total, parts, firm)
    if top is not None and top.verdict != "holds" and any(_roughly(ledger, f) for f in (total, *parts)):
        return replace(top, firm=False) if top.verdict == "rounding" else None
    if top is not None and top.verdict == "broken" and len(parts) > LEAST and _LEFT.match(parts[-1].label):
        inner = add_up(total, parts[:-1], firm)  # 动支T，其中a、b、c；剩余d: d is left of what T was taken from
        if inner is not None and inner.verdict == "holds":
            return inner
    if top is not None and top.verdict == "broken" and (once := _divided_again(total, parts)) is not None:
        return once
    if top is not None and top.verdict == "broken" and (other := _of_another(ledger, listing, total, parts, rivals)):
        return other
    if top is not None and top.verdict == "broken" and listing.opener in _BELOW:
        several = _several_in_items(ledger, parts, items)
        if len(several) > len(parts):  # (1)甲a万元、乙b万元；(2)丙c万元
            made = add_up(total, several, firm)
            return made if made is not None and (made.verdict != "broken" or slipped(made, TELLING)) else None
    if top is not None and whole and top.verdict == "broken" and odd_unit(top):
        return replace(top, firm=True)
    if top is not None and whole and top.verdict == "broken" and (odd := odd_before(total, parts)):
        return odd
    if top is not None and whole and top.verdict == "broken" and (first := _in_one_clause(total, parts)):
        return first
    if top is not None and whole and too_many(ledger, listing, top, parts, rivals):
        return replace(top, firm=True)
    if top is not None and whole and top.verdict == "broken" and more_than_all(top, parts, rivals):
        return replace(top, firm=True)
    if listing.opener == "graded":  # more grades than there are things to grade; fewer, where some have none
        sure = top is not None and (
            top.difference < 0 or len(parts) >= ALL_GRADES or graded_before(ledger, total, parts)
        )
        sure = sure or (len(parts) > LEAST and closes_grades(ledger, total, parts[-1]))
        return replace(top, firm=True) if sure and top is not None else top
    # nothing else than what stands before a bracket is divided in it, or what a name is defined to consist of
    only = listing.opener == "(" or (listing.opener == "counted" and listing.closed)  # 以上五项合计: of all five
    sure = firm and (
        only
        or known
        or whole_side(total, parts)
        or _divided_once(ledger, total, parts)
        or counted(total)
        or defined(ledger, total, parts)
        or shared_out(total, parts, items)
    )
    behind = _and_behind(ledger, listing, total, parts)
    readings = chain((top,), behind if sure else _other_readings(ledger, listing, total, parts, rivals))
    if left_open(ledger, listing, total, parts, items) or (
        not firm and counted(total) and overlapping(ledger, parts) and not (top is not None and swapped(top, _LONG))
    ):
        told = top is not None and whole and top.verdict == "broken"
        told = told and top is not None and (beyond(total, parts) or swapped(top, _LONG))
        return choose(readings, sure=0) or (replace(top, firm=True) if told and top is not None else None)
    if top is not None and not firm and in_doubt(ledger, listing, top, parts, items):
        told = whole and listing.closed and slip_in_subjects(ledger, top, parts)
        return choose(readings, sure=0) or (replace(top, firm=True) if told else None)
    chosen = choose(readings)
    if (chosen is None or chosen.verdict == "broken") and _one_among(ledger, listing, total, parts):
        return None
    if chosen is not None:
        return chosen if chosen.firm or chosen.verdict == "broken" else _supported(listing, chosen, top)
    wrong = top is not None and (
        (mistyped(top, parts) and not (counted(total) and overlapping(ledger, parts)))
        or (dropped(top) and not (counted(total) and overlapping(ledger, parts)))
        or copied_from_the_other_side(ledger, total, parts)
        or slip_in_subjects(ledger, top, parts)
        or slip_in_numbered(ledger, listing, top, parts)
        or (
            top.difference < 0
            and not nested(parts)
            and (apart(parts) or beyond(total, parts) or disjoint(ledger, total, parts))
        )
    )
    return add_up(total, parts, True) if wrong and whole and listing.opener not in ("heading", "row") else None


def _divided_again(total: Fact, parts: Sequence[Fact]) -> Relation | None:
    """T个，其中续建a个、新建b个，完工c个，其余d个: T is a and b, and c and d as well."""
    for k in range(_TWO, len(parts) - _TWO + 1):
        first, second = add_up(total, parts[:k], False), add_up(total, parts[k:], False)
        if first is not None and second is not None and first.verdict == second.verdict == "holds":
            return first
    return None


_TWO = 2  # parts of a division
_BELOW = ("lines", "heading")


def _several_in_items(ledger: Ledger, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]) -> list[Fact]:
    """The amounts of the items of a list, of which one may name several before it goes on."""
    found: list[Fact] = []
    for part in parts:
        item = next((one for one in items if part in one), [part])
        row = [part]
        for f in item[item.index(part) + 1 :]:
            beside = f.measure == part.measure and f.depth == part.depth and compatible(f, part)
            if not (beside and f.label and ledger.between(row[-1], f).strip().startswith("、")):
                break
            row.append(f)
        found += row
    return found


_YEARS = compiled(r"(?P<n>[两二三四五六])年(?:来|间)?(?:累计|共计?|合计|总计)[^,;。:0-9]{0,8}$")


_FROM_TO = compiled(
    r"(?P<from>20[0-9]{2})年?[-—–~至到]+(?P<to>20[0-9]{2})年(?:度|来|间)?(?:累计|共计?|合计|总计)[^,;。:0-9]{0,8}$"
)


def _between(ledger: Ledger, total: Fact, part: Fact) -> bool:
    """Whether other figures stand between a total and the first of its parts."""
    return part.id != total.id + 1 or part.sentence != total.sentence


def _all_years(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """三年累计投入A，其中2029年a、2030年b、2031年c: whether parts are of as many years in a row as their total."""
    before = ledger.before(total, 24)
    if all(p.grouped for p in parts[1:]) and (span := _FROM_TO.search(normalize(before).replace(" ", ""))):
        return int(span["to"]) - int(span["from"]) + 1 == len(parts) and not _between(ledger, total, parts[0])
    m = _YEARS.search(before[-16:])
    years = [int(p.period) for p in parts if p.period.isdigit()]
    count = 0 if m is None else whole_number(m["n"])
    return bool(years) and len(parts) == count and years == list(range(years[0], years[0] + len(parts)))


_ABOVE_ALL = ("lines", "heading")  # lists of paragraphs, behind which a paragraph may speak of their total again


def _of_another(
    ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], rivals: Sequence[Fact]
) -> Relation | None:
    """The list as parts of another total, which it makes up exactly: of a list that ends right before, or by a heading.

    a、b、c。其中a与b为甲，合计A；c为乙，合计C: of the total of a, b and c. 预算B，支出A，节约D：甲a、乙b: of A.
    """
    outer = [t for one in ledger.lists_with(total.id) for t in ledger.pick(one.parent) if one.opener in _ABOVE_ALL]
    outer = [t for t in outer if t.measure in LEVELS and total.sentence != parts[0].sentence]
    if total.figure.span.block != parts[0].figure.span.block:  # 三、分部门完成情况为: of a total further above
        near = ledger.facts[max(total.id - REACH, 0) : parts[0].id]
        either = LEVELS if listing.opener.startswith("按") else (total.measure,)
        outer += [f for f in near if f.sentence >= 0 and f.id != total.id and f.measure in either]
    for other in [*outer, *(rivals if listing.opener == "heading" else ())]:
        alike = compatible(other, total) and not opposed(other.label, total.label)
        one = add_up(other, parts, False) if alike else None
        if one is not None and one.verdict == "holds" and other.figure.value:
            return one
    return None


def _divided_once(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """采购总额T，其中货物a、工程b、服务c: whether the parts are all there is by name, of which none can be left out."""
    return total.sentence == parts[0].sentence and bool(
        division([p.label for p in parts], ledger.rulebook.lexicon, total.label)
    )


_LONG = 4  # digits of a count in which two in the wrong order tell


def _other_readings(
    ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], rivals: list[Fact]
) -> Iterator[Relation | None]:
    """The readings of a list but for the one that takes it as it stands, likeliest first."""
    yield add_up(total, collapsed(parts), False)
    for items in listing.alternatives:
        other = [column([ledger.facts[i] for i in item], parts[0].measure, total) for item in items]
        yield add_up(total, [p for p in other if p is not None], False)
    for rival in rivals[:3]:
        yield add_up(rival, parts, False)
    for n in range(len(parts) - 1, 1 if total.figure.value else len(parts), -1):
        yield add_up(total, parts[-n:] if listing.opener == "合计" else parts[:n], False)
    yield from _and_behind(ledger, listing, total, parts)


def _and_behind(ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact]) -> Iterator[Relation | None]:
    """The list with what stands behind it: 支出合计T，其中A、B。减：内部往来C。"""
    following = _following(ledger, listing, parts, total)
    for n in range(1, len(following) + 1):
        yield add_up(total, parts + following[:n], False)


def _supported(listing: Listing, chosen: Relation, top: Relation | None) -> Relation:
    """A list that adds up as it stands would be told, had one digit been wrong: such slips are recognised.

    A list that only its sum ties to a total would not be seen at all.
    """
    if chosen is top and len(chosen.terms) >= _FIGURES and close(chosen) and listing.opener != "then":
        return replace(chosen, firm=True)
    return chosen


_FIGURES = 3  # a total and two parts


def _following(ledger: Ledger, listing: Listing, parts: Sequence[Fact], total: Fact) -> list[Fact]:
    """Amounts after the list, in its paragraph or the two after it, that may belong to it; counts in its sentence."""
    last = parts[-1]
    if last.sentence < 0:
        return []
    found: list[Fact] = []
    for sentence in ledger.sentences[last.sentence : last.sentence + (1 if counted(total) else 4)]:
        if sentence.document != last.document:
            break
        for i in sentence.facts:
            f = ledger.facts[i]
            if f.id > last.id and f.measure == parts[0].measure and compatible(f, total) and f.depth == last.depth:
                found.append(f)
    return found[:8]
