"""The concept a label stands for, also behind the name of an office."""

from __future__ import annotations

from auditlint.expressions import compiled
from auditlint.packs import Taxonomy

_NEUTRAL = compiled(
    r"(?:(?!所属|下属|其他|其余|直属)"
    r".*(?:局|委|办|院|中心|学校|部门|单位|所|站|处|室|会|厅|馆|队|镇|乡|街道|县|市|区|省|我校|我院|本级|汇总)(?:决算)?"
    r"|.*党政机关的|安排|用于|财政拨款|使用|实际支出|实际发生|实支|共支出|支出|发生)$"
)


def concept_of(label: str, taxonomy: Taxonomy) -> str:
    """The taxonomy's name for a label, also behind a name of an office; "" where it knows none."""
    if not label:
        return ""
    found = taxonomy.find(label)
    if found is not None:
        return found.name
    for i in range(1, len(label) - 2):
        found = taxonomy.find(label[i:])
        if found is not None and _NEUTRAL.match(label[:i]):
            return found.name
    return ""
