"""Check `completion`: 完成预算x% against actual and budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks import Check
from auditlint.checks.completion.beyond import distances
from auditlint.checks.completion.executed import executed
from auditlint.checks.completion.planned import planned
from auditlint.checks.completion.rest_rates import rests
from auditlint.checks.planned_done import rates
from auditlint.checks.quotients import quotient
from auditlint.checks.ratio import aimed, of_other_months, ratio
from auditlint.checks.relate import choose, relate
from auditlint.equations import Share, ShareOfSum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic, levels, likeness, opposed, side, unlike
from auditlint.facts.measures import OF_TARGET
from auditlint.facts.words import around, pattern
from auditlint.judge import judge
from auditlint.model import Fact, Relation, Term
from auditlint.numerals import normalize
from auditlint.records import dataclass, field
from auditlint.typed import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """What a rate of completion is held against."""

    of: Literal["budget", "rest", "distance"] = field(
        default="budget",
        metadata={
            "help": "budget: the actual amount over the budget; rest: the rate of what is left of the budget; "
            "distance: how far the actual amount is above or below a budget that is not printed"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every completion rate whose actual and budget, or whose rate of what is left, are found."""
    if options.of == "rest":
        yield from rests(ledger)
        return
    if options.of == "distance":
        yield from distances(ledger)
        return
    bare = {r.terms[0].fact.id: r for r in rates(ledger)}
    yield from bare.values()
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for fact in facts:
            if fact.id in bare or fact.measure != "completion" or aimed(ledger, fact) or _of_a_year_before(facts, fact):
                continue
            if of_other_months(ledger, sentence, fact) or _OTHER_BASE.match(normalize(ledger.after(fact, 20))):
                continue
            readings = _moved(ledger, facts, fact) or (
                relate("completion", Share(), (("rate", fact), ("actual", actual), ("budget", budget)), firm=firm)
                for actual, budget, firm in _pairs(ledger, facts, fact)
            )
            one = choose(readings) or _of_nothing(ledger, facts, fact)
            if one is None or not one.firm:  # 计划a座，完成b座，完成率p%: words say what was planned
                roles = ("rate", "actual", "budget")
                defined, named = quotient(ledger, sentence, fact, roles)
                named = named if defined else ratio(ledger, sentence, fact, roles) or _of_target(ledger, facts, fact)
                beside = one is not None and not _together(one, fact) and named is not None and _together(named, fact)
                if named is not None and (one is None or (named.firm and (named.verdict != "broken" or beside))):
                    one = named
            if one is None or not one.firm:
                above = choose(executed(ledger, fact))
                one = above if above is not None and (one is None or above.verdict != "broken") else one
            if one is not None and one.verdict == "broken":
                one = _of_its_list(ledger, one) or one
                of_that_name, named = _of_its_name(ledger, one)
                one = named if of_that_name else one
            if one is None or (_in_a_row(ledger, one.terms[-1].fact) and not _in_a_row(ledger, fact)):
                continue
            if one.verdict == "broken" and _in_a_row(ledger, fact) and not _in_a_row(ledger, one.terms[1].fact):
                continue  # 共T（分别为a、b），分别完成预算的p%、q%: of a and b
            if {one.terms[1].fact.figure.unit.dimension, one.terms[2].fact.figure.unit.dimension} == {"money", "count"}:
                continue
            excused = (
                _of_another_name,
                _of_other_levels,
                _told_of_them,
                _of_several_years,
                _reckoned_apart,
                _of_a_stock,
                _foreseen,
            )
            if one.verdict != "broken" or not any(excuse(ledger, one) for excuse in excused):
                yield one


def _of_another_name(ledger: Ledger, made: Relation) -> bool:
    """基地a个，工作室b个，…工作室完成率p%: whether a budget is of another name than rate and result."""
    rate, actual, budget = (t.fact for t in made.terms[:3])
    named = not generic(rate.label) and bool(likeness(actual.label, rate.label))
    return named and unlike(budget.label, rate.label) and unlike(budget.label, actual.label)


def _of_other_levels(ledger: Ledger, made: Relation) -> bool:
    """中央和省级资金B万元，市级资金拨付A万元，市级资金执行率p%: whether a budget is of other levels than its rate."""
    rate, _, budget = (levels(t.fact.label) for t in made.terms[:3])
    return bool(rate and budget) and rate.isdisjoint(budget)


_AT_THE_END = compiled(r"全年|最终|年末|年底|(?:调[整剂]|追加)后")
_LEAD = 12  # characters before a rate that say when it was, or of which budget it is


def _told_of_them(ledger: Ledger, made: Relation) -> bool:
    """9月末支出a，按可用资金T计算，进度p%，全年执行率q%: whether another rate of the sentence is of both amounts."""
    rate, actual, budget = (t.fact for t in made.terms[:3])
    if not _AT_THE_END.search(ledger.said_before(rate)[-_LEAD:]):
        return False
    others = (f for f in ledger.facts_of(ledger.sentences[rate.sentence]) if f.figure.unit.dimension == "percent")
    found = (judge(Share(), (f.figure, actual.figure, budget.figure)) for f in others if f is not rate)
    return any(one is not None and one.verdict == "holds" for one in found)


_STOCK = compiled(r"(?:年末|期末|年底|余额)(?:余额)?(?:为|是|达|仍有|尚有)?$")


def _of_a_stock(ledger: Ledger, made: Relation) -> bool:
    """年内化解a，年末余额b，完成年度计划c的p%: whether what is taken for the result is what was left."""
    return _STOCK.search(normalize(ledger.before(made.terms[1].fact, 8))) is not None


_TO_COME = compiled(r"(?:预计|预测|预期|力争|有望|估计)[^,;。:0-9]*$")


def _foreseen(ledger: Ledger, made: Relation) -> bool:
    """执行a，执行率p%，预计全年执行率q%: whether a rate is of what is still to come."""
    return _TO_COME.search(normalize(ledger.said_before(made.terms[0].fact))) is not None


def _reckoned_apart(ledger: Ledger, made: Relation) -> bool:
    """支出A万元。若不考虑自筹，财政资金口径预算B万元，执行率p%: whether a rate leaves out some of an amount before."""
    rate = made.terms[0].fact
    elsewhere = any(t.fact.sentence != rate.sentence for t in made.terms)
    return elsewhere and _ADJUSTED.search(ledger.said_before(rate)) is not None


_NEAR = 10  # figures before a rate among which one that is called as it is may stand


def _of_its_name(ledger: Ledger, broken: Relation) -> tuple[bool, Relation | None]:
    """问题T项，甲类a项、乙类b项，完成c项，乙类完成d项，乙类完成率q%: whether an amount is called as a rate is.

    What was done of that amount, where it comes out.
    """
    rate, actual, budget = (t.fact for t in broken.terms[:3])
    if not rate.label or generic(rate.label) or rate.label == budget.label:
        return False, None
    near = ledger.facts[max(rate.id - _NEAR, 0) : rate.id]
    same = [f for f in near if f.label == rate.label and f.document == rate.document and f.id != actual.id]
    same = [f for f in same if f.figure.unit == actual.figure.unit and f.measure in ("level", "budget")]
    if not same:
        return False, None
    made = relate("completion", Share(), (("rate", rate), ("actual", actual), ("budget", same[-1])), firm=False)
    return True, made if made is not None and made.verdict != "broken" else None


_OTHER_BASE = compiled(  # 执行率p%（以到位资金为基数）
    r"\((?:以|按)[^()]*(?:到位|下达|合同|指标|拨付)[^()]*(?:为基数|计算|测算|口径|计)"
)


def _of_its_list(ledger: Ledger, broken: Relation) -> Relation | None:
    """采购T，其中：货物a、服务b，采购预算B，执行率p%: T over B, where that comes out and b over B does not."""
    rate, actual, budget = (t.fact for t in broken.terms[:3])
    totals = (t for one in ledger.lists_with(actual.id) for t in ledger.pick(one.parent) if t.measure == actual.measure)
    made = (
        relate("completion", Share(), (("rate", rate), ("actual", total), ("budget", budget)), firm=False)
        for total in totals
        if total.figure.unit == actual.figure.unit and total.sentence == rate.sentence
    )
    return next((r for r in made if r is not None and r.verdict == "holds"), None)


def _of_target(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> Relation | None:
    """A人次，为目标值B人次的p%: A over B."""
    i = facts.index(rate)
    if i < _LEAST or not ledger.before(rate, 1).endswith("的"):
        return None
    actual, target = facts[i - 2 : i]
    alike = actual.figure.unit == target.figure.unit and actual.measure == target.measure == "level"
    beside = actual.item == target.item == rate.item and target.id == actual.id + 1 and rate.id == target.id + 1
    beside = beside and actual.depth <= target.depth  # A项（甲a项、乙b项），完成目标40项的p%: of A
    if not alike or not beside or not OF_TARGET.search(ledger.before(target, 12)):
        return None
    return relate("completion", Share(), (("rate", rate), ("actual", actual), ("budget", target)), firm=True)


_LEAST = 2  # figures before a rate that it may be of


def _together(relation: Relation, rate: Fact) -> bool:
    """Whether all figures of a relation stand in the item of a rate."""
    return all((t.fact.sentence, t.fact.item) == (rate.sentence, rate.item) for t in relation.terms)


def _in_a_row(ledger: Ledger, fact: Fact) -> bool:
    """Whether a figure is one of several in a row: 分别为a、b和c."""
    after = ledger.facts[fact.id + 1] if fact.id + 1 < len(ledger.facts) else None
    return fact.grouped or (after is not None and after.grouped and after.sentence == fact.sentence)


def _of_a_year_before(facts: Sequence[Fact], rate: Fact) -> bool:
    """Whether a rate is another year's, told beside this one's: 执行率p%，2030年执行率为q%."""
    i = facts.index(rate)
    before = facts[i - 1] if i else rate
    again = before.measure == "completion" and before.item == rate.item
    return again and bool(rate.period) and rate.period != before.period != ""


def _moved(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> list[Relation | None]:
    """年初预算A，追加B，调减C，支出D，执行率p%: D over A + B − C, or over what this came to."""
    before = [f for f in facts[: facts.index(rate)] if f.item == rate.item]
    before = [f for f in before if f.figure.unit.dimension in ("money", "count")]
    lexicon = ledger.rulebook.lexicon
    more, less = pattern(lexicon, "budget-raised"), pattern(lexicon, "budget-cut")
    came_to = pattern(lexicon, "moved-budget")
    words = {f.id: around(ledger, f).partition("|")[0] for f in before}
    moved = [
        (f, 1 if more.search(words[f.id]) else -1)
        for f in before
        if (more.search(words[f.id]) or less.search(words[f.id])) and not _CAME_TO.search(words[f.id])
    ]
    if not moved or any(word in ledger.before(rate, 14) for word in _WHICH):
        return []
    others = [f for f in before if all(f is not m for m, _ in moved)]
    totals = [f for f in others if came_to.search(words[f.id]) or _CAME_TO.search(words[f.id])]
    budgets = totals[-1:] or [f for f in others if f.measure == "budget"]
    actuals = [f for f in others if f.measure == "level" and f not in totals and not _LEFT.search(words[f.id])]
    if len(budgets) != 1 or len(actuals) != 1:
        return [None]  # what moved the budget is printed, what it came to is not clear
    terms = [("rate", rate), ("actual", actuals[0]), ("budget", budgets[0]), *(("moved", f) for f, _ in moved)]
    plain = relate("completion", Share(), terms[:3], firm=bool(totals))
    if totals or (plain is not None and plain.verdict == "holds"):
        return [plain]
    signs = (1, *(sign for _, sign in moved))
    return [relate("completion", ShareOfSum(signs), terms, firm=True)]


def _of_nothing(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> Relation | None:
    """A rate of completion on a budget of zero, with something spent."""
    for actual, budget, firm in _pairs(ledger, facts, rate):
        if firm and not budget.figure.value and actual.figure.value and rate.figure.value:
            terms = (Term("rate", rate), Term("actual", actual), Term("budget", budget))
            shown = f"{actual.figure.text} ÷ {budget.figure.text}"
            return Relation("completion", "broken", True, terms, Share(), shown, None, rate.figure.value, "zero-base")
    return None


_CAME_TO = compiled(r"(?:[至到]|(?:调整|追加|追减|调增|调减|核减|压减)后)(?:为|是|达)?$")  # what a budget was moved to
_LEFT = compiled(  # of a budget: not what was done of it
    r"^余\||节约|节支|节省|节余|结余|结转|剩余|差(?:额|异)?\||[未没]有?[支使执完拨用花]"
)
_COMPARED_WITH = compiled(r"(?:较|比|与)(?:年初|原|期初|上年)?预算(?:数|额)?(?:的)?$")
_WHICH = ("年初", "调整", "全年")
# 年初预算A，追加专项B，上年结转使用C，调整预算D: what may be spent, and not what was
_TO_SPEND = compiled(r"(?:追加|调增|上年结转)[^,;。:、0-9]{0,12}$")


def _pairs(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> Iterator[tuple[Fact, Fact, bool]]:
    i = facts.index(rate)
    before = [
        f
        for f in facts[:i]
        if f.item == rate.item and f.depth == rate.depth and f.figure.unit.dimension in ("money", "count")
    ]
    budgets = [f for f in before if f.measure == "budget"]
    if len(budgets) > 1:  # 全年预算调整后为B万元，较年初预算A万元增加D万元: of B
        budgets = [b for b in budgets if not _COMPARED_WITH.search(ledger.before(b, 12))] or budgets
    actuals = [f for f in before if f.measure == "level" and not _LEFT.search(f"{f.label}|{ledger.before(f, 4)}")]
    actuals = [f for f in actuals if not _right_behind(ledger, f)]
    lead = ledger.before(rate, 14)
    budgets, actuals = _of_its_kind(lead, budgets), _of_its_kind(lead, actuals)
    usable = [f for f in actuals if _USABLE.search(ledger.before(f, 10))]
    named = before[-1:] == budgets[-1:] and lead.endswith("的")  # 可用资金A，完成年初预算B的p%: of B
    if usable and not named and len(actuals) > len(usable):  # 预算B，加上年结转，可用C，支出A，执行率p%: of C
        budgets, actuals = usable[-1:], [f for f in actuals if f not in usable]
    actuals = [f for f in actuals if not _TO_SPEND.search(ledger.before(f, 16))]
    word = max((w for w in _WHICH if w in lead), key=lead.rfind, default="")  # 年初预算的p%、调整预算的q%
    called = [b for b in budgets if word and word in ledger.before(b, 12)]
    if len(called) == 1 and all(any(w in ledger.before(b, 12) for w in _WHICH) for b in budgets):
        budgets = called  # 年初预算A，全年预算B，完成全年预算的p%: of B and no other
    if word and len(budgets) > 1:  # 年初预算…，调整预算…，完成年初预算的…
        budgets = [b for b in budgets if word not in ledger.before(b, 12)] + [
            b for b in budgets if word in ledger.before(b, 12)
        ]
    bracketed = _bracketed(ledger, facts, rate)
    if bracketed is not None:
        yield (*bracketed, True)
        return
    if not budgets and actuals:
        # 支出A（年初预算B），完成预算的p%
        held = [f for f in facts[:i] if f.id == actuals[-1].id + 1 == rate.id - 1 and f.depth == rate.depth + 1]
        budgets = [f for f in held if f.measure == "budget" and not f.label]
    if budgets and actuals:
        budget, actual = budgets[-1], actuals[-1]
        if budget.figure.unit.dimension == actual.figure.unit.dimension:
            adjacent = abs(facts.index(budget) - facts.index(actual)) <= 2 or bool(
                word and word in ledger.before(budget, 12)
            )
            adjacent = adjacent or (len(actuals) == 1 and budget is facts[i - 1])  # …，完成调整预算B的q%
            counted = actual.figure.unit.dimension == "count"  # 完成21项、基本完成2项: any of them, or all
            adjacent = adjacent and not (counted and len(actuals) > 1)
            if not _another_budget(ledger, budget, word):
                yield actual, budget, adjacent
        for b in reversed(budgets[:-1]):
            yield actual, b, False
        return
    if actuals and not budgets and not _behind_a_row(actuals, rate):
        yield from _budget_elsewhere(ledger, facts, rate, actuals[-1])
        later = [f for f in facts[i + 1 : i + 3] if f.measure == "budget" and f.depth == rate.depth]
        if later and later[0].figure.unit.dimension == actuals[-1].figure.unit.dimension:
            beside = later[0].id == rate.id + 1 and later[0].clause - rate.clause == 1 and not later[0].label
            yield actuals[-1], later[0], beside and len(actuals) == 1
        published = ledger.elsewhere(actuals[-1], "budget")
        if published is not None:
            yield actuals[-1], published, False
        for budget in planned(ledger, rate, actuals[-1]):
            yield actuals[-1], budget, False
    elif budgets and (carried := _carried(ledger, facts, rate, budgets[-1])) is not None:
        yield carried, budgets[-1], True
    elif len(budgets) == 1 and (told := _told_before(ledger, facts, rate, budgets[0])) is not None:
        yield told, budgets[0], True
    elif len(budgets) >= 2:
        yield budgets[-1], budgets[-2], False


def _right_behind(ledger: Ledger, fact: Fact) -> bool:
    """超出年初预算B元D元: whether nothing stands between an amount and the budget before it, which it goes beyond."""
    last = ledger.facts[fact.id - 1] if fact.id else fact
    beside = last.sentence == fact.sentence and last.measure == "budget" and last.depth == fact.depth
    return beside and not ledger.sentences[fact.sentence].between(last, fact).strip()


_USABLE = compiled(r"可(?:使)?用(?:资金|财力|指标|预算)?(?:共|合计|共计|为|计)*$")
_COUNTED = compiled(r"(?:数量|台数|人数|件数|项目数|工程量|任务量)(?:指标|目标)?(?:的)?(?:完成|执行)")


def _of_its_kind(lead: str, facts: list[Fact]) -> list[Fact]:
    """数量完成率p%: without amounts of money, which are nothing counted."""
    if _COUNTED.search(lead) is None:
        return facts
    return [f for f in facts if f.figure.unit.dimension == "count"]


_DEFINED = compiled(
    r"\((?:此处|这里|该|上述)?(?:的)?(?:预算|基数)数?(?:指|是指|为|是|系)[^();。0-9]*$"
)  # （此处预算指调整后的B）


def _bracketed(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> tuple[Fact, Fact] | None:
    """A万元，为预算的p%（预算B万元）; 完成预算的p%，达A万元（预算B万元）: a budget in brackets behind its rate."""
    i = facts.index(rate)
    behind = facts[i + 1 : i + 4]
    inside = (f for f in behind if f.measure == "budget" and f.depth == rate.depth + 1)
    held = next((f for f in inside if not f.label or _DEFINED.search(normalize(ledger.before(f, 24)))), None)
    if held is None or held.item != rate.item:
        return None
    before = [f for f in facts[:i] if f.measure == "level" and f.item == rate.item and f.depth == rate.depth]
    near = [f for f in behind if f.measure == "level" and f.depth == rate.depth and not f.label and f.id < held.id]
    actual = near[0] if near else before[-1] if before and _behind_rates(ledger, facts, rate, held) else None
    if actual is None or actual.figure.unit.dimension != held.figure.unit.dimension:
        return None
    return actual, held


def _behind_rates(ledger: Ledger, facts: Sequence[Fact], rate: Fact, held: Fact) -> bool:
    """完成预算的p%，增长q%（预算数B万元）: whether only rates stand before a bracket that holds no other budget."""
    i, k = facts.index(rate), facts.index(held)
    if k == i + 1:
        return True
    inside = [f for f in facts[k:] if f.depth == held.depth and f.item == held.item and f.measure != "prior"]
    own = [w for w in _WHICH if w in ledger.before(held, 12)]
    asked = [w for w in _WHICH if w in ledger.before(rate, 14)]
    rates = all(f.measure in ("rate", "change") for f in facts[i + 1 : k])
    return rates and len(inside) == 1 and own == asked and _YEAR.search(ledger.before(held, 12)) is None


_YEAR = compiled(r"20[0-9]{2}年")


def _another_budget(ledger: Ledger, budget: Fact, word: str) -> bool:
    """Whether a rate names one budget (年初, 调整) and what is printed is by name the other one."""
    own = next((w for w in _WHICH[:2] if w in ledger.before(budget, 12)), "")
    return bool(own and word in _WHICH[:2] and word != own)


_COMPARED = compiled(r"(?:比|较|与)[^,;。]{2,14}$")


def _carried(ledger: Ledger, facts: Sequence[Fact], rate: Fact, budget: Fact) -> Fact | None:
    """A万元…；与预算B万元相比…，完成预算的p%; 支出A万元…；年初预算为B万元: the one amount of the items before."""
    levels = [
        f
        for f in facts
        if f.id < budget.id
        and f.measure == "level"
        and f.depth == rate.depth
        and f.figure.unit.dimension == budget.figure.unit.dimension
    ]
    if len({f.figure.amount for f in levels}) != 1:
        return None
    lead = ledger.before(budget, 18)
    of_it = _OF_IT.search(lead) is not None and _SPENT.search(levels[-1].label) is not None and not budget.label
    of_it = of_it and _ADJUSTED.search(ledger.said_before(rate)) is None
    return levels[-1] if of_it or _COMPARED.search(lead) else None


_OF_IT = compiled(r"[;；]其?(?:年初|全年|调整后?)?预算(?:数|安排)?(?:为|是)?$")  # 支出决算A，占…；年初预算为B，完成p%


_ADJUSTED = compiled(r"剔除|扣除|扣减|不含|不包括|不考虑|口径|[上去]年")
_SPENT = compiled(r"支出|决算|经费|费$")


def _of_change(fact: Fact) -> bool:
    """Whether a figure tells how much something before it moved, and names nothing itself."""
    return fact.measure in ("change", "rate") and not fact.depth and (not fact.label or generic(fact.label))


def _told_before(ledger: Ledger, facts: Sequence[Fact], rate: Fact, budget: Fact) -> Fact | None:
    """X支出A万元，占…。年初预算为B万元，支出决算完成年初预算的p%: the one amount of the sentence before.

    The budget must name nothing itself, and be the only other figure of its sentence up to the rate. A sentence between
    that tells of nothing but changes without a name goes on with that amount.
    """
    sentence = ledger.sentences[rate.sentence]
    before = ledger.sentences[sentence.id - 1] if sentence.id else sentence
    if _ADJUSTED.search(sentence.text, 0, rate.figure.span.start - sentence.start):
        return None
    alone = [f.id for f in facts if f.id <= rate.id] == [budget.id, rate.id]
    named = not generic(budget.label) if budget.label else False
    while before.id and before.facts and all(_of_change(f) for f in ledger.facts_of(before)):
        before = ledger.sentences[before.id - 1]  # 比上年增加D万元，增长p%: of the amount further before
    if not alone or named or not before.beside(sentence):
        return None
    amounts = [f for f in ledger.facts_of(before) if f.measure in ("level", "budget", "prior") and not f.depth]
    same = [f for f in amounts if f.figure.unit.dimension == budget.figure.unit.dimension]
    if len(same) != 1 or same[0].measure != "level" or not _SPENT.search(same[0].label):
        return None
    return None if opposed(rate.label, same[0].label) else same[0]


def _behind_a_row(actuals: Sequence[Fact], rate: Fact) -> bool:
    """支出A，其中甲a、乙b，执行率p%: whether a rate stands behind a row of amounts, which is of none of them alone."""
    rowed = len(actuals) > 1 and actuals[-2].clause == actuals[-1].clause
    return rowed and rate.clause != actuals[-1].clause


def _budget_elsewhere(
    ledger: Ledger, facts: Sequence[Fact], rate: Fact, actual: Fact
) -> Iterator[tuple[Fact, Fact, bool]]:
    """A budget in the sentence before that names the same thing."""
    sentence = ledger.sentences[rate.sentence]
    adjusted = _AFTER_CHANGES in ledger.before(rate, 14)
    for other in ledger.paragraph(sentence, before=2, behind=0)[-2::-1]:
        planned = [ledger.facts[k] for k in reversed(other.facts)]
        if adjusted and any(_AFTER_CHANGES in ledger.before(f, 12) for f in planned if f.measure == "budget"):
            planned = [f for f in planned if _AFTER_CHANGES in ledger.before(f, 12)]  # 预算A，调整预算为B
        for f in planned:
            if f.measure == "budget" and f.figure.unit.dimension == actual.figure.unit.dimension:
                like = likeness(f.label, actual.label)
                alone = adjusted and len(planned) == 1 and side(f.label) == side(actual.label)
                if like or not actual.label or alone:
                    yield actual, f, like >= 2


_AFTER_CHANGES = "调整预算"
_OF_YEARS, _OF_ONE = compiled(r"总(?:预算|投资|概算|资金|额)|概算"), compiled(r"本年|当年|今年|20[0-9]{2}年")


def _of_several_years(ledger: Ledger, made: Relation) -> bool:
    """总预算B万元，分三年。本年度支出A万元，执行率p%: whether a rate may be of a part of a budget alone."""
    actual, budget = (t.fact for t in made.terms[1:3])
    words = ledger.before(budget, _NAMED)
    return _OF_YEARS.search(words) is not None and _OF_ONE.search(ledger.before(actual, _NAMED)) is not None


_NAMED = 12  # characters before an amount that say of how many years it is


CHECK = Check(
    "completion",
    Options,
    run,
    ("rate", "actual", "budget", "moved", "change"),
    "a rate of completion against actual and budget",
)
