"""Enumerators: what kind of number a paragraph or sentence begins with, and which."""

from __future__ import annotations

from auditlint.expressions import compiled
from auditlint.numerals import chinese

_STYLE = compiled(
    r"^\s*(?:(?P<arabic>[0-9]{1,2})[.、](?![0-9])|\((?P<bracket>[0-9]{1,2})\)|\((?P<chinese_bracket>[一二三四五六七八九十]{1,3})\)|"
    r"(?P<chinese>[一二三四五六七八九十]{1,3})、|(?P<circle>[①-⑳]))"
)


def style(text: str) -> str:
    """The style of the enumerator a normalised paragraph begins with: arabic, bracket, chinese, … or ""."""
    m = _STYLE.match(text)
    return (m.lastgroup or "") if m else ""


def unnumbered(text: str) -> str:
    """A normalised text without the enumerator it begins with."""
    m = _STYLE.match(text)
    return text[m.end() if m else 0 :].lstrip()


def number(text: str) -> int:
    """The number a normalised paragraph begins with, 0 where it begins with none."""
    m = _STYLE.match(text)
    if m is None:
        return 0
    printed = m[m.lastgroup or 0]
    if printed.isdigit():
        return int(printed) if printed.isascii() else ord(printed) - 0x245F
    return chinese(printed) or 0
