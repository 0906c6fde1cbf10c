"""A block's text as HTML: figures and places of findings wrapped in elements that carry their numbers."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from html import escape
from itertools import pairwise

from markupsafe import Markup

from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters [start, end) of a block that are a figure or the place of a finding.

    `kind` is "f" for a figure (its number is that of its fact) and "m" for words (that of the finding); `classes` says
    what is known of it; `finding` is the number shown beside the place of a finding, 0 for none. `key` marks are
    reached with the Tab key.
    """

    start: int
    end: int
    kind: str
    number: int
    classes: str
    finding: int = 0
    key: bool = False


def marked(text: str, marks: Sequence[Mark], prefix: str) -> Markup:
    """The text with its marks. Figures do not overlap; words that overlap a figure are cut around it."""
    if not marks:
        return Markup(_plain(text))
    order = sorted(marks, key=lambda m: (m.kind != "f", m.start, m.end))
    flags = {m.start: m for m in reversed(order) if m.start == m.end}
    parts: list[str] = []
    seen: set[tuple[str, int]] = set()
    for start, end, mark in _stretches(text, order, flags):
        if start in flags:
            # an empty place is a flag before the character it stands at
            parts.append(_open(flags.pop(start), prefix, True, True) + "⚑</span>")
        if mark is None:
            parts.append(_plain(text[start:end]))
        else:
            key = mark.kind, mark.number
            parts.append(_open(mark, prefix, key not in seen, end == mark.end) + _plain(text[start:end]) + "</span>")
            seen.add(key)
    return Markup("".join(parts))


def _stretches(text: str, order: Sequence[Mark], flags: Container[int]) -> Iterator[tuple[int, int, Mark | None]]:
    """The text cut where what stands over it changes; the last stretch is empty where a flag stands at the end."""
    cuts = sorted({0, len(text), *(m.start for m in order), *(m.end for m in order)})
    begun, before = 0, None
    for start, end in pairwise(cuts):
        over = next((m for m in order if m.start <= start and end <= m.end and m.start < m.end), None)
        if start > begun and (over is not before or start in flags):
            yield begun, start, before
            begun = start
        before = over
    yield begun, len(text), before
    if len(text) in flags and text:
        yield len(text), len(text), None


def _open(mark: Mark, prefix: str, first: bool, last: bool) -> str:
    name = f' id="{prefix}{mark.kind}{mark.number}"' if first else ""
    number = f' data-n="{mark.finding}"' if mark.finding and last else ""
    key = ' tabindex="0" role="button"' if mark.key and first else ""
    return f'<span{name} class="{mark.kind} {mark.classes}" data-{mark.kind}="{mark.number}"{number}{key}>'


def _plain(text: str) -> str:
    """Escaped text, control characters shown as blanks."""
    return escape("".join(c if c.isprintable() or c == "\n" else " " for c in text), quote=False)
