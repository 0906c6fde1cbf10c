"""Lines that a page broke inside a sentence, found by their width and by how they end and begin."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.readers.strands import Strand, join_lines

NARROWEST = 36  # columns; a shorter line is broken by its author, not by a page
_SLACK = 8
_FULL = 12  # columns that the first line of a paragraph may fall short of the page: its indent, what would not break

STARTER = compiled(
    r"\s*(?:第\s*[一二三四五六七八九十百零〇\d]+\s*(?:部分|[章节篇条款])|[一二三四五六七八九十]{1,3}\s*[、．.]"
    r"|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]|\d{1,2}\s*[、．)）]|\d{1,2}\s*\.(?:(?!\d)|(?=(?:19|20)\d\d\s*年))|[①-⑳❶-❿]"
    r"|附\s*[件表录注]|[（(]?\s*[图表]\s*\d|[●■◆▲★◎○·•※-]|其中[:：]|注[:：]|单位[:：])"
)
_CLOSED = compiled(r"[。！？!?；;：:…]\s*[”’」』》）)\]】]*$")
_OPEN = compiled(
    r"(?:[，、,（(“‘《—～~/＋+＝=的为占及和与或较比至达由共]|[^\d]\.|[，、；][\u4e00-\u9fff]{1,2}|[（(][类款][）)])$"
)
_PAUSED = compiled(
    r"(?:\d\s*(?:[%％]|[万亿]?元|[^\s\d，,]{1,4})|[^\s\d，,]{6,})[，、]$"
)  # no paragraph ends in a comma
_TAIL = compiled(
    r"^(?:[，、。；：,;:）)”’》%％‰°]|[（(][类款项][）)]|(?:万|亿|千|百万)?元|个百分点|[和及与的]\s*\d|(?:算数?|[数额度出])(?:为|是)?\s?\d)"
)
_YEAR = compiled(r"(?:19|20)\d\d$")
_AMOUNT = compiled(r"(?!(?:19|20)\d\d(?:\D|$))\d[\d,]*(?:\.\d+)?(?!\d)")
_WHOLE = compiled(r"\d[\d,]*(?:\.\d+)?\s?(?:[万亿]?元|[%％])?[，。；、）]?")
_OPENING = compiled(  # what statements begin with, so that a line may begin with it without being broken
    r"(?:19|20)\d\d|本|我|其中|其他|主要|支出|收入|决算|预算|公务|因公|公用|人员|基本|项目|一般|政府|国有|国内|外事|财政|上年|年[初末]"
    r"|截至|全年|根据|按照|从|与|较|比|经|该"
)
_RUNNING = compiled(r"[，。,；;]|\d[\d,.]*\s*(?:万|亿)?元")
_SCORED = compiled(r"\s(?:自评|实际)?得分[:：]?\s?\d{1,3}(?:\.\d{1,2})?分?$")  # a line of a form told as text
_KEYED = compiled(r"[一-鿿“”（）()]{2,14}[:：]\s*[\d－—-]")
_MIDST = compiled(r"(?:年初预算|支出决算|决算)数?(?:为|[大小等]于|与|\s?\d)|主要(?:原因|用于)")  # begins no paragraph
_MOVED = compiled(r"(?:增加|减少|上升|下降|增长|降低|提高)(?:了|到|至|为)?\s?\d")  # what stands before it was compared
_NAMED = compiled(r"[，；：:、,;][^，。；：:、,;\d无为是]{2,}$")  # ends with the name of what the next line tells of
_CUT_WORD = compiled(r"(?:年初|全年|支出|收入)\n\s*(?:预算|决算)数?(?:为|\s?\d)")  # 年初/预算为A万元
_HEADED = compiled(r"(?:情况|说明|概况|支出|收入|[报图附]?表)$")  # what headings end with, though they fill a line
_COMPLETE = compiled(r"(?:[\d][\d,.]*\s*(?:%|％|个百分点|[万亿千]?元|[人次个辆台套批项分户家名件])|[）)])$")


def paragraphs(lines: Sequence[Strand], page: int) -> Iterator[Strand]:
    """Neighbouring lines as paragraphs; `page` is the width their page breaks lines at, 0 where it does not."""
    pending: list[Strand] = []
    for line in lines:
        if pending and not _goes_on(pending[-1], line, page):
            yield join_lines(pending)
            pending = []
        pending.append(line)
    if pending:
        yield join_lines(pending)


def page_width(groups: Sequence[Sequence[Strand]]) -> int:
    """The width most open lines of a text break at, or 0 where lines are paragraphs."""
    widths = Counter(
        width
        for group in groups
        for a, b in itertools.pairwise(group)
        if (width := columns(a.text)) >= NARROWEST and not _CLOSED.search(a.text) and not STARTER.match(b.text)
    )
    best, most = 0, 0
    for width in widths:
        near = sum(n for w, n in widths.items() if width - 6 <= w <= width)
        if near > most or (near == most and width > best):
            best, most = width, near
    return best if most >= 3 and most * 2 > sum(widths.values()) else 0


def columns(text: str) -> int:
    """The width of a line on a page, a Chinese character taking two columns."""
    flat = text.strip()
    return len(flat) + len([c for c in flat if c > "⺀"])


def _goes_on(above: Strand, below: Strand, page: int) -> bool:
    """Whether a line goes on with the sentence of the line above it."""
    a, b = above.text.rstrip(), below.text
    if "\t" in a.strip() or "\t" in b.strip() or _SCORED.search(a):  # cells of a form, no running text
        return False
    if _KEYED.match(a) and _KEYED.match(b.lstrip()):  # 年初结转：88.17；本年收入：755.40
        return False
    wide, next_wide = columns(a), columns(b)
    opens = STARTER.match(a) is not None
    least = page - (_FULL if opens else _SLACK)
    reached = least <= wide <= page
    full = reached and not _OPENING.match(b.lstrip()) and not _HEADED.search(a)
    named = wide >= NARROWEST and _NAMED.search(a) is not None and not _HEADED.search(a)
    if (reached or named) and (_MIDST.match(b.lstrip()) or _CUT_WORD.search(f"{a[-4:]}\n{b[:12]}")):
        return True
    closed = _CLOSED.search(a) and not (full and a.endswith((":", "：", ";", "；")))
    if closed or STARTER.match(b) or b.startswith(("\u3000", "    ")):
        return False
    if _PAUSED.search(a) or (wide >= NARROWEST and _MOVED.match(b.lstrip()) and _COMPLETE.search(a)):
        return True
    if opens and not _RUNNING.search(a) and not _OPEN.search(a):
        return full or (reached and _TAIL.match(b.lstrip()) is not None)
    if wide >= NARROWEST and (_TAIL.match(b.lstrip()) or (_YEAR.search(a) and b.lstrip().startswith("年"))):
        return True
    if page:
        amount = _WHOLE.match(b.lstrip())  # is not broken, so that the line above it ends early
        reach = wide + (columns(amount.group()) if amount else 0)
        return least <= reach and wide <= page + _SLACK and next_wide <= page + _SLACK
    if wide < NARROWEST or next_wide > wide + 2 * _SLACK:
        return False
    if _OPEN.search(a) or _TAIL.match(b.lstrip()) or _unclosed(a):
        return True
    if not _RUNNING.search(a) or _COMPLETE.search(a) or next_wide > wide + _SLACK + 4:
        return False
    if abs(wide - next_wide) <= _SLACK or _AMOUNT.match(b.lstrip()):
        return True
    return bool(_CLOSED.search(b)) and not _OPENING.match(b.lstrip())


def _unclosed(text: str) -> bool:
    return any(text.count(o) > text.count(c) for o, c in ("（）", "()", "“”", "《》"))
