"""Every 占x% with the part and whole its words mean; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import chain

from auditlint.checks.parts import compatible, heads_a_row
from auditlint.checks.relate import choose, close, corroborated, relate, significant
from auditlint.checks.share.agreed import agreed
from auditlint.checks.share.doubts import (
    has_its_own,
    itself_a_part,
    just_before,
    named_alone,
    narrower,
    of_a_plan,
    of_a_row,
    of_another_base,
    of_both_last_year,
    of_last_year,
    of_more_than,
    of_other_years,
    of_the_list,
    of_this_year_alone,
    only_guessed,
    rules_the_division,
    said_of,
    said_outright,
    siblings_that_hold,
    too_large,
    with_another,
)
from auditlint.checks.share.named import of_names
from auditlint.checks.share.parts import above_its_whole, parts_of, stranger
from auditlint.checks.share.printed import printed_whole, share_of, told_inside
from auditlint.checks.subjects import LEVELS
from auditlint.checks.wholes import candidates, parents
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts.concepts import concept_of
from auditlint.facts.ledger import SUMMED, Ledger, Sentence
from auditlint.facts.match import of_other_funds, opposed
from auditlint.facts.unprinted import RATIO
from auditlint.judge import judge
from auditlint.model import Fact, Relation, Term
from auditlint.numerals import normalize


@lru_cache(maxsize=1)
def shares(ledger: Ledger) -> tuple[Relation, ...]:
    """The relation of every 占x%, which several rules start from."""
    return tuple(_shares(ledger))


def _shares(ledger: Ledger) -> Iterator[Relation]:
    """What the words of a whole mean elsewhere, they mean here."""
    found = stated_shares(ledger)
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
def stated_shares(ledger: Ledger) -> tuple[tuple[Sentence, Fact, Relation | None], ...]:
    """Every share with its sentence and its relation, which several rules start from."""
    return tuple(
        (sentence, fact, _share(ledger, sentence, facts, fact))
        for sentence in ledger.sentences
        for facts in (ledger.facts_of(sentence),)
        for fact in facts
        if fact.measure == "share" and not of_last_year(facts, fact) and not of_both_last_year(ledger, fact)
        if not rules_the_division(ledger, fact) and not _OF_BOTH.search(ledger.said_before(fact))
    )


_OF_BOTH = compiled(r"[和与及][^,;。:]{2,24}之和,占[^,;。:]*$")  # 合计T，即甲A与乙B之和，占p%: T is the part, not B


PROVEN = 2  # shares that hold against a whole before its words are known to mean it


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
        if len(found) == 1 and len(proofs) >= PROVEN
    }


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
    made = (share_of(share, parts[0], whole, False) for whole in wholes)
    return next((r for r in made if r is not None and r.verdict == "holds"), None)


def _as_its_siblings(ledger: Ledger, sentence: Sentence, one: Relation | None) -> bool:
    """Whether a whole that a share misses is the one that the other shares of its list are of."""
    if one is None or not one.firm:
        return False
    share, part, whole = (t.fact for t in one.terms)
    return whole.id in siblings_that_hold(ledger, ledger.facts_of(sentence), share, (part,))


def _share(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact) -> Relation | None:
    lead = normalize(ledger.before(share, 40))
    # 甲a万元，乙b万元，二者占B万元的x%; 甲、乙执行数之比为x:y: of what they came to, not the last amounts
    if _TOGETHER.search(lead) or (share.figure.unit is RATIO and _OF_SIDES.search(lead)):
        return None
    printed = printed_whole(ledger, facts, share) or of_names(facts, share) or _of_two(ledger, share)
    printed = printed or _of_all_bought(ledger, facts, share)
    if printed is not None:
        return None if printed.verdict == "broken" and _IN_ALL_OF.search(lead) else printed
    if _SEVERAL.fullmatch(share.label):
        return None  # 甲a；乙b；丙c，三项占W的p%: of what they are together
    parts = [p for p in parts_of(ledger, sentence, facts, share) if not told_inside(ledger, facts, share, p)]
    if parts and of_other_years(ledger, facts, share, parts[0]):
        return None
    if parts and not parts[0].figure.value and share.figure.value and not stranger(parts[0], share):
        return _of_nothing(ledger, sentence, facts, share, parts[0])
    holding = cache(partial(siblings_that_hold, ledger, facts, share, parts[:1]))  # only a choice in doubt asks for it
    bases = list(candidates(ledger, sentence, facts, share, parts[0])) if parts else []
    bases = [
        b
        for b in bases
        if not (itself_a_part(ledger, share, b[0]) or heads_a_row(ledger, b[0]) or with_another(share, b[0]))
        and not of_more_than(share, b[0])
        and not of_other_funds(parts[0].label, b[0].label)
    ]
    known = bool(parts) and (not stranger(parts[0], share) or said_of(sentence, parts[0], share))
    known = known and not narrower(share.label, parts[0].label)
    known = known and not of_the_list(ledger, share, parts[0])
    if known and (all_of_it := _all_of_the_year(ledger, share, parts[0])) is not None:
        bases = [(all_of_it, True)]
    called = {b.id: (b, True) for b, _ in bases if said_outright(share, b) or named_alone(ledger, share, b)}
    bases = [*called.values()] if known and len(called) == 1 else bases
    sure = 0
    if bases and known:
        nearest, firm = bases[0]
        if not firm and (
            just_before(ledger, facts, share, parts[0], nearest) or too_large(ledger, share, parts[0], nearest)
        ):
            firm, bases[0] = True, (nearest, True)
        sure = int(firm or nearest.id in holding() or not only_guessed(ledger, sentence, share, parts[0], nearest))
        told = bool(share.base) or any(f.id == nearest.id for f, _ in parents(ledger, parts[0]))
        if firm and told and (said_outright(share, nearest) or nearest.id in holding()):
            bases = bases[:1]  # what the words or the list say and other shares prove: no other whole may be meant
            parts = parts[:1]
        elif of_this_year_alone(share, nearest):
            firm, sure = False, 0
        elif firm and of_a_plan(ledger, nearest, parts[0], share):
            bases[0], sure = (nearest, False), 0  # 项目支出A万元，占部门整体支出的p%: of what was spent elsewhere
        elif firm:
            bases = [b for b in bases if b[0].measure == nearest.measure and not opposed(b[0].label, nearest.label)]
    first = (share_of(share, parts[0], base, known and (firm or base.id in holding())) for base, firm in bases)
    others = (
        share_of(share, part, base, False)
        for part in (p for p in parts[1:] if not has_its_own(ledger, p, share))
        for base, _ in candidates(ledger, sentence, facts, share, part)
    )
    one = choose(chain(first, others), sure)
    if one is None and known and len(bases) > 1:  # no whole is near enough; what others of its list are of may be
        listed = (share_of(share, parts[0], base, True) for base, _ in bases[1:] if base.id in holding())
        one = next((r for r in listed if r is not None and r.verdict == "broken" and corroborated(r)), None)
    if one is not None and one.note == "last-digit" and heads_a_row(ledger, share) and not known:
        return None  # 各年收入为a、b；税收占比分别为p、q: of amounts that are not told
    if one is not None and one.verdict == "broken":
        if (common := agreed(ledger, one)) is not None:
            return common
        worth = parts[0].figure.unit.dimension == "count" and _WORTH.search(share.base)  # 出租1处，占房屋原值的p%
        if above_its_whole(one) or of_a_row(ledger, share, one) or worth or _IN_ALL_OF.search(lead):
            return None
        if of_another_base(facts, share, one) or _BEHIND_A_SHARE.search(normalize(ledger.before(parts[0], 12))):
            return None
    return (_of_bracket(facts, share, one) or one) if one is not None and one.verdict == "broken" else one


_WORTH = compiled(r"原值|净值|价值|金额|资金|面积|租金|支出|收入|预算|经费|拨款")
_BEHIND_A_SHARE = compiled(r"[0-9]%\($")  # 占甲的p%(a万元)，占乙的100%: the amount of the share before
_IN_ALL_OF = compiled(r"(?:合计|共计|总共|一共)占[^,;。:%占]*$")  # 甲a、乙b列前两位，合计占p%: of more than the last


_ONE_OF_TWO = ("前者", "后者")
_ROUGHLY = 2  # times a total that its parts may come to by a mistake


def _of_two(ledger: Ledger, share: Fact) -> Relation | None:
    """T万元，其中甲a万元、乙b万元，前者占p%: the one of the last two parts that words mean, of their total."""
    if share.label not in _ONE_OF_TWO or share.base:
        return None
    near = (one for one in ledger.lists if one.parts[-1][0] < share.id and one.opener not in SUMMED)
    near = (one for one in near if ledger.facts[one.parts[-1][0]].sentence == share.sentence)
    last = max(near, key=lambda one: one.parts[-1][0], default=None)
    if last is None or len(last.parts) != len(_ONE_OF_TWO) or share.id - last.parts[-1][0] > PROVEN:
        return None
    part = ledger.facts[last.parts[_ONE_OF_TWO.index(share.label)][0]]
    listed = sum((ledger.facts[p[0]].figure.amount for p in last.parts), Decimal(0))
    wholes = (f for f in ledger.pick(last.parent) if compatible(f, part) and f.figure.amount * _ROUGHLY >= listed)
    whole = next(wholes, None)  # else what stood before the two is no total of theirs
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


_OF_THE_YEAR = ("本年收入合计", "本年支出合计")
_A_FUND = compiled(r"^(?:一般公共预算|政府性基金预算|国有资本经营预算)?财政拨款(?:支出|收入)(?:决算)?$")


def _all_of_the_year(ledger: Ledger, share: Fact, part: Fact) -> Fact | None:
    """一般公共预算财政拨款支出A万元，占本年支出合计的p%: the one amount of all spent, in another section."""
    whole = concept_of(share.base, ledger.rulebook.taxonomy) if share.base and _A_FUND.search(part.label) else ""
    one = ledger.stated_once(whole) if whole in _OF_THE_YEAR else None
    if one is None or one.document != part.document or one.section == part.section:
        return None
    return one if part.measure == one.measure else None


def _of_bracket(facts: Sequence[Fact], share: Fact, one: Relation) -> Relation | None:
    """占B的x%（其中…A万元）: the amount in the bracket right behind a share may be what has that share of the whole."""
    behind = facts[facts.index(share) + 1 :][:1]
    inside = behind[0] if behind and behind[0].depth > share.depth and behind[0].clause == share.clause else None
    more = facts[facts.index(share) + 2 :][:1] if inside is not None else []
    if more and more[0].depth == behind[0].depth and more[0].item == share.item:
        return None  # A万元，占B的x%（甲a万元，乙b万元）: what A consists of
    if inside is None or inside.measure not in LEVELS:
        return None
    made = share_of(share, inside, one.terms[2].fact, False)
    return made if made is not None and made.verdict == "holds" else None


_TOGETHER = compiled(
    r"(?:[两二三四五六]者|[两二三四五六0-9]项)(?:合计|共计|之和|共)?占(?:[^,;。:%占]|(?<=[0-9]),(?=[0-9]))*$"
)


def _of_nothing(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact) -> Relation | None:
    """0万元，占100%: nothing is no share of anything."""
    bases = [b for b, _ in candidates(ledger, sentence, facts, share, part) if b.id != part.id]
    if not bases or part.clause + 1 < share.clause or part.grouped:
        return None
    terms = (Term("share", share), Term("part", part), Term("whole", bases[0]))
    shown = f"{part.figure.text} ÷ {bases[0].figure.text}"
    return Relation("share", "broken", True, terms, Share(), shown, Decimal(0), share.figure.value, "zero-base")
