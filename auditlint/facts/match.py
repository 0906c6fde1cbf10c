"""Whether two labels mean the same thing."""

from __future__ import annotations

from functools import lru_cache

from auditlint.expressions import compiled

_ENDING = compiled(
    r"(?:支出决算数?|决算支出|决算数?|支出预算数?|预算数?|支出|收入|费用|经费|费|总额|总计|合计|数|金额|资金|规模|情况|完成)+$"
)
_GENERIC = frozenset(
    (
        "",
        "其他",
        "合计",
        "总计",
        "总额",
        "小计",
        "总数",
        "总量",
        "支出",
        "收入",
        "金额",
        "资金",
        "预算",
        "决算",
        "经费",
        "费用",
        "共计",
        "其他支出",
        "其他收入",
        "支出合计",
        "收入合计",
        "数量",
        "项目",
        "人数",
        "全部",
        "总收入",
        "总支出",
        "本年",
        "结余",
        "结转",
    )
)


_MEASURES = (
    r"(?:支出|收入|决算|预算|年初|全年|本年|执行|完成|实际|合计|总计|共计|总|额|数|金额|资金|经费|费用|调整|后)+"
)
_MEASURE_WORDS = compiled(_MEASURES)
_NAMELESS = compiled(rf"{_MEASURES}|(?:以上|上述|这)?[两二三四五六七八九十](?:项|者|类|大类|个?部分)(?:{_MEASURES})?")


def generic(label: str) -> bool:
    """Whether a label says nothing by itself (其他, 合计, 支出决算, 三项支出): never joined on the label alone."""
    return label in _GENERIC or len(label) < 2 or _NAMELESS.fullmatch(label) is not None


def measures_only(label: str) -> bool:
    """Whether a label says only how a figure was measured (支出决算, 预算数), not what it is of."""
    return bool(label) and _MEASURE_WORDS.fullmatch(label) is not None


_SCOPE = compiled(
    r"^(?:(?:本|我|该|全)?(?:部门|单位|省|市|县|区|州|镇|乡|国|级|院|校|局)|学校|医院|学院|地方|全年|本年度?|当年|年度|累计)+"
)


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> int:
    """How well two cleaned labels agree: 3 equal, 2 equal but for an ending, 1 one ends with the other, 0 not."""
    if not one or not other:
        return 0
    if one == other:
        return 3
    one, other = _SCOPE.sub("", one) or one, _SCOPE.sub("", other) or other
    a, b = _ENDING.sub("", one), _ENDING.sub("", other)
    if opposed(one, other):
        return 0
    if (a and a == b) or one == other:
        return 2
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.endswith(short):
        return 1
    stem = min((a, b), key=len)
    if len(stem) >= 3 and (a.endswith(stem) and b.endswith(stem)):
        return 1
    return 0


def unlike(name: str, other: str) -> bool:
    """Whether a label that says something by itself and another label name different things."""
    return bool(name and other) and not generic(name) and not likeness(name, other)


FUND = compiled(r"一般公共预算|政府性基金|国有资本经营|财政拨款")


_LEVELS = compiled(r"中央|自治区|[省市县区乡镇州](?=级|本级|财政)")


def levels(label: str) -> frozenset[str]:
    """The levels of government that a label names: 县级资金, 中央和省级补助."""
    return frozenset(_LEVELS.findall(label))


def of_its_fund(told: str, named: str) -> bool:
    """Whether what is told names one of the funds that a name does: 财政拨款项目支出 is not all 项目支出."""
    funds = set(FUND.findall(named))
    return not funds or not funds.isdisjoint(FUND.findall(told))


_BUDGET = compiled(r"一般公共预算|政府性基金|国有资本经营|社会保险基金")


def of_other_funds(one: str, other: str) -> bool:
    """Whether two names are each of a budget, and of no common one: 政府性基金支出, 一般公共预算支出."""
    budgets = set(_BUDGET.findall(one))
    return bool(budgets) and budgets.isdisjoint(_BUDGET.findall(other) or budgets)


_BOTH_SIDES = compiled(r"收入?(?:总计)?[、和及与]?支出?(?=总计)")


def called(label: str, name: str) -> bool:
    """Whether an amount of a label is what a name means; the total of both sides (收支总计) is that of either."""
    if likeness(label, name) >= 2:
        return True
    own = side(name)
    return own in SIDES and likeness(_BOTH_SIDES.sub(own, label), name) >= 2


SIDES = ("收入", "支出")
_SAID = (*SIDES, "结余", "结转", "结存")


@lru_cache(maxsize=8192)
def side(label: str) -> str:
    """Which side of an account a label speaks of last: 收入, 支出 or 结余; "" where it names none."""
    at, name = max((label.rfind(word), word) for word in _SAID)
    return "" if at < 0 else name if name in SIDES else "结余"


def opposed(one: str, other: str) -> bool:
    """Whether two labels speak of different sides of an account."""
    a, b = side(one), side(other)
    return bool(a and b and a != b)
