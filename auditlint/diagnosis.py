"""From relations to findings: one cause, one finding, and which figure is probably mistyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from auditlint import wording
from auditlint.equations import AtMost, Equal, Rest, judge, quantize, solved
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Figure, Finding, Related, Relation, Remark, Severity, Suggestion, Unit
from auditlint.packs import Rule
from auditlint.records import dataclass, replace
from auditlint.slips import RANK, slip, slips

_ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Culprit:
    """A figure that may be mistyped, what should be printed, and what that mends and breaks."""

    fact: Fact
    figure: Figure
    mends: frozenset[int]
    breaks: int
    slip: str

    @property
    def gain(self) -> int:
        """Relations left wrong less relations mended: lower is better."""
        return 2 * self.breaks - len(self.mends)

    @property
    def rank(self) -> int:
        """How well a slip explains the figure. A rate is often wrong without any: it is computed, not copied."""
        ratio = self.fact.figure.unit.dimension in ("percent", "ratio")
        return RANK.get(self.slip, 2 if ratio else 4)


def diagnose(
    relations: Sequence[Relation],
    remarks: Sequence[Remark],
    ledger: Ledger,
    rules: Mapping[str, Rule],
    severities: Mapping[str, Severity],
    lang: str,
) -> tuple[Finding, ...]:
    """The findings of a report, worst first within reading order; `rules` by code, `severities` override theirs."""
    told = {r.id: r for r in relations if r.verdict == "broken" and r.firm}
    by_fact: dict[int, list[Relation]] = defaultdict(list)
    for r in relations:
        for t in r.terms:
            by_fact[t.fact.id].append(r)
    findings: list[Finding] = []
    corrections = {
        t.fact.id: tuple(_corrections(t.fact, told, by_fact[t.fact.id], ledger)) for r in told.values() for t in r.terms
    }
    while told:
        group, culprits = _next_cause(told, corrections)
        chosen = [told.pop(i) for i in sorted(group)]
        findings.append(_finding(chosen, culprits, ledger, rules, severities, lang))
        for fact in {t.fact for r in chosen for t in r.terms}:
            corrections[fact.id] = tuple(_corrections(fact, told, by_fact[fact.id], ledger))
    findings.extend(_tails(relations, ledger, rules, severities, lang))
    findings.extend(_words(remarks, ledger, rules, severities, lang))
    return tuple(sorted(findings, key=lambda f: (f.location.span.block, f.location.span.start, _ORDER[f.severity])))


_TIE = 1  # ranks this close are about equally good


def _next_cause(
    told: Mapping[int, Relation], corrections: Mapping[int, Sequence[Culprit]]
) -> tuple[frozenset[int], list[Culprit]]:
    """The cause that mends most: the relations it explains, and the culprits about equally good, best first."""
    best = [c for found in corrections.values() for c in found if c.mends <= told.keys()]
    if not best:
        return frozenset((next(iter(told)),)), []
    best.sort(key=lambda c: (c.gain, c.rank, c.fact.id))
    top = best[0]
    group = set(top.mends)
    if len(group) > 1:  # what else the culprit takes part in is of the same cause
        group |= {r.id for r in told.values() if any(t.fact.id == top.fact.id for t in r.terms)}
    unique: dict[int, Culprit] = {}
    for c in best:
        if c.gain == top.gain and c.rank <= top.rank + _TIE and c.mends == top.mends:
            unique.setdefault(c.fact.id, c)
    return frozenset(group), list(unique.values())


def _corrections(
    fact: Fact, told: Mapping[int, Relation], relations: Sequence[Relation], ledger: Ledger
) -> Iterator[Culprit]:
    """The best two ways to mend the broken relations of a figure."""
    broken = [r for r in relations if r.id in told and r.note not in ("direction", "zero-base")]
    if not broken:
        return
    others = [r for r in relations if r.firm and r.id not in told and r.verdict != "broken"]
    found: list[Culprit] = []
    for figure, kind in _replacements(fact, broken, ledger):
        verdicts = {r.id: _verdict(r, fact, figure) for r in broken}
        mends = frozenset(i for i, v in verdicts.items() if v == "holds")
        near = frozenset(i for i, v in verdicts.items() if v == "rounding")
        if mends or near:
            breaks = sum(_verdict(r, fact, figure) == "broken" for r in others)
            found.append(Culprit(fact, figure, mends | near, breaks + (0 if mends else 1), kind))
    found.sort(key=lambda c: (c.gain, c.rank))
    yield from found[:2]


def _replacements(fact: Fact, broken: Sequence[Relation], ledger: Ledger) -> Iterator[tuple[Figure, str]]:
    """What may have been meant: the values that solve a broken relation, and those a slip away."""
    printed = fact.figure
    if not printed.value and printed.unit.dimension != "percent":
        return  # a printed zero is an empty item, no slip of an amount
    seen: set[Decimal] = {printed.value}
    decimals = {printed.decimals, fact.decimals}
    for r in broken:
        wanted = solved(r.equation, _place(r, fact), [f.amount for f in r.figures])
        if wanted is None:
            continue
        for places in sorted(decimals, reverse=True):
            value = quantize(wanted / printed.unit.factor, places)
            if value not in seen and (value >= 0 or printed.value < 0):
                seen.add(value)
                kind = slip(printed, value) or ("row" if _copied(fact, ledger) else "")
                if kind == "unit":
                    continue  # the number is right, its unit is not: below
                yield replace(printed, value=value, decimals=places), kind
    if isinstance(broken[0].equation, (Equal, AtMost)):
        return
    for value, kind in slips(printed):
        if value not in seen:
            seen.add(value)
            yield replace(printed, value=value), kind
    if printed.unit.dimension == "money":
        for name, factor in (("元", 1), ("万元", 10_000), ("亿元", 100_000_000)):
            if printed.unit.factor != factor:
                yield replace(printed, unit=Unit(name, "money", Decimal(factor))), "unit"


def _copied(fact: Fact, ledger: Ledger) -> bool:
    """Whether the figure stands next to another of the same value: the line above or below, the cell beside."""
    if not fact.figure.value:
        return False
    for i in range(max(fact.id - 6, 0), min(fact.id + 7, len(ledger.facts))):
        other = ledger.facts[i]
        if i != fact.id and other.figure.value == fact.figure.value and other.figure.unit == fact.figure.unit:
            return True
    return False


def _place(relation: Relation, fact: Fact) -> int:
    return next(i for i, t in enumerate(relation.terms) if t.fact.id == fact.id)


def _verdict(relation: Relation, fact: Fact, figure: Figure) -> str:
    figures = [figure if t.fact.id == fact.id else t.fact.figure for t in relation.terms]
    judgement = judge(relation.equation, figures)
    return judgement.verdict if judgement is not None else "broken"


def _severity(rule: Rule, relation: Relation | None, severities: Mapping[str, Severity]) -> Severity:
    severity = severities.get(rule.code) or severities.get(rule.name) or rule.severity
    if relation is not None and relation.note in ("last-digit", "zero-base") and severity == "error":
        return "warning"
    return severity


def _finding(
    relations: Sequence[Relation],
    culprits: Sequence[Culprit],
    ledger: Ledger,
    rules: Mapping[str, Rule],
    severities: Mapping[str, Severity],
    lang: str,
) -> Finding:
    """One finding for the relations of one cause."""
    top = culprits[0] if culprits else None
    primary = _primary(relations, top)
    rule = rules[primary.code]
    severity = min((_severity(rules[r.code], r, severities) for r in relations), key=lambda s: _ORDER[s])
    named = _named(culprits)
    suggestions = [_suggestion(c, relations, ledger, lang) for c in culprits[:4]]
    stated = top.fact if named and top is not None else primary.terms[0].fact
    message = wording.message(rule, primary, ledger, lang)
    if named:
        message += wording.suspect(suggestions[0], lang)
    elif 1 < len(culprits) <= 3:
        message += wording.suspects(suggestions, lang)
    related = []
    seen = {stated.id}
    for r in (primary, *[r for r in relations if r is not primary]):
        for t in r.terms:
            if t.fact.id not in seen:
                seen.add(t.fact.id)
                related.append(
                    Related(wording.role(t, ledger, lang), ledger.documents[t.fact.document].locate(t.fact.figure.span))
                )
    return Finding(
        primary.rule,
        primary.code,
        severity,
        message,
        ledger.documents[stated.document].locate(stated.figure.span),
        tuple(related[:12]),
        (primary.id, *(r.id for r in relations if r is not primary)),
        primary.terms[0].fact.figure.text,
        wording.amount(primary.expected, primary.terms[0].fact.figure),
        suggestions[0] if named else None,
        () if named else tuple(suggestions if 1 < len(culprits) <= 3 else ()),
    )


def _primary(relations: Sequence[Relation], top: Culprit | None) -> Relation:
    """The most direct relation of a cause: the one that states the culprit, else the one with fewest terms."""
    if top is not None:
        stating = [r for r in relations if r.terms[0].fact.id == top.fact.id]
        if stating:
            return min(stating, key=_indirect)
    return min(relations, key=_indirect)


def _indirect(relation: Relation) -> tuple[bool, bool, int, int]:
    """How far a relation is from what a reader would compute first: what others leave over comes last."""
    return isinstance(relation.equation, Rest), relation.kind == "same-figure", len(relation.terms), relation.id


def _named(culprits: Sequence[Culprit]) -> bool:
    """Whether one suspect stands out: alone, and mending more than it breaks."""
    return len(culprits) == 1 and (culprits[0].breaks == 0 or len(culprits[0].mends) > 1)


def _suggestion(culprit: Culprit, relations: Sequence[Relation], ledger: Ledger, lang: str) -> Suggestion:
    """The correction in the manner of the printed figure; a wrong unit is corrected with its number."""
    printed = culprit.fact.figure
    document = ledger.documents[culprit.fact.document]
    number = ledger.text(printed.number, culprit.fact.document)
    mended = len([r for r in relations if r.id in culprit.mends])
    if culprit.slip == "unit":
        span, text, replacement = printed.span, printed.text, number + culprit.figure.unit.name
    else:
        span, text, replacement = printed.number, number, wording.number(culprit.figure.value, culprit.figure, number)
    return Suggestion(document.locate(span), text, replacement, wording.reason(culprit.slip, mended, replacement, lang))


def _tails(
    relations: Sequence[Relation],
    ledger: Ledger,
    rules: Mapping[str, Rule],
    severities: Mapping[str, Severity],
    lang: str,
) -> Iterator[Finding]:
    """尾差: relations that hold within rounding; several of one table or paragraph are one finding."""
    groups: dict[tuple[int, int, bool], list[Relation]] = defaultdict(list)
    for r in relations:
        if r.verdict != "rounding" or not r.firm or r.kind == "same-figure":
            continue
        stated = r.terms[0].fact
        place = stated.table if stated.table >= 0 else -1 - stated.figure.span.block
        groups[stated.document, place, _too_much(r)].append(r)
    for (_, _, unexplained), group in groups.items():
        first = group[0]
        rule = rules[first.code]
        severity: Severity = "warning" if unexplained else "info"
        if _ORDER[_severity(rule, None, severities)] > _ORDER[severity]:
            severity = _severity(rule, None, severities)
        fact = first.terms[0].fact
        yield Finding(
            first.rule,
            first.code,
            severity,
            wording.tail(group, ledger, unexplained, lang),
            ledger.documents[fact.document].locate(fact.figure.span),
            tuple(
                Related(wording.role(t, ledger, lang), ledger.documents[t.fact.document].locate(t.fact.figure.span))
                for t in (first.terms[1:] if len(group) == 1 else [r.terms[0] for r in group[1:]])
            )[:12],
            tuple(r.id for r in group),
            fact.figure.text,
            wording.amount(first.expected, fact.figure),
        )


def _too_much(relation: Relation) -> bool:
    """Whether the decimals of the section cannot explain a difference that the printed digits could."""
    facts = [t.fact for t in relation.terms]
    if all(f.decimals <= f.figure.decimals for f in facts):
        return False
    judgement = judge(relation.equation, relation.figures, [f.decimals for f in facts])
    return judgement is not None and judgement.verdict == "broken"


def _words(
    remarks: Sequence[Remark],
    ledger: Ledger,
    rules: Mapping[str, Rule],
    severities: Mapping[str, Severity],
    lang: str,
) -> Iterator[Finding]:
    """Findings of checks of words."""
    for remark in remarks:
        rule = rules[remark.code]
        document, span = remark.spans[0]
        yield Finding(
            remark.rule,
            remark.code,
            _severity(rule, None, severities),
            wording.remark(rule, remark, lang),
            ledger.documents[document].locate(span),
            tuple(Related(ledger.text(s, d)[:60], ledger.documents[d].locate(s)) for d, s in remark.spans[1:]),
        )
