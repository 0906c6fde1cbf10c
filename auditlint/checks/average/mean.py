"""The mean of scores that are printed one by one: 得分分别为a分、b分、c分，平均d分; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from auditlint.checks.relate import relate
from auditlint.equations import Mean
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.ratings import ratings
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize, whole_number

_MEAN = compiled(
    r"(?:^|[,;。:)])(?:以?上述?|这|其中)?(?:(?P<n>[0-9]{1,3}|[两二三四五六七八九十]{1,2})[个家项](?P<what>[^,;。:0-9平均]{0,8}))?的?"
    r"(?:自评|评价|绩效|综合|算术|得分|评分){0,3}的?平均(?:自评|评价|绩效)?(?:得分|评分|分数|分值|分|成绩)?(?:为|是|达到?|约)*$"
)
_ADJUSTED = compiled(r"加权|权重|去掉|剔除|折算|按[^,;。]{0,8}比例|以上|以下|上年|去年|另")
_COUNTED = compiled(r"(?P<n>[0-9]{1,3}|[两二三四五六七八九十]{1,2})[个家项](?:重点)?(?:项目|部门|单位|专项|政策)")
_SCORED = compiled(r"(?:自评|评价|绩效|得|评)(?:得?分|评分|为)?(?:为|是|:)*$")
_THRESHOLD = compiled(r"\s*(?:\([^()]*\))?(?:以上|以下|及以|至|到|~|-|—)")
_OF_ONE = compiled(
    r"整体|总体|总分|综合|产出|效益|满意|执行|成本|指标|过程|决策|管理"
)  # of a whole, or within a project
_BY_OTHERS = compiled(
    r"复评|复核|抽查|重点评价|财政(?:局|部门|评价)|第三方|再评价|指标"
)  # no self-evaluation of projects
_LEAST = 3  # scores that are a row without a word for how many there are
_NEAR = 40  # characters before a mean that name it
_FAR = 24  # sentences before a mean in which the scores of projects stand


def means(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every mean whose scores are all printed before it."""
    for sentence in ledger.sentences:
        if "平均" not in sentence.text:
            continue
        facts = ledger.facts_of(sentence)
        for fact in facts:
            m = _MEAN.search(normalize(ledger.before(fact, _NEAR))) if fact.figure.unit.dimension == "score" else None
            if m is None or _ADJUSTED.search(sentence.text):
                continue
            scores = _scores(ledger, sentence, facts, fact, whole_number(m["n"] or ""))
            one = relate("average", Mean(), (("average", fact), *(("part", s) for s in scores)), firm=True)
            cut = one is not None and abs(one.difference) == Decimal(1).scaleb(-fact.figure.decimals)
            if one is not None and len(scores) > 1 and not cut:  # a mean that was cut off, not rounded, is left alone
                yield one


def _scores(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], mean: Fact, count: int) -> list[Fact]:
    """The scores that a mean is of: those of its sentence, or of the projects told one by one before it; none else."""
    latest = takewhile(
        lambda f: not _MEAN.search(normalize(ledger.before(f, _NEAR))), reversed([f for f in facts if f.id < mean.id])
    )
    own = [f for f in latest if _plain(ledger, f, mean)][::-1]
    if own and "等" in sentence.between(own[-1], mean):
        return []
    if own:
        lead = sentence.before(own[0])
        told = [whole_number(m["n"]) for m in _COUNTED.finditer(lead)]
        wanted = count or (told[-1] if told else 0)
        row = not wanted and len(own) >= _LEAST and not any(_OF_ONE.search(f.label) for f in own)
        return own if len(own) == wanted or row else []
    section = ledger.section(sentence)
    before = takewhile(
        lambda s: s.document == sentence.document and ledger.section(s) == section,
        reversed(ledger.sentences[max(sentence.id - _FAR, 0) : sentence.id]),
    )
    found = [f for s in before for f in ledger.facts_of(s) if _plain(ledger, f, mean)]
    named = [f for f in found if _SCORED.search(normalize(ledger.before(f, 8)))]
    if named and count == len(named) == len({f.sentence for f in named}):
        return named[::-1]
    return [] if found else _tabled(ledger, sentence, mean, count)


def _tabled(ledger: Ledger, sentence: Sentence, mean: Fact, count: int) -> list[Fact]:
    """The scores of the one table of as many projects as the sentence counts: 对5个项目开展自评，平均得分95.2分."""
    told = [whole_number(m["n"]) for m in _COUNTED.finditer(sentence.before(mean))]
    wanted = count or (told[0] if len(set(told)) == 1 else 0)
    tables = [r.rows for r in ratings(ledger) if len(r.rows) == wanted]
    clause = sentence.before(mean).rpartition(",")[2]
    if any(year != ledger.year for year in _YEARS.findall(sentence.text)):
        return []
    other = _OF_ONE.search(clause) or _BY_OTHERS.search(sentence.text)
    return [fact for _, fact in tables[0]] if len(tables) == 1 and not other else []


_YEARS = compiled(r"20[0-9]{2}(?=年)")


def _plain(ledger: Ledger, fact: Fact, mean: Fact) -> bool:
    """Whether a figure is a score beside the mean, no bound of a grade."""
    if fact.figure.unit.dimension != "score" or fact.depth != mean.depth:
        return False
    return _THRESHOLD.match(normalize(ledger.after(fact, 8))) is None
