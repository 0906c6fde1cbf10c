"""Units listed in numbered paragraphs against how many the words before them say; part of the check `listed-names`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.relate import relate
from auditlint.equations import Counted, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.worded import worded
from auditlint.model import Document, Fact, Relation, Span
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_INTRODUCED = compiled(
    r"(?:单位|机构)(?:共有?|共计|有)?(?:[0-9]+[个家])?,?(?:(?:分别|具体|依次)?(?:包括|有|为|是|如下))?(?:[0-9]+个)?[:。]?$"
)
_NUMBERED = compiled(r"^\s*(?P<number>[0-9]{1,2})\s*[.、．]\s*(?P<name>[^,，;；。:：0-9]{4,40}?)[；;。\s]*$")
_OVER = compiled(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}部?分?"
    r"|(?:上述|以上)[^,。]{0,6}(?:单位|机构)中)"
)  # a heading, or what is said of all that are listed
_BELOW = (
    r"(?:下属|所属|直属|二级|下级)"
    r"(?:的|事业|预算|行政|参公|独立|核算|决算|全额|拨款|财政|补助|公益[一二]类|非独立)*(?:单位|机构)"
)
_TAKEN_IN = (
    r"纳入(?:20[0-9]{2}年度?)?[^,;。0-9]{2,24}范围的(?P<noun>(?:二级)?(?:预算|决算|独立核算)?单位)"
    r"(?:共有?|共计|有)?[0-9]{1,2}[个家]"
)
_COUNTED = compiled(
    rf"{_TAKEN_IN}|(?<![0-9.])[0-9]{{1,2}}[个家](?P<noun>{_BELOW})|(?P<noun>{_BELOW})(?:共有?|共计|有)?[0-9]{{1,2}}[个家]"
)
_OWN = compiled(r"(?:本级|本部|机关|[局委厅院办](?:\([^()]*\))?)$")
_LEAST = 2


def counted(ledger: Ledger, document: int, span: Span, count: int) -> Fact:
    """A fact for names: as many as they are."""
    return worded(ledger.documents[document], document, span, Decimal(count), "", "level")


def units(ledger: Ledger) -> Iterator[Relation]:
    """Units listed in numbered paragraphs after …单位包括：, against the count of units stated before them."""
    for index, document in enumerate(ledger.documents):
        for i, block in enumerate(document.blocks):
            intro = normalize(block.text).strip()
            if block.kind == "cell" or not _INTRODUCED.search(intro):
                continue
            names = _names(document, i)
            stated = _before(ledger, index, i) if names else None
            if stated is None:
                continue
            if stated.figure.value == len(names):
                facts = [counted(ledger, index, Span(k, 0, len(document.blocks[k].text)), 1) for k in names]
                terms = (("number", stated), *(("names", f) for f in facts))
                made = relate("count", Sum((1,) * len(facts)), terms, firm=False)
            else:
                made = _other_number(ledger, document, stated, intro, names)
            if made is not None:
                yield made


def _names(document: Document, block: int) -> list[int]:
    """The paragraphs right behind one that are numbered from 1 and hold nothing but a name."""
    names: list[int] = []
    for k in range(block + 1, min(block + 60, len(document.blocks))):
        found = _NUMBERED.match(normalize(document.blocks[k].text))
        if found is None or int(found["number"]) != len(names) + 1:
            break
        names.append(k)
    return names


def _other_number(
    ledger: Ledger, document: Document, stated: Fact, intro: str, names: Sequence[int]
) -> Relation | None:
    """由局机关和6个下属单位组成。下属单位为：1.… to 5.…: the same noun counts and introduces the units below a body."""
    sentence = ledger.sentences[stated.sentence]
    found = [
        m for m in _COUNTED.finditer(sentence.text) if stated.figure.span.start - sentence.start in range(*m.span())
    ]
    if len(found) != 1 or len(names) < _LEAST or not _named_again(intro, sentence.text, found[0]):
        return None
    behind = document.blocks[names[-1] + 1] if names[-1] + 1 < len(document.blocks) else None
    if behind is not None and behind.kind != "heading" and not _OVER.match(normalize(behind.text)):
        return None  # the list may go on in other words
    texts = [normalize(document.blocks[k].text).strip(" ;。") for k in names]
    if any("(" in text or "、" in text for text in texts):  # (筹建), (未独立核算): perhaps not counted; two in one line
        return None
    if stated.figure.value < len(names) and any(map(_OWN.search, texts)):  # the body itself is none of its units
        return None
    place = Span(names[0], 0, len(document.blocks[names[0]].text))
    listed = counted(ledger, stated.document, place, len(names))
    return relate("count", Counted(), (("number", stated), ("names", listed)), firm=True)


def _named_again(intro: str, text: str, count: regex.Match[str]) -> bool:
    """Whether nothing but the list follows a count, or the line before the list names what is counted once more."""
    last = intro.rpartition("。")[2] or intro
    if text.strip() == last:
        return _FOLLOWS.fullmatch(text.strip(), count.end()) is not None
    return last.startswith(count["noun"]) and _FOLLOWS.fullmatch(last, len(count["noun"])) is not None


_FOLLOWS = compiled(r",?(?:分别|具体|依次)?(?:为|是|包括|有|如下)?[:。]?")


def _before(ledger: Ledger, document: int, block: int) -> Fact | None:
    """The count of units in the three paragraphs before a list: the first of its sentence."""
    for sentence in reversed(ledger.sentences):
        if sentence.document == document and block - 3 <= sentence.block <= block:
            counts = [f for f in ledger.pick(sentence.facts) if f.figure.unit.name.startswith(("个", "家"))]
            if counts and "单位" in sentence.text:
                return counts[0]
    return None
