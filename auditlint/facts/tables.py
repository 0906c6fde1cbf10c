"""Tables understood: their panels (one header each) and the facts of their cells."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from auditlint.expressions import compiled
from auditlint.facts.cells import Taxonomy, Writer
from auditlint.facts.grids import Line, header_unit, layout, money, unit_named
from auditlint.facts.panels import Column, Panel, Row, panels_of
from auditlint.facts.quoted import unit_by_quotation
from auditlint.facts.recognition import Form, recognise
from auditlint.facts.roles import FIGURES, Roles, roles
from auditlint.facts.sections import Section, sections_of
from auditlint.facts.unfold import unfold
from auditlint.model import Document, Fact, Table, Unit
from auditlint.numerals import normalize
from auditlint.records import dataclass, field
from auditlint.typed import Protocol

__all__ = ["Column", "Panel", "Row", "TableFacts", "read_table"]

_PROJECT_CODE = compiled(r"^[0-9A-Za-z]{6,}[-—_]*")


class Lexicon(Hashable, Protocol):
    """What this module needs of a lexicon."""

    @property
    def units(self) -> dict[str, Unit]:
        """Units by name."""
        ...

    def regex(self, key: str) -> str:
        """A non-capturing alternation of a key's phrases."""
        ...


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table of a document with what its cells say.

    `cells` maps (row, column) to the fact, `operators` to the operator of a target: "≥", "≤", ">", "<" or "=".
    `brackets` are the cells whose points stand in brackets, as in 产出指标（50分）; `blanks` are blank cells of
    target and result columns. `subject` is the project that a form is about, without its code, or "".
    `form` is the known form that the table was taken for, `places` maps the (row, column) of all panels to columns,
    `blocks` that of every cell, set under its header, to its block.
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
    form: Form | None = None
    places: dict[tuple[int, int], Column] = field(default_factory=dict)
    blocks: dict[tuple[int, int], int] = field(default_factory=dict)

    def column(self, fact: Fact) -> Column | None:
        """The column of one of the table's facts; None for points in brackets and conclusions."""
        return self.places.get((fact.row, fact.column))

    @property
    def columns(self) -> tuple[Column, ...]:
        """All panels' columns."""
        return tuple(c for p in self.panels for c in p.columns)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All panels' rows."""
        return tuple(r for p in self.panels for r in p.rows)


def read_table(
    document: Document,
    table_index: int,
    lexicon: Lexicon,
    taxonomy: Taxonomy,
    first_id: int,
    number: int = 0,
    quoted: Mapping[Decimal, str] = MappingProxyType({}),
) -> TableFacts:
    """What a table says; its facts are numbered from `first_id`, `number` is the document's place in its bundle.

    `quoted` are the amounts of the running text with their units.
    """
    table = document.tables[table_index]
    lines = layout(document, table, frozenset(lexicon.units))
    meaning = roles(lexicon)
    unit = table.unit or unit_named(normalize(table.title)) or _bracketed(table.title) or _below(document, table)
    sections = [unfold(section, meaning) for section in sections_of(lines, meaning)]
    for section in sections:
        unit = unit or section.unit
    if not unit and table.kind == "table":
        unit = _of_section(document, table) or unit_by_quotation(document, table, quoted)
    panels: list[Panel] = []
    drafts: list[tuple[Panel, tuple[Line, ...]]] = []
    for section in sections:
        for panel in panels_of(section, meaning, unit):
            panels.append(panel)
            drafts.append((panel, section.body))
    writer = Writer(document, table_index, number, taxonomy, first_id, meaning, _counts(document, table))
    writer.keyed(lines, unit)
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
        recognise(table.title, panels, lexicon) if table.kind == "table" else None,
        {(row.index, c.index): c for p in reversed(panels) for row in p.rows for c in p.columns},
        _blocks(sections),
    )


def _blocks(sections: Sequence[Section]) -> dict[tuple[int, int], int]:
    """The block of each cell by the (row, column) it covers, where its row was set under a header."""
    return {
        (row, column): square.block
        for section in sections
        for line in section.body
        for square in line
        for row in range(square.row, square.row + square.height)
        for column in range(square.column, square.column + square.width)
    }


def _bracketed(title: str) -> str:
    """The unit of money at the end of a title: 各镇资金分配表（万元）."""
    unit = header_unit(normalize(title).strip())
    return unit if unit and money(unit).dimension == "money" else ""


_UNIT_ONLY = compiled(r"[(]?(?:金额)?单位:[^,;。]{1,8}[)]?")


def _below(document: Document, table: Table) -> str:
    """The unit that a line of its own right below a table states."""
    behind = max(c.block for c in table.cells) + 1
    if behind >= len(document.blocks) or document.blocks[behind].kind == "cell":
        return ""
    text = "".join(normalize(document.blocks[behind].text).split())
    return unit_named(text) if _UNIT_ONLY.fullmatch(text) else ""


def _of_section(document: Document, table: Table) -> str:
    """The unit that the nearest heading above a table gives for all that stands below it: 三、决算表（单位：元）."""
    headings = document.blocks[table.cells[0].block].section.split(" / ")
    return next((unit for heading in reversed(headings) if (unit := _bracketed(heading))), "")


_COUNTED = compiled(r"单位:(?:人|名|个|户|件|次|台|辆|家|所|套|份|座|处|批次|人次)[)]?[:。]?$")


def _counts(document: Document, table: Table) -> bool:
    """Whether the title of a table or the line above it says that its figures count: 编制情况见下表（单位：人）."""
    above = min(c.block for c in table.cells) - 1
    near = document.blocks[above] if above >= 0 else None
    texts = (table.title, near.text if near is not None and near.kind != "cell" else "")
    return any("单位" in text and _COUNTED.search(normalize(text).replace(" ", "")) is not None for text in texts)


def _subject(lines: Sequence[Line], meaning: Roles) -> str:
    """What stands beside 项目名称 at the head of a form."""
    for line in lines[:6]:
        filled = [s for s in line if s.kind != "empty"]
        header = len(filled) > 2 and all(meaning.column(s.text) in FIGURES for s in filled[1:3])
        if len(filled) >= 2 and filled[1].kind == "text" and meaning.subject.fullmatch(filled[0].text) and not header:
            return str(_PROJECT_CODE.sub("", filled[1].text))
    return ""
