"""What the paragraphs right before and behind a table quote of its rows; part of `same-figure`.

说明：上年结转64.20万元，单位资金35.40万元 below a table of both: what agrees shows that the paragraph quotes the
table; then the one figure that does not is a slip. 安排项目支出487.00万元，共4个项目，明细如下 is its total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditlint.checks.relate import relate, significant
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.model import Fact, Relation
from auditlint.slips import slip

Names = Mapping[tuple[str, str], Fact]

_LEVELS = ("actual", "current", "amount")
_NEAR = 3  # paragraphs before and behind a table that may speak of it
_LEAST = 3  # digits of a figure that is no coincidence
_SURE = 4  # digits of one in which a slip shows what it quotes
_TYPED = ("swap", "exchange", "digit", "lost", "doubled", "point")
_YEAR = compiled(r"^20[0-9]{2}年?度?")
_KIND = compiled(r"(?:类|方面)?的?问题.*$")  # 资产管理类问题最为突出: of the row 资产管理
_CLAUSE = compiled(r"[,;。:()、]")
_OTHER = compiled(  # words that make another figure of the one in the row
    r"上年|去年|上期|同期|扣除|剔除|不含|不包括|除|调整|变动|追加|调[增减]|原|目标|累计|截至|预计|新增|同比|较|比|[超高低]于?|不足|约|近|节约|结余|结转"
    r"|[0-9]月|季度|半年|人均|均|其余|剩余|尚|已|未|批复|申请|概算|合同|中标|审定|平均|每|各|分别"
)
_PLANNED = compiled(r"预算|安排|计划")
_DONE = compiled(r"决算|执行|实际|完成")


def tabled(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every figure beside a table that one of its rows prints under that name."""
    blocks: dict[tuple[int, int], list[Fact]] | None = None
    for table in ledger.tables:
        document = ledger.documents[table.document]
        if table.kind != "table" or document.role != "report" or not table.cells:
            continue
        names = _names(table)
        if blocks is None:
            blocks = defaultdict(list)
            for fact in ledger.facts:
                if fact.table < 0:
                    blocks[fact.document, fact.figure.span.block].append(fact)
        for block in beside(ledger, table):
            facts = blocks.get((table.document, block), ())
            yield from _quoted(ledger, table, names, facts)
            yield from _introduced(ledger, table, facts)


def beside(ledger: Ledger, table: TableFacts) -> Iterator[int]:
    """The paragraphs right before and behind a table, up to another one or a heading."""
    document = ledger.documents[table.document]
    own = [c.block for c in document.tables[table.index].cells]
    section = document.blocks[own[0]].section
    for first, step in ((max(own) + 1, 1), (min(own) - 1, -1)):
        for i in range(first, first + step * _NEAR, step):
            if not 0 <= i < len(document.blocks):
                break
            block = document.blocks[i]
            if block.kind not in ("paragraph", "note") or block.section != section:
                break
            yield i


def _names(table: TableFacts) -> Names:
    """The cells of a table by what the text may call them and by dimension; none that two cells share."""
    found: dict[tuple[str, str], dict[int, Fact]] = defaultdict(dict)
    for panel in table.panels:
        if panel.loose:
            continue
        for row in panel.rows:
            if row.role not in ("member", "group", "of-which") or generic(row.label):
                continue
            for column in panel.having(*AMOUNTS - {"change"}):
                cell = table.cells.get((row.index, column.index))
                if cell is None:
                    continue
                kind = _kind(cell)
                head = _YEAR.sub("", bare(column.name))
                if len(head) > 1:
                    found[row.label + head, kind][cell.id] = cell
                if column in level_columns(panel, table, kind):
                    for name in {row.label, cell.concept} - {""}:
                        found[name, kind][cell.id] = cell
    return {key: next(iter(cells.values())) for key, cells in found.items() if len(cells) == 1}


def _kind(fact: Fact) -> str:
    """money, or count for what a table counts with or without a unit."""
    dimension = fact.figure.unit.dimension
    return "count" if dimension == "plain" else dimension


def level_columns(panel: Panel, table: TableFacts, kind: str) -> Sequence[Column]:
    """The one column of a panel whose figures are meant where only the row is named: of several years the last."""
    for roles in (_LEVELS, ("budget",)):
        found = [c for c in panel.having(*roles) if _dimension(c, panel, table) == kind]
        years = sorted(c.period for c in found)
        if len(found) == 1:
            return found
        if len(set(years)) == len(years) > 1 and all(years):
            return [c for c in found if c.period == years[-1]]
        if found:
            return ()
    return ()


def _dimension(column: Column, panel: Panel, table: TableFacts) -> str:
    cells = (table.cells.get((r.index, column.index)) for r in panel.rows)
    return next((_kind(c) for c in cells if c is not None), "")


def _quoted(ledger: Ledger, table: TableFacts, names: Names, facts: Sequence[Fact]) -> Iterator[Relation]:
    """The figures of a paragraph that rows print: those that agree, and one that does not."""
    held: list[Relation] = []
    broken: list[Relation] = []
    name = ""
    for fact in facts:
        name = fact.label or (name if fact.id and facts[0].id < fact.id and _beside_last(ledger, fact) else "")
        cell = _cell(names, fact, name)
        if cell is None or fact.measure not in ("level", "budget"):
            continue
        made = relate("same-figure", Equal(), (("stated", fact), ("other", cell)), firm=True)
        if made is None:
            continue
        if made.verdict != "broken":
            held.append(made)
        elif _same(ledger, table, fact, cell):
            broken.append(made)
    if len(broken) == 1 and (_quotes(table, facts, broken[0]) or _mistyped(broken[0])):
        yield from broken
    if len(broken) < 2:
        yield from held


def _introduced(ledger: Ledger, table: TableFacts, facts: Sequence[Fact]) -> Iterator[Relation]:
    """The one amount of a sentence that opens a table, against the table's total.

    Told where the sentence also counts the rows, or where a slip in a long figure explains the difference.
    """
    sentence = ledger.sentences[facts[-1].sentence] if facts else None
    if sentence is None or not _OPENS.search(sentence.text) or _PART.search(sentence.text):
        return
    amounts = [f for f in ledger.facts_of(sentence) if f.figure.unit.dimension == "money"]
    totals = [(p, r) for p in table.panels for r in p.rows if r.role == "total"]
    if len(amounts) != 1 or len(totals) != 1 or amounts[0].measure not in ("level", "budget"):
        return
    panel, total = totals[0]
    columns = () if panel.loose else level_columns(panel, table, "money")
    cell = table.cells.get((total.index, columns[0].index)) if len(columns) == 1 else None
    if cell is None or cell.figure.span.block < amounts[0].figure.span.block:
        return
    made = relate("same-figure", Equal(), (("stated", amounts[0]), ("other", cell)), firm=True)
    rows = sum(r.role == "member" for r in panel.rows)
    counted = any(f.figure.value == rows > 1 for f in ledger.facts_of(sentence) if f.figure.unit.dimension == "count")
    if made is not None and (
        made.verdict != "broken" or (_same(ledger, table, amounts[0], cell) and (counted or _mistyped(made)))
    ):
        yield made


_OPENS = compiled(r"(?:如下|见下表|如下表|下表所示|(?:详?见|如)(?:附?表[0-9一二三四五六七八九十]*)(?:所示)?)[:。;)]*$")
_PART = compiled(r"其中|主要|部分|重点|前[0-9一二三四五六七八九十]|等|以上|扣除|不含|除")  # a table of some of it


def _beside_last(ledger: Ledger, fact: Fact) -> bool:
    """有9个、2,215.07万元: whether a figure goes on with what the one before it names."""
    last = ledger.facts[fact.id - 1]
    near = last.sentence == fact.sentence and fact.figure.span.start - last.figure.span.end <= 1
    return near and last.figure.unit.dimension != fact.figure.unit.dimension


def _cell(names: Names, fact: Fact, name: str) -> Fact | None:
    """The cell that prints what a figure of the text is about."""
    kind = fact.figure.unit.dimension
    if kind not in ("money", "count"):
        return None
    keys = (name, fact.concept, _KIND.sub("", name))
    return next((cell for key in keys if key and (cell := names.get((key, kind))) is not None), None)


def _same(ledger: Ledger, table: TableFacts, fact: Fact, cell: Fact) -> bool:
    """Whether nothing says that a figure is of another year, plan or base than the cell of its name."""
    sentence = ledger.sentences[fact.sentence]
    before = sentence.text[: fact.figure.span.start - sentence.start]
    clause = _CLAUSE.split(before)[-1].replace(" ", "").replace(fact.label, "", 1)
    column = table.column(cell)
    if column is None or _OTHER.search(clause) or fact.basis:
        return False
    if any(f.row == cell.row and f.figure.amount == fact.figure.amount for f in table.facts):  # of another column
        return False
    planned = column.measure == "budget" or ledger.planned
    if planned and _DONE.search(before[-_LEAD:]):
        return False
    if not planned and (fact.measure == "budget" or _PLANNED.search(before[-_LEAD:])):
        return False
    if column.role == "rest" and fact.measure == "budget":
        return False
    year = column.period or ledger.year
    return not fact.period or not year or fact.period == year


_LEAD = 12  # characters before a figure that say whether it was planned or reached


def _quotes(table: TableFacts, facts: Sequence[Fact], broken: Relation) -> bool:
    """Whether another figure of a paragraph is one that the table prints."""
    stated = broken.terms[0].fact
    cells = {(f.figure.amount, _kind(f)) for f in table.facts if significant(f.figure) >= _LEAST}
    cells |= {
        (f.figure.amount, "count") for f in table.facts if _kind(f) == "count" and f.row == broken.terms[1].fact.row
    }
    return any(
        f.id != stated.id
        and f.figure.amount != stated.figure.amount
        and (f.figure.amount, f.figure.unit.dimension) in cells
        and (significant(f.figure) >= _LEAST or (f.figure.unit.dimension == "count" and f.clause == stated.clause))
        for f in facts
    )


def _mistyped(broken: Relation) -> bool:
    stated, printed = broken.terms[0].fact.figure, broken.terms[1].fact.figure
    long = min(significant(stated), significant(printed)) >= _SURE and stated.unit.dimension == "money"
    return long and slip(stated, printed.amount / stated.unit.factor) in _TYPED
