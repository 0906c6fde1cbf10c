"""All of several things said to be so, beside one of them that is not: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from re import escape

from auditlint.checks.plain import of_bodies
from auditlint.checks.text.targets import LESS_IS_BETTER
from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import PRINTED, decimal, whole_number
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_LEAD = (
    r"(?:^|(?<=[,;。:]))(?:(?:综合|总体|整体|从总体|总的)(?:来)?看,|(?:截至|到)?年末,?|因此,?|经(?:自评|评价|考核),)?"
)
_ALL = r"(?:已|均已|已经)?(?:全部|均|都|全)(?:已|已经)?(?:全部|全面|圆满|顺利|按期|如期)?"
_MET = compiled(
    rf"{_LEAD}(?P<said>各项均(?:已)?(?:完成或超额完成|完成|达到|超额完成)(?:了)?(?P<which>)(?:年度|年初|预期|绩效|既定)*(?:目标|任务)(?:值)?"
    rf"|(?:年度|上述|以上|所设|设定的|年初设定的)*(?P<which>各项|所有|全部|[两二三四五六七八九十]项|[2-9]项|1[0-9]项|上述|以上|年度)"
    rf"(?:绩效|年度|考核|三级|具体|评价)*(?:指标|目标任务|任务目标|目标|任务)(?:值)?{_ALL}"
    r"(?:完成或超额完成|完成|达到|达成|实现|达标)(?:了)?(?:预期|年度|年初|既定|设定|绩效|的)*(?:目标|指标|任务|要求)?(?:值)?)(?=[,;。]|$)"
)
_GOAL = r"(?:目标|计划|任务|指标)(?:值|数)?(?:为|是|:)?"
_BOUND = r"(?:≥|不低于|不少于)?"
_MISSED = compiled(
    rf"{_GOAL}{_BOUND}(?P<goal>{PRINTED})(?P<unit>%|[一-鿿]{{1,3}})[,、;]?(?:全年|年末|已)?实际(?:值|数|完成|为|达到?|共|是)*:?(?P<done>{PRINTED})(?P=unit)(?=[,;。、(]|$)"
    rf"|计划[^,;。:、0-9]{{1,12}}(?P<goal>{PRINTED})(?P<unit>(?!万?亿?元|天|个?月)[一-鿿]{{1,3}})[,、]实际(?:完成)?(?P<done>{PRINTED})(?P=unit)(?=[,;。、(]|$)"
    rf"|(?P<done>{PRINTED})(?P<unit>%|[一-鿿]{{1,3}})[,、(]{_GOAL}{_BOUND}(?P<goal>{PRINTED})(?P=unit)(?=[,;。、)]|$)"
)
_EXCUSED = compiled(
    r"除|其余|其他|另外|上半年|半年|监控|中期|整改|季度|前期|上年(?!末?结[转余])|去年|下年|个别|基本|大部分|绝大|部分|原因|调整|核减|追加|修正|变更|偏差|权重|扣|标准为|计划期|跨年|[0-9]月|[前后][,达]|此前|最终|调度|追赶|实施前|类指标|方面"
)


def against(number: int, index: int, claim: regex.Match[str], other: tuple[int, int], printed: str) -> Remark:
    """A claim beside the one thing at some characters of its paragraph that is not so."""
    spans = ((number, Span(index, *claim.span("said"))), (number, Span(index, *other)))
    return Remark("all", spans, (("stated", claim["said"]), ("change", printed)))


def all_met(ledger: Ledger) -> Iterator[Remark]:
    """目标35万册次，实际33.6万册次…各项指标均已完成: a goal that was missed among those all said to be met."""
    told: set[tuple[int, int]] = set()  # paragraphs: one claim of each is enough
    for number, index, text, m in matches(ledger, _MET):
        if (number, index) in told or _EXCUSED.search(text) or of_bodies(text):
            continue
        missed = _missed(text, m)
        if missed is not None:
            told.add((number, index))
            yield against(number, index, m, missed.span(), missed.group())


def _missed(text: str, claim: regex.Match[str]) -> regex.Match[str] | None:
    """The first goal of a paragraph that was not reached; None where the claim is of some of its goals only."""
    goals = list(_MISSED.finditer(text))
    which = claim["which"].removesuffix("项")
    if whole_number(which) not in (0, len(goals)):  # 0: 各项, 上述
        return None
    for m in goals:
        item = text[max(text.rfind(s, 0, m.start()) for s in ";。:") + 1 : m.end()]
        if LESS_IS_BETTER.search(item):
            return None
        if decimal(m["done"]) < decimal(m["goal"]):
            return m
    return None


_AGAINST_BUDGET = compiled(
    r"(?:^|(?<=[,;。]))(?P<said>(?:上述|以上)?(?:[一二两三四五六七八九十0-9]{1,2}(?:所|个|家|项|类|户)|各(?:所|个|家|项|类|单位|部门|学校)?)[^,;。0-9]{0,8}?"
    r"(?:支出|的)*(?:决算|执行)(?:数)?(?:均|都|全部)(?P<word>小于|低于|少于|大于|高于|多于|超过|超出|未超过|未超出|未突破|没有超过)(?:年初|各自|全年)?(?:的)?预算(?:数)?)(?=[,;。]|$)"
)
_PAIR = compiled(
    rf"预算(?:数)?(?:为)?(?P<budget>{PRINTED})(?P<unit>万元|元|亿元)[,、](?:支出)?(?:决算|执行)(?:数)?(?:为)?(?P<actual>{PRINTED})(?P=unit)"
)
_BELOW = ("小于", "低于", "少于")
_ABOVE = ("大于", "高于", "多于", "超过", "超出")
_FEW = 2


def all_of_budgets(ledger: Ledger) -> Iterator[Remark]:
    """甲校预算240万元、决算246万元…三所学校决算数均小于预算数: one of the pairs goes the other way."""
    for number, index, text, m in matches(ledger, _AGAINST_BUDGET):
        pairs = list(_PAIR.finditer(text, 0, m.start()))
        if len(pairs) < _FEW or EXCEPT.search(text):
            continue
        for pair in pairs:
            over = decimal(pair["actual"]) - decimal(pair["budget"])
            right = over < 0 if m["word"] in _BELOW else over > 0 if m["word"] in _ABOVE else over <= 0
            if not right:
                yield against(number, index, m, pair.span(), pair.group())
                break


EXCEPT = compiled(r"除|其余|其他|另外|调整后|合计|总计|分别")
_FAMILIES = (
    ("货物", "工程", "服务"),
    ("因公出国(境)费", "公务用车购置费", "公务用车运行维护费", "公务接待费"),
    (
        "机要通信用车",
        "应急保障用车",
        "执法执勤用车",
        "特种专业技术用车",
        "离退休干部用车",
        "离退休干部服务用车",
        "其他用车",
    ),
)
_KINDS = "|".join(escape(kind) for family in _FAMILIES for kind in family)
_ALL_OF_KIND = compiled(
    rf"(?:政府采购|车辆|用车|三公)[^,;。]{{0,20}}[0-9](?:万元|元|辆),(?P<said>(?:均|全部|全)(?:为|是|属于|系)(?P<kind>{_KINDS})(?:类)?(?:采购|支出)*)(?=[,;。])"
)
_OF_KIND = compiled(
    rf"(?<![一-鿿])(?:其中)?(?:政府采购)?(?P<kind>{_KINDS})(?:类)?(?:采购)?(?:支出)?(?P<n>{PRINTED})(?:万元|元|辆)"
)
_OTHER_SCOPE = compiled(r"上年|去年|预算|中小|小微|合同|分散|集中|所属|下属|本级|新增|报废|划|除")


def all_of_kind(ledger: Ledger) -> Iterator[Remark]:
    """采购支出总额86万元，全部为货物类采购。其中…服务支出30万元: an amount of another kind."""
    for number, index, text, m in matches(ledger, _ALL_OF_KIND):
        family = next(f for f in _FAMILIES if m["kind"] in f)
        for other in _OF_KIND.finditer(text, m.end()) if not _OTHER_SCOPE.search(text) else ():
            if other["kind"] in family and other["kind"] != m["kind"] and decimal(other["n"]):
                yield against(number, index, m, other.span(), other.group())
                break


_COUNTED = compiled(
    r"(?<!新)(?:发现|查出|指出|受理|收到|接到|交办|收办)(?!问题线索)[^,;。0-9]{0,10}(?P<all>[0-9]{1,5})(?P<unit>个|件|项|条|起)[^,;。0-9]{0,4},(?:(?:截至|至|到)[^,;。:个件项条起]{0,12})?(?:已|共|现已|其中)?"
    r"(?P<done>办结|整改|完成整改|答复|处理|办理|销号)(?:完成)?(?P<n>[0-9]{1,5})(?P=unit)[^,;。0-9]{0,4},"
    r"(?P<said>[^,;。0-9]{0,6}(?:(?:已|均已|已经)?(?:全部|均)(?:已)?(?:全部)?(?:办结|整改到位|整改完成|完成整改|整改完毕|答复|处理完毕|办理完毕|销号)))(?=[,;。]|$)"
)


_PLANNED = compiled(
    r"计划(?:完成|实施|建设|开展|举办|改造|培训|发放|安排)?[^,;。:0-9]{0,10}(?P<all>[0-9]{1,5})(?P<unit>个|件|项|条|场|期|人|户|套|座|公里|次)[^,;。0-9]{0,6},"
    r"(?:全年|年末)?实际(?P<done>完成|实施|建设|开展|举办|改造|培训|发放|安排)?[^,;。:0-9]{0,6}(?P<n>[0-9]{1,5})(?P=unit)[^,;。0-9]{0,6},"
    r"(?P<said>(?:已|均|均已|已经)?(?:如期|按期|圆满|顺利)?(?:全部|全面)(?:如期|按期)?完成(?:了)?(?:年度|全年|既定)*(?:目标|任务|计划)*)(?=[,;。]|$)"
)


def all_of_counts(ledger: Ledger) -> Iterator[Remark]:
    """发现问题32个，已整改28个，全部整改到位; 计划12项，实际完成11项，全部完成: fewer than all of them."""
    found = (*matches(ledger, _COUNTED), *matches(ledger, _PLANNED))
    for number, index, _, m in found:
        if int(m["n"]) < int(m["all"]) and not _PART.search(m["said"]):
            yield against(number, index, m, m.span("n"), f"{m['done'] or '实际'}{m['n']}{m['unit']}")


_PART = compiled(r"其余|其中|类|按期|到期|批|上年|剩余|应")
_BOUNDED = compiled(
    r"(?P<said>(?:均|全部|都)(?:达到?|在|超过|高于|不低于)(?P<bound>[0-9]{1,3}(?:\.[0-9]+)?)(?P<unit>分|%)(?:\(含\))?(?:及?以上)?)(?=[,;。]|$)"
)
_ROW = compiled(
    r"(?:得分|评分|率|满意度|比例)(?:分别|依次)(?:为|是|达到?)(?P<row>[0-9]{1,3}(?:\.[0-9]+)?(?:分|%)(?:[、,和及][0-9]{1,3}(?:\.[0-9]+)?(?:分|%))+),$"
)
_ONE_OF = compiled(
    r"(?:以上)?,其中:?[^,;。:、0-9]{0,16}?(?:得分|评分|率|满意度|最低分|最低)(?:为|是|达|仅为)?(?P<n>[0-9]{1,3}(?:\.[0-9]+)?)(?P<unit>分|%)(?=[,;。]|$)"
)
_VALUE = compiled(r"[0-9]{1,3}(?:\.[0-9]+)?(?=分|%)")


def all_above(ledger: Ledger) -> Iterator[Remark]:
    """得分分别为96分、92分、88分，均达到90分以上; 均在95%以上，其中…执行率91.2%: one of them lies below."""
    for number, index, text, m in matches(ledger, _BOUNDED):
        row = _ROW.search(text, 0, m.start())
        if "除" in text or (row is not None and m["unit"] not in row["row"]):
            continue
        values = _VALUE.finditer(text, *row.span("row")) if row is not None else ()
        below = next((v for v in values if decimal(v.group()) < decimal(m["bound"])), None)
        one = _ONE_OF.match(text, m.end())
        if below is not None:
            yield against(number, index, m, below.span(), below.group() + m["unit"])
        elif one is not None and one["unit"] == m["unit"] and decimal(one["n"]) < decimal(m["bound"]):
            yield against(number, index, m, one.span("n"), one["n"] + m["unit"])
