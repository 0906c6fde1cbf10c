"""The pattern language of rules and lexicon, compiled to `regex`.

    预算数为{budget:money}，执行数为{actual:money}[，]完成(预算|计划)的{rate:percent}

`{name:type}` captures, `[…]` may be absent, `(a|b)` is one of several, `(…)+` repeats, `…` skips a few characters of
the sentence, `\\` makes the next character literal. Blanks do not matter and full-width forms equal half-width ones: a
pattern runs over text that is normalised and has no blanks, and its captures are given in the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from auditlint.errors import Malformed
from auditlint.expressions import compiled
from auditlint.messages import nearest
from auditlint.numerals import normalize
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_NUMBER = r"(?<![0-9A-Za-z.])(?<![0-9],)-?(?>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?![0-9])"
TYPES = {
    "money": _NUMBER + r"(?:百|千)?(?:万亿|万|亿)?元",
    "percent": _NUMBER + "%",
    "point": _NUMBER + "个?百分点",
    "count": _NUMBER + r"(?:万|亿)?[一-鿿]{0,3}?(?:\([套次组批]\))?",
    "score": _NUMBER + "分?",
    "number": _NUMBER,
    "days": _NUMBER + "(?:个?(?:日历|工作|供餐)?天|个月)",
    "year": r"(?<![0-9])20[0-9]{2}(?![0-9])",
    "text": r"[^,。;:!?\n]{1,40}?",
}
_GAP = r"[^。;\n]{0,60}?"
_REPEATS = 200
_OPERATORS = "[](){}|"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a pattern as a regular expression, with the length of its longest literal form."""

    source: str
    length: int


class _Parser:
    """Reads one pattern; `offset` is always where the next character stands in the text as written."""

    def __init__(self, text: str, finite: bool = False) -> None:
        self.text = text
        self.finite = finite
        self.offset = 0
        self.fields: dict[str, str] = {}

    def alternatives(self, closing: str) -> _Piece:
        """Everything up to `closing` ("" is the end), with `|` between alternatives."""
        opened = self.offset - 1
        branches: list[_Piece] = []
        pieces: list[_Piece] = []
        while True:
            char = self.text[self.offset : self.offset + 1]
            if char in ("", "|") or char == closing:
                if char == "" and closing:
                    raise Malformed(opened, f"缺少与之配对的“{closing}”", f"the closing '{closing}' is missing")
                branches.append(_Piece("".join(p.source for p in pieces), sum(p.length for p in pieces)))
                pieces = []
                if char != "|":
                    break
                self.offset += 1
            else:
                pieces.append(self.piece(char))
        self.offset += len(closing)
        if len(branches) == 1:
            return branches[0]
        if any(not b.source for b in branches):
            zh = "“|”的一侧为空；可省略的部分用[…]"
            raise Malformed(max(opened, 0), zh, "an empty side of '|'; what may be absent is written […]")
        # Longest first: the first alternative that matches wins.
        branches.sort(key=lambda b: -b.length)
        return _Piece("|".join(b.source for b in branches), branches[0].length)

    def piece(self, char: str) -> _Piece:
        """One character, group or field."""
        start = self.offset
        self.offset += 1
        if char == "(":
            inner = self._filled(self.alternatives(")"), start)
            if self.text[self.offset : self.offset + 1] == "+":
                self._unbounded()
                self.offset += 1
                return _Piece(f"(?:{inner.source}){{1,{_REPEATS}}}", inner.length)
            return _Piece(f"(?:{inner.source})", inner.length)
        if char == "[":
            inner = self._filled(self.alternatives("]"), start)
            return _Piece(f"(?:{inner.source})?", inner.length)
        if char == "{":
            return self._field(start)
        if char in _OPERATORS:
            raise Malformed(start, f"多余的“{char}”", f"unexpected '{char}'")
        if char == "…":
            self._unbounded()
            while self.text[self.offset : self.offset + 1] == "…":
                self.offset += 1
            return _Piece(_GAP, 1)
        if char == "\\":
            char = self.text[self.offset : self.offset + 1]
            if not char:
                raise Malformed(start, "“\\”之后缺少字符", "a character is missing after '\\'")
            self.offset += 1
        char = normalize(char)
        return _Piece("", 0) if char.isspace() else _Piece(re.escape(char), 1)

    def _unbounded(self) -> None:
        """Refuse what a phrase cannot have: phrases run without a time limit, so each stands for few texts."""
        if self.finite:
            raise Malformed(self.offset - 1, "词语里不能有“…”或重复", "a phrase has no '…' and repeats nothing")

    def _filled(self, inner: _Piece, start: int) -> _Piece:
        if not inner.source:
            raise Malformed(start, "括号内为空", "nothing inside the brackets")
        return inner

    def _field(self, start: int) -> _Piece:
        end = self.text.find("}", start)
        if end < 0:
            raise Malformed(start, "缺少与之配对的“}”", "the closing '}' is missing")
        name, colon, kind = self.text[start + 1 : end].partition(":")
        name, kind = name.strip(), kind.strip() if colon else "text"
        self.offset = end + 1
        if not name.isidentifier():
            raise Malformed(start + 1, f"“{name}”不能作名称", f"'{name}' is no name")
        if kind not in TYPES:
            known = list(TYPES)
            raise Malformed(
                start + 1 + self.text[start + 1 : end].find(":") + 1,
                f"未知的类型“{kind}”{nearest(kind, known, 'zh') or '；可用：' + '、'.join(known)}",
                f"unknown type '{kind}'{nearest(kind, known, 'en') or '; known are ' + ', '.join(known)}",
            )
        if self.fields.setdefault(name, kind) != kind:
            raise Malformed(start + 1, f"“{name}”有两种类型", f"'{name}' has two types")
        return _Piece(f"(?P<{name}>{TYPES[kind]})", 4)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; `fields` maps the captures' names to their types."""

    text: str
    fields: dict[str, str]
    compiled: regex.Pattern[str]

    def __str__(self) -> str:
        return self.text

    def find(self, text: str, timeout: float) -> Iterator[dict[str, tuple[tuple[int, int], ...]]]:
        """The captures of every match, as [start, end) in `text`; a field that took no part is absent.

        Raises TimeoutError when the search takes longer than `timeout` seconds.
        """
        plain, offsets = compact(text)
        for match in self.compiled.finditer(plain, timeout=timeout):
            spans = {name: match.spans(name) for name in self.fields}
            yield {
                name: tuple((offsets[start], offsets[end - 1] + 1) for start, end in places)
                for name, places in spans.items()
                if places
            }


@lru_cache(maxsize=1024)
def compact(text: str) -> tuple[str, tuple[int, ...]]:
    """The text normalised and without blanks (line breaks stay), and where each of its characters stands."""
    plain = normalize(text)
    offsets = tuple(i for i, c in enumerate(plain) if c == "\n" or not c.isspace())
    return "".join(plain[i] for i in offsets), offsets


def compile_pattern(text: str, *, captured: bool = True) -> Pattern:
    """Compile a rule's pattern, which may have to capture something; raises `Malformed` with the place of the fault."""
    parser = _Parser(text)
    piece = parser.alternatives("")
    if captured and not parser.fields:
        raise Malformed(0, "模式里没有{名称:类型}", "the pattern captures nothing: write {name:type}")
    first = re.match(r"\s*\{[^}]*\}", text)
    if first and not re.search(r"[^\s…]", re.sub(r"\{[^}]*\}", "", text)):
        raise Malformed(0, "模式里没有任何文字", "the pattern holds no literal text")
    return Pattern(text, dict(parser.fields), compiled(piece.source))


def compile_phrase(text: str) -> tuple[str, int]:
    """A phrase of the lexicon as the source of a regular expression, and the length of its longest form.

    Raises `Malformed`.
    """
    parser = _Parser(text, finite=True)
    piece = parser.alternatives("")
    if parser.fields:
        raise Malformed(text.index("{"), "词语里不能有{名称}", "a phrase captures nothing")
    if not piece.source:
        raise Malformed(0, "空的词语", "an empty phrase")
    if compiled(piece.source).fullmatch("") is not None:
        raise Malformed(0, "词语的所有部分都可省略", "every part of the phrase is optional")
    source = f"(?:{piece.source})" if "|" in piece.source else piece.source
    return source, piece.length
