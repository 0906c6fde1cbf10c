"""Every limit on what a report may cost, in one place; beyond one of them a report is refused, never half read."""

from __future__ import annotations

from collections.abc import Iterable

from auditlint.errors import ReadError
from auditlint.records import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one report. Sizes are in bytes, times in seconds."""

    file_bytes: int = 200 * MEGABYTE
    characters: int = 20_000_000  # of a text file, decoded
    archive_members: int = 10_000
    archive_bytes: int = 1024 * MEGABYTE  # of all members, unpacked
    archive_ratio: int = 300  # unpacked to packed, where much is unpacked
    depth: int = 200  # nested elements, tables in tables
    elements: int = 5_000_000  # of one XML or HTML part
    blocks: int = 1_000_000
    sheets: int = 500
    cells: int = 2_000_000  # of a workbook, with text
    pages: int = 2_000
    conversion_seconds: float = 120.0
    report_seconds: float = 300.0

    def check_bytes(self, path: str, size: int) -> None:
        """Refuse a file that is too large."""
        if size > self.file_bytes:
            told = f"文件有 {size / MEGABYTE:.0f} MB，超过上限 {self.file_bytes / MEGABYTE:.0f} MB。"
            raise ReadError(path, told, "请拆分文件，或去掉其中的大图片后再检查。")

    def check_characters(self, path: str, count: int) -> None:
        """Refuse a text that is too long."""
        if count > self.characters:
            raise ReadError(path, f"文字有 {count} 个字符，超过上限 {self.characters} 个。", "请拆分文件后再检查。")

    def check_archive(self, path: str, size: int, members: Iterable[tuple[int, int]]) -> None:
        """Refuse an archive that unpacks to too much; `members` gives (unpacked, packed) bytes of each."""
        count = total = 0
        for unpacked, _ in members:
            count += 1
            total += unpacked
        if count > self.archive_members:
            told = f"压缩包里有 {count} 个文件，超过上限 {self.archive_members} 个。"
            raise ReadError(path, told, "请拆分后再检查。")
        if total > self.archive_bytes or (total > 50 * MEGABYTE and total > max(size, 1) * self.archive_ratio):
            told = f"压缩包解开后有 {total / MEGABYTE:.0f} MB，大得不正常，为安全起见没有读取。"
            raise ReadError(path, told, "请确认文件来源；如无问题，请用原来的软件另存后再检查。")

    def check_sheets(self, path: str, count: int) -> None:
        """Refuse a workbook with too many sheets."""
        if count > self.sheets:
            raise ReadError(path, f"工作簿有 {count} 张工作表，超过上限 {self.sheets} 张。", "请拆分工作簿后再检查。")

    def check_cells(self, path: str, count: int) -> None:
        """Refuse tables with too many cells."""
        if count > self.cells:
            told = f"表格的单元格超过上限 {self.cells} 个。"
            raise ReadError(path, told, "请删去空白区域的格式，或拆分文件后再检查。")

    def check_pages(self, path: str, count: int) -> None:
        """Refuse a file with too many pages."""
        if count > self.pages:
            raise ReadError(path, f"文件有 {count} 页，超过上限 {self.pages} 页。", "请拆分文件后再检查。")

    def check_depth(self, path: str, depth: int) -> None:
        """Refuse elements nested too deeply."""
        if depth > self.depth:
            told = f"文件结构嵌套超过 {self.depth} 层，为安全起见没有读取。"
            raise ReadError(path, told, "请用原来的软件另存后再检查。")
