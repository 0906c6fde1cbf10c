"""The value before a change where those of several amounts stand in one row; part of the check `change`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.subjects import BOTH, LEVELS
from auditlint.checks.ways import same_unit
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import SIDES, likeness, side
from auditlint.model import Fact

_JOINED = compiled(r"(?:[、和及与]|以及)[^,;。:、0-9]{0,12}")
_MOVES = ("change", "rate", "share", "completion")


def pair_of_row(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> tuple[Fact, Fact] | None:
    """收、支分别是A、B。与上年的C、D相比，收入增加a，支出减少b: the values of both years at one place of their rows."""
    row, now, place = _place(ledger, facts, change)
    return (now[place], row[place]) if now and place >= 0 else None


def base_of_row(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> tuple[bool, Fact | None]:
    """Whether a row of values stands before a change, and the one of them that it is against."""
    row, _, place = _place(ledger, facts, change)
    return bool(row), row[place] if place >= 0 else None


def _place(ledger: Ledger, facts: Sequence[Fact], change: Fact) -> tuple[list[Fact], list[Fact], int]:
    """The row before a change, the row of this year's values before that, and the place that the change speaks of."""
    before = [f for f in facts[: facts.index(change)] if f.measure not in _MOVES]
    row = _row(ledger, before)
    if len(row) < 2 or change.depth != row[-1].depth:
        return [], [], -1
    behind = facts[facts.index(row[-1]) + 1 : facts.index(change) + 1]
    name = next((f.label for f in reversed(behind) if f.label), "")
    first = row[0].id
    now = list(ledger.facts[max(first - len(row), 0) : first])
    place = (row[0].document, row[0].figure.span.block)
    if len(now) < len(row) or not all(_alike(f, row[0]) and (f.document, f.figure.span.block) == place for f in now):
        now = []
    names = [f.label for f in row] if any(f.label for f in row) else [f.label for f in now]
    if len(row) == len(SIDES) and (not names or (not names[1] and (not names[0] or BOTH.search(names[0])))):
        names = [*SIDES]
    ranked = [likeness(own, name) or int(bool(side(name)) and side(own) == side(name)) for own in names]
    best = max(ranked, default=0)
    return row, now, ranked.index(best) if best and ranked.count(best) == 1 else -1


def _alike(now: Fact, then: Fact) -> bool:
    """Whether a value may be this year's of a thing of which the other is last year's."""
    return now.measure in LEVELS and same_unit(now, then) and now.depth == then.depth


def _row(ledger: Ledger, before: Sequence[Fact]) -> list[Fact]:
    """The values of the year before, or of the plan, at the end of some figures, joined to a row."""
    found: list[Fact] = []
    for f in reversed(before):
        if f.measure not in ("prior", "budget") or (found and not _beside(ledger, f, found[0])):
            break
        found.insert(0, f)
    return found


def _beside(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether a value goes on in a row with the next."""
    alike = one.measure == other.measure and same_unit(one, other) and one.depth == other.depth
    between = ledger.sentences[one.sentence].between(one, other).replace(" ", "")
    return alike and one.sentence == other.sentence and _JOINED.fullmatch(between) is not None
