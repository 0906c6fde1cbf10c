"""Reading a filled-in issue list back: which findings people explained, and how."""

from __future__ import annotations

import io

from auditlint.errors import ReadError
from auditlint.records import dataclass
from auditlint.reporters.xlsx import HEADS, SHEETS, STATES
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Explanation:
    """What somebody wrote beside a finding; `state` is what stands under 整改情况."""

    fingerprint: str
    path: str
    reason: str
    state: str
    row: int

    @property
    def corrected(self) -> bool:
        """Whether the report is said to be corrected."""
        return self.state in {states[1] for states in STATES.values()}


def explanations(path: str, data: bytes) -> tuple[Explanation, ...]:
    """The rows of an issue list whose 说明 is filled in; rows may be sorted, filtered, added or taken away."""
    from python_calamine import CalamineError, CalamineWorkbook

    remedy = "请用 auditlint 生成的问题清单（.xlsx）填写后导入。"
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as exc:
        raise ReadError(path, "不是能打开的 Excel 文件。", remedy) from exc
    for lang, heads in HEADS.items():
        name = SHEETS[lang][0]
        if not sheets.get(name):
            continue
        first, *rows = sheets[name]
        titles = [_text(v) for v in first]
        wanted = (heads[11], heads[1], heads[10], heads[9])
        if all(w in titles for w in wanted):
            columns = [titles.index(w) for w in wanted]
            return tuple(e for n, row in enumerate(rows, 2) if (e := _explanation(row, columns, n)) is not None)
    raise ReadError(path, "不是 auditlint 的问题清单（缺少“问题清单”表或其中的列）。", remedy)


def _explanation(row: Sequence[object], columns: Sequence[int], number: int) -> Explanation | None:
    fingerprint, path, reason, state = (_text(row[c]) if c < len(row) else "" for c in columns)
    return Explanation(fingerprint, path, reason, state, number) if fingerprint and reason else None


def _text(value: object) -> str:
    return str(value).strip()
