"""Contents that name a section otherwise than its heading: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint import outline
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize

_PAGE = compiled(r"(?:[.…·\s_-]{2,}|\s)[-\s]*[0-9]{1,3}[-\s]*$")
_KEPT = compiled(r"[^一-鿿0-9]")
_WORDS = (  # of which one may stand for another by mistake
    compiled(
        r"一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款|一般公共预算|政府性基金预算|国有资本经营预算|财政拨款"
    ),
    compiled(r"收入|支出"),
    compiled(r"20[0-9]{2}"),
)
_STYLES = ("第部分", "一、", "（一）")
_Key = tuple[int, ...]


def contents(ledger: Ledger) -> Iterator[Remark]:
    """目录 says 四、国有资本经营预算…, the heading 四、财政拨款…: another fund, side or year than the heading's."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        listed = sorted(outline.contents(document))
        if not listed:
            continue
        headings = [i for i, b in enumerate(document.blocks) if b.kind == "heading" and i > listed[-1]]
        below = _numbered(document, headings)
        for key, (block, start, words) in _numbered(document, listed).items():
            found = below.get(key)
            if found is None or not words or not _mistaken(words, found[2]):
                continue
            text = document.blocks[block].text
            end = len(_PAGE.sub("", text).rstrip(".…·_- "))
            heading = document.blocks[found[0]].text
            spans = ((number, Span(block, start, end)), (number, Span(found[0], found[1], len(heading))))
            fields = (("stated", text[start:end].strip()), ("expected", heading[found[1] :].strip()))
            yield Remark("contents", spans, fields)


def _numbered(document: Document, blocks: Sequence[int]) -> dict[_Key, tuple[int, int, str]]:
    """Numbered lines by the numbers that lead to them, once: block, where the words begin, the words."""
    found: dict[_Key, tuple[int, int, str]] = {}
    twice: set[_Key] = set()
    path: list[int] = [0] * len(_STYLES)
    for index in blocks:
        text = document.blocks[index].text
        number = outline.number_of(text)
        if number is None or number.style not in _STYLES:
            continue
        level = _STYLES.index(number.style)
        path[level:] = [number.value] + [0] * (len(_STYLES) - level - 1)
        key = tuple(path)
        if key in found:
            twice.add(key)
        words = _KEPT.sub("", _PAGE.sub("", normalize(text)[number.end :]))
        found[key] = (index, number.end, words)
    return {key: one for key, one in found.items() if key not in twice}


def _mistaken(one: str, other: str) -> bool:
    """Whether two titles differ in nothing but a fund, a side or a year."""
    return one != other and any(p.sub("…", one) == p.sub("…", other) for p in _WORDS)
