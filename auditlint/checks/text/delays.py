"""Days between a planned day and the real one against what is said of them: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark
from auditlint.records import dataclass

_SAID = compiled(
    r"(?:(?:比|较)(?:原|合同|约定|预定|既定)*(?:计划|约定|合同|工期|目标|要求)[^,;。:0-9]{0,10}|(?<=,))"
    r"(?P<way>提前|推迟|延迟|延期|滞后|延后|逾期|拖延|晚)了?(?P<days>[0-9]{1,3})(?:个?日历)?天"
)
_DATED = compiled(
    r"(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日(?:[^,;。、0-9]{0,4}?"
    r"(?P<event>开工|动工|进场|完工|竣工|完成|验收|交付|交工|通车|投用|开学|开班|举办|上线|启用))?"
)
_PLANNED, _REAL = compiled(r"计划|约定|原定|合同|应于|预定|要求"), compiled(r"实际")
_EXCUSED = compiled(
    r"(?:扣除|剔除)[^,;。]{0,10}(?:天|期|停|雨|汛)|顺延|停工|工作日|批准|同意|核减|累计|分别|约[0-9]|近[0-9]|余天|个月"
)
_ALIKE = ({"完工", "竣工", "完成", "交工"}, {"开工", "动工", "进场"})
_LATER = compiled(r"推迟|延|滞后|逾期|晚")


@dataclass(frozen=True, slots=True)
class _Day:
    """A printed day with what is to be done or was done on it; `own`: its year is printed, not taken from before."""

    year: int
    month: int
    day: int
    own: bool
    event: str
    start: int
    end: int

    def dates(self) -> Iterator[date]:
        """The days that may be meant: without a year of its own, in the year before it or the next one."""
        for year in (self.year,) if self.own else (self.year, self.year + 1):
            try:
                yield date(year, self.month, self.day)
            except ValueError:
                continue


def delays(ledger: Ledger) -> Iterator[Remark]:
    """计划9月30日完工，实际11月18日完工，比计划提前49天: the days lie otherwise than is said."""
    for sentence in ledger.sentences:
        said = list(_SAID.finditer(sentence.text))
        if len(said) != 1 or _EXCUSED.search(sentence.text):
            continue
        pair = _pair(sentence, said[0].start())
        if pair is None:
            continue
        planned, real = pair
        way = 1 if _LATER.search(said[0]["way"]) else -1
        apart = {(there - here).days for here in planned.dates() for there in real.dates()}
        days = way * int(said[0]["days"])
        if apart and all(abs(days - n) > 1 for n in apart):  # the first day may be counted, or not
            near = min(apart, key=lambda n: abs(abs(n) - abs(days)))
            spans = (mark(sentence, said[0].start(), said[0].end()), mark(sentence, real.start, real.end))
            meant = f"{'推迟' if near > 0 else '提前'}{abs(near)}天"
            yield Remark("delay", spans, (("stated", said[0].group()), ("change", meant)))


def _pair(sentence: Sentence, at: int) -> tuple[_Day, _Day] | None:
    """The day that was planned and the one before `at` on which the same was done; None where that is not sure."""
    real = _REAL.search(sentence.text, 0, at)
    plan = _PLANNED.search(sentence.text, 0, real.start() if real else 0)
    days = _days(sentence, at)
    if real is None or plan is None or not days:
        return None
    last = days[-1]
    before = [d for d in days if plan.start() < d.start < real.start() and _same(d, last)]
    behind = [d for d in days if d.start > real.start() and _same(d, last)]
    return (before[0], last) if len(before) == 1 and behind == [last] else None


def _same(one: _Day, other: _Day) -> bool:
    """Whether two days are told of one event."""
    return bool(one.event) and (one.event == other.event or any({one.event, other.event} <= kind for kind in _ALIKE))


def _days(sentence: Sentence, end: int) -> Sequence[_Day]:
    """The days of a sentence before a place, in order; those before the first year are left out."""
    found: list[_Day] = []
    for m in _DATED.finditer(sentence.text, 0, end):
        own = m["year"] is not None
        if own or found:
            year = int(m["year"]) if own else found[-1].year
            found.append(_Day(year, int(m["month"]), int(m["day"]), own, m["event"] or "", m.start(), m.end()))
    return found
