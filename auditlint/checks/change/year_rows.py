"""Changes between two named years of a row that has a value for each: 2029—2031年分别为a、b、c; part of `change`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditlint.checks.subjects import LEVELS
from auditlint.checks.ways import same_unit
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact
from auditlint.numerals import normalize

_YEARS = compiled(r"(?P<first>20[0-9]{2})年?度?(?:-+|—+|–|~|至|到)(?P<last>20[0-9]{2})年")
_EACH = compiled(r"(?:分别|依次)(?:为|是|达|达到|安排|完成)?(?:了)?$")
_BETWEEN = compiled(
    r"(?P<later>20[0-9]{2})年度?(?:比|较|与|同)(?P<earlier>20[0-9]{2})年度?(?:相比)?,?"
    r"(?![^,;。:0-9]*(?:决算|执行|同期|[末初底]|完成|实际|计划|目标))[^,;。:0-9]{0,6}$"
)
_SINCE_LAST = compiled(  # 2030年同比增长p%, 2030年减少d
    r"(?:^|[,;。:])(?P<later>20[0-9]{2})年度?(?:同比|(?:比|较|同)上一?年(?:相比)?)?,?(?:增长|增加|上升|提高|减少|下降|降低)(?:了|约)?$"
)
_ENDS = compiled(r"\s*(?:[,;。)]|$)")  # 少d万元的补助: of something else than both values
_REACH = 30  # characters before a change that may name both years


def of_named_years(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> tuple[Fact, Fact] | None:
    """2029—2031年X分别为a、b、c。2030年比2029年减少d: the values of both years, where one row alone has them."""
    words = normalize(ledger.before(change, _REACH))
    m = _BETWEEN.search(words) or _SINCE_LAST.search(words)
    if m is None or change.label or change.depth or not _ENDS.match(normalize(ledger.after(change, 2))):
        return None
    here = ledger.sentences[change.sentence]
    near = ledger.paragraph(here, before=1, behind=0)
    rows = [row for s in near if (row := _row(ledger, s, change))]
    first = m.groupdict().get("earlier") or str(int(m["later"]) - 1)
    if len(rows) != 1 or not {m["later"], first} <= rows[0].keys():
        return None
    later, earlier = rows[0][m["later"]], rows[0][first]
    return (later, earlier) if change.figure.unit.dimension == "percent" or same_unit(later, change) else None


def _row(ledger: Ledger, sentence: Sentence, change: Fact) -> Mapping[str, Fact]:
    """The values of a row by year, where it has as many as years are named before it."""
    facts = [f for f in ledger.facts_of(sentence) if f.id < change.id]
    for k, first in enumerate(facts):
        before = sentence.before(first).replace(" ", "")
        named = _YEARS.search(before)
        if first.measure not in LEVELS or named is None or _EACH.search(before) is None:
            continue
        row = [first]
        for f in facts[k + 1 :]:
            if not f.grouped or not same_unit(f, first):
                break
            row.append(f)
        years = range(int(named["first"]), int(named["last"]) + 1)
        return {str(y): f for y, f in zip(years, row, strict=True)} if len(years) == len(row) > 1 else {}
    return _one_by_one(sentence, facts)


_NEXT = compiled(r"[,、;和](?P<year>20[0-9]{2})年度?(?:为|是|达|有)?")
_FIRST = compiled(r"(?P<year>20[0-9]{2})年度?[^,;。:0-9]{0,12}$")


def _one_by_one(sentence: Sentence, facts: Sequence[Fact]) -> Mapping[str, Fact]:
    """2029年a，2030年b，2031年c: the values of three years or more that follow each other, each behind its year."""
    rows: list[dict[str, Fact]] = []
    last: Fact | None = None
    for f in facts:
        m = None if last is None else _NEXT.fullmatch(sentence.between(last, f).replace(" ", ""))
        plain = f.measure in LEVELS and not f.depth
        if (
            plain
            and last is not None
            and m is not None
            and same_unit(f, last)
            and int(m["year"]) == _last(rows[-1]) + 1
        ):
            rows[-1][m["year"]] = f
        else:
            first = _FIRST.search(sentence.before(f)) if plain else None
            rows.append({first["year"]: f} if first is not None else {})
        last = f if rows[-1] else None
    long = [row for row in rows if len(row) >= _SERIES]
    return long[0] if len(long) == 1 else {}


_SERIES = 3  # years in a row whose values are of one thing


def _last(row: Mapping[str, Fact]) -> int:
    return max(map(int, row))


_COMPARED = compiled(r"(?P<one>[^,;。:0-9]{2,14}?)(?:比|较)(?P<other>[^,;。:0-9]{2,14})")


def of_named_things(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> tuple[Fact, Fact] | None:
    """甲季a，乙季b，乙季比甲季少c: the one value that the sentence or the one before gives each of two names."""
    m = _COMPARED.fullmatch(change.label) if change.measure == "change" and change.direction else None
    if m is None or change.depth or change.basis or not _ENDS.match(normalize(ledger.after(change, 2))):
        return None
    here = ledger.sentences[change.sentence]
    near = ledger.paragraph(here, before=1, behind=0)
    values = [f for s in near for f in ledger.facts_of(s) if f.id < change.id]
    sides = [[f for f in values if f.label == m[side] and same_unit(f, change)] for side in ("one", "other")]
    if not all(len(side) == 1 and side[0].measure == "level" for side in sides):
        return None
    return sides[0][0], sides[1][0]
