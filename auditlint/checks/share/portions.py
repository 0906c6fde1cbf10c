"""Shares of a whole that no place prints: each part against the sum of all; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.parts import compatible
from auditlint.checks.relate import relate, significant
from auditlint.equations import Portion
from auditlint.facts.ledger import Ledger
from auditlint.judge import judge
from auditlint.model import Fact, Relation
from auditlint.numerals import telling_digits
from auditlint.records import replace
from auditlint.slips import omissions, slips

Pair = tuple[Fact, Fact]  # a share and its part
_LAST = "last-digit"  # of a share: a part of 0.1% that is left out explains it
_REACH = 3  # paragraphs between one part and the next
_APART = 8  # paragraphs between parts of what words name, among which those of the first stand
_SLACK = Decimal("0.01")


def portions(ledger: Ledger, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """The relations of parts that follow each other and whose shares add up to 100; `pairs` in the order of the text.

    Told where one slip explains all of them at once.
    """
    for run in _runs(ledger, pairs):
        relations = list(_relations(run))
        if len(relations) < len(run):
            continue
        if all(r.verdict != "broken" for r in relations):
            telling = all(telling_digits(f.figure.value) >= 3 for _, f in run if f.figure.value)
            yield from (replace(r, firm=telling) for r in relations)
        elif _explained(relations) and not all(r.note == _LAST for r in relations if r.verdict == "broken"):
            yield from (replace(r, firm=True) for r in relations)


def of_named(ledger: Ledger, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """甲a万元，占支出的p%，其中…。乙b万元，占支出的q%，其中…: parts of what words name and no place prints.

    Where all shares but one are those of what their parts add up to, that one is told.
    """
    for row in _of_one_base(ledger, pairs):
        relations = [r for r in _relations(row) if significant(r.figures[0]) >= _TELLING]
        wrong = [r for r in relations if r.verdict != "holds"]
        if len(row) > 1 and len(relations) == len(row) and all(r.verdict == "broken" and not r.note for r in wrong[:1]):
            yield from (replace(r, firm=True) for r in relations if len(wrong) <= 1)


_TELLING = 3  # digits of a share that proves what its whole is


def _of_one_base(ledger: Ledger, pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Parts near each other whose shares name one whole; what stands between are parts of theirs."""
    rows: dict[tuple[str, str], list[Pair]] = {}
    last: Pair | None = None
    for pair in pairs:
        share, part = pair
        base = share.base or (_led(ledger, last, pair) if last is not None else "")
        last = (replace(share, base=base), part)
        named = base and part.figure.value and ledger.after(share, 1) not in ("(", "（")  # 占p%（不含基建）
        row = rows.setdefault((base, share.section), []) if named else []
        if row and (
            not _continues(ledger, row[-1], last, _APART)
            or any(p.id == part.id or p.label == part.label for _, p in row)
        ):
            yield row[:]
            row.clear()
        row.append(last)
    yield from rows.values()


def _led(ledger: Ledger, last: Pair, pair: Pair) -> str:
    """甲a万元，占支出的p%；乙b万元，占q%: what the share of the item before is of."""
    (one, _), (other, part) = last, pair
    beside = one.sentence == other.sentence and part.id == one.id + 1 and other.id == part.id + 1
    return one.base if beside and part.label and not other.grouped and one.depth == other.depth else ""


def _runs(ledger: Ledger, pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Neighbouring parts whose shares make 100."""
    run: list[Pair] = []
    for pair in pairs:
        if run and not _continues(ledger, run[-1], pair):
            run = []
        run.append(pair)
        total = sum((share.figure.value for share, _ in run), Decimal(0))
        width = sum((share.figure.half for share, _ in run), _SLACK)
        if total > 100 + width:
            run = [pair]
        elif len(run) > 1 and abs(total - 100) <= width:
            filled = [p for p in run if p[1].figure.value]
            if len(filled) > 1:
                yield filled
            run = []


def _continues(ledger: Ledger, last: Pair, pair: Pair, reach: int = _REACH) -> bool:
    one, other = ledger.sentences[last[0].sentence], ledger.sentences[pair[0].sentence]
    return (
        one.document == other.document
        and other.block - one.block <= reach
        and ledger.section(one) == ledger.section(other)
        and last[0].base == pair[0].base
        and compatible(last[1], pair[1])
    )


def _relations(run: Sequence[Pair]) -> Iterator[Relation]:
    for share, part in run:
        others = [("other", p) for _, p in run if p.id != part.id]
        one = relate("share", Portion(), [("share", share), ("part", part), *others], firm=False)
        if one is not None:
            yield one


def _explained(relations: Sequence[Relation]) -> bool:
    """Whether one slip in one figure makes all relations hold."""
    figures = {t.fact.id: t.fact.figure for r in relations for t in r.terms}
    for key, figure in figures.items():
        for value in (*(v for v, _ in slips(figure)), *omissions(figure)):
            changed = {**figures, key: replace(figure, value=value)}
            judged = (judge(r.equation, [changed[t.fact.id] for t in r.terms]) for r in relations)
            if all(one is not None and one.verdict == "holds" for one in judged):
                return True
    return False
