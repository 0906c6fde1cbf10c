"""Markdown: headings, paragraphs, lists and pipe tables with exact lines and columns; code and comments left out."""

from __future__ import annotations

from auditlint.expressions import compiled
from auditlint.model import Block, Document, Table
from auditlint.readers import rows
from auditlint.readers.grid import GridCell, add_table
from auditlint.readers.strands import Strand, join_lines, whole
from auditlint.readers.text import decoded
from auditlint.readers.titles import above
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.readers import Source

_HEADING = compiled(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*")
_UNDERLINE = compiled(r" {0,3}(?:=+|-{3,})[ \t]*")
_FENCE = compiled(r" {0,3}(?P<mark>```+|~~~+)")
_BULLET = compiled(r"[ \t]*(?:[-*+]|>)[ \t]+")
_ITEM = compiled(r"[ \t]*\d{1,3}[.)、][ \t]*\S")
_RULE = compiled(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_COMMENT = compiled(r"(?s)<!--.*?(?:-->|\Z)")
_SEEN = compiled(r"[^\n]")
_MARKS = compiled(
    r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\\(?=[\\`*_{}\[\]()#+.!|~-])|<br\s*/?>|</?(?:b|u|strong|em)>"
)
_LINK = compiled(r"!?\[(?P<text>[^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")


def read(source: Source) -> Document:
    """A Markdown file as a document."""
    text = decoded(source.data, source.path)
    source.limits.check_characters(source.path, len(text))
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    text = _COMMENT.sub(lambda m: _SEEN.sub(" ", m[0]), text)
    builder = _Builder([whole(line, number) for number, line in enumerate(text.split("\n"))])
    builder.build()
    return Document(source.path, "markdown", tuple(builder.blocks), tuple(builder.tables))


class _Builder:
    """Goes over the lines once and collects blocks and tables."""

    def __init__(self, lines: list[Strand]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.pending: list[Strand] = []

    def build(self) -> None:
        """Everything, in order."""
        i, fence = 0, ""
        if self.lines and self.lines[0].text.strip() == "---":  # what site generators put in front
            end = next((n for n, x in enumerate(self.lines[1:60], 1) if x.text.strip() == "---"), 0)
            i = end + 1 if end else 0
        while i < len(self.lines):
            line = self.lines[i]
            text = line.text
            mark = _FENCE.match(text)
            if fence or mark:
                self.flush()
                if mark and (not fence or text.strip().startswith(fence)):
                    fence = "" if fence else mark["mark"]
            elif heading := _HEADING.fullmatch(text):
                self.flush()
                self.heading(line.cut(*heading.span("text")), len(heading["level"]))
            elif len(self.pending) == 1 and _UNDERLINE.fullmatch(text) and not _BULLET.match(self.pending[0].text):
                above_it = self.pending.pop()
                self.heading(above_it, 1 if "=" in text else 2)
            elif not text.strip() or _RULE.fullmatch(text):
                self.flush()
            elif rows.barred(self.lines, i):
                self.flush()
                grid, header, i = rows.barred_table(self.lines, i)
                self.table(grid, header)
                continue
            else:
                bullet = _BULLET.match(text)
                if bullet or _ITEM.match(text):
                    self.flush()
                self.pending.append(line.cut(bullet.end(), len(text)) if bullet else line)
                if text.endswith(("  ", "\\")):
                    self.flush()
            i += 1
        self.flush()

    def heading(self, words: Strand, level: int) -> None:
        """A heading."""
        words = _plain(words).strip()
        if words.text:
            self.blocks.append(Block("heading", words.text, words.segments, level=level))

    def flush(self) -> None:
        """The lines since the last block as a paragraph."""
        words = _plain(join_lines(self.pending))
        self.pending = []
        if words.text.strip():
            self.blocks.append(Block("paragraph", words.text, words.segments))

    def table(self, grid: rows.Grid, header: int) -> None:
        """A pipe table."""
        title, unit = above(self.blocks)
        cells = [[GridCell((c := _plain(cell)).text, c.segments) for cell in row] for row in grid]
        add_table(self.blocks, self.tables, cells, title=title, unit=unit, header=header)


def _plain(words: Strand) -> Strand:
    """A text without the marks of emphasis and links."""
    spans = [m.span() for m in _MARKS.finditer(words.text)]
    for link in _LINK.finditer(words.text):
        spans += [(link.start(), link.start("text")), (link.end("text"), link.end())]
    return words.without(sorted(spans)) if spans else words
