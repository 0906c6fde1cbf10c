"""Products in brackets behind what they come to, 43,000.00元（86人×500元）: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import PRINTED, decimal

_MONEY = {"元": Decimal(1), "万元": Decimal(10_000)}
_COUNTED = r"(?:人次|人|名|户|个|场次?|次|期|台|套|辆|件|亩|村|家|所|批|份|本|棵|盏|座|平方米|公里|吨)"
_MADE_OF = compiled(
    rf"(?<![0-9.,])(?P<made>{PRINTED})\s?(?P<unit>万元|元)?\((?P<how>(?P<count>{PRINTED})\s?{_COUNTED}\s?[×xX*]\s?"
    rf"(?P<price>{PRINTED})\s?(?P<each>万元|元)?(?:/{_COUNTED})?)\)"
)


def products(ledger: Ledger) -> Iterator[Remark]:
    """An amount and, right behind it, how many times what it is: neither in 元 nor in 万元 does it come out."""
    for number, index, _, m in matches(ledger, _MADE_OF):
        made, count, price = (decimal(m[name]) for name in ("made", "count", "price"))
        units, prices = ([m[name]] if m[name] else [*_MONEY] for name in ("unit", "each"))
        half = Decimal(1).scaleb(int(made.as_tuple().exponent)) / 2
        wanted = [count * price * _MONEY[each] / _MONEY[unit] for unit in units for each in prices]
        if all(abs(one - made) > half for one in wanted):
            right = min(wanted, key=lambda one: abs(one - made))
            unit = m["unit"] or ""
            fields = (("stated", m["made"] + unit), ("expected", f"{right.normalize():f}{unit}"), ("label", m["how"]))
            yield Remark("calculation", ((number, Span(index, *m.span("made"))),), fields)
