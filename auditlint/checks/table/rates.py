"""Columns of rates and averages whose headers say what they are of: 合格率, 节约率, 生均; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from auditlint.checks.relate import beyond, significant, slipped
from auditlint.checks.table.found import Idea, lines_of, made_of
from auditlint.equations import Quotient, Share
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.tables import Column, Panel, TableFacts
from auditlint.facts.words import role_of
from auditlint.model import Relation
from auditlint.packs import Lexicon
from auditlint.records import replace

_RATE = compiled(r"(?P<of>.{2,10}?)(?:率|进度|占比|比重|比例)$")
_GROWN = compiled(r"增长|增幅|增速|同比|环比|增减|变动|变化|上升|下降|升降")  # of two years
_LESS = compiled(r"节约|节支|空编|缺编|下浮|核减|审减|结余|流失|空置|剩余")  # what the rest makes of the whole
_OF_ALL = compiled(r"占比|比重|比例$")
_ALL = compiled(r"^(?:合计|总计|小计|总.*|.*(?:合计|总额|总数|总量|总支出|总收入))$")
_EACH = compiled(r"(?:(?P<of>[人户生亩车台件次项班床])均|平均每?(?P<of>[人户生亩车台件次项班床位]?))")
_DONE = compiled(r"^(?:完成|整改|执行|支出|使用|拨付|支付|实施|落实)?(?:率|进度|比例)$")  # of what was planned
_NO_OPERAND = ("weight", "score", "code", "sequence", "level", "text", "label", "blank", "unit")
_BOTH = 2  # columns before a rate of no other name: what was planned, what was done
_STEM = 2  # characters of a rate's name that its part is called by
_PROVEN, _DIGITS = 2, 4  # rows and digits of them that come out before one that does not is told
_SURE = 3  # rows with which no slip need explain it


def rates(panel: Panel, table: TableFacts, lexicon: Lexicon) -> Iterator[Relation]:
    """The rows of every such column, where at most one does not come out."""
    if panel.loose or (panel.having("target") and panel.having("result")):
        return  # what indicators reached has a rule of its own
    operands = [c for c in panel.columns if c.role not in _NO_OPERAND and not _percent(panel, table, c)]
    for target in panel.columns:
        ideas = [i for i in _ideas(panel, table, target, operands, lexicon) if target not in i.operands]
        lines = lines_of(panel, table, target) if ideas else []
        options = [made for i in ideas if _comes_out(made := made_of(lines, target, i))]
        if options:
            yield from _told(panel, max(options, key=lambda made: sum(r.verdict != "broken" for r in made)))


def _ideas(
    panel: Panel, table: TableFacts, target: Column, operands: Sequence[Column], lexicon: Lexicon
) -> Iterator[Idea]:
    """What the header of a column says it is computed from."""
    name = bare(target.name)
    each, rate = _EACH.search(name), _RATE.search(name)
    roles = ("rate", "part", "whole")
    if each is not None and not _percent(panel, table, target):
        for part, whole in permutations(operands, 2):
            if each["of"] in bare(whole.name) or (whole.unit is not None and whole.unit.name == each["of"]):
                yield Idea(Quotient(), roles, (part, whole))
    elif rate is not None and _percent(panel, table, target) and not _GROWN.search(name):
        for part, whole in permutations(operands, 2):
            yield from (Idea(e, roles, (part, whole)) for e in _equations(name, rate["of"], part, whole, lexicon))
    before = [c for c in operands if c.index < target.index]
    if _DONE.search(name) and len(before) == _BOTH and _percent(panel, table, target):
        yield Idea(Share(), roles, (before[1], before[0]))  # 应整改 | 已整改 | 完成率


def _equations(name: str, of: str, part: Column, whole: Column, lexicon: Lexicon) -> Iterator[Share]:
    """How a rate of that name may be computed from two columns."""
    first, second = bare(part.name), bare(whole.name)
    if _LESS.search(of):
        yield Share(rest=True)
    if _OF_ALL.search(name):
        if (of in first or first in of) and _ALL.match(second):
            yield Share()
        return
    stem = of[-_STEM:]
    if stem in first and stem not in second:
        yield Share()
    for names, *roles in lexicon.quotients:
        if any(name.endswith(n) for n in names) and (role_of(first, roles), role_of(second, roles)) == (0, 1):
            yield Share()


def _comes_out(made: Sequence[Relation]) -> bool:
    good = [r for r in made if r.verdict != "broken" and r.figures[0].value not in (0, 100)]
    bad = sum(r.verdict == "broken" for r in made)
    return bad <= 1 and len(good) >= _PROVEN and sum(significant(r.figures[0]) for r in good) >= _DIGITS


def _told(panel: Panel, made: Sequence[Relation]) -> Iterator[Relation]:
    totals = {r.index for r in panel.rows if r.role == "total"}
    good = sum(r.verdict != "broken" for r in made)
    for r in made:
        if r.verdict != "broken":
            yield replace(r, firm=True)
        elif beyond(r):
            continue
        elif slipped(r, _SURE) or (good >= _SURE and r.terms[0].fact.row not in totals):
            yield replace(r, firm=True)


def _percent(panel: Panel, table: TableFacts, column: Column) -> bool:
    """Whether a column's figures are percentages."""
    facts = [f for r in panel.rows if (f := table.cells.get((r.index, column.index))) is not None]
    return bool(facts) and all(f.figure.unit.dimension == "percent" for f in facts)
