"""Parts of economic classes, or kinds of one thing, of which none holds another; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.expressions import compiled, either
from auditlint.model import Fact

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


def apart(parts: Sequence[Fact]) -> bool:
    """Whether parts are kinds of one thing of which none holds another, so that they cannot exceed their total."""
    kinds = (_APART, _FIXED_ASSETS, _ASSETS, _BODIES)
    return len({p.label for p in parts}) == len(parts) > 1 and any(
        all(kind.search(p.label) for p in parts) for kind in kinds
    )
