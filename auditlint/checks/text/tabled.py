"""The highest and the lowest row that a paragraph beside a table names: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditlint.checks.tabled_rows import sentences_beside
from auditlint.checks.text.figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic
from auditlint.facts.roles import AMOUNTS, PERCENTS
from auditlint.facts.tables import Panel, TableFacts
from auditlint.model import Fact, Remark
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_MOST, _LEAST = "高多大", "低少小"
_NOUN = r"[^,;。:、()0-9最]{0,8}?"
_FIRST = compiled(
    rf"(?:^|(?<=[,;。:])|(?<=其中)|(?<=表明)|(?<=看出))(?:其中)?:?(?P<name>[^,;。:、()0-9最]{{2,24}}?)最(?P<word>[{_MOST}{_LEAST}])(?=[,;。(])"
)
_BEHIND = compiled(
    rf"(?:^|(?<=[,;。:])|(?<=其中))(?:其中)?(?P<noun>{_NOUN})最(?P<word>[{_MOST}{_LEAST}])的(?:[^,;。:、()0-9]{{0,6}})?(?:是|为)(?P<name>[^,;。:、()0-9]{{2,24}}?)(?=[,;。(])"
)
_MEASURED = compiled(
    r"(?:的)?(?P<noun>执行率|完成率|得分率|得分|占比|比重|份额|金额|数额|[^的]{0,3}额|支出|收入|资金|规模|投入|人数|户数|数量)?(?:为|也)?$"
)
_HEADS = {
    "占比": ("占", "比重"),
    "比重": ("占", "比重"),
    "份额": ("占", "比重"),
    "户数": ("户",),
    "数量": ("数量", "个数", "件"),
}  # what a noun may be called in a header
_OWN = ("率", "分", "人数", "户数", "数量", "占比", "比重", "份额")  # of no column that is not headed so
_FEW = 3
_OTHER = compiled(r"上年|去年|除|剔除|扣除|增[幅长速加]|降|变化|新增|其余|其他")
SOME = compiled(
    r"(?<!其|[0-9两二三四五六七八九十各][个项家][^,;。:、]{0,6})[中里],|类[^,;。:、0-9]{0,6}[中里],|除|上年|去年|其余|列入|纳入|参评|不作|不参与|不计"
)  # of what is told, only some are compared


def tabled(ledger: Ledger) -> Iterator[Remark]:
    """其中甲镇发放额最大，乙镇最小: a row beside it that is the greatest, or least, of no column."""
    cued = (s for s in (*ledger.sentences, *ledger.wordy) if "最" in s.text)
    for table, sentence in sentences_beside(ledger, cued):
        for panel in table.panels:
            yield from _claims(table, panel, sentence)


def _claims(table: TableFacts, panel: Panel, sentence: Sentence) -> Iterator[Remark]:
    rows = [r for r in panel.rows if r.role in ("member", "group") and not generic(r.label)]
    names = [r.label for r in rows]
    if panel.loose or len(rows) < _FEW or len(set(names)) < len(names) or _apart(sentence.text):
        return
    if len({r.level for r in rows}) > 1 or any(r.code for r in rows):  # of several levels: which compete is not known
        return
    columns = {
        "".join(c.header): {r.label: f for r in rows if (f := table.cells.get((r.index, c.index))) is not None}
        for c in panel.columns
        if c.role in AMOUNTS | PERCENTS | {"score", "quotient"}
    }
    noun: str | None = ""
    for m in sorted((*_FIRST.finditer(sentence.text), *_BEHIND.finditer(sentence.text)), key=lambda m: m.start("word")):
        name, own = _split(m, names)
        noun = (own or noun) if name else None  # 甲镇发放额最大，乙镇最小: of the same, which may be no column
        if noun is None:
            continue
        known = _of_noun(noun, columns)
        wrong = [best for cells in known if (best := _other_best(cells, name, m["word"])) is not None]
        if known and len(wrong) == len(known) and len({b.row for b in wrong}) == 1:
            spans = (mark(sentence, *m.span("name")), place(next(cells[name] for cells in known)))
            fields = (("stated", name), ("label", "最" + m["word"]), ("expected", wrong[0].label))
            yield Remark("superlative", spans, fields)


def _apart(text: str) -> bool:
    """Whether a sentence compares only some of the rows, or something else than what they print."""
    return _OTHER.search(text) is not None or SOME.search(text) is not None


def _split(m: regex.Match[str], names: Sequence[str]) -> tuple[str, str]:
    """The row that a claim names, by its whole name, and what it is the extreme of; nothing where it names none."""
    words, own = m["name"], m.groupdict().get("noun")
    if own is not None:
        return (words, own.removesuffix("的")) if words in names and _MEASURED.fullmatch(own) else ("", "")
    for name in sorted(names, key=len, reverse=True):
        if words.startswith(name) and _MEASURED.fullmatch(words[len(name) :]):
            return name, words[len(name) :].removeprefix("的")
    return "", ""


def _of_noun(noun: str, columns: Mapping[str, Mapping[str, Fact]]) -> list[Mapping[str, Fact]]:
    """The columns that a noun may mean: those headed so, else all columns there are."""
    words = _HEADS.get(noun, (noun,))
    named = [cells for header, cells in columns.items() if any(w in header for w in words)]
    return named if named or noun.endswith(_OWN) else list(columns.values())


def _other_best(cells: Mapping[str, Fact], name: str, word: str) -> Fact | None:
    """The one row that is the extreme of a column in place of the one named; None where that one may be meant."""
    if name not in cells or len(cells) < _FEW:
        return None
    sign = 1 if word in _MOST else -1
    best = max(cells.values(), key=lambda f: sign * f.figure.value)
    ties = sum(f.figure.value == best.figure.value for f in cells.values())
    return best if ties == 1 and best.figure.value != cells[name].figure.value else None
