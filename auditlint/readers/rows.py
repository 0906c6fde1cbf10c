"""Tables inside plain text: cells on lines of their own that a tab leads, rows with bars, rows with tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.readers.strands import EMPTY, Strand, join_lines
from auditlint.records import dataclass, field

_INDENT = " \u3000\xa0"
_RULE = compiled(r"[\s|｜:+=—–-]*-[\s|｜:+=—–-]*")
_SENTENCE = compiled(r"[。；;！？]\s*$")
_NUMBER = compiled(r"[-+−]?[\d,，]*\d(?:\.\d*)?\s*[%％]?")
_SHORT = 60
_LINE = 20  # characters of what goes on with no number


@dataclass(slots=True)
class Row:
    """Cells of one row, each as its lines; `gap` counts the blank lines above it."""

    cells: list[list[Strand]] = field(default_factory=list)
    gap: int = 0


Grid = list[list[Strand]]


def led(text: str) -> int:
    """Where the cell of a line that a tab leads begins; 0 where none does."""
    bare = text.lstrip(_INDENT)
    return len(text) - len(bare) + 1 if bare.startswith("\t") else 0


def cornered(lines: Sequence[Strand], i: int) -> bool:
    """Whether a line that a tab leads is the header of a tabbed table, whose first cell is blank."""
    count = lines[i].text.count("\t")
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    return count > 1 and not led(below) and below.count("\t") == count


def headline(lines: Sequence[Strand], i: int) -> bool:
    """Whether a line that tabs lead to its place is a title or unit above a table with a tab between its cells."""
    text = lines[i].text
    below = lines[i + 1].text if led(text) and i + 1 < len(lines) else ""
    return "\t" not in text.strip() and not led(below) and below.strip().count("\t") > 1


def led_tables(lines: Sequence[Strand], start: int) -> tuple[list[Grid], int]:
    """The tables that begin at a tab-led line, and where they end; none where the lines are indented prose.

    One cell per tab-led line, further lines of the cell unled, a blank line ends the row; or one row per line where
    most lines hold several cells, or where this line does. Rows of one cell that stand apart, as a title without its
    table, are a grid of one column.
    """
    rows: list[Row] = [Row()]
    several = _several(lines, start)
    i = end = start
    while i < len(lines):
        text = lines[i].text
        begin = led(text)
        if begin:
            cell = lines[i].cut(begin, len(text))
            whole = several or cell.text.strip().count("\t") > 1
            if whole and rows[-1].cells:
                rows.append(Row())
            rows[-1].cells += [[f] for f in cell.split("\t")] if whole else [[cell]]
            if whole:
                rows.append(Row())
        elif text.strip():
            if not rows[-1].cells or _text_begins(rows[-1].cells[-1], lines, i):
                break
            rows[-1].cells[-1].append(lines[i])
        else:
            if rows[-1].cells:
                rows.append(Row())
            rows[-1].gap += 1
            i += 1
            continue
        i += 1
        end = i
    filled = [part for r in rows if r.cells for part in _headed_apart(r)]
    if _prose(filled):
        return [], end
    return [_mended([[join_lines(c) for c in r.cells] for r in t]) for t in _apart(filled)], end


def half_led_table(lines: Sequence[Strand], start: int) -> tuple[Grid, int]:
    """The rows whose first cell has a line of its own and whose others are led by a tab; none if fewer than three.

    A blank line may stand between them; all have as many cells, and most hold numbers. Of a header whose first cell is
    blank only the others are there, right above a row.
    """
    rows: Grid = []
    numbers = 0  # rows that hold one
    i = end = start
    if led(lines[start].text):
        i = end = next((k for k in range(start, len(lines)) if not led(lines[k].text)), len(lines))
        rows.append([EMPTY, *(line.cut(led(line.text), len(line.text)).strip() for line in lines[start:i])])
        below = lines[i].text if i < len(lines) else ""
        i += not below.strip()
        if len(rows[0]) <= _PAIR or i >= len(lines) or not lines[i].text.strip() or led(lines[i].text):
            return [], start
    while i < len(lines):
        text = lines[i].text.strip()
        if not text and rows and i == end and not (i + 1 < len(lines) and led(lines[i + 1].text)):
            i += 1  # between two rows
            continue
        if led(lines[i].text) or "\t" in text or len(text) > _SHORT or _SENTENCE.search(text):
            break
        row = [lines[i].strip()]  # a blank line before cells stands for the first of them
        i += 1
        while i < len(lines) and (begin := led(lines[i].text)):
            row.append(lines[i].cut(begin, len(lines[i].text)).strip())
            i += 1
        if len(row) < _PAIR or (rows and len(row) != len(rows[0])):
            break
        rows.append(row)
        numbers += any(_NUMBER.fullmatch(c.text) for c in row)
        end = i
        if len(rows) > _PROOF and numbers * 2 <= len(rows):
            break  # so many rows of words are no table; what stands below is not read for every one of them
    return (rows, end) if len(rows) > _PAIR and numbers * 2 > len(rows) else ([], start)


_PAIR = 2
_PROOF = 16  # rows
_PART = compiled(r"\s*第[一二三四五六七八九十]部分|\s*公开[0-9]{2}表\s*$")
_HEADING = compiled(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|附[件表]|[图表]\s?[0-9]|[注说]明?[:：])"
)
_NOTHING = ("", "—", "——", "-", "－", "/", "无")
_WORDS = compiled(r"[一-鿿]")
_FEW = 4  # characters of words in a line that may go on with a number


def _text_begins(cell: Sequence[Strand], lines: Sequence[Strand], i: int) -> bool:
    """Whether a line that no tab leads is no more of the cell before it: a part of the report begins, or its text.

    Right behind a cell with nothing but a number, or none, stands text where it is a sentence or a heading, or where
    another such line follows it.
    """
    text = lines[i].text
    if _PART.match(text):
        return True
    last = cell[-1].text.strip()
    if _NUMBER.fullmatch(last) is None and last not in _NOTHING:
        return False
    after = lines[i + 1].text if i + 1 < len(lines) else ""
    sentence = len(text) > _LINE and _SENTENCE.search(text) is not None and not led(after)
    several = bool(last and after.strip()) and not led(after) and len(_WORDS.findall(text)) >= _FEW
    return sentence or several or _HEADING.match(text) is not None


def _headed_apart(row: Row) -> list[Row]:
    """A row that runs on into the header of the indicators below it, as two rows.

    One cell before the header is none, but the name of the panel: 绩效指标（90分）, 一级指标, 二级指标, ….
    """
    for k, cell in enumerate(row.cells[2:], 2):
        if _FIRST_OF_HEAD.fullmatch(cell[0].text.strip()):
            names = [c[0].text.strip() for c in row.cells[k : k + 2 * _HEADED]]
            if sum(_INDICATORS.match(name) is not None for name in names) >= _HEADED:
                return [Row(row.cells[:k], row.gap), Row(row.cells[k:])]
    return [row]


_FIRST_OF_HEAD = compiled(r"一级指标(?:名称)?")


def _several(lines: Sequence[Strand], start: int) -> bool:
    """Whether most of the tab-led lines from here hold more than one cell."""
    counts = [0, 0]
    while start < len(lines) and led(lines[start].text):
        counts[sum(bool(f.strip()) for f in lines[start].text.split("\t")) > 1] += 1
        start += 1
    return counts[1] > counts[0]


def led_lines(lines: Sequence[Strand]) -> Iterator[Strand]:
    """Tab-led lines that are no table, as plain lines."""
    for line in lines:
        yield line.strip()


def _prose(rows: Sequence[Row]) -> bool:
    """Whether tab-led lines are indented paragraphs: only single cells, or nearly all sentences and no blank cell."""
    cells = [c[-1].text for r in rows for c in r.cells]
    if all(len(r.cells) == 1 for r in rows):
        return True
    sentences = sum(bool(_SENTENCE.search(c)) and len(c) > 20 for c in cells)
    return sentences * 3 >= len(cells) * 2 and all(c.strip() for c in cells)


def _apart(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows as tables: a title after several blank lines begins a new one."""
    table: list[Row] = []
    for row in rows:
        several = row.gap >= 2 and len(row.cells) == 1
        if table and (several or (row.gap >= 3 and len(row.cells) != len(table[-1].cells))):
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _mended(rows: Grid) -> Grid:
    """Rows that a page break cut in two put together again: both short, together a row, between whole rows."""
    done: Grid = []
    full = max(len(r) for r in rows)
    for i, row in enumerate(rows):
        before = done[-1] if done else []
        after = rows[i + 1] if i + 1 < len(rows) else row
        if (
            len(before) > 1
            and len(row) > 1
            and len(before) + len(row) == full == len(after)
            and len(done) > 1
            and len(done[-2]) == full
            and (len(row[0].text) < 2 or _NUMBER.fullmatch(row[0].text))
        ):
            before.extend(row)
        else:
            done.append(list(row))
    return done


def barred(lines: Sequence[Strand], i: int) -> bool:
    """Whether line `i` is a row of cells parted by bars."""
    bars = _bars(lines[i].text)
    beside = [_bars(lines[k].text) for k in (i - 1, i + 1) if 0 <= k < len(lines)]
    if not bars and _BOX.fullmatch(lines[i].text):  # ├──┼──┤
        return max(beside, default=0) > 1
    return bars > 1 or (bars == 1 and 1 in beside)


_BARS = "|｜┃│"
_BOX = compiled(r"[\s\u2500-\u257f]*[━─═][\s\u2500-\u257f]*")


def _bars(text: str) -> int:
    return sum(map(text.count, _BARS))


_PAIRED = 3  # names and numbers in turns that stand for a row with its header


def paired(lines: Sequence[Strand], i: int) -> tuple[Strand, Grid] | None:
    """A line of names and amounts as its title and a table of one row: 决算表　合计｜T｜基本｜a｜项目｜b.

    None where it is no such line, or one of several in a row that have the same names.
    """
    names = _names(lines[i])
    if len(names) < _PAIRED or any(_names(lines[k]) == names for k in (i - 1, i + 1) if 0 <= k < len(lines)):
        return None
    cells = _cells(lines[i])
    head, gap, first = cells[0].text.rpartition("\u3000")
    at = len(head) + len(gap)
    return cells[0].cut(0, len(head)), [[cells[0].cut(at, at + len(first)), *cells[2::2]], cells[1::2]]


def _names(line: Strand) -> list[str]:
    """The names of a line of names and numbers in turns; none where it is no such line."""
    if _bars(line.text) < 2 * _PAIRED - 1:
        return []
    cells = [c.text for c in _cells(line)]
    numbers = [_NUMBER.fullmatch(c) is not None for c in cells]
    return cells[::2] if len(cells) % 2 == 0 and all(numbers[1::2]) and not any(numbers[::2]) else []


def _cells(line: Strand) -> list[Strand]:
    return [c.strip() for c in line.strip().split(next(bar for bar in _BARS if bar in line.text))]


def barred_table(lines: Sequence[Strand], start: int) -> tuple[Grid, int, int]:
    """The rows with bars that begin at a line, how many header rows a Markdown rule ends, and where they end."""
    rows: Grid = []
    header = 0
    i = start
    while i < len(lines) and barred(lines, i) and (i == start or paired(lines, i) is None):
        text = lines[i].text
        if _RULE.fullmatch(text) or _BOX.fullmatch(text):
            header = header or len(rows)
        else:
            rows.append(_cells(lines[i]))
        i += 1
    return [r for r in _unframed(rows) if r], header, i


def _unframed(rows: Grid) -> Grid:
    """Rows without what stands before a first bar and behind a last one: where all rows have those, or one too many."""
    for at in (0, -1):
        inner = [row for row in rows if row[at].text]
        most = max(map(len, inner), default=0)
        rows = [row if row[at].text or len(row) <= most else (row[1:] if at == 0 else row[:-1]) for row in rows]
        rows = [row for row in rows if row]
    return rows


_FORM = compiled(r"(?:项目(?:支出)?|转移支付|专项)(?:\(.{1,6}\))?名称")
_LEAST = 4  # rows of a form
_CHART = compiled(r"\s*(?:图\s?[0-9]|系列\s?[0-9])")  # the data of a chart right behind a form


def form_table(lines: Sequence[Strand], start: int) -> tuple[Grid, int]:
    """The rows of a form on one project that begins at a line, and where they end; none where no form begins there.

    项目名称 and the project, then headers with rows of as many cells below them, and rows of words between. A row of
    figures that fits under no header ends it.
    """
    if not _FORM.fullmatch(lines[start].text.partition("\t")[0].strip()):
        return [], start
    rows: Grid = []
    figures = header = 0
    i = start
    while i < len(lines) and "\t" in lines[i].text.strip() and not _CHART.match(lines[i].text):
        cells = [c.strip() for c in lines[i].split("\t")]
        numbers = sum(_NUMBER.fullmatch(c.text) is not None for c in cells)
        if not numbers:
            header = len(cells)
        elif len(cells) != header:
            break
        figures += numbers
        rows.append(cells)
        i += 1
    if len(rows) < _LEAST or len({len(r) for r in rows}) < 2 or len(rows[0]) % 2 or not figures:
        return [], start
    return rows, i


_INDICATORS = compiled(
    r"[一二三]级(?:指标)?|(?:年度|目标|绩效)?指标值|目标值|(?:全年|实际)?完成(?:值|情况)|分值|满分|标准分|权重|(?:[自复]评|评价|实际)?得?分"
    r"|扣分|(?:年初|全年|调整)?预算数|(?:全年)?执行数|执行率"
)
_HEADED = 3  # cells of a header that name what forms with indicators have
_ABOVE_HEAD = 30  # rows of a form above the header of its indicators


def ragged_table(lines: Sequence[Strand], start: int) -> tuple[Grid, int]:
    """The rows of a form with indicators, those below the first of a group short of its merged cells; none if no form.

    As Word flattens it, but for tabs between the cells of a row.
    """
    rows: Grid = []
    head = -1
    i = start
    while i < len(lines) and "\t" in lines[i].text.strip() and not (led(lines[i].text) or _CHART.match(lines[i].text)):
        rows.append([c.strip() for c in lines[i].split("\t")])
        if sum(_INDICATORS.match(c.text) is not None for c in rows[-1]) >= _HEADED:
            head = len(rows) - 1
        elif head < 0 and len(rows) > _ABOVE_HEAD:
            break
        i += 1
    if head < 0:
        return [], start
    below = [row for row in rows[head + 1 :] if any(_NUMBER.fullmatch(c.text) for c in row)]
    short = [row for row in below if 1 < len(row) < len(rows[head])]
    return (rows, i) if len(short) > 1 and len(below) >= _LEAST else ([], start)


_GROUP = compiled(r"[^,;。:，；：\t]{2,16}[(（][0-9.]+分[)）]")  # 产出类指标（30分）


def _goes_on(after: Sequence[Strand], tabs: int) -> bool:
    """Whether the next line has figures in as many cells as the rows before."""
    cells = [cell.strip() for line in after for cell in line.text.split("\t")]
    return len(cells) == tabs + 1 and any(map(_NUMBER.fullmatch, cells))


_WRAPPED = compiled(
    r"(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）]|其中[:：])?[^,;。:，；：\t0-9]{2,16}"
)
_TITLE = compiled(r"(?:表|情况|部分|如下|指标|合计|总计|小计|局|学校|中心|医院|站|处|办|镇|乡|街道)$")
_ITEM = compiled(r"\s*(?:[一二三四五六七八九十]{1,2}、|[(（]|[0-9]|其中|其他|合计|总计|小计)")


def _wrapped(lines: Sequence[Strand], i: int, tabs: int) -> bool:
    """Whether a line without a tab is the beginning of the first cell of the row below it, too long for one line."""
    text = lines[i].text.strip()
    quoted = text.startswith('"') and text.count('"') == 1  # as spreadsheets copy a cell of two lines
    text = text.removeprefix('"')
    if "\t" in lines[i].text or _WRAPPED.fullmatch(text) is None or (_TITLE.search(text) and not quoted):
        return False
    if quoted:
        after = lines[i + 1 : i + 2]
        cells = after[0].text.split("\t") if after else []
        return tabs - _CUT_OFF <= len(cells) - 1 <= tabs and len(cells) > 1 and cells[0].endswith('"')
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    first = below.partition("\t")[0].strip()
    return bool(first) and _ITEM.match(first) is None and _goes_on(lines[i + 1 : i + 2], tabs)


_CUT_OFF = 2  # blank cells that the end of a line may lack


def _of_two_sides(header: Sequence[Strand]) -> bool:
    """项目 | 行次 | 金额 | 项目 | 行次 | 金额: whether the right half of a header is headed as the left one."""
    half, odd = divmod(len(header), 2)
    names = [c.text.strip() for c in header]
    return not odd and half > 1 and names[:half] == names[half:]


def tabbed_table(lines: Sequence[Strand], start: int) -> tuple[Grid, int]:
    """The rows with a tab between cells that begin at a line and all have as many cells; none if fewer than two.

    Tabs at the end of a line stand for blank cells, which a line may lack where the one above has none either. A group
    of points may stand alone between rows, and the beginning of a long first cell on the line above.
    """
    count = lines[start].text.count("\t")
    rows: Grid = []
    i = start
    while i < len(lines) and count and not (rows == [] and led(lines[i].text) and not cornered(lines, i)):
        if rows and _GROUP.fullmatch(lines[i].text.strip()) and _goes_on(lines[i + 1 : i + 2], count):
            rows.append([lines[i].strip()])
            i += 1
            continue
        begun = lines[i].strip() if rows and _wrapped(lines, i, count) else None
        i += begun is not None
        first, *others = lines[i].split("\t")
        first = first.cut(0, len(first.text.rstrip()))  # an indent tells a level
        if begun is not None and begun.text.startswith('"'):
            begun, first = begun.cut(1, len(begun.text)), first.cut(0, len(first.text.removesuffix('"')))
        cells = [first if begun is None else join_lines([begun, first.strip()]), *(c.strip() for c in others)]
        short = count + 1 - len(cells)
        if rows and 0 < short <= _CUT_OFF and (_of_two_sides(rows[0]) or not any(c.text for c in rows[-1][-short:])):
            cells += [EMPTY] * short
        if len(cells) != count + 1 or any(len(c.text) > _SHORT for c in cells):
            break
        rows.append(cells)
        i += 1
    if len(rows) < 2 or not any(_NUMBER.fullmatch(c.text) for r in rows for c in r):
        return [], start
    return rows, i
