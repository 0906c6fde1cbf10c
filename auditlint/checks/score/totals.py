"""A total of points in a sentence of its own, behind items whose full points are all there are; part of `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from auditlint.checks.relate import relate
from auditlint.checks.score.text import Point, full_of, points_in
from auditlint.equations import HUNDRED, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Relation

_TOTAL = compiled(
    r"\s*(?:以上|综上|上述|综合)*,?(?:[二两三四五六七八九十各]项)?(?:指标|评价|自评|绩效|项目|本项目)*(?:合计|共计|总计|综合|总)"
    r"(?:自评|评价)?(?:总?得分|总?评分|总?分|得)?(?:为|是|:)*"
)
_BACK = 16  # sentences before a total in which its items may stand
_LEAST = 2


def told_behind(ledger: Ledger) -> Iterator[Relation]:
    """A（10分）：得9分；B（90分）：得88分。自评总分97分: the items right before whose full points make 100."""
    for sentence in ledger.sentences:
        found = points_in(ledger, sentence) if "分" in sentence.text else []
        if not found or found[0].kind != "got" or not _TOTAL.fullmatch(sentence.before(found[0].fact)):
            continue
        total = found[0].fact
        items = [] if any(p.kind == "moved" for p in found) else _items(ledger, sentence)
        if len(items) < _LEAST:
            continue
        made = relate(
            "score", Sum((1,) * len(items)), [("total", total), *(("part", p.fact) for p in items)], firm=True
        )
        if made is None:
            continue
        if made.verdict != "broken" or not cut(made):
            yield made


def cut(made: Relation) -> bool:
    """Whether a total is no more than rounded: 97.64 told as 98."""
    unit = Decimal(1).scaleb(-made.figures[0].decimals)
    return made.expected is not None and abs(made.difference) * 2 <= unit


def _items(ledger: Ledger, sentence: Sentence) -> Sequence[Point]:
    """The scores right before a sentence, each beside its full points, up to where these make 100; () where not so."""
    rows: list[list[Point]] = []
    made = Decimal(0)
    for before in reversed(ledger.sentences[max(sentence.id - _BACK, 0) : sentence.id]):
        if before.document != sentence.document or ledger.section(before) != ledger.section(sentence):
            break
        points = points_in(ledger, before) if "分" in before.text else []
        got = [p for p in points if p.kind == "got"]
        full = [full_of(ledger, points, p) for p in got]
        if "加分" in before.text or any(p.total for p in got) or None in full:
            return ()
        if not got and any(p.kind == "lost" for p in points):  # 超期提交扣2分: taken off of all
            return ()
        if made == HUNDRED:
            if got:  # another project's items stand before these
                return ()
            continue
        rows.insert(0, got)
        made += sum((f.fact.figure.value for f in full if f is not None), Decimal(0))
        if made > HUNDRED:
            return ()
    return [*chain.from_iterable(rows)] if made == HUNDRED else ()
