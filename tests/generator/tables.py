"""Tables as text files carry them: Word tables flattened to one tab-led cell per line, pipe tables, chart series."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from auditlint.equations import AtMost, Product, Share, Sum
from auditlint.intervals import quantize
from tests.generator.ledger import Ledger, Line, Project
from tests.generator.writer import Piece, Writer

Cell = str | Piece
Form = Literal["flat", "pipe"]
ZERO = Decimal(0)


def table(w: Writer, rows: Sequence[Sequence[Cell]], form: Form, *, closed: bool = True) -> list[list[int | None]]:
    """Write a grid; the marks of its figures, cell by cell. Another grid may go on with one that is not closed."""
    grid: list[list[int | None]] = []
    for row in rows:
        marks: list[int | None] = []
        if form == "pipe":
            w.say("|")
        for cell in row:
            if form == "flat":
                w.say("\t")
            marks.append(w.say("{c}", {"c": cell}).get("c"))
            w.say("\n" if form == "flat" else "|")
        w.say("\n")
        grid.append(marks)
    w.say("\n" if closed else "")
    return grid


def _column(grid: Sequence[Sequence[int | None]], column: int, rows: Sequence[int]) -> list[int]:
    found = [grid[r][column] for r in rows]
    return [m for m in found if m is not None]


def unit_line(w: Writer, title: str) -> None:
    """The title and unit of a table."""
    w.say(f"{title}\n" + w.rng.choice(("单位：{u}\n", "金额单位：{u}\n", "（单位：{u}）\n")), {"u": w.style.unit.name})


def expenditure_table(w: Writer, b: Ledger) -> None:
    """一般公共预算财政拨款支出决算表, by subject with its hierarchy of codes."""
    unit_line(w, "一般公共预算财政拨款支出决算表")
    form: Form = w.rng.choice(("flat", "flat", "pipe"))
    rows: list[list[Cell]] = [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]]
    rows.append(["合计", "", *_split(w, b.items, "general")])
    levels: list[tuple[str, int]] = []
    children: dict[str, list[int]] = {"": []}
    for item in b.items:
        assert item.subject
        for code, name, parent in (
            (item.subject.code[:3], item.subject.top, ""),
            (item.subject.code[:5], item.subject.middle, item.subject.code[:3]),
            (item.subject.code, item.subject.leaf, item.subject.code[:5]),
        ):
            if code in children:
                continue
            children[code] = []
            children[parent].append(len(rows))
            inside = [i for i in b.items if i.subject and i.subject.code.startswith(code)]
            key = {3: "top-" + name, 5: "", 7: "item-" + code}[len(code)]
            levels.append((code, len(rows)))
            rows.append([code, name, *_split(w, inside, key)])
    grid = table(w, rows, form)
    for index in range(1, len(grid)):
        line = [m for m in grid[index][2:] if m is not None]
        w.relate("table", Sum((1, 1)), line)
    for code, index in [("", 1), *levels]:
        if children[code]:
            for column in (2, 3, 4):
                total = _column(grid, column, [index])
                w.relate("table", Sum((1,) * len(children[code])), total + _column(grid, column, children[code]))


def _split(w: Writer, items: Sequence[Line], key: str) -> list[Cell]:
    whole = sum((i.final for i in items), ZERO)
    basic = sum((i.final for i in items if i.subject and i.subject.basic), ZERO)
    return [w.bare(whole, key), w.bare(basic, "general-basic" if key == "general" else ""), w.bare(whole - basic)]


def official_table(w: Writer, b: Ledger) -> None:
    """“三公”经费 table: budget and final by item, listed downwards."""
    unit_line(w, "财政拨款“三公”经费支出决算表")
    overseas, purchase, running, reception = b.official
    rows: list[list[Cell]] = [["项目", "预算数", "决算数"]]

    def row(name: str, lines: Sequence[Line], key: str) -> list[Cell]:
        budget, final = sum((x.budget for x in lines), ZERO), sum((x.final for x in lines), ZERO)
        return [name, w.bare(budget, key + "-budget"), w.bare(final, key)]

    rows.append(row("合计", b.official, "official"))
    rows.append(row("1.因公出国（境）费", [overseas], "overseas"))
    rows.append(row("2.公务用车购置及运行维护费", [purchase, running], "cars"))
    rows.append(row("其中：公务用车购置费", [purchase], "purchase"))
    rows.append(row("公务用车运行维护费", [running], "running"))
    rows.append(row("3.公务接待费", [reception], "reception"))
    grid = table(w, rows, w.rng.choice(("flat", "pipe")))
    for column in (1, 2):
        w.relate("table", Sum((1, 1, 1)), _column(grid, column, [1, 2, 3, 6]))
        w.relate("table", Sum((1, 1)), _column(grid, column, [3, 4, 5]))


def evaluation_table(w: Writer, project: Project) -> None:
    """项目支出绩效自评表 of one project: money, indicators with weights and scores, the total."""
    w.say(f"项目支出绩效自评表\n（{w.style.year}年度）\n")
    executed = project.executed
    for _ in range(50):
        printed = quantize(100 * executed / project.budget, 2)
        if quantize(printed / 10, 2) == quantize(10 * executed / project.budget, 2):
            break
        executed -= Decimal(1).scaleb(-w.style.decimals) * 7
    rate = 100 * executed / project.budget
    earned = quantize(quantize(rate, 2) / 10, 2)
    grant, carried = project.budget, ZERO
    style = w.style
    sign = style.percent_sign
    text = format(quantize(rate, 2), "f") + sign
    percent = w.percent(rate)
    percent = Piece(text, percent.unit, text.removesuffix(sign), "", "completion")
    head: list[Cell] = ["", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"]
    same = executed == project.executed
    executed_key = "executed-" + project.name if same else ""
    rows: list[list[Cell]] = [
        ["项目名称", project.name],
        [f"项目资金（{style.unit.name}）", *head[1:]],
        [
            "年度资金总额", w.bare(project.budget), w.bare(project.budget, "project-" + project.name),
            w.bare(executed, executed_key), w.score(Decimal(10)), percent, w.score(earned),
        ],
        ["其中：当年财政拨款", w.bare(grant), w.bare(grant), w.bare(executed), "—", "—", "—"],
        ["上年结转资金", w.bare(carried), w.bare(carried), w.bare(ZERO), "—", "—", "—"],
    ]  # fmt: skip
    form: Form = w.rng.choice(("flat", "flat", "pipe"))
    grid = table(w, rows, form, closed=w.chance(0.4))
    for column in (1, 2, 3):
        w.relate("table", Sum((1, 1)), _column(grid, column, [2, 3, 4]))
    top = [m for m in grid[2] if m is not None]
    w.relate("completion", Share(), [top[4], top[2], top[1]])
    w.relate("score", Product(Decimal(100)), [top[5], top[3], top[4]])
    indicators = [
        ("产出指标", "数量指标", "完成数量", "≥12个", "12个", 20), ("产出指标", "质量指标", "验收合格率", "100%", "100%", 15),
        ("产出指标", "时效指标", "按期完成率", "≥95%", "96%", 15), ("效益指标", "社会效益", "服务能力", "提升", "提升", 15),
        ("效益指标", "可持续影响", "长效机制", "健全", "基本健全", 15), ("满意度指标", "服务对象满意度", "群众满意度", "≥90%", "93%", 10),
    ]  # fmt: skip
    rows = [["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]]
    scores, last = [], ""
    for first, second, third, target, result, weight in indicators:
        score = Decimal(weight) - (Decimal(w.rng.choice((0, 0, 0, 5, 10, 20))) / 10)
        scores.append(score)
        name = first if first != last or form == "pipe" else ""
        last = first
        rows.append(
            [
                name,
                second,
                third,
                target,
                result,
                w.score(Decimal(weight)),
                w.score(score),
                "" if score == weight else "受天气影响进度略慢",
            ]
        )
    total = earned + sum(scores, ZERO)
    rows.append(["总分", "", "", "", "", w.score(Decimal(100)), w.score(total), ""])
    grid = table(w, rows, form)
    body = range(1, len(rows) - 1)
    weights, gained, foot = _column(grid, 5, body), _column(grid, 6, body), grid[-1]
    assert foot[5] is not None
    assert foot[6] is not None
    w.relate("score", Sum((1,) * (len(weights) + 1)), [foot[5], top[3], *weights])
    w.relate("score", Sum((1,) * (len(gained) + 1)), [foot[6], top[5], *gained])
    for one, most in zip(gained, weights, strict=True):
        w.relate("score", AtMost(), [one, most])
    fields = {"s": w.score(total, "分", "total")}
    mark = w.say("经自评，" + project.name + "项目自评得分{s}，", fields)["s"]
    w.relate("same-figure", Sum((1,)), [mark, foot[6]])
    w.say("等级为“" + ("优" if total >= 90 else "良" if total >= 80 else "中") + "”。\n")


def charts(w: Writer, b: Ledger) -> None:
    """Chart data as the extraction from Word leaves it at the end: names, then values, tab-separated."""
    year = w.style.year
    w.say("\n")
    fields: dict[str, Cell] = {"a": w.bare(b.prior_total), "b": w.bare(b.total, "total")}
    names = f"{year - 1}年收、支总计\t{year}年收、支总计"
    w.say(names + "\t{a}\t{b}\t\n\n", fields)
    w.say(f"{year}年本年支出合计\n基本支出\t项目支出\t")
    w.say("{a}\t{b}\t\n", {"a": w.bare(b.basic, "basic"), "b": w.bare(b.project, "project")})
