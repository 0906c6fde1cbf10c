"""Lists within a sentence: which figures it lays out as the parts of which total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from auditlint.expressions import compiled
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.match import generic, likeness, measures_only, side
from auditlint.facts.phrases import Phrases
from auditlint.facts.structure import structure
from auditlint.model import Fact, Span
from auditlint.numerals import chinese
from auditlint.records import replace

_BRACKET = compiled(r"[(][^()]*(?:\([^()]*\)[^()]*)*[)]")
LEVELS = ("level", "budget")


def inline(sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact], phrases: Phrases) -> Iterator[Listing]:
    """The lists within one sentence: after an opener word, in brackets, in a row of equals.

    `facts` are the sentence's own, `before` those of the sentences before it in the paragraph (nearest last).
    """
    marks = structure(sentence.text)
    yield from _opened(sentence, facts, before, phrases, marks.depths)
    yield from _within(sentence, facts, before, marks.depths)
    yield from _bracketed(sentence, facts)
    added = [*_added(sentence, facts, before, phrases)]
    yield from added
    yield from _rows(sentence, facts, before)
    yield from (one for one in _totalled(sentence, facts) if all(one.parent != other.parent for other in added))
    yield from _counted(sentence, facts, before)
    yield from _composed(sentence, facts)
    yield from _graded(sentence, facts)


_GRADE = r"[“\"]?(?P<grade>优秀|优|良好|良|中等|中|一般|较差|差|合格|不合格|达标|不达标)[”\"]?"
_GRADE_BEHIND = compiled(
    r"[^,;。:0-9评等级结果]{0,8}(?:被?评[为定]|等级|结果)(?:为|是)?" + _GRADE + r"(?=[,;。、等级(]|$)"
)
_GRADE_BEFORE = compiled(r"(?:为|[,;、]|和)" + _GRADE + r"(?:等级|等次)?的(?:有|项目|单位|共)*$")


def _graded(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """N个项目中，a个评为优，b个评为良: grades, of which nothing has two."""
    text = sentence.text
    parts: dict[str, Fact] = {}
    for f in facts:
        m = _GRADE_BEHIND.match(text, f.figure.span.end - sentence.start) or _GRADE_BEFORE.search(
            text, 0, _at(f, sentence)
        )
        if m is not None and f.measure == "level" and f.figure.unit.dimension == "count":
            parts.setdefault(m["grade"][:1], f)
    if len(parts) < 2 or len({f.figure.unit.name for f in parts.values()}) > 1:
        return
    first, *_ = parts.values()
    head = [f for f in facts if f.id < first.id and f.figure.unit == first.figure.unit and f.measure == "level"]
    if len(head) == 1 and "其中" not in text[: _at(head[0], sentence)]:
        place, ids = head[0].figure.span, tuple((f.id,) for f in parts.values())
        yield Listing(sentence.document, "graded", place, (head[0].id,), ids)


_DIVISION = compiled(r"(?:从|按|分)")  # 按资金来源分, 从组织形式来看: the same total, divided again


def same_total(lists: Sequence[Listing], facts: Sequence[Fact]) -> list[Listing]:
    """The lists, with the total of the list before put first where one divides the same total again."""
    found: list[Listing] = []
    for one in lists:
        before = next((o for o in reversed(found[-4:]) if _divides_again(one, o, facts)), None)
        found.append(one if before is None else replace(one, parent=(*before.parent, *one.parent)))
    return found


def _divides_again(one: Listing, other: Listing, facts: Sequence[Fact]) -> bool:
    """Whether what stands before a list are just the parts of another one."""
    if one.document != other.document or not (one.opener == "row" or _DIVISION.match(one.opener)):
        return False
    levels = [i for i in one.parent if facts[i].measure in LEVELS]
    listed = [part for item in other.parts for part in item]
    if len(levels) > 1 and set(levels[: len(other.parts)]) <= set(listed) and levels[0] == listed[-1]:
        return True  # 其中A、B；按类别分，C、D
    return len(levels) > 1 and set(levels) <= set(listed) and not set(one.parent) & set(other.parent)


_COMPOSED = compiled(r"由(?P<parts>[^。;]*?)(?:组成|构成|合计而成)")


def _composed(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """T，由A a和B b组成: a list that a word closes."""
    for m in _COMPOSED.finditer(sentence.text):
        parts = [f for f in facts if m.start("parts") <= _at(f, sentence) < m.end("parts") and f.measure in LEVELS]
        head = [f for f in facts if _at(f, sentence) < m.start() and f.measure in LEVELS][::-1]
        after = [f for f in facts if _at(f, sentence) >= m.end() and f.measure in LEVELS]
        parent = head or after[:1]
        if len(parts) >= 2 and parent:
            place = Span(sentence.block, sentence.start + m.start(), sentence.start + m.start() + 1)
            ids = tuple(f.id for f in parent)
            yield Listing(sentence.document, "由", place, ids, tuple((f.id,) for f in parts), closed=True)


def _totalled(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """A a万元、B b万元，合计T万元: the amounts of a sentence before its closing total."""
    for k, total in enumerate(facts):
        said = _sums_up(sentence, total) if k > 1 else ""
        if not said:
            continue
        unit = total.figure.unit
        parts = [
            f
            for f in facts[:k]
            if f.measure == "level"
            and f.depth == total.depth
            and (f.figure.unit == unit if said == "共" else f.figure.unit.dimension == unit.dimension)
            and not _ADJUSTED.match(f.label)
        ]
        if said == "共" and len(parts) < _COUNTS:
            continue
        kind = _CLOSING.sub("", total.label)[-2:] if said != "总计" else ""
        alike = [f for f in parts if len(kind) == 2 and f.label.endswith(kind)]
        parts = alike if len(alike) >= 2 else parts  # 限额a，余额b；限额c，余额d；全部余额b+d
        if len(parts) >= 2 and not any(_other_side(total.label, f.label) for f in parts):
            opener = "等" if _and_others(sentence, parts[-1], total) else "总计" if said == "总计" else "合计"
            yield Listing(sentence.document, opener, total.figure.span, (total.id,), tuple((f.id,) for f in parts))


def _sums_up(sentence: Sentence, fact: Fact) -> str:
    """How a figure sums up those before it: 总计 as a side of an account, 共 as a count, 合计 else; "" where not."""
    if fact.measure != "level":
        return ""
    at = _at(fact, sentence)
    of_a_part = _SHARE_OF.search(sentence.text, 0, at) or "其中" in sentence.text[:at]
    if _OF_A_SIDE.search(fact.label) and not of_a_part:
        return "总计"
    if fact.figure.unit.dimension == "count" and _IN_ALL.search(fact.label):
        return "共"
    return "合计" if _CLOSING.match(fact.label) else ""


_COUNTED = compiled(
    r"(?P<n>两|[二三四五六七八九十]|[0-9]{1,2})(?:项|类|者|本|块|部分|笔|家|年|个?季度|个?月)[^,;。:0-9]{0,6}?"
    r"(?:合计|共计|总计|之和|共)(?:为|是|达)?(?P<what>[^,;。:0-9]{0,8})$"
)


def _counted(sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact]) -> Iterator[Listing]:
    """A a万元，B b万元，两项合计T万元: the last so many amounts, of the kind that the words name."""
    for k, total in enumerate(facts):
        m = (
            _COUNTED.search(sentence.text[: _at(total, sentence)].replace(" ", ""))
            if total.measure == "level"
            else None
        )
        if m is None or (_CLOSING.match(total.label) and not total.label.startswith("以上")):
            continue
        count = 2 if m["n"] == "两" else chinese(m["n"]) or int(m["n"])
        own = [f for f in facts[:k] if _addend(f, total)]
        pool = own if len(own) >= count else [*(f for f in before if _addend(f, total)), *own]
        kind = clean(m["what"])[:2]
        alike = [f for f in pool if len(kind) == 2 and kind in f.label]
        parts = (alike if len(alike) >= count else pool)[-count:]
        periods = {p.period for p in parts}
        if "年" in m.group() and not (all(p.grouped for p in parts[1:]) or len(periods) == len(parts)):
            continue  # 两年共T: of the years, not of the last amounts
        if len(parts) == count > 1:
            closed = len(own) == count
            yield Listing(
                sentence.document, "counted", total.figure.span, (total.id,), tuple((f.id,) for f in parts), closed
            )


def _addend(fact: Fact, total: Fact) -> bool:
    same = fact.measure == total.measure and fact.depth == total.depth
    return same and fact.figure.unit.dimension == total.figure.unit.dimension


def _rows(sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact]) -> Iterator[Listing]:
    """分别为a、b和c: a row of equals, and what stands before it."""
    i = 0
    while i < len(facts):
        j = i + 1
        while j < len(facts) and facts[j].grouped:
            j += 1
        if j - i >= 2 and facts[i].measure in LEVELS:
            whole = [f for f in facts[j : j + 1] if f.measure in LEVELS and _shared(sentence, facts[j - 1], f)]
            head = whole or [f for f in facts[:i] if f.depth <= facts[i].depth] or _single(before)
            if head:
                place = facts[i].figure.span
                yield Listing(
                    sentence.document,
                    "row",
                    place,
                    tuple(f.id for f in reversed(head)),
                    tuple((f.id,) for f in facts[i:j]),
                )
        i = j


def _shared(sentence: Sentence, last: Fact, whole: Fact) -> bool:
    """Whether the amount behind a row is what its members are shares of: 分别为a、b和c，占T的…."""
    return "占" in sentence.text[last.figure.span.end - sentence.start : _at(whole, sentence)]


def _single(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that are in no row of equals: none of a row is the total of another one."""
    return [f for f, after in zip_longest(facts, facts[1:]) if not f.grouped and not (after and after.grouped)]


def _added(sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact], phrases: Phrases) -> Iterator[Listing]:
    """加上 B、C，合计 T: what stands before, and what is added to it."""
    m = phrases.addition.search(sentence.text)
    if m is None:
        return
    after = [f for f in facts if _at(f, sentence) > m.start() and f.measure == "level"]
    total = next((f for f in after if phrases.total.search(f.label)), None)
    if total is None:
        return
    head = [f for f in facts if _at(f, sentence) < m.start() and f.measure in LEVELS] or [
        f for f in before if f.measure in LEVELS
    ]
    added = [f for f in after if f.id < total.id and f.depth == total.depth]
    if head and added:
        place = Span(sentence.block, sentence.start + m.start(), sentence.start + m.end())
        parts = ((head[0].id,), *((f.id,) for f in added))
        opener = "等" if _and_others(sentence, added[-1], total) else "addition"
        yield Listing(sentence.document, opener, place, (total.id,), parts)


def _and_others(sentence: Sentence, last: Fact, total: Fact) -> bool:
    """Whether 等 stands behind the last part before a total: B亿元、C亿元等，合计T亿元 names not all parts."""
    return "等" in sentence.text[last.figure.span.end - sentence.start : _at(total, sentence)].partition(",")[0]


_ADJUSTED = compiled(r"净?调(?:整|增|减)(?:金额|数额?|额)?$")  # how a budget was moved is no part of what it came to
_SHARE_OF = compiled(r"占[^,;。]*$")
_IN_ALL = compiled(r"^全?[省市县区州镇乡校院]?(?:总共|一共|共有|合计有|共)")  # before a count of what stands before it
_COUNTS = 3  # counts that are a list of parts
_OF_A_SIDE = compiled(r"(?:总(?:收入|支出|财力)|(?:收入|支出|财力)(?:总计|总量|合计))$")
_CLOSING = compiled(r"^(?:合计|共计|总计|以上|总投资|总额|总规模|全部|总)")


def _at(fact: Fact, sentence: Sentence) -> int:
    return fact.figure.span.start - sentence.start


def _opened(
    sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact], phrases: Phrases, depths: Sequence[int]
) -> Iterator[Listing]:
    text = sentence.text
    openers = [m for m in phrases.opener.finditer(text) if m.start() < len(depths)]
    for k, m in enumerate(openers):
        depth = depths[m.start()]
        head = [f for f in facts if _at(f, sentence) < m.start() and f.depth <= depth]
        inner: list[Fact] = []
        if depth:  # inside a bracket: the head is what stands before the bracket, or in it before the opener
            opening = text.rfind("(", 0, m.start())
            inner = [f for f in head if _at(f, sentence) > opening]
            head = inner or head
        nested = _in_item(text, m.start(), depths, facts, sentence)
        if nested is not None:
            head = [f for f in head if _at(f, sentence) >= nested] or head
        heads = list(reversed(head)) or list(reversed(before))
        end = _list_end(text, m.end(), depth, depths, nested is not None or bool(depth and inner))
        for other in openers[k + 1 :]:
            if depths[other.start()] != depth or other.start() >= end:
                continue
            if text[other.start() - 1] in "。;":
                end = other.start()
                break
            item = text.rfind(";", m.end(), other.start())
            if item > 0 and depths[item] == depth and _of_other_side(facts, sentence, m.start(), item, other.start()):
                end = item  # 收入总计A，其中…；支出总计B，其中…
                break
        parts = _items(text, m.end(), end, depth, depths, facts, sentence)
        parts = _of_one_kind(parts, heads, facts, sentence)
        if parts and heads:
            place = Span(sentence.block, sentence.start + m.start(), sentence.start + m.end())
            parent = tuple(f.id for f in of_their_side(heads, [f for f in facts if any(f.id in p for p in parts)]))
            within = next((o.start() for o in openers[k + 1 :] if depths[o.start()] == depth and o.start() < end), None)
            flat: tuple[tuple[tuple[int, ...], ...], ...] = ()
            if within is not None:  # a list within the last item: its own parts are none of this one
                short = _items(text, m.end(), within, depth, depths, facts, sentence)
                if len(short) >= 2:
                    parts, flat = short, (parts,)
            opener = "等" if _AMONG.search(text[m.end() : end]) else m.group().rstrip(":,")
            counted = _announced(head, parts)
            if counted and not any(f.measure in LEVELS and f.figure.unit.dimension == "money" for f in head):
                parent += tuple(f.id for f in reversed(before))
            yield Listing(sentence.document, opener, place, parent, parts, counted, flat)


def _of_one_kind(
    parts: tuple[tuple[int, ...], ...], heads: Sequence[Fact], facts: Sequence[Fact], sentence: Sentence
) -> tuple[tuple[int, ...], ...]:
    """车辆n辆，其中A a辆、B b辆；单价…设备m台: the counts of the total's unit, where a single item holds them all."""
    known = {f.id: f for f in facts}
    for unit in dict.fromkeys(h.figure.unit for h in heads if h.figure.unit.dimension == "count"):
        held = [[i for i in part if i in known and known[i].figure.unit == unit] for part in parts]
        counts = [ids for ids in held if ids]
        if len(counts) == 1 and len(counts[0]) > 1:
            first, last = known[counts[0][0]], known[counts[0][-1]]
            named = len({known[i].label for i in counts[0]}) == len(counts[0])
            flat = len({known[i].depth for i in counts[0]}) == 1
            if named and flat and "其中" not in sentence.text[_at(first, sentence) : _at(last, sentence)]:
                return tuple((i,) for i in counts[0])
    return parts


def _of_other_side(facts: Sequence[Fact], sentence: Sentence, opener: int, item: int, other: int) -> bool:
    """Whether an item with a list of its own is no part of the total before an opener but its counterpart."""
    total = next((f for f in reversed(facts) if f.measure in LEVELS and _at(f, sentence) < opener), None)
    own = next((f for f in facts if f.measure in LEVELS and item < _at(f, sentence) < other), None)
    return total is not None and own is not None and _other_side(total.label, own.label)


_WITHIN = compiled(r"(?:^|[;。,])(?:在)?(?P<name>[^,;。:()0-9]{2,24}?)中(?:[,:]|(?=[^,;。:]{2,12}[0-9]))")


def _within(
    sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact], depths: Sequence[int]
) -> Iterator[Listing]:
    """基本支出中，人员经费a万元，公用经费b万元: the parts of what the words name and an amount before was of."""
    text = sentence.text
    for m in _WITHIN.finditer(text):
        name = clean(m["name"])
        if generic(name) or depths[m.start()]:
            continue
        known = [*before, *(f for f in facts if _at(f, sentence) < m.start())]
        named = _meant(known, name)[::-1]
        end = _list_end(text, m.end(), 0, depths, False)
        parts = _items(text, m.end(), end, 0, depths, facts, sentence)
        if named and len(parts) > 1:
            place = Span(sentence.block, sentence.start + m.start("name"), sentence.start + m.end())
            opener = "等" if _AMONG.search(text[m.end() : end]) else "中"
            yield Listing(sentence.document, opener, place, tuple(f.id for f in named), parts)


def _meant(known: Sequence[Fact], name: str) -> list[Fact]:
    """The amounts a name may mean: those of its label, the planned or the actual one where it says which."""
    found: list[Fact] = []
    for one in known:
        named = likeness(one.label, name) >= 2
        continues = measures_only(one.label) and bool(found) and one.id == found[-1].id + 1
        if one.measure in LEVELS and (named or continues):
            found.append(one)
    wanted = "level" if _ACTUAL.search(name) else "budget" if "预算" in name[-4:] else ""
    return [f for f in found if wanted in ("", f.measure)]


_ACTUAL = compiled(r"决算|执行|实际|完成")


def _announced(head: Sequence[Fact], parts: Sequence[Sequence[int]]) -> bool:
    """Whether the words before a list say how many items it has: 共10个项目，其中…"""
    return len(parts) > 2 and any(
        f.figure.unit.dimension == "count" and f.figure.unit.name in _ITEMS and f.figure.value == len(parts)
        for f in head[-2:]
    )


_ITEMS = ("个", "项", "类", "家", "部分", "方面", "大类")


def of_their_side(heads: Sequence[Fact], parts: Sequence[Fact]) -> list[Fact]:
    """The possible totals of a list, those on the side of all its parts first: 收入 before 结余 for income."""
    sides = {side(f.label) for f in parts if f.measure in LEVELS}
    own = sides.pop() if len(sides) == 1 else ""
    if not own or own not in {side(f.label) for f in heads}:
        return list(heads)
    return sorted(heads, key=lambda f: side(f.label) not in (own, ""))


_AMONG = compiled(r"等(?:支出|费用|经费|资金|方面|项目|内容)?[;。,]?\s*$")  # a list that says it is not whole


def _in_item(text: str, at: int, depths: Sequence[int], facts: Sequence[Fact], sentence: Sentence) -> int | None:
    """Where the list item that holds this opener begins, None where the opener opens the outermost list."""
    start = max(text.rfind(";", 0, at), text.rfind("。", 0, at))
    if start < 0 or depths[start] != depths[at]:
        return None
    if any(start < _at(f, sentence) < at and f.measure in LEVELS for f in facts):
        return start + 1
    return None


def _list_end(text: str, start: int, depth: int, depths: Sequence[int], nested: bool) -> int:
    """Where a list ends: the bracket that holds it, the item it is nested in, or the sentence."""
    for i in range(start, len(text)):
        if depths[i] < depth or (depth and text[i] == ")" and depths[i] == depth):
            return i
        if nested and text[i] == ";" and depths[i] == depth:
            return i
        if text[i] == "。" and depths[i] <= depth:
            return i
        if text[i] in ";,。" and depths[i] == depth and BEYOND.match(text, i + 1):
            return i
    return len(text)


BEYOND = compiled(
    r"\s*(?:此外|另有|另外|加上|收支相抵|(?:与|较|比)(?:上年|去年|20[0-9]{2}年)[^,;。]{0,8}相比[,，])"
)  # the list is over


def _other_side(one: str, other: str) -> bool:
    """Whether two labels are income and expenditure of one item."""
    return ("收入" in one and "支出" in other) or ("支出" in one and "收入" in other)


def _items(
    text: str, start: int, end: int, depth: int, depths: Sequence[int], facts: Sequence[Fact], sentence: Sentence
) -> tuple[tuple[int, ...], ...]:
    """The facts between two places by list item: cut at ";" where there is one, else one amount to an item."""
    own = [f for f in facts if start <= _at(f, sentence) < end and f.depth == depth]
    if not own:
        return ()
    cuts = [i for i in range(start, end) if text[i] == ";" and depths[i] == depth]
    items: list[list[int]] = [[]]
    last_cut = start
    seen = inner = False
    for f in own:
        at = _at(f, sentence)
        passed = [c for c in cuts if last_cut <= c < at]
        fresh = bool(passed) if cuts else False
        inner = not passed and bool(cuts and items[-1]) and (inner or "其中" in text[last_cut:at])
        if inner:
            pass  # A a，其中B b、C c；D d: parts of a part
        elif (
            f.measure in LEVELS
            and f.figure.unit.dimension == "money"
            and seen
            and not passed
            and (f.label or f.measure == "level")
        ):
            # a second amount of the same measure with a label of its own: a further item after "," or "、"
            held = [g for g in own if g.id in items[-1] and g.measure in LEVELS and g.figure.unit.dimension == "money"]
            further = any(g.measure == f.measure for g in held) or bool(held and not generic(f.label))
            fresh = fresh or (further and not (cuts and held and _other_side(held[-1].label, f.label)))
        elif not cuts and f.figure.unit.dimension == "count" and items[-1]:
            counted = [g for g in own if g.id in items[-1] and g.figure.unit.dimension == "count"]
            fresh = bool(counted) and all(g.figure.unit.name == f.figure.unit.name for g in counted)
        elif not cuts and f.measure == "change" and items[-1]:
            held = [g for g in own if g.id in items[-1]]
            fresh = any(g.measure == "change" and g.basis == f.basis for g in held) and not any(
                g.measure in LEVELS for g in held
            )
        if fresh and items[-1]:
            items.append([])
        items[-1].append(f.id)
        seen = seen or f.measure in LEVELS
        last_cut = at
    return tuple(tuple(i) for i in items if i)


def _bracketed(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """Brackets that hold two or more amounts of the figure before them."""
    text = sentence.text
    for m in _BRACKET.finditer(text):
        inside = [f for f in facts if m.start() < _at(f, sentence) < m.end()]
        if len(inside) < 2 or "其中" in m.group()[:8] or "包括" in m.group()[:6]:
            continue
        depth = min(f.depth for f in inside)
        head = [f for f in facts if _at(f, sentence) < m.start() and f.depth < depth]
        head = [f for f in head if text.find(";", _at(f, sentence), m.start()) < 0]
        if not head:
            continue
        marks = structure(text)
        parts = _items(text, m.start() + 1, m.end() - 1, depth, marks.depths, facts, sentence)
        if parts:
            yield Listing(
                sentence.document,
                "(",
                Span(sentence.block, sentence.start + m.start(), sentence.start + m.end()),
                tuple(f.id for f in reversed(head)),
                parts,
            )
