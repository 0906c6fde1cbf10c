"""Tables as rows of cells, for readers that meet them row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditlint.expressions import compiled
from auditlint.model import Address, Block, Cell, Segment, Table
from auditlint.records import dataclass
from auditlint.typed import Literal

NOWHERE = Address()
UNIT_LINE = compiled(
    r"(?:金\s*额|计\s*量|货\s*币)?单\s*位\s*[:：]\s*(?:人民币)?\s*[(（]?(?P<unit>万亿元|百万元|千万元|亿元|万元|千元|元)(?![一-鿿])"
)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell yet to be placed: its text with places, and the columns and rows it spans."""

    text: str
    segments: tuple[Segment, ...] = ()
    colspan: int = 1
    rowspan: int = 1
    address: Address = NOWHERE
    stored: str = ""


def add_table(
    blocks: list[Block],
    tables: list[Table],
    rows: Sequence[Iterable[GridCell]],
    *,
    title: str = "",
    unit: str = "",
    kind: Literal["table", "chart"] = "table",
    header: int = 0,
) -> None:
    """Append a table and its cells' blocks; a cell stands in the first column its row has free."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            if cell.rowspan > 1:
                taken.update(
                    (r + down, column + right) for down in range(1, cell.rowspan) for right in range(cell.colspan)
                )
            cells.append(Cell(len(blocks), r, column, cell.rowspan, cell.colspan))
            blocks.append(Block("cell", cell.text, cell.segments, cell.address, 0, "", len(tables), cell.stored))
            column += cell.colspan
    tables.append(Table(tuple(cells), title, unit, kind, header))


def unit_of(text: str) -> str:
    """The money unit that a unit line such as 单位：万元 states, or ""."""
    found = UNIT_LINE.search(text)
    return str(found["unit"]) if found else ""
