"""Numbers and units as printed: 1:1 normalisation, the figure scan, Chinese numerals.

Nothing here moves an offset: `normalize` keeps the length, so a span in the normalised text is a span in the block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from re import escape

from auditlint.expressions import compiled
from auditlint.model import Unit
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

# Only forms that reports use and that map one to one; never NFKC (it joins footnote marks to figures).
_ONE_TO_ONE = {
    **dict(zip("０１２３４５６７８９，．％：；（）＋＝／＜＞［］｛｝", "0123456789,.%:;()+=/<>[]{}", strict=True)),
    **dict.fromkeys("－–—−﹣", "-"),
    **dict.fromkeys("　\xa0\u2002\u2003\u2009\t\r\f\v", " "),
    **dict(zip("﹪﹐﹒﹔﹕", "%,.;:", strict=True)),
}
_TABLE = str.maketrans(_ONE_TO_ONE)

PERCENT = Unit("%", "percent")
PLAIN = Unit("", "plain")


@lru_cache(maxsize=16384)  # the cells of a long report, which several checks look at
def telling_digits(value: Decimal) -> int:
    """The digits of a number without zeros at its ends: a round one says little."""
    return len(value.normalize().as_tuple().digits)


@lru_cache(maxsize=4096)  # many checks ask for the same paragraphs
def normalize(text: str) -> str:
    """The text with full-width digits, punctuation and odd blanks made plain, character by character."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A figure found in a text: [start, end) with its unit, [start, digits) the number alone."""

    start: int
    digits: int
    end: int
    value: Decimal
    decimals: int
    unit: Unit


_NUMBER = (
    r"(?<![0-9A-Za-z_.〔\[#])(?<!第\s?)(?<![0-9],(?=[0-9]{1,2}\s?[万亿]?元))"
    r"(?P<sign>(?:(?<=[\s,;:(、为是达约降长少加升余额差异损入出助|]|[差长动减离异][率度值]|增[幅速减]|[0-9]{4}年(?=-[0-9,]+\.[0-9]))|^)-\s?)?"
    r"(?<![0-9A-Za-z]-)"
    r"(?P<number>(?>(?<=[一-鿿:(])(?<![表第图号之目务段组类期包批次级型])"
    r"[1-9][0-9]{0,2}(?: [0-9]{3}(?![0-9]))+(?:\.[0-9]+)?"
    r"(?=\s?(?:[百千万亿]{0,2}元|人次|[卷件册人户份亩吨株台套条项次家名]))"
    r"|[0-9]{1,3}(?:,\s?[0-9]{3}(?![0-9]))+(?:\.[0-9]+)?|[0-9]+(?:\s?\.\s?[0-9]+)?))"
    r"(?![0-9A-Za-z_])(?!\.[0-9]+\.?[0-9]*\s?[万亿]?(?:元|%))"
)
# What follows a number that is a date, an ordinal, a duration or a code, not a figure.
_NOT_A_FIGURE = (
    r"(?:(?<=\.[0-9]{1,6})(?=\s+年[初末])|(?!\s*(?:年|月|日(?!均)|号|时(?!间)|点(?!心)|季度|周(?!岁)|天|小时|分钟|岁|级|期(?!末|初)|版|届|楼|层|栋|条(?:例|规)|〕|\]|世纪|后|以上学历"
    r"|-[0-9]|/(?![0-9][0-9,.]*\)?(?:[×*xX]100%)?\)?[=≈])[0-9]|[~～至到][0-9]+\s*(?:年|月|日)|[、-][0-9]+\s*(?:月|年(?!初|末)))))"
)


def _spaced(name: str) -> str:
    """A unit as a pattern that allows blanks between its characters."""
    return r"\s?".join(escape(c) for c in name)


# counters as patterns where a longer word begins with one; days only where the words speak of those of a kind
_COUNTERS = {
    "分": "分(?![钟贝米之])",
    "所": "所(?![示述列])",
    "对": "对(?![多比照应于上外])",
    "具": "具(?![体有备])",
    "口": "口(?![径碑岸述头])",
    "支": "支(?![出付部持行撑援])",
    "本": "本(?![年级部单月期科])",
    "天": "(?<=(?:优良|[(][优良][)]|污染|超标|达标|有效监测|天数)[^。]{0,80})天(?![内前后]|以[内上下前后])",
}
_BEGINNING = compiled(r"-|(?<![0-9])[0-9]")  # of a figure or its sign


_MORE = compiled(r"(?<=[万亿千])[余多]")  # 4.6万余名


@lru_cache(maxsize=8)
def _figure_pattern(names: tuple[str, ...], counters: tuple[str, ...]) -> regex.Pattern[str]:
    points = "|".join(_spaced(n) for n in sorted(names, key=len, reverse=True) if n.startswith(counters))
    units = "|".join(_spaced(n) for n in sorted(names, key=len, reverse=True))
    counts = "|".join(_COUNTERS.get(c, escape(c)) for c in sorted(counters, key=len, reverse=True))
    return compiled(
        rf"{_NUMBER}(?:(?P<unit>\s{{0,3}}(?:{points}))|(?P<count>\s{{0,3}}(?:万|亿|百万|千)?\s?(?:(?<=[万亿千])[余多])?(?:{counts}))|(?P<unit>\s{{0,3}}(?:{units}))|{_NOT_A_FIGURE})"
    )


def scan(text: str, units: Mapping[str, Unit], counters: tuple[str, ...]) -> Iterator[Scanned]:
    """Every figure of a normalised text, left to right; plain numbers too (unit ""), the caller decides about them."""
    pattern = _figure_pattern(tuple(units), counters)
    end = 0
    for found in _BEGINNING.finditer(text):  # anywhere else the pattern would be tried in vain
        m = pattern.match(text, found.start()) if found.start() >= end else None
        if m is None:
            continue
        printed = m["number"]
        digits = printed.replace(",", "").replace(" ", "")
        value = Decimal(digits)
        decimals = len(digits) - digits.index(".") - 1 if "." in digits else 0
        if m["sign"]:
            value = -value
        end = m.end()
        if m["unit"] is not None:
            unit = units[m["unit"].replace(" ", "")]
        elif m["count"] is not None:
            unit = count_unit(_MORE.sub("", m["count"].replace(" ", "")))
        else:
            unit = PLAIN
            end = m.end("number")
        yield Scanned(m.start(), m.end("number"), end, value, decimals, unit)


_THOUSANDS = ("千瓦时", "千瓦")  # units that are called thousands of another


@lru_cache(maxsize=512)
def count_unit(name: str) -> Unit:
    """The unit of a counter word, with its factor where one is printed (万人)."""
    for prefix, factor in (("百万", 1_000_000), ("万", 10_000), ("亿", 100_000_000), ("千", 1_000)):
        if name.startswith(prefix) and len(name) > len(prefix) and name not in _THOUSANDS:
            return Unit(name, "count", Decimal(factor))
    if name == "分":
        return Unit(name, "score")
    return Unit(name, "count")


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}


PRINTED = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"  # a number, with its thousands marked or not


def decimal(text: str) -> Decimal:
    """The number that digits print."""
    return Decimal(text.replace(",", ""))


def whole_number(text: str) -> int:
    """A whole number in digits or in Chinese; 0 where it is none."""
    return int(text) if text.isdecimal() else chinese(text) or 0


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral such as 二十三 or 一亿二千万; None where it is none."""
    if not text or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    largest = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit = 0
        else:
            section += digit
            digit = 0
            if _LARGE[c] > largest:
                total = (total + section) * _LARGE[c]
                largest = _LARGE[c]
            else:
                total += section * _LARGE[c]
            section = 0
    return total + section + digit
