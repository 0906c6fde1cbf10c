"""Automatic numbers of Word paragraphs (一、（一）1. ①), counted from numbering.xml as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable

from auditlint.readers.docx_package import MC, W
from auditlint.readers.docx_styles import Styles, number, value
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_DIGITS = "〇一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
)
_ROMAN += ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(n: int) -> str:
    if n > 9999:
        return str(n)
    out = ""
    for size, sign in _ROMAN:
        out += sign * (n // size)
        n %= size
    return out


def _letters(n: int) -> str:
    return chr(65 + (n - 1) % 26) * ((n - 1) // 26 + 1) if 1 <= n <= 780 else str(n)


def _counting(n: int, digits: str, units: str, *, one_ten: bool) -> str:
    """A number below 100 million in Chinese words; `one_ten` says 一十 for ten."""
    if n >= 100_000_000 or n < 0:
        return str(n)
    if n >= 10_000:
        rest = n % 10_000
        gap = digits[0] if 0 < rest < 1000 else ""
        return (
            _counting(n // 10_000, digits, units, one_ten=one_ten)
            + "万"
            + (gap + _counting(rest, digits, units, one_ten=True) if rest else "")
        )
    if n == 0:
        return digits[0]
    out = ""
    skipped = False
    for place, sign in zip((1000, 100, 10, 1), (units[2], units[1], units[0], ""), strict=True):
        digit = n // place % 10
        if digit:
            out += (digits[0] if skipped and out else "") + digits[digit] + sign
            skipped = False
        else:
            skipped = True
    return out if one_ten or not out.startswith(digits[1] + units[0]) else out[1:]


def _words(n: int) -> str:
    return _counting(n, "零" + _DIGITS[1:], "十百千", one_ten=False)


def _chinese_counting(n: int) -> str:
    return _words(n) if n < 100 else _digitwise(n)


def _formal(n: int) -> str:
    return _counting(n, _FORMAL_DIGITS, "拾佰仟", one_ten=True)


def _digitwise(n: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(n))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda n: signs[(n - 1) % len(signs)] if n > 0 else str(n)


def _row(*starts: tuple[int, int]) -> Callable[[int], str]:
    """Signs that stand in rows of consecutive characters: (first code point, how many)."""

    def sign(n: int) -> str:
        left = n - 1
        for first, count in starts:
            if 0 <= left < count:
                return chr(first + left)
            left -= count
        return str(n)

    return sign


_CIRCLED = _row((0x2460, 20), (0x3251, 15), (0x32B1, 15))
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: "".join(chr(0xFF10 + int(d)) for d in str(n)),
    "decimalFullWidth2": lambda n: "".join(chr(0xFF10 + int(d)) for d in str(n)),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _row((0x2474, 20)),
    "decimalEnclosedFullstop": _row((0x2488, 20)),
    "numberInDash": lambda n: f"- {n} -",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": _words,
    "chineseLegalSimplified": _formal,
    "japaneseCounting": _words,
    "japaneseDigitalTenThousand": _digitwise,
    "ideographDigital": _digitwise,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": _words,
    "taiwaneseDigital": _digitwise,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _row((0x3220, 10)),
    "none": lambda _n: "",
    "bullet": lambda _n: "",
}
_RUNS_ON = re.compile(r"[0-9A-Za-z.．,-]$")
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    suffix: str
    restart: int | None
    style: str
    legal: bool


@dataclass(slots=True)
class _List:
    """An abstract list: its levels and how far each has been counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


def _format_of(level: _Element) -> str:
    """The numFmt; a custom one ("01, 02, …") stands in mc:AlternateContent with a plain fallback."""
    form = level.find(W + "numFmt")
    if form is None:
        form = level.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    return "decimal" if form is None else form.get(W + "val") or "decimal"


def _level(element: _Element) -> _Level:
    start = number(element, "start")
    legal = element.find(W + "isLgl") is not None
    return _Level(
        0 if start is None else start,
        _format_of(element),
        value(element, "lvlText"),
        value(element, "suff") or "tab",
        number(element, "lvlRestart"),
        value(element, "pStyle"),
        legal,
    )


def _levels(parent: _Element) -> dict[int, _Level]:
    return {
        int(level.get(W + "ilvl") or 0): _level(level)
        for level in parent.iterchildren(W + "lvl")
        if (level.get(W + "ilvl") or "0").isdecimal()
    }


class Numbering:
    """Counts the automatic numbers of one story; ask `label` for every numbered paragraph, in order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, _Element] = {}
        self._nums: dict[int, _Element] = {}
        self._lists: dict[str, _List] = {}
        self._overrides: dict[int, dict[int, _Level]] = {}
        self._starts: dict[int, dict[int, int]] = {}
        for child in root if root is not None else ():
            if child.tag == W + "abstractNum":
                self._abstract[child.get(W + "abstractNumId") or ""] = child
            elif child.tag == W + "num" and (child.get(W + "numId") or "").isdecimal():
                self._nums[int(child.get(W + "numId") or 0)] = child
        for num, child in self._nums.items():
            overrides = list(child.iterchildren(W + "lvlOverride"))
            indexed = {int(o.get(W + "ilvl") or 0): o for o in overrides if (o.get(W + "ilvl") or "0").isdecimal()}
            self._starts[num] = {i: n for i, o in indexed.items() if (n := number(o, "startOverride")) is not None}
            self._overrides[num] = {
                i: _level(lvl) for i, o in indexed.items() if (lvl := o.find(W + "lvl")) is not None
            }

    def label(self, num: int | None, ilvl: int | None, style: str) -> str:
        """The number a paragraph shows, with a blank after it where one is needed, and count it; "" if none."""
        if not num or num not in self._nums:
            return ""
        found = self._list(num)
        if found is None:
            return ""
        if ilvl is None:
            ilvl = next((i for i, lvl in found.levels.items() if style and lvl.style == style), 0)
        levels = found.levels | self._overrides[num]
        if ilvl not in levels:
            return ""
        self._count(found, levels, num, ilvl)
        return self._printed(found, levels, ilvl)

    def _count(self, found: _List, levels: dict[int, _Level], num: int, ilvl: int) -> None:
        """Advance the level and forget deeper ones; a num's start override works once, when first used."""
        counts = found.counts
        starts = self._starts[num]
        if ilvl in starts:
            counts[ilvl] = starts.pop(ilvl)
        elif ilvl in counts:
            counts[ilvl] += 1
        else:
            counts[ilvl] = levels[ilvl].start
        for upper in range(ilvl):
            if upper in levels:
                counts.setdefault(upper, levels[upper].start)
        for deeper in [i for i in counts if i > ilvl]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and ilvl < restart):
                del counts[deeper]

    def _printed(self, found: _List, levels: dict[int, _Level], ilvl: int) -> str:
        level = levels[ilvl]
        if level.form == "bullet":
            return ""

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            if other not in levels:
                return ""
            count = found.counts.get(other, levels[other].start)
            form = "decimal" if level.legal else levels[other].form
            return FORMATS.get(form, str)(count)

        text = _PLACEHOLDER.sub(shown, level.text)
        # without a gap "1." and "2024年" would read as the number 1.2024
        return text + " " if _RUNS_ON.search(text) else text

    def _list(self, num: int) -> _List | None:
        """The list a num counts; nums of one abstract list count together, style links are followed."""
        for _ in range(8):
            abstract = value(self._nums[num], "abstractNumId")
            element = self._abstract.get(abstract)
            if element is None:
                return None
            if abstract not in self._lists:
                link = value(element, "numStyleLink")
                style = self._styles.element(link) if link else None
                target = None if style is None else number(style.find(f"{W}pPr/{W}numPr"), "numId")
                if target is not None and target != num and target in self._nums:
                    num = target
                    continue
                self._lists[abstract] = _List(_levels(element))
            return self._lists[abstract]
        return None
