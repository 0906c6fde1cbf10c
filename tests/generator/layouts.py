"""The same tables in every layout and format they are published in, read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from auditlint import readers
from auditlint.model import Document
from tests.generator.printing import Paper, printed, word
from tests.generator.workbook import Grid, save

Layout = Callable[[Sequence[Grid], str, Path], Document]


def _sheets(grids: Sequence[Grid], text: str, folder: Path) -> Document:
    assert not text
    save(grids, folder / "决算公开表.xlsx", sheets=True)
    return readers.read(folder / "决算公开表.xlsx")


def _one_sheet(grids: Sequence[Grid], text: str, folder: Path) -> Document:
    assert not text
    save(grids, folder / "决算公开表.xlsx", sheets=False)
    return readers.read(folder / "决算公开表.xlsx")


def _word(grids: Sequence[Grid], text: str, folder: Path) -> Document:
    return readers.read("决算公开.docx", data=word(grids, text))


def _paper(paper: Paper) -> Layout:
    def read(grids: Sequence[Grid], text: str, folder: Path) -> Document:
        return readers.read("决算公开.pdf", data=printed(grids, text, paper))

    return read


UPRIGHT = (595.0, 842.0)
LAYOUTS: dict[str, Layout] = {
    "sheets": _sheets,
    "one sheet": _one_sheet,
    "word": _word,
    "printed": _paper(Paper()),
    "printed upright": _paper(Paper(10.5, *UPRIGHT)),
    "printed small": _paper(Paper(9, 842, 400, torn=True)),
    "printed, titles repeated": _paper(Paper(10, 842, 450, titles=True)),
    "printed, rows torn": _paper(Paper(12, *UPRIGHT, headers=False, torn=True)),
}
PRINTED = frozenset(name for name in LAYOUTS if name.startswith("printed"))
