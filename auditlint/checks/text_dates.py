"""Dates that are none: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text_figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_DAY = compiled(r"(?<![0-9])(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号](?!内|以)")
_MONTH = compiled(r"(?<![0-9])20[0-9]{2}年(?P<month>[0-9]{1,2})月(?!以|内)")
_PERIOD = compiled(
    r"(?P<first>20[0-9]{2})年(?P<a>[0-9]{1,2})月(?:(?P<x>[0-9]{1,2})日)?(?:起)?(?:至|到|—|–|-|~)+(?P<last>20[0-9]{2})年(?P<b>[0-9]{1,2})月"
    r"(?:(?P<y>[0-9]{1,2})日)?"
)
_LEAP = 2000  # a day without a year may be of a leap year
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


_WHEN = r"(?P<{0}y>20[0-9]{{2}})年(?P<{0}m>[0-9]{{1,2}})月(?:(?P<{0}d>[0-9]{{1,2}})日)?(?:[上中下]旬|[初底])?"
_BEGUN_AND_ENDED = compiled(  # 2031年3月15日开工，2031年11月28日通过竣工验收
    _WHEN.format("a")
    + r"(?:正式|全面)*(?:开工(?:建设)?|动工(?:建设)?|进场施工|开始施工|开工仪式)[,、]?(?:[并且已]*[于在]?)"
    + _WHEN.format("b")
    + r"(?:正式|全面|全部|顺利|通过|完成|组织|主体|如期|提前)*(?:完工|竣工|验收|投入使用|建成|交付使用|通车)"
)


def _backwards(m: regex.Match[str]) -> bool:
    """Whether what is built was finished before it was begun; dates without a day are compared by months."""
    days = bool(m["ad"] and m["bd"])
    begun, ended = ((int(m[k + "y"]), int(m[k + "m"]), int(m[k + "d"]) if days else 0) for k in "ab")
    return ended < begun


def date(ledger: Ledger) -> Iterator[Remark]:
    """6月31日, 2031年13月, 自2031年9月至2031年3月: days that are none, periods that end before they begin."""
    for sentence in ledger.sentences:
        found = [
            m
            for m in _DAY.finditer(sentence.text)
            if not _is_day(int(m["month"]), int(m["day"]), int(m["year"] or _LEAP))
        ]
        found += [m for m in _MONTH.finditer(sentence.text) if not 1 <= int(m["month"]) <= len(_DAYS)]
        for m in _PERIOD.finditer(sentence.text):
            begin = int(m["first"]), int(m["a"]), int(m["x"] or 1)
            if begin > (int(m["last"]), int(m["b"]), int(m["y"] or len(_DAYS) * 31)):
                found.append(m)
        if "工" in sentence.text:
            found += [m for m in _BEGUN_AND_ENDED.finditer(sentence.text) if _backwards(m)]
        for m in found:
            yield Remark("date", (mark(sentence, m.start(), m.end()),), (("stated", m.group()),))


def _is_day(month: int, day: int, year: int) -> bool:
    if (month, day) != (2, 29):
        return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1]
    from calendar import isleap  # takes longer to load than the rest of this file

    return isleap(year)
