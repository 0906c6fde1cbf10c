"""Numbers as a spreadsheet shows them: number formats applied to stored values, in decimal arithmetic throughout."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.records import dataclass
from auditlint.typed import Literal

# Formats a file names by number only. 14–22 and 27–58 as a Chinese Excel shows them.
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
}
_TOKEN = compiled(
    r'(?is)"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|_.|\*."  # padding to a width
    r"|\[(?:(?P<elapsed>h+|m+|s+)|\$(?P<currency>[^\]-]*)[^\]]*|[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|b{2,4})"
    r"|(?P<digit>[0#?])"
    r"|(?P<sign>[.,%@/])"
    r"|(?P<literal>.)",
)
_CONDITION = compiled(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<limit>-?[0-9]+(?:\.[0-9]+)?)\]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"
_SIGNIFICANT = Context(prec=15, rounding=ROUND_HALF_UP)  # what a spreadsheet keeps of a number
_GENERAL_WIDTH = 11
_LAST_DAY = 2958465  # 9999-12-31

Kind = Literal["number", "date", "general", "text"]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of a format's sections: its tokens, what it is for, and the condition under which it applies."""

    tokens: tuple[_Token, ...]
    kind: Kind
    sign: str = ""
    limit: Decimal = Decimal(0)

    def applies(self, value: Decimal) -> bool:
        """Whether the section's own condition, if any, is met."""
        limit = self.limit
        return {
            "": True,
            "<": value < limit,
            "<=": value <= limit,
            ">": value > limit,
            ">=": value >= limit,
            "=": value == limit,
            "<>": value != limit,
        }[self.sign]


def built_in(number: int) -> str:
    """The format code of a built-in number."""
    return _BUILT_IN.get(number, "General")


def show(stored: str, code: str, *, epoch_1904: bool = False) -> str:
    """A stored number (`48.379999999999995`) as its format shows it (`48.38`); other texts come back unchanged."""
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return stored
    if not value.is_finite() or abs(value.adjusted()) > 300:
        return stored
    value = _SIGNIFICANT.plus(value)
    with localcontext(Context(prec=350, rounding=ROUND_HALF_UP)):
        sections = _sections(code)
        section, value = _pick(sections, value)
        if section.kind == "date":
            shown = _date(section, value, epoch_1904)
            return general(value) if shown is None else shown
        if section.kind in ("general", "text"):
            return "".join(general(value) if t.kind in ("general", "@") else t.text for t in section.tokens).strip()
        return _number(section, value).strip()


def general(value: Decimal) -> str:
    """A number without a format: up to eleven characters, whole numbers in full."""
    value = _SIGNIFICANT.plus(value)
    if value == value.to_integral_value():
        return f"{value.quantize(Decimal(1)):f}"
    whole = len(f"{abs(int(value))}")
    decimals = max(_GENERAL_WIDTH - 1 - whole, 0)
    if abs(value) < Decimal("0.0001"):
        return f"{Context(prec=6, rounding=ROUND_HALF_UP).plus(value):f}".rstrip("0").rstrip(".")
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(_section(part) for part in _split(code or "General"))


def _split(code: str) -> list[str]:
    """The sections of a format, at semicolons outside quotes."""
    parts, quoted, skip = [""], False, False
    for sign in code:
        if skip:
            skip = False
        elif sign == '"':
            quoted = not quoted
        elif not quoted and sign in "\\!_*":
            skip = True
        elif sign == ";" and not quoted:
            parts.append("")
            continue
        parts[-1] += sign
    return parts[:4]


def _section(code: str) -> _Section:
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup
        if kind is None:
            continue
        text = found.group(kind)
        if kind in ("quoted", "escaped", "currency"):
            kind = "literal"
        elif kind == "sign":
            kind = text
        elif kind == "general":
            text = ""
        if text or kind == "general":
            tokens.append(_Token(kind, text))
    kinds = {t.kind for t in tokens}
    which: Kind = "number" if kinds & {"digit", "%"} or not kinds else "general" if "general" in kinds else "text"
    if kinds & {"date", "elapsed"}:
        which = "date"
    elif "general" not in kinds and "@" not in kinds:
        which = "number"
    condition = _CONDITION.search(code)
    if condition is None:
        return _Section(tuple(tokens), which)
    return _Section(tuple(tokens), which, condition["sign"], Decimal(condition["limit"]))


def _pick(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    """The section for a value, and the value as that section shows it (a negative section brings its own sign)."""
    numeric = sections[:3]
    if any(s.sign for s in numeric):
        section = next((s for s in numeric if s.applies(value)), numeric[-1])
        return section, abs(value) if section is not numeric[0] and value < 0 and section.sign else value
    if len(numeric) == 1 or value > 0:
        return numeric[0], value
    if value == 0:
        return numeric[2 if len(numeric) == 3 else 0], value
    return numeric[1], -value


def _number(section: _Section, value: Decimal) -> str:
    """A value through digit places, point, grouping, scaling commas, percent and exponent."""
    tokens = section.tokens
    places = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    value = value.scaleb(2 * sum(t.kind == "%" for t in tokens))
    if not places:
        return ("-" if value < 0 else "") + "".join(t.text for t in tokens if t.kind in ("literal", "%", "."))
    if any(t.kind == "/" for t in tokens):
        return general(value)  # a fraction: shown as a decimal number
    exponent = next((i for i, t in enumerate(tokens) if t.kind == "exponent"), None)
    if exponent is not None:
        decimals = sum(t.kind == "digit" for t in tokens[_point(tokens) : exponent])
        return f"{value:.{decimals}E}"
    point = _point(tokens)
    last = places[-1]
    grouped = any(t.kind == "," and places[0] < i < min(point, last) for i, t in enumerate(tokens))
    thousands = 0
    for i in range(last + 1, len(tokens)):
        if tokens[i].kind != ",":
            break
        thousands += 1
    i = point - 1
    while point <= last and i >= 0 and tokens[i].kind == ",":  # commas right before the point scale too
        thousands += 1
        i -= 1
    if point <= last and i < point - 1:
        grouped = any(t.kind == "," and places[0] < k < i for k, t in enumerate(tokens))
    value = value.scaleb(-3 * thousands)
    decimals = sum(i > point for i in places)
    rounded = abs(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    sign = "-" if value < 0 and rounded else ""
    before = _whole(tokens[:point], whole, grouped)
    after = _fraction(tokens[point:], fraction)
    return sign + before + after


def _point(tokens: tuple[_Token, ...]) -> int:
    """The index of the decimal point, or one past the last digit place."""
    places = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    return next((i for i, t in enumerate(tokens) if t.kind == "."), places[-1] + 1 if places else len(tokens))


def _whole(tokens: tuple[_Token, ...], digits: str, grouped: bool) -> str:
    """The digits before the point put into their places from the right."""
    digits = digits.lstrip("0")
    first = next((i for i, t in enumerate(tokens) if t.kind == "digit"), -1)
    shown: list[str] = []
    count = 0
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token.kind == ",":
            continue
        if token.kind != "digit":
            shown.append(token.text[::-1] if token.kind in ("literal", "%") else "")
            continue
        take = len(digits) if i == first else min(1, len(digits))
        for _ in range(take):
            shown.append("," if grouped and count and count % 3 == 0 else "")
            shown.append(digits[-1])
            digits = digits[:-1]
            count += 1
        if not take and token.text == "0":
            shown.append("," if grouped and count and count % 3 == 0 else "")
            shown.append("0")
            count += 1
    return "".join(reversed(shown))


def _fraction(tokens: tuple[_Token, ...], digits: str) -> str:
    """The digits after the point; `#` and `?` drop zeros at the end."""
    places = [t.text for t in tokens if t.kind == "digit"]
    kept = len(places)
    while kept and places[kept - 1] != "0" and digits[kept - 1] == "0":
        kept -= 1
    shown, used = "", 0
    for token in tokens:
        if token.kind == ".":
            shown += "."
        elif token.kind == "digit":
            shown += digits[used] if used < kept else ""
            used += 1
        elif token.kind in ("literal", "%"):
            shown += token.text
    return shown


def _date(section: _Section, value: Decimal, epoch_1904: bool) -> str | None:
    """A serial day number as date or time; `None` where there is no such day."""
    if not 0 <= value <= _LAST_DAY:
        return None
    tokens = section.tokens
    unit = "s" if any(t.kind == "date" and t.text[0] in "sS" for t in tokens) else "m"
    seconds = (value * 86400).quantize(Decimal(1), ROUND_HALF_UP)
    if unit == "m" and not any(t.kind in ("date", "elapsed") and t.text[0] in "hH" for t in tokens):
        seconds = (value.to_integral_value("ROUND_FLOOR")) * 86400
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    moment = start + timedelta(seconds=int(seconds))
    half = any(t.kind == "half" for t in tokens)
    shown = ""
    before = ""
    for i, token in enumerate(tokens):
        if token.kind == "date":
            name = token.text.lower()
            after = next((t.text.lower() for t in tokens[i + 1 :] if t.kind == "date"), "")
            minutes = name[0] == "m" and (before[:1] == "h" or after[:1] == "s") and len(name) < 3
            shown += _moment(moment, name, half, minutes)
            before = name
        elif token.kind == "elapsed":
            per = {"h": 3600, "m": 60, "s": 1}[token.text[0].lower()]
            shown += f"{int(seconds) // per:0{len(token.text)}d}"
            before = token.text.lower()
        elif token.kind == "half":
            names = ("上午", "下午") if token.text.startswith("上") else ("AM", "PM")
            shown += names[moment.hour >= 12]
        elif token.kind == "@":
            continue
        elif token.kind in ("digit", "general", "exponent"):
            shown += "0" * (token.kind == "digit")
        else:
            shown += token.text
    return shown.strip()


def _moment(moment: datetime, name: str, half: bool, minutes: bool) -> str:
    """One date or time field."""
    wide = len(name) > 1
    if minutes:
        return f"{moment.minute:02d}" if wide else str(moment.minute)
    match name[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if name[0] == "y" and len(name) < 3 else str(moment.year)
        case "b":
            return str(moment.year + 543)
        case "m":
            if len(name) > 2:
                return f"{moment.month}月" if len(name) > 3 else _MONTHS[moment.month - 1]
            number = moment.month
        case "d":
            if len(name) > 2:
                return "星期" + _WEEKDAYS[moment.weekday()]
            number = moment.day
        case "a":
            return ("星期" if len(name) == 4 else "") + _WEEKDAYS[moment.weekday()]
        case "h":
            number = (moment.hour - 1) % 12 + 1 if half else moment.hour
        case _:
            number = moment.second
    return f"{number:02d}" if wide else str(number)
