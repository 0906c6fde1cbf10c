"""Nothing said beside a count, and a count beside no expense: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from re import escape

from auditlint.checks.text.template import paragraphs
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.match import opposed
from auditlint.model import Remark, Span

_WHOLE = r"(?<![0-9.])[1-9][0-9]*(?![0-9.])"
_NO_CARS = compiled(
    rf"(?<![有除])(?:无|没有)(?P<what>公务用车|公车|车辆|[^,;。:、无0-9]{{1,8}}用车)(?:共)?(?P<count>{_WHOLE}辆)(?=[,;。:(])"
)
_NO_CARS_OF_KINDS = compiled(
    rf"(?<![有除])(?:无|没有)(?P<what>公务用车|公车|车辆),其中:?[^。;]{{0,40}}?(?:用车|轿车|越野车)(?P<count>{_WHOLE}辆)"
)
_HOSTED = r"国内公务接待|公务接待|外宾接待|外事接待|国\(境\)外公务接待|国\(境\)外接待"
_NONE_HOSTED = compiled(
    rf"(?:未|没有|无)(?:发生|开展|安排|组织)?(?P<noun>{_HOSTED})(?:活动|任务|业务|事项|费用|支出|费)?(?=[,;。]|$)"
)
_BATCHES = rf"(?:活动|任务)?(?:共计|累计|共|合计)?(?P<count>{_WHOLE}个?批)"
_NO_EXPENSE = compiled(
    r"(?P<what>(?P<noun>因公出国\(境\)|国内公务接待|公务接待)(?:费用|费)?(?:支出)?(?:决算)?数?(?:为|共)?0(?:\.0+)?万?元)(?=[,;。])"
)
_TRIPS = compiled(rf"(?:团组|出国\(境\)|出访)[^,;。0-9]{{0,8}}(?<![少加降长多])(?P<count>{_WHOLE}(?:个|人|批|次))")
_GUESTS = compiled(
    rf"(?:接待)(?!来信|群众|信访|上访|读者|游客|观众|咨询|办事)[^,;。0-9]{{0,10}}(?<![少加降长多])(?P<count>{_WHOLE}(?:个?批|个(?=[,、]来宾)))"
)
_PAST = compiled(r"上年|去年|往年|以前|计划|预算|除|不含|不包括")
_COMPARED = compiled(r"(?:与|较|比|同)(?:上年|去年|上年度|预算数?)[^,;。]{0,16}")
_PAID = compiled(r"承担|列支|负担|支付|结算|渠道|其他资金|自有|非财政|不产生|未产生|免费|口径|不在")
_MONEY = compiled(r"(?<![0-9.])(?!0+(?:\.0+)?万?元)[0-9][0-9,.]*[万亿]?元")
_YEAR = compiled(r"20[0-9]{2}(?=年)")


def none_counted(ledger: Ledger) -> Iterator[Remark]:
    """无车辆4辆; 未发生公务接待, and 公务接待15批次; 出国费0万元, and 团组2个: words and counts exclude each other."""
    for number, index, text in paragraphs(ledger):
        document = ledger.documents[number]
        if document.role != "report" or set(_YEAR.findall(text)) - {ledger.year}:
            continue  # of several years none is sure to be meant
        for stated, count in (
            *_cars(text),
            *_hosted(text),
            *_unpaid(text),
            *_subordinate(text),
            *_devices(text),
            *_parted(text),
            *_again(text, ledger.year),
        ):
            spans = tuple((number, Span(index, *place)) for place in (stated, count))
            printed = document.blocks[index].text
            fields = (("stated", printed[slice(*stated)]), ("change", printed[slice(*count)]))
            yield Remark("none-counted", spans, fields)


_NO_BODIES = compiled(
    r"(?:^|(?<=[,;。:]))(?:本部门|本单位|我单位|我部门|[我本][局委办院厅])?(?P<said>(?:没有|无)(?:独立核算的?|独立编制的?|独立编制机构的?|纳入预算管理的?)?"
    r"(?:下属|所属|直属|二级)(?:预算|核算|事业)?(?:单位|机构))(?=[,;。]|$)"
)
_BODIES = compiled(
    r"(?<![第0-9.])(?P<count>(?:[二三四五六七八九十两]|[2-9]|[1-9][0-9])(?:个|家))(?:预算)?(?:下属|所属|直属|二级)(?:预算|事业|核算)*(?:单位|机构)"
    r"|(?<![省市县区])(?:下属|所属|直属|二级)(?:预算|事业|核算)*(?:单位|机构)(?:共有?|有|为|共计)?(?P<count>(?:[2-9]|[1-9][0-9])(?:个|家))(?=[,;。:(])"
)
_BODIES_APART = compiled(r"除|其他|另|原|划|撤|合并|上年|本级下|代管")

_NO_DEVICES = compiled(
    r"(?:无|没有)(?P<said>单价(?P<price>[0-9]+)万元(?:\(含\))?(?:及?以上)(?:\(含\))?的?(?P<kind>通用|专用|大型)?设备)(?=[,;。]|$)"
)
_DEVICES = (
    r"(?:(?<!无)(?<!没有))单价{price}万元(?:\(含\))?(?:及?以上)"
    r"(?:\(含\))?的?{kind}设备(?:共|有)?(?P<count>[1-9][0-9]*\s?(?:台|套))"
)

_EVENTS = r"(?:发生|收到|受理|申请|新增|办理|查处|接到|开展|作出|实施|接待|举办|召开|组织|处理|采购|购置|提起|出现)"
_NONE_PARTED = compiled(
    r"(?:^|(?<=[,;。:]))(?:20[0-9]{2}年度?|全年|本年度?|当年|年内|年末|本单位|本部门|我局)*"
    rf"(?P<said>(?:(?:未|没有|无)(?:被)?{_EVENTS}|(?:无|没有)(?!论))[^,;。:、0-9的]{{2,16}})[,:;]其中:?,?[^,;。:0-9的]{{0,12}}?(?P<count>{_WHOLE}(?:件|起|宗|例|项|批次?|场|次|期))"
)
_TOLD_BEFORE = compiled(r"(?<!20)[0-9](?![0-9]{0,3}年)")
_BAD = r"(?:逾期|拖欠|欠费|违规|违约|超支|事故|投诉|诉讼|复议|举报|亏损|损失|欠薪|闲置|滞留|沉淀|坏账|呆账)"
_NONE_AMOUNT = compiled(
    rf"(?P<said>(?:无|没有|不存在|未发生|未产生|未出现)(?P<noun>{_BAD})[一-鿿]{{0,8}})[,:;](?:其中:?)?(?:年末)?(?P=noun)[一-鿿]{{0,4}}?(?:额|金额|数|率|余额|量)(?:为|共|计|达)?"
    r"(?P<count>(?!0+(?:\.0+)?[^0-9.])[0-9][0-9,.]*(?:万元|亿元|元|件|起|人|户|%|‰))"
)


_AGAIN = compiled(
    r"(?:^|(?<=[,;。:]))(?:20[0-9]{2}年度?|全年|本年度?|当年|年内|年末|本单位|本部门|我局)*"
    r"(?P<said>(?:未|没有|无)(?:被)?(?:发生|开展|安排|组织|举办|产生|收到|形成)?(?P<noun>(?!公务用车|任何)[一-鿿]{2,10}?)(?:预算|活动|业务|支出|收入|情况)?),"
    r"(?P<told>(?P=noun)(?:预算财政拨款|财政拨款|支出|收入|决算|费用|费|金额|总额|数量|数|余额)*)(?:为|共|共计|计|达)?(?P<count>(?!0+(?:\.0+)?[^0-9.])[0-9][0-9,.]*(?:万元|亿元|元|件|起|个|人次?|户|家|次|场))"
    r"(?=(?P<rest>[^。;]*))"
)
_NOT_NOW = compiled(r"上年|去年|往年|以前|计划|除|不含|不包括|上级|其他|结转|结余|尾款|收回|退回|调出")
_NOT_DONE_YET = compiled(
    r"(?P<said>(?:尚未|仍未|还未)(?P<what>完工|竣工|验收|开工|投入使用|交付))[,;](?:已)?(?P<count>于(?P<year>20[0-9]{2})年[0-9]{1,2}月(?:[0-9]{1,2}日)?)"
    r"(?:已|全部|全面|正式|顺利|通过)*(?:竣工|完工)?(?:验收|完工|竣工|投入使用|交付|开工)(?=[,;。、])"
)


def _again(text: str, year: str) -> Iterator[_Places]:
    """未新增债务，新增债务12万元; 尚未完工，于2031年10月通过验收: what is denied, right behind."""
    for m in _AGAIN.finditer(text):
        words = _clause(text, m.start()) + m.group() + m["rest"]
        if not _NOT_NOW.search(words) and not opposed(m["said"], m["told"]):
            yield m.span("said"), m.span("count")
    for m in _NOT_DONE_YET.finditer(text):
        if year and m["year"] <= year and not _PAST.search(_clause(text, m.start())):
            yield m.span("said"), m.span("count")


def _parted(text: str) -> Iterator[_Places]:
    """未发生行政诉讼，其中胜诉2件; 无逾期贷款：逾期额30万元: what is said not to be, and is counted right behind."""
    for m in _NONE_PARTED.finditer(text):
        if not _TOLD_BEFORE.search(_clause(text, m.start())) and not _PAST.search(m.group()):
            yield m.span("said"), m.span("count")
    for m in _NONE_AMOUNT.finditer(text):
        if not _PAST.search(_clause(text, m.start()) + m.group()):
            yield m.span("said"), m.span("count")


_Places = tuple[tuple[int, int], tuple[int, int]]


def _cars(text: str) -> Iterator[_Places]:
    for m in (*_NO_CARS.finditer(text), *_NO_CARS_OF_KINDS.finditer(text)):
        yield (m.start(), m.end("what")), m.span("count")


def _devices(text: str) -> Iterator[_Places]:
    """无单价50万元以上通用设备…单价50万元以上通用设备2台."""
    for m in _NO_DEVICES.finditer(text):
        n = compiled(_DEVICES.format(price=m["price"], kind=m["kind"] or "")).search(text)
        if n is not None and not _PAST.search(text):
            yield m.span("said"), n.span("count")


def _subordinate(text: str) -> Iterator[_Places]:
    """本部门没有下属单位。…三家下属单位预算…: bodies that are said not to be, and counted."""
    for m in _NO_BODIES.finditer(text):
        n = _BODIES.search(text)
        if n is not None and not _BODIES_APART.search(text):
            yield m.span("said"), n.span("count")


def _hosted(text: str) -> Iterator[_Places]:
    """本年未发生国内公务接待。其中：国内公务接待15批次: of one kind of guests."""
    for m in _NONE_HOSTED.finditer(text):
        if _PAST.search(_clause(text, m.start())):
            continue
        for n in compiled(rf"(?<!\)外|[内外])(?:{escape(m['noun'])}){_BATCHES}").finditer(text):
            if not _PAST.search(_clause(text, n.start())):
                yield m.span(), n.span("count")
                break


def _unpaid(text: str) -> Iterator[_Places]:
    """因公出国（境）费支出0万元，全年安排团组2个: what cost nothing took place, and nothing says who paid."""
    for m in _NO_EXPENSE.finditer(text):
        counts = _TRIPS if "出国" in m["noun"] else _GUESTS
        n = counts.search(text, m.end())
        if n is None or _PAID.search(text):
            continue
        between = _COMPARED.sub("", text[m.end() : n.start("count")])
        past = _PAST.search(_clause(text, m.start()) + between)
        if not past and not _MONEY.search(between) and not _OTHER_ITEM.search(between):
            yield m.span("what"), n.span("count")


_OTHER_ITEM = compiled(r"公务用车|会议费|培训费|公务接待费|因公出国\(境\)费")


def _clause(text: str, at: int) -> str:
    """The words of a sentence before a place."""
    return text[max(text.rfind(stop, 0, at) for stop in "。;") + 1 : at]
