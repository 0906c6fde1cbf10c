"""Check `sum`: a total against its parts, in lists, brackets and rows; a part against its whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from auditlint.checks import Check
from auditlint.checks.partitions import partitions, summed
from auditlint.checks.parts import (
    add_up,
    apart,
    coarse,
    compatible,
    complete,
    defined,
    disjoint,
    missed,
    mistyped,
    open_ended,
    partial,
    proven,
)
from auditlint.checks.relate import choose, corroborated, odd_unit, relate, significant, swapped
from auditlint.checks.share import shares
from auditlint.checks.sum_named import by_name, within
from auditlint.checks.sum_runs import runs
from auditlint.equations import AtMost, Sum
from auditlint.expressions import compiled
from auditlint.facts.divisions import division
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import likeness, opposed
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Options:
    """Which lists are summed: those of the text, or parts and total by name."""

    of: str = field(
        default="list",
        metadata={
            "help": "list: as the text lays it out, and rows of amounts that add up; "
            "shares: parts whose shares add up to 100; change: changes of the parts; part: part ≤ whole; "
            "named: part ≤ whole, as the taxonomy names them"
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
    if options.of == "list":
        yield from runs(ledger)
    for listing in ledger.lists:
        if options.of == "change":
            yield from _changes(ledger, listing)
        elif options.of == "part":
            yield from _at_most(ledger, listing)
        else:
            yield from _levels(ledger, listing)


def _column(facts: Sequence[Fact], measure: str, like: Fact) -> Fact | None:
    """The first fact of a list item that can be a part of `like`, of its side where the item has both sides."""
    found = [f for f in facts if f.measure == measure and compatible(f, like)]
    for side in ("收入", "支出", "结余"):
        labelled = [f for f in found if f.label]
        if side in like.label and len(labelled) > 1 and any(opposed(side, f.label) for f in labelled):
            same = [f for f in found if side in f.label]
            return same[0] if same else None
    return found[0] if found else None


def _either(facts: Sequence[Fact], like: Fact) -> Fact | None:
    """The one amount of an item, planned or not; None where it has several."""
    found = [f for f in facts if f.measure in ("level", "budget") and compatible(f, like)]
    return found[0] if len(found) == 1 else None


def _levels(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    parents = [p for p in ledger.pick(listing.parent) if not _of_another_year(p, items[0][0])]
    parents.sort(key=lambda p: _item_before(ledger, p, items[0][0]))
    done: dict[str, set[int]] = {}
    for total in parents:
        unit = total.figure.unit
        key = f"{total.measure}/{unit.dimension}/{unit.name if unit.dimension == 'count' else ''}"
        if total.measure not in ("level", "budget") or total.grouped or _AVERAGE.search(total.label):
            continue
        parts = [p for p in (_column(item, total.measure, total) for item in items) if p is not None]
        heads = {t.measure for t in parents if not _item_before(ledger, t, items[0][0])}
        plain = total.measure == "budget" and "level" not in heads
        if len(parts) < 2 and plain:
            parts = [
                p for p in (_column(item, "level", total) for item in items) if p is not None and not ledger.actual(p)
            ]
        elif len(parts) < 2 and total.measure == "level" and "budget" not in {t.measure for t in parents}:
            parts = [p for p in (_column(item, "budget", total) for item in items) if p is not None]
        other = any(
            t.measure in ("level", "budget") and t.measure != total.measure and compatible(t, total) for t in parents
        )
        if len(parts) < len(items) and not other and not any(ledger.actual(f) for item in items for f in item):
            either = [_either(item, total) for item in items]
            if all(e is not None for e in either):
                parts = [e for e in either if e is not None]
        if len(parts) < 2 or unit.dimension not in ("money", "count"):
            continue
        if listing.opener[:1] in "从按分" and _beneath(ledger, listing, total, parts):
            continue
        if _misread(total, parts):
            continue
        if done.get(key, set()) & {p.id for p in parts}:  # a list with both sides has a total for each
            continue
        again = [p.concept == total.concept != "" or p.label == total.label != "" for p in parts]
        if listing.opener in ("heading", "其中") and any(again) and not all(again):
            continue  # the list below speaks of the same thing again: it is not a list of its parts
        cut = _divided(ledger, total, parts) if len(parts) == len(items) else 0
        if cut:  # 一般债券a、专项债券b；另有…: what divides the total is all of it
            listing = replace(listing, parts=listing.parts[:cut], alternatives=())
            items, parts = items[:cut], parts[:cut]
        rivals = [t for t in parents if t.id != total.id and t.measure == total.measure and compatible(t, total)]
        relation = _best(ledger, listing, total, parts, rivals, items)
        if relation is not None and missed(ledger, relation) and not odd_unit(relation):
            known = listing.opener != "addition" and complete(ledger, listing, total, parts, items)
            relation = relation if known else None
        if relation is not None:
            done.setdefault(key, set()).update(t.fact.id for t in relation.terms)
            yield relation


def _divided(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> int:
    """How many parts at the start of a list divide its total, where the others are of another kind; 0 for none."""
    lexicon = ledger.rulebook.lexicon
    for n in range(2, len(parts)):
        labels = [p.label for p in parts[:n]]
        words = division(labels, lexicon)
        ends = {label[-2:] for label in labels}
        strange = not any(p.label[-2:] in ends or word in p.label for p in parts[n:] for word in words)
        made = sum((p.figure.amount for p in parts[:n]), Decimal(0))
        if words and strange and abs(made - total.figure.amount) * 20 <= total.figure.amount:
            return n
    return 0


def _misread(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a list is not of this total: it holds the total again, or the total is nothing and the parts are not."""
    again = any(p.figure.amount == total.figure.amount and likeness(p.label, total.label) >= 2 for p in parts)
    return again or (not total.figure.value and sum(bool(p.figure.value) for p in parts) > 1)


def _item_before(ledger: Ledger, total: Fact, part: Fact) -> bool:
    """Whether a total is itself an item of a list that a sentence before lays out."""
    return total.sentence != part.sentence and any(
        len(one.parts) > 1 and one.opener not in ("lines", "heading") for one in ledger.lists_with(total.id)
    )


def _beneath(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether an amount before a division is one of another division, not its total: below a part, and of no list."""
    if all(p.figure.amount <= total.figure.amount for p in parts):
        return False
    return not any(one.parent[0] == total.id for one in ledger.lists if one is not listing)


_AVERAGE = compiled(r"人均|户均|生均|车均|亩均|批均|平均|均价|单价|每[人户辆亩]")  # of parts that are not added up


def _of_another_year(total: Fact, part: Fact) -> bool:
    """Whether the words name different years for a total and for what is listed."""
    return bool(total.period and part.period) and total.period != part.period


def _best(
    ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], rivals: list[Fact], items: list[list[Fact]]
) -> Relation | None:
    """The reading of a list: all items, without sub-items, up to an item, with another total."""
    whole = len(parts) == len(items)
    known = whole and proven(ledger, listing, total)
    firm = whole and (known or complete(ledger, listing, total, parts, items))
    firm = firm and not _item_before(ledger, total, parts[0])
    if listing.opener == "addition":
        return _addition(ledger, total, parts)
    top = add_up(total, parts, firm)
    if top is not None and whole and top.verdict == "broken" and odd_unit(top):
        return replace(top, firm=True)
    if listing.opener == "graded":  # more grades than there are things to grade; fewer, where some have none
        sure = top is not None and (top.difference < 0 or _said_before(ledger, total, parts))
        return replace(top, firm=True) if sure and top is not None else top
    # nothing else than what stands before a bracket is divided in it, or what a name is defined to consist of
    sure = firm and (listing.opener == "(" or known or defined(ledger, total, parts))
    behind = _and_behind(ledger, listing, total, parts)
    readings = chain((top,), behind if sure else _other_readings(ledger, listing, total, parts, rivals))
    if _open(listing, total, parts, items) or (top is not None and not firm and _in_doubt(listing, top, parts, items)):
        return choose(readings, sure=0)
    chosen = choose(readings)
    if chosen is not None:
        return chosen if chosen.firm or chosen.verdict == "broken" else _supported(chosen, top)
    wrong = top is not None and (
        mistyped(top, parts) or (top.difference < 0 and (apart(parts) or disjoint(ledger, total, parts)))
    )
    return add_up(total, parts, True) if wrong and whole and listing.opener not in ("heading", "row") else None


def _said_before(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a count in the sentences before is what the grades add up to: 对3个项目…。33个项目中，…"""
    made = sum((p.figure.value for p in parts), Decimal(0))
    before = ledger.sentences[max(total.sentence - _BEFORE, 0) : total.sentence]
    counts = [f for s in before for f in ledger.facts_of(s) if f.section == total.section and compatible(f, total)]
    return any(f.figure.value == made for f in counts)


_BEFORE = 3  # sentences before a list of grades that may say how many things were graded


def _other_readings(
    ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], rivals: list[Fact]
) -> Iterator[Relation | None]:
    """The readings of a list but for the one that takes it as it stands, likeliest first."""
    yield add_up(total, _collapsed(parts), False)
    for items in listing.alternatives:
        other = [_column([ledger.facts[i] for i in item], parts[0].measure, total) for item in items]
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


def _open(listing: Listing, total: Fact, parts: list[Fact], items: list[list[Fact]]) -> bool:
    """Whether a list leaves parts out by its words, its shares or its columns, or is one for its sum alone."""
    if listing.opener == "等" or (listing.opener == "then" and not _of_a_kind(parts)):
        return True
    return partial(total, parts, items) or _uneven(total, items)


def _in_doubt(listing: Listing, top: Relation, parts: list[Fact], items: list[list[Fact]]) -> bool:
    """Whether a list that does not add up may be no list of the total's parts at all, or not of all of them."""
    if top.verdict != "broken":
        return False
    if open_ended(top, parts):
        return True
    total = top.terms[0].fact
    columns = [
        [f for f in item if f.measure == total.measure and compatible(f, total) and f.sentence == item[0].sentence]
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


def _uneven(total: Fact, items: list[list[Fact]]) -> bool:
    """Whether an item tells the other one of budget and spending only: a part of the total is not printed here."""
    amounts = [[f for f in item if f.measure in ("level", "budget") and compatible(f, total)] for item in items]
    return any(row and all(f.measure != total.measure for f in row) for row in amounts) and any(
        f.measure == total.measure for row in amounts for f in row
    )


_ABOVE = 8  # sentences before an addition, which a list may fill, in which its first term stands
_REACH = 24  # facts before an addition among which its first term stands


def _addition(ledger: Ledger, total: Fact, parts: list[Fact]) -> Relation | None:
    """加上B、C，合计T: the first term is an amount before; whichever it is, the sum holds or nothing is said."""
    added = parts[1:]
    first = parts[0].id
    heads = [
        f
        for f in ledger.facts[max(first - _REACH, 0) : added[0].id]
        if f.measure == parts[0].measure and compatible(f, total)
    ]
    side = "收入" if "收入" in total.label else "支出" if "支出" in total.label else ""
    own = [h for h in heads if side and side in h.label and not _listed(ledger, h)]
    heads = [*own[-1:], *(h for h in reversed(heads) if h not in own[-1:])]
    near = [h for h in own if total.sentence - h.sentence <= _ABOVE and h.section == total.section]
    beside = [h for h in near if h.sentence == added[0].sentence]
    if len(beside) == 1:  # A万元，加B、C…，合计T: the first term opens the sentence of the others
        near, heads = beside, [*beside, *(h for h in heads if h not in beside)]
    readings = [add_up(total, [head, *added], firm=k == 0 and len(near) == 1) for k, head in enumerate(heads)]
    if len(near) == 1:  # another first term is meant only where it comes out exactly
        readings[1:] = [r for r in readings[1:] if r is not None and r.verdict == "holds"]
    return choose(readings, sure=int(bool(own)))


def _listed(ledger: Ledger, fact: Fact) -> bool:
    """Whether a fact is an item of a list, other than of an addition."""
    return any(one.opener != "addition" for one in ledger.lists_with(fact.id))


def _supported(chosen: Relation, top: Relation | None) -> Relation:
    """A list that adds up as it stands would be told, had one digit been wrong: such slips are recognised."""
    close = abs(chosen.difference) * 50 <= abs(chosen.figures[0].value)
    if chosen is top and len(chosen.terms) >= 3 and close:
        return replace(chosen, firm=True)
    return chosen


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
    """Amounts after the list, in its paragraph or the two after it, that may belong to it."""
    last = parts[-1]
    if last.sentence < 0:
        return []
    found: list[Fact] = []
    for sentence in ledger.sentences[last.sentence : last.sentence + 4]:
        if sentence.document != last.document:
            break
        for i in sentence.facts:
            f = ledger.facts[i]
            if f.id > last.id and f.measure == parts[0].measure and compatible(f, total) and f.depth == last.depth:
                found.append(f)
    return found[:8]


def _changes(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """The change of a total against the changes of its parts."""
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for total in parents:
        if total.measure != "change" or total.direction == 0 or total.figure.unit.dimension != "money":
            continue
        parts = []
        for item in items:
            own = [f for f in item if f.measure == "change" and compatible(f, total) and f.direction]
            same = [f for f in own if f.basis == total.basis] or [f for f in own if not f.basis]
            if same:
                parts.append(same[0])
        if len(parts) < 2:
            continue
        signs = tuple(1 if p.direction == total.direction else -1 for p in parts)
        relation = relate("sum", Sum(signs), (("total", total), *(("part", p) for p in parts)), firm=False)
        whole = len(parts) == len(items) and (listing.opener in ("其中", "(") or proven(ledger, listing, total))
        if relation is None:
            continue
        if relation.verdict != "broken":
            yield (
                replace(relation, firm=True)
                if whole and all(significant(f) >= 3 for f in relation.figures)
                else relation
            )
        elif (
            whole
            and likeness(parts[0].label, total.label) == 0
            and not any(_CUT.search(ledger.before(f, 14)) for item in items for f in item if f not in parts)
            and (mistyped(relation, parts) or (proven(ledger, listing, total) and corroborated(relation)))
        ) or (len(parts) == len(items) > 1 and swapped(relation, _LONG)):
            yield replace(relation, firm=True)


_LONG = 5  # digits of a change in which two in the wrong order tell
_CUT = compiled(
    r"(?:压减|压缩|核减|调减|削减|减少|增加|新增|追加)[^,，;；。:：0-9]{2,10}$"
)  # 压减公用经费60万元: a change too


def _at_most(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """A single part after 其中 is at most its whole."""
    graded = listing.opener == "graded"
    if not graded and not listing.opener.startswith(("其中", "包括", "(")):
        return
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for item in items:
        for part in item[:1]:
            whole = next((p for p in parents if p.measure == part.measure and compatible(p, part)), None)
            if whole is None or part.measure not in ("level", "budget"):
                continue
            nearest = parents[0].id == whole.id or parents[0].measure in ("share", "rate", "change", "completion")
            relation = relate("sum", AtMost(), (("part", part), ("whole", whole)), firm=nearest)
            if relation is None or part.sentence != whole.sentence:
                continue
            beside = [p for p in parents if p.measure == part.measure and compatible(p, part)]
            counted = part.figure.unit.dimension == "count" and len(beside) > 1
            if counted and part.figure.value <= sum(p.figure.value for p in beside[:3]):
                continue  # 58个甲和12个乙，其中50个…: of both
            outer = (t for one in ledger.lists_with(whole.id) for t in ledger.pick(one.parent))
            if relation.verdict == "broken" and any(
                t.measure == part.measure and compatible(t, part) and t.figure.amount >= part.figure.amount
                for t in outer
            ):
                continue  # a、b、c，其中…: of their total
            told = relation.firm and (len(items) == 1 or graded or _counted(ledger, part, whole))
            if relation.verdict != "broken" or told:
                yield relation


def _counted(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    """Whether a part and its whole count the same right beside each other: 在职人员12人，其中行政人员27人."""
    sentence = ledger.sentences[part.sentence]
    ends = whole.figure.span.end - sentence.start, part.figure.span.start - sentence.start
    same = part.figure.unit.name == whole.figure.unit.name and part.figure.unit.dimension == "count"
    posts = "编制" in whole.label and "编制" not in part.label  # people may be more than posts
    return same and not posts and ";" not in sentence.text[slice(*ends)] and whole.id + 1 == part.id


CHECK = Check("sum", Options, run, ("total", "part", "whole", "count"), "a total against its parts")
