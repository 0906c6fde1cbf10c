"""The examples of rules, run as tests: each bad one must be found where it is marked, no good one may be told.

A bad example is audited with its own rule alone, a good one with every stable rule, so that a rule cannot be right
about its own examples and wrong about its neighbours'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint import engine, readers
from auditlint.errors import Fault
from auditlint.model import Address, Block, Cell, Document, Finding, ReportResult, Segment, Table
from auditlint.packs import Example, ExampleDocument, Rule, Rulebook
from auditlint.records import dataclass, replace
from auditlint.settings import Settings
from auditlint.typed import Literal

Problem = Literal["missed", "misplaced", "false-alarm", "crashed"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that did not come out as written.

    `index` counts the rule's bad (or good) examples from 0, `line` (0-based) is its place in the rule's file; `found`
    are the findings told, as "CODE place message"; `expected` are the marked texts of a bad example.
    """

    rule: Rule
    kind: Literal["bad", "good"]
    index: int
    line: int
    problem: Problem
    expected: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many examples were run, and which failed."""

    examples: int
    failures: tuple[Failure, ...]


def run(rulebook: Rulebook, rules: Sequence[Rule] | None = None) -> Outcome:
    """Run the examples of some rules of a rulebook (None: of all)."""
    chosen = rulebook.rules if rules is None else tuple(rules)
    failures: list[Failure] = []
    count = 0
    stable = alone(rulebook, tuple(r for r in rulebook.rules if r.status == "stable"))
    for rule in chosen:
        own = alone(rulebook, (rule,))
        for index, example in enumerate(rule.examples.bad):
            count += 1
            failures.extend(_bad(rule, own, index, example))
        everything = stable if rule.status == "stable" else alone(rulebook, (*stable.rules, rule))
        for index, example in enumerate(rule.examples.good):
            count += 1
            failures.extend(_good(rule, everything, index, example))
    return Outcome(count, tuple(failures))


def lint(rules: Sequence[Rule], lang: str = "zh") -> tuple[Fault, ...]:
    """What a rule must have beyond being readable: reasons, limits, and examples enough for its status."""
    faults: list[Fault] = []
    for rule in rules:
        wanted = [
            (bool(rule.why.zh), "缺少“why”：为什么这是问题", "'why' is missing: why this is a problem"),
            (bool(rule.limits.zh), "缺少“limits”：何时不报、有何误报", "'limits' is missing: when the rule is silent"),
            (bool(rule.title.en), "缺少英文标题", "the English title is missing"),
            (bool(rule.message.en), "缺少英文消息", "the English message is missing"),
        ]
        if rule.status == "stable":
            bad, good = len(rule.examples.bad), len(rule.examples.good)
            zh = f"稳定规则至少要1个反例、2个正例，现有{bad}个和{good}个"
            en = f"a stable rule has at least 1 bad and 2 good examples, not {bad} and {good}"
            wanted.append((bad >= 1 and good >= 2, zh, en))
        faults.extend(Fault(rule.path, -1, -1, zh if lang == "zh" else en) for met, zh, en in wanted if not met)
    return tuple(faults)


def alone(rulebook: Rulebook, rules: tuple[Rule, ...]) -> Rulebook:
    """The rulebook with some rules only, whose packs apply to every text."""
    return replace(rulebook, rules=rules, packs=tuple(replace(p, applies=()) for p in rulebook.packs))


def documents(example: Example) -> tuple[Document, ...]:
    """The documents of an example, as readers would give them."""
    return tuple(_document(d, f"example{i + 1}.txt") for i, d in enumerate(example.documents))


def audit(example: Example, rulebook: Rulebook) -> ReportResult:
    """The result of auditing an example with a rulebook."""
    return engine.audit(documents(example), rulebook, Settings(preview=True))


def _bad(rule: Rule, rulebook: Rulebook, index: int, example: Example) -> Iterator[Failure]:
    result = audit(example, rulebook)
    expected = tuple(dict.fromkeys(_marked(example)))
    told = [f for f in result.findings if f.code == rule.code]
    shown = tuple(map(show, result.findings))
    problem: Problem | None = None
    if result.errors:
        problem, shown = "crashed", result.errors
    elif not told:
        problem = "missed"
    elif not all(any(_lands(f, place, result.documents) for f in told) for place in _places(example)):
        problem = "misplaced"
    if problem:
        yield Failure(rule, "bad", index, example.line, problem, expected, shown)


def _good(rule: Rule, rulebook: Rulebook, index: int, example: Example) -> Iterator[Failure]:
    result = audit(example, rulebook)
    told = [f for f in result.findings if f.severity != "info" or (f.code == rule.code and rule.severity == "info")]
    if result.errors:
        yield Failure(rule, "good", index, example.line, "crashed", (), result.errors)
    elif told:
        yield Failure(rule, "good", index, example.line, "false-alarm", (), tuple(map(show, told)))


def show(finding: Finding) -> str:
    """A finding in one line."""
    at = finding.location
    place = f"{at.line + 1}:{(at.column or 0) + 1}" if at.line is not None else at.address.reference or "?"
    return f"{finding.code} {at.path}:{place} {finding.message}"


# --------------------------------------------------------------------------- documents of an example


def _document(one: ExampleDocument, name: str) -> Document:
    """A document of an example: its text read as a text file, its table put behind as cells."""
    found = readers.read(name, name=name, data=one.text.encode()) if one.text else Document(name, "txt", ())
    if one.table:
        found = _with_table(found, one)
    return replace(found, role=one.role)


def _with_table(document: Document, one: ExampleDocument) -> Document:
    first = len(document.blocks)
    number = len(document.tables)
    blocks: list[Block] = []
    cells: list[Cell] = []
    for r, row in enumerate(one.table):
        for c, text in enumerate(row):
            cells.append(Cell(first + len(blocks), r, c))
            address = Address(table=number, row=r, column=c, reference=_reference(r, c))
            blocks.append(Block("cell", text, (Segment(0),), address, table=number))
    table = Table(tuple(cells), one.title, one.unit)
    return replace(document, blocks=(*document.blocks, *blocks), tables=(*document.tables, table))


def _reference(row: int, column: int) -> str:
    """A cell as a spreadsheet names it; examples have few columns."""
    return f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[column % 26]}{row + 1}"


# --------------------------------------------------------------------------- where a finding must land


@dataclass(frozen=True, slots=True)
class _Place:
    """A mark of an example: in a document's text (row −1) or in a cell."""

    document: int
    row: int
    column: int
    start: int
    end: int
    text: str


def _places(example: Example) -> Iterator[_Place]:
    for number, one in enumerate(example.documents):
        for mark in one.marks:
            yield _Place(number, mark.row, mark.column, mark.start, mark.end, one.text)


def _marked(example: Example) -> Iterator[str]:
    for one in example.documents:
        for mark in one.marks:
            text = one.text if mark.row < 0 else one.table[mark.row][mark.column]
            yield text[mark.start : mark.end]


def _lands(finding: Finding, place: _Place, read: Sequence[Document]) -> bool:
    """Whether a finding's own place, or that of a suspect it names, overlaps a mark."""
    locations = [finding.location]
    if finding.suggestion is not None:
        locations.append(finding.suggestion.location)
    locations.extend(c.location for c in finding.candidates)
    for at in locations:
        if at.path != read[place.document].path:
            continue
        if place.row >= 0:
            if (at.address.row, at.address.column) == (place.row, place.column) and at.line is None:
                return True
        elif at.line is not None and at.column is not None:
            start = _offset(place.text, at.line, at.column)
            end = start
            if at.end_line is not None and at.end_column is not None:
                end = _offset(place.text, at.end_line, at.end_column)
            if start < place.end and place.start < max(end, start + 1):
                return True
    return False


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a line and column in a text."""
    start = 0
    for _ in range(line):
        start = text.find("\n", start) + 1
    return start + column
