"""The total at the end of a form told as running text: 权重20 得分18 … 合计：100 得分96; part of `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.checks.relate import maybe, relate
from auditlint.checks.score.text import Point, points_in
from auditlint.equations import HUNDRED, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Relation

_TOTALS = ("合计", "总计", "总分")
_BACK = 16  # sentences before a total in which its items may stand
_LEAST = 3
_BESIDES = compiled(r"加分|[另倒]扣|另减|附加|奖励分|折算|加权|调整分")  # points on top of the full ones


def told_in_forms(ledger: Ledger) -> Iterator[Relation]:
    """权重20 得分18 … 合计：100 得分96: the total against all items before it, whose full points make 100."""
    for sentence in ledger.sentences:
        points = points_in(ledger, sentence) if "得分" in sentence.text else []
        for k, (full, total) in enumerate(pairwise(points)):
            ends = full.words.endswith(_TOTALS) and full.kind == "full" and full.fact.figure.value == HUNDRED
            if ends and total.kind == "got" and total.fact.id == full.fact.id + 1:
                items = _items(ledger, sentence, points[:k])
                if len(items) >= _LEAST:
                    terms = [("total", total.fact), *(("part", p.fact) for p in items)]
                    yield from maybe(relate("score", Sum((1,) * len(items)), terms, firm=True))


def _items(ledger: Ledger, sentence: Sentence, own: Sequence[Point]) -> Sequence[Point]:
    """The scores before a total, each beside its full points, up to where these make 100; () where not so."""
    items: list[Point] = []
    made = Decimal(0)
    before = (s for s in reversed(ledger.sentences[max(sentence.id - _BACK, 0) : sentence.id]))
    rows = [own, *(points_in(ledger, s) for s in before if s.document == sentence.document)]
    for points in rows:
        pairs = _pairs(points)
        if len(pairs) * 2 != len(points):
            return ()
        items = [*(got for _, got in pairs), *items]
        made += sum((full.fact.figure.value for full, _ in pairs), Decimal(0))
        if made >= HUNDRED:
            break
    told = items and made == HUNDRED and not _BESIDES.search(_text(ledger, items[0], sentence))
    return items if told else ()


def _text(ledger: Ledger, first: Point, last: Sentence) -> str:
    """What a form says from its first score to its last line."""
    blocks = ledger.documents[last.document].blocks[first.fact.figure.span.block : last.block + 1]
    return "\n".join(b.text for b in blocks)


def _pairs(points: Sequence[Point]) -> Sequence[tuple[Point, Point]]:
    """Full points and scores by turns."""
    pairs = list(zip(points[::2], points[1::2], strict=False))
    return [pair for pair in pairs if [p.kind for p in pair] == ["full", "got"]]
