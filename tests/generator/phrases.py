"""Statements about figures in the wordings of many places: changes, shares, completions, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditlint.equations import AtMost, Change, Equal, Growth, Share, Sum
from tests.generator.writer import Piece, Writer

# (amount word, rate word) pairs as they are printed together; the opposite stands at the same index of the other
UP = (
    ("增加", "增长"), ("增加", "增长"), ("增加", "上升"), ("增长", "增长"), ("增加", "增幅"), ("增加", "增幅为"), ("增加", "增加"),
    ("增加了", "增长了"), ("上升", "增长"), ("增加", "提高"),
)  # fmt: skip
DOWN = (
    ("减少", "下降"), ("减少", "降低"), ("减少", "减少"), ("下降", "下降"), ("减少", "降幅"), ("减少", "减幅为"), ("减少", "减少"),
    ("减少了", "下降了"), ("下降", "下降"), ("减少", "降低"),
)  # fmt: skip
REASONS_UP = ("新增专项任务", "人员正常晋级晋档", "上级补助资金增加", "设备更新集中在本年", "在职人员增加")
REASONS_DOWN = ("严格执行过紧日子要求", "项目完工结算", "人员退休减少", "压减一般性开支", "部分项目结转下年实施")
REASONS_SAME = ("严格按预算执行", "各项工作平稳开展")


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a list: label, value, and its key as a fact."""

    label: str
    value: Decimal
    key: str = ""


def basis(w: Writer) -> str:
    """A phrase for "against last year"."""
    last = w.style.year - 1
    return w.rng.choice(
        (
            f"与{last}年相比，", f"与{last}年度相比，", "较上年", "比上年", "同比", "与上年相比，", f"较{last}年度决算数", "比上年决算数",
            f"比{last}年度", f"较{last}年", "与上年对比，", "较上年同期", "比上年同期", "比去年", "较上年决算数", f"与{last}年决算数相比，",
        )
    )  # fmt: skip


def reason(w: Writer, sign: int) -> str:
    """A clause that says why."""
    lead = w.rng.choice(("主要原因是", "主要是", "主要原因：", "主要变动原因是", "原因是", "主要原因为", "主要由于"))
    return lead + why(w, sign)


def why(w: Writer, sign: int) -> str:
    """What a change is put down to."""
    return w.rng.choice((REASONS_SAME, REASONS_UP, REASONS_DOWN)[sign])


def change(
    w: Writer,
    current: int,
    value: Decimal,
    prior: Decimal,
    *,
    lead: str = "",
    noun: str = "决算数",
    reasons: float = 0.6,
) -> None:
    """Say how `value` (printed as mark `current`) differs from `prior`."""
    say, relate = w.say, w.relate
    phrase = lead or basis(w)
    difference = abs(value - prior)
    sign = 1 if value > prior else -1
    if value == prior:
        zero = w.money(Decimal(0))
        comma = phrase.rstrip("，")
        flat = w.rng.randrange(4)
        if flat == 0:
            say(
                comma + w.rng.choice(("持平", "相比无变化", "基本持平")).removeprefix("相比" if "相比" in comma else "")
            )
        elif flat == 1 and "相比" in comma:
            say(phrase + "无增减变化")
        elif flat == 2:
            say(phrase + "增加{z}，增长{p}", {"z": zero, "p": w.percent(Decimal(0))})
        else:
            say(f"与{w.style.year - 1}年持平")
        return
    if prior == 0:
        zero_base = w.rng.randrange(3)
        up = w.money(difference)
        if zero_base == 0:
            marks = say(phrase + "增加{d}，增长--（上年基数为0，不可比）", {"d": up})
        elif zero_base == 1:
            marks = say(phrase + "增加{d}，上年无此项支出，增长率无可比性", {"d": up})
        else:
            marks = say("上年决算数为0，本年增加{d}", {"d": up})
        relate("change", Sum((1,)), [marks["d"], current])
        return
    index = w.rng.randrange(len(UP))
    pairs, others = (UP, DOWN) if sign > 0 else (DOWN, UP)
    group = w.group()
    first = w.word(pairs[index][0], others[index][0], group)
    second = w.word(pairs[index][1], others[index][1], group)
    rate = 100 * difference / prior
    fields: dict[str, Piece | str] = {
        "a": first,
        "b": second,
        "d": w.money(difference, role="change"),
        "p": w.percent(rate, role="rate"),
        "o": w.money(prior, role="prior"),
    }
    last = w.style.year - 1
    form = w.rng.choice(
        ("plain", "plain", "plain", "plain", "prior", "prior-said", "rate-first", "bracket", "no-rate", "from-to")
    )
    plain = phrase + "{a}{d}" + w.rng.choice(("，", "，", "、", "，同比" if "同比" not in phrase else "，")) + "{b}{p}"
    if form == "prior":
        template = w.rng.choice(("较上年", f"比{last}年", "比上年" + noun, f"较{last}年的")) + "{o}{a}{d}，{b}{p}"
    elif form == "prior-said":
        template = w.rng.choice((f"{last}年{noun}为", "上年" + noun, f"{last}年度为")) + "{o}，"
        template += w.rng.choice(("本年{a}{d}，{b}{p}", "{a}{d}，{b}{p}"))
    elif form == "rate-first":
        template = phrase + "{b}{p}，{a}{d}"
    elif form == "bracket":
        template = phrase + "{a}{d}（{b}{p}）"
    elif form == "from-to":
        fields["c"] = w.money(value)
        fields["a"] = w.word(pairs[index][0].removesuffix("了"), others[index][0].removesuffix("了"), group)
        template = w.rng.choice(("由上年的", f"从{last}年的")) + "{o}{a}到{c}，{b}{p}"
    elif form == "no-rate":
        template = w.rng.choice(("较上年", f"比{last}年")) + "{o}{a}{d}"
    else:
        template = plain
    marks = say(template, fields)
    if "c" in marks:  # the sentence says again what it compares
        relate("same-figure", Equal(), [marks["c"], current])
        current = marks["c"]
    if "p" in marks and "d" in marks:
        relate("change", Change(sign), [marks["p"], marks["d"], current], [group])
    if "o" in marks and "d" in marks:
        relate("change", Sum((sign, -sign)), [marks["d"], current, marks["o"]], [group])
    if "o" in marks and "p" in marks:
        relate("change", Growth(sign), [marks["p"], current, marks["o"]], [group])
    if w.chance(reasons):
        say("，" + reason(w, sign))


def share(w: Writer, part: int, value: Decimal, whole: int, total: Decimal, base: str) -> None:
    """Say which share of the whole (mark, exact value, name) the part is."""
    if not total:
        return
    forms = (
        "占{p}",
        "占{p}",
        "占比{p}",
        "占比为{p}",
        f"占{base}的{{p}}",
        f"占{base}的{{p}}",
        f"占{base}的比重为{{p}}",
        "所占比例为{p}",
    )
    marks = w.say(w.rng.choice(forms), {"p": w.percent(100 * value / total, role="share")})
    w.relate("share", Share(), [marks["p"], part, whole])


def completion(w: Writer, label: str, budget: Decimal, value: Decimal, key: str = "", budget_key: str = "") -> int:
    """Say budget, final figure and completion of one label; the mark of the final figure."""
    fields: dict[str, Piece | str] = {"b": w.money(budget, budget_key, role="budget"), "v": w.money(value, key)}
    if budget == 0:
        form = w.rng.choice(("bare", "none", "zero" if value == 0 else "bare"))
        if form == "zero":
            fields["p"] = w.percent(Decimal(0))
            return w.say(label + "年初预算为{b}，支出决算为{v}，完成年初预算的{p}", fields)["v"]
        if form == "none":
            return w.say(label + "年初预算为{b}，支出决算为{v}，完成年初预算的--（基数为0，不可比）", fields)["v"]
        return w.say(label + "年初预算为{b}，支出决算为{v}", fields)["v"]
    fields["p"] = w.percent(100 * value / budget, role="completion")
    template = w.rng.choice(
        (
            "年初预算为{b}，支出决算为{v}，完成年初预算的{p}", "年初预算为{b}，支出决算为{v}，完成年初预算的{p}",
            "预算数为{b}，决算数为{v}，完成预算的{p}", "年初预算数{b}，决算数{v}，完成年初预算{p}",
            "支出决算为{v}，完成年初预算{b}的{p}", "决算数{v}，为预算数{b}的{p}", "年初预算{b}，支出决算{v}，为年初预算的{p}",
            "全年预算数{b}，执行数{v}，预算执行率{p}", "支出决算{v}，占年初预算数{b}的{p}", "支出决算为{v}，完成全年预算{b}的{p}",
            "支出预算为{b}，支出决算为{v}，完成预算{p}",
        )
    )  # fmt: skip
    if template.startswith("支出"):
        label = label.removesuffix("支出")
    marks = w.say(label + template, fields)
    w.relate("completion", Share(), [marks["p"], marks["v"], marks["b"]])
    sign = (value > budget) - (value < budget)
    if sign and w.chance(0.15):
        lead = w.rng.choice(("，比年初预算", "，较预算数", "，比预算数"))
        got = w.say(lead + ("增加" if sign > 0 else "减少") + "{d}", {"d": w.money(abs(value - budget), role="change")})
        w.relate("change", Sum((sign, -sign)), [got["d"], marks["v"], marks["b"]])
    elif w.chance(0.5):
        compare = {1: "大于", -1: "小于", 0: "等于"}[sign]
        w.say(
            w.rng.choice((f"，决算数{compare}年初预算数的主要", f"。决算数{compare}预算数，主要"))
            + "原因是"
            + why(w, sign)
        )
    return marks["v"]


def listing(
    w: Writer, total: int, total_value: Decimal, items: Sequence[Item], base: str, *, shares: bool, known: bool = True
) -> list[int]:
    """List the parts of a total, with shares where asked; the parts' marks.

    `known` says that the labels are a set everybody knows to be complete. A list that is neither that nor has shares
    may be partial as far as a reader can tell: then only "part at most whole" counts as true.
    """
    marks: list[int] = []
    parts = [i for i in items if i.value != 0 or w.chance(0.4)]
    if not parts:
        w.say("。")
        return marks
    style = w.rng.choice(("；", "；", "，", "numbered", "ordinal", "lines", "respective", "bracket"))
    if style == "respective" and (len(parts) < 2 or not w.chance(0.6)):
        style = "；"
    if style == "bracket" and shares:
        style = "，"
    if style == "respective":
        return _respective(w, total, total_value, parts, base, shares=shares, known=known)
    if style == "bracket":
        w.say("（")
    elif style in ("numbered", "ordinal", "lines"):
        w.say(w.rng.choice(("。其中：\n", "，其中：\n", "，包括：\n", "，具体情况如下：\n")))
    else:
        w.say(w.rng.choice(("，其中：", "。其中：", "，其中，", "，包括：")))
    verb = w.rng.choice(("", "", "", "为"))
    for i, item in enumerate(parts):
        if style == "numbered":
            w.say(f"{i + 1}.")
        elif style == "ordinal":
            w.say(f"（{'一二三四五六七八九十'[i]}）" if len(parts) <= 10 else "")
        mark = w.say(item.label + verb + "{v}", {"v": w.money(item.value, item.key)})["v"]
        marks.append(mark)
        if shares:
            w.say("，")
            share(w, mark, item.value, total, total_value, base)
        last = i == len(parts) - 1
        if style in ("numbered", "ordinal", "lines"):
            w.say("。" + ("" if last else "\n"))
        elif not last:
            w.say("；" if style == "；" or shares else "，" if style == "，" else "、")
    w.say("）。" if style == "bracket" else "" if style in ("numbered", "ordinal", "lines") else "。")
    _add_up(w, total, marks, closed=shares or (known and len(marks) > 1))
    return marks


def _respective(
    w: Writer, total: int, total_value: Decimal, parts: Sequence[Item], base: str, *, shares: bool, known: bool
) -> list[int]:
    w.say("，其中：" + _joined([p.label for p in parts]) + "分别为")
    marks: list[int] = []
    for i, item in enumerate(parts):
        marks.append(w.say("{v}", {"v": w.money(item.value, item.key)})["v"])
        w.say("" if i == len(parts) - 1 else "和" if i == len(parts) - 2 else "、")
    if shares and total_value:
        w.say(w.rng.choice((f"，分别占{base}的", "，占比分别为", f"，占{base}的比重分别为")))
        for i, (item, mark) in enumerate(zip(parts, marks, strict=True)):
            rate = w.say("{p}", {"p": w.percent(100 * item.value / total_value, role="share")})["p"]
            w.relate("share", Share(), [rate, mark, total])
            w.say("" if i == len(parts) - 1 else "和" if i == len(parts) - 2 else "、")
    w.say("。")
    _add_up(w, total, marks, closed=shares or known)
    return marks


def _add_up(w: Writer, total: int, marks: Sequence[int], *, closed: bool) -> None:
    if closed:
        w.relate("sum", Sum((1,) * len(marks)), [total, *marks])
        return
    for mark in marks:
        w.relate("sum", AtMost(), [mark, total])


def _joined(names: Sequence[str]) -> str:
    return "、".join(names[:-1]) + "和" + names[-1] if len(names) > 1 else names[0]
