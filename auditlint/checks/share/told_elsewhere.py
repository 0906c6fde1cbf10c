"""T万元，其中甲收入占p%，乙收入占q%: shares of amounts that another place tells; part of the check `share`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from auditlint.checks.parts import compatible
from auditlint.checks.relate import relate, significant
from auditlint.equations import HUNDRED, Share
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.records import replace

_PROVEN = 2  # shares of a sentence that show which amounts are meant
_TELLING = 3  # digits of a share that proves what its whole is


def told_elsewhere(ledger: Ledger, known: Collection[int]) -> Iterator[Relation]:
    """The shares of a sentence with names of their own and no amounts, but for those `known` already.

    One that does not hold is told where two others of the sentence do, and all together are not 100.
    """
    for sentence in ledger.sentences:
        if "占" not in sentence.text:
            continue
        made = [*_relations(ledger, sentence, known)]
        held = [r for r in made if r.verdict == "holds" and significant(r.figures[0]) >= _TELLING]
        shares = [f.figure for f in ledger.facts_of(sentence) if f.measure == "share"]
        whole = abs(sum(s.value for s in shares) - HUNDRED) <= sum(s.half for s in shares)
        for one in made:
            others = sum(h is not one for h in held)
            if one.verdict != "broken":
                yield replace(one, firm=others > 0)
            elif others >= _PROVEN and not whole:
                yield replace(one, firm=True)


def _relations(ledger: Ledger, sentence: Sentence, known: Collection[int]) -> Iterator[Relation]:
    facts = ledger.facts_of(sentence)
    for share in (f for f in facts if f.measure == "share" and f.concept and f.id not in known and not f.basis):
        before = [f for f in facts if f.id < share.id and f.measure == "level" and f.figure.unit.dimension == "money"]
        part = ledger.stated_once(share.concept)
        if len(before) == 1 and part is not None and _may_be(share, part, before[0]):
            terms = (("share", share), ("part", part), ("whole", before[0]))
            one = relate("share", Share(), terms, firm=False)
            if one is not None:
                yield one


def _may_be(share: Fact, part: Fact, whole: Fact) -> bool:
    """Whether an amount told elsewhere may be the part of a whole beside a share."""
    alike = compatible(part, whole) and part.document == share.document and part.sentence != share.sentence
    named = whole.concept != share.concept and (not share.base or whole.label.endswith(share.base))
    return alike and named and part.figure.amount <= whole.figure.amount
