"""The words of a figure: its clause before and behind it, up to the figures beside it."""

from __future__ import annotations

from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact
from auditlint.numerals import normalize

_BEFORE = compiled(r"[^,;。:()0-9]*(?:20[0-9]{2}年(?:[0-9]{1,2}月)?[^,;。:()0-9]*)?$")
_BEHIND = compiled(r"[^,;。:()0-9]*")
_REACH = 30


def around(ledger: Ledger, fact: Fact) -> str:
    """What stands in a figure's clause before it and behind it, without blanks, another figure ending both."""
    return _clause(ledger.before(fact, _REACH), ledger.after(fact, _REACH))


@lru_cache(maxsize=1024)  # of texts, not of facts: a fact would keep its report in memory
def _clause(before: str, behind: str) -> str:
    head, tail = _BEFORE.search(normalize(before)), _BEHIND.match(normalize(behind))
    return f"{head.group() if head else ''}|{tail.group() if tail else ''}"
