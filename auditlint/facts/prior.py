"""Words that give a value of the year before: 上年决算数为…, 较2030年收支总预算…增加, 上年总收入为…."""

from __future__ import annotations

from auditlint.expressions import compiled
from auditlint.facts.phrases import Phrases

_SAME_DATE = r"(?:上|去)年同[期月季]度?"
_OWN_PRIOR = compiled(
    rf"(?:^|[,;。:(])(?:(?:上年|去年|上年度|上一年度|去年度|{_SAME_DATE})|(?P<year>20[0-9]{{2}})年度?)"
    r"(?:年初)?(?:决算|预算|执行|支出|收入|实际|完成)?(?:(?:数|额)(?:为|是)?|为|是)$"
    r"|(?:(?:上年|去年|上年度|去年度)|(?P<year>20[0-9]{2})年度?)(?:年初)?(?:决算|预算|执行)(?:数|额)(?:为|是)?$"
    r"|(?P<year>20[0-9]{2})年度?为$|^,(?:上年|去年)年?[末底](?:余额)?(?:为|是)$"
    rf"|(?:^|[,;。:(])(?:上年|去年|上年度|{_SAME_DATE})(?:同期)?(?:决算|预算|执行|支出|收入|实际|完成)?$"
)
# 上年总收入为…: a value of the year before with a name; 上年结转 is one of this year
_YEAR_BEFORE = compiled(
    rf"(?:^|[,;。:(])(?:上年|去年|上年度|上一年度|去年度|{_SAME_DATE})(?P<what>[^,;。:0-9末底结节]{{2,20}}(?:\([^()]*\))?(?:为|是)?)$"
)
# 上年末资产总额…: of what there is, and not of what came and went
_STOCK_BEFORE = compiled(
    r"(?:^|[,;。:(])(?:上年|去年|上年度)(?:年)?[末底](?P<what>[^,;。:0-9末底结]{0,8}(?:资产|负债|权益)(?:总额|总计|合计|总值)?(?:为|是)?)$"
)
# 基本支出上年为…: a value of the year before behind its name
_NAME_BEFORE = compiled(
    rf"(?:^|[,;。:(])(?P<what>[^,;。:()0-9]{{2,20}}?)(?<![与较比同和跟由从于是])(?:上年|去年|上年度|去年度|{_SAME_DATE})(?:数|额)?(?:为|是)$"
    rf"|(?:^|[,;。:(])(?P<what>[^,;。:()0-9]{{2,20}}?(?:收入|支出|费|经费|预算))(?:上年|去年|上年度|去年度|{_SAME_DATE})$"
)
_BROUGHT = compiled(r"结转|结余|结存|余额|滚存|节余|调入|转入")


_ASIDE = compiled(r"\((?P<year>20[0-9]{2})年度?(?:决算|预算|支出|收入|执行)?(?:数)?(?:为|是)?$")  # A万元（2030年B万元）
_NAMED = compiled(
    rf"(?:与|较|比|同)(?:上年度?|去年度?|{_SAME_DATE}|(?P<year>20[0-9]{{2}})年度?)\(?[^,;。:0-9()增减升降高低多少超]{{2,16}}$"
    r"|(?:与|较|比|同)“?十[一二三四五六]五”?(?:(?:时期|期间)?[^,;。:0-9()增减升降高低多少超]{0,16}|末(?P<year>20[0-9]{2})年的?)$"
)
_CALLED_LAST = compiled(r"(?:与|较|比)[^,;。:0-9]{2,14}的上年(?:决算|预算|执行|实际)?(?:数|额)?$")  # 较并账时的上年数
_BRACKETED = compiled(rf"(?:与|较|比|同)(?:上年度?|去年度?|{_SAME_DATE}|(?P<year>20[0-9]{{2}})年度?)\($")
_TOLD_ITSELF = compiled(r",?同比(?:增|减|下|上|提|降)")  # 去年收入A万元，同比增加D万元: D is how A changed
_CHANGED = compiled(
    r"(?:[、和][0-9][0-9.,]*[万亿]?元)*[)]?[,]?(?:分别|各)?(?:增加|减少|增长|下降|上升|降低|提高|压减|相比|比[,，])"
)


def value_before(lead: str, tail: str, year: str, phrases: Phrases) -> str | None:
    """The words that hold the label of a value of the year before; None where the lead announces none.

    They are a clause of its own (上年决算数为), a comparison (较2030年收支总预算…增加) or a name (上年总收入为).
    `tail` is what stands behind the figure, `year` the one the report is about.
    """
    compared = phrases.prior.search(lead)
    if compared is not None:
        return lead[: compared.start()]
    named = (_NAMED.search(lead) or _BRACKETED.search(lead)) if _CHANGED.match(tail) else None
    own = _CALLED_LAST.search(lead)
    if own is not None:
        return lead[: own.start()]
    aside = _ASIDE.search(lead) if tail.startswith(")") else None
    for m in (_OWN_PRIOR.search(lead), named, aside):
        if m is not None and (m["year"] is None or (m["year"] < year if year else m is named)):
            return lead[: m.start()]
    called = _YEAR_BEFORE.search(lead) or _NAME_BEFORE.search(lead) or _STOCK_BEFORE.search(lead)
    if called is None or _BROUGHT.search(called["what"]) or _TOLD_ITSELF.match(tail):
        return None
    return str(called["what"])
