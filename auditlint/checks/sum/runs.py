"""Rows of amounts that add up to a neighbour, without a word that says so; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from auditlint.checks.relate import relate, significant
from auditlint.equations import Sum
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Relation

_WINDOW = 14  # amounts before or after a total that a run may reach over


def runs(ledger: Ledger) -> Iterator[Relation]:
    """Neighbouring amounts that add up to one before or after them: recognised by their sum, so never told."""
    columns: dict[tuple[int, str, str], list[Fact]] = {}
    for f in ledger.facts:
        if f.sentence < 0:
            continue
        unit = f.figure.unit
        name = unit.name if unit.dimension == "count" else ""
        if f.measure in ("level", "budget", "prior") and unit.dimension in ("money", "count"):
            columns.setdefault((f.document, f.measure, unit.dimension + name), []).append(f)
        elif f.measure == "change" and f.direction and unit.dimension == "money":
            columns.setdefault((f.document, "change" + f.basis, unit.dimension), []).append(f)
    for facts in columns.values():
        amounts = [f.figure.amount * (f.direction or 1) for f in facts]
        sums = [*accumulate(amounts, initial=Decimal(0))]  # of all amounts before each
        paragraphs = [ledger.sentences[f.sentence].block for f in facts]
        for i, total in enumerate(facts):
            if significant(total.figure) < 3 or not amounts[i]:
                continue
            yield from _run(facts, amounts, sums, paragraphs, i, 1)
            yield from _run(facts, amounts, sums, paragraphs, i, -1)


def _run(
    facts: Sequence[Fact],
    amounts: Sequence[Decimal],
    sums: Sequence[Decimal],
    paragraphs: Sequence[int],
    i: int,
    step: int,
) -> Iterator[Relation]:
    """The shortest run on one side of a total that adds up to it, starting next to it or a few amounts on."""
    total = amounts[i]
    here = paragraphs[i]
    for start in range(1, 5):
        first = i + step * start
        if not 0 <= first < len(facts):
            return
        if step > 0:
            wanted, reached = sums[first] + total, sums[first + 1 : first + 1 + _WINDOW]
        else:
            wanted, reached = sums[first + 1] - total, sums[max(first + 1 - _WINDOW, 0) : first + 1][::-1]
        if wanted not in reached:
            continue
        for j, found in zip(range(first, first + step * _WINDOW, step), reached, strict=False):
            if abs(paragraphs[j] - here) > _WINDOW:
                break
            if found != wanted:
                continue
            parts = [facts[k] for k in range(first, j + step, step)]
            if sum(1 for p in parts if p.figure.value) >= 2:
                signs = (
                    tuple(1 if a > 0 or not total else -1 for a in amounts[first : j + step : step]) if step > 0 else ()
                )
                if step < 0:
                    signs = tuple(1 if amounts[k] >= 0 else -1 for k in range(first, j + step, step))
                if total < 0:
                    signs = tuple(-s for s in signs)
                relation = relate("sum", Sum(signs), (("total", facts[i]), *(("part", p) for p in parts)), firm=False)
                if relation is not None and relation.verdict == "holds":
                    yield relation
                break
