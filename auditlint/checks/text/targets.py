"""Targets that are said to be met or missed, against the figures beside them: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text.figures import item_start, mark, place
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark
from auditlint.numerals import PRINTED, decimal
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_LEAST = ("≥", ">", "不低于", "不少于", "不小于", "大于等于")
_BOUND = r"(?P<bound>≥|≤|>|<|不低于|不少于|不小于|大于等于|不高于|不超过|不大于|不多于|小于等于)"
_TARGET = compiled(
    rf"(?:目标|指标|计划)值?[^,;。:0-9]{{0,8}}?[:]?{_BOUND}\s*(?P<target>[0-9.]+)(?P<unit>%|[一-鿿]{{1,3}}?)"
    r"[,、][^;。]{0,80}?(?:实际[^,;。0-9]{0,10}?|[率度](?:为|达到?|是))[:]?(?P<actual>[0-9.]+)(?P=unit)[,]"
    r"(?:已|均|均已|全部|总体|未|没有|尚未)*(?:完成|达到|达成|实现|达标)(?:了)?(?:年初|年度|预期|既定|设定|绩效)*(?:目标|指标|任务)*值?(?=[,;。])"
)
_MISSED = compiled(r",(?:均|均已|全部|总体)*(?:未|没有|尚未)[^,]*$")


def targets(ledger: Ledger) -> Iterator[Remark]:
    """目标值≥90%，实际值85.6%，完成: a target said to be met, or missed, where the figures say otherwise."""
    for sentence in ledger.sentences:
        for m in _TARGET.finditer(sentence.text):
            target, actual = Decimal(m["target"].strip(".")), Decimal(m["actual"].strip("."))
            met = actual >= target if m["bound"] in _LEAST else actual <= target
            claim = m.group().rpartition(",")[2]
            if met == (_MISSED.search(m.group()) is not None) and target != actual:
                spans = (mark(sentence, m.end() - len(claim), m.end()), mark(sentence, *m.span("actual")))
                fields = (
                    ("stated", claim),
                    ("change", m["actual"] + m["unit"]),
                    ("expected", m["bound"] + m["target"]),
                )
                yield Remark("target", spans, fields)
    yield from _planned(ledger)


_KINDS = r"(?:年初|年度|预期|既定|设定|绩效|计划|全年|招聘|培训|改造|建设)*(?:目标|指标|任务|计划)(?:任务|值|要求)?"
_PLANNED = compiled(
    rf"(?:计划|目标|任务|应完成|年初目标)(?:数|值|为|是)*[^,;。:0-9≤<]{{0,8}}?(?P<plan>{PRINTED})(?P<unit>[一-鿿]{{1,4}}(?:\([^()]{{1,3}}\))?|%),"
    rf"(?!(?:年度)?(?:目标|计划|指标值|任务))(?:实际|已|全年|累计|共)*(?:完成|实施|开展|建成|改造|培训|举办)?(?:数|值|为|是|了)*[^,;。:0-9]{{0,8}}?(?P<done>{PRINTED})(?P=unit),"
    r"(?:完成率(?:为|达)?[0-9.]+%,)?"
    r"(?P<claim>(?P<not>未|没有|尚未)?(?:全面|圆满|按期|如期|全部)*(?P<more>超额)?(?:完成|达到|达成|实现)了?"
    rf"{_KINDS}|(?:目标|指标|任务)(?:(?P<not>未|没有|尚未)|已|均已|全部)?(?:完成|达成|实现))(?=[,;。])"
)
_MADE = r"(?:招聘|引进|培训|改造|[新修扩]建|建成|安装|造林|种植|创建|修复|绿化)"
_DONE = r"(?:巡查|巡护|开展|举办|检查|督查|[监检]测|抽检|接种|参保|整治|治理|宣传|走访)"
_AIM = r"(?:年度|全年|年初|预期)*(?:数|值)?$"
_OUTPUT = compiled(rf"{_MADE}(?:人数|户数|数量|长度|面积|里程|任务)?{_AIM}")  # 水闸改造|计划
_DOING = compiled(rf"^[^,]{{0,3}}(?:{_MADE}|{_DONE})|,(?:实际|已|全年|累计|共)*(?:{_MADE}|{_DONE})[^,]*,")
_COMPLETED = compiled(r",(?:实际|已|全年|累计|共)*完成[^,]*[0-9](?:公里|千米|座|眼|口|盏|株|公顷),")
_HIGHER_IS_BETTER = compiled(
    rf"(?<![不未])(?:处理|覆盖|达标|合格|入学|满意|完好|及时|到位|准确|完成|就业|参保|普及)[率度]{_AIM}"
)
LESS_IS_BETTER = compiled(
    r"成本|费用|投诉|事故|差错|误差|误报|发生率|死亡|失业|流失|不超过|不高于|控制|降低|下降|压减|压缩|缩减|减少|精简|时限|时间|时长|违规|能耗|排放"
    r"|空置|逾期|排名|等候|污染|住院日|占比|上访|发案|工期|周期|耗时|用时|天数|单价|造价|浓度|闲置|剩余|剩下|遗留|存量|积压|返|不合格|不达标|隐患"
    r"|上限|最多|至多|以内|取消|撤|重复|超|清理|变更|关停|关闭|淘汰|合并|归并|拆|征|改正|纠正|贫困|病|灾|缺陷|故障|损|停[电水机]|涉企|入企|会议|公务|发文|购车|投入|用工|人工"
)
_LONGER = compiled(r"[两二三四五六]年|总(?:计划|目标|任务)|规划|合同|五”|累计|滚动|跨年")  # plans of years
_ANOTHER_PLAN = compiled(r"(?:计划|目标|任务|下达|要求|应)[^,;。]{0,10}[0-9]")
_OF_OUTPUT = compiled(r".*[名人次场户座台套处里米亩件条所间栋幢辆份期批项家株盏口眼孔只个村届篇顷]|%|平方米|立方米")


_AT_LEAST = compiled(rf"(?:{'|'.join(_LEAST)})[0-9]")


def _more_is_better(sentence: Sentence, m: regex.Match[str]) -> bool:
    """Whether a plan is surely of this year's work, of which more is better: 水闸改造计划21座, 计划招聘60名."""
    lead = sentence.text[item_start(sentence, m.start()) : m.start()]
    said = sentence.text[m.start() : m.start("claim")]
    if LESS_IS_BETTER.search(lead + said) or _LONGER.search(lead + said) or _ANOTHER_PLAN.search(lead):
        return False
    if m["unit"] == "%":
        return _HIGHER_IS_BETTER.search(lead) is not None
    if not _OF_OUTPUT.fullmatch(m["unit"]):
        return False
    return any(p.search(said) for p in (_AT_LEAST, _DOING, _COMPLETED)) or _OUTPUT.search(lead) is not None


def _planned(ledger: Ledger) -> Iterator[Remark]:
    """计划18座，实际完成17座，完成率94.44%，达到年度目标: what the two counts say themselves."""
    for sentence in ledger.sentences:
        for m in _PLANNED.finditer(sentence.text):
            plan, done = (decimal(m[k]) for k in ("plan", "done"))
            if not _more_is_better(sentence, m):
                continue
            right = done < plan if m["not"] else done > plan if m["more"] else done >= plan
            if not right:
                unit = m["unit"]
                spans = (mark(sentence, *m.span("claim")), mark(sentence, *m.span("done")))
                fields = (("stated", m["claim"]), ("change", m["done"] + unit), ("expected", m["plan"] + unit))
                yield Remark("target", spans, fields)


_OVER = ("超过", "超出", "突破", "高于", "超", "逾", "达到")
_UNDER = ("不足", "低于", "少于", "不到", "未达到", "未达", "近")
_WORDS = compiled(
    rf"(?:,|(?P<bracket>\())[均都仍已略远]*(?P<word>{'|'.join(sorted((*_OVER, *_UNDER), key=len, reverse=True))})"
    r"(?P<whose>[^,;。:、0-9]{2,14}的)?$"
)
_VALUES = ("level", "ratio", "share", "completion", "other")
_OF_A_GOAL = compiled(
    r"(?:以上)?的?(?:年度|年初|全年|预期|绩效|既定|计划|工作|总体)*(?:目标|任务|指标|计划)(?:值|数|任务)?(?=[,;。的])"
)
_HELD_TO = ("超过", "高于", "低于")
_END = compiled(r"[,;。)]|$")
_FAR = Decimal("0.25")  # how far a round number may be from the figure it describes


def thresholds(ledger: Ledger) -> Iterator[Remark]:
    """36.8万人次，超过40万人次的年度目标; 1187万元，近1100万元: a figure on the other side of the one it is held to."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i in range(1, len(facts)):
            value, bound = facts[i - 1], facts[i]
            m = _between(sentence, value, bound)
            if m is None or value.figure.unit.dimension != bound.figure.unit.dimension or value.measure not in _VALUES:
                continue
            if value.figure.unit.dimension == "count" and value.figure.unit.name[-1:] != bound.figure.unit.name[-1:]:
                continue
            have, want = value.figure.amount, bound.figure.amount
            if (have < want) if m in _OVER else (have > want):
                fields = (("stated", m + bound.figure.text), ("change", value.figure.text))
                end = bound.figure.span.end - sentence.start
                said = mark(sentence, sentence.text.rindex(m, 0, end), end)
                yield Remark("threshold", (said, place(value)), fields)
    yield from _distances(ledger)
    yield from _named(ledger)


def _between(sentence: Sentence, value: Fact, bound: Fact) -> str | None:
    """The word between a figure and the one right behind it that it is held to: a goal, or a round number near it."""
    start, end = value.figure.span.end - sentence.start, bound.figure.span.start - sentence.start
    m = _WORDS.fullmatch(sentence.text, start, end)
    if m is None or bound.depth - value.depth != (m["bracket"] is not None):
        return None
    after = bound.figure.span.end - sentence.start
    if m["bracket"] and sentence.text[after : after + 1] != ")":
        return None
    if _OF_A_GOAL.match(sentence.text, after):
        return m["word"] if m["word"] != "近" else None
    if m["word"] == "达到":
        return None  # what it came to, and no goal
    have, want = value.figure.amount, bound.figure.amount
    if m["whose"]:  # 执行率94.69%，低于上级资金的100%: of percentages, which are not what one lies above another
        percents = {value.figure.unit.dimension, bound.figure.unit.dimension} == {"percent"}
        return str(m["word"]) if percents and m["word"] in _HELD_TO and _END.match(sentence.text, after) else None
    near = want and abs(have - want) <= _FAR * want
    return str(m["word"]) if near and _END.match(sentence.text, after) else None


_NAMED = compiled(
    rf"[,](?:仍|已|略|远)*(?P<word>{'|'.join(sorted((*_HELD_TO, '未达到'), key=len, reverse=True))})"
    r"(?P<what>[^,;。:、0-9的]{0,6}?(?:目标|指标|计划|标准|控制数|限额|上年|去年|平均水平|平均)(?:值|数)?)(?:的|为)?$"
)
_LEVEL = compiled(r"的(?:平均)?(?:水平|标准|目标|要求)(?=[,;。]|$)")
_LAST_YEAR = compiled(r"上年|去年")
_CLOSE = Decimal("0.05")


def _named(ledger: Ledger) -> Iterator[Remark]:
    """76%，高于年初目标80%; 21460元，高于平均水平23180元1720元: the wrong word for what a figure is held to by name."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i in range(1, len(facts)):
            value, bound = facts[i - 1], facts[i]
            start, end = (f.figure.span.end - sentence.start for f in (value, bound))
            m = _NAMED.fullmatch(sentence.text, start, bound.figure.span.start - sentence.start)
            if m is None or value.depth != bound.depth or value.figure.unit != bound.figure.unit:
                continue
            if value.measure not in (*_VALUES, "average") or value.figure.amount == bound.figure.amount:
                continue
            over = value.figure.amount > bound.figure.amount
            beside = facts[i + 1] if i + 1 < len(facts) else None
            if _a_distance(ledger, value, bound):
                continue
            if over != (m["word"] in _OVER) and _is_bound(sentence, value, bound, beside):
                fields = (("stated", m.group()[1:] + bound.figure.text), ("change", value.figure.text))
                yield Remark("threshold", (mark(sentence, m.start("word"), end), place(value)), fields)


def _a_distance(ledger: Ledger, value: Fact, bound: Fact) -> bool:
    """限额A，余额B，低于限额C: whether C is just how far B lies from an amount named before it."""
    before = ledger.facts[max(value.id - _BEFORE, 0) : value.id]
    return any(
        f.figure.unit.dimension == value.figure.unit.dimension
        and abs(f.figure.amount - value.figure.amount) == bound.figure.amount
        for f in before
    )


_BEFORE = 8  # figures before one that is held to another, among which what it lies apart from is named


def _is_bound(sentence: Sentence, value: Fact, bound: Fact, beside: Fact | None) -> bool:
    """Whether a figure behind 高于目标 is the goal itself and cannot be how far it is away."""
    have, want = value.figure.amount, bound.figure.amount
    end = bound.figure.span.end - sentence.start
    lead = sentence.between(value, bound)
    if beside is not None and beside.figure.span.start - sentence.start == end:
        return beside.figure.unit == bound.figure.unit and beside.figure.amount == abs(have - want)
    if _LEVEL.match(sentence.text, end):
        return True
    if not _END.match(sentence.text, end):
        return False
    if bound.figure.unit.dimension == "percent":
        return have < want or have + want > HUNDRED
    return have < want or (not _LAST_YEAR.search(lead) and have - want <= _CLOSE * want)


_APART = compiled(r"[,](?P<word>高于|低于|超过|超出|少于|多于)(?P<what>[^,;。:、0-9的]{2,8})$")
_MORE_THAN = ("高于", "超过", "超出", "多于")
_NEAR = 4  # sentences before a distance in which both amounts stand


def _distances(ledger: Ledger) -> Iterator[Remark]:
    """限额86.52亿元…余额85.16亿元，高于限额1.36亿元: the right distance, and the wrong word for it."""
    for sentence in ledger.sentences:
        for fact in ledger.facts_of(sentence):
            at = fact.figure.span.start - sentence.start
            m = _APART.search(sentence.text, 0, at) if fact.figure.unit.dimension == "money" else None
            if m is None or m.end() != at or fact.depth:
                continue
            before = [
                f
                for s in ledger.paragraph(sentence, before=_NEAR, behind=0)
                for f in ledger.facts_of(s)
                if f.id < fact.id and f.measure in ("level", "budget") and f.figure.unit == fact.figure.unit
            ]
            bounds = [f for f in before if f.label.endswith(m["what"]) and not f.depth]
            if len({f.figure.amount for f in bounds}) != 1:
                continue
            sign = 1 if m["word"] in _MORE_THAN else -1
            gaps = [(f, f.figure.amount - bounds[0].figure.amount) for f in before if f.id > bounds[0].id]
            wrong = [f for f, gap in gaps if gap == -sign * fact.figure.amount]
            if wrong and not any(gap == sign * fact.figure.amount for _, gap in gaps):
                stated = m["word"] + m["what"] + fact.figure.text
                spans = (mark(sentence, m.start("word"), m.end("what")), place(wrong[0]), place(bounds[0]))
                yield Remark("threshold", spans, (("stated", stated), ("change", wrong[0].figure.text)))
