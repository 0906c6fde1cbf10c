"""Lists that no word opens: amounts of a sentence, or of numbered paragraphs, that make up a total before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.expressions import compiled
from auditlint.facts.enumerators import number, style
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.match import opposed, side
from auditlint.model import Document, Fact, Span
from auditlint.records import replace

_TOTAL = compiled(r"总|合计|共计|^(?:本年|全年|年度|实际)*(?:收入|支出)$")
_SHORT = 6  # characters at the start of a sentence that may name the side it lists: 支出中…
_SLACK = Decimal("0.05")
_TAKEN_OFF = compiled(r"\s*(?:扣除|减去|剔除)")
_LEAST = 3  # amounts that are a list without any word for it


def unopened(
    document: Document, sentences: Sequence[Sentence], facts: Sequence[Fact], lists: Sequence[Listing]
) -> Iterator[Listing]:
    """The lists of a document whose amounts nearly add up to a total before; `lists` are those that words open."""
    known = {frozenset(part[0] for part in one.parts) for one in lists}
    listed = {i for one in lists for part in one.parts for i in part[:1] if one.opener != "heading"}
    for row in _rows(sentences, facts):
        first = row[0]
        if len(row) < _LEAST or frozenset(f.id for f in row) in known or any(f.id in listed for f in row):
            continue
        if _TAKEN_OFF.match(sentences[first.sentence].text):
            continue  # 收入总计T。扣除上解a、还本b，安排支出c: told of the total before
        near = [t for t in _totals(document, sentences, facts, first, lists) if _nearly(t, row)]
        total = min(near, key=lambda t: _off(t, row), default=None)
        if total is not None:
            ends = [*(f.id for f in row[1:]), row[-1].id + 1]
            parts = tuple(
                tuple(i for i in range(f.id, end) if facts[i].depth == f.depth and facts[i].sentence == f.sentence)
                for f, end in zip(row, ends, strict=True)
            )
            place = Span(first.figure.span.block, first.figure.span.start, first.figure.span.end)
            yield Listing(sentences[first.sentence].document, "then", place, (total.id,), parts)


def _rows(sentences: Sequence[Sentence], facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The amounts of each sentence; the first amounts of paragraphs numbered from 1."""
    run: list[Fact] = []
    kind, last = "", 0
    for sentence in sentences:
        own = [facts[i] for i in sentence.facts]
        amounts = [f for f in own if f.measure == "level" and f.figure.unit.dimension == "money" and not f.depth]
        named = all(f.label for f in amounts) and len({f.label for f in amounts}) == len(amounts)
        if len(amounts) >= _LEAST and named and amounts[0] is own[0]:
            yield amounts
        here, place = style(sentence.text), number(sentence.text)
        if not here or not amounts:
            continue
        if here != kind or place != last + 1:
            if len(run) > 1:
                yield run
            run, kind = [], here
        if place == len(run) + 1:
            run.append(amounts[0])
        last = place
    if len(run) > 1:
        yield run


def _totals(
    document: Document, sentences: Sequence[Sentence], facts: Sequence[Fact], first: Fact, lists: Sequence[Listing]
) -> Iterator[Fact]:
    """What a row may be of: the first amount of the sentence before, what that is a part of, the total of its side."""
    here = sentences[first.sentence]
    before = [s for s in sentences[: here.id] if s.document == here.document]
    section = document.blocks[here.block].section.rpartition(" / ")[2]
    named = side(here.text[:_SHORT]) or side(section)
    for s in reversed(before[-2:]):
        levels = [facts[i] for i in s.facts if facts[i].measure == "level" and not facts[i].depth]
        if levels:
            if not opposed(levels[0].label, named or first.label):
                yield levels[0]
            whole = next((one.parent for one in lists if levels[0].id in one.parts[0]), ())
            yield from (facts[i] for i in whole if facts[i].measure == "level")
            break
    if named:
        for s in reversed(before):
            for f in (facts[i] for i in s.facts):
                if f.measure == "level" and not f.depth and side(f.label) == named and _TOTAL.search(f.label):
                    yield f


def _nearly(total: Fact, row: Sequence[Fact]) -> bool:
    """Whether amounts make up a total but for little: then they are meant as its parts."""
    whole = total.figure.amount
    if total.figure.unit.dimension != "money" or not whole or any(f.figure.amount >= whole for f in row):
        return False
    return _off(total, row) <= whole * _SLACK


def _off(total: Fact, row: Sequence[Fact]) -> Decimal:
    return abs(sum((f.figure.amount for f in row), Decimal(0)) - total.figure.amount)


def bracketed_shares(lists: Sequence[Listing], facts: Sequence[Fact]) -> dict[int, Fact]:
    """A a万元（p%）、B b万元（q%）: percentages behind the parts of a list are shares where they make 100.

    Or where all but one of them are what their parts are of an amount before the list.
    """
    found: dict[int, Fact] = {}
    for one in lists:
        behind = [facts[part[0] + 1] for part in one.parts if part[0] + 1 < len(facts)]
        bare = [
            f
            for f, part in zip(behind, one.parts, strict=False)
            if f.measure == "other"
            and f.figure.unit.dimension == "percent"
            and not f.label
            and f.depth == facts[part[0]].depth + 1
        ]
        width = sum((f.figure.half for f in bare), Decimal(0))
        if len(bare) != len(one.parts) or len(bare) < _PAIR:
            continue
        hundred = abs(sum((f.figure.value for f in bare), Decimal(0)) - _ALL) <= width
        parts = [facts[part[0]] for part in one.parts]
        if hundred or any(_all_but_one(facts[i], parts, bare) for i in one.parent):
            found.update((f.id, replace(f, measure="share")) for f in bare)
    return found


_PAIR = 2  # parts of a list


def _all_but_one(whole: Fact, parts: Sequence[Fact], shares: Sequence[Fact]) -> bool:
    """Whether percentages, but for one, are what the amounts before them are of a whole."""
    if not whole.figure.amount or len(parts) <= _PAIR:
        return False
    made = (_ALL * p.figure.amount / whole.figure.amount for p in parts)
    held = sum(abs(m - s.figure.value) <= s.figure.half for m, s in zip(made, shares, strict=True))
    return held == len(parts) - 1


_OF_ALL = compiled(r"占(?P<base>总?(?:支出|收入)总?预算(?:总额|总数|合计)?)的?约?$")


def shares_of_budgets(
    lists: Sequence[Listing], facts: Sequence[Fact], sentences: Sequence[Sentence]
) -> dict[int, Fact]:
    """支出预算T，其中：A a万元，占支出预算的p%；B b万元，占支出预算的q%: shares, which a rate of completion is not."""
    found: dict[int, Fact] = {}
    for one in lists:
        if len(one.parts) < 2 or not one.parent or facts[one.parent[0]].measure != "budget":
            continue
        behind = [facts[i] for item in one.parts for i in item[1:2] if facts[i].measure == "completion"]
        words = [_OF_ALL.search(sentences[f.sentence].before(f)) for f in behind]
        said = [(f, m["base"]) for f, m in zip(behind, words, strict=True) if m is not None]
        parts = sum((facts[item[0]].figure.amount for item in one.parts), Decimal(0))
        whole = parts == facts[one.parent[0]].figure.amount or sum(f.figure.value for f, _ in said) == _ALL
        if len(said) > 1 and whole:
            found.update((f.id, replace(f, measure="share", base=base)) for f, base in said)
    return found


_ALL = 100
