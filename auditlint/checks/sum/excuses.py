"""What a list is told of where it is not told of the figure before it; part of `sum`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import slipped
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.candidates import Candidate, dividing
from auditlint.checks.sum.counts import counted, with_its_own
from auditlint.checks.sum.whole_lists import complete, divided_by_name, one_side
from auditlint.expressions import compiled
from auditlint.facts.ledger import SUMMED, Ledger, Listing
from auditlint.facts.match import likeness, opposed, side
from auditlint.facts.phrases import DIVISION
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize


def no_parts(one: Candidate) -> bool:
    """Whether what is listed can be added up to nothing."""
    ledger, parts = one.ledger, one.parts
    return (
        len(parts) < _TWO
        or one.total.figure.unit.dimension not in ("money", "count")
        # 三等每生不超过a元，按b元至c元掌握
        or any(
            _LIMIT.search(normalize(ledger.before(p, 6))) or _RANGE.match(normalize(ledger.after(p, 6))) for p in parts
        )
        # 指标T个，其中一级指标a个、二级指标b个、三级指标T个: the same, more and more finely
        or all(_OF_LEVEL.match(p.label) for p in parts)
        # 在编T人（核定编制a人，空编b人）: posts are no people
        or (
            one.total.label[-2:] != "编制"
            and any(p.label.endswith("编制") for p in parts)
            and one.listing.opener == "("
        )
        # 组织T个项目…，选取其中a个…，T个项目全部…: all of them once more is no part of them
        or (counted(one.total) and one.off and any(p.figure.amount == one.total.figure.amount for p in parts[1:]))
        # 发放T人（外出a人中b人未申报）
        or any(ledger.after(p, 1) == "中" for p in parts[:-1])
    )


def of_something_else(one: Candidate) -> bool:
    """Whether the words say that a list is of something else than the figure before it."""
    ledger, listing, total, parts = one.ledger, one.listing, one.total, one.parts
    return (
        (_misread(total, parts) and not _of_the_account(ledger, total, parts))
        # 其中：甲a、乙b，两项共c；丙d: c is of a and b
        or any(_OWN_SUM.search(normalize(ledger.before(p, _SUM_WORDS))) for p in parts[2:-1])
        # 一季度末累计a，二季度末累计b
        or sum("累计" in p.label for p in parts) > 1
        or (
            all(opposed(total.label, p.label) for p in parts)
            and not one.sure
            and not one_side(ledger, listing, total)  # 支出A。收入B，其中：…收入a、…收入b
        )
        or (one.off and _off_because(one))
    )


def of_a_division(one: Candidate) -> bool:
    """按甲分，a、b。按乙分，c、d: whether the figure before a division is one of another division."""
    if not dividing(one.listing) or divided_by_name(one.ledger, one.listing, one.total, one.parts):
        return False
    return _beneath(one.ledger, one.listing, one.total, one.parts) or _part_of_a_division(one.ledger, one.total)


def _off_because(one: Candidate) -> bool:
    total, parts = one.total, one.parts
    again = [p.concept == total.concept != "" or p.label == total.label != "" for p in parts]
    return (
        # the list below speaks of the same thing again: it is not a list of its parts
        (one.listing.opener in ("heading", "其中") and any(again) and not all(again))
        # 在岗T人，其中新上岗a人，退出b人，上年末在岗c人
        or (counted(total) and any(_OPENING.match(p.label) for p in parts))
        # 合计T，即T。资金来源：安排T，其中甲a；乙b: the list begins with the total said again
        or (one.made > total.figure.amount == parts[0].figure.amount and _divided_itself(one.ledger, parts[0]))
        # 总收入T，总支出U。其中本年收入a；本年支出b
        or _both_sides(total, parts)
        or _still_unpaid(total, parts)
    )


def of_a_rival(one: Candidate) -> bool:
    """收入A，支出B，其中使用上年结转a、本年收入b，结转c: whether the first parts make up a figure behind the total."""
    sums = list(accumulate(p.figure.amount for p in one.parts))[1:]
    return one.off and any(r.id > one.total.id and r.figure.amount in sums for r in rivals(one))


def rivals(one: Candidate) -> list[Fact]:
    """The other figures before a list that it may be told of."""
    total = one.total
    return [t for t in one.parents if t.id != total.id and t.measure == total.measure and compatible(t, total)]


def _of_items_inside(total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]) -> bool:
    """预算B。1.甲类A，其中：乙项支出a，完成预算b: whether budgets are of items within the classes, not of classes."""
    for item in items:
        part = next((p for p in parts if p in item), item[0])
        done = [f for f in item if f.id < part.id and f.measure == "level" and compatible(f, part)]
        if total.measure == part.measure == "budget" and len(done) > 1:
            return True
    return False


def broken_for_a_reason(one: Candidate, relation: Relation) -> bool:
    """Whether a list that does not make its total is told of something else, by what stands around it."""
    ledger, listing, total, parts, made = one.ledger, one.listing, one.total, one.parts, one.made
    besides = [*one.others, *(t for t in one.parents if t.id != total.id)]
    besides = [t for t in besides if not (t.measure == "budget" and _what_was_spent(total, parts))]
    below = listing.place.block != total.figure.span.block and bool(total.figure.value)
    above = listing.opener == "其中" and total.sentence != parts[0].sentence
    return (
        _of_the_others(ledger, total, made)
        or _of_the_other(besides, parts, made)
        or _of_another_side(ledger, listing, total)
        or _with_another_class(total, parts)
        # 2031年末余额A，2032年末余额B。余额中，甲a，乙b: of B
        or any(f.figure.amount == made and compatible(f, total) for f in ledger.facts[total.id + 1 : parts[0].id])
        or (_of_items_inside(total, parts, one.items) and not slipped(relation, _SLIP))
        or _GOES_ON.match(normalize(ledger.after(parts[-1], _CLAUSE))) is not None
        or (_of_the_change(ledger, total, parts) and not slipped(relation, _SLIP))
        or _of_several(ledger, total, parts[0], made)
        or _summed_up(ledger, parts, made)
        or (_divides_above(ledger, listing, total) and not divided_by_name(ledger, listing, total, parts))
        # 基本支出A，…；项目支出B。 On a line of its own 其中：a、b、c: of both
        or (below and made > _BEYOND * total.figure.amount and not slipped(relation))
        # 追加T万元。其中甲项目a万元…: of what is told before it
        or (
            above
            and any(p.figure.amount > total.figure.amount for p in parts)
            and not complete(ledger, listing, total, parts, one.items)
        )
        or (one.changed and not slipped(relation, _SLIP))  # a part that did not change may be left out
        or with_its_own(ledger, total, made)
        or any(_all_serving(t, parts) for t in one.parents)
        # T，其中：本年收入A，包括a；b；c。上年结转B: the parts of A
        or (len(parts) > _TWO and made == 2 * parts[0].figure.amount and not counted(total))
    )


def of_the_year_before(one: Candidate) -> bool:
    """支出T，上年支出U，其中甲a、乙b: whether a list makes up last year's amount, which stands before it."""
    between = one.ledger.facts[one.total.id + 1 : one.parts[0].id]
    return any(f.measure == "prior" and compatible(f, one.total) and f.figure.amount == one.made for f in between)


_LIMIT = compiled(r"不(?:超过|低于|少于|高于|多于)$|[元人]至$|[小大]于$|\((?:不)?含\)[至到]$")
_RANGE = compiled(r"(?:\((?:不)?含\))?[至到][0-9]|以[内上下]|\((?:不)?含\)")


_OF_LEVEL = compiled(r"[一二三四]级(?:指标|目录|科目|项目)")


_OPENING = compiled(r"上年[末底]|去年[末底]|年初|期初")
_TWO = 2  # parts that a list must have
_BEYOND = 5  # times a total that its parts may come to, where no slip explains it
_SLIP = 4  # digits of a figure whose slip tells


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


_SERVING, _OTHERS = compiled(r"在职|在编|在岗"), compiled(r"离休|退休|退职|编外|聘用|遗属|临时|劳务")


def _all_serving(total: Fact, parts: Sequence[Fact]) -> bool:
    """实有人数82人，其中在职82人、退休45人: whether the first part is all, and the others are none of the staff."""
    serving = parts[0].figure.value == total.figure.value and _SERVING.search(parts[0].label)
    return bool(serving) and all(_OTHERS.search(p.label) for p in parts[1:])


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
    """小学生a人、初中生b人，其中男生c人、女生d人: whether parts make up several amounts right before them together.

    国控a个、省控b个，其中Ⅱ类c个、Ⅲ类d个，优良断面e个: or the first of them do, e being c and d.
    """
    facts = ledger.facts_of(ledger.sentences[total.sentence])
    before = [f for f in facts if f.id < first.id and f.measure == total.measure and compatible(f, total)]
    sums = accumulate(f.figure.amount for f in reversed(before) if f.depth == total.depth and f.figure.value)
    behind = [p for p in ledger.facts_of(ledger.sentences[first.sentence]) if p.id >= first.id and compatible(p, first)]
    beginnings = list(accumulate(p.figure.amount for p in behind if p.figure.value))[1:]
    return not {made, *beginnings}.isdisjoint(list(sums)[1:])


_SUBJECT = compiled(r"(?:^|[,;。])(?:本年|全年|其中)?(?P<of>收入|支出)(?:主要)?$")


def _with_another_class(total: Fact, parts: Sequence[Fact]) -> bool:
    """工资福利a，商品和服务b，对个人和家庭c；人员经费合计T: whether some classes before a total are none of its."""
    return total.label.startswith("人员") and any(p.label.startswith(("商品和服务", "公用", "资本性")) for p in parts)


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


_GOES_ON = compiled(  # 系追加a、b，加年初结转c，减年末结转d
    r"[,;](?:再|另)?(?:加上?(?![强大快固工之装班])|减去?(?![少轻幅免支员])|扣除?)[^,;。0-9]{1,14}[0-9]"
)
_CLAUSE = 20  # characters of a clause that goes on with a list
_SUM_WORDS = 6  # characters of 以上五项合计


def _divides_above(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """T按甲分，a、b；按乙分，c、d: whether an amount before a division is a part of the division before it."""
    if not dividing(listing):
        return False
    others = (one for one in ledger.lists_with(total.id, summed=True) if one is not listing)
    return any(dividing(one) or one.opener in SUMMED for one in others)


def _part_of_a_division(ledger: Ledger, total: Fact) -> bool:
    """按甲分，a、b。按乙分，c、d: whether an amount before a division is a part of one of what is not printed."""
    return _DIVISION.search(ledger.sentences[total.sentence].before(total)) is not None


_DIVISION = compiled(DIVISION)


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


def makes_the_other_side(one: Candidate) -> bool:
    """基金收入总计T，其中…。基金支出总计U，其中：年末结转a，本年支出b: whether a and b make T, and not U."""
    ledger, total, parts = one.ledger, one.total, one.parts
    if not one.off or not total.label.endswith(_TOTALS) or len(parts) < len(_TOTALS):
        return False
    name = total.label[: -len(_TOTALS[0])]
    beside = ledger.facts[max(total.id - _BESIDE, 0) : total.id]
    other = [f for f in beside if f.label != total.label and f.label in [name + end for end in _TOTALS]]
    own = all(side(p.label) in (side(total.label), "结余") for p in parts)
    return own and len(other) == 1 and other[0].figure.amount == one.made


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
