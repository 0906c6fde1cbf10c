"""Tables from ruling lines, and lines of text from characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from auditlint.readers.pdf_pages import Box, Char, Page, Rule
from auditlint.records import dataclass, replace

_SNAP = 3.0  # points that drawn lines miss each other by


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its characters' left edges."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class GridSquare:
    """A cell of a ruled table: where it stands, what it spans, and its lines."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page, by the x of its columns' edges and the y of its rows'."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    squares: tuple[GridSquare, ...]

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.ys) - 1

    def within(self, xs: tuple[float, ...]) -> bool:
        """Whether its columns' edges are some of these, the outermost among them."""
        ends = abs(self.xs[0] - xs[0]) <= _SNAP and abs(self.xs[-1] - xs[-1]) <= _SNAP
        return ends and len(self.xs) <= len(xs) and all(min(abs(x - y) for y in xs) <= _SNAP for x in self.xs)

    def set_on(self, xs: tuple[float, ...]) -> Grid:
        """The same on the columns of a table it is `within`."""
        if len(xs) == len(self.xs):
            return self
        places = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in self.xs]
        squares = (
            replace(s, column=places[s.column], colspan=places[s.column + s.colspan] - places[s.column])
            for s in self.squares
        )
        return Grid(xs, self.ys, tuple(squares))


def grids(page: Page) -> tuple[list[Grid], list[Char]]:
    """The ruled tables of a page from top to bottom, and the characters outside them."""
    horizontal, vertical = _joined(page.horizontal), _joined(page.vertical)
    frames = []
    for rows, columns in _groups(horizontal, vertical):
        ys, xs = _levels(r.at for r in rows), _levels(r.at for r in columns)
        drawn = len(xs)
        low, high = min(r.start for r in rows), max(r.end for r in rows)
        if not xs or xs[0] - low > 2 * _SNAP:  # tables without lines at their sides
            xs = [low, *xs]
            columns = [*columns, Rule(low, ys[0], ys[-1])]
        if high - xs[-1] > 2 * _SNAP:
            xs = [*xs, high]
            columns = [*columns, Rule(high, ys[0], ys[-1])]
        if len(xs) > 2 and (len(ys) > 2 or (len(ys) == 2 and drawn > 2)):  # a page break may leave one row alone
            frames.append((xs, ys, rows, columns))
    inside: list[list[Char]] = [[] for _ in frames]
    outside = []
    for char in page.chars:
        x, y = (char.left + char.right) / 2, char.middle
        for i, (xs, ys, _, _) in enumerate(frames):
            if xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]:
                inside[i].append(char)
                break
        else:
            outside.append(char)
    found = [_grid(*frame, chars) for frame, chars in zip(frames, inside, strict=True)]
    return sorted(found, key=lambda g: g.ys[0]), outside


def lines(chars: Iterable[Char]) -> list[Line]:
    """Characters as lines from top to bottom; a blank stands where the gap between two is wide."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: c.middle):
        if rows:
            above = rows[-1][-1]
            if char.middle - above.middle < 0.4 * min(char.bottom - char.top, above.bottom - above.top):
                rows[-1].append(char)
                continue
        rows.append([char])
    return [_line(sorted(row, key=lambda c: c.left)) for row in rows]


def _line(row: Sequence[Char]) -> Line:
    text: list[str] = []
    last: Char | None = None
    for char in row:
        if last is not None:
            if char.text == last.text and abs(char.left - last.left) < 0.2 * (char.right - char.left):
                continue  # drawn twice to look bold
            gap = char.left - last.right
            size = char.bottom - char.top
            words = _latin(char.text) and _latin(last.text)
            if gap > (0.2 if words else 0.7) * size:
                text.append(" ")
        text.append(char.text)
        last = char
    box = row[0].left, min(c.top for c in row), max(c.right for c in row), max(c.bottom for c in row)
    return Line("".join(text), box, max(c.bottom - c.top for c in row))


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules at the same level that touch, as one."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if levels and rule.at - levels[-1][0].at <= _SNAP:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    joined = []
    for level in levels:
        at = sum(r.at for r in level) / len(level)
        start, end = 0.0, -1.0
        for rule in sorted(level, key=lambda r: r.start):
            if end >= start and rule.start <= end + _SNAP:
                end = max(end, rule.end)
                continue
            if end > start:
                joined.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        if end > start:
            joined.append(Rule(at, start, end))
    return joined


def _groups(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch, directly or through others, table by table."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical, len(horizontal)):
            across = h.start - _SNAP <= v.at <= h.end + _SNAP
            if across and v.start - _SNAP <= h.at <= v.end + _SNAP:
                parent[root(i)] = root(j)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate([*horizontal, *vertical]):
        group = found.setdefault(root(i), ([], []))
        group[i >= len(horizontal)].append(rule)
    return [g for g in found.values() if len(g[0]) > 1 and g[1]]


def _levels(values: Iterable[float]) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _SNAP:
            levels.append(value)
    return levels


def _grid(xs: list[float], ys: list[float], rows: list[Rule], columns: list[Rule], chars: list[Char]) -> Grid:
    """Squares of the lattice joined where no line parts them, each with its characters."""

    def parted(rules: list[Rule], at: float, low: float, high: float) -> bool:
        middle = (low + high) / 2
        return any(abs(r.at - at) <= _SNAP and r.start - _SNAP <= middle <= r.end + _SNAP for r in rules)

    high, wide = len(ys) - 1, len(xs) - 1
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(high):
        for j in range(wide):
            if (i, j) in owner:
                continue
            right = j + 1
            while right < wide and (i, right) not in owner and not parted(columns, xs[right], ys[i], ys[i + 1]):
                right += 1
            down = i + 1
            while down < high and not any(parted(rows, ys[down], xs[c], xs[c + 1]) for c in range(j, right)):
                down += 1
            spans[i, j] = down - i, right - j
            owner.update(((r, c), (i, j)) for r in range(i, down) for c in range(j, right))
    inside: dict[tuple[int, int], list[Char]] = {}
    for char in chars:
        i = min(max(bisect_right(ys, char.middle) - 1, 0), high - 1)
        j = min(max(bisect_right(xs, (char.left + char.right) / 2) - 1, 0), wide - 1)
        inside.setdefault(owner[i, j], []).append(char)
    squares = tuple(
        GridSquare(i, j, down, right, (xs[j], ys[i], xs[j + right], ys[i + down]), tuple(lines(inside.get((i, j), ()))))
        for (i, j), (down, right) in sorted(spans.items())
    )
    return Grid(tuple(xs), tuple(ys), squares)
