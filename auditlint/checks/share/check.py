"""Check `share`: 占x% against part and whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import chain, pairwise

from auditlint.checks import Check
from auditlint.checks.parts import AVERAGE, compatible, heads_a_row, in_a_row
from auditlint.checks.quotients import quotient
from auditlint.checks.ratio import ratio
from auditlint.checks.relate import choose, close, corroborated, maybe, relate, significant
from auditlint.checks.share.adjusted import adjusted, adjusts
from auditlint.checks.share.deviations import deviates, deviation
from auditlint.checks.share.hundred import wholes
from auditlint.checks.share.named import of_names
from auditlint.checks.share.of_plan import of_plans
from auditlint.checks.share.parts import above_its_whole, held_to, parts_of, stranger
from auditlint.checks.share.portions import of_named, portions
from auditlint.checks.share.satisfied import satisfied
from auditlint.checks.share.saved import saved
from auditlint.checks.share.spelt_quotients import bracketed, spelt
from auditlint.checks.share.together import together
from auditlint.checks.share.told_elsewhere import told_elsewhere
from auditlint.checks.subjects import LEVELS, row_of, row_of_equals
from auditlint.checks.wholes import candidates, earlier, parents
from auditlint.equations import HUNDRED, Share, judge
from auditlint.expressions import compiled
from auditlint.facts.concepts import concept_of
from auditlint.facts.ledger import SUMMED, Ledger, Sentence
from auditlint.facts.match import generic, likeness, of_other_funds, opposed, side, unlike
from auditlint.facts.unprinted import RATIO
from auditlint.model import Fact, Relation, Term
from auditlint.numerals import normalize
from auditlint.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """What is checked of shares."""

    of: str = field(
        default="share",
        metadata={
            "help": "share: 占x%; ratio: a rate with a name of its own (节约率, 支付率); "
            "hundred: shares of one whole, and completion with what is left; "
            "portion: shares of a whole that is not printed; "
            "together: what several amounts make up of one whole"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every share whose part and whole are found."""
    if options.of == "hundred":
        yield from wholes(ledger, list(shares(ledger)))
    elif options.of == "portion":
        yield from portions(ledger, list(_unproven(ledger)))
        yield from of_named(ledger, list(_unproven(ledger, guessed=True)))
    elif options.of == "together":
        yield from together(ledger)
        yield from satisfied(ledger)
    elif options.of == "share":
        yield from shares(ledger)
        yield from told_elsewhere(ledger, {r.terms[0].fact.id for r in shares(ledger) if r.firm})
    else:
        yield from _ratios(ledger)
        yield from spelt(ledger)
        yield from bracketed(ledger)
        yield from of_plans(ledger)


@lru_cache(maxsize=1)
def shares(ledger: Ledger) -> tuple[Relation, ...]:
    """The relation of every 占x%, which several rules start from."""
    return tuple(_shares(ledger))


def _shares(ledger: Ledger) -> Iterator[Relation]:
    """What the words of a whole mean elsewhere, they mean here."""
    found = _read(ledger)
    relations = [one for _, _, one in found if one is not None]
    known = _known_wholes(relations)
    for sentence, share, one in found:
        whole = known.get((share.document, share.section, share.base))
        if whole is not None and (one is None or not one.firm):
            one = _again(ledger, sentence, share, whole) or one
        if not share.base and (one is None or one.verdict != "holds") and not _as_its_siblings(ledger, sentence, one):
            one = _as_above(ledger, sentence, share, relations) or one
        coarse = one is not None and one.verdict == "rounding" and not one.firm and not close(one)
        if one is not None and not coarse:  # so coarse a figure meets anything
            yield one


@lru_cache(maxsize=1)
def _read(ledger: Ledger) -> tuple[tuple[Sentence, Fact, Relation | None], ...]:
    """Every share with its sentence and its relation, which several rules start from."""
    return tuple(
        (sentence, fact, _share(ledger, sentence, facts, fact))
        for sentence in ledger.sentences
        for facts in (ledger.facts_of(sentence),)
        for fact in facts
        if fact.measure == "share" and not _of_last_year(facts, fact) and not _of_both_last_year(ledger, fact)
        if not _rules_the_division(ledger, fact) and not _OF_BOTH.search(ledger.said_before(fact))
    )


_OF_BOTH = compiled(r"[和与及][^,;。:]{2,24}之和,占[^,;。:]*$")  # 合计T，即甲A与乙B之和，占p%: T is the part, not B


def _of_last_year(facts: Sequence[Fact], share: Fact) -> bool:
    """占比较上年（p%）提高; A万元，占p%（上年B万元，占q%）: whether a share is one of the year before."""
    before = facts[: facts.index(share)][-1:]
    beside = bool(before) and before[0].measure == "prior" and before[0].depth == share.depth and not before[0].grouped
    return bool(share.depth) and (share.basis == "prior" or beside)


_WEIGHED = compiled(r"的?(?:比例|权重|因素)(?:进行|予以|来)?(?:分配|分担|测算|计算|核算|承担|切块|下达|$)")


def _rules_the_division(ledger: Ledger, share: Fact) -> bool:
    """按人数和面积各占p%的比例分配: whether a percentage is of a rule that money is divided by, and of no amount."""
    return _WEIGHED.match(ledger.after(share, 10)) is not None and "按" in ledger.said_before(share)


_BOTH = compiled(
    r"(?:^|[,;。])(?:上年|去年)度?(?:同期)?(?:[两二三]者|各项|[^,;。0-9]{0,8})占比?[^,;。]{0,10}(?:分别|依次)[^;。]*$"
)


def _of_both_last_year(ledger: Ledger, share: Fact) -> bool:
    """上年两者占比分别为p%、q%: whether a share is one of several of the year before."""
    return _BOTH.search(normalize(ledger.said_before(share))) is not None


_PROVEN = 2  # shares that hold against a whole before its words are known to mean it


def _known_wholes(relations: Sequence[Relation]) -> dict[tuple[int, str, str], Fact]:
    """What the words of a base mean in a section: the one whole that several of its shares prove."""
    wholes: dict[tuple[int, str, str], dict[int, list[Relation]]] = {}
    for r in relations:
        share, whole = r.terms[0].fact, r.terms[2].fact
        if r.verdict == "holds" and share.base and significant(share.figure) >= 3:
            wholes.setdefault((share.document, share.section, share.base), {}).setdefault(whole.id, []).append(r)
    return {
        key: proofs[0].terms[2].fact
        for key, found in wholes.items()
        for proofs in found.values()
        if len(found) == 1 and len(proofs) >= _PROVEN
    }


_AND = ("和", "及", "与", "、")


def _with_another(share: Fact, whole: Fact) -> bool:
    """税收返还和转移支付T万元（…a万元，占转移支付的p%）: whether an amount is of what a share names and of more."""
    return bool(share.base) and whole.label.endswith(tuple(word + share.base for word in _AND))


def _of_other_years(ledger: Ledger, facts: Sequence[Fact], share: Fact, part: Fact) -> bool:
    """各年分别为a、b、c。甲占T的比重分别为p%、q%、r%: whether a row of shares names what no row of amounts does."""
    if not share.grouped or part.sentence == share.sentence or not in_a_row(ledger, part):
        return False
    amounts = ledger.facts_of(ledger.sentences[part.sentence])
    return unlike(facts[row_of(facts, share)[0]].label, amounts[row_of(amounts, part)[0]].label)


def _itself_a_part(ledger: Ledger, share: Fact, whole: Fact) -> bool:
    """本年收入A万元，占总收入p%，其中B万元，占总收入q%: A, which is said to be part of 总收入, is not what q is of."""
    behind = ledger.facts[whole.id + 1] if whole.id + 1 < len(ledger.facts) else share
    told = behind.id < share.id and behind.measure == "share" and behind.base == share.base != ""
    return told and behind.sentence == whole.sentence and behind.clause - whole.clause <= 1


def _again(ledger: Ledger, sentence: Sentence, share: Fact, whole: Fact) -> Relation | None:
    """The share of a whole that is known, where its part is beyond doubt."""
    parts = parts_of(ledger, sentence, ledger.facts_of(sentence), share)
    if not parts or not compatible(parts[0], whole) or stranger(parts[0], share) or not parts[0].figure.value:
        return None
    return relate("share", Share(), (("share", share), ("part", parts[0]), ("whole", whole)), firm=True)


def _as_above(ledger: Ledger, sentence: Sentence, share: Fact, known: Sequence[Relation]) -> Relation | None:
    """A万元，占W的p%。其中：B万元，占q%: the bare share of an item may be one of what its total is a share of."""
    parts = parts_of(ledger, sentence, ledger.facts_of(sentence), share)
    totals = {t.id for t, _ in parents(ledger, parts[0])} if parts else set()
    wholes = (r.terms[2].fact for r in known if r.terms[1].fact.id in totals)
    made = (_of(share, parts[0], whole, False) for whole in wholes)
    return next((r for r in made if r is not None and r.verdict == "holds"), None)


def _as_its_siblings(ledger: Ledger, sentence: Sentence, one: Relation | None) -> bool:
    """Whether a whole that a share misses is the one that the other shares of its list are of."""
    if one is None or not one.firm:
        return False
    share, part, whole = (t.fact for t in one.terms)
    return whole.id in _siblings_that_hold(ledger, ledger.facts_of(sentence), share, (part,))


def _unproven(ledger: Ledger, *, guessed: bool = False) -> Iterator[tuple[Fact, Fact]]:
    """The shares that no printed whole explains, or only one `guessed`, each with its part."""
    for sentence, fact, one in _read(ledger):
        if one is None or one.verdict != "holds" or (guessed and not one.firm):
            parts = parts_of(ledger, sentence, ledger.facts_of(sentence), fact)
            if parts:
                yield fact, parts[0]


def _ratios(ledger: Ledger) -> Iterator[Relation]:
    for sentence in ledger.sentences:
        for i in sentence.facts:
            fact = ledger.facts[i]
            named = fact.measure == "ratio" or (fact.measure == "completion" and fact.label.endswith("率"))
            if fact.measure == "ratio" and deviates(fact):
                yield from maybe(deviation(ledger, sentence, fact))
                continue
            if adjusts(fact):
                yield from maybe(adjusted(ledger, sentence, fact))
                continue
            kind = saved(ledger, sentence, fact) if named else None
            if kind is not None:
                yield kind
                continue
            defined, one = (False, None) if fact.measure == "completion" else quotient(ledger, sentence, fact)
            if named and not defined:
                one = ratio(ledger, sentence, fact)
            elif named and one is None:
                one = _of_its_sentence(ledger, sentence, fact)
            if one is not None:
                yield one


def _of_its_sentence(ledger: Ledger, sentence: Sentence, rate: Fact) -> Relation | None:
    """合计控制价A，中标价B，综合节约率p%: of the only two amounts of its sentence, whatever sentences before tell."""
    amounts = [f for f in ledger.facts_of(sentence) if f.id < rate.id]
    plain = len(amounts) == _PROVEN and all(f.measure in LEVELS and f.item == rate.item for f in amounts)
    one = ratio(ledger, sentence, rate) if plain else None
    return one if one is not None and one.firm and {t.fact.sentence for t in one.terms} == {rate.sentence} else None


def _share(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact) -> Relation | None:
    lead = normalize(ledger.before(share, 40))
    # 甲a万元，乙b万元，二者占B万元的x%; 甲、乙执行数之比为x:y: of what they came to, not the last amounts
    if _TOGETHER.search(lead) or (share.figure.unit is RATIO and _OF_SIDES.search(lead)):
        return None
    printed = _printed_whole(ledger, facts, share) or of_names(facts, share) or _of_two(ledger, share)
    printed = printed or _of_all_bought(ledger, facts, share)
    if printed is not None:
        return None if printed.verdict == "broken" and _IN_ALL_OF.search(lead) else printed
    if _SEVERAL.fullmatch(share.label):
        return None  # 甲a；乙b；丙c，三项占W的p%: of what they are together
    parts = [p for p in parts_of(ledger, sentence, facts, share) if not _embedded(ledger, facts, share, p)]
    if parts and _of_other_years(ledger, facts, share, parts[0]):
        return None
    if parts and not parts[0].figure.value and share.figure.value and not stranger(parts[0], share):
        return _of_nothing(ledger, sentence, facts, share, parts[0])
    holding = cache(partial(_siblings_that_hold, ledger, facts, share, parts[:1]))  # only a choice in doubt asks for it
    bases = list(candidates(ledger, sentence, facts, share, parts[0])) if parts else []
    bases = [
        b
        for b in bases
        if not (_itself_a_part(ledger, share, b[0]) or heads_a_row(ledger, b[0]) or _with_another(share, b[0]))
        and not of_other_funds(parts[0].label, b[0].label)
    ]
    known = bool(parts) and (not stranger(parts[0], share) or _said_of(sentence, parts[0], share))
    known = known and not _narrower(share.label, parts[0].label)
    known = known and not _of_the_list(ledger, share, parts[0])
    if known and (all_of_it := _all_of_the_year(ledger, share, parts[0])) is not None:
        bases = [(all_of_it, True)]
    called = {b.id: (b, True) for b, _ in bases if _said_outright(share, b)}
    bases = [*called.values()] if known and len(called) == 1 else bases
    sure = 0
    if bases and known:
        nearest, firm = bases[0]
        if not firm and (
            _just_before(ledger, facts, share, parts[0], nearest) or _too_large(ledger, share, parts[0], nearest)
        ):
            firm, bases[0] = True, (nearest, True)
        sure = int(firm or nearest.id in holding() or not _guessed(ledger, sentence, share, parts[0], nearest))
        told = bool(share.base) or any(f.id == nearest.id for f, _ in parents(ledger, parts[0]))
        if firm and told and (_said_outright(share, nearest) or nearest.id in holding()):
            bases = bases[:1]  # what the words or the list say and other shares prove: no other whole may be meant
            parts = parts[:1]
        elif _of_this_year_alone(share, nearest):
            firm, sure = False, 0
        elif firm and _planned(ledger, nearest, parts[0], share):
            bases[0], sure = (nearest, False), 0  # 项目支出A万元，占部门整体支出的p%: of what was spent elsewhere
        elif firm:
            bases = [b for b in bases if b[0].measure == nearest.measure and not opposed(b[0].label, nearest.label)]
    first = (_of(share, parts[0], base, known and (firm or base.id in holding())) for base, firm in bases)
    others = (
        _of(share, part, base, False)
        for part in (p for p in parts[1:] if not _has_its_own(ledger, p, share))
        for base, _ in candidates(ledger, sentence, facts, share, part)
    )
    one = choose(chain(first, others), sure)
    if one is None and known and len(bases) > 1:  # no whole is near enough; what others of its list are of may be
        listed = (_of(share, parts[0], base, True) for base, _ in bases[1:] if base.id in holding())
        one = next((r for r in listed if r is not None and r.verdict == "broken" and corroborated(r)), None)
    if one is not None and one.verdict == "broken":
        worth = parts[0].figure.unit.dimension == "count" and _WORTH.search(share.base)  # 出租1处，占房屋原值的p%
        if above_its_whole(one) or _of_a_row(ledger, share, one) or worth or _IN_ALL_OF.search(lead):
            return None
        if _of_another_base(facts, share, one) or _BEHIND_A_SHARE.search(normalize(ledger.before(parts[0], 12))):
            return None
    return (_of_bracket(facts, share, one) or one) if one is not None and one.verdict == "broken" else one


def _of_another_base(facts: Sequence[Fact], share: Fact, broken: Relation) -> bool:
    """占财政拨款的p%，占总收入的q%: whether a share of what is called otherwise holds of the same two amounts."""
    part, whole = broken.figures[1:]
    i = facts.index(share)
    beside = [f for f in (*facts[max(i - 1, 0) : i], *facts[i + 1 : i + 2]) if f.measure == "share"]
    made = (judge(Share(), (f.figure, part, whole)) for f in beside if share.base and f.base and f.base != share.base)
    return any(one is not None and one.verdict == "holds" for one in made)


_SOME_LEVEL = compiled(r"(?:中央|[省市县区乡镇州]级?|本级)(?:财政)?$")


def _narrower(share: str, part: str) -> bool:
    """缺口A万元，其中县级缺口占p%: whether a share is by its name of one level's part of the amount before it."""
    level = share.removesuffix(part)
    return bool(part) and level != share and _SOME_LEVEL.fullmatch(level) is not None


_WORTH = compiled(r"原值|净值|价值|金额|资金|面积|租金|支出|收入|预算|经费|拨款")
_BEHIND_A_SHARE = compiled(r"[0-9]%\($")  # 占甲的p%(a万元)，占乙的100%: the amount of the share before
_IN_ALL_OF = compiled(r"(?:合计|共计|总共|一共)占[^,;。:%占]*$")  # 甲a、乙b列前两位，合计占p%: of more than the last


def _of_a_row(ledger: Ledger, share: Fact, broken: Relation) -> bool:
    """三馆分别为a场、b场和c场，甲馆占p%: whether a part is one of a row, whose names the share goes by."""
    return in_a_row(ledger, broken.terms[1].fact) and not in_a_row(ledger, share)


_ONE_OF_TWO = ("前者", "后者")


def _of_two(ledger: Ledger, share: Fact) -> Relation | None:
    """T万元，其中甲a万元、乙b万元，前者占p%: the one of the last two parts that words mean, of their total."""
    if share.label not in _ONE_OF_TWO or share.base:
        return None
    near = (one for one in ledger.lists if one.parts[-1][0] < share.id and one.opener not in SUMMED)
    near = (one for one in near if ledger.facts[one.parts[-1][0]].sentence == share.sentence)
    last = max(near, key=lambda one: one.parts[-1][0], default=None)
    if last is None or len(last.parts) != len(_ONE_OF_TWO) or share.id - last.parts[-1][0] > _PROVEN:
        return None
    part = ledger.facts[last.parts[_ONE_OF_TWO.index(share.label)][0]]
    whole = next((f for f in ledger.pick(last.parent) if compatible(f, part)), None)
    terms = (("share", share), ("part", part), ("whole", whole)) if whole is not None else ()
    return relate("share", Share(), terms, firm=True) if terms else None


_BOUGHT = compiled(
    r"^(?:授予|(?:专门)?(?:预留|面向)(?:面向|给)?)中小(?:微型?)?企业(?:的)?(?:预留)?(?:份额|采购)?(?:合同|项目)?(?:预算|总?金额)?$"
)


def _of_all_bought(ledger: Ledger, facts: Sequence[Fact], share: Fact) -> Relation | None:
    """政府采购支出总额T；授予中小企业合同金额A，占p%: of T, which the phrase leaves out."""
    part = facts[facts.index(share) - 1]
    if share.base or share.label or part.id != share.id - 1 or _BOUGHT.search(part.label) is None:
        return None
    whole = ledger.stated_once("政府采购支出总额") or ledger.stated_once("政府采购支出总额", "budget")
    known = whole is not None and whole.section == part.section and compatible(whole, part)
    if whole is None or not known or part.figure.amount > whole.figure.amount:
        return None
    made = relate("share", Share(), (("share", share), ("part", part), ("whole", whole)), firm=True)
    if made is not None and made.verdict == "broken":  # 货物采购A，其中授予中小企业合同金额a，占p%: of A
        near = (f for f in ledger.facts[whole.id + 1 : part.id] if compatible(f, part))
        nearer = (judge(Share(), (share.figure, part.figure, f.figure)) for f in near)
        return None if any(one is not None and one.verdict == "holds" for one in nearer) else made
    return made


_OF_SIDES = compiled(r"(?:执行|预算|决算|完成)[数额]之比[^,;。]*$")
_SEVERAL = compiled(
    r"(?:以上|上述|前述|这|其?前|合计)?[两二三四五六七八九十0-9]{1,2}(?:项|类|者|家|部分|个部门|个单位)(?:支出|收入|资金|费用)?(?:合计|共计?|之和)?"
)
_THIS_YEAR = compiled(r"^(?:本|当)年(?:度)?(?:总?收入|总?支出)(?:合计|总额)?$")
_IN_ALL = ("收入总计", "支出总计")


def _of_this_year_alone(share: Fact, whole: Fact) -> bool:
    """收入总计T，包括：A a万元，占本年收入的p%: whether the base is without what was brought forward, as T is not."""
    return whole.concept in _IN_ALL and _THIS_YEAR.match(share.base) is not None


def _too_large(ledger: Ledger, share: Fact, part: Fact, whole: Fact) -> bool:
    """T，包括：A a万元，占120%: whether a share is above all of what lists its part, which is no more than that."""
    listed = any(f.id == whole.id for f, _ in parents(ledger, part))
    return (
        listed
        and not share.base
        and share.figure.value > HUNDRED + share.figure.half
        and part.figure.amount <= whole.figure.amount
    )


def _has_its_own(ledger: Ledger, part: Fact, share: Fact) -> bool:
    """甲a万元，占p%，其中乙b万元，占q%: whether a share right behind an amount is the one that is told of it."""
    behind = ledger.facts[part.id + 1] if part.id + 1 < len(ledger.facts) else share
    own = behind.measure == "share" and behind.sentence == part.sentence and behind.clause - part.clause == 1
    return own and behind.id != share.id


_ATTACHED = compiled(r"[一-鿿][^,;。:()%]{1,15},占[^,;。:]*")


def _said_of(sentence: Sentence, part: Fact, share: Fact) -> bool:
    """A万元资金闲置超过1年，占W的p%: whether what a share's clause names is only what the words say of its part."""
    between = sentence.between(part, share).replace(" ", "")
    return part.clause + 1 == share.clause and _ATTACHED.fullmatch(between) is not None


_OUTRIGHT = 5  # characters of a name that no other amount of a sentence has by chance


_OF_THE_YEAR = ("本年收入合计", "本年支出合计")
_A_FUND = compiled(r"^(?:一般公共预算|政府性基金预算|国有资本经营预算)?财政拨款(?:支出|收入)(?:决算)?$")


def _all_of_the_year(ledger: Ledger, share: Fact, part: Fact) -> Fact | None:
    """一般公共预算财政拨款支出A万元，占本年支出合计的p%: the one amount of all spent, in another section."""
    whole = concept_of(share.base, ledger.rulebook.taxonomy) if share.base and _A_FUND.search(part.label) else ""
    one = ledger.stated_once(whole) if whole in _OF_THE_YEAR else None
    if one is None or one.document != part.document or one.section == part.section:
        return None
    return one if part.measure == one.measure else None


_SUM_NAME = compiled(r"(?:合同|总?金额|资金|总?额|数)+$")


def _said_outright(share: Fact, whole: Fact) -> bool:
    """授予中小企业合同金额A万元，其中…B万元，占授予中小企业合同金额的p%: whether a base repeats a name before it."""
    base, name = (_SUM_NAME.sub("", words) for words in (share.base, whole.label))
    named = base == name and len(name) >= _OUTRIGHT and not generic(name)
    return named and whole.sentence == share.sentence and whole.id < share.id


def _of_the_list(ledger: Ledger, share: Fact, part: Fact) -> bool:
    """涉及T万元，其中a万元、b万元，占W的p%: whether a share behind a list may be of its total."""
    for one in ledger.lists_with(part.id):
        others = [i for item in one.parts[:-1] for i in item[:1]]
        last = one.opener == "其中" and others and part.id == one.parts[-1][0] and share.id == part.id + 1
        named = likeness(part.label, share.label) >= 2  # 非税收入b万元，非税占比p%
        if last and not named and not any(ledger.facts[i + 1].measure == "share" for i in others):
            return True
    return False


def _planned(ledger: Ledger, whole: Fact, part: Fact, share: Fact) -> bool:
    """Whether a share names a whole that is planned and stands apart, in another sentence and above no list of it."""
    mixed = whole.measure == "budget" and part.measure == "level" and whole.sentence != share.sentence
    return mixed and bool(share.base) and not any(f.id == whole.id for f, _ in parents(ledger, part))


_OF_WHICH = compiled(r"(?:中[,:]?|[,;]?其中[:,]?)(?:用于|安排)?")
_BARE_SHARE = compiled(r"[,(]?占(?:比|总额|总数|总量)?(?:为|达|的)?")


def _just_before(ledger: Ledger, facts: Sequence[Fact], share: Fact, part: Fact, whole: Fact) -> bool:
    """采购预算A万元中，面向中小企业预留B万元，占比x%: whether the three follow each other, the whole first."""
    i = facts.index(share)
    before = [f for f in facts[: i - 2] if f.measure in LEVELS]
    if share.base or i < 2 or facts[i - 1] != part:
        return False
    if facts[i - 2] != whole or before:
        return _opens_its_item(ledger, facts[: i - 1], share, part, whole)
    if any(ledger.lists_with(whole.id)):  # itself a part: the share may be of the same total
        return False
    sentence = ledger.sentences[share.sentence]
    opening, closing = (sentence.between(*two).replace(" ", "") for two in ((whole, part), (part, share)))
    head = _OF_WHICH.match(opening)
    named = head is not None and not _CUT_SHORT.search(opening, head.end())
    named = named or (_DONE.fullmatch(opening) is not None and _due(whole, part))
    return named and _BARE_SHARE.fullmatch(closing) is not None


def _opens_its_item(ledger: Ledger, before: Sequence[Fact], share: Fact, part: Fact, whole: Fact) -> bool:
    """项目n个，编制目标的n个；其中重点项目m个，占x%: whether one count alone stands before, once or more."""
    alike = [f for f in before if f.measure in LEVELS]
    counted = whole.figure.unit.dimension == "count" and all(compatible(f, part) for f in alike)
    if ledger.after(share, 1) in ("(", "（"):  # 占p%（按资金计）
        return False
    if not counted or whole.sentence != share.sentence or {f.figure.value for f in alike} != {whole.figure.value}:
        return False
    sentence = ledger.sentences[share.sentence]
    words = sentence.before(part).rpartition(";")[2]
    closing = sentence.between(part, share)
    opened = words.startswith("其中") and not _CUT_SHORT.search(words.removeprefix("其中").lstrip(":,"))
    return opened and _BARE_SHARE.fullmatch(closing.replace(" ", "")) is not None


_CUT_SHORT = compiled(r"[,;:()]")
_DONE = compiled(r"[,;、](?:其中[:,]?|目前|截至目前,?)?[^,;:()]{1,12}")
_DUE = compiled(r"应(?P<act>[一-鿿]{1,2})")
_FOUND = compiled(r"(?:查出|发现|反映|指出)的?[^,;。]{0,8}问题")


def _due(whole: Fact, part: Fact) -> bool:
    """应整改A万元，已整改B万元，占x%: whether the part is by its words what was done of what was to be done."""
    if not _REACHED.search(part.label) or _NOT_YET.search(part.label):
        return False
    due = _DUE.search(whole.label)
    return due["act"][0] in part.label if due is not None else bool(_FOUND.search(whole.label)) and "整改" in part.label


_REACHED, _NOT_YET = compiled(r"^(?:目前)?(?:已|实际?)"), compiled(r"[未正待]")


def _of_bracket(facts: Sequence[Fact], share: Fact, one: Relation) -> Relation | None:
    """占B的x%（其中…A万元）: the amount in the bracket right behind a share may be what has that share of the whole."""
    behind = facts[facts.index(share) + 1 :][:1]
    inside = behind[0] if behind and behind[0].depth > share.depth and behind[0].clause == share.clause else None
    more = facts[facts.index(share) + 2 :][:1] if inside is not None else []
    if more and more[0].depth == behind[0].depth and more[0].item == share.item:
        return None  # A万元，占B的x%（甲a万元，乙b万元）: what A consists of
    if inside is None or inside.measure not in LEVELS:
        return None
    made = _of(share, inside, one.terms[2].fact, False)
    return made if made is not None and made.verdict == "holds" else None


def _guessed(ledger: Ledger, sentence: Sentence, share: Fact, part: Fact, whole: Fact) -> bool:
    """Whether a whole was chosen for no better reason than that it stands before the part, or is named alike."""
    listed = any(f.id == whole.id for f, _ in parents(ledger, part))
    if generic(share.base) and generic(whole.label) and listed and side(share.base) == side(whole.label) != "":
        return False  # 总收入 is the income whose part this is
    return bool(share.base) or (any(f.id == whole.id for f in earlier(ledger, sentence, part)) and not listed)


def _of(share: Fact, part: Fact, whole: Fact, firm: bool) -> Relation | None:
    """The reading of a share as one of this part in this whole; None where they cannot be compared."""
    if whole.figure.unit.dimension != part.figure.unit.dimension or whole.id == part.id:
        return None
    made = relate("share", Share(), (("share", share), ("part", part), ("whole", whole)), firm=firm)
    return made if made is None or made.verdict != "broken" or compatible(part, whole) else None


_OF_IT = compiled(r"[)）]?的")
_EMBEDDED = compiled(r"占[^,;。:%占]{0,24}$")


def _embedded(ledger: Ledger, facts: Sequence[Fact], share: Fact, part: Fact) -> bool:
    """占W（B万元）的x%: whether an amount is the whole that stands between 占 and the share."""
    beside = facts.index(share) and part is facts[facts.index(share) - 1]
    within = beside and _OF_IT.match(ledger.after(part, 3)) and _EMBEDDED.search(normalize(ledger.before(part, 26)))
    return bool(within)


def _printed_whole(ledger: Ledger, facts: Sequence[Fact], share: Fact) -> Relation | None:
    """A万元，占B万元的x%, 占W（B万元）的x%: the whole is printed between 占 and the share, or the row of shares."""
    i = facts.index(share)
    while facts[i].grouped and i and facts[i - 1].measure == "share":
        i -= 1
    if i < 2 or facts[i - 1].measure not in LEVELS or not _OF_IT.match(ledger.after(facts[i - 1], 3)):
        return None
    whole = facts[i - 1]
    if not _EMBEDDED.search(normalize(ledger.before(whole, 26))):
        return None
    respective = _EACH_OF_ITS_OWN.search(ledger.said_before(share))
    if respective is not None:
        start = ledger.sentences[share.sentence].start + respective.start()
        return _of_its_own(facts, share, whole, start)
    part = row_of_equals(facts, share, LEVELS)
    parts = [part] if part is not None else _before_whole(ledger, facts, share, i) if facts[i] is share else []
    parts = [p for p in parts if not _printed_for_another(ledger, p)]
    if _OF_A_CHANGE.search(whole.label):  # 多收d万元，占税收增量D万元的p%: of d
        parts = [f for f in facts[: i - 1] if f.measure == "change" and f.item == share.item][-1:]
    readings = [
        relate("share", Share(), (("share", share), ("part", p), ("whole", whole)), firm=len(parts) == 1)
        for p in parts
        if p.figure.unit.dimension == whole.figure.unit.dimension
    ]
    one = choose(readings, sure=int(len(parts) == 1))
    if one is not None and one.verdict == "broken":
        others = (f for f in facts[: i - 1] if f.measure in LEVELS and f.item == share.item)
        made = (_of(share, f, whole, False) for f in others)
        one = next((r for r in made if r is not None and r.verdict == "holds" and significant(r.figures[0]) > 2), one)
    return one


_OF_A_CHANGE = compiled(r"(?:增量|减量|增加额|减少额|增收额|减收额)$")


def _printed_for_another(ledger: Ledger, part: Fact) -> bool:
    """余额占限额A万元的p%，市本级占限额B万元的q%: whether an amount is the whole of a share before, and no part."""
    return bool(_OF_IT.match(ledger.after(part, 3)) and _EMBEDDED.search(normalize(ledger.before(part, 26))))


_TOGETHER = compiled(
    r"(?:[两二三四五六]者|[两二三四五六0-9]项)(?:合计|共计|之和|共)?占(?:[^,;。:%占]|(?<=[0-9]),(?=[0-9]))*$"
)
_EACH_OF_ITS_OWN = compiled(r"[,、](?:分别|依次)占[^,;。:]*$")


def _of_its_own(facts: Sequence[Fact], share: Fact, whole: Fact, start: int) -> Relation | None:
    """甲a家、乙b家，分别占T家的p%和U家的q%: the amount at the place that the share has among those behind 分别占."""
    behind = [f for f in facts if f.figure.span.start > start and f.item == share.item]
    shares = [f for f in behind if f.figure.unit.dimension == "percent"]
    before = [f for f in facts if f.figure.span.start < start and f.item == share.item and f.measure in LEVELS]
    before = [f for f in before if f.figure.unit.dimension == whole.figure.unit.dimension][-len(shares) :]
    if len(before) < len(shares):
        return None
    part = before[shares.index(share)]
    return relate("share", Share(), (("share", share), ("part", part), ("whole", whole)), firm=True)


def _before_whole(ledger: Ledger, facts: Sequence[Fact], share: Fact, i: int) -> list[Fact]:
    """What may be the part in A万元（…），占B万元的x%: the amount before, or what it is an item of."""
    own = [f for f in facts[: i - 1] if f.measure in LEVELS and f.item == share.item and f.depth <= share.depth]
    own = [f for f in own if not AVERAGE.search(ledger.before(f, 4))] or own  # 累计A万元，年均a万元，占B万元的x%
    nearest = ([f for f in own if not held_to(ledger, facts, f)] or own)[-1:]
    totals = [t for f in nearest for one in ledger.lists_with(f.id) for t in ledger.pick(one.parent[:1])]
    return nearest + [t for t in totals if t.measure in LEVELS and t.item == share.item]


def _of_nothing(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact) -> Relation | None:
    """0万元，占100%: nothing is no share of anything."""
    bases = [b for b, _ in candidates(ledger, sentence, facts, share, part) if b.id != part.id]
    if not bases or part.clause + 1 < share.clause or part.grouped:
        return None
    terms = (Term("share", share), Term("part", part), Term("whole", bases[0]))
    shown = f"{part.figure.text} ÷ {bases[0].figure.text}"
    return Relation("share", "broken", True, terms, Share(), shown, Decimal(0), share.figure.value, "zero-base")


def _siblings_that_hold(ledger: Ledger, facts: Sequence[Fact], share: Fact, own: Sequence[Fact]) -> frozenset[int]:
    """Wholes that other shares of the list prove: two of them hold, or one where its part and `own` make the whole."""
    parts: list[tuple[Fact, Fact]] = []
    lists = [*ledger.lists_with(share.id)]
    rows = [[ledger.facts[i] for i in item] for one in lists for item in one.parts] or [list(facts)]
    for row in rows:
        own_row = [f for f in row if f.measure not in ("rate", "change")]  # 甲a万元，增长g%，占p%
        for part, other in pairwise(own_row):
            if (
                other.measure == "share"
                and (other.base == share.base or (bool(lists) and not share.base))
                and other.id != share.id
                and part.measure in LEVELS
            ):
                parts.append((part, other))
    if share.base and row_of_equals(facts, share, LEVELS) is not None:  # 分别为a和b，占W的比重分别为p%和q%
        row = [o for o in facts if o.measure == "share" and o.base == share.base and o.id != share.id]
        parts = [(p, o) for o in row if (p := row_of_equals(facts, o, LEVELS)) is not None]
    wholes = [ledger.facts[i] for one in lists for i in one.parent] or [
        f for f in ledger.facts[max(facts[0].id - 8, 0) : share.id] if f.measure in LEVELS
    ]
    found = set()
    for whole in wholes:
        held = 0
        for part, other in parts:
            if (
                whole.measure in LEVELS
                and whole.figure.unit.dimension == part.figure.unit.dimension
                and part.id != whole.id
            ):
                one = judge(Share(), (other.figure, part.figure, whole.figure))
                held += one is not None and one.verdict == "holds" and other.figure.value not in (0, 100)
        made = sum(p.figure.amount for p in (*own, *(p for p, _ in parts)))
        told = bool(share.base) or whole.id in {i for one in lists for i in one.parent}
        some = sum(bool(o.figure.value) for _, o in parts)  # 经营支出0万元，占0%: says nothing
        if held >= 2 or (0 < held == some and told and own and made == whole.figure.amount):
            found.add(whole.id)
    return frozenset(found)


CHECK = Check("share", Options, run, ("share", "part", "whole", "other"), "a share against part and whole")
