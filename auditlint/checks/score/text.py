"""Points in a sentence: items against their total, what was taken off, caps; part of the check `score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from auditlint.checks.relate import maybe, relate, slipped, swapped
from auditlint.equations import HUNDRED, AtMost, Equation, Rest, Sum
from auditlint.expressions import compiled
from auditlint.facts.divisions import divided
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass, replace
from auditlint.typed import Literal

Kind = Literal["got", "full", "lost", "moved"]

_CLAUSE = compiled(r"[,;。:、]|其中")
_FULL = compiled(r"(?:满分|分值|权重|标准分|总分值|基准分)(?:合计|共计|总计|为|是|共|:|分别|依次|各)*$|\($")
_ALL_GOT = compiled(r"[得获]满分\($")  # 甲、乙均得满分（15分、25分）: full points, and earned
_FULL_BEHIND = compiled(r"的?(?:权重|分值|满分|标准)|中|[×✕*]")  # 按10分权重得9.51分; 产出50分中，甲得18分
_RULE = compiled(r"每[^,;。:]{0,16}$")  # 每超1个百分点扣0.1分: how points are given, none that were
_LOST = compiled(r"(?:扣|失|丢)(?:除|减|掉)?(?:了)?(?:分|分值|分数)?(?:总[数分计额])?(?:为|共|合计|:)*$")
_FAR = compiled(r"(?:低于|高于|比|较|距|距离)[^,;。:0-9]{0,6}(?:满分|分值|标准分)$")  # 低于满分a分: by how much
_ADDED = compiled(r"(?<![附追增])加(?:了)?$")
_WEIGHED = compiled(r"(?:权重|分值|满分)(?:设置|分配|设定|安排)?(?:上|方面|为|如下)?[,:][^;。得评]*$")
_EARNED = compiled(r"^(?:自评|实际|实)?得分?(?:为|是)?$|^自评(?:分|为)?$")
_TOTAL = compiled(
    r"总(?![量务结部目])|合计|(?<!公)共|累计|综合(?=得分|评|自评|考|为|$)|最终|最后|以上"
    r"|(?:^|自评|评价|绩效|复核|考核)(?:得分|评分)(?:为|是|达)?$"
)
_BRACKET = compiled(r"\((?!其中|含)")  # 总分a分（其中甲满分b分，得c分）: b is of a part
_OTHERS = compiled(r"平均|抽查|上年|去年|加分|[该此本]项(?!目)")  # points that are none of this total's
_OPENS = compiled(r"(?:\([^()]*\))?(?::|,?其中)")


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of points: what it counts, whether it is a total, and the words before it."""

    fact: Fact
    kind: Kind
    total: bool
    words: str


def caps(ledger: Ledger) -> Iterator[Relation]:
    """A得9分（满分10分）, A（10分）…得9分: no more than the full points beside it."""
    for sentence in ledger.sentences:
        found = points_in(ledger, sentence)
        for got, full in _pairs(ledger, found):
            yield from maybe(relate("score", AtMost(), (("score", got.fact), ("weight", full.fact)), firm=True))


_TOGETHER = compiled(r"[两三四五六七八]项(?:合计|共计|共)")  # 甲（a分）、乙（b分）均得满分，两项合计c分


_ALONE = compiled(r"\(?(?:本项|该项|此项|其)?(?:满分|分值|权重|标准分|总分值?|基准分|百分制|总|共|的|为|是|:)*")


def _pairs(ledger: Ledger, points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Scores with the full points in the bracket behind them, or else with those named just before."""
    taken: Point | None = None
    for first, second in pairwise(points):
        if first.fact.item != second.fact.item:
            continue
        behind = {p: _BRACKET.match(normalize(ledger.after(p.fact, 3))) is not None for p in (first, second)}
        kinds = (first.kind, second.kind)
        beside = second.fact.clause - first.fact.clause <= 1 or _EARNED.match(second.words) is not None
        near = beside and not first.total
        if kinds == ("got", "full") and behind[first]:
            if first.total and not _ALONE.fullmatch(second.words):
                continue  # 综合得分a分（甲30分得b分，…）: the full points of a part
            taken = second
            yield first, second
        elif (
            kinds == ("full", "got")
            and near
            and first is not taken
            and not (behind[second] or _TOGETHER.search(second.words))
            and not _of_another_name(first, second)
            and not (second.total and first.fact.depth > second.fact.depth)  # 丙（a分）不扣分，总分b分
        ):
            yield second, first


_GOT_WORDS = compiled(r"(?:自评|实际|最终|综合)?(?:得分|评分|得|为|是|了|:)+$")


def _of_another_name(full: Point, got: Point) -> bool:
    """丙指标（a分）未扣分，产出得分b分: whether a score has a name that its full points have not."""
    name = _GOT_WORDS.sub("", got.words)
    return full.fact.depth > got.fact.depth and len(name) > 1 and name not in full.words


def points_in(ledger: Ledger, sentence: Sentence) -> list[Point]:
    """The points of a sentence, in order, without those of a scale or of how points are given."""
    found: list[Point] = []
    end = sentence.start
    for fact in ledger.pick(sentence.facts):
        start = fact.figure.span.start
        lead = normalize(ledger.documents[fact.document].blocks[sentence.block].text[end:start]).replace(" ", "")
        end = fact.figure.span.end
        if fact.figure.unit.dimension != "score":
            continue
        if _RULE.search(normalize(ledger.before(fact, 24))) or _of_a_scale(ledger, fact):
            continue
        words = _CLAUSE.split(lead.rstrip(":"))[-1]
        if not words.strip("0123456789."):  # 分别扣0.4、2.2、0.6分: what the row began with
            words = lead.rpartition(",")[2].rstrip("0123456789.、")
        kind: Kind = "got"
        if found and not words.strip("和与及以") and fact.grouped and found[-1].fact.id == fact.id - 1:
            kind = found[-1].kind  # 满分分别为15分、30分
        elif fact.measure == "change" or _FAR.search(words):
            kind = "moved"
        elif _ALL_GOT.search(words):
            kind = "got"
        elif _FULL.search(words) or _FULL_BEHIND.match(normalize(ledger.after(fact, 4))):
            kind = "full"
        elif _LOST.search(words):
            kind = "lost"
        elif _ADDED.search(words):
            kind = "moved"
        elif _WEIGHED.search(sentence.text[: start - sentence.start]):
            kind = "full"
        if found and _EARNED.match(words) and _full_before(found[-1], fact):
            found[-1] = replace(found[-1], kind="full")  # 投入15分得14分
        if not _OTHERS.search(words):
            found.append(Point(fact, kind, _TOTAL.search(words) is not None, words))
    for i, (one, other) in enumerate(pairwise(found)):
        if ledger.between(one.fact, other.fact) == "/":  # 决策情况（9.5分/10分）: what was got of what there was
            low = min(one, other, key=lambda p: p.fact.figure.value)
            found[i : i + 2] = [replace(p, kind="got" if p is low else "full") for p in (one, other)]
    return found


_LIMIT = frozenset("≤≥<>≦≧")  # 80分≤得分<90分
_UPWARDS = compiled(r"\(?含?\)?及?(?:以上|以下|至|到|[-~—])")


def _of_a_scale(ledger: Ledger, fact: Fact) -> bool:
    """90分以上为优秀，80分至90分为良好: whether points are a bound of a scale of grades."""
    behind, before = normalize(ledger.after(fact, 5)), normalize(ledger.before(fact, 1))
    limited = not _LIMIT.isdisjoint((before, behind[:1]))
    return limited or _UPWARDS.match(behind) is not None or before in ("至", "到", "-", "~")


_LINE = compiled(r"目标|标准|等级|优秀|良好|合格|及格|最低|不低于|以上")


def _full_before(last: Point, fact: Fact) -> bool:
    """Whether points right before some that were earned are the full ones, and no line that was to be reached."""
    named = last.kind == "got" and not _EARNED.match(last.words) and not _LINE.search(last.words)
    return named and last.fact.id == fact.id - 1


_SUBTOTAL = ("小计", "小计得分", "小计得")


def _subtotals(points: Sequence[Point]) -> Iterator[Relation]:
    """数量15分得15分、质量10分得9分，小计24分: the scores of an item, each beside its full points, up to its 小计."""
    for k, total in enumerate(points):
        if not total.words.endswith(_SUBTOTAL):
            continue
        own = [p for p in points[:k] if p.fact.item == total.fact.item and p.fact.depth == total.fact.depth]
        got = [p for p in own if p.kind == "got"]
        paired = len(got) > 1 and len(own) == 2 * len(got) and not any(p.total for p in got)
        full = (_full_before(first, p.fact) or first.kind == "full" for first, p in pairwise(own) if p in got)
        if paired and all(full):
            yield from _made(Sum((1,) * len(got)), [("total", total.fact), *(("part", p.fact) for p in got)])


def sentences(ledger: Ledger) -> Iterator[Relation]:
    """Totals against items, points taken off against what is left, within a sentence."""
    for sentence in ledger.sentences:
        found = points_in(ledger, sentence)
        if len(found) < 2:
            continue
        yield from _subtotals(found)
        found = [p for p in found if not p.words.endswith(_SUBTOTAL)]
        for kind in ("got", "lost"):
            yield from (r for r in _listed(ledger, found, kind) if not _with_one_before(ledger, sentence, r, kind))
        yield from _taken_off(ledger, found)
        yield from _off_in_items(found)
        yield from _hundred(ledger, found)
        yield from _moved(ledger, found)


def _with_one_before(ledger: Ledger, sentence: Sentence, made: Relation, kind: str) -> bool:
    """预算执行10分，得a分。产出得b分，效益得c分，总分T分: whether points told just before make up the total."""
    if made.verdict != "broken":
        return False
    before = [s for s in ledger.sentences[max(sentence.id - _BACK, 0) : sentence.id] if s.document == sentence.document]
    points = (p for s in before for p in points_in(ledger, s))
    return any(p.kind == kind and p.fact.figure.value == made.difference for p in points)


_BACK = 2  # sentences before one in which points that its total includes may stand


_PAIR = 2


def _off_in_items(points: Sequence[Point]) -> Iterator[Relation]:
    """甲分值40分，扣5.2分，得34.8分；乙…: the full points, what was taken off and what is left, item by item."""
    items = [[p for p in points if p.fact.item == item] for item in dict.fromkeys(p.fact.item for p in points)]
    if len(items) < _PAIR:
        return
    for own in items:
        kinds = [p.kind for p in own]
        if kinds == ["full", "lost", "got"] and not any(p.total for p in own):
            full, lost, got = own
            yield from _made(Sum((1, -1)), [("score", got.fact), ("weight", full.fact), ("lost", lost.fact)])


def _hundred(ledger: Ledger, points: Sequence[Point]) -> Iterator[Relation]:
    """决策20分得a分，过程20分得b分，产出30分得c分，效益30分得d分: the full points of all there is make 100."""
    pairs = list(_pairs(ledger, points))
    names = [full.words.removesuffix("指标") for _, full in pairs]
    if len(pairs) < _SEVERAL or not divided(names, ledger.rulebook.lexicon, "总分"):
        return
    terms = [("weight", pairs[-1][1].fact), *(("other", full.fact) for _, full in pairs[:-1])]
    made = relate("score", Rest("分"), terms, firm=True)
    if made is not None and (made.verdict != "broken" or abs(made.difference) < _SLIP):
        yield made


_SLIP = 10  # points by which full ones may be mistyped and still be those of a hundred


def _listed(ledger: Ledger, points: Sequence[Point], kind: str) -> Iterator[Relation]:
    """T分：a、b、c, or a、b、c，合计T分."""
    own = [p for p in points if p.kind == kind]
    own = [p for p, behind in zip(own, [*own[1:], None], strict=False) if not _full_before_what_was_got(p, behind)]
    for i, total in enumerate(own):
        after = normalize(ledger.after(total.fact, 12))
        opened = _OPENS.match(after) is not None
        behind = takewhile(lambda p: not p.total, own[i + 1 :]) if opened else ()
        items = [p for p in behind if p.fact.depth == total.fact.depth]
        inside = [p for p in items if p.fact.item == total.fact.item]
        if len(inside) > 1 and sum(p.fact.figure.value for p in items) != total.fact.figure.value:
            items = inside  # 过程得17分，其中甲9分、乙8分；产出得27分: beyond the semicolon stands another one
        inner = _in_bracket(own[i + 1 :], total) if not opened and after.startswith("(") else []
        if inner and kind == "got" and not _of_what_there_was(ledger, points, total, inner):
            yield from sum_of(ledger, points, total, inner, closed=True)
        elif opened and len(items) > 1 and not _of_full_points(ledger, points, total, items):
            yield from sum_of(ledger, points, total, items, closed=after.startswith((":", "(")))
        elif not i and not opened and (each := _each_with_full(ledger, points, total, own[1:])):
            yield from sum_of(ledger, points, total, each, closed=True, whole=True)
        elif total.total and not opened:
            first = max((k + 1 for k, p in enumerate(own[:i]) if p.total), default=0)
            items = [p for p in own[first:i] if p.fact.depth == total.fact.depth]
            inside = [p for p in items if p.fact.item == total.fact.item]
            if (
                kind == "lost"
                and 1 < len(inside) < len(items)
                and sum(p.fact.figure.value for p in items) != total.fact.figure.value
            ):
                items = inside  # 决策扣a分；管理甲扣b分、乙扣c分，累计扣t分: b and c
            if 1 < len(inside) < len(items) and sum(p.fact.figure.value for p in inside) == total.fact.figure.value:
                items = inside  # 细分数量20分、质量15分；实得数量18分、质量14分，共32分
            items = [*_row(items)]
            between = _between(ledger, items[-1], total) if items else ""
            if _OF_AN_ITEM.search(between):
                continue  # a得3.5分；b，得5分；c执行率95%，得分4.75分: of c
            if any(_EACH.search(normalize(ledger.before(p.fact, 6))) for p in items):
                continue  # 两项指标各扣a分，预算执行扣b分，合计扣t分
            if items and _FURTHER.search(_text(ledger, items[:1])[-_LEAD:]):
                continue  # 另外满意度得9分、预算执行得10分，总分97.25分: of more than these
            if sum(_OF_A_YEAR.search(p.words) is not None for p in items) > 1:
                continue  # 2030年得分a，2031年得分b，综合得分c
            if any(_ALL_GOT.search(p.words) for p in own[first:i]):
                continue  # items told within a bracket, beside others that are not
            if len(items) > 1 and "平均" not in between:  # 打分92分、88分，平均90分，最终…
                yield from sum_of(
                    ledger, points, total, items, closed=True, whole=not _AMONG.search(_text(ledger, items))
                )


def _full_before_what_was_got(total: Point, behind: Point | None) -> bool:
    """甲得a分，乙得b分，总分100分，合计得c分: whether a hundred points are those that could be got."""
    beside = behind is not None and behind.total and behind.fact.id == total.fact.id + 1
    full = total.total and total.fact.figure.value == HUNDRED and "得" not in total.words
    return full and beside and behind is not None and behind.fact.figure.value < HUNDRED and "得" in behind.words


def _in_bracket(behind: Sequence[Point], total: Point) -> list[Point]:
    """得46分（数量15分、质量13分、时效18分）: the points in the bracket right behind some others."""
    inside = [*takewhile(lambda p: p.fact.depth == total.fact.depth + 1 and not p.total, behind)]
    beside = bool(inside) and inside[0].fact.id == total.fact.id + 1
    return inside if beside and len(inside) > 1 and all(_NAMED.fullmatch(p.words) for p in inside) else []


_NAMED = compiled(r"\(?[一-鿿]{2,12}(?:得|得分)?")


def _of_what_there_was(ledger: Ledger, points: Sequence[Point], got: Point, items: Sequence[Point]) -> bool:
    """产出50分，得46分（数量20分、质量30分）: whether a bracket divides the full points beside."""
    full = full_of(ledger, points, got)
    return full is not None and full.fact.figure.value == sum(p.fact.figure.value for p in items)


def _row(items: Sequence[Point]) -> Sequence[Point]:
    """按甲20分、乙50分评分，得分分别为a、b，合计t: the row that the last of some points stands in, else all of them."""
    start = len(items) - 1
    while start > 0 and items[start].fact.grouped:
        start -= 1
    return items[start:] if start < len(items) - 1 else items


def _each_with_full(ledger: Ledger, points: Sequence[Point], total: Point, behind: Sequence[Point]) -> Sequence[Point]:
    """自评96.57分，指标90分得87.27分，执行10分得9.3分: the items right behind a total whose full points make 100."""
    items = [p for p in behind if p.fact.item == total.fact.item and p.fact.depth == total.fact.depth]
    full = [full_of(ledger, points, p) for p in items]
    made = sum((f.fact.figure.value for f in full if f is not None), Decimal(0))
    whole = len(items) > 1 and None not in full and made == HUNDRED and not any(p.total for p in items)
    return items if whole and _GIVEN.search(total.words) else ()


_FURTHER, _LEAD = compiled(r"(?:另外|另有|此外|加上)[^;。]*$"), 30  # characters before the first item
_OF_A_YEAR = compiled(r"20[0-9]{2}年|[上本去]年|第[一二三四]季度|[上下]半年")
_EACH = compiled(r"[各均都](?:扣减?|得|计|加)$")
_OF_AN_ITEM = compiled(r";[^;]*[^;,]{3,}[^;]*,(?:得分|评分)$")


_GIVEN = compiled(r"自评|评价|评分|考评|评审|评定|总分|综合")


def _of_full_points(ledger: Ledger, points: Sequence[Point], total: Point, items: Sequence[Point]) -> bool:
    """产出指标50分：甲得20分（满分20分）、乙得13分（满分15分）: points that could be got, not what was."""
    given = "得" in total.words or _GIVEN.search(total.words) is not None
    return not given and any(full_of(ledger, points, p) is not None for p in items)


def sum_of(
    ledger: Ledger, points: Sequence[Point], total: Point, items: Sequence[Point], *, closed: bool, whole: bool = False
) -> Iterator[Relation]:
    """A total and its items: told where the items are all of them, or make more than the total."""
    terms = [("total", total.fact), *(("part", p.fact) for p in items)]
    made = relate("score", Sum((1,) * len(items)), terms, firm=True)
    if made is None:
        return
    # 甲30分扣1分，乙得20分，合计49分
    if made.verdict == "broken" and items[0].kind == "got" and (lost := _lost_among(points, items)):
        netted = Sum((*made.equation.signs, *(-1 for _ in lost))) if isinstance(made.equation, Sum) else made.equation
        less = relate("score", netted, [*terms, *(("lost", p.fact) for p in lost)], firm=True)
        yield from (r for r in maybe(less) if r.verdict != "broken")
        return
    if made.verdict == "broken":
        if "加分" in ledger.sentences[items[0].fact.sentence].text:  # what was added is no item
            return
        whole = whole or _complete(ledger, points, total, items)
        gap = made.difference
        above = made.expected is not None and made.expected > HUNDRED
        if above and (not whole or not slipped(made, _TELLING)):
            return  # 三个年度得分a、b、c，综合得分d: no sum of them
        least = min(p.fact.figure.value for p in items)
        near = 0 < gap < least / (2 if closed else 4) and (closed or len(items) >= _SEVERAL)
        more = gap < 0 and (closed or len({p.words[-2:] for p in items}) == 1)
        sure = whole or more or near or swapped(made, _TELLING)
        if not sure or _beside(ledger, items[0], gap):
            return
    yield made


def _lost_among(points: Sequence[Point], items: Sequence[Point]) -> list[Point]:
    """What is said to be taken off between the items of a list or right behind the last of them."""
    first, last = items[0].fact.id, items[-1].fact.id
    return [p for p in points if p.kind == "lost" and not p.total and first < p.fact.id <= last + 1]


_SEVERAL = 3  # items behind 其中 of which one left out would have more points than what lacks
_TELLING = 3  # digits of points in which two in the wrong order explain a difference
_BEFORE = 160  # characters before the items of a total in which a further one of them may stand
_GOT = compiled(r"(?:得分|评分|得|分值|权重|满分)(?:为|是|:)?([0-9]+(?:\.[0-9]+)?)分?(?![0-9.])")


def _beside(ledger: Ledger, first: Point, gap: Decimal) -> bool:
    """执行率p%，得分10；产出得48分…，总分: whether points told before, with or without 分, may fill the gap."""
    before = normalize(ledger.before(first.fact, _BEFORE)).replace(" ", "")
    sentence = ledger.sentences[first.fact.sentence]
    paragraph = normalize(ledger.documents[sentence.document].blocks[sentence.block].text[: sentence.start])
    further = [Decimal(value) for value in _GOT.findall(paragraph.replace(" ", ""))]  # items, and their sums
    return any(Decimal(value) == gap for value in _GOT.findall(before)) or (
        max(further, default=HUNDRED) <= gap <= sum(further, Decimal(0))
    )


_AMONG = compiled(r"主要|其中|等")  # only some of the items


def _text(ledger: Ledger, points: Sequence[Point]) -> str:
    """The sentence of some points up to the last of them."""
    sentence = ledger.sentences[points[0].fact.sentence]
    return sentence.text[: points[-1].fact.figure.span.end - sentence.start]


def _complete(ledger: Ledger, points: Sequence[Point], total: Point, items: Sequence[Point]) -> bool:
    """Whether the items are by name all there is, or the full points beside them make up the total's, or 100."""
    if divided([p.words.removesuffix("得分") for p in items], ledger.rulebook.lexicon, total.words):
        return True
    beside = {p.fact.id: f.fact for p in items if (f := full_of(ledger, points, p)) is not None}
    own = full_of(ledger, points, total)
    wanted = own.fact.figure.value if own is not None else HUNDRED
    return len(beside) == len(items) and sum((f.figure.value for f in beside.values()), Decimal(0)) == wanted


def full_of(ledger: Ledger, points: Sequence[Point], point: Point) -> Point | None:
    """The full points right behind or before a score."""
    return next((full for got, full in _pairs(ledger, points) if got is point), None)


_WITHIN = compiled(r"其中|包括|分别|主要[是为因]|由于|因为|原因|各扣")


def _between(ledger: Ledger, first: Point, last: Point) -> str:
    """The text from one figure of a sentence to another."""
    return ledger.sentences[first.fact.sentence].between(first.fact, last.fact)


def _taken_off(ledger: Ledger, points: Sequence[Point]) -> Iterator[Relation]:
    """满分10分，扣1分，得9分; 总扣分2分，总得分98分."""
    got = [p for p in points if p.kind == "got"]
    lost = [p for p in points if p.kind == "lost"]
    full = [p for p in points if p.kind == "full"]
    lost = [p for p in lost if p is lost[0] or not _WITHIN.search(_between(ledger, lost[0], p))]  # 扣a分，其中甲扣b分
    of_an_item = False
    if len(lost) > 1 and sum(p.fact.figure.value for p in lost[1:]) == lost[0].fact.figure.value:
        of_an_item = any(lost[0].fact.id < p.fact.id < lost[-1].fact.id for p in (*got, *full))
        del lost[1:]  # 扣a分：甲扣b分、乙扣c分
    if not of_an_item and len(got) == len(full) == 1 and lost and len({p.fact.item for p in (*got, *full, *lost)}) == 1:
        terms = [("score", got[0].fact), ("weight", full[0].fact), *(("lost", p.fact) for p in lost)]
        bracket = any(p.fact.depth > got[0].fact.depth for p in lost)
        if bracket and _MORE_OFF.search(_above(ledger, got[0].fact)):
            return  # …，扣1分。以上满分50分，得47.6分（梯田扣1.4分）: of what else was taken off, too
        yield from _made(Sum((1, *(-1 for _ in lost))), terms)
        return
    yield from _off_one(ledger, points)
    yield from _off_all(ledger, points)
    totals = [p for p in got if p.total]
    if any(_MAINLY.search(ledger.before(p.fact, 20)) for p in lost):
        return  # 扣分主要在2项指标上，共扣a分: elsewhere too
    off = [p for p in lost if p.total]
    if len(totals) == len(off) == 1 and totals[0].fact.figure.value > off[0].fact.figure.value:
        more = [p for p in lost if off[0].fact.id < p.fact.id < totals[0].fact.id]  # 合计扣a分，其他扣b分，总得分c分
        made = list(_made(Rest("分"), [("score", totals[0].fact), *(("lost", p.fact) for p in (off[0], *more))]))
        yield from (r for r in made if r.verdict != "broken" or not (full or more))
    elif len(totals) == len(lost) == 1 and len(points) == _PAIR and lost[0].fact.id == totals[0].fact.id + 1:
        made = list(_made(Rest("分"), [("score", totals[0].fact), ("lost", lost[0].fact)]))
        yield from (r for r in made if r.verdict != "broken" or slipped(r, _TELLING))  # 自评合计a分，扣b分
    elif len(totals) == 1 and not off and len(lost) > 1:  # others may have been left out
        made = list(_made(Rest("分"), [("score", totals[0].fact), *(("lost", p.fact) for p in lost)]))
        yield from (r for r in made if r.verdict != "broken")


_MAINLY = compiled(r"(?:扣|失|丢)分主要")
_MORE_OFF = compiled(r"扣[减除了]?[0-9]")
_ABOVE = 8  # sentences before a score in which other points may be taken off


def _above(ledger: Ledger, score: Fact) -> str:
    """The sentences before a score's own, of its section."""
    before = ledger.sentences[max(score.sentence - _ABOVE, 0) : score.sentence]
    return "".join(s.text for s in before if s.document == score.document and ledger.section(s) == score.section)


def _off_one(ledger: Ledger, points: Sequence[Point]) -> Iterator[Relation]:
    """甲得28分（满分30分），扣2分: what was taken off right behind a score and its full points, among other scores."""
    pairs = list(_pairs(ledger, points))
    for got, full in pairs:
        first, last = sorted((got, full), key=lambda p: p.fact.id)
        at, k = points.index(first), points.index(last) + 1
        if k == len(points) or points[k].kind != "lost" or points[k].fact.id != last.fact.id + 1:
            continue
        if points[k].total and len(pairs) > 1:
            continue  # 甲50分、得49分，乙50分、得48分，共扣3分: of both
        same = {p.fact.item for p in (got, full, points[k])} == {got.fact.item}
        before = [p for p in points[max(at - 1, 0) : at] if p.kind == "lost"]
        behind = [p for p in points[k + 1 : k + 2] if not _WITHIN.search(_between(ledger, points[k], p))]
        if same and all(p.fact.item != got.fact.item for p in (*before, *behind)):
            # 扣a分，得b分（满分c分），扣d分，…: which belongs to which is not known
            terms = [("score", got.fact), ("weight", full.fact), ("lost", points[k].fact)]
            yield from _made(Sum((1, -1)), terms)


def _off_all(ledger: Ledger, points: Sequence[Point]) -> Iterator[Relation]:
    """甲50分、得49分，乙50分、得48分，共扣3分: what was taken off of all, told where their full points make 100."""
    pairs = [(got, full) for got, full in _pairs(ledger, points) if full.fact.figure.value != HUNDRED]
    for lost in points:
        before = [(got, full) for got, full in pairs if max(got.fact.id, full.fact.id) < lost.fact.id]
        if lost.kind != "lost" or not lost.total or len(before) < 2:
            continue
        terms = [
            ("lost", lost.fact),
            *(t for got, full in before for t in (("weight", full.fact), ("score", got.fact))),
        ]
        made = relate("score", Sum((1, -1) * len(before)), terms, firm=True)
        whole = sum(full.fact.figure.value for _, full in before) == HUNDRED
        yield from (r for r in maybe(made) if r.verdict != "broken" or whole)


_THAN = compiled(r"(?:比|较|与|相较|相比|低于|高于)[^,;。比较与]*$")


def _moved(ledger: Ledger, points: Sequence[Point]) -> Iterator[Relation]:
    """自评a分，核减b分，最终c分, or 自评a分，复核c分，核减b分, or 复核c分，比自评a分低b分."""
    items = {p.fact.item for p in points}
    for item in items:
        own = [p for p in points if p.fact.item == item and not p.fact.basis]
        got = [p for p in own if p.kind == "got"]
        moved = [p for p in own if p.kind == "moved" and p.fact.direction]
        if len(got) == 2 and len(moved) == 1 and moved[0].fact.id > got[0].fact.id:
            sign = moved[0].fact.direction
            first, last = got[::-1] if _compared(ledger, got, moved[0]) else got
            terms = [("total", last.fact), ("part", first.fact), ("lost", moved[0].fact)]
            yield from _made(Sum((1, sign)), terms)


def _compared(ledger: Ledger, got: Sequence[Point], moved: Point) -> bool:
    """复核c分，比自评a分低b分; 自评a分，比第三方低b分，第三方c分: whether the first of two scores is what differs."""
    between = moved.fact.id < got[1].fact.id and _THAN.search(_between(ledger, got[0], moved))
    return bool(between or _THAN.search(_between(ledger, got[0], got[1])))


def _made(equation: Equation, terms: Sequence[tuple[str, Fact]]) -> Iterator[Relation]:
    yield from maybe(relate("score", equation, terms, firm=True))
