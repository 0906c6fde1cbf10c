"""Which way a value went between two amounts that stand in the text: relations of the check `change`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.relate import relate
from auditlint.checks.subjects import LEVELS, Candidate
from auditlint.equations import AtMost
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.records import replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_UP = r"增加|增长|上升|提高|提升|上涨|上调|调增|升|增"
_DOWN = r"减少|下降|降低|压缩|压减|缩减|下调|调减|回落|降|减"
_THEN = r"(?:20[0-9]{2}(?:年度?|届)末?的?|年[末底]的?|[今本当]年的?|现在的?|目前的?)?"
_MOVED = compiled(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为)了?{_THEN}$")
_YEARS_ON = compiled(  # 2030年为A万元，2031年进一步降至B万元
    rf"[,、;]\s?(?:[到至])?20[0-9]{{2}}年度?(?:进一步|继续|再次?|又|逐步|稳步|则)*(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为)\s?$"
)
_WAY = compiled(
    r"(?:相比)?[,]?(?:有所|略有|稍有|明显|大幅|小幅)?(?:(?P<up>增加|增长|上升|提高)|(?P<down>减少|下降|降低))(?![0-9了]|[到至为]?[-−－]?[0-9])"
)
FROM = compiled(r"[由从][^,;。0-9]{0,12}(?:20[0-9]{2}[年届][^,;。0-9]{0,8})?$")
_MINUS = compiled(r"[-−－—负]\s?$")
_SIGNED = compiled(r"[-−－—负]|降幅|跌幅|减幅|下降|负增长")


def same_unit(a: Fact, b: Fact) -> bool:
    """Whether two figures count the same kind of thing."""
    one, other = (f.figure.unit.name.lstrip("万亿百千") for f in (a, b))
    times = one.endswith("次") and len(one) > 1 and len(other) > 1  # 批次 are no 人次
    alike = one == other if times else one[-1:] == other[-1:]
    return a.figure.unit.dimension == b.figure.unit.dimension and (a.figure.unit.dimension != "count" or alike)


def moved(ledger: Ledger, prior: Fact, current: Sequence[Candidate]) -> Iterator[Relation]:
    """由A减少到B: B is below A."""
    if current and current[0].fact.id == prior.id + 1:
        level = current[0].fact
        yield from _went(_MOVED.search(ledger.before(level, 20)), prior, level)


def ways(ledger: Ledger, sentence: Sentence, facts: list[Fact], fact: Fact) -> Iterator[Relation]:
    """A，较上年B有所增加; 由A减少到B: which way it went, where no amount of change says how far."""
    i = facts.index(fact)
    before = facts[i - 1] if i else None
    if before is None or not same_unit(before, fact) or (before.item, before.depth) != (fact.item, fact.depth):
        return
    if fact.measure == "prior" and before.measure == "level":
        yield from _went(_WAY.match(sentence.text, fact.figure.span.end - sentence.start), fact, before)
    elif before.id + 1 == fact.id and _levels(ledger, before, fact) and FROM.search(ledger.before(before, 24)):
        yield from _went(_MOVED.search(ledger.before(fact, 20)), before, fact)
    elif before.id + 1 == fact.id and _levels(ledger, before, fact) and _next_year(before, fact):
        yield from _went(_YEARS_ON.search(sentence.before(fact)), before, fact)


def years_between(one: Fact, other: Fact) -> int:
    """Years from one value to another; 0 where they are not told."""
    known = one.period.isdigit() and other.period.isdigit()
    return int(other.period) - int(one.period) if known else 0


def _next_year(one: Fact, other: Fact) -> bool:
    """Whether two values are of a year and the next."""
    return years_between(one, other) == 1 and other.clause - one.clause <= 1


def _levels(ledger: Ledger, before: Fact, fact: Fact) -> bool:
    """Whether two figures are values, and not rates of change that a word or sign may turn round."""
    if _MINUS.search(ledger.before(before, 2)):
        return False
    if before.measure in ("level", "prior") and fact.measure in LEVELS:
        return True
    plain = before.figure.unit.dimension == "percent" and not _SIGNED.search(ledger.before(before, 16))
    return plain and before.measure in ("other", "prior", "level") and fact.measure in ("other", "level")


def _went(m: regex.Match[str] | None, base: Fact, current: Fact) -> Iterator[Relation]:
    if m is None:
        return
    was, now = ("base", base), ("current", current)
    one = relate("change", AtMost(), (was, now) if m["up"] else (now, was), firm=True)
    if one is not None:
        yield replace(one, note="direction") if one.verdict == "broken" else one
