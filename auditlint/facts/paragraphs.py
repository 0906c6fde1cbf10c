"""Lists whose items are paragraphs, or numbered sentences of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from auditlint.expressions import compiled
from auditlint.facts.enumerators import number, style, unnumbered
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.list_items import BEYOND, LEVELS
from auditlint.facts.match import likeness, side
from auditlint.facts.opened_lists import of_their_side
from auditlint.model import Document, Fact, Span
from auditlint.records import replace


def over_blocks(
    document: Document, number: int, order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]]
) -> Iterator[Listing]:
    """Lists whose items are paragraphs: after one that ends with a colon or 其中, or under an amount of its own.

    `order` are the prose blocks of the document, `texts` their normalised texts, `by_block` their facts.
    """
    for k, block in enumerate(order):
        text = texts[block].rstrip()
        below = texts[order[k + 1]].strip() if k + 1 < len(order) else ""
        head = [f for f in by_block.get(block, ()) if f.depth == 0] or _in_title(by_block.get(block, ()), text)
        titled = False
        if not head:
            near = [f for b in order[max(k - _ABOVE, 0) : k] for f in by_block.get(b, ())]
            head = _named_above(text, near) or _divided_above(text, near, texts)
            titled = not head and _of_subjects(text, below)
            head = _largest(near, document.blocks[block].section) if titled else head
        if not head or not text:
            continue
        own = style(text)
        alone = _ALONE.fullmatch(below) is not None
        opened = titled or alone or text.endswith((":", "其中", "其中,", "如下", "如下:", "其中:"))
        children = _children(k + int(alone), order, texts, by_block, own, opened)
        if len(children) < 2 and not (opened and children):
            continue
        if opened and _of_no_amount(text, head[-1]) and not _of_changes(head, [by_block[c] for c in children]):
            continue
        items = [[*_before_the_whole(by_block[c], head)] for c in children]
        parts = tuple(tuple(f.id for f in item) for whole in items for item in _behind_nothing(whole))
        if opened and not style(texts[children[0]]) and not _OPENED.search(texts[children[0]]):
            parts = _in_one(by_block[children[0]]) or parts
        sentences = [f.sentence for f in head]
        last = (
            [f for f in head if f.sentence == sentences[-1]]
            if opened
            else [f for f in head if f.sentence == sentences[0]]
        )
        rest = [f for f in head if f not in last]
        heads = of_their_side([*reversed(last), *reversed(rest)], [f for c in children for f in by_block[c][:1]])
        named = _named_above(text.rpartition("。")[2], head) if opened else []  # T万元，甲a万元。甲分项如下：
        heads = [*named, *(f for f in heads if f not in named)]
        yield Listing(
            number,
            "lines" if opened else "heading",
            Span(block, 0, len(document.blocks[block].text)),
            tuple(f.id for f in heads),
            parts,
            closed=opened,
        )


_NO_PARTS = compiled(
    r"(?:问题|原因|不足|措施|建议|做法|举措|成效|风险|隐患)(?:如下|有|是|为|包括|主要有|表现在|表现为|及[^,;。:]{2,6})*:$"
)


def _of_no_amount(text: str, last: Fact) -> bool:
    """总额A万元。发现的主要问题： whether a sentence of its own opens a list of what nothing is divided into."""
    m = _NO_PARTS.search(text)
    return m is not None and last.figure.span.end <= text.rfind("。", 0, m.start())


def _of_changes(head: Sequence[Fact], items: Sequence[Sequence[Fact]]) -> bool:
    """基本支出较上年增加D万元。变动原因如下： over items that begin with a change each."""
    moved = all(item and item[0].measure == "change" and item[0].label for item in items)
    return moved and any(f.measure == "change" for f in head)


_ALONE = compiled(r"(?:其中|包括|具体如下)[:,]?")  # a paragraph that does nothing but open a list
_OPENED = compiled(r"其中|(?:包括|分别|[:：])[^;；。]*[0-9]")  # a list of figures within an item
_TITLED = compiled(r"[^,;。]{4,30}\([^()]{0,6}(?:总计|合计|共计?|总额)[^()]{0,12}\)")


def _in_title(facts: Sequence[Fact], text: str) -> list[Fact]:
    """The one amount of a heading, in its bracket: 三、支出具体情况（总计A万元）."""
    return list(facts) if len(facts) == 1 and _TITLED.fullmatch(text) else []


_ABOVE = 8  # paragraphs above a list in which its words may name the total
_NAMING = compiled(r"(?P<name>[^,;。:0-9()]{4,20}?)(?:主要)?(?:内容|构成|用途|明细|项目|分项|情况)*(?:如下|包括):?")
_USED = compiled(
    r"(?:[^。]{0,20}。)?(?:本(?:部门|单位)|20[0-9]{2}年度?|本年度?)*(?P<name>[^,;。:0-9()]{4,20}?)"
    r"(?:主要)?(?:用于|分为|分布在)(?:以下|如下)(?:[几两三四五六七八九十]+个)?方面(?:支出)?:?"
)


def _named_above(text: str, above: Sequence[Fact]) -> list[Fact]:
    """财政拨款支出主要内容如下： the amount that the words of a paragraph without any name, where it stands above.

    2.支出情况。本部门2031年度财政拨款支出主要用于以下几个方面： is such a paragraph, too.
    """
    m = _NAMING.fullmatch(text) or _USED.fullmatch(text)
    found = [f for f in above if m is not None and f.measure in LEVELS and likeness(f.label, m["name"]) >= 2]
    return found[-1:] if len({f.figure.amount for f in found}) == 1 else []


_DIVIDING = compiled(r"(?:从|按照?)[^,;。:0-9]{2,16}(?:,?其中)?:")


def _divided_above(text: str, above: Sequence[Fact], texts: dict[int, str]) -> list[Fact]:
    """按照政府功能分类科目，其中： the total of the last sentence with any above a paragraph that divides it again."""
    if not above or _DIVIDING.fullmatch(unnumbered(text)) is None:
        return []
    block = above[-1].figure.span.block
    last = [f for f in above if f.figure.span.block == block and not f.depth]
    ends = texts[block].find("其中", last[0].figure.span.end) if last else -1
    return [f for f in last if f.sentence == last[0].sentence and (ends < 0 or f.figure.span.end <= ends)]


_DETAIL = compiled(r"[^,;。:0-9]{0,30}(?:具体(?:使用|支出|安排)?情况|使用情况)(?:说明)?")
_FIRST = compiled(r"1[.、][^,;。:0-9]{2,30}\(类\)")


def _of_subjects(text: str, below: str) -> bool:
    """（三）具体情况 with 1.…（类）…a万元 below: whether a heading without any amount stands above all subjects."""
    return _DETAIL.fullmatch(unnumbered(text)) is not None and _FIRST.match(below) is not None


def _largest(above: Sequence[Fact], section: str) -> list[Fact]:
    """The largest amount spent or planned in the sections beside one, which are of the same fund."""
    beside = section.rpartition(" / ")[0]
    own = [f for f in above if beside and f.section.startswith(beside) and not f.depth]
    spent = [f for f in own if f.measure in ("level", "budget") and f.figure.unit.dimension == "money"]
    return [max(spent, key=lambda f: (f.figure.amount, f.id))] if spent else []


def _behind_nothing(facts: Sequence[Fact]) -> Iterator[Sequence[Fact]]:
    """4.结余分配0万元，年末结转和结余A万元: an item without an amount, which cannot have others as parts of it."""
    start = 0
    named = [k for k, f in enumerate(facts) if f.sentence == facts[0].sentence and f.measure == "level" and f.label]
    for k, then in pairwise(named):
        if k != start or facts[k].figure.value or facts[k].figure.unit != facts[then].figure.unit:
            break
        yield facts[start:then]
        start = then
    yield facts[start:]


def _before_the_whole(facts: Sequence[Fact], head: Sequence[Fact]) -> Iterator[Fact]:
    """The figures of an item up to a sentence that speaks of the total again: 上年结转A。收入总预算比上年增加…"""
    first = facts[0].sentence
    for f in facts:
        if f.sentence > first and f.label and any(likeness(f.label, h.label) >= 2 for h in head):
            return
        if f.depth == 0:
            yield f


_SUMMED_UP = compiled(
    r"(?:以上)?(?:[两二三四五六七八九十0-9]{1,2}[项类])?(?:合计|共计|总计)(?:支出|收入|金额|资金)?(?:为|:)?(?=[0-9])"
)
_GOES_ON = 30  # paragraphs that one list may run through


def over_totals(
    document: int, order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]]
) -> Iterator[Listing]:
    """Numbered paragraphs with a total in the paragraph behind them: 1.A a万元；2.B b万元；合计T万元."""
    for k, block in enumerate(order):
        facts = by_block.get(block)
        if (
            not facts
            or facts[0].measure != "level"
            or facts[0].figure.unit.dimension != "money"
            or not _SUMMED_UP.match(texts[block])
        ):
            continue
        items: list[Fact] = []
        last = 0
        for above in reversed(order[:k]):
            place = number(texts[above])
            amounts = [
                f for f in by_block.get(above, ()) if f.measure == "level" and f.figure.unit.dimension == "money"
            ]
            if not place or len(amounts) != 1 or amounts[0].depth or (last and place != last - 1):
                break
            items.append(amounts[0])
            last = place
        if len(items) > 1 and last == 1 and len({side(f.label) for f in items}) == 1:
            parts = tuple((f.id,) for f in reversed(items))
            yield Listing(document, "合计", facts[0].figure.span, (facts[0].id,), parts, closed=True)


def continued(
    lists: Sequence[Listing], order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]]
) -> Iterator[Listing]:
    """The lists of a document, with the items that stand in the paragraphs behind one that ends with a semicolon."""
    place = {block: k for k, block in enumerate(order)}
    opened = {one.place.block for one in lists}
    for one in lists:
        block = one.place.block
        own = [f.id for f in by_block.get(block, ()) if f.depth == 0]
        parts = list(one.parts)
        above = texts[order[place[block] - 1]].rstrip() if place.get(block) else ""
        item = above.endswith((":", ";", "其中", "如下"))  # a list within an item of a list of paragraphs
        if own and not item and one.opener != "heading" and parts[-1][-1:] == (own[-1],):
            behind = order[place[block] + 1 :] if block in place else ()  # a cell of a table stands alone
            for after in behind[:_GOES_ON]:
                goes_on = texts[block].rstrip().endswith(";") and after not in opened and not style(texts[after])
                facts = [f for f in by_block.get(after, ()) if f.depth == 0]
                if not goes_on or not facts:
                    break
                facts = [f for f in facts if f.sentence == facts[0].sentence]
                parts += [tuple(f.id for f in item) for _, item in groupby(facts, lambda f: f.item)]
                block = after
        yield replace(one, parts=tuple(parts)) if len(parts) > len(one.parts) else one


def _in_one(facts: Sequence[Fact]) -> tuple[tuple[int, ...], ...]:
    """The items of a list that fills one paragraph without enumerators: A a万元，B b万元; () where it is none."""
    own = [f for f in facts if f.depth == 0 and f.sentence == facts[0].sentence]
    amounts = [f for f in own if f.measure == "level" and f.figure.unit.dimension == "money"]
    if len(amounts) < 2 or own[0] is not amounts[0] or len({f.label for f in amounts}) < len(amounts):
        return ()
    ends = [*(f.id for f in amounts[1:]), own[-1].id + 1]
    return tuple(tuple(g.id for g in own if f.id <= g.id < end) for f, end in zip(amounts, ends, strict=True))


def over_sentences(sentences: Sequence[Sentence], facts: Sequence[Fact]) -> Iterator[Listing]:
    """Lists whose items are the numbered sentences of one paragraph: T总额。(1)A a万元。(2)B b万元。"""
    run: list[Sentence] = []
    for k, sentence in enumerate(sentences):
        kind, place = style(sentence.text), number(sentence.text)
        if run and (kind != style(run[0].text) or place != len(run) + 1):
            yield from _numbered(run, sentences, facts)
            run = []
        if place == len(run) + 1 and kind and (run or k):
            run.append(sentence)
    yield from _numbered(run, sentences, facts)


def _numbered(run: Sequence[Sentence], sentences: Sequence[Sentence], facts: Sequence[Fact]) -> Iterator[Listing]:
    """The list of some numbered sentences, of the amounts of the sentence before them."""
    if len(run) < 2 or not all(s.facts and facts[s.facts[0]].measure in LEVELS for s in run):
        return
    before = [s for s in sentences if s.id < run[0].id][-1:]
    head = [facts[i] for s in before for i in s.facts if not facts[i].depth]
    if any(f.measure in LEVELS for f in head):
        parts = tuple(tuple(i for i in s.facts if not facts[i].depth) for s in run)
        heads = of_their_side(head[::-1], [facts[p[0]] for p in parts])
        place = Span(run[0].block, run[0].start, run[-1].end)
        yield Listing(run[0].document, "heading", place, tuple(f.id for f in heads), parts)


_SUBJECT = compiled(r"\([类款项]\)[。:]?\s*$")  # 1、…(类)…(款)…(项)。 with its amounts in the paragraph below


def _children(
    k: int, order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]], own: str, opened: bool
) -> list[int]:
    """The paragraphs that are items of the list paragraph number `k` opens."""
    children: list[int] = []
    kind: str | None = None
    seen: set[int] = set()
    for i, block in enumerate(order[k + 1 :], k + 1):
        text = texts[block]
        if not text.strip():
            continue
        if BEYOND.match(text):
            break
        this = style(text)
        if opened and this and _SUBJECT.search(text) and i + 1 < len(order) and not style(texts[order[i + 1]]):
            block = order[i + 1]
        facts = [f for f in by_block.get(block, ()) if f.depth == 0]
        value = number(text)
        if kind is None:
            if this == own and (own or not opened):
                break
            if not opened and not this:
                break
            if not facts or (not opened and value > 1):
                break  # the items behind another one are none of its parts
            kind = this
        elif this == kind and value and (value == 1 or value in seen):
            break  # the numbering begins again: another list
        if this == kind:
            seen.add(value)
        if this != kind:
            if not kind and this != own and children and texts[children[-1]].rstrip().endswith(":"):
                continue  # items of the item before
            if this == own or _RANK.get(this, 9) <= _RANK.get(kind, 9) or not kind:
                if not this and kind:
                    continue
                break
            continue
        if not facts or facts[0].measure not in (*LEVELS, "change"):
            if kind:
                if not facts:
                    continue
            else:
                break
        if not kind and (text.find("其中") == 0 or (children and _beside(facts, by_block[children[-1]]))):
            break
        children.append(block)
        if len(children) > 60:
            break
    return children


def _beside(facts: Sequence[Fact], before: Sequence[Fact]) -> bool:
    """Whether a paragraph behind items with amounts is none of theirs.

    It tells only how something changed, or the amount of a year that they do not name or of the other side.
    """
    if before[0].measure not in LEVELS:
        return False
    first = facts[0]
    dated = bool(first.period) and not before[0].period and first.measure in LEVELS
    other = {side(first.label), side(before[0].label)} == {"收入", "支出"}
    return dated or other or all(f.measure in ("change", "rate") for f in facts)


_RANK = {"chinese": 1, "chinese_bracket": 2, "arabic": 3, "bracket": 4, "circle": 5, "": 9}
