"""What a figure of prose measures, by the words that lead to it: its measure, direction, base and label."""

from __future__ import annotations

from auditlint.expressions import compiled
from auditlint.facts.drafts import Draft
from auditlint.facts.labels import clean
from auditlint.facts.phrases import Phrases
from auditlint.facts.prior import value_before
from auditlint.facts.unprinted import RATIO
from auditlint.model import Measure
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

# ends of clauses; a bracket that closes again is part of a label: 因公出国（境）费
_CUT = compiled(r"[,;。:]|\((?![^()]*\))|(?<!\([^()]*)\)|其中|包括")


_EACH_TIME = compiled(r"(?:每[人户生亩名位])?(?:每[年月天日])?|[人户生]均")
_PLANNED = compiled(  # 一般公共预算收入年初预算: what a budget's name says of its fund stays
    r"(?:(?<!公共|性基金|资本经营|保险基金)预算|年初|全年|调整)+[^,;。]{0,6}$"
)
_DONE = compiled(r"^[,;]?(?:全年|累计|实际)?(?:已|共)?完成(?:了|率)?(?:为|达)?$")  # 年初预算A万元，…，完成p%
_OF_BEFORE = compiled(r"(?:上年|去年|上一?年度|(?:较|比|与)20[0-9]{2}年度?)[^,;。:]{0,8}$")  # 较上年人均3.41万元
_PLAN = compiled(r"(?:收入|支出|总|收支)预算(?:为|是|:|共|合计|共计)*$")  # a budget as a noun: 收入总预算


_MORE = compiled(  # 多缴, 少花: whatever was done more or less of
    r"(?:[,;]?(?:今年|本年度?|当年|全年|20[0-9]{2}年度?)?(?:实际|决算)?)?"
    r"(?:(?:相比)?[,]?(?P<saved>节约|节省|节支)(?:了|支出|资金|经费)?|(?P<way>[多少])(?![年数儿于项个种次元样功媒])(?:(?![税费款金资])[一-鿿]){1,3})"
)
_LED_TO, _LED_FROM = ("降为", "升为", "增为", "减为"), compiled(r"(?:由|从)[^,;。]*$")
_MADE_UP = compiled(r"弥补[^,;。:]{0,4}差额[^,;。:]{0,2}$")  # 用事业基金弥补收支差额A: what was used, no difference
_OTHER_BONDS = compiled(r"[、,和及]?(?:再融资|置换)(?:债券|债务)?(?:为)?[0-9]")
_CUT_RATE = compiled(r"[审核压节]减率(?:为|是|达到?|约)*$")  # of what was asked for, not of last year
_UPGRADE = compiled(
    r"(?:能力|水平|质量|品质|改造|素质|环境|形象|功能|效能|服务|治理|提质|建设)提升$"
)  # names of projects
_EITHER_WAY = compiled(r"增减(?:变动|变化)?(?:率|幅度?|比例|比率|百分比|金额|数额|[额值数])?(?:为|是|:|约)*$")
# 分项之和为a万元，与合计相差d万元，系四舍五入: what an author says of rounding
_OF_ROUNDING = compiled(
    r"(?:分项|明细)(?:之和|合计|相加)(?:为|是)?$|与(?:合计|总数|总计)数?(?:相差|差)(?:为)?$|尾差(?:为)?$"
)
_NO_SHARE = compiled(r"四舍五入|等于|合计为|之和")


_CALLED_AGAIN = compiled(r"\((?:即)?[^()]{0,6}预算(?:数|额)?\)(?=(?:为|是)?$)")  # 调整预算数（全年预算数）为


@dataclass(slots=True)
class _Words:
    """A figure with the words that lead to it and those behind, and the figure before it."""

    draft: Draft
    phrases: Phrases
    last: Draft | None
    year: str
    tail: str
    lead: str
    dimension: str

    def call(self, measure: Measure, lead: str) -> bool:
        """Set the measure, and the label from what leads to it; always true: the figure is read."""
        self.draft.measure = measure
        self.draft.label, self.draft.own = label_of(lead, self.phrases)
        return True

    def continues(self, measure: Measure) -> bool:
        """Set the measure of a figure that has no label of its own; always true."""
        self.draft.measure, self.draft.own = measure, False
        return True

    def follows(self, *measures: Measure) -> bool:
        """Whether the figure before has one of these measures."""
        return self.last is not None and self.last.measure in measures


# 较上年（减少）D万元, （减）幅p%: what was kept of 增加（减少）
_BRACKETED = compiled(r"(?<![增减加少长降升])\((?P<way>增加?|减少?|增长|下降)\)(?=[幅率额]?(?:为|是|:)?$)")


def set_measure(draft: Draft, phrases: Phrases, last: Draft | None, year: str, tail: str) -> None:
    """Set measure, direction, base and label from the end of the lead: by the first reading that fits."""
    lead = _BRACKETED.sub(lambda m: m["way"], _CALLED_AGAIN.sub("", draft.lead))
    words = _Words(draft, phrases, last, year, tail, lead, draft.figure.unit.dimension)
    for fits in _READINGS:
        if fits(words):
            return
    words.call("level", lead)


def _of_rounding(words: _Words) -> bool:
    if not _OF_ROUNDING.search(words.lead):
        return False
    words.draft.own = False
    return True


def _kind_of_bonds(words: _Words) -> bool:
    """一般债券A万元（新增a万元、再融资b万元）."""
    if not words.lead.endswith("新增") or not _OTHER_BONDS.match(words.tail):
        return False
    words.draft.measure = "level"
    words.draft.label, words.draft.own = "新增", True
    return True


def _more_than_before(words: _Words) -> bool:
    """较上年的B万元多缴D万元; 上年B万元，今年少花D万元."""
    if words.dimension not in ("money", "count"):
        return False
    more = _MORE.fullmatch(words.lead) if words.follows("prior", "budget") else None
    if more is None or (more["saved"] and not words.follows("prior")):
        return False
    words.draft.direction = 1 if more["way"] == "多" else -1  # 节约, too
    return words.continues("change")


def _either_way(words: _Words) -> bool:
    """增减率-p%: its sign tells."""
    neutral = _EITHER_WAY.search(words.lead) if words.dimension in ("percent", "money", "count") else None
    if neutral is None:
        return False
    words.draft.direction = 1 if words.draft.figure.value < 0 else 0
    return words.call("rate" if words.dimension == "percent" else "change", words.lead[: neutral.start()])


def _led_away(words: _Words) -> bool:
    """占比由p%降至q%: of p%."""
    if words.dimension != "percent" or not words.lead.endswith(("由", "从")) or not _LED_AWAY.match(words.tail):
        return False
    return words.call("prior", words.lead[:-1])


def _share(words: _Words) -> bool:
    draft, phrases, lead = words.draft, words.phrases, words.lead
    if words.dimension not in ("percent", "ratio"):
        return False
    share = phrases.share.search(lead)
    if share is None:
        if draft.figure.unit is not RATIO:
            return False
        draft.measure, draft.label, draft.own = "share", "", False
        return True
    base = share["base"]
    if _NO_SHARE.search(base):  # 占比因四舍五入合计可能不等于100%
        return words.call(draft.measure, lead)
    if (compared := phrases.prior.search(lead)) is not None:  # 占比较上年的30.0%
        return words.call("prior", lead[: compared.start()])
    part = _ALL_PLANNED.fullmatch(base) is not None and _is_a_part(words.last)
    if not part and (phrases.completion.search("占" + base) or phrases.completion.search(lead)):
        return words.call("completion", lead[: share.start()])
    draft.base = clean(base)
    return words.call("share", lead[: share.start()])


def _named_share_or_completion(words: _Words) -> bool:
    """完成年初预算的p%, 执行率p%, 占比p%."""
    if words.dimension not in ("percent", "ratio"):
        return False
    phrases = words.phrases
    ways: tuple[tuple[regex.Pattern[str], Measure], ...] = (
        (phrases.completion, "completion"),
        (phrases.completion_rate, "completion"),
        (phrases.share_words, "share"),
    )
    for pattern, measure in ways:
        found = pattern.search(words.lead)
        if found is not None:
            words.call(measure, words.lead[: found.start()])
            if _LAST_YEARS.fullmatch(words.draft.label):
                words.draft.measure = "prior"  # 执行率p%，比上年提高n个百分点，上年执行率为q%
            return True
    return False


def _rate_in_bracket(words: _Words) -> bool:
    """较上年减少D万元（p%）."""
    last = words.last
    if words.lead != "(" or words.dimension != "percent" or words.tail[:1] != ")" or last is None:
        return False
    if last.measure != "change":
        return False
    signed = words.draft.figure.value < 0  # 少支出D万元（-p%）: its sign tells the way
    words.draft.basis, words.draft.direction = last.basis, 1 if signed else last.direction
    return words.continues("rate")


def _of_the_figure_before(words: _Words) -> bool:
    """年初预算B万元，…完成p%; 目标值B人次的p%; 占W（B万元）的p%: a percentage of what stands before it."""
    last, lead, draft = words.last, words.lead, words.draft
    if words.dimension not in ("percent", "ratio") or last is None:
        return False
    if words.dimension == "percent" and _DONE.search(lead):
        return words.continues("completion")
    if lead == "的" and OF_TARGET.search(last.lead):
        return words.continues("completion")
    if lead in ("的", "元的", "的约", ")的") and last.measure == "budget":
        return words.continues("completion")
    if last.measure == "completion" and words.phrases.budget_again.fullmatch(lead):
        return words.continues("completion")  # 为年初预算的p%、调整预算的q%
    if lead in ("的", ")的") and "占" in last.lead:
        base = clean(last.lead.partition("占")[2].rstrip("("))
        draft.base = base if lead != "的" else last.label or base
        return words.continues("share")
    return False


def _changed(words: _Words) -> bool:
    """较上年增加D万元, 下降p%."""
    lead, last, draft = words.lead, words.last, words.draft
    if words.dimension == "percent" and _CUT_RATE.search(lead):
        return False
    if words.dimension == "money" and _UPGRADE.search(lead):
        return False
    change = words.phrases.change.search(lead)
    led = last is not None and lead.endswith(_LED_TO) and _LED_FROM.search(last.lead) is not None  # 由p%降为q%
    if change is None or lead.endswith(("到", "至")) or led:
        return False
    ups, downs = words.phrases.up.search(lead), words.phrases.down.search(lead)
    both = "(" in change.group() or "（" in change.group()
    draft.direction = 0 if both else 1 if ups and not (downs and downs.start() < ups.start()) else -1
    words.call("rate" if words.dimension == "percent" else "change", lead[: change.start()])
    if last is not None and words.phrases.led_to.fullmatch(last.lead) and _EACH_TIME.fullmatch(draft.label):
        draft.label, draft.own = "", False  # 由每人每月A元提高到B元，每人每月增加D元
    if last is not None and last.measure == "prior" and not draft.label:
        draft.label = last.label
    return True


def _other_rate(words: _Words) -> bool:
    """结转率p%, 满意度p%: a percentage that is named, or none of these."""
    if words.dimension not in ("percent", "ratio"):
        return False
    rest, rate = words.phrases.rest_rate.search(words.lead), words.phrases.named_rate.search(words.lead)
    measure: Measure = "ratio" if rest or rate else "other"
    words.call(measure, words.lead)
    if rate is not None and rate["name"]:
        words.draft.label, words.draft.own = clean(rate["name"]), True
    return True


def _points(words: _Words) -> bool:
    return words.dimension == "point" and words.call("other", words.lead)


def _difference(words: _Words) -> bool:
    """收支差额A."""
    told = words.phrases.difference.search(words.lead) and not _MADE_UP.search(words.lead)
    return bool(told) and words.continues("change")


def _value_before(words: _Words) -> bool:
    """上年决算数B万元."""
    last = words.last
    year = max(words.year, last.year) if last is not None else words.year
    before = value_before(words.lead, words.tail, year, words.phrases)
    return before is not None and words.call("prior", before)


def _budget_moved(words: _Words) -> bool:
    """年初预算A万元，调整后B万元; 全年预算调整后为B万元; 年中追加至B万元."""
    if words.dimension != "money":
        return False
    lead, planned = words.lead, words.follows("budget")
    if planned and _AFTERWARDS.fullmatch(lead):
        return words.continues("budget")
    moved_to = _BUDGET_MOVED.search(lead)
    if moved_to is not None:
        return words.call("budget", _PLANNED.sub("", lead[: moved_to.start()]))
    moved = planned and lead.endswith(("至", "到", "调整为", "变更为"))
    moved = moved or "预算" in lead.rpartition(",")[2]
    return moved and words.phrases.led_here.search(lead) is not None and words.continues("budget")


def _for_each(words: _Words) -> bool:
    """每生每年A元, A元/户."""
    each = words.dimension == "money" and (_PER.match(words.tail) or _EACH.search(words.lead))
    return bool(each) and words.call("average", words.lead)


def _approved(words: _Words) -> bool:
    """人大会议批准的公共财政预算收入为A万元."""
    approved = _APPROVED.search(words.lead) if words.dimension == "money" else None
    return approved is not None and words.call("budget", words.lead[approved.end() :])


def _budget(words: _Words) -> bool:
    """年初预算为A万元."""
    lead, draft = words.lead, words.draft
    if not words.phrases.budget.search(lead):
        return False
    words.call("budget", lead if _PLAN.search(lead) else _PLANNED.sub("", lead))
    sided = _SIDED.search(lead)
    if sided is not None and draft.label in ("", "部门", "单位"):  # 部门预算收入A, 年初预算支出B
        draft.label = draft.label + sided["side"]
    head = _HEADED.search(lead) if not draft.label else None
    if head is not None:
        draft.label = clean(head["name"])
    return True


def _compared_to(words: _Words) -> bool:
    """与2030年接待a人次、支出B万元相比，."""
    compared = words.dimension in ("money", "count") and _COMPARED_TO.match(words.tail)
    return bool(compared) and words.call("prior", words.lead)


def _score_or_average(words: _Words) -> bool:
    """得A分, 人均A元; 上年人均A元."""
    lead = words.lead
    if words.dimension == "score":
        return words.call("score", lead)
    average = words.phrases.average.search(lead) if "均" in lead or "每" in lead else None
    if average is None:
        return False
    return words.call("prior" if _OF_BEFORE.search(lead[: average.start("kind")]) else "average", lead)


_READINGS = (  # what is said most clearly comes first
    _of_rounding,
    _kind_of_bonds,
    _more_than_before,
    _either_way,
    _led_away,
    _share,
    _named_share_or_completion,
    _rate_in_bracket,
    _of_the_figure_before,
    _changed,
    _other_rate,
    _points,
    _difference,
    _value_before,
    _budget_moved,
    _for_each,
    _approved,
    _budget,
    _compared_to,
    _score_or_average,
)


_APPROVED = compiled(r"(?:人大|人代会|人民代表大会)[^,;。]{0,16}(?:批准|审议通过|通过)的(?=[^,;。]*$)")
_AFTERWARDS = compiled(r"[,、;(](?:年中|中期)?(?:调整|追加|调增|调减)后(?:为|是|达)?")
_BUDGET_MOVED = compiled(r"预算(?:数|额)?(?:经)?(?:调整|追加|调增|调减)后(?:数|额|总额)?(?:为|是|达到?|共|:)*$")
_SIDED = compiled(r"预算(?P<side>收入|支出)(?:安排|总额|合计|为|是|:|共|约)*$")
_ALL_PLANNED = compiled(r"(?:本年|年度|部门|当年)?(?:支出|收入)(?:总)?预算(?:总额|总数|合计)?")
_DONE_OF_IT = compiled(r"决算|执行|完成|实际|^(?:支出|收入)")


def _is_a_part(last: Draft | None) -> bool:
    """基本支出A万元，占支出预算的p%: whether what is planned in all is what an amount is a part of, not what it met."""
    named = last is not None and last.measure in ("level", "budget") and bool(last.label)
    return named and last is not None and _DONE_OF_IT.search(last.label + last.lead) is None


_LAST_YEARS = compiled(r"(?:上年|去年|上一?年度)(?:同期)?(?:的)?")
_LED_AWAY = compiled(r"(?:降低?|下降|升|上升|提高|提升|增加?|增长|减少?|扩大|缩小|回落|收窄|变)(?:至|到|为)")
_COMPARED_TO = compiled(r"[)）]?(?:相比|对比|比较|比)[,，]")
OF_TARGET = compiled(
    r"(?:为|占|达到?|是|完成)(?:年度|全年|年初|既定|预期|总体?)?(?:目标|计划|任务)(?:值|数|任务|量)?(?:为)?$"
)
_PER = compiled(r"[/／](?![0-9])")  # 批复的3200元/户
_EACH = compiled(  # 每生每年1000元, 预算单价12.50元
    r"(?:单价|均价)(?:为|是|约)?$|每(?:人|户|生|名|位|亩|床|辆|台|件|村|校|班|头|只|套|个|家|次|场|份|平方米|公里|[县区市镇乡]|街道|社区|[个所座家名位支条处][一-鿿]{1,5}?)(?:每(?:年|月|天|日|学年|学期|期))?"
    r"(?:补助|补贴|资助|标准|定额)*(?:为|是|约)?$"
)
_HEADED = compiled(r"(?:^|[,;。)、])(?P<name>[^,;。:()、0-9]{2,12}):[^,;。:]{0,12}$")  # 收入预算：2031年年初预算数A万元


def label_of(lead: str, phrases: Phrases) -> tuple[str, bool]:
    """The label a lead ends with, and whether its last clause has one of its own."""
    text = lead
    for _ in range(3):
        text = phrases.copula.sub("", text).rstrip(":,、(（")
        if not text:
            break
    label = clean(_CUT.split(text)[-1]) if text else ""
    return label, bool(label)
