"""Statements in the name of another office than the report's own: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import normalize

_OFFICE = (
    r"(?P<name>[一-鿿]{3,22}?(?:局|委员会|办公室|中心|厅|处|站|所|馆|院|社|政府|办事处|联合会|学校|中学|小学|大队))"
)
_STATED = compiled(
    rf"(?:^|(?<=[。;:、)]))\s*{_OFFICE}(?:\(?本级\)?)?20[0-9]{{2}}年(?:度)?(?:部门|单位)?"
    r"(?:决算|预算|收入|支出|收支|收、支|总收入|总支出|财政拨款|一般公共|机关运行|“三公”|三公|政府采购)"
)
_FIRST = 12  # blocks in which the title stands
_PLACE, _KIND = 2, 3  # characters of a place, and of what an office does, by which two names are alike


def other_office(ledger: Ledger) -> Iterator[Remark]:
    """青石县林业局2031年度部门决算, and once 青石县水务局2031年度收入总计: the text of another office was used."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        texts = [normalize(block.text) for block in document.blocks]
        said = [
            (index, m)
            for index, block in enumerate(document.blocks)
            if block.kind != "cell"
            for m in _STATED.finditer(texts[index])
        ]
        own = said[0][1]["name"] if said and said[0][0] < _FIRST else ""
        if not own or sum(m["name"] == own for _, m in said) < 2:
            continue
        for index, m in said:
            name = m["name"]
            other = own not in name and name not in own and _alike(name, own)
            if other and sum(text.count(name) for text in texts) == 1:
                place = number, Span(index, m.start("name"), m.end("name"))
                yield Remark("other-office", (place,), (("stated", name), ("expected", own)))


def _alike(name: str, own: str) -> bool:
    """Whether two offices are of one place and kind, or of one task in two places: none is a unit of the other."""
    here = name[:_PLACE] == own[:_PLACE] and name[-1] == own[-1]
    return here or (name[-_KIND:] == own[-_KIND:] and name[:_PLACE] != own[:_PLACE])
