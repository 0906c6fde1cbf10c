"""Years in sentences that cannot be right: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import mark
from auditlint.checks.text.template import paragraphs
from auditlint.checks.text.titles import FUNDS
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark, Span
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_OF_YEAR = compiled(r"^(?:[(（]?[一二三四五六七八九十0-9]+[)）、.．])?(?:本部门|本单位)?(?P<year>20[0-9]{2})年度?")
_OWN_YEAR = compiled(
    r"(?:与|较|比)(?P<year>20[0-9]{2})年度?(?:决算数?|支出决算数?)?(?:相比|对比|比较)?[,，]?[^,;。0-9]{0,12}(?:增加|减少|增长|下降|上升|降低)"
)
_NAMED = compiled(r"20[0-9]{2}(?=\s?年)")
_PLANNED = compiled(r"预算|年初|全年|计划|目标|批复|半年|季度|月|同期")


def own_year(ledger: Ledger) -> Iterator[Remark]:
    """A report on 2031 that says 与2031年相比增加…, or any 2030年…与2030年相比: a year compared with itself."""
    yield from _own_budget(ledger)
    if not ledger.year:
        return
    for sentence in ledger.sentences:
        for m in _OWN_YEAR.finditer(sentence.text):
            subject = _OF_YEAR.match(sentence.text)
            own = m["year"] in (ledger.year, subject["year"] if subject else "")
            named = _NAMED.findall(ledger.section(sentence) + sentence.text[: m.start()])
            named = named or _of_the_sentence_before(ledger, sentence, m.start())
            own = own and m["year"] == max(named, default="")
            if own and not _PLANNED.search(m.group()):
                last = f"{int(m['year']) - 1}年"
                yield Remark(
                    "own-year",
                    (mark(sentence, m.start("year"), m.end("year") + 1),),
                    (("stated", m["year"] + "年"), ("year", last.removesuffix("年"))),
                    last,
                )


_YET_TO_COME = compiled(r"预计|预期|明年|次年|下一?年|计划|目标|拟|将|今后|未来")


def _of_the_sentence_before(ledger: Ledger, sentence: Sentence, at: int) -> list[str]:
    """2031年度收、支总计A万元。收、支与2031年度相比，…: the years named right before a comparison."""
    before = ledger.sentences[sentence.id - 1] if sentence.id > 0 else sentence
    if before is sentence or not before.beside(sentence):
        return []
    return [] if _YET_TO_COME.search(sentence.text[:at]) else _NAMED.findall(before.text)


_BUDGET_AGAINST_OWN = compiled(
    r"(?P<own>20[0-9]{2})年度?(?P<what>[^,;。]{0,50})[,]"
    r"(?:与|较|比|同)(?P<year>20[0-9]{2})年度?(?:年初)?(?:部门)?(?:支出|收入|收支)?预算(?:数|安排)?(?:相比|对比)?"
    r"[^;。]{0,24}?(?:增加|减少|增长|下降|上升|降低|持平)"
)
_END = r"年(?:12月31日|12月[末底]|年?[末底])"
_ON_A_DAY = compiled(
    rf"(?:截至|截止)(?:到)?(?P<own>20[0-9]{{2}}){_END}(?P<what>(?:(?!截[至止])[^\n]){{2,200}}?)(?<=[,;])(?:较|比|与)(?P<year>(?P=own)){_END}"
    r"(?:相比|对比)?,?(?:\([^()]{1,20}\))?(?:略有|有所|净)?(?:增加|减少|增长|下降|上升|降低|持平)"
)


def own_day(ledger: Ledger) -> Iterator[Remark]:
    """截至2031年12月31日，固定资产…，比2031年末增加…: what stood at a day compared with the same day."""
    for number, index, text in paragraphs(ledger):
        for m in _ON_A_DAY.finditer(text):
            if set(_NAMED.findall(m["what"])) - {m["own"]}:
                continue  # the comparison may be of what stands between
            place = number, Span(index, m.start("year"), m.end("year") + 1)
            other = number, Span(index, m.start("own"), m.end("own") + 1)
            last = f"{int(m['year']) - 1}年"
            yield Remark("own-year", (place, other), (("stated", m["year"] + "年"), ("year", last.removesuffix("年"))))


_ADJUSTED = compiled(r"调整|追加|执行|决算|完成")


def _own_budget(ledger: Ledger) -> Iterator[Remark]:
    """2031年预算6.20万元，比2031年预算数减少…: a budget compared with the budget of its own year."""
    for sentence in ledger.sentences:
        for m in _BUDGET_AGAINST_OWN.finditer(sentence.text):
            planned = "预算" in FUNDS.sub("", m["what"]) and not _ADJUSTED.search(m.group())
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


_AGAINST = compiled(r"(?:与|较|比)(?P<year>20[0-9]{2})年度?(?:决算数?)?(?:相比|对比|比较)")
_AS_OF = compiled(r"截至(?P<year>20[0-9]{2})年12月31日")
_ASSETS = compiled(r"国有资产")
_OF_ASSETS = compiled(r"[,]?(?:本部门|本单位|我部门|我单位)?(?:共有|共保有|保有)(?:公务用车|车辆)")
_STATED = compiled(r"(?:支出|收入|收支|收、支)(?:总体)?(?:决算)?(?:数|总计|合计|为|[0-9])")
_TITLES = 3  # blocks among which a report's title stands
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
            found = [(s, m) for s, m in found if _STATED.search(s.text) and "预算" not in FUNDS.sub("", s.text[:30])]
        if sum(m["year"] == right for _, m in found) < _MOST:
            continue
        for s, m in found:
            # beside the right year the other one is meant
            paragraph = ledger.documents[s.document].blocks[s.block].text
            if int(m["year"]) == int(right) - 1 and right not in paragraph:
                yield _old(s, m, right)
    titles = "".join(b.text for b in ledger.documents[0].blocks[:_TITLES])
    if "预算" in titles and "决算" not in titles:
        return  # a budget tells what there was at the end of the year before
    for s in ledger.sentences:
        as_of = _AS_OF.search(s.text)
        if as_of is None or as_of["year"] != last or this in s.text:
            continue
        if _ASSETS.search(ledger.section(s)) or _OF_ASSETS.match(s.text, as_of.end()):
            yield _old(s, as_of, this)


_LATER_PART = compiled(
    rf"(?:截至|截止)(?:到)?(?P<year>20[0-9]{{2}}){_END}[^。]{{0,60}}?(?:共有|实有|保有|结存|账面|现有|拥有|登记|占有)[^。]{{0,40}}?"
    r"(?:其中|包括|含):?(?:[^,;。0-9拟将预计]{0,8})(?P<later>20[0-9]{2})年(?:[0-9]{1,2}月)?(?:[^,;。0-9]{0,4})(?:新购|购置|购入|调入|新增|新建|建成|录用|招录)"
)


def later_part(ledger: Ledger) -> Iterator[Remark]:
    """截至2030年12月31日，共有车辆3辆，其中2031年5月新购1辆: a part of what stood there that came later."""
    for number, index, text in paragraphs(ledger):
        for m in _LATER_PART.finditer(text):
            if int(m["later"]) > int(m["year"]):
                place = number, Span(index, m.start("year"), m.end("year") + 1)
                fields = (("stated", m["year"] + "年"), ("year", m["later"]))
                yield Remark("old-year", (place,), fields, m["later"] + "年")


def _old(sentence: Sentence, m: regex.Match[str], right: str) -> Remark:
    start, end = m.span("year")
    fields = (("stated", m["year"] + "年"), ("year", right))
    return Remark("old-year", (mark(sentence, start, end + 1),), fields, right + "年")
