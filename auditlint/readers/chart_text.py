"""Data of charts as it is left in text taken out of Word: names and values, parted by tabs, at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.readers.strands import EMPTY, Strand
from auditlint.readers.wraps import STARTER
from auditlint.records import dataclass, field

_NUMBER = compiled(r"[-+−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?%?")
_SENTENCE = compiled(r"[。；;！？，,：:]")
_TOTAL = compiled(r"\s*(?:合\s*计|总\s*计|总\s*分)\s*\t")
_LONGEST = 50


@dataclass(slots=True)
class Chart:
    """A chart's categories and its series (name, values)."""

    title: Strand = EMPTY
    categories: list[Strand] = field(default_factory=list)
    series: list[tuple[Strand, list[Strand]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    """Names, then the values that follow them."""

    names: list[Strand]
    values: list[Strand]

    @property
    def texts(self) -> list[str]:
        return [n.text for n in self.names]


def is_series(text: str) -> bool:
    """Whether a line holds names, then as many values as some of the names."""
    if "\t" not in text or text.startswith("\t"):
        return False
    fields = [f.strip() for f in text.split("\t") if f.strip()]
    numbers = [bool(_NUMBER.fullmatch(f)) for f in fields]
    if len(fields) < 2 or numbers[0] or not any(numbers) or any(len(f) > _LONGEST for f in fields):
        return False
    if any(_SENTENCE.search(f) for f, n in zip(fields, numbers, strict=True) if not n):
        return False
    first = numbers.index(True)
    run = numbers[first:].index(False) if False in numbers[first:] else len(numbers) - first
    return first >= run or (first + 1 == run and len(fields) == first + run)


def region(lines: Sequence[Strand]) -> int:
    """The line at which the chart data at the end of a text begins, or its length where there is none."""
    begin = end = len(lines)
    while end > 0:
        text = lines[end - 1].text
        if not _belongs(text) or (end > 1 and _rows(lines[end - 2].text, text)):
            break
        end -= 1
        if is_series(text):
            begin = end
    if begin == len(lines):
        return begin
    for _ in range(2):  # a title and a name on lines of their own
        if begin > end and _names(lines[begin - 1].text) and not STARTER.match(lines[begin - 1].text):
            begin -= 1
    return begin


def _belongs(text: str) -> bool:
    """Whether a line may stand among chart data: blank, a page number, a name, a series."""
    flat = text.strip()
    return not flat or is_series(text) or bool(_NUMBER.fullmatch(flat)) or _names(text)


def _rows(above: str, below: str) -> bool:
    """Whether two lines are rows of a table with tabs between its cells, whose total may leave the last one blank."""
    alike = above.count("\t") == below.count("\t")
    if alike and _TOTAL.match(below):
        return True
    tabs = below.strip().count("\t")
    if tabs > 1 and tabs == above.strip().count("\t") and not is_series(above):
        return True
    return tabs > 0 and above.strip().count("\t") == tabs and not above.endswith("\t") and not below.endswith("\t")


def _names(text: str) -> bool:
    flat = text.strip()
    return 0 < len(flat) <= _LONGEST and not _SENTENCE.search(flat) and "\t" not in flat


def charts(lines: Sequence[Strand]) -> Iterator[Chart]:
    """The charts of the lines of a region, in order; values that fit no category come as a chart without names."""
    groups = list(_groups(lines))
    chart: Chart | None = None
    for i, group in enumerate(groups):
        near = [g for g in groups[max(i - 1, 0) : i + 2] if g is not group]
        count, names = len(group.values), group.names
        if count < len(names) and any(
            len(g.values) >= len(names) > count and g.texts[-len(names) :] == group.texts for g in near
        ):
            if chart:
                yield chart
            chart = None
            yield Chart(series=[(EMPTY, group.values)])
            continue
        known = [c.text for c in chart.categories] if chart else []
        if chart and known and count == len(known) and group.texts[-count:] == known and len(names) <= count + 1:
            chart.series.append((names[0] if len(names) > count else EMPTY, group.values))
            continue
        if chart:
            yield chart
        if len(names) < count:
            chart = Chart(series=[(names[-1] if names else EMPTY, group.values)])
        else:
            before = names[: len(names) - count]
            name = before[-1] if before else EMPTY
            title = before[-2] if len(before) > 1 else EMPTY
            chart = Chart(title, names[len(names) - count :], [(name, group.values)])
    if chart:
        yield chart


def _groups(lines: Sequence[Strand]) -> Iterator[_Group]:
    tokens = [f for line in lines for f in _in_turn(line)]
    names: list[Strand] = []
    values: list[Strand] = []
    for token in tokens:
        number = bool(_NUMBER.fullmatch(token.text))
        if not number and values:
            yield _Group(names, values)
            names, values = [], []
        (values if number else names).append(token)
    if values:
        yield _Group(names, values[:-1] if _page_number(names, values) else values)


def _in_turn(line: Strand) -> Sequence[Strand]:
    """The fields of a line, its names before its values where each stands behind its name: 2030年 5.10 2031年 6.20."""
    fields = [f for field in line.split("\t") if (f := field.strip()).text]
    numbers = [bool(_NUMBER.fullmatch(f.text)) for f in fields]
    first = numbers.index(True) if True in numbers else 0
    pairs = numbers[first - 1 :] if first else []
    if len(pairs) < _TWO_PAIRS or pairs != [False, True] * (len(pairs) // 2):
        return fields
    return [f for wanted in (False, True) for f, number in zip(fields, numbers, strict=True) if number is wanted]


_TWO_PAIRS = 4


def _page_number(names: Sequence[Strand], values: Sequence[Strand]) -> bool:
    """Whether the last value is the number of the last page, which stands behind the last chart."""
    last = values[-1].text
    if len(values) < 2 or not last.isdigit() or len(last) > 4:
        return False
    line = values[0].segments[0].line
    if values[-1].segments[0].line != line and values[-2].segments[0].line == line:
        return True
    beside = sum(n.segments[0].line == line for n in names)
    return len(values) in (beside, len(names) + 1) and any(not v.text.isdigit() for v in values)
