"""Years and dates that cannot be right: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditlint.checks.text_figures import mark
from auditlint.expressions import compiled
from auditlint.facts import PROSE
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize

_HEADING_YEAR = compiled(r"(?<![0-9])(20[0-9]{2})\s?年度?")
_USUAL = 3  # headings with the report's year before one of another year is told
_HEAD = 60  # characters of a line above a table
_TABLE_HEAD = compiled(r"(?:金额)?单位[:：]")
_FUNDS = compiled(r"一般公共预算|公共财政预算|政府性基金预算|国有资本经营预算")
_COMPARING = compiled(r"[与较比和至—-]|《")
_TRUNCATED = compiled(r"(?<![0-9])(?:20[0-9]|2[0-9])\s?年度")
# in running text too
_CUT_SHORT = compiled(r"(?<![0-9.])20[0-9]\s?年度(?=部门|单位|决算|预算|收入|支出|财政|一般|政府|国有|三公)")


def stale_year(ledger: Ledger) -> Iterator[Remark]:
    """A heading or title of another year than the report, or with a year cut short."""
    yield from _title(ledger)
    if not ledger.year:
        return
    expected = {ledger.year, str(int(ledger.year) + 1)}
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        for years in (_in_headings(document), _in_table_heads(document)):
            usual = sum(m.group(1) == ledger.year for _, m, _ in years)
            for i, m, telling in years:
                if telling and m.group(1) not in expected and usual >= _USUAL:
                    yield _wrong(ledger, number, i, m, m.group().replace(m.group(1), ledger.year))
        for i, b in enumerate(document.blocks):
            if b.kind in PROSE:
                pattern = _TRUNCATED if b.kind == "heading" else _CUT_SHORT
                for m in pattern.finditer(normalize(b.text)):
                    yield _wrong(ledger, number, i, m, ledger.year + "年度")


def _wrong(ledger: Ledger, number: int, block: int, m: regex.Match[str], right: str) -> Remark:
    place = number, Span(block, m.start(), m.end())
    return Remark("stale-year", (place,), (("stated", m.group()), ("year", ledger.year)), right)


def _in_headings(document: Document) -> list[tuple[int, regex.Match[str], bool]]:
    """The years in headings; telling are those of a heading that speaks of accounts and of no other year."""
    found = []
    for i, b in enumerate(document.blocks):
        if b.kind == "heading":
            text = normalize(b.text)
            plain = _FUNDS.sub("", text)
            telling = "决算" in plain or "绩效" in plain
            telling = telling and "预算" not in plain.replace("预算绩效", "") and not _COMPARING.search(text)
            found += [(i, m, telling) for m in _HEADING_YEAR.finditer(text)]
    return found


def _in_table_heads(document: Document) -> list[tuple[int, regex.Match[str], bool]]:
    """The years between 部门： and 金额单位： above tables."""
    found = []
    for i, b in enumerate(document.blocks):
        if len(b.text) <= _HEAD and "单位" in b.text:
            text = normalize(b.text)
            if _TABLE_HEAD.search(text):
                found += [(i, m, True) for m in _HEADING_YEAR.finditer(text)]
    return found


_OF_YEAR = compiled(r"^(?:[(（]?[一二三四五六七八九十0-9]+[)）、.．])?(?:本部门|本单位)?(?P<year>20[0-9]{2})年度?")
_OWN_YEAR = compiled(
    r"(?:与|较|比)(?P<year>20[0-9]{2})年度?(?:决算数?|支出决算数?)?(?:相比|对比|比较)?[,，]?[^,;。0-9]{0,12}(?:增加|减少|增长|下降|上升|降低)"
)
_NAMED = compiled(r"20[0-9]{2}(?=\s?年)")
_PLANNED = compiled(r"预算|年初|全年|计划|目标|批复|上半年|同期")


def own_year(ledger: Ledger) -> Iterator[Remark]:
    """A report on 2031 that says 与2031年相比增加…, or any 2030年…与2030年相比: a year compared with itself."""
    yield from _own_budget(ledger)
    if not ledger.year:
        return
    for sentence in ledger.sentences:
        for m in _OWN_YEAR.finditer(sentence.text):
            subject = _OF_YEAR.match(sentence.text)
            own = m["year"] in (ledger.year, subject["year"] if subject else "")
            named = _NAMED.findall(sentence.text[: m.start()])
            own = own and m["year"] == max(named, default="")
            if own and not _PLANNED.search(m.group()):
                last = f"{int(m['year']) - 1}年"
                yield Remark(
                    "own-year",
                    (mark(sentence, m.start("year"), m.end("year") + 1),),
                    (("stated", m["year"] + "年"), ("year", last.removesuffix("年"))),
                    last,
                )


_BUDGET_AGAINST_OWN = compiled(
    r"(?P<own>20[0-9]{2})年度?(?P<what>[^,;。]{0,50})[,]"
    r"(?:与|较|比|同)(?P<year>20[0-9]{2})年度?(?:年初)?(?:部门)?(?:支出|收入|收支)?预算(?:数|安排)?(?:相比|对比)?"
    r"[^;。]{0,24}?(?:增加|减少|增长|下降|上升|降低|持平)"
)
_ADJUSTED = compiled(r"调整|追加|执行|决算|完成")


def _own_budget(ledger: Ledger) -> Iterator[Remark]:
    """2031年预算6.20万元，比2031年预算数减少…: a budget compared with the budget of its own year."""
    for sentence in ledger.sentences:
        for m in _BUDGET_AGAINST_OWN.finditer(sentence.text):
            planned = "预算" in _FUNDS.sub("", m["what"]) and not _ADJUSTED.search(m.group())
            if m["own"] == m["year"] and planned:
                last = f"{int(m['year']) - 1}年"
                place = mark(sentence, m.start("year"), m.end("year") + 1)
                fields = (("stated", m["year"] + "年"), ("year", last.removesuffix("年")))
                yield Remark("own-year", (place,), fields, last)


_LAST_CALLED = compiled(
    r"(?:上年|上一年|去年)(?:度)?\((?:即)?(?P<year>20[0-9]{2})年?(?:度)?\)|(?P<year>20[0-9]{2})年(?:度)?\((?:即)?(?:上年|上一年|去年)(?:度)?\)"
)


def last_called(ledger: Ledger) -> Iterator[Remark]:
    """2031年度…，上年（2029年）为…: the year in brackets is not the one before the year spoken of."""
    for sentence in ledger.sentences:
        for m in _LAST_CALLED.finditer(sentence.text):
            named = _NAMED.findall(sentence.text[: m.start()])
            if len(set(named)) != 1 or ledger.year not in (named[0], m["year"]):
                continue
            right = str(int(named[0]) - 1)
            if m["year"] != right:
                start, end = m.span("year")
                fields = (("stated", sentence.text[start : end + 1]), ("year", right))
                yield Remark("last-called", (mark(sentence, start, end),), fields, right)


_TITLE = compiled(
    r"^[^,;。:]{0,30}?(?P<year>20[0-9]{2})年度?(?:部门|单位)(?:综合)?(?P<kind>预算|决算)[^,;。:]{0,6}(?:说明|公开|报告)[^,;。:]{0,4}$"
)
_OF_KIND = r"(?<![0-9])(?P<year>20[0-9]{2})年度?(?:部门|单位)(?:综合)?"
_TITLES = 12  # blocks in which a report's title stands


def _title(ledger: Ledger) -> Iterator[Remark]:
    """2030年部门预算编制说明 over a text that speaks of the 2031年部门预算 only: the title was left from last year."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        for index, block in enumerate(document.blocks[:_TITLES]):
            m = _TITLE.match(normalize(block.text).strip())
            if m is None or block.kind == "cell":
                continue
            said = compiled(_OF_KIND + m["kind"])
            kind = m["kind"]
            named = [b.text for i, b in enumerate(document.blocks) if i != index and kind in b.text]
            others = [y for text in named for y in said.findall(normalize(text))]
            right = str(int(m["year"]) + 1)
            if len(others) >= _REPEATED and set(others) == {right}:
                start = block.text.find(m["year"])
                place = number, Span(index, start, start + len(m["year"]))
                yield Remark("stale-year", (place,), (("stated", m["year"] + "年"), ("year", right)), right)
            break


_REPEATED = 2  # times another year is named, and the title's never
_DAY = compiled(r"(?<![0-9])(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号](?!内|以)")
_MONTH = compiled(r"(?<![0-9])20[0-9]{2}年(?P<month>[0-9]{1,2})月(?!以|内)")
_PERIOD = compiled(
    r"(?P<first>20[0-9]{2})年(?P<a>[0-9]{1,2})月(?:(?P<x>[0-9]{1,2})日)?(?:起)?(?:至|到|—|–|-|~)+(?P<last>20[0-9]{2})年(?P<b>[0-9]{1,2})月"
    r"(?:(?P<y>[0-9]{1,2})日)?"
)
_LEAP = 2000  # a day without a year may be of a leap year
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


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
        for m in found:
            yield Remark("date", (mark(sentence, m.start(), m.end()),), (("stated", m.group()),))


def _is_day(month: int, day: int, year: int) -> bool:
    if (month, day) != (2, 29):
        return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1]
    from calendar import isleap  # takes longer to load than the rest of this file

    return isleap(year)


_AGAINST = compiled(r"(?:与|较|比)(?P<year>20[0-9]{2})年度?(?:决算数?)?(?:相比|对比|比较)")
_AS_OF = compiled(r"截至(?P<year>20[0-9]{2})年12月31日")
_ASSETS = compiled(r"国有资产")
_OF_ASSETS = compiled(r"[,]?(?:本部门|本单位|我部门|我单位)?(?:共有|共保有|保有)(?:公务用车|车辆)")
_STATED = compiled(r"(?:支出|收入|收支|收、支)(?:总体)?(?:决算)?(?:数|总计|合计|为|[0-9])")
_MOST = 3  # sentences of one form with the right year before one with another is told


def old_year(ledger: Ledger) -> Iterator[Remark]:
    """A sentence that others of its form write with the report's year, left with that of an earlier report."""
    if not ledger.year.isdigit() or ledger.planned:
        return
    this, last = ledger.year, str(int(ledger.year) - 1)
    for form, right in ((_OF_YEAR, this), (_AGAINST, last)):
        found = [
            (s, m)
            for s in ledger.sentences
            if ledger.documents[s.document].role == "report" and (m := form.search(s.text)) is not None
        ]
        if form is _OF_YEAR:
            found = [(s, m) for s, m in found if _STATED.search(s.text) and "预算" not in _FUNDS.sub("", s.text[:30])]
        if sum(m["year"] == right for _, m in found) < _MOST:
            continue
        for s, m in found:
            # beside the right year the other one is meant
            paragraph = ledger.documents[s.document].blocks[s.block].text
            if int(m["year"]) == int(right) - 1 and right not in paragraph:
                yield _old(s, m, right)
    for s in ledger.sentences:
        as_of = _AS_OF.search(s.text)
        if as_of is None or as_of["year"] != last or this in s.text:
            continue
        if _ASSETS.search(ledger.section(s)) or _OF_ASSETS.match(s.text, as_of.end()):
            yield _old(s, as_of, this)


def _old(sentence: Sentence, m: regex.Match[str], right: str) -> Remark:
    start, end = m.span("year")
    fields = (("stated", m["year"] + "年"), ("year", right))
    return Remark("old-year", (mark(sentence, start, end + 1),), fields, right + "年")
