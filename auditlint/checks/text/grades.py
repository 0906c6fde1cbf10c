"""Grades against the bands of points that the report itself states: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark

_GRADE = r"[“\"]?(?P<grade>优秀?|良好?|中等?|一般|较差|差|不合格|合格|及格)[”\"]?(?![一-鿿]*(?:率|中|化))"
_NUMBER = r"(?P<{name}>[0-9]{{1,3}}(?:\.[0-9]+)?)"
_WITH = r"\s*分?(?:\(不?含(?:[0-9]+分?|本数)?\))?\s*分?(?:\(不?含(?:[0-9]+分?)?\))?"
_LOW, _HIGH = _NUMBER.format(name="low"), _NUMBER.format(name="high")
_IS = r"(?:\(含\))?(?:的)?(?:,)?(?:评为|评定为|等级为|为|是|:)?"
_SCORE = r"(?:综合|评价|自评)?(?:得分|评分|总分|分值|分数|S|X)"
_BANDS = (  # 90分以上为优; 80-90分为良; 60分以下为差; 得分≥90分为优; 80分≤得分<90分为良; 90分>良好≥80分
    compiled(rf"(?<![0-9.]){_LOW}{_WITH}(?:及以上|以上|及其以上)(?:\(含\))?{_IS}{_GRADE}"),
    compiled(rf"(?<![0-9.]){_LOW}{_WITH}(?:-|~|至|到|—)+{_HIGH}{_WITH}(?:以下)?{_IS}{_GRADE}"),
    compiled(rf"(?<![0-9.]){_HIGH}{_WITH}及?以下{_IS}{_GRADE}"),
    compiled(rf"(?<![0-9.<≤]){_SCORE}[≥>]{_LOW}分?{_IS}{_GRADE}"),
    compiled(rf"(?<![0-9.]){_LOW}分?[≤<]{_SCORE}[≤<]{_HIGH}分?{_IS}{_GRADE}"),
    compiled(rf"(?<![0-9.分≤<]){_SCORE}[≤<]{_HIGH}分?{_IS}{_GRADE}"),
    compiled(rf"(?<![>≥]){_GRADE}[≥>]{_LOW}分?"),
    compiled(rf"(?<![0-9.]){_HIGH}分?[≥>]{_GRADE}[≥>]{_LOW}分?"),
    compiled(rf"(?<![≤<]){_GRADE}[≤<]{_HIGH}分?"),
)
_FULL = Decimal(1000)
_OF_FULL = r"(?:[,(](?:满分|总分|分值)(?:为|是)?100分\)?)?"  # 得分86.5分（满分100分），评价等级为“良”
_SAID = compiled(
    r"(?<![0-9.扣低高减加升降失差])(?<!满分(?:为|是)?)(?!(?<=总分值?(?:为|是)?)100分)(?P<score>[0-9]{1,3}(?:\.[0-9]+)?)分"
    + _OF_FULL
    + r"(?:,[共合总]?计?扣[0-9.]{1,5}分|,(?:比|较|与)[^,;。0-9]{1,12}[低高减升降][0-9.]{1,5}分)?"
    + r"[^;。0-9]{0,16}?(?:等级|等次|档次|结论|结果|评定|评级)[^;。0-9]{0,6}?(?:为|是|:)"
    + _GRADE
    + r"(?![”\"]?[、/和或])"
)

_OF_WHICH = compiled(
    r"(?:得分|总分|评分)(?:为|是)?(?P<score>[0-9]{1,3}(?:\.[0-9]+)?)分"
    + _OF_FULL
    + r",(?:其中|由)(?:[^,;。0-9]+[0-9.]+分[、,和]?)*[^,;。0-9]+$"
)


_COMPOSED = compiled(r"其中|分,由")


def grades(ledger: Ledger) -> Iterator[Remark]:
    """90分及以上为优…综合得分95.3分，评价等级为“良”: a grade that is not the one of the report's own bands."""
    for number in range(len(ledger.documents)):
        sentences = [s for s in ledger.sentences if s.document == number]
        bands: dict[str, set[tuple[Decimal, Decimal]]] = {}
        for sentence in sentences:
            for pattern in _BANDS:
                for m in pattern.finditer(sentence.text):
                    groups = m.groupdict()
                    low, high = Decimal(groups.get("low") or 0), Decimal(groups.get("high") or _FULL)
                    bands.setdefault(m["grade"][:1], set()).add((low, high))
        if any(len(b) > 1 for b in bands.values()) or not _scale([next(iter(b)) for b in bands.values()]):
            continue  # no scale, or several
        for sentence in sentences:
            yield from _after(ledger, sentence, bands)
            for m in _SAID.finditer(sentence.text):
                band = bands.get(m["grade"][:1])
                at, printed = m.span("score"), m["score"]
                if _COMPOSED.search(sentence.text, 0, m.start()):  # 得分95分，其中…、效益28分，等级为“优”: of all
                    whole = _OF_WHICH.search(sentence.text, 0, m.start())
                    if whole is None:
                        continue
                    at, printed = whole.span("score"), whole["score"]
                score = Decimal(printed)
                if band is None or any(score in (low, high) for b in bands.values() for low, high in b):
                    continue  # whether a bound is within its band is a matter of 含
                low, high = next(iter(band))
                right = [g for g, b in bands.items() if next(iter(b))[0] < score < next(iter(b))[1]]
                if not low < score < high and len(right) == 1:
                    spans = (mark(sentence, *m.span("grade")), mark(sentence, *at))
                    yield Remark(
                        "grade", spans, (("stated", m["grade"]), ("change", printed + "分"), ("expected", right[0]))
                    )


def _scale(bands: Sequence[tuple[Decimal, Decimal]]) -> bool:
    """Whether bands of points are a scale of grades: three of them, or two that meet."""
    return len(bands) >= _FEW or (len(bands) > 1 and not {low for low, _ in bands}.isdisjoint(h for _, h in bands))


_FEW = 3  # grades of a scale
_ALONE = compiled(
    r"(?:等级|等次|档次|评级|(?:自评|评价)(?:结论|结果))[^;。,0-9]{0,4}?(?:为|是|:)" + _GRADE + r"(?=[,;。(]|$)"
)
_WHOLE_SCORE = compiled(
    r"(?:总得分|总分(?!为?100分)|综合得分|评价得分|自评得分)(?:为|是)?(?P<score>[0-9]{1,3}(?:\.[0-9]+)?)分"
)


def _after(ledger: Ledger, sentence: Sentence, bands: Mapping[str, set[tuple[Decimal, Decimal]]]) -> Iterator[Remark]:
    """评价总得分92.1分，其中…。按照…的标准，评价等级为“良”: a grade without points, of the sentence before."""
    m = _ALONE.search(sentence.text)
    beside = [f["score"] for f in _SAID.finditer(sentence.text)] + _WHOLE_SCORE.findall(sentence.text)
    bounds = {b for band in bands.values() for b in next(iter(band))}
    if m is None or m["grade"][:1] not in bands or not all(Decimal(one) in bounds for one in beside):
        return
    for last in reversed(ledger.sentences[max(sentence.id - _BACK, 0) : sentence.id]):
        if last.document != sentence.document or ledger.section(last) != ledger.section(sentence):
            return
        found = [f for f in _WHOLE_SCORE.finditer(last.text) if Decimal(f["score"]) not in bounds]
        if not found:
            continue
        score = Decimal(found[0]["score"])
        right = [g for g, b in bands.items() if next(iter(b))[0] < score < next(iter(b))[1]]
        if len(found) == len(right) == 1 and right[0] != m["grade"][:1]:
            spans = (mark(sentence, *m.span("grade")), mark(last, *found[0].span("score")))
            fields = (("stated", m["grade"]), ("change", found[0]["score"] + "分"), ("expected", right[0]))
            yield Remark("grade", spans, fields)
        return


_BACK = 3  # sentences before a grade in which its score may stand
