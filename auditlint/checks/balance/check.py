"""Check `balance`: income against expenditure, opening and closing balances, what is left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks import Check
from auditlint.checks.balance.adjustments import adjustments
from auditlint.checks.balance.both_sides import both_sides
from auditlint.checks.balance.money_rolls import money_rolls
from auditlint.checks.balance.net_moves import net_moves
from auditlint.checks.balance.rests import rests_of_shares
from auditlint.checks.balance.rolls import moved, rolls
from auditlint.checks.balance.stock_changes import stock_changes
from auditlint.checks.balance.stocks import rolled, stocks
from auditlint.checks.balance.unspent import unspent
from auditlint.checks.flows import BECAUSE, TAKEN_OFF, USED_UP, flows, of_another_account, spread, told_apart
from auditlint.checks.parts import compatible
from auditlint.checks.relate import TELLING, choose, point_moved, relate, slipped
from auditlint.checks.same_scope import fund_of
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import SIDES, side
from auditlint.facts.words import held_in
from auditlint.model import UNBORNE, Fact, Relation
from auditlint.records import dataclass, field
from auditlint.typed import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """An equation between concepts (stated = plus − minus), or what a sentence says is left over."""

    stated: str = field(
        default="", metadata={"help": "concept of the stated term; empty: read what sentences say is left"}
    )
    plus: tuple[str, ...] = field(
        default=(), metadata={"help": "concepts that add up to it; ? marks one that may be absent"}
    )
    minus: tuple[str, ...] = field(default=(), metadata={"help": "concepts taken off; ? marks one that may be absent"})
    within: Literal["report", "section", "balanced"] = field(
        default="report",
        metadata={
            "help": "how far apart the figures of concepts may stand; balanced: one total after the other, "
            "wherever 收支平衡 is said of them"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Balances by concept over the report, or within sentences."""
    if options.within == "balanced":
        yield from both_sides(ledger, options.plus[0], options.stated)
    elif options.stated:
        yield from _by_concept(ledger, options)
    else:
        ways = (stocks, rolled, rolls, moved, stock_changes, net_moves, rests_of_shares, money_rolls)
        known = [one for way in ways for one in way(ledger)]
        by_rate = [*unspent(ledger)]
        ends = {r.terms[0].fact.id for r in (*known, *by_rate)}
        left = [r for r in _left_over(ledger) if r.terms[0].fact.id not in ends]
        known += [r for r in left if r.verdict != "broken" or not told_apart(ledger, r)]
        firm = {r.terms[0].fact.id for r in known if r.firm} | {r.terms[0].fact.id for r in by_rate}
        found = [r for r in flows(ledger) if r.terms[0].fact.id not in firm]
        better = {r.terms[0].fact.id for r in found}
        yield from (r for r in known if r.terms[0].fact.id not in better)
        yield from found
        yield from (r for r in adjustments(ledger) if r.terms[0].fact.id not in firm | better)
        yield from by_rate


_LEFT = compiled(r"结余|结转|结存|赤字|差额|未结|节约|节支|节省|余额|调整金额|未分配|结转下年|逆差|顺差|盈余|净额|剩余")
_OFFSET = compiled(r"相抵|减去|收支总量|收支差额|扣除")
_FLOW = compiled(r"^(?:本年|当年|当期|本期)?(?:收支)?(?:相抵)?后?(?:结余|结存|差额|相抵)$|收支结余$|收支差额$")
_SAVED = compiled(r"^节(?:约|支|省)")
_WHOLE = compiled(r"总量|总计|合计|^(?:[^,;。]{0,12})总(?:收入|支出)$")
_FAR = 12  # figures between a balance and the later of what it is the balance of
_WORDS = 16  # characters before an amount that may say what is done with it
_STOCK = compiled(r"年初|上年|以前年度|累计|滚存|年末")
# where a balance is not named so, it may hold what years before left
_THIS_YEARS = compiled(r"[当本][年期季月](?:收支|基金|收支相抵)?结[余存]$")
_AT_THE_END = compiled(r"[年期月][末底](?:滚存|累计)?结[余存转]$")  # what is left of all years
_OF_YEARS = compiled(r"滚存|累计结余|历年")  # holds what all years before left


def _left_over(ledger: Ledger) -> Iterator[Relation]:
    """收入A，支出B，结余C: C = A − B, from the amounts before it in its paragraph.

    Where a paragraph sets off only the expenditure, its income is the last total of income in the section.
    """
    paragraph: list[Fact] = []
    totals: list[Fact] = []
    block = -1
    place = (-1, "")
    for sentence in ledger.sentences:
        if sentence.block != block:
            totals += [f for f in paragraph if f.measure == "level" and _WHOLE.search(f.label)]
            paragraph, block = [], sentence.block
        if place != (sentence.document, ledger.section(sentence)):
            totals, place = [], (sentence.document, ledger.section(sentence))
        for i in sentence.facts:
            fact = ledger.facts[i]
            if fact.figure.unit.dimension not in ("money", "count"):
                continue
            if fact.measure == "level" and _CLOSING.search(fact.label):
                chosen = _carried(ledger, fact, paragraph)
                if chosen is not None:
                    yield chosen
            named = _LEFT.search(fact.label) and not _STOCK.match(fact.label) and "分配" not in fact.label
            named = named and not _OPENING.search(fact.label) and not _OF_YEARS.search(fact.label)
            named = named and not _AT_THE_END.search(ledger.before(fact, _WORDS))
            named = named and not BECAUSE.search(ledger.said_before(fact))
            named = named and not held_in(ledger, fact) and not _of_what_is_left(ledger, fact)
            named = named and not (TAKEN_OFF.search(ledger.before(fact, _WORDS)) or USED_UP.search(fact.label))
            if fact.measure in ("level", "change") and named and not spread(ledger, fact):
                offset = bool(_OFFSET.search(sentence.text))
                readings = [*_set_off(ledger, fact, totals, paragraph)] if offset else []
                readings += _readings(ledger, fact, paragraph, sentence.id, offset)
                chosen = choose(readings, sure=int(any(r is not None and r.firm for r in readings)))
                if chosen is not None and chosen.verdict == "broken" and of_another_account(ledger, chosen):
                    yield from _with_a_point_lost(chosen)
                    continue
                if chosen is not None and not _of_more_years(ledger, chosen):
                    yield chosen
            if fact.measure in ("level", "budget", "prior"):
                paragraph.append(fact)
        yield from _two_totals(ledger, ledger.facts_of(sentence))


def _with_a_point_lost(made: Relation) -> Iterator[Relation]:
    """收入6.3亿元，支出41亿元，结余2.2亿元: more spent than there was, for the point of one amount stands elsewhere."""
    terms = [(t.role, t.fact) for t in made.terms]
    turned = relate("balance", Sum((1, -1)), (terms[0], ("plus", terms[2][1]), ("minus", terms[1][1])), firm=True)
    if turned is not None and point_moved(turned):
        yield turned


def _of_what_is_left(ledger: Ledger, fact: Fact) -> bool:
    """年终结余T万元，其中甲结余a万元、结转下年支出b万元: whether an amount is some of one that is left over."""
    own = (one for one in ledger.lists_with(fact.id) if fact.id not in one.parent and one.opener == "其中")
    return any(_LEFT.search(p.label) for one in own for p in ledger.pick(one.parent) if compatible(p, fact))


def _of_more_years(ledger: Ledger, broken: Relation) -> bool:
    """收入A，支出B，结余C: whether C may hold what years before left, and no slip explains that it is not A − B."""
    return broken.verdict == "broken" and _bare(ledger, broken.terms[0].fact) and not slipped(broken, TELLING)


def _bare(ledger: Ledger, stated: Fact) -> bool:
    """Whether what is left over is named without its year."""
    return stated.label in ("结余", "结存") and not _THIS_YEARS.search(ledger.before(stated, _WORDS))


_CLOSING = compiled(r"年末|期末")
_OPENING = compiled(r"年初|上年|期初|以前年度")
_THAN = compiled(r"[较比].*[增减]")  # 年末结转较年初减少: a change
_KEPT = compiled(r"结余|结转|余额|结存")


def _carried(ledger: Ledger, stated: Fact, before: Sequence[Fact]) -> Relation | None:
    """年初结余 + 收入 − 支出 = 年末结余, where a paragraph states each once."""
    if not _KEPT.search(stated.label) or _THAN.search(stated.label):
        return None
    same = [f for f in before if compatible(f, stated) and f.id not in ledger.parts and f.depth == stated.depth]
    opening = [f for f in same if _KEPT.search(f.label) and _OPENING.search(f.label)]
    opening = [f for f in opening if not USED_UP.search(f.label)]
    income = [f for f in same if "收入" in f.label and "支出" not in f.label and not _KEPT.search(f.label)]
    spent = [f for f in same if "支出" in f.label and "收入" not in f.label and not _KEPT.search(f.label)]
    flows = [f for f in same if _FLOW.search(f.label)]
    if len(opening) == len(flows) == 1:  # 年初结余A，本年结余B，年末结余A + B
        first = min(opening[0].id, flows[0].id)
        if any(f.figure.value for f in ledger.facts[first : stated.id] if _TAKEN.search(ledger.before(f, 12))):
            return None
        held = (("stated", stated), ("plus", opening[0]), ("plus", flows[0]))
        beside = opening[0].id == flows[0].id + 1 == stated.id - 1 and opening[0].clause == flows[0].clause + 1
        added = beside and _ADDED.search(ledger.before(opening[0], 8)) is not None  # 结余A，加上年初结余B，年末结余C
        other = any(f.id > max(opening[0].id, flows[0].id) for f in same)  # 加上年初结余B、收回借款C: which counts, too
        return choose([relate("balance", Sum((1, 1)), held, firm=added)], sure=int(not other))
    if not (len(opening) == len(income) == len(spent) == 1):
        opening, income, spent = _both_sides(stated, before)
    if not (len(opening) == len(income) == len(spent) == 1):
        return None
    if all(_GRAND.search(f.label) for f in (income[0], spent[0])):
        return None  # 收入总计T，其中年初结转A；支出总计T，其中年末结转B: both hold what was left
    terms = (("stated", stated), ("plus", opening[0]), ("plus", income[0]), ("minus", spent[0]))
    between = ledger.facts[opening[0].id : stated.id]
    moved = any(f.figure.value for f in between if _MOVES.search(f.label))
    plain = len({f.sentence for _, f in terms}) == 1 and not moved
    counted = {f.id for _, f in terms}
    came = [f for f in same if opening[0].id < f.id < spent[0].id and f.id not in counted]
    if came and income[0] in same:  # 年初结余A，上级下达B，利息收入C，支出D，年末结余E
        every = (("stated", stated), ("plus", opening[0]), ("plus", income[0]), *(("plus", f) for f in came), terms[-1])
        sure = plain and all(_CAME.search(ledger.before(f, 6)) for f in came)
        return choose([relate("balance", Sum((1, 1, *(1 for _ in came), -1)), every, firm=sure)], sure=int(sure))
    return choose([relate("balance", Sum((1, 1, -1)), terms, firm=plain)])


def _both_sides(stated: Fact, before: Sequence[Fact]) -> tuple[list[Fact], list[Fact], list[Fact]]:
    """收支总计T。其中本年收入A，年初结转B；本年支出C，年末结转D: what one sentence divides both sides of T into."""
    own = [f for f in before if f.sentence == stated.sentence and compatible(f, stated) and f.depth == stated.depth]
    own = [f for f in own if "收支" not in f.label]
    kept = [f for f in own if _KEPT.search(f.label)]
    opening = [f for f in kept if _OPENING.search(f.label) and not USED_UP.search(f.label)]
    flows = [f for f in own if f not in kept]
    income, spent = ([f for f in flows if side(f.label) == of] for of in ("收入", "支出"))
    alone = len(own) == _BEFORE_END and len(kept) == len(opening)
    return (opening, income, spent) if alone else ([], [], [])


_GRAND = compiled(r"总计$")
_BEFORE_END = 3  # amounts of a sentence before what is left at the year's end
_ADDED = compiled(r"[,，]加上?(?:年初|上年|期初)(?:结转|滚存|累计)?(?:和|及)?结余$")
_TAKEN = compiled(
    r"(?:扣除|上解|划出|划转|缴回)[^,;。:，；：0-9]{0,8}$"
)  # between an opening balance and a closing one
_MOVES = compiled(r"分配|上缴|缴回|收回|调整|划转|非财政|调入|调出|追加")  # what a balance is moved by besides
_CAME = compiled(r"(?:下达|到位|拨入|划入|调入|配套|筹集|追加|(?:财政|[中央省市县区]级)安排)(?:资金|指标)?(?:为|共)?$")
_BROUGHT = compiled(r"(?:上年|年初|以前年度|历年)[^,;。]{0,6}(?:结转|结余|结存)")


def _readings(
    ledger: Ledger, stated: Fact, before: Sequence[Fact], sentence: int, offset: bool
) -> Iterator[Relation | None]:
    """Differences of two amounts before the stated one: those of its sentence first, then of the paragraph."""
    same = [f for f in before if compatible(f, stated) and f.depth <= stated.depth]
    own = [f for f in same if f.sentence == sentence]
    heads = [f for f in same if f.id not in ledger.parts]
    income = [f for f in heads if "收入" in f.label and "支出" not in f.label]
    spent = [f for f in heads if "支出" in f.label and "收入" not in f.label]
    brought = _bare(ledger, stated) and any(_BROUGHT.search(f.label) for f in before)
    flow = _FLOW.search(stated.label) is not None
    pair = _totals(income, spent)
    item = [f for f in own if f.item == stated.item]
    pattern = len(item) == len(SIDES) and tuple(side(f.label) for f in item) == SIDES
    if pattern and _as_beside(ledger, stated, own):
        yield _difference(stated, item[0], item[1], True)
    elif pattern and _listed(ledger, item):
        alone = ledger.after(stated, 1) not in ("(", "（")  # 结余c（含补助d）
        alone = alone and _THIS_YEARS.search(ledger.before(stated, _WORDS)) is not None
        yield _difference(stated, item[0], item[1], alone)  # 分险种看：甲收入a、支出b，当年结余c；乙…
    elif flow and income and spent and stated.id - max(income[-1].id, spent[-1].id) <= _FAR:
        first = min(income[-1].id, spent[-1].id)
        others = [f for f in heads if f.id >= first and f.id not in (income[-1].id, spent[-1].id)]
        yield _all_in(stated, heads, first) if others else None
        yield _difference(stated, income[-1], spent[-1], not (others or brought))
    elif _SAVED.search(stated.label) and len(own) == 2 and own[0].figure.amount >= own[1].figure.amount:
        yield _difference(stated, own[0], own[1], True)
    elif offset and income and spent and own[-2:] in ([income[-1], spent[-1]], [spent[-1], income[-1]]):
        yield _difference(stated, income[-1], spent[-1], len(own) == 2)
    elif offset and pair is not None:
        yield _difference(stated, *pair, True)
    elif len(own) == 2 and income and spent and own in ([income[-1], spent[-1]], [spent[-1], income[-1]]):
        yield _difference(stated, income[-1], spent[-1], not brought)
    elif len(own) >= 2:
        yield _difference(stated, own[-2], own[-1], False)
    near = same[-6:]
    for j in range(len(near) - 1, 0, -1):
        for i in range(j - 1, -1, -1):
            yield _difference(stated, near[i], near[j], False)


def _as_beside(ledger: Ledger, stated: Fact, before: Sequence[Fact]) -> bool:
    """甲总收入A，总支出B，结转C；乙总收入a，总支出b，结转c: whether the three of an item before come out."""
    told = [f for f in before if f.item < stated.item]
    for k in range(len(told) - 2):
        income, spent, left = told[k : k + 3]
        alike = (
            (side(income.label), side(spent.label)) == SIDES and _KEPT.search(left.label) and income.item == left.item
        )
        made = _difference(left, income, spent, False) if alike else None
        if made is not None and made.verdict == "holds" and left.label[:2] == stated.label[:2]:
            return True
    return False


def _listed(ledger: Ledger, item: Sequence[Fact]) -> bool:
    """Whether amounts are one item of a list."""
    return any(item[0].id in part and item[1].id in part for one in ledger.lists_with(item[0].id) for part in one.parts)


_IN = compiled(r"收入|年初|上年|期初|以前年度|调入|补助|动用|转入")
_OUT = compiled(r"支出|上解|收回|上缴|调出|还本|分配|转出")


def _all_in(stated: Fact, heads: Sequence[Fact], first: int) -> Relation | None:
    """收入A，上年结转B，支出C，收回D，结余E: everything that came in less everything that went out."""
    terms = [f for f in heads if f.id >= first and f.sentence == stated.sentence]
    signs = tuple(-1 if _OUT.search(f.label) else 1 if _IN.search(f.label) else 0 for f in terms)
    if not all(signs):
        return None
    roles = [("plus" if sign > 0 else "minus", f) for sign, f in zip(signs, terms, strict=True)]
    return relate("balance", Sum(signs), (("stated", stated), *roles), firm=False)


_ABOVE = compiled(r"(?:上述|以上)?收支相抵")


def _set_off(
    ledger: Ledger, stated: Fact, before: Sequence[Fact], paragraph: Sequence[Fact]
) -> Iterator[Relation | None]:
    """A paragraph that states one total, of expenditure, and what it leaves of the income before it."""
    own = [f for f in paragraph if f.measure == "level" and _WHOLE.search(f.label)]
    spent = [f for f in own if "支出" in f.label and "收入" not in f.label and compatible(f, stated)]
    income = [f for f in before if "收入" in f.label and "支出" not in f.label and compatible(f, stated)]
    if len(own) == len(spent) == 1 and income:
        yield _difference(stated, income[-1], spent[0], True)
    last = [f for f in before if compatible(f, stated)][-len(SIDES) :]
    if not paragraph and tuple(side(f.label) for f in last) == SIDES and _ABOVE.search(ledger.said_before(stated)):
        yield _difference(stated, last[0], last[1], True)  # 收入合计A。¶ 支出合计B。¶ 上述收支相抵，年终结余C


def _totals(income: Sequence[Fact], spent: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The one total of all income and the one of all expenditure of a paragraph: 收入总量, 支出总量."""
    sides = [[f for f in side if _WHOLE.search(f.label)] for side in (income, spent)]
    return (sides[0][0], sides[1][0]) if all(len(side) == 1 for side in sides) else None


def _difference(stated: Fact, one: Fact, other: Fact, firm: bool) -> Relation | None:
    large, small = (one, other) if one.figure.amount >= other.figure.amount else (other, one)
    if stated.figure.value < 0:  # printed with its sign: income less expenditure
        large, small = small, large
    return relate("balance", Sum((1, -1)), (("stated", stated), ("plus", large), ("minus", small)), firm=firm)


def _two_totals(ledger: Ledger, facts: Sequence[Fact]) -> Iterator[Relation]:
    """收入总计A，支出总计B; 收、支总计分别为A、B: equal, where one sentence states both."""
    sides = [f for f in facts if f.measure == "level" and f.concept in _SIDES]
    for one, other in pairwise(sides):
        if one.concept == other.concept:
            continue
        several = any(_several_values(ledger, f) for f in (one, other))  # where not, another rule tells it
        made = relate("balance", Equal(), (("stated", other), ("plus", one)), firm=several)
        if made is not None and (made.verdict == "holds" or (several and not _meant_apart(ledger, made))):
            yield made
    for one, other in pairwise(facts):
        row = other.grouped and one.concept in _BOTH and one.measure == other.measure == "level"
        made = relate("balance", Equal(), (("stated", other), ("plus", one)), firm=True) if row else None
        if made is not None and not (made.verdict == "broken" and _meant_apart(ledger, made)):
            yield made


_SIDES = ("收入总计", "支出总计")


def _several_values(ledger: Ledger, total: Fact) -> bool:
    """Whether a report gives several totals of one side: 收入总计, 财政拨款收入总计."""
    known = ledger.pick(ledger.concepts.get((total.concept, "level"), ()))
    return len({f.figure.amount for f in known if f.sentence >= 0 and f.period in ("", ledger.year)}) > 1


_BOTH = ("收支总计", "财政拨款收支总计")


def _meant_apart(ledger: Ledger, made: Relation) -> bool:
    """Whether 收、支总计 need not be equal: those of last year or their changes differ too, or what is left is told."""
    near = ledger.facts[made.terms[0].fact.id + 1 : made.terms[0].fact.id + 1 + _ROWS]
    rows = ((a, b) for a, b in pairwise(near) if b.measure == a.measure in ("prior", "change") and compatible(a, b))
    differ = any(b.grouped and a.figure.amount != b.figure.amount for a, b in rows)
    return differ or _left_stated(ledger, made)


_ROWS = 4  # figures behind both totals: those of last year, and the changes


def _by_concept(ledger: Ledger, options: Options) -> Iterator[Relation]:
    stated = _one(ledger, options.stated)
    if stated is None:
        return
    terms: list[tuple[str, Fact]] = [("stated", stated)]
    signs: list[int] = []
    for names, sign, role in ((options.plus, 1, "plus"), (options.minus, -1, "minus")):
        for name in names:
            fact = _one(ledger, name.removesuffix("?"))
            if fact is None:
                if name.endswith("?") and not _several(ledger, name.removesuffix("?")):
                    continue
                return
            terms.append((role, fact))
            signs.append(sign)
    if options.within == "section" and len({f.section for _, f in terms}) > 1:
        return
    if len({fund for _, f in terms if f.sentence >= 0 and (fund := fund_of(ledger, f))}) > 1:
        return  # the income of one fund, the expenditure of another
    if len(signs) == 1:
        relation = relate("balance", Equal(), terms, firm=True, note=UNBORNE)
        broken = relation is not None and relation.verdict == "broken"
        if relation is not None and broken and (_left_stated(ledger, relation) or _changed_apart(ledger, relation)):
            return
    else:  # what the text leaves out (使用非财政拨款结余, 结余分配) may explain a difference: only a slip is told
        whole = len(signs) == len(options.plus) + len(options.minus) > _PAIR
        told = whole and len({f.sentence for _, f in terms[1:]}) == 1 and terms[1][1].sentence >= 0
        relation = choose([relate("balance", Sum(tuple(signs)), terms, firm=told)])
    if relation is not None:
        yield relation


_PAIR = 2


def _changed_apart(ledger: Ledger, relation: Relation) -> bool:
    """收入总计A，比上年增加D；支出总计B，比上年增加E: whether two totals were not equal in the year before either."""
    behind = [ledger.facts[t.fact.id + 1 : t.fact.id + 2] for t in relation.terms]
    moved = [f for found in behind for f in found if f.measure == "change" and f.direction]
    apart = len(moved) == len(relation.terms) and all(f.figure.unit.dimension == "money" for f in moved)
    return apart and len({f.figure.amount * f.direction for f in moved}) > 1


def _left_stated(ledger: Ledger, relation: Relation) -> bool:
    """Whether the difference of two totals is printed as what is carried over: then they need not be equal."""
    places = {t.fact.sentence for t in relation.terms}
    if any(_OFFSET.search(ledger.sentences[k].text) for i in places for k in (i, i + 1) if k < len(ledger.sentences)):
        return True  # 收支相抵: what is left may be misprinted, the totals differ all the same
    left = abs(relation.difference) * relation.figures[0].unit.factor
    kept = [f for f in ledger.facts if f.sentence >= 0 and _LEFT.search(f.label)]
    closing = {f.figure.amount for f in kept if _CLOSING.search(f.label)}
    opening = {f.figure.amount for f in kept if _OPENING.search(f.label)}
    rolled = any(
        abs(after - before) == left for after in closing for before in opening
    )  # 年初A，收入B，支出C，年末A + B − C
    moved = (f for f in ledger.facts if f.measure == "change" and f.sentence >= 0 and f.figure.amount == left)
    grew = any(_KEPT.search(ledger.sentences[f.sentence].text) for f in moved)  # 年末结转A万元，较上年增加D万元
    return rolled or grew or any(f.figure.amount == left for f in kept)


def _several(ledger: Ledger, concept: str) -> bool:
    """Whether the text gives a concept amounts of which none is the one."""
    found = ledger.pick(ledger.concepts.get((concept, "level"), ()))
    return any(f.sentence >= 0 and f.figure.value and f.period in ("", ledger.year) for f in found)


def _one(ledger: Ledger, concept: str) -> Fact | None:
    """The one value a report's text gives a concept for its year; None where it gives none or several."""
    found = [
        f
        for f in ledger.facts
        if f.concept == concept
        and f.sentence >= 0
        and f.measure == "level"
        and f.period in ("", ledger.year)
        and f.depth == 0
    ]
    if not found or len({f.figure.amount for f in found}) > 1:
        return None
    return found[0]


CHECK = Check("balance", Options, run, ("plus", "minus"), "income against expenditure, opening and closing balances")
