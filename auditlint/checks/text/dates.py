"""Dates that are none: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark

_DAY = compiled(r"(?<![0-9])(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号](?!内|以)")
_MONTH = compiled(r"(?<![0-9])20[0-9]{2}年(?P<month>[0-9]{1,2})月(?!以|内)")
_PERIOD = compiled(
    r"(?P<first>20[0-9]{2})年(?P<a>[0-9]{1,2})月(?:(?P<x>[0-9]{1,2})日)?(?:起)?(?:至|到|—|–|-|~)+(?P<last>20[0-9]{2})年(?P<b>[0-9]{1,2})月"
    r"(?:(?P<y>[0-9]{1,2})日)?"
)
_YEAR_OF = r"(?=年(?:度|1?[0-9]月|(?:部门|单位)?[决预]算|(?:收入|支出|收支)))"
_NO_YEAR = compiled(
    rf"(?<![0-9第近共满])(?:2[0-9]{{2}}|20[0-9]{{3}}|20[0-9]0[0-9]{{2}}){_YEAR_OF}"
)  # 231年度, 20231年度
_RUNNING = compiled(r"[,;。]")
_LEAP = 2000  # a day without a year may be of a leap year
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def date(ledger: Ledger) -> Iterator[Remark]:
    """6月31日, 2031年13月, 自2031年9月至2031年3月: days that are none, years and periods likewise."""
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
        if _RUNNING.search(sentence.text):  # of titles other rules tell
            found += _NO_YEAR.finditer(sentence.text)
        for m in found:
            yield Remark("date", (mark(sentence, m.start(), m.end()),), (("stated", m.group()),))


def _is_day(month: int, day: int, year: int) -> bool:
    if (month, day) != (2, 29):
        return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1]
    from calendar import isleap  # takes longer to load than the rest of this file

    return isleap(year)
