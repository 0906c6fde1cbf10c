"""Points taken off in all against those taken off one by one: 共扣6分。扣分情况：甲扣2分、乙扣4分; part of `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.relate import maybe, relate
from auditlint.checks.score.text import Point, points_in
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Relation

_IN_ALL = compiled(r"(?:共计?|合计|总计|累计)(?:扣|失|丢)(?:除|减|掉)?(?:了)?$")
_OPENS = compiled(
    r"(?:扣分|失分|丢分)(?:情况|点|项|因素|原因|明细|主要)?(?:如下|为|是|有|包括|在于)?[:：]|^[,，;；。:：]?(?:其中|具体|分别)"
)
_SOME = compiled(r"等|主要|其中|部分")
_LEAST = 3


def deducted(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every total of points taken off with its items behind it, in its sentence or the next."""
    for sentence in ledger.sentences:
        found = points_in(ledger, sentence) if "扣" in sentence.text or "失分" in sentence.text else []
        for k, total in enumerate(found):
            behind = bool(k) and found[k - 1].total and found[k - 1].kind == "got"  # 总得分93分，扣7分
            if total.kind != "lost" or not (behind or _IN_ALL.search(total.words)):
                continue
            after = _behind(ledger, sentence)
            near = [*found[k + 1 :], *(p for p in after if p.fact.sentence == after[0].fact.sentence)]
            lost = _row(near)
            words = ledger.between(total.fact, lost[0].fact) if lost else ""
            if len(lost) < _LEAST or not _OPENS.search(words):
                continue
            some = _SOME.search(words) is not None
            terms = (("total", total.fact), *(("part", p.fact) for p in lost))
            made = relate("score", Sum((1,) * len(lost)), terms, firm=not some)
            if made is not None and made.verdict == "broken" and made.difference > 0:
                some = some or _more(lost, [*near, *after])
            if made is not None and (not some or made.verdict != "broken" or made.difference < 0):
                yield from maybe(made)


def _behind(ledger: Ledger, sentence: Sentence) -> list[Point]:
    """The points of the other sentences of a paragraph."""
    return [p for s in ledger.paragraph(sentence, before=0)[1:] for p in points_in(ledger, s)]


def _more(lost: Sequence[Point], points: Sequence[Point]) -> bool:
    """效益指标得16分，扣4分: whether more was taken off further on in a paragraph."""
    last = lost[-1].fact
    return any(p.kind == "lost" and not p.total and p.fact.id > last.id and p.fact.depth <= last.depth for p in points)


def _row(items: list[Point]) -> list[Point]:
    """The points taken off one by one, up to the first figure of points that is something else."""
    row: list[Point] = []
    for p in items:
        if row and p.fact.depth > row[0].fact.depth:
            continue  # 过程扣a分（甲扣b分，乙扣c分）: what a consists of
        if p.kind != "lost" or p.total:
            break
        row.append(p)
    return row
