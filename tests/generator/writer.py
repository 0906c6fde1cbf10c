"""A text under construction: what is written, where every figure stands, and which equations hold between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from random import Random

from auditlint.equations import Equal, Equation
from auditlint.intervals import quantize
from auditlint.judge import judge
from auditlint.model import Figure, Span, Unit

YUAN = Unit("元", "money")
TEN_THOUSAND = Unit("万元", "money", Decimal(10000))
HUNDRED_MILLION = Unit("亿元", "money", Decimal(100000000))
PERCENT = Unit("%", "percent")


@dataclass(frozen=True, slots=True)
class Style:
    """How one report prints its figures: `grain` is the decimals of the exact ledger, `decimals` those printed."""

    year: int
    unit: Unit = TEN_THOUSAND
    decimals: int = 2
    grain: int = 2
    percent_decimals: int = 2
    trim: bool = False
    thousands: bool = False
    percent_sign: str = "%"
    blank: str = ""  # between a number and its unit
    lead: str = ""  # before a number
    width: int = 0  # lines broken inside sentences at that many characters, as copied from a PDF


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure as written: its place is `figure.span` (offsets in the whole text), `key` names what it states."""

    figure: Figure
    key: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of direction (增加, 下降) with what the opposite would be; words of one `group` must agree."""

    start: int
    end: int
    text: str
    opposite: str
    group: int


@dataclass(frozen=True, slots=True)
class Truth:
    """A true relation: marks by number, the stated one first; `words` are the groups whose direction it assumes."""

    kind: str
    equation: Equation
    marks: tuple[int, ...]
    words: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A generated report with its truth. `decimals` is what an amount of it stands for."""

    text: str
    marks: tuple[Mark, ...]
    words: tuple[Word, ...]
    truths: tuple[Truth, ...]
    style: Style
    seed: int
    kind: str

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column), 0-based, of an offset."""
        return self.text.count("\n", 0, offset), offset - (self.text.rfind("\n", 0, offset) + 1)

    def decimals(self, mark: Mark) -> int:
        """The digits the figure stands for."""
        money = mark.figure.unit.dimension == "money" and mark.figure.unit.name == self.style.unit.name
        return max(self.style.decimals, mark.figure.decimals) if money else mark.figure.decimals

    def judged(self, truth: Truth) -> str:
        """Verdict of a truth over its marks as printed; "none" where it cannot be computed."""
        marks = [self.marks[i] for i in truth.marks]
        found = judge(truth.equation, [m.figure for m in marks], [self.decimals(m) for m in marks])
        return found.verdict if found else "none"


def printed(value: Decimal, decimals: int, *, trim: bool, thousands: bool) -> str:
    """A number as a report prints it, rounded half up as Excel does."""
    text = format(quantize(value, decimals), ",f" if thousands else "f")
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


@dataclass(frozen=True, slots=True)
class Piece:
    """A field of a template: a figure (or direction word) yet to be placed."""

    text: str
    unit: Unit | None = None
    number: str = ""
    key: str = ""
    role: str = ""
    exact: bool = False
    opposite: str = ""
    group: int = -1


@dataclass(slots=True)
class Writer:
    """Collects text, marks and truths of one report."""

    rng: Random
    style: Style
    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    groups: int = 0
    sections: int = 0
    asides: set[int] = field(default_factory=set)

    # ---- pieces

    def number(self, value: Decimal) -> str:
        """An amount in the report's unit, as printed."""
        return printed(value, self.style.decimals, trim=self.style.trim, thousands=self.style.thousands)

    def money(self, value: Decimal, key: str = "", role: str = "") -> Piece:
        """An amount with its unit."""
        number = self.number(value)
        return Piece(number + self.style.blank + self.style.unit.name, self.style.unit, number, key, role)

    def bare(self, value: Decimal, key: str = "", role: str = "") -> Piece:
        """An amount of a table cell, its unit standing in the table's head."""
        number = self.number(value)
        return Piece(number, self.style.unit, number, key, role)

    def percent(self, value: Decimal, key: str = "", role: str = "") -> Piece:
        """A percentage with its sign."""
        number = printed(value, self.style.percent_decimals, trim=self.style.trim, thousands=False)
        return Piece(number + self.style.percent_sign, PERCENT, number, key, role)

    def count(self, value: int, unit: str, key: str = "", role: str = "") -> Piece:
        """A count with its counter word."""
        return Piece(f"{value}{unit}", Unit(unit, "count"), str(value), key, role, exact=True)

    def score(self, value: Decimal, unit: str = "", role: str = "") -> Piece:
        """A score or weight."""
        number = printed(value, 2, trim=True, thousands=False)
        return Piece(number + unit, Unit("分", "score"), number, "", role, exact=True)

    def group(self) -> int:
        """A new group of direction words."""
        self.groups += 1
        return self.groups

    def word(self, text: str, opposite: str, group: int) -> Piece:
        """A word of direction."""
        return Piece(text, opposite=opposite, group=group)

    # ---- writing

    def say(self, template: str, fields: Mapping[str, Piece | str] | None = None) -> dict[str, int]:
        """Write a template, its {names} replaced; numbers of the marks written, by name."""
        found: dict[str, int] = {}
        rest = template
        while rest:
            text, brace, rest = rest.partition("{")
            self._put(text)
            if not brace:
                break
            name, _, rest = rest.partition("}")
            piece = (fields or {})[name]
            if isinstance(piece, str):
                self._put(piece)
            else:
                mark = self._place(piece)
                if mark is not None:
                    found[name] = mark
        return found

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _place(self, piece: Piece) -> int | None:
        if piece.unit is not None and piece.text.endswith(piece.unit.name):
            self._put(self.style.lead)
        start, end = self.length, self.length + len(piece.text)
        self._put(piece.text)
        if piece.unit is None:
            self.words.append(Word(start, end, piece.text, piece.opposite, piece.group))
            return None
        value = Decimal(piece.number.replace(",", ""))
        digits = piece.number.partition(".")[2]
        number = Span(0, start, start + len(piece.number))
        figure = Figure(
            Span(0, start, end), number, piece.text, value, len(digits), piece.unit, piece.exact or value == 0
        )
        self.marks.append(Mark(figure, piece.key, piece.role))
        return len(self.marks) - 1

    def relate(self, kind: str, equation: Equation, marks: Sequence[int], words: Sequence[int] = ()) -> None:
        """State that an equation holds between marks."""
        self.truths.append(Truth(kind, equation, tuple(marks), tuple(words)))

    def chance(self, probability: float) -> bool:
        """True with that probability."""
        return self.rng.random() < probability

    def finish(self, seed: int, kind: str) -> Report:
        """The report, with one more truth for every fact that is stated twice."""
        keys: dict[str, list[int]] = {}
        for i, mark in enumerate(self.marks):
            if mark.key:
                keys.setdefault(mark.key, []).append(i)
        for marks in keys.values():
            if len(marks) > 1:
                self.relate("same-figure", Equal(), marks)
        report = Report(
            "".join(self.parts), tuple(self.marks), tuple(self.words), tuple(self.truths), self.style, seed, kind
        )
        return wrapped(report, self.style.width) if self.style.width else report


def wrapped(report: Report, width: int) -> Report:
    """The report with the lines of its running text broken at a width, never inside a figure or a word of direction.

    The width is in Chinese characters; digits and other narrow ones take half of one.
    """
    kept = {i for m in report.marks for i in range(m.figure.span.start + 1, m.figure.span.end)}
    kept |= {i for w in report.words for i in range(w.start + 1, w.end)}
    breaks: list[int] = []
    at = 0
    for line in report.text.split("\n"):
        if not line.startswith(("\t", "|")):
            taken = 0
            for i in range(at + 1, at + len(line)):
                taken += 2 if line[i - at - 1] > "⺀" else 1
                before, after = line[i - at - 1], line[i - at]
                apart = after not in "，。；：、）”" and not (before.isdigit() and after.isdigit())
                if taken >= 2 * width and i not in kept and apart:
                    breaks.append(i)
                    taken = 0
        at += len(line) + 1

    def moved(span: Span) -> Span:
        return Span(0, span.start + bisect_right(breaks, span.start), span.end + bisect_right(breaks, span.end - 1))

    pieces = [report.text[a:b] for a, b in pairwise([0, *breaks, len(report.text)])]
    marks = tuple(
        replace(m, figure=replace(m.figure, span=moved(m.figure.span), number=moved(m.figure.number)))
        for m in report.marks
    )
    words = tuple(
        replace(w, start=moved(Span(0, w.start, w.end)).start, end=moved(Span(0, w.start, w.end)).end)
        for w in report.words
    )
    return replace(report, text="\n".join(pieces), marks=marks, words=words)
