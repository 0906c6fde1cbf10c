"""Check `sequence`: item numbers that jump, come twice or run backwards, per list of one style and level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint import outline
from auditlint.checks import Check
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Document, Remark, Span
from auditlint.numerals import chinese
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_CHINESE = r"(?P<n>[一二三四五六七八九十]{1,3})"
_START = r"(?:^|(?<=[。；;：:，,！？]))[\s“]*(?P<mark>"
_INLINE: tuple[tuple[str, regex.Pattern[str]], ...] = (
    ("一是", compiled(_START + _CHINESE + r"是)")),
    ("第一，", compiled(_START + r"(?:第|其)" + _CHINESE + r"(?=[，,、：:]))")),
    ("（一）", compiled(_START + r"[（(]" + _CHINESE + r"[)）])")),
    ("（1）", compiled(_START + r"[（(](?P<n>\d{1,2})[)）])")),
    ("1.", compiled(_START + r"(?P<n>\d{1,2})[.．、](?!\d))")),
    ("①", compiled(r"(?P<mark>(?P<n>[①-⑳]))")),
)
_SIGNS = {
    "一是": {"是"},
    "第一，": {"第", "其"},
    "（一）": {")", "）"},
    "（1）": {")", "）"},
    "1.": {".", "．", "、"},
    "①": {"①"},
}  # none: no list
_BRACKETED = r"[（(]\s*(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]"
_ALIKE = {  # how a number of a style may be printed where a program or a person changed it
    "一、": compiled(_CHINESE + r"\s*[、．.]|(?P<n>\d{1,2})\s*、"),
    "（一）": compiled(_BRACKETED),
    "（1）": compiled(_BRACKETED + r"|(?P<n>\d{1,2})\s*[)）]"),
    "1.": compiled(r"(?P<n>\d{1,2})\s*[.．、)）](?!\d)"),
    "1、": compiled(r"(?P<n>\d{1,2})\s*[.．、)）](?!\d)"),
    "第部分": compiled(r"第\s*(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})"),
    "一是": compiled(_CHINESE + r"[是要、]|第" + _CHINESE),
    "第一，": compiled(r"[第其]" + _CHINESE + r"|最后|末尾"),
    "①": compiled(r"(?P<n>[①-⑳])"),
}
_JOINED = compiled(r"^\s*(?P<n>\d{1,2})[.．](?=\d)")  # 2.65岁以上老人: a number that runs into what it numbers
_ROW = compiled(r"(?:\s[\d,]+\.\d+){2,}\s*$")
_FEW = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What is told of a list."""

    least: int = field(default=_FEW, metadata={"help": "items a list needs before a jump or repetition in it is told"})


@dataclass(frozen=True, slots=True)
class _Item:
    """A printed item number: its value and place; `replaced` where a program may have lost the real number."""

    value: int
    block: int
    start: int
    end: int
    replaced: bool = False


@dataclass(slots=True)
class _List:
    """Items of one style and level."""

    rank: int
    style: str
    items: list[_Item]


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """A remark for every list whose numbers are out of order in one place."""
    for number, document in enumerate(ledger.documents):
        numbered = outline.items(document)
        lists = (*_lists(document, numbered), *_restarts(document, numbered), *_inline(document), *_captions(document))
        for one in lists:
            found = _fault(one.items, options.least)
            if found is None:
                continue
            item, before, due = found
            if any(_ROW.search(document.blocks[i.block].text) for i in one.items):
                continue  # rows of a table that was taken out as text, with a list on each of its sides
            if due > before.value and _stands_between(document, one.style, before, item, due):
                continue
            if due > before.value and _kept_apart(document, one.style, item, due):
                continue
            if due > before.value and _in_its_place(document, one.items, before, item):
                continue
            block = document.blocks[item.block].text
            stated = block[item.start : item.end].strip()
            yield Remark(
                "sequence",
                (
                    (number, Span(item.block, item.start, item.end)),
                    (number, Span(before.block, before.start, before.end)),
                ),
                (
                    ("stated", stated),
                    ("previous", document.blocks[before.block].text[before.start : before.end].strip()),
                    ("due", _like(stated, due)),
                ),
                _like(stated, due),
            )


def _lists(document: Document, numbered: Sequence[outline.Item]) -> Iterator[_List]:
    """The lists of numbered paragraphs and headings; a heading of a higher rank ends the lists below it."""
    open_: list[_List] = []
    for one in numbered:
        while open_ and open_[-1].rank > one.rank:
            yield open_.pop()
        number = one.number
        if number is None or number.value == 0 or one.rank == outline.ANNEX:
            while open_ and open_[-1].rank >= one.rank:
                yield open_.pop()
            continue
        text = document.blocks[one.block].text
        lead = len(text) - len(text.lstrip())
        end = len(
            text[: number.end].rstrip("、：: \t\u3000")
            if number.style in ("第部分", "第章")
            else text[: number.end].rstrip()
        )
        item = _Item(number.value, one.block, lead, max(end, lead + 1), one.rank != number.rank)
        fitting = [
            o
            for o in open_
            if o.rank == one.rank and (o.style == number.style or item.replaced or o.items[-1].replaced)
        ]
        due = next((o for o in reversed(fitting) if o.items[-1].value == number.value - 1), None)
        target = due if due is not None else fitting[-1] if fitting and number.value > 1 else None
        if target is None:
            open_.append(_List(one.rank, number.style, [item]))
            continue
        while open_[-1] is not target:
            yield open_.pop()
        named = number.style in ("第部分", "第章") and target.items[-1].value == number.value
        if named and _heading(document, target.items[-1]) == _heading(document, item):
            target.items[-1] = item  # the last line of the contents, and the heading itself
            continue
        target.items.append(item)
    yield from open_


def _heading(document: Document, item: _Item) -> str:
    """The words of a numbered line, without the page that a table of contents gives it."""
    return document.blocks[item.block].text.strip().rstrip("0123456789.…· \t")


def _restarts(document: Document, numbered: Sequence[outline.Item]) -> Iterator[_List]:
    """（一）…。（二）…。（一）…。: a paragraph that begins a list anew right behind two others, alone in it."""
    run: list[_Item] = []
    rank: int | None = None
    style: str | None = None
    for one in [*numbered, None]:
        number = one.number if one is not None else None
        beside = bool(run) and one is not None and one.block == run[-1].block + 1
        same = number is not None and one is not None and (one.rank, number.style) == (rank, style) and beside
        if number is None or one is None or not same:
            values = [i.value for i in run]
            again = style in _RESTARTED and len(values) >= _FEW and values == [*range(1, len(values)), 1]
            again = again and _next_number(numbered, run[-1].block, rank, style) != 2  # another list
            if again and all(document.blocks[i.block].text.rstrip().endswith("。") for i in run):
                yield _List(rank or 0, style or "", run)
            run, rank, style = [], None, None
        if number is not None and one is not None and number.value and one.rank == number.rank:
            text = document.blocks[one.block].text
            lead = len(text) - len(text.lstrip())
            run.append(_Item(number.value, one.block, lead, len(text[: number.end].rstrip())))
            rank, style = one.rank, number.style


def _next_number(numbered: Sequence[outline.Item], block: int, rank: int | None, style: str | None) -> int:
    """The next number of a style and rank behind a block, 0 where none follows."""
    behind = (i.number for i in numbered if i.block > block and i.rank == rank and i.number is not None)
    return next((number.value for number in behind if number.style == style), 0)


_RESTARTED = ("（一）", "1.", "1、", "（1）")


_REFERS = compiled(r"(?:以上|上述|前述)[^。；;]{0,14}$")  # 以上（1）（2）为减项，（3）为增项


_ORDINALS = ("一是", "第一，")  # what begins items that may be paragraphs, and is no number of a heading


def _inline(document: Document) -> Iterator[_List]:
    """The lists inside paragraphs, and those of 一是 and 第一， whose items are paragraphs one behind the other."""
    open_: dict[str, list[_Item]] = {}
    for index, block in enumerate(document.blocks):
        if block.kind in ("cell", "heading"):
            continue
        for style, pattern in _INLINE:
            if _SIGNS[style].isdisjoint(block.text):
                continue
            items: list[_Item] = []
            for m in pattern.finditer(block.text):
                first = not block.text[: m.start("mark")].strip()
                if first and style not in _ORDINALS and _value(m["n"]) != 1:
                    continue  # the paragraph's own number
                if _REFERS.search(block.text, max(m.start("mark") - 16, 0), m.start("mark")):
                    continue
                value = _value(m["n"])
                if first and value > 1 and style in open_ and open_[style][-1].block == index - 1:
                    items = open_.pop(style)
                if value == 1 and items:
                    yield _List(outline.FIFTH, style, items)
                    items = []
                items.append(_Item(value, index, m.start("mark"), m.end("mark")))
            if items and style in _ORDINALS:
                if style in open_:
                    yield _List(outline.FIFTH, style, open_[style])
                open_[style] = items
            elif items:
                yield _List(outline.FIFTH, style, items)
    for style, items in open_.items():
        yield _List(outline.FIFTH, style, items)


_CAPTIONS = (
    compiled(r"[（(](?P<mark>图\s?(?P<n>\d{1,2}))(?=[：:\s])"),
    compiled(r"^\s*(?P<mark>图\s?(?P<n>\d{1,2}))(?=[：:\s])"),
)


def _captions(document: Document) -> Iterator[_List]:
    """The numbers of charts: in brackets before their titles, or at the head of a line."""
    for pattern in _CAPTIONS:
        items = [
            _Item(int(m["n"]), index, m.start("mark"), m.end("mark"))
            for index, block in enumerate(document.blocks)
            if block.kind in ("paragraph", "heading") and "图" in block.text
            for m in pattern.finditer(block.text)
        ]
        if items:
            yield _List(outline.FIFTH, "图", items)


def _fault(items: Sequence[_Item], least: int) -> tuple[_Item, _Item, int] | None:
    """The item out of place, the one before it and the number that is due; None where all is well or all is odd."""
    values = [i.value for i in items]
    if len(items) < least or values[0] != 1 or any(i.replaced for i in items):
        return None
    off = [i for i in range(1, len(values)) if values[i] != values[i - 1] + 1]
    if not off:
        return None
    first = off[0]
    found = items[first], items[first - 1], values[first - 1] + 1
    if sorted(values) == list(range(1, len(values) + 1)):  # each number once, in another order
        return found if len(off) <= 4 else None
    if len(off) == 1 and 0 <= values[first] - values[first - 1] <= 2:  # one number left out or printed twice
        return found
    if off == [len(values) - 1] and values[-1] == 1:  # the last begins anew
        return found
    mistyped = (
        len(off) == 2 and off[1] == first + 1 and first + 1 < len(values) and values[first + 1] == values[first - 1] + 2
    )
    return found if mistyped else None


def _stands_between(document: Document, style: str, before: _Item, item: _Item, due: int) -> bool:
    """Whether the number that is due stands somewhere between two items, or a line there may have lost it."""
    alike = _ALIKE.get(style)
    for index in range(before.block, item.block + 1):
        block = document.blocks[index]
        text = block.text
        start = before.end if index == before.block else 0
        end = item.start if index == item.block else len(text)
        if alike is not None and any(_value(m["n"]) == due for m in alike.finditer(text, start, end)):
            return True
        joined = _JOINED.match(text) if style == "1." and start == 0 else None
        if joined is not None and _value(joined["n"]) == due:
            return True
        whole = text.strip()
        if before.block < index < item.block and block.kind != "cell" and _lost_number(whole):
            return True
    return False


def _in_its_place(document: Document, items: Sequence[_Item], before: _Item, item: _Item) -> bool:
    """Whether one paragraph without a number stands where the item that is due would: others are one paragraph each."""
    behind = [other.block for other in items if other.block <= before.block]
    one_each = len(behind) > 1 and behind == list(range(behind[0], before.block + 1))
    return one_each and item.block == before.block + 2 and document.blocks[before.block + 1].kind == "paragraph"


_APART = compiled(r"(?:另附|附后|另见|[详另]?见附|附[件表录]|单独|单行|另册|[决预]算.{0,8}表|报表|表格|公开表|附表)")
_PARTS = ("第部分", "第章")


def _kept_apart(document: Document, style: str, item: _Item, due: int) -> bool:
    """Whether the part that is due is one of tables or annexes, which the contents name and another file holds."""
    numbered = ((i, outline.number_of(document.blocks[i].text)) for i in sorted(outline.contents(document)))
    listed = [(document.blocks[i].text[n.end :], n) for i, n in numbered if n is not None]
    above = any(n.style in _PARTS for _, n in listed)
    if style not in _PARTS and (style != "一、" or above):
        return False
    own = document.blocks[item.block].text[item.end :].strip("、：: \t\u3000")
    named = [words for words, n in listed if n.style == style and n.value == due]
    if style in _PARTS and not named:  # 目录：第一部分…；第二部分…（另附）；第三部分… in one line, or a note
        texts = (b.text for b in document.blocks if b.kind != "cell" and "第" in b.text)
        named = [m["words"] for text in texts for m in _PART.finditer(text) if _value(m["n"]) == due]
    return len(named) == 1 and _APART.search(named[0]) is not None and own not in named[0]


_PART = compiled(r"第\s*(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s*(?:部\s*分|章)(?P<words>[^第。；;\n]{0,40})")


_NO_HEADING = compiled(r"[。；;，,：:]|^[（(]?[图表]")


def _lost_number(text: str) -> bool:
    """Whether a line may be a heading whose number was lost on the way: short, and no sentence."""
    return len(text) <= 40 and outline.number_of(text) is None and not _NO_HEADING.search(text)


def _value(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    if "①" <= printed <= "⑳":
        return ord(printed) - ord("①") + 1
    return chinese(printed) or 0


_STATED = compiled(r"\d+|[一二三四五六七八九十]+|[①-⑳]")
_NUMERALS = "一二三四五六七八九"


def _like(stated: str, value: int) -> str:
    """A number in the style of another."""
    m = _STATED.search(stated)
    if m is None:
        return str(value)
    if m.group().isdecimal():
        shown = str(value)
    elif "①" <= m.group() <= "⑳":
        shown = chr(ord("①") + value - 1)
    else:
        tens, ones = divmod(value, 10)
        shown = ("" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens - 1] + "十") + (
            _NUMERALS[ones - 1] if ones else ""
        )
    return stated[: m.start()] + shown + stated[m.end() :]


CHECK = Check(
    "sequence",
    Options,
    run,
    ("stated", "previous", "due"),
    "item numbers that jump, come twice or run backwards",
    compares=False,
)
