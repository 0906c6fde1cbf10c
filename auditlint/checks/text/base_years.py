"""Years that a statement compares with and that cannot be meant: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import normalize

_SIDES = r"收、?支|收入、?支出|收入|支出"
_TOTALS = rf"(?:{_SIDES}|财政拨款(?:{_SIDES})|财政拨款)总?(?:决算|预算)?(?:总计|总体)?"
_STATED = compiled(
    r"(?:^|(?<=[。:、)]))[^,;。:0-9]{0,30}(?P<year>20[0-9]{2})年度?(?P<what>(?:(?!20[0-9]{2}年)[^;。]){2,160}?"
    r"(?<=[0-9元])[,。])(?:与|较|比|同)(?P<base>20[0-9]{2})年度?(?:决算数?)?(?:相比|对比|比较)?[,]?"
    r"(?P<subject>[^,;。0-9]{0,16}?)(?:各|均|分别)?(?:增加|减少|增长|下降|上升|降低)"
)
_SUBJECT = compiled(rf"^(?:{_TOTALS}(?:、{_TOTALS})?)?$")
_NO_YEAR = compiled(r"预算|年初|年末|结转|计划|目标|项目|累计")
_ANY = compiled(r"20[0-9]{2}(?=年)")


def base_year(ledger: Ledger) -> Iterator[Remark]:
    """2030年度收入总计…。与2031年度相比…, 2031年度收、支总计…。与2029年度相比…: not the year before its subject."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        for index, block in enumerate(document.blocks):
            if block.kind == "cell" or block.text.count("20") < _PAIR:
                continue
            text = normalize(block.text)
            for m in _STATED.finditer(text):
                year, base = int(m["year"]), int(m["base"])
                later = base > year and not _NO_YEAR.search(m["what"])
                skipped = base == year - 2 and _SUBJECT.match(m["subject"]) and _TOTAL.search(m["what"])
                skipped = skipped and any(f"{year - 1}年" in b.text or "上年" in b.text for b in document.blocks)
                named = set(map(int, _ANY.findall(text))) == {year, base} or _told_behind(text, m.end(), year - 1)
                if not later and not (skipped and named):
                    continue
                left = later and ledger.year == str(base + 1)  # the subject's year was left, not the base's
                group, right = ("year", base + 1) if left else ("base", year - 1)
                span = Span(index, m.start(group), m.end(group) + 1)
                fields = (("stated", m[group] + "年"), ("year", str(right)), ("change", m["year"] + "年"))
                yield Remark("base-year", ((number, span),), fields, f"{right}年")
    yield from _of_charts(ledger)


_BEHIND = compiled(r"^[^;。]{0,40}?\((?P<year>20[0-9]{2})年度?[^()]{0,20}(?:为|是)?[0-9]")


def _told_behind(text: str, at: int, year: int) -> bool:
    """与2029年相比，…增加…（2030年收入总预算为…）: whether a bracket behind gives the amount of the year before."""
    m = _BEHIND.match(text[at : at + _FAR])
    return m is not None and int(m["year"]) == year


_FAR = 80  # characters
_PAIR = 2  # years that a statement and its comparison name
_TOTAL = compiled(r"总计|总收入|总支出|合计|总预算")
_CHART = compiled(
    r"图\s?[0-9]{1,2}[:\s]?[^,;。0-9]{0,10}(?P<first>20[0-9]{2})年?(?:度)?(?:和|与|、|及|,)(?P<last>20[0-9]{2})年(?:度)?"
    r"[^,;。0-9]{0,12}(?:收|支|拨款|决算|三公|总计)[^,;。0-9]{0,12}(?:变动|对比|比较|增减|变化)"
)


def _of_charts(ledger: Ledger) -> Iterator[Remark]:
    """图1：2029年度、2031年度收、支总计变动情况, where the text above compares 2031 with 2030."""
    for number, document in enumerate(ledger.documents):
        for index, block in enumerate(document.blocks):
            m = _CHART.search(normalize(block.text)) if "图" in block.text and block.kind != "cell" else None
            if m is None or int(m["last"]) != int(m["first"]) + 2 or ledger.year != m["last"]:
                continue
            middle = str(int(m["last"]) - 1)
            above = " ".join(normalize(b.text) for b in document.blocks[max(index - 3, 0) : index] if b.kind != "cell")
            if middle in _ANY.findall(above) and m["first"] not in above:
                span = Span(index, *m.span("first"))
                fields = (("stated", m["first"] + "年"), ("year", middle), ("change", m["last"] + "年"))
                yield Remark("base-year", ((number, span),), fields, middle)
