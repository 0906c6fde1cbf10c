"""Which cell of a table a figure beside it is, by the row and the column that its words name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Column, Panel, Row, TableFacts
from auditlint.model import Fact

_LEVELS = ("actual", "current", "amount")
_NEAR = 3  # paragraphs before and behind a table that may speak of it
_YEAR = compiled(r"^20[0-9]{2}年?度?")
_KIND = compiled(r"(?:类|方面)?的?问题.*$|(?:类|方面)?的?项目$")  # 资产管理类问题最为突出: of the row 资产管理
_MEASURES = {
    "change": ("change",),
    "share": ("share",),
    "completion": ("completion",),
    "ratio": ("completion", "quotient"),
    "score": ("score",),
}
_SEVERAL = compiled(
    r"^[、,和与及等]|合计|共计|总计|之和|以外|外$"
)  # behind a row's name: of more than this row, or of others
_ALL = compiled(r"(?:总?投资|资金|总额|总?经费|共|安排|项目|的)+")  # behind a row's name: all of it
_COPULA = compiled(r"(?:[为是达共有约]|分别|合计)+$")
_CLAUSE = compiled(r"[,;。:()]")
_TITLE = compiled(
    r"^(?:附?表[0-9一二三四五六七八九十]*(?:[-—][0-9]+)?[、.:]?)|20[0-9]{2}年度?|[“”\"‘’\s]|[(][^()]*[)]"
    r"|(?:预算|决算|支出|收入|经费|资金|情况|明细|汇总|安排|分配|执行|收支|统计|构成|总|表)+$"
)


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


def sentences_beside(ledger: Ledger, sentences: Iterable[Sentence]) -> Iterator[tuple[TableFacts, Sentence]]:
    """The report's tables, each with those of some sentences that stand beside it."""
    blocks: dict[tuple[int, int], list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        blocks[sentence.document, sentence.block].append(sentence)
    for table in ledger.tables if blocks else ():
        if table.kind == "table" and table.cells and ledger.documents[table.document].role == "report":
            for block in beside(ledger, table):
                yield from ((table, sentence) for sentence in blocks.get((table.document, block), ()))


def kind(fact: Fact) -> str:
    """A figure's dimension; what a table counts without a unit is a count."""
    dimension = fact.figure.unit.dimension
    return "count" if dimension == "plain" else dimension


def level_columns(panel: Panel, table: TableFacts, of: str) -> Sequence[Column]:
    """The one column of a panel whose figures are meant where only the row is named: of several years the last."""
    for roles in (_LEVELS, ("budget",)):
        found = [c for c in panel.having(*roles) if _kind_of(c, panel, table) == of]
        years = sorted(c.period for c in found)
        if len(found) == 1:
            return found
        if len(set(years)) == len(years) > 1 and all(years):
            return [c for c in found if c.period == years[-1]]
        if sum(c.total for c in found) == 1 and of == "money":  # of every source, and all of them
            return [c for c in found if c.total]
        if found:
            return ()
    return ()


def _kind_of(column: Column, panel: Panel, table: TableFacts) -> str:
    cells = (table.cells.get((r.index, column.index)) for r in panel.rows)
    return next((kind(c) for c in cells if c is not None), "")


class Reader:
    """Reads the figures of a paragraph as cells of one table."""

    def __init__(self, table: TableFacts) -> None:
        self.table = table
        named: dict[str, list[tuple[Panel, Row]]] = defaultdict(list)
        for panel in table.panels:
            for row in panel.rows if not panel.loose else ():
                if row.role in ("member", "group", "of-which") and not generic(row.label):
                    named[row.label].append((panel, row))
        self.rows: dict[str, tuple[Panel, Row]] = {n: found[0] for n, found in named.items() if len(found) == 1}
        self.concepts: dict[str, tuple[Panel, Row]] = {}
        for panel, row in self.rows.values():
            cells = (table.cells.get((row.index, c.index)) for c in panel.columns)
            concept = next((c.concept for c in cells if c is not None), "")
            if concept:
                self.concepts.setdefault(concept, (panel, row))
        self.longest = sorted(self.rows, key=len, reverse=True)
        totals = [(p, r) for p in table.panels for r in p.rows if r.role == "total" and not p.loose]
        self.whole = totals[0] if len(totals) == 1 else None
        self.title = _core(table.title)

    @property
    def members(self) -> int:
        """How many rows are no totals."""
        return sum(r.role == "member" for p in self.table.panels for r in p.rows)

    def total(self) -> Fact | None:
        """The amount of the one total row in the one column of amounts."""
        if self.whole is None:
            return None
        panel, row = self.whole
        columns = level_columns(panel, self.table, "money")
        return self.table.cells.get((row.index, columns[0].index)) if len(columns) == 1 else None

    def read(self, ledger: Ledger, facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
        """The figures with their cells. What goes on in an item after a row was named is of that row."""
        current: tuple[Panel, Row] | None = None
        last: Fact | None = None
        for fact in facts:
            if last is None or fact.sentence != last.sentence or fact.item != last.item or fact.depth != last.depth:
                current = None
            last = fact
            place, rest = self._row(fact)
            if _SEVERAL.search(rest) or (place is not None and not self._known(place, fact, rest)):
                current = None
                continue
            if place is not None:
                current = place
            elif current is None or not self._goes_on(current, fact):
                current = None if fact.measure in ("level", "budget") else current
                continue
            else:
                rest = fact.label
            words = (rest, *_words(ledger, fact, current[1].label if place is not None else ""))
            cell = self._cell(current, fact, words)
            if cell is not None:
                yield fact, cell

    def _row(self, fact: Fact) -> tuple[tuple[Panel, Row] | None, str]:
        """The row that a label begins with, and what it says behind it."""
        label = fact.label
        if label in self.rows:
            return self.rows[label], ""
        if fact.concept in self.concepts:
            return self.concepts[fact.concept], ""
        for core in (_KIND.sub("", label), label.rpartition("为")[2]):
            if core != label and core in self.rows:
                return self.rows[core], ""
        if self.whole is not None and self.title and _core(label) == self.title:
            return self.whole, ""
        name = next((n for n in self.longest if label.startswith(n)), "")
        return (self.rows[name], label[len(name) :]) if name else (None, "")

    def _known(self, place: tuple[Panel, Row], fact: Fact, rest: str) -> bool:
        """Whether what stands behind a row's name is of one of its columns: not 水利局本级项目 of the row 水利局."""
        words = _KIND.sub("", rest.removeprefix("的"))
        return (
            len(words) < 2
            or _ALL.fullmatch(words) is not None
            or bool(self._headed(place[0], words, ""))
            or fact.measure in _MEASURES
        )

    def _goes_on(self, current: tuple[Panel, Row], fact: Fact) -> bool:
        """Whether a figure without a row of its own tells a further column of the last one."""
        if fact.measure not in ("level", "budget") or not fact.label:
            return not fact.label
        return bool(self._headed(current[0], fact.label, fact.figure.unit.dimension))

    def _headed(self, panel: Panel, words: str, of: str) -> list[Column]:
        """The columns of amounts or counts, of one kind or of any, whose header says some words."""
        found = [c for c in panel.having(*AMOUNTS - {"change"}) if not of or _kind_of(c, panel, self.table) == of]
        return [c for c in found if len(words) > 1 and words in _YEAR.sub("", bare("".join(c.header)))]

    def _cell(self, place: tuple[Panel, Row], fact: Fact, words: Sequence[str]) -> Fact | None:
        """The cell of a row in the one column that a figure's measure, or the words before it, may mean."""
        panel, row = place
        of = fact.figure.unit.dimension
        columns: Sequence[Column] = ()
        if fact.measure in _MEASURES:
            columns = [c for c in panel.having(*_MEASURES[fact.measure]) if _kind_of(c, panel, self.table) == of]
        elif fact.measure in ("level", "budget") and of in ("money", "count"):
            said = [_KIND.sub("", w.removeprefix("的")) for w in words]
            headed = (self._headed(panel, w, of) for w in said if len(w) > 1)
            columns = next((found for found in headed if found), ())
            if not columns and (not said[0] or _ALL.fullmatch(said[0])):
                columns = level_columns(panel, self.table, of)
        if len(columns) != 1:
            return None
        cell = self.table.cells.get((row.index, columns[0].index))
        return cell if cell is not None and kind(cell) == of else None


def _core(title: str) -> str:
    """What a table's title or a label speaks of, without number, year and the words of any table."""
    return str(_TITLE.sub("", title))


def _words(ledger: Ledger, fact: Fact, name: str) -> Iterator[str]:
    """The words of a figure's clause behind a row's name, as they stand and without what only leads to the figure."""
    sentence = ledger.sentences[fact.sentence]
    clause = _CLAUSE.split(sentence.before(fact))[-1].replace(" ", "")
    at = clause.rfind(name) if name else -1
    if at >= 0:
        words = clause[at + len(name) :]
        yield words
        yield str(_COPULA.sub("", words))
