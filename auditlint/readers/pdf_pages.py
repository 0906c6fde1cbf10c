"""Pages of a PDF as pdfium gives them: characters with loose boxes, and ruling lines; y grows downwards."""

from __future__ import annotations

import ctypes
import time
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from auditlint.errors import ReadError
from auditlint.readers import Source
from auditlint.records import dataclass

Box = tuple[float, float, float, float]  # left, top, right, bottom, in points

# Radicals that some PDF writers put in place of the characters they look like; each stands for exactly one.
_RADICALS = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)} | dict(
    zip(
        "⺁⺇⺋⺌⺎⺏⺐⺓⺔⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺫⺭⺮⺯⺰⺱⺲⺶⺷⺸⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻳",
        "厂几㔾小兀尣尢幺彑忄扌攵旡日月歺母民氵氺灬爫爫丬犭王疋罒示竹糸纟罓罒羊羊羊耂聿肉臼艹艹艹虎衤覀西见角讠贝车辶阝钅長镸长门阝雨青韦页风飞食饣首马骨鬼鱼鸟卤麦黄黾齐齿竜龙龟",
        strict=True,
    )
)
_PASSWORD = 4
_LOST = "\ufffd"
_THIN = 3.0
_SHORTEST = 3.0
_DEEPEST = 5  # forms inside forms
_Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Char:
    """A character with the box of its line's height."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: `at` is its y (horizontal) or x (vertical), from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `lost` counts the characters whose meaning the file does not say; `pictures` says it has any."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    lost: int = 0
    pictures: bool = False


def pages(source: Source) -> Iterator[Page]:
    """The pages in order; raises `ReadError`."""
    started = time.monotonic()
    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as exc:
        if pdfium.FPDF_GetLastError() == _PASSWORD or "password" in str(exc).lower():
            raise ReadError(source.path, "PDF 有打开密码。", "请取消密码，或用生成它的 Word 文件检查。") from exc
        raise ReadError(
            source.path, "PDF 已损坏，或没有下载完整。", "请重新取得文件，或用生成它的 Word 文件检查。"
        ) from exc
    try:
        source.limits.check_pages(source.path, len(document))
        for number in range(len(document)):
            if time.monotonic() - started > source.limits.report_seconds:
                raise ReadError(source.path, f"PDF 读到第 {number + 1} 页时超过了时间上限。", "请拆分文件后再检查。")
            try:
                page = document[number]
            except pypdfium2.PdfiumError as exc:
                raise ReadError(
                    source.path, f"PDF 的第 {number + 1} 页已损坏。", "请用生成它的 Word 文件检查。"
                ) from exc
            try:
                yield _page(page, number)
            finally:
                page.close()
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage, number: int) -> Page:
    turn = page.get_rotation()
    width, height = page.get_size()
    left, bottom, right, top = page.get_bbox()

    def place(x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of the file's space as it is seen."""
        match turn:
            case 90:
                return y0 - bottom, x0 - left, y1 - bottom, x1 - left
            case 180:
                return right - x1, y0 - bottom, right - x0, y1 - bottom
            case 270:
                return top - y1, right - x1, top - y0, right - x0
            case _:
                return x0 - left, top - y1, x1 - left, top - y0

    chars, lost = [], 0
    text = page.get_textpage()
    try:
        box = pdfium.FS_RECTF()
        here = ctypes.byref(box)
        for i in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text.raw, i)
            if code in (0x20, 0x0D, 0x0A, 0x09, 0x02, 0xA0, 0x3000):
                continue
            if not pdfium.FPDFText_GetLooseCharBox(text.raw, i, here) or box.right <= box.left:
                continue
            sign = chr(code) if 0x20 < code < 0xD800 or 0xF8FF < code < 0xFFFE or 0xFFFF < code < 0x110000 else _LOST
            lost += sign == _LOST
            chars.append(Char(_RADICALS.get(sign, sign), *place(box.left, box.bottom, box.right, box.top)))
    finally:
        text.close()
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    pictures = False
    for item, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(item)
        pictures = pictures or kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        for x0, y0, x1, y1 in _strokes(item, matrix):
            a, b, c, d = place(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if d - b <= _THIN and c - a > max(d - b, _SHORTEST):
                horizontal.append(Rule((b + d) / 2, a, c))
            elif c - a <= _THIN and d - b > max(c - a, _SHORTEST):
                vertical.append(Rule((a + c) / 2, b, d))
    return Page(number, width, height, tuple(chars), tuple(horizontal), tuple(vertical), lost, pictures)


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[object, _Matrix]]:
    """The page's objects with the matrix of the forms they stand in."""
    for i in range(pdfium.FPDFPage_CountObjects(page.raw)):
        yield from _inside(pdfium.FPDFPage_GetObject(page.raw, i), (1, 0, 0, 1, 0, 0), 0)


def _inside(item: object, matrix: _Matrix, depth: int) -> Iterator[tuple[object, _Matrix]]:
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_FORM:
        yield item, matrix
    elif depth < _DEEPEST:
        inner = _times(_matrix(item), matrix)
        for i in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _inside(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1)


def _matrix(item: object) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return 1, 0, 0, 1, 0, 0
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _strokes(item: object, outer: _Matrix) -> Iterator[Box]:
    """The straight lines of a path, and its thin filled bars."""
    a, b, c, d, e, f = _times(_matrix(item), outer)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for i in range(min(pdfium.FPDFPath_CountSegments(item), 20_000)):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _sides(points, bool(stroke.value))
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            points = points[-1:]
        elif pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield from _sides(points, bool(stroke.value))


def _sides(points: list[tuple[float, float]], stroke: bool) -> Iterator[Box]:
    """The sides of one outline, or the outline itself where it is a thin bar."""
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
        yield min(xs), min(ys), max(xs), max(ys)
    elif stroke:
        for (x0, y0), (x1, y1) in pairwise(points):
            yield x0, y0, x1, y1
