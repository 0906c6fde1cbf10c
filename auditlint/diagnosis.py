"""From relations to findings: one cause, one finding, and which figure is probably mistyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditlint import wording
from auditlint.blame import Culprit, Graph
from auditlint.equations import Equal, Rest
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Finding, Related, Relation, Remark, Severity, Suggestion
from auditlint.numerals import normalize
from auditlint.packs import Rule
from auditlint.records import replace

_ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


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
    minor = {i for i, r in told.items() if _severity(rules[r.code], r, severities) == "info"}
    asides = {i: told.pop(i) for i in minor}
    graph = Graph(relations, ledger, minor)
    tails = {r.id for r in relations if r.verdict == "rounding" and r.firm and r.kind != "same-figure"}
    findings: list[Finding] = []
    corrections = {i: tuple(graph.culprits(fact, told)) for i, fact in _facts(told.values()).items()}
    while told:
        group, culprits = _next_cause(told, corrections)
        chosen = [told.pop(i) for i in sorted(group)]
        if culprits:
            also = graph.also(culprits[0])
            tails.difference_update(r.id for r in also)
            chosen += [asides.pop(r.id, r) for r in also]
            chosen += [told.pop(r.id) for r in graph.explained(culprits[0], told)]
            if _named(culprits):
                borne = graph.borne(culprits[0])
                chosen += borne
                culprits[0] = replace(culprits[0], mends=culprits[0].mends.union(r.id for r in borne))
        findings.append(_finding(chosen, culprits, ledger, rules, severities, lang))
        corrections |= {i: tuple(graph.culprits(fact, told)) for i, fact in _facts(chosen).items()}
    findings.extend(_finding([r], (), ledger, rules, severities, lang) for r in asides.values())
    findings.extend(_tails([r for r in relations if r.id in tails], graph, rules, severities, lang))
    findings.extend(_words(remarks, ledger, rules, severities, lang))
    files = {d.path: n for n, d in enumerate(ledger.documents)}

    def reading(finding: Finding) -> tuple[int, int, int, int]:
        place = finding.location
        return files.get(place.path, 0), place.span.block, place.span.start, _ORDER[finding.severity]

    return tuple(sorted(findings, key=reading))


def _facts(relations: Iterable[Relation]) -> dict[int, Fact]:
    """The facts of some relations by id, each once."""
    return {t.fact.id: t.fact for r in relations for t in r.terms}


_TIE, _WORTH = 6, 12  # how much worse a cause may be, in tenths of a relation, to be as good; to be worth naming


def _next_cause(
    told: Mapping[int, Relation], corrections: Mapping[int, Sequence[Culprit]]
) -> tuple[frozenset[int], list[Culprit]]:
    """The cause that explains most: the relations it explains, and the culprits worth naming, best first."""
    best = [c for found in corrections.values() for c in found if c.mends <= told.keys()]
    if not best:
        return frozenset((next(iter(told)),)), []
    best.sort(key=lambda c: (c.cost, c.fact.id))
    top = best[0]
    group = set(top.mends)
    if len(group) > 1:  # what else the culprit takes part in is of the same cause
        group |= {r.id for r in told.values() if any(t.fact.id == top.fact.id for t in r.terms)}
    unique: dict[int, Culprit] = {}
    for c in best:
        # which of two statements of one figure is wrong is often for a person to say
        either = any(isinstance(told[i].equation, Equal) for i in c.mends & top.mends)
        if any(c.fact.id == o.id for o in top.copies):
            continue
        if either or (c.cost <= top.cost + _WORTH and c.mends & top.mends):
            unique.setdefault(c.fact.id, c)
    return frozenset(group), list(unique.values())


def _severity(rule: Rule, relation: Relation | None, severities: Mapping[str, Severity]) -> Severity:
    severity = severities.get(rule.code) or severities.get(rule.name) or rule.severity
    if relation is not None and relation.note in ("last-digit", "zero-base") and severity == "error":
        return "warning"
    return severity


def _named(culprits: Sequence[Culprit]) -> bool:
    """Whether the first of some culprits is so much likelier than the others that it is the one."""
    return bool(culprits) and all(c.cost > culprits[0].cost + _TIE for c in culprits[1:])


_OFFERED, _READABLE = 4, 3  # suspects offered with a finding; those that its message names


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
    relations = [r for r in relations if not any(_within(r, other) for other in relations)]
    broken = [r for r in relations if r.verdict == "broken"]
    primary = _primary(broken, top)
    rule = rules[primary.code]
    firm = [r for r in broken if r.firm]
    severity = min((_severity(rules[r.code], r, severities) for r in firm), key=lambda s: _ORDER[s])
    named = _named(culprits)
    suggestions = [_suggestion(c, relations, ledger, lang) for c in culprits[:_OFFERED]]
    if primary.note == "zero-base" and primary.expected is not None:
        named, suggestions = True, [_of_nothing(primary, ledger, lang)]
    stated = top.fact if named and top is not None else primary.terms[0].fact
    message = wording.message(rule, primary, ledger, lang)
    again: list[Suggestion] = []
    if named and top is not None:
        again = [_suggestion(replace(top, fact=c), relations, ledger, lang) for c in top.copies]
        message += wording.suspect(suggestions[0], lang, len(top.copies))
    elif 1 < len(culprits) <= _READABLE:
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
        (*again, *suggestions[1:]) if named else tuple(suggestions),
    )


def _within(relation: Relation, other: Relation) -> bool:
    """Whether two statements of one figure are among those that another relation names together."""
    if not (isinstance(relation.equation, Equal) and isinstance(other.equation, Equal)):
        return False
    return {t.fact.id for t in relation.terms} < {t.fact.id for t in other.terms}


def _primary(relations: Sequence[Relation], top: Culprit | None) -> Relation:
    """The most direct relation of a cause: the one that states the culprit, else the one with fewest terms."""
    if top is not None:
        stating = [r for r in relations if r.terms[0].fact.id == top.fact.id]
        if stating:
            return min(stating, key=_indirect)
    return min(relations, key=_indirect)


def _indirect(relation: Relation) -> tuple[bool, bool, bool, int, int]:
    """How far a relation is from what a reader would compute first: what others leave over comes last."""
    return (
        not relation.firm,
        isinstance(relation.equation, Rest),
        relation.kind == "same-figure",
        len(relation.terms),
        relation.id,
    )


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
    kind = culprit.slip if len(number) > 1 else ""  # any two figures of one digit are one digit apart
    why = wording.reason(kind, mended, replacement, lang, culprit.exact, stated=culprit.stated)
    return Suggestion(document.locate(span), text, replacement, why)


def _of_nothing(relation: Relation, ledger: Ledger, lang: str) -> Suggestion:
    """0% for what is claimed of a base of zero."""
    stated = relation.terms[0].fact
    number = ledger.text(stated.figure.number, stated.document)
    place = ledger.documents[stated.document].locate(stated.figure.number)
    return Suggestion(place, number, f"{relation.expected:f}", wording.reason("nothing", 1, "", lang))


def _tails(
    relations: Sequence[Relation],
    graph: Graph,
    rules: Mapping[str, Rule],
    severities: Mapping[str, Severity],
    lang: str,
) -> Iterator[Finding]:
    """尾差: relations that hold within rounding; several of one table or paragraph are one finding."""
    ledger = graph.ledger
    groups: dict[tuple[int, int, bool], list[Relation]] = defaultdict(list)
    for r in relations:
        stated = r.terms[0].fact
        place = stated.table if stated.table >= 0 else -1 - stated.figure.span.block
        groups[stated.document, place, r.id in graph.tight].append(r)
    for (_, _, unexplained), group in groups.items():
        first = group[0]
        rule = rules[first.code]
        severity: Severity = "warning" if unexplained else "info"
        if _ORDER[_severity(rule, None, severities)] > _ORDER[severity]:
            severity = _severity(rule, None, severities)
        fact = first.terms[0].fact
        found = _of_tail(first, graph) if unexplained and len(group) == 1 else []
        suggestions = [_suggestion(c, group, ledger, lang) for c in found]
        message = wording.tail(rule, group, ledger, unexplained, lang)
        if len(found) == 1:
            message += wording.suspect(suggestions[0], lang)
        yield Finding(
            first.rule,
            first.code,
            severity,
            message,
            ledger.documents[fact.document].locate(fact.figure.span),
            tuple(
                Related(wording.role(t, ledger, lang), ledger.documents[t.fact.document].locate(t.fact.figure.span))
                for t in (first.terms[1:] if len(group) == 1 else [r.terms[0] for r in group[1:]])
            )[:12],
            tuple(r.id for r in group),
            fact.figure.text,
            wording.amount(first.expected, fact.figure),
            suggestions[0] if len(found) == 1 else None,
            () if len(found) == 1 else tuple(suggestions),
        )


def _of_tail(relation: Relation, graph: Graph) -> list[Culprit]:
    """The slips of one digit that explain a difference rounding should have explained, where they are few."""
    told = {relation.id: relation}
    found = [c for t in relation.terms for c in graph.culprits(t.fact, told) if c.slip in ("digit", "lost", "swap")]
    best = min((c.cost for c in found), default=0)
    unique = {c.fact.id: c for c in reversed(found) if c.cost <= best + _TIE}
    return list(unique.values()) if len(unique) <= _READABLE else []


def _as_printed(remark: Remark, ledger: Ledger) -> Remark:
    """A remark whose fields quote its places as the report prints them, so that a reader can search for the words."""
    texts = (ledger.text(span, document) for document, span in remark.spans)
    printed = {"".join(normalize(text).split()): " ".join(text.split()) for text in texts}
    fields = ((name, printed.get("".join(value.split()), value)) for name, value in remark.fields)
    return replace(remark, fields=tuple(fields))


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
        place = ledger.documents[document].locate(span)
        suggestion = None
        if remark.replacement:
            reason = wording.remark_reason(remark.kind, lang)
            suggestion = Suggestion(place, ledger.text(span, document), remark.replacement, reason)
        yield Finding(
            remark.rule,
            remark.code,
            _severity(rule, None, severities),
            wording.remark(rule, _as_printed(remark, ledger), lang),
            place,
            tuple(Related(ledger.text(s, d)[:60], ledger.documents[d].locate(s)) for d, s in remark.spans[1:]),
            suggestion=suggestion,
        )
