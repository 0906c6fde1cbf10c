"""What is left of a whole when parts with their shares were told: 甲a万元，占W的p%；其余b万元; part of `balance`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate
from auditlint.checks.share.stated import shares
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_REST = compiled(r"[,，;；。](?:其余|余下|剩余|剩下)(?:的|部分|资金|款项|支出|收入)*(?:为|共|计)?$")


def rests_of_shares(ledger: Ledger) -> Iterator[Relation]:
    """The relation of an amount that is called the rest, right behind parts whose shares of one whole hold."""
    held = [r for r in shares(ledger) if r.verdict == "holds" and len(r.terms) == _SHARE]
    for made in held:
        share, part, whole = (t.fact for t in made.terms)
        rest = ledger.facts[share.id + 1] if share.id + 1 < len(ledger.facts) else share
        if rest.sentence != share.sentence or rest.measure != "level" or not compatible(rest, whole):
            continue
        if whole.id > part.id or not _REST.search(ledger.before(rest, 8)):
            continue
        parts = [r.terms[1].fact for r in held if r.terms[2].fact.id == whole.id and whole.id < r.terms[1].fact.id]
        parts = [f for f in parts if f.id < rest.id and f.section == rest.section]
        if not parts:
            continue
        between = ledger.facts[min(f.id for f in parts) : rest.id]
        if any(f.id not in {p.id for p in parts} and _another(f, whole) for f in between):
            continue
        # 编制W辆，在用V辆，其中甲a辆，占W的p%，其余b辆: the rest may be one of V
        above = (f for f in reversed(ledger.facts[: parts[0].id]) if f.section == whole.section and _another(f, whole))
        readings = [_left(rest, w, parts) for w in (whole, *(f for f in islice(above, _NEAR) if f.id != whole.id))]
        held_by = next((r for r in readings if r is not None and r.verdict == "holds"), None)
        own = ledger.facts_of(ledger.sentences[rest.sentence])
        if held_by is not None or not any(f.id > rest.id and _another(f, whole) for f in own):  # 其余a为甲，b为乙
            yield from maybe(held_by or readings[0])


_NEAR = 4  # amounts before parts of which they may be


def _left(rest: Fact, whole: Fact, parts: Sequence[Fact]) -> Relation | None:
    terms = (("stated", rest), ("plus", whole), *(("minus", f) for f in parts))
    return relate("balance", Sum((1, *(-1 for _ in parts))), terms, firm=True)


_SHARE = 3  # terms of a share


def _another(fact: Fact, whole: Fact) -> bool:
    """Whether a figure among the parts may be one more of them."""
    return fact.measure in ("level", "budget") and compatible(fact, whole)
