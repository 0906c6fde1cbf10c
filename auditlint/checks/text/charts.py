"""Charts and tables that the text refers to by another number or title: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import SIDES
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_REFERENCE = compiled(r"(?:见|如)\(?(?P<mark>图\s?(?P<n>[0-9]{1,2}))(?![0-9—-])")
_CAPTION = compiled(r"(?:^\s*|\()(?P<mark>图\s?(?P<n>[0-9]{1,2}))(?![0-9—-])\s?(?:[:、.\s]|$)\s*(?P<title>[^()]{0,40})")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number of a chart: its block, its characters, its value and the title behind it."""

    block: int
    start: int
    end: int
    value: int
    title: str = ""


def reference(ledger: Ledger) -> Iterator[Remark]:
    """具体见图8, and 图6 stands below, which nothing refers to: a number that no chart has."""
    for number, document in enumerate(ledger.documents):
        references = list(_marks(document, _REFERENCE))
        captions = list(_marks(document, _CAPTION))
        numbers, named = {c.value for c in captions}, {r.value for r in references}
        if len(numbers - named) != 1 or not numbers & named:
            continue  # captions may have been lost, or are not referred to at all
        for k, one in enumerate(references):
            if one.value in numbers:
                continue
            last = references[k + 1].block if k + 1 < len(references) else len(document.blocks)
            below = next((c for c in captions if one.block <= c.block <= last), None)
            if below is not None and below.value not in named:
                spans = tuple((number, Span(m.block, m.start, m.end)) for m in (one, below))
                due = f"图{below.value}"
                yield Remark("chart-reference", spans, (("stated", f"图{one.value}"), ("expected", due)), due)
    yield from _tables(ledger)


def _marks(document: Document, pattern: regex.Pattern[str]) -> Iterator[_Mark]:
    for index, block in enumerate(document.blocks):
        if block.kind == "cell" or "图" not in block.text:
            continue
        for m in pattern.finditer(normalize(block.text)):
            title = m.groupdict().get("title") or ""
            yield _Mark(index, m.start("mark"), m.end("mark"), int(m["n"]), title)


_FORM_TITLE = compiled(r"^\s*(?:公开\s?(?P<n>[0-9]{2})\s?表)[\s:、.]*(?P<title>[^0-9,;。:]{4,40}表)\s*$")
_SEE = compiled(
    r"(?P<what>[^,;。:]{4,40}?)(?:详细情况|情况|数据|明细)?(?:,)?(?:请)?(?:详见|参见|见)(?:附表|附件)?[(]?(?P<mark>公开\s?(?P<n>[0-9]{2})\s?表)"
)
_KEYS = ("三公", "政府性基金", "国有资本经营", "基本支出")


def _tables(ledger: Ledger) -> Iterator[Remark]:
    """“三公”经费支出情况详见公开05表, where the list of tables has them as 公开08表."""
    for number, document in enumerate(ledger.documents):
        titles: dict[str, set[str]] = {}
        for block in document.blocks:
            m = _FORM_TITLE.match(normalize(block.text)) if "公开" in block.text else None
            if m is not None:
                titles.setdefault(m["n"], set()).add(m["title"])
        if any(len(found) > 1 for found in titles.values()):
            continue
        for index, block in enumerate(document.blocks):
            for m in _SEE.finditer(normalize(block.text)) if titles and "公开" in block.text else ():
                keys = [key for key in _KEYS if key in m["what"]]
                due = [n for n, found in titles.items() if keys and keys[0] in next(iter(found))]
                if len(keys) == len(due) == 1 and m["n"] in titles and m["n"] != due[0]:
                    span = Span(index, m.start("mark"), m.end("mark"))
                    right = f"公开{due[0]}表"
                    yield Remark(
                        "chart-reference", ((number, span),), (("stated", m["mark"]), ("expected", right)), right
                    )


_DRAWN = compiled(r"决算|结构|构成|预算")


def chart_side(ledger: Ledger) -> Iterator[Remark]:
    """三、支出决算情况说明, and under it 图3：收入决算结构图: a chart titled as of the other side."""
    for number, document in enumerate(ledger.documents):
        of: dict[str, list[_Mark]] = {}
        for caption in _marks(document, _CAPTION):
            of.setdefault(document.blocks[caption.block].section, []).append(caption)
        drawn = [_heading(section) for section in of]
        for section, (one, *others) in of.items():
            heading = _heading(section)
            own, other = _side(heading), _side(one.title)
            if not own or not other or own == other or others or not _DRAWN.search(one.title):
                continue
            before = _before(document, one.block, section)
            if _side(before) == other and before not in drawn:
                continue  # the chart of the section before, drawn below its heading
            at = normalize(document.blocks[one.block].text).find(other, one.end)
            span = Span(one.block, at, at + len(other))
            yield Remark(
                "chart-side", ((number, span),), (("stated", other), ("label", heading), ("expected", own)), own
            )


def _heading(section: str) -> str:
    """The last heading of a path of them."""
    return normalize(section.rpartition(" / ")[2])


def _side(text: str) -> str:
    """收入 or 支出, where a text names one of them only."""
    named = [side for side in SIDES if side in text]
    return named[0] if len(named) == 1 and "收支" not in text and "收、支" not in text else ""


def _before(document: Document, block: int, section: str) -> str:
    """The heading of the section before the one that a block stands in."""
    for other in reversed(document.blocks[:block]):
        if other.section and other.section != section:
            return _heading(other.section)
    return ""
