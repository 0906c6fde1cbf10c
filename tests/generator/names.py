"""Invented places and departments, and the subjects their reports use."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PLACES = (
    "云岭省青禾市", "青禾市望川区", "北禾省松陵市", "松陵市白石县", "临溪市", "临溪市柳浦区", "云岭省石笋县", "蓝湾市竹溪县",
    "蓝湾市", "北禾省鹤鸣县", "霜桥市", "霜桥市东渡区", "赤霞自治州", "麦川镇", "银杏街道",
)  # fmt: skip
BODIES = (
    "水务局", "档案馆", "统计局", "文物保护所", "粮食和物资储备局", "科学技术协会", "妇幼保健院", "图书馆", "园林绿化中心",
    "农业机械服务站", "信访局", "应急管理局", "商务局", "体育局", "残疾人联合会", "退役军人事务局", "林业和草原局", "民政局",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A functional subject: 类, 款, 项 with its code; `basic` items are basic expenditure."""

    code: str
    top: str
    middle: str
    leaf: str
    basic: bool


SUBJECTS = (
    Subject("2010301", "一般公共服务支出", "政府办公厅（室）及相关机构事务", "行政运行", True),
    Subject("2010302", "一般公共服务支出", "政府办公厅（室）及相关机构事务", "一般行政管理事务", False),
    Subject("2010507", "一般公共服务支出", "统计信息事务", "专项普查活动", False),
    Subject("2011308", "一般公共服务支出", "商贸事务", "招商引资", False),
    Subject("2060702", "科学技术支出", "科学技术普及", "科普活动", False),
    Subject("2070104", "文化旅游体育与传媒支出", "文化和旅游", "图书馆", True),
    Subject("2070109", "文化旅游体育与传媒支出", "文化和旅游", "群众文化", False),
    Subject("2080502", "社会保障和就业支出", "行政事业单位养老支出", "事业单位离退休", True),
    Subject("2080505", "社会保障和就业支出", "行政事业单位养老支出", "机关事业单位基本养老保险缴费支出", True),
    Subject("2080506", "社会保障和就业支出", "行政事业单位养老支出", "机关事业单位职业年金缴费支出", True),
    Subject("2080801", "社会保障和就业支出", "抚恤", "死亡抚恤", True),
    Subject("2101101", "卫生健康支出", "行政事业单位医疗", "行政单位医疗", True),
    Subject("2101103", "卫生健康支出", "行政事业单位医疗", "公务员医疗补助", True),
    Subject("2110302", "节能环保支出", "污染防治", "水体", False),
    Subject("2120104", "城乡社区支出", "城乡社区管理事务", "城管执法", False),
    Subject("2130314", "农林水支出", "水利", "防汛", False),
    Subject("2130306", "农林水支出", "水利", "水利工程运行与维护", False),
    Subject("2210201", "住房保障支出", "住房改革支出", "住房公积金", True),
    Subject("2240106", "灾害防治及应急管理支出", "应急管理事务", "安全监管", False),
)
PROJECTS = (
    "村级水站维修", "馆藏图书数字化", "节水宣传", "山洪预警设备更新", "老旧管网改造", "基层培训", "应急物资储备", "普查入户调查",
    "文明创建补助", "公共机房运维", "残疾人辅具适配", "防汛演练",
)  # fmt: skip
SALARY_ITEMS = "基本工资、津贴补贴、奖金、绩效工资、机关事业单位基本养老保险缴费、住房公积金"
OFFICE_ITEMS = "办公费、印刷费、水费、电费、邮电费、差旅费、工会经费、其他交通费用"


def department(rng: Random) -> str:
    """An invented department."""
    return rng.choice(PLACES) + rng.choice(BODIES)
