"""The engine: one report's documents in, its result out."""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from auditlint import facts
from auditlint.checks import CHECKS, NEEDS
from auditlint.diagnosis import diagnose
from auditlint.equations import Sum
from auditlint.facts.ledger import Ledger
from auditlint.judge import judge
from auditlint.model import UNBORNE, Document, Fact, Relation, Remark, ReportResult, Unchecked
from auditlint.packs import Rule, Rulebook, plan
from auditlint.records import replace
from auditlint.settings import Settings

_COUNTED = ("money", "percent", "point")


def audit(documents: Sequence[Document], rulebook: Rulebook, settings: Settings) -> ReportResult:
    """Audit the documents of one report with the rules in force."""
    # Nothing that an audit makes is circular: looking for circles takes a fifth of its time and frees nothing.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _audit(documents, rulebook, settings)
    finally:
        if collecting:
            gc.enable()


def _audit(documents: Sequence[Document], rulebook: Rulebook, settings: Settings) -> ReportResult:
    ledger = facts.build(documents, rulebook)
    texts = [b.text for d in documents for b in d.blocks]
    rules = [r for r in rulebook.active(texts) if settings.active(r)]
    evaluated: list[tuple[Rule, Relation]] = []
    remarks: list[Remark] = []
    slow: set[tuple[int, int]] = set()  # (document, block) where a rule's pattern ran into its time limit
    errors: list[str] = []
    beside = {i for i, d in enumerate(documents) if d.beside}
    known = ledger.kinds()
    for rule in sorted(rules, key=lambda r: (r.pack == "core", r.code)):
        if NEEDS.get(rule.check, "") not in known:
            continue
        for outcome in _run(rule, ledger, errors, settings.lang):
            if isinstance(outcome, Relation) and all(t.fact.document in beside for t in outcome.terms):
                continue
            if isinstance(outcome, Relation):
                evaluated.append((rule, outcome))
            elif outcome.kind == "time-limit":
                slow.update((document, span.block) for document, span in outcome.spans)
            elif outcome.spans[0][0] not in beside:
                remarks.append(replace(outcome, rule=rule.name, code=rule.code))
    relations = _distinct(evaluated)
    findings = diagnose(relations, remarks, ledger, {r.code: r for r in rules}, settings.severities, settings.lang)
    checked = {t.fact.id for r in relations if r.firm for t in r.terms}
    counted = [f for f in ledger.facts if f.figure.unit.dimension in _COUNTED and f.document not in beside]
    return ReportResult(
        documents[0].path if documents else "",
        tuple(documents),
        ledger.facts,
        tuple(relations),
        findings,
        tuple(_unchecked(ledger, checked, relations, slow)),
        tuple(errors),
        tuple(n for d in documents for n in d.notices),
        len(counted),
        sum(f.id in checked for f in counted),
    )


def _run(rule: Rule, ledger: Ledger, errors: list[str], lang: str) -> Iterator[Relation | Remark]:
    """A rule's outcomes; a crash inside its check costs only the rule."""
    try:
        yield from CHECKS[rule.check].run(ledger, plan.options(rule))
    except MemoryError:
        raise  # is of the report, not of the rule
    except Exception as error:  # the one fence: a fault of ours must not hide what other rules find
        if os.environ.get("AUDITLINT_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}"
        zh = f"规则{rule.code} {rule.name}（检查{rule.check}）内部出错，没有执行，其余规则照常：{what}"
        en = f"internal error in rule {rule.code} {rule.name} (check {rule.check}), which did not run: {what}"
        errors.append(zh if lang == "zh" else en)


def _distinct(evaluated: Sequence[tuple[Rule, Relation]]) -> list[Relation]:
    """Each set of figures once per kind of equation, with its rule: firm before not, graver before hints; numbered."""
    kept: dict[tuple[str, frozenset[int]], tuple[Rule, Relation]] = {}
    held: dict[int, list[Relation]] = defaultdict(list)  # by their facts: what may bear out a statement
    for _, r in evaluated:
        if r.firm and r.verdict == "holds" and r.kind != "same-figure":
            for t in r.terms:
                held[t.fact.id].append(r)
    for rule, r in evaluated:
        if r.note == UNBORNE and r.verdict == "broken" and _both_right(held, [t.fact for t in r.terms]):
            continue
        key = type(r.equation).__name__, frozenset(t.fact.id for t in r.terms)
        old = kept.get(key)
        if old is None or _weight(rule, r) > _weight(*old):
            kept[key] = rule, r
    firm = {_added(r) for _, r in kept.values() if r.firm and r.verdict == "holds"} - {None}
    own = ((rule, r) for rule, r in kept.values() if r.firm or r.verdict != "holds" or _added(r) not in firm)
    return [replace(r, rule=rule.name, code=rule.code, id=i) for i, (rule, r) in enumerate(own)]


def _both_right(held: Mapping[int, Sequence[Relation]], facts: Sequence[Fact]) -> bool:
    """Whether relations that hold bear out a statement and one of those it contradicts: they are of two things."""
    stated, *others = facts
    return _bears_out(held, stated, others[0]) and any(_bears_out(held, other, stated) for other in others)


def _bears_out(held: Mapping[int, Sequence[Relation]], fact: Fact, other: Fact) -> bool:
    """Whether a relation that holds would not with another amount in the place of one of its facts."""
    amount = replace(fact.figure, value=other.figure.amount / fact.figure.unit.factor)
    for relation in held.get(fact.id, ()):
        figures = [amount if t.fact.id == fact.id else t.fact.figure for t in relation.terms]
        judgement = judge(relation.equation, figures)
        if judgement is None or judgement.verdict == "broken":
            return True
    return False


def _weight(rule: Rule, relation: Relation) -> tuple[bool, bool]:
    """What a relation counts for beside another one of the same figures."""
    return relation.firm, rule.severity != "info"


def _added(relation: Relation) -> tuple[Decimal, frozenset[int]] | None:
    """The result and the parts of a sum: parts of one total may make, by chance, an equal amount elsewhere."""
    if type(relation.equation) is not Sum or len(relation.terms) < 3:
        return None
    first, *parts = relation.terms
    return first.fact.figure.amount, frozenset(t.fact.id for t in parts)


def _unchecked(
    ledger: Ledger, checked: set[int], relations: Sequence[Relation], slow: set[tuple[int, int]]
) -> Iterator[Unchecked]:
    """Every money or percent figure in no firm relation, with the reason."""
    loose = {t.fact.id for r in relations if not r.firm for t in r.terms}
    for fact in ledger.facts:
        if fact.id in checked or fact.figure.unit.dimension not in _COUNTED or ledger.documents[fact.document].beside:
            continue
        location = ledger.documents[fact.document].locate(fact.figure.span)
        if (fact.document, fact.figure.span.block) in slow:
            reason = "time-limit"
        elif fact.id in loose:
            reason = "ambiguous"
        elif ledger.restated(fact):
            reason = "restated-base"
        elif not fact.label and not fact.concept:
            reason = "label-not-understood"
        elif fact.measure == "other":
            reason = "out-of-scope"
        else:
            reason = "no-partner"
        yield Unchecked(location, fact.figure.text, reason)
