"""Rows that their names tie together: 男 and 女 under 人口, 出生率 less 死亡率; part of the check `table`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.footing import Lane, Reading, borne_out, evaluated, footing, same_unit, summed
from auditlint.equations import Share, Sum
from auditlint.expressions import compiled
from auditlint.facts.divisions import division, names_whole
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.facts.words import role_of
from auditlint.model import Relation
from auditlint.packs import Lexicon

_MOST = 4  # parts of a division that are looked for
_ABOVE = 6  # rows above a rate in which its two amounts stand
_OF = compiled(r"(?:其?所?占)(?P<of>[^()占]{2,14}?)的?(?:比重|比例|份额|%)(?:\(%\))?$")
_NOT_ADDED = compiled(
    r"[人户生车亩床批]均|平均|中位数|指数|率|占比|比重|比例|单价|价格|均价|寿命|年龄|每|增速|增长|增幅|标准"
)
_ASIDE = compiled(r"\([^()]*\)$")

Names = Sequence[Sequence[str]]


def divided_rows(panel: Panel, table: TableFacts, lexicon: Lexicon) -> Iterator[Relation]:
    """Rows whose names divide that of the row right above or below them: 范围一排放, 范围二排放, 排放总量."""
    rows = [r for r in panel.rows if _filled(panel, table, r)]
    for first in range(len(rows)):
        for n in range(_MOST, 1, -1):
            parts = rows[first : first + n]
            if any(r.role == "of-which" or _NOT_ADDED.search(r.label) for r in parts):
                continue
            beside = [rows[k] for k in (first - 1, first + n) if 0 <= k < len(rows)]
            beside = [t for t in beside if not _NOT_ADDED.search(t.label)]
            names = [r.label for r in parts]
            totals = [t for t in beside if len(parts) == n and division(names, lexicon, t.label)]
            totals = [t for t in totals if not division([t.label, *names], lexicon, t.label)]
            named = [(names_whole(names, lexicon, t.label), t) for t in totals]
            above = rows[first - 1] if first else None
            sure = [t for how, t in named if how == "alike" or (how and t is above)]
            total = next(iter(sure), above if above in totals else None)
            if total is not None and not (total is above and _one_of_them(panel, table, total, parts)):
                plain = bool(sure) and not panel.loose
                yield from footing("table", [Reading(_lanes(panel, table, total, parts), plain, levels=plain)])
                break


def _one_of_them(panel: Panel, table: TableFacts, row: Row, others: Sequence[Row]) -> bool:
    """上级补助资金, 县级财政资金, 自筹资金, 合计: whether a row adds up with those below it to the total of all."""
    totals = [r for r in panel.rows if r.role == "total" and r is not row]
    members = [r for r in panel.rows if r.role in ("member", "group")]
    if row not in members or not all(o in members for o in others):
        return False
    made = (summed("table", lane) for t in totals for lane in _lanes(panel, table, t, members))
    return any(r is not None and r.verdict == "holds" for r in made)


def _lanes(panel: Panel, table: TableFacts, total: Row, parts: Sequence[Row]) -> tuple[Lane, ...]:
    """The columns in which a total and all of its parts are printed, in one unit."""
    found = []
    for column in panel.having(*AMOUNTS):
        facts = [f for r in (total, *parts) if (f := table.cells.get((r.index, column.index))) is not None]
        percent = any(f.figure.unit.dimension == "percent" for f in facts)
        if len(facts) == 1 + len(parts) and not percent and same_unit(facts):
            found.append(Lane(facts[0], tuple(facts[1:])))
    return tuple(found)


def left_rows(panel: Panel, table: TableFacts, lexicon: Lexicon) -> Iterator[Relation]:
    """Three rows on end of which the last is what the second leaves of the first: 出生率, 死亡率, 自然增长率."""
    rows = [r for r in panel.rows if _filled(panel, table, r)]
    for trio in zip(rows, rows[1:], rows[2:], strict=False):
        rest = next((w for names in lexicon.remainders if (w := _in_turn(trio, names)) is not None), None)
        if rest is None:
            continue
        found: list[Relation] = []
        for column in panel.having(*AMOUNTS):
            facts = [f for r in trio if (f := table.cells.get((r.index, column.index))) is not None]
            if len(facts) == len(trio) and same_unit(facts):
                whole, part, left = facts
                terms = (("rest", left), ("budget", whole), ("actual", part))
                found.extend(evaluated("table", Sum((1, -1)), terms, firm=False))
        yield from borne_out(found, plain=bool(rest) and not panel.loose)


def _in_turn(rows: Sequence[Row], names: Names) -> str | None:
    """What the labels of rows have besides the words of the roles they play in turn; None where they do not."""
    rests = set()
    for k, row in enumerate(rows):
        label = _ASIDE.sub("", row.label)
        if role_of(label, names) != k:
            return None
        word = max((w for w in names[k] if label.endswith(w)), key=len, default=label)
        rests.add(label.removesuffix(word))
    return rests.pop() if len(rests) == 1 else None


def rate_rows(panel: Panel, table: TableFacts, lexicon: Lexicon) -> Iterator[Relation]:
    """Rows of rates that say what they are of: 占常住人口比重 under 城镇人口, 性别比 of 男性 and 女性."""
    for above, row in pairwise(panel.rows):
        label = _ASIDE.sub("", row.label)
        said = _OF.search(label)
        if said is not None:
            whole = _one([r for r in panel.rows if _ASIDE.sub("", r.label).endswith(said["of"])])
            yield from _rates(panel, table, row, above, whole)
            continue
        named = ((name, roles) for names, *roles in lexicon.quotients for name in names if label.endswith(name))
        name, names = next(named, ("", []))
        if name:
            near = [r for r in panel.rows if 0 < row.index - r.index <= _ABOVE and r.role != "rate"]
            part, whole = (_one([r for r in near if role_of(_ASIDE.sub("", r.label), names) == k]) for k in (0, 1))
            if part is not None and whole is not None and _theirs(label.removesuffix(name), part.label + whole.label):
                yield from _rates(panel, table, row, part, whole)


_WHOSE = compiled(r"(?:年末|期末|总)?(?:人口|企业|公司|单位)?")


def _theirs(whose: str, labels: str) -> bool:
    """Whether what a rate's name has before it is said of its figures: 户籍人口城镇化率 is none of 常住人口."""
    named = any(whose[k : k + 2] in labels for k in range(len(whose) - 1))
    return _WHOSE.fullmatch(whose) is not None or (named and "出生" not in whose)


def _one(rows: Sequence[Row]) -> Row | None:
    return rows[0] if len(rows) == 1 else None


def _rates(panel: Panel, table: TableFacts, rate: Row, part: Row | None, whole: Row | None) -> Iterator[Relation]:
    """A row of rates against the two rows it is of, column by column."""
    if part is None or whole is None or part is whole:
        return
    found: list[Relation] = []
    for column in panel.having(*AMOUNTS):
        x, a, b = (table.cells.get((r.index, column.index)) for r in (rate, part, whole))
        if x is None or a is None or b is None or x.figure.unit.dimension != "percent":
            continue
        if same_unit((a, b)) and a.figure.unit.dimension != "percent" and b.figure.value > 0:
            found.extend(evaluated("share", Share(), (("share", x), ("part", a), ("whole", b)), firm=False))
    yield from borne_out(found, plain=not panel.loose)


def _filled(panel: Panel, table: TableFacts, row: Row) -> bool:
    return any((row.index, column.index) in table.cells for column in panel.columns)
