"""Check `text`: words that contradict figures, units lost, template residue, stale years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import regex

from auditlint.checks import Check, text_claims, text_figures, text_years
from auditlint.checks.text_figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Remark, Span
from auditlint.numerals import normalize
from auditlint.records import dataclass, field

Kind = Literal[
    "missing-unit",
    "short-unit",
    "placeholder",
    "choice-left",
    "budget-words",
    "flat",
    "zero-base",
    "over-hundred",
    "own-year",
    "stale-year",
    "doubled",
    "blank",
    "none",
    "elsewhere",
    "reason",
    "visits",
    "date",
    "old-year",
]


@dataclass(frozen=True, slots=True)
class Options:
    """Which fault of words is looked for."""

    of: Kind = field(metadata={"help": "the kind of fault"})


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """Remarks of one kind over the running text."""
    yield from _FINDERS[options.of](ledger)


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
            fields = (("stated", fact.figure.text), ("unit", wanted))
            yield Remark("missing-unit", (place(fact),), fields, fact.figure.text + wanted)


def _usual(ledger: Ledger, fact: Fact) -> bool:
    """Whether the sentence prints units elsewhere and none is given once for all (单位：万元)."""
    sentence = ledger.sentences[fact.sentence]
    others = [ledger.facts[i].figure.unit for i in sentence.facts if i != fact.id]
    blocks = ledger.documents[fact.document].blocks
    near = "".join(b.text for b in blocks[max(sentence.block - 3, 0) : sentence.block + 1] if b.kind != "cell")
    return bool(others) and all(u.name for u in others) and not regex.search(r"单位\s?[:：]", near)


_END = compiled(r"\s*(?:[,;。)]|减少|增加|增长|下降|已经|已支)")


def _ends(ledger: Ledger, fact: Fact) -> bool:
    """Whether what follows a number cannot be a unit that we do not know."""
    text = ledger.documents[fact.document].blocks[fact.figure.span.block].text
    return _END.match(normalize(text[fact.figure.span.end : fact.figure.span.end + 6])) is not None


def _short_unit(ledger: Ledger) -> Iterator[Remark]:
    """预算下达38万，: 元 left out in a report that prints it everywhere else."""
    money = [f for f in ledger.facts if f.sentence >= 0 and f.figure.unit.dimension == "money"]
    short = [f for f in money if f.figure.unit.name in ("万", "亿")]
    if len(money) < 12 or len(short) * 6 > len(money):
        return
    for fact in short:
        if regex.match(r"[,;。，；)）]", ledger.after(fact, 1)):
            fields = (("stated", fact.figure.text), ("unit", "元"))
            yield Remark("short-unit", (place(fact),), fields, fact.figure.text + "元")


_PLACEHOLDER = compiled(
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


_CHOICE = compiled(
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
                yield Remark("choice-left", (mark(sentence, m.start(), m.end()),), (("stated", m.group()),))


_DOUBLED = compiled(
    r"(万元|亿元|%)\s?\1|元万元|(?<=[0-9])万万元|的的(?!确)"
    r"|(增加|减少|增长|下降|预算|决算|主要|原因|完成|情况|年度|以及|进行|开展|通过|根据|按照|包括|其中|具体|我[部委厅局办院处中心站县区市镇乡]|实施|提高|加强)\2"
    r"|([一-鿿]{4,8}[:,])\3"
)


_ONCE = {"元万元": "万元", "万万元": "万元", "的的": "的"}


def _doubled(ledger: Ledger) -> Iterator[Remark]:
    """万元万元, %%, 增加增加: a unit or word printed twice."""
    for sentence in ledger.sentences:
        for m in _DOUBLED.finditer(sentence.text):
            once = m.group(1) or m.group(2) or m.group(3) or _ONCE[m.group()]
            yield Remark("doubled", (mark(sentence, m.start(), m.end()),), (("stated", m.group()),), once)


_BLANK = compiled(
    r"(?:占|增长|下降|增加|减少|完成(?:年初|全年)?预算的?)\s{1,6}(?:%|万元|元)|(?:支出|收入|决算数?|预算数?)为\s{0,6}(?:万元|元)(?=[,;。])|(?<![0-9%])占\s?%"
)


def _blank(ledger: Ledger) -> Iterator[Remark]:
    """占 %, 减少 万元: the number was never filled in."""
    for sentence in ledger.sentences:
        found = list(_BLANK.finditer(sentence.text))
        if found:
            spans = tuple(mark(sentence, m.start(), m.end()) for m in found)
            yield Remark("blank", spans, (("stated", found[0].group()),))


_FINDERS: Mapping[str, Callable[[Ledger], Iterator[Remark]]] = {
    "missing-unit": _missing_unit,
    "placeholder": _placeholder,
    "choice-left": _choice_left,
    "short-unit": _short_unit,
    "budget-words": text_figures.budget_words,
    "flat": text_figures.flat,
    "zero-base": text_figures.zero_base,
    "over-hundred": text_figures.over_hundred,
    "own-year": text_years.own_year,
    "stale-year": text_years.stale_year,
    "doubled": _doubled,
    "blank": _blank,
    "none": text_claims.none,
    "elsewhere": text_claims.elsewhere,
    "reason": text_claims.reason,
    "visits": text_claims.visits,
    "date": text_years.date,
    "old-year": text_years.old_year,
}
CHECK = Check(
    "text",
    Options,
    run,
    ("stated", "unit", "rate", "change", "year", "expected"),
    "words that contradict figures, units lost, template residue",
    compares=False,
)
