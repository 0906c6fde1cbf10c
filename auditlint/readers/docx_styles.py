"""Word's styles, as far as they decide what a person reads: outline level, numbering, hidden text, TOC entries."""

from __future__ import annotations

import re

from auditlint.readers.docx_package import W
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TOC = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)?", re.I)
_OFF = frozenset(("0", "false", "off", "none"))


def switched(properties: _Element | None, name: str) -> bool | None:
    """An on/off property such as `w:vanish`; `None` where it is not stated."""
    if properties is None or (found := properties.find(W + name)) is None:
        return None
    return found.get(W + "val", "1") not in _OFF


def value(parent: _Element | None, name: str) -> str:
    """The `w:val` of a child, or ""."""
    if parent is None or (found := parent.find(W + name)) is None:
        return ""
    return found.get(W + "val") or ""


def number(parent: _Element | None, name: str) -> int | None:
    """The `w:val` of a child as an integer; `None` where it is missing or none."""
    text = value(parent, name)
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything inherited: `level` 0 for body text, `num` and `ilvl` of its numbering, if any."""

    level: int = 0
    num: int | None = None
    ilvl: int | None = None
    hidden: bool = False
    toc: bool = False


class Styles:
    """The styles of a document by id; `resolve("")` is the default paragraph style."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default = ""
        for style in root.iterchildren(W + "style") if root is not None else ():
            name = style.get(W + "styleId") or ""
            self._elements.setdefault(name, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default", "0") not in _OFF:
                self._default = self._default or name

    def resolve(self, name: str) -> Style:
        """A style by id with what it inherits; unknown ids are the default style."""
        if name not in self._elements:
            name = self._default
        if name not in self._resolved:
            self._resolved[name] = self._build(name)
        return self._resolved[name]

    def element(self, name: str) -> _Element | None:
        """A style's element by id."""
        return self._elements.get(name)

    def _build(self, name: str) -> Style:
        level: int | None = None
        num: int | None = None
        ilvl: int | None = None
        hidden: bool | None = None
        toc = False
        seen: set[str] = set()
        while name in self._elements and name not in seen:
            seen.add(name)
            style = self._elements[name]
            title = value(style, "name").strip()
            paragraph = style.find(W + "pPr")
            if level is None and (outline := number(paragraph, "outlineLvl")) is not None:
                level = outline + 1 if 0 <= outline < 9 else 0
            if level is None and (heading := _HEADING.fullmatch(title)):
                level = int(heading[1])
            numbering = None if paragraph is None else paragraph.find(W + "numPr")
            ilvl = number(numbering, "ilvl") if ilvl is None else ilvl
            num = number(numbering, "numId") if num is None else num
            hidden = switched(style.find(W + "rPr"), "vanish") if hidden is None else hidden
            toc = toc or _TOC.fullmatch(title) is not None
            name = value(style, "basedOn")
        return Style(level or 0, num, ilvl, bool(hidden), toc)
