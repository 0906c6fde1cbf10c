"""What the paragraphs right before and behind a table quote of its rows; part of `same-figure`.

说明：上年结转64.20万元，单位资金35.40万元 below a table of both: what agrees shows that the paragraph quotes the
table; then the one figure that does not is a slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditlint.checks.relate import relate, significant
from auditlint.checks.tabled_rows import Reader, beside, kind
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Relation
from auditlint.slips import MISTYPED, slip

_LEAST = 3  # digits of a figure that is no coincidence
_FEW = 2  # digits of one that is none where its name agrees too
_SURE = 4  # digits of one in which a slip shows what it quotes
_CLAUSE = compiled(r"[,;。:()、]")
_OTHER = compiled(  # words that make another figure of the one in the row
    r"上年|去年|上期|同期|扣除|剔除|不含|不包括|除|调整|变动|追加|调[增减]|原|目标|累计|截至|预计|新增|同比|较|比|[超高低]于?|不足|约|近|节约|结余|结转"
    r"|[0-9]月|季度|半年|人均|均|其余|剩余|尚|未|批复|申请|概算|合同|中标|审定|平均|每|各|分别"
)
_ELSEWHEN = compiled(
    r"上年|去年|上期|同期|截至|[0-9]月|季度|半年|目标|计划|预计|不低于|超过|低于|高于|达到以上|调整|剔除|扣除|平均"
)
_PART_OF_A_YEAR = compiled(r"截[至止]|[0-9]月|季度|半年")
_SCOPE = compiled(r"本级|[省市县区镇乡]级|中央|所属|下属|直属|全[省市县区]")  # of less, or of more, than the table
_RATE = compiled(r"(?P<name>(?:执行|完成|支付|拨付|到位|得分|达标|整改|合格|支出)率|进度)(?:为|是|达到?)*$")
_OTHER_POINTS = compiled(r"满分|分值|权重|扣|失|丢|标准|平均|上年|去年|复核|复评|抽查|加分|[高低]于|比|差")
_PLANNED = compiled(r"预算|安排|计划")
_DONE = compiled(r"决算|执行|实际|完成")
_AMONG = compiled(r"[^,;。:、0-9]{0,6}[中里](?:的)?[最居排第]")  # 是3个项目中最低的: no figure of a row
_LEAD = 12  # characters before a figure that say whether it was planned or reached


def tabled(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every figure beside a table that one of its rows prints under that name."""
    blocks: dict[tuple[int, int], list[Fact]] | None = None
    for table in ledger.tables:
        if table.kind != "table" or ledger.documents[table.document].role != "report" or not table.cells:
            continue
        if blocks is None:
            blocks = defaultdict(list)
            for fact in ledger.facts:
                if fact.table < 0:
                    blocks[fact.document, fact.figure.span.block].append(fact)
        near = [facts for b in beside(ledger, table) if (facts := blocks.get((table.document, b)))]
        if not near:
            continue
        reader = Reader(table)
        for facts in near:
            yield from _quoted(ledger, table, reader, facts)
            yield from _introduced(ledger, table, reader, facts)


def _quoted(ledger: Ledger, table: TableFacts, reader: Reader, facts: Sequence[Fact]) -> Iterator[Relation]:
    """The figures of a paragraph that rows print: those that agree, and one that does not."""
    held: list[Relation] = []
    broken: list[Relation] = []
    for fact, cell in reader.read(ledger, facts):
        made = _relation(table, fact, cell)
        if made is None:
            continue
        if made.verdict != "broken":
            held.append(made)
        elif _same(ledger, table, fact, cell) and not _of_another(ledger, fact, cell):
            broken.append(made)
    quoted = {r.terms[1].fact.id for r in held}
    broken = [r for r in broken if r.terms[1].fact.id not in quoted and _alike(r)]  # else this is another figure
    if len(broken) == 1 and _sure(table, facts, held, broken[0]):
        yield from broken
    if len(broken) < 2:
        yield from held


def _of_another(ledger: Ledger, fact: Fact, cell: Fact) -> bool:
    """Whether a figure is printed elsewhere under the name of a row: beside the cell, or in another project's form."""
    row = cell.table, cell.row
    same = (f for f in ledger.facts if f.table >= 0 and ((f.table, f.row) == row or f.label == cell.label))
    return any(f.figure.amount == fact.figure.amount for f in same)


def _sure(table: TableFacts, facts: Sequence[Fact], held: Sequence[Relation], broken: Relation) -> bool:
    """Whether a figure that a row prints otherwise is beyond doubt a quotation of it."""
    stated = broken.terms[0].fact
    alone = stated.measure in ("completion", "ratio") and bool(stated.label)  # `_same` has it of the column's name
    return alone or _named(held) or _quotes(table, facts, broken) or _mistyped(broken)


def _relation(table: TableFacts, fact: Fact, cell: Fact) -> Relation | None:
    """One figure twice; a fall is printed with its sign in a column that has such."""
    terms = (("stated", fact), ("other", cell))
    if fact.measure != "change":
        return relate("same-figure", Equal(), terms, firm=True)
    column = (f for f in table.facts if f.column == cell.column)
    signed = fact.direction and any(f.figure.value < 0 for f in column)
    return relate("same-figure", Sum((fact.direction,)) if signed else Equal(), terms, firm=True)


def _alike(broken: Relation) -> bool:
    """Whether two figures are of one size, or one was mistyped for the other; what is of less than the row is not."""
    stated, printed = (t.fact.figure for t in broken.terms)
    one, other = sorted((abs(stated.amount), abs(printed.amount)))
    return 2 * one >= other or slip(stated, printed.amount / stated.unit.factor) in MISTYPED


def _named(held: Sequence[Relation]) -> bool:
    """Whether a paragraph has another figure of the name and the value that the table prints."""
    return len(held) > 1 or any(significant(r.figures[0]) >= _FEW for r in held)


def _same(ledger: Ledger, table: TableFacts, fact: Fact, cell: Fact) -> bool:
    """Whether nothing says that a figure is of another year, plan or base than the cell of its name."""
    sentence = ledger.sentences[fact.sentence]
    before = sentence.before(fact)
    clause = _CLAUSE.split(before)[-1].replace(" ", "").replace(fact.label, "", 1)
    column = table.column(cell)
    if _AMONG.match(ledger.after(fact, 12)):
        return False
    if column is None or (fact.measure != "change" and (_OTHER.search(clause) or fact.basis not in ("", "budget"))):
        return False
    if any(f.row == cell.row and f.figure.amount == fact.figure.amount for f in table.facts):  # of another column
        return False
    if fact.measure == "score":
        return not _OTHER_POINTS.search(clause + before[-_LEAD:])
    if fact.measure == "change":
        return fact.basis in ("", "prior") and not ledger.restated(fact)
    if fact.figure.unit.dimension == "percent":
        if fact.measure in ("completion", "ratio"):  # 为年初预算的p%: of which budget the column may not be
            m = _RATE.search(before)
            item = before.rpartition(";")[2]
            if "其中" in item and "、" in item[item.index("其中") :]:
                return False  # A，其中甲a、乙b，执行率p%: of A
            return m is not None and m["name"] in column.name and not _ELSEWHEN.search(sentence.text)
        whole = not fact.base or generic(fact.base) or fact.base.endswith(("总额", "总计", "合计", "总数"))
        return whole and not _ELSEWHEN.search(sentence.text)
    item = before.rpartition(";")[2]
    for name in {r.label for r in table.rows} | {c.name for c in table.columns}:
        item = item.replace(name, "") if name else item
    if _PART_OF_A_YEAR.search(item) or _SCOPE.search(item):
        return False
    planned = column.measure == "budget" or ledger.planned
    if planned and _DONE.search(before[-_LEAD:]) and column.role != "actual":
        return False
    if not planned and (fact.measure == "budget" or _PLANNED.search(before[-_LEAD:])):
        return False
    year = column.period or ledger.year
    return not fact.period or not year or fact.period == year


def _quotes(table: TableFacts, facts: Sequence[Fact], broken: Relation) -> bool:
    """Whether other figures of a paragraph are some that the table prints: one of three digits, or two of two."""
    stated, printed = (t.fact for t in broken.terms)
    cells = {(f.figure.amount, kind(f)) for f in table.facts}
    beside = {(f.figure.amount, kind(f)) for f in table.facts if kind(f) == "count" and f.row == printed.row}
    found = 0
    for f in facts:
        key = f.figure.amount, f.figure.unit.dimension
        if f.id == stated.id or f.figure.amount == stated.figure.amount or key not in cells:
            continue
        if significant(f.figure) >= _LEAST or (key in beside and f.clause == stated.clause):
            return True
        found += significant(f.figure) >= _FEW
    return found > 1


def _mistyped(broken: Relation) -> bool:
    """Whether a slip in a long amount shows that it quotes the one in the row."""
    stated, printed = broken.terms[0].fact.figure, broken.terms[1].fact.figure
    long = min(significant(stated), significant(printed)) >= _SURE and stated.unit.dimension == "money"
    return long and slip(stated, printed.amount / stated.unit.factor) in MISTYPED


def _introduced(ledger: Ledger, table: TableFacts, reader: Reader, facts: Sequence[Fact]) -> Iterator[Relation]:
    """安排项目支出A万元，共n个项目，明细如下: the one amount of a sentence that opens a table, against its total.

    Told where the sentence also counts the rows, or where a slip in a long figure explains the difference.
    """
    sentence = ledger.sentences[facts[-1].sentence]
    if not _OPENS.search(sentence.text) or _PART.search(sentence.text):
        return
    amounts = [f for f in ledger.facts_of(sentence) if f.figure.unit.dimension == "money"]
    cell = reader.total() if len(amounts) == 1 and amounts[0].measure in ("level", "budget") else None
    if cell is None or cell.figure.span.block < amounts[0].figure.span.block:
        return
    made = relate("same-figure", Equal(), (("stated", amounts[0]), ("other", cell)), firm=True)
    counts = [f for f in ledger.facts_of(sentence) if f.figure.unit.dimension == "count"]
    counted = any(f.figure.value == reader.members > 1 for f in counts)
    some = _SOME.search(sentence.text) is not None and not counted
    if made is None or some:
        return
    if made.verdict != "broken" or (_same(ledger, table, amounts[0], cell) and (counted or _mistyped(made))):
        yield made


_OPENS = compiled(r"(?:如下|见下表|如下表|下表所示|(?:详?见|如)(?:附?表[0-9一二三四五六七八九十]*)(?:所示)?)[:。;)]*$")
_PART = compiled(r"其中|扣除|不含|除")  # a table of some of it
_SOME = compiled(r"主要|部分|重点|前[0-9一二三四五六七八九十]|等|以上")
