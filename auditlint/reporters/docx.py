"""A copy of a Word report with a comment at each suspect figure and its counterparts; nothing else changes.

Of an older text format (.doc, .wps, .rtf, .odt) the copy is made from the .docx form that was audited.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from itertools import pairwise

from lxml import etree

from auditlint import messages
from auditlint.errors import ReadError
from auditlint.model import Block, Document, Location, Result
from auditlint.records import dataclass
from auditlint.reporters import RenderOptions
from auditlint.reporters.annotations import AUTHOR, comments, document, original
from auditlint.reporters.ooxml import Package
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

OLDER = ("doc", "wps", "rtf", "odt")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def render(result: Result, options: RenderOptions) -> bytes:
    """The annotated copy of the report at `options.source`, or of the only text document in the result."""
    read = document(result, ("docx", *OLDER), options.source)
    forms = options.originals if read.format in OLDER else None
    package = Package(read.path, forms.docx(read) if forms else original(read.path, options))
    annotator = _Annotator(package, read)
    for place, _, lines in comments(result, read.path, options):
        annotator.note(place, lines, options.lang)
    annotator.finish()
    return package.save()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters [start, end) of a text element of the main part."""

    text: _Element
    start: int
    end: int


class _Annotator:
    """Collects comments, then splits runs once and puts the marks in."""

    def __init__(self, package: Package, read: Document) -> None:
        self.package = package
        self.document = read
        self.root = package.xml(package.main)
        self.w = "{" + (etree.QName(self.root).namespace or "") + "}"
        self.texts = list(self.root.iter(self.w + "t", self.w + "delText"))
        self.notes: list[tuple[list[_Piece], _Element | None, tuple[str, ...]]] = []
        self.replaced: dict[_Element, list[_Element]] = {}

    def note(self, place: Location, lines: tuple[str, ...], lang: str) -> None:
        """A comment at a place; where Word allows none (a note, a header, a box), at the nearest run of the body."""
        block = self.document.blocks[place.span.block]
        pieces = self.pieces(block, place.span.start, place.span.end)
        if pieces:
            self.notes.append((pieces, None, lines))
        elif (run := self.nearest(block)) is not None:
            words = messages.place(place.address, lang)
            quoted = block.text[place.span.start : place.span.end]
            self.notes.append(([], run, (f"{words}：“{quoted}”", *lines)))

    def pieces(self, block: Block, start: int, end: int) -> list[_Piece]:
        """The text elements of the body that hold a span, each with the characters meant."""
        found = []
        for i, segment in enumerate(block.segments):
            stop = block.segments[i + 1].start if i + 1 < len(block.segments) else len(block.text)
            first, last = max(segment.start, start), min(stop, end)
            part, index, offset = _anchor(segment.anchor)
            if first >= last or part != self.package.main or index < 0:
                continue
            text = self.texts[index] if index < len(self.texts) else None
            place = offset + first - segment.start
            shown = "" if text is None else (text.text or "")[place : place + last - first].replace("\n", " ")
            if text is None or shown != block.text[first:last]:
                raise ReadError(self.document.path, "文件在检查之后被改动过，批注找不到位置。", "请重新检查。")
            if self.boxed(text) is None:
                found.append(_Piece(text, place, place + last - first))
        return found

    def boxed(self, element: _Element) -> _Element | None:
        """The run of the body that carries the text box an element stands in, `None` outside boxes."""
        box = None
        for ancestor in element.iterancestors(self.w + "txbxContent"):
            box = ancestor
        return None if box is None else next(box.iterancestors(self.w + "r"), None)

    def nearest(self, block: Block) -> _Element | None:
        """The run of the body that stands for a block outside it."""
        part, index, _ = next((_anchor(s.anchor) for s in block.segments if s.anchor), ("", -1, 0))
        if part == self.package.main and 0 <= index < len(self.texts):
            text = self.texts[index]
            box = self.boxed(text)
            return box if box is not None else next(text.iterancestors(self.w + "r"), None)
        mark = self.reference(part, index)
        return mark if mark is not None else next(self.root.iter(self.w + "r"), None)

    def reference(self, part: str, index: int) -> _Element | None:
        """The run with the mark of a foot- or endnote, or with the drawing of a chart."""
        links = self.package.links(self.package.main)
        ids = {i for i, (_, target) in links.items() if target == part}
        kind = next((k.rpartition("/")[2] for k, target in links.values() if target == part), "")
        if kind == "chart":
            charts = (e for e in self.root.iter("{*}chart") if ids & set(e.attrib.values()))
            return next((r for e in charts if (r := next(e.iterancestors(self.w + "r"), None)) is not None), None)
        if kind in ("footnotes", "endnotes"):
            texts = list(self.package.xml(part).iter(self.w + "t", self.w + "delText"))
            name = kind.removesuffix("s")
            owner = next(texts[index].iterancestors(self.w + name), None) if index < len(texts) else None
            number = None if owner is None else owner.get(self.w + "id")
            marks = (e for e in self.root.iter(self.w + name + "Reference") if e.get(self.w + "id") == number)
            return next((r for e in marks if (r := next(e.iterancestors(self.w + "r"), None)) is not None), None)
        return None

    def finish(self) -> None:
        """Split the runs at the marks' ends, put the marks in and write the comments."""
        if not self.notes:
            return
        self.package.edit(self.package.main)
        first, last = self.split()
        part, root = self.comments_part()
        number = max((int(c.get(self.w + "id") or 0) for c in root), default=-1) + 1
        for pieces, run, lines in self.notes:
            if pieces:
                start = first[pieces[0].text, pieces[0].start]
                end = last[pieces[-1].text, pieces[-1].end]
            elif run is not None:
                runs = self.replaced.get(run, [run])
                start, end = _outside(runs[0]), _outside(runs[-1])
            name = self.w + "id"
            start.addprevious(etree.Element(self.w + "commentRangeStart", {name: str(number)}))
            mark = etree.Element(self.w + "r")
            etree.SubElement(mark, self.w + "commentReference", {name: str(number)})
            end.addnext(mark)
            end.addnext(etree.Element(self.w + "commentRangeEnd", {name: str(number)}))
            root.append(self.comment(number, lines))
            number += 1
        self.package.add(part, root, _COMMENTS)

    def split(self) -> tuple[dict[tuple[_Element, int], _Element], dict[tuple[_Element, int], _Element]]:
        """Cut runs where a mark begins or ends; the run that begins, and the run that ends, at each cut."""
        cuts: dict[_Element, dict[_Element, set[int]]] = defaultdict(lambda: defaultdict(set))
        for pieces, _, _ in self.notes:
            for piece in pieces:
                cuts[_parent(piece.text)][piece.text] |= {piece.start, piece.end}
        first: dict[tuple[_Element, int], _Element] = {}
        last: dict[tuple[_Element, int], _Element] = {}
        for run, texts in cuts.items():
            empty = _like(run)
            properties = run.find(self.w + "rPr")
            if properties is not None:
                empty.append(copy.deepcopy(properties))
            head = len(empty)
            runs = [copy.deepcopy(empty)]
            for child in list(run):
                if child is properties:
                    continue
                if child not in texts:
                    runs[-1].append(child)
                    continue
                for start, end, text in _cut(child, texts[child]):
                    if start in texts[child] and len(runs[-1]) > head:
                        runs.append(copy.deepcopy(empty))
                    runs[-1].append(text)
                    first[child, start] = last[child, end] = runs[-1]
                    if end in texts[child]:
                        runs.append(copy.deepcopy(empty))
            if len(runs[-1]) == head and len(runs) > 1:
                runs.pop()
            for one in runs:
                run.addprevious(one)
            self.replaced[run] = runs
            if run.tail:
                runs[-1].tail = run.tail
            _parent(run).remove(run)
        return first, last

    def comments_part(self) -> tuple[str, _Element]:
        """The part with the comments, made if there is none."""
        part = self.package.linked(self.package.main, "comments")
        if part and part in self.package:
            return part, self.package.edit(part)
        part = self.package.free("word/comments.xml")
        self.package.link(self.package.main, "comments", part)
        return part, etree.Element(self.w + "comments", nsmap={"w": self.w[1:-1]})

    def comment(self, number: int, lines: tuple[str, ...]) -> _Element:
        """A comment of one paragraph per line."""
        w = self.w
        comment = etree.Element(w + "comment", {w + "id": str(number), w + "author": AUTHOR, w + "initials": "AL"})
        for line in lines:
            run = etree.SubElement(etree.SubElement(comment, w + "p"), w + "r")
            text = etree.SubElement(run, w + "t", {_SPACE: "preserve"})
            text.text = _printable(line)
        return comment


def _anchor(anchor: object) -> tuple[str, int, int]:
    """A docx reader's anchor; ("", -1, 0) for anything else."""
    match anchor:
        case (str(part), int(index), int(offset)):
            return part, index, offset
    return "", -1, 0


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("an element outside its document")
    return parent


def _like(element: _Element) -> _Element:
    """An empty element of the same name and attributes."""
    empty = copy.copy(element)
    empty[:] = []
    empty.text = empty.tail = None
    return empty


def _cut(text: _Element, cuts: set[int]) -> list[tuple[int, int, _Element]]:
    """A text element as (start, end, piece), cut at offsets; edge blanks that Word does not show stay unshown."""
    whole = text.text or ""
    edges = sorted({0, len(whole), *cuts})
    pieces = []
    for start, end in pairwise(edges):
        piece = _like(text)
        shown = whole[start:end]
        if text.get(_SPACE) != "preserve":
            shown = shown.lstrip(" \t\r\n") if start == 0 else shown
            shown = shown.rstrip(" \t\r\n") if end == len(whole) else shown
        if shown != shown.strip():
            piece.set(_SPACE, "preserve")
        piece.text = shown
        pieces.append((start, end, piece))
    return pieces


def _outside(run: _Element) -> _Element:
    """A run, or what wraps it inside its paragraph where alternatives would show the mark twice."""
    wrapped = next(run.iterancestors(_MARKUP + "AlternateContent"), None)
    return run if wrapped is None else wrapped


def _printable(text: str) -> str:
    """Text without the characters XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t")
