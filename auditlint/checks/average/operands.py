"""The amounts and counts that an average may be made of; part of the check `average`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.concepts import concept_of
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic, likeness
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    pass

NEAR = 40
_LEVELS = ("level", "budget", "prior")
_SECTION = 30  # sentences before an average in which an amount of its name may stand


HELD = compiled(r"保有|实有|现有|拥有")


def spent_of(budget: Fact, spent: Fact) -> bool:
    """培训费预算B万元，支出A万元，培训n人次，人均a元: whether an amount is what was spent of the budget before it."""
    planned = budget.measure == "budget" and spent.measure == "level" and budget.id + 1 == spent.id
    return planned and budget.item == spent.item and (generic(spent.label) or spent.label == budget.label)


def right_before(ledger: Ledger, count: Fact, average: Fact) -> bool:
    """接待n批次、m人次，平均每批次a元，人均b元: whether between a count and an average stand others of their kinds."""
    between = ledger.facts[count.id + 1 : average.id]
    inside = count.sentence == average.sentence and count.item == average.item
    return inside and all(f.measure == "average" or f.figure.unit.dimension == "count" for f in between)


def earlier(ledger: Ledger, sentence: Sentence, length: int) -> Iterator[Sentence]:
    """The sentences of the section before one, nearest first."""
    for other in reversed(ledger.sentences[max(sentence.id - length, 0) : sentence.id]):
        if other.document == sentence.document and ledger.section(other) == ledger.section(sentence):
            yield other


def amounts_near(
    ledger: Ledger,
    sentence: Sentence,
    own: Sequence[Fact],
    near: Sequence[Fact],
    average: Fact,
    names: Sequence[str],
    count: Fact,
) -> list[Fact]:
    """What may be shared: amounts of the average's or the count's name in the section, then the nearest ones."""
    section = [f for s in earlier(ledger, sentence, _SECTION) for f in reversed(ledger.facts_of(s))]
    wanted = [*names, count.label]
    found = list(reversed(own))
    named = [f for f in (*found, *section) if is_amount(f, average) and of_name(f.label, wanted)]
    named = [next((s for s in found if spent_of(f, s)), f) for f in named]
    if not named:
        named = [f for f in _by_concept(ledger, average, names) if is_amount(f, average)]
    near = [f for f in near if f.depth <= average.depth]  # 结余A万元（年初B万元）。…生均a元: not of B
    rest = [f for f in (*found, *near) if is_amount(f, average)]
    if not own:  # 接待费A万元，预算B万元。…人均a元: of what was spent
        named, rest = (sorted(some, key=lambda f: _away(f, average)) for some in (named, rest))
    return [*dict.fromkeys((*named, *rest))][:6]


def _away(amount: Fact, average: Fact) -> tuple[bool, bool]:
    """How an amount above the sentence of an average is ranked: one of its paragraph first, what was spent first."""
    return amount.figure.span.block != average.figure.span.block, amount.measure != "level"


def _by_concept(ledger: Ledger, average: Fact, names: Sequence[str]) -> list[Fact]:
    """The one amount that a report gives what an average is of, in whatever section: 车均运行维护费."""
    concepts = {concept_of(name, ledger.rulebook.taxonomy) for name in names if name} - {""}
    found = [f for name in sorted(concepts) for f in ledger.pick(ledger.concepts.get((name, "level"), ()))]
    found = [f for f in found if f.document == average.document]
    found = [f for f in found if f.sentence >= 0] or found  # else as a table has it
    found = [f for f in found if f.period in ("", average.period or ledger.year)]
    return found[:1] if len({f.figure.amount for f in found}) == 1 else []


def together(ledger: Ledger, average: Fact, units: Sequence[str], names: Sequence[str]) -> Iterator[tuple[Fact, Fact]]:
    """An amount of the average's name elsewhere in the report, with the count its sentence gives."""
    for sentence in reversed(ledger.sentences[: average.sentence]):
        facts = ledger.facts_of(sentence)
        amounts = [f for f in facts if is_amount(f, average) and of_name(f.label, names)]
        counts = [f for f in facts if is_count(f, units)]
        if amounts and counts and sentence.document == average.document:
            yield ranked(counts, units)[0], amounts[0]


def of_name(label: str, names: Sequence[str]) -> bool:
    """Whether an amount is of one of some names: it begins or ends as the name does."""
    return any(
        likeness(label, name) >= 2
        or name.startswith(label)
        or (len(name) > 2 and (label.startswith(name) or label.endswith(name)))
        or (len(label) > 2 and label[:3] == name[:3])
        for name in names
        if name and len(label) > 1 and not generic(label)
    )


def is_count(fact: Fact, units: Sequence[str]) -> bool:
    """Whether a fact counts things of one of these units, in whatever thousands."""
    return fact.figure.unit.dimension == "count" and fact.figure.unit.name.lstrip("万亿百千") in units


def ranked(counts: Sequence[Fact], units: Sequence[str]) -> list[Fact]:
    """Counts in the likeliest unit first, the nearest of each first."""
    return sorted(counts, key=lambda f: (units.index(f.figure.unit.name.lstrip("万亿百千")), -f.id))


_VISITS = (("人次", "人"),)  # 参会a人次，平均每个会议b人


def is_amount(fact: Fact, average: Fact) -> bool:
    """Whether a fact can be what an average is made of: of its dimension, and not below it."""
    same = fact.figure.unit.dimension == average.figure.unit.dimension
    if average.figure.unit.dimension == "count":
        same = same and (fact.figure.unit.name, average.figure.unit.name) in (*_VISITS, (average.figure.unit.name,) * 2)
    whole = fact.measure in _LEVELS and fact.figure.amount >= average.figure.amount
    return same and whole and not _OF_ONE.match(fact.label) and not _SAVED.search(fact.label)


_IN_ALL = compiled(r"(?:合|共|总)?计|共|总额|总金额")
_MAKES = compiled(r"[,、](?:合计|共计|总计|计|共|共需|需)(?:安排|下达|拨付|支出)?(?:资金|经费|补助|金额)?(?:为)?")


_WITH_MORE = compiled(r"[,(]?(?:另?含|包括|包含|其中|加上|另)")


def in_all(ledger: Ledger, sentence: Sentence, average: Fact, amount: Fact) -> bool:
    """n人，人均a元，共A万元: whether an amount right behind an average is by its words what all of them come to."""
    made = _MAKES.fullmatch(sentence.between(average, amount).replace(" ", "")) is not None
    made = made and amount.figure.unit.dimension == "money" and not _WITH_MORE.match(normalize(ledger.after(amount, 4)))
    return made or _IN_ALL.fullmatch(amount.label) is not None


_SAVED = compiled(r"(?:节约|节省|结余|结转|少支|超支)$")  # 比预算节约: nobody shares it
_OF_ONE = compiled(r"单(?:价|件|台|位价值)")  # 单价100万元以上: a price of one thing is shared by nobody
