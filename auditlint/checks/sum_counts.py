"""Counts that are listed by kind: kinds that exclude each other cannot be more than all there are; part of `sum`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditlint.facts.divisions import divided
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.words import pattern
from auditlint.model import Fact

_OPENERS = ("其中", "包括", "(", "分别", "由")
_TOTALS = ("合计", "共计", "累计", "总计", "共")


def counted(total: Fact) -> bool:
    """Whether a total counts people or things."""
    return total.figure.unit.dimension == "count"


def exclusive(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the names of counts are kinds that exclude each other, by a word that opens them and by their endings."""
    labels = [p.label for p in parts]
    if listing.opener not in _OPENERS or not all(labels) or len(set(labels)) < len(labels):
        return False
    if len({p.item for p in (total, *parts)}) > 1:  # beyond ";" stands another count, not one more kind of this one
        return False
    if divided(labels, ledger.rulebook.lexicon) or rest(labels[-1]):
        return True
    alike = max(Counter(label[-1] for label in labels).values())
    return alike * 2 >= len(labels) and not overlapping(ledger, parts)


def overlapping(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether people or things may be counted under several of these names: 初中生, 寄宿生."""
    several = pattern(ledger.rulebook.lexicon, "overlapping")
    return any(several.search(p.label) for p in parts)


def divided_twice(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether some parts in a row make up the total: the others divide it once more, by something else."""
    values = [p.figure.value for p in parts]
    runs = (values[i:k] for i in range(len(values)) for k in range(i + 2, len(values) + 1))
    return any(sum(run) == total.figure.value for run in runs)


def rest(label: str) -> bool:
    """Whether a label takes all that is not named before it: 其他人员."""
    return label.startswith("其他")


def all_before(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the counts before their total are all there are of their unit in the sentence and the one before."""
    if listing.opener not in _TOTALS or total.label not in ("", *_TOTALS) or len({p.label[-1:] for p in parts}) > 1:
        return False
    near = ledger.sentences[max(total.sentence - 1, 0) : total.sentence + 1]
    same = [f for s in near for f in ledger.facts_of(s) if f.figure.unit == total.figure.unit and f.id <= total.id]
    return {f.id for f in same} == {total.id, *(p.id for p in parts)}
