"""Tables understood: panels with one header each, the roles of columns and rows, and the facts of their cells."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

import regex

from auditlint.facts.grids import (
    LONGEST_HEADER,
    Line,
    Square,
    Value,
    align,
    bound,
    header_unit,
    layout,
    money,
    spread,
    unit_named,
    width,
)
from auditlint.facts.roles import AMOUNTS, FIGURES, MEASURES, PERCENTS, POINTS, Roles, numbered, roles, strip_number
from auditlint.model import Document, Fact, Figure, Measure, Span, Table, Unit
from auditlint.numerals import PERCENT, PLAIN, normalize

SCORE = Unit("分", "score")
LONGEST_LABEL = 40  # characters; a longer cell describes the row, it does not name it
_RATIO = Unit("", "percent", Decimal(100))  # a rate printed as 0.98
_CODE = regex.compile(r"[0-9]{3}(?:[0-9]{2}){0,2}")
_HEAD_YEAR = regex.compile(r"(20[0-9]{2})年?(?![0-9])")
_PROJECT_CODE = regex.compile(r"^[0-9A-Za-z]{6,}[-—_]*")
_POINTS = regex.compile(r"\((?P<number>[0-9]+(?:\.[0-9]+)?)分\)")
_QUOTED = regex.compile(r"(?:为|是|:|得|计|共|达)?(?P<number>[0-9]{1,3}(?:\.[0-9]+)?)分")
_CODES = ("code", "level", "sequence")
_OPERATORS = {
    **dict.fromkeys(("≥", ">=", "不低于", "不少于", "不小于", "大于等于", "达到"), "≥"),
    **dict.fromkeys(("≤", "<=", "不高于", "不多于", "不大于", "不超过", "不超于", "小于等于"), "≤"),
    **dict.fromkeys((">", "大于", "超过"), ">"),
    **dict.fromkeys(("<", "小于"), "<"),
    **dict.fromkeys(("=", "等于"), "="),
}
_SIGNED_OFF = 30  # characters of a conclusion in which the total is looked for after its word


class Lexicon(Hashable, Protocol):
    """What this module needs of a lexicon."""

    @property
    def units(self) -> dict[str, Unit]:
        """Units by name."""
        ...

    def regex(self, key: str) -> str:
        """A non-capturing alternation of a key's phrases."""
        ...


class Named(Protocol):
    """A concept of a taxonomy."""

    @property
    def name(self) -> str:
        """Its name."""
        ...


class Taxonomy(Protocol):
    """What this module needs of a taxonomy."""

    def find(self, label: str) -> Named | None:
        """The concept of a label."""
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header from top to bottom, its role (`roles.MEASURES`, or "amount"), and whether it is a total.

    `unit` is the unit its header states, else None. `period` is the year in its header, or "".
    """

    index: int
    header: tuple[str, ...]
    role: str
    measure: Measure
    unit: Unit | None = None
    total: bool = False
    period: str = ""

    @property
    def name(self) -> str:
        """The header's last line."""
        return self.header[-1] if self.header else ""

    @property
    def group(self) -> tuple[str, ...]:
        """The header's lines above the last."""
        return self.header[:-1]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its label without number or 其中, its code, its level by numbering or indent, and its role.

    `role` is total, of-which, group, deduction, rate or member; `names` are its label cells, "" where a group goes on.
    `block` is the block of the label.
    """

    index: int
    label: str
    code: str
    level: int
    role: str
    first_column: int
    names: tuple[str, ...] = ()
    block: int = -1


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a table with one header and one set of label columns; `title` is its top left words.

    `loose` says that header and rows could not be aligned for certain.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    labels: tuple[int, ...]
    title: str = ""
    loose: bool = False
    unit: str = ""

    def having(self, *wanted: str) -> tuple[Column, ...]:
        """The columns of some roles, left to right."""
        return tuple(c for c in self.columns if c.role in wanted)


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table of a document with what its cells say.

    `cells` maps (row, column) to the fact, `operators` to the operator of a target: "≥", "≤", ">", "<" or "=".
    `brackets` are the cells whose points stand in brackets, as in 产出指标（50分）; `blanks` are blank cells of
    target and result columns. `subject` is the project that a form is about, without its code, or "".
    """

    index: int
    document: int
    title: str
    unit: str
    kind: str
    panels: tuple[Panel, ...]
    facts: tuple[Fact, ...]
    cells: dict[tuple[int, int], Fact]
    operators: dict[tuple[int, int], str] = field(default_factory=dict)
    brackets: frozenset[tuple[int, int]] = frozenset()
    blanks: frozenset[tuple[int, int]] = frozenset()
    subject: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All panels' columns."""
        return tuple(c for p in self.panels for c in p.columns)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All panels' rows."""
        return tuple(r for p in self.panels for r in p.rows)


def read_table(
    document: Document, table_index: int, lexicon: Lexicon, taxonomy: Taxonomy, first_id: int, number: int = 0
) -> TableFacts:
    """What a table says; its facts are numbered from `first_id`, `number` is the document's place in its bundle."""
    table = document.tables[table_index]
    lines = layout(document, table, frozenset(lexicon.units))
    meaning = roles(lexicon)
    unit = table.unit or unit_named(normalize(table.title))
    sections = list(_sections(lines, meaning))
    for section in sections:
        unit = unit or section.unit
    panels: list[Panel] = []
    drafts: list[tuple[Panel, tuple[Line, ...]]] = []
    for section in sections:
        for panel in _panels(section, meaning, table, unit):
            panels.append(panel)
            drafts.append((panel, section.lines(panel)))
    writer = _Writer(document, table_index, number, taxonomy, first_id, meaning)
    for panel, body in drafts:
        writer.write(panel, body)
    writer.points(lines, panels)
    return TableFacts(
        table_index,
        number,
        table.title,
        unit,
        table.kind,
        tuple(panels),
        tuple(writer.facts),
        writer.cells,
        writer.operators,
        frozenset(writer.brackets),
        frozenset(writer.blanks),
        _subject(lines, meaning),
    )


def _subject(lines: Sequence[Line], meaning: Roles) -> str:
    """What stands beside 项目名称 at the head of a form."""
    for line in lines[:6]:
        filled = [s for s in line if s.kind != "empty"]
        if len(filled) >= 2 and filled[1].kind == "text" and meaning.subject.fullmatch(filled[0].text):
            return str(_PROJECT_CODE.sub("", filled[1].text))
    return ""


# --------------------------------------------------------------------------- sections


@dataclass(slots=True)
class _Section:
    """Header rows and the rows under them, aligned."""

    heads: tuple[Line, ...]
    body: tuple[Line, ...]
    unit: str
    loose: bool
    scores: bool = False  # rows of indicators whose header is lost: …, target, result, weight, score

    def lines(self, panel: Panel) -> tuple[Line, ...]:
        """The rows of a panel."""
        wanted = {r.index for r in panel.rows}
        return tuple(line for line in self.body if line[0].row in wanted)


def _sections(lines: Sequence[Line], meaning: Roles) -> Iterator[_Section]:
    heads: list[Line] = []
    body: list[Line] = []
    unit = ""
    bare_scores = False
    for line in lines:
        filled = [s for s in line if s.kind != "empty"]
        if not filled:
            continue
        if len(filled) == 1 and filled[0].kind == "text" and (len(line) == 1 or _spans_all(filled[0], lines)):
            unit = unit_named(filled[0].text) or unit
            if body:
                yield _section(heads, body, unit, bare_scores)
            heads, body, bare_scores = [], [], False
            continue
        if _is_header(line, filled, meaning, started=bool(body)):
            if body:
                yield _section(heads, body, unit, bare_scores)
                heads, body, bare_scores = [], [], False
            if heads and not _continues(heads[-1], line, meaning):
                heads = []
            heads.append(line)
        elif not body and _counting(filled):
            continue
        elif body and _drops_header(heads, filled, meaning):
            yield _section(heads, body, unit, bare_scores)
            heads, body, bare_scores = [], [line], True
        elif (
            heads
            and not body
            and _continues(heads[-1], line, meaning)
            and not any(s.kind == "number" and not s.year for s in filled)
            and _short(filled)
            and len(filled) > 1
        ):
            heads.append(line)
        else:
            body.append(line)
    if body:
        yield _section(heads, body, unit, bare_scores)


def _drops_header(heads: Sequence[Line], filled: Sequence[Square], meaning: Roles) -> bool:
    """Whether indicator rows begin under a header about money, their own header having been lost."""
    words = [s.text for line in heads for s in line if s.kind == "text"]
    known = {meaning.column(w) for w in words}
    if not ({"weight", "score"} <= known and "actual" in known) or known & {"target", "result"}:
        return False
    texts = sum(s.kind == "text" for s in filled)
    return meaning.row(filled[0].text) == "group" and texts > 1 and sum(s.kind == "number" for s in filled) > 1


def _spans_all(square: Square, lines: Sequence[Line]) -> bool:
    return square.column == 0 and square.width > 1 and square.width >= max(width(line) for line in lines)


def _short(filled: Sequence[Square]) -> bool:
    return all(len(s.text) <= LONGEST_HEADER for s in filled)


def _is_header(line: Line, filled: Sequence[Square], meaning: Roles, *, started: bool) -> bool:
    """Whether a row is (part of) a header: words only, or years; after data has begun only if most words are roles."""
    words = [s for s in filled if s.kind == "text" or s.year]
    if len(words) < 2 or any(s.kind == "number" and not s.year for s in filled) or not _short(filled):
        return False
    hits = sum(bool(meaning.column(s.text)) or meaning.totals(s.text) or s.year for s in words)
    if started:
        return hits >= 2 and hits * 2 >= len(words) and meaning.row(words[0].text) != "total"
    return True


def _continues(above: Line, line: Line, meaning: Roles) -> bool:
    """Whether a row goes on with the header above: it leaves cells blank under it, or the header spans columns."""
    known = sum(bool(meaning.column(s.text)) or meaning.totals(s.text) for s in above if s.kind == "text")
    if not known and not any(s.width > 1 or s.height > 1 for s in above):
        return False
    gaps = any(s.kind == "empty" for s in line)
    return gaps or any(s.width > 1 or s.height > 1 for s in above)


def _counting(filled: Sequence[Square]) -> bool:
    """Whether a row only numbers the columns (栏次 1 2 3 …)."""
    numbers = [s.value.value for s in filled if s.value is not None]
    if len(numbers) < 2 or len(filled) - len(numbers) > 2:
        return False
    return all(b - a == 1 for a, b in itertools.pairwise(numbers)) and numbers[0] in (0, 1)


def _section(heads: Sequence[Line], body: Sequence[Line], unit: str, scores: bool) -> _Section:
    columns = max(width(line) for line in (*heads, *body))
    full = [line for line in body if width(line) == columns]
    numeric = frozenset(s.column for line in full for s in line if s.kind == "number") or frozenset(
        s.column for line in body for s in line if s.kind == "number"
    )
    spaced = spread(heads, columns)
    loose = bool(spaced) and width(spaced[-1]) < columns
    if loose and len(full) * 2 < len(body) and spaced:  # rows are the odd ones, not the header
        loose = False
    return _Section(spaced, tuple(align(line, columns, numeric) for line in body), unit, loose, scores)


# --------------------------------------------------------------------------- panels


def _panels(section: _Section, meaning: Roles, table: Table, unit: str) -> Iterator[Panel]:
    columns = max(width(line) for line in (*section.heads, *section.body))
    paths = [_path(section.heads, c) for c in range(columns)]
    stated = next((u for path in paths for h in path if (u := header_unit(h)) and money(u).dimension == "money"), "")
    made = [_column(c, paths[c], section, meaning) for c in range(columns)]
    made = _scored(made) if section.scores else _settle(made)
    for group in _sides(made):
        labels = tuple(c.index for c in group if c.role == "label")
        side = tuple(c for c in group if c.role != "label")
        rows = tuple(_rows(section, group, labels, meaning))
        title = next((s.text for line in section.heads for s in line if s.kind == "text"), "")
        yield Panel(side, rows, labels, title, section.loose, stated or unit)


def _path(heads: Sequence[Line], column: int) -> tuple[str, ...]:
    """The header texts over a column, top to bottom."""
    path: list[str] = []
    for line in heads:
        found = next((s for s in line if s.column <= column < s.column + s.width), None)
        if found is not None and found.kind in ("text", "number") and (not path or path[-1] != found.text):
            path.append(found.text)
    return tuple(path)


def _column(index: int, path: tuple[str, ...], section: _Section, meaning: Roles) -> Column:
    """A column with the role its header gives, or else what its cells look like."""
    cells = [s for line in section.body for s in line if s.column == index and s.kind != "empty"]
    numbers = [s for s in cells if s.kind == "number"]
    texts = [s for s in cells if s.kind == "text"]
    role = meaning.column(path[-1]) if path else ""
    if role in ("", "label", "amount"):
        role = next((r for h in reversed(path[:-1]) if (r := meaning.column(h)) in FIGURES), role)
    if role == "unit" and index == 0:  # the names of units, not of measures
        role = "label"
    if role == "label" and len(numbers) > len(texts):
        role = ""
    if role in FIGURES and role not in ("target", "result") and texts and not numbers:
        role = "label" if all(len(s.text) <= LONGEST_HEADER for s in texts) and index <= 2 else "text"
    if not role:
        if numbers and len(numbers) >= len(texts):
            role = "amount"
        elif texts:
            role = "label" if index == 0 or max(len(s.text) for s in texts) <= LONGEST_HEADER else "text"
        else:
            role = "amount" if path and cells == [] and index else "label" if index == 0 else "blank"
    values = [s.value.value for s in numbers if s.value is not None]
    if role == "level" and not all(len(s.text) <= 4 for s in numbers):
        role = "code" if all(_CODE.fullmatch(s.text) for s in numbers) else "amount"
    if role in ("amount", "label") and len(values) > 1 and _ordinals(numbers, values):
        role = "sequence"
    if role in ("amount", "label") and numbers and index <= 1 and all(_CODE.fullmatch(s.text) for s in cells):
        role = "code"
    unit = next((header_unit(h) for h in reversed(path) if header_unit(h)), "")
    year = next((m[1] for h in path if (m := _HEAD_YEAR.search(h))), "")
    total = bool(path) and meaning.totals(path[-1])
    return Column(
        index,
        path,
        role,
        MEASURES.get(role, "level"),
        (PERCENT if unit == "%" else money(unit)) if unit else None,
        total,
        year,
    )


def _ordinals(numbers: Sequence[Square], values: Sequence[Decimal]) -> bool:
    """Whether a column counts 1, 2, 3 … down the rows."""
    plain = all(s.value is not None and s.value.decimals == 0 and not s.value.unit.name for s in numbers)
    return plain and values[0] in (1, 2) and all(b - a == 1 for a, b in itertools.pairwise(values)) and len(values) > 2


def _scored(columns: list[Column]) -> list[Column]:
    """Indicator rows without header: the last four numeric columns are target, result, weight and score."""
    numeric = [c.index for c in columns if c.role == "amount"]
    named = dict(zip(numeric[:-5:-1], ("score", "weight", "result", "target"), strict=False))
    return [
        replace(c, role=named[c.index], measure=MEASURES[named[c.index]]) if c.index in named else c for c in columns
    ]


def _settle(columns: list[Column]) -> list[Column]:
    """Second look: a column that says only which fund it is takes the role of the total before it."""
    done: list[Column] = []
    lead: Column | None = None
    for c in columns:
        if c.role in AMOUNTS and c.role != "amount":
            lead = c if c.total else None
        elif c.role == "amount" and lead is not None:
            c = replace(c, role=lead.role, measure=lead.measure)
        elif c.role != "amount":
            lead = None
        done.append(c)
    return done


def _sides(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """The columns cut where a second label column opens a new side (收入 | 金额 | 支出 | 金额)."""
    first = next((c for c in columns if c.role == "label"), None)
    cuts = [0]
    seen = False
    for i, c in enumerate(columns):
        if c.role in AMOUNTS:
            seen = True
        elif c.role == "label" and seen and first is not None and _same_side_head(first, c):
            start = i
            while start > cuts[-1] and columns[start - 1].role in ("code", "level", "sequence"):
                start -= 1
            cuts.append(start)
            seen = False
    cuts.append(len(columns))
    return [tuple(columns[a:b]) for a, b in itertools.pairwise(cuts) if b > a]


def _same_side_head(first: Column, other: Column) -> bool:
    """Whether a later label column is headed like the first, or as its opposite."""
    if first.name == other.name:
        return True
    pairs = (("收入", "支出"), ("支出", "收入"), ("来源", "运用"), ("资产", "负债"), ("人员", "公用"))
    return any(a in "".join(first.header) and b in "".join(other.header) for a, b in pairs)


def _rows(section: _Section, group: Sequence[Column], labels: Sequence[int], meaning: Roles) -> Iterator[Row]:
    codes = [c.index for c in group if c.role == "code"]
    steps = [c.index for c in group if c.role == "level"]
    carried: list[str] = []
    indents = [
        s.indent for line in section.body for s in line if labels and s.column == labels[-1] and s.kind == "text"
    ]
    lowest = min(indents, default=0)
    for line in section.body:
        by_column = {s.column: s for s in line}
        names = tuple(
            by_column[c].text if c in by_column and by_column[c].kind in ("text", "number") else "" for c in labels
        )
        shown = next((n for n in reversed(names) if n and len(n) <= LONGEST_LABEL), "") or next(
            (n for n in names if n), ""
        )
        if not shown:  # 合计 set across the code columns
            shown = next(
                (s.text for c in group if (s := by_column.get(c.index)) and s.kind == "text" and c.role in _CODES), ""
            )
            names = (shown, *names[1:]) if names else (shown,)
        code = next((by_column[c].text for c in codes if c in by_column and by_column[c].kind == "number"), "")
        if len(steps) > 1 and not code:
            own = [by_column[c].text if c in by_column and by_column[c].kind == "number" else "" for c in steps]
            deepest = max((i for i, x in enumerate(own) if x), default=-1)
            if deepest >= 0:
                carried = [own[i] or (carried[i] if i < len(carried) else "") for i in range(deepest + 1)]
                code = "".join(carried) if all(carried) else ""
        role = next((r for n in names if n and (r := meaning.row(n)) in ("total", "of-which", "deduction")), "")
        role = role or (meaning.row(shown) if shown else "member")
        label = strip_number(shown)
        if role == "of-which":
            label = strip_number(meaning.of_which.sub("", label, count=1).lstrip(":、,"))
        square = next((by_column[c] for c in reversed(labels) if c in by_column and by_column[c].text), None)
        level = numbered(shown)
        if not level and square is not None and square.indent > lowest:
            level = 6 + square.indent - lowest
        block = next((s.block for s in line if s.text == shown), -1) if shown else -1
        yield Row(line[0].row, label, code, level, role, group[0].index, names, block)


# --------------------------------------------------------------------------- facts


class _Writer:
    """Writes the facts of a table, numbered in order."""

    def __init__(
        self, document: Document, table: int, number: int, taxonomy: Taxonomy, first: int, meaning: Roles
    ) -> None:
        self.document = document
        self.table = table
        self.number = number
        self.taxonomy = taxonomy
        self.first = first
        self.meaning = meaning
        self.facts: list[Fact] = []
        self.cells: dict[tuple[int, int], Fact] = {}
        self.operators: dict[tuple[int, int], str] = {}
        self.blanks: set[tuple[int, int]] = set()
        self.brackets: set[tuple[int, int]] = set()

    def write(self, panel: Panel, body: Sequence[Line]) -> None:
        """The facts of a panel's figures."""
        rows = {r.index: r for r in panel.rows}
        squares = {(s.row, s.column): s for line in body for s in line}
        precision: dict[str, int] = {}
        drafts: list[tuple[Row, Column, Square, Value, Unit]] = []
        ratios = {c.index for c in panel.columns if c.role in PERCENTS and _printed_as_ratio(c, squares)}
        unit_columns = [c.index for c in panel.columns if c.role == "unit"]
        operator_columns = [c.index for c in panel.columns if c.role == "operator"]
        for line in body:
            row = rows[line[0].row]
            beside = next((squares[row.index, c].text for c in unit_columns if (row.index, c) in squares), "")
            named = header_unit(row.label) if row.label.endswith(")") else ""
            for column in panel.columns:
                square = squares.get((row.index, column.index))
                if square is None or column.role not in FIGURES:
                    continue
                if square.kind == "empty" and column.measure == "target":
                    self.blanks.add((square.row, square.column))
                value = square.value
                if value is None and column.role in ("target", "result") and square.kind == "text":
                    value = bound(self.document.blocks[square.block].text)
                if value is None:
                    continue
                if column.role == "target":
                    signs = [squares[row.index, c].text for c in operator_columns if (row.index, c) in squares]
                    sign = _OPERATORS.get(value.operator or next(iter(signs), ""), "")
                    if sign:
                        self.operators[square.row, square.column] = sign
                unit = _figure_unit(value, column, panel, (named, beside), column.index in ratios)
                drafts.append((row, column, square, value, unit))
                if unit.dimension in ("money", "plain") and column.role in AMOUNTS:
                    precision[unit.dimension] = max(precision.get(unit.dimension, 0), value.decimals)
        for row, column, square, value, unit in drafts:
            deep = precision.get(unit.dimension, 0) if column.role in AMOUNTS else 0
            measure = column.measure
            if unit.dimension == "percent" and column.role in AMOUNTS:
                measure = "other"
            self._add(square, value, unit, row, column, measure, max(deep, value.decimals))

    def points(self, lines: Sequence[Line], panels: Sequence[Panel]) -> None:
        """The points printed in the brackets of group cells, and the total a conclusion quotes."""
        for line in lines:
            for square in line:
                if square.kind != "text" or (square.row, square.column) in self.cells:
                    continue
                text = self.document.blocks[square.block].text
                flat = normalize(text)
                found = _POINTS.search(flat) if len(square.text) <= LONGEST_HEADER else None
                role = "group"
                if found is None and len(square.text) > 4:
                    said = self.meaning.conclusion.search(flat)
                    said_tail = flat[said.end() : said.end() + _SIGNED_OFF] if said else ""
                    quoted = _QUOTED.match(said_tail) if said else None
                    if said is not None and quoted is not None:
                        start, end = said.end() + quoted.start("number"), said.end() + quoted.end()
                        self._points(square, text, start, said.end() + quoted.end("number"), end, "conclusion", "score")
                    continue
                if found is not None:
                    self._points(
                        square, text, found.start("number"), found.end("number"), found.end() - 1, role, "weight"
                    )

    def _points(
        self, square: Square, text: str, start: int, digits: int, end: int, label: str, measure: Measure
    ) -> None:
        printed = text[start:digits]
        value = Decimal(normalize(printed))
        decimals = len(printed) - printed.index(".") - 1 if "." in printed else 0
        name = _POINTS.sub("", square.text) if label == "group" else label
        if label == "group":
            self.brackets.add((square.row, square.column))
        row = Row(square.row, name, "", 0, label, square.column)
        column = Column(square.column, (), "points", measure)
        self._add(square, Value(start, digits, end, value, decimals, SCORE), SCORE, row, column, measure, decimals)

    def _add(
        self, square: Square, value: Value, unit: Unit, row: Row, column: Column, measure: Measure, decimals: int
    ) -> None:
        block = self.document.blocks[square.block]
        figure = Figure(
            Span(square.block, value.start, value.end),
            Span(square.block, value.start, value.digits),
            block.text[value.start : value.end],
            value.value,
            value.decimals,
            unit,
            exact=unit.dimension == "score" or (unit.dimension == "count" and value.decimals == 0) or value.value == 0,
        )
        concept = self.taxonomy.find(row.label) if row.label else None
        fact = Fact(
            self.first + len(self.facts),
            figure,
            row.label,
            measure,
            concept=concept.name if concept else "",
            basis="budget" if measure == "completion" else "prior" if measure in ("change", "rate") else "",
            period=column.period,
            section=block.section,
            table=self.table,
            row=square.row,
            column=square.column,
            document=self.number,
            decimals=decimals,
        )
        self.facts.append(fact)
        self.cells[square.row, square.column] = fact


def _printed_as_ratio(column: Column, squares: dict[tuple[int, int], Square]) -> bool:
    """Whether a rate column prints 0.98 for 98 %."""
    values = [s.value for (_, c), s in squares.items() if c == column.index and s.value is not None]
    if not values or any(v.unit.dimension == "percent" for v in values) or any("%" in h for h in column.header):
        return False
    return all(abs(v.value) <= 1 for v in values) and any(v.decimals >= 2 for v in values)


def _figure_unit(value: Value, column: Column, panel: Panel, row: tuple[str, str], ratio: bool) -> Unit:
    """The unit of a cell's figure: printed, in its row's label, of its column, beside it, of its table."""
    named, beside = row
    if value.unit.name:
        return value.unit
    if column.role in POINTS:
        return SCORE
    if column.role in PERCENTS:
        return _RATIO if ratio else PERCENT
    if named and column.role in AMOUNTS:
        return PERCENT if named == "%" else money(named)
    if column.unit is not None:
        return column.unit
    if beside:
        return PERCENT if beside == "%" else money(beside)
    if column.role in AMOUNTS and panel.unit:
        return money(panel.unit)
    return PLAIN
