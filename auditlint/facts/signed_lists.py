"""Lists whose parts signs of addition join, and a sign of equality to their total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.list_items import LEVELS
from auditlint.model import Fact

_TWO = 2  # parts of a sum
_EQUALS = compiled(r"[=＝][^,;。:=＝+＋()0-9]{0,20}|[,:]?(?:即|为)[:]?[^,;。:=＝+＋()0-9]{1,20}")
_PLUS = compiled(r"[+＋][^,;。:=＝+＋()0-9]{1,24}")


def added_with_signs(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """合计T万元=甲a万元+乙b万元+丙c万元; 总计T万元，即：甲a万元+…: a list that signs of addition close."""
    for k, total in enumerate(facts):
        if total.measure not in LEVELS or k + _TWO >= len(facts) or not _EQUALS.fullmatch(_words(sentence, facts, k)):
            continue
        end = k + 1
        while end + 1 < len(facts) and _PLUS.fullmatch(_words(sentence, facts, end)):
            end += 1
        parts = facts[k + 1 : end + 1]
        if len(parts) >= _TWO and all(f.depth == total.depth for f in parts):
            ids = tuple((f.id,) for f in parts)
            yield Listing(sentence.document, "由", total.figure.span, (total.id,), ids, closed=True)


def _words(sentence: Sentence, facts: Sequence[Fact], k: int) -> str:
    """The words between a figure and the one behind it."""
    return sentence.between(facts[k], facts[k + 1]).replace(" ", "")
