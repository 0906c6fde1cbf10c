"""Check `difference`: what is left of a plan, or goes beyond it, against the plan and what was reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks import Check
from auditlint.checks.complements import complements
from auditlint.checks.flows import of_another_account
from auditlint.checks.moved_budgets import moved
from auditlint.checks.pairs import MOST, PEOPLE, Kind, Pair, alike, pairs_of
from auditlint.checks.parts import add_up, compatible, heads_a_row
from auditlint.checks.planned_done import differences
from auditlint.checks.relate import jumbled, relate, significant
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.words import BESIDES, around, held_in, pattern
from auditlint.model import Fact, Relation, Span
from auditlint.numerals import normalize
from auditlint.records import dataclass, field, replace
from auditlint.typed import Literal

_BEFORE = 3  # sentences before a difference in which its two figures may stand
_BEHIND = 3  # figures behind a difference, among which what else was taken off may stand
_PLANNED = Kind((), "", planned=True, rest=False, money=False)
_DIGITS = 4
_BECAUSE = compiled(
    r"(?:原因|由于|主要是|因为|[,;]系|(?<!原)因[^,;。0-9]{2,10}(?=[尚还仍][需差缺]))[^;。]*$"
)  # what follows is a part of what is left


@dataclass(frozen=True, slots=True)
class Options:
    """Which differences are evaluated."""

    of: Literal["left", "moved"] = field(
        default="left",
        metadata={
            "help": "left: what is left of a plan or goes beyond it; moved: a budget after what was added and cut"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every named difference whose figures are found."""
    if options.of == "moved":
        yield from moved(ledger)
        return
    known = list(_left(ledger))
    yield from known
    firm = {r.terms[0].fact.id for r in known if r.firm}
    further = [r for r in (*complements(ledger), *differences(ledger)) if r.terms[0].fact.id not in firm]
    yield from {r.terms[0].fact.id: r for r in further}.values()


def _left(ledger: Ledger) -> Iterator[Relation]:
    lexicon = ledger.rulebook.lexicon
    below, above = pattern(lexicon, "left-of-plan"), pattern(lexicon, "beyond-plan")
    carried = pattern(lexicon, "carried-over")
    for sentence in ledger.sentences:
        told: Fact | None = None  # the difference before
        for fact in ledger.pick(sentence.facts):
            if fact.measure not in ("level", "change") or fact.figure.unit.dimension not in ("money", "count"):
                continue
            words = around(ledger, fact)
            if _BECAUSE.search(sentence.text, 0, fact.figure.span.start - sentence.start):
                continue
            if held_in(ledger, fact) or heads_a_row(ledger, fact) or _THAN_LAST.search(ledger.before(fact, 20)):
                continue
            sign = -1 if above.search(words) else 1 if below.search(words) else 0
            if not sign and fact.figure.unit.dimension == "count":
                left = _not_yet(ledger, sentence, fact, words) or _not_drawn(ledger, sentence, fact)
                if left is not None:
                    yield left
            if sign and told is not None and _its_part(ledger, sentence, told, fact):
                continue
            told = fact if sign else told
            if sign and fact.basis != "prior":
                made = _difference(ledger, sentence, fact, sign, sure=carried.search(words) is None)
                if made is not None and made.verdict == "broken" and _added_up(ledger, fact):
                    made = None  # 预拨A万元，下达B万元，缺口C万元，共计T万元
                if made is not None and made.verdict == "broken":
                    made = None if _rest_of_shares(ledger, fact, words) or of_another_account(ledger, made) else made
                if made is not None:
                    yield made


def _added_up(ledger: Ledger, fact: Fact) -> bool:
    """Whether an amount that is called what is left is one of several that make up a total behind them."""
    behind = ledger.facts[fact.id + 1 : fact.id + 2]
    for one in ledger.lists_with(fact.id):
        parts = [f for item in one.parts for f in ledger.pick(item[:1]) if f.id <= fact.id and compatible(f, fact)]
        made = (add_up(t, parts, False) for t in (*behind, *ledger.pick(one.parent)) if compatible(t, fact))
        if fact in parts and any(m is not None and m.verdict == "holds" for m in made):
            return True
    return False


_REST = compiled(r"其余|余下|剩下|其他各")
_REST_SHARE = compiled(r"(?:其余|余下|其他各)[^,;。:0-9]{0,8}[0-9.]+%")


def _rest_of_shares(ledger: Ledger, fact: Fact, words: str) -> bool:
    """甲48.6%、乙27.3%，其余各类24.1%。总额T，甲a，其余各类b: of what is left beside 乙, too."""
    if not _REST.search(words):
        return False
    text = ledger.documents[fact.document].blocks[fact.figure.span.block].text
    return _REST_SHARE.search(normalize(text[: fact.figure.span.start])) is not None


_THAN_LAST = compiled(r"(?:比|较|与|同)(?:上年|去年|20[0-9]{2}年)[^,，;；。]*$")  # 比上年A万元节省D万元: of last year


def _its_part(ledger: Ledger, sentence: Sentence, whole: Fact, fact: Fact) -> bool:
    """缺口T万元，其中甲缺口a万元、乙缺口b万元: a part of a difference, with no plan and result of its own before it."""
    between = [f for f in ledger.pick(sentence.facts) if whole.id < f.id < fact.id]
    listed = "其中" in sentence.between(whole, fact)
    return listed and not any(f.measure == "budget" or _RESULT.search(ledger.before(f, 8)) for f in between)


_RESULT = compiled(r"(?:计划|预算|安排|应|实际|完成|已|到位|支出|支付)[^,;。0-9]{0,4}$")
_STILL = compiled(r"(?:尚有|还有|仍有|其余|剩余|余下)\|[^,;。]{0,10}(?:未|没有?)(?P<verb>[一-鿿]{2})")
_NOT = compiled(r"(?:^|、)(?:尚|还)?未(?P<verb>[一-鿿]{2})[^,;。0-9|中]{0,6}\|")  # 已享受a户，未享受b户
_SHARE_OF = compiled(r"[^,;。:0-9]{0,8},?占[^,;。:0-9]{0,10}")
_OF_THEM = compiled(r"[^,;。:0-9]{0,6},(?:其中:?|其中,)?[^,;。:0-9]{0,8}")
_COVERED = compiled(r"覆盖|纳入|列入")


def _not_yet(ledger: Ledger, sentence: Sentence, fact: Fact, words: str) -> Relation | None:
    """覆盖a个村，占全县b个村的p%，尚有c个未覆盖; 共b户，已享受a户，未享受c户: all less those that were."""
    said = _STILL.search(words) or _NOT.search(words)
    near = [f for f in ledger.facts_of(sentence) if f.id < fact.id and f.item == fact.item and alike(f, fact)]
    if said is None or len(near) != _PAIR or BESIDES.search(sentence.text, fact.figure.span.end - sentence.start):
        return None
    if any(f.id > fact.id and alike(f, fact) for f in ledger.facts_of(sentence)):
        return None  # others are left out of account, or are being done
    first, last = near
    between = normalize(sentence.between(first, last)).replace(" ", "")
    part, whole = (first, last) if _SHARE_OF.fullmatch(between) else (last, first)
    done = around(ledger, part) + part.label
    same = said["verb"] in done or bool(_COVERED.search(done) and _COVERED.match(said["verb"]))
    told = part is first or (_OF_THEM.fullmatch(between) is not None and f"已{said['verb']}" in done)
    if not same or not told or last.id != first.id + 1 or first.depth != fact.depth:
        return None
    terms = (("rest", fact), ("larger", whole), ("smaller", part))
    return relate("difference", Sum((1, -1)), terms, firm=True)


_UNDRAWN = compiled(r"(?:^|[,;。])(?:对)?(?:其余|剩余)?未(?:被)?(?P<by>抽|选)[^,;。:()0-9]{0,6}$")
_DRAWN = compiled(r"(?:从中|(?<![其])中)(?:随机|重点|按比例)?(?P<by>抽|选)(?:取|查|选|审|评|出|择|检)了?$")
_DROPPED = compiled(r"取消|撤销|合并|调减|终止|新增|追加|另|除|剔除|重复")
_NAMED = 24  # characters before a number that say whether it counts those that were drawn


def _not_drawn(ledger: Ledger, sentence: Sentence, fact: Fact) -> Relation | None:
    """项目共a个，从中抽取b个…。未抽审的c个: all less those that were drawn."""
    said = _UNDRAWN.search(sentence.before(fact)[-_NAMED:])
    if said is None or fact.measure != "level" or fact.depth:
        return None
    near = ledger.paragraph(sentence, before=_BEFORE, behind=0)
    counts = [f for s in near for f in ledger.facts_of(s) if f.id < fact.id and alike(f, fact)]
    for whole, drawn in pairwise(counts):
        m = _DRAWN.search(ledger.said_before(drawn)[-_NAMED:])
        if m is None or m["by"] != said["by"] or whole.depth or drawn.depth:
            continue
        if not _nouns(ledger, whole) & _nouns(ledger, fact):
            return None
        between = Span(sentence.block, whole.figure.span.start, fact.figure.span.start)
        if _DROPPED.search(normalize(ledger.text(between, fact.document))):
            return None
        terms = (("rest", fact), ("larger", whole), ("smaller", drawn))
        return relate("difference", Sum((1, -1)), terms, firm=True)
    return None


def _nouns(ledger: Ledger, count: Fact) -> set[str]:
    """What is counted, by the end of a count's name or by the words behind it: 项目a个, a个项目."""
    return {name for name in (count.label[-2:], normalize(ledger.after(count, 2))) if len(name) > 1}


def _difference(ledger: Ledger, sentence: Sentence, fact: Fact, sign: int, *, sure: bool) -> Relation | None:
    """The first pair that makes the difference; else the only pair there is, where words say what both are."""
    near = [f for f in _figures(ledger, sentence, fact) if alike(f, fact)][-MOST:]
    pairs = sorted(pairs_of(ledger, near, _PLANNED), key=lambda p: _rank(p, fact))
    plain = bool(pairs) and (_plain(near, pairs[0], fact) or _by_name(near, pairs[0], fact))
    rest = sign > 0 and _REST.search(around(ledger, fact)) is not None
    if rest and len(near) > 1 and all(_BESIDE.match(ledger.between(a, b)) for a, b in pairwise([*near[-2:], fact])):
        return None  # 共T件，其中甲a件、乙b件、其余c件: of neither
    if rest:  # 受理a起，核定b起，其余c起: of the larger number
        pairs = [
            p if p.whole.figure.amount > p.part.figure.amount else replace(p, whole=p.part, part=p.whole) for p in pairs
        ]
    for k, pair in enumerate(pairs):
        made = _made(fact, pair, sign) if _may_hold(fact, pair) else None
        if made is None or made.verdict != "holds":
            continue
        telling = pair.said and pair.based and all(significant(f) >= _DIGITS for f in made.figures)
        if k == 0 and (plain or telling):
            return replace(made, firm=True)
        if all(significant(f) >= _DIGITS - 1 for f in made.figures) or (pair.said and pair.based):
            return made
    if len(near) > _PAIR and _IN_ALL.search(ledger.before(fact, 6)):
        return None  # 预算a、决算b；预算c、决算d，两项共节约…
    top = _made(fact, pairs[0], sign) if plain and sure else None
    if top is None and plain and sure and not rest:
        top = _opposite(ledger, fact, pairs[0], sign)
    if top is None and pairs and pairs[0].said and pairs[0].based and _nothing_else(ledger, near, pairs[0], fact):
        top = _slipped(fact, pairs[0], sign)
    after = _OUTSIDE.sub("", sentence.text[fact.figure.span.end - sentence.start :])
    behind = [f for f in ledger.facts[fact.id + 1 : fact.id + 1 + _BEHIND] if alike(f, fact)]
    told = top is not None and not _shared([*near, *behind], top) and not BESIDES.search(after)
    return replace(top, firm=True) if top is not None and told else None


_BESIDE = compiled(r"、")


def _nothing_else(ledger: Ledger, near: Sequence[Fact], pair: Pair, fact: Fact) -> bool:
    """Whether nothing stands between a pair and what is left of it in its paragraph but parts of the whole."""
    first = min(pair.whole.id, pair.part.id)
    listed = {i for one in ledger.lists_of(pair.whole.id) for item in one.parts for i in item}
    own = (pair.whole.figure.amount, pair.part.figure.amount)
    between = [f for f in near if f.id > first and f.id not in listed and f.depth <= fact.depth]
    beside = pair.whole.figure.span.block == pair.part.figure.span.block == fact.figure.span.block
    return beside and pair.whole.id < pair.part.id and all(f.figure.amount in own for f in between)


def _slipped(fact: Fact, pair: Pair, sign: int) -> Relation | None:
    """应付a、已付b，其余c: where nothing but a slip in one of three long figures explains what is left."""
    first, second = (pair.whole, pair.part) if sign > 0 else (pair.part, pair.whole)
    terms = (("rest", fact), ("larger", first), ("smaller", second))
    made = relate("difference", Sum((1, -1)), terms, firm=False)
    return made if made is not None and jumbled(made) else None


_OUTSIDE = compiled(  # 编制a名，在编b人，空编c名；另有编外人员d人: who holds no post leaves none of them free
    r"(?:另有|另外|此外)[^,;。0-9]{0,6}(?:辅助|编外|聘|临时|劳务|合同制|派遣|退休|离休|遗属|公益|借调|借用)"
)
_PAIR = 2
_IN_ALL = compiled(r"(?:共|合计|总计|累计)(?:计)?[^,，;；。0-9]{1,4}$")


def _shared(near: Sequence[Fact], made: Relation) -> bool:
    """Whether what a difference lacks is printed beside it, or what it makes with the part.

    Then more than one part was taken off, or the rest is of another whole: 执行T…预算A，其中标准部分b，其余c.
    """
    rest, whole, part = made.figures
    telling = (whole.amount - part.amount - rest.amount, part.amount + rest.amount)
    return any(f.figure.amount in telling for f in near)


def _may_hold(fact: Fact, pair: Pair) -> bool:
    """Whether two figures lie about as far apart as is stated: most pairs need not be judged."""
    left = abs(pair.whole.figure.amount - pair.part.figure.amount) - abs(fact.figure.amount)
    return abs(left) <= fact.figure.half + pair.whole.figure.half + pair.part.figure.half


def _made(fact: Fact, pair: Pair, sign: int) -> Relation | None:
    """What is left is the whole less the part; what goes beyond is the part less the whole."""
    first, second = (pair.whole, pair.part) if sign > 0 else (pair.part, pair.whole)
    if first.figure.amount < second.figure.amount:
        return None
    terms = (("rest", fact), ("larger", first), ("smaller", second))
    return relate("difference", Sum((1, -1)), terms, firm=False)


_AMONG = compiled(r"[^,;。:0-9]{0,10}中,")


def _opposite(ledger: Ledger, fact: Fact, pair: Pair, sign: int) -> Relation | None:
    """计划1,500座，实际1,468座，超额32座: the right distance, but the other way."""
    things = fact.figure.unit.dimension == "count" and fact.figure.unit.name not in PEOPLE
    if not things or _made(fact, pair, -sign) is None or not _may_hold(fact, pair):
        return None  # of money and of staff, checks of words tell
    if _AMONG.match(normalize(ledger.after(pair.part, 14))):
        return None  # 12个乡镇中，8个完成任务，4个未完成任务: the part is all of them
    first, second = (pair.whole, pair.part) if sign > 0 else (pair.part, pair.whole)
    terms = (("rest", fact), ("larger", first), ("smaller", second))
    return relate("difference", Sum((1, -1)), terms, firm=False)


def _figures(ledger: Ledger, sentence: Sentence, fact: Fact) -> Iterator[Fact]:
    """The amounts and counts before a difference, in its sentence and those just before it."""
    for other in ledger.sentences[max(sentence.id - _BEFORE, 0) : sentence.id + 1]:
        if other.document == sentence.document and ledger.section(other) == ledger.section(sentence):
            amounts = [f for f in ledger.pick(other.facts) if f.id < fact.id and f.measure in ("level", "budget")]
            apart = -1  # how deep a difference stands whose bracket is open
            for f in amounts:
                if _APART.search(around(ledger, f).partition("|")[0]):
                    apart = f.depth
                elif apart < 0 or f.depth <= apart:
                    apart = -1
                    yield f


# 甲节约a万元（预算b万元），乙节约c万元: neither a itself nor what its bracket holds is a plan or a result for c
_APART = compiled(r"(?:节约|节省|节支|超支|超额|超编|缺口|缺编|空编|少支出?|多支出?|短缺)[^,;。:]{0,4}$")


def _rank(pair: Pair, fact: Fact) -> tuple[int, ...]:
    away = 2 * fact.sentence - pair.part.sentence - pair.whole.sentence
    apart = (pair.part.item != fact.item) + (pair.whole.item != fact.item)
    return (not pair.named, not (pair.said and pair.based), away, apart, 2 * fact.id - pair.part.id - pair.whole.id)


def _plain(near: Sequence[Fact], pair: Pair, fact: Fact) -> bool:
    """Whether the item of a difference holds just these two figures, and words say which is which."""
    inside = [f for f in near if f.sentence == fact.sentence and f.item == fact.item]
    return bool(pair.said and pair.based) and {f.id for f in inside} == {pair.part.id, pair.whole.id}


def _by_name(near: Sequence[Fact], pair: Pair, fact: Fact) -> bool:
    """Whether a difference stands in the item of what was reached of a name before: 县级配套到位b万元，缺口c万元."""
    return pair.named and pair.part is near[-1] and (pair.part.sentence, pair.part.item) == (fact.sentence, fact.item)


CHECK = Check(
    "difference",
    Options,
    run,
    ("rest", "larger", "smaller", "total", "part"),
    "what is left of a plan or goes beyond it; budgets that were moved",
)
