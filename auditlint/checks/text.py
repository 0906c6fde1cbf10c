"""Check `text`: words that contradict figures, units lost, template residue, stale years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import regex

from auditlint.checks import Check
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark, Span
from auditlint.numerals import normalize

Kind = Literal[
    "missing-unit", "placeholder", "choice-left", "budget-words", "flat", "zero-base", "stale-year", "doubled", "blank"
]


@dataclass(frozen=True, slots=True)
class Options:
    """Which fault of words is looked for."""

    of: Kind = field(metadata={"help": "the kind of fault"})


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """Remarks of one kind over the running text."""
    yield from _FINDERS[options.of](ledger)


def _span(sentence: Sentence, start: int, end: int) -> tuple[int, Span]:
    return sentence.document, Span(sentence.block, sentence.start + start, sentence.start + end)


def _place(fact: Fact) -> tuple[int, Span]:
    return fact.document, fact.figure.span


def _missing_unit(ledger: Ledger) -> Iterator[Remark]:
    """占76.23, 较上年2.08减少: a figure whose unit the sentence makes certain and does not print."""
    for fact in ledger.facts:
        unit = fact.figure.unit
        if fact.figure.span.end == len(ledger.documents[fact.document].blocks[fact.figure.span.block].text):
            continue  # cut off at the end of its paragraph
        if fact.sentence >= 0 and not _usual(ledger, fact):
            continue
        if fact.sentence >= 0 and not unit.name and unit.dimension in ("money", "percent") and _ends(ledger, fact):
            wanted = "%" if unit.dimension == "percent" else "万元" if unit.factor == 10000 else "元"
            yield Remark("missing-unit", (_place(fact),), (("stated", fact.figure.text), ("unit", wanted)))


def _usual(ledger: Ledger, fact: Fact) -> bool:
    """Whether the sentence prints units elsewhere and none is given once for all (单位：万元)."""
    sentence = ledger.sentences[fact.sentence]
    others = [ledger.facts[i].figure.unit for i in sentence.facts if i != fact.id]
    blocks = ledger.documents[fact.document].blocks
    near = "".join(b.text for b in blocks[max(sentence.block - 3, 0) : sentence.block + 1] if b.kind != "cell")
    return bool(others) and all(u.name for u in others) and not regex.search(r"单位\s?[:：]", near)


_END = regex.compile(r"\s*(?:[,;。)]|减少|增加|增长|下降|已经|已支)")


def _ends(ledger: Ledger, fact: Fact) -> bool:
    """Whether what follows a number cannot be a unit that we do not know."""
    text = ledger.documents[fact.document].blocks[fact.figure.span.block].text
    return _END.match(normalize(text[fact.figure.span.end : fact.figure.span.end + 6])) is not None


_PLACEHOLDER = regex.compile(
    r"[XxＸｘ×]{2,}(?![0-9A-Za-z])(?=年|月|万元|元|个|人|辆|部门|单位|局|委|办|%|项目|批次|。|,|;)|(?<![A-Za-z])[XＸ]{2,}(?:万元|元|%|部门|单位)|\{单位\}|\{部门\}|_{3,}\s*(?:万元|元|%)"
)


def _placeholder(ledger: Ledger) -> Iterator[Remark]:
    """XX万元, ××部门: what a template left to fill in."""
    for number, document in enumerate(ledger.documents):
        for index, block in enumerate(document.blocks):
            if block.kind == "cell":
                continue
            for m in _PLACEHOLDER.finditer(normalize(block.text)):
                yield Remark("placeholder", ((number, Span(index, m.start(), m.end())),), (("stated", m.group()),))


_CHOICE = regex.compile(
    r"(?:增加|增长|上升|提高|大于|高于)\((?:减少|下降|降低|小于|低于)\)|(?:减少|下降|小于)\((?:增加|增长|大于)\)|(?:增加|增长|大于)/(?:减少|下降|小于)"
)


def _choice_left(ledger: Ledger) -> Iterator[Remark]:
    """增加（减少）5.20万元: the template's choice was not made; with a zero it is house style."""
    for sentence in ledger.sentences:
        for m in _CHOICE.finditer(sentence.text):
            after = [
                f
                for f in (ledger.facts[i] for i in sentence.facts)
                if 0 <= f.figure.span.start - sentence.start - m.end() <= 4
            ]
            if after and after[0].figure.value:
                yield Remark("choice-left", (_span(sentence, m.start(), m.end()),), (("stated", m.group()),))


_BUDGET_WORDS = regex.compile(r"决算(?:数)?(?P<word>大于|小于|等于|高于|低于|超过)(?:年初|全年|调整)?预算(?:数)?")


def _budget_words(ledger: Ledger) -> Iterator[Remark]:
    """完成预算100%，决算数大于预算数: the word against the rate of its item."""
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        rates = [f for f in facts if f.measure == "completion" and f.depth == 0]
        words = list(_BUDGET_WORDS.finditer(sentence.text))
        if len(words) != 1 or len(rates) != 1 or rates[0].figure.span.start - sentence.start > words[0].start():
            continue
        rate, word = rates[0].figure.value, words[0]["word"]
        if any(f.measure == "budget" and not f.figure.value for f in facts):
            continue
        sign = (rate > 100) - (rate < 100)
        said = {"大于": 1, "高于": 1, "超过": 1, "小于": -1, "低于": -1, "等于": 0}[word]
        if sign != said and not (said and rate == 100 and not rates[0].figure.decimals and _unrounded(facts)):
            yield Remark(
                "budget-words",
                (_span(sentence, words[0].start(), words[0].end()), _place(rates[0])),
                (("stated", words[0].group()), ("rate", rates[0].figure.text)),
            )


def _unrounded(facts: list[Fact]) -> bool:
    """Whether actual and budget are printed and differ: then 100% is only a rounding of the rate."""
    amounts = {
        f.figure.amount for f in facts if f.measure in ("level", "budget") and f.figure.unit.dimension == "money"
    }
    return len(amounts) > 1


_FLAT = regex.compile(
    r"(?:与|较|比|同)(?:上年|去年|上年度|20[0-9]{2}年度?)[^,;。0-9]{0,8}(?:持平|无变化|无增减变化|没有变化|一致|相同)"
)


def _flat(ledger: Ledger) -> Iterator[Remark]:
    """与上年持平 beside a change of the same item that is not zero."""
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        for m in _FLAT.finditer(sentence.text):
            start = max(sentence.text.rfind(";", 0, m.start()), sentence.text.rfind("。", 0, m.start())) + 1
            end = min(
                (i for i in (sentence.text.find(";", m.end()), sentence.text.find("。", m.end())) if i >= 0),
                default=len(sentence.text),
            )
            own = [f for f in facts if start <= f.figure.span.start - sentence.start < end and f.depth == 0]
            levels = [f for f in own if f.measure == "level" and f.figure.unit.dimension == "money"]
            moved = [
                f
                for f in own
                if f.measure == "change" and f.basis == "prior" and f.direction and f.figure.value and not f.label
            ]
            if len(levels) <= 1 and moved and moved[0].figure.span.start - sentence.start < m.start():
                yield Remark(
                    "flat",
                    (_span(sentence, m.start(), m.end()), _place(moved[0])),
                    (("stated", m.group()), ("change", moved[0].figure.text)),
                )


def _zero_base(ledger: Ledger) -> Iterator[Remark]:
    """0.30万元，比上年增加0.30万元，增长100%: last year was nothing, so there is no rate."""
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        for level, change, rate in zip(facts, facts[1:], facts[2:], strict=False):
            if (
                level.measure == "level"
                and change.measure == "change"
                and rate.measure == "rate"
                and change.direction == rate.direction == 1
                and level.figure.amount == change.figure.amount != 0
                and rate.figure.value
                and change.basis == "prior"
                and not change.label
            ):
                yield Remark(
                    "zero-base",
                    (_place(rate), _place(level), _place(change)),
                    (("stated", rate.figure.text), ("change", change.figure.text)),
                )


_HEADING_YEAR = regex.compile(r"(?<![0-9])(20[0-9]{2})\s?年度?")
_TRUNCATED = regex.compile(r"(?<![0-9])(?:20[0-9]|2[0-9])\s?年度")


def _stale_year(ledger: Ledger) -> Iterator[Remark]:
    """A heading of another year than the report, or with a year cut short."""
    if not ledger.year:
        return
    expected = {ledger.year, str(int(ledger.year) + 1)}
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        years = [
            (i, m)
            for i, b in enumerate(document.blocks)
            if b.kind == "heading"
            for m in _HEADING_YEAR.finditer(normalize(b.text))
        ]
        usual = sum(m.group(1) == ledger.year for _, m in years)
        for i, m in years:
            text = normalize(document.blocks[i].text)
            if (
                m.group(1) not in expected
                and usual >= 3
                and "决算" in text
                and "预算" not in text
                and not regex.search(r"[与较比和至—-]|《", text)
            ):
                yield Remark(
                    "stale-year",
                    ((number, Span(i, m.start(), m.end())),),
                    (("stated", m.group()), ("year", ledger.year)),
                )
        for i, b in enumerate(document.blocks):
            if b.kind == "heading":
                for m in _TRUNCATED.finditer(normalize(b.text)):
                    yield Remark(
                        "stale-year",
                        ((number, Span(i, m.start(), m.end())),),
                        (("stated", m.group()), ("year", ledger.year)),
                    )


_DOUBLED = regex.compile(
    r"(万元|亿元|%)\s?\1|元万元|(?<=[0-9])万万元|增加增加|减少减少|增长增长|下降下降|预算预算数|决算决算数|支出支出决算|的的(?!确)|完成完成"
)


def _doubled(ledger: Ledger) -> Iterator[Remark]:
    """万元万元, %%, 增加增加: a unit or word printed twice."""
    for sentence in ledger.sentences:
        for m in _DOUBLED.finditer(sentence.text):
            yield Remark("doubled", (_span(sentence, m.start(), m.end()),), (("stated", m.group()),))


_BLANK = regex.compile(
    r"(?:占|增长|下降|增加|减少|完成(?:年初|全年)?预算的?)\s{1,6}(?:%|万元|元)|(?:支出|收入|决算数?|预算数?)为\s{0,6}(?:万元|元)(?=[,;。])|(?<![0-9%])占\s?%"
)


def _blank(ledger: Ledger) -> Iterator[Remark]:
    """占 %, 减少 万元: the number was never filled in."""
    for sentence in ledger.sentences:
        found = list(_BLANK.finditer(sentence.text))
        if found:
            spans = tuple(_span(sentence, m.start(), m.end()) for m in found)
            yield Remark("blank", spans, (("stated", found[0].group()),))


_FINDERS: Mapping[str, Callable[[Ledger], Iterator[Remark]]] = {
    "missing-unit": _missing_unit,
    "placeholder": _placeholder,
    "choice-left": _choice_left,
    "budget-words": _budget_words,
    "flat": _flat,
    "zero-base": _zero_base,
    "stale-year": _stale_year,
    "doubled": _doubled,
    "blank": _blank,
}
CHECK = Check(
    "text",
    Options,
    run,
    ("stated", "unit", "rate", "change", "year"),
    "words that contradict figures, units lost, template residue",
    compares=False,
)
