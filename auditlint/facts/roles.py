"""Which role a header or a row label plays, from the lexicon's phrases."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.model import Measure
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import regex


class Words(Hashable, Protocol):
    """What this module needs of a lexicon."""

    def regex(self, key: str) -> str:
        """A non-capturing alternation of a key's phrases."""
        ...


# role → what its figures measure; in the order in which a header is looked up.
MEASURES: dict[str, Measure] = {
    "amount": "level",
    "completion": "completion",
    "rate": "rate",
    "change": "change",
    "share": "share",
    "quotient": "ratio",
    "rest": "level",
    "lost": "other",
    "score": "score",
    "weight": "weight",
    "prior": "prior",
    "first-budget": "budget",
    "budget": "budget",
    "actual": "level",
    "current": "level",
    "code": "other",
    "level": "other",
    "sequence": "other",
    "operator": "other",
    "result": "target",
    "target": "target",
    "unit": "other",
    "text": "other",
    "label": "other",
}
AMOUNTS = frozenset({"prior", "first-budget", "budget", "actual", "current", "rest", "change", "amount"})
PERCENTS = frozenset({"completion", "rate", "share"})
POINTS = frozenset({"score", "weight", "lost"})
FIGURES = AMOUNTS | PERCENTS | POINTS | {"target", "result", "quotient"}

_RATE_ROWS = frozenset({"(+/-)%", "+/-%", "(+/-)", "YoY", "yoy", "YOY(%)", "YoY(%)"})
_RATE_ROW = compiled(r"(?:增减|增长|升降|变动)(?:幅度|比例|率)?\(?%\)?$|增[减长]率$|[增降]幅$")  # 2031年比2030年增减%
_LONGEST_TOTAL = 16  # characters of a label that ends in 合计
_NUMBERED = (
    (compiled(r"^[一二三四五六七八九十]{1,3}[、.．]"), 1),
    (compiled(r"^\([一二三四五六七八九十]{1,3}\)、?"), 2),
    (compiled(r"^[0-9]{1,2}(?:[、.](?![0-9])|\s)"), 3),
    (compiled(r"^\([0-9]{1,2}\)、?|^[0-9]{1,2}\)"), 4),
    (compiled(r"^[①-⑳]"), 5),
)
_FIRST = frozenset("(0123456789一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # what a numbered label begins with


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """Compiled patterns of one lexicon. Compared by identity, so that it can key a cache."""

    columns: tuple[tuple[str, regex.Pattern[str]], ...]
    content: regex.Pattern[str]
    total_column: regex.Pattern[str]
    total_first: regex.Pattern[str]
    total_row: regex.Pattern[str]
    total_end: regex.Pattern[str]
    of_which: regex.Pattern[str]
    group: regex.Pattern[str]
    deduction: regex.Pattern[str]
    conclusion: regex.Pattern[str]
    subject: regex.Pattern[str]

    def column(self, header: str) -> str:
        """The role of a header, "" where none of the phrases fits."""
        words = bare(header)
        return _column(self, words) if words else ""

    def describes(self, header: str) -> bool:
        """Whether a header's column describes what another one names: 任务名称, 主要内容."""
        return self.content.fullmatch(bare(header)) is not None

    def totals(self, header: str) -> bool:
        """Whether a header's words say that its column adds up others."""
        words = bare(header)
        return bool(self.total_column.search(words) or self.total_first.match(words))

    def row(self, label: str) -> str:
        """The role of a row: total, of-which, group, deduction, rate or member."""
        return _row(self, label)


@lru_cache(maxsize=4096)
def _column(meaning: Roles, words: str) -> str:
    return next((role for role, pattern in meaning.columns if pattern.search(words)), "")


@lru_cache(maxsize=4096)
def _row(meaning: Roles, label: str) -> str:
    words = strip_number(label)
    if meaning.of_which.match(words) and not meaning.total_row.fullmatch(words):
        return "of-which"
    name = bare(words)
    said = bare(words.partition("(")[0]) if words.endswith(")") else name  # 总分(执行率得分+指标得分)
    if meaning.total_row.fullmatch(said) or (len(name) <= _LONGEST_TOTAL and meaning.total_end.search(name)):
        return "total"
    if meaning.deduction.search(words):
        return "deduction"
    if words in _RATE_ROWS or _RATE_ROW.search(words) or meaning.column(words) in ("rate", "share"):
        return "rate"
    return "group" if meaning.group.match(words) else "member"


def roles(lexicon: Words) -> Roles:
    """The patterns of a lexicon, compiled once."""
    return _roles(lexicon)


@lru_cache(maxsize=4)
def _roles(lexicon: Words) -> Roles:
    def whole(key: str) -> regex.Pattern[str]:
        return compiled(lexicon.regex(key))

    columns = tuple(
        (
            role,
            compiled(("^" if role == "level" else "") + f"(?:{lexicon.regex('column-' + role)})(?:A|B|C|%)?$"),
        )
        for role in MEASURES
    )
    return Roles(
        columns,
        whole("column-content"),
        compiled(f"(?:{lexicon.regex('column-total')})$"),
        compiled(f"(?:{lexicon.regex('column-total')})"),
        whole("row-total"),
        compiled(f"(?:{lexicon.regex('row-total-end')})$"),
        whole("row-of-which"),
        whole("row-group"),
        whole("row-deduction"),
        whole("conclusion"),
        whole("form-subject"),
    )


def strip_number(label: str) -> str:
    """A label without its leading number."""
    if label[:1] not in _FIRST:
        return label
    for pattern, _ in _NUMBERED:
        found = pattern.match(label)
        if found:
            return label[found.end() :]
    return label


def numbered(label: str) -> int:
    """The level its numbering gives a label: 一、 = 1, （一） = 2, 1. = 3, （1） = 4, ① = 5; 0 without one."""
    if label[:1] not in _FIRST:
        return 0
    for pattern, level in _NUMBERED:
        found = pattern.match(label)
        if found:  # 三、(一)…: the first of those below the third
            return numbered(label[found.end() :]) or level
    return 0
