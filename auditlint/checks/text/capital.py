"""Amounts in capital numerals beside digits (人民币壹拾贰万元整（¥120,000.00）): findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.intervals import quantize
from auditlint.model import Remark
from auditlint.numerals import PRINTED, decimal

_DIGITS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"两": 2, "貳": 2, "參": 3, "陸": 6}
_SMALL = {"拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CAPITAL = (
    r"(?<![0-9.])(?P<capital>(?=[^元圆]*[壹贰叁肆伍陆柒捌玖两貳參陸])[零壹贰叁肆伍陆柒捌玖拾佰仟万亿两貳參陸萬億]{2,}[元圆]"
    r"(?:[零壹贰叁肆伍陆柒捌玖]角)?零?(?:[壹贰叁肆伍陆柒捌玖]分)?[整正]?)"
)
_NUMBER = rf"(?P<number>{PRINTED})\s*(?P<unit>万元|元)?"
_SMALL_FORM = r"\s*[(,;]?\s*(?:即|计|折合)?(?:人民币)?\s*(?:\(?小写\)?)?\s*[:]?\s*(?:人民币|RMB)?\s*[¥￥]?\s*"
_CAPITAL_FORM = r"\s*[(,;]?\s*(?:即)?(?:人民币)?\s*\(?大写\)?\s*[:]?\s*(?:人民币)?\s*"
_BOTH = (
    compiled(_CAPITAL + _SMALL_FORM + _NUMBER + r"(?![0-9.])"),
    compiled(r"(?<![0-9.,])" + _NUMBER + _CAPITAL_FORM + _CAPITAL),
)


def capital(ledger: Ledger) -> Iterator[Remark]:
    """壹拾贰万元整（¥130,000.00）: an amount in capital numerals and in digits that are not the same."""
    for sentence in ledger.sentences:
        if _DIGITS.keys().isdisjoint(sentence.text):
            continue
        for pattern in _BOTH:
            for m in pattern.finditer(sentence.text):
                said = amount(m["capital"])
                if said is not None and not _same(said, decimal(m["number"]), m["unit"]):
                    spans = (mark(sentence, *m.span("capital")), mark(sentence, *m.span("number")))
                    fields = (("stated", m["capital"]), ("change", m["number"] + (m["unit"] or "元")))
                    yield Remark("capital", spans, fields)


def _same(said: Decimal, shown: Decimal, unit: str | None) -> bool:
    """Whether digits show an amount; in 万元 they may be its rounding."""
    decimals = -int(shown.as_tuple().exponent)
    return shown == (quantize(said / 10000, decimals) if unit == "万元" else said)


def amount(text: str) -> Decimal | None:
    """The value in 元 of an amount in capital numerals; None where it is not well formed."""
    whole, _, rest = text.rstrip("整正").replace("圆", "元").partition("元")
    total, part, digit = 0, 0, 0
    for c in whole:
        if c in _DIGITS:
            if digit:
                return None  # two digits in a row
            digit = _DIGITS[c]
        elif c in _SMALL:
            part += (digit or 1) * _SMALL[c]
            digit = 0
        else:
            total = (total + part + digit) * _LARGE[c] if _LARGE[c] > 10**4 else total + (part + digit) * _LARGE[c]
            part = digit = 0
    cents = sum(_DIGITS[rest[rest.index(u) - 1]] * n for u, n in (("角", 10), ("分", 1)) if u in rest)
    return Decimal(total + part + digit) + Decimal(cents) / 100
