"""Lists that a word or a bracket before them opens: 其中…, 甲中…, (a、b)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.list_items import LEVELS, items_of, list_end, other_side, position
from auditlint.facts.match import called, generic, measures_only, side
from auditlint.facts.phrases import Phrases
from auditlint.facts.structure import structure
from auditlint.model import Fact, Span
from auditlint.numerals import chinese
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

Parts = tuple[tuple[int, ...], ...]  # the facts of a list, item by item


def opened(
    sentence: Sentence,
    facts: Sequence[Fact],
    before: Sequence[Fact],
    phrases: Phrases,
    depths: Sequence[int],
    above: Sequence[Fact],
) -> Iterator[Listing]:
    """A total，其中：A a万元，B b万元: what a word like 其中 or 包括 opens, nested ones too."""
    text = sentence.text
    openers = [m for m in phrases.opener.finditer(text) if m.start() < len(depths)]
    for k, m in enumerate(openers):
        depth = depths[m.start()]
        head = [f for f in facts if position(f, sentence) < m.start() and f.depth <= depth]
        inner: list[Fact] = []
        if depth:  # inside a bracket: the head is what stands before the bracket, or in it before the opener
            opening = text.rfind("(", 0, m.start())
            inner = [f for f in head if position(f, sentence) > opening]
            head = inner or head
        nested = _in_item(text, m.start(), depths, facts, sentence)
        if nested is not None:
            head = [f for f in head if position(f, sentence) >= nested] or head
        looked = _LOOKED_AT.match(m.group())  # 回收问卷A份，其中有效问卷B份。从有效问卷看，…: the parts of B
        named = _meant(above, clean(looked["name"])) if looked is not None else []
        if k and _sides(text, openers[k - 1], m):  # 收入包括…；支出包括…: of the total of both before
            head = [f for f in head if position(f, sentence) < openers[k - 1].start()]
        heads = [f for f in reversed(named or head or before) if not _only_compared(f, head, sentence)]
        end = longer = list_end(text, m.end(), depth, depths, nested is not None or bool(depth and inner))
        for other in openers[k + 1 :]:
            if depths[other.start()] != depth or other.start() >= end:
                continue
            if text[other.start() - 1] in "。;":
                end = other.start()
                break
            if _sides(text, m, other):
                end = text.rfind(";", m.end(), other.start())
                break
            item = text.rfind(";", m.end(), other.start())
            if item > 0 and depths[item] == depth and _of_other_side(facts, sentence, m.start(), item, other.start()):
                end = item  # 收入总计A，其中…；支出总计B，其中…
                break
            if nested is None and other is openers[k + 1] and _of_an_equal(m, item, other, facts, sentence):
                longer, end = end, item  # 新增A，其中甲a、乙b；偿还B，其中甲c、乙d
                break
        parts = items_of(text, m.end(), end, depth, depths, facts, sentence)
        if parts and _of_no_figure(m, next(f for f in facts if f.id == parts[0][0]), depths, sentence):
            continue
        parts, all_parts = _of_one_kind(parts, heads, facts, sentence)
        if longer > end:
            all_parts = (items_of(text, m.end(), longer, depth, depths, facts, sentence), *all_parts)
        parts = _of_one_side(parts, heads, facts)
        if parts and heads:
            place = Span(sentence.block, sentence.start + m.start(), sentence.start + m.end())
            parent = tuple(f.id for f in of_their_side(heads, [f for f in facts if any(f.id in p for p in parts)]))
            inside = (o for o in openers[k + 1 :] if depths[o.start()] == depth and o.start() < end)
            within = next((o.start() for o in inside if _of_figures(o, end, facts, sentence)), None)
            flat: tuple[Parts, ...] = all_parts
            last = end
            if within is not None:  # a list within the last item: its own parts are none of this one
                short = items_of(text, m.end(), within, depth, depths, facts, sentence)
                short, _ = _of_one_kind(short, heads, facts, sentence)
                parted = _parted(text, m.end(), within, depth, depths) and _parted(text, within, end, depth, depths)
                if parted and not _made_of(short, heads, facts):
                    flat = (short, *flat)  # ";" parts the items, before the inner list and behind it
                elif len(short) >= 2:
                    parts, flat, last = short, (parts, *flat), within  # 公用经费b，主要包括x、y等: of b
            among = _among(text, m.end(), last, facts, sentence) or text.endswith("主要", 0, m.start())
            among = among or m.group().rstrip(":,") == "主要用于"
            opener = "等" if among else m.group().rstrip(":,")
            counted = (
                _announced(head or _trips(before), parts, facts)
                or _numbered(m.group(), parts)
                or _priced(m.group(), text[m.end() : end])
            )
            if counted and not any(f.measure in LEVELS and f.figure.unit.dimension == "money" for f in head):
                parent += tuple(f.id for f in reversed(before))
            parent += tuple(f.id for f in _of_money(heads, before, parts, facts) if f.id not in parent)
            yield Listing(sentence.document, opener, place, parent, parts, counted, flat)


def _of_figures(opener: regex.Match[str], end: int, facts: Sequence[Fact], sentence: Sentence) -> bool:
    """Whether what a word opens within an item has figures: 人员经费a，主要包括基本工资、奖金等；… opens no list."""
    stop = sentence.text.find(";", opener.end(), end)
    return any(opener.end() <= position(f, sentence) < (stop if stop >= 0 else end) for f in facts)


def _parted(text: str, start: int, end: int, depth: int, depths: Sequence[int]) -> bool:
    """Whether ";" ends an item of a list between two places."""
    return any(text[i] == ";" and depths[i] == depth for i in range(start, end))


def _made_of(parts: Parts, heads: Sequence[Fact], facts: Sequence[Fact]) -> bool:
    """Whether the first amounts of a list's items make the amount before it."""
    by_id = {f.id: f for f in facts}
    firsts = [next((by_id[i] for i in item if by_id[i].measure in LEVELS), None) for item in parts]
    made = [f.figure.amount for f in firsts if f is not None]
    return len(made) == len(parts) > 1 and any(f.measure in LEVELS and f.figure.amount == sum(made) for f in heads[:3])


def _of_an_equal(
    one: regex.Match[str], item: int, other: regex.Match[str], facts: Sequence[Fact], sentence: Sentence
) -> bool:
    """A，其中甲a、乙b；B，其中甲c、乙d: whether an item with a list of its own is an equal, not a part."""
    if item < one.end() or one.group().rstrip(":,") != other.group().rstrip(":,"):
        return False
    amounts = [f for f in facts if f.measure in LEVELS]
    inside = [f for f in amounts if one.end() <= position(f, sentence) < item]
    own = [f for f in amounts if item < position(f, sentence) < other.start()]
    head = next((f for f in reversed(amounts) if position(f, sentence) < one.start()), None)
    if head is None or len(own) != 1 or len(inside) < len(_SIDES):
        return False
    alike = all(f.figure.unit == head.figure.unit and f.depth == head.depth for f in (*inside, *own))
    return alike and "、" in sentence.between(inside[0], inside[-1])


def _of_no_figure(opener: regex.Match[str], first: Fact, depths: Sequence[int], sentence: Sentence) -> bool:
    """A，主要是甲；B b: whether the item that a word opens ends before any figure, so that none is listed."""
    words = range(opener.end(), position(first, sentence))
    ends = any(sentence.text[i] == ";" and depths[i] == first.depth for i in words)
    return ends and opener.group().startswith("主要")


def _only_compared(fact: Fact, head: Sequence[Fact], sentence: Sentence) -> bool:
    """收入为预算A万元的p%，其中…: whether an amount is what a total is so much of, which itself is not printed."""
    behind = next((f for f in head if f.id == fact.id + 1), None)
    if fact.measure != "budget" or behind is None or any(f.measure == "level" for f in head):
        return False
    return behind.measure == "completion" and sentence.between(fact, behind).strip() in ("的", "的约")


_LOOKED_AT = compiled(r"从(?P<name>[^,;。:]{2,14}?)(?:来|上)?看")
_SIDE = compiled(r"(?:^|[,;。:])(?:本年|当年|全年)?(?P<of>收入|支出)(?:总?预算|总计|合计|主要|具体)*$")


def _sides(text: str, one: regex.Match[str], other: regex.Match[str]) -> bool:
    """收入包括：…；支出包括：…: whether two openers lay out both sides of an account whose total stands before."""
    first, second = _SIDE.search(text, 0, one.start()), _SIDE.search(text, 0, other.start())
    named = first is not None and second is not None and first["of"] != second["of"]
    return named and text.rfind(";", one.end(), other.start()) > 0


_NUMBERED = compiled(r"(?P<n>[两二三四五六七八九十])[个大]?(?:部分|方面|项|类)")


def _numbered(opener: str, parts: Sequence[Sequence[int]]) -> bool:
    """由四部分构成：A a万元，…: whether a list has as many items as the words that open it say."""
    m = _NUMBERED.search(opener)
    return m is not None and len(parts) == chinese(m["n"])


_IN_DETAIL = compiled(r"具体内容|分项")


def _priced(opener: str, text: str) -> bool:
    """具体内容包括：A a万元，B b万元: whether a list of all there is gives each of its items a figure."""
    return _IN_DETAIL.match(opener) is not None and all(_DIGIT.search(piece) for piece in _PIECE.findall(text))


_DIGIT = compiled(r"[0-9]")
_PIECE = compiled(r"[^,;]*[^,;。\s][^,;]*")


def _of_one_kind(
    parts: Parts, heads: Sequence[Fact], facts: Sequence[Fact], sentence: Sentence
) -> tuple[Parts, tuple[Parts, ...]]:
    """The counts of the total's unit that the first item with any lays out, and all of them as another reading.

    车辆n辆，其中A a辆、B b辆；单价…设备m台: one item holds all. 在职n人，其中A a人、B b人；退休m人: m is none of n.
    """
    known = {f.id: f for f in facts}
    for unit in dict.fromkeys(h.figure.unit for h in heads if h.figure.unit.dimension == "count"):
        held = [[i for i in part if i in known and known[i].figure.unit == unit] for part in parts]
        counts = [ids for ids in held if ids]
        units = {f.figure.unit for part in parts for i in part if (f := known.get(i)) is not None}
        if any(_of_thousands(unit.name, u.name) or _of_thousands(u.name, unit.name) for u in units):
            continue  # 职工a万人；居民b人: another part, in another unit
        if counts and len(counts[0]) > 1:
            first, last = known[counts[0][0]], known[counts[0][-1]]
            named = len({known[i].label for i in counts[0]}) == len(counts[0])
            flat = len({known[i].depth for i in counts[0]}) == 1
            if named and flat and "其中" not in sentence.text[position(first, sentence) : position(last, sentence)]:
                every = tuple((i,) for ids in counts for i in ids)
                return tuple((i,) for i in counts[0]), (every,) if len(counts) > 1 else ()
    return parts, ()


def _of_thousands(unit: str, other: str) -> bool:
    """Whether a unit counts thousands or more of another: 万人 and 人."""
    return bool(other) and unit != other and unit.endswith(other)


def _of_one_side(parts: Parts, heads: Sequence[Fact], facts: Sequence[Fact]) -> Parts:
    """收入A，其中保费收入a，支出B，结余C: the items of a total up to one that is of the other side of the account."""
    total = next((h for h in heads if h.measure in LEVELS), None)
    known = {f.id: f.label for f in facts}
    wanted = side(total.label) if total is not None else ""
    if wanted not in _SIDES:
        return parts
    sides = [side(known.get(part[0], "")) for part in parts]
    end = next((k for k, s in enumerate(sides) if k and s in _SIDES and s != wanted), len(parts))
    return parts[:end] if wanted in sides[:end] else parts


_SIDES = ("收入", "支出")


def _of_other_side(facts: Sequence[Fact], sentence: Sentence, opener: int, item: int, other: int) -> bool:
    """Whether an item with a list of its own is no part of the total before an opener but its counterpart."""
    total = next((f for f in reversed(facts) if f.measure in LEVELS and position(f, sentence) < opener), None)
    own = next((f for f in facts if f.measure in LEVELS and item < position(f, sentence) < other), None)
    return total is not None and own is not None and other_side(total.label, own.label)


_WITHIN = compiled(
    r"(?:^|[;。,])(?:在(?![职编岗校册]))?(?:20[0-9]{2}年度?)?(?P<name>[^,;。:()0-9]{2,24}?)中(?:[,:]|(?=[^,;。:]{2,12}[0-9]))"
)


def within_named(
    sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact], depths: Sequence[int], above: Sequence[Fact]
) -> Iterator[Listing]:
    """基本支出中，人员经费a万元，公用经费b万元: the parts of what the words name and an amount before was of."""
    text = sentence.text
    for m in _WITHIN.finditer(text):
        name = clean(m["name"])
        if generic(name) or depths[m.start()]:
            continue
        known = [*before, *(f for f in facts if position(f, sentence) < m.start())]
        named = _meant(known, name)[::-1] or _meant(above, name)[-1:] or _of_new(facts, name, m.start(), sentence)
        end = list_end(text, m.end(), 0, depths, False)
        parts = items_of(text, m.end(), end, 0, depths, facts, sentence)
        parts, _ = _of_one_kind(parts, named, facts, sentence)
        if named and len(parts) > 1:
            place = Span(sentence.block, sentence.start + m.start("name"), sentence.start + m.end())
            opener = "等" if _among(text, m.end(), end, facts, sentence) else "中"
            yield Listing(sentence.document, opener, place, tuple(f.id for f in named), parts)


def _of_new(facts: Sequence[Fact], name: str, at: int, sentence: Sentence) -> list[Fact]:
    """新登记市场主体T，其中企业a、个体b；新登记企业中，甲c、乙d: the only part that is so called."""
    own = [f for f in facts if position(f, sentence) < at and f.measure in LEVELS and not f.depth]
    parts = [
        f for f in own if len(f.label) > 1 and name.startswith("新") and name.endswith(f.label) and f is not own[0]
    ]
    kind = name.removesuffix(parts[0].label) if len(parts) == 1 else ""
    return parts if len(kind) > 1 and kind in own[0].label else []


def _meant(known: Sequence[Fact], name: str) -> list[Fact]:
    """The amounts a name may mean: those of its label, the planned or the actual one where it says which."""
    found: list[Fact] = []
    for one in known:
        named = called(one.label, name) or _bare(one.label) == _bare(name) != ""
        continues = measures_only(one.label) and bool(found) and one.id == found[-1].id + 1
        if one.measure in LEVELS and (named or continues):
            found.append(one)
    wanted = "level" if _ACTUAL.search(name) else "budget" if "预算" in name[-4:] else ""
    return [f for f in found if wanted in ("", f.measure)]


_CARRIED = compiled(r"支出|资金|和?结余")
_STAFF = compiled(r"^(?:年末|期末|年底|现有|实有)*(?P<kind>在职|在编|在岗|离退休|退休)(?:人员|职工|教职工|人数)?$")


def _bare(label: str) -> str:
    """The shortest name of what was carried over, or of staff: 项目结转, 在职 for 年末在职人员."""
    if "结转" in label:
        return str(_CARRIED.sub("", label))
    staff = _STAFF.match(label)
    return staff["kind"] if staff is not None else ""


_ACTUAL = compiled(r"决算|执行|实际|完成")


def _trips(before: Sequence[Fact]) -> list[Fact]:
    """出国（境）团组3个，累计n人次。主要是：…: the number of trips in the sentence before a list of them."""
    return [f for f in before if _GROUPS.search(f.label + f.figure.unit.name)]


def _announced(head: Sequence[Fact], parts: Sequence[Sequence[int]], facts: Sequence[Fact]) -> bool:
    """Whether the words before a list say how many items it has: 共10个项目，其中…, 会议3次、参会n人，其中甲会a人…"""
    known = {f.id: f for f in facts}
    first = [known[part[0]] for part in parts if part[0] in known]
    return any(
        f.figure.unit.dimension == "count"
        and f.figure.unit.name in _ITEMS
        and f.figure.value == len(parts)
        and (len(parts) > 2 or _GROUPS.search(f.label + f.figure.unit.name) is not None or _projects(first))
        and _of_what_is_announced(f, first)
        for f in head[-2:]
    )


def _projects(first: Sequence[Fact]) -> bool:
    """2个项目…其中：甲项目a万元；乙工程b万元: whether each item is called what is counted."""
    return bool(first) and all(f.label.endswith(("项目", "工程")) for f in first)


def _of_what_is_announced(announced: Fact, first: Sequence[Fact]) -> bool:
    """Whether people and things counted by item are so by what was announced: 会议3次 by 甲会, 乙会 and 丙会."""
    counts = [f for f in first if f.figure.unit.dimension == "count" and f.figure.unit != announced.figure.unit]
    if not counts:
        return True
    name = announced.label + announced.figure.unit.name
    if _GROUPS.search(name):
        return all(_TRIP.search(f.label) for f in counts)
    return all(f.label[-1:] in name for f in counts)


def _of_money(
    heads: Sequence[Fact], before: Sequence[Fact], parts: Sequence[Sequence[int]], facts: Sequence[Fact]
) -> list[Fact]:
    """接待费支出T万元。接待n批次，其中：A a批次，支出b万元: the amount before that is of what the list counts."""
    known = {f.id: f for f in facts}
    items = [[known[i] for i in part if i in known] for part in parts]
    every = all(any(f.measure in LEVELS and f.figure.unit.dimension == "money" for f in item) for item in items)
    if not every or len(items) < 2 or any(f.figure.unit.dimension == "money" for f in heads):
        return []
    counted = {f.concept for f in heads if f.concept and f.figure.unit.dimension == "count"}
    named = [f for f in before if f.concept in counted and f.measure in LEVELS]
    return [f for f in named if f.figure.unit.dimension == "money"][-1:]


_ITEMS = ("个", "项", "类", "家", "部分", "方面", "大类", "期", "次", "场", "批", "团组")
_GROUPS = compiled(r"团组|团$")  # each of which a list of those who travelled names
_TRIP = compiled(r"^(?:赴|随|参加|出席|访问|出访|前往)|[访团]")


def of_their_side(heads: Sequence[Fact], parts: Sequence[Fact]) -> list[Fact]:
    """The possible totals of a list, those on the side of all its parts first: 收入 before 结余 for income."""
    sides = {side(f.label) for f in parts if f.measure in LEVELS}
    own = sides.pop() if len(sides) == 1 else ""
    if not own or own not in {side(f.label) for f in heads}:
        return list(heads)
    return sorted(heads, key=lambda f: side(f.label) not in (own, ""))


def _among(text: str, start: int, end: int, facts: Sequence[Fact], sentence: Sentence) -> bool:
    """Whether a list says that it is not whole; what is told behind its last figure is of that item alone."""
    if not _AMONG.search(text[start:end]):
        return False
    own = [f for f in facts if start <= position(f, sentence) < end]
    amounts = [f for f in own if f.figure.unit.dimension in ("money", "percent")]  # …b万元，主要用于抽检n批次等
    return not _TOLD_OF.match(text, max((f.figure.span.end - sentence.start for f in amounts or own), default=start))


_TOLD_OF = compiled(  # …；公用经费b万元，主要用于办公费、印刷费等；…专项债券b万元（期限10年），投向园区、学校等
    r"(?:\([^()]{0,30}\))?[,(](?:主要|重点|全部)?(?:用于|投向|投入|支持|包括|包含|含|系|是)"
)
_AMONG = compiled(r"等(?:支出|费用|经费|资金|方面|项目|内容)?[;。,]?\s*$")  # a list that says it is not whole


_FIRST_ITEM = compiled(r"(?<=[:,])\s*(?:一是|第一(?=,)|\([1一]\))")


def _in_item(text: str, at: int, depths: Sequence[int], facts: Sequence[Fact], sentence: Sentence) -> int | None:
    """Where the list item that holds this opener begins, None where the opener opens the outermost list."""
    firsts: list[int] = [m.end() - 1 for m in _FIRST_ITEM.finditer(text, 0, at)]
    start = max(text.rfind(";", 0, at), text.rfind("。", 0, at), *firsts)
    if start < 0 or depths[start] != depths[at]:
        return None
    if any(start < position(f, sentence) < at and f.measure in LEVELS for f in facts):
        return start + 1
    return None


_NET = compiled(r"净|结余|盈余|差额|顺差|逆差|缺口")


def _made_of_both(total: Fact, inside: Sequence[Fact]) -> bool:
    """净值C（原值A，累计折旧B）: whether a bracket holds what an amount is the difference of, not its parts."""
    larger = any(f.figure.unit.dimension == "money" and f.figure.amount > total.figure.amount for f in inside)
    return larger and total.figure.unit.dimension == "money" and _NET.search(total.label) is not None


_WHOLE_INSIDE = compiled(r"(?:总共|一共|全部|共有|共计|合计|共|总计)[^,;。:()0-9]{0,6}[0-9]")
_OF_ITS_OWN = compiled(r"\([^,;。:()0-9]{2,12}中")  # （再融资债券中甲a、乙b）: of what the bracket names
_BRACKET = compiled(r"[(][^()]*(?:\([^()]*\)[^()]*)*[)]")


def bracketed(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """Brackets that hold two or more amounts of the figure before them."""
    text = sentence.text
    for m in _BRACKET.finditer(text):
        inside = [f for f in facts if m.start() < position(f, sentence) < m.end()]
        if len(inside) < 2 or "其中" in m.group()[:8] or "包括" in m.group()[:6] or _OF_ITS_OWN.match(m.group()):
            continue
        if _WHOLE_INSIDE.match(text, m.start() + 1):
            continue  # 1个班次推迟（共12个班次，完成11个）
        depth = min(f.depth for f in inside)
        head = [f for f in facts if position(f, sentence) < m.start() and f.depth < depth]
        head = [f for f in head if text.find(";", position(f, sentence), m.start()) < 0]
        counts = [f for f in head if f.figure.unit.dimension == "count" and f.clause < head[-1].clause]
        head = [f for f in head if f not in counts]  # n个项目：甲a万元（m所，每所b万元）: they are not of the n
        if not head or _made_of_both(head[-1], inside):
            continue
        marks = structure(text)
        parts = items_of(text, m.start() + 1, m.end() - 1, depth, marks.depths, facts, sentence)
        if parts:
            yield Listing(
                sentence.document,
                "(",
                Span(sentence.block, sentence.start + m.start(), sentence.start + m.end()),
                tuple(f.id for f in reversed(head)),
                parts,
            )
