"""Stages of a project whose days go backwards: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark
from auditlint.records import dataclass

_STAGES = (
    r"发布[^,;。0-9]{0,6}公告|招标公告",
    r"开标|评标",
    r"(?:发出|取得)?中标通知|签订[^,;。0-9]{0,8}合同|签约",
    r"(?:正式)?(?:开工|动工|启动|开始(?:实施|施工|建设)?|进场)",
    r"(?:全面|全部|主体)?(?:完工|竣工|建成|完成(?:建设|施工|改造|安装)|结束)",
    r"(?:通过|组织|完成)?[^,;。0-9]{0,6}(?:验收|投入使用|投入运行)",
)
_DATED = compiled(
    r"(?P<lead>(?:^|(?<=[,;。:、]))(?:并|且|项目|该项目|工程)?[于自]?)?(?<![0-9])(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?(?!至|—|-)"
    r"(?P<said>[^,;。0-9]{0,14})"
)
_KINDS = tuple(compiled(rf"(?:{stage})") for stage in _STAGES)
_UNSURE = compiled(
    r"计划|预计|拟|应|约定|原定|要求|实际|提前|早于|先于|补办|补签|倒签|未批|违规|前$|次年|再次|二期|重新|第二|另"
)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage with its month and day; `year` is the one printed or that of the day before, `own` says which."""

    rank: int
    year: str
    month: int
    day: int
    own: bool
    start: int
    end: int

    @property
    def when(self) -> tuple[str, int, int]:
        """What days are compared by."""
        return self.year, self.month, self.day


def timelines(ledger: Ledger) -> Iterator[Remark]:
    """2030年6月开工，2030年4月完工: what comes later is told to have been earlier."""
    for sentence in ledger.sentences:
        if "月" not in sentence.text:
            continue
        stages = _stages(sentence)
        for i in range(1, len(stages)):
            one, other = stages[i - 1], stages[i]
            if one.rank < 0 or other.rank <= one.rank or not _backwards(stages, i):
                continue
            spans = (mark(sentence, other.start, other.end), mark(sentence, one.start, one.end))
            said, before = (sentence.text[s.start : s.end] for s in (other, one))
            yield Remark("timeline", spans, (("stated", said), ("change", before)))
            break


def _backwards(stages: Sequence[_Stage], i: int) -> bool:
    """Whether a stage lies before the one told before it; without a year of its own, only where the next goes on."""
    one, other = stages[i - 1], stages[i]
    if (one.day and not other.day) or (other.day and not one.day):
        earlier = (other.year, other.month) < (one.year, one.month)
    else:
        earlier = other.when < one.when
    if not earlier or (other.own and one.year):
        return earlier
    return i + 1 < len(stages) and stages[i + 1].when > one.when


def _stages(sentence: Sentence) -> Sequence[_Stage]:
    """The dated clauses of a sentence in order; none where one of them is planned, or of another project."""
    found: list[_Stage] = []
    year = ""
    for m in _DATED.finditer(sentence.text):
        if found and m["lead"] is None:
            return ()
        clause = sentence.text[max(sentence.text.rfind(s, 0, m.start()) for s in ",;。") + 1 : m.end()]
        if _UNSURE.search(clause):
            return ()
        own = m["year"] is not None
        year = m["year"] or year
        rank = next((k for k in reversed(range(len(_KINDS))) if _KINDS[k].search(m["said"])), -1)
        start = m.end("lead") if m["lead"] is not None else m.start()
        found.append(_Stage(rank, year, int(m["month"]), int(m["day"] or 0), own, start, m.end("said")))
    return found
