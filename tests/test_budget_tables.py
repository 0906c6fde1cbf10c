"""The nine tables of a budget: recognised, silent when they are right, and every cell checked."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from auditlint import engine, packs
from auditlint.facts import build
from auditlint.packs import Rulebook
from auditlint.settings import Settings
from tests.generator.budget import budget
from tests.generator.equations import NINE
from tests.generator.workbook import Grid, accounts, document


@cache
def rulebook() -> Rulebook:
    return packs.load()


def told(grids: list[Grid]) -> list[str]:
    found = engine.audit([document(grids)], rulebook(), Settings()).findings
    return [f.code for f in found if f.severity != "info"]


@pytest.mark.parametrize("seed", range(8))
def test_right_tables_are_silent_and_checked(seed: int) -> None:
    made = document(budget(accounts(Random(seed), rich=seed % 2 == 0)))
    assert sorted(t.form.kind if t.form else "" for t in build([made], rulebook()).tables) == sorted(NINE)
    result = engine.audit([made], rulebook(), Settings())
    assert [f.message for f in result.findings] == []
    firm = {t.fact.id for r in result.relations if r.firm for t in r.terms}
    loose = [f.label for f in result.facts if f.figure.unit.name and f.id not in firm]
    assert len(loose) <= 1  # the only source of a poor department, which its total repeats


@pytest.mark.parametrize("seed", [30, 32])
def test_mistyped_cells_are_told(seed: int) -> None:
    made = list(budget(accounts(Random(seed))))
    rng = Random(seed)
    cells = [
        (n, r, c) for n, g in enumerate(made) for r, row in enumerate(g.rows) for c, x in enumerate(row) if "." in x
    ]
    missed = []
    for number, row, column in rng.sample(cells, 12):
        text = made[number].rows[row][column]
        wrong = made[number].typed(row, column, ("8" if text[0] != "8" else "3") + text[1:])
        if not told([*made[:number], wrong, *made[number + 1 :]]):
            missed.append((made[number].kind, row, column))
    assert missed == []


def test_a_row_of_the_place_between_income_and_total_is_no_gap() -> None:
    made = list(budget(accounts(Random(31))))
    summary = made[0]
    at = next(i for i, line in enumerate(summary.rows) if line[0] == "使用非财政拨款结余")
    line = summary.rows[at]
    renamed = (*summary.rows[:at], ("动用历年节余资金", *line[1:]), *summary.rows[at + 1 :])
    assert line[1]
    assert told([Grid("total", summary.title, renamed), *made[1:]]) == []
