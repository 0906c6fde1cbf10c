"""Projects told one by one in numbered paragraphs, against how many the words before say; part of `listed-names`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from auditlint.checks.listed_units import counted
from auditlint.checks.relate import maybe, relate
from auditlint.equations import Counted
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Document, Relation, Span
from auditlint.numerals import normalize, whole_number

_ANNOUNCED = compiled(
    r"(?:共|共有|共计)?(?:安排|实施|开展|涉及|包括|设立|组织实施)?(?:了)?"
    r"(?:项目(?:共|共有|共计|总数|数)?[0-9]{1,2}[个项]|[0-9]{1,2}[个项](?:[一-鿿]{0,4})项目),?(?:具体|分别)(?:情况)?(?:为|是|包括|如下)*[:。]$"
)
_STYLES = (
    compiled(r"^\s*(?P<number>[0-9]{1,2})[.、．](?![0-9])\s*[一-鿿“]"),
    compiled(r"^\s*\((?P<number>[0-9]{1,2})\)\s*[一-鿿“]"),
)
_ABOVE = compiled(
    r"^\s*(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|附[件表])"
)
_OPEN = compiled(
    r"其余|另有|另外|此外|涉密|不予公开|不公开|未列|合并|^\s*注|第[0-9一二三四五六七八九十]+项"
)  # all are not told here
_ITEM = compiled(
    r"(?P<name>[^,;。:、和及与等]{2,30}?(?:项目|工程|经费|资金|补助|专项|建设|改造|维护)[^,;。:、和及与等0-9]{0,12})(?:[,;。:(“0-9]|\s*$)"
)
_CHOSEN = compiled(r"重点|主要|新增|其中|部分|代表")  # 重点项目3个: others may stand among them
_REACH = 80  # paragraphs behind an announcement in which its items stand
_LEAST = 3


def points(ledger: Ledger) -> Iterator[Relation]:
    """共安排项目5个，具体如下： and (1)… to (4)…: another number of paragraphs than projects."""
    for sentence in ledger.sentences:
        said = _ANNOUNCED.search(sentence.text.rstrip())
        plain = said is not None and not _CHOSEN.search(sentence.text)
        counts = [f for f in ledger.pick(sentence.facts) if f.figure.unit.name[:1] in ("个", "项")] if plain else []
        if len(counts) != 1 or ledger.documents[sentence.document].role != "report":
            continue
        numbers = _numbered(ledger.documents[sentence.document], sentence.block)
        if len(numbers) >= _LEAST:
            place = Span(numbers[0], 0, len(ledger.documents[sentence.document].blocks[numbers[0]].text))
            listed = counted(ledger, sentence.document, place, len(numbers))
            yield from maybe(relate("count", Counted(), (("number", counts[0]), ("names", listed)), firm=True))


def _numbered(document: Document, block: int) -> list[int]:
    """The paragraphs behind one that are numbered from 1 on in one style; [] where it is not clear where they end."""
    found: list[int] = []
    behind = document.blocks[block + 1 : block + 1 + _REACH]
    style = next((s for s in _STYLES if behind and s.match(normalize(behind[0].text))), None)
    if style is None:
        return []
    texts = takewhile(lambda t: not _ABOVE.match(t), (normalize(b.text) for b in behind if b.kind != "cell"))
    higher = _STYLES[: _STYLES.index(style)]
    for k, text in enumerate(texts, block + 1):
        if any(s.match(text) for s in higher):
            break
        m = style.match(text)
        if _OPEN.search(text) or (m is not None and not _ITEM.match(text, m.end() - 1)):
            return []
        if m is not None and whole_number(m["number"]) != len(found) + 1:
            return []
        found += [k] if m is not None else []
    return found
