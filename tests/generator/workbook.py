"""The nine tables of a department's final accounts, true to the cent, as grids of printed cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from random import Random

from openpyxl import Workbook

from auditlint.intervals import quantize
from auditlint.model import Address, Block, Cell, Document, Segment, Table
from tests.generator.names import SUBJECTS, Subject

ZERO = Decimal(0)
FUNDS = (
    Subject(
        "2120899", "城乡社区支出", "国有土地使用权出让收入安排的支出", "其他国有土地使用权出让收入安排的支出", False
    ),
    Subject("2296002", "其他支出", "彩票公益金安排的支出", "用于社会福利的彩票公益金支出", False),
)
STATE = Subject("2239999", "国有资本经营预算支出", "其他国有资本经营预算支出", "其他国有资本经营预算支出", False)
STAFF = (
    (
        "301",
        "工资福利支出",
        (
            ("30101", "基本工资"),
            ("30102", "津贴补贴"),
            ("30103", "奖金"),
            ("30108", "机关事业单位基本养老保险缴费"),
            ("30113", "住房公积金"),
        ),
    ),
    ("303", "对个人和家庭的补助", (("30301", "离休费"), ("30302", "退休费"), ("30304", "抚恤金"))),
)
OFFICE = (
    (
        "302",
        "商品和服务支出",
        (
            ("30201", "办公费"),
            ("30205", "水费"),
            ("30211", "差旅费"),
            ("30217", "公务接待费"),
            ("30231", "公务用车运行维护费"),
            ("30299", "其他商品和服务支出"),
        ),
    ),
    ("310", "资本性支出", (("31002", "办公设备购置"), ("31013", "公务用车购置"))),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed."""

    kind: str
    title: str
    rows: tuple[tuple[str, ...], ...]
    unit: str = "万元"

    @property
    def heads(self) -> int:
        """Header rows above the figures."""
        return next((i for i, line in enumerate(self.rows) if any("." in c[1:] for c in line)), len(self.rows))

    def spans(self, row: int) -> list[tuple[int, int, str]]:
        """(column, width, text) of a row's cells.

        In a header a blank belongs to the cell before it, or to the one above, which it then leaves blank.
        """
        line = self.rows[row]
        if row >= self.heads - 1:
            return [(column, 1, text) for column, text in enumerate(line)]
        found: list[tuple[int, int, str]] = []
        for column, text in enumerate(line):
            under = any(self.rows[r][column] for r in range(row + 1, self.heads))
            under = under and not (row and self.rows[row - 1][column])
            if not text and under and found and found[-1][2]:
                start, width, first = found.pop()
                found.append((start, width + 1, first))
            else:
                found.append((column, 1, text))
        return found

    def typed(self, row: int, column: int, text: str) -> Grid:
        """The same with another text in one cell."""
        line = list(self.rows[row])
        line[column] = text
        return replace(self, rows=(*self.rows[:row], tuple(line), *self.rows[row + 1 :]))


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent on a subject: basic and project expenditure from the fiscal appropriation, and from other money."""

    subject: Subject
    basic: Decimal
    project: Decimal
    own_basic: Decimal = ZERO
    own_project: Decimal = ZERO


@dataclass(slots=True)
class Accounts:
    """A department's year in full."""

    general: list[Spent]
    fund: list[Spent]
    state: list[Spent]
    opening: dict[str, Decimal]  # by fund: general, fund, state, own
    closing: dict[str, Decimal]
    income: dict[str, Decimal]
    reserve: Decimal
    distribution: Decimal
    staff: list[tuple[str, str, list[tuple[str, str, Decimal]]]]
    office: list[tuple[str, str, list[tuple[str, str, Decimal]]]]
    official: dict[str, tuple[Decimal, Decimal]]
    sources: dict[str, Decimal] = field(default_factory=dict)

    @property
    def everything(self) -> list[Spent]:
        """All expenditure, in order of codes."""
        return sorted([*self.general, *self.fund, *self.state], key=lambda s: s.subject.code)


def accounts(rng: Random, *, rich: bool = True) -> Accounts:
    """Random accounts; `rich` ones have money of every fund and source."""

    def money(low: float = 3, high: float = 400) -> Decimal:
        return quantize(Decimal(str(rng.uniform(low, high))), 2)

    subjects = sorted(rng.sample(SUBJECTS, rng.randint(6, 10)), key=lambda s: s.code)
    if not any(s.basic for s in subjects):
        subjects[0] = SUBJECTS[0]
    if all(s.basic for s in subjects):
        subjects[-1] = SUBJECTS[-1]
    subjects = sorted(dict.fromkeys(subjects), key=lambda s: s.code)
    general = []
    for s in subjects:
        own = rich and rng.random() < 0.4
        general.append(
            Spent(
                s,
                money(20) if s.basic else ZERO,
                ZERO if s.basic else money(),
                money() if own and s.basic else ZERO,
                money() if own and not s.basic else ZERO,
            )
        )
    fund = [Spent(s, ZERO, money()) for s in (FUNDS if rich else ())]
    state = [Spent(STATE, ZERO, money())] if rich else []
    opening = {"general": money(), "fund": money() if rich else ZERO, "state": ZERO, "own": money() if rich else ZERO}
    closing = {"general": money(), "fund": money() if rich else ZERO, "state": ZERO, "own": money() if rich else ZERO}
    spent = {
        k: sum((s.basic + s.project for s in v), ZERO)
        for k, v in (("general", general), ("fund", fund), ("state", state))
    }
    income = {}
    for k, v in spent.items():
        income[k] = v + closing[k] - opening[k]
        if income[k] < 1 and v:
            closing[k] += 2 - income[k]
            income[k] = Decimal(2)
    own = sum((s.own_basic + s.own_project for s in general), ZERO)
    reserve = money() if rich else ZERO
    distribution = money() if rich else ZERO
    income["own"] = own + closing["own"] + distribution - opening["own"] - reserve
    if income["own"] < 40 and rich:
        closing["own"] += 60 - income["own"]
        income["own"] = Decimal(60)
    first = quantize(income["own"] / 3, 2)
    second = quantize(income["own"] / 4, 2)
    sources = {"上级补助收入": first, "事业收入": second, "其他收入": income["own"] - first - second} if rich else {}
    whole = sum((s.basic for s in general), ZERO)
    staff_money, office_money = quantize(whole * Decimal("0.72"), 2), ZERO
    office_money = whole - staff_money
    staff = _spread(rng, STAFF, staff_money)
    office = _spread(rng, OFFICE, office_money)
    booked = {code: value for _, _, rows in office for code, _, value in rows}
    official = {
        "overseas": (money(1, 9), money(1, 8)),
        "purchase": (booked["31013"] + money(1, 9), booked["31013"] + money(1, 5)),
        "running": (booked["30231"] + money(1, 9), booked["30231"] + money(1, 5)),
        "reception": (booked["30217"] + money(1, 9), booked["30217"] + money(1, 5)),
    }
    return Accounts(
        general, fund, state, opening, closing, income, reserve, distribution, staff, office, official, sources
    )


def _spread(
    rng: Random, groups: Sequence[tuple[str, str, Sequence[tuple[str, str]]]], whole: Decimal
) -> list[tuple[str, str, list[tuple[str, str, Decimal]]]]:
    names = [n for _, _, rows in groups for n in rows]
    weights = [Decimal(str(rng.uniform(1, 9))) for _ in names]
    values = [quantize(whole * w / sum(weights, ZERO), 2) for w in weights]
    values[0] += whole - sum(values, ZERO)
    by_code = {n[0]: v for n, v in zip(names, values, strict=True)}
    return [(code, name, [(c, n, by_code[c]) for c, n in rows]) for code, name, rows in groups]


def show(value: Decimal) -> str:
    """A cell: blank for nothing, with separators from a thousand."""
    return f"{value:,.2f}" if value else ""


def _tops(rows: Sequence[Spent]) -> dict[str, list[Spent]]:
    found: dict[str, list[Spent]] = {}
    for r in rows:
        found.setdefault(r.subject.top, []).append(r)
    return found


def _coded(rows: Sequence[Spent], cells: Sequence[Sequence[Decimal]]) -> list[tuple[str, ...]]:
    """类, 款 and 项 rows with their sums; `cells` are the columns' values of each row."""
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for r in rows:
        for code, name in (
            (r.subject.code[:3], r.subject.top),
            (r.subject.code[:5], r.subject.middle),
            (r.subject.code, r.subject.leaf),
        ):
            if code in seen:
                continue
            seen.add(code)
            inside = [c for o, c in zip(rows, cells, strict=True) if o.subject.code.startswith(code)]
            found.append((code, name, *(show(sum(column, ZERO)) for column in zip(*inside, strict=True))))
    return found


def _total(cells: Sequence[Sequence[Decimal]]) -> tuple[str, ...]:
    return tuple(show(sum(column, ZERO)) for column in zip(*cells, strict=True))


def tables(a: Accounts) -> tuple[Grid, ...]:
    """The nine tables."""
    return (
        _summary(a), _income(a), _expenditure(a), _fiscal(a), _general(a), _basic(a), _fund(a), _state(a), _official(a),
    )  # fmt: skip


def _spent(rows: Sequence[Spent]) -> Decimal:
    return sum((r.basic + r.project for r in rows), ZERO)


def _all(rows: Sequence[Spent]) -> Decimal:
    return sum((r.basic + r.project + r.own_basic + r.own_project for r in rows), ZERO)


def _zip(left: list[tuple[str, str]], right: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    width = len(right[0])
    height = max(len(left), len(right))
    left = left + [("", "")] * (height - len(left))
    rows = list(right) + [("",) * width] * (height - len(right))
    return [(*x, *y) for x, y in zip(left, rows, strict=True)]


NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")


def _summary(a: Accounts) -> Grid:
    sources = [
        ("一、一般公共预算财政拨款收入", a.income["general"]), ("二、政府性基金预算财政拨款收入", a.income["fund"]),
        ("三、国有资本经营预算财政拨款收入", a.income["state"]), ("四、上级补助收入", a.sources.get("上级补助收入", ZERO)),
        ("五、事业收入", a.sources.get("事业收入", ZERO)), ("六、经营收入", ZERO), ("七、附属单位上缴收入", ZERO),
        ("八、其他收入", a.sources.get("其他收入", ZERO)),
    ]  # fmt: skip
    income, outgo = sum((v for _, v in sources), ZERO), _all(a.everything)
    opening, closing = sum(a.opening.values(), ZERO), sum(a.closing.values(), ZERO)
    tops = [(f"{NUMBERS[i]}、{name}", show(_all(rows))) for i, (name, rows) in enumerate(_tops(a.everything).items())]
    body = _zip([(n, show(v)) for n, v in sources], tops)
    total = income + a.reserve + opening
    assert total == outgo + a.distribution + closing
    foot = [
        ("本年收入合计", show(income), "本年支出合计", show(outgo)),
        ("使用非财政拨款结余（含专用结余）", show(a.reserve), "结余分配", show(a.distribution)),
        ("年初结转和结余", show(opening), "年末结转和结余", show(closing)),
        ("总计", show(total), "总计", show(total)),
    ]
    head = [("收入", "", "支出", ""), ("项目", "金额", "项目", "金额")]
    return Grid("total", "收入支出决算总表", (*head, *body, *foot))


def _share(value: Decimal, rows: Sequence[Decimal]) -> list[Decimal]:
    """A value spread over rows in proportion to their size."""
    whole = sum(rows, ZERO)
    parts = [quantize(value * r / whole, 2) if whole else ZERO for r in rows]
    if parts:
        parts[0] += value - sum(parts, ZERO)
    return parts


def _income(a: Accounts) -> Grid:
    rows = a.everything
    fiscal = [ZERO] * len(rows)
    for key, part in (("general", a.general), ("fund", a.fund), ("state", a.state)):
        shares = iter(_share(a.income[key], [r.basic + r.project for r in part]))
        for i, r in enumerate(rows):
            if r in part:
                fiscal[i] += next(shares)
    others = {k: _share(v, [r.basic + r.project for r in rows]) for k, v in a.sources.items()}
    up, work, rest = (others.get(k, [ZERO] * len(rows)) for k in ("上级补助收入", "事业收入", "其他收入"))
    cells = [(f + u + w + o, f, u, w, ZERO, ZERO, o) for f, u, w, o in zip(fiscal, up, work, rest, strict=True)]
    head = [
        (
            "科目编码",
            "科目名称",
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        )
    ]
    body = [("", "合计", *_total(cells)), *_coded(rows, cells)]
    return Grid("income", "收入决算表", (*head, *body))


def _expenditure(a: Accounts) -> Grid:
    rows = a.everything
    cells = [(_all([r]), r.basic + r.own_basic, r.project + r.own_project, ZERO, ZERO, ZERO) for r in rows]
    head = [
        (
            "科目编码",
            "科目名称",
            "本年支出合计",
            "基本支出",
            "项目支出",
            "上缴上级支出",
            "经营支出",
            "对附属单位补助支出",
        )
    ]
    return Grid("expenditure", "支出决算表", (*head, ("", "合计", *_total(cells)), *_coded(rows, cells)))


def _fiscal(a: Accounts) -> Grid:
    funds = ("general", "fund", "state")
    names = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    left = [(f"{NUMBERS[i]}、{n}", show(a.income[k])) for i, (k, n) in enumerate(zip(funds, names, strict=True))]
    right = []
    for i, (name, rows) in enumerate(_tops(a.everything).items()):
        by = [_spent([r for r in rows if r in part]) for part in (a.general, a.fund, a.state)]
        right.append((f"{NUMBERS[i]}、{name}", show(sum(by, ZERO)), *map(show, by)))
    body = _zip(left, right)
    income = sum((a.income[k] for k in funds), ZERO)
    spent = [_spent(p) for p in (a.general, a.fund, a.state)]
    closing = [a.closing[k] for k in funds]
    opening = sum((a.opening[k] for k in funds), ZERO)
    both = [x + y for x, y in zip(spent, closing, strict=True)]
    foot = [
        ("本年收入合计", show(income), "本年支出合计", show(sum(spent, ZERO)), *map(show, spent)),
        (
            "年初财政拨款结转和结余",
            show(opening),
            "年末财政拨款结转和结余",
            show(sum(closing, ZERO)),
            *map(show, closing),
        ),
        *((n, show(a.opening[k]), "", "", "", "", "") for n, k in zip(names, funds, strict=True)),
        ("总计", show(income + opening), "总计", show(sum(both, ZERO)), *map(show, both)),
    ]
    head = [
        ("收入", "", "支出", "", "", "", ""),
        ("项目", "金额", "项目", "合计", *names),
    ]
    return Grid("fiscal", "财政拨款收入支出决算总表", (*head, *body, *foot))


def _general(a: Accounts) -> Grid:
    cells = [(r.basic + r.project, r.basic, r.project) for r in a.general]
    head = [("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")]
    return Grid(
        "general", "一般公共预算财政拨款支出决算表", (*head, ("", "合计", *_total(cells)), *_coded(a.general, cells))
    )


def _basic(a: Accounts) -> Grid:
    def side(groups: list[tuple[str, str, list[tuple[str, str, Decimal]]]]) -> list[tuple[str, str, str]]:
        found = []
        for code, name, rows in groups:
            found.append((code, name, show(sum((v for _, _, v in rows), ZERO))))
            found.extend((c, n, show(v)) for c, n, v in rows)
        return found

    left, right = side(a.staff), side(a.office)
    height = max(len(left), len(right))
    left += [("", "", "")] * (height - len(left))
    right += [("", "", "")] * (height - len(right))
    staff = sum((v for _, _, rows in a.staff for _, _, v in rows), ZERO)
    office = sum((v for _, _, rows in a.office for _, _, v in rows), ZERO)
    head = [
        ("人员经费", "", "", "公用经费", "", ""),
        ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"),
    ]
    foot = ("", "人员经费合计", show(staff), "", "公用经费合计", show(office))
    body = [(*x, *y) for x, y in zip(left, right, strict=True)]
    return Grid("basic", "一般公共预算财政拨款基本支出决算明细表", (*head, *body, foot))


def _carried(kind: str, title: str, rows: Sequence[Spent], opening: Decimal, income: Decimal, closing: Decimal) -> Grid:
    sizes = [r.project for r in rows]
    cells = [
        (o, r.project + c - o, r.project, ZERO, r.project, c)
        for r, o, c in zip(rows, _share(opening, sizes), _share(closing, sizes), strict=True)
    ]
    head = [
        ("科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"),
        ("", "", "", "", "小计", "基本支出", "项目支出", ""),
    ]
    total = ("", "合计", *(_total(cells) if cells else ("",) * 6))
    return Grid(kind, title, (*head, total, *_coded(rows, cells)))


def _fund(a: Accounts) -> Grid:
    return _carried(
        "fund", "政府性基金预算财政拨款收入支出决算表", a.fund, a.opening["fund"], a.income["fund"], a.closing["fund"]
    )


def _state(a: Accounts) -> Grid:
    cells = [(r.project, r.basic, r.project) for r in a.state]
    head = [("科目编码", "科目名称", "合计", "基本支出", "项目支出")]
    total = ("", "合计", *(_total(cells) if cells else ("", "", "")))
    return Grid("state", "国有资本经营预算财政拨款支出决算表", (*head, total, *_coded(a.state, cells)))


def _official(a: Accounts) -> Grid:
    o = a.official
    names = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费")
    head = [
        ("预算数", "", "", "", "", "", "决算数", "", "", "", "", ""),
        (*names, *names),
        (
            "",
            "",
            "小计",
            "公务用车购置费",
            "公务用车运行维护费",
            "",
            "",
            "",
            "小计",
            "公务用车购置费",
            "公务用车运行维护费",
            "",
        ),
    ]
    line: list[Decimal] = []
    for k in (0, 1):
        abroad, bought, run, guests = (o[n][k] for n in ("overseas", "purchase", "running", "reception"))
        line += [abroad + bought + run + guests, abroad, bought + run, bought, run, guests]
    return Grid("official", "财政拨款“三公”经费支出决算表", (*head, tuple(map(show, line))))


# --------------------------------------------------------------------------- layouts


def document(grids: Sequence[Grid], role: str = "report", name: str = "t.xlsx") -> Document:
    """The tables as a reader would give them, each under its title."""
    blocks: list[Block] = []
    found: list[Table] = []
    for number, grid in enumerate(grids):
        blocks.append(Block("paragraph", grid.title, (Segment(0),)))
        cells = []
        for r in range(len(grid.rows)):
            for column, width, text in grid.spans(r):
                cells.append(Cell(len(blocks), r, column, 1, width))
                address = Address(table=number, row=r, column=column)
                blocks.append(Block("cell", text, (Segment(0),), address, table=number))
        found.append(Table(tuple(cells), grid.title, grid.unit))
    return Document(name, "xlsx", tuple(blocks), tuple(found), role=role)


def save(grids: Sequence[Grid], path: Path, *, sheets: bool) -> None:
    """The tables as a workbook: a sheet for each, or one below the other on one sheet."""
    book = Workbook()
    sheet = book.active
    top = 0
    for number, grid in enumerate(grids):
        if number and sheets:
            sheet, top = book.create_sheet(), 0
        sheet.cell(top + 1, 1, grid.title)
        sheet.cell(top + 2, len(grid.rows[0]), f"单位：{grid.unit}")
        for r in range(len(grid.rows)):
            for column, width, text in grid.spans(r):
                cell = sheet.cell(top + r + 3, column + 1)
                if "." in text and text.replace(",", "").replace(".", "").isdigit():
                    cell.value, cell.number_format = float(text.replace(",", "")), "#,##0.00"
                elif text:
                    cell.value = text
                if width > 1:
                    sheet.merge_cells(None, top + r + 3, column + 1, top + r + 3, column + width)
        top += len(grid.rows) + 4
    book.save(path)


# --------------------------------------------------------------------------- the text beside the tables


def report(a: Accounts, year: int = 2031, office: str = "青禾市水务局") -> str:
    """The explanation that goes with the tables."""

    def m(value: Decimal) -> str:
        return f"{value:.2f}万元"

    def p(part: Decimal, whole: Decimal) -> str:
        return f"{quantize(100 * part / whole, 2)}%"

    income, outgo = sum(a.income.values(), ZERO), _all(a.everything)
    total = income + a.reserve + sum(a.opening.values(), ZERO)
    fiscal = sum((a.income[k] + a.opening[k] for k in ("general", "fund", "state")), ZERO)
    basic = sum((r.basic + r.own_basic for r in a.everything), ZERO)
    project = outgo - basic
    general = _spent(a.general)
    staff = sum((v for _, _, rows in a.staff for _, _, v in rows), ZERO)
    office_money = sum((v for _, _, rows in a.office for _, _, v in rows), ZERO)
    sources = [
        ("一般公共预算财政拨款收入", a.income["general"]),
        ("政府性基金预算财政拨款收入", a.income["fund"]),
        ("国有资本经营预算财政拨款收入", a.income["state"]),
        *a.sources.items(),
    ]
    sources = [s for s in sources if s[1]]
    tops = [(name, _spent(rows)) for name, rows in _tops(a.general).items()]
    o = {k: v[1] for k, v in a.official.items()}
    cars = o["purchase"] + o["running"]
    three = o["overseas"] + cars + o["reception"]
    lines = [
        f"{office}{year}年度部门决算公开说明",
        "一、收入支出决算总体情况说明",
        f"{year}年度收、支总计均为{m(total)}。",
        "二、收入决算情况说明",
        f"{year}年度本年收入合计{m(income)}，其中："
        + "；".join(f"{n}{m(v)}，占{p(v, income)}" for n, v in sources)
        + "。",
        "三、支出决算情况说明",
        f"{year}年度本年支出合计{m(outgo)}，其中：基本支出{m(basic)}，占{p(basic, outgo)}；项目支出{m(project)}，占{p(project, outgo)}。",
        "四、财政拨款收入支出决算总体情况说明",
        f"{year}年度财政拨款收、支总计均为{m(fiscal)}。",
        "五、一般公共预算财政拨款支出决算情况说明",
        "（一）一般公共预算财政拨款支出决算总体情况",
        f"{year}年度一般公共预算财政拨款支出{m(general)}，占本年支出合计的{p(general, outgo)}。",
        "（二）一般公共预算财政拨款支出决算结构情况",
        f"{year}年度一般公共预算财政拨款支出{m(general)}，主要用于以下方面："
        + "；".join(f"{n}（类）支出{m(v)}，占{p(v, general)}" for n, v in tops)
        + "。",
        "（三）一般公共预算财政拨款支出决算具体情况",
        f"{year}年度一般公共预算财政拨款支出年初预算为{m(general)}，支出决算为{m(general)}，完成年初预算的100%。其中：",
    ]
    for number, r in enumerate(a.general, 1):
        s, value = r.subject, r.basic + r.project
        lines.append(
            f"{number}.{s.top}（类）{s.middle}（款）{s.leaf}（项）。年初预算为{m(value)}，支出决算为{m(value)}，完成年初预算的100%。"
        )
    lines += [
        "六、一般公共预算财政拨款基本支出决算情况说明",
        f"{year}年度一般公共预算财政拨款基本支出{m(staff + office_money)}，其中：",
        f"人员经费{m(staff)}，主要包括：基本工资、津贴补贴、奖金、退休费。",
        f"公用经费{m(office_money)}，主要包括：办公费、水费、差旅费。",
        "七、“三公”经费支出决算情况说明",
        f"{year}年度“三公”经费支出决算为{m(three)}，其中：因公出国（境）费支出决算为{m(o['overseas'])}，占{p(o['overseas'], three)}；公务用车购置及运行维护费支出决算为{m(cars)}，占{p(cars, three)}；公务接待费支出决算为{m(o['reception'])}，占{p(o['reception'], three)}。",
        "八、政府性基金预算财政拨款收入支出决算情况说明",
        f"{year}年度政府性基金预算财政拨款本年收入{m(a.income['fund'])}，本年支出{m(_spent(a.fund))}。"
        if a.fund
        else "本部门无政府性基金预算财政拨款收入支出。",
    ]
    return "\n".join(lines) + "\n"


# --------------------------------------------------------------------------- other layouts of the same tables


def numbered(grid: Grid) -> Grid:
    """A two-sided summary with a column of line numbers (行次) on each side, and a row of column numbers."""
    label, split = ("项目", 2)
    head, names, *body = grid.rows
    rows: list[tuple[str, ...]] = [
        (head[0], "", "", head[split], "", *head[split + 1 :]),
        (label, "行次", names[1], label, "行次", *names[split + 1 :]),
        ("栏次", "", "1", "栏次", "", *(str(i + 2) for i in range(len(names) - split - 1))),
    ]
    for i, line in enumerate(body, 1):
        rows.append((line[0], str(i), line[1], line[split], str(i + len(body)), *line[split + 1 :]))
    return replace(grid, rows=tuple(rows))


def listed(grid: Grid) -> Grid:
    """The basic expenditure as one list with columns 合计, 人员经费, 公用经费."""
    rows: list[tuple[str, ...]] = [("科目编码", "科目名称", "合计", "人员经费", "公用经费")]
    sides: tuple[list[tuple[str, ...]], list[tuple[str, ...]]] = ([], [])
    staff, office = grid.rows[-1][2], grid.rows[-1][5]
    for line in grid.rows[2:-1]:
        if line[0]:
            sides[0].append((line[0], line[1], line[2], line[2], ""))
        if line[3]:
            sides[1].append((line[3], line[4], line[5], "", line[5]))
    whole = sum((Decimal(x.replace(",", "")) for x in (staff, office) if x), ZERO)
    rows.append(("", "合计", show(whole), staff, office))
    rows += sorted([*sides[0], *sides[1]])
    return replace(grid, rows=tuple(rows))


def downwards(grid: Grid) -> Grid:
    """The three public expenses as a list downwards."""
    names = (
        "合计",
        "1.因公出国（境）费",
        "2.公务用车购置及运行维护费",
        "其中：公务用车购置费",
        "公务用车运行维护费",
        "3.公务接待费",
    )
    line = grid.rows[3]
    rows = [("项目", "预算数", "决算数"), *((n, line[i], line[i + 6]) for i, n in enumerate(names))]
    return replace(grid, rows=tuple(rows))


def codes_apart(grid: Grid) -> Grid:
    """A table by subject with 类, 款 and 项 in columns of their own."""
    head, total, *body = grid.rows
    rows: list[tuple[str, ...]] = [("类", "款", "项", *head[1:]), ("", "", "", *total[1:])]
    for line in body:
        code = line[0]
        rows.append((code[:3], code[3:5], code[5:7], *line[1:]))
    return replace(grid, rows=tuple(rows))


def steps(grid: Grid) -> Grid:
    """A table by subject as the forms have it: the code set across 类, 款 and 项, and the columns numbered beside them."""
    heads = next(i for i, line in enumerate(grid.rows) if line[1] == "合计")
    width = len(grid.rows[0]) - 2
    rows: list[tuple[str, ...]] = [("项目", "", "", "", *grid.rows[0][2:])]
    rows.append(("支出功能分类科目编码", "", "", "科目名称", *(grid.rows[1][2:] if heads > 1 else ("",) * width)))
    rows.append(("类", "款", "项", "栏次", *(str(i + 1) for i in range(width))))
    rows.append(("合计", "", "", "", *grid.rows[heads][2:]))
    rows += [(line[0], "", "", *line[1:]) for line in grid.rows[heads + 1 :]]
    return replace(grid, rows=tuple(rows))


def in_nine_columns(grid: Grid) -> Grid:
    """The basic expenditure with its public side in two columns, a class going on in the second."""
    head, names, *body, foot = grid.rows
    left = [line[:3] for line in body if line[0]]
    right = [line[3:] for line in body if line[3]]
    half = (len(right) + 1) // 2
    sides = left, right[:half], right[half:]
    height = max(map(len, sides))
    filled = [side + [("", "", "")] * (height - len(side)) for side in sides]
    rows = [(*head, "", "", ""), (*names, *names[3:])]
    rows += [(*a, *b, *c) for a, b, c in zip(*filled, strict=True)]
    rows.append((*foot[:3], foot[3], foot[4], "", "", "", foot[5]))
    return replace(grid, rows=tuple(rows))


def in_yuan(grid: Grid) -> Grid:
    """The same table in 元, with every figure printed in full."""

    def cell(text: str) -> str:
        return f"{Decimal(text.replace(',', '')) * 10000:,.2f}" if "." in text[1:] else text

    return replace(grid, rows=tuple(tuple(map(cell, line)) for line in grid.rows), unit="元")


def with_zeros(grid: Grid) -> Grid:
    """The same table with 0.00 where rows with figures leave a cell blank."""
    rows = []
    for i, line in enumerate(grid.rows):
        amounts = i >= grid.heads and grid.kind in ("income", "expenditure", "general", "fund", "state", "official")
        rows.append(tuple("0.00" if amounts and not x and c > 1 else x for c, x in enumerate(line)))
    return replace(grid, rows=tuple(rows))
