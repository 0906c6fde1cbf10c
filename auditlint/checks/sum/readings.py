"""The readings of one list and its total: all of it, without sub-items, with what stands behind; part of `sum`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from auditlint.checks.parts import (
    OTHER_CARS,
    add_up,
    apart,
    beyond,
    coarse,
    compatible,
    defined,
    disjoint,
    goes_on,
    mistyped,
    open_ended,
    partial,
    proven,
    shared_out,
)
from auditlint.checks.relate import choose, close, dropped, odd_unit, significant, slipped, swapped
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.counts import counted, counted_again, divided_twice, exclusive, overlapping
from auditlint.checks.sum.whole_lists import complete, whole_side
from auditlint.checks.wholes import one_of_several
from auditlint.expressions import compiled
from auditlint.facts.divisions import division
from auditlint.facts.enumerators import number
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import opposed
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize, whole_number
from auditlint.records import replace


def column(facts: Sequence[Fact], measure: str, like: Fact) -> Fact | None:
    """The first fact of a list item that can be a part of `like`, of its side where the item has both sides."""
    found = [f for f in facts if f.measure == measure and compatible(f, like)]
    for side in ("收入", "支出", "结余"):
        labelled = [f for f in found if f.label]
        if side in like.label and len(labelled) > 1 and any(opposed(side, f.label) for f in labelled):
            same = [f for f in found if side in f.label]
            return same[0] if same else None
    named = [f for f in found if f.label == like.label != ""]  # 计划a、成交b、节约c of each: of the column so called
    return next(iter(named or found), None)


_PEOPLE = ("人", "人次", "名", "位")


def person(facts: Sequence[Fact], like: Fact) -> Fact | None:
    """The one count of people of a list item, where the total counts their visits: 参会n人次：甲会，a人；乙会，b人."""
    found = [f for f in facts if f.measure == like.measure and f.figure.unit.name in _PEOPLE]
    return found[0] if like.figure.unit.name in _PEOPLE and len(found) == 1 else None


def item_before(ledger: Ledger, listing: Listing, total: Fact, part: Fact) -> bool:
    """Whether a total is itself an item of a list that a sentence before lays out, or one of several alike there."""
    listed = (len(one.parts) > 1 and one.opener not in ("lines", "heading") for one in ledger.lists_with(total.id))
    apart = total.sentence != part.sentence and not _named_before(ledger, listing, total)
    return apart and (any(listed) or one_of_several(ledger, total, part))


def _named_before(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """人员经费A，公用经费B。人员经费包括：…: whether the words right before a list name its total once more."""
    if listing.opener == "lines":
        return len(total.label) >= _NAME and _opening(ledger, listing).rpartition("。")[2].startswith(total.label)
    sentence = ledger.sentences[ledger.facts[listing.parts[0][0]].sentence]
    before = sentence.text[: max(listing.place.start - sentence.start, 0)].replace(" ", "")
    clause = _CLAUSE.split(before)[-1]
    return listing.opener == "中" or (len(total.label) >= _NAME and clause == total.label)


_CLAUSE = compiled(r"[,;:。]")
_NAME = 3  # characters of a name that says what is listed


_LEAST = 2  # parts of a list
_LEFT = compiled(r"^(?:剩余|其余|余下|结余|尚余|节余|未)")


_MAIN_ONES = compiled(r"主要(?:项目|内容|支出|用途|工程|任务|工作|单位|部门)")


def _mainly(ledger: Ledger, total: Fact, first: Fact) -> bool:
    """项目支出T万元，…。主要项目有5个：（1）甲a万元；…: whether words say that a list holds but the greatest."""
    if total.figure.span.block != first.figure.span.block or total.document != first.document:
        return False
    text = ledger.documents[total.document].blocks[first.figure.span.block].text
    return _MAIN_ONES.search(text, total.figure.span.end, first.figure.span.start) is not None


def _in_one_clause(total: Fact, parts: Sequence[Fact]) -> Relation | None:
    """T辆，其中甲a辆、乙b辆，前述由…保障的d辆: the parts up to where the row of them ends, where they come out."""
    row = [p for p in parts if p.clause == parts[0].clause]
    one = add_up(total, row, False) if _LEAST < len(row) < len(parts) and row == parts[: len(row)] else None
    return one if one is not None and one.verdict == "holds" else None


def best(
    ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], rivals: list[Fact], items: list[list[Fact]]
) -> Relation | None:
    """The reading of a list: all items, without sub-items, up to an item, with another total."""
    whole = len(parts) == len(items)
    known = whole and (proven(ledger, listing, total) or _all_years(ledger, total, parts))
    known = known or (whole and listing.opener in _BELOW and _items_of_class(ledger, total, parts))
    firm = whole and (known or complete(ledger, listing, total, parts, items))
    firm = firm and not item_before(ledger, listing, total, parts[0]) and not _mainly(ledger, total, parts[0])
    if listing.opener == "counted" and parts[0].sentence != total.sentence:
        firm = firm and _counted_before(total, parts)
    if listing.opener == "addition":
        return _addition(ledger, total, parts)
    if counted_again(ledger, total, parts):
        return None
    top = add_up(total, parts, firm)
    if top is not None and top.verdict == "broken" and len(parts) > _LEAST and _LEFT.match(parts[-1].label):
        inner = add_up(total, parts[:-1], firm)  # 动支T，其中a、b、c；剩余d: d is left of what T was taken from
        if inner is not None and inner.verdict == "holds":
            return inner
    if top is not None and top.verdict == "broken" and (other := _of_another(ledger, listing, total, parts, rivals)):
        return other
    if top is not None and whole and top.verdict == "broken" and odd_unit(top):
        return replace(top, firm=True)
    if top is not None and whole and top.verdict == "broken" and (odd := _odd_before(total, parts)):
        return odd
    if top is not None and whole and top.verdict == "broken" and (first := _in_one_clause(total, parts)):
        return first
    if top is not None and whole and _too_many(ledger, listing, top, parts, rivals):
        return replace(top, firm=True)
    if top is not None and whole and top.verdict == "broken" and _more_than_all(top, parts, rivals):
        return replace(top, firm=True)
    if listing.opener == "graded":  # more grades than there are things to grade; fewer, where some have none
        sure = top is not None and (top.difference < 0 or len(parts) >= _GRADES or _said_before(ledger, total, parts))
        sure = sure or (len(parts) > _LEAST and _closes(ledger, total, parts[-1]))
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
    if _open(ledger, listing, total, parts, items) or (
        not firm and counted(total) and overlapping(ledger, parts) and not (top is not None and swapped(top, _LONG))
    ):
        told = top is not None and whole and top.verdict == "broken"
        told = told and top is not None and (beyond(total, parts) or swapped(top, _LONG))
        return choose(readings, sure=0) or (replace(top, firm=True) if told and top is not None else None)
    if top is not None and not firm and _in_doubt(ledger, listing, top, parts, items):
        told = whole and listing.closed and _slip_in_subjects(ledger, top, parts)
        return choose(readings, sure=0) or (replace(top, firm=True) if told else None)
    chosen = choose(readings)
    if chosen is not None:
        return chosen if chosen.firm or chosen.verdict == "broken" else _supported(listing, chosen, top)
    wrong = top is not None and (
        (mistyped(top, parts) and not (counted(total) and overlapping(ledger, parts)))
        or (dropped(top) and not (counted(total) and overlapping(ledger, parts)))
        or _slip_in_subjects(ledger, top, parts)
        or _slip_in_numbered(ledger, listing, top, parts)
        or (
            top.difference < 0
            and not _nested(parts)
            and (apart(parts) or beyond(total, parts) or disjoint(ledger, total, parts))
        )
    )
    return add_up(total, parts, True) if wrong and whole and listing.opener not in ("heading", "row") else None


_BELOW = ("lines", "heading")


def _items_of_class(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """卫生健康（类）支出T，其中： over lines 行政单位医疗（项）…a: all items of a class, each on a line of its own."""
    of_class = "(类)" in _line_before(ledger, total)
    return of_class and all(_ITEM.search(_line_before(ledger, p)) for p in parts)


_ITEM = compiled(r"^\s*(?:[(（]?[0-9]{1,2}[)）.、．]+\s*)?[^,;。类]{2,}\(项\)")


def _line_before(ledger: Ledger, fact: Fact) -> str:
    span = fact.figure.span
    return normalize(ledger.documents[fact.document].blocks[span.block].text[: span.start])


_SUBJECT = compiled(r"[(（][类款项][)）]")


def _slip_in_subjects(ledger: Ledger, top: Relation, parts: Sequence[Fact]) -> bool:
    """支出T，其中：1.…（类）…（款）…（项）a、2.…: whether subjects of the accounts make the total but for one slip.

    A report tells of all of them; their amounts may stand in the paragraph below the name.
    """
    if len(parts) <= _LEAST or not slipped(top, _SLIP):
        return False
    blocks = ledger.documents[parts[0].document].blocks
    for p in parts:
        at = p.figure.span.block
        above = blocks[at - 1].text if at else ""
        if not _SUBJECT.search(blocks[at].text[: p.figure.span.start]) and not _SUBJECT.search(above):
            return False
    return True


_MAINLY = compiled(r"主要|重点|部分|如[:：]?$|例如")
_MANY = 5  # numbered items that are all there are


def _slip_in_numbered(ledger: Ledger, listing: Listing, top: Relation, parts: Sequence[Fact]) -> bool:
    """T万元。其中：1.甲a；2.乙b；…: whether paragraphs numbered from 1 on make the total but for one slip."""
    if listing.opener != "lines" or not listing.closed or len(parts) < _MANY or coarse(top):
        return False
    blocks = ledger.documents[parts[0].document].blocks
    numbers = [number(normalize(blocks[p.figure.span.block].text)) for p in parts]
    in_order = numbers == list(range(1, len(parts) + 1))
    return in_order and _MAINLY.search(_opening(ledger, listing)) is None and slipped(top, _SHORT)


def _opening(ledger: Ledger, listing: Listing) -> str:
    """The end of the paragraph that opens a list below it."""
    text = ledger.documents[listing.document].blocks[listing.place.block].text
    return normalize(text.rstrip()[-_OPENING:])


_AMONG = compiled(r"主要(?:包括|有|是):$|(?<!其)中:$")
_OPENING = 20  # characters at the end of a paragraph that open a list below it
_SHORT = 2  # digits of a figure whose slip tells in a list of many


def _odd_before(total: Fact, parts: list[Fact]) -> Relation | None:
    """一般债务a亿元，专项债务b万元，尚有空间c亿元: the first parts, where b in the unit of a makes the total."""
    if significant(total.figure) < _SLIP:
        return None
    made = (add_up(total, parts[:n], True) for n in range(len(parts) - 1, 1, -1))
    return next((one for one in made if one is not None and one.verdict == "broken" and odd_unit(one)), None)


_SLIP = 3  # digits of a figure whose slip tells where as many amounts are summed up as are counted


def _counted_before(total: Fact, parts: Sequence[Fact]) -> bool:
    """甲a万元。乙b万元。两项合计T万元: whether they make T, but for one of them left out, or for a slip in a figure."""
    made = add_up(total, parts, False)
    gap = made.difference * total.figure.unit.factor if made is not None else Decimal(0)
    return made is not None and (
        made.verdict != "broken" or -gap in [p.figure.amount for p in parts] or slipped(made, _SLIP)
    )


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
        near = ledger.facts[max(total.id - _REACH, 0) : parts[0].id]
        either = LEVELS if listing.opener.startswith("按") else (total.measure,)
        outer += [f for f in near if f.sentence >= 0 and f.id != total.id and f.measure in either]
    for other in [*outer, *(rivals if listing.opener == "heading" else ())]:
        alike = compatible(other, total) and not opposed(other.label, total.label)
        one = add_up(other, parts, False) if alike else None
        if one is not None and one.verdict == "holds" and other.figure.value:
            return one
    return None


def _too_many(ledger: Ledger, listing: Listing, top: Relation, parts: Sequence[Fact], rivals: Sequence[Fact]) -> bool:
    """Whether things listed by kind are more than all of them, and make up no other count beside it."""
    total = top.terms[0].fact
    if not counted(total) or top.verdict != "broken" or top.difference > 0 or total.sentence != parts[0].sentence:
        return False
    made = sum((p.figure.value for p in parts), Decimal(0))
    if (
        divided_twice(total, parts)
        or _nested(parts)
        or any(r.figure.value == made or total.id < r.id < parts[0].id for r in rivals)
    ):
        return False
    return exclusive(ledger, listing, total, parts)


def _divided_once(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """采购总额T，其中货物a、工程b、服务c: whether the parts are all there is by name, of which none can be left out."""
    return total.sentence == parts[0].sentence and bool(
        division([p.label for p in parts], ledger.rulebook.lexicon, total.label)
    )


def _more_than_all(top: Relation, parts: Sequence[Fact], rivals: Sequence[Fact]) -> bool:
    """车辆3辆，其中：甲用车1辆、乙用车1辆、丙用车2辆: whether kinds of cars are more than all of them."""
    total, made = top.terms[0].fact, sum((p.figure.amount for p in parts), Decimal(0))
    beside = any(r.figure.amount == made for r in rivals) or total.sentence != parts[0].sentence
    kinds = len(parts) > _LEAST and len({p.label for p in parts}) == len(parts)
    return top.difference < 0 and not beside and kinds and all(p.label.endswith("用车") for p in parts)


_LONG = 4  # digits of a count in which two in the wrong order tell


def _closes(ledger: Ledger, total: Fact, last: Fact) -> bool:
    """优秀a个，良好b个，合格c个，共计T个项目。: whether a total right behind grades is said to be theirs."""
    said = _IN_ALL.search(normalize(ledger.before(total, 4))) is not None
    return said and total.id == last.id + 1 and _ENDED.match(normalize(ledger.after(total, 4))) is not None


_IN_ALL = compiled(r"[,、](?:共计|合计|总计)$")
_ENDED = compiled(r"(?:项目|单位|部门)?(?:[。;]|$)")


def _said_before(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a count in the sentences before is what the grades add up to: 对3个项目…。33个项目中，…"""
    made = sum((p.figure.value for p in parts), Decimal(0))
    before = ledger.sentences[max(total.sentence - _BEFORE, 0) : total.sentence]
    counts = [f for s in before for f in ledger.facts_of(s) if f.section == total.section and compatible(f, total)]
    return any(f.figure.value == made for f in counts) or _ALL.search(ledger.sentences[total.sentence].text) is not None


_ALL = compiled(r"(?:均|全部|都)(?:已)?(?:开展|完成|进行|组织|实施)了?(?:绩效)?(?:自评|评价|考核|评定)")
_GRADES = 4  # 优, 良, 中 and 差: all there are
_BEFORE = 3  # sentences before a list of grades that may say how many things were graded


def _other_readings(
    ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], rivals: list[Fact]
) -> Iterator[Relation | None]:
    """The readings of a list but for the one that takes it as it stands, likeliest first."""
    yield add_up(total, _collapsed(parts), False)
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


def _of_a_kind(parts: Sequence[Fact]) -> bool:
    """Whether half the names of a list end alike: amounts that no word makes a list are none for their sum alone."""
    return max(Counter(p.label[-2:] for p in parts).values()) * 2 >= len(parts)


def _open(ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], items: list[list[Fact]]) -> bool:
    """Whether a list leaves parts out by its words, its shares or its columns, or is one for its sum alone."""
    if listing.opener == "lines" and _AMONG.search(_opening(ledger, listing)):
        return True
    more = listing.opener == "等" and not (counted(total) and OTHER_CARS.match(parts[-1].label))
    if more or goes_on(ledger, parts) or (listing.opener == "then" and not _of_a_kind(parts)):
        return True
    return partial(total, parts, items) or _uneven(ledger, total, items)


def _in_doubt(ledger: Ledger, listing: Listing, top: Relation, parts: list[Fact], items: list[list[Fact]]) -> bool:
    """Whether a list that does not add up may be no list of the total's parts at all, or not of all of them."""
    if top.verdict != "broken":
        return False
    if open_ended(top, parts):
        return True
    total = top.terms[0].fact
    inner = {
        i for p in parts for one in ledger.lists_of(p.id) if one.parent[0] == p.id for item in one.parts for i in item
    }
    columns = [
        [
            f
            for f in item
            if f.id not in inner
            and f.measure == total.measure
            and compatible(f, total)
            and f.sentence == item[0].sentence
        ]
        for item in items
    ]
    several = any(len({f.label for f in column if f.depth == column[0].depth}) > 1 for column in columns if column)
    if listing.opener in ("heading", "lines", "row"):
        echo = any(f.figure.amount == total.figure.amount for column in columns for f in column[:1])
        if several or echo:
            return True
    if listing.closed or listing.opener in ("合计", "由", "分别"):
        return False
    return (top.difference > 0 or several) and coarse(top)


def _uneven(ledger: Ledger, total: Fact, items: list[list[Fact]]) -> bool:
    """Whether an item tells the other one of budget and spending only: a part of the total is not printed here."""
    amounts = [[f for f in item if f.measure in ("level", "budget") and compatible(f, total)] for item in items]
    if total.measure == "budget" and all(len(row) == 1 for row in amounts):
        return any(ledger.actual(row[0]) for row in amounts)  # 教育支出预算A、住房保障支出B: all are planned
    return any(row and all(f.measure != total.measure for f in row) for row in amounts) and any(
        f.measure == total.measure for row in amounts for f in row
    )


_ABOVE = 8  # sentences before an addition, which a list may fill, in which its first term stands
_REACH = 24  # facts before an addition among which its first term stands


def _addition(ledger: Ledger, total: Fact, parts: list[Fact]) -> Relation | None:
    """加上B、C，合计T: the first term is an amount before; whichever it is, the sum holds or nothing is said."""
    added = parts[1:]
    first = parts[0].id
    before = ledger.facts[max(first - _REACH, 0) : added[0].id]
    amounts = [f for f in before if f.measure in LEVELS and compatible(f, total)]
    heads = [f for f in amounts if f.measure == parts[0].measure]
    others = [f for f in amounts if f.measure != parts[0].measure]  # 预算数A，决算数B。加上C…: of B, if it comes out
    side = "收入" if "收入" in total.label else "支出" if "支出" in total.label else ""
    own = [h for h in heads if side and side in h.label and not _listed(ledger, h)]
    heads = [*own[-1:], *(h for h in reversed(heads) if h not in own[-1:])]
    near = [h for h in own if total.sentence - h.sentence <= _ABOVE and h.section == total.section]
    beside = [h for h in near if h.sentence == added[0].sentence]
    if len(beside) == 1:  # A万元，加B、C…，合计T: the first term opens the sentence of the others
        near, heads = beside, [*beside, *(h for h in heads if h not in beside)]
    undivided = _collapsed(added)  # 加A，其中甲a，乙b，C，D: a and b are in A already
    plain = len(near) == 1 and len(undivided) == len(added)
    readings = [add_up(total, [head, *added], firm=k == 0 and plain) for k, head in enumerate(heads)]
    if len(near) == 1:  # another first term is meant only where it comes out exactly
        readings[1:] = [r for r in readings[1:] if r is not None and r.verdict == "holds"]
    planned = (add_up(total, [other, *added], firm=False) for other in others)
    inner = {i for one in ledger.lists_with(added[-1].id) if one.opener != "addition" for i in one.parts[0]}
    outside = [p for p in added if p.id not in inner]  # 加A，其中：甲a，B，C: a is in A already
    without = (add_up(total, [head, *some], firm=False) for some in (outside, undivided) for head in heads)
    readings += [r for r in chain(planned, without) if r is not None and r.verdict == "holds"]
    return choose(readings, sure=int(bool(own)))


def _listed(ledger: Ledger, fact: Fact) -> bool:
    """Whether a fact is an item of a list, other than of an addition."""
    return any(one.opener != "addition" for one in ledger.lists_with(fact.id))


def _supported(listing: Listing, chosen: Relation, top: Relation | None) -> Relation:
    """A list that adds up as it stands would be told, had one digit been wrong: such slips are recognised.

    A list that only its sum ties to a total would not be seen at all.
    """
    if chosen is top and len(chosen.terms) >= _FIGURES and close(chosen) and listing.opener != "then":
        return replace(chosen, firm=True)
    return chosen


_FIGURES = 3  # a total and two parts


def _nested(parts: Sequence[Fact]) -> bool:
    """Whether two or more parts behind one make it up: 在用车辆7辆：甲a辆、乙b辆."""
    values = [p.figure.amount for p in parts]
    return any(
        sum(values[i + 1 : k], Decimal(0)) == value != 0
        for i, value in enumerate(values)
        for k in range(i + 3, len(values) + 1)
    )


def _collapsed(parts: Sequence[Fact]) -> list[Fact]:
    """The parts without those that add up to the part before them."""
    kept: list[Fact] = []
    i = 0
    while i < len(parts):
        kept.append(parts[i])
        running = Decimal(0)
        for j in range(i + 1, len(parts)):
            running += parts[j].figure.amount
            if running == parts[i].figure.amount and j > i and running:
                i = j
                break
            if running > parts[i].figure.amount:
                break
        i += 1
    return kept


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
