"""From relations to findings: one cause, one finding, and which figure is probably mistyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditlint import wording
from auditlint.equations import AtMost, Equal, judge, quantize, solved
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Figure, Finding, Related, Relation, Remark, Severity, Suggestion
from auditlint.packs import Rule
from auditlint.slips import RANK, slip, slips

_ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Culprit:
    """A figure that may be mistyped, the value it should have, and what that mends and breaks."""

    fact: Fact
    value: Decimal
    mends: frozenset[int]
    breaks: int
    slip: str

    @property
    def score(self) -> tuple[int, int, int]:
        """Lower is better: relations left wrong, the slip's rank, and whether a statement or a part is blamed."""
        return (2 * self.breaks - len(self.mends), RANK.get(self.slip, 5), 0)


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
    while told:
        group, culprits = _next_cause(told, by_fact)
        for i in group:
            del told[i]
        chosen = [r for r in relations if r.id in group]
        findings.append(_finding(chosen, culprits, ledger, rules, severities, lang))
    findings.extend(_tails(relations, ledger, rules, severities, lang))
    findings.extend(_words(remarks, ledger, rules, severities, lang))
    return tuple(sorted(findings, key=lambda f: (f.location.span.block, f.location.span.start, _ORDER[f.severity])))


def _next_cause(
    told: Mapping[int, Relation], by_fact: Mapping[int, Sequence[Relation]]
) -> tuple[frozenset[int], list[Culprit]]:
    """The cause that mends most: the relations it explains, and the culprits that are about equally good."""
    best: list[Culprit] = []
    seen: set[int] = set()
    for r in told.values():
        for t in r.terms:
            if t.fact.id in seen:
                continue
            seen.add(t.fact.id)
            best.extend(_corrections(t.fact, told, by_fact[t.fact.id]))
    if not best:
        first = next(iter(told))
        return frozenset((first,)), []
    best.sort(key=lambda c: (c.score, c.fact.id))
    top = best[0]
    group = set(top.mends)
    for r in told.values():  # what the culprit takes part in belongs to its cause, mended or not, where it mends several
        if r.id not in group and len(group) > 1 and any(t.fact.id == top.fact.id for t in r.terms):
            group.add(r.id)
    equal = [c for c in best if c.score == top.score and c.mends == top.mends]
    near = equal or [top]
    unique: dict[int, Culprit] = {}
    for c in near:
        unique.setdefault(c.fact.id, c)
    return frozenset(group), list(unique.values())


def _corrections(fact: Fact, told: Mapping[int, Relation], relations: Sequence[Relation]) -> Iterator[Culprit]:
    """The values that would mend broken relations of a figure, the best one or two."""
    broken = [r for r in relations if r.id in told]
    others = [r for r in relations if r.id not in told and r.verdict != "broken"]
    wanted: dict[Decimal, str] = {}
    for r in broken:
        i = _place(r, fact)
        wanted_amount = solved(r.equation, i, [f.amount for f in r.figures])
        if wanted_amount is None:
            continue
        value = quantize(wanted_amount / fact.figure.unit.factor, fact.figure.decimals)
        wanted.setdefault(value, slip(fact.figure, value))
    if not isinstance(broken[0].equation, (Equal, AtMost)):
        for value, kind in slips(fact.figure):
            wanted.setdefault(value, kind)
    found: list[Culprit] = []
    for value, kind in wanted.items():
        if value == fact.figure.value:
            continue
        mends = frozenset(r.id for r in broken if _verdict(r, fact, value) == "holds")
        near = frozenset(r.id for r in broken if _verdict(r, fact, value) == "rounding")
        if not mends and not near:
            continue
        breaks = sum(_verdict(r, fact, value) == "broken" for r in others)
        found.append(Culprit(fact, value, mends | near, breaks + (0 if mends else 1), kind))
    found.sort(key=lambda c: c.score)
    yield from found[:2]


def _place(relation: Relation, fact: Fact) -> int:
    return next(i for i, t in enumerate(relation.terms) if t.fact.id == fact.id)


def _verdict(relation: Relation, fact: Fact, value: Decimal) -> str:
    figures: list[Figure] = [
        replace(t.fact.figure, value=value) if t.fact.id == fact.id else t.fact.figure for t in relation.terms
    ]
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
    named = _named(culprits, primary)
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
            return min(stating, key=lambda r: (len(r.terms), r.id))
    return min(relations, key=lambda r: (r.kind == "same-figure", len(r.terms), r.id))


def _named(culprits: Sequence[Culprit], primary: Relation) -> bool:
    """Whether one suspect stands out."""
    if not culprits:
        return False
    if len(culprits) == 1:
        top = culprits[0]
        return top.breaks == 0 or len(top.mends) > 1
    ratio = primary.terms[0].fact
    return (
        ratio.figure.unit.dimension in ("percent", "ratio")
        and culprits[0].fact.id == ratio.id
        and not culprits[0].breaks
        and all(not c.slip or c.fact.id == ratio.id for c in culprits)
    )


def _suggestion(culprit: Culprit, relations: Sequence[Relation], ledger: Ledger, lang: str) -> Suggestion:
    figure = culprit.fact.figure
    if culprit.slip == "unit":
        return _unit_slip(culprit, relations, ledger, lang)
    location = ledger.documents[culprit.fact.document].locate(figure.number)
    printed = ledger.text(figure.number, culprit.fact.document)
    mended = len([r for r in relations if r.id in culprit.mends])
    return Suggestion(
        location,
        printed,
        wording.number(culprit.value, figure, printed),
        wording.reason(culprit.slip, mended, wording.number(culprit.value, figure, printed), lang),
    )


def _unit_slip(culprit: Culprit, relations: Sequence[Relation], ledger: Ledger, lang: str) -> Suggestion:
    """The number is right and its unit is not: 元 for 万元."""
    figure = culprit.fact.figure
    document = ledger.documents[culprit.fact.document]
    printed = ledger.text(figure.number, culprit.fact.document)
    unit = "万元" if abs(culprit.value) > abs(figure.value) else "元"
    mended = len([r for r in relations if r.id in culprit.mends])
    replacement = printed + unit
    reason = wording.reason("unit", mended, replacement, lang)
    return Suggestion(document.locate(figure.span), figure.text, replacement, reason)


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
        first = r.terms[0].fact
        groups[first.document, first.table if first.table >= 0 else -1 - first.figure.span.block, _too_much(r)].append(r)
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
            tuple(
                Related(ledger.text(s, d)[:60], ledger.documents[d].locate(s)) for d, s in remark.spans[1:]
            ),
        )
