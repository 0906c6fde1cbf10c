"""The highest and the lowest of lines that tell several values each: findings of the check `text`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile
from re import escape

from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark
from auditlint.numerals import PRINTED, decimal, whole_number
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    import regex

_MOST, _LEAST = "高多大快", "低少小慢"
_WORD = rf"最(?P<word>[{_MOST}{_LEAST}])"
_CLAIM = compiled(  # 其中，支付率最高的为甲镇，最低的为乙镇; 甲镇支付率最高
    rf"(?:^|(?<=[,;。]))(?:其中)?[,:]?(?:(?:上述|以上)?(?P<count>[一二两三四五六七八九十0-9]{{1,2}})个[一-鿿]{{1,6}}中,?)?"
    rf"(?:(?P<noun>[^,;。:、()0-9最]{{2,8}})?{_WORD}的(?:[^,;。:、()0-9是为]{{0,6}})?(?:是|为)(?P<name>[^,;。:、()0-9]{{2,20}})(?=[,;。(]|$)"
    rf"|(?P<whole>[^,;。:、()0-9最]{{4,28}}){_WORD}(?=[,;。(]|$))"
)
_NOUNS = compiled(r".*(?:率|得分|进度|金额|数|量|面积|支出|收入|资金|占比|比重|均价|标准|天)$")
_NUMBER = compiled(
    r"^\s*(?:截[至止][^,;。]{0,12},)?(?:[(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2}|[①-⑳])[)、.]?)?\s*"
)
_HEAD = compiled(r"[^,;。:、()0-9]+")
_OTHER = compiled(r"除|剔除|上年|去年|同期|其余|其他|另|合计|总计|平均|全[市县区省州]")
_FEW = 3
_LONG = 8  # characters of a noun
_BACK = 24  # sentences before a claim in which its lines may stand


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, or an item before ";", with the one value that a noun has in it."""

    head: str
    value: Decimal
    unit: str
    sentence: Sentence
    span: tuple[int, int]


def lined(ledger: Ledger) -> Iterator[Remark]:
    """甲镇下达A，支付B，支付率96%；… on lines, and 支付率最高的为乙镇: another line has a higher rate."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        claims = list(_CLAIM.finditer(sentence.text)) if "最" in sentence.text else []
        noun = ""
        for m in claims:
            noun = m["noun"] or noun
            for name, said in _meant(m, noun):
                lines = _lines(ledger, sentence, claims[0].start(), said)
                best = _other(lines, name, m)
                if best is not None:
                    at = m.span("name" if m["name"] else "whole")
                    fields = (("stated", name), ("label", "最" + m["word"]), ("expected", best[0]))
                    yield Remark("superlative", (mark(sentence, *at), mark(best[1].sentence, *best[1].span)), fields)


def _meant(m: regex.Match[str], noun: str) -> Iterator[tuple[str, str]]:
    """The name and the noun of a claim; each way to part them where they stand together: 甲镇支付率最高."""
    if m["name"]:
        yield from [(m["name"], noun)] if noun else []
        return
    words = m["whole"]
    for k in range(max(2, len(words) - _LONG), len(words) - 1):
        if _NOUNS.match(words[k:]):
            yield words[:k].removesuffix("的"), words[k:]


def _lines(ledger: Ledger, sentence: Sentence, at: int, noun: str) -> Sequence[_Line]:
    """The lines right before a claim with one value of a noun each."""
    value = compiled(
        rf"(?<![一-鿿]){escape(noun)}(?:仅)?(?:为|是|达到?|:)?(?P<number>{PRINTED})(?P<unit>%|[一-鿿]{{1,3}}?)(?=[,;。()]|$)"
    )
    key = sentence.document, sentence.block, sentence.start
    end = bisect_left(ledger.sentences, key, key=lambda s: (s.document, s.block, s.start))
    before = ledger.sentences[max(end - _BACK, 0) : end]
    pieces = [p for s in before if s.document == sentence.document for p in _pieces(s, len(s.text))]
    pieces += _pieces(sentence, at)
    made = (_line(value, *piece) for piece in reversed(pieces))
    return [line for line in takewhile(lambda line: line is not None, made) if line is not None]


def _pieces(sentence: Sentence, end: int) -> Iterator[tuple[Sentence, int, int]]:
    """What stands between ";" in a sentence, without what is blank."""
    start = 0
    for part in sentence.text[:end].split(";"):
        if part.strip(" ,。\n\t"):
            yield sentence, start, start + len(part)
        start += len(part) + 1


def _line(value: regex.Pattern[str], sentence: Sentence, start: int, end: int) -> _Line | None:
    text = sentence.text[start:end]
    found = list(value.finditer(text))
    head = _HEAD.match(_NUMBER.sub("", text))
    if len(found) != 1 or head is None or _OTHER.search(head.group()):
        return None
    span = start + found[0].start(), start + found[0].end()
    return _Line(head.group().strip(), decimal(found[0]["number"]), found[0]["unit"], sentence, span)


def _other(lines: Sequence[_Line], name: str, m: regex.Match[str]) -> tuple[str, _Line] | None:
    """The name and line of the extreme value where it is none of the line that is named."""
    named = [line for line in lines if line.head.startswith(name)]
    if len(lines) < _FEW or len(named) != 1 or whole_number(m["count"] or "") not in (0, len(lines)):
        return None
    rest = named[0].head.removeprefix(name)  # 下达: the same on every line
    if any(not line.head.endswith(rest) or line.unit != named[0].unit for line in lines):
        return None
    sign = 1 if m["word"] in _MOST else -1
    best = max(lines, key=lambda line: sign * line.value)
    if best.value == named[0].value or sum(line.value == best.value for line in lines) > 1:
        return None
    return best.head.removesuffix(rest), best
