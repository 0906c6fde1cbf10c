"""Rates that their name defines: 资产负债率 is 负债 over 资产; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from auditlint.checks.parts import compatible, in_a_row
from auditlint.checks.ratio import A_YEAR, LESS, THIS_YEAR, Roles, aimed
from auditlint.checks.relate import beyond, choose, corroborated, relate
from auditlint.checks.subjects import LEVELS, spent_of
from auditlint.equations import HUNDRED, Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.words import around, role_of
from auditlint.judge import judge
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

    from auditlint.packs import Lexicon

_REACH = 20  # characters before a rate that may hold its name
_BEFORE = 3  # sentences before a rate in which its two amounts may stand
_TAIL = r"(?:[(][^()]*[)])?(?:为|是|达到?|约|:|仅|均|=|由|从|到|至)*$"
_EARLIER = compiled(r"(?:上年|去年|年初|上年末|期初|同期)[^,;。]*$")  # a rate of another date than the amounts
_ANY = compiled(
    r"^.*[,;。:、(0-9%元]|平均|综合|总体|整体|部门整体|全部|全年|本年|当年|累计|资金|预算|实际|企业|单位|[全本我该其](?:省|市|县|区|院|校|局)?的?"
)
_BATCH = compiled(r"第[一二三四五六七八九十0-9]+[批期]|[一二三四五]期")
_LEVEL = compiled(r"中央|[省市县区镇乡村]级|本级")
_KIND_OF = compiled(r"(?P<name>[一-鿿]{2,6})类(?:问题|事项|项目|资金|采购)")
_LEFT_OUT = compiled(r"(?:剔除|扣除|不含|同口径|可比口径)[^;。]*$")  # a rate of less than what is printed
_OF_BUDGET = compiled(r"执行|支出|支付|拨付|进度|节")
_DENIED = ("非", "未", "不")  # 非税占比 is none of 税占比
_NAME = 2  # characters before the name of a rate that say whose it is
_OTHER = ("change", "rate", "points", "average", "prior")


def _has_an_amount(ledger: Ledger, rate: Fact, pairs: Sequence[tuple[Fact, Fact]]) -> bool:
    """总额W，已分配A，分配率p%。其中：甲a，分配率q%: whether an amount stands right before a rate."""
    last = ledger.facts[rate.id - 1] if rate.id else None
    known = {f.id for pair in pairs for f in pair}
    if last is None or last.sentence != rate.sentence or last.id in known or last.measure not in LEVELS:
        return False
    return all(f.sentence != rate.sentence and compatible(f, last) for pair in pairs for f in pair)


def quotient(
    ledger: Ledger, sentence: Sentence, rate: Fact, names: Roles = ("share", "part", "whole")
) -> tuple[bool, Relation | None]:
    """Whether a rate's name says what is divided by what and both are printed; their relation, where it is known."""
    words = normalize(ledger.before(rate, _REACH))
    if rate.figure.unit.dimension != "percent" or rate.measure in _OTHER or _EARLIER.search(words):
        return False, None
    if A_YEAR.search(words) or _LEFT_OUT.search(sentence.text, 0, rate.figure.span.start - sentence.start):
        return False, None
    found = ((m, roles) for name, roles in _names(ledger.rulebook.lexicon) if (m := name.search(words)))
    named, roles = next(found, (None, ()))
    if named is None or aimed(ledger, rate) or words[: named.start()].endswith(_DENIED):
        return False, None
    whose = _ANY.sub("", words[: named.start()].rpartition(",")[2])
    if _of_what_is_beside(ledger, rate, roles):
        return False, None
    body = next((b for b in _BODIES if words[: named.start()].endswith(b)), "")
    row = in_a_row(ledger, rate)
    for facts, near in _scopes(ledger, sentence, rate):
        sides = [
            [f for f in facts if _role(ledger, f, roles) == k and (row or not in_a_row(ledger, f))] for k in (0, 1)
        ]
        if not _OF_BUDGET.search(named.group()):  # 收入预算B万元，实际完成A万元，税收占比p%: of A
            sides[1] = [spent_of(ledger, f) or f if f.measure == "budget" else f for f in sides[1]]
        alike = [(p, w) for p in reversed(sides[0]) for w in reversed(sides[1]) if _comparable(p, w)]
        pairs = [(p, w) for p, w in alike if not _too_much(rate, p, w)]
        pairs = [(p, w) for p, w in pairs if not (w.item == rate.item and _has_its_rate(ledger, p, rate))]
        if body and any(body not in f.label for pair in pairs for f in pair):
            return False, None  # 资产a，其中本部资产b，负债c，本部资产负债率q%
        if pairs and not all(_of(ledger, whose, p, w) for p, w in pairs):
            return False, None
        if pairs:
            nearest = max((f.id for f in sides[0] if f.id < rate.id), default=-1)  # 二季度末累计A，进度p%: of A
            single = _single(pairs) and (nearest < 0 or any(p.id == nearest for p, _ in pairs))
            single = single and not any(_one_of_many(ledger, w, rate) for _, w in pairs)
            single = single and not _has_an_amount(ledger, rate, pairs)
            terms = [((names[0], rate), (names[1], part), (names[2], whole)) for part, whole in pairs]
            readings = [relate("share", Share(), t, firm=near and single) for t in terms]
            chosen = choose(readings, sure=int(single))
            if chosen is None or chosen.verdict != "broken":
                return True, chosen
            if beyond(chosen) or _of_another(ledger, chosen):  # 完成a户，超过b户的目标，开工率100%
                return False, None
            return True, None if _with_more(chosen, facts) else chosen
        if near and len(alike) == 1 and _of(ledger, whose, *alike[0]):
            mistyped = _mistyped(rate, alike[0], names)
            return (False, None) if mistyped is None or _with_more(mistyped, facts) else (True, mistyped)
    return False, None


def _of_another(ledger: Ledger, broken: Relation) -> bool:
    """有效问卷T份。学员n份、满意a份，满意度p%: whether the figure right before a part makes the rate with it."""
    rate, part, whole = (t.fact for t in broken.terms)
    before = ledger.facts[part.id - 1] if part.id else part
    beside = (before.sentence, before.item) == (part.sentence, part.item) == (rate.sentence, rate.item)
    beside = beside and part.figure.unit.dimension == "count"
    if not beside or before.id == whole.id or not _comparable(part, before) or not before.figure.value:
        return False
    made = judge(Share(), (rate.figure, part.figure, before.figure))
    return made is not None and made.verdict == "holds"


def _mistyped(rate: Fact, pair: tuple[Fact, Fact], names: Roles) -> Relation | None:
    """受理a件，审结b件，结案率p%, b above a and p below 100: the one pair there is, where a slip explains it."""
    terms = zip(names, (rate, *pair), strict=True)
    made = relate("share", Share(), tuple(terms), firm=True)
    return made if made is not None and corroborated(made) else None


def _role(ledger: Ledger, fact: Fact, roles: Sequence[Sequence[str]]) -> int:
    """0 where a figure is named as the part, 1 as the whole, -1 else; its clause tells where its label does not.

    What is counted may stand behind its unit: 列出5类42个问题.
    """
    before, _, behind = around(ledger, fact).partition("|")
    said = (fact.label, before, behind) if fact.figure.unit.dimension == "count" else (fact.label, before)
    return next((role for words in said if (role := role_of(words, roles)) >= 0), -1)


def _of_what_is_beside(ledger: Ledger, rate: Fact, roles: Sequence[Sequence[str]]) -> bool:
    """Whether something else stands right before a rate, which is of it: 重大隐患6处，整改率; 本年支付c，当年支付率."""
    beside = ledger.facts[rate.id - 1] if rate.id else rate
    if (beside.sentence, beside.item) != (rate.sentence, rate.item) or beside.measure not in LEVELS:
        return False
    this_year = THIS_YEAR.search(ledger.before(rate, 10)) and THIS_YEAR.search(around(ledger, beside))
    other = beside.figure.unit.dimension == "count" or this_year
    return bool(other) and _role(ledger, beside, roles) < 0


_THINGS = compiled(r"(?:案件|问题|项目|资金|任务|事项|工作)$")
_BODIES = ("本部", "本级", "总部", "母公司", "子公司", "机关")


def _of(ledger: Ledger, whose: str, part: Fact, whole: Fact) -> bool:
    """Whether what a rate's name has before it is said of one of its figures too: 货物节约率, 立行立改类整改率."""
    texts = around(ledger, part) + around(ledger, whole) + part.label + whole.label
    whose = _THINGS.sub("", whose) or whose  # 执行案件结案率: of 执行, not of all 案件
    return len(whose) < _NAME or any(whose[k : k + 2] in texts for k in range(len(whose) - 1))


def _with_more(broken: Relation, facts: Sequence[Fact]) -> bool:
    """上年未结a件，受理B件，结案C件，结案率p%: whether a third figure beside makes the whole what the rate is of."""
    rate, part, whole = broken.figures
    known = {t.fact.id for t in broken.terms}
    others = [f.figure for f in facts if f.id not in known and f.figure.unit == whole.unit]
    if part.unit == whole.unit and LESS.search(broken.terms[0].fact.label):
        others.append(part)  # 成交A万元，较预算节约D万元，节约率p%: of A and D
    wholes = (replace(whole, value=whole.value + f.value) for f in others)
    judged = (judge(Share(), (rate, part, one)) for one in wholes)
    return any(one is not None and one.verdict == "holds" for one in judged)


def _has_its_rate(ledger: Ledger, part: Fact, rate: Fact) -> bool:
    """立案a件，办结b件，办结率p%；受理c件，结案率q%: whether a part has a rate of its own in another item."""
    if part.sentence != rate.sentence or part.item == rate.item:
        return False
    own = ledger.facts_of(ledger.sentences[part.sentence])
    return any(f.item == part.item and f.id > part.id and f.figure.unit.dimension == "percent" for f in own)


_TWO = 2


def _one_of_many(ledger: Ledger, whole: Fact, rate: Fact) -> bool:
    """主要为甲a、乙b、丙c。已支出d，支出进度p%: whether a whole is but an item of a list in a sentence before."""
    if whole.sentence == rate.sentence:
        return False
    sentence = ledger.sentences[whole.sentence]
    near = [f for f in ledger.facts_of(sentence) if abs(f.id - whole.id) <= 1]
    listed = any(len(one.parts) > _TWO and whole.id not in one.parent for one in ledger.lists_with(whole.id))
    return listed or any(sentence.between(one, then).lstrip().startswith("、") for one, then in pairwise(near))


def _single(pairs: Sequence[tuple[Fact, Fact]]) -> bool:
    """Whether only one amount may be the part of a rate, and only one its whole."""
    return bool(pairs) and all(len({f.figure.amount for f in side}) == 1 for side in zip(*pairs, strict=True))


def _comparable(part: Fact, whole: Fact) -> bool:
    """Whether a rate may be of two amounts by what they are."""
    kind = _KIND_OF.search(part.label)
    if kind is not None and kind["name"] not in whole.label:
        return False  # 立即整改类问题已整改a个: not of all the problems
    batch = _BATCH.search(part.label)  # 第一批资金已支出: not of what both batches are
    if batch is not None and batch.group() not in whole.label:
        return False
    level = _LEVEL.search(part.label)  # 县级已支出: not of what all were given
    return compatible(part, whole) and (level is None or level.group() in whole.label)


def _too_much(rate: Fact, part: Fact, whole: Fact) -> bool:
    """Whether a rate below 100% would be of a part that is more than its whole."""
    return part.figure.amount > whole.figure.amount and rate.figure.value < HUNDRED


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> tuple[tuple[regex.Pattern[str], Sequence[Sequence[str]]], ...]:
    """What ends with the name of a rate, with the words for its part and its whole."""
    return tuple((compiled(f"(?:{'|'.join(names)}){_TAIL}"), roles) for names, *roles in lexicon.quotients)


def _scopes(ledger: Ledger, sentence: Sentence, rate: Fact) -> Iterator[tuple[list[Fact], bool]]:
    """The amounts of a rate's item, its sentence and its paragraph, before those of the sentences before it.

    With each whether it is so near that its one part and its one whole are those of the rate.
    """
    own = [f for f in ledger.facts_of(sentence) if f.measure in LEVELS]
    yield [f for f in own if f.item == rate.item], True
    yield [f for f in own if f.id < rate.id or f.item == rate.item], True
    before = [
        s
        for s in ledger.sentences[max(sentence.id - _BEFORE, 0) : sentence.id]
        if s.document == sentence.document and ledger.section(s) == ledger.section(sentence)
    ]
    for near in (True, False):
        beside = [s for s in before if not near or s.block == sentence.block]
        found = [f for s in beside for f in ledger.facts_of(s) if f.measure in LEVELS]
        yield [*found, *(f for f in own if f.id < rate.id)], near
