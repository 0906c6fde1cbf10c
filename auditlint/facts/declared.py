"""The unit that words give once for the running text below them: 基本支出情况说明（单位：元）."""

from __future__ import annotations

from collections.abc import Mapping

from auditlint.expressions import compiled
from auditlint.model import Document, Unit
from auditlint.numerals import normalize

_DECLARED = compiled(
    r"\(?\s*(?:金额|计量|货币)?单位(?:\s?[:]\s?|(?:除[^,。()]{0,12}外,?)?(?:均|都|一律)?[为是以])(?:人民币)?(?P<unit>万元|亿元|千元|百万元|元)\s*\)?\s*[:。]?$"
)
# 项目资金（元）, 年度预算数（万元）：年初预算210.00: a field of a form told as text
_FIELD = compiled(
    r"^\s*[^,;。:()0-9]{0,10}(?:资金|预算数?|金额|经费|支出|收入|情况)\((?:单位:)?(?P<unit>万元|亿元|千元|元)\)\s*(?P<own>:|$)"
)
_OF_ALL = compiled(r"本(?:说明|报告|文)|全文|下同")  # reaches to the end
_PROSE = ("paragraph", "heading", "note")


def declared_units(document: Document, units: Mapping[str, Unit]) -> dict[int, Unit]:
    """The unit declared for each block of running text, by index; blocks under no declaration are left out.

    A declaration stands in a heading or at the end of a paragraph and reaches to the end of its section; alone on its
    line it is a table's, unless running text follows at once.
    """
    found: dict[int, Unit] = {}
    unit: Unit | None = None
    section = ""
    for index, block in enumerate(document.blocks):
        if block.kind not in _PROSE:
            continue
        if unit is not None and not block.section.startswith(section):
            unit = None
        if unit is not None:
            found[index] = unit
        text = normalize(block.text)
        m = _DECLARED.search(text) if "单位" in text else _FIELD.match(text) if "元)" in text else None
        if m is None:
            continue
        if m.groupdict().get("own"):
            found[index] = units[m["unit"]]
            continue
        after = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
        if after is not None and after.kind in _PROSE:
            unit = units.get(m["unit"])
            section = "" if _OF_ALL.search(block.text) else after.section
    return found
