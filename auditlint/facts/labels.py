"""Labels: the noun phrase a figure belongs to, cleaned of what any sentence may put around it."""

from __future__ import annotations

from functools import lru_cache

from auditlint.expressions import compiled

_QUOTES = str.maketrans("", "", "“”\"‘’'「」『』〔〕《》 　\n")
_LEADING = compiled(
    r"^(?:"
    r"\([^()]{2,20}\)(?=[、,;])|[0-9]{1,2}[.、)](?![0-9])|\([0-9一二三四五六七八九十]{1,3}\)|[①-⑳]|[一二三四五六七八九十]{1,3}[、是]|"
    r"20[0-9]{2}(?=年[末初])|20[0-9]{2}年底|20[0-9]{2}年度?(?:[0-9]{1,2}(?:-[0-9]{1,2})?月(?:份|底|末|[0-9]{1,2}日)?)?|年(?=年[初末])|[0-9]{1,2}(?:-[0-9]{1,2})?月(?:份|底|末|[0-9]{1,2}日)?|截至|截止|"
    r"其中|包括|以及|再?加上(?!年(?![初末])|[级解缴])|另有|加(?![固强快工密装油班热宽高氯])|和|与|及|并|而|但|另|另外|此外|即|从|在(?![职编岗校园册建途读院役籍])|对|按|由|用于|主要是|主要为|主要用于|主要|具体|分别[是有]|分布[在于]|"
    r"(?:目标|限额|标准|控制数|预算)(?:以内|之内|范围内)|今年|本年度|当年|全年|年度|去年|(?:按|同|可比)+口径(?:计算)?|"
    r"(?:我|本|该)(?:局|委|办|院|中心|校|部门|单位|所|站|处|室|会|厅|馆|队|镇|乡|街道|县|市|区|级)(?:门|位)?|"
    r"(?:相比|相较|对比)(?=[,、]|$)|[,;:。、的了—–－-]|较|比"
    r")+"
)
_TRAILING = compiled(
    r"(?:[的了:,、;。为是]|共|共计|共有|(?<!节)约|达|分别|各|(?<!平|人|户|车|次|例|批)均|全年|年初|原因|(?:按)?(?:同|可比)口径|(?<=[费出入金])20[0-9]{2}年度?(?:财政拨款)?(?:决算|预算|执行)数)+$"
)
_COMPARED = compiled(
    r"(?:同比|相比|相较|与|较|比|同|和)(?:上年|去年|上一年|上年度|上一年度|去年度|20[0-9]{2}年度?|年初|全年|本年|调整)(?!结[转余])[^,;。]{0,14}?"
    r"(?:相比|对比|比较|相较|决算数?|预算数?|同期|支出数?)?$|(?:与|较|比)[^,;。]{0,10}预算[数额]?(?:相比|对比)?$|同比$|环比$|(?:与|较|比|同)(?:上年|去年)[^,;。]*$"
)
# 主要变动原因是2031年度人员经费支出…: what a reason clause puts before the noun
_REASON = compiled(r"^.*(?:原因|情况)(?:主要)?(?:是|为)|^.{2,}?(?<![比较与和同由从])(?=20[0-9]{2}年度)")

_RANKED = compiled(
    r"(?<=[一-鿿]{2})在[^,;。:、在]{2,16}中(?:所?占|居|处于)[^,;。:]*$"
)  # 甲支出在全部支出中占主体，达A万元


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """A label without quotes, enumerators, years, connectives and comparisons; "" where nothing is left."""
    label = _RANKED.sub("", _REASON.sub("", text.translate(_QUOTES)))
    for _ in range(4):
        before = label
        label = _COMPARED.sub("", label)
        label = _LEADING.sub("", label)
        label = _TRAILING.sub("", label)
        if label == before:
            break
    label = label.replace("收、支", "收支").replace("收入、支出", "收入支出")
    return label if any("一" <= c <= "鿿" for c in label) else ""
