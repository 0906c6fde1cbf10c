"""Years of titles and headings that cannot be right: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.expressions import compiled
from auditlint.facts import PROSE
from auditlint.facts.ledger import Ledger
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_HEADING_YEAR = compiled(r"(?<![0-9])(20[0-9]{2})\s?年度?")
_USUAL = 3  # headings with the report's year before one of another year is told
_HEAD = 60  # characters of a line above a table
_TABLE_HEAD = compiled(r"(?:金额)?单位[:：]")
FUNDS = compiled(r"一般公共预算|公共财政预算|政府性基金预算|国有资本经营预算")
_COMPARING = compiled(r"[与较比和至—-]|《")
_TRUNCATED = compiled(r"(?<![0-9])(?:20[0-9]|2[0-9])\s?年度")
# in running text too
_CUT_SHORT = compiled(r"(?<![0-9.])20[0-9]\s?年度(?=部门|单位|决算|预算|收入|支出|财政|一般|政府|国有|三公)")


def stale_year(ledger: Ledger) -> Iterator[Remark]:
    """A heading or title of another year than the report, or with a year cut short; each once."""
    found: dict[tuple[int, int], Remark] = {}
    for remark in (*_title(ledger), *_unusual(ledger), *_left(ledger)):
        document, span = remark.spans[0]
        found.setdefault((document, span.block), remark)
    yield from found.values()


def _unusual(ledger: Ledger) -> Iterator[Remark]:
    """A heading of another year where three others have the report's, and years cut short."""
    if not ledger.year:
        return
    expected = {ledger.year, str(int(ledger.year) + 1)}
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        for years in (_in_headings(document), _in_table_heads(document)):
            usual = sum(m.group(1) == ledger.year for _, m, _ in years)
            for i, m, telling in years:
                if telling and m.group(1) not in expected and usual >= _USUAL:
                    yield _wrong(ledger, number, i, m, m.group().replace(m.group(1), ledger.year))
        for i, b in enumerate(document.blocks):
            if b.kind in PROSE:
                pattern = _TRUNCATED if b.kind == "heading" else _CUT_SHORT
                for m in pattern.finditer(normalize(b.text)):
                    yield _wrong(ledger, number, i, m, ledger.year + "年度")


def _wrong(ledger: Ledger, number: int, block: int, m: regex.Match[str], right: str) -> Remark:
    place = number, Span(block, m.start(), m.end())
    return Remark("stale-year", (place,), (("stated", m.group()), ("year", ledger.year)), right)


def _in_headings(document: Document) -> list[tuple[int, regex.Match[str], bool]]:
    """The years in headings; telling are those of a heading that speaks of accounts and of no other year."""
    found = []
    for i, b in enumerate(document.blocks):
        if b.kind == "heading":
            text = normalize(b.text)
            plain = FUNDS.sub("", text)
            telling = "决算" in plain or "绩效" in plain
            telling = telling and "预算" not in plain.replace("预算绩效", "") and not _COMPARING.search(text)
            found += [(i, m, telling) for m in _HEADING_YEAR.finditer(text)]
    return found


def _in_table_heads(document: Document) -> list[tuple[int, regex.Match[str], bool]]:
    """The years between 部门： and 金额单位： above tables."""
    found = []
    for i, b in enumerate(document.blocks):
        if len(b.text) <= _HEAD and "单位" in b.text:
            text = normalize(b.text)
            if _TABLE_HEAD.search(text):
                found += [(i, m, True) for m in _HEADING_YEAR.finditer(text)]
    return found


_TITLE = compiled(
    r"^[^,;。:]{0,30}?(?P<year>20[0-9]{2})年度?(?:部门|单位)(?:综合)?(?P<kind>预算|决算)[^,;。:]{0,6}(?:说明|公开|报告)[^,;。:]{0,4}$"
)
_OF_KIND = r"(?<![0-9])(?P<year>20[0-9]{2})年度?(?:部门|单位)(?:综合)?"
_TITLES = 12  # blocks in which a report's title stands


def _title(ledger: Ledger) -> Iterator[Remark]:
    """2030年部门预算编制说明 over a text that speaks of the 2031年部门预算 only: the title was left from last year."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        for index, block in enumerate(document.blocks[:_TITLES]):
            m = _TITLE.match(normalize(block.text).strip())
            if m is None or block.kind == "cell":
                continue
            said = compiled(_OF_KIND + m["kind"])
            kind = m["kind"]
            named = [b.text for i, b in enumerate(document.blocks) if i != index and kind in b.text]
            others = [y for text in named for y in said.findall(normalize(text))]
            right = str(int(m["year"]) + 1)
            if len(others) >= _REPEATED and set(others) == {right}:
                start = block.text.find(m["year"])
                place = number, Span(index, start, start + len(m["year"]))
                yield Remark("stale-year", (place,), (("stated", m["year"] + "年"), ("year", right)), right)
            break


_REPEATED = 2  # times another year is named, and the title's never


_LEFT = compiled(
    r"^\s*(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\))?[、:\s]*(?:关于)?"
    r"(?P<year>20[0-9]{2})年度?(?P<what>[^0-9,;。:与较比和至—-]*)$"
)
_PART = compiled(r"^(?:部门|单位)(?:收支|收入支出)?决算(?:公开)?(?:表|报表|情况说明|情况|说明)?$")
_WHOLE_REPORT = compiled(r"^[^,;。:]{0,40}?(?P<year>20[0-9]{2})年度?(?:部门|单位)?决算")


def _left(ledger: Ledger) -> Iterator[Remark]:
    """二、2030年度绩效情况说明 over a text that names 2031 only: one heading was left as it was last year."""
    for number, document in enumerate(ledger.documents):
        first = [m["year"] for b in document.blocks[:_TITLES] if (m := _WHOLE_REPORT.match(normalize(b.text).strip()))]
        headings = [
            (index, m, document.blocks[index])
            for index, b in enumerate(document.blocks)
            if b.kind == "heading" and (m := _LEFT.match(normalize(b.text)))
        ]
        if document.role != "report" or not first:
            continue
        year, last = first[0], str(int(first[0]) - 1)
        parted = any(m["year"] == year and _PART.match(m["what"]) for _, m, _ in headings)
        for index, m, block in headings:
            if m["year"] != last or not ("决算" in m["what"] or "绩效" in m["what"]):
                continue
            below = [b.text for b in document.blocks[index + 1 :] if b.section.startswith(block.section)]
            named = {y for text in below[:_BELOW] for y in _ANY_YEAR.findall(normalize(text))}
            beside = parted and _PART.match(m["what"]) and last not in named
            if named == {year} or beside:
                place = number, Span(index, m.start("year"), m.end("year") + 1)
                yield Remark("stale-year", (place,), (("stated", last + "年"), ("year", year)), year + "年")


_ANY_YEAR = compiled(r"(?<![0-9])20[0-9]{2}(?=年)")
_BELOW = 12  # blocks under a heading whose years are looked at
