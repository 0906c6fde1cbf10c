"""Calculations that the text prints, (120+860-30)÷980×100%=96.94%: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation

from auditlint.checks.text.figures import mark
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.intervals import Interval, quantize
from auditlint.model import Remark, half_digit
from auditlint.numerals import PRINTED, decimal
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_UNIT = r"(?:%|万元|亿元|元|分|人次|人|户|家|个|项|次|天|亩|件|台|辆|套|吨|公里|平方米)?"
_SIGN = r"[-+−–×xX*÷/]"
NUMBER = compiled(rf"(?P<number>{PRINTED})\s*(?P<unit>{_UNIT})")
_TERM = rf"[(\[\s]*+{PRINTED}\s*+{_UNIT}[)\]\s]*+"
_PRINTED_OUT = compiled(
    rf"(?<![0-9A-Za-z.%)\-+−–×xX*÷/])(?P<made>{_TERM}(?:{_SIGN}{_TERM}){{1,40}}+)"
    rf"[=≈]\s*+约?(?P<sign>[-−–]\s*+)?(?P<number>{PRINTED})\s*+(?P<unit>{_UNIT})(?![0-9]|[.,][0-9])"
)
_GOES_BEFORE = compiled(rf"{_SIGN}\s*[(]?[一-鿿]+$")  # 到位1200万元/计划1200万元×100%: more than numbers
_LONGEST = 18  # characters beyond which nobody prints a number
_ITEM = compiled(r"[0-9]{1,2}\.")
_WRITTEN = str.maketrans("xX[]", "××()")
_QUOTIENT = compiled(r"[(]*n0[()]*[÷/][()]*n1[)]*")  # times 100 % or not: another rule's
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SCALES = (Decimal(1), HUNDRED, 1 / HUNDRED, Decimal(10_000), 1 / Decimal(10_000))  # %, 元 and 万元


@dataclass(frozen=True, slots=True)
class _Made:
    """What a calculation comes to, exactly and within the rounding of its numbers."""

    exact: Decimal
    range: Interval


def calculations(ledger: Ledger) -> Iterator[Remark]:
    """(120+860-30)÷980×100%=69.94%: a printed calculation that does not make what is printed behind it."""
    for sentence, m, right in printed(ledger):
        if right:
            label = m["made"].strip()
            fields = (
                ("stated", ("-" if m["sign"] else "") + m["number"] + m["unit"]),
                ("expected", right),
                ("label", label),
            )
            yield Remark("calculation", (mark(sentence, m.start("number"), m.end("unit")),), fields, right)


def printed(ledger: Ledger) -> Iterator[tuple[Sentence, regex.Match[str], str]]:
    """Every printed calculation with what it comes to, "" where that is what is printed behind it."""
    for sentence in ledger.sentences:
        told = ledger.documents[sentence.document].role == "report" and ("=" in sentence.text or "≈" in sentence.text)
        for m in _PRINTED_OUT.finditer(sentence.text) if told else ():
            numbered = not m.start() and _ITEM.match(m["made"])  # 16.5×0.8: item 16
            factors = _factors([*(n["unit"] for n in NUMBER.finditer(m["made"])), m["unit"]])
            made = None if numbered or _GOES_BEFORE.search(sentence.text, 0, m.start()) else _made(m["made"], factors)
            if made is None or (len(factors) > 1 and not m["unit"]):
                continue
            places = len(m["number"].partition(".")[2])
            factor = factors.get(m["unit"], Decimal(1))
            stated, half = decimal(m["number"]) * factor * (-1 if m["sign"] else 1), half_digit(places) * factor
            near = Interval(stated - 2 * half, stated + 2 * half)  # the last digit may have been cut off
            holds = any(made.range.times(scale).meets(near) for scale in _SCALES)
            yield sentence, m, "" if holds else f"{quantize(made.exact / factor, places):f}" + m["unit"]


def _factors(units: Sequence[str]) -> Mapping[str, Decimal]:
    """What a number in a unit counts for: of money only where a calculation has several units of it."""
    money = {unit: factor for unit, factor in _MONEY.items() if unit in units}
    return {"%": 1 / HUNDRED, **(money if len(money) > 1 else {})}


def _made(text: str, factors: Mapping[str, Decimal]) -> _Made | None:
    """The value of a calculation; None where it is none, or no more than a quotient in percent."""
    from auditlint.errors import Malformed
    from auditlint.formula_texts import parse  # loads the parser of Python

    exact: dict[str, Decimal] = {}
    ranges: dict[str, Interval] = {}

    def named(number: str, unit: str) -> str:
        name = f"n{len(exact)}"
        factor = factors.get(unit, Decimal(1))
        exact[name] = decimal(number) * factor
        places = len(number.partition(".")[2])
        half = half_digit(places) * factor if places else Decimal(0)
        ranges[name] = Interval(exact[name] - half, exact[name] + half)
        return name

    if any(len(m["number"]) > _LONGEST for m in NUMBER.finditer(text)):
        return None
    source = NUMBER.sub(lambda m: named(m["number"], m["unit"]), text).translate(_WRITTEN).replace(" ", "")
    if _QUOTIENT.fullmatch(source.removesuffix("×n2") if exact.get("n2") == 1 else source):
        return None
    try:
        right = parse(f"made = {source}").right
        return _Made(right.exact(exact), right.range(ranges))
    except (Malformed, ZeroDivisionError, DivisionByZero, InvalidOperation):
        return None
