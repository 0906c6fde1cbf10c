"""Scores that the text quotes, of a project or of the whole department; part of the check `score`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from auditlint.checks.relate import relate
from auditlint.checks.score.listed import listed
from auditlint.equations import HUNDRED, Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.names import akin, core
from auditlint.facts.project_texts import reported, spoken_of
from auditlint.model import Fact, Relation
from auditlint.records import dataclass

_WHOLE = compiled(r"整体|部门绩效|单位绩效")
_SCORED = compiled(r"(?:自评|评价|绩效|综合|考评|总体)[^,;。]*(?:得分|评分|总分|分数|分值)|(?:得分|评分|总分)$")
_OTHERS = compiled(r"抽查|复评|复核|核查|第三方|财政(?:局|厅|部门)|再评价|平均|满分|扣|指标|上年|去年")

_BARE = ("", "项目", "该项目", "本项目")
_OWN = compiled(r"(?:综合|总|最终|自评)(?:得分|评分|分数?)$|(?:该|本)项目(?:自评)?(?:得分|评分)$")
_NEAR = 10  # blocks below the total of a form in which a score without a name is its


@dataclass(frozen=True, slots=True)
class Total:
    """The total of a form: the project it is about or "", the form's title, its conclusion's quotations, its points."""

    subject: str
    title: str
    fact: Fact
    quoted: tuple[Fact, ...]
    full: Decimal | None


_BOUND = compiled(r"(?:[(（]不?含[)）])?(?:及?以[上下]|[-—~～至])")  # 得分90分以上为“优”


def quotations(ledger: Ledger, totals: Sequence[Total]) -> Iterator[Relation]:
    """A score in the text against the total of its form, and all places that quote one score."""
    said: dict[str, list[Fact]] = defaultdict(list)
    told: set[int] = set()
    owner = reported(ledger)
    for fact in ledger.facts:
        if fact.sentence >= 0 and fact.measure == "score" and not _BOUND.match(ledger.after(fact, 6)):
            earned = _earned(ledger, fact)
            if earned is not None:  # 自评总分100分，自评96.5分: full points, and what is quoted
                subject = subject_of(ledger, fact, owner)
                if subject is not None:
                    said[subject].append(earned)
                continue
            paired = list(_of_project(fact, totals)) or list(_below(ledger, fact, totals))
            paired = paired or list(_above(ledger, fact, totals))
            yield from paired
            told.update(r.terms[0].fact.id for r in paired)
            subject = subject_of(ledger, fact, owner)
            if subject is not None:
                said[subject].append(fact)
    for subject, facts in said.items():
        forms = [t for t in totals if _is_of(t, subject)]
        if len(forms) == 1:
            for fact in facts:
                if fact.id not in told and not _of_another(fact, forms, totals):
                    yield from _pair(fact, forms[0].fact)
        yield from _alike([*facts, *(f for t in forms for f in t.quoted)], [t.fact for t in forms])
    yield from _of_one_whole([f for f in said.get("", ()) if f.id not in told], totals)
    stated = {subject: list(facts) for subject, facts in said.items()}
    for total in totals:
        if total.subject and total.full == HUNDRED:
            known = next((s for s in stated if s and akin(core(s), core(total.subject))), total.subject)
            stated.setdefault(known, []).insert(0, total.fact)
    yield from listed(ledger, stated)


_EARNED = compiled(r"^(?:我|本)?(?:局|单位|部门)?(?:自评|实际|实)?得分?$|^(?:我|本)?(?:局|单位|部门)?自评$")
_NO_FULL = compiled(r"(?:得分|评分)$")


def _earned(ledger: Ledger, fact: Fact) -> Fact | None:
    """The points that were got of a hundred full ones, behind them in the paragraph."""
    if fact.figure.value != HUNDRED or _NO_FULL.search(fact.label):
        return None
    place = (fact.document, fact.figure.span.block)
    rest = map(ledger.facts.__getitem__, range(fact.id + 1, len(ledger.facts)))
    behind = takewhile(lambda f: (f.document, f.figure.span.block) == place, rest)
    found = (f for f in behind if f.measure == "score" and f.figure.value < HUNDRED and _EARNED.match(f.label))
    return next(found, None)


def _of_project(fact: Fact, totals: Sequence[Total]) -> Iterator[Relation]:
    """A score whose label begins with a project's name against the total of the only form of that project.

    Another form with just that score may be of the project too, as others evaluated it.
    """
    named = [t for t in totals if t.subject and _begins(fact.label, t.subject)]
    if len(named) == 1 and not _of_another(fact, named, totals):
        yield from _pair(fact, named[0].fact)


def _of_another(fact: Fact, own: Sequence[Total], totals: Sequence[Total]) -> bool:
    """Whether another form, which names no other project, has just the score that is quoted."""
    unnamed = (t for t in totals if t not in own and not t.subject)
    return any(t.fact.figure.value == fact.figure.value for t in unnamed)


def _below(ledger: Ledger, fact: Fact, totals: Sequence[Total]) -> Iterator[Relation]:
    """综合得分…分 right below the only form of a report, or right above, which names no other thing that was scored."""
    if (
        len(totals) != 1
        or not _OWN.search(fact.label)
        or core(_SCORED.sub("", fact.label).removesuffix("总")) not in _BARE
    ):
        return
    whole = _WHOLE.search(totals[0].title) is not None and "项目" in fact.label
    if whole or totals[0].full != HUNDRED:  # of a project, or something else is scored besides
        return
    total, sentence = totals[0].fact, ledger.sentences[fact.sentence]
    clause = sentence.before(fact)
    place = (fact.document, fact.section) == (total.document, total.section)
    first = min(c.block for c in ledger.documents[total.document].tables[total.table].cells)
    away = fact.figure.span.block - total.figure.span.block
    near = 0 < away <= _NEAR or 0 < first - fact.figure.span.block <= _LINES
    if place and near and not _OTHERS.search(clause[-40:]) and fact.period in ("", ledger.year):
        yield from _pair(fact, total)


_OPENS = compiled(  # 得分情况见下表, 具体得分如下
    r"(?:^|[,;])(?:具体|各项|各|指标|评价|自评)*(?:得分|评分|打分|情况)(?:构成|情况|明细|结果)*详?(?:见|如)(?:下|附?表)[^,;。]{0,4}[:。]?$"
)
_CLAUSE = compiled(r"[,;。:]")
_LINES = 3  # blocks between a sentence that opens a form and the form: its title, its unit


def _above(ledger: Ledger, fact: Fact, totals: Sequence[Total]) -> Iterator[Relation]:
    """自评得分…分，得分情况见下表: the total of the form that the paragraph opens."""
    sentence = ledger.sentences[fact.sentence]
    paragraph = ledger.paragraph(sentence)
    opens = any(_OPENS.search(s.text) for s in paragraph)
    if not opens or not _SCORED.search(fact.label) or fact.period not in ("", ledger.year):
        return
    clause = _CLAUSE.split(sentence.before(fact))[-1]
    if _OTHERS.search(clause) or _several(ledger, paragraph):
        return
    for total in totals:
        cells = ledger.documents[fact.document].tables[total.fact.table].cells
        gap = min(c.block for c in cells) - fact.figure.span.block
        if total.fact.document == fact.document and 0 < gap <= _LINES and total.full == HUNDRED:
            yield from _pair(fact, total.fact)


def _several(ledger: Ledger, paragraph: Sequence[Sentence]) -> bool:
    """Whether a paragraph tells of more than one score that may be the total: of projects, of the year before."""
    found = [f for s in paragraph for f in ledger.facts_of(s) if f.measure == "score" and _SCORED.search(f.label)]
    return len(found) > 1


def _pair(fact: Fact, total: Fact) -> Iterator[Relation]:
    made = relate("score", Equal(), (("quoted", fact), ("total", total)), firm=True)
    if made is not None:
        yield made


def _begins(label: str, subject: str) -> bool:
    """Whether a label begins with a project's name, whose last two characters (费, 经费, 建设, 项目) may differ."""
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(label, subject, strict=False)))
    return common >= max(5, len(subject) - 2)


def subject_of(ledger: Ledger, fact: Fact, owner: Mapping[tuple[int, int], str]) -> str | None:
    """Whose score a text states: a project, "" for the whole department; None where it is another kind of score."""
    sentence = ledger.sentences[fact.sentence]
    clause = sentence.before(fact).rpartition(";")[2]
    if not _SCORED.search(fact.label) or _OTHERS.search(clause[-40:]) or fact.period not in ("", ledger.year):
        return None
    if _WHOLE.search(fact.label):
        return ""
    own = owner.get((fact.document, fact.figure.span.block), "") or spoken_of(ledger, fact)
    name = core(_SCORED.sub("", fact.label))
    bare = name in _BARE
    if bare and not own and _of_the_whole(fact, clause):
        return ""
    return own if own and (bare or akin(name, core(own))) else None if bare else name


def _of_one_whole(quotes: Sequence[Fact], totals: Sequence[Total]) -> Iterator[Relation]:
    """整体支出自评a分 in one place, b分 in another, of which the total of one form bears out one."""
    forms = [t for t in totals if not t.subject and t.full == HUNDRED and any(_same(t.fact, q) for q in quotes)]
    wrong = [q for q in quotes if not any(_same(t.fact, q) for t in forms)]
    if len({t.fact.figure.value for t in forms}) == len(wrong) == 1:
        yield from _pair(wrong[0], forms[0].fact)


def _same(one: Fact, other: Fact) -> bool:
    return one.figure.value == other.figure.value


def _of_the_whole(fact: Fact, clause: str) -> bool:
    """对部门整体支出开展绩效自评，自评得分a分: whether a score without a name is of what its clause or heading says."""
    words = clause + fact.section.rpartition("/")[2]
    return _WHOLE.search(words) is not None and "项目" not in words and "专项" not in words


def _is_of(total: Total, subject: str) -> bool:
    if not subject:
        return not total.subject and "整体" in total.title
    return bool(total.subject) and akin(core(total.subject), core(subject)) > 0


def _alike(facts: Sequence[Fact], totals: Sequence[Fact]) -> Iterator[Relation]:
    """The places that quote one score alike; each is compared with a total by itself, so a total alone adds nothing."""
    clusters: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts:
        clusters[fact.figure.value].append(fact)
    for value, same in clusters.items():
        if len(same) > 1:
            total = [t for t in totals if t.figure.value == value]
            made = relate("score", Equal(), [("quoted", f) for f in (*same, *total)], firm=bool(total))
            if made is not None:
                yield made
