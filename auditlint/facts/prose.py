"""Facts from running text: each figure's measure, basis, direction and label, read from the text before it."""

from __future__ import annotations

from collections.abc import Mapping

from auditlint.expressions import compiled
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Sentence
from auditlint.facts.phrases import Phrases
from auditlint.facts.prior import value_before
from auditlint.facts.structure import Mark, structure
from auditlint.facts.unprinted import RATIO, meant_unit, row_unit
from auditlint.model import Document, Figure, Measure, Span, Unit
from auditlint.numerals import PLAIN, Scanned, normalize, scan
from auditlint.records import dataclass, field, replace

# a year that is compared with says nothing of the period of what follows
_YEAR = compiled(r"(?<![0-9])(?<![与较比同和由从于]\s?)(20[0-9]{2})\s?年")

_TAIL, _LEAD = 40, 500  # characters behind a number, and before it, that tell what it is
# ends of clauses; a bracket that closes again is part of a label: 因公出国（境）费
_CUT = compiled(r"[,;。:]|\((?![^()]*\))|(?<!\([^()]*)\)|其中|包括")


@dataclass(slots=True)
class Draft:
    """A fact in the making; the fields of `model.Fact` and what only the reading of its sentence needs."""

    figure: Figure
    measure: Measure
    label: str
    lead: str
    basis: str = ""
    direction: int = 0
    base: str = ""
    year: str = ""
    sentence: int = -1
    clause: int = -1
    item: int = -1
    depth: int = 0
    grouped: bool = False  # continues a row of equals: a、b和c
    own: bool = True  # has a label of its own in its clause


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
        sentences.append(
            Sentence(first_sentence + len(sentences), number, block, start, end, text[start:end], (), block)
        )
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
    _measure(draft, phrases, last, year, tail)
    if last is not None and last.measure == "share" and last.label and not last.base and _THAT_IS.fullmatch(lead):
        draft.label, draft.own = last.label, False  # 甲占p%，即a万元
    if unit.dimension == "money" and draft.measure in ("level", "budget") and bound:
        draft.measure = "other"  # 其中100万元以上的8个, 100万元至500万元项目7个
    if draft.measure == "change" and not figure.value and figure.decimals:
        draft.figure = replace(figure, exact=False)  # 减少0.00万元，下降0.01%: what rounding left of a change
    leads = draft.measure in ("level", "budget", "average") and phrases.led_to.match(tail)
    led_from = _FROM.search(lead) if leads else None
    if led_from is not None:
        draft.measure = "prior"
        draft.label, draft.own = _label(lead[: led_from.start()], phrases)
    lacking = _LACKING.match(tail) if draft.measure in ("level", "budget") else None
    if lacking is not None and draft.label:
        draft.label += lacking["noun"]  # 保运转有A亿元缺口: no amount of 保运转
    if draft.measure in ("rate", "change", "prior", "share"):
        _basis(draft, text, marks, phrases, year)
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
    """年初预算A，决算B，超年初预算C: C is by how much, where A and B stand before it; alone it may be the budget.

    `above` are the figures of the sentence before, which may give the two: …决算B。决算数小于预算数C.
    """
    m = _PASSED.search(draft.lead) if draft.measure == "budget" else None
    near = [d for d in before if d.item == draft.item and d.figure.unit.dimension == draft.figure.unit.dimension]
    if m is not None and not before and _OUTCOME.match(draft.lead):
        near = [d for d in above if d.depth == draft.depth and d.figure.unit.dimension == draft.figure.unit.dimension]
        near = near if [d.measure for d in near] in (["budget", "level"], ["level", "budget"]) else []
    budgets = [d.figure.amount for d in near if d.measure == "budget" and (m is None or (m["which"] or "") in d.lead)]
    if m is None or not budgets or not any(d.measure == "level" and "概算" not in d.lead for d in near):
        return
    passed = m.group().startswith("超") and draft.figure.amount not in budgets
    if passed or all(draft.figure.amount * 2 < amount for amount in budgets):
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


_EACH_TIME = compiled(r"(?:每[人户生亩名位])?(?:每[年月天日])?|[人户生]均")
_FROM = compiled(
    r"(?:由|从)(?:年初|原|原来|期初)?(?:预算)?(?:安排)?数?的?(?:每[人户生亩名位][,、]?(?:每[年月天日])?)?$"
)
_THIS_YEAR = compiled(r"(?:本年度?|今年)[^,;。:]*$")  # a year named before is over
_PLANNED = compiled(  # 一般公共预算收入年初预算: what a budget's name says of its fund stays
    r"(?:(?<!公共|性基金|资本经营|保险基金)预算|年初|全年|调整)+[^,;。]{0,6}$"
)
_DONE = compiled(r"^[,;]?(?:全年|累计|实际)?(?:已|共)?完成(?:了|率)?(?:为|达)?$")  # 年初预算A万元，…，完成p%
_OF_BEFORE = compiled(r"(?:上年|去年|上一?年度|(?:较|比|与)20[0-9]{2}年度?)[^,;。:]{0,8}$")  # 较上年人均3.41万元
_PLAN = compiled(r"(?:收入|支出|总|收支)预算(?:为|是|:|共|合计|共计)*$")  # a budget as a noun: 收入总预算


_MORE = compiled(
    r"(?P<way>[多少])(?:支出?|收入?|缴|交|征|拨|付|支付|用|使用|花|筹|筹集|列|列支|计|计提|安排|开支|完成|投入?|发放?|购买?|采购|报销?|退|补|增|减|还)"
)
_LED_TO, _LED_FROM = ("降为", "升为", "增为", "减为"), compiled(r"(?:由|从)[^,;。]*$")
_MADE_UP = compiled(r"弥补[^,;。:]{0,4}差额[^,;。:]{0,2}$")  # 用事业基金弥补收支差额A: what was used, no difference
_OTHER_BONDS = compiled(r"[、,和及]?(?:再融资|置换)(?:债券|债务)?(?:为)?[0-9]")
_CUT_RATE = compiled(r"[审核压节]减率(?:为|是|达到?|约)*$")  # of what was asked for, not of last year
_UPGRADE = compiled(
    r"(?:能力|水平|质量|品质|改造|素质|环境|形象|功能|效能|服务|治理|提质|建设)提升$"
)  # names of projects
_EITHER_WAY = compiled(r"增减(?:变动|变化)?(?:率|幅度?|比例|比率|百分比|金额|数额|[额值数])?(?:为|是|:|约)*$")
# 分项之和为a万元，与合计相差d万元，系四舍五入: what an author says of rounding
_OF_ROUNDING = compiled(
    r"(?:分项|明细)(?:之和|合计|相加)(?:为|是)?$|与(?:合计|总数|总计)数?(?:相差|差)(?:为)?$|尾差(?:为)?$"
)
_NO_SHARE = compiled(r"四舍五入|等于|合计为|之和")


_CALLED_AGAIN = compiled(r"\((?:即)?[^()]{0,6}预算(?:数|额)?\)(?=(?:为|是)?$)")  # 调整预算数（全年预算数）为


def _measure(draft: Draft, phrases: Phrases, last: Draft | None, year: str, tail: str) -> None:
    """Set measure, direction, base and label from the end of the lead."""
    lead, dimension = _CALLED_AGAIN.sub("", draft.lead), draft.figure.unit.dimension
    if _OF_ROUNDING.search(lead):
        draft.own = False
        return
    if lead.endswith("新增") and _OTHER_BONDS.match(tail):
        draft.measure = "level"  # 一般债券A万元（新增a万元、再融资b万元）: a kind of bonds
        draft.label, draft.own = "新增", True
        return
    more = _MORE.fullmatch(lead) if last is not None and last.measure in ("prior", "budget") else None
    if more is not None and dimension in ("money", "count"):  # 较上年的B万元多缴D万元
        draft.measure, draft.direction, draft.own = "change", 1 if more["way"] == "多" else -1, False
        return
    neutral = _EITHER_WAY.search(lead) if dimension in ("percent", "money", "count") else None
    if neutral is not None:
        draft.measure = "rate" if dimension == "percent" else "change"
        draft.direction = 1 if draft.figure.value < 0 else 0  # 增减率-p%: its sign tells
        draft.label, draft.own = _label(lead[: neutral.start()], phrases)
        return
    cut = _CUT_RATE.search(lead) if dimension == "percent" else None
    title = cut is not None or (dimension == "money" and _UPGRADE.search(lead) is not None)
    change = None if title else phrases.change.search(lead)
    if dimension == "percent" and lead.endswith(("由", "从")) and _LED_AWAY.match(tail):
        draft.measure = "prior"  # 占比由p%降至q%
        draft.label, draft.own = _label(lead[:-1], phrases)
        return
    if dimension in ("percent", "ratio"):
        share = phrases.share.search(lead)
        if share is not None and _NO_SHARE.search(share["base"]):
            draft.label, draft.own = _label(lead, phrases)
            return  # 占比因四舍五入合计可能不等于100%
        if share is not None and (compared := phrases.prior.search(lead)) is not None:
            draft.measure = "prior"  # 占比较上年的30.0%
            draft.label, draft.own = _label(lead[: compared.start()], phrases)
            return
        if share is not None:
            base = share["base"]
            part = _ALL_PLANNED.fullmatch(base) is not None and _is_a_part(last)
            if not part and (phrases.completion.search("占" + base) or phrases.completion.search(lead)):
                draft.measure = "completion"
            else:
                draft.measure, draft.base = "share", clean(base)
            draft.label, draft.own = _label(lead[: share.start()], phrases)
            return
        if draft.figure.unit is RATIO:
            draft.measure, draft.label, draft.own = "share", "", False
            return
        for pattern, measure in (
            (phrases.completion, "completion"),
            (phrases.completion_rate, "completion"),
            (phrases.share_words, "share"),
        ):
            found = pattern.search(lead)
            if found is not None:
                draft.measure = measure  # type: ignore[assignment]
                draft.label, draft.own = _label(lead[: found.start()], phrases)
                if _LAST_YEARS.fullmatch(draft.label):
                    draft.measure = "prior"  # 执行率p%，比上年提高n个百分点，上年执行率为q%
                return
        if lead == "(" and dimension == "percent" and last is not None and last.measure == "change" and tail[:1] == ")":
            draft.measure, draft.basis, draft.direction, draft.own = "rate", last.basis, last.direction, False
            return  # 较上年减少D万元（p%）
        if last is not None and _DONE.search(lead) and dimension == "percent":
            draft.measure, draft.own = "completion", False
            return
        if lead == "的" and last is not None and OF_TARGET.search(last.lead):
            draft.measure, draft.own = "completion", False  # 为目标值B人次的p%
            return
        if lead in ("的", "元的", "的约", ")的") and last is not None and last.measure == "budget":
            draft.measure, draft.own = "completion", False
            return
        if last is not None and last.measure == "completion" and phrases.budget_again.fullmatch(lead):
            draft.measure, draft.own = "completion", False  # 为年初预算的p%、调整预算的q%
            return
        if lead in ("的", ")的") and last is not None and "占" in last.lead:  # 占W（B万元）的p%
            base = clean(last.lead.partition("占")[2].rstrip("("))
            draft.measure, draft.base, draft.own = "share", base if lead != "的" else last.label or base, False
            return
    led = last is not None and lead.endswith(_LED_TO) and _LED_FROM.search(last.lead) is not None  # 由p%降为q%
    if change is not None and not lead.endswith(("到", "至")) and not led:
        draft.measure = "rate" if dimension == "percent" else "change"
        ups, downs = phrases.up.search(lead), phrases.down.search(lead)
        both = "(" in change.group() or "（" in change.group()
        draft.direction = 0 if both else 1 if ups and not (downs and downs.start() < ups.start()) else -1
        draft.label, draft.own = _label(lead[: change.start()], phrases)
        if last is not None and phrases.led_to.fullmatch(last.lead) and _EACH_TIME.fullmatch(draft.label):
            draft.label, draft.own = "", False  # 由每人每月A元提高到B元，每人每月增加D元
        if last is not None and last.measure == "prior" and not draft.label:
            draft.label = last.label
        return
    if dimension in ("percent", "ratio"):
        rest = phrases.rest_rate.search(lead)
        rate = phrases.named_rate.search(lead)
        draft.measure = "ratio" if rest or rate else "other"
        name = rate["name"] if rate else ""
        draft.label, draft.own = (clean(name), True) if name else _label(lead, phrases)
        return
    if dimension == "point":
        draft.measure = "other"
        draft.label, draft.own = _label(lead, phrases)
        return
    if phrases.difference.search(lead) and not _MADE_UP.search(lead):
        draft.measure, draft.own = "change", False
        return
    before = value_before(lead, tail, max(year, last.year) if last is not None else year, phrases)
    if before is not None:
        draft.measure = "prior"
        draft.label, draft.own = _label(before, phrases)
        return
    moved = last is not None and last.measure == "budget" and lead.endswith(("至", "到", "调整为", "变更为"))
    if last is not None and last.measure == "budget" and dimension == "money" and _AFTERWARDS.fullmatch(lead):
        draft.measure, draft.own = "budget", False  # 年初预算A万元，调整后B万元
        return
    moved_to = _BUDGET_MOVED.search(lead) if dimension == "money" else None
    if moved_to is not None:
        draft.measure = "budget"  # 全年预算调整后为B万元
        draft.label, draft.own = _label(_PLANNED.sub("", lead[: moved_to.start()]), phrases)
        return
    moved = moved or "预算" in lead.rpartition(",")[2]
    if moved and dimension == "money" and phrases.led_here.search(lead):
        draft.measure, draft.own = "budget", False  # 年初预算A万元，年中追加至B万元
        return
    if dimension == "money" and (_PER.match(tail) or _EACH.search(lead)):
        draft.measure = "average"
        draft.label, draft.own = _label(lead, phrases)
        return
    approved = _APPROVED.search(lead) if dimension == "money" else None
    if approved is not None:
        draft.measure = "budget"  # 人大会议批准的公共财政预算收入为A万元
        draft.label, draft.own = _label(lead[approved.end() :], phrases)
        return
    if phrases.budget.search(lead):
        draft.measure = "budget"
        named = lead if _PLAN.search(lead) else _PLANNED.sub("", lead)
        draft.label, draft.own = _label(named, phrases)
        sided = _SIDED.search(lead)
        if sided is not None and draft.label in ("", "部门", "单位"):  # 部门预算收入A, 年初预算支出B
            draft.label = draft.label + sided["side"]
        head = _HEADED.search(lead) if not draft.label else None
        if head is not None:
            draft.label = clean(head["name"])
        return
    if _COMPARED_TO.match(tail) and dimension in ("money", "count"):
        draft.measure = "prior"  # 与2030年接待a人次、支出B万元相比，
        draft.label, draft.own = _label(lead, phrases)
        return
    average = phrases.average.search(lead) if "均" in lead or "每" in lead else None
    if dimension == "score":
        draft.measure = "score"
    elif average is not None:
        draft.measure = "prior" if _OF_BEFORE.search(lead[: average.start("kind")]) else "average"
    else:
        draft.measure = "level"
    draft.label, draft.own = _label(lead, phrases)


_APPROVED = compiled(r"(?:人大|人代会|人民代表大会)[^,;。]{0,16}(?:批准|审议通过|通过)的(?=[^,;。]*$)")
_AFTERWARDS = compiled(r"[,、;(](?:年中|中期)?(?:调整|追加|调增|调减)后(?:为|是|达)?")
_BUDGET_MOVED = compiled(r"预算(?:数|额)?(?:经)?(?:调整|追加|调增|调减)后(?:数|额|总额)?(?:为|是|达到?|共|:)*$")
_SIDED = compiled(r"预算(?P<side>收入|支出)(?:安排|总额|合计|为|是|:|共|约)*$")
_ALL_PLANNED = compiled(r"(?:本年|年度|部门|当年)?(?:支出|收入)(?:总)?预算(?:总额|总数|合计)?")
_DONE_OF_IT = compiled(r"决算|执行|完成|实际|^(?:支出|收入)")


def _is_a_part(last: Draft | None) -> bool:
    """基本支出A万元，占支出预算的p%: whether what is planned in all is what an amount is a part of, not what it met."""
    named = last is not None and last.measure in ("level", "budget") and bool(last.label)
    return named and last is not None and _DONE_OF_IT.search(last.label + last.lead) is None


_LAST_YEARS = compiled(r"(?:上年|去年|上一?年度)(?:同期)?(?:的)?")
_LED_AWAY = compiled(r"(?:降低?|下降|升|上升|提高|提升|增加?|增长|减少?|扩大|缩小|回落|收窄|变)(?:至|到|为)")
_COMPARED_TO = compiled(r"[)）]?(?:相比|对比|比较|比)[,，]")
OF_TARGET = compiled(
    r"(?:为|占|达到?|是|完成)(?:年度|全年|年初|既定|预期|总体?)?(?:目标|计划|任务)(?:值|数|任务|量)?(?:为)?$"
)
_THRESHOLD = compiled(r"(?:\(?含\)?)?(?:及)?以[上下内外](?!级)")
_RANGE = compiled(
    r"(?:\(不?含\))?(?:至|到|-|~|—)+[0-9][0-9.,]*[百千万亿]*元?(?:\(不?含\))?(?:以[上下内])?的?(?:项目|工程|标段|合同)"
)
_UP_TO = ("至", "到", "-", "~", "—", "(含)至", "(含)到", "(含)-")
_OF_PROJECTS = compiled(r"(?:\(不?含\))?的?(?:项目|工程|标段|合同)")
_PER = compiled(r"[/／](?![0-9])")  # 批复的3200元/户
_EACH = compiled(  # 每生每年1000元, 预算单价12.50元
    r"(?:单价|均价)(?:为|是|约)?$|每(?:人|户|生|名|位|亩|床|辆|台|件|村|校|班|头|只|套|个|家|次|场|份|平方米|公里|[县区市镇乡]|街道|社区|[个所座家名位支条处][一-鿿]{1,5}?)(?:每(?:年|月|天|日|学期|期))?"
    r"(?:补助|补贴|资助|标准|定额)*(?:为|是|约)?$"
)
_HEADED = compiled(r"(?:^|[,;。)、])(?P<name>[^,;。:()、0-9]{2,12}):[^,;。:]{0,12}$")  # 收入预算：2031年年初预算数A万元


def _label(lead: str, phrases: Phrases) -> tuple[str, bool]:
    """The label a lead ends with, and whether its last clause has one of its own."""
    text = lead
    for _ in range(3):
        text = phrases.copula.sub("", text).rstrip(":,、(（")
        if not text:
            break
    label = clean(_CUT.split(text)[-1]) if text else ""
    return label, bool(label)


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
