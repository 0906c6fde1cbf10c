"""Web pages as saved from government sites: the article's headings, paragraphs and tables, not the site around it."""

from __future__ import annotations

import email
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from auditlint.errors import ReadError
from auditlint.expressions import compiled
from auditlint.model import Address, Block, Document, Segment, Table
from auditlint.readers.grid import GridCell, add_table
from auditlint.readers.text import decoded
from auditlint.readers.titles import above
from auditlint.records import replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

    from auditlint.readers import Source

_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "nav", "aside", "footer", "iframe", "frame"),
        *("object", "embed", "applet", "svg", "canvas", "audio", "video", "map"),
        *("select", "button", "input", "textarea", "option", "datalist", "rp", "rt"),
    )
)
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "del"),
        *("kbd", "label", "mark", "nobr", "o:p", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr", "st1:chsdate"),
    )
)
_LEVEL = compiled("h[1-6]")
_HIDDEN = compiled(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_SITE = compiled(
    r"(?i)(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|bread-?crumbs?|crumbs?|foot(?:er)?|side-?bar|share|copyright|tool-?bar"
    r"|banner|pager|related|friend-?links?|qr-?code|site-?map|dqwz|weizhi)(?:$|[\s_-])"
)
_BLANKS = compiled(r"[ \t\r\n\f]+")
_WIDE = compiled(r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uff65]")
_MANY_LINKS = 3
_PROSE = 200  # characters outside links that make an element content, whatever its class says
_LONG = 120  # mean characters of a cell in tables that only lay out a page
_WIDEST = 1000  # columns or rows one cell may span


def read(source: Source) -> Document:
    """A web page, or a web archive (.mht), as a document."""
    data = source.data
    if source.suffix in (".mht", ".mhtml"):
        data = _archived(source)
    text = decoded(data, source.path).replace("\x00", "")
    source.limits.check_characters(source.path, len(text))
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as exc:
        raise ReadError(
            source.path, "网页里没有内容。", "请在浏览器中打开网页，另存为“网页，仅 HTML”后再检查。"
        ) from exc
    if any("depth" in str(error.message).lower() for error in parser.error_log):
        raise ReadError(source.path, "网页的标签嵌套太深，读不完整。", "请把正文复制到 Word 中保存为 .docx 再检查。")
    reader = _Reader(source, root)
    reader.container(root, 0)
    reader.flush()
    if not reader.blocks:
        raise ReadError(
            source.path,
            "网页里没有文字（正文可能由脚本载入，或是图片）。",
            "请把正文复制到 Word 中保存为 .docx 再检查。",
        )
    return Document(source.path, "html", tuple(reader.blocks), tuple(reader.tables))


def _archived(source: Source) -> bytes:
    """The page inside a web archive, in UTF-8."""
    message = email.message_from_bytes(source.data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise ReadError(source.path, "网页归档里没有网页。", "请在浏览器中另存为“网页，仅 HTML”后再检查。")


class _Reader:
    """Walks a page and collects blocks and tables."""

    def __init__(self, source: Source, root: etree._Element) -> None:
        self.source = source
        self.original = source.revisions == "original"
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.pieces: list[str] = []
        self.level = 0
        self.paragraph = 0
        self.lengths: dict[etree._Element, tuple[int, int, int]] = {}
        for element in reversed(list(root.iter(etree.Element))):
            self.measure(element)

    def measure(self, element: etree._Element) -> None:
        """Count an element's characters, those inside links, and its links; its children are counted already."""
        own = len((element.text or "").strip())
        linked = links = 0
        for child in element:
            a, b, c = self.lengths.get(child, (0, 0, 0))
            own, linked, links = own + a, linked + b, links + c
            own += len((child.tail or "").strip())
        if element.tag == "a" and element.get("href"):
            linked, links = own, 1
        self.lengths[element] = own if element.tag not in _SKIPPED else 0, linked, links

    def skips(self, element: etree._Element) -> bool:
        """Whether an element is hidden or belongs to the site, not to the article."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or tag == ("ins" if self.original else "del"):
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        if tag in _INLINE or tag in ("body", "html", "td", "th", "tr", "tbody", "h1", "h2", "h3"):
            return tag == "sup" and self.lengths.get(element, (0, 0, 0))[2] > 0
        length, linked, links = self.lengths.get(element, (0, 0, 0))
        outside = length - linked
        if tag == "header":
            return outside < _PROSE and element.find(".//h1") is None
        if outside >= _PROSE:
            return False
        named = _SITE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        return bool(named) or (links >= _MANY_LINKS and linked * 10 > length * 6)

    def container(self, element: etree._Element, depth: int) -> None:
        """An element's text and children, in order."""
        self.source.limits.check_depth(self.source.path, depth)
        self.pieces.append(element.text or "")
        for child in element:
            if not self.skips(child):
                self.child(child, depth)
            self.pieces.append(child.tail or "")

    def child(self, element: etree._Element, depth: int) -> None:
        """One shown element."""
        tag = str(element.tag)
        if tag == "br":
            self.flush()
        elif tag in _INLINE:
            self.container(element, depth + 1)
        elif tag == "table" and self.is_data(element):
            self.flush()
            self.table(element, depth)
        else:
            self.flush()
            outer = self.level
            self.level = int(tag[1]) if _LEVEL.fullmatch(tag) else outer
            self.container(element, depth + 1)
            self.flush()
            self.level = outer

    def flush(self) -> None:
        """The text since the last block as a block of its own."""
        text = _shown("".join(self.pieces)).strip()
        self.pieces.clear()
        if not text:
            return
        kind = Address(paragraph=self.paragraph)
        self.blocks.append(Block("heading" if self.level else "paragraph", text, (Segment(0),), kind, self.level))
        self.paragraph += 1

    def is_data(self, table: etree._Element) -> bool:
        """Whether a table holds data; others lay out a page."""
        if table.get("role") == "presentation" or table.find(".//table") is not None:
            return False
        rows = [[c for c in row if c.tag in ("td", "th")] for row in table.iter("tr")]
        cells = [c for row in rows for c in row]
        if len(rows) < 2 or max((len(r) for r in rows), default=0) < 2:
            return False
        return sum(self.lengths[c][0] for c in cells) <= _LONG * len(cells)

    def table(self, table: etree._Element, depth: int) -> None:
        """A table of data; its caption stands above it."""
        caption = table.find("caption")
        if caption is not None:
            self.container(caption, depth + 1)
            self.flush()
        index = len(self.tables)
        rows: list[list[GridCell]] = []
        header = 0
        for r, row in enumerate(table.iter("tr")):
            if self.skips(row):
                continue
            parent = row.getparent()
            header += parent is not None and parent.tag == "thead" and header == r
            cells = []
            for cell in row:
                if cell.tag not in ("td", "th") or self.skips(cell):
                    continue
                text = "\n".join(_shown(t).strip(" \n") for t in self.lines(cell, depth + 1) if _shown(t).strip())
                wide, high = _span(cell.get("colspan")), _span(cell.get("rowspan"))
                segments = (Segment(0),) if text else ()
                cells.append(GridCell(text.rstrip(), segments, wide, high))
            rows.append(cells)
            self.source.limits.check_cells(self.source.path, sum(map(len, rows)))
        kept = [r for r in rows if r]
        high = len(kept)
        title, unit = above(self.blocks)
        if kept:
            bounded = [[_bounded(c, high - i) for c in row] for i, row in enumerate(kept)]
            add_table(self.blocks, self.tables, bounded, title=title, unit=unit, header=header)
            for placed in self.tables[index].cells:
                place = Address(table=index, row=placed.row, column=placed.column)
                self.blocks[placed.block] = replace(self.blocks[placed.block], address=place)

    def lines(self, element: etree._Element, depth: int) -> Iterator[str]:
        """The lines of a cell: parted at breaks and paragraphs."""
        lines = [""]
        self.gather(element, lines, depth)
        yield from lines

    def gather(self, element: etree._Element, lines: list[str], depth: int) -> None:
        """Add an element's text to the lines of its cell."""
        self.source.limits.check_depth(self.source.path, depth)
        lines[-1] += element.text or ""
        for child in element:
            if not self.skips(child):
                inline = child.tag in _INLINE
                if not inline:
                    lines.append("")
                self.gather(child, lines, depth + 1)
                if not inline and child.tag != "br":
                    lines.append("")
            lines[-1] += child.tail or ""


def _shown(text: str) -> str:
    """White space as a browser shows it; a line break between Chinese characters is nothing."""

    def blank(found: regex.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        broken = "\n" in found[0] or "\r" in found[0]
        return "" if broken and (_WIDE.match(before) or _WIDE.match(after)) else " "

    return str(_BLANKS.sub(blank, text))


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _WIDEST) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


def _bounded(cell: GridCell, rows: int) -> GridCell:
    """A cell that ends with its table."""
    if cell.rowspan <= rows:
        return cell
    return GridCell(cell.text, cell.segments, cell.colspan, rows, cell.address, cell.stored)
