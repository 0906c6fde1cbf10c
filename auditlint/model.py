"""The nouns of auditlint: documents, figures, facts, relations, findings.

Offsets are 0-based and half-open everywhere; only reporters show 1-based numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache

from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from auditlint.equations import Equation

BlockKind = Literal["heading", "paragraph", "cell", "note", "header"]
Severity = Literal["error", "warning", "info"]
Verdict = Literal["holds", "rounding", "broken"]
Dimension = Literal["money", "percent", "point", "count", "score", "ratio", "plain"]
Measure = Literal[
    "level",  # an amount of its own: income, expenditure, a count
    "budget",  # what was planned, beside a level
    "prior",  # the value of the year (or period) before, printed beside a change
    "change",  # by how much a level differs from its base
    "rate",  # the same in percent of the base
    "share",  # percent of a whole
    "completion",  # percent of a budget
    "average",  # an amount by head, car, family: 人均, 车均
    "ratio",  # another quotient with a name of its own (节约率, 资产负债率)
    "score",
    "weight",
    "target",  # a performance indicator's target or result
    "other",
]


# --------------------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a block's text that stands unbroken in the source.

    `start` is its offset in the block's text; `line` and `column` (0-based, code points) its place in a
    source with lines; `anchor` is what a reporter needs to write back (a run, a box) and opaque to all others.
    """

    start: int
    line: int | None = None
    column: int | None = None
    anchor: object = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a block stands in a format without lines; numbers are 0-based, `None` where they do not apply.

    `reference` is a spreadsheet cell such as "B7"; `box` is (left, top, right, bottom) in points of the page.
    """

    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    reference: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    part: str | None = None  # "footnote", "header", "textbox", "chart", a member of an archive


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, table cell, note, or page header, as text with places.

    `level` is the outline level a format states itself (1 = top), 0 where it does not; `section` is the heading
    path, filled by `auditlint.outline`. `table` is the index of the table a cell belongs to, else -1.
    `stored` is a spreadsheet's stored value where it differs from what is shown.
    """

    kind: BlockKind
    text: str
    segments: tuple[Segment, ...]
    address: Address = Address()
    level: int = 0
    section: str = ""
    table: int = -1
    stored: str = ""

    def point(self, offset: int) -> tuple[int | None, int | None, object]:
        """(line, column, anchor) of the character at `offset` (0 … len(text))."""
        if not self.segments:
            return None, None, None
        found = self.segments[max(bisect_right(self.segments, offset, key=lambda s: s.start) - 1, 0)]
        if found.line is None or found.column is None:
            return found.line, None, found.anchor
        return found.line, found.column + offset - found.start, found.anchor


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: `block` indexes the document's blocks."""

    block: int
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, in row order. `title` is the text above it, `unit` its unit line's unit ("万元"), or "".

    `kind` is "chart" for a chart's data series. `header` is the number of header rows a format marks (0 unknown).
    """

    cells: tuple[Cell, ...]
    title: str = ""
    unit: str = ""
    kind: Literal["table", "chart"] = "table"
    header: int = 0

    @property
    def rows(self) -> int:
        """Number of rows."""
        return max((c.row + c.rowspan for c in self.cells), default=0)

    @property
    def columns(self) -> int:
        """Number of columns."""
        return max((c.column + c.colspan for c in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of block number `block`."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; see `Segment` and `Address` for the fields. `end_column` is exclusive."""

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    section: str = ""
    address: Address = Address()
    span: Span = Span(0, 0, 0)
    anchors: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader builds from a file. `role` is its part in a bundle: report, tables, prior or budget.

    `notices` are things a person should know (a hidden sheet, a figure that could not be read).
    """

    path: str
    format: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    notices: tuple[str, ...] = ()
    role: str = "report"

    @property
    def beside(self) -> bool:
        """Whether it is only what a report is compared with: what is wrong inside of it is not told."""
        return self.role in ("prior", "budget")

    def locate(self, span: Span) -> Location:
        """The source place of a span."""
        block = self.blocks[span.block]
        line, column, _ = block.point(span.start)
        end_line, end_column, _ = block.point(max(span.end - 1, span.start))
        anchors = tuple(
            s.anchor
            for i, s in enumerate(block.segments)
            if s.anchor is not None
            and s.start < span.end
            and (i + 1 == len(block.segments) or block.segments[i + 1].start > span.start)
        )
        return Location(
            self.path,
            line,
            column,
            end_line,
            None if end_column is None else end_column + 1,
            block.section,
            block.address,
            span,
            anchors,
        )


# --------------------------------------------------------------------------- figures and facts


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed: its dimension and its factor to the dimension's base (元, %, one)."""

    name: str
    dimension: Dimension
    factor: Decimal = Decimal(1)


_ZERO = Decimal(0)


@lru_cache(maxsize=64)
def half_digit(decimals: int) -> Decimal:
    """Half a unit of the last of so many decimals."""
    return Decimal(5).scaleb(-decimals - 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed. `value` is in its own `unit`, `decimals` the digits printed after the point.

    `span` covers number and unit; `number` the number alone. `exact` is true for counts, scores and printed zeros.
    """

    span: Span
    number: Span
    text: str
    value: Decimal
    decimals: int
    unit: Unit
    exact: bool = False

    @property
    def amount(self) -> Decimal:
        """The value in the base unit of its dimension (元, %, one)."""
        return self.value * self.unit.factor

    @property
    def half(self) -> Decimal:
        """Half a unit of the last printed digit, in the base unit; a whole one of 4.6万余; zero where it is exact."""
        if self.exact:
            return _ZERO
        return half_digit(self.decimals) * self.unit.factor * (1 + ("余" in self.text or "多" in self.text))


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with what it is about.

    `label` is the noun phrase as printed, without connectives; `concept` the taxonomy's name for it, or "".
    `basis` says what a change, rate, prior or completion refers to: "prior" (last year), "budget", "opening" (the
    start of the year), "previous" (the month or quarter before), a year, or "".
    `direction` is +1 or -1 where a word says up or down, 0 otherwise. `base` is the printed label of a share's whole.
    `sentence`, `item` and `clause` number the running text (tables: -1); `depth` counts the brackets around it;
    `grouped` says that it continues a row of equals (a、b和c). `row` and `column` place it in `table`, else -1.
    """

    id: int
    figure: Figure
    label: str
    measure: Measure
    concept: str = ""
    basis: str = ""
    direction: int = 0
    base: str = ""
    period: str = ""
    section: str = ""
    sentence: int = -1
    item: int = -1
    clause: int = -1
    depth: int = 0
    grouped: bool = False
    table: int = -1
    row: int = -1
    column: int = -1
    document: int = 0
    decimals: int = 0  # of the list, table or section it stands in: what its printed digits stand for


# --------------------------------------------------------------------------- relations and findings


@dataclass(frozen=True, slots=True)
class Term:
    """A fact's part in a relation: total, part, rate, change, current, prior, budget, base, stated, …"""

    role: str
    fact: Fact


UNBORNE = "unborne"  # the note of a relation that stands only while other relations do not bear out all its terms


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation, inequality or equality of quotations that a check evaluated. `terms[0]` is the stated term.

    `expected` is what the other terms make of the stated one, in its unit and decimals; `difference` is stated −
    expected, in the stated term's unit. `note` is a key that says more of a broken one ("last-digit", "zero-base" …).
    `rule` and `code` are set by the engine. A relation that is not `firm` is never told.
    """

    kind: str
    verdict: Verdict
    firm: bool
    terms: tuple[Term, ...]
    equation: Equation
    formula: str = ""
    expected: Decimal | None = None
    difference: Decimal = Decimal(0)
    note: str = ""
    rule: str = ""
    code: str = ""
    id: int = -1

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The terms' figures, in order."""
        return tuple(t.fact.figure for t in self.terms)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check of words has to tell: places, and the fields its rule's message may use.

    `replacement` is what should stand at the first place, where the check knows it.
    """

    kind: str
    spans: tuple[tuple[int, Span], ...]  # (document, span), the first is where the finding stands
    fields: tuple[tuple[str, str], ...] = ()
    replacement: str = ""
    rule: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely correction: the printed text at `location`, what to put there, and why."""

    location: Location
    text: str
    replacement: str
    reason: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another place of a finding, with what stands there."""

    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Accepted:
    """Why a finding is accepted, by whom and until when (ISO date or "")."""

    reason: str
    by: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is told to a person: one cause. `relations` are ids within the report's result, in order of directness."""

    rule: str
    code: str
    severity: Severity
    message: str
    location: Location
    related: tuple[Related, ...] = ()
    relations: tuple[int, ...] = ()
    stated: str = ""
    expected: str = ""
    suggestion: Suggestion | None = None
    candidates: tuple[Suggestion, ...] = ()
    accepted: Accepted | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A money or percent figure in no firm relation, and why: a key such as "no-partner"."""

    location: Location
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportResult:
    """One report's outcome. `figures` counts its money, percent and point figures.

    One that is not `whole` has only its findings, with their relations and the texts around them where these are shown.
    """

    path: str
    documents: tuple[Document, ...] = ()
    facts: tuple[Fact, ...] = ()
    relations: tuple[Relation, ...] = ()
    findings: tuple[Finding, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    errors: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    figures: int = 0
    checked: int = 0
    whole: bool = True

    def location(self, fact: Fact) -> Location:
        """Where a fact's figure stands."""
        return self.documents[fact.document].locate(fact.figure.span)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a run over reports; `problems` are troubles that belong to no report."""

    reports: tuple[ReportResult, ...] = ()
    problems: tuple[str, ...] = ()
    edition: str = ""
    seconds: float = 0.0
    options: dict[str, str] = field(default_factory=dict)
