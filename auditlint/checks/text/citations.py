"""A document cited by two years: findings of the check `text`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_CITED = compiled(r"(?P<code>[一-鿿]{3,10})\s?[〔\[(【](?P<year>20[0-9]{2})[〕\])】]\s?(?:第)?(?P<n>[0-9]{1,5})\s?号")
_ENTITLED = compiled(r"》\s?\(?$")
_LEAST = 20  # smaller numbers come again every year
_ALIKE = 3  # characters of an issuer's sign that two citations share
_TWO = 2
_FAR = 2  # paragraphs from one citation to the other


def citations(ledger: Ledger) -> Iterator[Remark]:
    """《…的通知》（青财农〔2031〕118号）…按青财农〔2030〕118号文件: one document, and two years of its number."""
    found = [
        (number, index, m, _ENTITLED.search(text, 0, m.start()) is not None)
        for number, index, text, m in matches(ledger, _CITED)
        if int(m["n"]) >= _LEAST
    ]
    groups: dict[tuple[int, str, str], list[tuple[int, int, regex.Match[str], bool]]] = defaultdict(list)
    for one in found:
        groups[_sign(one[0], one[2])].append(one)
    for number, index, m, entitled in found:
        same = groups[_sign(number, m)]
        years = {o[2]["year"] for o in same}
        named = [o for o in same if o[3]]
        if entitled or len(years) != _TWO or len(named) != 1 or named[0][2]["year"] == m["year"]:
            continue
        if abs(named[0][1] - index) <= _FAR:
            spans = (number, Span(index, *m.span("year"))), (number, Span(named[0][1], *named[0][2].span("year")))
            right = named[0][2]["year"]
            yield Remark("citation", spans, (("stated", m["year"]), ("year", right)), right)


def _sign(document: int, m: regex.Match[str]) -> tuple[int, str, str]:
    """What citations of one document share, the end of the issuer's sign: words before may run into it: 按青财农."""
    return document, m["n"], m["code"][-_ALIKE:]
