"""The nouns of the page: what its templates show of a report."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from auditlint.model import Document, Finding, ReportResult, Table
from auditlint.records import dataclass, field

_EMPTY = Markup("")


@dataclass(frozen=True, slots=True)
class Link:
    """A place on the page with what stands there; `target` is an element's id or ""."""

    text: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may have been meant and why; `elsewhere` are the places that the finding's own does not tell."""

    text: str
    replacement: str
    reason: str
    target: str
    elsewhere: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as shown. `place` says where, `target` is the element to jump to."""

    number: int
    finding: Finding
    severity: str
    title: str
    place: str
    section: str
    target: str
    equations: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    related: tuple[Link, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell as shown."""

    html: Markup
    rowspan: int
    colspan: int
    head: bool
    kind: str  # "n" for a number alone, "w" for much text, "" else


@dataclass(frozen=True, slots=True)
class Node:
    """A heading, paragraph, note, header or table of the text as shown; `level` counts headings from 1."""

    kind: str
    html: Markup = _EMPTY
    level: int = 0
    name: str = ""
    table: Table | None = None
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as shown; `contents` are its headings."""

    document: Document
    name: str
    nodes: tuple[Node, ...]
    contents: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A report as shown. `data` goes to the page's script: relations by number, reasons of unchecked figures."""

    report: ReportResult
    prefix: str
    name: str
    cards: tuple[Card, ...]
    counts: Counter[str]
    states: Counter[str]
    percent: str
    papers: tuple[Paper, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    data: dict[str, object] = field(default_factory=dict)
    whole: bool = True
