"""The text of Word paragraphs through runs, fields, revisions and content controls, with the place of each piece.

A segment's anchor is (part, index of the text element among the part's `w:t` and `w:delText`, offset in it).
"""

from __future__ import annotations

from auditlint.model import BlockKind, Segment
from auditlint.readers.docx_numbering import Numbering
from auditlint.readers.docx_package import MC, OFFICE, WP, A, C, M, Package, W
from auditlint.readers.docx_styles import Styles, number, switched, value
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

    from auditlint.limits import Limits

_TEXTS = (W + "t", W + "delText")
_LEAVES = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
SILENT = frozenset(
    (
        *(W + n for n in ("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "rt", "rubyPr", "sectPr")),
        MC + "Fallback",
        M + "rPr",
        M + "ctrlPr",
    )
)
_PAGE_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_PICTURE = 2_500_000  # EMU, some 7 cm: smaller pictures are seals and logos


@dataclass(slots=True)
class _Field:
    """A field being read: `result` once its instruction is over."""

    code: str = ""
    result: bool = False

    @property
    def kind(self) -> str:
        return self.code.split(maxsplit=1)[0].upper() if self.code.strip() else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a paragraph; `index` is its text element's, -1 where Word makes the text up."""

    text: str
    index: int = -1
    offset: int = 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph being read; `extras` are what it carries: notes, charts and text boxes. `bare`: a number, no text."""

    pieces: list[Piece] = field(default_factory=list)
    extras: list[_Element] = field(default_factory=list)
    level: int = 0
    toc: bool = False
    bare: bool = False


@dataclass(slots=True)
class Story:
    """A part with running text, and what of its current paragraph and fields is still open."""

    part: str
    texts: dict[_Element, int]
    kind: BlockKind = "paragraph"
    label: str | None = None
    fields: list[_Field] = field(default_factory=list)
    open: Paragraph = field(default_factory=Paragraph)
    toc: bool = False


class ParagraphReader:
    """Reads paragraphs in order, and counts their numbers; also counts what holds text but cannot be read."""

    def __init__(self, package: Package, limits: Limits, *, original: bool) -> None:
        self.path = package.path
        self.limits = limits
        self.original = original
        left_out = ("ins", "moveTo") if original else ("del", "moveFrom")
        self.silent = SILENT | {W + n for n in left_out}
        self.styles = Styles(package.xml(package.linked("styles") or "word/styles.xml"))
        numbering = package.linked("numbering")
        self.numbering = Numbering(package.xml(numbering) if numbering else None, self.styles)
        self.pictures = 0
        self.embedded = 0
        self.unread_charts = 0

    def read(self, element: _Element, story: Story, depth: int) -> Paragraph | None:
        """A paragraph; `None` while a deleted paragraph mark joins it to the next one."""
        properties = element.find(W + "pPr")
        style_name = value(properties, "pStyle")
        style = self.styles.resolve(style_name)
        paragraph = story.open
        paragraph.toc = paragraph.toc or style.toc or story.toc
        self.inline(element, story, style.hidden, depth)
        mark = None if properties is None else properties.find(W + "rPr")
        if mark is not None and mark.find(W + ("ins" if self.original else "del")) is not None:
            return None
        story.open = Paragraph()
        numbering = None if properties is None else properties.find(W + "numPr")
        num, ilvl = number(numbering, "numId"), number(numbering, "ilvl")
        if num is None:
            num, ilvl = style.num, style.ilvl if ilvl is None else ilvl
        if num and (label := self.numbering.label(num, ilvl, style_name)):
            paragraph.bare = not any(p.text.strip() for p in paragraph.pieces)
            paragraph.pieces.insert(0, Piece(label))
        outline = number(properties, "outlineLvl")
        paragraph.level = style.level if outline is None else outline + 1 if 0 <= outline < 9 else 0
        return paragraph

    def inline(self, element: _Element, story: Story, hidden: bool, depth: int) -> None:
        """The text inside a paragraph or one of its parts, into the story's open paragraph."""
        self.limits.check_depth(self.path, depth)
        paragraph = story.open
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self.inline(child, story, self.hides(child, hidden), depth)
            elif tag == W + "t" or tag == W + "delText":
                if not hidden:
                    self.text(child, story)
            elif tag in self.silent or not isinstance(tag, str):
                if tag == W + "instrText" and story.fields:
                    story.fields[-1].code += child.text or ""
            elif tag == W + "fldChar":
                _switch_field(story, child.get(W + "fldCharType"))
            elif tag == W + "fldSimple":
                story.fields.append(_Field(child.get(W + "instr") or "", True))
                self.inline(child, story, hidden, depth + 1)
                story.fields.pop()
            elif tag in _LEAVES or tag == W + "sym" or tag == M + "t":
                if not hidden and _shown(story):
                    paragraph.pieces.append(Piece(_made_up(child)))
            elif tag in NOTES or tag == C + "chart" or tag == W + "txbxContent":
                if not hidden:
                    paragraph.extras.append(child)
            elif tag == MC + "AlternateContent":
                self.inline(choice(child), story, hidden, depth + 1)
            elif tag == M + "den":
                paragraph.pieces.append(Piece("/"))
                self.inline(child, story, hidden, depth + 1)
            elif len(child):
                if tag == W + "drawing":
                    self.count_picture(child)
                elif tag == W + "object":
                    self.embedded += child.find(OFFICE + "OLEObject") is not None
                self.inline(child, story, hidden, depth + (tag != W + "drawing"))

    def text(self, element: _Element, story: Story) -> None:
        """A text element, without the edge blanks Word drops unless told to keep them."""
        text = element.text or ""
        offset = 0
        if text and element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            kept = text.lstrip(" \t\r\n")
            offset = len(text) - len(kept)
            text = kept.rstrip(" \t\r\n")
        if text and _shown(story):
            story.open.pieces.append(Piece(text.replace("\n", " "), story.texts.get(element, -1), offset))
            if story.fields and any(f.kind == "TOC" for f in story.fields):
                story.open.toc = True

    def hides(self, run: _Element, inherited: bool) -> bool:
        """Whether a run is hidden text."""
        properties = run.find(W + "rPr")
        if properties is None:
            return inherited
        own = switched(properties, "vanish")
        if own is not None:
            return own
        style = value(properties, "rStyle")
        return inherited or (bool(style) and self.styles.resolve(style).hidden)

    def count_picture(self, drawing: _Element) -> None:
        """Remember pictures and diagrams large enough to hold a table, and charts of the newer kind."""
        extent = drawing.find(f"*/{WP}extent")
        content = drawing.find(f"*/{A}graphic/{A}graphicData")
        if extent is None or content is None:
            return
        uri = content.get("uri") or ""
        self.unread_charts += uri.endswith("/chartex")
        width, height = extent.get("cx") or "", extent.get("cy") or ""
        if uri.endswith(("/picture", "/diagram")) and width.isdecimal() and height.isdecimal():
            self.pictures += int(width) > _PICTURE and int(height) > _PICTURE // 2


def story_of(part: str, root: _Element, kind: BlockKind = "paragraph", label: str | None = None) -> Story:
    """A part as a story, its text elements numbered."""
    return Story(part, {t: i for i, t in enumerate(root.iter(*_TEXTS))}, kind, label)


def choice(alternatives: _Element) -> _Element:
    """The branch of mc:AlternateContent that today's Word shows."""
    found = alternatives.find(MC + "Choice")
    if found is None:
        found = alternatives.find(MC + "Fallback")
    return alternatives if found is None else found


def _switch_field(story: Story, kind: str | None) -> None:
    if kind == "begin":
        story.fields.append(_Field())
    elif kind == "separate" and story.fields:
        story.fields[-1].result = True
    elif kind == "end" and story.fields:
        story.fields.pop()


def _shown(story: Story) -> bool:
    """Whether text stands outside fields' instructions and page numbers."""
    return not story.fields or all(f.result and f.kind not in _PAGE_FIELDS for f in story.fields)


def _made_up(element: _Element) -> str:
    """The text of an element that is no `w:t`: a tab, a break, a symbol, a piece of a formula."""
    if element.tag == M + "t":
        return element.text or ""
    if element.tag != W + "sym":
        return _LEAVES[element.tag]
    code = element.get(W + "char") or ""
    try:
        sign = int(code, 16)
    except ValueError:
        return "•"
    if sign >= 0xF000 and (element.get(W + "font") or "").lower() == "symbol" and 0xF020 <= sign < 0xF040:
        return chr(sign - 0xF000)  # digits and points of the Symbol font are the common ones
    return chr(sign) if 0x20 <= sign < 0xD800 else "•"


def joined(pieces: list[Piece], part: str) -> tuple[str, tuple[Segment, ...]]:
    """The text of pieces, and its segments."""
    segments, start = [], 0
    for piece in pieces:
        if piece.text:
            anchor = None if piece.index < 0 else (part, piece.index, piece.offset)
            segments.append(Segment(start, anchor=anchor))
            start += len(piece.text)
    return "".join(p.text for p in pieces), tuple(segments)
