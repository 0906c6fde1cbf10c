"""What rose, fell or lost points most, against the changes listed before: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.text.template import paragraphs
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import PRINTED, decimal
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_NAME = r"[^,;。:、()0-9“”]"
_UP, _DOWN = r"增长|增加|上升|提高|上涨", r"下降|减少|降低|下滑"
_MOVED = compiled(
    rf"(?:^|(?<=[,;。:、])|(?<=其中))(?P<name>{_NAME}{{2,16}}?)(?:为|完成|实现|收入|支出)*{PRINTED}(?:万元|亿元|元|人次|人|万人次|件|亩|吨)"
    rf"[,(](?:同比|(?:比|较)(?:上年|去年)(?:同期)?)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?(?P<n>{PRINTED})%\)?(?=[,;。、]|$)"
)
_MOST_MOVED = compiled(
    rf"(?:^|(?<=[,;。:])|(?<=其中))(?P<name>{_NAME}{{2,16}}?)(?:的)?(?P<noun>增幅|增速|涨幅|降幅)最(?P<word>[大高快])(?=[,;。]|$)"
    rf"|(?:^|(?<=[,;。:])|(?<=其中))(?P<noun>增幅|增速|涨幅|降幅)最(?P<word>[大高快])的(?:税种|项目|科目|一项)?(?:是|为)(?P<name>{_NAME}{{2,16}}?)(?=[,;。]|$)"
)
_LOST = compiled(
    rf"(?:^|(?<=[,;。:、]))(?:[一二三四五六七八]是|\([0-9]\)|[0-9][.、])?(?P<name>{_NAME}{{2,20}}?)[,]?(?:被)?[扣丢失](?:了)?(?P<n>{PRINTED})分(?=[,;。、]|$)"
)
_MOST_LOST = compiled(
    rf"(?:^|(?<=[,;。:])|(?<=其中))(?:其中)?:?(?P<name>{_NAME}{{2,20}}?)(?:指标)?(?P<noun>扣分|失分|丢分)最(?P<word>多)(?=[,;。]|$)"
    rf"|(?:^|(?<=[,;。:])|(?<=其中))(?P<noun>扣分|失分|丢分)最(?P<word>多)的(?:是|为)(?P<name>{_NAME}{{2,20}}?)(?=[,;。]|$)"
)
_EACH = compiled(r"每|扣完|标准|最多扣|酌情|不得分|则扣|的扣|口径|剔除|除")
_TOTAL = compiled(r"共|合计|总|累计|[一二两三四五六七八九十]项$")  # names no one of the list
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Move:
    """A listed name with how far it moved; [start, end) are characters of the paragraph."""

    name: str
    value: Decimal
    start: int
    end: int


def movers(ledger: Ledger) -> Iterator[Remark]:
    """增值税3亿元，同比下降2.7%；契税…增长8.4%；个人所得税…增长5.9%。个人所得税增幅最高: it is 契税."""
    for number, index, text in paragraphs(ledger):
        if ledger.documents[number].role != "report" or "最" not in text or _EACH.search(text):
            continue
        for claims, moves in ((_MOST_MOVED, _MOVED), (_MOST_LOST, _LOST)):
            for m in claims.finditer(text):
                listed = _listed(text, moves, m.start())
                best = _best(listed, m)
                if best is not None:
                    spans = ((number, Span(index, *m.span("name"))), (number, Span(index, best.start, best.end)))
                    fields = (("stated", m["name"]), ("label", m["noun"] + "最" + m["word"]), ("expected", best.name))
                    yield Remark("superlative", spans, fields)


def _listed(text: str, pattern: regex.Pattern[str], at: int) -> Sequence[_Move]:
    """The moves listed before a claim, falls below zero; none where they are few or a name comes again."""
    found = []
    for m in pattern.finditer(text, 0, at):
        if _TOTAL.search(m["name"]):
            continue
        value = decimal(m["n"])
        found.append(_Move(m["name"], -value if m.groupdict().get("down") else value, *m.span()))
    return found if len({f.name for f in found}) == len(found) >= _FEW else ()


def _best(listed: Sequence[_Move], claim: regex.Match[str]) -> _Move | None:
    """The one that moved most in the way of the claim, in place of the one listed that it names."""
    named = [f for f in listed if f.name == claim["name"]]
    sign = -1 if claim["noun"] == "降幅" else 1
    best = max(listed, key=lambda f: sign * f.value, default=None)
    if best is None or len(named) != 1 or sign * best.value <= 0:
        return None
    alone = sum(f.value == best.value for f in listed) == 1
    return best if alone and named[0] is not best else None
