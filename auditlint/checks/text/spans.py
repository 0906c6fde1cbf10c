"""Names of periods beside the months or years they are said to have: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import whole_number
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_TO = r"(?:-|—|–|~|至|到)+"
_MONTHS = {
    "上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前三个季度": (1, 9),
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
}  # fmt: skip
_OF_MONTHS = compiled(
    rf"(?<![前第、和及与一二三至到—–~-])第?(?P<name>{'|'.join(_MONTHS)})\((?:即)?(?P<span>(?P<a>[0-9]{{1,2}})月?{_TO}(?P<b>[0-9]{{1,2}})月)(?:份)?\)"
)
_PLANS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_OF_PLAN = compiled(
    rf"“?(?P<name>{'|'.join(_PLANS)})”?(?:时期|期间|规划|规划期)?\((?:即)?(?P<span>(?P<a>20[0-9]{{2}})年?{_TO}(?P<b>20[0-9]{{2}})年?)\)"
)
_FEW_YEARS = r"(?P<n>[两二三四五六七八九十]|[2-9])"
_OF_YEARS = compiled(
    rf"(?:近|过去|前|最近|这){_FEW_YEARS}年(?:来|间|内)?\((?:即)?(?P<span>(?P<a>20[0-9]{{2}})年?{_TO}(?P<b>20[0-9]{{2}})年?)\)"
    rf"|(?<![0-9月日])(?P<span>(?P<a>20[0-9]{{2}})年?{_TO}(?P<b>20[0-9]{{2}})年)(?:度)?(?:这|共|的)?{_FEW_YEARS}(?:个)?年(?:度)?(?:来|间)?(?=累计|共|合计|[,、的]|平均|总)"
)

_DAY = r"(?:[0-9]{1,2}日)?"
_MONTH_TO_MONTH = compiled(
    rf"(?P<span>(?P<a>20[0-9]{{2}})年(?P<first>[0-9]{{1,2}})月{_DAY}{_TO}(?P<b>20[0-9]{{2}})年(?P<last>[0-9]{{1,2}})月{_DAY})"
    rf"[,(]?(?:共计?|为期|历时|工期|期限|期限为|周期){_FEW_YEARS}年(?!度|内)"
)


def spans(ledger: Ledger) -> Iterator[Remark]:
    """上半年（1—7月）, “十四五”时期（2021—2026年）, 近三年（2029—2030年）: not the months or years of such a period."""
    for pattern, right in (
        (_OF_MONTHS, _has_months),
        (_OF_PLAN, _has_years),
        (_OF_YEARS, _may_last),
        (_MONTH_TO_MONTH, _lasts),
    ):
        for number, index, _, m in matches(ledger, pattern):
            if not right(m, ledger.year):
                fields = (("stated", m["span"]), ("label", m.group()))
                yield Remark("span", ((number, Span(index, *m.span())),), fields)


def _has_months(m: regex.Match[str], _: str) -> bool:
    return (int(m["a"]), int(m["b"])) == _MONTHS[m["name"]]


def _has_years(m: regex.Match[str], year: str) -> bool:
    return (int(m["a"]), int(m["b"])) == _PLANS[m["name"]] or _so_far(m, year)


def _so_far(m: regex.Match[str], year: str) -> bool:
    """“十五五”时期（2026—2028年） in a report of 2028, or its budget for 2029: the part of a plan that is over."""
    first, last = _PLANS[m["name"]]
    return int(m["a"]) == first and int(m["b"]) < last and bool(year) and int(year) - int(m["b"]) in (0, 1)


def _may_last(m: regex.Match[str], _: str) -> bool:
    """Whether a number of years is that of the calendar years, or that from the end of one to the end of the other."""
    gap = int(m["b"]) - int(m["a"])
    return whole_number(m["n"]) in (gap, gap + 1)


def _lasts(m: regex.Match[str], _: str) -> bool:
    """Whether a number of years is that of the months from one to the other, one of which may not count."""
    months = 12 * (int(m["b"]) - int(m["a"])) + int(m["last"]) - int(m["first"])
    return abs(months - 12 * whole_number(m["n"])) <= 1
