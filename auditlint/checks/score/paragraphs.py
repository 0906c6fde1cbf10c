"""Points in several sentences: what stands behind a list, below a heading, or one by one; part of the check `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import count, groupby, pairwise, takewhile

from auditlint.checks.relate import maybe, relate
from auditlint.checks.score.below import told_below
from auditlint.checks.score.deducted import deducted
from auditlint.checks.score.forms import told_in_forms
from auditlint.checks.score.groups import grouped
from auditlint.checks.score.text import Point, full_of, points_in, sentences, sum_of
from auditlint.checks.score.totals import told_behind
from auditlint.equations import HUNDRED, Sum
from auditlint.expressions import compiled
from auditlint.facts.enumerators import number, style
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass, replace


def texts(ledger: Ledger) -> Iterator[Relation]:
    """Totals against items, points taken off against what is left, a heading's points against its paragraphs'."""
    rows = [
        _Row(row[0], _mark(normalize(row[0].text)), [p for s in row for p in points_in(ledger, s)])
        for row in (list(group) for _, group in groupby(ledger.sentences, lambda s: (s.document, s.block)))
    ]
    yield from sentences(ledger)
    yield from told_behind(ledger)
    yield from deducted(ledger)
    yield from told_below(ledger)
    yield from told_in_forms(ledger)
    yield from grouped(ledger)
    yield from _in_the_next(ledger)
    yield from _after_items(ledger)
    yield from _headed(rows)
    yield from _lost_below(rows)
    yield from _lost_listed(ledger, rows)
    yield from _summed_up(rows)


_INDICATOR = compiled(r"\s*[A-D][0-9]{1,3}(?![0-9])")


def _mark(text: str) -> str:
    """The style of the number before a paragraph, that of indicators (A11立项依据) among them."""
    return style(text) or ("indicator" if _INDICATOR.match(text) else "")


@dataclass(frozen=True, slots=True)
class _Row:
    """A paragraph: its first sentence, the style of the number before it, and its points."""

    first: Sentence
    mark: str
    points: Sequence[Point]

    def of(self, kind: str) -> list[Point]:
        """The points of a kind."""
        return [p for p in self.points if p.kind == kind]


_REASONS = compiled(r"(?:主要|具体)?(?:扣分|失分)(?:的)?(?:主要)?(?:原因|情况|项|点|内容|指标)")
_GOES_ON = compiled(
    r"(?:其中|具体(?:为|是|如下|情况)|分别(?:为|是)"
    r"|(?:[两二三四五六七八九十0-9]{1,2}[项个])?(?:一级|各项|各)?指标(?:得分|评分)(?:情况)?(?:分别|依次)?(?:为|如下)?:)|"
    + _REASONS.pattern
)


def _in_the_next(ledger: Ledger) -> Iterator[Relation]:
    """得分T分，扣D分。其中：甲a分、乙b分。扣分原因：…: the items of a sentence that goes on from the one before."""
    for before, sentence in pairwise(ledger.sentences):
        text = normalize(sentence.text).lstrip()
        if not before.beside(sentence) or not _GOES_ON.match(text):
            continue
        head, found = points_in(ledger, before), points_in(ledger, sentence)
        reasons = _REASONS.match(text) is not None
        for kind in ("lost",) if reasons else ("got", "lost"):
            totals = [p for p in head if p.kind == kind]
            items = list(takewhile(lambda p: not p.total, (p for p in found if p.kind == kind)))
            if len(totals) == 1 and len(items) > 1:
                whole = kind == "got" and _all_full_points(ledger, head, found, items)
                yield from sum_of(ledger, found, totals[0], items, closed=reasons, whole=whole)


def _all_full_points(ledger: Ledger, head: Sequence[Point], found: Sequence[Point], items: Sequence[Point]) -> bool:
    """产出（30分），得27分。其中甲18分得16分，乙12分得11分: whether items have all full points of their total."""
    full = [full_of(ledger, found, p) for p in items]
    made = sum((f.fact.figure.value for f in full if f is not None), Decimal(0))
    due = [p.fact.figure.value for p in head if p.kind == "full"] or [HUNDRED]
    return None not in full and due == [made]


def _after_items(ledger: Ledger) -> Iterator[Relation]:
    """甲（8分），得8分；乙10分，扣1分，得9分；…。过程满分F分，实得T分: items whose full points make F."""
    for before, sentence in pairwise(ledger.sentences):
        if not before.beside(sentence) or ";" not in before.text:
            continue
        head = points_in(ledger, sentence)
        if [p.kind for p in head] != ["full", "got"]:
            continue
        items = [list(some) for _, some in groupby(points_in(ledger, before), key=lambda p: p.fact.item)]
        if len(items) < _ITEMS or any(len(i) < _PAIR or i[-1].kind != "got" for i in items):
            continue
        if sum(i[0].fact.figure.value for i in items) == head[0].fact.figure.value:
            terms = [("total", head[1].fact), *(("part", i[-1].fact) for i in items)]
            yield from maybe(relate("score", Sum((1,) * len(items)), terms, firm=True))


_ITEMS, _PAIR = 3, 2  # items that are a list; points of each: its full ones, and what it got


def _lost_below(rows: Sequence[_Row]) -> Iterator[Relation]:
    """（一）投入（20分，得18分，扣2分）, and what is taken off in the paragraphs below: no more than that."""
    for i, row in enumerate(rows):
        head = [p for p in row.points if p.fact.sentence == row.first.id] if row.mark else []
        totals = [p for p in head if p.kind == "lost"]
        if len(totals) != 1 or not any(p.kind == "got" for p in head):
            continue
        below = takewhile(partial(_under, row), rows[i + 1 :])
        items = [p for r in (row, *below) for p in r.of("lost") if not p.total]
        items = [p for p in items if 0 < p.fact.sentence - row.first.id <= _BELOW]
        if len(items) > 1:
            terms = [("total", totals[0].fact), *(("part", p.fact) for p in items)]
            made = relate("score", Sum((1,) * len(items)), terms, firm=True)
            yield from (r for r in maybe(made) if r.verdict != "broken" or r.difference < 0)


_LISTED = compiled(r"(?:扣分|失分|丢分)(?:的)?(?:具体)?(?:情况|原因|明细|项|点|指标|内容)(?:具体)?(?:如下|为|是|有)?:$")


def _lost_listed(ledger: Ledger, rows: Sequence[_Row]) -> Iterator[Relation]:
    """共扣D分，扣分情况如下: and in the paragraphs below, numbered from 1, what was taken off for each."""
    for i, row in enumerate(rows[:-1]):
        totals = [p for p in row.of("lost") if p.total]
        if len(totals) != 1 or not rows[i + 1].mark:
            continue
        words = normalize(ledger.sentences[totals[0].fact.sentence].text).rstrip()
        below = [
            r for r, _ in takewhile(partial(_numbered, rows[i + 1].mark), zip(rows[i + 1 :], count(1), strict=False))
        ]
        after = rows[i + 1 + len(below) : i + 2 + len(below)]
        goes_on = any(not p.total for r in after for p in r.of("lost"))
        if not _LISTED.search(words) or "主要" in words[-_NEAR:] or goes_on:
            continue
        items = [r.of("lost") for r in below]
        if len(items) > 1 and all(len(lost) == 1 for lost in items):
            terms = [("total", totals[0].fact), *(("part", lost[0].fact) for lost in items)]
            yield from maybe(relate("score", Sum((1,) * len(items)), terms, firm=True))


def _numbered(mark: str, row: tuple[_Row, int]) -> bool:
    """Whether a paragraph has the next number of a list."""
    return row[0].mark == mark and number(normalize(row[0].first.text)) == row[1]


_NEAR = 12  # characters at the end of a sentence that announce what is listed below it


def _under(head: _Row, row: _Row) -> bool:
    """Whether a paragraph stands below a numbered one, before the next of its kind."""
    return row.mark != head.mark and row.first.document == head.first.document


_BELOW = 12  # sentences below a heading in which points of it are taken off
_CLOSES = compiled(
    r"(?:以上|综上)?[^,;。:0-9]{0,8}(?:合计|共计|总计|总分|综合得分|自评总得分)(?:得分|得)?(?:为|是|:)?$"
)


def _summed_up(rows: Sequence[_Row]) -> Iterator[Relation]:
    """1.投入（10分）：得9分；2.过程（20分）：得18分；合计得分27分: paragraphs from 1 on, with the total behind them."""
    for i, row in enumerate(rows):
        total = row.points[0] if row.points and row.points[0].kind == "got" else None
        if total is None or not _CLOSES.match(row.first.before(total.fact)):
            continue
        parts: list[Point] = []
        due, mark = 0, ""
        for k in range(i - 1, -1, -1):
            above = rows[k]
            text = normalize(above.first.text)
            place, got = number(text), above.of("got")
            if above.first.document != row.first.document or (mark and above.mark not in ("", mark)):
                parts = []  # the list is within another
                break
            if not place or len(got) != 1 or len(above.of("full")) != 1 or (due and place != due) or "权重" in text:
                break
            mark = mark or above.mark
            parts.insert(0, got[0])
            due = place - 1
            if place == 1:
                before = normalize(rows[k - 1].first.text) if k else ""
                parts = [] if number(before) and style(before) != mark and "得" in before else parts
                break
        if len(parts) > 1 and due == 0:
            terms = [("total", total.fact), *(("part", p.fact) for p in parts)]
            yield from maybe(relate("score", Sum((1,) * len(parts)), terms, firm=True))


def _headed(rows: Sequence[_Row]) -> Iterator[Relation]:
    """The points of a numbered heading against those of the paragraphs numbered one level below it."""
    for i, row in enumerate(rows):
        points = [p for p in row.points if p.fact.sentence == row.first.id] if row.mark else []
        below: list[_Row] = []
        inner = ""
        for other in takewhile(partial(_under, row), rows[i + 1 :]) if points else ():
            if not other.mark:
                break
            inner = inner or other.mark
            if other.mark == inner:
                below.append(other)
        for kind in ("got", "full"):
            own = [p for p in points if p.kind == kind]
            parts = [r.of(kind) for r in below]
            if len(own) == 1 and len(parts) > 1 and all(len(p) == 1 for p in parts):
                terms = [("total", own[0].fact), *(("part", p[0].fact) for p in parts)]
                made = relate("score", Sum((1,) * len(parts)), terms, firm=True)
                yield from maybe(replace(made, firm=made.verdict != "broken" or len(parts) > 2) if made else None)
