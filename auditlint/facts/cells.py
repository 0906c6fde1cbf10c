"""The facts of a table's cells: figures with their units, operators of targets, points in brackets and conclusions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.expressions import compiled
from auditlint.facts.grids import LONGEST_HEADER, Line, Square, Value, bound, header_unit, money
from auditlint.facts.panels import Column, Panel, Row
from auditlint.facts.roles import AMOUNTS, FIGURES, PERCENTS, POINTS, Roles
from auditlint.model import Document, Fact, Figure, Measure, Span, Unit
from auditlint.numerals import PERCENT, PLAIN, normalize
from auditlint.typed import Protocol

SCORE = Unit("分", "score")
_RATIO = Unit("", "percent", Decimal(100))  # a rate printed as 0.98
_POINTS = compiled(r"\((?P<number>[0-9]+(?:\.[0-9]+)?)分\)")
_QUOTED = compiled(r"(?:为|是|:|得|计|共|达)?(?P<number>[0-9]{1,3}(?:\.[0-9]+)?)分")
_OPERATORS = {
    **dict.fromkeys(("≥", ">=", "不低于", "不少于", "不小于", "大于等于", "达到"), "≥"),
    **dict.fromkeys(("≤", "<=", "不高于", "不多于", "不大于", "不超过", "不超于", "小于等于"), "≤"),
    **dict.fromkeys((">", "大于", "超过"), ">"),
    **dict.fromkeys(("<", "小于"), "<"),
    **dict.fromkeys(("=", "等于"), "="),
}
_COUNTED = compiled(
    r"(?:人|户|个|件|问题|线索|机构|岗位|指标|次|台|辆|家|所|校|村|项目|单位|床位|学生|套|份|座|处|批次|项|编制|实有|在编|在职)数(?:量)?$|[(](?:人|户|个|件|次|台|辆|家|所|项|套|份|座|处|批次|人次|张|册)[)]$"
)
_OTHER_UNIT = compiled(r"[(][十百千万亿]?[^()%％元十百千万亿0-9A-Z]{1,3}[)]$")  # 人数（万人）
_SCORED = compiled(r"(?:得分|评分)$")  # 预算执行得分 | 9.43, below the money of a form
_SIGNED_OFF = 30  # characters of a conclusion in which the total is looked for after its word

_MONEY_KEY = compiled(
    r"(?:(?:项目|年度|本年度?|全年|财政)?(?:预算|资金)(?:安排)?(?:金额|总额|总数|数|额)?|(?:项目|年度)?资金总额|预算安排)"
    r"(?:[(](?:单位:)?(?:万|千|亿)?元[)])?[:]?"
)
_BOUND = compiled(r"[0-9]%$")  # 执行率低于50%: a name with a percentage, whose figures are none


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


class Writer:
    """Writes the facts of a table, numbered in order."""

    def __init__(
        self,
        document: Document,
        table: int,
        number: int,
        taxonomy: Taxonomy,
        first: int,
        meaning: Roles,
        counts: bool = False,
    ) -> None:
        self.document = document
        self.table = table
        self.number = number
        self.taxonomy = taxonomy
        self.first = first
        self.meaning = meaning
        self.counts = counts  # whether all figures without a unit count
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
        counting = _counting(panel, squares)
        for line in body:
            row = rows[line[0].row]
            beside = next((squares[row.index, c].text for c in unit_columns if (row.index, c) in squares), "")
            ended = row.label.endswith((")", "%")) and not _BOUND.search(row.label)
            named = header_unit(row.label) if ended else ""
            scored = _SCORED.search(row.label) is not None
            for column in panel.columns:
                square = squares.get((row.index, column.index))
                if square is None or column.role not in FIGURES or (square.row, square.column) in self.cells:
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
                unit = PLAIN if column.index in counting and not value.unit.name else unit
                unit = SCORE if scored and column.role in AMOUNTS and not value.unit.name else unit
                drafts.append((row, column, square, value, unit))
                if unit.dimension in ("money", "plain") and column.role in AMOUNTS:
                    precision[unit.dimension] = max(precision.get(unit.dimension, 0), value.decimals)
        one_by_one = self.counts or (
            not panel.unit
            and any(_counts(c) for c in panel.columns)
            and all(v.decimals == 0 for _, c, _, v, _ in drafts if c.role in AMOUNTS)
        )  # 问题数 | 已整改 | 未整改
        for row, column, square, value, unit in drafts:
            deep = precision.get(unit.dimension, 0) if column.role in AMOUNTS else 0
            measure = column.measure
            if unit.dimension == "percent" and column.role in AMOUNTS:
                measure = "other"
            whole = value.decimals == 0 and (one_by_one or column.index in counting) and unit is PLAIN
            self._add(square, value, unit, row, column, measure, max(deep, value.decimals), whole=whole)

    def points(self, lines: Sequence[Line], panels: Sequence[Panel]) -> None:
        """The points printed in the brackets of group cells, and the total a conclusion quotes."""
        for line in lines:
            for square in line:
                if square.kind != "text" or (square.row, square.column) in self.cells:
                    continue
                text = self.document.blocks[square.block].text
                flat = normalize(text)
                if "分" not in flat:
                    continue
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

    def keyed(self, lines: Sequence[Line], unit: str) -> None:
        """What a form gives beside the name of its money, of the project that it names: 项目名称 X, 预算金额 520.00."""
        project = ""
        for line in lines:
            filled = [s for s in line if s.kind != "empty"]
            for n, (key, square) in enumerate(pairwise(filled), 2):
                alone = n == len(filled) or filled[n].value is None
                if square.kind == "text" and self.meaning.subject.fullmatch(key.text):
                    project = square.text
                elif project and alone and square.value is not None and _MONEY_KEY.fullmatch(key.text):
                    self._of_project(square, square.value, project, header_unit(key.text) or unit)

    def _of_project(self, square: Square, value: Value, project: str, unit: str) -> None:
        if value.unit.name or unit:
            row = Row(square.row, project, "", 0, "member", square.column)
            column = Column(square.column, (), "budget", "budget")
            stated = value.unit if value.unit.name else money(unit)
            self._add(square, value, stated, row, column, "budget", value.decimals)

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
        self,
        square: Square,
        value: Value,
        unit: Unit,
        row: Row,
        column: Column,
        measure: Measure,
        decimals: int,
        *,
        whole: bool = False,
    ) -> None:
        block = self.document.blocks[square.block]
        figure = Figure(
            Span(square.block, value.start, value.end),
            Span(square.block, value.start, value.digits),
            block.text[value.start : value.end],
            value.value,
            value.decimals,
            unit,
            exact=unit.dimension == "score"
            or (value.decimals == 0 and (unit.dimension == "count" or _counts(column) or whole))
            or value.value == 0,
        )
        label = row.label or _named(column)
        concept = self.taxonomy.find(label) if label else None
        fact = Fact(
            self.first + len(self.facts),
            figure,
            label,
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


def _counts(column: Column) -> bool:
    """Whether a column counts things one by one: 学校数（所）, 人数; what counts them in ten thousands is rounded."""
    return _COUNTED.search(column.name) is not None


_MONEY = compiled(r"金额|资金|预算|决算|支出|收入|投资|经费|[款费额]$")


def _counting(panel: Panel, squares: dict[tuple[int, int], Square]) -> set[int]:
    """The columns behind one that counts, beside one that says what its money is in: 问题数 | 已整改 | 金额（万元）."""
    found: set[int] = set()
    counted = False
    stated = any(c.unit is not None and c.unit.dimension == "money" for c in panel.columns)
    for column in panel.columns if stated and any(map(_counts, panel.columns)) else ():
        if column.unit is not None or not (counted or _counts(column)):
            counted = False
            continue
        whole = all(s.value.decimals == 0 for (_, c), s in squares.items() if c == column.index and s.value is not None)
        counted = column.role in AMOUNTS and whole and not _MONEY.search(column.name)
        if counted and not _counts(column):
            found.add(column.index)
    return found


def _named(column: Column) -> str:
    """What a figure without a row label is about: its column's words, of a subtotal its group's."""
    words = [h for h in column.header if h not in ("小计", "金额")]
    return words[-1] if words else ""


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
    if column.role in AMOUNTS and panel.unit and not (_counts(column) or _OTHER_UNIT.search(column.name)):
        return money(panel.unit)
    return PLAIN
