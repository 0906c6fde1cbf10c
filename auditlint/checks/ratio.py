"""Rates with a name of their own (节约率, 支付率) against their amounts; part of the check `share`."""

from __future__ import annotations

from auditlint.checks.relate import close, corroborated, relate, significant
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.records import replace

_STEM = compiled(r"(?:^|.*?)(?:资金|财政|预算|平均|综合)?([一-鿿]{2})(?:率|比例|比重)$")


def ratio(ledger: Ledger, sentence: Sentence, rate: Fact) -> Relation | None:
    """节约率, 支付率: the amount whose label its name repeats over another, or what that leaves of it."""
    m = _STEM.match(rate.label)
    near = [
        ledger.facts[i]
        for s in ledger.sentences[max(sentence.id - 2, 0) : sentence.id + 1]
        if s.document == sentence.document and s.paragraph == sentence.paragraph
        for i in s.facts
        if i < rate.id
        and ledger.facts[i].measure in LEVELS
        and ledger.facts[i].figure.unit.dimension in ("money", "count")
    ][-6:]
    stem = m.group(1) if m else ""
    named = [f for f in near if stem and (stem in f.label or stem[0] == f.label[:1])]
    readings: list[Relation | None] = []
    for part in [*reversed(named), *reversed([f for f in near if f not in named])]:
        for whole in sorted(near, key=lambda f: (f.measure != "budget", -f.figure.amount)):
            if whole.figure.amount < part.figure.amount or whole.figure.unit.dimension != part.figure.unit.dimension:
                continue
            terms = (("share", rate), ("part", part), ("whole", whole))
            readings.append(relate("share", Share(), terms, firm=False))
            readings.append(relate("share", Share(rest=True), terms, firm=False))
    known = [r for r in readings if r is not None]
    fitting = [r for r in known if r.verdict == "holds" or (r.verdict == "rounding" and close(r))]
    found = fitting if rate.figure.value not in (0, 100) else []
    if found:
        best = next((r for r in found if r.verdict == "holds"), found[0])
        sure = bool(named) and best is readings[0] and all(significant(f) >= 4 for f in best.figures)
        sure = sure or _proven(best, named, near)
        return replace(best, firm=True) if sure else best
    top = readings[0] if readings and named and len(near) <= 3 else None
    if top is not None and (corroborated(top) or _proven(top, named, near)):
        return replace(top, firm=True)
    return None


def _proven(relation: Relation, named: list[Fact], near: list[Fact]) -> bool:
    """Whether the amount the rate names is the whole less another amount: 预算A，采购B，节约A−B，节约率."""
    part, whole = relation.terms[1].fact, relation.terms[2].fact
    others = [f for f in near if f.id not in (part.id, whole.id)]
    return part in named and any(whole.figure.amount - f.figure.amount == part.figure.amount for f in others)
