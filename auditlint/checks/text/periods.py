"""Periods of a statement that are not those of the report's title: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize

_TITLES = 6  # blocks in which the title stands
_PARTS = {"上半年": 6, "第一季度": 3, "一季度": 3, "前三季度": 9}
_TITLE = compiled(
    r"^[^。;,]{0,40}?(?P<year>20[0-9]{2})年(?:(?P<part>上半年|前三季度|第?一季度)|1(?:至|-|—|~|到)+(?P<month>[0-9]{1,2})月)"
    r"[^。;,]{0,24}(?:执行|收支|运行|完成)[^。;,]{0,16}$"
)
_STATED = compiled(
    r"(?:^|(?<=[。;:]))\s*(?:20[0-9]{2}年)?(?P<mark>1(?:至|-|—|~|到)+(?P<month>[0-9]{1,2})月(?:份)?"
    r"|截至(?:20[0-9]{2}年)?(?P<end>[0-9]{1,2})月(?:底|末|[0-9]{1,2}日)|(?P<part>上半年|前三季度|一季度)),?"
    r"(?P<what>[^。;0-9]{0,24}?(?:收入|支出)[^。;0-9]{0,12})[0-9]"
)
_OTHER = compiled(r"预计|计划|力争|上年|去年|同期|预算(?:数|为|安排)")
_YEAR = 12  # months


def period(ledger: Ledger) -> Iterator[Remark]:
    """2031年上半年…执行情况, and 1-12月收入完成…: a time behind the title's, or never the title's."""
    for number, document in enumerate(ledger.documents):
        title = _title(document) if document.role == "report" else None
        if title is None:
            continue
        year, due, printed = title
        found = []
        for index, block in enumerate(document.blocks):
            text = normalize(block.text) if block.kind != "cell" else ""
            for m in _STATED.finditer(text):
                before = text[max(m.start("mark") - 6, 0) : m.start("mark")]
                own = year in before or "20" not in before
                if own and not _OTHER.search(m["what"]):
                    month = int(m["month"] or m["end"] or _PARTS[m["part"]])
                    found.append((month, m["mark"], Span(index, m.start("mark"), m.end("mark"))))
        elsewhere = all(month != due for month, _, _ in found)
        for k, (month, mark, span) in enumerate(found):
            if due < month <= _YEAR or (elsewhere and not k and month < due):
                yield Remark("period", ((number, span),), (("stated", mark), ("expected", printed)))


def _title(document: Document) -> tuple[str, int, str] | None:
    """The year of a report's title, the month its period ends with, and the period as printed."""
    for block in document.blocks[:_TITLES]:
        m = _TITLE.match(normalize(block.text).strip())
        if m is not None and block.kind != "cell":
            return m["year"], int(m["month"] or _PARTS[m["part"]]), m["part"] or f"1—{m['month']}月"
    return None
