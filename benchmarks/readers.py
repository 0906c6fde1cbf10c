"""CPU time and memory of reading long files: `python -m benchmarks.readers`.

A Word report of about 100 pages, a workbook of 15 sheets, and the Word report as a PDF where LibreOffice is there;
each is read in a process of its own that has loaded nothing but its reader.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.generator import generate

PARAGRAPHS = 2000  # about 100 pages, with the tables
SHEETS, ROWS = 15, 60
GOALS = {".docx": 0.5, ".xlsx": 1.0, ".pdf": 2.0}
CHILD = """
import resource, sys, time
from auditlint import readers
start = time.process_time()
document = readers.read(sys.argv[1])
used = time.process_time() - start
print(used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(document.blocks))
"""


def word(folder: Path) -> Path:
    """A long report of invented departments, a table after every section."""
    import docx

    document = docx.Document()
    seed = written = 0
    while written < PARAGRAPHS:
        for line in generate(seed).text.split("\n"):
            document.add_paragraph(line)
            written += 1
        table = document.add_table(rows=12, cols=5)
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells):
                cell.text = f"项目{r}" if c == 0 else f"{(r + 1) * (c + 3) * 1.07:.2f}"
        seed += 1
    document.save(str(folder / "long.docx"))
    return folder / "long.docx"


def workbook(folder: Path) -> Path:
    """Fifteen sheets of sixty rows and eight columns of amounts."""
    import openpyxl

    book = openpyxl.Workbook()
    for number in range(SHEETS):
        sheet = book.create_sheet(f"表{number + 1}")
        sheet.append([f"公开{number + 1:02}表", *[None] * 7, "单位：万元"])
        sheet.append(["科目名称", *(f"第{c}列" for c in range(1, 9))])
        for row in range(ROWS):
            sheet.append([f"科目{row}", *(round((row + 1) * (c + 2) * 1.13, 2) for c in range(8))])
    book.remove(book.worksheets[0])
    book.save(str(folder / "tables.xlsx"))
    return folder / "tables.xlsx"


def pdf(source: Path) -> Path | None:
    """The Word report printed by LibreOffice; None without it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return source.with_suffix(".pdf")


def measured(path: Path, times: int = 5) -> tuple[float, int, int]:
    """Median CPU seconds of reading, peak memory in MB, number of blocks."""
    runs = []
    for _ in range(times):
        out = subprocess.run(
            [sys.executable, "-c", CHILD, str(path)], check=True, capture_output=True, text=True
        ).stdout
        runs.append(out.split())
    return statistics.median(float(r[0]) for r in runs), max(int(r[1]) for r in runs), int(runs[0][2])


def main() -> int:
    """Print a line for each file; 1 where one takes longer than its goal."""
    late = False
    with tempfile.TemporaryDirectory() as folder:
        long = word(Path(folder))
        for path in (long, workbook(Path(folder)), pdf(long)):
            if path is None:
                print("pdf: LibreOffice is not installed")
                continue
            seconds, memory, blocks = measured(path)
            goal = GOALS[path.suffix]
            late = late or seconds > goal
            print(f"{path.name}: {seconds:.2f} s (goal {goal} s), {memory} MB, {blocks} blocks")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
