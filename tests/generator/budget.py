"""The nine tables of a department's budget, from the same invented money as its final accounts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.generator.workbook import NUMBERS, ZERO, Accounts, Grid, Spent, listed, show, tables

_FUNDS = ("general", "fund", "state")
_SOURCES = ("一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款")


def budget(a: Accounts) -> tuple[Grid, ...]:
    """总表, 收入, 支出, 财政拨款, 一般公共预算, 基本支出, “三公”, 政府性基金 and 国有资本经营."""
    made = {g.kind: g for g in tables(a)}
    return (
        _summary(a),
        _income(a),
        replace(made["expenditure"], title="部门支出总表"),
        _fiscal(a),
        replace(made["general"], title="一般公共预算支出表"),
        replace(listed(made["basic"]), title="一般公共预算基本支出表"),
        _official(a),
        replace(made["fund"], title="政府性基金预算支出表"),
        replace(made["state"], title="国有资本经营预算支出表"),
    )


def _spent(rows: list[Spent]) -> Decimal:
    return sum((r.basic + r.project for r in rows), ZERO)


def _by_class(rows: list[Spent]) -> dict[str, list[Spent]]:
    found: dict[str, list[Spent]] = {}
    for r in rows:
        found.setdefault(r.subject.top, []).append(r)
    return found


def _summary(a: Accounts) -> Grid:
    left = [
        (f"{NUMBERS[i]}、{n}收入", show(a.income[k])) for i, (n, k) in enumerate(zip(_SOURCES, _FUNDS, strict=True))
    ]
    left += [("四、事业收入", show(a.income["own"])), ("五、其他收入", "")]
    classes = _by_class(a.everything).items()
    whole = [(name, sum((r.own_basic + r.own_project for r in rows), _spent(rows))) for name, rows in classes]
    right = [(f"{NUMBERS[i]}、{name}", show(value)) for i, (name, value) in enumerate(whole)]
    income, outgo = sum(a.income.values(), ZERO), sum((v for _, v in whole), ZERO)
    opening, closing = sum(a.opening.values(), ZERO), sum(a.closing.values(), ZERO) + a.distribution
    assert income + opening + a.reserve == outgo + closing
    foot = [
        ("本年收入合计", show(income), "本年支出合计", show(outgo)),
        ("使用非财政拨款结余", show(a.reserve), "", ""),
        ("上年结转结余", show(opening), "结转下年", show(closing)),
        ("收入总计", show(income + opening + a.reserve), "支出总计", show(outgo + closing)),
    ]
    head = [("收入", "", "支出", ""), ("项目", "预算数", "项目", "预算数")]
    return Grid("total", "部门收支总表", (*head, *_beside(left, right, 2), *foot))


def _beside(left: list[tuple[str, str]], right: list[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    height = max(len(left), len(right))
    left = left + [("", "")] * (height - len(left))
    rows = right + [("",) * width] * (height - len(right))
    return [(*x, *y) for x, y in zip(left, rows, strict=True)]


def _income(a: Accounts) -> Grid:
    opening = sum(a.opening.values(), ZERO) + a.reserve
    values = [opening, *(a.income[k] for k in _FUNDS), a.income["own"]]
    line = tuple(map(show, (sum(values, ZERO), *values)))
    head = ("科目编码", "科目名称", "合计", "上年结转", *(f"{s}收入" for s in _SOURCES), "事业收入")
    return Grid("income", "部门收入总表", (head, ("", "合计", *line), ("205", "教育支出", *line)))


def _fiscal(a: Accounts) -> Grid:
    parts = (a.general, a.fund, a.state)
    left: list[tuple[str, str]] = []
    for name, money in (("一、本年收入", a.income), ("二、上年结转", a.opening)):
        left.append((name, show(sum((money[k] for k in _FUNDS), ZERO))))
        left += [
            (f"（{NUMBERS[i]}）{s}", show(money[k])) for i, (s, k) in enumerate(zip(_SOURCES, _FUNDS, strict=True))
        ]
    spent, closing = [_spent(p) for p in parts], [a.closing[k] for k in _FUNDS]
    right: list[tuple[str, ...]] = [("一、本年支出", *_across(spent))]
    for i, (name, rows) in enumerate(_by_class(a.everything).items()):
        right.append((f"（{NUMBERS[i]}）{name}", *_across([_spent([r for r in rows if r in p]) for p in parts])))
    right.append(("二、结转下年", *_across(closing)))
    income = sum((a.income[k] + a.opening[k] for k in _FUNDS), ZERO)
    both = [x + y for x, y in zip(spent, closing, strict=True)]
    foot = ("收入总计", show(income), "支出总计", *_across(both))
    head = [
        ("收入", "", "支出", "", "", "", ""),
        ("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
    ]
    return Grid("fiscal", "财政拨款收支总表", (*head, *_beside(left, right, 5), foot))


def _across(values: list[Decimal]) -> tuple[str, ...]:
    return tuple(map(show, (sum(values, ZERO), *values)))


def _official(a: Accounts) -> Grid:
    abroad, bought, run, guests = (a.official[n][0] for n in ("overseas", "purchase", "running", "reception"))
    head = [
        ("合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"),
        ("", "", "小计", "公务用车购置费", "公务用车运行费", ""),
    ]
    line = (abroad + bought + run + guests, abroad, bought + run, bought, run, guests)
    return Grid("official", "一般公共预算“三公”经费支出表", (*head, tuple(map(show, line))))
