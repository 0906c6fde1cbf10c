"""What came in by a month, in the months before and in all of them; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, permutations

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import TELLING, slipped
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic, side
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass, replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_TO = r"\s?(?:-|—|–|~|至|到)+\s?"
_MONTH = r"(?:1[0-2]|[1-9])"
_QUARTERS = "一二三四"
_SPAN = compiled(
    rf"(?<![0-9.])(?P<from>{_MONTH})月?{_TO}(?P<to>{_MONTH})月"
    rf"|截[至止](?:20[0-9]{{2}}年)?(?P<end>{_MONTH})月(?:底|末|份)?(?![0-9])|(?<![0-9.\-—–~至到])(?P<month>{_MONTH})月份?(?![0-9底末])"
    r"|(?P<half>上半年)|(?P<rest>下半年)|前(?P<quarters>[二三])个?季度|(?<![前至到\-、和及与一二三])第?(?P<quarter>[一二三四])季度|(?P<year>全年)"
)
# none of what came in by then
_OTHER = compiled(r"上年|去年|同期|同月|预算(?!内|外|管理|总?[收支])|计划|目标|任务|预计|力争|月均|[比较]")
_WORDS = compiled(
    rf"{_SPAN.pattern}|当[月季]|累计|完成|实现|入库|合计|共|达到?|为"
)  # of a label: what is left names the thing
_MOST = 12  # amounts before one with which it may make a third

Months = tuple[int, int]
_NO_MONTHS = (0, 0)  # of a plan or of last year: what is told before it and behind it are different things


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount of the months `first` to `last` of a year, and what it is of."""

    fact: Fact
    first: int
    last: int
    name: str


def months(ledger: Ledger) -> Iterator[Relation]:
    """1—5月完成T万元，5月当月a万元，1—4月累计b万元: T is a and b; quarters and halves of a year likewise."""
    for _, sentences in groupby(ledger.sentences, key=lambda s: (s.document, s.block)):
        paragraph = list(sentences)
        if any(_TIMES.search(s.text) for s in paragraph):
            yield from _within(ledger, [f for s in paragraph for f in ledger.facts_of(s) if f.measure == "level"])


def _within(ledger: Ledger, amounts: Sequence[Fact]) -> Iterator[Relation]:
    """The sums of the amounts of a paragraph."""
    name = ""
    told: list[_Told] = []
    done: set[int] = set()
    held = False  # whether a sum holds of what is told month by month
    for fact in amounts:
        span, own = _span(ledger, fact), _WORDS.sub("", fact.label)
        if span == _NO_MONTHS:
            told, held = [], False
            continue
        if span is None:
            name = own if side(own) not in ("", side(name)) else name  # 收入A，支出B，其中一季度b: of B
            continue
        name = own if not generic(own) or side(own) not in ("", side(name)) else name
        new = _Told(fact, *span, name)
        if any((t.first, t.last, t.name) == (new.first, new.last, name) for t in told):
            told, held = [], False  # the same months again: of another year, plan or part
        told.append(new)
        for whole, *parts in (*_made_of_two(told), *_made_of_quarters(told)):
            if whole.id in done or _more_between(ledger, whole, *parts):
                continue
            one = add_up(whole, parts, True)
            if one is not None and (one.verdict != "broken" or _told_wrong(ledger, one, amounts, held)):
                done.add(whole.id)
                held = held or one.verdict != "broken"
                yield replace(one, firm=True)


def _more_between(ledger: Ledger, *told: Fact) -> bool:
    """三季度a，清算调减b，前三季度T: whether another amount stands between the last two told."""
    *_, before, last = sorted(told, key=lambda f: f.id)
    return any(f.figure.unit.dimension == last.figure.unit.dimension for f in ledger.facts[before.id + 1 : last.id])


def _told_wrong(ledger: Ledger, broken: Relation, amounts: Sequence[Fact], held: bool) -> bool:
    """Whether another sum of the name holds, or a slip explains this, whose parts make up no other amount."""
    whole, *parts = (t.fact for t in broken.terms)
    made = sum((p.figure.amount for p in parts), Decimal(0))
    first, last = parts[0], parts[-1]
    others = any(f.figure.amount == made for f in amounts)
    bracket = normalize(ledger.after(whole, 1)) == "("  # T（含补缴b）
    in_order = first.id < last.id or first.id == last.id + 1
    return in_order and (held or slipped(broken, TELLING)) and not others and not bracket


_TIMES = compiled(r"月|季度|半年")


def _span(ledger: Ledger, fact: Fact) -> Months | None:
    """The months that an amount is of, by the words right before it; None where they name none."""
    if fact.measure != "level" or fact.figure.unit.dimension not in ("money", "count") or fact.grouped:
        return None
    words = ledger.said_before(fact)
    before = ledger.facts[fact.id - 1] if fact.id else fact
    if before.sentence == fact.sentence and before.id != fact.id:
        words = ledger.sentences[fact.sentence].between(before, fact)
    words = words.lstrip("、，；,; ")  # 一季度a、二季度b: the mark parts amounts, not quarters
    found = list(_SPAN.finditer(words))
    if fact.figure.unit.dimension == "count" and _STOCK.search(words):
        return _NO_MONTHS
    if found and _OTHER.search(words):
        return _NO_MONTHS
    return _months(found[0]) if len(found) == 1 else None


_STOCK = compiled(r"[季度半年][末底]|平均|在[册职编校岗]|保有|现有|实有")  # 二季度末在册a人: none that came in


def _months(m: regex.Match[str]) -> Months | None:
    if m["from"]:
        return (int(m["from"]), int(m["to"])) if int(m["from"]) < int(m["to"]) else None
    if m["end"]:
        return 1, int(m["end"])
    if m["month"]:
        return int(m["month"]), int(m["month"])
    if m["quarter"]:
        last = 3 * (_QUARTERS.index(m["quarter"]) + 1)
        return last - 2, last
    if m["quarters"]:
        return 1, 3 * (_QUARTERS.index(m["quarters"]) + 1)
    return (1, 6) if m["half"] else (7, 12) if m["rest"] else (1, 12)


def _made_of_quarters(told: Sequence[_Told]) -> Iterator[tuple[Fact, ...]]:
    """The last amount told, of three quarters or of a year, with those of its quarters, where each is told."""
    whole = told[-1]
    same = [t for t in told[:-1] if t.name == whole.name and compatible(t.fact, whole.fact)]
    quarters = [next((t for t in same if (t.first, t.last) == (k, k + 2)), None) for k in range(1, whole.last, 3)]
    if whole.first == 1 and whole.last in (9, 12) and all(quarters):
        yield whole.fact, *(t.fact for t in quarters if t is not None)


def _made_of_two(told: Sequence[_Told]) -> Iterator[tuple[Fact, Fact, Fact]]:
    """An amount from January on with the two that make it up, one of which is the last told."""
    newest = told[-1]
    same = [t for t in told if t.name == newest.name and compatible(t.fact, newest.fact)][-_MOST:]
    for whole, early, late in permutations(same, 3):
        joined = whole.first == early.first == 1 and early.last + 1 == late.first and late.last == whole.last
        if joined and newest in (whole, early, late):
            yield whole.fact, early.fact, late.fact
