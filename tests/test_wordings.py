"""Every wording of tests/wordings: understood where it is right, told once where one figure is wrong."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.wordings import (
    Case,
    adjustments,
    amounts,
    annexes,
    announced,
    audit,
    averages,
    beside,
    changes,
    claims,
    compared,
    completion,
    contradictions,
    counts,
    departments,
    divided,
    documents,
    evaluations,
    flattened,
    forms,
    governments,
    kinds,
    layouts,
    list_ends,
    look_alikes,
    meant,
    misworded,
    net_changes,
    nothing,
    paid,
    plain_words,
    points,
    procurement,
    provinces,
    public_bodies,
    public_expenses,
    rates,
    reckoned,
    remainders,
    rolls,
    said,
    sections,
    shares,
    shown,
    silent,
    slips,
    spelt,
    structure,
    tabled,
    told,
    totals,
    touched,
    traps,
    unopened,
    websites,
    whole_lists,
    words,
    year_money,
    years,
)

THEMES = {
    "adjustments": adjustments,
    "amounts": amounts,
    "annexes": annexes,
    "announced": announced,
    "averages": averages,
    "beside": beside,
    "changes": changes,
    "claims": claims,
    "compared": compared,
    "completion": completion,
    "contradictions": contradictions,
    "counts": counts,
    "divided": divided,
    "documents": documents,
    "kinds": kinds,
    "layouts": layouts,
    "list_ends": list_ends,
    "look_alikes": look_alikes,
    "meant": meant,
    "misworded": misworded,
    "net_changes": net_changes,
    "said": said,
    "sections": sections,
    "shares": shares,
    "totals": totals,
    "nothing": nothing,
    "paid": paid,
    "points": points,
    "remainders": remainders,
    "rolls": rolls,
    "public_bodies": public_bodies,
    "public_expenses": public_expenses,
    "rates": rates,
    "reckoned": reckoned,
    "plain_words": plain_words,
    "procurement": procurement,
    "traps": traps,
    "unopened": unopened,
    "websites": websites,
    "whole_lists": whole_lists,
    "words": words,
    "year_money": year_money,
    "years": years,
    "provinces": provinces,
    "silent": silent,
    "slips": slips,
    "spelt": spelt,
    "structure": structure,
    "tabled": tabled,
    "evaluations": evaluations,
    "flattened": flattened,
    "forms": forms,
    "departments": departments,
    "governments": governments,
}


def _parameters(cases: Iterable[tuple[str, Case]]) -> list[object]:
    return [
        pytest.param(
            c, id=f"{theme}-{c.name}", marks=[pytest.mark.xfail(strict=True, reason=c.lacks)] if c.lacks else []
        )
        for theme, c in cases
    ]


ALL = [(theme, c) for theme, module in THEMES.items() for c in module.CASES]


@pytest.mark.parametrize("case", _parameters(ALL))
def test_wording(case: Case) -> None:
    """The consistent text has its relations and no finding; the broken one a single finding at the changed place."""
    result = audit(case.right)
    assert result.errors == ()
    assert [f"{f.code} {f.message}" for f in told(result)] == []
    evaluated = {shown(r) for r in result.relations if r.verdict == "holds"}
    assert set(case.holds) <= evaluated
    if case.told:
        assert case.wrong != case.right
        broken = audit(case.wrong)
        found = told(broken)
        assert [f.code for f in found] == [case.told], [f.message for f in found]
        start, end = case.marked
        assert any(s < end and start < e for s, e in touched(broken, found[0], case.wrong)), found[0].message


_OTHERWISE = (("，", "。"), ("；", "、"), ("万元", "%"))


@pytest.mark.parametrize("theme", THEMES)
def test_oddly_punctuated_texts_break_no_rule(theme: str) -> None:
    """Whatever stands where a rule does not expect it: every rule runs to its end (what breaks one fails the test)."""
    texts = [side for c in THEMES[theme].CASES for side in dict.fromkeys((c.right, c.wrong))]
    for there, then in _OTHERWISE:
        assert audit("\n".join(texts).replace(there, then)).errors == ()


def test_names_are_unique() -> None:
    """A case is found by its name."""
    names = [f"{theme}-{c.name}" for theme, c in ALL]
    assert len(set(names)) == len(names)
