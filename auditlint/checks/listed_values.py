"""Names listed with their values: 教育支出5.20万元，占52.0%；…, and 2029—2031年分别为5.2、6.1、7.0亿元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.expressions import compiled
from auditlint.facts.ledger import Sentence
from auditlint.numerals import PRINTED, decimal
from auditlint.records import dataclass

_UNITS = r"%|万元|亿元|元|分|个|万人次|人次|人|件|次|辆|天|批次|项|户|家|吨|公顷|亩|平方米|公里"
_SHARE = rf"[,、(](?:所)?占[^,;。:、()0-9]{{0,16}}?(?P<share>{PRINTED})%\)?|\((?P<share>{PRINTED})%\)"
_ITEM = compiled(
    r"(?<=[,;。:、和及看为是])(?P<name>[^,;。:、()0-9为是]{2,20}?(?:\([类款项]\)[^,;。:、()0-9为是]{0,4}?)?|20[0-9]{2}年度?)"
    rf"(?:为|占比?)?(?:\([^()0-9]{{0,4}})?(?P<number>{PRINTED})(?P<unit>{_UNITS})\)?(?:{_SHARE})?(?=[,;。、和及])"
)
_YEARS = compiled(
    rf"(?P<first>20[0-9]{{2}})年?[—–~至到-]+(?P<last>20[0-9]{{2}})年(?P<noun>[^;。:、()0-9]{{0,24}}?)(?:分别|依次)(?:为|是|达到?)?:?"
    rf"(?P<values>{PRINTED}(?P<unit>{_UNITS})?(?:[、,]{PRINTED}(?:{_UNITS})?)*(?:[和与及]{PRINTED}(?:{_UNITS})?)?)(?=[,;。(])"
)
_VALUE = compiled(rf"(?P<number>{PRINTED})(?P<unit>{_UNITS})?")
_MARKS = compiled(r"\([类款项]\)|^(?:其中|主要由|由|主要是)")
_TOTAL = compiled(
    r"全年|累计|合计|总计|共计|小计|连同|总额|平均|均值|.*(?:合计|总计|共计|汇总)$"
)  # no item of the list it follows
_GAP = 1  # characters between the items of a list
_FEW = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A listed name with its value and, where printed, its share; [start, end) are its characters of the sentence."""

    name: str
    value: Decimal
    unit: str
    share: Decimal | None
    sentence: Sentence
    start: int
    end: int


def lists(sentence: Sentence) -> Iterator[Sequence[Item]]:
    """The runs of three or more names with values of one unit; two are enough where shares stand behind them."""
    yield from _years(sentence)
    run: list[Item] = []
    for m in _ITEM.finditer("。" + sentence.text):
        if _TOTAL.match(m["name"]):
            continue
        start, end = m.start("name") - 1, m.end() - 1
        share = decimal(m["share"]) if m["share"] else None
        item = Item(_MARKS.sub("", m["name"]), decimal(m["number"]), m["unit"], share, sentence, start, end)
        led = m["name"].startswith("其中")  # what stands before it is their total
        led = led or (bool(run) and _closes(sentence.text[run[-1].start : start]))
        if run and (led or start - run[-1].end > _GAP or run[-1].unit != item.unit):
            if _enough(run):
                yield run
            run = []
        run.append(item)
    if _enough(run):
        yield run


def _closes(words: str) -> bool:
    """（东a万元、西b万元），另有c万元: whether a bracket that held a list ends in what stands between two items."""
    return words.count(")") > words.count("(")


def _enough(run: Sequence[Item]) -> bool:
    return len(run) >= _FEW or (len(run) > 1 and all(i.share is not None for i in run))


def _years(sentence: Sentence) -> Iterator[Sequence[Item]]:
    """2029—2031年收入分别为5.2亿元、6.1亿元、7.0亿元: as many values as years."""
    for m in _YEARS.finditer(sentence.text) if "20" in sentence.text else ():
        found = list(_VALUE.finditer(m["values"]))
        years = range(int(m["first"]), int(m["last"]) + 1)
        units = {v["unit"] for v in found if v["unit"]}
        if len(found) == len(years) >= _FEW and len(units) == 1:
            unit, at = units.pop(), m.start("values")
            yield [
                Item(f"{year}年", decimal(v["number"]), unit, None, sentence, at + v.start(), at + v.end())
                for year, v in zip(years, found, strict=True)
            ]
