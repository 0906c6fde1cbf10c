"""Check `share`: 占x% against part and whole."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.quotients import quotient
from auditlint.checks.ratio import ratio
from auditlint.checks.relate import maybe
from auditlint.checks.share.adjusted import adjusted, adjusts
from auditlint.checks.share.deviations import deviates, deviation
from auditlint.checks.share.hundred import wholes
from auditlint.checks.share.of_plan import of_plans
from auditlint.checks.share.parts import parts_of
from auditlint.checks.share.portions import of_named, portions
from auditlint.checks.share.satisfied import satisfied
from auditlint.checks.share.saved import saved
from auditlint.checks.share.spelt_quotients import bracketed, spelt
from auditlint.checks.share.stated import PROVEN, shares, stated_shares
from auditlint.checks.share.together import together
from auditlint.checks.share.told_elsewhere import told_elsewhere
from auditlint.checks.subjects import LEVELS
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """What is checked of shares."""

    of: str = field(
        default="share",
        metadata={
            "help": "share: 占x%; ratio: a rate with a name of its own (节约率, 支付率); "
            "hundred: shares of one whole, and completion with what is left; "
            "portion: shares of a whole that is not printed; "
            "together: what several amounts make up of one whole"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every share whose part and whole are found."""
    if options.of == "hundred":
        yield from wholes(ledger, list(shares(ledger)))
    elif options.of == "portion":
        yield from portions(ledger, list(_unproven(ledger)))
        yield from of_named(ledger, list(_unproven(ledger, guessed=True)))
    elif options.of == "together":
        yield from together(ledger)
        yield from satisfied(ledger)
    elif options.of == "share":
        yield from shares(ledger)
        yield from told_elsewhere(ledger, {r.terms[0].fact.id for r in shares(ledger) if r.firm})
    else:
        yield from _ratios(ledger)
        yield from spelt(ledger)
        yield from bracketed(ledger)
        yield from of_plans(ledger)


def _unproven(ledger: Ledger, *, guessed: bool = False) -> Iterator[tuple[Fact, Fact]]:
    """The shares that no printed whole explains, or only one `guessed`, each with its part."""
    for sentence, fact, one in stated_shares(ledger):
        if one is None or one.verdict != "holds" or (guessed and not one.firm):
            parts = parts_of(ledger, sentence, ledger.facts_of(sentence), fact)
            if parts:
                yield fact, parts[0]


def _ratios(ledger: Ledger) -> Iterator[Relation]:
    for sentence in ledger.sentences:
        for i in sentence.facts:
            fact = ledger.facts[i]
            named = fact.measure == "ratio" or (fact.measure == "completion" and fact.label.endswith("率"))
            if fact.measure == "ratio" and deviates(fact):
                yield from maybe(deviation(ledger, sentence, fact))
                continue
            if adjusts(fact):
                yield from maybe(adjusted(ledger, sentence, fact))
                continue
            kind = saved(ledger, sentence, fact) if named else None
            if kind is not None:
                yield kind
                continue
            defined, one = (False, None) if fact.measure == "completion" else quotient(ledger, sentence, fact)
            if named and not defined:
                one = ratio(ledger, sentence, fact)
            elif named and one is None:
                one = _of_its_sentence(ledger, sentence, fact)
            if one is not None:
                yield one


def _of_its_sentence(ledger: Ledger, sentence: Sentence, rate: Fact) -> Relation | None:
    """合计控制价A，中标价B，综合节约率p%: of the only two amounts of its sentence, whatever sentences before tell."""
    amounts = [f for f in ledger.facts_of(sentence) if f.id < rate.id]
    plain = len(amounts) == PROVEN and all(f.measure in LEVELS and f.item == rate.item for f in amounts)
    one = ratio(ledger, sentence, rate) if plain else None
    return one if one is not None and one.firm and {t.fact.sentence for t in one.terms} == {rate.sentence} else None


CHECK = Check("share", Options, run, ("share", "part", "whole", "other"), "a share against part and whole")
