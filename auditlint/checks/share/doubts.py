"""What the words around a share say of a part or whole that it may not have; part of the check `share`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditlint.checks.parts import compatible, in_a_row
from auditlint.checks.subjects import LEVELS, OF_THE_YEAR, row_of, row_of_equals
from auditlint.checks.wholes import earlier, parents
from auditlint.equations import HUNDRED, Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic, likeness, side, unlike
from auditlint.judge import judge
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize


def of_last_year(facts: Sequence[Fact], share: Fact) -> bool:
    """占比较上年（p%）提高; A万元，占p%（上年B万元，占q%）: whether a share is one of the year before."""
    before = facts[: facts.index(share)][-1:]
    beside = bool(before) and before[0].measure == "prior" and before[0].depth == share.depth and not before[0].grouped
    return bool(share.depth) and (share.basis == "prior" or beside)


_WEIGHED = compiled(r"的?(?:比例|权重|因素)(?:进行|予以|来)?(?:分配|分担|测算|计算|核算|承担|切块|下达|$)")


def rules_the_division(ledger: Ledger, share: Fact) -> bool:
    """按人数和面积各占p%的比例分配: whether a percentage is of a rule that money is divided by, and of no amount."""
    return _WEIGHED.match(ledger.after(share, 10)) is not None and "按" in ledger.said_before(share)


_BOTH = compiled(
    r"(?:^|[,;。])(?:上年|去年)度?(?:同期)?(?:[两二三]者|各项|[^,;。0-9]{0,8})占比?[^,;。]{0,10}(?:分别|依次)[^;。]*$"
)


def of_both_last_year(ledger: Ledger, share: Fact) -> bool:
    """上年两者占比分别为p%、q%: whether a share is one of several of the year before."""
    return _BOTH.search(normalize(ledger.said_before(share))) is not None


_AND = ("和", "及", "与", "、")


def with_another(share: Fact, whole: Fact) -> bool:
    """税收返还和转移支付T万元（…a万元，占转移支付的p%）: whether an amount is of what a share names and of more."""
    return bool(share.base) and whole.label.endswith(tuple(word + share.base for word in _AND))


def of_other_years(ledger: Ledger, facts: Sequence[Fact], share: Fact, part: Fact) -> bool:
    """各年分别为a、b、c。甲占T的比重分别为p%、q%、r%: whether a row of shares names what no row of amounts does."""
    if not share.grouped or part.sentence == share.sentence or not in_a_row(ledger, part):
        return False
    amounts = ledger.facts_of(ledger.sentences[part.sentence])
    return unlike(facts[row_of(facts, share)[0]].label, amounts[row_of(amounts, part)[0]].label)


def itself_a_part(ledger: Ledger, share: Fact, whole: Fact) -> bool:
    """本年收入A万元，占总收入p%，其中B万元，占总收入q%: A, which is said to be part of 总收入, is not what q is of."""
    behind = ledger.facts[whole.id + 1] if whole.id + 1 < len(ledger.facts) else share
    told = behind.id < share.id and behind.measure == "share" and behind.base == share.base != ""
    return told and behind.sentence == whole.sentence and behind.clause - whole.clause <= 1


_ALL_THERE_IS = compiled(r"总(?:预算|支出|收入|额|量|规模)|(?:支出|收入|预算)(?:总|合计)|全部")
_A_KIND = compiled(r"(?:基本|项目|人员|公用|日常公用|经营)(?:支出|经费)")


def of_more_than(share: Fact, whole: Fact) -> bool:
    """基本支出A，其中甲a，占支出总预算的p%: whether a share is by its words of all, and a whole but a kind of it."""
    kind = _A_KIND.match(whole.label)
    return kind is not None and _ALL_THERE_IS.search(share.base) is not None and kind.group() not in share.base


def of_another_base(facts: Sequence[Fact], share: Fact, broken: Relation) -> bool:
    """占财政拨款的p%，占总收入的q%: whether a share of what is called otherwise holds of the same two amounts."""
    part, whole = broken.figures[1:]
    i = facts.index(share)
    beside = [f for f in (*facts[max(i - 1, 0) : i], *facts[i + 1 : i + 2]) if f.measure == "share"]
    made = (judge(Share(), (f.figure, part, whole)) for f in beside if share.base and f.base and f.base != share.base)
    return any(one is not None and one.verdict == "holds" for one in made)


_SOME_LEVEL = compiled(r"(?:中央|[省市县区乡镇州]级?|本级)(?:财政)?$")


def narrower(share: str, part: str) -> bool:
    """缺口A万元，其中县级缺口占p%: whether a share is by its name of one level's part of the amount before it."""
    level = share.removesuffix(part)
    return bool(part) and level != share and _SOME_LEVEL.fullmatch(level) is not None


def of_a_row(ledger: Ledger, share: Fact, broken: Relation) -> bool:
    """三馆分别为a场、b场和c场，甲馆占p%: whether a part is one of a row, whose names the share goes by."""
    return in_a_row(ledger, broken.terms[1].fact) and not in_a_row(ledger, share)


_IN_ALL = ("收入总计", "支出总计")


def of_this_year_alone(share: Fact, whole: Fact) -> bool:
    """收入总计T，包括：A a万元，占本年收入的p%: whether the base is without what was brought forward, as T is not."""
    return whole.concept in _IN_ALL and OF_THE_YEAR.fullmatch(share.base) is not None


def too_large(ledger: Ledger, share: Fact, part: Fact, whole: Fact) -> bool:
    """T，包括：A a万元，占120%: whether a share is above all of what lists its part, which is no more than that."""
    listed = any(f.id == whole.id for f, _ in parents(ledger, part))
    return (
        listed
        and not share.base
        and share.figure.value > HUNDRED + share.figure.half
        and part.figure.amount <= whole.figure.amount
    )


def has_its_own(ledger: Ledger, part: Fact, share: Fact) -> bool:
    """甲a万元，占p%，其中乙b万元，占q%: whether a share right behind an amount is the one that is told of it."""
    behind = ledger.facts[part.id + 1] if part.id + 1 < len(ledger.facts) else share
    own = behind.measure == "share" and behind.sentence == part.sentence and behind.clause - part.clause == 1
    return own and behind.id != share.id


_ATTACHED = compiled(r"[一-鿿][^,;。:()%]{1,15},占[^,;。:]*")


def said_of(sentence: Sentence, part: Fact, share: Fact) -> bool:
    """A万元资金闲置超过1年，占W的p%: whether what a share's clause names is only what the words say of its part."""
    between = sentence.between(part, share).replace(" ", "")
    return part.clause + 1 == share.clause and _ATTACHED.fullmatch(between) is not None


_OUTRIGHT = 5  # characters of a name that no other amount of a sentence has by chance


_SUM_NAME = compiled(r"(?:合同|总?金额|资金|总?额|数)+$")


def said_outright(share: Fact, whole: Fact) -> bool:
    """授予中小企业合同金额A万元，其中…B万元，占授予中小企业合同金额的p%: whether a base repeats a name before it."""
    base, name = (_SUM_NAME.sub("", words) for words in (share.base, whole.label))
    named = base == name and len(name) >= _OUTRIGHT and not generic(name)
    return named and whole.sentence == share.sentence and whole.id < share.id


def named_alone(ledger: Ledger, share: Fact, whole: Fact) -> bool:
    """财政总收入A万元。地方财政收入B万元。其中税收收入C万元，占地方财政收入的p%: of B, the one so called before it."""
    named = share.base == whole.label or (
        len(share.base) >= _LONG_NAME and whole.label.replace("的", "").endswith(share.base.replace("的", ""))
    )
    if not named or generic(whole.label) or len(whole.label) < _OUTRIGHT:
        return False
    block = (whole.document, whole.figure.span.block)
    if block != (share.document, share.figure.span.block) or whole.id > share.id or whole.measure != "level":
        return False
    near = (f for s in ledger.paragraph(ledger.sentences[share.sentence], behind=0) for f in ledger.facts_of(s))
    before = (f for f in near if f.id < share.id and f.measure == "level")
    return sum(f.label == whole.label or f.concept == whole.concept != "" for f in before) == 1


_LONG_NAME = 8  # characters of a base that say of what a share is, whatever stands before them


def of_the_list(ledger: Ledger, share: Fact, part: Fact) -> bool:
    """涉及T万元，其中a万元、b万元，占W的p%: whether a share behind a list may be of its total."""
    for one in ledger.lists_with(part.id):
        others = [i for item in one.parts[:-1] for i in item[:1]]
        last = one.opener == "其中" and others and part.id == one.parts[-1][0] and share.id == part.id + 1
        named = likeness(part.label, share.label) >= 2  # 非税收入b万元，非税占比p%
        if last and not named and not any(ledger.facts[i + 1].measure == "share" for i in others):
            return True
    return False


def of_a_plan(ledger: Ledger, whole: Fact, part: Fact, share: Fact) -> bool:
    """Whether a share names a whole that is planned and stands apart, in another sentence and above no list of it."""
    mixed = whole.measure == "budget" and part.measure == "level" and whole.sentence != share.sentence
    return mixed and bool(share.base) and not any(f.id == whole.id for f, _ in parents(ledger, part))


_OF_WHICH = compiled(r"(?:中[,:]?|[,;]?其中[:,]?)(?:用于|安排)?")
_BARE_SHARE = compiled(r"[,(]?占(?:比|总额|总数|总量)?(?:为|达|的)?")


def just_before(ledger: Ledger, facts: Sequence[Fact], share: Fact, part: Fact, whole: Fact) -> bool:
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


def only_guessed(ledger: Ledger, sentence: Sentence, share: Fact, part: Fact, whole: Fact) -> bool:
    """Whether a whole was chosen for no better reason than that it stands before the part, or is named alike."""
    listed = any(f.id == whole.id for f, _ in parents(ledger, part))
    if generic(share.base) and generic(whole.label) and listed and side(share.base) == side(whole.label) != "":
        return False  # 总收入 is the income whose part this is
    return bool(share.base) or (any(f.id == whole.id for f in earlier(ledger, sentence, part)) and not listed)


def siblings_that_hold(ledger: Ledger, facts: Sequence[Fact], share: Fact, own: Sequence[Fact]) -> frozenset[int]:
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
