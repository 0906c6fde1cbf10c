"""Headings from text alone, and the heading path of every block.

A heading's rank follows from the style of its number: 第一部分, 附件1, 第一章, 一、, （一）, 1., （1）, ①. Numbers that
a program made and an extraction replaced (`3、 …` for 三、, `（4） …` for （四）) are told by the number that is due.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.model import Block, BlockKind, Document
from auditlint.numerals import chinese
from auditlint.records import dataclass, field, replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

PART, ANNEX, CHAPTER, FIRST, SECOND, THIRD, FOURTH, FIFTH = range(8)

_NUMBER = r"(?P<n>[一二三四五六七八九十百零〇]{1,4}|\d{1,2})"
_STYLES: tuple[tuple[str, int, regex.Pattern[str]], ...] = (
    ("第部分", PART, compiled(rf"第\s*{_NUMBER}\s*(?:部\s*分|篇)[、：:\s]*")),
    (
        "附件",
        ANNEX,
        compiled(r"附\s*[件表录]\s*(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2}(?![\d.,]))?[、：:\s]*"),
    ),
    ("第章", CHAPTER, compiled(rf"第\s*{_NUMBER}\s*[章节][、：:\s]*")),
    ("一、", FIRST, compiled(r"(?P<n>[一二三四五六七八九十百]{1,4})\s*[、．.][\s]*")),
    ("（一）", SECOND, compiled(r"[（(]\s*(?P<n>[一二三四五六七八九十百]{1,4})\s*[）)][、．.\s]*")),
    ("（1）", FOURTH, compiled(r"[（(]\s*(?P<n>\d{1,2})\s*[）)](?P<lost>[、．.]?\s*)")),
    ("1、", THIRD, compiled(r"(?P<n>\d{1,2})\s*、(?P<lost>\s*)")),
    ("1.", THIRD, compiled(r"(?P<n>\d{1,2})\s*[.．](?!\d)(?P<lost>\s*)")),
    ("1）", FOURTH, compiled(r"(?P<n>\d{1,2})\s*[）)]\s*")),
    ("①", FIFTH, compiled(r"(?P<n>[①-⑳])\s*")),
)
_LONGEST = {PART: 40, ANNEX: 60, CHAPTER: 40, FIRST: 45, SECOND: 45, THIRD: 40, FOURTH: 30, FIFTH: 30}
_RUNNING = compiled(r"[，。；！？,;]|\d[\d,.]*\s*[万亿]?元|\d[%％]|[:：].")
_UNIT = compiled(r"\s*[（(]\s*(?:金额)?单位\s*[:：]\s*[万亿千百]{0,2}元\s*[）)]$")
_ENDING = compiled(r"[。：:\s]+$")
_PAGE = compiled(r"(?:[.．…·。]{2,}|\t|\s{2,}|[-–—]{2,})\s*[-–—]?\s*\d{1,3}\s*[-–—]?\s*$")
_CONTENTS = compiled(r"目\s*[录次]")
_TITLE = compiled(r"[^。，；！？,;:：]{4,50}(?:报告|说明|自评表|决算|预算)(?:[（(][^（()）]{1,20}[）)])?")
_RUN_IN = compiled(r"(?![^。]*\d\s*[万亿]?元)[^。，；,;：:]{2,18}。(?=.)")


@dataclass(frozen=True, slots=True)
class Number:
    """The number a line begins with: its style, usual rank, value, where the words begin, and whether blanks follow."""

    style: str
    rank: int
    value: int
    end: int
    spaced: bool = False


_FIRST = frozenset("第附一二三四五六七八九十百(（0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


@lru_cache(maxsize=4096)  # of a paragraph and the one before it, and of both again where items are looked at
def number_of(text: str) -> Number | None:
    """The item number at the beginning of a text."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] not in _FIRST and not text[start : start + 1].isdecimal():
        return None
    for style, rank, pattern in _STYLES:
        m = pattern.match(text, start)
        if m is None:
            continue
        printed = m["n"]
        if printed is None:
            value = 0
        elif printed.isascii() and printed.isdecimal():
            value = int(printed)
        elif "①" <= printed <= "⑳":
            value = ord(printed) - ord("①") + 1
        else:
            value = chinese(printed) or 0
        spaced = "lost" in pattern.groupindex and bool(m["lost"].strip("、．.") or m["lost"].strip() != m["lost"])
        return Number(style, rank, value, m.end(), spaced)
    return None


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered paragraph or a heading of a document: its block, number, rank, and whether it is a heading."""

    block: int
    number: Number | None
    rank: int
    heading: bool
    section: str


def with_sections(document: Document) -> Document:
    """The document with headings told apart and `section` filled for every block."""
    places = _Outline(document.blocks).places()
    placed = (_placed(block, *place) for block, place in zip(document.blocks, places, strict=True))
    return replace(document, blocks=tuple(placed))


def contents(document: Document) -> frozenset[int]:
    """The blocks of a document's tables of contents."""
    return _Outline(document.blocks).contents()


def items(document: Document) -> tuple[Item, ...]:
    """The numbered paragraphs and headings of a document, with the rank their number has where they stand."""
    outline = _Outline(document.blocks)
    for _ in outline.places():
        pass
    return tuple(outline.items)


def _placed(block: Block, kind: BlockKind, section: str) -> Block:
    """A block with its section; `dataclasses.replace` would take most of the time of a large table."""
    return Block(kind, block.text, block.segments, block.address, block.level, section, block.table, block.stored)


@dataclass(slots=True)
class _Outline:
    """One pass over the blocks with the headings that are open."""

    blocks: Sequence[Block]
    path: list[tuple[int, str]] = field(default_factory=list)
    last: dict[int, int] = field(default_factory=dict)  # rank → the last number there
    lists: dict[str, int] = field(default_factory=dict)  # style → the last number below the innermost heading
    items: list[Item] = field(default_factory=list)

    def places(self) -> Iterator[tuple[BlockKind, str]]:
        """The kind and the section of every block, headings being told as such."""
        contents = self.contents()
        hints = self._hints()
        section = ""
        for i, block in enumerate(self.blocks):
            if block.kind in ("cell", "note", "header"):
                yield block.kind, section
                continue
            if i in contents:
                yield "paragraph", ""
                continue
            number = number_of(block.text)
            rank = self._rank(number) if number else -1
            heading = self._is_heading(i, number, rank)
            if heading:
                if number is None:
                    rank = hints.get(block.level, min(max(block.level - 1, 0), FIFTH)) if block.level else CHAPTER
                self._open(rank, number, _ENDING.sub("", " ".join(block.text.split())))
            elif number and rank <= SECOND and (m := _RUN_IN.match(block.text, number.end)):
                self._open(rank, number, block.text[: m.end() - 1].strip())
            elif number:
                self.lists[number.style] = number.value
            if number or heading:
                self.items.append(Item(i, number, rank, heading, self.section))
            section = self.section
            yield "heading" if heading else block.kind, section

    @property
    def section(self) -> str:
        """The path of the open headings."""
        return " / ".join(text for _, text in self.path)

    def _open(self, rank: int, number: Number | None, text: str) -> None:
        while self.path and self.path[-1][0] >= rank:
            self.path.pop()
        self.path.append((rank, text))
        for deeper in range(rank + 1, FIFTH + 1):
            self.last.pop(deeper, None)
        self.last[rank] = number.value if number else 0
        self.lists = {}

    def _rank(self, number: Number) -> int:
        """The rank of a number where it stands: a replaced number belongs to the list in which it is due."""
        if not number.spaced or number.style not in ("1、", "（1）"):
            return number.rank
        usual = FIRST if number.style == "1、" else SECOND
        if self.lists.get(number.style, 0) == number.value - 1 and number.value > 1:
            return number.rank
        due = self.last.get(usual, 0) + 1
        return usual if number.value == due else number.rank

    def _is_heading(self, i: int, number: Number | None, rank: int) -> bool:
        block = self.blocks[i]
        text = block.text.strip()
        if block.level or block.kind == "heading":
            return bool(text) and len(text) <= 80
        if number is None:
            return self._is_title(i)
        words = text[number.end - (len(block.text) - len(block.text.lstrip())) :]
        words = _UNIT.sub("", _ENDING.sub("", words))
        if len(words) > _LONGEST[rank] or _RUNNING.search(words) or _PAGE.search(text):
            return False
        if rank == ANNEX:
            return text[:1] == "附" and (number.value > 0 or not words or len(words) < 30)
        if not words:
            return rank <= CHAPTER
        return rank <= SECOND or self._has_body(i, number)

    def _has_body(self, i: int, number: Number) -> bool:
        """Whether text or a table of its own follows a line that a deep number leads."""
        if i + 1 == len(self.blocks):
            return False
        below = self.blocks[i + 1]
        if below.kind == "cell":
            return True
        after = number_of(below.text)
        return after is None or after.rank > number.rank

    def _is_title(self, i: int) -> bool:
        """Whether an unnumbered line is the title of a report: the numbers begin anew under it."""
        if not _TITLE.fullmatch(self.blocks[i].text.strip()):
            return False
        for below in self.blocks[i + 1 : i + 5]:
            if below.kind == "cell":
                return False
            number = number_of(below.text)
            if number and number.value == 1 and number.rank <= THIRD:
                return True
        return False

    def contents(self) -> frozenset[int]:
        """The blocks of tables of contents."""
        found: set[int] = set()
        end = 0  # of the last table of contents
        for i, block in enumerate(self.blocks):
            if i < end or (block.kind == "cell" and "目" not in block.text and block.address.part != "toc"):
                continue
            text = block.text.strip()
            entry = block.kind != "cell" and number_of(text) and _PAGE.search(text)
            if entry or block.address.part == "toc":
                found.add(i)
            elif text.startswith("目") and _CONTENTS.fullmatch(text):
                end = self._contents_end(i + 1)
                found.update(range(i, end))
        return frozenset(found)

    def _contents_end(self, start: int) -> int:
        """Where a table of contents ends: at the line that repeats its first entry, or at the first running text."""
        first = ""
        i = start
        while i < len(self.blocks) and self.blocks[i].kind != "cell":
            text = self.blocks[i].text.strip()
            entry = "".join(_PAGE.sub("", text).split())
            if len(entry) > 60 or "。" in entry:
                break
            if entry and entry == first:
                return i
            first = first or entry
            i += 1
        return start if i - start > 200 else i if self._paged(start, i) else start

    def _paged(self, start: int, end: int) -> bool:
        return any(_PAGE.search(b.text.strip()) for b in self.blocks[start:end])

    def _hints(self) -> dict[int, int]:
        """The rank that each outline level of the format has, by the numbers of its headings."""
        seen: dict[int, dict[int, int]] = {}
        for block in self.blocks:
            if block.level and (number := number_of(block.text)):
                ranks = seen.setdefault(block.level, {})
                ranks[number.rank] = ranks.get(number.rank, 0) + 1
        return {level: max(ranks, key=lambda r: ranks[r]) for level, ranks in seen.items()}
