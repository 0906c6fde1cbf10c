"""部门决算公开说明: the sections of a department's final accounts, in the wordings of many places."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from auditlint.equations import Product, Share, Sum
from tests.generator.ledger import Ledger
from tests.generator.names import OFFICE_ITEMS, SALARY_ITEMS
from tests.generator.phrases import Item, change, completion, listing, share
from tests.generator.writer import Writer

ZERO = Decimal(0)


def overall(w: Writer, b: Ledger) -> None:
    """收入支出决算总体情况."""
    year = w.style.year
    heading(w, "收入支出决算总体情况说明")
    form = w.rng.randrange(4)
    if w.chance(0.15):
        summing_up(w, b)
        return
    if form == 0:
        lead = w.rng.choice(("收、支总计均为", "收、支总计", "收入、支出总计均为", "收支总计"))
        total = w.say(f"{year}年度{lead}{{t}}。", {"t": w.money(b.total, "total")})["t"]
        change(w, total, b.total, b.prior_total, lead=f"与{year - 1}年相比，收、支总计各" if w.chance(0.7) else "")
        w.say("。\n")
        return
    if form == 1:
        fields = {"t": w.money(b.total, "total"), "u": w.money(b.total, "total")}
        marks = w.say(f"{year}年度收入总计{{t}}，支出总计{{u}}，", fields)
        change(w, marks["t"], b.total, b.prior_total)
        w.say("。\n")
        return
    total = w.say(f"{year}年度收入总计{{t}}", {"t": w.money(b.total, "total")})["t"]
    parts = [Item("本年收入合计", b.income, "income"), Item("年初结转和结余", b.opening, "opening")]
    if b.reserve_used:
        parts.insert(1, Item("使用非财政拨款结余", b.reserve_used, "reserve"))
    listing(w, total, b.total, parts, "收入总计", shares=False)
    w.say("\n")
    total = w.say("支出总计{t}", {"t": w.money(b.total, "total")})["t"]
    parts = [Item("本年支出合计", b.expenditure, "expenditure"), Item("年末结转和结余", b.closing, "closing")]
    if b.distribution:
        parts.insert(1, Item("结余分配", b.distribution, "distribution"))
    listing(w, total, b.total, parts, "支出总计", shares=False)
    w.say("\n")
    if form == 3:
        again = w.say("收入支出总计{t}，", {"t": w.money(b.total, "total")})["t"]
        change(w, again, b.total, b.prior_total)
        w.say("。\n")


def summing_up(w: Writer, b: Ledger) -> None:
    """The parts first, the total said last."""
    fields = {
        "a": w.money(b.income, "income"),
        "b": w.money(b.opening, "opening"),
        "t": w.money(b.total, "total"),
        "r": w.money(b.reserve_used, "reserve"),
    }
    reserve = "，使用非财政拨款结余{r}" if b.reserve_used else ""
    last = w.rng.choice(("收入总计{t}", "收入合计{t}", "收入总计为{t}"))
    marks = w.say(f"{w.style.year}年度本年收入{{a}}，年初结转和结余{{b}}{reserve}，{last}。\n", fields)
    parts = [marks[k] for k in "abr" if k in marks]
    w.relate("sum", Sum((1,) * len(parts)), [marks["t"], *parts])


def income(w: Writer, b: Ledger) -> None:
    """收入决算情况."""
    heading(w, "收入决算情况说明")
    mark = w.say(f"{w.style.year}年度本年收入合计{{t}}", {"t": w.money(b.income, "income")})["t"]
    if w.chance(0.3):
        w.say("，")
        change(w, mark, b.income, b.prior_income, reasons=0.2)
    items = [Item(s.name, s.final, "source-" + s.name) for s in b.sources]
    base = w.rng.choice(("本年收入合计", "本年收入", "收入合计", "总收入"))
    listing(w, mark, b.income, items, base, shares=w.chance(0.85))
    w.say("\n")


def expenditure(w: Writer, b: Ledger) -> None:
    """支出决算情况."""
    heading(w, "支出决算情况说明")
    mark = w.say(f"{w.style.year}年度本年支出合计{{t}}", {"t": w.money(b.expenditure, "expenditure")})["t"]
    if w.chance(0.3):
        w.say("，")
        change(w, mark, b.expenditure, b.prior_expenditure, reasons=0.2)
    items = [Item("基本支出", b.basic, "basic"), Item("项目支出", b.project, "project")]
    if b.operating:
        items.append(Item("经营支出", b.operating, "operating"))
    base = w.rng.choice(("本年支出合计", "本年支出", "支出合计", "总支出"))
    listing(w, mark, b.expenditure, items, base, shares=w.chance(0.85))
    w.say("\n")


def fiscal(w: Writer, b: Ledger) -> None:
    """财政拨款收入支出决算总体情况."""
    heading(w, "财政拨款收入支出决算总体情况说明")
    total = b.general + b.fund_total + b.fiscal_closing
    lead = w.rng.choice(("财政拨款收、支总计均为", "财政拨款收入、支出总计均为", "财政拨款收支总计"))
    mark = w.say(f"{w.style.year}年度{lead}{{t}}。", {"t": w.money(total, "fiscal")})["t"]
    change(
        w,
        mark,
        total,
        b.fiscal_prior,
        lead=f"与{w.style.year - 1}年度相比，财政拨款收、支总计各" if w.chance(0.5) else "",
    )
    w.say("。\n")


def general(w: Writer, b: Ledger) -> None:
    """一般公共预算财政拨款支出决算情况: 总体, 结构, 具体."""
    heading(w, "一般公共预算财政拨款支出决算情况说明")
    year = w.style.year
    w.say("（一）一般公共预算财政拨款支出决算总体情况\n")
    fields = {"t": w.money(b.general, "general")}
    mark = w.say(f"{year}年度一般公共预算财政拨款支出{{t}}，占本年支出合计的", fields)["t"]
    rate = w.say("{p}。", {"p": w.percent(100 * b.general / b.expenditure, role="share")})["p"]
    whole = next((i for i, m in enumerate(w.marks) if m.key == "expenditure"), None)
    if whole is not None:
        w.relate("share", Share(), [rate, mark, whole])
    change(
        w,
        mark,
        b.general,
        b.prior_general,
        lead=f"与{year - 1}年相比，一般公共预算财政拨款支出" if w.chance(0.7) else "",
    )
    w.say("。\n（二）一般公共预算财政拨款支出决算结构情况\n")
    tops: dict[str, Decimal] = {}
    for item in b.items:
        assert item.subject
        tops[item.subject.top] = tops.get(item.subject.top, ZERO) + item.final
    mark = w.say(f"{year}年度一般公共预算财政拨款支出{{t}}，主要用于以下方面", {"t": w.money(b.general, "general")})[
        "t"
    ]
    items = [Item(name + w.rng.choice(("", "", "（类）")), value, "top-" + name) for name, value in tops.items()]
    listing(w, mark, b.general, items, "一般公共预算财政拨款支出", shares=w.chance(0.9), known=False)
    w.say("\n（三）一般公共预算财政拨款支出决算具体情况\n")
    budget = sum((i.budget for i in b.items), ZERO)
    total = completion(w, f"{year}年度一般公共预算财政拨款支出", budget, b.general, "general", "general-budget")
    w.say("。其中：\n")
    finals, budgets = [], []
    for number, item in enumerate(b.items, 1):
        assert item.subject
        before = len(w.marks)
        path = f"{number}.{item.subject.top.removesuffix('支出')}（类）{item.subject.middle}（款）{item.subject.leaf}（项）"
        finals.append(
            completion(w, path + w.rng.choice(("。", "：", "")), item.budget, item.final, "item-" + item.subject.code)
        )
        budgets += [i for i in range(before, len(w.marks)) if w.marks[i].role == "budget"]
        w.say("。\n")
    w.relate("sum", Sum((1,) * len(finals)), [total, *finals])
    stated = [i for i, m in enumerate(w.marks) if m.key == "general-budget"]
    if stated and len(budgets) == len(b.items):
        w.relate("sum", Sum((1,) * len(budgets)), [stated[-1], *budgets])


def basic(w: Writer, b: Ledger) -> None:
    """一般公共预算财政拨款基本支出决算情况."""
    heading(w, "一般公共预算财政拨款基本支出决算情况说明")
    mark = w.say(
        f"{w.style.year}年度一般公共预算财政拨款基本支出{{t}}，其中：", {"t": w.money(b.general_basic, "general-basic")}
    )["t"]
    w.say(w.rng.choice(("", "\n")))
    person = w.say("人员经费{v}，", {"v": w.money(b.personnel, "personnel")})["v"]
    if w.chance(0.3):
        share(w, person, b.personnel, mark, b.general_basic, "基本支出")
        w.say("，")
    w.say(w.rng.choice(("主要包括：", "主要包括", "主要用于")) + SALARY_ITEMS + w.rng.choice(("；", "。\n", "等；")))
    office = w.say("公用经费{v}，", {"v": w.money(b.general_basic - b.personnel, "office")})["v"]
    w.say("主要包括：" + OFFICE_ITEMS + "。\n")
    w.relate("sum", Sum((1, 1)), [mark, person, office])


def official(w: Writer, b: Ledger) -> None:
    """“三公”经费."""
    overseas, purchase, running, reception = b.official
    cars = (purchase.budget + running.budget, purchase.final + running.final, purchase.prior + running.prior)
    budget = overseas.budget + cars[0] + reception.budget
    final = overseas.final + cars[1] + reception.final
    prior = overseas.prior + cars[2] + reception.prior
    if final == 0:
        heading(w, "财政拨款“三公”经费支出决算情况说明")
        w.say(f"{w.style.year}年度未安排财政拨款“三公”经费支出，与上年持平。\n")
        return
    heading(w, "财政拨款“三公”经费支出决算情况说明")
    w.say("（一）“三公”经费财政拨款支出决算总体情况说明\n")
    mark = completion(w, f"{w.style.year}年度“三公”经费财政拨款", budget, final, "official", "official-budget")
    w.say("。")
    change(w, mark, final, prior, lead="“三公”经费支出决算较上年" if w.chance(0.5) else "")
    w.say("。\n（二）“三公”经费财政拨款支出决算具体情况说明\n")
    items = [
        Item("因公出国（境）费支出决算", overseas.final, "overseas"),
        Item("公务用车购置及运行维护费支出决算", cars[1], "cars"),
        Item("公务接待费支出决算", reception.final, "reception"),
    ]
    mark = w.say(f"{w.style.year}年度“三公”经费财政拨款支出决算{{t}}", {"t": w.money(final, "official")})["t"]
    if w.chance(0.2):
        nested(w, b, mark)
        return
    listing(w, mark, final, items, "“三公”经费", shares=w.chance(0.8))
    w.say("\n")
    if overseas.final:
        one = completion(w, "1.因公出国（境）费", overseas.budget, overseas.final, "overseas", "overseas-budget")
        w.say("。")
        change(w, one, overseas.final, overseas.prior)
        w.say("。全年安排因公出国（境）团组{a}，累计{b}。\n", {"a": w.count(1, "个"), "b": w.count(3, "人次")})
    else:
        w.say(
            "1.因公出国（境）费"
            + w.rng.choice(("支出决算为0万元", "0万元", "无支出"))
            + "，全年无因公出国（境）团组。\n"
        )
    if cars[1]:
        two = completion(w, "2.公务用车购置及运行维护费", cars[0], cars[1], "cars", "cars-budget")
        w.say("。")
        change(w, two, cars[1], cars[2])
        w.say("。其中：\n")
        first = w.say("公务用车购置支出{v}。", {"v": w.money(purchase.final, "purchase")})["v"]
        w.say(f"全年更新购置公务用车{1 if purchase.final else 0}辆。\n")
        second = w.say("公务用车运行维护费支出{v}。", {"v": w.money(running.final, "running")})["v"]
        w.say("主要用于日常公务用车的燃料费、维修费、过路过桥费、保险费等支出。\n")
        w.relate("sum", Sum((1, 1)), [two, first, second])
    else:
        w.say("2.公务用车购置及运行维护费支出0万元，与上年一致。\n")
    if reception.final:
        three = completion(w, "3.公务接待费", reception.budget, reception.final, "reception", "reception-budget")
        w.say("。")
        change(w, three, reception.final, reception.prior)
        visits = w.rng.randint(2, 40)
        w.say(f"。国内公务接待{visits}批次，{visits * w.rng.randint(3, 9)}人次")
        w.say(w.rng.choice(("（不包括陪同人员）", "")))
        w.say("，共计支出{v}。\n", {"v": w.money(reception.final, "reception")})
    else:
        w.say("3.公务接待费支出0万元。\n")


def nested(w: Writer, b: Ledger, total: int) -> None:
    """The three items in one sentence, the cars' two parts in brackets."""
    overseas, purchase, running, reception = b.official
    fields = {
        "o": w.money(overseas.final, "overseas"),
        "c": w.money(purchase.final + running.final, "cars"),
        "p": w.money(purchase.final, "purchase"),
        "r": w.money(running.final, "running"),
        "h": w.money(reception.final, "reception"),
    }
    inner = w.rng.choice(
        ("（其中：公务用车购置费{p}，公务用车运行维护费{r}）", "（公务用车购置费{p}、公务用车运行维护费{r}）")
    )
    stop = w.rng.choice("；，")
    text = f"，其中：因公出国（境）费{{o}}{stop}公务用车购置及运行维护费{{c}}{inner}{stop}公务接待费{{h}}。\n"
    marks = w.say(text, fields)
    w.relate("sum", Sum((1, 1, 1)), [total, marks["o"], marks["c"], marks["h"]])
    w.relate("sum", Sum((1, 1)), [marks["c"], marks["p"], marks["r"]])


def funds(w: Writer, b: Ledger) -> None:
    """政府性基金, 国有资本经营预算."""
    heading(w, "政府性基金预算财政拨款支出决算情况说明")
    if b.fund_total:
        mark = w.say(f"{w.style.year}年度政府性基金预算财政拨款支出{{t}}", {"t": w.money(b.fund_total, "fund")})["t"]
        if len(b.fund) > 1:
            listing(
                w,
                mark,
                b.fund_total,
                [Item(i.name, i.final) for i in b.fund],
                "政府性基金支出",
                shares=False,
                known=False,
            )
            w.say("\n")
        else:
            w.say(f"，主要是{b.fund[0].name}。\n")
    else:
        w.say(
            w.rng.choice(
                (
                    f"{w.style.year}年度无政府性基金预算财政拨款支出。\n",
                    "本部门没有使用政府性基金预算财政拨款安排的支出。\n",
                    f"{w.style.year}年度政府性基金预算财政拨款支出0万元。\n",
                )
            )
        )
    heading(w, "国有资本经营预算财政拨款支出决算情况说明")
    w.say(
        f"{w.style.year}年度国有资本经营预算财政拨款支出0万元。\n"
        if w.chance(0.5)
        else "本单位无国有资本经营预算财政拨款支出。\n"
    )


def others(w: Writer, b: Ledger) -> None:
    """机关运行经费, 政府采购, 国有资产."""
    heading(w, "其他重要事项的情况说明")
    w.say("（一）机关运行经费支出情况\n")
    office = b.general_basic - b.personnel
    mark = w.say(f"{w.style.year}年度机关运行经费支出{{v}}，", {"v": w.money(office)})["v"]
    change(w, mark, office, b.running_prior)
    w.say("。\n（二）政府采购支出情况\n")
    bought = sum(b.procurement, ZERO)
    if bought:
        total = w.say(f"{w.style.year}年度政府采购支出总额{{t}}，其中：", {"t": w.money(bought, "bought")})["t"]
        parts = [
            w.say(f"政府采购{name}支出{{v}}" + "、、。"[i], {"v": w.money(value)})["v"]
            for i, (name, value) in enumerate(zip(("货物", "工程", "服务"), b.procurement, strict=True))
        ]
        w.relate("sum", Sum((1, 1, 1)), [total, *parts])
        fields = {"s": w.money(b.small_business), "p": w.percent(100 * b.small_business / bought, role="share")}
        marks = w.say("授予中小企业合同金额{s}，占政府采购支出总额的{p}", fields)
        w.relate("share", Share(), [marks["p"], marks["s"], total])
        small = marks["s"]
        if w.chance(0.5) and b.small_business:
            base, whole, mark = (
                ("政府采购支出总额", bought, total)
                if w.chance(0.5)
                else ("授予中小企业合同金额", b.small_business, small)
            )
            fields = {"s": w.money(b.micro_business), "p": w.percent(100 * b.micro_business / whole, role="share")}
            marks = w.say("，其中：授予小微企业合同金额{s}，占" + base + "的{p}", fields)
            w.relate("share", Share(), [marks["p"], marks["s"], mark])
        w.say("。\n")
    else:
        w.say(f"{w.style.year}年度政府采购支出总额0万元。\n")
    w.say("（三）国有资产占用情况\n")
    count = sum(n for _, n in b.cars)
    total = w.say(f"截至{w.style.year}年12月31日，本部门共有车辆{{n}}", {"n": w.count(count, "辆")})["n"]
    w.say(w.rng.choice(("，其中：", "，其中，")))
    parts = []
    for i, (name, n) in enumerate(b.cars):
        parts.append(w.say(name + "{n}", {"n": w.count(n, "辆")})["n"])
        w.say("。" if i == len(b.cars) - 1 else "、")
    w.relate("sum", Sum((1,) * len(parts)), [total, *parts])
    w.say(
        w.rng.choice(
            (
                "单价100万元（含）以上设备（不含车辆）0台（套）。\n",
                "单价50万元以上通用设备2台（套），单价100万元以上专用设备0台（套）。\n",
            )
        )
    )
    if b.official[2].final and count and w.chance(0.25) and b.official[2].final / count > 1:
        fields = {"n": w.count(count, "辆"), "a": w.money(b.official[2].final / count)}
        average = w.say("公务用车保有量{n}，车均运行维护费{a}。\n", fields)
        running = [i for i, m in enumerate(w.marks) if m.key == "running"]
        if running:
            w.relate("formula", Product(), [running[-1], average["n"], average["a"]])


def performance(w: Writer, b: Ledger) -> None:
    """预算绩效管理工作开展情况."""
    heading(w, "预算绩效管理工作开展情况")
    total = sum((p.budget for p in b.projects), ZERO)
    fields = {"n": w.count(len(b.projects), "个"), "t": w.money(total, "evaluated")}
    marks = w.say(f"本部门组织对{w.style.year}年度{{n}}项目开展绩效自评，共涉及预算资金{{t}}", fields)
    if w.chance(0.6):
        parts = []
        w.say("，其中：")
        for i, p in enumerate(b.projects):
            mark = w.say(f"{p.name}项目{{v}}", {"v": w.money(p.budget, "project-" + p.name)})["v"]
            parts.append(mark)
            w.say("；" if i < len(b.projects) - 1 else "。\n")
        w.relate("sum", Sum((1,) * len(parts)), [marks["t"], *parts])
    else:
        w.say("。\n")
    if w.chance(0.4):
        first, count = w.rng.randint(1, len(b.projects) - 1), len(b.projects)
        grades = {"a": w.count(first, "个"), "b": w.count(count - first, "个"), "n": w.count(count, "个")}
        got = w.say("自评结果为：{n}项目中，{a}项目评为“优”，{b}项目评为“良”。\n", grades)
        w.relate("sum", Sum((1, 1)), [got["n"], got["a"], got["b"]])
    for p in b.projects[:2]:
        fields2 = {
            "a": w.money(p.budget, "project-" + p.name),
            "b": w.money(p.executed, "executed-" + p.name),
            "p": w.percent(100 * p.executed / p.budget, role="completion"),
        }
        got = w.say(
            f"{p.name}项目全年预算数{{a}}，执行数{{b}}，"
            + w.rng.choice(("完成预算的{p}", "预算执行率为{p}", "执行率{p}"))
            + "。"
            + w.rng.choice(("项目目标按期实现。\n", "发现的主要问题：支付进度偏慢。下一步改进措施：加快结算。\n")),
            fields2,
        )
        w.relate("completion", Share(), [got["p"], got["b"], got["a"]])


def heading(w: Writer, title: str) -> None:
    """A section's heading, numbered as the report numbers them."""
    numbers = "一二三四五六七八九十"
    w.sections += 1
    number = numbers[w.sections - 1] if w.sections <= 10 else "十" + numbers[w.sections - 11]
    w.say(f"{number}、{title}\n")


SECTIONS: tuple[Callable[[Writer, Ledger], None], ...] = (
    overall, income, expenditure, fiscal, general, basic, official, funds, others, performance,
)  # fmt: skip
