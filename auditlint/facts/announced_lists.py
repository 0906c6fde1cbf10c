"""Lists whose number of items is told before them: T万元，用于3个项目：A a万元、B b万元、C c万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.list_items import LEVELS, items_of, list_end, position
from auditlint.model import Fact, Span
from auditlint.numerals import whole_number

_ANNOUNCED = compiled(
    r"(?P<lead>(?:用于|用在|投向|投入|支持|安排(?:用于)?|分配(?:给|到|至)?|下达(?:给|到|至)?|拨付(?:给|到|至)?|涉及|实施|分)[^,;。:0-9]{0,8})"
    r"(?P<count>[0-9]{1,2}|两|[二三四五六七八九十])(?:个|家|项|类|笔)[^,;。:()0-9]{0,8}(?:[,:]?(?:分别|具体|依次)(?:为|是)?:?|:)"
)
_POINT = compiled(r";(?=[一二三四五六七八九十]是|第[一二三四五六七八九十][,是]|另|同时)")  # an outer list goes on
_OF_ELSE = compiled(
    r"投资|概算|合同|中标|估算|计划|总额|每|贷款|产值|收入|首[期笔]|余款|尾款"
)  # an amount of an item that is not what it was given


def announced(sentence: Sentence, facts: Sequence[Fact], depths: Sequence[int]) -> Iterator[Listing]:
    """The amounts behind an amount and the number of what it went to: as many as are told, so all there are."""
    text = sentence.text
    for m in _ANNOUNCED.finditer(text):
        if m.start() >= len(depths) or depths[m.start()]:
            continue
        start = max(text.rfind(s, 0, m.start()) for s in ";。:") + 1
        before = [f for f in facts if start <= position(f, sentence) < m.start("count")]
        head = before[-1] if before else None
        if head is None or head.measure not in LEVELS or head.depth or head.figure.unit.dimension != "money":
            continue
        end = list_end(text, m.end(), 0, depths, False)
        point = _POINT.search(text, m.end(), end)
        end = point.start() if point else end
        parts = items_of(text, m.end(), end, 0, depths, facts, sentence)
        known = {f.id: f for f in facts}
        firsts = [known[part[0]] for part in parts]
        if len(parts) != whole_number(m["count"]) or _OF_ELSE.search(text, m.end(), end):
            continue
        if len(parts) > 1 and all(_may_be_part(f, head) for f in firsts):
            place = Span(sentence.block, sentence.start + m.start(), sentence.start + m.end())
            yield Listing(sentence.document, "announced", place, (head.id,), parts, closed=True)


def _may_be_part(fact: Fact, total: Fact) -> bool:
    own = fact.figure.unit.dimension == "money" and fact.measure in LEVELS
    return own and fact.figure.amount < total.figure.amount
