"""Second counts of list items, people of announced classes, amounts of batches; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import maybe, slipped
from auditlint.checks.sum.counts import counted_again
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize, whole_number
from auditlint.records import replace

_LEAST = 2  # items of a list


def row_of_kinds(ledger: Ledger, listing: Listing) -> Listing:
    """补贴机具T台，其中：甲a台、乙b台、丙c台；受益户d户: the list without the count of another thing behind ";"."""
    head = ledger.facts[listing.parent[0]] if listing.parent else None
    if head is None or not _counts(head) or listing.opener != "其中" or len(listing.parts) < _LEAST:
        return listing
    row, *behind = [[ledger.facts[i] for i in item] for item in listing.parts]
    kinds = all(_counts(f) and compatible(f, head) and f.label for f in row) and len(row) > _LEAST
    sentence = ledger.sentences[row[0].sentence]
    joined = all(sentence.between(f, then).startswith("、") for f, then in pairwise(row))
    if not kinds or not joined or any(compatible(f, head) for item in behind for f in item):
        return listing
    return replace(listing, parts=tuple((f.id,) for f in row), alternatives=())


_DONE = compiled(
    r"(?:已|其中)?(?:完成|办结|整改|通过|到位|销号|合格|验收|开工|竣工|解决|建成)(?:到位|完成|销号)?(?:了)?"
)


def done_of_each(ledger: Ledger, listing: Listing) -> tuple[Listing, Relation | None]:
    """任务T项，完成D项，其中甲类a项完成c项、乙类b项完成d项: the list of what there is; what was done of each, as D."""
    items = [ledger.facts[i] for part in listing.parts for i in part if _counts(ledger.facts[i])]
    named, done = items[::2], items[1::2]
    if len(items) < _LEAST * 2 or len(named) != len(done) or not all(f.label for f in named):
        return listing, None
    sentence = ledger.sentences[items[0].sentence]
    if any(
        f.label or _DONE.fullmatch(sentence.between(one, f).strip()) is None for one, f in zip(named, done, strict=True)
    ):
        return listing, None
    heads = [f for f in ledger.pick(listing.parent) if f.figure.unit == items[0].figure.unit]
    heads = [f for f in heads if f.measure in ("level", "budget")]  # 任务T项
    whole = next((f for f in heads if f.figure.value == sum(n.figure.value for n in named)), None)
    reached = [f for f in heads if _REACHED.search(normalize(ledger.before(f, 6)))]
    others = tuple(f.id for f in heads if f not in reached and "未" not in f.label)
    kept = replace(listing, parts=tuple((f.id,) for f in named), alternatives=(), parent=others or listing.parent)
    if whole is None or len(reached) != 1 or reached[0] is whole:
        return kept, None
    return replace(kept, parent=(whole.id,)), add_up(reached[0], done, firm=True)


_REACHED = compiled(r"(?<![未没])(?:已|共)?(?:完成|办结|整改|通过|到位|销号|合格|验收|开工|竣工|解决|建成)(?:了)?$")


def right_behind(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """救助a户b人，其中：甲c户d人、乙e户f人: the second counts, where the first ones add up to theirs.

    甲班c期、d人次，乙班e期、f人次，合计a期、b人次: so they are before their totals, too.
    """
    heads = [ledger.facts[i] for i in listing.parent]
    firsts = [ledger.facts[item[0]] for item in listing.parts]
    head = next((f for f in heads if _counts(f) and f.figure.unit == firsts[0].figure.unit), None)
    closed = listing.opener == "合计"
    if closed and head is not None:
        firsts = [f for f in firsts if f.figure.unit == head.figure.unit]
    if head is None or len(firsts) < _LEAST or {f.figure.unit for f in firsts} != {head.figure.unit}:
        return
    seconds = [_beside(ledger, f) for f in (head, *firsts)]
    known = [f for f in seconds if f is not None]
    one_kind = len(known) == len(seconds) and len({f.figure.unit for f in known}) == 1
    if not one_kind or (not closed and any(f.id in item for f in known for item in listing.parts)):
        return
    if sum((f.figure.value for f in firsts), Decimal(0)) != head.figure.value:
        return
    if closed and counted_again(ledger, known[0], known[1:]):
        return
    yield from maybe(add_up(known[0], known[1:], firm=True))


def _counts(fact: Fact) -> bool:
    return fact.measure == "level" and fact.figure.unit.dimension == "count"


def _beside(ledger: Ledger, fact: Fact) -> Fact | None:
    """The count without a name of its own right behind another one: 1,126户1,893人, 1,126户、1,893人."""
    behind = ledger.facts[fact.id + 1] if fact.id + 1 < len(ledger.facts) else None
    if behind is None or behind.sentence != fact.sentence or not _counts(behind) or behind.label:
        return None
    between = ledger.sentences[fact.sentence].between(fact, behind)
    return behind if between.strip() in ("", "、") else None


_IN_ALL = compiled(r"[,、;]共(?:计|有)?(?:培训|参训|参加)?$")
_CLASSES = ("期", "场", "次", "个", "批", "场次", "期次")
_PEOPLE = ("人", "人次", "名")


def of_classes(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Relation]:
    """举办培训班3期：甲a人，乙b人，丙c人，共T人次: the people of as many classes as are announced."""
    for k, total in enumerate(facts):
        people = total.figure.unit.name in _PEOPLE and _counts(total) and not total.depth
        if not people or k < _LEAST or not _IN_ALL.search(sentence.before(total)):
            continue
        heads = [i for i, f in enumerate(facts[:k]) if _opens(sentence, f, facts[i + 1])]
        if not heads:
            continue
        head, items = facts[heads[-1]], facts[heads[-1] + 1 : k]
        alike = all(_counts(f) and f.figure.unit.name in _PEOPLE and f.label and not f.depth for f in items)
        named = len({f.label for f in items}) == len(items) == head.figure.value
        if alike and named and len({f.figure.unit for f in items}) == 1:
            made = add_up(total, items, firm=True)
            if made is not None and (made.verdict != "broken" or not _more_visits(made)):
                yield made


_SUMMED = compiled(
    r"[,;](?:合计|共计|累计|总计|全年共?|共)已?(?P<verb>下达|拨付|下拨|拨入|到位|安排|支付|发放|兑付)?(?:资金|补助资金)?(?:为)?"
)
_BATCH = compiled(r"第(?P<n>[一二三四五六七八九十])批(?:次)?[^,;。:0-9]{0,8}$")
_BATCHES = compiled(r"分(?P<n>[两二三四五六七八九十])(?:批|次)")


def of_batches(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Relation]:
    """下达第一批a万元，…下达第二批b万元，累计下达T万元: batches numbered from the first on, before their total."""
    money = [f for f in facts if f.figure.unit.dimension == "money" and f.measure == "level" and not f.depth]
    for k, total in enumerate(money):
        between = sentence.between(money[k - 1], total).replace(" ", "") if k >= _LEAST else ""
        said = _SUMMED.fullmatch(between)
        if said is None:
            continue
        named = [_BATCH.search(sentence.before(f).replace(" ", "")) for f in money[:k]]
        first = next((i for i, m in enumerate(named) if m is not None), k)
        numbers = [whole_number(m["n"]) for m in named[first:] if m is not None]
        if len(numbers) < _LEAST or numbers != list(range(1, k - first + 1)):
            continue
        words = sentence.before(total)
        stated = _BATCHES.search(words)
        told = words.count(said["verb"]) > len(numbers) if said["verb"] else True
        if told and (stated is None or whole_number(stated["n"]) == len(numbers)):
            yield from maybe(add_up(total, money[first:k], firm=True))


_PARTED = compiled(r"(?:[^;。0-9]{0,12})?分(?P<n>[两二三四五六])(?:批次?|次|期)[^,;。:0-9]{0,6}[:,]")


def of_parted(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Relation]:
    """资金T万元分三批下达：3月下达a万元，5月下达b万元，8月下达c万元: as many amounts as are announced, and no more."""
    money = [f for f in facts if f.figure.unit.dimension == "money" and not f.depth]
    for total, first in pairwise(money):
        said = _PARTED.match(normalize(sentence.between(total, first)))
        parts = money[money.index(first) :]
        if said is None or whole_number(said["n"]) != len(parts) or any(f.measure != "level" for f in (total, *parts)):
            continue
        yield from maybe(add_up(total, parts, firm=True))


_GUESTS = compiled(r"(?:^|[,;。])(?:全年|本年度?|20[0-9]{2}年度?|以上|年内)*(?:累计|共计|总计|合计|共)(?:公务)?接待$")
_AT_HOME, _ABROAD = compiled(r"国内(?!外)"), compiled(r"国\(境\)外|国外|境外|外宾|外事|涉外")
_WITHIN = compiled(r"接待[^。]{0,30}其中|含|包括|已[在计]|统计|半年|季度|[0-9]月")
_VISITS, _PERSONS = ("批次", "批", "次", "个批次"), ("人次", "人")


def of_guests(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Relation]:
    """国内接待a批次、b人次；国（境）外接待c批次、d人次。全年共接待a + c批次、b + d人次."""
    named = [k for k, f in enumerate(facts) if _counts(f) and _GUESTS.search(sentence.before(f).replace(" ", ""))]
    if len(named) != 1 or facts[named[0]].figure.unit.name not in _VISITS:
        return
    near = ledger.paragraph(sentence, before=2, behind=0)[:-1]
    words = "".join(s.text for s in near) + sentence.before(facts[named[0]])
    before = [*(f for s in near for f in ledger.facts_of(s)), *facts[: named[0]]]
    at_home, abroad = _AT_HOME.search(words), [*_ABROAD.finditer(words)]
    if at_home is None or len(abroad) != 1 or _WITHIN.search(words):
        return
    for units, total in zip((_VISITS, _PERSONS), facts[named[0] : named[0] + 2], strict=False):
        parts = [f for f in before if f.figure.unit.name in units and _counts(f)]
        alike = {f.figure.unit for f in parts} == {total.figure.unit}
        if total.figure.unit.name in units and len(parts) == _LEAST and alike:
            yield from maybe(add_up(total, parts, firm=True))


_FILLED = compiled(r"^(?:实际|实有|在[编岗职]|现有|实有人数|实际在[编岗职])(?:人员|人数)?$")
_IN_POST = compiled(r"实有|实际|在[职编岗]|现有")
_ALL_IN_POST = compiled(r"(?:共计|合计|总计|共有?|总数|总人数)(?:为)?$")


def of_posts(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Relation]:
    """行政编制a人，实际b人；事业编制c人，实际d人；实有在职人员共计T人: those who fill the posts make T.

    Others may be left out: told where they are more than T, or a slip explains it.
    """
    own = [f for f in facts if _counts(f) and not f.depth]
    parts = [f for f in own if _FILLED.match(f.label)]
    if len(parts) < _LEAST or len({(f.label, f.figure.unit) for f in parts}) != 1:
        return
    behind = [f for f in own if f.id > parts[-1].id and f.figure.unit == parts[0].figure.unit]
    total = next((f for f in behind[:1] if _IN_POST.search(f.label)), None)
    before = [ledger.facts[f.id - 1] for f in parts]
    if total is None or not _ALL_IN_POST.search(normalize(ledger.before(total, 6))):
        return
    if all("编" in f.label and _counts(f) and f.sentence == sentence.id for f in before):
        made = add_up(total, parts, firm=True)
        if made is not None and (made.verdict != "broken" or made.difference < 0 or slipped(made)):
            yield made


_CLASSED = compiled(r"(?:班|次|会|议|训|讲座|活动)?:")
_DIGITS = 3  # of a count in which a slip tells


def _opens(sentence: Sentence, head: Fact, first: Fact) -> bool:
    """Whether a count of classes stands right before a colon that opens the list of them."""
    opened = _CLASSED.match(sentence.between(head, first)) is not None
    return opened and head.figure.unit.name in _CLASSES and _counts(head)


def _more_visits(made: Relation) -> bool:
    """甲班a人、乙班b人，共T人次: whether T is of more visits than there are people, which no slip explains."""
    stated, *parts = made.figures
    visits = stated.unit.name == "人次" and parts[0].unit != stated.unit
    return visits and stated.value > sum(p.value for p in parts) and not slipped(made, _DIGITS)
