"""The money of a department as its evaluation tells it; part of the check `year-end`.

预算收入总额T，其中年初预算数a，追加预算数b，上年结转c；当年财政拨款收入d … 支出合计e … 年末结余f: d = a + b, f = T − e,
c + d − e = f. What an evaluation calls so need not be what the accounts call so: only income of the year above what its
own sources leave is told by itself. The other equations bear out a slip that is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditlint.checks.parts import compatible
from auditlint.checks.relate import choose, maybe, relate
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Funds:
    """The total of a year's money, its sources of that year, what was brought forward, and what the text says of it."""

    total: Fact
    sources: tuple[Fact, ...]
    carried: Fact
    current: Fact | None
    spent: Fact | None
    closing: Fact | None


_TOTAL = compiled(r"(?:收入|资金|预算|经费)(?:预算)?(?:总额|总计|合计|总数|总收入)(?:为|共计?|是)?$")
_SOURCE = compiled(
    r"(?:年初|年中|本年|当年)?(?:批复|下达|追加|调整|调增|安排|预算|财政|拨款|收入|资金|指标|数|额|为|其中|:)+$"
)
_CARRIED = compiled(
    r"(?:上年|年初|以前年度|上年度)(?:财政|拨款|预算|资金)*(?:结转|结余)(?:资金|结余|和|收入|预算|数|为)*$"
)
_CURRENT = compiled(r"(?:当年|本年|今年)度?(?:一般|公共|预算|财政|拨款|实际)*收入(?:合计|总额|总计|数)?(?:共|为|是)*$")
_SPENT = compiled(r"支出(?:总额|总计|合计|决算|数)*(?:为|共计?|是)*$")
_PART = compiled(r"^(?:其中)?(?:基本|项目|人员|公用)|教育|类\)|三公|采购")
_YEAR = compiled(r"20[0-9]{2}")
_BEFORE = 24  # characters before a figure
_REACH = 14  # sentences behind the sources in which spending and balance stand
_LEAST = 2  # sources of a year besides what was brought forward


def annexed_funds(ledger: Ledger) -> Iterator[Relation]:
    """The relations of each statement of a year's money with its sources."""
    for funds in _told(ledger):
        total, carried, current = funds.total, funds.carried, funds.current
        sources: list[tuple[str, Fact]] = [("part", f) for f in funds.sources]
        flows: list[tuple[str, Fact]] = [("plus", carried)]
        if current is not None:
            flows.append(("plus", current))
            own = relate("sum", Sum((1,) * len(sources)), (("total", current), *sources), firm=True)
            if own is not None and (own.verdict != "broken" or own.difference > 0):
                yield own
        if funds.spent is None or funds.closing is None:
            continue
        spent, closing = funds.spent, funds.closing
        yield from maybe(_balance(Sum((1, -1)), closing, ("plus", total), ("minus", spent)))
        if current is not None:
            yield from maybe(_balance(Sum((1, 1, -1)), closing, *flows, ("minus", spent)))


def _balance(equation: Sum, closing: Fact, *flows: tuple[str, Fact]) -> Relation | None:
    return relate("balance", equation, (("stated", closing), *flows), firm=False)


def against_accounts(ledger: Ledger) -> Iterator[Relation]:
    """What an evaluation says of a year's money beside the accounts: 预算收入总额 and 收支总计, 当年收入 and 本年收入.

    The first statement is of all the money, a second one of the appropriations.
    """
    income = ledger.stated_once("本年收入合计")
    for funds in _told(ledger)[:_STATEMENTS]:
        totals = [f for name in _TOTALS if (f := ledger.stated_once(name)) is not None]
        for total in totals:
            yield from _same(total, funds.total)
            if income is not None:
                terms = (("stated", total), ("plus", income), ("plus", funds.carried))
                yield from maybe(relate("balance", Sum((1, 1)), terms, firm=False))
        for name in _INCOMES if funds.current is not None else ():
            yield from _same(ledger.stated_once(name), funds.current)


_STATEMENTS = 2
_TOTALS = ("收支总计", "财政拨款收支总计")
_INCOMES = ("本年收入合计", "一般公共预算财政拨款收入")


def _same(accounts: Fact | None, stated: Fact | None) -> Iterator[Relation]:
    """An amount of the accounts against the one of an evaluation that should be equal."""
    if accounts is not None and stated is not None and accounts.id != stated.id and compatible(accounts, stated):
        yield from maybe(relate("same-figure", Equal(), (("stated", accounts), ("other", stated)), firm=False))


_KINDS = compiled(r"^(?P<kind>人员类|(?:其他)?运转类|特定目标类)(?:项目)?(?:支出|经费|预算|资金)?$")
_ALL_KINDS = 3


def kinds_of_projects(ledger: Ledger) -> Iterator[Relation]:
    """人员类项目a、运转类项目b、特定目标类项目c, planned or spent: all the money that a department plans or spends.

    Where the first is what 基本支出 comes to, the others make 项目支出.
    """
    for measure in ("level", "budget"):
        found: dict[str, Fact] = {}
        for fact in ledger.facts:
            m = _KINDS.match(fact.label) if fact.sentence >= 0 and fact.measure == measure and not fact.depth else None
            if m is not None and found.setdefault(m["kind"], fact).figure.amount != fact.figure.amount:
                return  # told twice: of the department and of one of its bodies
        if len(found) != _ALL_KINDS:
            continue
        kinds = sorted(found.values(), key=lambda f: f.id)
        for total in _made_of(ledger, measure):
            terms = (("total", total), *(("part", f) for f in kinds))
            yield from maybe(choose([relate("sum", Sum((1, 1, 1)), terms, firm=False)]))
        if measure == "level":
            yield from _of_project_spending(ledger, kinds)


def _made_of(ledger: Ledger, measure: str) -> Iterator[Fact]:
    """What all kinds of projects come to."""
    if measure == "budget":
        yield from (funds.total for funds in _told(ledger)[:1])
        return
    told = (ledger.stated_once("本年支出合计"), *(funds.spent for funds in _told(ledger)[:1]))
    yield from (f for f in told if f is not None)


def _of_project_spending(ledger: Ledger, kinds: Sequence[Fact]) -> Iterator[Relation]:
    """运转类项目 and 特定目标类项目 against 项目支出, where 人员类项目 is what 基本支出 comes to."""
    basic, project = ledger.stated_once("基本支出"), ledger.stated_once("项目支出")
    if basic is not None and project is not None:
        staff = [f for f in kinds if f.label.startswith("人员") and f.figure.amount == basic.figure.amount]
        if staff:
            terms = (("total", project), *(("part", f) for f in kinds if f is not staff[0]))
            yield from maybe(choose([relate("sum", Sum((1, 1)), terms, firm=False)]))


@lru_cache(maxsize=1)
def _told(ledger: Ledger) -> Sequence[Funds]:
    """The statements of a year's money with its sources, in order."""
    return [f for s in ledger.sentences if "结" in s.text and (f := _of(ledger, s)) is not None]


def _of(ledger: Ledger, sentence: Sentence) -> Funds | None:
    facts = [f for f in ledger.facts_of(sentence) if f.figure.unit.dimension == "money" and not f.depth]
    start = next((i for i, f in enumerate(facts) if _TOTAL.search(_words(ledger, f))), None)
    if start is None or set(_YEAR.findall(sentence.text)) - {ledger.year}:
        return None
    total, sources, carried, current = facts[start], list[Fact](), None, None
    for f in facts[start + 1 :]:
        words = _words(ledger, f)
        if _CURRENT.search(words):
            current = f
            break
        if _CARRIED.search(words) and carried is None:
            carried = f
        elif _SOURCE.search(words):
            sources.append(f)
        else:
            break
    if carried is None or len(sources) < _LEAST:
        return None
    return Funds(total, tuple(sources), carried, current, *_behind(ledger, sentence, total))


def _words(ledger: Ledger, fact: Fact) -> str:
    """The words of a figure's clause before it."""
    before = normalize(ledger.before(fact, _BEFORE))
    return before[max(before.rfind(stop) for stop in ",;。:0123456789") + 1 :]


def _behind(ledger: Ledger, sentence: Sentence, total: Fact) -> tuple[Fact | None, Fact | None]:
    """What was spent of a year's money and what was left of it, in the sentences behind its sources."""
    spent: Fact | None = None
    for later in ledger.sentences[sentence.id + 1 : sentence.id + 1 + _REACH]:
        facts = [f for f in ledger.facts_of(later) if compatible(f, total) and not f.depth and f.measure == "level"]
        if later.document != sentence.document or any(_TOTAL.search(_words(ledger, f)) for f in facts):
            break
        if spent is None and facts and _SPENT.search(_words(ledger, facts[0])) and not _PART.search(facts[0].label):
            spent = facts[0]
        closing = next((f for f in facts if f.concept == "年末结转和结余"), None)
        if closing is not None:
            return spent, closing
    return spent, None
