"""The words of findings: rules' messages filled with figures, suspects, reasons; Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact, Figure, Relation, Remark, Suggestion, Term
from auditlint.packs import Rule
from auditlint.typed import cast

_FIELD = compiled(r"\{([^{}]+)\}")

_SLIPS: Mapping[str, tuple[str, str]] = {
    "swap": ("相邻两位数字颠倒", "two neighbouring digits swapped"),
    "row": ("与相邻一项的数字相同，疑似串行", "the same value as its neighbour, a line may have been copied"),
    "exchange": ("两位数字互换", "two digits exchanged"),
    "digit": ("仅一位数字之差", "one digit differs"),
    "lost": ("少写一位数字", "a digit was lost"),
    "doubled": ("多写一位数字", "a digit too many"),
    "point": ("小数点错位", "the decimal point moved"),
    "sign": ("正负号相反", "the sign is reversed"),
    "unit": ("疑似元与万元混用", "yuan and ten thousand yuan mixed up"),
    "rest": ("与应有的比例之和恰为100%，疑似写成了其余部分的比例", "what is left to 100%, the percentage of the rest"),
    "twice": ("恰为应有数的两倍，疑似收支重复相加", "exactly twice the value, both sides may have been added"),
}


def amount(value: Decimal | None, figure: Figure) -> str:
    """A recomputed value with the unit of the figure it belongs to, where that prints one: cells of a table do not."""
    if value is None:
        return ""
    return f"{_short(f'{value:f}', figure.decimals)}{figure.unit.name if figure.span != figure.number else ''}"


def _short(text: str, decimals: int) -> str:
    """A number without zeros at its end that are more decimals than those: 12683.0000 of 1.2683亿元."""
    while "." in text and len(text.rpartition(".")[2]) > decimals and text[-1] in "0.":
        text = text[:-1].rstrip(".")
    return text


def number(value: Decimal, figure: Figure, printed: str) -> str:
    """A corrected number in the manner of the printed one: its decimals, its thousands separators."""
    text = f"{value:,f}" if "," in printed else f"{value:f}"
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent < figure.decimals:
        text = f"{value:,.{figure.decimals}f}" if "," in printed else f"{value:.{figure.decimals}f}"
    return _short(text, len(printed.partition(".")[2]))


def message(rule: Rule, relation: Relation, ledger: Ledger, lang: str) -> str:
    """A rule's message about a relation."""
    values = fields(relation, lang)
    if relation.note == "direction" and "actual" in values:
        if lang == "en":
            return f"The items' values and rates make {values['computed']} of it: {values['rate']} went the other way."
        return f"按各项的本年数和增减幅推算，总的增减幅{values['rate']}方向相反，请核对“增长”“下降”。"
    if relation.note == "direction" and "rate" in values and "change" in values:
        if lang == "en":
            return f"The change {values['change']} and the rate {values['rate']} are stated in opposite directions."
        return f"增减额{values['change']}与增减幅{values['rate']}一增一减，文字方向相反，请核对用词。"
    if relation.note == "above-level":
        if lang == "en":
            return f"The increase {values['change']} is above {values['current']}: last year would be negative."
        return f"增加额{values['change']}大于本期数{values['current']}，上年数将为负数，二者不能同时成立。"
    if relation.note == "direction" and "part" in values:
        if lang == "en":
            return f"{values['equation']} makes {values['computed']}, not {values['total']}: check which way each went."
        made = f"{values['equation']} = {values['computed']}，与{values['total']}不符"
        return f"{made}；若有一项的方向相反则相符，请核对“增加”“减少”。"
    if relation.note == "direction" and "base" in values and "change" not in values:
        if lang == "en":
            return f"From {values['base']} to {values['current']}: the word of direction contradicts the figures."
        return f"由{values['base']}到{values['current']}，与所写的增减方向相反，请核对“增加”“减少”。"
    if relation.note == "direction":
        if lang == "en":
            return f"{values['equation']} makes {values['computed']}: the word of direction contradicts the figures."
        return f"按{values['equation']}计算为{values['computed']}，与所写的增减方向相反，请核对“增加”“减少”。"
    if relation.note == "charted":
        if lang == "en":
            made = f"With the chart's {values['base']} for the year before, {values['computed']} is due"
            return f"{made}; the text has {values['stated']}, a difference of {values['difference']}."
        what = "增减幅" if "rate" in values else "增减额"
        made = f"图表中上年数为{values['base']}，据此{what}应为{values['computed']}"
        return f"{made}，而正文为{values['stated']}，相差{values['difference']}。"
    return fill(rule.message.of(lang), values)


def remark(rule: Rule, one: Remark, lang: str) -> str:
    """A rule's message about words."""
    return fill(rule.message.of(lang), dict(one.fields))


def fill(template: str, values: Mapping[str, str]) -> str:
    """A template with its {fields} put in; a field without a value becomes empty."""
    return cast("str", _FIELD.sub(lambda m: values.get(m.group(1), ""), template))


def fields(relation: Relation, lang: str) -> dict[str, str]:
    """What a message may say of a relation: each role's figure and label, the recomputed value, the difference."""
    stated = relation.terms[0].fact.figure
    found: dict[str, str] = {}
    for term in relation.terms:
        label = _label(term.fact)
        found.setdefault(term.role, _printed(term.fact.figure))
        found.setdefault(f"{term.role}.label", label)
    found["stated"] = _printed(stated)
    found["label"] = _label(relation.terms[0].fact)
    found["stated.label"] = _label(relation.terms[0].fact)
    found["computed"] = amount(relation.expected, stated)
    if relation.expected is None:
        found["computed"] = "undefined (the base is zero)" if lang == "en" else "无意义（基数为零）"
    unit = "个百分点" if stated.unit.dimension == "percent" else stated.unit.name
    if lang == "en" and stated.unit.dimension == "percent":
        unit = " percentage points"
    found["difference"] = f"{_short(f'{abs(relation.difference):f}', stated.decimals)}{unit}"
    found["equation"] = relation.formula
    found["count"] = str(len(relation.terms) - 1)
    found["direction"] = {1: "增加", -1: "减少"}.get(relation.terms[0].fact.direction, "")
    return found


def _label(fact: Fact) -> str:
    """What a figure is called: its label, else its concept, else what it measures."""
    name = fact.label.removeprefix("占")  # 占W B万元的p%: the name of B is W
    return name or fact.concept or {"budget": "预算", "prior": "上年数"}.get(fact.measure, "该项")


def _printed(figure: Figure) -> str:
    return figure.text.replace(" ", "")


def suspect(suggestion: Suggestion, lang: str, again: int = 0) -> str:
    """The sentence that names the probably mistyped figure, which stands `again` at so many other places."""
    if lang == "en":
        more = f"; it stands at {again} more" if again else ""
        return f" Probably mistyped: {suggestion.text}, should be {suggestion.replacement} ({suggestion.reason}{more})."
    more = f"；另有{again}处相同" if again else ""
    return f"疑似“{suggestion.text}”有误，应为{suggestion.replacement}（{suggestion.reason}{more}）。"


def suspects(suggestions: Sequence[Suggestion], lang: str) -> str:
    """The sentence that names several figures that are about equally suspect."""
    if lang == "en":
        return " Please check: " + "; or ".join(dict.fromkeys(f"{s.text} → {s.replacement}" for s in suggestions)) + "."
    return "请核对：" + "，或".join(dict.fromkeys(f"{s.text}改为{s.replacement}" for s in suggestions)) + "。"


def reason(kind: str, mended: int, value: str, lang: str, exact: bool = True, *, stated: bool = False) -> str:
    """Why a correction is likely: what it mends (`exact`: to the digit), and how the slip may have come about.

    `stated`: whether another place prints the correction for the same thing.
    """
    if kind == "nothing":
        return "nothing is no share of anything" if lang == "en" else "金额为零，占比为零"
    if lang == "en":
        first = f"with {value} " + ("the relation holds" if mended == 1 else f"{mended} relations hold at once")
        first += "" if exact else ", within rounding"
        first += "; another place says so of the same" if stated else ""
        return first + (f"; {_SLIPS[kind][1]}" if kind in _SLIPS else "")
    near = "" if exact else "在四舍五入范围内"
    first = f"改为{value}后，" + (f"该关系{near}成立" if mended == 1 else f"{mended}处关系{near}同时成立")
    first += "；另一处同名数据即为此数" if stated else ""
    return first + (f"；{_SLIPS[kind][0]}" if kind in _SLIPS else "")


_WHY: Mapping[str, tuple[str, str]] = {
    "missing-unit": ("按同段其他数字的单位补足", "the unit of the figures beside it"),
    "short-unit": ("与全文其他金额的写法一致", "as the report's other amounts are written"),
    "sequence": ("按前后序号顺延", "the number that is due"),
    "doubled": ("删去重复的部分", "printed once"),
    "stale-year": ("与报告年度一致", "the report's year"),
    "own-year": ("与上年比较", "compared with the year before"),
    "budget-words": ("与完成率一致", "as the rate says"),
    "subject": ("按当年政府收支分类科目", "as the list of subjects has it"),
}


def remark_reason(kind: str, lang: str) -> str:
    """Why a check of words would put something else."""
    zh, en = _WHY.get(kind, ("", ""))
    return en if lang == "en" else zh


def role(term: Term, ledger: Ledger, lang: str) -> str:
    """What stands at a related place."""
    label = term.fact.label or term.fact.concept
    return f"{label}{_printed(term.fact.figure)}" if lang == "zh" else f"{label} {_printed(term.fact.figure)}".strip()


def tail(rule: Rule, relations: Sequence[Relation], ledger: Ledger, unexplained: bool, lang: str) -> str:
    """The message about differences that rounding can explain, or could if the decimals around did not forbid it."""
    first = relations[0]
    values = fields(first, lang)
    if len(relations) > 1:
        if lang == "en":
            return f"{len(relations)} rounding differences here, e.g. {values['stated']} against {values['computed']}."
        told = f"如{values['stated.label']}{values['stated']}与计算值{values['computed']}相差{values['difference']}"
        return f"此处有{len(relations)}处尾差，{told}。"
    if unexplained:
        hint = "按本段数字的小数位数，四舍五入不足以解释。"
        return message(rule, first, ledger, lang) + (
            " The decimals of this section do not explain it." if lang == "en" else hint
        )
    if lang == "en":
        return f"{values['stated']} against {values['computed']} = {values['equation']}: rounding can explain it."
    stated, computed = values["stated.label"] + values["stated"], f"{values['computed']}（{values['equation']}）"
    return f"{stated}与计算值{computed}相差{values['difference']}，可由四舍五入解释。"
