"""A Word chart's cached data as a grid: categories down, series across, values as their number format shows them."""

from __future__ import annotations

from auditlint.readers.docx_package import A, C
from auditlint.readers.number_formats import show
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's title and its grid of (shown, stored) texts; the first row holds the series' names."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def _rich(element: _Element | None) -> str:
    """The text of a title: typed in, or cached from a cell."""
    if element is None:
        return ""
    typed = "".join(t.text or "" for t in element.iter(A + "t"))
    return (typed or "".join(v.text or "" for v in element.iter(C + "v"))).strip()


def _points(parent: _Element | None) -> dict[int, tuple[str, str]]:
    """Cached points by index, each with its format code; of several category levels the innermost counts."""
    if parent is None:
        return {}
    cache = parent.find(f".//{C}lvl")
    if cache is None:
        cache = next(parent.iter(C + "numCache", C + "strCache", C + "numLit", C + "strLit"), None)
    if cache is None:
        return {}
    general = cache.findtext(C + "formatCode") or ""
    found: dict[int, tuple[str, str]] = {}
    for point in cache.iterchildren(C + "pt"):
        index = point.get("idx") or ""
        if index.isdecimal() and int(index) < _MOST_POINTS:
            found[int(index)] = (point.findtext(C + "v") or "", point.get("formatCode") or general)
    return found


def chart(root: _Element) -> Chart | None:
    """A chart part's data, `None` where no value is cached."""
    series = list(root.iter(C + "ser"))
    columns = [_points(_first(s, "val", "yVal")) for s in series]
    if not any(columns):
        return None
    categories: dict[int, tuple[str, str]] = {}
    for one in series:
        categories = categories or _points(_first(one, "cat", "xVal"))
    names = [_rich(s.find(C + "tx")) for s in series]
    title = _rich(root.find(f"{C}chart/{C}title"))
    hidden = root.find(f"{C}chart/{C}autoTitleDeleted")
    if not title and len(names) == 1 and (hidden is None or hidden.get("val", "1") in ("0", "false")):
        title = names[0]
    rows = [(("", ""), *((n, "") for n in names))]
    last = max(max(points, default=-1) for points in (*columns, categories))
    for index in range(last + 1):
        cells = [_cell(categories.get(index))]
        cells.extend(_cell(points.get(index)) for points in columns)
        rows.append(tuple(cells))
    return Chart(title, tuple(rows))


def _first(element: _Element, *names: str) -> _Element | None:
    return next((found for n in names if (found := element.find(C + n)) is not None), None)


def _cell(point: tuple[str, str] | None) -> tuple[str, str]:
    if point is None:
        return "", ""
    text = show(point[0].strip(), point[1])
    return text, point[0] if point[0] != text else ""
