"""What a figure is of where its own words do not say so: 接待费预算为5万元，支出决算为4万元; 甲、乙分别为3和2万元."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.expressions import compiled
from auditlint.facts.concepts import concept_of
from auditlint.facts.ledger import Sentence
from auditlint.facts.match import generic, measures_only, opposed
from auditlint.model import Fact
from auditlint.packs import Taxonomy
from auditlint.records import replace

_AMOUNTS = ("level", "budget")


def inherit(facts: Sequence[Fact], sentences: Sequence[Sentence], taxonomy: Taxonomy) -> list[Fact]:
    """The facts, with the concept that the clause before names, and the names of a row of equals given to each."""
    given = list(facts)
    for sentence in sentences:
        _spread(given, sentence, taxonomy)
        named: Fact | None = None
        counted: Fact | None = None
        for i in sentence.facts:
            fact = given[i]
            if fact.measure not in _AMOUNTS:
                continue
            if fact.figure.unit.dimension == "count" and fact.label:
                counted = fact if fact.concept else None  # 会议3次: of something else too
            elif counted is not None and _IN_ALL.fullmatch(fact.label) and fact.figure.unit.dimension == "money":
                period = fact.period or counted.period
                given[i] = replace(fact, concept=counted.concept, label=counted.label, period=period)
            if fact.label and not measures_only(fact.label):
                named = None if _MOVED.search(fact.label) else fact
            elif named is not None and _continues(named, fact):
                given[i] = replace(fact, concept=named.concept, label=_name(named, fact))
            elif not fact.label:
                named = None
    return given


_IN_ALL = compiled(r"(?:共计?|合计|总计)(?:支出|开支|花费)")  # 国内公务接待n批次、m人次，共计支出A
_MOVED = compiled(r"(?:追加|追减|调增|调减|核增|核减|压减)$")  # 年中追加C万元，全年预算B万元: B is of the whole
_CARRIED = compiled(r"(?:上年|年初)结转(?:和结余|结余|资金)?")
_OUTCOME = compiled(r"决算|执行")
_MEASURED = compiled(r"(?<=.{3})(?:年初|全年|实际|调整)?(?:决算|预算|执行|完成)(?:数|额)?$")


def _name(named: Fact, fact: Fact) -> str:
    """What a figure without a name is of (X in X年初预算为…，支出决算为…), if its own words allow it."""
    told = fact.measure == "budget" or _OUTCOME.search(fact.label) is not None
    if not told or generic(named.label) or opposed(fact.label, named.label):
        return fact.label
    return str(_MEASURED.sub("", named.label))


def _continues(named: Fact, fact: Fact) -> bool:
    """Whether a figure is the other measure of what the one before it names, in the clause after it."""
    if fact.measure == "budget" and _CARRIED.fullmatch(named.label):
        return False  # 上年结转A万元，全年预算数合计B万元: B is of the whole
    return (
        named.measure != fact.measure
        and named.item == fact.item
        and named.depth == fact.depth
        and fact.clause - named.clause <= 1
        and named.figure.unit.dimension == fact.figure.unit.dimension
    )


_LONGEST = 120  # characters of names in a row
_AND = compiled(r"[、和及与]")


def _names(label: str, count: int, taxonomy: Taxonomy) -> tuple[str, ...]:
    """So many names joined in a label, () where they cannot be told: 年末结转和结余 is one name with 和 in it."""
    pieces = _AND.split(label)
    if len(pieces) == count:
        return tuple(pieces)
    found: list[str] = []
    rest = label if len(label) <= _LONGEST else ""
    while rest:
        ends = [m.start() for m in _AND.finditer(rest)] + [len(rest)]
        known = [end for end in ends if taxonomy.find(rest[:end])]
        if not known:
            return ()
        found.append(rest[: known[-1]])
        rest = rest[known[-1] + 1 :]
    return tuple(found) if len(found) == count else ()


def _spread(given: list[Fact], sentence: Sentence, taxonomy: Taxonomy) -> None:
    """Give the names of 甲、乙和丙分别为a、b和c to their figures."""
    ids = sentence.facts
    for k, first in enumerate(ids):
        row = [first]
        for i in ids[k + 1 :]:
            if not given[i].grouped:
                break
            row.append(i)
        names = _names(given[first].label, len(row), taxonomy) if len(row) > 1 and not given[first].grouped else ()
        if names and all(names):
            for i, name in zip(row, names, strict=True):
                given[i] = replace(given[i], label=name, concept=concept_of(name, taxonomy))
