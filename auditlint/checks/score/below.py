"""A total of points before items one by one on the lines below it, whose full points make 100; part of `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import dropwhile, takewhile

from auditlint.checks.relate import maybe, relate
from auditlint.checks.score.text import Point, full_of, points_in
from auditlint.checks.score.totals import cut
from auditlint.equations import HUNDRED, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.ratings import SCORED_BY_OTHERS
from auditlint.model import Relation
from auditlint.numerals import normalize

_OPENS = compiled(r"(?:其中|如下|分别为|具体为|(?:得分|评分|自评)(?:情况|构成)?(?:如下)?|情况)[:]\s*$")
_WHOLE = compiled(r"总|整体|综合|自评|评价")
_BESIDES = compiled(
    r"加分|扣分|(?<![共计])[加扣减][0-9.]+分|附加|奖励|倒扣|折算|加权|调整"
)  # points on top of the full ones
_SEVERAL = compiled(
    r"最[低高]|[所下]属|本级|机关|分[,;。][^:]*(?:单位|部门|项目|整体|局|自评)"
)  # whose items are others' own
_BEHIND = 4  # lines behind the items that may tell of such points
_MOST = 12  # lines below a total that may be its items
_LEAST = 2


def told_below(ledger: Ledger) -> Iterator[Relation]:
    """自评得分97分，其中： and on lines of their own 投入满分20分，得19分；…: the items whose full points make 100."""
    for sentence in ledger.sentences:
        found = points_in(ledger, sentence) if "分" in sentence.text else []
        got = [p for p in found if p.kind == "got"]
        if (
            SCORED_BY_OTHERS.search(sentence.text)
            or _SEVERAL.search(sentence.text)
            or _BESIDES.search(ledger.section(sentence))
        ):
            continue
        if len(found) != 1 or len(got) != 1 or not _WHOLE.search(got[0].words) or not _opens(ledger, sentence):
            continue
        items = _items(ledger, sentence)
        if len(items) >= _LEAST:
            terms = [("total", got[0].fact), *(("part", p.fact) for p in items)]
            made = relate("score", Sum((1,) * len(items)), terms, firm=True)
            yield from (r for r in maybe(made) if r.verdict != "broken" or not cut(r))


def _opens(ledger: Ledger, sentence: Sentence) -> bool:
    """Whether a paragraph ends with words that open a list below it."""
    text = normalize(ledger.documents[sentence.document].blocks[sentence.block].text)
    return _OPENS.search(text) is not None and "加分" not in text


def _items(ledger: Ledger, sentence: Sentence) -> Sequence[Point]:
    """The scores below, each the only one of its line beside its full points, up to where these make 100."""
    items: list[Point] = []
    made = Decimal(0)
    behind = dropwhile(lambda s: s.block == sentence.block, ledger.sentences[sentence.id + 1 : sentence.id + 1 + _MOST])
    for line in takewhile(lambda s: s.document == sentence.document, behind):
        points = points_in(ledger, line)
        got = [p for p in points if p.kind == "got"]
        full = [full_of(ledger, points, p) for p in got]
        if len(got) != 1 or full[0] is None or len(points) != len(got) + len(full):
            return ()
        items.append(got[0])
        made += full[0].fact.figure.value
        if made >= HUNDRED:
            return () if made > HUNDRED or _more(ledger, line) else items
    return ()


def _more(ledger: Ledger, last: Sentence) -> bool:
    """Whether lines right behind the items tell of points on top of them."""
    behind = ledger.sentences[last.id + 1 : last.id + 1 + _BEHIND]
    return any(_BESIDES.search(line.text.replace(" ", "")) for line in behind if line.document == last.document)
