"""What is left of a whole, and stocks from one date to the next, by the words for each; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from auditlint.checks.parts import compatible
from auditlint.checks.relate import choose, jumbled, maybe, otherwise, relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import SUMMED, Ledger, Sentence
from auditlint.facts.match import side
from auditlint.facts.words import role_of, way
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_MOVES = 4  # terms of a balance with no more than one amount that came and one that went
_STATED = ("level", "change")
_HEADS = ("level", "budget")
_NEAR = 16
_FAR = 60  # sentences of a section before what is left in which its whole stands
_STOCK = compiled(r"年末|期末|年终|年底|累计|滚存|历年|上年|年初")  # holds what earlier years left as well
_BROUGHT = compiled(r"(?:上年|年初|以前年度)[^,;。]{0,4}(?:结转|结余)|(?:上年|年初)(?:末|底)?余额")
_WHOLE = compiled(r"总量|总计|总额|^总|总收入|总支出")
USED_UP = compiled(r"弥补|动用|使用[^,;。]*(?:结余|结转)")  # what earlier years left, as it is used in this one
TAKEN_OFF = compiled(r"(?:扣除|剔除|减去|扣减)[^,，;；。]*$")
_WITHIN = compiled(r"(?:其中|[部份]分?中)[^,，;；。]*$")  # 已支付部分中用于设备D: a part of what went out
_MOVED = compiled(r"(?:调整|追加|追减|调增|调减)后的?(?:全年|年度)?预算(?:数|额)?(?:为|是)?$")
_ENDS = compiled(r"(?:资金|金额|下年|下年使用|额|数)+$")
_OWN_YEAR = compiled(r"当年|当期|本年|本期|收支|缺口|赤字|差额|盈余|逆差|顺差")


def flows(ledger: Ledger) -> Iterator[Relation]:
    """The relation of every amount that its words call the rest of others, or a closing balance."""
    for sentence in ledger.sentences:
        for fact in ledger.facts_of(sentence):
            if fact.measure not in _STATED or fact.figure.unit.dimension not in ("money", "count"):
                continue
            if TAKEN_OFF.search(ledger.before(fact, _NEAR)) or USED_UP.search(fact.label):
                continue
            if _BROUGHT.match(_words(ledger, fact)) and "加" in sentence.before(fact):
                continue  # 收入A，加上转移支付B、上年结余C: which comes in
            told = _told_behind(ledger, sentence, fact)
            yield from maybe(told)
            one = None if told else _rest(ledger, sentence, fact) or _closing(ledger, sentence, fact)
            if one is not None and one.verdict == "broken":
                excused = _listed(ledger, fact) or told_apart(ledger, one) or of_another_account(ledger, one)
                excused = excused or BECAUSE.search(sentence.before(fact)) is not None
                one = None if excused else one
            yield from maybe(one)


BECAUSE = compiled(r"[,;]系[^;。]*$")  # 决算数小于预算数D，系招标结余d、…: of a part
_ACCOUNT = compiled(r"(?P<what>经营|事业|工会|食堂|专户)收支(?:相抵|结余|差额)[^,;。:0-9]*$")


def of_another_account(ledger: Ledger, made: Relation) -> bool:
    """Whether what is left over is of other money than two amounts.

    支出预算B，其中经营支出b。经营收支相抵结余C; 收入A，支出B above A，结余C: there was more income than is told.
    """
    stated, *others = (t.fact for t in made.terms)
    m = _ACCOUNT.search(ledger.before(stated, 16))
    if m is not None and not all(m["what"] in f.label for f in others):
        return True
    spent_more = [side(f.label) for f in others] == ["支出", "收入"] and [t.role for t in made.terms[1:]] == _AND_LESS
    return spent_more and stated.figure.value > 0 and _SURPLUS.search(_words(ledger, stated)) is not None


_AND_LESS = ["plus", "minus"]
_SURPLUS = compiled(r"(?<!不足)(?:结余|结转|盈余|结存)[^,;。]{0,4}$")


def told_apart(ledger: Ledger, made: Relation) -> bool:
    """预算A，支出B，结余C，其余D收回; 年初A，收入B，支出C，结余分配D，年末E: whether the gap is told beside."""
    if len(made.terms) > _MOVES and otherwise(made):
        return True
    stated = made.terms[0].fact
    gap = abs(made.difference) * stated.figure.unit.factor
    beside = [*ledger.facts_of(ledger.sentences[stated.sentence]), *_of_the_next(ledger, stated)]
    own = {t.fact.id for t in made.terms}
    last = max(own) + 1  # 当年结余C（含补助D）; but 空编c名；另有离退休人员n人（离休1人）
    beside = [f for f in beside if f.id not in own and (f.depth <= stated.depth or f.id <= last)]
    return any(f.figure.amount == gap and compatible(f, stated) for f in beside)


def _of_the_next(ledger: Ledger, fact: Fact) -> Sequence[Fact]:
    """The figures of the sentence behind a fact's, in its paragraph."""
    after = ledger.paragraph(ledger.sentences[fact.sentence], before=0, behind=1)[1:]
    return [f for s in after for f in ledger.facts_of(s)]


def _listed(ledger: Ledger, stated: Fact) -> bool:
    """Whether what is called a rest is a part of a total that its list makes up: 总支出A，其中：支出B、结余C."""
    for one in ledger.lists_with(stated.id):
        firsts = [ledger.facts[part[0]] for part in one.parts]
        if any(compatible(total, stated) and _made_of(firsts, total) for total in ledger.pick(one.parent)):
            return True
    return False


def _rest(ledger: Ledger, sentence: Sentence, stated: Fact) -> Relation | None:
    """收入A，支出B，结余C: C is A less B."""
    label = _words(ledger, stated)
    short = _ENDS.sub("", label)
    scopes: list[list[Fact]] = []
    for roles in ledger.rulebook.lexicon.remainders:
        if not (label.endswith(roles[2]) or short.endswith(roles[2])) or role_of(label, roles) != 2:
            continue
        scopes = scopes or list(_scopes(ledger, sentence, stated))
        for facts in scopes:
            heads = _heads(ledger, facts, stated)
            known = [f for f in facts if f.measure in _HEADS and f.depth <= stated.depth and compatible(f, stated)]
            sides = [
                _of_role(ledger, heads, roles, k) or _heads(ledger, _of_role(ledger, known, roles, k), stated)
                for k in (0, 1)
            ]
            moved = [f for f in sides[0] if _MOVED.search(ledger.before(f, 10))]  # 年初预算A，调减B，调整后预算C
            sides = [[f for f in side if f.measure == stated.measure] or side for side in (moved or sides[0], sides[1])]
            if sides[0] and sides[1]:
                found = _difference(ledger, sentence, stated, heads, sides[0][-1], sides[1][-1])
                lacking = len(heads) == _PAIR and _lacking(stated, short, sides)
                if not (found and found.firm) and (lacking or _alone(ledger, stated, short, sides)):
                    terms = (("stated", stated), ("plus", sides[0][0]), ("minus", sides[1][0]))
                    found = relate("balance", Sum((1, -1)), terms, firm=True)
                if found is not None:
                    return found
                break
    return None


_ROOM = ("剩余限额", "限额空间", "剩余空间")  # nothing else than what is left of the one limit before
_OWN = ("净资产", "所有者权益", "股东权益", "净值")  # nor these than what is left of one amount beside it


def _alone(ledger: Ledger, stated: Fact, short: str, sides: Sequence[Sequence[Fact]]) -> bool:
    """Whether the name of what is left leaves no doubt about the one whole and the one part that there are."""
    if not all(len(side) == 1 for side in sides):
        return False
    if _words(ledger, stated).endswith(_ROOM):
        return True
    if any(one.opener == "其中" for one in ledger.lists_with(stated.id)):
        return False  # 原值A，折旧B，净值C；其中房屋净值c
    return short.endswith(_OWN) and "少数" not in short and all(_of_one_day(ledger, s[0], stated) for s in sides)


_PAIR = 2
_LACKING = compiled(r"(?:资金|尚|仍|还|现|目前)*(?:有|存在)?(?:缺口|空编|缺编|空缺|剩余|未收回)(?:的|资金)?")


def _lacking(stated: Fact, short: str, sides: Sequence[Sequence[Fact]]) -> bool:
    """应到位A，实到B，缺口C; 编制A，实有B，空编C: whether what lacks stands behind the only two amounts before it."""
    near = all(len(side) == 1 and 0 < stated.id - side[0].id <= _NEARBY for side in sides)
    whole, taken = (side[0].figure.amount for side in sides) if near else (0, 1)
    return near and bool(_LACKING.fullmatch(short)) and taken <= whole and "收入" not in sides[0][0].label


_NEARBY = 5  # figures
_EARLY = compiled(r"年初|期初|上年|去年")


def _of_one_day(ledger: Ledger, fact: Fact, stated: Fact) -> bool:
    """Whether an amount stands in the sentence of what is left, and neither of the two alone is of the year's start."""
    early = [bool(_EARLY.search(f.label + ledger.before(f, 6))) for f in (fact, stated)]
    return fact.sentence == stated.sentence and early[0] == early[1]


def _told_behind(ledger: Ledger, sentence: Sentence, stated: Fact) -> Relation | None:
    """净值C（原值A，累计折旧B）: a bracket that holds just the two amounts whose difference stands before it."""
    if normalize(ledger.after(stated, 1)) != "(" or stated.measure != "level":
        return None
    label = _words(ledger, stated)
    behind = (f for f in ledger.facts_of(sentence) if f.id > stated.id)
    inside = list(takewhile(lambda f: f.depth > stated.depth, behind))
    if len(inside) != 2 or not all(f.measure in _HEADS and compatible(f, stated) for f in inside):
        return None
    for roles in ledger.rulebook.lexicon.remainders:
        sides = [role_of(_words(ledger, f), roles) for f in inside]
        if label.endswith(roles[2]) and role_of(label, roles) == 2 and sides == [0, 1]:
            whole, taken = inside
            sure = _own_balance(ledger, sentence, stated, whole) and not _BROUGHT.search(sentence.text)
            terms = (("stated", stated), ("plus", whole), ("minus", taken))
            return relate("balance", Sum((1, -1)), terms, firm=sure)
    return None


def _of_role(ledger: Ledger, facts: Sequence[Fact], roles: Sequence[Sequence[str]], role: int) -> list[Fact]:
    return [f for f in facts if role_of(_words(ledger, f), roles) == role]


def _words(ledger: Ledger, fact: Fact) -> str:
    """The words that say what a fact is: its label, or those right before it where it has none of its own."""
    return (
        fact.label
        if fact.measure == "level" and len(fact.label) > 1
        else ledger.before(fact, 9).split("，")[-1].rstrip("为是")
    )


def _scopes(ledger: Ledger, sentence: Sentence, stated: Fact) -> Iterator[list[Fact]]:
    """The facts before a stated one: of its item, its sentence, its paragraph, its section."""
    own = [f for f in ledger.facts_of(sentence) if f.id < stated.id]
    yield [f for f in own if f.item == stated.item]
    yield own
    section = ledger.section(sentence)
    before = list(
        takewhile(
            lambda s: s.document == sentence.document and ledger.section(s) == section,
            reversed(ledger.sentences[max(sentence.id - _FAR, 0) : sentence.id]),
        )
    )[::-1]
    yield [*(f for s in before if s.block == sentence.block for f in ledger.facts_of(s)), *own]
    yield [*(f for s in before for f in ledger.facts_of(s)), *own]


def _heads(ledger: Ledger, facts: Sequence[Fact], stated: Fact) -> list[Fact]:
    """The amounts among some facts that are no parts of another one of them."""
    known = {f.id for f in facts}
    found = []
    for f in facts:
        if f.measure not in _HEADS or f.depth > stated.depth or not compatible(f, stated):
            continue
        lists = (ledger.lists[i] for i in ledger.parts.get(f.id, ()))
        if not any(one.opener not in ("heading", "lines", *SUMMED) and known & set(one.parent) for one in lists):
            found.append(f)
    return found


def _difference(
    ledger: Ledger, sentence: Sentence, stated: Fact, heads: Sequence[Fact], whole: Fact, taken: Fact
) -> Relation | None:
    """The rest as the difference of two amounts, or of all that came in and went out since the earlier one."""
    first = min(whole.id, taken.id)
    others = [f for f in heads if f.id > first and f.id not in (whole.id, taken.id) and f.id < stated.id]
    others = [f for f in others if not _WITHIN.search(ledger.before(f, _NEAR))]
    others = [f for f in others if f.measure == whole.measure or whole.measure == "budget"]  # 为预算B的98%
    others = [] if _made_of(others, taken) or _made_of(others, whole) else others
    signed = stated.figure.value < 0  # 收入A，支出B，收支差额-C: income less expenditure
    large, small = (whole, taken) if signed or whole.figure.amount >= taken.figure.amount else (taken, whole)
    plain = relate("balance", Sum((1, -1)), (("stated", stated), ("plus", large), ("minus", small)), firm=False)
    if not others:
        sure = _own_balance(ledger, sentence, stated, whole)
        if plain is not None and sure and _together(ledger, whole, taken, stated):
            plain = replace(plain, firm=True)
        turned = relate("balance", Sum((1, -1)), (("stated", stated), ("plus", small), ("minus", large)), firm=True)
        if sure and plain is not None and plain.verdict == "broken" and turned is not None and jumbled(turned):
            return turned  # 原值A，累计折旧B，净值C with a B that is above A
        return choose([plain], sure=int(sure))
    signs = [_sign(ledger, f) for f in others]
    known = [f for f, sign in zip(others, signs, strict=True) if sign]
    if len(known) < len(others):
        return choose([plain], sure=0)
    turn = -1 if not signed and _SHORT_OF.search(_words(ledger, stated)) else 1  # 收入A，支出B，补助D，亏损B − A − D
    every_sign = [turn * s for s in (1, -1, *signs)]
    terms = [("plus" if s > 0 else "minus", f) for s, f in zip(every_sign, (whole, taken, *others), strict=True)]
    every = relate("balance", Sum(tuple(every_sign)), (("stated", stated), *terms), firm=False)
    return choose([every, plain])


_SHORT_OF = compiled(r"(?:亏损|赤字|缺口|逆差)[^,;。]{0,2}$")


def _together(ledger: Ledger, whole: Fact, taken: Fact, stated: Fact) -> bool:
    """Whether a rest of the year itself stands right behind its two amounts: 收入A，支出B，当年结余C.

    收入A，为预算的p%；支出B。当年收支结余C: what is called the balance of both sides may open the next sentence; of the
    general budget it may hold transfers that are not told.
    """
    beside = {whole.id, taken.id} == {stated.id - 1, stated.id - 2} and whole.item == taken.item == stated.item
    follows = whole.sentence == taken.sentence == stated.sentence - 1 and whole.depth == taken.depth == 0
    follows = follows and "收支" in _words(ledger, stated) and "一般公共预算" not in whole.label
    return (
        (beside or follows)
        and _OWN_YEAR.search(_words(ledger, stated)) is not None
        and _STOCK.search(_words(ledger, stated)) is None
    )


def _own_balance(ledger: Ledger, sentence: Sentence, stated: Fact, whole: Fact) -> bool:
    """Whether nothing that earlier years left can be in a rest."""
    words = _words(ledger, stated)
    if spread(ledger, stated):
        return False
    if "相抵" in sentence.text:
        return True
    if _STOCK.search(words):
        return False
    if not words.endswith(("结余", "结存", "结转下年", "结转")) or _UNALLOTTED.search(words):
        return True
    if _OWN_YEAR.search(words) or _WHOLE.search(whole.label):
        return True
    start = max(sentence.id - 6, 0)
    near = "".join(s.text for s in ledger.sentences[start : sentence.id + 2] if s.document == sentence.document)
    return not words.endswith(("结转下年", "结转")) and not _BROUGHT.search(near)


_UNALLOTTED = compiled(r"未(?:分配|下达)|待分配")  # of what was allotted this year
_SPREAD = compiled(r"补充|分配|提取|上缴|上解|安排|收回")


def spread(ledger: Ledger, stated: Fact) -> bool:
    """Whether an amount right behind says that what was left went into several: 结余A，补充…B."""
    behind = ledger.facts[stated.id + 1] if stated.id + 1 < len(ledger.facts) else None
    if behind is None or behind.sentence != stated.sentence or not compatible(behind, stated):
        return False
    return behind.clause == stated.clause + 1 and _SPREAD.search(behind.label) is not None


def _made_of(parts: Sequence[Fact], total: Fact) -> bool:
    return len(parts) > 1 and sum((f.figure.amount for f in parts), Decimal(0)) == total.figure.amount


_IN = compiled(
    r"收入|新增|发行|转入|转贷|补充|补助|借入|举借|增加|到位|调入|年初|上年|期初|追加|下达|筹集|购置|新购|划入|入库|存入"
    r"|使用(?:以前年度)?非财政拨款(?:专用)?结余|弥补收支差额"
)
_OUT = compiled(
    r"支出|偿还|还本|付息|动用|动支|调出|上解|使用|支付|化解|核销|减少|上缴|收回|转出|结转下年|分配|压减|报废|处置|划出|出库|支取|减员|退休"
)


_RESERVE = compiled(r"(?:稳定)?调节基金|周转金")


def _sign(ledger: Ledger, fact: Fact) -> int:
    """Whether an amount came in or went out, by the last such word before it; 0 where none says so.

    What is put into a reserve is spent, what is taken out of it comes in.
    """
    words = ledger.before(fact, _NEAR).replace("，", ",").rpartition(",")[2] or fact.label
    return way(words, _IN, _OUT) * (-1 if _RESERVE.search(fact.label) else 1)


_GREW = compiled(r"(?:本年度?|当年|全年|年内|本期)?新?")


def _moves(fact: Fact) -> bool:
    """Whether an amount may have moved a stock; 本年支出A，比上年B减少C: B and C moved nothing this year."""
    grew = fact.measure == "change" and fact.direction and not fact.basis and _GREW.fullmatch(fact.label)
    return fact.measure in _HEADS or bool(grew)


_AND_MORE = compiled(r"其中|含|等|置换|再融资|核销|调整|划[入出转]|汇率|利息|净|拟|计划")  # what else may move a stock
_UNSAID = compiled(r"[,](?:加上|再加|另加|减去|扣除|计入)[^,;0-9]*[,]|(?:上述|前述|以上)[^,;0-9]{1,10}(?:及|和|与|、)")
_OPENING = compiled(r"年初|上年末|上年底|去年末|去年底|期初|上年(?:结转|结余|余额)")
_STOCKS = compiled(r"余额|结余(?!分配)|结存|限额|保有量|存量|库存|在库|总数|原值")


_REACHED = compiled(r"后(?:实际)?(?:为|是|达到?|共|可用(?:资金|额度)?)$")  # 年初a，经追加b后为c，支出d: from c on
_CLOSE = 8  # characters before an amount


def _closing(ledger: Ledger, sentence: Sentence, stated: Fact) -> Relation | None:
    """年初余额A，新增B，偿还C，年末余额A + B − C: a stock from one date to the next."""
    facts = ledger.facts_of(sentence)
    words = stated.label or ledger.before(stated, 6)
    if stated.measure != "level" or not _STOCKS.search(words) or _OPENING.search(words):
        return None
    heads = [f for f in facts if f.measure in (*_HEADS, "prior") and compatible(f, stated) and f.id != stated.id]
    opening = [f for f in heads if _OPENING.search(f.label) or _OPENING.search(ledger.before(f, 8))]
    if len(opening) != 1:
        return None
    first = opening[0]
    heads = [f for f in facts if f.id != stated.id and compatible(f, stated) and _moves(f)]
    if first.id < stated.id:
        moved = [f for f in heads if first.id < f.id < stated.id and f.depth == stated.depth]
    else:
        moved = [f for f in heads if f.id > first.id and f.depth == first.depth]
    told = any(f.measure == "change" and f.basis == "opening" for f in facts)  # 余额A，比年初余额B净增D
    if not moved and not told:  # 调整后限额A，年初限额B: what was added stands in the sentence before
        before = [f for s in ledger.sentences[max(sentence.id - 2, 0) : sentence.id] for f in ledger.facts_of(s)]
        moved = [
            f
            for f in before
            if f.measure in _HEADS and not f.depth and compatible(f, stated) and "新增" in ledger.before(f, _NEAR)
        ]
        moved = moved[:1] if moved and moved[0].figure.span.block == stated.figure.span.block else []
    made = [i for i, f in enumerate(moved) if _REACHED.search(ledger.before(f, _CLOSE))]
    if made:
        first, moved = moved[made[-1]], moved[made[-1] + 1 :]
    signs = [f.direction if f.measure == "change" else _sign(ledger, f) for f in moved]
    if not moved or not all(signs):
        return None
    terms = [("plus" if s > 0 else "minus", f) for s, f in zip(signs, moved, strict=True)]
    whole = (("stated", stated), ("plus", first), *terms)
    between = sentence.between(first, stated)
    both = first.id < stated.id and {*signs} == {1, -1} and not _AND_MORE.search(between)
    if not both and any(f.measure == "change" for f in moved):
        return None  # 本期增加B（不含…转入b）: it may have moved by more
    if _UNSAID.search(between):  # 年初余额A，支付B，加上本年提取，年末余额C: what was added is told elsewhere
        return None
    return choose([relate("balance", Sum((1, *signs)), whole, firm=both)])
