"""Ranks before and after, and by how many places they moved: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span

_RANK = r"第\s?(?P<{}>[0-9]{{1,3}})\s?[位名]"
_BEFORE = r"(?:[比较与由](?:上年|去年|上年度|上一年|年初)度?(?:末|底)?的?(?:相比,?)?)"
_WAY = r"(?:(?P<up>上升|前进|提升|前移|进)|(?P<down>下降|后退|后移|退))了?(?P<k>[0-9]{1,3})个?(?:位次|位|名)"
_MOVED = (
    compiled(_RANK.format("now") + rf"[,、(]?{_BEFORE}" + _RANK.format("then") + rf"[,]?{_WAY}"),
    compiled(
        _RANK.format("now")
        + rf"[,、]{_BEFORE}{_WAY}\((?:上年|去年)度?(?:为|是|列|居|排)?"
        + _RANK.format("then")
        + r"\)"
    ),
)


def ranks(ledger: Ledger) -> Iterator[Remark]:
    """列第6位，较上年第11位上升6位: the places between two ranks are another number, or lie the other way."""
    for pattern in _MOVED:
        for number, index, _, m in matches(ledger, pattern):
            risen = int(m["then"]) - int(m["now"])
            if abs(risen) != int(m["k"]) or (risen > 0) is not (m["up"] is not None):
                moved = f"{'上升' if risen > 0 else '下降'}{abs(risen)}位" if risen else "持平"
                fields = (("stated", f"{m['up'] or m['down']}{m['k']}位"), ("expected", moved))
                yield Remark("rank", ((number, Span(index, m.start("k"), m.end("k"))),), fields)
