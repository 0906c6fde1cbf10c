"""Lists whose items are paragraphs, or numbered sentences of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from auditlint.expressions import compiled
from auditlint.facts.enumerators import number, style
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.lists import BEYOND, LEVELS, of_their_side
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
        head = [f for f in by_block.get(block, ()) if f.depth == 0]
        if not head or not text:
            continue
        own = style(text)
        opened = text.endswith((":", "其中", "其中,", "如下", "如下:", "其中:"))
        children = _children(k, order, texts, by_block, own, opened)
        if len(children) < 2 and not (opened and children):
            continue
        parts = tuple(tuple(f.id for f in by_block[c] if f.depth == 0) for c in children)
        if opened and not style(texts[children[0]]):
            parts = _in_one(by_block[children[0]]) or parts
        sentences = [f.sentence for f in head]
        last = (
            [f for f in head if f.sentence == sentences[-1]]
            if opened
            else [f for f in head if f.sentence == sentences[0]]
        )
        rest = [f for f in head if f not in last]
        heads = of_their_side([*reversed(last), *reversed(rest)], [f for c in children for f in by_block[c][:1]])
        yield Listing(
            number,
            "lines" if opened else "heading",
            Span(block, 0, len(document.blocks[block].text)),
            tuple(f.id for f in heads),
            parts,
            closed=opened,
        )


_SUMMED_UP = compiled(r"(?:以上)?(?:[两二三四五六七八九十0-9]{1,2}[项类])?(?:合计|共计|总计)")


def over_totals(
    document: int, order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]]
) -> Iterator[Listing]:
    """Numbered paragraphs with a total in the paragraph behind them: 1.A a万元；2.B b万元；合计T万元."""
    for k, block in enumerate(order):
        facts = by_block.get(block)
        if not facts or facts[0].measure != "level" or not _SUMMED_UP.match(texts[block]):
            continue
        items: list[int] = []
        for above in reversed(order[:k]):
            place = number(texts[above])
            if not place or not by_block.get(above) or (items and place != number(texts[items[-1]]) - 1):
                break
            items.append(above)
        if len(items) > 1 and number(texts[items[-1]]) == 1:
            parts = tuple(tuple(f.id for f in by_block[b] if f.depth == 0) for b in reversed(items))
            yield Listing(document, "合计", facts[0].figure.span, (facts[0].id,), parts, closed=True)


def continued(
    listing: Listing, document: int, order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]]
) -> Listing:
    """A list of which items stand in the paragraphs behind it, where its own ends with a semicolon."""
    block = listing.place.block
    if listing.document != document or listing.opener == "heading" or not texts[block].rstrip().endswith(";"):
        return listing
    own = [f.id for f in by_block[block] if f.depth == 0]
    if not own or listing.parts[-1][-1] != own[-1]:
        return listing
    parts = list(listing.parts)
    for after in order[order.index(block) + 1 :]:
        if not texts[block].rstrip().endswith(";") or style(texts[after]) or not by_block.get(after):
            break
        facts = [f for f in by_block[after] if f.depth == 0 and f.sentence == by_block[after][0].sentence]
        parts += [tuple(f.id for f in item) for _, item in groupby(facts, lambda f: f.item)]
        block = after
    return replace(listing, parts=tuple(parts)) if len(parts) > len(listing.parts) else listing


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


def _children(
    k: int, order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]], own: str, opened: bool
) -> list[int]:
    """The paragraphs that are items of the list paragraph number `k` opens."""
    children: list[int] = []
    kind: str | None = None
    last = 0
    for block in order[k + 1 :]:
        text = texts[block]
        if not text.strip():
            continue
        if BEYOND.match(text):
            break
        this = style(text)
        facts = [f for f in by_block.get(block, ()) if f.depth == 0]
        value = number(text)
        if kind is None:
            if this == own and (own or not opened):
                break
            if not opened and not this:
                break
            if not facts:
                break
            kind = this
        elif this == kind and value and value <= last:
            break  # the numbering begins again: another list
        if this == kind:
            last = value
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
        if not kind and text.find("其中") == 0:
            break
        children.append(block)
        if len(children) > 60:
            break
    return children


_RANK = {"chinese": 1, "chinese_bracket": 2, "arabic": 3, "bracket": 4, "circle": 5, "": 9}
