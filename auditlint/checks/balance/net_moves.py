"""A net change behind what came and what went: 追加a、收回b，净增加a − b; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate, wrong_way
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.words import way
from auditlint.model import Fact, Relation

_NET = compiled(
    r"^[,，;；]?(?:[相互]抵|轧差|合计|共)?后?(?:实际)?净(?:增加?|减少?|增长|下降|流入|流出|增员|减员|调增|调减)(?:额?为|了)?$"
)
_IN = compiled(
    r"追加|调增|调入|划入|转入|流入|迁入|[拨录招]入|补充|增加|新增|新[设建立纳登招录进收认]|纳入|招[录聘收]|考[录取]|选调|安置|引进|聘用|发展|录[用取]|接收|登记|出生|开业|入库"
)
_OUT = compiled(
    r"收回|核减|调减|追减|压减|调出|划出|转出|流出|迁出|退[出休学伍]|缴回|上缴|减少|注销|取消|撤销|吊销|报废|处置|死亡|去世|辞[职退]|离[职校]|毕业|出库"
)
_STOCK = compiled(
    r"实有|原有|现有|共有|[上去]年|[年期][初末底]|总[数量额计]|在[职编岗册校]|编制|合计|收入|支出|预算|余额"
)
_DOUBT = compiled(r"其中|主要|含|包括|等[,，;；]|等$|另|上年|去年|20[0-9]{2}年|约|左右|多[人户名家]")


def net_moves(ledger: Ledger) -> Iterator[Relation]:
    """The relation of every change that words call net, right behind the amounts that made it, of which some came."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence) if "净" in sentence.text else []
        for k, net in enumerate(facts):
            if k < _LEAST or net.measure != "change" or not net.direction:
                continue
            if _NET.search(ledger.between(facts[k - 1], net)):
                yield from maybe(_made(ledger, facts[:k], net))


_LEAST = 2


def _made(ledger: Ledger, before: Sequence[Fact], net: Fact) -> Relation | None:
    """A net change against what stands before it in its item, back to the first amount that did not come or go."""
    signs: list[int] = []
    parts: list[Fact] = []
    for fact in reversed(before):
        words = ledger.since(fact)
        sign = way(words, _IN, _OUT) if fact.measure == "level" else 0
        if not compatible(fact, net) or (fact.item, fact.depth) != (net.item, net.depth):
            break
        if not sign and fact.measure == "level" and not _STOCK.search(words):
            return None  # it may have come or gone, too
        if not sign:
            break
        if _DOUBT.search(words):
            return None
        signs.insert(0, sign * net.direction)
        parts.insert(0, fact)
    if {*signs} != {1, -1}:
        return None
    terms = [("plus" if s > 0 else "minus", f) for s, f in zip(signs, parts, strict=True)]
    made = relate("balance", Sum(tuple(signs)), (("stated", net), *terms), firm=True)
    return wrong_way(made) if made is not None else None
