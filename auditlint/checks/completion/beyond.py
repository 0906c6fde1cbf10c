"""A rate of completion beside the amount by which its budget was passed or not reached; part of `completion`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.relate import choose, relate
from auditlint.checks.ways import same_unit
from auditlint.equations import Beyond, FromBudget
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import generic
from auditlint.judge import judge
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_WHICH = compiled(r"年初|调整|全年|追加")  # one budget and another
_OF = compiled(r"[^,;。:()0-9]*$")
_LEAST = 3  # figures of the statement


def distances(ledger: Ledger) -> Iterator[Relation]:
    """决算A万元，完成年初预算的p%，比年初预算增加D万元: A over what it is without D, where no budget is printed.

    收入完成年初预算p%，比年初预算（B万元）增加D万元: B and D over B, where the amount itself is not.
    """
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for fact in facts:
            if fact.measure == "completion":
                made = choose([_beyond(ledger, facts, fact) or _from_budget(ledger, facts, fact)])
                if made is not None and not (made.verdict == "broken" and _other_way(made)):
                    yield made


def _other_way(made: Relation) -> bool:
    """超出预算D万元，完成预算的91.25%: whether the rate fits the amount, and only the word contradicts it (AL204)."""
    equation = made.equation
    if not isinstance(equation, (Beyond, FromBudget)):
        return False
    turned = judge(type(equation)(-equation.sign), made.figures)
    return turned is not None and turned.verdict == "holds"


def _beyond(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> Relation | None:
    own = [f for f in facts if f.item == rate.item and f.depth == rate.depth]
    i = own.index(rate)
    moves = [f for f in own[max(i - 1, 0) : i + 2] if _way(ledger, f) and abs(f.clause - rate.clause) <= 1]
    others = [f for f in own if f is not rate and f not in moves]
    actuals = [f for f in others if f.id < rate.id and f.figure.unit.dimension in ("money", "count")]
    if len(moves) != 1 or not actuals or any(f.measure == "budget" for f in others) or ledger.restated(moves[0]):
        return None
    move, actual = moves[0], actuals[-1]
    beside = {actual.id, move.id, rate.id} == set(range(actual.id, actual.id + _LEAST))
    if not beside or actual.measure != "level" or not same_unit(actual, move) or not _of_one_budget(ledger, rate, move):
        return None
    terms = (("rate", rate), ("change", move), ("actual", actual))
    return relate("completion", Beyond(_way(ledger, move)), terms, firm=True)


def _from_budget(ledger: Ledger, facts: Sequence[Fact], rate: Fact) -> Relation | None:
    """与年初预算B万元相比增加D万元，完成年初预算的p%; 完成年初预算p%，比年初预算（B万元）增加D万元."""
    i = facts.index(rate)
    for pair in (facts[max(i - 2, 0) : i], facts[i + 1 : i + 3]):
        if len(pair) < _LEAST - 1 or any(f.item != rate.item for f in pair):
            continue
        budget, move = pair
        known = budget.measure == "budget" and move.measure == "change" and move.depth == rate.depth
        against = known and (
            move.basis == "budget" or _AGAINST.search(normalize(ledger.before(budget, 12))) is not None
        )
        if against and move.direction and same_unit(budget, move) and _of_one_budget(ledger, rate, budget):
            terms = (("rate", rate), ("change", move), ("budget", budget))
            return relate("completion", FromBudget(move.direction), terms, firm=True)
    return None


_AGAINST = compiled(r"(?:与|较|比|同)(?:年初|调整|全年|本年)?后?的?预算(?:数|安排)?\(?$")
_SAVED = compiled(r"^,(?:比预算|较预算)?(?:节约|节支|节省)(?:了|资金|经费)?$")
_BELOW = compiled(r"决算数?(?:小于|少于|低于)(?:年初)?预算数?$")


def _way(ledger: Ledger, fact: Fact) -> int:
    """1 where a figure is by how much a budget was passed, -1 where it was not reached, 0 where it is neither."""
    if fact.measure == "budget":  # 决算数小于预算数D万元
        return -1 if _BELOW.search(ledger.before(fact, 12)) else 0
    if fact.measure == "level" and _SAVED.search(normalize(ledger.since(fact))):  # 为预算的p%，节约D万元
        return -1
    unnamed = not fact.label or generic(fact.label)
    return fact.direction if fact.measure == "change" and fact.basis == "budget" and unnamed else 0


def _of_one_budget(ledger: Ledger, rate: Fact, move: Fact) -> bool:
    """Whether the words of both name the same budget, or neither says which one."""
    said = [_OF.search(normalize(ledger.before(f, 16)).rstrip("(")) for f in (rate, move)]
    which = [set(_WHICH.findall(m.group())) for m in said if m is not None]
    return len(which) == len(said) and which[0] == which[1]
