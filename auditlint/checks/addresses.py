"""Addresses of cells by what they mean, and equations between them.

    income/合计/事业收入 = total.收入/事业收入
    expenditure/每类/本年支出合计 = total.支出/同名

An address is `form[.side]/row[/column]`; before it may stand the part of a bundle (`prior:`), behind it `?` where it
counts as nothing when it is absent, or `??` where nothing is told then. `A>B` is the first row B below a row A.
`text/concept/section` is what the running text says of a concept under a heading. Rows, columns, concepts and sections
are phrases of the lexicon's language. `合计` is the total row; 每类, 每款, 每项 and 每行 are every row of a level,
同名 the row of another table with that code or name. Without a column, the table's own amount is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from auditlint.checks.relate import significant
from auditlint.errors import Malformed
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.panels import Column, Panel, Row
from auditlint.facts.recognition import FORMS
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import TableFacts
from auditlint.messages import nearest
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.patterns import compile_phrase
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import regex

Comparison = Literal["=", "≤"]
ROLES = ("prior", "budget")
EVERY = {"每类": 3, "每款": 5, "每项": 7, "每行": 0}
SAME = "同名"
TOTAL = "合计"
TEXT = "text"
_TERM = compiled(
    r"(?:(?P<role>[a-z]+):)?(?P<form>[a-z]+)(?:\.(?P<side>[^/.?]+))?/(?P<row>[^/]+?)(?:/(?P<column>[^/]+?))?(?P<may>\?{1,2})?"
)
_OPERATOR = compiled(r"\s+([=≤+−-])\s+")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a figure of a known form stands."""

    form: str
    row: str
    column: str = ""
    side: str = ""
    role: str = ""
    optional: bool = False
    doubtful: bool = False
    source: str = ""

    def __str__(self) -> str:
        return self.source

    @property
    def every(self) -> bool:
        """Whether it stands for many rows."""
        return self.row in EVERY


@dataclass(frozen=True, slots=True)
class Tie:
    """An equation between addresses: the first is equal to (or at most) the signed sum of the others."""

    stated: Address
    comparison: Comparison
    parts: tuple[Address, ...]
    signs: tuple[int, ...]
    source: str

    def __str__(self) -> str:
        return self.source


def parse(text: str) -> Tie:
    """An equation as written. Raises `Malformed`."""
    pieces = _OPERATOR.split(text)
    offset = 0
    addresses: list[Address] = []
    signs: list[int] = []
    comparison = ""
    for i, piece in enumerate(pieces):
        offset = text.index(piece, offset)
        if i % 2 == 0:
            addresses.append(_address(piece.strip(), offset))
        elif piece in "=≤":
            if comparison or i != 1:
                raise Malformed(offset, "等号左边只能有一项", "one address stands before the comparison")
            comparison = piece
            signs.append(1)
        elif not comparison:
            raise Malformed(offset, "等号左边只能有一项", "one address stands before the comparison")
        else:
            signs.append(1 if piece == "+" else -1)
        offset += len(piece)
    if comparison not in ("=", "≤"):
        raise Malformed(0, "缺少“=”或“≤”（两边留空格）", "'=' or '≤' is missing, with blanks around it")
    if comparison == "≤" and len(signs) != 1:
        raise Malformed(0, "“≤”右边只能有一项", "one address stands after '≤'")
    if addresses[0].row == SAME or any(a.every for a in addresses[1:]):
        raise Malformed(0, "“每…”只能写在左边，“同名”只能写在右边", "每… stands on the left, 同名 on the right")
    return Tie(addresses[0], "=" if comparison == "=" else "≤", tuple(addresses[1:]), tuple(signs), text)


def _address(text: str, offset: int) -> Address:
    found = _TERM.fullmatch(text)
    if found is None:
        raise Malformed(offset, f"“{text}”应写作“表/行/列”", f"'{text}' should be form/row/column")
    forms = (*FORMS, TEXT)
    if found["form"] not in forms:
        zh = f"没有这种表“{found['form']}”{nearest(found['form'], forms, 'zh')}"
        raise Malformed(offset, zh, f"no form '{found['form']}'{nearest(found['form'], forms, 'en')}")
    if found["role"] and found["role"] not in ROLES:
        raise Malformed(offset, f"没有这种文件“{found['role']}”", f"no part of a bundle '{found['role']}'")
    row, column = found["row"], found["column"] or ""
    for phrase in (*row.split(">"), column):
        if phrase and phrase not in (*EVERY, SAME, TOTAL):
            compile_phrase(phrase)
    may = found["may"] or ""
    return Address(found["form"], row, column, found["side"] or "", found["role"] or "", bool(may), len(may) > 1, text)


@lru_cache(maxsize=1024)
def pattern(phrase: str) -> regex.Pattern[str]:
    """A phrase as a pattern over normalised text without blanks."""
    return compiled(compile_phrase(phrase)[0])


def fits(phrase: str, words: str) -> bool:
    """Whether a row or header is what a phrase says, with or without what stands in brackets behind it."""
    wanted = pattern(phrase)
    return any(wanted.fullmatch(w) for w in (words, bare(words), words.partition("(")[0]) if w)


def stem(label: str) -> str:
    """A subject's name as another table may print it."""
    return normalize(label).partition("(")[0].removesuffix("支出")


# --------------------------------------------------------------------------- cells


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at an address: a figure, or a blank cell of a row that is there (`fact` None).

    It is not `clear` where several rows fit.
    """

    fact: Fact | None
    row: Row
    clear: bool = True


def find(table: TableFacts, address: Address, like: Row | None = None) -> Found | None:
    """What a table has at an address; None where it has no such row or column."""
    found = list(_cells(table, address, like))
    if address.row == TOTAL:
        found = found[:1]
    if len(found) > 1:
        return Found(None, found[0].row, clear=False)
    return found[0] if found else None


def rows(table: TableFacts, address: Address) -> Iterator[Found]:
    """The rows that an address with 每… stands for."""
    depth = EVERY[address.row]
    for panel in _panels(table, address):
        column = _column(panel, address.column)
        if column is None:
            continue
        for row in panel.rows:
            if row.role in ("member", "group") and (len(row.code) == depth if depth else row.label):
                fact = table.cells.get((row.index, column.index))
                if fact is not None:
                    yield Found(fact, row)


def _panels(table: TableFacts, address: Address) -> Iterator[Panel]:
    for number, panel in enumerate(table.panels):
        words = {h for c in panel.columns for h in c.header} | {r.label for r in panel.rows if r.role == "total"}
        named = any(address.side in w for w in words)
        if not address.side or named or (len(table.panels) == 2 and address.side == ("收入", "支出")[number]):
            yield panel


def _cells(table: TableFacts, address: Address, like: Row | None) -> Iterator[Found]:
    for panel in _panels(table, address):
        across = _across(table, panel, address)
        if across is not None:
            yield across
            continue
        column = _column(panel, address.column)
        if column is None:
            continue
        for row in _fitting(panel, address.row, like):
            yield Found(table.cells.get((row.index, column.index)), row)


_TOTALS = ("合计", "总计", "本年支出合计", "支出合计", "本年收入合计", "收入合计")


def _fitting(panel: Panel, wanted: str, like: Row | None) -> list[Row]:
    """The rows of a panel that a row's phrase means; several where it leaves a doubt."""
    if wanted == SAME:
        if like is None:
            return []
        members = [r for r in panel.rows if r.role != "total" and r.label]
        if len(like.names) == 3:
            return [r for r in members if len(r.code) == 7 and _path(members, r.code) == tuple(map(stem, like.names))]
        same = [r for r in members if r.code and r.code == like.code]
        same = same or [r for r in members if not (r.code and like.code) and stem(r.label) == stem(like.label)]
        shortest = min((len(r.code) for r in same), default=0)  # 其他支出 is the name of a 类, its 款 and its 项
        return [r for r in same if len(r.code) == shortest]
    if wanted == TOTAL:
        return [r for r in panel.rows if r.role == "total" and not r.code and r.label in _TOTALS][:1]
    above, _, name = wanted.rpartition(">")
    rows = list(panel.rows)
    if above:
        start = next((i for i, r in enumerate(rows) if r.label and fits(above, r.label)), len(rows))
        level = rows[start].level if start < len(rows) else 0  # 一、本年收入, … 二、上年结转: no further than that
        below = takewhile(lambda r: not 0 < r.level <= level, rows[start + 1 :])
        return [r for r in below if r.label and fits(name, r.label)][:1]
    found = [r for r in rows if r.label and fits(name, r.label)]
    if len(found) > 1:  # a source above 本年收入合计, and again what is left of it below
        first = next((i for i, r in enumerate(rows) if r.role == "total"), len(rows))
        found = [r for r in found if r in rows[:first]] or found
    return found


def _path(rows: Sequence[Row], code: str) -> tuple[str, ...]:
    """The names of a subject's 类, 款 and 项 as a table prints them."""
    names = {r.code: stem(r.label) for r in rows if r.code}
    return tuple(names.get(code[:n], "") for n in (3, 5, 7))


def _column(panel: Panel, wanted: str) -> Column | None:
    amounts = [c for c in panel.columns if c.role in AMOUNTS]
    if wanted:
        fitting = [c for c in amounts if c.header and fits(wanted, c.name)]
        if not fitting:
            fitting = [c for c in amounts if any(fits(wanted, h) for h in c.header)]
        if len(fitting) > 1:
            fitting = [c for c in fitting if c.total]
    else:
        own = [c for c in amounts if c.role in ("amount", "actual", "current")]
        own = own or [c for c in amounts if c.role in ("budget", "first-budget")]
        fitting = own if len(own) == 1 else [c for c in own if c.total and len(c.header) <= 2]
    return fitting[0] if len(fitting) == 1 else None


_TELLING = 3
_SUBTOTAL = ("合计", "小计", "总计", "金额")


def _across(table: TableFacts, panel: Panel, address: Address) -> Found | None:
    """A figure of a table with one row of figures, whose items are headers: 决算数 over 合计, 因公出国（境）费 …

    Without a column in the address, the items stand under one header only.
    """
    filled = [r for r in panel.rows if any((r.index, c.index) in table.cells for c in panel.columns)]
    if len(filled) != 1 or filled[0].label.startswith("因公"):
        return None
    fitting = []
    for column in panel.columns:
        header = [h for h in column.header if not address.column or not fits(address.column, h)]
        if address.column and len(header) == len(column.header):
            continue
        items = [h for h in header if h not in _SUBTOTAL]
        if (address.row == TOTAL and not items) or (items and address.row != TOTAL and fits(address.row, items[-1])):
            fitting.append(column)
    if len(fitting) != 1:
        return None
    return Found(table.cells.get((filled[0].index, fitting[0].index)), filled[0])


def amounts(facts: Sequence[Fact]) -> set[object]:
    """The telling amounts of some figures: of three digits or more."""
    return {f.figure.amount for f in facts if f.figure.unit.dimension == "money" and significant(f.figure) >= _TELLING}
