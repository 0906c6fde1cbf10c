"""The formula language: arithmetic over intervals, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditlint.errors import Malformed
from auditlint.formula_texts import parse
from auditlint.intervals import Interval

D = Decimal


def test_names_are_in_order_with_the_stated_one_first() -> None:
    formula = parse("执行率 ＝ 实际支出 ÷ （年初预算 ＋ 调整数）")
    assert formula.names == ("执行率", "实际支出", "年初预算", "调整数")
    assert formula.exact([D(0), D(30), D(40), D(20)]) == D("0.5")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = a + b * c", "7"),
        ("x = (a + b) × c", "9"),
        ("x = a − b − c", "-4"),
        ("x = a - (b - c)", "2"),
        ("x = -a + 2.50 * b + c", "7.00"),
        ("x = a / b / c", "0.1666666666666666666666666667"),
    ],
)
def test_arithmetic(source: str, value: str) -> None:
    assert parse(source).exact([D(0), D(1), D(2), D(3)]) == D(value)


@pytest.mark.parametrize("sign", ["=", "≤", "≥", "<", ">", "<=", ">=", "==", "＝", "≦", "≧"])
def test_comparisons(sign: str) -> None:
    written = {"≤": "<=", "≥": ">=", "≦": "<=", "≧": ">=", "＝": "=", "==": "="}
    assert parse(f"a {sign} b").comparison == written.get(sign, sign)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("x=a-(b-c)", "A − (B − C)"),
        ("x=a-(b+c)", "A − (B + C)"),
        ("x=(a+b)/c", "(A + B) ÷ C"),
        ("x=a/(b*c)", "A ÷ (B × C)"),
        ("x=a*b/c", "A × B ÷ C"),
        ("x=-(a+b)*0.50-c", "−(A + B) × 0.50 − C"),
    ],
)
def test_the_text_needs_no_other_brackets(source: str, shown: str) -> None:
    assert parse(source).text(["X", "A", "B", "C"]) == shown


def test_a_name_that_occurs_twice_does_not_widen_the_interval() -> None:
    formula = parse("x = a / (a + b)")
    span = formula.range([Interval(D(0), D(0)), Interval(D(9), D(11)), Interval(D(9), D(11))])
    assert (span.low, span.high) == (D("0.45"), D("0.55"))


ARITHMETIC = ["x = a + b - c", "x = a / b + c", "x = a / (a + b)", "x = (a - b) / b", "x = a * b / c", "x = c * c - a"]


@given(
    st.sampled_from(ARITHMETIC),
    st.tuples(*[st.decimals("1", "1000", places=2) for _ in range(3)]),
    st.tuples(*[st.decimals("-0.005", "0.005", places=4) for _ in range(3)]),
)
def test_the_interval_holds_every_value_inside(source: str, middle: tuple[D, ...], shift: tuple[D, ...]) -> None:
    formula = parse(source)
    values = dict(zip("abc", middle, strict=True))
    moved = {n: v + s for (n, v), s in zip(values.items(), shift, strict=True)}
    half = D("0.005")
    spans = [Interval(D(0), D(0)), *(Interval(values[n] - half, values[n] + half) for n in formula.names[1:])]
    span = formula.range(spans)
    exact = formula.exact([D(0), *(moved[n] for n in formula.names[1:])])
    assert span.low - D("1e-20") <= exact <= span.high + D("1e-20")


@given(
    st.sampled_from(ARITHMETIC),
    st.tuples(*[st.decimals("1", "1000", places=2) for _ in range(3)]),
)
def test_solving_makes_the_formula_hold(source: str, values: tuple[D, ...]) -> None:
    formula = parse(source)
    operands = [D(0), *values[: len(formula.names) - 1]]
    operands[0] = formula.exact(operands)
    for index in range(len(operands)):
        disturbed = list(operands)
        disturbed[index] = operands[index] * D("1.37") + D("0.01")
        solved = formula.solve(index, disturbed)
        if solved is None:
            continue
        disturbed[index] = solved
        assert abs(formula.exact(disturbed) - disturbed[0]) <= max(abs(disturbed[0]), D(1)) * D("1e-8")


def test_where_nothing_solves_it_says_so() -> None:
    assert parse("x = a * 0 + b").solve(1, [D(1), D(2), D(3)]) is None
    assert parse("x = a / b").solve(2, [D(0), D(2), D(3)]) is None


def test_a_nonlinear_name_is_found_by_bisection() -> None:
    solved = parse("x = a / b").solve(2, [D(4), D(10), D(30)])
    assert solved is not None
    assert abs(solved - D("2.5")) < D("1e-9")


def test_a_name_with_several_figures_is_their_sum() -> None:
    formula = parse("total = part - rest").expanded({"total": 1, "part": 3, "rest": 1})
    assert formula.exact([D(0), D(1), D(2), D(3), D(4)]) == D(2)
    assert formula.text(["T", "1", "2", "3", "4"]) == "1 + 2 + 3 − 4"


@pytest.mark.parametrize(
    ("source", "offset", "message"),
    [
        ("rate = actual / buget", 16, "unknown name 'buget'; did you mean 'budget'?"),
        ("rate = 实际 ÷ budget", 7, "unknown name '实际'; known are rate, actual, budget"),
        ("rate ≥ actual ＋ abs(budget)", 16, "a formula has names, numbers, + − × ÷ and brackets only"),
        ("rate = actual ** 2", 7, "a formula has names, numbers, + − × ÷ and brackets only"),
        ("rate = (actual if budget else 2)", 8, "a formula has names, numbers, + − × ÷ and brackets only"),
        ("rate = 'a'", 7, "a formula has names, numbers, + − × ÷ and brackets only"),
        ("rate = 1e9 * actual", 7, "a formula has names, numbers, + − × ÷ and brackets only"),
        ("rate + 1 = actual", 0, "the left side is one name"),
        ("rate = 3", 7, "the right side names nothing"),
        ("rate = rate + actual", 0, "'rate' is on both sides"),
        ("actual / budget", 0, "a formula is 'name = …' with one of = ≤ ≥ < >"),
        ("rate ≤ actual ≤ budget", 7, "only one of = ≤ ≥ < >"),
        ("rate != actual", 8, "only one of = ≤ ≥ < >"),
        ("rate = (actual", 7, "not a formula"),
        ("", 0, "an empty formula"),
    ],
)
def test_faults_have_a_place(source: str, offset: int, message: str) -> None:
    with pytest.raises(Malformed) as caught:
        parse(source, ("rate", "actual", "budget"))
    assert (caught.value.offset, str(caught.value)) == (offset, message)


def test_a_hostile_formula_is_refused_quickly() -> None:
    for source in ("x = " + "(" * 300 + "a" + ")" * 300, "x = " + "-" * 480 + "a", "x = a" + " + a" * 400):
        with pytest.raises(Malformed):
            parse(source, ("x",))
