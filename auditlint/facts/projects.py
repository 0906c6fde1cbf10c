"""Projects: what a report says of their money in lists, overviews, forms of their own and reports on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import generic
from auditlint.facts.names import core
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Fact
from auditlint.records import dataclass

Kind = Literal["list", "overview", "form", "report"]
Money = Literal["first-budget", "budget", "actual"]
FEW = 2  # projects below which a list or table is none of projects

_FISCAL = compiled(r"(?:财政(?:资金|拨款)|(?:本|当)年(?:度)?财政拨款|一般公共预算(?:资金|拨款|财政拨款)?|财政拨款收入)")
_REPORT = compiled(
    r"(?:关于)?(?:20[0-9]{2}年度?)?(?P<name>[^,;:。]{4,40}?)(?:专项)?(?:资金)?(?:预算)?(?:项目)?(?:支出)?(?:资金)?"
    r"绩效(?:自评|评价|自评价|自我评价)(?:的)?(?:情况)?(?:的)?报告"
)
_TITLE_END = compiled(r"(?:专项)?(?:预算)?(?:项目)?(?:支出)?绩效(?:自评|评价|自评价|自我评价)(?:情况)?(?:的)?报告")
_WHOLE = compiled(r"部门|整体|单位")
_LONGEST_TITLE = 60  # characters
_SPENT = compiled(
    r"(?:支出|支付|执行|使用|完成支出|列支|报销)(?:资金|金额|数|经费|预算|额)?(?:共计?|合计|总计|为|了|达|约|[:,])*$"
)
_GRANTED = compiled(
    r"(?:安排|下达|批复|批准|预算)(?:[^,;。:]{0,40}?(?:资金|经费|预算|费用|费|项目|款)[数额]?)?(?:共计?|合计|总计|为|了|达|[:,])*$"
)
_ALL_SPENT = compiled(r"(?:[^,;。0-9]{0,8}资金)?(?:已)?(?:经)?全部(?:支出|使用|支付|执行)")
_OWN_LABEL = compiled(
    r"(?:.{0,16}(?:该|本)项目(?:预算|专项|项目)?(?:资金|经费)?(?:共|已|实际|累计)*(?:支付|支出|使用|执行)?"
    r"|(?:实际|已经?|累计|全年|共)*(?:执行|支出|支付|使用)(?:资金|金额|数)?"
    r"|(?:市|县|区|省)?财政(?:局|厅)?|(?:申请|并|批复|安排|下达|批准|专项|项目|预算)+(?:资金|经费)?)?"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One place that states amounts of projects: by a project's name as printed, then by what is stated of it.

    The facts of one kind of money are in the order in which they are likely meant: the total, then what is paid by
    the budget alone.
    """

    kind: Kind
    amounts: Mapping[str, Mapping[Money, tuple[Fact, ...]]]


def forms(ledger: Ledger) -> Iterator[tuple[TableFacts, Panel, Row]]:
    """The forms of single projects, with the row of all their money."""
    for table in ledger.tables:
        if not table.subject:
            continue
        for panel in table.panels:
            row = next((r for r in panel.rows if r.role == "total" and r.label.endswith("总额")), None)
            if row is not None and panel.having("actual") and panel.having("budget", "first-budget"):
                yield table, panel, row
                break


def sources(ledger: Ledger) -> tuple[Source, ...]:
    """Every place that states amounts of projects; lists and overviews where they name projects known elsewhere."""
    own = _forms(ledger)
    reports = _reports(ledger)
    names = {core(n) for n in (*own.amounts, *reports.amounts)}
    wide = [*_overviews(ledger, names), *_lists(ledger, names)]
    return tuple(s for s in (*wide, own, reports) if s.amounts)


def _forms(ledger: Ledger) -> Source:
    """The projects' own forms; a name that two forms have is left out."""
    found: dict[str, list[dict[Money, tuple[Fact, ...]]]] = defaultdict(list)
    for table, panel, head in forms(ledger):
        rows = [head, *(r for r in panel.rows if r.index > head.index and _FISCAL.fullmatch(r.label))][:2]
        money: dict[Money, tuple[Fact, ...]] = {}
        for kind in ("first-budget", "budget", "actual"):
            columns = panel.having(kind)
            facts = [table.cells.get((r.index, columns[-1].index)) for r in rows] if columns else []
            known = tuple(f for f in facts if f is not None and f.figure.unit.dimension == "money")
            if known and facts[0] is not None:
                money[kind] = known
        found[table.subject].append(money)
    return Source("form", {name: rows[0] for name, rows in found.items() if len(rows) == 1})


def _overviews(ledger: Ledger, names: set[str]) -> Iterator[Source]:
    """Tables with a row for each project."""
    for table in ledger.tables:
        for panel in table.panels:
            amounts: dict[str, dict[Money, tuple[Fact, ...]]] = {}
            for row in panel.rows:
                name = next((n for n in row.names if core(n) in names and n != table.subject), "")
                money: dict[Money, tuple[Fact, ...]] = {}
                for kind in ("first-budget", "budget", "actual"):
                    columns = sorted(panel.having(kind), key=lambda c: not c.total)
                    facts = [table.cells.get((row.index, c.index)) for c in columns]
                    known = tuple(f for f in facts if f is not None and f.figure.unit.dimension == "money")
                    if known and facts[0] is not None:
                        money[kind] = known
                if name and money and name not in amounts:
                    amounts[name] = money
            if len(amounts) >= FEW:
                yield Source("overview", amounts)


def _lists(ledger: Ledger, names: set[str]) -> Iterator[Source]:
    """Lists in the text whose items are projects: what was spent, or granted where the total is a budget."""
    for listing in ledger.lists:
        kind = _money_of(ledger, listing)
        amounts: dict[str, dict[Money, tuple[Fact, ...]]] = {}
        for part in listing.parts:
            fact = ledger.facts[part[0]] if part else None
            if fact is None or fact.figure.unit.dimension != "money" or fact.measure not in ("level", "budget"):
                continue
            name = _printed(ledger, fact)
            if name and not generic(name) and name not in amounts:
                amounts[name] = {kind: (fact,)}
        if sum(core(n) in names for n in amounts) >= FEW:
            yield Source("list", amounts)


def _money_of(ledger: Ledger, listing: Listing) -> Money:
    parents = [ledger.facts[i] for i in listing.parent[:1]]
    return "budget" if any(p.measure == "budget" or "预算" in p.label for p in parents) else "actual"


_NAMED_BEFORE = compiled(r"(?:^|[,;。:、(]|其中|包括|用于)(?P<name>[^,;。:、(]+)$")


def _printed(ledger: Ledger, fact: Fact) -> str:
    """The words before a figure of a list: a concept would hide a project's name."""
    if not fact.concept:
        return fact.label
    sentence = ledger.sentences[fact.sentence]
    found = _NAMED_BEFORE.search(sentence.text[: fact.figure.span.start - sentence.start])
    return str(found["name"]) if found else fact.label


def _reports(ledger: Ledger) -> Source:
    """Reports on single projects: what their text says of the whole project's money."""
    amounts: dict[str, dict[Money, tuple[Fact, ...]]] = {}
    owner = reported(ledger)
    for sentence in ledger.sentences:
        project = owner.get((sentence.document, sentence.block), "")
        for fact in ledger.pick(sentence.facts) if project else ():
            kind = _stated_of(ledger, fact, project)
            if kind is not None:
                row = amounts.setdefault(project, {})
                row[kind] = (*row.get(kind, ()), fact)
    return Source("report", amounts)


def reported(ledger: Ledger) -> dict[tuple[int, int], str]:
    """The project whose report a block (document, block) stands in, where it stands in one."""
    found = {}
    for number, document in enumerate(ledger.documents):
        titles = dict(_titles([b.text for b in document.blocks]))
        name = ""
        for block in range(len(document.blocks)):
            name = titles.get(block, name)
            if name:
                found[number, block] = name
    return found


def _titles(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where a report on a project begins, and its name; "" where another report begins."""
    before = ""
    for i, text in enumerate(texts):
        words = "".join(text.split())
        if not words or len(words) > _LONGEST_TITLE:
            before = ""
            continue
        if _TITLE_END.fullmatch(words):
            words = before + words
        found = _REPORT.fullmatch(words)
        if found is not None:
            yield i, "" if _WHOLE.search(found["name"]) else str(found["name"])
        elif words.startswith(("附件", "附表", "第")) and len(words) <= 8:
            yield i, ""
        before = words


def _stated_of(ledger: Ledger, fact: Fact, project: str) -> Money | None:
    """What a figure in a report on a project states of all its money; None where it is of something else."""
    if fact.figure.unit.dimension != "money" or fact.measure not in ("level", "budget") or fact.depth or fact.grouped:
        return None
    label = core(fact.label)
    named = core(project) in label or (label in core(project) and len(label) >= 4)
    if not named and not _OWN_LABEL.fullmatch(fact.label):
        return None
    before = ledger.before(fact, 48)
    if _SPENT.search(before) or _ALL_SPENT.match(ledger.after(fact, 20)):
        return "actual"
    return "budget" if _GRANTED.search(before) or fact.measure == "budget" else None
