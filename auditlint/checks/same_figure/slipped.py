"""One name with two amounts a slip of the pen apart, anywhere in the text or the tables; part of `same-figure`.

Over a whole report a name may stand for several things, and their amounts then differ as they like. That they agree in
all digits but one, and that the odd one is printed nowhere else, is no coincidence; unless what is between them is
printed as well, or a round amount, or the two are of different years, plans or funds. Where other relations bear both
out, both are right: `engine` drops those marked `UNBORNE` then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from auditlint.checks.relate import maybe, relate
from auditlint.checks.same_scope import last_named, mistyped, of_two_places, of_two_wholes, of_what_is_left, one_fund
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.facts.tables import TableFacts
from auditlint.model import UNBORNE, Fact, Relation
from auditlint.numerals import telling_digits
from auditlint.slips import TYPED, slip

_DIGITS = 4  # of an amount in which one slip is no coincidence
_OTHER = compiled(
    r"上年|去年|上期|同期|扣除|剔除|不含|不包括|追加|调[增减整]|目标|累计|截[至止]|预计|新增|约|近|[0-9]月|季度|半年|人均|平均|每|其余|剩余"
)
_YEAR_END = compiled(r"(?:截[至止]到?)?(?:20[0-9]{2})?年?(?:12月(?:31日|底|末)|年?[底末])")
_FUNDS = compiled(r"一般公共预算|公共财政预算|政府性基金|国有资本经营|社会保险基金|财政专户|财政拨款|本级|单位")
_LONG = 8  # characters of a project's name that says what it is without the word for it
_NEAR = 16  # characters before an amount that may say what else it is


def slipped(ledger: Ledger, *, quoted: bool) -> Iterator[Relation]:
    """A relation for every amount that is a slip away from what its name stands for elsewhere.

    `quoted`: those of the text beside a row of a table, stated first, instead of two of the text or of two tables.
    """
    printed: dict[Decimal, int] = defaultdict(int)
    named: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in ledger.facts:
        if fact.figure.unit.dimension == "money":
            printed[abs(fact.figure.amount)] += 1
            name = _name(fact)
            if name and telling_digits(fact.figure.value) >= _DIGITS and not of_what_is_left(ledger, fact):
                named[name, fact.document].append(fact)
    for facts in named.values():
        if len({f.figure.amount for f in facts}) > 1:
            for one, other in _odd(ledger, facts, printed):
                first, then = sorted((one, other), key=lambda f: f.table >= 0)
                if quoted == (first.table < 0 <= then.table):
                    terms = (("stated", first), ("other", then))
                    yield from maybe(relate("same-figure", Equal(), terms, firm=True, note=UNBORNE))


def _name(fact: Fact) -> str:
    if fact.measure not in ("level", "budget") or fact.figure.unit.dimension != "money":
        return ""
    name = fact.concept or (fact.label.removesuffix("项目") if len(fact.label) >= _LONG else fact.label)
    if _OF_SOME.search(name):
        return ""
    if _BOTH.fullmatch(name):
        return "收支总计"
    return name if fact.concept or not generic(name) else ""


_OF_SOME = compiled(r"^(?:共|合计|总共|预计)?涉及|^(?:预算|项目|专项)?(?:资金|金额)$")  # of whatever is spoken of there
_BOTH = compiled(
    r"收支总计|(?:收入|支出)总计|收入、?支出(?:预算|决算)?总计|(?:收入|支出)(?:预算|决算)总计"
)  # one of two equal sides


def _odd(ledger: Ledger, facts: Sequence[Fact], printed: Mapping[Decimal, int]) -> Iterator[tuple[Fact, Fact]]:
    """Amounts printed nowhere else, each with the one that it is a slip away from."""
    for fact in facts:
        if printed[abs(fact.figure.amount)] > 1 or not _plain(ledger, fact):
            continue
        near = [f for f in facts if slip(fact.figure, f.figure.amount / fact.figure.unit.factor) in TYPED]
        near = [f for f in near if _apart(fact, f) and _plain(ledger, f)]
        near = [f for f in near if _of_one_thing(ledger, fact, f, facts, printed)]
        if len({f.figure.amount for f in near}) != 1:
            continue
        if printed[abs(near[0].figure.amount)] == 1 and near[0].id < fact.id:
            continue  # told from the other side
        yield fact, near[0]


def _apart(one: Fact, other: Fact) -> bool:
    """Whether two figures stand in different paragraphs or tables."""
    if one.table >= 0 or other.table >= 0:
        return one.table != other.table
    return one.figure.span.block != other.figure.span.block


def _plain(ledger: Ledger, fact: Fact) -> bool:
    """Whether no word right before an amount, nor in its heading, makes another one of it than its name says."""
    if fact.table >= 0:
        return True
    before = _YEAR_END.sub("", ledger.said_before(fact)[-_NEAR:].replace(fact.label, ""))
    return not _OTHER.search(before) and not _OTHER.search(fact.section.rpartition("/")[2])


def _of_one_thing(
    ledger: Ledger, one: Fact, other: Fact, named: Sequence[Fact], printed: Mapping[Decimal, int]
) -> bool:
    """Whether two amounts of one name are of one year, plan and fund, and nothing else there has that name."""
    amounts = {one.figure.amount, other.figure.amount}
    if any(f.measure != one.measure and f.figure.amount in amounts for f in named):
        return False  # one of the two is what was planned
    if one.table >= 0 <= other.table or of_two_wholes(ledger, one, other) or of_two_places(one, other):
        return False
    if printed.get(abs(one.figure.amount - other.figure.amount)):
        return False
    if printed[abs(other.figure.amount)] == 1 and not mistyped(one, other):
        return False  # a round gap between amounts that are each told once
    said = _against(ledger, one), _against(ledger, other)
    if all(said) and said[0].isdisjoint(said[1]):
        return False
    alike = [f for f in named if _kind(ledger, f) == _kind(ledger, one)]
    tabled = [f for f in named if f.table >= 0 and _kind(ledger, f)[:2] == _kind(ledger, one)[:2]]  # a form for each
    return other in alike and {f.figure.amount for f in (*alike, *tabled)} == amounts


_PLANS = compiled(r"预算|决算|执行|批复|申报|下达|到位|支付|成交|合同|中标|概算|汇总|全部|计划|调整|年初|评审|核定")


_OF_NO_PLAN = compiled(r"(?:公共|基金|资本经营)预算|预算(?:绩效|管理|单位|部门)")


def _against(ledger: Ledger, fact: Fact) -> set[str]:
    """What a figure's column and title, or its clause and heading, say of how it was come by."""
    if fact.table < 0:
        said = ledger.said_before(fact)[-_NEAR:] + fact.section.rpartition("/")[2]
        return {*_PLANS.findall(_OF_NO_PLAN.sub("", said))}
    table = _table(ledger, fact)
    column = table.column(fact)
    return {*_PLANS.findall(table.title + "".join(column.header if column is not None else ()))}


def _table(ledger: Ledger, fact: Fact) -> TableFacts:
    return next(t for t in ledger.tables if (t.document, t.index) == (fact.document, fact.table))


def _kind(ledger: Ledger, fact: Fact) -> tuple[str, str, str]:
    """The year, the measure and the fund of an amount; "" for all where a report has but one."""
    return fact.period or ledger.year, fact.measure, "" if one_fund(ledger) else _fund(ledger, fact)


def _fund(ledger: Ledger, fact: Fact) -> str:
    """The fund, or the body, that a table's title or the words before an amount name last."""
    if fact.table >= 0:
        return last_named(_FUNDS, _table(ledger, fact).title)
    sentence = ledger.sentences[fact.sentence]
    return last_named(_FUNDS, sentence.before(fact), ledger.section(sentence))
