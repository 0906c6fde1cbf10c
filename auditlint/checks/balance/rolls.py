"""People, vehicles and cases at both ends of a year, with those who came and went; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.words import around
from auditlint.model import Fact, Relation, Span
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_OPENED = ("初", "上年", "去年", "旧存")
_UNITS = ("人", "名", "位", "辆", "台", "件", "户", "家", "宗", "起", "张", "个")
_OPENS = compiled(r"(?:本?年|期|学年|月)初|期初|(?:上|去)年度?(?:末|底|年末|年底|未结|结转|遗留|结存)|旧存")
_CLOSES = compiled(r"(?:本?年|期|学年|月)末|(?:本?年|月)底|年终|未(?:审|办|执)?结")
_YEAR = compiled(r"^.*?[0-9]{4}年?")
_VERBS = compiled(
    r"^(?:共有|现有|实有|保有|共计|合计|总数|人数|数量|数|共|有|实|为|是|达|尚|的)+|(?:保有量|人数|总数|数量|总量|数|共计|共有|实有|尚有|有|为|是|共)+$"
)

_IN = compiled(
    r"招[录聘考收生]|考[录聘]|录[用取]|聘用|新?分配|调入|选调|遴选|引进|[新转录接划购迁纳]入|新[进增购收立认纳批聘录设登]|入[职学院住]|安置|接收|接受"
    r"|增[加员]|补充|发展|购[置买]|采购|受赠|受理|收案|立案|登记"
)
_OUT = compiled(
    r"[调转划迁]出|调离|离[职校院]|清退|停[发保]|退(?:休|伍|出|学)|辞[职退聘]|解[聘除矫]|开除|死亡|去世|逝世|病故|亡故|减[少员]|毕业|流失|报[废损]"
    r"|处置|拍卖|变卖|出售|上[缴交]|移交|交回|核销|注销|淘汰|[审办执]结|结案"
)
# what may leave the number as it is, or moves it by as many as the words do not say
_DOUBT = compiled(
    r"其中|含|包括|净|约|左右|多[人名辆件]|[人名位辆台件户家宗起张个]等|另|借[调用]|抽调|返聘|内退|转[岗正]|晋升|挂职|轮岗|互|编外|临[聘时]|合同制"
    r"|劳务|各[0-9]|累计|比例|计划|拟|将|同比|比上年|较上年|租|并[为入]|次年|下一?年|翌年|尚未|未[报到入]|待"
)
_GENERAL = compiled(r"(?:增加|增员|减少|减员|新增|变动)[^,;。]{0,4}$")  # before how they came or went
_CASES = ("件", "宗", "起")
_GROUP = compiled(r"(?:退休|在职|在编|在岗)人员")  # 年初在职A人，退休人员B人: no one went
_BRACKET = compiled(r"\([^()]*\)")
_LONG = 16  # characters of a clause that says nothing but who came or went
_SENTENCES = 3  # of a paragraph over which one roll may go


def rolls(ledger: Ledger) -> Iterator[Relation]:
    """年初在职A人，调入a人，退休b人，年末在职A + a − b人: a number with all that changed it."""
    for sentence in ledger.sentences:
        if not any(word in sentence.text for word in _OPENED):
            continue
        for opening in ledger.facts_of(sentence):
            if opening.figure.unit.name in _UNITS and opening.measure in ("level", "prior"):
                found = _roll(ledger, sentence, opening)
                yield from () if found is None else maybe(found)


def moved(ledger: Ledger) -> Iterator[Relation]:
    """在职人员较上年增加C人，其中新招录a人，退休b人: C is a less b, where words say that these made it."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for k, change in enumerate(facts):
            if change.measure != "change" or not change.direction or change.figure.unit.name not in _UNITS:
                continue
            behind = normalize(sentence.text[change.figure.span.end - sentence.start :])
            opened = _MADE.match(behind)
            before = sentence.before(change)[-_NAMED:]  # 报废车辆n辆，比上年增加m辆: of what was scrapped
            cars = change.figure.unit.name == "辆" and not _OTHERS.search(before)
            flow = change.figure.unit.name == "辆" and _MOVED.search(before) is not None
            net = opened is not None and opened.group() == "(" and _NET.search(before) is not None
            if opened is None or flow or not (cars or net or _staff(before)):
                continue
            stop = behind.find(")") if opened.group() == "(" else len(behind)
            end = change.figure.span.end + (stop if stop >= 0 else len(behind))
            moves = [f for f in facts[k + 1 :] if f.figure.span.end <= end and compatible(f, change)]
            signs = [_sign(ledger, f) for f in moves]
            if {*signs} != {1, -1} or len({f.depth for f in moves}) > 1 or _told_twice(ledger, moves, signs):
                continue
            last = moves[-1].figure.span.end - change.figure.span.end
            if _DOUBT.search(behind[opened.end() : min(last + _BEYOND, stop) if net else last + _BEYOND]):
                continue
            signs = [s * change.direction for s in signs]
            terms = [("plus" if s > 0 else "minus", f) for s, f in zip(signs, moves, strict=True)]
            yield from maybe(relate("balance", Sum(tuple(signs)), (("stated", change), *terms), firm=True))


_NET = compiled(r"净[增减](?:加|少)?了?$")  # 净减少C人（去世a人，新认定b人）


def _staff(words: str) -> bool:
    """Whether words speak of staff or cars, of which nobody comes or goes untold."""
    return _STAFF.search(words) is not None and _OTHERS.search(words) is None


_NAMED = 30  # characters before a change that name what changed
_STAFF = compiled(r"在[职编岗]|职工|实有人数|工作人员|编制|用车|车辆|公车")
_OTHERS = compiled(r"学生|在校|对象|案|预算")
_MOVED = compiled(r"购|报废|处置|更新|拍卖")
_MADE = compiled(
    r"[,;]?(?:其中[:,]?|(?:增加|减少|变动)?的?原因(?:是|为)[:,]?|具体(?:为|是)[:,]?|即[:,]?|系(?![统列数])|\()|[:]"
)
_BEYOND = 6  # characters behind the last number that may say there is more: 2人等


def _roll(ledger: Ledger, sentence: Sentence, opening: Fact) -> Relation | None:
    """The closing number with what moved it since an opening one."""
    start = _name(ledger, opening, _OPENS)
    if start is None:
        return None
    near = ledger.paragraph(sentence, before=0, behind=_SENTENCES - 1)
    facts = [f for s in near for f in ledger.facts_of(s) if compatible(f, opening) and f.depth == opening.depth]
    behind = facts[facts.index(opening) + 1 :]
    closing, moves = None, list[Fact]()
    before = ledger.facts[opening.id - 1] if opening.id else None
    if before is not None and before.sentence == opening.sentence and compatible(before, opening):
        name = _name(ledger, before, _CLOSES)
        if name is not None and (not start or _alike(name, start)):  # 年末保有量C，年初A，购置a，报废b
            closing, behind = before, [f for f in behind if f.sentence == opening.sentence]
    for fact in behind:
        name = _name(ledger, fact, _CLOSES) if closing is None else None
        if name is not None:
            closing = fact if _alike(name, start) else None
            break
        moves.append(fact)
    signs = [_sign(ledger, f) for f in moves]
    if closing is None or closing.measure != "level" or {*signs} != {1, -1} or _told_twice(ledger, moves, signs):
        return None
    first, *_, last = sorted((opening, closing, *moves), key=lambda f: f.id)
    between = Span(sentence.block, first.figure.span.start, last.figure.span.end)
    if _DOUBT.search(_BRACKET.sub("", normalize(ledger.text(between, sentence.document)))):
        return None
    terms = [("plus" if s > 0 else "minus", f) for s, f in zip(signs, moves, strict=True)]
    return relate("balance", Sum((1, *signs)), (("stated", closing), ("plus", opening), *terms), firm=True)


def _name(ledger: Ledger, fact: Fact, date: regex.Pattern[str]) -> str | None:
    """What is counted at a date, as the words behind the date say, or those before it; None without such a date."""
    words = around(ledger, fact).partition("|")[0]
    found = list(date.finditer(words))
    if not found:
        return None
    head, tail = words[: found[-1].start()], words[found[-1].end() :]
    return str(_VERBS.sub("", tail) or _VERBS.sub("", _YEAR.sub("", head)))


def _alike(closing: str, opening: str) -> bool:
    """Whether the names at both ends are of one number, of which the later need not be said again."""
    return opening.endswith(closing) or (len(opening) > 1 and closing.endswith(opening))


def _sign(ledger: Ledger, fact: Fact) -> int:
    """Whether so many came or went, by the words right before them; 0 where these say neither, or both."""
    words = around(ledger, fact).partition("|")[0]
    ways = {sign for sign, pattern in ((1, _IN), (-1, _OUT)) if pattern.search(words)}
    own = not fact.basis or (fact.depth > 0 and not _AGAINST.search(words))  # 比上年净增C人（新增a人，退出b人）
    moved = fact.measure == "level" or (fact.measure == "change" and own)
    plain = len(ways) == 1 and len(words) <= _LONG and _GROUP.search(words) is None
    return ways.pop() if moved and plain else 0


_AGAINST = compiled(r"[比较与同]")


def _told_twice(ledger: Ledger, moves: Sequence[Fact], signs: Sequence[int]) -> bool:
    """Whether several numbers of one direction may be of the same: 减少4人，退休3人、调出1人; 审结9件，调解结案8件."""
    cases = moves[0].figure.unit.name in _CASES
    general = (_GENERAL.search(around(ledger, f).partition("|")[0]) is not None for f in moves)
    return any((cases or broad) and signs.count(sign) > 1 for sign, broad in zip(signs, general, strict=True))
