"""How many indicators a conclusion says were met, and which not, against the form above it: findings of `text`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditlint.checks.grades import graded
from auditlint.checks.targets import Indicator, indicators, measured
from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.tables import TableFacts
from auditlint.model import Relation, Remark, Span
from auditlint.numerals import whole_number
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_N = r"(?:[1-9][0-9]?|[两二三四五六七八九十]{1,3})"
_MET = r"(?:达到或超过|完成或超额完成|达到|完成|实现|达标|达成)"
_AIM = r"(?:了)?(?:年度|年初|预期|绩效|既定|设定)*(?:指标值|目标值|指标|目标|计划|任务)?(?:值)?"
_KIND = r"(?:年度)?(?:绩效|三级|考核|评价)?指标"
_SAID = compiled(
    rf"(?P<counted>(?P<all>{_N})项{_KIND}(?:中|,)(?:共)?(?:有|其中)?(?P<met>{_N})项(?:指标)?(?:已|均|均已|全部)?{_MET}{_AIM})(?=[,;。、(]|$)"
    rf"|(?P<except>除(?P<names>[^,;。:0-9]{{3,60}}?)(?:{_N}项)?(?:指标)?(?:未|没有|尚未|低于|不足)[^,;。:、0-9]{{0,10}}外,其(?:余|他)(?:的)?(?:(?P<rest>{_N})项|各项)?(?:指标)?(?:均|全部|都)(?:已)?{_MET}{_AIM})(?=[,;。(]|$)"
    rf"|(?P<every>(?:(?P<all>{_N})项|各项|所有|全部){_KIND}(?:均|全部|都)(?:已)?(?:全部|圆满|如期)?{_MET}{_AIM})(?=[,;。(]|$)"
    rf"|(?<=[,;。])(?:其中)?(?P<short>(?P<names>[^,;。:0-9除]{{3,60}}?)(?P<k>{_N})项(?:指标)?(?:未|没有|尚未){_MET}{_AIM})(?=[,;。(]|$)"
)
_SPLIT = compiled(r"[、和与及]|以及")
_APART = compiled(
    r"扣除|剔除|调整|应[^,;。]尽[^,;。]|据实|自然减员|测算|允许|偏差|确保|力争|下一步|要求|将|半年|季度|监控|上年|去年|其中[^,;。]*类|产出指标|效益指标|数量指标|质量指标|满意度指标(?!值)"
)
_OPEN = compiled(
    r"^(?:[^除]*[,;。:])?(?:20[0-9]{2}年度?|全年|年度|[本该]?项目|设定的|的)*$"
)  # 成本类各项指标 are not all
_NEAR = 3  # blocks between a form and its conclusion


@dataclass(frozen=True, slots=True)
class _Row:
    """An indicator of a form, and whether it was met; None where its figures and points do not say."""

    each: Indicator
    met: bool | None

    @property
    def name(self) -> str:
        """Its label, without marks."""
        return bare(self.each.row.label)


def concluded(ledger: Ledger) -> Iterator[Remark]:
    """7项指标中5项达到指标值，甲、乙2项未达到; 除甲未完成外，其余6项均已完成: what the form above denies."""
    cued = [s for s in (*ledger.sentences, *ledger.wordy) if "指标" in s.text and "项" in s.text]
    for sentence in cued:
        if ledger.documents[sentence.document].role != "report" or _APART.search(sentence.text):
            continue
        found = list(_SAID.finditer(sentence.text))
        rows = _above(ledger, sentence) if found else ()
        for m in found if rows else ():
            if m["every"] and not _OPEN.search(sentence.text, 0, m.start()):
                continue
            wrong = _wrong(rows, m)
            if wrong is not None:
                row, change = wrong
                spans = (mark(sentence, *m.span()), _place(ledger, row.each))
                yield Remark("all", spans, (("stated", m.group()), ("change", change)))


def _above(ledger: Ledger, sentence: Sentence) -> Sequence[_Row]:
    """The indicators of the form right above a sentence."""
    document = ledger.documents[sentence.document]
    best: tuple[int, TableFacts] | None = None
    for table in ledger.tables:
        if table.document == sentence.document and table.kind == "table" and table.cells:
            last = max(c.block for c in document.tables[table.index].cells)
            if 0 < sentence.block - last <= _NEAR and (best is None or last > best[0]):
                best = last, table
    if best is None or document.blocks[best[0]].section != document.blocks[sentence.block].section:
        return ()
    missed = {
        (e.table.index, e.row.index): r.verdict != "broken" for e, r in (*measured(best[1]), *_of(ledger, best[1]))
    }
    return [_Row(e, _met(e, missed)) for e in indicators(best[1]) if e.scored and e.row.role != "total"]


def _of(ledger: Ledger, table: TableFacts) -> Iterator[tuple[Indicator, Relation]]:
    """The grades of one table."""
    yield from ((e, r) for e, r in graded(ledger) if e.table is table)


def _met(each: Indicator, known: Mapping[tuple[int, int], bool]) -> bool | None:
    """Whether an indicator was met by its figures or grades; by its points where these say nothing."""
    shown = known.get((each.table.index, each.row.index))
    if shown is False or (shown and each.full):
        return shown
    return None if shown else each.full


def _wrong(rows: Sequence[_Row], m: regex.Match[str]) -> tuple[_Row, str] | None:
    """The indicator that denies a claim, and what to say of it."""
    total = whole_number(m["all"] or "")
    if total not in (0, len(rows)):
        return None
    if m["every"]:
        missed = (r for r in rows if r.met is False and not r.each.full)  # with full points, the row denies itself
        return next(((r, _shown(r)) for r in missed if r.each.goal and r.each.done), None)
    if m["counted"]:
        unknown = any(r.met is None for r in rows)
        met = sum(r.met is True for r in rows)
        if unknown or met == whole_number(m["met"]):
            return None
        return next(r for r in rows if not r.met), f"表中达到的{met}项"
    named = _named(rows, m["names"])
    if not named:
        return None
    reached = next((r for r in named if r.met is True), None)
    if reached is not None:
        return reached, _shown(reached)
    if not m["except"]:
        return None
    rest = [r for r in rows if r not in named]
    if whole_number(m["rest"] or "") not in (0, len(rest)):
        return None
    return next(((r, _shown(r)) for r in rest if r.met is False), None)


def _named(rows: Sequence[_Row], names: str) -> Sequence[_Row]:
    """The indicators of a list of names; none where one of them is not known."""
    words = [bare(str(n)) for n in _SPLIT.split(names)]
    found = [[r for r in rows if n in (r.name, r.name.removesuffix("数"), r.name.removesuffix("数量"))] for n in words]
    return [r[0] for r in found] if all(len(r) == 1 for r in found) else ()


def _shown(row: _Row) -> str:
    """An indicator's name with its target and result."""
    each = row.each
    if each.goal is None or each.done is None:
        return row.name
    return f"{row.name}目标{each.goal.figure.text}、实际{each.done.figure.text}"


def _place(ledger: Ledger, each: Indicator) -> tuple[int, Span]:
    """Where an indicator's result, or its label, stands."""
    if each.done is not None:
        return each.table.document, each.done.figure.span
    block = each.row.block
    return each.table.document, Span(block, 0, len(ledger.documents[each.table.document].blocks[block].text))
