"""Facts from running text: each figure's measure, basis, direction and label, read from the text before it."""

from __future__ import annotations

from collections.abc import Mapping

from auditlint.expressions import compiled
from auditlint.facts.drafts import Draft
from auditlint.facts.ledger import Sentence
from auditlint.facts.measures import label_of, set_measure
from auditlint.facts.phrases import Phrases
from auditlint.facts.structure import Mark, structure
from auditlint.facts.unprinted import meant_unit, row_unit
from auditlint.model import Document, Figure, Span, Unit
from auditlint.numerals import PLAIN, Scanned, normalize, scan
from auditlint.records import dataclass, field, replace

# a year that is compared with says nothing of the period of what follows
_YEAR = compiled(r"(?<![0-9])(?<![与较比同和由从于]\s?)(20[0-9]{2})\s?年")

_TAIL, _LEAD = 40, 500  # characters behind a number, and before it, that tell what it is


def figure_of(found: Scanned, text: str, block: int, unit: Unit | None = None) -> Figure:
    """The figure a scan found, as a model noun; `unit` overrides the printed one."""
    unit = unit or found.unit
    exact = unit.dimension in ("count", "score") and found.decimals == 0 and unit.factor == 1
    exact = exact or unit.dimension == "score" or found.value == 0
    return Figure(
        Span(block, found.start, found.end),
        Span(block, found.start, found.digits),
        text[found.start : found.end],
        found.value,
        found.decimals,
        unit,
        exact,
    )


def read_paragraph(
    document: Document,
    number: int,
    block: int,
    phrases: Phrases,
    units: dict[str, Unit],
    counters: tuple[str, ...],
    first_sentence: int,
    year: str = "",
    declared: Unit | None = None,
) -> tuple[list[Sentence], list[list[Draft]]]:
    """The sentences of a paragraph and the drafts of each, in order.

    `number` is the document's index in the ledger, `first_sentence` the id the first sentence gets, `year` the one the
    report is about, `declared` the unit that words above the paragraph give its amounts.
    """
    raw = document.blocks[block].text
    text = normalize(raw)
    if (m := _NUMBERED.match(text)) is not None:
        text = " " * m.end() + text[m.end() :]
    marks = structure(text)
    found = list(scan(text, units, counters))
    sentences: list[Sentence] = []
    drafts: list[list[Draft]] = []
    k = 0
    for start, end in marks.sentences:
        row: list[Draft] = []
        previous = _Previous(start)
        while k < len(found) and found[k].start < end:
            figure = found[k]
            k += 1
            if figure.start < start:
                continue
            draft = _draft(
                figure, raw, text, block, previous, marks, phrases, row_unit(found, k - 1, text), year, declared
            )
            if draft is None:
                continue
            draft.sentence = first_sentence + len(sentences)
            row.append(draft)
            _passed(draft, row[:-1], drafts[-1] if drafts else [])
            years = {depth: named for depth, named in previous.years.items() if depth < draft.depth}
            previous = _Previous(figure.end, draft, {**years, draft.depth: draft.year})
        _headed(text[start:end], row)
        sentences.append(Sentence(first_sentence + len(sentences), number, block, start, end, text[start:end], ()))
        drafts.append(row)
    return sentences, drafts


# 3.31个项目中: the third item, for nothing is counted in parts so
_NUMBERED = compiled(r"\s*[0-9]{1,2}\.(?=[1-9][0-9]*(?:个(?!百分点)|名|人|家|户|项|座|台|辆|件|宗|起|条|所|处))")


@dataclass(slots=True)
class _Previous:
    end: int
    draft: Draft | None = None
    years: Mapping[int, str] = field(default_factory=dict)  # by the depth of brackets: a year in one ends with it


def _draft(
    found: Scanned,
    raw: str,
    text: str,
    block: int,
    previous: _Previous,
    marks: Mark,
    phrases: Phrases,
    row: Unit | None,
    year: str,
    declared: Unit | None,
) -> Draft | None:
    """What the text before a number makes of it; None where it is no figure (an ordinal, a code)."""
    lead = _KIND_BEHIND.sub("", text[max(previous.end, found.start - _LEAD) : found.start].replace(" ", ""))
    last = previous.draft
    years = _YEAR.findall(text[max(previous.end, found.start - 4 * _LEAD) : found.start])
    unit = row if row is not None and found.unit is not PLAIN else found.unit
    sibling = last.figure.unit if last is not None else None
    at = found.start
    tail = text[found.end : found.end + _TAIL].replace(" ", "")
    beside = _BESIDE_NAME.search(lead) if tail.startswith(")") else None
    if beside is not None:  # 较上年（A万元）增加; 完成预算（B万元）的p%: as if there were no bracket
        lead = lead[:-1]
    if unit is PLAIN:
        changed = last is not None and last.measure == "change"
        guessed = row or meant_unit(found, lead, tail, sibling, changed, phrases, declared)
        if guessed is None:
            return None
        unit = guessed
    figure = figure_of(found, raw, block, unit)
    outer = [named for depth, named in previous.years.items() if depth <= marks.depths[at]]
    own = "" if _THIS_YEAR.search(lead) or not outer else outer[-1]
    draft = Draft(figure, "other", "", lead, year=years[-1] if years else own)
    draft.clause, draft.item, draft.depth = marks.clauses[at], marks.items[at], marks.depths[at] - (beside is not None)
    bound = _THRESHOLD.match(tail) or _RANGE.match(tail) or (lead in _UP_TO and _OF_PROJECTS.match(tail))
    bound = bound or _UPPER.match(tail) or (lead in _DASHES and last is not None and last.measure == "other")
    if (
        last is not None
        and not bound
        and phrases.continued.match(lead)
        and not (lead == "," and last.measure == "average")  # 536户，户均3万元，1,608万元: what that comes to
        and sibling is not None
        and sibling.dimension == unit.dimension
    ):
        draft.measure, draft.basis, draft.direction = last.measure, last.basis, last.direction
        draft.base, draft.grouped, draft.own = last.base, True, False
        return draft
    if last is not None and last.measure == "rate" and unit.dimension == "money" and lead in ("、", "和", "或"):
        draft.measure, draft.basis, draft.direction, draft.own = "change", last.basis, last.direction, False
        return draft  # 比上年减少p%、D万元
    if last is not None and last.measure == "prior" and phrases.led_to.fullmatch(lead):
        draft.measure, draft.label, draft.own = "level", last.label, False  # 由A调减为B
        return draft
    set_measure(draft, phrases, last, year, tail)
    if last is not None and last.measure == "share" and last.label and not last.base and _THAT_IS.fullmatch(lead):
        draft.label, draft.own = last.label, False  # 甲占p%，即a万元
    ranged = bound and draft.measure == "change" and not lead.endswith(("加", "少", "长", "减", "增"))
    if unit.dimension == "money" and bound and (draft.measure in ("level", "budget") or ranged):
        draft.measure = "other"  # 其中100万元以上的8个, 100万元至500万元项目7个
    if draft.measure == "change" and not figure.value and figure.decimals:
        draft.figure = replace(figure, exact=False)  # 减少0.00万元，下降0.01%: what rounding left of a change
    leads = draft.measure in ("level", "budget", "average") and (phrases.led_to.match(tail) or _GROWN_TO.match(tail))
    led_from = _FROM.search(lead) if leads else None
    if led_from is not None:
        draft.measure = "prior"
        draft.label, draft.own = label_of(lead[: led_from.start()], phrases)
    lacking = _LACKING.match(tail) if draft.measure in ("level", "budget") else None
    if lacking is not None and draft.label:
        draft.label += lacking["noun"]  # 保运转有A亿元缺口: no amount of 保运转
    if draft.measure in ("rate", "change", "prior", "share"):
        _basis(draft, text, marks, phrases, year)
    if draft.basis == "opening" and draft.label.startswith(("年初", "期初")):
        draft.label, draft.own = "", False  # 较年初结转和结余增加D万元: the name of what it is compared with
    return draft


_BESIDE_NAME = compiled(
    r"(?:(?:较|比|与|同)(?:上年|去年|20[0-9]{2}年)(?:度|同期)?(?:的?(?:预算|决算|支出|收入|执行)数?)?"
    r"|完成(?:了)?(?:年初|全年|年度|调整)?预算数?|(?:较|比|与)(?:年初|全年|年度|调整)?预算数?)\($"
)
_THAT_IS = compiled(r",?(?:即|计|合计|折合|为|约)(?:人民币)?")
_LACKING = compiled(r"的?(?:资金)?(?P<noun>缺口|差额|差距|赤字|缺额)")
_KIND_BEHIND = compiled(  # 全年预算（调整预算）A; 资产总额（账面净值，下同）B
    r"(?<=预算|预算数)\((?:调整|追加)[^()0-9]{0,8}\)$|(?<=[一-鿿])\([^()0-9]{0,20}下同\)$"
)
_PASSED = compiled(
    r"(?:(?P<up>超过?|超出|高[于出]|多于|大于|突破)|低于|少于|小于)(?P<which>年初|全年|年度|调整|当年|批复)?后?(?:支出|收入)?预算(?:数|额)?(?:为|约|近|达)?$"
)


def _passed(draft: Draft, before: list[Draft], above: list[Draft]) -> None:
    """年初预算A，决算B，超年初预算C: C is by how much, where A stands before it; alone it may be the budget.

    `above` are the figures of the sentence before, which may give the two: …决算B。决算数小于预算数C.
    """
    m = _PASSED.search(draft.lead) if draft.measure == "budget" else None
    near = [d for d in before if d.item == draft.item and d.figure.unit.dimension == draft.figure.unit.dimension]
    if m is not None and not before and _OUTCOME.match(draft.lead):
        near = [d for d in above if d.depth == draft.depth and d.figure.unit.dimension == draft.figure.unit.dimension]
        near = near if [d.measure for d in near] in (["budget", "level"], ["level", "budget"]) else []
    budgets = [d.figure.amount for d in near if d.measure == "budget" and (m is None or (m["which"] or "") in d.lead)]
    done = [d.figure.amount for d in near if d.measure == "level" and "概算" not in d.lead]
    if m is None or not (budgets or (done and draft.item == near[-1].item)):
        return
    passed = bool(budgets and done) and m.group().startswith("超") and draft.figure.amount not in budgets
    if passed or all(draft.figure.amount * 2 < amount for amount in budgets or done[-1:]):
        draft.measure, draft.basis, draft.direction = "change", "budget", 1 if m["up"] else -1
        draft.label, draft.own = "", False


_OUTCOME = compiled(r"(?:支出|收入)?(?:决算|执行)")
_ROW_OF = compiled(r"\s*(?:(?:年初|全年|调整后?)?预算数?|(?P<prior>上年(?:决算|执行)数))\s*:[^,;。]*")


def _headed(text: str, row: list[Draft]) -> None:
    """预算数：合计 T 公务用车 A 公务接待 B: the first word of a row of names and amounts tells what all of them are."""
    m = _ROW_OF.fullmatch(text) if len(row) > 1 and ":" in text else None
    if m is not None:
        for draft in (d for d in row if d.measure == "level"):
            draft.measure = "prior" if m["prior"] else "budget"


_GROWN_TO = compiled(r"(?:增长|增加|上升|提高|下降|减少|降低)了?[0-9.]+%[至到]")  # 由A万元增长p%至B万元
_FROM = compiled(
    r"(?:由|从)(?:此前的?|以前的?|年初|原|原来|期初)?(?:预算)?(?:安排)?数?的?(?:每[人户生亩名位][,、]?(?:每[年月天日])?)?$"
)
_THIS_YEAR = compiled(r"(?:本年度?|今年)[^,;。:]*$")  # a year named before is over
_THRESHOLD = compiled(r"(?:\(?含\)?)?(?:及)?以[上下内外](?!级)")
_RANGE = compiled(
    r"(?:\(不?含\))?(?:至|到|-|~|—)+[0-9][0-9.,]*[百千万亿]*元?(?:\(不?含\))?(?:以[上下内])?的?(?:项目|工程|标段|合同)"
)
_UPPER = compiled(r"[-~—][0-9][0-9.,]*[百千万亿]*元(?![=≈])")  # 各地预算多为4亿-9亿元
_DASHES = ("-", "~", "—")
_UP_TO = ("至", "到", "-", "~", "—", "(含)至", "(含)到", "(含)-")
_OF_PROJECTS = compiled(r"(?:\(不?含\))?的?(?:项目|工程|标段|合同)")


def _since(compared: str, own: str) -> str:
    """The basis of a change against a year: "prior" for the year before its own, else that year."""
    return compared if own and int(own) - int(compared) > 1 else "prior"


_THAN_LAST = compiled(r"同比|(?:比|较|与)(?:上年|去年)")


def _basis(draft: Draft, text: str, marks: Mark, phrases: Phrases, year: str) -> None:
    """What a change refers to: the last comparison named in the sentence before it."""
    if phrases.beyond_budget.search(draft.lead) and not _THAN_LAST.search(draft.lead):  # but 同比短收D
        draft.basis = "budget"
        return
    at = draft.figure.span.start
    start = max((s for s, e in marks.sentences if s <= at), default=0)
    before = text[start:at].replace(" ", "")
    best, basis = -1, ""
    for pattern, compared in (
        (phrases.against_prior, "prior"),
        (phrases.against_opening, "opening"),
        (phrases.against_previous, "previous"),
    ):
        for m in pattern.finditer(before):
            if m.start() >= best:
                best, basis = m.start(), compared
    for m in phrases.against_year.finditer(before):
        if m.start() >= best:
            own = draft.year
            budget = m["budget"] is not None and m["year"] == (own or year or m["year"])
            best, basis = m.start(), "budget" if budget else _since(m["year"], own or year)
    for m in phrases.against_budget.finditer(before):
        if m.start() >= best:
            best, basis = m.start(), "budget"
    draft.basis = basis
