"""How many points are announced against those that follow: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from auditlint import outline
from auditlint.checks.text.template import paragraphs
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize, whole_number

_COUNT = (
    r"(?<![第十一二两三四五六七八九几每各前后余多、—~0-9.-])(?P<count>[两二三四五六七八九十]|[2-9])(?:个|项|点|条|大|大类|类|种)?"
    r"(?:方面|问题|原因|不足|措施|做法|建议|特点|举措|意见|因素|短板|来源|渠道|(?:组成)?部分|(?<=[项件])(?:重点)?(?:工作|任务|事项|工程|实事)(?=[:,。])|(?<=[项点条])(?=[:。]|(?:构成|组成)[:,。])|(?<=[类种])(?=,?(?:其中|具体|分别)))"
)
_BEHIND = r"(?:[^。;,:0-9]{0,6}|,(?P<some>其中)|,?(?:具体(?:为|是|如下)?|分别(?:为|是)))"
_INLINE = compiled(rf"{_COUNT}{_BEHIND}[:,。]\s*(?P<first>一是|\([一1]\)|第一部分|第一[,、]|①)")
_NUMBER_BEHIND = compiled(  # 发现问题5个：一是…
    r"(?:问题|不足|建议|措施|做法|原因|特点)(?:共有?|有)?(?P<count>[两二三四五六七八九十]|[2-9])(?:个|项|条|点)(?P<some>(?!))?[:,。]\s*"
    r"(?P<first>一是|\([一1]\)|第一[,、]|①)"
)
_COUNTED = compiled(r"[0-9两二三四五六七八九十](?:个|项|条|点|处)")  # 问题5个：一是甲类2个，二是乙类3个: of them all
_BEFORE_LIST = compiled(rf"{_COUNT}{_BEHIND}:$")
_STYLES = {
    "一是": compiled(r"(?:^|(?<=[。;:,、]))\s*(?P<n>[一二三四五六七八九十])是"),
    "(一)": compiled(r"(?:^|(?<=[。;:,、]))\s*\((?P<n>[一二三四五六七八九十])\)"),
    "(1)": compiled(r"(?:^|(?<=[。;:,、]))\s*\((?P<n>[1-9])\)"),
    "①": compiled(r"(?P<n>[①-⑨])"),
    "第一部分": compiled(r"(?:^|(?<=[。;:,、]))\s*第(?P<n>[一二三四五六七八九十])部分"),
    "第一": compiled(r"(?:^|(?<=[。;:,、]))\s*第(?P<n>[一二三四五六七八九十])[,、]"),
}
_DASH = compiled(r"\s*(?P<mark>[—–-]{1,2}|[●•·◆■])\s*\S")
_FIRST = compiled(r"\s*一是")
_GOES_ON = compiled(r"其余|另外|[二三四五六七八九十]至[二三四五六七八九十]项|第[一二三四五六七八九十][项件]")
_OPEN = compiled(r"等|例如|比如|之一")
# words that announce what follows, and words that name what was said before
_ANNOUNCES = compiled(
    r"以下|如下|下列|由|有|存在|表现|体现|从|采取|做到|抓好|提出|分为|共分|分成|归纳|包括|来自|源于|发现|做法|措施|原因|推进|开展|实施|完成|落实|做好|办成|办好"
)
_NAMES = compiled(r"针对|围绕|上述|以上|前述|对照|解决|聚焦|[这该此]")
_IN_GROUPS = compiled(r"[0-9两二三四五六七八九十](?:个|大)?(?:方面|类|大类|部分)[共计的]*$")  # 4个方面8个问题: of the 4
_CLAUSE = compiled(r"[,。;:]")
_AUDITED, _FOUND = compiled(r"审计|巡察|巡视"), compiled(r"(?:发现|查出|反映|反馈)(?:的)?$")


def _found_by_audit(text: str, place: int) -> bool:
    """对…实施审计，发现8个问题：一是…: problems that an audit counted one by one, and the text tells in groups."""
    return _FOUND.search(text, 0, place) is not None and _AUDITED.search(text, 0, place) is not None


def announced(ledger: Ledger) -> Iterator[Remark]:
    """以下三个方面：一是…；二是…。: another number of points than the words announce."""
    for number, index, text in paragraphs(ledger):
        document = ledger.documents[number]
        if document.role != "report":
            continue
        behind = (m for m in _NUMBER_BEHIND.finditer(text) if not _COUNTED.search(text, m.end()))
        announcing = (*_INLINE.finditer(text), *behind)
        found = [(m, _in_text(document, index, m["first"], m.start("first"))) for m in announcing]
        below = _BEFORE_LIST.search(text.rstrip())
        if below is not None:
            found.append((below, _below(document, index)))
        for m, count in found:
            due = whole_number(m["count"])
            before = _CLAUSE.split(text[: m.start()])[-1]
            said = _ANNOUNCES.search(before) and not _NAMES.search(before)
            said = (
                said
                and not _IN_GROUPS.search(text, 0, m.start())
                and not _GOES_ON.search(text, m.end())
                and not (m["some"] and count < due)
                and not (due - count > 1 and "问题" in m.group() and _found_by_audit(text, m.start()))
            )
            if said and count > 1 and count != due and not _OPEN.search(before[-8:] + m.group()):
                place = number, Span(index, m.start("count"), m.end("count"))
                yield Remark("announced", (place,), (("stated", m["count"]), ("expected", str(count))))


def _in_text(document: Document, index: int, first: str, start: int) -> int:
    """How many points follow in a paragraph and in those behind it that go on with the next number; 0 where unclear."""
    pattern = _STYLES[first[:3] if first.startswith("(") else first if first in _STYLES else first[:2]]
    count = 0
    text = normalize(document.blocks[index].text)
    while True:
        values = [_place(n["n"]) for n in pattern.finditer(text, start)]
        for k, value in enumerate(values):
            if value == 1 and count:  # another list, or one inside a point
                return 0 if count + 1 in values[k:] else count
            if value != count + 1:
                return 0
            count += 1
        index += 1
        text = normalize(document.blocks[index].text) if index < len(document.blocks) else ""
        following = pattern.match(text)
        if following is None or _place(following["n"]) != count + 1:
            return count
        start = 0


def _place(number: str) -> int:
    """Which point a number says: 二, 2, ②."""
    return ord(number) - ord("①") + 1 if number in "①②③④⑤⑥⑦⑧⑨" else whole_number(number)


_MOST = 20  # paragraphs of a list with dashes


def _below(document: Document, index: int) -> int:
    """How many numbered paragraphs follow a line, one behind the other; 0 where the list may be part of another."""
    lines = [_DASH.match(normalize(b.text)) for b in document.blocks[index + 1 : index + 1 + _MOST]]
    marks = [m["mark"] for m in takewhile(lambda m: m is not None, lines) if m is not None]
    if marks:
        again = any(m is not None and m["mark"] == marks[0] for m in lines[len(marks) :])  # others stand between them
        return len(marks) if len(set(marks)) == 1 and not again else 0
    if index + 1 < len(document.blocks) and _FIRST.match(normalize(document.blocks[index + 1].text)):
        count = _in_text(document, index + 1, "一是", 0)
        later = (_STYLES["一是"].match(normalize(b.text)) for b in document.blocks[index + 1 : index + 1 + _MOST])
        return 0 if any(m is not None and _place(m["n"]) > count for m in later) else count  # others stand between
    numbered = outline.items(document)
    behind = [i for i in numbered if i.block > index]
    first = behind[0].number if behind and behind[0].block == index + 1 else None
    if first is None or first.value != 1:
        return 0
    section = document.blocks[index].section
    if any(
        i.number is not None and i.number.style == first.style and i.section == section
        for i in numbered
        if i.block <= index
    ):
        return 0  # the numbers of a list that goes on behind this one
    count = 0
    for item in behind:
        number = item.number
        if number is None or item.rank < behind[0].rank:
            break
        if item.rank == behind[0].rank:
            if number.style != first.style or (number.value == 1 and count):
                break
            if number.value != count + 1:
                return 0
            count += 1
    return count
