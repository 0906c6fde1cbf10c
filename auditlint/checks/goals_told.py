"""What the running text says an indicator came to, against its row in a form; part of the check `goal`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.relate import relate
from auditlint.checks.text.indicators import LINK, KnownIndicator, known_indicators
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation
from auditlint.slips import MISTYPED, slip

_VALUES = ("level", "ratio", "share", "completion", "other", "target", "average")
_APART = compiled(
    r"目标|计划|任务|指标值|预期|拟|应(?![急对收])|力争|确保|不低于|不少于|上年|去年|累计|截[至止]|[0-9]月|季度|半年|其中|[每均各约近超余]|新增|剩余|另|比|较|增长|下降|全国|全省"
)
_BEHIND = compiled(r"[^,;。]{0,3}(?:上年|去年)|余|多|左右|以[上下内]|及以|[-~—至][0-9]|的?(?:目标|计划|任务)")
_PLAIN = compiled(
    r"(?:^|[,;。、:)])(?:全年|本年度?|年内|20[0-9]{2}年|共|已|实际|完成|开展|组织|实施|举办|落实|建成|的)*$"
)  # before a name: nothing that makes it narrower, or wider
_ANY = compiled(r"(?:满意|及时|完成|合格|执行|到位|达标|覆盖|准确|验收)[率度]$")  # what any project may have
_OWN = 8  # characters of such a name that is of one project alone
_SHOWS = 3  # digits of a result that is no other one by chance
_REACH = 16  # characters between the beginning of a name and its figure


def told(ledger: Ledger) -> Iterator[Relation]:
    """清淤渠道23.8公里 beside a row 清淤渠道长度 | ≥22公里 | 23.8公里: told where a slip makes the difference."""
    known = {name: k for name, k in known_indicators(ledger).items() if k is not None and _is_own(name)}
    for fact in ledger.facts if known else ():
        if fact.sentence < 0 or fact.measure not in _VALUES or fact.depth or fact.period not in ("", ledger.year):
            continue
        before = ledger.sentences[fact.sentence].before(fact)
        item = before.rpartition(";")[2]
        name = _named(item, known)
        row = known.get(name)
        if row is None or row.done.figure.unit.name != fact.figure.unit.name:
            continue
        if _APART.search(item[-_LEAD:]) or _BEHIND.match(ledger.after(fact, 6)):
            continue
        made = relate("same-figure", Equal(), (("stated", fact), ("other", row.done)), firm=True)
        plain = _PLAIN.search(item, 0, item.rindex(name)) is not None
        if made is not None and (made.verdict != "broken" or (plain and _mistyped(fact, row))):
            yield made


_LEAD = 40  # characters before a figure that may say that it is of another year, or a target


def _is_own(name: str) -> bool:
    return _ANY.search(name) is None or len(name) >= _OWN


def _named(item: str, known: dict[str, KnownIndicator]) -> str:
    """The name of the indicator that stands right before the end of an item, in whole; "" where none does."""
    found = [
        n
        for n in known
        if (at := item.rfind(n, max(len(item) - len(n) - _REACH, 0))) >= 0 and _links(item, at + len(n))
    ]
    return max(found, key=len, default="")


def _links(item: str, end: int) -> bool:
    m = LINK.fullmatch(item, end)
    return m is not None and m["number"] is None and not m.group().endswith(",")


def _mistyped(fact: Fact, row: KnownIndicator) -> bool:
    """Whether a figure is a slip from the result, and not the target, which may be told in its place."""
    if fact.figure.amount == row.goal.figure.amount or fact.figure.unit.name == "":
        return False
    digits = len(str(abs(row.done.figure.value)).replace(".", "").strip("0"))
    return digits >= _SHOWS and slip(fact.figure, row.done.figure.value) in MISTYPED
