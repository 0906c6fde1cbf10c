"""What a total consists of by the taxonomy; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from auditlint.facts.ledger import Ledger
from auditlint.model import Fact
from auditlint.packs import Part


def defined(ledger: Ledger, total: Fact | None, parts: Sequence[Fact]) -> bool:
    """Whether parts are by name just what a total consists of; of any total that has no optional parts for None."""
    names = {p.concept for p in parts if p.concept}
    return len(names) == len(parts) and consists(ledger, total, names)


def consists(ledger: Ledger, total: Fact | None, names: AbstractSet[str]) -> bool:
    """Whether concepts are just those that a total, or any one, consists of."""
    concepts = {c.name: c.parts for c in ledger.rulebook.taxonomy.concepts}
    return any(
        {w.name for w in wanted if not w.optional} <= _joined(names, wanted, concepts) <= {w.name for w in wanted}
        for name, sets in concepts.items()
        for wanted in sets
        if (name == total.concept if total is not None else not any(w.optional for w in wanted))
    )


def _joined(
    names: AbstractSet[str], wanted: Sequence[Part], concepts: Mapping[str, Sequence[Sequence[Part]]]
) -> AbstractSet[str]:
    """Names of parts, with a part of a set in place of all of its own: 购置费 and 运行维护费 are 公务用车."""
    for part in wanted:
        for own in concepts.get(part.name, ()):
            inner = {w.name for w in own}
            if part.name not in names and inner <= names and not any(w.optional for w in own):
                names = (names - inner) | {part.name}
    return names


def disjoint(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether parts are by name different parts of a total, some of which may be left out: they cannot exceed it."""
    names = {p.concept for p in parts if p.concept}
    concept = next((c for c in ledger.rulebook.taxonomy.concepts if c.name == total.concept), None)
    return len(names) == len(parts) and concept is not None and any(names <= {w.name for w in k} for k in concept.parts)
