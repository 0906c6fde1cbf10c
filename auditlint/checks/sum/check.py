"""Check `sum`: a total against its parts, in lists, brackets and rows; a part against its whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, pairwise

from auditlint.checks import Check
from auditlint.checks.pairs import PEOPLE
from auditlint.checks.partitions import partitions, summed
from auditlint.checks.parts import AVERAGE, add_up, compatible, left_aside, missed, told_besides
from auditlint.checks.relate import choose, maybe, odd_unit, relate, slipped
from auditlint.checks.share.check import shares
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.added import added
from auditlint.checks.sum.beside import (
    done_of_each,
    of_batches,
    of_classes,
    of_guests,
    of_posts,
    right_behind,
    row_of_kinds,
)
from auditlint.checks.sum.changes import of_changes
from auditlint.checks.sum.columns import column_totals
from auditlint.checks.sum.counts import counted, rest, with_its_own
from auditlint.checks.sum.disjoint import disjoint
from auditlint.checks.sum.divided import divided_totals
from auditlint.checks.sum.factors import factors
from auditlint.checks.sum.months import months
from auditlint.checks.sum.named import by_name, within
from auditlint.checks.sum.nets import nets
from auditlint.checks.sum.part import ALL_THERE_IS, at_hundred, at_most
from auditlint.checks.sum.priors import of_priors
from auditlint.checks.sum.readings import best, column, item_before, person
from auditlint.checks.sum.runs import runs
from auditlint.checks.sum.spelt import spelt_sums
from auditlint.checks.sum.tabled import tabled_sums
from auditlint.checks.sum.whole_lists import complete, divided_by_name, one_side
from auditlint.equations import Sum
from auditlint.expressions import compiled, either
from auditlint.facts.divisions import division, remainder
from auditlint.facts.ledger import SUMMED, Ledger, Listing
from auditlint.facts.match import likeness, opposed, side
from auditlint.facts.phrases import DIVISION
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Options:
    """Which lists are summed: those of the text, or parts and total by name."""

    of: str = field(
        default="list",
        metadata={
            "help": "list: as the text lays it out, and rows of amounts that add up; "
            "shares: parts whose shares add up to 100; change: changes of the parts; prior: the year before; "
            "part: part ≤ whole; named: part ≤ whole, as the taxonomy names them"
        },
    )
    total: str = field(default="", metadata={"help": "concept of the total"})
    parts: tuple[str, ...] = field(
        default=(), metadata={"help": "concepts of the parts; ? marks one that may be absent"}
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of the lists of a report."""
    if options.total:
        yield from by_name(ledger, options.total, options.parts)
        return
    if options.of == "named":
        yield from within(ledger)
        return
    if options.of == "shares":
        known = (summed(one) for one in partitions(list(shares(ledger))))
        yield from (one for one in known if one is not None)
        return
    if options.of == "part":
        yield from at_hundred(ledger)
    if options.of == "list":
        yield from runs(ledger)
        yield from added(ledger)
        yield from months(ledger)
        yield from divided_totals(ledger)
        yield from tabled_sums(ledger)
        yield from column_totals(ledger)
        yield from spelt_sums(ledger)
        yield from disjoint(ledger)
        for sentence in ledger.sentences:
            facts = ledger.facts_of(sentence)
            yield from of_classes(ledger, sentence, facts)
            yield from of_batches(ledger, sentence, facts)
            yield from of_posts(ledger, sentence, facts)
            if "接待" in sentence.text:
                yield from of_guests(ledger, sentence, facts)
        yield from listed(ledger)
    if options.of == "change":
        yield from nets(ledger)
        yield from factors(ledger)
    for listing in ledger.lists:
        if options.of == "change":
            yield from of_changes(ledger, listing)
        elif options.of == "prior":
            yield from of_priors(ledger, listing)
        elif options.of == "part":
            yield from at_most(ledger, listing)
        elif options.of == "list":
            yield from right_behind(ledger, listing)


@lru_cache(maxsize=1)
def listed(ledger: Ledger) -> tuple[Relation, ...]:
    """The total of every list against its parts, which several rules start from."""
    return tuple(r for listing in ledger.lists for r in _listed(ledger, row_of_kinds(ledger, listing)))


def _without_the_rest(ledger: Ledger, listing: Listing) -> Listing:
    """T万元，其中人员a万元，公用b万元；其余c万元为项目支出: without what is left of something else."""
    firsts = [ledger.facts[item[0]] for item in listing.parts]
    apart = len(firsts) > _PAIR and firsts[-1].label in ("其余", "剩余") and firsts[-1].item != firsts[-2].item
    undone = len(firsts) > 1 and any(f"未{t.label}" == firsts[-1].label for t in ledger.pick(listing.parent) if t.label)
    apart = apart or (undone and firsts[-1].item != firsts[-2].item)  # 办结T件，其中按期办结a件；未办结b件
    if not apart or len({f.item for f in firsts[:-1]}) > 1:
        return listing
    return replace(listing, parts=listing.parts[:-1], alternatives=())


_PAIR = 2


def _of_all_there_is(ledger: Ledger, listing: Listing) -> bool:
    """新增n名（现有a名，届时达b名）: whether a bracket tells of all there is, of which the amount before it is some."""
    return listing.opener == "(" and any(ALL_THERE_IS.search(ledger.facts[item[0]].label) for item in listing.parts)


def _listed(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    if _of_all_there_is(ledger, listing):
        return
    listing = _without_the_rest(ledger, listing)
    plain, done = done_of_each(ledger, listing)
    yield from _levels(ledger, plain)
    if done is not None:
        yield done


def _without_amounts_behind(
    listing: Listing, total: Fact, parts: Sequence[Fact], items: list[list[Fact]]
) -> list[list[Fact]]:
    """学生T人，其中小学a人、初中b人，按标准应安排c万元，到位d万元: the items of a count, without the money behind."""
    kept = [item for item in items if any(f.id == p.id for f in item for p in parts)]
    counts = counted(total) and listing.opener in ("其中", "包括")
    alone = counts and len(kept) == len(parts) and kept == items[: len(kept)]
    return kept if alone and not any(compatible(f, total) for item in items[len(kept) :] for f in item) else items


_LIMIT, _RANGE = compiled(r"不(?:超过|低于|少于|高于|多于)$|[元人]至$"), compiled(r"至[0-9]|以[内上下]")
_OF_LEVEL = compiled(r"[一二三四]级(?:指标|目录|科目|项目)")
_IN_ALL = compiled(r"[,;，；](?:共计|合计|总计)$")
_OPENING = compiled(r"上年[末底]|去年[末底]|年初|期初")
_MOVED = compiled(r"(?:追加|调增|调减|追减)(?:预算|资金|经费)?$")  # 年中追加A，全年预算B: the parts are planned
_NO_TOTAL = either(AVERAGE.pattern, r"^(?:超出|超过|超支|节约|差额|差异|相差)|^(?:尚|仅|还)?[差缺欠]$")


_ADJUSTED = compiled(r"调整(?:后的?)?(?:预算)?数?(?:为|安排)?$")


def _moved_budgets(ledger: Ledger, total: Fact, items: Sequence[Sequence[Fact]]) -> list[Fact]:
    """调整后预算T：甲年初预算a、调整后预算b；乙…: the budgets that are called as their total is, one in each item."""
    if not _ADJUSTED.search(ledger.before(total, 10)):
        return []
    found = [[f for f in item if f.measure == "budget" and _ADJUSTED.search(ledger.before(f, 10))] for item in items]
    return [own[0] for own in found] if all(len(own) == 1 for own in found) else []


def _made_of_first(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the first two or more of some parts make up a total."""
    sums = list(accumulate(p.figure.amount for p in parts))[1:]
    return total.figure.amount in sums


def _either(facts: Sequence[Fact], like: Fact) -> Fact | None:
    """The one amount of an item, planned or not; None where it has several."""
    found = [f for f in facts if f.measure in ("level", "budget") and compatible(f, like)]
    return found[0] if len(found) == 1 else None


_BUDGET_IN_ALL = compiled(r"(?:预算|资金)(?:数|额|安排)?(?:合计|总计|共计)(?:为|是)?$")


def _budget_in_all(ledger: Ledger, parents: Sequence[Fact], first: Fact) -> list[Fact]:
    """年初预算a，追加b，上年结转c，全年预算数合计T，其中…: T alone, which is what the amounts before it come to."""
    latest = max((p for p in parents if p.id < first.id), key=lambda p: p.id, default=None)
    if latest is None or latest.measure != "budget" or not _BUDGET_IN_ALL.search(ledger.before(latest, 12)):
        return []
    return [latest]


def _levels(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    named = [*ledger.pick(listing.parent)]
    parents = [p for p in named if not _of_another_year(p, items[0][0])]
    others = [p for p in named if _of_another_year(p, items[0][0])]
    parents.sort(key=lambda p: item_before(ledger, listing, p, items[0][0]))
    parents = _item_of_that_name(ledger, listing, parents, items) or parents
    in_all = _budget_in_all(ledger, parents, items[0][0])
    parents = in_all or parents
    changed = _that_changed(ledger, parents, items)
    parents += changed
    done: dict[str, set[int]] = {}
    for total in parents:
        unit = total.figure.unit
        thing = "人" if unit.name in PEOPLE else unit.name if unit.dimension == "count" else ""
        key = f"{total.measure}/{unit.dimension}/{thing}"
        if total.measure not in ("level", "budget") or _of_a_row(ledger, total) or _NO_TOTAL.search(total.label):
            continue
        parts = [p for p in (column(item, total.measure, total) for item in items) if p is not None]
        if total.measure == "budget" and (moved := _moved_budgets(ledger, total, items)):
            parts = moved
        if len(parts) < 2 and listing.closed:
            parts = [p for p in (person(item, total) for item in items) if p is not None]
        if len(parts) < 2 and "新增" in total.label:
            parts = [p for item in items for p in item[:1] if _new(p) and compatible(p, total)]
        own = [t for t in parents if not item_before(ledger, listing, t, items[0][0]) and not _MOVED.search(t.label)]
        heads = {t.measure for t in own}
        plain = total.measure == "budget" and "level" not in heads
        if len(parts) < 2 and plain:
            parts = [
                p for p in (column(item, "level", total) for item in items) if p is not None and not ledger.actual(p)
            ]
        elif len(parts) < 2 and total.measure == "level" and "budget" not in {t.measure for t in parents}:
            parts = [p for p in (column(item, "budget", total) for item in items) if p is not None]
        other = any(
            t.measure in ("level", "budget") and t.measure != total.measure and compatible(t, total) for t in parents
        )
        if len(parts) < len(items) and not other and not any(ledger.actual(f) for item in items for f in item):
            either = [_either(item, total) for item in items]
            if all(e is not None for e in either):
                parts = [e for e in either if e is not None]
        if len(parts) == len(items) and _told_in_all(ledger, total, parts):
            listing = replace(listing, parts=listing.parts[:-1], alternatives=())
            items, parts = items[:-1], parts[:-1]
        if len(parts) == len(items) > _PAIR and _IN_ALL.search(ledger.before(parts[-1], 4)):
            if total.figure.amount == parts[-1].figure.amount:  # T万元。其中甲a；乙b；丙c；共计T
                yield from maybe(add_up(parts[-1], parts[:-1], True))
            listing = replace(listing, parts=listing.parts[:-1], alternatives=())
            items, parts = items[:-1], parts[:-1]
        if any(_LIMIT.search(ledger.before(p, 6)) or _RANGE.match(ledger.after(p, 2)) for p in parts):
            continue  # 三等每生不超过a元，按b元至c元掌握
        if len(parts) > 1 and all(_OF_LEVEL.match(p.label) for p in parts):
            continue  # 指标T个，其中一级指标a个、二级指标b个、三级指标T个: the same, more and more finely
        if len(parts) < 2 or unit.dimension not in ("money", "count"):
            continue
        items = _without_amounts_behind(listing, total, parts, items)
        if any(ledger.after(p, 1) == "中" for p in parts[:-1]):
            continue  # 发放T人（外出a人中b人未申报）
        if any(_OFFSET.search(p.label) for p in parts[1:]):
            yield from _with_offsets(total, parts)
            continue
        if _of_the_year_before(ledger, total, parts):
            continue
        called = divided_by_name(ledger, listing, total, parts)
        inner = _dividing(listing) and not called
        if inner and (_beneath(ledger, listing, total, parts) or _of_a_division(ledger, total)):
            continue
        if _makes_the_other_side(ledger, total, parts):
            yield from maybe(add_up(total, parts, True))
            continue
        if _misread(total, parts) and not _of_the_account(ledger, total, parts):
            continue
        if any(_OWN_SUM.search(normalize(ledger.before(p, _SUM_WORDS))) for p in parts[2:-1]):
            continue  # 其中：甲a、乙b，两项共c；丙d: c is of a and b
        if sum("累计" in p.label for p in parts) > 1:  # 一季度末累计a，二季度末累计b
            continue
        if done.get(key, set()) & {p.id for p in parts}:  # a list with both sides has a total for each
            continue
        again = [p.concept == total.concept != "" or p.label == total.label != "" for p in parts]
        made = sum((p.figure.amount for p in parts), Decimal(0))
        if listing.opener in ("heading", "其中") and any(again) and not all(again) and made != total.figure.amount:
            continue  # the list below speaks of the same thing again: it is not a list of its parts
        if made != total.figure.amount and counted(total) and any(_OPENING.match(p.label) for p in parts):
            continue  # 在岗T人，其中新上岗a人，退出b人，上年末在岗c人
        if made > total.figure.amount == parts[0].figure.amount and _divided_itself(ledger, parts[0]):
            continue  # 合计T，即T。资金来源：安排T，其中甲a；乙b: the list begins with the total said again
        if made != total.figure.amount and (_both_sides(total, parts) or _still_unpaid(total, parts)):
            continue  # 总收入T，总支出U。其中本年收入a；本年支出b
        opposite = not in_all and all(opposed(total.label, p.label) for p in parts)
        if opposite and not one_side(ledger, listing, total):
            continue  # 支出A。收入B，其中：…收入a、…收入b
        cut = 0
        if len(parts) == len(items) and total.id < parts[-1].id:  # a、b、c，合计T: whatever they are called
            cut = _divided(ledger, total, parts) or _beside(ledger, total, parts)
        if len(parts) == len(items) and made != total.figure.amount:
            cut = cut or _stocks_behind(total, parts) or told_besides(ledger, parts)
        if cut:  # 一般债券a、专项债券b；另有…: what divides the total is all of it
            listing = replace(listing, parts=listing.parts[:cut], alternatives=())
            items, parts = items[:cut], parts[:cut]
        rivals = [t for t in parents if t.id != total.id and t.measure == total.measure and compatible(t, total)]
        if made != total.figure.amount and any(r.id > total.id and _made_of_first(r, parts) for r in rivals):
            continue  # 收入A，支出B，其中使用上年结转a、本年收入b，结转c: a and b are B
        relation = best(ledger, listing, total, parts, rivals, items)
        if relation is not None and relation.verdict == "broken" and _of_the_others(ledger, total, made):
            continue
        if relation is not None and relation.verdict == "broken":
            rest = [*others, *(t for t in parents if t.id != total.id)]
            spent = [t for t in rest if not (t.measure == "budget" and _what_was_spent(total, parts))]
            if _of_the_other(spent, parts, made) or _of_another_side(ledger, listing, total):
                continue
            if _of_the_change(ledger, total, parts) and not slipped(relation, _SLIP):
                continue
            if _of_several(ledger, total, parts[0], made):
                continue
            if _summed_up(ledger, parts, made) or (not called and _divides_above(ledger, listing, total)):
                continue
            below = listing.place.block != total.figure.span.block and total.figure.value
            if below and made > _BEYOND * total.figure.amount and not slipped(relation):
                continue  # 基本支出A，…；项目支出B。 On a line of its own 其中：a、b、c: of both
            above = listing.opener == "其中" and total.sentence != parts[0].sentence
            above = above and any(p.figure.amount > total.figure.amount for p in parts)
            if above and not complete(ledger, listing, total, parts, items):
                continue  # 追加T万元。其中甲项目a万元…: of what is told before it
            if total in changed and not slipped(relation, _SLIP):
                continue  # a part that did not change may be left out
            if with_its_own(ledger, total, made) or any(_all_serving(t, parts) for t in parents):
                continue
            if len(parts) > 2 and made == 2 * parts[0].figure.amount and not counted(total):
                continue  # T，其中：本年收入A，包括a；b；c。上年结转B: the parts of A
        if relation is not None and missed(ledger, relation) and not odd_unit(relation):
            known = (
                not left_aside(ledger, relation)
                and not _added(ledger, listing, parts[0])
                and complete(ledger, listing, total, parts, items)
            )
            relation = relation if known else None
        if relation is not None:
            done.setdefault(key, set()).update(t.fact.id for t in relation.terms)
            yield relation


_OTHER_ONES = compiled(
    r"(?:另|其余|其他|余下|剩下)[外有的]?[一二三四五六七八九十0-9]{0,3}[家项个户类][^,;。:0-9]{0,6}$"
)
_NOT = compiled(r"^(?:尚|还)?[未不非]")
_CLOSE = 12  # facts


def _of_the_others(ledger: Ledger, total: Fact, made: Decimal) -> bool:
    """三家合计T，另四家共U; 35个项目，未纳入5个；优28个、良7个: whether what seems a total is of the other ones."""
    if _OTHER_ONES.search(ledger.before(total, 14)):
        return True
    near = ledger.facts[max(total.id - _CLOSE, 0) : total.id]
    return _NOT.match(total.label) is not None and any(f.figure.amount == made and compatible(f, total) for f in near)


def _divided_itself(ledger: Ledger, part: Fact) -> bool:
    """Whether an item of a list has a list of its own behind 其中."""
    return any(one.opener == "其中" and part.id in one.parent for one in ledger.lists)


def _both_sides(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the parts of one side's total are of both sides of the account."""
    sides = {side(p.label) for p in parts}
    return {"收入", "支出"} <= sides and side(total.label) in ("收入", "支出")


_PAID, _UNPAID = compiled(r"支付|支出|拨付|付款"), compiled(r"未(?:支?付|支出|拨付)|[欠待]付")


def _still_unpaid(total: Fact, parts: Sequence[Fact]) -> bool:
    """累计支付T，其中2031年a；应付未付b: whether what follows the parts of what was paid is what was not."""
    paid = _PAID.search(total.label) is not None and _UNPAID.search(total.label) is None
    return paid and any(_UNPAID.search(p.label) for p in parts[1:])


_OFFSET = compiled(r"抵[销消减]|冲抵|冲销|轧差")  # what two parts have of each other, which the total leaves out


def _with_offsets(total: Fact, parts: Sequence[Fact]) -> Iterator[Relation]:
    """总收入T，其中本级a、下属b，合并抵销c: T is a and b less c; told where a slip explains it."""
    signs = tuple(-1 if _OFFSET.search(p.label) else 1 for p in parts)
    terms = [("total", total), *(("part", p) for p in parts)]
    one = choose([relate("sum", Sum(signs), terms, firm=False)])
    if one is not None:
        yield one


_BEYOND = 5  # times a total that its parts may come to, where no slip explains it
_TOGETHER = compiled(r"(?:连同|加上|加|合并)[^;。0-9]{1,12},[^,;。0-9]{0,4}(?:共|共计|合计|总计)(?:有)?$")


_OF_THE_YEAR = compiled(r"(?:本年|当年)(?:收入|支出)(?:合计)?")
_NOT_OF_THE_YEAR = compiled(r"年初|年末|上年(?:结转|结余)|使用(?:以前年度)?非财政拨款|结余分配|收支结余|本年结余")


def _stocks_behind(total: Fact, parts: Sequence[Fact]) -> int:
    """本年收入T，其中：a、b；年初结转和结余c: how many parts stand before what is no part of a year's own total."""
    if _OF_THE_YEAR.fullmatch(total.label) is None:
        return 0
    first = next((k for k, p in enumerate(parts) if _NOT_OF_THE_YEAR.match(p.label)), 0)
    return first if first > 1 else 0


def _told_in_all(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """所属包括甲和8个乙，连同本级，共11个单位: whether the last of some counts sums up what is listed and more."""
    return counted(total) and _TOGETHER.search(ledger.said_before(parts[-1])) is not None


_SERVING, _OTHERS = compiled(r"在职|在编|在岗"), compiled(r"离休|退休|退职|编外|聘用|遗属|临时|劳务")


def _all_serving(total: Fact, parts: Sequence[Fact]) -> bool:
    """实有人数82人，其中在职82人、退休45人: whether the first part is all, and the others are none of the staff."""
    serving = parts[0].figure.value == total.figure.value and _SERVING.search(parts[0].label)
    return bool(serving) and all(_OTHERS.search(p.label) for p in parts[1:])


def _new(fact: Fact) -> bool:
    """Whether an increase is what a part of something new is: 新增学位T个，其中小学新增a个."""
    return fact.measure == "change" and fact.direction > 0 and not fact.basis and fact.label.endswith("新")


def _of_the_other(others: Sequence[Fact], parts: Sequence[Fact], made: Decimal) -> bool:
    """2031年A万元，2030年B万元，其中…: whether the parts make up the total of the other year that words name."""
    levels = (p for p in others if p.measure in ("level", "budget"))
    return any(p.figure.amount == made and compatible(p, parts[0]) for p in levels)


def _what_was_spent(total: Fact, parts: Sequence[Fact]) -> bool:
    """预算B，决算A，其中基本支出a、项目支出b: whether parts right behind what was spent divide that and no budget."""
    named = [p.label for p in parts] == ["基本支出", "项目支出"]
    return named and total.measure == "level" and all(p.measure == "level" for p in parts)


def _of_the_change(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """限额T，比上年新增d，其中甲a、乙b: whether the parts make up, but for a slip, the change right before them."""
    change = ledger.facts[parts[0].id - 1]
    beside = change.measure == "change" and change.sentence == total.sentence and total.id < change.id
    made = add_up(change, parts, False) if beside and compatible(change, total) else None
    return made is not None and (made.verdict != "broken" or slipped(made, _SLIP - 1))


def _of_several(ledger: Ledger, total: Fact, first: Fact, made: Decimal) -> bool:
    """小学生a人、初中生b人，其中男生c人、女生d人: whether parts make up several amounts right before them together."""
    facts = ledger.facts_of(ledger.sentences[total.sentence])
    before = [f for f in facts if f.id < first.id and f.measure == total.measure and compatible(f, total)]
    sums = accumulate(f.figure.amount for f in reversed(before) if f.depth == total.depth)
    return made in list(sums)[1:]


_SUBJECT = compiled(r"(?:^|[,;。])(?:本年|全年|其中)?(?P<of>收入|支出)(?:主要)?$")


def _of_another_side(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """收入包括：a、b。支出包括：c、d: whether the words right before a list say that it is of something else."""
    sentence = ledger.sentences[ledger.facts[listing.parts[0][0]].sentence]
    m = _SUBJECT.search(sentence.text[: max(listing.place.start - sentence.start, 0)])
    own = m is not None and (m["of"] in total.label or "收支" in total.label)
    return m is not None and total.sentence != sentence.id and not own


_OWN_SUM = compiled(r"(?:[0-9一二两三四五六七八九十]+|各|上述|以上)项?(?:合计|共计|小计|共)$")


def _summed_up(ledger: Ledger, parts: Sequence[Fact], made: Decimal) -> bool:
    """T主要由a、b构成，两项合计S，其余…: whether what stands right behind a list says what its parts are together."""
    behind = ledger.facts[parts[-1].id + 1 : parts[-1].id + 2]
    return any(
        f.figure.amount == made and _OWN_SUM.search(normalize(ledger.before(f, _SUM_WORDS))) is not None for f in behind
    )


_SUM_WORDS = 6  # characters of 以上五项合计


def _dividing(listing: Listing) -> bool:
    """按甲分，a、b: whether words open a list that divides something by what they name."""
    return listing.opener.startswith(("从", "按", "分")) and not listing.opener.startswith("分别")


def _item_of_that_name(
    ledger: Ledger, listing: Listing, parents: Sequence[Fact], items: Sequence[Sequence[Fact]]
) -> list[Fact]:
    """收入T，其中税收a、社保费b。分产业看，第一产业税收…: the item that the parts are called after."""
    lexicon = ledger.rulebook.lexicon
    labels = [item[0].label for item in items]
    if not _dividing(listing) or not parents or not division(labels, lexicon):
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


_SLIP = 4  # digits of a figure whose slip tells
_JUST_TOLD = 12  # figures before a change among which the value that changed stands


def _divides_above(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """T按甲分，a、b；按乙分，c、d: whether an amount before a division is a part of the division before it."""
    if not _dividing(listing):
        return False
    others = (one for one in ledger.lists_with(total.id, summed=True) if one is not listing)
    return any(_dividing(one) or one.opener in SUMMED for one in others)


def _of_a_division(ledger: Ledger, total: Fact) -> bool:
    """按甲分，a、b。按乙分，c、d: whether an amount before a division is a part of one of what is not printed."""
    return _DIVISION.search(ledger.sentences[total.sentence].before(total)) is not None


_DIVISION = compiled(DIVISION)


def _of_a_row(ledger: Ledger, fact: Fact) -> bool:
    """Whether a fact is a further one of a row of equals; 5批次、60人次 tell two things of one."""
    return fact.grouped and compatible(ledger.facts[fact.id - 1], fact)


def _added(ledger: Ledger, listing: Listing, part: Fact) -> bool:
    """根据上述收入，加返还性收入a万元，…: whether what the first part is added to stands before it."""
    return listing.opener == "addition" or f"加{part.label}" in ledger.before(part, len(part.label) + _LEAD)


_LEAD = 3  # characters between a label and its amount, and before it


def _divided(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> int:
    """How many parts at the start of a list divide its total, where the others are of another kind; 0 for none."""
    lexicon = ledger.rulebook.lexicon
    if rest(parts[-1].label):  # 轿车a辆、越野车b辆、其他用车c辆: c is of the same kind
        return 0
    for n in range(2, len(parts)):
        labels = [p.label for p in parts[:n]]
        words = division(labels, lexicon, total.label)
        ends = {label[-2:] for label in labels}
        strange = not any(p.label[-2:] in ends or word in p.label for p in parts[n:] for word in words)
        strange = strange or sum(p.figure.amount for p in parts) * 20 > total.figure.amount * 21
        made = sum((p.figure.amount for p in parts[:n]), Decimal(0))
        near = abs(made - total.figure.amount) * 20 <= total.figure.amount
        sure = near or _of_its_name(total, words) or _row_ends(ledger, parts, n)
        if words and strange and (sure or all(_ROOM.match(p.label) for p in parts[n:])):
            return n
    return 0


def _row_ends(ledger: Ledger, parts: Sequence[Fact], n: int) -> bool:
    """货物a、工程b、服务c，节约d: whether the first parts stand in a row that the next one does not go on."""
    sentence = ledger.sentences[parts[0].sentence]
    if any(p.sentence != sentence.id for p in parts[: n + 1]):
        return False
    marks = [sentence.between(one, then).lstrip()[:1] for one, then in pairwise(parts[: n + 1])]
    return all(mark == "、" for mark in marks[:-1]) and marks[-1] in (",", ";")


_ROOM = compiled(r"距|离|尚有|剩余|可用|新增空间")  # 一般债务a、专项债务b，距限额尚有c: c is what may still be owed


def _of_its_name(total: Fact, words: Sequence[str]) -> bool:
    """购置及运行费T，其中购置费a，运行费b，接待费c: whether a total's name has all words of what divides it."""
    return all(word in total.label for word in words)


def _beside(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> int:
    """How many parts stand before what is by name the total's counterpart, no part of it; 0 where there is none.

    基本支出T，其中工资福利支出a、商品和服务支出b；项目支出P: P is none of T.
    """
    lexicon = ledger.rulebook.lexicon
    return next((k for k in range(2, len(parts)) if division([total.label, parts[k].label], lexicon)), 0)


def _misread(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a list is not of this total: it holds the total again, or the total is nothing and the parts are not."""
    again = any(p.figure.amount == total.figure.amount and likeness(p.label, total.label) >= 2 for p in parts)
    again = again or (
        len({p.period for p in parts}) == len(parts)
        and any(p.period and p.figure.amount == total.figure.amount for p in parts)
    )
    return again or (not total.figure.value and sum(bool(p.figure.value) for p in parts) > 1)


def _of_the_account(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """支出总计为其第一项的数，各项之和却是收入总计: whether a list makes up the total of the account all the same."""
    if total.concept not in _TOTALS:
        return False
    made = sum((p.figure.amount for p in parts), Decimal(0))
    known = (f for name in (*_TOTALS, "收支总计") for f in ledger.pick(ledger.concepts.get((name, "level"), ())))
    return made != total.figure.amount and any(f.figure.amount == made for f in known)


def _makes_the_other_side(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """基金收入总计T，其中…。基金支出总计U，其中：年末结转a，本年支出b: whether a and b make T, and not U."""
    made = sum((p.figure.amount for p in parts), Decimal(0))
    if made == total.figure.amount or not total.label.endswith(_TOTALS) or len(parts) < len(_TOTALS):
        return False
    name = total.label[: -len(_TOTALS[0])]
    beside = ledger.facts[max(total.id - _BESIDE, 0) : total.id]
    other = [f for f in beside if f.label != total.label and f.label in [name + end for end in _TOTALS]]
    own = all(side(p.label) in (side(total.label), "结余") for p in parts)
    return own and len(other) == 1 and other[0].figure.amount == made


_TOTALS = ("收入总计", "支出总计")
_BESIDE = 6  # figures before one side's total among which the other's stands


def _beneath(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether an amount before a division is one of another division, not its total: below a part, and of no list."""
    if all(p.figure.amount <= total.figure.amount for p in parts):
        return False
    others = [one for one in ledger.lists if one is not listing and one.document == listing.document]
    if all(one.place.block != total.figure.span.block or one.place.start > listing.place.start for one in others):
        beside = (f for f in ledger.facts_of(ledger.sentences[total.sentence]) if f.id < parts[0].id)
        before = (*beside, *ledger.facts[total.id + 1 : parts[0].id])
        if all(f.id == total.id or f.measure not in LEVELS or f.depth or not compatible(f, total) for f in before):
            return False  # the one amount before a paragraph's first list
    return not any(_first_level(ledger, one) == total.id for one in others)


def _first_level(ledger: Ledger, listing: Listing) -> int:
    """The amount nearest before a list, what is told of it left out: T万元，增长p%，其中…; -1 for none."""
    return next((i for i in listing.parent if ledger.facts[i].measure in ("level", "budget")), -1)


def _of_the_year_before(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """支出T，上年支出U，其中甲a、乙b: whether a list makes up last year's amount, which stands before it."""
    made = sum((p.figure.amount for p in parts), Decimal(0))
    between = ledger.facts[total.id + 1 : parts[0].id]
    return any(f.measure == "prior" and compatible(f, total) and f.figure.amount == made for f in between)


def _of_another_year(total: Fact, part: Fact) -> bool:
    """Whether the words name different years for a total and for what is listed."""
    return bool(total.period and part.period) and total.period != part.period


CHECK = Check("sum", Options, run, ("total", "part", "whole", "count"), "a total against its parts")
