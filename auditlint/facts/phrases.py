"""The lexicon's phrases as the patterns that read a figure's lead (the text from the figure before to it)."""

from __future__ import annotations

from functools import lru_cache
from re import escape

from auditlint.expressions import Either, compiled, either
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import regex

    from auditlint.packs import Lexicon

Pattern: TypeAlias = "regex.Pattern[str]"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled patterns; all read normalised text without blanks and most are anchored at its end."""

    change: Pattern
    up: Pattern
    down: Pattern
    difference: Pattern
    against_prior: Pattern
    against_opening: Pattern
    against_previous: Pattern
    against_budget: Pattern
    against_year: Pattern
    beyond_budget: Pattern
    prior: Pattern
    led_to: Pattern
    led_here: Pattern
    budget: Pattern
    share: Pattern
    share_words: Pattern
    completion: Pattern
    completion_rate: Pattern
    rest_rate: Pattern
    budget_of: Pattern
    budget_again: Pattern
    named_rate: Pattern
    average: Pattern
    continued: Pattern
    copula: Pattern
    opener: Either
    addition: Pattern
    total: Pattern
    flat: Pattern
    none: Pattern
    restated: Pattern


_COMPARED = r"(?<=[比较][^,;。:0-9]{0,14})(?<![最更许很])"  # 比编制多开放36张, 同比少用3.1万元


def phrases(lexicon: Lexicon) -> Phrases:
    """The patterns of a lexicon, compiled once per lexicon."""
    return _compiled(lexicon)


# 从征收部门来看, 分产业看, 支出按资金来源划分: what follows divides a total by some aspect
_PLACE = r"(?:\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十0-9]{1,3}[、.])?"
# 按资金来源分：, 从结构看，: the way in which an amount is divided
DIVISION = (
    r"(?:从|分|按照?)(?:[^,;。:0-9()]|\([一-鿿]{1,4}\)){1,14}"
    r"(?:看|分|划分|区分|分解|统计|分类(?:科目)?|构成|情况(?:是|为)|(?<=分[一-鿿]{2})为)[,:]"
)
_DIVIDED = (
    rf"(?<=(?:^|[,;。:])\s*(?:{_PLACE}\s*|[一-鿿]{{0,14}}(?:收入|支出|资金|经费|类|项目))?)(?:其中[,:]?)?{DIVISION}"
)

# 返还性收入中，…: what follows are parts of an amount that a sentence before gives this name
WITHIN = rf"(?<=(?:^|[。;])\s*{_PLACE}\s*)在?(?P<within>[^,;。:0-9]{{3,24}}(?<!其)中)[,:]"


# 工资福利支出512.00万元：基本工资200.00万元，…: a colon behind an amount or a count, names and such behind the colon
_AFTER_AMOUNT = (
    r"(?<=[0-9][万亿]?元?):(?=[一-鿿(][^,;。:0-9]{1,20}[0-9][0-9,.]+[^,;。:()]{0,4}(?:\([^()]{1,16}\))?[,;、])"
    r"|(?<=[0-9](?P<counter>[人名户辆台套家次批件场处所座份])次?(?:\(套\))?):"
    r"(?=[一-鿿(][^;。:]{1,24}[0-9](?P=counter))"
    r"|(?<=[0-9][万亿]?元):(?=[一-鿿(][^,;。:0-9]{1,20}[0-9]{1,5}[个项家处所座台套名人户批件场]次?[、,]?[0-9][0-9,.]+[^,;。:()0-9]{0,4}[,;、])"
)

# 结转105.60万元，为省级资金26.75万元、市级资金…: names and amounts in a row behind an amount
_BEING = r"(?<=[0-9]万?元)[,]为(?=[一-鿿]{2,12}[0-9][0-9,.]*万?元[、,][一-鿿]{2,12}[0-9])"

# 全年支出512.00万元中，人员经费…: an amount that what follows is within
_WITHIN_AMOUNT = r"(?<=[0-9](?:[万亿]|万亿)?元)中[,:](?=[一-鿿(]{2,16}[0-9])"


_AUDITED = "审|投资核|造价核|工程款核|资金核|经费核"  # 核减, 审减: what an audit cut is an amount, no change


@lru_cache(maxsize=4)
def _compiled(lexicon: Lexicon) -> Phrases:
    def any_of(key: str) -> str:
        return lexicon.regex(key)

    up, down, tail = any_of("up"), any_of("down"), any_of("change-tail")
    up, down = (rf"{words}|{_COMPARED}{most}[一-鿿]{{1,3}}" for words, most in ((up, "多"), (down, "少")))
    copula, budget = any_of("copula"), any_of("budget-words")
    funds = "(?<!一般)(?<!一般公共)(?<!政府性基金)(?<!国有资本经营)(?<!社会保险基金)(?<!公共财政)(?<!公共)"
    verbs = any_of("completion-verbs")
    kinds = "|".join(sorted(map(escape, lexicon.averages), key=len, reverse=True)) or "(?!)"
    measures = "|".join(escape(c) for c in lexicon.counters if len(c) > 1 and c[0] not in lexicon.averages) or "(?!)"
    parts = {
        "change": rf"(?<!{_AUDITED})(?:{up}|{down})(?:[（(](?:{up}|{down})[）)])?(?:{tail})*$",
        "up": rf"(?:{up})(?:{tail})*$",
        "down": rf"(?:{down})(?:{tail})*$",
        "difference": rf"(?:{any_of('difference')})(?:为)?$",
        "against_prior": any_of("against-prior"),
        "against_opening": any_of("against-opening"),
        "against_previous": any_of("against-previous"),
        "against_budget": any_of("against-budget"),
        "against_year": r"(?:与|较|比|同|和|相比|相较)(?P<year>20[0-9][0-9])年[度]?(?P<budget>[^,;。]{0,6}预算)?",
        "beyond_budget": rf"(?:{any_of('beyond-budget')})(?:{tail})*$",
        "prior": rf"(?:{any_of('prior-value')}"
        r"|(?:与|较|比|由|从|同|低于|高于)20[0-9][0-9]年[度末]?(?:同期|决算|累计|实际|完成)?"
        r"(?:支出|收入|决算|预算|完成|执行)?(?:总额|数|额|为|的|有)?)$",
        "led_to": rf"(?:{any_of('led-to')})(?:到|至|为)",
        "led_here": rf"(?:{any_of('led-to')})(?:到|至|为)$",
        "budget": rf"(?<![超无]){funds}(?:{budget})(?:[(]调整[后数][)])?"
        r"(?:安排|资金|下达|批复|核定|共计|合计|小计|为|是|:|共|约|的)*$"
        rf"|{funds}预算(?:安排)?(?:总额|数|额)?(?:为|是|:|共|约|合计|共计|小计)*$"
        r"|(?<=^|[,、;])(?:支出|收入)?调整数(?:为|是|:)*$",
        "share": r"占(?P<base>[^,;。:%占]{0,40}?)的?(?:"
        + any_of("share-tail")
        + r")?(?:分别)?(?:为|是|达到?|约|仅|高达)*$",
        "share_words": rf"(?:{any_of('share-words')})(?:分别|依次)?(?:为|是|达到?|约|:)*$",
        "completion": rf"(?:{verbs})(?:{budget})的?(?:约|近)?$",
        "completion_rate": rf"(?:{any_of('completion-rate')})(?:为|是|达到?|约|:|仅)*$",
        "rest_rate": rf"(?:{any_of('rest-rate')})(?:为|是|达到?|约|:|仅)*$",
        "budget_of": rf"(?:{verbs})(?:{budget})(?:为)?$",
        "budget_again": rf"[、,和及]*(?:{budget})的(?:约|近)?",
        "named_rate": r"(?:(?<=[0-9])年度?)?(?P<name>[一-鿿]{1,14}(?:率|比例|比重|程度|度))"
        r"(?:为|是|达到?|约|:|仅|均)*$",
        "average": rf"(?P<whose>[一-鿿()]{{0,14}}?)(?:(?<!各[一-鿿]{{0,2}})(?P<kind>{kinds})均(?!衡|等|由)"
        rf"|(?:平均|折合)每(?P<kind>{measures}|[一-鿿]{{1,2}}?)|每(?P<kind>{kinds})平均)(?P<what>[一-鿿()]{{0,14}}?)(?:为|是|约|达|仅|即)*$",
        "continued": r"^(?:[,、:]|和|及|与|以及|,和)$",
        "copula": rf"(?:(?!(?<=节)约|(?<=[限余])额为)(?:{copula}))+$",
        "addition": rf"(?<![增追参叠附累施更])(?:{any_of('addition')})",
        "total": rf"(?:{any_of('total-label')})(?:{copula})*$",
        "flat": any_of("flat"),
        "none": any_of("none"),
        "restated": rf"(?<![上去])(?:{any_of('restated')})(?!浓度|气温|降[水雨]量)",
    }
    listed = (
        rf"(?:{any_of('parts-follow')})[:,]?",
        _DIVIDED,
        WITHIN,
        r":(?=一是|\(1\)|\(一\)|①)",
        _AFTER_AMOUNT,
        _BEING,
        _WITHIN_AMOUNT,
    )
    return Phrases(opener=either(*listed), **{name: compiled(pattern) for name, pattern in parts.items()})
