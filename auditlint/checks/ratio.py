"""Rates with a name of their own (节约率, 控制率, 合格率) against the two figures they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from auditlint.checks.pairs import MOST, PEOPLE, Kind, Pair, alike, as_said, both_counted, pairs_of, words_of
from auditlint.checks.parts import in_a_row
from auditlint.checks.relate import choose, close, corroborated, relate, significant
from auditlint.checks.subjects import LEVELS
from auditlint.equations import HUNDRED, Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import levels
from auditlint.facts.words import around, of_which
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_NAME = compiled(r"(?P<name>[一-鿿“”]{2,16}?)(?:率|进?度|比例|比重)(?:\([^()]*\))?(?:为|是|达到?|约|:|仅|均|=)*$")
_AIM = compiled(r"目标|要求|计划|应当|确保|力争|序时|不低于|不高于")  # a rate to be reached
_IN_USE = compiled(r"(?:床位|病床|设备|仪器|车辆|场馆|场地|会议室)(?:使用|利用|周转)$")  # so much of the days there are
_THAN = compiled(r"^(?:比|较|低于|高于)(?:上年|去年|年初|同期)")  # 比上年末资产负债率q%: of no amount of this year
_BEHIND_THAN = compiled(
    r"(?:^|[,;。:])(?:而)?(?:比|较|与|同|低于|高于)20[0-9]{2}年[^,;。:]{0,14}$"
)  # 较2030年末支付率q%
LESS = compiled(r"^不[一-鿿]{1,3}率|节约|节支|节省|[核审压调]减|降低|下浮")  # 不捕率: of both
A_YEAR = compiled(r"年化|年均|复合|加权|内部收益")  # a yield of each year
_AIMED = compiled(r"及?以[上下内]|左右|的?(?:目标|要求|标准|规定|任务)")
_BEFORE = 6  # sentences before a rate in which its figures are looked for
_GUESSED = 6  # figures before a rate among which a quotient is recognised by its value alone
Roles = tuple[str, str, str]
_BEYOND = compiled(r"超(?:额|出|过)?(?:年初|年度)?(?:计划|目标|任务|指标)?$|[多少]于?(?:计划|目标|任务)$")  # 超计划4场
# 验收合格率 100% 100% 10 10: the target of an indicator, whose result and points stand behind it
_IN_A_FORM = compiled(r"\s+[≥≤]?[0-9.]+%?\s+[0-9.]+(?![0-9.%])")


_QUALITY = compiled(r"(?P<how>及时|准时|准确|规范|真实|完整)率[^,;。:0-9]{0,3}$")


def ratio(ledger: Ledger, sentence: Sentence, rate: Fact, roles: Roles = ("share", "part", "whole")) -> Relation | None:
    """The relation of a named rate: what its name repeats, or what was reached, over what was planned or counted."""
    kind = _kind(ledger, rate)
    if kind is None or of_other_months(ledger, sentence, rate) or _IN_A_FORM.match(ledger.after_as_printed(rate, 24)):
        return None
    near = list(_figures(ledger, sentence, rate))[-MOST:]
    if not any(f.sentence == rate.sentence for f in near):
        near = list(_behind(ledger, sentence, rate)) or near
    behind = {f.id: _behind_its_first(ledger, f, rate) for f in near}
    made = (replace(p, based=2) if of_which(ledger, p.whole) else p for p in pairs_of(ledger, near, kind))
    pairs = sorted(made, key=lambda p: _rank(p, rate, behind))
    told = [p for p in pairs if p.said and not (p.said < 3 and _one_of_its_parts(ledger, p, rate))]
    told = [
        p for p in told if not _of_the_plan(ledger, p, kind) and p.whole.id not in _listed(ledger).get(p.part.id, ())
    ]
    told = [p for p in told if not _not_yet(ledger, p, kind) and not _moved_a_budget(ledger, p, kind)]
    told = [p for p in told if not any(_BEYOND.search(ledger.before(f, 6)) for f in (p.part, p.whole))]
    told = [p for p in told if not _of_the_price(ledger, p, kind) and not _only_said_of(sentence, p, rate)]
    told = [p for p in told if not _both_reached(ledger, p, kind, rate) and not _saved(ledger, p, kind)]
    told = [p for p in told if rate.figure.value != HUNDRED or p.part.figure.amount <= p.whole.figure.amount]
    if rate.figure.value == HUNDRED and (quality := _QUALITY.search(normalize(ledger.before(rate, 12)))) is not None:
        told = [p for p in told if quality["how"] in ledger.before(p.part, 12)]  # 预算n人，发放m人，发放及时率100%
    told = [p for p in told if not _both_subjects(p, kind) and not _of_all_levels(p, rate)]
    open_ones = {p.part.id for p in told if p.whole.depth <= rate.depth}
    # 总量W（其中甲a、乙b），支出c，支出进度p%: of W, not of what a bracket tells
    told = [p for p in told if p.whole.depth <= rate.depth or p.part.id not in open_ones]
    if not in_a_row(ledger, rate):  # 满意的分别a份、b份，总体满意率p%: of all of them
        told = [p for p in told if not (in_a_row(ledger, p.part) or in_a_row(ledger, p.whole))]
    last = {f.id for f in near[-_GUESSED:]}
    guessed = [p for p in pairs if not p.said and p.part.id in last and p.whole.id in last]
    guessed = [p for p in guessed if sentence.block == ledger.sentences[p.part.sentence].block]
    firm = bool(told) and (_plain(ledger, told, near, kind, rate) or _of_what_is_named(told[0], rate))
    sure = bool(told) and told[0].based > 0 and _beside(ledger, told[0], rate)
    sure = sure and _subject_fits(ledger, told[0], kind) and _only(ledger, told[0], kind, rate)
    if _of_an_item(ledger, near, rate) or (told and both_counted(told[0], kind)) or _excused(ledger, kind, rate):
        firm = sure = False
    if told and _of_this_year(ledger, told[0], rate):
        firm = sure = False
    readings: list[Relation] = []
    own = (firm or sure) and {told[0].part.item, told[0].whole.item} == {rate.item}
    own = own and (kind.planned or (told[0].said > 2 and told[0].part.figure.unit.dimension == "count"))
    for k, p in enumerate(told):
        if own and {p.part.item, p.whole.item} != {rate.item}:
            continue  # 计划a座，完成b座，完成率p%；计划c户，完成d户，完成率q%: each of its own
        terms = ((roles[0], rate), (roles[1], p.part), (roles[2], p.whole))
        left = (kind.rest and p.said == 1) or _left(ledger, p, kind)
        one = relate("share", Share(rest=left), terms, firm=firm and k == 0)
        if one is not None and one.verdict == "broken" and not left and _NEGATED.search(around(ledger, p.part)):
            rest = relate("share", Share(rest=True), terms, firm=firm and k == 0)
            if rest is not None and rest.verdict == "holds":
                one = rest  # a份变更未审批，变更合规率p%: of the rest
        if one is not None and one.verdict == "broken" and left and not kind.rest and _several(near, p):
            continue  # 提交T份，认可a份，补正后又认可b份，最终有c份未被采纳，采纳率p%
        if one is None or (one.verdict == "broken" and (_of_another(ledger, p, rate) or _with_another(ledger, one))):
            continue
        if one.verdict == "holds" or (k == 0 and (sure or firm or (one.verdict == "rounding" and close(one)))):
            readings.append(one)  # of the many that may be meant only the first can be wrong
        if one.verdict == "holds":
            break
    chosen = choose(readings, int(sure or firm))
    if chosen is not None:
        return chosen
    if firm or rate.figure.value in (0, 100):
        return None
    return _mistyped(ledger, kind, rate, roles) or _recognised(guessed, rate, roles)


def _with_another(ledger: Ledger, broken: Relation) -> bool:
    """留用a，分配b，进度100%: whether another amount of the rate's item and the part together make the rate."""
    rate, part, whole = (t.fact for t in broken.terms[:3])
    own = ledger.facts_of(ledger.sentences[rate.sentence])
    others = [
        f for f in own if f.item == rate.item and f.figure.unit == part.figure.unit and f.id not in (part.id, whole.id)
    ]
    if not whole.figure.value or part.figure.unit.dimension != whole.figure.unit.dimension:
        return False
    half = rate.figure.half
    made = [(f.figure.amount + part.figure.amount) / whole.figure.amount * 100 for f in others if f.figure.value]
    total = whole.figure.amount + part.figure.amount
    if total and LESS.search(rate.label):
        made.append(part.figure.amount / total * 100)  # 成交A，节约D，节约率p%: of A and D
    return any(abs(value - rate.figure.value) <= half for value in made)


def _mistyped(ledger: Ledger, kind: Kind, rate: Fact, roles: Roles) -> Relation | None:
    """建成a平方米，出租b平方米，出租率p%, where b is more than a and p below 100: told where a slip explains it."""
    if rate.id < _PAIR or kind.planned or kind.rest:
        return None
    whole, part = ledger.facts[rate.id - _PAIR : rate.id]
    beside = (whole.sentence, whole.item, whole.depth) == (part.sentence, part.item, part.depth)
    beside = beside and (part.sentence, part.item, part.depth) == (rate.sentence, rate.item, rate.depth)
    if not (beside and _counts(part) and _counts(whole) and alike(part, whole)):
        return None
    pair = as_said(ledger, part, whole, kind)
    more = part.figure.amount > whole.figure.amount and rate.figure.value < HUNDRED
    of_all = kind.stems[0] not in around(ledger, whole) and _PLANNED.search(around(ledger, whole)) is None
    if not (more and of_all and pair.said >= _REPEATED and _subject_fits(ledger, pair, kind)):
        return None  # 计划a户，验收合格b户，合格率p%: of what was inspected
    made = relate("share", Share(), ((roles[0], rate), (roles[1], part), (roles[2], whole)), firm=True)
    return made if made is not None and corroborated(made) else None


_PAIR = 2
_REPEATED = 3  # how clearly words say what a part is that repeat the name of a rate


def _of_what_is_named(pair: Pair, rate: Fact) -> bool:
    """县级配套a，…县级配套到位b，到位率p%: whether a rate stands right behind what was reached of a name before."""
    return pair.named and pair.part.id == rate.id - 1 and pair.part.item == rate.item


def _of_an_item(ledger: Ledger, near: Sequence[Fact], rate: Fact) -> bool:
    """其中某项目执行率p%，节约率q%: whether a rate is of an item of a list that tells no amount of it."""
    for listing in ledger.lists_with(rate.id):
        own = next(part for part in listing.parts if rate.id in part)
        if listing.opener == "其中" and not any(f.id in own for f in near):
            return True
    return False


_PLANNED = compiled(r"计划|目标|任务|拟")


def _of_the_plan(ledger: Ledger, pair: Pair, kind: Kind) -> bool:
    """计划培训a人，培训b人，培训合格率p%: whether a pair says how far a plan was met, and a rate something else."""
    met = kind.planned or kind.rest or kind.stems[0] in around(ledger, pair.part)
    return not met and _PLANNED.search(around(ledger, pair.whole)) is not None


def _left(ledger: Ledger, pair: Pair, kind: Kind) -> bool:
    """b个未按要求归档，归档率p%: whether a part is what the rate's name was not done to."""
    _, said, undone = around(ledger, pair.part).rpartition("未")
    return bool(said) and kind.stems[0] in undone[:_NOT]


_NEGATED = compiled(r"未|没有|不[合符达及足]|缺|违规|逾期|超期|超时|滞后")


def _several(near: Sequence[Fact], pair: Pair) -> bool:
    """Whether figures of one unit stand beside the pair, which may be the whole as well."""
    return sum(f.figure.unit == pair.part.figure.unit for f in near) > _OF_THE_PAIR


_OF_THE_PAIR = 2
_NOT = 8  # characters behind 未 in which what was not done is named


def _saved(ledger: Ledger, pair: Pair, kind: Kind) -> bool:
    """支出A万元，节约b万元，使用率p%: whether a part is what was saved, and a rate of what was not."""
    said = _SAVED.search(around(ledger, pair.part) + pair.part.label) is not None
    return said and not kind.rest and not any(_SAVED.search(stem) for stem in (*kind.stems, kind.subject))


_DUE = compiled(r"应|须|需|计划|总|共|全|目标|拟|受理|收到")


def _both_reached(ledger: Ledger, pair: Pair, kind: Kind, rate: Fact) -> bool:
    """甲类合格a人，合格率p%，乙类合格b人，合格率q%: whether both of a pair are what was reached.

    Of money, where the whole stands right before the rate: 支出A万元，支出率p%，其中甲支出b万元，支出率q%.
    """
    of_money = pair.part.figure.unit.dimension != "count"
    if of_money and pair.whole.id != rate.id - 1:
        return False
    if _DUE.search(around(ledger, pair.whole) + pair.whole.label):
        return False
    said = [kind.stems[0] in around(ledger, f) or kind.stems[0] in f.label for f in (pair.part, pair.whole)]
    other = kind.rest or (not of_money and (kind.planned or kind.money))
    return bool(kind.stems) and not other and all(said)


def _of_all_levels(pair: Pair, rate: Fact) -> bool:
    """拨付T万元，县级资金拨付a万元，县级拨付率p%: whether a whole is of more than the level that is named."""
    named = levels(rate.label) & levels(pair.part.label)
    return bool(named) and named.isdisjoint(levels(pair.whole.label))


def _both_subjects(pair: Pair, kind: Kind) -> bool:
    """结婚登记a对、离婚登记b对，登记合格率p%: whether both of a pair are what a rate is of, neither passed."""
    names = (pair.part.label, pair.whole.label)
    ends = bool(kind.subject) and all(name.endswith(kind.subject) and name != kind.subject for name in names)
    return ends and not any(kind.stems[0] in name for name in names)


_AMID = compiled(r"[^,;。:]{0,8}中(?:的|有|仅)?")


def _only_said_of(sentence: Sentence, pair: Pair, rate: Fact) -> bool:
    """8个小班中有1个成活率仅p%: whether a rate is said of a part right before it, and not of how many it is."""
    beside = pair.part.id == rate.id - 1 and pair.whole.id == pair.part.id - 1
    if not beside or not pair.whole.sentence == pair.part.sentence == rate.sentence == sentence.id:
        return False
    amid = _AMID.fullmatch(sentence.between(pair.whole, pair.part)) is not None
    return amid and not any(mark in sentence.between(pair.part, rate) for mark in ",;、")


_SAVED, _PRICE = compiled(r"节约|节支|节省"), compiled(r"成交|中标|合同|采购金额|实际")


def _of_the_price(ledger: Ledger, pair: Pair, kind: Kind) -> bool:
    """成交B万元，节约a万元，节约率p%: whether a whole is what was paid, and no budget that something was saved of."""
    saved = any(_SAVED.search(stem) for stem in kind.stems)
    return saved and _PRICE.search(around(ledger, pair.whole)) is not None


_MOVED = compiled(r"追加|追减|调[增减]|[核压]减|增拨")


def _moved_a_budget(ledger: Ledger, pair: Pair, kind: Kind) -> bool:
    """年初预算A，追加b，全年预算B，到位率p%: whether a part is only what a budget was moved by, and no rate of that."""
    words = normalize(ledger.before(pair.part, 8))
    return _MOVED.search(words) is not None and not any(_MOVED.search(stem) for stem in kind.stems)


_IN_HAND = compiled(r"正在?[^,;。0-9]{0,6}$")
_HAS_BEEN = compiled(r"已[^,;。0-9]{0,8}$")


def _not_yet(ledger: Ledger, pair: Pair, kind: Kind) -> bool:
    """已整改a个，正在整改b个，整改完成率p%: whether a part is still in hand, or the whole what has been done."""
    before = normalize(ledger.before(pair.whole, 12))
    done = _HAS_BEEN.search(before) is not None and any(stem in before for stem in kind.stems)
    return done or _IN_HAND.search(normalize(ledger.before(pair.part, 12))) is not None


_OF_A_PLAN = compiled(r"(?:计划|预算|目标|任务)[^,;。]*$")


_NEW = compiled(r"新[一-鿿]")


def _of_another(ledger: Ledger, pair: Pair, rate: Fact) -> bool:
    """Whether a rate may be of another whole: a plan, or 新开工a个，竣工b个 with those begun before."""
    more = pair.part.figure.amount > pair.whole.figure.amount and rate.figure.value < HUNDRED
    return _against_a_plan(ledger, pair.whole, rate) or (more and _NEW.search(around(ledger, pair.whole)) is not None)


def _against_a_plan(ledger: Ledger, whole: Fact, rate: Fact) -> bool:
    """Whether a whole is itself told as so much of a plan: then the plan may be what the rate is of."""
    behind = ledger.facts[whole.id + 1] if whole.id + 1 < len(ledger.facts) else rate
    own = behind.id != rate.id and behind.sentence == whole.sentence and behind.figure.unit.dimension == "percent"
    return own and _OF_A_PLAN.search(ledger.before(behind, 12)) is not None


def _recognised(pairs: Sequence[Pair], rate: Fact, roles: Roles) -> Relation | None:
    """A quotient that its value alone gives away, never told."""
    for p in pairs:
        for left in (False, True):
            terms = ((roles[0], rate), (roles[1], p.part), (roles[2], p.whole))
            one = relate("share", Share(rest=left), terms, firm=False)
            if one is None or significant(rate.figure) < 3:
                continue
            if one.verdict == "holds" or (one.verdict == "rounding" and close(one)):
                return one
    return None


def aimed(ledger: Ledger, rate: Fact) -> bool:
    """Whether a rate is one that was to be reached: 达到95%以上, 95%的目标."""
    return _AIMED.match(normalize(ledger.after(rate, 6))) is not None


def _kind(ledger: Ledger, rate: Fact) -> Kind | None:
    before = normalize(ledger.before(rate, 30))
    m = _NAME.search(before) if _BEHIND_THAN.search(before) is None else None
    name_of_another = m is not None and any(p.search(m["name"]) for p in (_AIM, _IN_USE, A_YEAR, _THAN))
    if m is None or name_of_another or aimed(ledger, rate):
        return None
    words = words_of(ledger.rulebook.lexicon)
    name = m["name"].strip("“”")
    stems = tuple(name[k : k + 2] for k in (len(name) - 2, len(name) - 4) if k >= 0)
    subject = words.adverb.sub("", name[:-2].replace("“", "").replace("”", ""))
    return Kind(
        stems,
        subject,
        words.planned.search(name) is not None,
        words.rest.search(name) is not None,
        words.money.search(name) is not None,
    )


def _figures(ledger: Ledger, sentence: Sentence, rate: Fact) -> Iterator[Fact]:
    """The amounts and counts before a rate under its heading, in order."""
    for other in ledger.sentences[max(sentence.id - _BEFORE, 0) : sentence.id + 1]:
        if other.document != sentence.document or ledger.section(other) != ledger.section(sentence):
            continue
        for f in ledger.pick(other.facts):
            if f.id < rate.id and _counts(f):
                yield f
    if normalize(ledger.after(rate, 1)) == "(":  # 支出进度p%（全年预算b万元）
        inside = (f for f in ledger.pick(sentence.facts) if f.id > rate.id)
        yield from (f for f in takewhile(lambda f: f.depth > rate.depth, inside) if _counts(f))


def _behind(ledger: Ledger, sentence: Sentence, rate: Fact) -> Iterator[Fact]:
    """X率：p%。实际a万元，预算b万元: what follows a rate at the head of its paragraph."""
    first = next((s for s in reversed(ledger.sentences[: sentence.id]) if s.facts), None)
    if sentence.facts[0] != rate.id or (first is not None and first.beside(sentence)):
        return
    for other in ledger.paragraph(sentence, before=0, behind=1):
        yield from (f for f in ledger.pick(other.facts) if f.id > rate.id and _counts(f))


def _counts(fact: Fact) -> bool:
    return fact.measure in LEVELS and fact.figure.unit.dimension in ("money", "count")


def _behind_its_first(ledger: Ledger, fact: Fact, rate: Fact) -> int:
    """How many amounts stand before one in a sentence before: the first is its subject, those behind it are parts."""
    if fact.sentence == rate.sentence:
        return 0
    return sum(f.measure in LEVELS for f in ledger.facts_of(ledger.sentences[fact.sentence]) if f.id < fact.id)


def _rank(pair: Pair, rate: Fact, behind: Mapping[int, int]) -> tuple[int, ...]:
    part, whole = pair.part, pair.whole
    own = pair.said > 1 and (part.sentence, part.item) == (rate.sentence, rate.item) and whole.id == part.id - 1
    away = abs(rate.sentence - part.sentence) + abs(rate.sentence - whole.sentence)
    apart = (part.item != rate.item) + (whole.item != rate.item)
    return (
        not pair.named,
        not (pair.said and (pair.based or own)),
        away,
        apart,
        behind[part.id] + behind[whole.id],
        -pair.said,
        -pair.based,
        abs(rate.id - part.id) + abs(rate.id - whole.id),
    )


def _plain(ledger: Ledger, told: Sequence[Pair], near: Sequence[Fact], kind: Kind, rate: Fact) -> bool:
    """Whether the first pair is the only one its sentence offers."""
    first = told[0]
    sentence = first.part.sentence
    if sentence != first.whole.sentence or not _subject_fits(ledger, first, kind):
        return False
    if sentence == rate.sentence:
        inside = [
            f
            for f in near
            if f.sentence == sentence and f.item == rate.item and (f.depth == rate.depth or f.id > rate.id)
        ]
    elif _next(ledger, sentence, rate) and first.based > 1 and not any(f.sentence == rate.sentence for f in near):
        inside = [f for f in near if f.sentence == sentence and not f.depth]
    else:
        return False
    inside = [f for f in inside if alike(f, first.part)]
    if first.part not in inside or first.whole not in inside:
        return False
    gap = first.whole.figure.amount - first.part.figure.amount
    if first.said > 1 and any(f.figure.amount == gap for f in inside):
        return True  # 预算A，采购B，节约A−B，节约率
    if not _beside(ledger, first, rate) or not _only(ledger, first, kind, rate):
        return False
    parts = _parts(ledger, first)
    inside = [f for f in inside if f.id not in parts]
    if len(inside) == 2:
        repeated = first.said > 1 and kind.stems[0] not in around(ledger, first.whole)
        return first.based > 0 or (repeated and first.whole.id < first.part.id)
    rivals = [
        p
        for p in told
        if p.said >= first.said
        and (p.based >= first.based or first.whole.id < p.whole.id < first.part.id)
        and p.part in inside
        and p.whole in inside
        and (p.part.figure.amount, p.whole.figure.amount) != (first.part.figure.amount, first.whole.figure.amount)
    ]
    return first.based > 0 and not rivals


def _beside(ledger: Ledger, pair: Pair, rate: Fact) -> bool:
    """Whether no third amount, which may belong to the whole (追加, 调减), stands between a pair or before the rate."""
    first, last = sorted((pair.part, pair.whole), key=lambda f: f.id)
    between = ledger.facts[first.id + 1 : last.id]
    behind = ledger.facts[last.id + 1 : rate.id] if last.id < rate.id else ()
    moved = [f for f in behind if f.measure == "change"]
    parts = _parts(ledger, pair)
    return not any(alike(f, pair.part) and f.id not in parts for f in (*between, *moved))


def _parts(ledger: Ledger, pair: Pair) -> frozenset[int]:
    """The figures listed as the parts of a pair: 编制40名，其中行政编制12名、事业编制28名，实有38人."""
    whole = _listed(ledger)
    return frozenset(i for f in (pair.part, pair.whole) for i in whole.get(f.id, ())) - {pair.part.id, pair.whole.id}


def _one_of_its_parts(ledger: Ledger, pair: Pair, rate: Fact) -> bool:
    """预算A万元，其中县级B万元、上级C万元，到位率p%: whether the part is one of several, and the rate of the whole."""
    listed = _listed(ledger).get(pair.whole.id, ())
    others = (ledger.facts[i] for i in listed if i < rate.id and i != pair.part.id)
    return pair.part.id in listed and any(alike(f, pair.part) for f in others)


@lru_cache(maxsize=1)
def _listed(ledger: Ledger) -> Mapping[int, Sequence[int]]:
    """The figures of a list's items by the total nearest before it."""
    found: dict[int, list[int]] = {}
    for listing in ledger.lists:
        for total in listing.parent[:1]:
            found.setdefault(total, []).extend(i for item in listing.parts for i in item)
    return found


_EXCUSED = compiled(r"放弃|取消|核减|注销|不再|不符合|不具备")
_REACH = 40  # characters before a rate that may say so


_MONTHS = compiled(r"(?:[一二三四]|前[两二三]个?)季度|[上下]半年|[0-9]{1,2}月(?:底|末|份)")
_CLAUSE = compiled(r"[^,;。:]*$")


def of_other_months(ledger: Ledger, sentence: Sentence, rate: Fact) -> bool:
    """执行b万元，执行率p%，其中一季度执行率q%: whether a rate is of a part of the year that no amount is told of."""
    before = sentence.before(rate)
    clause = _CLAUSE.search(before)
    months = _MONTHS.search(clause.group()) if clause is not None else None
    return clause is not None and months is not None and months.group() not in before[: clause.start()]


THIS_YEAR = compiled(r"当年|本年")


def _of_this_year(ledger: Ledger, pair: Pair, rate: Fact) -> bool:
    """支付b万元，其中本年支付c万元，当年支付率p%: whether a rate is of what stands behind a pair."""
    last = max(pair.part.id, pair.whole.id)
    behind = (f for f in ledger.facts[last + 1 : rate.id] if alike(f, pair.part))
    said = THIS_YEAR.search(ledger.before(rate, 10)) is not None
    return said and any(THIS_YEAR.search(around(ledger, f)) for f in behind)


def _excused(ledger: Ledger, kind: Kind, rate: Fact) -> bool:
    """计划a户，完成b户，另有c户自愿放弃，完成率100%: whether some of a plan need not be done any more."""
    return kind.planned and _EXCUSED.search(ledger.before(rate, _REACH).rpartition("。")[2]) is not None


def _only(ledger: Ledger, pair: Pair, kind: Kind, rate: Fact) -> bool:
    """Whether a planned count and what was reached of it are the only counts of their unit in the item of a rate.

    A third one may be a plan that was changed since, or what was reached in time or is left out of account.
    """
    last = max(pair.part.id, pair.whole.id)
    if kind.planned and any(f.figure.unit.dimension == "percent" for f in ledger.facts[last + 1 : rate.id]):
        return False  # 完成率p%，其余c座次年完成，完成率100%: the first rate was theirs
    if not kind.planned or pair.part.figure.unit.dimension == "money":
        return True
    known = (pair.part.id, pair.whole.id)
    missed = abs(pair.whole.figure.amount - pair.part.figure.amount)
    own = (f for f in ledger.pick(ledger.sentences[rate.sentence].facts) if f.item == rate.item)
    parts = _parts(ledger, pair)
    others = (f for f in own if f.id not in (*known, *parts) and f.depth <= rate.depth and alike(f, pair.part))
    others = (f for f in others if f.measure != "change")  # 较目标少c人次
    return all(f.figure.amount == missed for f in others)


def _next(ledger: Ledger, sentence: int, rate: Fact) -> bool:
    """Whether a rate stands in the sentence behind or before another one of its paragraph."""
    one, other = ledger.sentences[sentence], ledger.sentences[rate.sentence]
    return abs(one.id - other.id) == 1 and one.beside(other)


def _subject_fits(ledger: Ledger, pair: Pair, kind: Kind) -> bool:
    """Whether what a rate's name says of its subject is said of one of its figures too."""
    if len(kind.subject) < 2:
        return True
    texts = around(ledger, pair.part) + around(ledger, pair.whole) + pair.part.label + pair.whole.label
    texts += "人员" if pair.part.figure.unit.name in PEOPLE else ""
    pieces = {kind.subject[k : k + 2] for k in range(len(kind.subject) - 1)}
    return any(piece in texts for piece in pieces)
