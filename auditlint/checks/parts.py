"""Parts and totals: what may be added up, whether a list names all its parts, whether one of them is mistyped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from auditlint.checks.relate import corroborated, relate, significant, slipped, swapped
from auditlint.checks.sum.counts import all_before, counted, overlapping, rest
from auditlint.equations import HUNDRED, Share, Sum
from auditlint.expressions import compiled, either
from auditlint.facts.divisions import divided
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import likeness
from auditlint.model import Fact, Figure, Relation
from auditlint.numerals import chinese, normalize
from auditlint.packs import Part


def compatible(one: Fact, other: Fact) -> bool:
    """Whether two figures can stand in one sum: of one dimension, counts of one unit."""
    a, b = one.figure.unit, other.figure.unit
    if a.dimension != b.dimension:
        return False
    return (
        a.dimension != "count"
        or a.name == b.name
        or a.name in _EITHER.get(b.name, ())
        or b.name in _EITHER.get(a.name, ())
    )


# two kinds of things, two words for one
_EITHER = {"台(套)": ("台", "套"), "台套": ("台", "套"), "人": ("名",), "处": ("座", "所"), "户": ("家",)}


def heads_a_row(ledger: Ledger, fact: Fact) -> bool:
    """其余四家分别为a、b、c、d: whether an amount is but the first of several."""
    behind = ledger.facts[fact.id + 1 : fact.id + 2]
    return bool(behind) and behind[0].grouped and behind[0].figure.unit == fact.figure.unit


def in_a_row(ledger: Ledger, fact: Fact) -> bool:
    """三个项目预算分别为a、b、c: whether an amount is one of several, the first or another."""
    return fact.grouped or heads_a_row(ledger, fact)


NETTED = compiled(r"(?:减[:：]?|扣除|剔除)?(?:内部往来)?(?:抵销|抵消|冲减|冲销|扣除|扣减|剔除)(?!后)")


def of_another_year(ledger: Ledger, total: Fact, part: Fact) -> bool:
    """Whether the words name different years for a total and for what is listed.

    2030年支出T，2031年增加D。 Below it a list: of what was spent in 2031.
    """
    if not total.period or total.period == part.period:
        return False
    if part.period:
        return True
    behind = ledger.facts_of(ledger.sentences[total.sentence]) if total.sentence >= 0 else []
    below = total.figure.span.block != part.figure.span.block
    return below and any(f.id > total.id and f.period > total.period for f in behind)


def add_up(total: Fact, parts: Sequence[Fact], firm: bool) -> Relation | None:
    """The relation of a total and at least two parts."""
    if len(parts) < 2 or _of_each(total, parts):
        return None
    signs = tuple(-1 if NETTED.match(p.label) else 1 for p in parts)
    return relate("sum", Sum(signs), (("total", total), *(("part", p) for p in parts)), firm=firm)


def _of_each(total: Fact, parts: Sequence[Fact]) -> bool:
    """三类人员分别补助a元、b元、c元，合计T万元: whether a total, far above them, is of all who had them."""
    small = all(p.figure.unit.dimension == "money" and p.figure.unit.factor == 1 for p in parts)
    amounts = total.figure.amount, sum((p.figure.amount for p in parts), Decimal(0))
    return small and total.figure.unit.factor > 1 and amounts[0] > amounts[1] * _FAR_ABOVE


_FAR_ABOVE = 10  # times
_ASIDE = 12  # figures beside a sum among which an item that the reading missed may stand


def missed(ledger: Ledger, relation: Relation) -> bool:
    """Whether a sum that falls short lacks just an amount printed beside it: then it was read wrong."""
    if relation.verdict != "broken" or relation.difference <= 0:
        return False
    terms = {t.fact.id for t in relation.terms}
    total = relation.terms[0].fact
    gap = relation.difference * total.figure.unit.factor
    around = ledger.facts[max(min(terms) - _ASIDE, 0) : max(terms) + _ASIDE]
    return any(
        f.id not in terms and f.measure in ("level", "budget") and compatible(f, total) and f.figure.amount == gap
        for f in around
    )


_OTHERWISE = compiled(r"[;；,，。](?:另|此)(?:有|外)[^,，;；。0-9]{0,10}$")
_BESIDES = 14  # characters before a part in which it is said to be told besides


def told_besides(ledger: Ledger, parts: Sequence[Fact]) -> int:
    """T人，其中甲a人、乙b人；另有丙c人: how many parts stand before one that is told besides; 0 where none is."""
    return next((k for k in range(2, len(parts)) if _OTHERWISE.search(ledger.before(parts[k], _BESIDES))), 0)


def left_aside(ledger: Ledger, relation: Relation) -> bool:
    """Whether the things that a list lacks are counted beside it: 车辆8辆（含待处置1辆），其中…."""
    total, *parts = (t.fact for t in relation.terms)
    if relation.verdict != "broken" or relation.difference <= 0 or not counted(total):
        return False
    ids = {f.id for f in parts}
    beside = (f for f in ledger.pick(ledger.sentences[total.sentence].facts) if f.id not in ids and f.id > total.id)
    return any(compatible(f, total) and f.figure.value == relation.difference for f in beside)


_SMALL = Decimal("0.005")
_LACK = Decimal("0.05")  # of a total; an item left out is mostly more
_TELLING = 3  # digits of a figure that no chance makes

_GRAINS = 1000  # a sum of fewer units of its last digit that is not zero in all figures is round


def coarse(relation: Relation) -> bool:
    """Whether the amounts of a sum are so round that a slip in one of them explains any difference."""
    amounts = [abs(f.amount).normalize() for f in relation.figures if f.value]
    grain = min((int(a.as_tuple().exponent) for a in amounts), default=0)
    return max(amounts, default=Decimal(0)).scaleb(-grain) < _GRAINS


def mistyped(relation: Relation, parts: Sequence[Fact]) -> bool:
    """Whether a list that does not add up has a mistyped figure, rather than a part left out.

    A part left out leaves the parts below the total, by an amount that is often round: then one wrong digit explains
    too much, and only a closing item (其他…) or a difference too small for a part speaks for a mistake.
    """
    total = abs(relation.terms[0].fact.figure.value)
    gap = relation.difference / total if total else Decimal(0)
    if swapped(relation, _TELLING) and (gap < 0 or (gap <= _LACK and not coarse(relation))):
        return True
    if not corroborated(relation) or open_ended(relation, parts):
        return False
    last = parts[-1].label
    if gap < 0 or (last.startswith("其他") and not last.startswith("其他支出")):  # that one is a class
        return True
    return bool(total) and gap <= _SMALL


def open_ended(relation: Relation, parts: Sequence[Fact]) -> bool:
    """Whether a list that falls short is one of taxes, or of economic classes: reports do not speak of all of them."""
    taxes = sum(p.label.endswith("税") for p in parts) * 2 > len(parts)
    classes = all(_CLASS.search(p.label) for p in parts) and not any("资本性" in p.label for p in parts)
    return (taxes or classes) and relation.difference > 0 and not swapped(relation)


_APART = compiled(
    r"(?:用车|车辆|编制)$|^(?:工资福利|商品和服务|对?个人和家庭的?补助|资本性)(?:支出|费用)?$"
)  # kinds of vehicles and of posts, economic classes: none holds another
_BODIES = compiled(  # each with its own books
    r"[^,;。]{2}(?:医院|学校|[中小大]学|[院校园馆站所队]|(?<![广市])场|中心)(?:\([^()]*\))?$"
)
_FIXED_ASSETS = compiled(
    r"^(?:土地[、,]?)?房屋(?:及|和|、)?构筑物$|^(?:通用|专用)设备$|^文物(?:及|和|、)?陈列品$|^图书(?:及|和|、)?档案$"
    r"|^家具(?:及|和|、)?用具(?:(?:及|和|、)?装具)?(?:(?:及|和|、)?(?:特种)?动植物)?$|^特种动植物$|^无形资产$"
)
_ASSETS = compiled(
    r"^(?:流动资产|固定资产|无形资产|在建工程|(?:长期|对外|短期)投资|对外投资及有价证券|公共基础设施|其他资产)$"
)
# 款 of the economic classes of a department's basic expenditure: what goes to people, and what an office costs
_TO_PEOPLE = compiled(
    r"^(?:基本工资|津贴补贴|奖金|伙食补助费|绩效工资|(?:机关事业单位)?(?:基本)?养老保险(?:缴?费)?|职业年金(?:缴?费)?|(?:职工)?(?:基本)?医疗保险(?:缴?费)?"
    r"|公务员医疗补助(?:缴?费)?|(?:其他)?社会保障缴费|住房公积金(?:缴存|缴费)?|医疗费|其他工资福利|离休费|退休费|退职\(役\)费|抚恤金|生活补助|救济费|医疗费补助|助学金|奖励金"
    r"|其他对个人和家庭的?补助)(?:支出|费)?$"
)
_OF_OFFICE = compiled(
    r"^(?:办公费|印刷费|咨询费|手续费|水费|电费|水电费|邮电费|取暖费|物业管理费|差旅费|因公出国(?:\(境\))?费用?"
    r"|维修(?:\(护\))?费|租赁费|会议费|培训费|公务接待费|专用材料费|被装购置费|专用燃料费|劳务费|委托业务费|工会经费|福利费|公务用车运行维护费"
    r"|其他交通费用?|税金及附加费用|其他商品和服务|办公设备购置|专用设备购置|信息网络及软件购置更新)(?:支出|费)?$"
)
_ITEMS = either(_TO_PEOPLE.pattern, _OF_OFFICE.pattern)
_MANY = 5  # items of one kind of expenditure that are a list of them


def economic(parts: Sequence[Fact]) -> bool:
    """Whether parts are different items of the economic classes, of which none holds another."""
    return len({p.label for p in parts}) == len(parts) >= _MANY and all(_ITEMS.search(p.label) for p in parts)


_PEOPLE, _OFFICE = compiled(r"人员(?:经费|支出)$"), compiled(r"公用(?:经费|支出)$")


def of_its_own(total: Fact, parts: Sequence[Fact]) -> bool:
    """人员经费: 基本工资、津贴补贴…; 公用经费: 办公费…: whether all parts are items of just the classes of a total."""
    own = _TO_PEOPLE if _PEOPLE.search(total.label) else _OF_OFFICE if _OFFICE.search(total.label) else None
    return own is not None and economic(parts) and all(own.search(p.label) for p in parts)


def beyond(total: Fact, parts: Sequence[Fact]) -> bool:
    """公用经费T，主要包括办公费a、水费b…等: whether items of its own classes are more than all of it."""
    amounts = [p.figure.amount for p in parts]
    return of_its_own(total, parts) and max(amounts) <= total.figure.amount < sum(amounts)


_CLASS = compiled(r"^(?:工资福利|商品和服务|对?个人和家庭的?补助|资本性)")


def apart(parts: Sequence[Fact]) -> bool:
    """Whether parts are kinds of one thing of which none holds another, so that they cannot exceed their total."""
    kinds = (_APART, _FIXED_ASSETS, _ASSETS, _BODIES)
    return len({p.label for p in parts}) == len(parts) > 1 and any(
        all(kind.search(p.label) for p in parts) for kind in kinds
    )


AVERAGE = compiled(
    r"[人户生车亩批月年日台件次项班]均|平均|中位数|均价|单价|每(?:[人户辆亩吨台套座个所床生班次件米株头]|公顷|公里|(?:平方|立方)米)"
)  # nothing that parts add up to


def proven(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """Whether another column of the list adds up exactly: its budgets, its counts, or the changes of its items."""
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for other in parents:
        counted = other.figure.unit.dimension == "count"
        if other.id == total.id or not other.figure.value or other.figure.unit.dimension not in ("money", "count"):
            continue
        if compatible(other, total) and (counted or (other.measure, other.basis) == (total.measure, total.basis)):
            continue
        if other.measure not in ("level", "budget", "change") or AVERAGE.search(other.label):
            continue
        sign = other.direction or 1
        parts = [column_of(item, other) for item in items]
        if all(p is not None for p in parts) and len(parts) > 1:
            signs = tuple(1 if (p.direction or 1) == sign else -1 for p in parts if p is not None)
            one = relate(
                "sum", Sum(signs), (("total", other), *(("part", p) for p in parts if p is not None)), firm=False
            )
            if one is not None and one.verdict == "holds":
                return True
    return _proven_beside(ledger, items, total)


def _proven_beside(ledger: Ledger, items: Sequence[Sequence[Fact]], total: Fact) -> bool:
    """Whether amounts of the same names, listed right beside counts, are all: 甲a个、乙b个，资金T，其中甲c、乙d."""
    firsts = [item[0] for item in items]
    names = [f.label for f in firsts]
    if (
        not counted(total)
        or not all(names)
        or len(set(names)) < len(names)
        or firsts[0].sentence != firsts[-1].sentence
    ):
        return False
    for sentence in ledger.sentences[max(firsts[0].sentence, 0) : firsts[-1].sentence + 2]:
        if (sentence.document, sentence.block) != (total.document, total.figure.span.block):
            continue
        for fact in ledger.facts_of(sentence):
            if fact.label != names[0] or fact.figure.unit.dimension != "money" or significant(fact.figure) < _TELLING:
                continue
            for other in ledger.lists_with(fact.id):
                paid = [ledger.facts[part[0]] for part in other.parts]
                all_paid = (f for f in ledger.pick(other.parent) if compatible(f, fact) and _OF_ALL.search(f.label))
                sums = (add_up(f, paid, firm=False) for f in all_paid)
                if [p.label for p in paid] == names and any(s is not None and s.verdict == "holds" for s in sums):
                    return True
    return False


_OF_ALL = compiled(  # what the counted things have together; what was paid out need not have gone to all kinds
    r"涉及|^(?:总?投资|总?金额|预算|资金|合同|项目)+(?:总?额|合计|金额|资金|预算)?$|(?:合同|采购|成交|预算|投资)(?:总金?额|金额)$"
)


def column_of(item: Sequence[Fact], like: Fact) -> Fact | None:
    """The figure of a list item that is in the column of a total; in a budget the amounts of items are planned too."""
    own = [f for f in item if compatible(f, like) and f.basis in ("", like.basis)]
    first = next((f for f in own if f.measure == like.measure), None)
    planned = like.measure == "budget" and not any(f.measure == "budget" for f in own)
    return first or (next((f for f in own if f.measure == "level"), None) if planned else None)


def complete(
    ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]
) -> bool:
    """Whether a list names all parts: a known set or division, shares that add up to 100, a closing item."""
    if listing.closed and listing.opener not in ("lines", "等"):
        return True
    if counted(total) and _AND_MORE.match(ledger.after(parts[-1], _BEHIND)):
        return False
    if listing.opener in _SPREAD and counted(total) and parts[0].id == total.id + 1:
        return True
    if not listing.opener and _behind_colon(ledger, total, parts):
        return True
    if _each_named(ledger, total, parts) or _by_kind(ledger, listing, total, parts):
        return True
    shares = _shares(items, total)
    if all(s is not None for s in shares) and abs(_short_of_all([s.figure for s in shares if s is not None])) <= 1:
        known = [(s, p) for s, p in zip(shares, parts, strict=False) if s is not None]
        return any(_holds(s, p, total) for s, p in known) or _of_their_sum(known)
    closing = _REST.match(parts[-1].label) or (parts[-1].label == "其他收入" and "收入" in total.label)
    closing = closing or _all_others(total, parts[-1]) or _funded(ledger, total, parts)
    if listing.opener in ("其中", "中", "lines", "包括", "row") and closing:
        return True
    if listing.opener in ("其中", "中", "包括", "(") and counted(total) and _lowest(parts):
        return True
    if listing.opener == "等" and counted(total) and OTHER_CARS.match(parts[-1].label):  # …、其他用车a辆等
        return True
    if counted(total) and (
        (_KINDS.match(listing.opener) and rest(parts[-1].label)) or all_before(ledger, listing, total, parts)
    ):
        return True
    labels = [p.label for p in parts]
    if divided([*labels, *_said_none(ledger, parts)], ledger.rulebook.lexicon, total.label):
        return True
    if _told_before(ledger, total, parts):
        return True
    if listing.opener not in ("heading", "lines") and _whole_account(total, parts):
        return True
    if _OF_ACCOUNT.search(total.concept or total.label) and not any(_BROUGHT.search(p.label) for p in parts):
        return False  # what was brought forward is in the total, too
    own = any(c.name == total.concept and c.parts for c in ledger.rulebook.taxonomy.concepts)
    return defined(ledger, total, parts) or (not own and defined(ledger, None, parts))  # 支出合计T，其中：人员经费a


_OF_ACCOUNT = compiled(r"收支总[计额]$|收入支出总[计额]$")
_BROUGHT = compiled(r"结转|结余")
_FUNDS = compiled(r"财政|拨款|专项|自筹|上级|[中省市县区]级|公共预算|政府性基金|国有资本|专户|事业|单位资金")


def _funded(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """财政拨款a、其他资金b: whether a list names where all of an amount came from, not what of it is there so far."""
    if parts[-1].label != "其他资金" or total.sentence != parts[0].sentence:
        return False
    words = ledger.sentences[total.sentence].between(total, parts[0])
    return all(_FUNDS.search(p.label) for p in parts[:-1]) and not _SO_FAR.search(words) and "投资" not in total.label


_SO_FAR = compiled(r"到位|安排|已|(?<!下)年|下达|拨付|支付|申请")


def _behind_colon(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """参会企业T家：甲市a家、乙市b家、丙市c家。 Whether a colon right behind a count opens a sentence's last words."""
    beside = counted(total) and parts[0].id == total.id + 1 and len(parts) >= _STEPS
    closed = beside and normalize(ledger.after(parts[-1], 1)) in ("。", ";")
    if not closed or normalize(ledger.after(total, 1)) != ":" or len({p.label for p in parts}) < len(parts):
        return False
    made = add_up(total, parts, False)
    return all(_PLACE.search(p.label) for p in parts) or (made is not None and swapped(made, _FEW))


_PLACE = compiled(r"[市县区镇乡村旗州]$|街道$|社区$")
_FEW = 2  # digits of a count in which two in the wrong order tell
_LOWEST = compiled(r"(?P<step>[^,;。0-9]{2,4})[及或和]以下(?:学历|职称|人员)?$")
_RANKS = (
    compiled(r"[高中初员][级层]|[正副]高|[一二三四五]级"),
    compiled(r"博士|硕士|研究生|本科|大专|专科|中专|高中|初中"),
)
_STEPS = 3  # of a scale that is told down to its end


def _lowest(parts: Sequence[Fact]) -> bool:
    """教师T人，其中高级a人、一级b人、二级及以下c人: whether a list of people by rank goes down to the last of them."""
    last = _LOWEST.search(parts[-1].label)
    labels = [p.label for p in parts]
    ranked = any(all(map(scale.search, labels)) for scale in _RANKS)
    return ranked and last is not None and not any(last["step"] in label for label in labels[:-1])


OTHER_CARS = compiled(r"^其[他它](?:公务)?(?:用车|车辆)$")
_OTHERS = compiled(r"^其他(?P<of>.{2,}收入|.*基金支出)$")
_OTHER_THINGS = compiled(r"^其[他它](?P<of>[一-鿿]{2,})$")  # 各类机具T台，其中…、其他机具a台


def _all_others(total: Fact, last: Fact) -> bool:
    """政府性基金预算收入T，其中：…；其他政府性基金收入a: whether the last part is by name all the rest of the total."""
    m = _OTHERS.match(last.label.replace("预算", ""))
    m = m or (_OTHER_THINGS.match(last.label) if counted(total) else None)
    return m is not None and total.label.replace("预算", "").endswith(m["of"])


_KINDS_OF = compiled(r"(?:^|以上|上述|这)(?P<n>[两二三四五六])(?:类|项|种|个|家|所|部分|方面)")
_NEW = compiled(r"(?:共|新|新增|支出|安排|投入|增加)+$")


_NONE = compiled(
    r"^[,;](?:本年度?|全年)?(?:未发生|未安排|没有|无)(?P<name>[^,;。:0-9]{2,8}?)(?:类)?(?:采购)?(?:支出|收入)?(?=[,;。]|$)"
)
_CLAUSE = 24  # characters behind a list in which a kind may be said not to be there


def _said_none(ledger: Ledger, parts: Sequence[Fact]) -> Sequence[str]:
    """货物类a万元，服务类b万元，未发生工程类采购: the one kind that words behind a list say there was nothing of."""
    m = _NONE.match(normalize(ledger.after(parts[-1], _CLAUSE)))
    return (m["name"],) if m is not None else ()


def _told_before(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """新建幼儿园…，改建小学…，两类学校共…，其中幼儿园a、小学b: as many parts as are counted and named before."""
    m = _KINDS_OF.search(total.label)
    names = {_NEW.sub("", p.label) for p in parts}
    if m is None or len(names) < len(parts) or len(parts) != chinese(m["n"]):
        return False
    before = ledger.said_before(total)
    return all(len(name) > 1 and name in before for name in names)


_BEHIND = 8  # characters behind a list that may say that it is not whole
_AND_MORE = compiled(r"\s*(?:等|[,，;；、。]?\s*(?:其余|剩余|余下))")  # …b人等6个乡镇; …b辆，其余均为…
_REMAINDER = compiled(r"\s*[,，]\s*(?:其余|余下)[^0-9]{0,7}$")
_KINDS = compiled(r"其中|包括|\(|分别是|从|分|按|$")  # before kinds of people and things, of which 其他 is the last
_EVENTS = ("次", "场", "批", "期")  # one of which may be counted in two places
_EACH = compiled(r"[,，]?(?:分别|具体|依次)(?:是|为)")


def _each_named(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """设备7台（套），分别是甲2台、乙1套、丙4台: whether all that are counted are named right behind their number."""
    if not counted(total) or parts[0].id != total.id + 1 or not _EACH.match(ledger.after(total, _BEHIND)):
        return False
    if total.figure.unit.name.endswith(_EVENTS):
        return False
    labels = [p.label for p in parts]
    return all(labels) and len(set(labels)) == len(labels) and not overlapping(ledger, parts)


_BY_KIND = compiled(r"^按.{2,12}(?:划分|分类|分|分为)[:：]?$")


def _by_kind(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """单位T个。按单位性质划分：行政单位a个；事业单位b个: whether what is counted is divided into kinds called alike."""
    if not counted(total) or not _BY_KIND.match(listing.opener) or len({p.label for p in parts}) < len(parts):
        return False
    alike = len({p.label[-1:] for p in parts}) == 1 and all(p.label for p in parts)
    one = add_up(total, parts, False) if alike and not overlapping(ledger, parts) else None
    # a kind that is not told would lack: the total must be borne out, and a slip explain what is broken
    return one is not None and (one.verdict == "holds" or (_divided_again(ledger, listing, total) and slipped(one, 2)))


def _divided_again(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """Whether another division of a total by its kinds makes it up: 按单位性质划分…。按管理级次划分…。"""
    for other in ledger.lists_of(total.id):
        if other is listing or not _BY_KIND.match(other.opener):
            continue
        parts = [p for item in other.parts for p in ledger.pick(item[:1]) if compatible(p, total)]
        one = add_up(total, parts, False)
        if one is not None and one.verdict == "holds":
            return True
    return False


def shared_out(total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]) -> bool:
    """Whether the shares of all parts, of what the total is called, are those of what the parts add up to."""
    shares = _shares(items, total)
    if len(parts) != len(items) or any(_CARRIED.search(p.label) for p in parts):
        return False
    known = [(s, p) for s, p in zip(shares, parts, strict=True) if s is not None and s.base]
    return len(known) == len(parts) and _of_their_sum(known)


_CARRIED = compiled(r"结转|结余|上年|年末")  # parts of what there was in all, not of what was spent
_SPREAD = ("分布在", "分布于")  # where all of them are: 分布在甲镇a人、乙乡b人


def goes_on(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether what stands behind a list is its remainder, which has no figure: …b万元，其余由事业收入安排."""
    return _REMAINDER.match(ledger.after(parts[-1], _BEHIND)) is not None


def defined(ledger: Ledger, total: Fact | None, parts: Sequence[Fact]) -> bool:
    """Whether parts are by name just what a total consists of; of any total that has no optional parts for None."""
    names = {p.concept for p in parts if p.concept}
    return len(names) == len(parts) and consists(ledger, total, names)


def consists(ledger: Ledger, total: Fact | None, names: AbstractSet[str]) -> bool:
    """Whether concepts are just those that a total, or any one, consists of."""
    concepts = {c.name: c.parts for c in ledger.rulebook.taxonomy.concepts}
    return any(
        {w.name for w in wanted if not w.optional} <= _joined(names, wanted, concepts) <= {w.name for w in wanted}
        for name, sets in concepts.items()
        for wanted in sets
        if (name == total.concept if total is not None else not any(w.optional for w in wanted))
    )


def _joined(
    names: AbstractSet[str], wanted: Sequence[Part], concepts: Mapping[str, Sequence[Sequence[Part]]]
) -> AbstractSet[str]:
    """Names of parts, with a part of a set in place of all of its own: 购置费 and 运行维护费 are 公务用车."""
    for part in wanted:
        for own in concepts.get(part.name, ()):
            inner = {w.name for w in own}
            if part.name not in names and inner <= names and not any(w.optional for w in own):
                names = (names - inner) | {part.name}
    return names


def disjoint(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether parts are by name different parts of a total, some of which may be left out: they cannot exceed it."""
    names = {p.concept for p in parts if p.concept}
    concept = next((c for c in ledger.rulebook.taxonomy.concepts if c.name == total.concept), None)
    return len(names) == len(parts) and concept is not None and any(names <= {w.name for w in k} for k in concept.parts)


_IN_ALL = compiled(r"总(?:收入|支出|财力)|(?:收入|支出|财力)(?:总计|总量)")
_TRANSFER = compiled(r"上解|补助|转移|返还|结转|结余|调入|调出|转贷|债务|债券|调节基金")


def _whole_account(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a list is one side of a government's account, which transfers and balances complete."""
    moved = [bool(_TRANSFER.search(p.label)) for p in parts]
    return _IN_ALL.search(total.label) is not None and sum(moved) >= 2 and not all(moved)


def partial(total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]) -> bool:
    """Whether the shares of a list hold one by one and fall short of 100 as the parts fall short of the total."""
    shares = _shares(items, total)
    if len(parts) != len(items) or not all(
        s is not None and _holds(s, p, total) for s, p in zip(shares, parts, strict=True)
    ):
        return False
    return _short_of_all([s.figure for s in shares if s is not None]) > 1


def _shares(items: Sequence[Sequence[Fact]], total: Fact) -> list[Fact | None]:
    """The share of each item of a list; those behind the last one too: 甲a、乙b，占比分别为p%、q%."""
    behind = [f for f in items[-1] if f.measure == "share" and (not f.base or likeness(f.base, total.label))]
    alone = not any(f.measure == "share" for item in items[:-1] for f in item)
    if alone and len(behind) == len(items) > 1 and all(f.grouped for f in behind[1:]):
        return [*behind]
    return [_share(item, total) for item in items]


def _share(item: Sequence[Fact], total: Fact) -> Fact | None:
    """The share of a list item, of its total as far as its words tell."""
    return next((f for f in item if f.measure == "share" and (not f.base or likeness(f.base, total.label))), None)


def _of_their_sum(known: Sequence[tuple[Fact, Fact]]) -> bool:
    """Whether shares are those of what their parts add up to: then another total is mistyped."""
    whole = sum((p.figure.amount for _, p in known), Decimal(0))
    if not whole or len({p.figure.unit.dimension for _, p in known}) > 1:
        return False
    off = (abs(s.figure.value - HUNDRED * p.figure.amount / whole) - s.figure.half for s, p in known)
    return all(one <= _SMALL for one in off)


def _short_of_all(shares: Sequence[Figure]) -> Decimal:
    """How far shares fall short of 100, in three times the deviation that rounding all like the finest brings about."""
    finest = min((f.half for f in shares if f.half), default=_SMALL)
    return (HUNDRED - sum((f.value for f in shares), Decimal(0))) / (finest * Decimal(3 * len(shares)).sqrt())


_REST = compiled(r"^其他(?:各项|各类|方面|用车|公务用车|车辆)|^其他$|^.{2,12}等其他(?:收入|支出|费用|方面|项目)?$")


def _holds(share: Fact, part: Fact, total: Fact) -> bool:
    """Whether a share is of this total, as far as its figures tell."""
    one = relate("sum", Share(), (("share", share), ("part", part), ("whole", total)), firm=False)
    return one is not None and one.verdict != "broken" and bool(share.figure.value)
