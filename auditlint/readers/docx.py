"""Word files (.docx, .docm; by Word, WPS, LibreOffice; strict too): the blocks and tables a person sees, in order."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.model import Address, Block, BlockKind, Cell, Document, Segment, Table
from auditlint.readers.docx_charts import chart
from auditlint.readers.docx_package import MC, C, Package, R, W
from auditlint.readers.docx_paragraphs import NOTES, Paragraph, ParagraphReader, Piece, Story, choice, joined, story_of
from auditlint.readers.docx_styles import number, switched, value
from auditlint.readers.grid import unit_of
from auditlint.readers.titles import above
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

    from auditlint.readers import Source

_WRAPPERS = frozenset((*(W + n for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom")),))
_REVISIONS = tuple(W + n for n in ("ins", "del", "moveFrom", "moveTo"))
_LONGEST_HEADING = 80
_FORM_ROWS = 4
_WIDEST = 1024


class _Reader:
    """Walks a package in reading order and collects blocks and tables."""

    def __init__(self, source: Source) -> None:
        self.package = Package(source)
        self.limits = source.limits
        self.original = source.revisions == "original"
        self.text = ParagraphReader(self.package, source.limits, original=self.original)
        self.silent = self.text.silent
        self.blocks: list[Block] = []
        self.tables: list[Table | None] = []
        self.notices: list[str] = []
        self.notes: dict[str, tuple[Story, dict[str, _Element]]] = {}
        self.paragraph = -1
        self.unread_charts = 0

    def read(self) -> None:
        """The body, then each page header and footer once."""
        root = self.package.xml(self.package.main)
        body = None if root is None else root.find(W + "body")
        if root is None or body is None:
            raise self.package.error("文档没有正文。")
        self.body(body, story_of(self.package.main, root), 0)
        for part, label in self.headers(root):
            header = self.package.xml(part)
            if header is not None:
                self.body(header, story_of(part, header, "header", label), 0)
        self.notices.extend(self.remarks(root))

    def remarks(self, root: _Element) -> Iterator[str]:
        """What a person should know of the file: what was not read, and which view of its revisions was."""
        if self.text.pictures:
            yield f"有 {self.text.pictures} 幅图片或示意图，里面的文字和数字没有读取。"
        if self.text.embedded:
            yield f"有 {self.text.embedded} 个嵌入的对象（如 Excel 工作表），里面的数字没有读取。"
        if charts := self.unread_charts + self.text.unread_charts:
            yield f"有 {charts} 个图表没有保存数据，里面的数字没有读取。"
        if next(root.iter(*_REVISIONS), None) is not None:
            view = "修订前的" if self.original else "接受全部修订后的"
            yield f"文件里有修订标记，检查的是{view}内容。"

    def headers(self, root: _Element) -> Iterator[tuple[str, str]]:
        """The parts of the headers and footers that are shown, in order."""
        links = self.package.links(self.package.main)
        settings = self.package.xml(self.package.linked("settings") or "word/settings.xml")
        seen: set[str] = set()
        for section in root.iter(W + "sectPr"):
            shown = {"default"}
            if switched(section, "titlePg"):
                shown.add("first")
            if switched(settings, "evenAndOddHeaders"):
                shown.add("even")
            for reference in section.iterchildren(W + "headerReference", W + "footerReference"):
                link = links.get(reference.get(R + "id") or "")
                if link and link.part not in seen and reference.get(W + "type", "default") in shown:
                    seen.add(link.part)
                    yield link.part, "header" if reference.tag == W + "headerReference" else "footer"

    # ------------------------------------------------------------------ blocks

    def body(self, container: _Element, story: Story, depth: int) -> None:
        """Paragraphs and tables of a body, note, header, text box or single-cell table."""
        self.limits.check_depth(self.package.path, depth)
        for child in container:
            tag = child.tag
            if tag == W + "p":
                if story.kind == "paragraph" and story.label is None:
                    self.paragraph += 1
                if (paragraph := self.text.read(child, story, depth)) is not None:
                    self.emit(paragraph, story, depth)
            elif tag == W + "tbl":
                self.flush(story, depth)
                self.table(child, story, depth + 1)
            elif tag == W + "altChunk":
                self.notices.append("有一段从别的文件插入的内容没有读取；请用 Word 打开并另存后再检查。")
            elif tag == W + "sdt":
                outer, gallery = story.toc, child.find(f".//{W}docPartGallery")
                story.toc = outer or (gallery is not None and gallery.get(W + "val") == "Table of Contents")
                self.body(child, story, depth + 1)
                story.toc = outer
            elif tag in self.silent or not isinstance(tag, str):
                continue
            elif tag == MC + "AlternateContent":
                self.body(choice(child), story, depth + 1)
            elif len(child):
                self.body(child, story, depth + 1)
        self.flush(story, depth)

    def flush(self, story: Story, depth: int) -> None:
        """A paragraph whose mark was deleted but which nothing follows stands for itself."""
        if story.open.pieces or story.open.extras:
            paragraph, story.open = story.open, Paragraph()
            self.emit(paragraph, story, depth)

    def emit(self, paragraph: Paragraph, story: Story, depth: int) -> None:
        """A paragraph as blocks, one per line, then what it carries."""
        part = "toc" if paragraph.toc and story.label is None else story.label
        place = Address(paragraph=self.paragraph if story.kind != "header" else None, part=part)
        lines: list[list[Piece]] = [[]]
        for piece in () if paragraph.bare else paragraph.pieces:
            if piece.text == "\n":
                lines.append([])
            else:
                lines[-1].append(piece)
        for line in lines:
            text, segments = joined(line, story.part)
            if text.strip():
                level = 0 if paragraph.toc or not _is_heading(text) else paragraph.level
                kind: BlockKind = "heading" if level and story.kind == "paragraph" else story.kind
                self.blocks.append(Block(kind, text, segments, place, level if kind == "heading" else 0))
        self.carry(paragraph.extras, story, depth)

    def carry(self, extras: list[_Element], story: Story, depth: int) -> None:
        """Notes, charts and text boxes, in order of their marks."""
        for extra in extras:
            if extra.tag in NOTES:
                self.note(extra, depth)
            elif extra.tag == C + "chart":
                self.chart(extra, story)
            else:
                kind: BlockKind = "header" if story.kind == "header" else "paragraph"
                self.body(extra, Story(story.part, story.texts, kind, "textbox"), depth + 1)

    def note(self, reference: _Element, depth: int) -> None:
        """The note a mark refers to."""
        kind = NOTES[reference.tag]
        if kind not in self.notes:
            part = self.package.linked(kind)
            root = self.package.xml(part) if part else None
            elements = {} if root is None else {n.get(W + "id") or "": n for n in root}
            story = story_of(part, root, "note", kind[:-1]) if root is not None else Story("", {})
            self.notes[kind] = story, elements
        story, elements = self.notes[kind]
        note = elements.get(reference.get(W + "id") or "")
        if note is not None:
            self.body(note, story, depth + 1)

    def chart(self, element: _Element, story: Story) -> None:
        """A chart's data as a table where its drawing stands."""
        link = self.package.links(story.part).get(element.get(R + "id") or "")
        root = self.package.xml(link.part) if link and link.part else None
        data = chart(root) if root is not None else None
        if link is None or data is None:
            self.unread_charts += 1
            return
        index = len(self.tables)
        cells = []
        for r, row in enumerate(data.rows):
            for c, (text, stored) in enumerate(row):
                cells.append(Cell(len(self.blocks), r, c))
                place = Address(paragraph=self.paragraph, table=index, row=r, column=c, part="chart")
                segments = (Segment(0, anchor=(link.part, -1, 0)),) if text else ()
                self.blocks.append(Block("cell", text, segments, place, table=index, stored=stored))
        self.tables.append(Table(tuple(cells), data.title, unit_of(data.title), "chart", 1))

    def table(self, element: _Element, story: Story, depth: int) -> None:
        """A table's cells in row order; what its cells carry, nested tables too, follows it."""
        self.limits.check_depth(self.package.path, depth)
        rows = [(row, list(_parts(row, W + "tc", self.silent))) for row in _parts(element, W + "tr", self.silent)]
        rows = [(row, cells) for row, cells in rows if not self.dropped(row)]
        if len(rows) == 1 and len(rows[0][1]) == 1:
            # a frame around text, not a table
            self.body(rows[0][1][0], story, depth + 1)
            return
        index = len(self.tables)
        title, unit = _caption(self.blocks)
        self.tables.append(None)
        found: list[Cell] = []
        merged: dict[int, int] = {}
        nested: list[_Element] = []
        extras: list[_Element] = []
        header = 0
        for r, (row, cells) in enumerate(rows):
            properties = row.find(W + "trPr")
            if header == r and switched(properties, "tblHeader"):
                header += 1
            column = min(number(properties, "gridBefore") or 0, _WIDEST)
            for cell in cells:
                own = cell.find(W + "tcPr")
                span = min(max(number(own, "gridSpan") or 1, 1), _WIDEST)
                down = None if own is None else own.find(W + "vMerge")
                aside = value(own, "hMerge") == "continue"
                if down is not None and down.get(W + "val", "continue") == "continue" and column in merged:
                    above = found[merged[column]]
                    found[merged[column]] = Cell(above.block, above.row, above.column, r - above.row + 1, above.colspan)
                elif aside and found and found[-1].row == r:
                    left = found[-1]
                    found[-1] = Cell(left.block, left.row, left.column, left.rowspan, column + span - left.column)
                else:
                    merged.pop(column, None)
                    if down is not None:
                        merged[column] = len(found)
                    found.append(Cell(len(self.blocks), r, column, 1, span))
                    self.cell(cell, story, (index, r, column), nested, extras, depth)
                column += span
        self.limits.check_cells(self.package.path, len(self.blocks))
        top = (self.blocks[c.block].text for c in found if c.row < _FORM_ROWS)
        unit = unit or next(filter(None, map(unit_of, top)), "")
        self.tables[index] = Table(tuple(found), title, unit, header=header)
        for inner in nested:
            self.table(inner, story, depth + 1)
        self.carry(extras, story, depth)

    def cell(
        self,
        cell: _Element,
        story: Story,
        place: tuple[int, int, int],
        nested: list[_Element],
        extras: list[_Element],
        depth: int,
    ) -> None:
        """A cell as one block, its paragraphs joined by line breaks."""
        pieces: list[Piece] = []
        for child in _parts(cell, (W + "p", W + "tbl"), self.silent):
            if child.tag == W + "tbl":
                nested.append(child)
            elif (paragraph := self.text.read(child, story, depth)) is not None:
                extras.extend(paragraph.extras)
                if pieces and paragraph.pieces:
                    pieces.append(Piece("\n"))
                pieces.extend(paragraph.pieces)
        pieces.extend(story.open.pieces)
        extras.extend(story.open.extras)
        story.open = Paragraph()
        text, segments = joined(pieces, story.part)
        table, row, column = place
        address = Address(table=table, row=row, column=column, part=story.label)
        self.blocks.append(Block("cell", text, segments, address, table=table))

    def dropped(self, row: _Element) -> bool:
        """Whether a row is hidden or not part of the chosen view of tracked changes."""
        properties = row.find(W + "trPr")
        if properties is None:
            return False
        revision = properties.find(W + ("ins" if self.original else "del"))
        return revision is not None or bool(switched(properties, "hidden"))


def _parts(container: _Element, tags: str | tuple[str, ...], silent: frozenset[str]) -> Iterator[_Element]:
    """Rows of a table, cells of a row or content of a cell, through content controls and revisions."""
    for child in container:
        if child.tag in tags if isinstance(tags, tuple) else child.tag == tags:
            yield child
        elif child.tag in _WRAPPERS and child.tag not in silent:
            yield from _parts(child, tags, silent)


def _caption(blocks: list[Block]) -> tuple[str, str]:
    """The title and the unit of a table from the lines of running text above it."""
    near = blocks[-2 * _FORM_ROWS :]
    return above([b for b in near if b.kind not in ("note", "header") and b.address.part in (None, "chart")])


def _is_heading(text: str) -> bool:
    """Heading styles on whole sentences are somebody's formatting, not an outline."""
    return len(text) <= _LONGEST_HEADING and not text.rstrip().endswith(("。", "；"))


def read(source: Source) -> Document:
    """A Word file as a document; `source.revisions` is "accepted" or "original"."""
    reader = _Reader(source)
    reader.read()
    tables = tuple(t if t is not None else Table(()) for t in reader.tables)
    return Document(source.path, "docx", tuple(reader.blocks), tables, tuple(reader.notices))
