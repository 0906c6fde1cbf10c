"""持平, 无增减变化 beside figures that differ: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.text.figures import item_start, mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark
from auditlint.numerals import PRINTED, decimal

_SAME = r"(?:持平|无变化|无增减变化|无增减|没有变化|一致|相同)"
_FLAT = compiled(
    rf"(?:与|较|比|同)(?:上年|去年|上年度|20[0-9]{{2}}年度?)(?:(?!计划|目标|预算)[^,;。0-9]){{0,8}}(?<!基本)(?<!大体)(?<!大致){_SAME}"
)
_AS_A_REASON = ("原因是", "原因为", "原因:", "原因是:")
_OF_OTHERS = compiled(r"(?:其[他它余]|剩余)各?(?:项|类|部分)?(?:费用|经费|支出|指标)?(?:均|都)?$")
_AFTER_FLAT = compiled(r"[,](?:较上年|比上年|比去年|较去年|同比)?(?:增加|减少|增长|下降|上升|降低)了?")
_TURNED = compiled(r"(?:减少|下降|降低|增加|增长|上升)(?:为|到|至)")
_NEARLY = compiled(
    r"(?:(?:与|较|比|同)(?:上年|去年|上年度|20[0-9]{2}年度?)(?:(?!计划|目标|预算)[^,;。0-9]){0,8}(?P<same>(?:基本|大体|大致)(?:持平|一致|相同))"
    r"|(?:略有|稍有|小幅)(?P<way>增加|增长|上升|减少|下降|降低))(?=[,])"
)
_ITS_OWN_CHANGE = compiled(  # nothing that brings in another basis: 同口径, 较年初, 实际
    r"(?:[,0-9.万亿元]|同比|(?:比|较|与)(?:上年|去年)(?:度|同期)?(?:相比)?|增加|增长|减少|下降|上升|降低|了|[增降]幅|为|约|达)*"
)
_NEAR, _LITTLE = 20, 50  # percent of change that 基本持平 and 略有 certainly do not mean
_RIGHT_ABOVE = compiled(
    r"(?:与|较|比|同)(?:上年|去年|上年度|20[0-9]{2}年度?)(?:相比)?(?P<said>无增减变化|无变化|没有变化|持平)(?=[0-9])"
)
_BEHIND_VALUE = compiled(rf"(?:相比)?[,]?{_SAME}")


def flat(ledger: Ledger) -> Iterator[Remark]:
    """与上年持平 beside a change of the same item that is not zero, or beside another value of last year."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for m in _FLAT.finditer(sentence.text):
            if sentence.text.endswith(_AS_A_REASON, 0, m.start()):
                continue  # told as a reason that is none
            if _OF_OTHERS.search(sentence.text[: m.start()]):
                continue  # of items that are not named
            own = _item(sentence, facts, m.start(), m.end())
            levels = [f for f in own if f.measure == "level" and f.figure.unit.dimension == "money"]
            bases = ("prior", "opening") if "末" in m.group() else ("prior",)
            compared = [f for f in own if f.basis in ("", *bases)]
            moved = _moved(sentence, compared, m.start(), m.end()) if len(levels) <= 1 else None
            if moved is None:
                here = [f for f in own if f.figure.span.start < sentence.start + m.start()]
                said = [f for f in here if f.measure == "level"] or [f for f in here if f.measure == "budget"]
                moved = _differing(own, [f for f in said if f.figure.unit.dimension in ("money", "count")])
            if moved is not None:
                yield _remark(sentence, m.start(), m.end(), moved)
        yield from _behind_values(sentence, facts)
        yield from _nearly(sentence, facts)


def _remark(sentence: Sentence, start: int, end: int, moved: Fact) -> Remark:
    fields = (("stated", sentence.text[start:end]), ("change", moved.figure.text))
    return Remark("flat", (mark(sentence, start, end), place(moved)), fields)


def _item(sentence: Sentence, facts: Sequence[Fact], start: int, end: int) -> list[Fact]:
    """The figures between the semicolons or full stops around some words, brackets left out."""
    first = item_start(sentence, start)
    ends = (i for i in (sentence.text.find(";", end), sentence.text.find("。", end)) if i >= 0)
    last = min(ends, default=len(sentence.text))
    return [f for f in facts if first <= f.figure.span.start - sentence.start < last and f.depth == 0]


def _moved(sentence: Sentence, facts: Sequence[Fact], start: int, end: int) -> Fact | None:
    """A change of an item that is said to be none, before those words or right behind them."""
    for i, f in enumerate(facts):
        at = f.figure.span.start - sentence.start
        changed = f.measure in ("change", "rate") and f.basis in ("prior", "opening") and f.direction and f.figure.value
        before = f.measure == "change" and not f.label and at < start
        if changed and before and not _another(sentence, facts[i:], start):
            return f
        if changed and at > end and _AFTER_FLAT.fullmatch(sentence.text[end:at]):
            return f
        if f.measure == "prior" and i + 1 < len(facts) and at < start:
            other = facts[i + 1]
            between = sentence.between(f, other)
            if _TURNED.fullmatch(between) and other.figure.amount != f.figure.amount:
                return other
    return None


def _another(sentence: Sentence, facts: Sequence[Fact], start: int) -> bool:
    """Whether an amount, a count or a name stands between a change and the words.

    减少0.86万元，接待0人次，与上年持平; 占比下降0.17个百分点，支出总盘子与上年持平.
    """
    said = sentence.text[facts[0].figure.span.end - sentence.start : start].rpartition(",")
    if said[1] and not _NO_NAME.fullmatch(said[2]):
        return True
    return any(f.measure == "level" and f.figure.span.start - sentence.start < start for f in facts)


_NO_NAME = compiled(
    r"(?:总体|整体|总的来看|支出|收入|经费|预算|决算|该项|此项|本项|金额|数额|规模|基本|大体|均|都|也|仍|但)*"
)


def _differing(facts: Sequence[Fact], levels: Sequence[Fact]) -> Fact | None:
    """The value of last year that an item prints beside its only amount, where the two differ."""
    priors = [f for f in facts if f.measure == "prior" and f.basis in ("", "prior")]
    priors = [f for f in priors if levels and f.figure.unit.dimension == levels[0].figure.unit.dimension]
    if len(levels) != 1 or len(priors) != 1 or priors[0].label:
        return None
    between = sorted((levels[0].id, priors[0].id))
    others = [f for f in facts if between[0] < f.id < between[1] and f.measure in ("level", "budget")]
    return priors[0] if not others and levels[0].figure.amount != priors[0].figure.amount else None


def _behind_values(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Remark]:
    """3.10万元，比上年2.70万元无增减变化: the words right behind another value than the item's own."""
    for k, (level, prior) in enumerate(pairwise(facts)):
        if any(f.figure.amount == prior.figure.amount for f in facts[:k]):
            continue  # A万元，其中本级a万元，与上年A万元一致
        if (
            (level.measure, prior.measure) != ("level", "prior")
            or level.figure.unit.dimension != prior.figure.unit.dimension
            or (level.figure.unit.dimension == "count" and level.figure.unit.name != prior.figure.unit.name)
            or (level.item, level.depth) != (prior.item, prior.depth)
            or level.figure.amount == prior.figure.amount
        ):
            continue
        start = prior.figure.span.end - sentence.start
        m = _BEHIND_VALUE.match(sentence.text, start)
        if m is not None:
            yield _remark(sentence, start, m.end(), level)


_YEARS = (0, 1)  # before the year of the report that a last year is: also in its part on the next year
_UNCHANGED = rf"(?P<said>(?:与|较|比|同)(?:上年|去年|上年度)(?:相比)?{_SAME})(?=[,;。]|$)"
_FROM_TO = compiled(
    rf"(?:由|从)(?:上年|去年|20[0-9]{{2}}年)?的?(?P<was>{PRINTED})(?P<unit>%|[一-鿿]{{1,4}}?)(?:变为|变动为|调整为|变化为|到|至)(?:本年|20[0-9]{{2}}年)?的?(?P<now>{PRINTED})(?P=unit)"
    rf"[,]{_UNCHANGED}"
)
_BOTH_YEARS = compiled(
    rf"(?<![0-9])(?P<now>{PRINTED})(?P<unit>万元|元|亿元),(?P<year>20[0-9]{{2}})年(?:度)?(?:预算|决算|支出|收入|执行)*(?:数)?(?:为|是)?(?P<was>{PRINTED})(?P=unit),"
    rf"{_UNCHANGED}"
)


def moved(ledger: Ledger) -> Iterator[Remark]:
    """由51.2%变为56.8%，与上年持平; 预算18.6万元，2030年预算为15.9万元，与上年持平: two values that differ."""
    for sentence in ledger.sentences:
        year = int(ledger.year) if ledger.year.isdigit() else 0
        both = (m for m in _BOTH_YEARS.finditer(sentence.text) if year - int(m["year"]) in _YEARS)
        for m in (*_FROM_TO.finditer(sentence.text), *both):
            if decimal(m["was"]) != decimal(m["now"]):
                fields = (("stated", m["said"]), ("change", m["was"] + m["unit"]))
                yield Remark("flat", (mark(sentence, *m.span("said")), mark(sentence, *m.span("was"))), fields)


def _nearly(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Remark]:
    """与上年基本持平，下降38.00%; 略有增加，增长86.5%; 比上年无变化4.10万元: a change far beyond such words."""
    for m in _NEARLY.finditer(sentence.text):
        after = [f for f in facts if f.figure.span.start - sentence.start >= m.end()][:2]
        rate = next((f for f in after if f.measure == "rate" and f.basis in ("", "prior") and not f.label), None)
        if rate is None or not rate.direction or abs(rate.figure.value) < (_NEAR if m["same"] else _LITTLE):
            continue
        between = sentence.text[m.end() : rate.figure.span.start - sentence.start]
        before = [f for f in after if f.id <= rate.id]
        alone = all(
            f.measure in ("change", "rate") and not (f.depth or f.label) and f.item == rate.item for f in before
        )
        if alone and _ITS_OWN_CHANGE.fullmatch(between):
            yield _remark(sentence, m.start(), m.end(), rate)
    for m in _RIGHT_ABOVE.finditer(sentence.text):
        stated = next((f for f in facts if f.figure.span.start - sentence.start == m.end()), None)
        if stated is not None and stated.figure.value and stated.figure.unit.dimension == "money":
            yield _remark(sentence, m.start(), m.end(), stated)
