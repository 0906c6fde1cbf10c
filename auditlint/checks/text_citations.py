"""A document cited by two years: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text_template import paragraphs
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span

_CITED = compiled(r"(?P<code>[一-鿿]{2,10})\s?[〔\[(【](?P<year>20[0-9]{2})[〕\])】]\s?(?:第)?(?P<n>[0-9]{1,5})\s?号")
_ENTITLED = compiled(r"》\s?\(?$")
_LEAST = 20  # smaller numbers come again every year
_ALIKE = 3  # characters of an issuer's sign that two citations share
_TWO = 2
_FAR = 2  # paragraphs from one citation to the other


def citations(ledger: Ledger) -> Iterator[Remark]:
    """《…的通知》（青财农〔2031〕118号）…按青财农〔2030〕118号文件: one document, and two years of its number."""
    found = [
        (number, index, m, _ENTITLED.search(text, 0, m.start()) is not None)
        for number, index, text in paragraphs(ledger)
        if ledger.documents[number].role == "report"
        for m in _CITED.finditer(text)
        if int(m["n"]) >= _LEAST
    ]
    for number, index, m, entitled in found:
        same = [o for o in found if o[0] == number and o[2]["n"] == m["n"] and _alike(o[2]["code"], m["code"])]
        years = {o[2]["year"] for o in same}
        named = [o for o in same if o[3]]
        if entitled or len(years) != _TWO or len(named) != 1 or named[0][2]["year"] == m["year"]:
            continue
        if abs(named[0][1] - index) <= _FAR:
            spans = (number, Span(index, *m.span("year"))), (number, Span(named[0][1], *named[0][2].span("year")))
            right = named[0][2]["year"]
            yield Remark("citation", spans, (("stated", m["year"]), ("year", right)), right)


def _alike(one: str, other: str) -> bool:
    """Whether two signs end alike; words before the shorter one may run into it: 按青财农."""
    return one[-_ALIKE:] == other[-_ALIKE:] and len(one) >= _ALIKE
