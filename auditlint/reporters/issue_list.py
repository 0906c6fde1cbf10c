"""Reading a filled-in issue list back: which findings people explained, and how."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from auditlint.errors import ReadError
from auditlint.reporters.xlsx import HEADS, SHEETS

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


def explanations(path: str, data: bytes) -> tuple[Explanation, ...]:
    """The rows of an issue list whose 说明 is filled in; rows may be sorted, filtered, added or taken away."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    remedy = "请用 auditlint 生成的问题清单（.xlsx）填写后导入。"
    try:
        book = load_workbook(io.BytesIO(data), read_only=False, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, ParseError) as exc:
        raise ReadError(path, "不是能打开的 Excel 文件。", remedy) from exc
    for lang, heads in HEADS.items():
        name = SHEETS[lang][0]
        if name not in book.sheetnames:
            continue
        rows = book[name].iter_rows(values_only=True)
        titles = [_text(v) for v in next(rows, ())]
        wanted = (heads[11], heads[1], heads[10], heads[9])
        if all(w in titles for w in wanted):
            columns = [titles.index(w) for w in wanted]
            return tuple(e for n, row in enumerate(rows, 2) if (e := _explanation(row, columns, n)) is not None)
    raise ReadError(path, "不是 auditlint 的问题清单（缺少“问题清单”表或其中的列）。", remedy)


def _explanation(row: Sequence[object], columns: Sequence[int], number: int) -> Explanation | None:
    fingerprint, path, reason, state = (_text(row[c]) if c < len(row) else "" for c in columns)
    return Explanation(fingerprint, path, reason, state, number) if fingerprint and reason else None


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
