"""Points that the text gives to groups of indicators, against the rows of these groups in a form; part of `score`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from auditlint.checks.relate import maybe, relate
from auditlint.checks.score.points import columns, is_total, pointed, points_of
from auditlint.checks.score.text import full_of, points_in
from auditlint.checks.score.totals import cut
from auditlint.equations import Equal, Sum
from auditlint.expressions import compiled
from auditlint.facts.grids import bare, plain
from auditlint.facts.ledger import Ledger
from auditlint.facts.names import akin, core
from auditlint.facts.ratings import SCORED_BY_OTHERS
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, replace

_NAME_END = compiled(r"(?:\(|满分|得分|分值|权重|自评|方面|部分|得|为|是|计)+$")
_POINTS = compiled(r"\([^()]*分[^()]*\)|\([0-9.]+\)")
_PAIR = 2  # figures of a row: its full points and its score
_SCOPE = compiled(r"项目|整体|工程|资金|经费|[局校院所中心]$")
_AGREE = 2  # groups that must agree before one that differs is told


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of a form below one word: their full points and their scores."""

    weights: tuple[Fact, ...]
    scores: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """The points of a group in the text, with the full ones beside them."""

    got: Fact
    full: Fact | None


def grouped(ledger: Ledger) -> Iterator[Relation]:
    """产出指标（50分）得48.6分 against the scores of all rows of 产出指标: one that differs where the others agree."""
    forms = [(table, groups) for table, _ in pointed(ledger) if len(groups := _groups(table)) > _AGREE]
    for said, totals in _statements(ledger) if forms else ():
        own = [(table, groups) for table, groups in forms if _of_one_thing(ledger, said, table)]
        readings = [list(_against(said, groups)) for _, groups in own]
        points = {sum(s.figure.value for g in groups.values() for s in g.scores) for _, groups in own}
        told = set(totals) <= points and totals  # it is a form's total that stands with the groups
        whole = [made for made in readings if len(made) > _AGREE]
        right = next((made for made in whole if all(r.verdict == "holds" for r in made)), None)
        near = [made for made in whole if sum(r.verdict == "broken" for r in made) == 1]
        if right is not None:
            yield from (replace(r, firm=True) for r in right)
        elif len(near) == 1 and told:
            yield from (replace(r, firm=True) for r in near[0])


def _of_one_thing(ledger: Ledger, said: Mapping[str, _Said], table: TableFacts) -> bool:
    """Whether a form may be the one that the text speaks of: no heading names another project or what is scored."""
    first = next(s.got for s in said.values())
    heading = first.section.rpartition("/")[2]
    words = heading + ledger.sentences[first.sentence].text + table.title
    if table.document != first.document or SCORED_BY_OTHERS.search(words):
        return False
    place = next(f.section for f in table.cells.values())
    scope = _SCOPE.search(heading)
    return scope is None or place == first.section or bool(akin(core(heading), core(table.title)))


def _statements(ledger: Ledger) -> Iterator[tuple[Mapping[str, _Said], Sequence[Decimal]]]:
    """The points of groups that the sentences of one section give, by the groups' names; each name once.

    With the totals that stand with them, which show what they are of.
    """
    found: dict[tuple[int, str], dict[str, list[_Said]]] = defaultdict(lambda: defaultdict(list))
    totals: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for sentence in ledger.sentences:
        points = points_in(ledger, sentence) if "分" in sentence.text else []
        key = sentence.document, ledger.section(sentence)
        totals[key] += [p.fact.figure.value for p in points if p.kind == "got" and p.total]
        for point in points:
            if point.kind != "got" or point.total:
                continue
            full = full_of(ledger, points, point)
            before = full is not None and full.fact.id < point.fact.id
            words = full.words if full is not None and before else point.words
            name = _NAME_END.sub("", bare(words).lstrip(")"))
            if len(name) > 1:
                found[key][name].append(_Said(point.fact, full.fact if full is not None else None))
    for key, names in found.items():
        once = {name: said[0] for name, said in names.items() if len(said) == 1}
        if len(once) > _AGREE:
            yield once, totals[key]


def _groups(table: TableFacts) -> Mapping[str, _Group]:
    """The groups of rows by the words of the first label column, each in one run."""
    found: dict[str, list[tuple[Fact, ...]]] = {}
    scores = points_of(table, "score")
    for panel in table.panels if len(scores) > _AGREE else ():
        weight, score = columns(panel)
        if panel.loose or weight is None or score is None or len(panel.labels) < _AGREE:
            return {}
        last = ""
        for row, name in _named(panel):
            if is_total(row, scores) or row.role == "deduction":
                continue
            if name != last and name in found:
                return {}  # a group in two runs
            last = name
            cells = (table.cells.get((row.index, c.index)) for c in (weight, score))
            found.setdefault(name, []).append(tuple(f for f in cells if f is not None))
    whole = {name: rows for name, rows in found.items() if all(len(row) == _PAIR for row in rows)}
    return {name: _Group(tuple(r[0] for r in rows), tuple(r[1] for r in rows)) for name, rows in whole.items()}


def _named(panel: Panel) -> Iterator[tuple[Row, str]]:
    """The rows with the word of the first label column, which a blank goes on with."""
    name = ""
    for row in panel.rows:
        first = row.names[0] if row.names else ""
        name = bare(_POINTS.sub("", plain(first))) if first else name
        if name:
            yield row, name


def _against(said: Mapping[str, _Said], groups: Mapping[str, _Group]) -> Iterator[Relation]:
    """The groups of a form that the text names; none where the full points are those of another form."""
    made: list[Relation] = []
    for name, one in said.items():
        group = groups.get(name) or groups.get(name + "指标") or groups.get(name.removesuffix("指标"))
        if group is None:
            continue
        if one.full is not None and one.full.figure.value != sum(w.figure.value for w in group.weights):
            return
        made += [r for r in maybe(_relation(one.got, group.scores)) if r.verdict != "broken" or not cut(r)]
    yield from made


def _relation(got: Fact, scores: Sequence[Fact]) -> Relation | None:
    if len(scores) == 1:
        return relate("score", Equal(), (("total", got), ("part", scores[0])), firm=False)
    return relate("score", Sum((1,) * len(scores)), [("total", got), *(("part", s) for s in scores)], firm=False)
