"""Other reports: a department's budget, a government's budget execution, and sentences that must stay silent."""

from __future__ import annotations

from decimal import Decimal

from auditlint.equations import Change, Share, Sum
from tests.generator.final_accounts import heading
from tests.generator.ledger import Draw, Ledger
from tests.generator.phrases import DOWN, UP, Item, change, listing
from tests.generator.writer import Writer

ZERO = Decimal(0)


def traps(w: Writer) -> str:
    """A sentence with figures that say nothing a check could hold against another; none twice in a report."""
    y = w.style.year
    number = w.rng.randint(11, 98)
    sentences = (
        f"剔除机构划转因素，按同口径计算增长{number / 10}%。",
        f"按可比价计算，服务业增加值增长{number / 10}%。",
        f"根据《项目资金管理办法》（云财预〔{y - 4}〕{number}号）有关规定执行。",
        f"联系电话：0711-62{number}45{number}，邮政编码：3104{number}。",
        f"该项目{y - 3}年立项，{y - 2}年曾安排资金{number}.5{w.style.unit.name}，已完成验收。",
        f"全年培训学员{number}人次，覆盖率达到95%以上，群众满意度98.{number}%。",
        f"本报告于{y + 1}年8月{number % 27 + 1}日公开，反映{y}年度情况。",
        "（部分数据因四舍五入原因，存在总计与分项合计不等的情况。）",
        f"科目编码21301{number}对应的业务由{number % 7 + 2}个科室承担。",
        "单价50万元以上的设备按规定报批，超过100万元的须集体研究。",
        f"服务覆盖{number}个行政村、1,{number}0户居民，惠及{number}00余人。",
        "以上数据不含涉密事项，含年中追加。",
        f"预算执行率比上年提高{number / 10}个百分点。",
        f"主要项目包括设备维护{number}.6{w.style.unit.name}、宣传教育{number + 3}.2{w.style.unit.name}等。",
        f"其中一般性支出{number}.25{w.style.unit.name}，压减比例不低于{number % 9 + 3}%。",
        f"其中，{y - 1}年结转资金{number}.08{w.style.unit.name}已全部使用。",
        f"截至{y}年底，{y - 2}—{y}年累计投入{number * 7}.4{w.style.unit.name}，年均增长{number / 10}%。",
        f"合同金额{number * 3}.5{w.style.unit.name}，首付30%，验收后付至97%，质保金3%。",
        f"全年办结事项{number * 40}件，按时办结率99.{number}%，比去年减少{number}件。",
        "其中财政拨款（含上年结转资金）按进度支付，支付进度不低于90%。",
    )
    left = [i for i in range(len(sentences)) if i not in w.asides] or range(len(sentences))
    index = w.rng.choice(left)
    w.asides.add(index)
    return sentences[index]


def budget(w: Writer, b: Ledger) -> None:
    """部门预算公开说明."""
    year = w.style.year
    scope = w.rng.choice(("部门", "单位"))
    heading(w, f"{scope}收支总体情况")
    mark = w.say(f"{year}年{scope}收入总预算{{t}}", {"t": w.money(b.total, "total")})["t"]
    parts = [Item("一般公共预算拨款收入", b.sources[0].final, "first")]
    rest = b.income - b.sources[0].final
    if rest:
        parts.append(Item("单位资金收入", rest))
    parts.append(Item("上年结转", b.opening + b.reserve_used))
    listing(w, mark, b.total, parts, "收入总预算", shares=w.chance(0.7))
    change_budget(w, mark, b.total, b.prior_total, "收入总预算")
    mark = w.say(f"{year}年{scope}支出总预算{{t}}", {"t": w.money(b.total, "total")})["t"]
    parts = [
        Item("基本支出预算", b.basic),
        Item("项目支出预算", b.total - b.basic),
    ]
    listing(w, mark, b.total, parts, "支出总预算", shares=w.chance(0.7))
    w.say("\n")
    heading(w, "一般公共预算支出情况")
    mark = w.say(f"{year}年一般公共预算支出{{t}}", {"t": w.money(b.general, "general")})["t"]
    parts = [Item("基本支出", b.general_basic, "general-basic"), Item("项目支出", b.general - b.general_basic)]
    listing(w, mark, b.general, parts, "一般公共预算支出", shares=w.chance(0.7))
    change_budget(w, mark, b.general, b.prior_general, "一般公共预算支出")
    heading(w, "“三公”经费预算情况")
    overseas, purchase, running, reception = b.official
    cars = purchase.final + running.final
    total = cars + overseas.final + reception.final
    mark = w.say(f"{year}年“三公”经费预算{{t}}", {"t": w.money(total)})["t"]
    parts = [
        Item("因公出国（境）费", overseas.final),
        Item("公务用车购置及运行维护费", cars),
        Item("公务接待费", reception.final),
    ]
    listing(w, mark, total, parts, "“三公”经费", shares=w.chance(0.3) and bool(total))
    prior = overseas.prior + purchase.prior + running.prior + reception.prior
    if total:
        change_budget(w, mark, total, prior if w.chance(0.7) else total, "“三公”经费")


def change_budget(w: Writer, mark: int, value: Decimal, prior: Decimal, name: str) -> None:
    """A sentence that compares a budget with last year's budget."""
    last = w.style.year - 1
    w.say(w.rng.choice(("", "\n")) + name)
    change(
        w,
        mark,
        value,
        prior,
        lead=w.rng.choice(("比上年预算", f"较{last}年预算", f"与{last}年预算相比", "同比", "较上年预算")),
        noun="预算数",
    )
    w.say("。\n")


def government(w: Writer) -> None:
    """预算执行情况 of a city: amounts in 亿元, completion, growth, the balance."""
    year = w.style.year
    draw = Draw(w.rng, w.style)
    for name, heads in (
        ("一般公共预算", (("税收收入", "非税收入"), ("教育支出", "社会保障和就业支出", "农林水支出", "其他各项支出"))),
        ("政府性基金预算", (("国有土地使用权出让收入", "其他政府性基金收入"), ("城乡社区支出", "其他支出"))),
    ):
        heading(w, f"{name}执行情况")
        own = [draw.money(20, 160) for _ in heads[0]]
        income = sum(own, ZERO)
        mark = _executed(w, f"{year}年全市{name}收入", draw, income)
        listing(
            w,
            mark,
            income,
            [Item(n, v) for n, v in zip(heads[0], own, strict=True)],
            name + "收入",
            shares=w.chance(0.5),
        )
        w.say("\n")
        extras = [
            ("上级补助收入", draw.money(5, 60)),
            ("债务转贷收入", draw.money(5, 40)),
            ("上年结转收入", draw.money(1, 9)),
        ]
        total = income + sum((v for _, v in extras), ZERO)
        marks = [mark]
        w.say("加上")
        for i, (label, value) in enumerate(extras):
            marks.append(w.say(label + "{v}" + ("、" if i < len(extras) - 1 else "，"), {"v": w.money(value)})["v"])
        whole = w.say(
            w.rng.choice(("收入总计{t}。\n", "收入总量为{t}。\n", "收入合计{t}。\n")), {"t": w.money(total, name + "t")}
        )["t"]
        w.relate("sum", Sum((1,) * len(marks)), [whole, *marks])
        spent = [draw.money(10, 90) for _ in heads[1]]
        while sum(spent, ZERO) > total - 3:
            spent = (
                [v - v / 4 for v in spent]
                if w.style.grain > 20
                else [draw.money(2, float(total) / 6) for _ in heads[1]]
            )
        expenditure = sum(spent, ZERO)
        mark = _executed(w, f"{year}年全市{name}支出", draw, expenditure)
        items = [Item(n, v) for n, v in zip(heads[1], spent, strict=True)]
        listing(w, mark, expenditure, items, name + "支出", shares=w.chance(0.5))
        w.say("\n")
        upward = quantized(w, (total - expenditure) / 6)
        carried = total - expenditure - upward
        first = w.say("加上上解上级支出{v}，", {"v": w.money(upward)})["v"]
        fields = {"t": w.money(expenditure + upward), "c": w.money(carried)}
        got = w.say("支出总计{t}。收支相抵，结转下年{c}。\n", fields)
        w.relate("sum", Sum((1, 1)), [got["t"], mark, first])
        w.relate("balance", Sum((1, -1)), [got["c"], whole, got["t"]])
        w.say(traps(w) + "\n" if w.chance(0.5) else "")


def quantized(w: Writer, value: Decimal) -> Decimal:
    """The value cut to the ledger's grain."""
    return value.quantize(Decimal(1).scaleb(-w.style.grain))


def _executed(w: Writer, label: str, draw: Draw, value: Decimal) -> int:
    prior, plan = draw.near(value, 0.8, 1.25), draw.near(value, 0.9, 1.2)
    up = value > prior
    index = w.rng.randrange(len(UP))
    group = w.group()
    pair, other = (UP[index], DOWN[index]) if up else (DOWN[index], UP[index])
    fields = {
        "v": w.money(value),
        "b": w.money(plan, role="budget"),
        "q": w.percent(100 * value / plan, role="completion"),
        "d": w.money(abs(value - prior), role="change"),
        "p": w.percent(100 * abs(value - prior) / prior, role="rate"),
        "x": w.word(pair[0], other[0], group),
        "y": w.word(pair[1], other[1], group),
    }
    form = w.rng.randrange(4)
    against = w.rng.choice(("同比", "比上年", "较上年"))
    if form == 0:
        got = w.say(label + "{v}，为预算的{q}，" + against + "{y}{p}", fields)
    elif form == 1:
        got = w.say(label + "完成{v}，" + against + "{x}{d}，{y}{p}", fields)
    elif form == 2:
        got = w.say(label + "{v}，为预算{b}的{q}，" + against + "{x}{d}，{y}{p}", fields)
    else:
        got = w.say(label + "完成{v}，完成预算{b}的{q}，" + against + "{y}{p}", fields)
    if "b" in got:
        w.relate("completion", Share(), [got["q"], got["v"], got["b"]])
    if "d" in got:
        w.relate("change", Change(1 if up else -1), [got["p"], got["d"], got["v"]], [group])
    return got["v"]
