"""Check `sum`: a total against its parts, in lists, brackets and rows; a part against its whole."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.partitions import partitions, summed
from auditlint.checks.share.stated import shares
from auditlint.checks.sum.added import added
from auditlint.checks.sum.beside import (
    of_batches,
    of_classes,
    of_guests,
    of_parted,
    of_posts,
    right_behind,
)
from auditlint.checks.sum.changes import of_changes
from auditlint.checks.sum.columns import column_totals
from auditlint.checks.sum.disjoint import disjoint
from auditlint.checks.sum.divided import divided_totals
from auditlint.checks.sum.factors import factors
from auditlint.checks.sum.listed import listed
from auditlint.checks.sum.months import months
from auditlint.checks.sum.named import by_name, within
from auditlint.checks.sum.nets import nets
from auditlint.checks.sum.part import at_hundred, at_most
from auditlint.checks.sum.priors import of_priors
from auditlint.checks.sum.runs import runs
from auditlint.checks.sum.spelt import spelt_sums
from auditlint.checks.sum.tabled import tabled_sums
from auditlint.facts.ledger import Ledger
from auditlint.model import Relation
from auditlint.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """Which lists are summed: those of the text, or parts and total by name."""

    of: str = field(
        default="list",
        metadata={
            "help": "list: as the text lays it out, and rows of amounts that add up; "
            "shares: parts whose shares add up to 100; change: changes of the parts; prior: the year before; "
            "part: part ≤ whole; named: part ≤ whole, as the taxonomy names them"
        },
    )
    total: str = field(default="", metadata={"help": "concept of the total"})
    parts: tuple[str, ...] = field(
        default=(), metadata={"help": "concepts of the parts; ? marks one that may be absent"}
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of the lists of a report."""
    if options.total:
        yield from by_name(ledger, options.total, options.parts)
        return
    if options.of == "named":
        yield from within(ledger)
        return
    if options.of == "shares":
        known = (summed(one) for one in partitions(list(shares(ledger))))
        yield from (one for one in known if one is not None)
        return
    if options.of == "part":
        yield from at_hundred(ledger)
    if options.of == "list":
        yield from runs(ledger)
        yield from added(ledger)
        yield from months(ledger)
        yield from divided_totals(ledger)
        yield from tabled_sums(ledger)
        yield from column_totals(ledger)
        yield from spelt_sums(ledger)
        yield from disjoint(ledger)
        for sentence in ledger.sentences:
            facts = ledger.facts_of(sentence)
            yield from of_classes(ledger, sentence, facts)
            yield from of_batches(ledger, sentence, facts)
            yield from of_parted(ledger, sentence, facts)
            yield from of_posts(ledger, sentence, facts)
            if "接待" in sentence.text:
                yield from of_guests(ledger, sentence, facts)
        yield from listed(ledger)
    if options.of == "change":
        yield from nets(ledger)
        yield from factors(ledger)
    for listing in ledger.lists:
        if options.of == "change":
            yield from of_changes(ledger, listing)
        elif options.of == "prior":
            yield from of_priors(ledger, listing)
        elif options.of == "part":
            yield from at_most(ledger, listing)
        elif options.of == "list":
            yield from right_behind(ledger, listing)


CHECK = Check("sum", Options, run, ("total", "part", "whole", "count"), "a total against its parts")
