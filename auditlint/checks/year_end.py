"""Check `year-end`: what a department says is left at the end of the year, against its accounts and elsewhere.

Only statements of all of its money are compared: a fund, a class of expenditure or a project has a balance of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from auditlint.checks import Check
from auditlint.checks.annexed_funds import against_accounts, annexed_funds, kinds_of_projects
from auditlint.checks.parts import compatible
from auditlint.checks.relate import choose, maybe, relate
from auditlint.equations import AtMost, Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.project_texts import reported
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, field
from auditlint.typed import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """What a closing balance is compared with."""

    against: Literal["accounts", "statement", "project", "sources", "kinds"] = field(
        default="accounts",
        metadata={
            "help": "accounts: total income less the year's expenditure; statement: another closing balance, where the "
            "accounts prove one of them; project: what is carried over for one project, at most all that is; "
            "sources: what an evaluation says of the year's money, where it came from and what is left of it; "
            "kinds: its three kinds of projects against all that was planned or spent"
        },
    )


_BALANCE = compiled(
    r"(?:[本我该全]?(?:部门|单位|局|委|办|院|校|中心|厅|处|所)|资金|总体|实际|形成)*(?:年末|年底|年终|期末)"
    r"(?:资金|实际|共计?|总)*(?=[转和与及、余]*结)[结转余和与及、]{2,7}(?:资金|金额|总额|合计|余额|数|共|为)*"
)
_PART = compiled(
    r"财政拨款|基金|公共预算|国有资本|专户|非财政|基本支出|项目支出|人员|公用|运转|特定目标|其中|本级|专项|项目|往来|"
    r"单位资金|自有|事业|经营|上年|年初|中央|省级|上级"
)
_OF_A_PART = compiled(r"财政拨款|基金|公共预算|国有资本|专户|项目|人员类|运转类|特定目标|基本支出|公用")
_CARRIED = compiled(r"[^,;。:]{4,}(?:项目|工程|经费|专项|建设)(?:资金)?(?:年末)?结转(?:资金|金额|经费|结余)*")
_BACK = compiled(r"收回|缴回|上缴|指标|统筹|上年结转|年初结转|累计")
_OF_THE_WHOLE = compiled(r"部门整体|单位整体|整体支出")
_NEAR = 12  # sentences before a closing balance that may give the totals it is of
_TOTAL = compiled(r"(?:总体|总|全年|实际|本年)(?:收入|支出)|(?:收入|支出)(?:总|合计)")
_YEARS = ("本年收入合计", "本年支出合计")
_OF_ACCOUNTS = compiled(r"收支|结转结余|结转和结余|收入支出")
_EARNED = ("事业收入", "经营收入", "其他收入", "上级补助收入", "附属单位上缴收入", "使用非财政拨款结余", "结余分配")
_TOTALS = ("收支总计", "收入总计", "支出总计")


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of every closing balance of the whole that running text states."""
    if options.against == "sources":
        yield from annexed_funds(ledger)
        yield from against_accounts(ledger)
        return
    if options.against == "kinds":
        yield from kinds_of_projects(ledger)
        return
    stated, proven = _balances(ledger)
    right = [f for f in stated if f.id in proven and proven[f.id].verdict == "holds"]
    if options.against == "accounts":
        wrong = [] if right else [r for r in proven.values() if r.verdict == "broken"]
        yield from (*(proven[f.id] for f in right), *wrong)
        for fact in right:
            yield from maybe(_moved(ledger, fact))
    elif options.against == "statement" and right:
        for fact in (f for f in stated if f is not right[0]):
            yield from maybe(relate("same-figure", Equal(), (("stated", fact), ("other", right[0])), firm=True))
    elif options.against == "project" and len({f.figure.amount for f in right}) == 1:
        for fact in (f for f in ledger.facts if _of_a_project(ledger, f)):
            if compatible(fact, right[0]):
                yield from maybe(relate("sum", AtMost(), (("part", fact), ("whole", right[0])), firm=True))


@lru_cache(maxsize=1)
def _balances(ledger: Ledger) -> tuple[Sequence[Fact], Mapping[int, Relation]]:
    """The closing balances of all the money, and of each what the accounts make of it."""
    stated = [f for f in ledger.facts if _of_all(ledger, f)]
    return stated, {f.id: r for f in stated if (r := _left(ledger, f)) is not None}


def _of_all(ledger: Ledger, fact: Fact) -> bool:
    """Whether a figure is the closing balance of all the money, by its words, its sentence and its headings."""
    if not _told(fact) or fact.depth or fact.period not in ("", ledger.year) or not _BALANCE.fullmatch(fact.label):
        return False
    sentence = ledger.sentences[fact.sentence]
    before = sentence.before(fact)
    own = before.replace("项目", "") if _OF_THE_WHOLE.search(fact.section) else before
    return not (
        _PART.search(own)
        or _OF_A_PART.search(fact.section.rpartition("/")[2])
        or (fact.document, fact.figure.span.block) in reported(ledger)
    )


def _told(fact: Fact) -> bool:
    return fact.sentence >= 0 and fact.measure == "level" and fact.figure.unit.dimension == "money"


def _of_a_project(ledger: Ledger, fact: Fact) -> bool:
    """Whether a figure is what is carried over to the next year for one project by its name."""
    if not _told(fact) or fact.period not in ("", ledger.year) or not _CARRIED.fullmatch(fact.label):
        return False
    return not _BACK.search(ledger.sentences[fact.sentence].text)


def _left(ledger: Ledger, closing: Fact) -> Relation | None:
    """All income and what was brought forward, less the year's expenditure and what was distributed."""
    total = next((f for name in _TOTALS if (f := _only(ledger, name)) is not None), None)
    spent = _only(ledger, "本年支出合计")
    if total is None or spent is None or not compatible(total, closing) or _of_another(ledger, closing):
        return None
    if closing.sentence == total.sentence:  # a list that says it all
        return None
    shared = _only(ledger, "结余分配")
    taken = [spent] if shared is None else [spent, shared]
    terms = (("stated", closing), ("plus", total), *(("minus", f) for f in taken))
    sure = _OF_ACCOUNTS.search(closing.section) is not None and not _earned(ledger)
    return choose([relate("balance", Sum((1, *(-1 for _ in taken))), terms, firm=sure)])


def _of_another(ledger: Ledger, closing: Fact) -> bool:
    """Whether totals before a closing balance are not those of the report: of the office without what it supervises."""
    known = {f.figure.amount for name in (*_TOTALS, *_YEARS) for f in [_only(ledger, name)] if f is not None}
    near = (s for s in ledger.sentences[max(closing.sentence - _NEAR, 0) : closing.sentence + 1])
    told = (f for s in near if s.document == closing.document for f in ledger.pick(s.facts) if f.id < closing.id)
    own = [f for f in told if _told(f) and f.period in ("", ledger.year) and _TOTAL.search(f.label)]
    return any(f.figure.amount not in known and not _PART.search(f.label) for f in own)


def _earned(ledger: Ledger) -> bool:
    """Whether a department has money besides appropriations, of which a part may be distributed without a word."""
    known = (f for name in _EARNED for f in ledger.pick(ledger.concepts.get((name, "level"), ())))
    return _only(ledger, "本年收入合计") is None or any(f.figure.value for f in known)


def _moved(ledger: Ledger, closing: Fact) -> Relation | None:
    """What was brought forward and the year's income, less its expenditure."""
    names = ("年初结转和结余", "本年收入合计", "本年支出合计")
    opening, income, spent = (_only(ledger, name) for name in names)
    if opening is None or income is None or spent is None:
        return None
    terms = (("stated", closing), ("plus", opening), ("plus", income), ("minus", spent))
    return choose([relate("balance", Sum((1, 1, -1)), terms, firm=False)], sure=0)


def _only(ledger: Ledger, concept: str) -> Fact | None:
    """The one amount that running text gives a concept for the report's year."""
    found: Sequence[Fact] = [
        f
        for f in ledger.pick(ledger.concepts.get((concept, "level"), ()))
        if _told(f) and not f.depth and f.period in ("", ledger.year)
    ]
    return found[0] if len({f.figure.amount for f in found}) == 1 else None


CHECK = Check(
    "year-end",
    Options,
    run,
    ("stated", "other", "plus", "minus", "part", "whole", "total"),
    "what is left at the end of a year",
)
