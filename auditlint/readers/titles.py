"""The title and the unit line that stand right above a table."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.expressions import compiled
from auditlint.model import Block
from auditlint.readers.grid import UNIT_LINE, unit_of

_FARTHEST = 4
_FORM = compiled(
    r"\s*(?:(?:(?:财决|公开|预算|附)?[\d一二三四五六七八九十-]*表[\d-]*|[(（]?\s*(?:19|20)\d\d\s*年度?\s*[)）]?)\s*)*"
    r"(?:(?:编制|填报|公开|预算|决算|主管)?(?:部门|单位)(?:名称)?\s*[:：].*)?"
)
_UNIT = compiled(rf"[(（]?{UNIT_LINE.pattern}(?:[、，,/和]\s*[^\s、，,/()（）]{{1,3}})*\s*[)）]?")
_TITLE = compiled(r"[^。；;！？]{2,60}")
_NO_TITLE = compiled(r"[。；;，,！？:：]\s*$|\d[\d,.]*\s*[万亿]?元")


def above(blocks: Sequence[Block]) -> tuple[str, str]:
    """Title and unit stated by the blocks right above a table that is about to follow; "" where there is none."""
    unit = ""
    for block in reversed(blocks[-_FARTHEST:]):
        if block.kind == "cell":
            break
        here = unit_of(block.text)
        unit = unit or here
        title = _UNIT.sub("", block.text).strip(" \t\u3000（）()") if here else block.text.strip()
        if title and not _FORM.fullmatch(title):
            return ("" if _NO_TITLE.search(title) or not _TITLE.fullmatch(title) else title), unit
    return "", unit
