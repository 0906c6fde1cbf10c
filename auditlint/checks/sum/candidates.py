"""The totals that a list may have, each with the parts that are told of it; part of `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.pairs import PEOPLE
from auditlint.checks.parts import AVERAGE, compatible, of_another_year
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.counts import counted
from auditlint.checks.sum.items import column, item_before, person
from auditlint.expressions import compiled, either
from auditlint.facts.divisions import division, remainder
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure before a list, which may be its total, and what would be its parts."""

    ledger: Ledger
    listing: Listing
    total: Fact
    parts: list[Fact]
    items: list[list[Fact]]  # every figure of each item
    parents: list[Fact]  # what stands before the list, the total among it
    others: list[Fact]  # of another year by the words
    sure: bool = False  # the words say that the total is what all before the list comes to
    changed: bool = False  # the total is named only through its change
    again: Fact | None = None  # the total said once more at the end of the list

    @property
    def made(self) -> Decimal:
        """What the parts come to."""
        return sum((p.figure.amount for p in self.parts), Decimal(0))

    @property
    def off(self) -> bool:
        """Whether that is not the total as printed."""
        return self.made != self.total.figure.amount

    @property
    def thing(self) -> str:
        """What is added up; people are people, whatever counts them."""
        unit = self.total.figure.unit
        what = "人" if unit.name in PEOPLE else unit.name if unit.dimension == "count" else ""
        return f"{self.total.measure}/{unit.dimension}/{what}"

    def first(self, count: int) -> Candidate:
        """The same with the parts and items at the beginning of the list alone."""
        return self._only(slice(count))

    def since(self, start: int) -> Candidate:
        """The same without the parts and items at the beginning of the list."""
        return self._only(slice(start, None))

    def _only(self, some: slice) -> Candidate:
        listing = replace(self.listing, parts=self.listing.parts[some], alternatives=())
        return replace(self, listing=listing, items=self.items[some], parts=self.parts[some])


def candidates(ledger: Ledger, listing: Listing) -> Iterator[Candidate]:
    """Every total that a list may have, likeliest first."""
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    named = [*ledger.pick(listing.parent)]
    parents = [p for p in named if not of_another_year(ledger, p, items[0][0])]
    others = [p for p in named if p not in parents]
    parents.sort(key=lambda p: item_before(ledger, listing, p, items[0][0]))
    parents = _item_of_that_name(ledger, listing, parents, items) or _of_both_sides(ledger, listing) or parents
    in_all = _budget_in_all(ledger, parents, items[0][0])
    changed = _that_changed(ledger, parents, items) if not in_all else []
    parents = (in_all or parents) + changed
    for total in parents:
        if total.label.endswith("目标") and len(parents) > 1:
            continue  # 合计T，为目标B的p%。按甲分，a、b: of T
        if total.measure not in ("level", "budget") or _of_a_row(ledger, total) or _NO_TOTAL.search(total.label):
            continue
        parts = _parts(ledger, listing, total, parents, items)
        one = Candidate(ledger, listing, total, parts, items, parents, others, bool(in_all), total in changed)
        yield _without_what_it_comes_to(one)


_NO_TOTAL = either(AVERAGE.pattern, r"^(?:超出|超过|超支|节约|差额|差异|相差)|^(?:尚|仅|还)?[差缺欠]$")


def _parts(
    ledger: Ledger, listing: Listing, total: Fact, parents: Sequence[Fact], items: Sequence[Sequence[Fact]]
) -> list[Fact]:
    """The figure of each item that can be a part of a total; of items without one, none."""

    def of(measure: str) -> list[Fact]:
        return [p for p in (column(item, measure, total) for item in items) if p is not None]

    parts = of(total.measure)
    if total.measure == "budget" and (moved := _moved_budgets(ledger, total, items)):
        parts = moved
    if len(parts) < _TWO and listing.closed:
        parts = [p for p in (person(item, total) for item in items) if p is not None]
    if len(parts) < _TWO and "新增" in total.label:
        parts = [p for item in items for p in item[:1] if _new(p) and compatible(p, total)]
    own = [t for t in parents if not item_before(ledger, listing, t, items[0][0]) and not _MOVED.search(t.label)]
    if len(parts) < _TWO and total.measure == "budget" and "level" not in {t.measure for t in own}:
        parts = [p for p in of("level") if not ledger.actual(p)]
    elif len(parts) < _TWO and total.measure == "level" and "budget" not in {t.measure for t in parents}:
        parts = of("budget")
    amounts = [t for t in parents if t.measure in ("level", "budget") and compatible(t, total)]
    other = any(t.measure != total.measure for t in amounts)
    if len(parts) < len(items) and not other and not any(ledger.actual(f) for item in items for f in item):
        planned_or_not = [_either(item, total) for item in items]
        if all(e is not None for e in planned_or_not):
            parts = [e for e in planned_or_not if e is not None]
    return parts


_TWO = 2  # parts that a list must have


def _without_what_it_comes_to(one: Candidate) -> Candidate:
    """A list without a last item that says what those before it come to."""
    if len(one.parts) != len(one.items):
        return one
    if _told_in_all(one.ledger, one.total, one.parts):
        one = one.first(len(one.parts) - 1)
    if len(one.parts) > _TWO and _IN_ALL.search(one.ledger.before(one.parts[-1], 4)):
        last = one.parts[-1]
        said = last if last.figure.amount == one.total.figure.amount else None  # T万元。其中甲a；乙b；丙c；共计T
        one = replace(one.first(len(one.parts) - 1), again=said)
    return one


_IN_ALL = compiled(r"[,;，；](?:共计|合计|总计)$")


_TOGETHER = compiled(r"(?:连同|加上|加|合并)[^;。0-9]{1,12},[^,;。0-9]{0,4}(?:共|共计|合计|总计)(?:有)?$")


def _told_in_all(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """所属包括甲和8个乙，连同本级，共11个单位: whether the last of some counts sums up what is listed and more."""
    return counted(total) and _TOGETHER.search(ledger.said_before(parts[-1])) is not None


_MOVED = compiled(r"(?:追加|调增|调减|追减)(?:预算|资金|经费)?$")  # 年中追加A，全年预算B: the parts are planned


_ADJUSTED = compiled(r"调整(?:后的?)?(?:预算)?数?(?:为|安排)?$")


def _moved_budgets(ledger: Ledger, total: Fact, items: Sequence[Sequence[Fact]]) -> list[Fact]:
    """调整后预算T：甲年初预算a、调整后预算b；乙…: the budgets that are called as their total is, one in each item."""
    if not _ADJUSTED.search(ledger.before(total, 10)):
        return []
    found = [[f for f in item if f.measure == "budget" and _ADJUSTED.search(ledger.before(f, 10))] for item in items]
    return [own[0] for own in found] if all(len(own) == 1 for own in found) else []


def _either(facts: Sequence[Fact], like: Fact) -> Fact | None:
    """The one amount of an item, planned or not; None where it has several."""
    found = [f for f in facts if f.measure in ("level", "budget") and compatible(f, like)]
    return found[0] if len(found) == 1 else None


def _new(fact: Fact) -> bool:
    """Whether an increase is what a part of something new is: 新增学位T个，其中小学新增a个."""
    return fact.measure == "change" and fact.direction > 0 and not fact.basis and fact.label.endswith("新")


_BUDGET_IN_ALL = compiled(r"(?:预算|资金)(?:数|额|安排)?(?:合计|总计|共计)(?:为|是)?$")


_SIDE = compiled(r"(?:^|[,;。:])(?:本年|全年)?(?P<of>收入|支出)(?:总计|总?预算)?(?=[:,]?$)")
_OTHER = {"收入": "支出", "支出": "收入"}


def _of_both_sides(ledger: Ledger, listing: Listing) -> list[Fact]:
    """收支总预算T。收入包括：a、b。支出包括：c、d: T, of which the list before gave the other side."""
    own = _opens_a_side(ledger, listing) if listing.opener == "包括" else ""
    if not own:
        return []
    first = ledger.facts[listing.parts[0][0]]
    before = (one for one in ledger.lists if one.opener == "包括" and one.parts[-1][-1] == first.id - 1)
    other = next((one for one in before if _opens_a_side(ledger, one) == _OTHER[own]), None)
    return [f for f in ledger.pick(other.parent) if "收支" in f.label] if other is not None else []


def _opens_a_side(ledger: Ledger, listing: Listing) -> str:
    sentence = ledger.sentences[ledger.facts[listing.parts[0][0]].sentence]
    m = _SIDE.search(normalize(sentence.text[: max(listing.place.start - sentence.start, 0)]))
    return m["of"] if m is not None else ""


def _budget_in_all(ledger: Ledger, parents: Sequence[Fact], first: Fact) -> list[Fact]:
    """年初预算a，追加b，上年结转c，全年预算数合计T，其中…: T alone, which is what the amounts before it come to."""
    latest = max((p for p in parents if p.id < first.id), key=lambda p: p.id, default=None)
    if latest is None or latest.measure != "budget" or not _BUDGET_IN_ALL.search(ledger.before(latest, 12)):
        return []
    return [latest]


def dividing(listing: Listing) -> bool:
    """按甲分，a、b: whether words open a list that divides something by what they name."""
    return listing.opener.startswith(("从", "按", "分")) and not listing.opener.startswith("分别")


def _item_of_that_name(
    ledger: Ledger, listing: Listing, parents: Sequence[Fact], items: Sequence[Sequence[Fact]]
) -> list[Fact]:
    """收入T，其中税收a、社保费b。分产业看，第一产业税收…: the item that the parts are called after."""
    lexicon = ledger.rulebook.lexicon
    labels = [item[0].label for item in items]
    if not dividing(listing) or not parents or not division(labels, lexicon):
        return []
    name = remainder(labels, lexicon)
    lists = (one for one in ledger.lists_of(parents[0].id) if one is not listing)
    named = [
        ledger.facts[part[0]] for one in lists for part in one.parts if ledger.facts[part[0]].label.startswith(name)
    ]
    own = len(name) > 1 and name not in parents[0].label
    return [f for f in named if compatible(f, items[0][0])] if own and len(named) == 1 else []


def _that_changed(ledger: Ledger, parents: Sequence[Fact], items: Sequence[Sequence[Fact]]) -> list[Fact]:
    """甲收入T。甲收入比上年增加d，其中子项a，增加b；…: the value just told of what a list's total change is of."""
    changes = [p for p in parents if p.measure == "change" and p.basis == "prior" and p.label]
    if len(changes) != 1 or any(p.measure in LEVELS for p in parents) or not all(len(i) > 1 for i in items):
        return []
    change = changes[0]
    before = ledger.facts[max(change.id - _JUST_TOLD, 0) : change.id]
    named = [f for f in before if f.measure == "level" and f.label == change.label and f.section == change.section]
    return [f for f in named if compatible(f, items[0][0]) and f.document == change.document][-1:]


_JUST_TOLD = 12  # figures before a change among which the value that changed stands


def _of_a_row(ledger: Ledger, fact: Fact) -> bool:
    """Whether a fact is a further one of a row of equals; 5批次、60人次 tell two things of one."""
    return fact.grouped and compatible(ledger.facts[fact.id - 1], fact)
