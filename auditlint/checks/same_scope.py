"""What two figures of one name are of: the fund they belong to, the whole they are parts of; part of `same-figure`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from auditlint.checks.relate import relate
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import UNBORNE, Fact, Relation
from auditlint.numerals import telling_digits
from auditlint.slips import TYPED, slip
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_FUNDS = compiled(r"一般公共预算|公共财政预算|政府性基金|国有资本经营|社会保险基金|财政专户|保险")


def fund_of(ledger: Ledger, fact: Fact) -> str:
    """The fund a figure is of: the last named before it in its sentence, else in its headings."""
    sentence = ledger.sentences[fact.sentence]
    return last_named(_FUNDS, sentence.before(fact), ledger.section(sentence))


def last_named(pattern: regex.Pattern[str], *texts: str) -> str:
    """What a pattern finds last in the first of some texts that has any; "" where none has."""
    return next((str(found[-1]) for text in texts if (found := pattern.findall(text))), "")


_LEFT = compiled(r"结[转余存]|剩余|未(?:支出|使用|执行|支付|拨付)|节约|沉淀|收回")


def of_what_is_left(ledger: Ledger, fact: Fact) -> bool:
    """年末未支出的资金A，其中基本支出a: whether a figure is a part of what was not spent, whatever it is called."""
    listed = next(ledger.lists_with(fact.id), None)
    whole = next((p for p in ledger.pick(listed.parent) if p.measure in ("level", "budget")), None) if listed else None
    return whole is not None and _LEFT.search(whole.label) is not None and not _LEFT.search(fact.label)


_CHANGED = compiled(r"(?:^|[,;。(])(?:增长|增加|新增|减少|下降|压减)的?(?:部分|金额|资金)(?:中|里)?[,:][^;。]*$")


def of_what_changed(ledger: Ledger, fact: Fact) -> bool:
    """增长的部分，基本支出a、项目支出b: whether a figure is of what came to or went from its name, not all of it."""
    return _CHANGED.search(ledger.said_before(fact)) is not None


def of_two_wholes(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether two figures are parts of different wholes, or the one is a part of the other."""
    first, second = _wholes(ledger, one), _wholes(ledger, other)
    return bool(first and second and first.isdisjoint(second)) or _wider(ledger, one, other)


def _wholes(ledger: Ledger, fact: Fact) -> set[str | Decimal]:
    """What a figure is a part of, by name and by amount; empty where it is told on its own."""
    listed = next(ledger.lists_with(fact.id), None)
    if listed is None or listed.opener == "heading":
        return set()
    above = [i for p in listed.parent for one in ledger.lists_with(p) for i in one.parent]  # what lists the whole
    wholes = list(ledger.pick([*listed.parent, *above]))
    return {*({p.concept or p.label for p in wholes} - {""}), *(p.figure.amount for p in wholes if p.figure.value)}


def _wider(ledger: Ledger, fact: Fact, reference: Fact) -> bool:
    """A中，一般公共预算B、其他资金c: whether the figure elsewhere, or what lacks to it, is a part of this one."""
    known = (reference.figure.amount, fact.figure.amount - reference.figure.amount)
    behind = (f for f in ledger.facts_of(ledger.sentences[fact.sentence]) if f.id > fact.id)
    return any(f.measure in ("level", "budget") and f.figure.amount in known for f in behind)


_ALL = ("本年支出合计", "本年收入合计", "收支总计")
_FISCAL = ("一般公共预算财政拨款支出", "一般公共预算财政拨款收入", "财政拨款收支总计")


@lru_cache(maxsize=1)
def one_fund(ledger: Ledger) -> bool:
    """Whether all that a report received or spent is of the general budget, as its totals say."""
    return any(
        {f.figure.amount for f in ledger.pick(ledger.concepts.get((whole, "level"), ())) if f.figure.value}
        & {f.figure.amount for f in ledger.pick(ledger.concepts.get((fiscal, "level"), ()))}
        for whole, fiscal in zip(_ALL, _FISCAL, strict=True)
    )


def of_two_funds(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """财政拨款项目支出A, 项目支出B: whether one of two figures alone is of fiscal money, which is not all there is."""
    return _fiscal(ledger, one) != _fiscal(ledger, other) and not one_fund(ledger)


def _fiscal(ledger: Ledger, fact: Fact) -> bool:
    return any(word in ledger.said_before(fact) or word in fact.section for word in ("财政拨款", "一般公共预算"))


_PLACE = compiled(r"[镇乡县市区村校院所站馆局队]|街道|中心|本级")


def of_two_places(one: Fact, other: Fact) -> bool:
    """一般公共预算收入A, 某镇一般公共预算收入B: whether the name of one of two alone has a place or a body."""
    return (_PLACE.search(one.label) is None) != (_PLACE.search(other.label) is None)


_HUNDRED = 100  # of the last digit that is printed


def round_gap(one: Fact, other: Fact) -> bool:
    """Whether two amounts are a round one apart, by which plans are changed and funds differ: 20.00 of 1,256.36."""
    gap = abs(one.figure.amount - other.figure.amount) / one.figure.unit.factor
    return gap * Decimal(10) ** one.figure.decimals % _HUNDRED == 0


def mistyped(fact: Fact, other: Fact) -> bool:
    """Whether an amount was typed for another one; one digit that makes a round gap may be another plan or fund."""
    typed = slip(fact.figure, other.figure.amount / fact.figure.unit.factor)
    return typed in TYPED and not (typed == "digit" and round_gap(fact, other))


def repeated(amount: Fact, others: Sequence[Fact], digits: int) -> Relation | None:
    """An amount and the one of some others that it repeats, or of which alone it is a slip in so many digits."""
    same = [f for f in others if f.figure.amount == amount.figure.amount]
    near = [f for f in others if mistyped(amount, f)] if telling_digits(amount.figure.value) >= digits else []
    if not same and len({f.figure.amount for f in near}) != 1:
        return None
    terms = (("stated", amount), ("other", (same or near)[0]))
    return relate("same-figure", Equal(), terms, firm=True, note="" if same else UNBORNE)
