"""Mutants of a consistent report: one figure or direction word mistyped, and whether a true relation breaks by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from auditlint.equations import Change, Equation, Growth, Sum
from auditlint.judge import judge
from auditlint.model import Figure, Span, Unit
from tests.generator.writer import HUNDRED_MILLION, TEN_THOUSAND, YUAN, Report, Truth

SLIPS = ("swap", "digit", "drop", "double", "point", "unit", "row", "word")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A report with one slip. `broken` are the truths it breaks; `reason` says why nothing tells it, if none is.

    `start`/`end` are the place of the mistyped number (or word) in `text`; `original` is what stood there.
    """

    text: str
    slip: str
    mark: int
    start: int
    end: int
    original: str
    typed: str
    broken: tuple[Truth, ...]
    reason: str = ""


def mutants(report: Report, count: int, seed: int = 0) -> list[Mutant]:
    """That many mutants of a report, chosen by the seed."""
    rng = Random(f"mutants-{report.seed}-{seed}")
    found: list[Mutant] = []
    for _ in range(count * 30):
        if len(found) == count or not report.marks:
            break
        slip = rng.choice(SLIPS)
        mutant = _word(report, rng) if slip == "word" else _figure(report, rng, slip)
        if mutant is not None:
            found.append(mutant)
    return found


def _word(report: Report, rng: Random) -> Mutant | None:
    if not report.words:
        return None
    word = rng.choice(report.words)
    text = report.text[: word.start] + word.opposite + report.text[word.end :]
    broken = []
    for truth in report.truths:
        if word.group in truth.words:
            found = _judged(report, truth, _turned(truth.equation), {})
            siblings = [o for o in report.words if o.group == word.group and o is not word]
            if siblings or found == "broken":
                broken.append(truth)
    reason = "" if broken else "only a rate without its amount"
    end = word.start + len(word.opposite)
    return Mutant(text, "word", -1, word.start, end, word.text, word.opposite, tuple(broken), reason)


def _turned(equation: Equation) -> Equation:
    if isinstance(equation, Change):
        return Change(-equation.sign)
    if isinstance(equation, Growth):
        return Growth(-equation.sign)
    assert isinstance(equation, Sum)
    return Sum(tuple(-s for s in equation.signs))


def _judged(report: Report, truth: Truth, equation: Equation, changed: dict[int, Figure]) -> str:
    marks = [replace(report.marks[i], figure=changed.get(i, report.marks[i].figure)) for i in truth.marks]
    found = judge(equation, [m.figure for m in marks], [report.decimals(m) for m in marks])
    return found.verdict if found else "none"


def _figure(report: Report, rng: Random, slip: str) -> Mutant | None:
    index = rng.randrange(len(report.marks))
    mark = report.marks[index]
    figure = mark.figure
    number = report.text[figure.number.start : figure.number.end]
    unit = figure.unit
    typed = number
    start, end = figure.number.start, figure.number.end
    if slip == "unit":
        if unit.dimension != "money" or figure.span.end == figure.number.end:
            return None
        unit = _slipped(unit)
        start, end = figure.span.start, figure.span.end
        typed = figure.text.replace(figure.unit.name, unit.name)
        number = figure.text
    elif slip == "row":
        others = [
            m.figure
            for m in report.marks[max(0, index - 6) : index + 7]
            if m.figure.unit == unit and m.figure.value != figure.value and m.role == mark.role
        ]
        if not others:
            return None
        other = rng.choice(others)
        typed = report.text[other.number.start : other.number.end]
    else:
        slipped = _typed(number, slip, rng)
        if slipped is None:
            return None
        typed = slipped
    value = figure.value if slip == "unit" else Decimal(typed.replace(",", ""))
    if value == figure.value and slip != "unit":
        return None
    if unit.dimension == "count" and "." in typed:
        return None
    decimals = figure.decimals if slip == "unit" else len(typed.partition(".")[2])
    exact = unit.dimension in ("count", "score") or value == 0
    changed = Figure(Span(0, start, start + len(typed)), Span(0, start, start), typed, value, decimals, unit, exact)
    text = report.text[:start] + typed + report.text[end:]
    touched = [t for t in report.truths if index in t.marks]
    verdicts = [(t, _judged(report, t, t.equation, {index: changed})) for t in touched]
    broken = tuple(t for t, v in verdicts if v == "broken")
    reason = ""
    if not broken:
        states = {v for _, v in verdicts}
        reason = (
            "in no relation"
            if not touched
            else "cannot be computed"
            if states == {"none"}
            else "zero in another unit"
            if value == 0 and slip == "unit"
            else "within rounding"
        )
    return Mutant(text, slip, index, start, start + len(typed), number, typed, broken, reason)


def _slipped(unit: Unit) -> Unit:
    return {"元": TEN_THOUSAND, "万元": YUAN, "亿元": TEN_THOUSAND}.get(unit.name, HUNDRED_MILLION)


def _typed(number: str, slip: str, rng: Random) -> str | None:
    """The number with one slip of the fingers, None where the slip does not apply."""
    if "," in number:
        return None if slip == "point" else _comma(number, slip, rng)
    digits = [i for i, c in enumerate(number) if c.isdigit()]
    if slip == "swap":
        pairs = [i for i in digits if i + 1 in digits and number[i] != number[i + 1]]
        if not pairs:
            return None
        i = rng.choice(pairs)
        typed = number[:i] + number[i + 1] + number[i] + number[i + 2 :]
    elif slip == "digit":
        i = rng.choice(digits)
        typed = number[:i] + rng.choice([d for d in "0123456789" if d != number[i]]) + number[i + 1 :]
    elif slip == "drop":
        if len(digits) < 2:
            return None
        i = rng.choice(digits)
        typed = number[:i] + number[i + 1 :]
    elif slip == "double":
        i = rng.choice(digits)
        typed = number[:i] + number[i] + number[i:]
    else:
        if "." not in number:
            return None
        whole, part = number.split(".")
        typed = whole[:-1] + "." + whole[-1] + part if rng.random() < 0.5 else whole + part[0] + "." + part[1:]
    typed = typed.strip(".") if typed.endswith(".") else typed
    if typed.startswith(".") or (typed[0] == "0" and len(typed) > 1 and typed[1] != "."):
        return None
    return typed


def _comma(number: str, slip: str, rng: Random) -> str | None:
    plain = _typed(number.replace(",", ""), slip, rng)
    if plain is None:
        return None
    whole, point, part = plain.partition(".")
    return f"{int(whole):,}" + point + part
