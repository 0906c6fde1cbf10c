"""Facts from running text: each figure's measure, basis, direction and label, read from the text before it."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import regex

from auditlint.expressions import compiled
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Sentence
from auditlint.facts.phrases import Phrases
from auditlint.model import Document, Figure, Measure, Span, Unit
from auditlint.numerals import PLAIN, Scanned, count_unit, normalize, scan
from auditlint.records import dataclass

# a year that is compared with says nothing of the period of what follows
_YEAR = compiled(r"(?<![0-9])(?<![与较比同和由从于]\s?)(20[0-9]{2})\s?年")
TEN_THOUSAND = Unit("", "money", Decimal(10000))
# ends of clauses; a bracket that closes again is part of a label: 因公出国（境）费
_CUT = compiled(r"[,;。:]|\((?![^()]*\))|(?<!\([^()]*)\)|其中|包括")
_STOP = "。！？!?"
_CUTS = compiled(r"[()\[\],;:。！？!?]")
_ENUMERATOR = compiled(
    r"(?:(?<=^|[\s;。:,])(?:[0-9]{1,2}[.、](?![0-9])|\([0-9一二三四五六七八九十]{1,3}\)|[①-⑳]|[一二三四五六七八九十]{1,3}(?:是|、)))\s*"
)


@dataclass(slots=True)
class Draft:
    """A fact in the making; the fields of `model.Fact` and what only the reading of its sentence needs."""

    figure: Figure
    measure: Measure
    label: str
    lead: str
    basis: str = ""
    direction: int = 0
    base: str = ""
    year: str = ""
    sentence: int = -1
    clause: int = -1
    item: int = -1
    depth: int = 0
    grouped: bool = False  # continues a row of equals: a、b和c
    own: bool = True  # has a label of its own in its clause


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a sentence, item, clause or bracket begins: positions in a block's normalised text."""

    sentences: tuple[tuple[int, int], ...]
    depths: tuple[int, ...]
    items: tuple[int, ...]
    clauses: tuple[int, ...]


@lru_cache(maxsize=64)  # a paragraph of one sentence is asked for twice, a sentence for each of its brackets
def structure(text: str) -> Mark:
    """Cut a normalised text into sentences; number its items and clauses and the depth of brackets per character."""
    depths: list[int] = []
    items: list[int] = []
    clauses: list[int] = []
    sentences: list[tuple[int, int]] = []
    depth = item = clause = start = 0
    starts = {m.start() for m in _ENUMERATOR.finditer(text)}
    stack: list[int] = []
    for i in sorted(starts.union(m.start() for m in _CUTS.finditer(text))):
        c = text[i]
        plain = i - len(depths)  # characters since the last cut, at which nothing changes
        depths += [depth] * plain
        items += [item] * plain
        clauses += [clause] * plain
        if i in starts and depth == 0:
            item += 1
            clause += 1
        if c in "([":
            stack.append(i)
            depth += 1
        depths.append(depth)
        items.append(item)
        clauses.append(clause)
        if c in ")]" and depth:
            stack.pop()
            depth -= 1
        if c in ",;:" and not _inside_number(text, i):
            clause += 1
            if c == ";":
                item += 1
        elif c in _STOP:
            item += 1
            clause += 1
            if depth and text.find(")", i, i + 60) < 0:
                depth = 0
                stack.clear()
            if depth == 0:
                sentences.append((start, i + 1))
                start = i + 1
    plain = len(text) - len(depths)
    depths += [depth] * plain
    items += [item] * plain
    clauses += [clause] * plain
    if text[start:].strip():
        sentences.append((start, len(text)))
    return Mark(tuple(sentences), tuple(depths), tuple(items), tuple(clauses))


def _inside_number(text: str, i: int) -> bool:
    return (
        text[i] == ","
        and 0 < i < len(text) - 1
        and text[i - 1].isdigit()
        and text[i + 1 : i + 4].strip().isdigit()
        and (len(text[i + 1 : i + 4].strip()) == 3)
    )


def figure_of(found: Scanned, text: str, block: int, unit: Unit | None = None) -> Figure:
    """The figure a scan found, as a model noun; `unit` overrides the printed one."""
    unit = unit or found.unit
    exact = unit.dimension in ("count", "score") and found.decimals == 0 and unit.factor == 1
    exact = exact or unit.dimension == "score" or found.value == 0
    return Figure(
        Span(block, found.start, found.end),
        Span(block, found.start, found.digits),
        text[found.start : found.end],
        found.value,
        found.decimals,
        unit,
        exact,
    )


def read_paragraph(
    document: Document,
    number: int,
    block: int,
    phrases: Phrases,
    units: dict[str, Unit],
    counters: tuple[str, ...],
    first_sentence: int,
    year: str = "",
    declared: Unit | None = None,
) -> tuple[list[Sentence], list[list[Draft]]]:
    """The sentences of a paragraph and the drafts of each, in order.

    `number` is the document's index in the ledger, `first_sentence` the id the first sentence gets, `year` the one the
    report is about, `declared` the unit that words above the paragraph give its amounts.
    """
    raw = document.blocks[block].text
    text = normalize(raw)
    marks = structure(text)
    found = list(scan(text, units, counters))
    sentences: list[Sentence] = []
    drafts: list[list[Draft]] = []
    k = 0
    for start, end in marks.sentences:
        row: list[Draft] = []
        previous = _Previous(start)
        while k < len(found) and found[k].start < end:
            figure = found[k]
            k += 1
            if figure.start < start:
                continue
            draft = _draft(
                figure, raw, text, block, previous, marks, phrases, _row_unit(found, k - 1, text), year, declared
            )
            if draft is None:
                continue
            draft.sentence = first_sentence + len(sentences)
            row.append(draft)
            previous = _Previous(figure.end, draft, draft.year)
        sentences.append(
            Sentence(first_sentence + len(sentences), number, block, start, end, text[start:end], (), block)
        )
        drafts.append(row)
    return sentences, drafts


@dataclass(slots=True)
class _Previous:
    end: int
    draft: Draft | None = None
    year: str = ""


def _draft(
    found: Scanned,
    raw: str,
    text: str,
    block: int,
    previous: _Previous,
    marks: Mark,
    phrases: Phrases,
    row: Unit | None,
    year: str,
    declared: Unit | None,
) -> Draft | None:
    """What the text before a number makes of it; None where it is no figure (an ordinal, a code)."""
    lead = text[previous.end : found.start].replace(" ", "")
    last = previous.draft
    years = _YEAR.findall(text[previous.end : found.start])
    unit = found.unit
    sibling = last.figure.unit if last is not None else None
    at = found.start
    tail = text[found.end : found.end + _TAIL].replace(" ", "")
    if unit is PLAIN:
        guessed = row or _guess_unit(found, lead, tail, last, phrases, declared)
        if guessed is None:
            return None
        unit = guessed
    figure = figure_of(found, raw, block, unit)
    own = "" if _THIS_YEAR.search(lead) else previous.year
    draft = Draft(figure, "other", "", lead, year=years[-1] if years else own)
    draft.clause, draft.item, draft.depth = marks.clauses[at], marks.items[at], marks.depths[at]
    if (
        last is not None
        and phrases.continued.match(lead)
        and sibling is not None
        and sibling.dimension == unit.dimension
    ):
        draft.measure, draft.basis, draft.direction = last.measure, last.basis, last.direction
        draft.base, draft.grouped, draft.own = last.base, True, False
        return draft
    if last is not None and last.measure == "prior" and _LED.fullmatch(lead):
        draft.measure, draft.label, draft.own = "level", last.label, False  # 由A调减为B
        return draft
    _measure(draft, phrases, last, year, tail)
    led_from = _FROM.search(lead) if draft.measure in ("level", "budget") and _LED.match(tail) else None
    if led_from is not None:
        draft.measure = "prior"
        draft.label, draft.own = _label(lead[: led_from.start()], phrases)
    if draft.measure in ("rate", "change", "prior", "share"):
        _basis(draft, text, marks, phrases, year)
    return draft


_FROM = compiled(r"(?:由|从)(?:年初|原|原来|期初)?(?:预算)?(?:安排)?数?的?$")
_LED = compiled(
    r"(?:调整|调增|调减|上调|下调|核增|核减|增加|减少|提高|提升|降低|下降|上升|压减|压缩|缩减|增长|扩大|增|减|升|降)(?:到|至|为)"
)
_THIS_YEAR = compiled(r"(?:本年度?|今年)[^,;。:]*$")  # a year named before is over
_BETWEEN = compiled(r"\s*(?:[,、:]|和|及|与)\s*$")


def _row_unit(found: list[Scanned], k: int, text: str) -> Unit | None:
    """The unit printed once for a row of numbers: 25.8、46.6和27.6%."""
    for one, other in zip(found[k:], found[k + 1 :], strict=False):
        if one.unit is not PLAIN or not _BETWEEN.match(text[one.end : other.start]):
            return None
        if other.unit.dimension in ("money", "percent", "point"):
            return other.unit
    return None


RATIO = Unit("比", "percent")  # 三次产业结构为20.0:50.0:30.0: percentages by convention, without a sign
_STRUCTURE = compiled(r"(?:结构|构成|结构比|比例|之比)(?:为|是)$")


_COUNTED = compiled(r"[一-鿿](?P<unit>人次|批次|户次)(?:为|是|达|达到|共|:)?$")  # 门诊人次152,400


_DIVIDES = compiled(r"\)?[/÷]\(?[0-9][0-9,.]*\)?(?:[×*xX]100%)?\)?(?:=|≈)")  # 86.40/90.00×100%=: a quotient as computed
_TAIL = 40  # characters behind a number that tell what it is
_DIVIDED = compiled(r"^\)?[/÷]\(?$")


def _guess_unit(
    found: Scanned, lead: str, tail: str, last: Draft | None, phrases: Phrases, declared: Unit | None
) -> Unit | None:
    """The unit a number without one must have meant, None where it is no figure of ours."""
    if tail[:1] == ":" and _STRUCTURE.search(lead):
        return RATIO
    if lead == ":" and last is not None and last.figure.unit is RATIO:
        return RATIO
    if _DIVIDES.match(tail) or (_DIVIDED.search(lead) and last is not None and last.figure.unit is PLAIN):
        return PLAIN
    counted = _COUNTED.search(lead)
    if counted is not None and found.decimals == 0:
        return count_unit(counted["unit"])
    if found.decimals == 0 or tail[:1] in ("版", "代", "期") or (tail[:1] == ":" and declared is None):
        return None
    percent = Unit("", "percent")
    if phrases.share.search(lead) or phrases.completion.search(lead):
        return percent
    if declared is not None:
        return declared
    money = last.figure.unit if last is not None and last.figure.unit.dimension == "money" else TEN_THOUSAND
    if phrases.change.search(lead) and not lead.endswith(("到", "至")):
        if last is None:
            return None
        rate = last.measure == "change" or "幅" in lead or "同比" in lead
        return percent if rate else Unit("", "money", money.factor)
    if (
        phrases.prior.search(lead)
        or phrases.budget.search(lead)
        or lead.endswith(("资金", "经费", "决算为", "决算数为", "支出为", "收入为"))
    ):
        return Unit("", "money", money.factor)
    return None


_OWN_PRIOR = compiled(
    r"(?:^|[,;。:(])(?:(?:上年|去年|上年度|上一年度|去年度|上年同期|去年同期)|(?P<year>20[0-9]{2})年度?)"
    r"(?:年初)?(?:决算|预算|执行|支出|收入|实际|完成)?(?:(?:数|额)(?:为|是)?|为|是)$"
    r"|(?:(?:上年|去年|上年度|去年度)|(?P<year>20[0-9]{2})年度?)(?:年初)?(?:决算|预算|执行)(?:数|额)(?:为|是)?$"
    r"|(?P<year>20[0-9]{2})年度?为$"
    r"|(?:^|[,;。:(])(?:上年|去年|上年度|上年同期|去年同期)(?:同期)?(?:决算|预算|执行|支出|收入|实际|完成)?$"
)


_PLANNED = compiled(r"(?:预算|年初|全年|调整)+[^,;。]{0,6}$")
_DONE = compiled(r"^[,;]?(?:全年|累计|实际)?(?:已|共)?完成(?:了|率)?(?:为|达)?$")  # 年初预算A万元，…，完成p%
_OF_BEFORE = compiled(r"(?:上年|去年|上一?年度|(?:较|比|与)20[0-9]{2}年度?)[^,;。:]{0,8}$")  # 较上年人均3.41万元
_PLAN = compiled(r"(?:收入|支出|总|收支)预算(?:为|是|:|共|合计|共计)*$")  # a budget as a noun: 收入总预算


# 上年总收入为…: a value of the year before with a name; 上年结转 is one of this year
_YEAR_BEFORE = compiled(
    r"(?:^|[,;。:(])(?:上年|去年|上年度|上一年度|去年度|上年同期|去年同期)(?P<what>[^,;。:0-9末底结节]{2,20}(?:\([^()]*\))?(?:为|是)?)$"
)
_BROUGHT = compiled(r"结转|结余|结存|余额|滚存|节余|调入|转入")


def _announces_prior(lead: str, year: str) -> regex.Match[str] | None:
    """The words of a clause of its own that give the value of a year before: 上年决算数为…"""
    m = _OWN_PRIOR.search(lead)
    return m if m is not None and (m["year"] is None or (year != "" and m["year"] < year)) else None


_NAMED_PRIOR = compiled(
    r"(?:与|较|比|同)(?:上年度?|去年度?|上年同期|(?P<year>20[0-9]{2})年度?)\(?(?P<name>[^,;。:0-9()增减升降高低多少超]{2,16})$"
)
_CHANGED = compiled(r"[)]?[,]?(?:增加|减少|增长|下降|上升|降低|提高|压减|相比)")


def _compared_with(draft: Draft, year: str, tail: str) -> regex.Match[str] | None:
    """较2030年收支总预算A万元增加B万元: the value of a year before that is compared with, under its name."""
    m = _NAMED_PRIOR.search(draft.lead) if _CHANGED.match(tail) else None
    return m if m is not None and (m["year"] is None or (year != "" and m["year"] < year)) else None


_NO_SHARE = compiled(r"四舍五入|等于|合计为|之和")
_MOVED_TO = compiled(r"(?:追加|追减|调整|调增|调减|核减|增加|减少)(?:至|到)$")


def _measure(draft: Draft, phrases: Phrases, last: Draft | None, year: str, tail: str) -> None:
    """Set measure, direction, base and label from the end of the lead."""
    lead, dimension = draft.lead, draft.figure.unit.dimension
    change = phrases.change.search(lead)
    if dimension in ("percent", "ratio"):
        share = phrases.share.search(lead)
        if share is not None and _NO_SHARE.search(share["base"]):
            draft.label, draft.own = _label(lead, phrases)
            return  # 占比因四舍五入合计可能不等于100%
        if share is not None:
            base = share["base"]
            if phrases.completion.search("占" + base) or phrases.completion.search(lead):
                draft.measure = "completion"
            else:
                draft.measure, draft.base = "share", clean(base)
            draft.label, draft.own = _label(lead[: share.start()], phrases)
            return
        if draft.figure.unit is RATIO:
            draft.measure, draft.label, draft.own = "share", "", False
            return
        for pattern, measure in (
            (phrases.completion, "completion"),
            (phrases.completion_rate, "completion"),
            (phrases.share_words, "share"),
        ):
            found = pattern.search(lead)
            if found is not None:
                draft.measure = measure  # type: ignore[assignment]
                draft.label, draft.own = _label(lead[: found.start()], phrases)
                return
        if last is not None and _DONE.search(lead) and dimension == "percent":
            draft.measure, draft.own = "completion", False
            return
        if lead in ("的", "元的", "的约") and last is not None and last.measure == "budget":
            draft.measure, draft.own = "completion", False
            return
        if lead == "的" and last is not None and "占" in last.lead:
            draft.measure, draft.base, draft.own = "share", last.label or clean(last.lead.partition("占")[2]), False
            return
    if change is not None and not lead.endswith(("到", "至")):
        draft.measure = "rate" if dimension == "percent" else "change"
        ups, downs = phrases.up.search(lead), phrases.down.search(lead)
        both = "(" in change.group() or "（" in change.group()
        draft.direction = 0 if both else 1 if ups and not (downs and downs.start() < ups.start()) else -1
        draft.label, draft.own = _label(lead[: change.start()], phrases)
        if last is not None and last.measure == "prior" and not draft.label:
            draft.label = last.label
        return
    if dimension in ("percent", "ratio"):
        rest = phrases.rest_rate.search(lead)
        rate = phrases.named_rate.search(lead)
        draft.measure = "ratio" if rest or rate else "other"
        name = rate["name"] if rate else ""
        draft.label, draft.own = (clean(name), True) if name else _label(lead, phrases)
        return
    if dimension == "point":
        draft.measure = "other"
        draft.label, draft.own = _label(lead, phrases)
        return
    if phrases.difference.search(lead):
        draft.measure, draft.own = "change", False
        return
    prior = phrases.prior.search(lead) or _announces_prior(lead, year) or _compared_with(draft, year, tail)
    if prior is not None:
        draft.measure = "prior"
        draft.label, draft.own = _label(lead[: prior.start()], phrases)
        return
    before = _YEAR_BEFORE.search(lead)
    if before is not None and not _BROUGHT.search(before["what"]):
        draft.measure = "prior"
        draft.label, draft.own = _label(before["what"], phrases)
        return
    if last is not None and last.measure == "budget" and dimension == "money" and _MOVED_TO.search(lead):
        draft.measure, draft.own = "budget", False  # 年初预算A万元，年中追加至B万元
        return
    if phrases.budget.search(lead):
        draft.measure = "budget"
        named = lead if _PLAN.search(lead) else _PLANNED.sub("", lead)
        draft.label, draft.own = _label(named, phrases)
        return
    average = phrases.average.search(lead) if "均" in lead or "每" in lead else None
    if dimension == "score":
        draft.measure = "score"
    elif average is not None:
        draft.measure = "prior" if _OF_BEFORE.search(lead[: average.start("kind")]) else "average"
    else:
        draft.measure = "level"
    draft.label, draft.own = _label(lead, phrases)


def _label(lead: str, phrases: Phrases) -> tuple[str, bool]:
    """The label a lead ends with, and whether its last clause has one of its own."""
    text = lead
    for _ in range(3):
        text = phrases.copula.sub("", text).rstrip(":,、(（")
        if not text:
            break
    label = clean(_CUT.split(text)[-1]) if text else ""
    return label, bool(label)


def _since(compared: str, own: str) -> str:
    """The basis of a change against a year: "prior" for the year before its own, else that year."""
    return compared if own and int(own) - int(compared) > 1 else "prior"


def _basis(draft: Draft, text: str, marks: Mark, phrases: Phrases, year: str) -> None:
    """What a change refers to: the last comparison named in the sentence before it."""
    if phrases.beyond_budget.search(draft.lead):
        draft.basis = "budget"
        return
    at = draft.figure.span.start
    start = max((s for s, e in marks.sentences if s <= at), default=0)
    before = text[start:at].replace(" ", "")
    best, basis = -1, ""
    for pattern, compared in (
        (phrases.against_prior, "prior"),
        (phrases.against_opening, "opening"),
        (phrases.against_previous, "previous"),
    ):
        for m in pattern.finditer(before):
            if m.start() >= best:
                best, basis = m.start(), compared
    for m in phrases.against_year.finditer(before):
        if m.start() >= best:
            own = draft.year
            budget = m["budget"] is not None and own in ("", m["year"])
            best, basis = m.start(), "budget" if budget else _since(m["year"], own or year)
    for m in phrases.against_budget.finditer(before):
        if m.start() >= best:
            best, basis = m.start(), "budget"
    draft.basis = basis
