"""Pairs of figures of which one may be counted of the other, with what their words say for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.words import around
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

    from auditlint.packs import Lexicon

MOST = 40  # figures before a rate or a difference among which its two stand


@dataclass(frozen=True, slots=True)
class Kind:
    """What a rate's name says: its last words (合格, 到位) and the subject before them."""

    stems: tuple[str, ...]
    subject: str
    planned: bool  # of what was reached by what was planned
    rest: bool  # of what was left over
    money: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What names of rates end in, and what stands beside the figures that make one up."""

    part: regex.Pattern[str]
    whole: regex.Pattern[str]
    amount: regex.Pattern[str]
    planned: regex.Pattern[str]
    rest: regex.Pattern[str]
    left: regex.Pattern[str]
    money: regex.Pattern[str]
    adverb: regex.Pattern[str]
    beyond: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that may make up a rate, with what their words say for it."""

    part: Fact
    whole: Fact
    said: int  # how clearly words make the part a part
    based: int  # how clearly words make the whole a whole
    named: bool = False  # the part is by name what was reached of the whole: 县级配套, 县级配套到位


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    """The patterns of a lexicon, compiled once."""

    def ending(key: str) -> regex.Pattern[str]:
        return compiled(f"(?:{lexicon.regex(key)})$")

    return Words(
        compiled(lexicon.regex("rate-part")),
        compiled(lexicon.regex("rate-whole")),
        compiled(lexicon.regex("rate-amount")),
        ending("planned-rate"),
        ending("rest-of-plan-rate"),
        compiled(lexicon.regex("rest-of-plan-rate")),
        compiled(lexicon.regex("money-rate")),
        compiled(f"(?:{lexicon.regex('rate-adverb')})+"),
        compiled(lexicon.regex("beyond-plan")),
    )


def pairs_of(ledger: Ledger, near: Sequence[Fact], kind: Kind) -> Iterator[Pair]:
    """Every two figures that one may be of the other, with what their words say."""
    based = {f.id: _whole(ledger, f, kind) for f in near}
    reached = {f.id: _reached(f, near, kind) for f in near} if kind.planned else {}
    some = {f.id for f in near if _OF_SOME.search(normalize(ledger.before(f, 10)))}
    for part in near:
        if kind.money and part.figure.unit.dimension != "money":
            continue
        said = _part(ledger, part, kind)
        for whole in near:
            if whole is part or whole.id in some or not alike(part, whole) or not whole.figure.value:
                continue
            if part.figure.amount > whole.figure.amount and not kind.planned:
                continue
            if reached.get(part.id) is whole:
                yield Pair(part, whole, 3, 2, named=True)
                continue
            beside = kind.planned and based[whole.id] > 1 and whole.id - part.id == 1 and not based[part.id]
            yield Pair(part, whole, said or int(beside), based[whole.id])  # 新增a人，目标b人


# “非常满意”a份、“满意”b份…，前两档合计c份: of what b is no part that a rate is of
_OF_SOME = compiled(r"前[两二三四五六]?(?:档|项|类|者|级|个|种|组|名)(?:合计|共计|共|之和)(?:为)?$")


def as_said(ledger: Ledger, part: Fact, whole: Fact, kind: Kind) -> Pair:
    """Two figures as a pair, whatever their values."""
    return Pair(part, whole, _part(ledger, part, kind), _whole(ledger, whole, kind))


_REACHED_BY_NAME = compiled(
    r"(?P<name>[^,;。:()0-9]{3,}?)(?:资金)?(?:实际|已|累计)*(?P<done>到位|完成|支付|支出|拨付|执行)(?:投资|资金|金额|数)?"
)


def _reached(part: Fact, near: Sequence[Fact], kind: Kind) -> Fact | None:
    """The one amount before a part that has its name but for what was done of it: 县级配套a，…县级配套到位b."""
    m = _REACHED_BY_NAME.fullmatch(part.label) if part.measure == "level" else None
    if m is None or (kind.stems and m["done"] != kind.stems[0]):
        return None
    if any(f.label == part.label and f.figure.amount != part.figure.amount for f in near):
        return None  # year by year
    same = [f for f in near if f.label == m["name"] and f.id < part.id and alike(f, part) and f.measure in _PLANS]
    return same[-1] if len({f.figure.amount for f in same}) == 1 else None


def both_counted(pair: Pair, kind: Kind) -> bool:
    """Whether a rate is called by what both figures are, so that it may be of a third: 代偿A，净代偿B，代偿率p%."""
    both = all(f.label.endswith(kind.stems[:1]) for f in (pair.part, pair.whole))
    return both and not pair.based and not kind.planned


_PLANS = ("level", "budget")
PEOPLE = ("人", "名", "位")


def alike(one: Fact, other: Fact) -> bool:
    """Whether one figure may be counted of another: of one dimension, counts of one unit or of people."""
    a, b = one.figure.unit, other.figure.unit
    if a.dimension != b.dimension:
        return False
    return a.dimension != "count" or a.name == b.name or (a.name in PEOPLE and b.name in PEOPLE)


_SPENT = compiled(r"支出|经费|费$")
_REACHED = compiled(
    r"(?:达到|超过|完成|实现)[^,;。|]{0,6}(?:目标|计划|任务)[值数]?的"
)  # 达到目标值的31个: of those planned
_DENIED = compiled(r"[不未非]$")
_EACH = compiled(r"每(?:个?季度?|个?月|年度?|半年|人|户|亩|批次?|次|期)[^,;。|]*\|")  # 每季度发放a万元


_TO_BE_DONE = compiled(r"(?P<plan>计划|应当?|拟|预计|目标)(?:完成|实现|达到)")  # 计划完成a座: nothing is done of it yet


def _planned(done: regex.Match[str]) -> str:
    return str(done["plan"])  # a template would load all of the library `regex`


def _around(ledger: Ledger, fact: Fact) -> str:
    """The words around a figure, what is to be done called only planned."""
    words: str = _TO_BE_DONE.sub(_planned, around(ledger, fact))
    return words


_BUDGET = "预算"


def _part(ledger: Ledger, fact: Fact, kind: Kind) -> int:
    """How clearly the words around a figure say that it is what a rate counts: 3 they repeat its name, 0 not at all."""
    words, text = words_of(ledger.rulebook.lexicon), _around(ledger, fact)
    if _REACHED.search(text):
        return 3
    if _last(words.whole, text) > _last(words.part, text) or (kind.planned and words.beyond.search(text)):
        return 0
    if _EACH.search(text):
        return 0
    for k, stem in enumerate(kind.stems):
        if stem in text and not (stem == _BUDGET and fact.measure == "budget"):  # 预算执行率: not what was executed
            return 3 - k if not _DENIED.search(text[: text.find(stem)]) else 0  # 不合格18批次: no 合格率 is of them
    if kind.rest and words.left.search(text):
        return 2
    reached = words.part.search(text) is not None or (fact.measure == "level" and _SPENT.search(fact.label) is not None)
    return int((kind.planned or kind.rest) and reached)


def _whole(ledger: Ledger, fact: Fact, kind: Kind) -> int:
    """How clearly the words around a figure say that it is what a rate is of."""
    words, text = words_of(ledger.rulebook.lexicon), _around(ledger, fact)
    if _REACHED.search(text) or _last(words.part, text) > _last(words.whole, text):
        return 0
    if words.whole.search(text) is not None or fact.measure == "budget":
        return 2
    return int(words.amount.search(text) is not None and not any(s in text for s in kind.stems[:1]))


def _last(pattern: regex.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)
