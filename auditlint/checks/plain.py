"""Whether a clause says something plainly: of this year, of the whole body, as a fact, with nothing else in it."""

from __future__ import annotations

from auditlint.expressions import compiled
from auditlint.model import Document
from auditlint.numerals import normalize

CLAUSE, SENTENCE, PARAGRAPH = ",;。!?\n", "。!?\n", "\n"

_SELF = r"[本我](?:单位|部门|[局委办厅院校所站行]|中心|机关|公司)"
_DAY = r"(?:年?(?:末|底|终)|12月(?:31日|底|末))"
_TIME = rf"(?:20[0-9]{{2}}年度?|[本当全]年度?|年度?内|报告期内?|(?:截至|截止)?(?:20[0-9]{{2}}年)?{_DAY})"
_LABEL = r"[^:,;。\n]{0,16}(?:情况|说明|费用?|经费|支出|收入|方面|来源|构成|管理)(?:\([^:,;。\n]{0,16}\))?:"
_NUMBER = r"(?:[0-9]{1,2}[.、]|\(?[0-9一二三四五六七八九十]{1,3}[)、]|[①-⑳])"
_SAYS_NOTHING = rf"其中:?|{_TIME}|20[0-9]{{2}}$|{_SELF}|实际|[但并且也均故因此共仍又]|同时|期间|间"
_LEAD = compiled(rf"{_NUMBER}?(?:{_LABEL})?(?:{_SAYS_NOTHING})*")
_LISTED = compiled(r"(?<=[元个辆次人项%])、")
_AFTER = compiled(r"[个辆项条件批]?(?:\)*$|[、(])")
_PAST = compiled(r"上年|去年|往年|以前|上一年|历年|同期|前[一二两三几]年|上半年|[一二三四]季度")
_NOT_SAID = compiled(
    r"如果|如有|若|倘|假如|应当|应该|必须|不得|严禁|力争|确保|计划|拟|将|要求|除|以外|之外|未能|并非|不是|是否|需|原则上|标准|目标|得分"
)
_PLANNED = compiled(r"(?:预算(?!财政|拨款|数?的[0-9])|上年|去年|计划|目标|指标)[^。;]*?(?:其中|:|包括|分别)|拟")
_COMPARED = compiled(r"(?:较|比|与|同)(?:20[0-9]{2}年|上年|去年|年初|以前年度|预算)(?:度|末|底)?(?:决算|预算)?数?")
_WHY = compiled(r"原因|主要是|由于|[系因受](?![公此])|上年|去年|往年|以前|此前|以来|前[一二两三]年|上半年|原定")
_YEAR = compiled(r"20[0-9]{2}(?=年)")
_THIS_YEAR = compiled(r"今年|本年|当年|上年")
_BODIES = compiled(
    r"本级|所属|下属|直属|二级|下级|基层(?:单位|[站所队])|(?:[个各]|其他|部分|有的|该)(?:预算)?单位|分[局院校部]"
    r"|(?<![本我])(?:机关(?!运行|事业|工作|党|干部)|中心(?!工作|任务)|[大支中总]队"
    r"|(?<=[一-鿿]{2})[站所院校馆场厂](?=[:,;。(]|20|[本全当]年|公务|因公|政府|[无未没]))"
)


_ANNEX = compiled(r"^附(?:件)?[0-9一二三四五六七八九十]*[:.、]?.{2,30}(?:决算|说明|报告)$")


def annexed(document: Document, first: int, last: int) -> bool:
    """Whether the report of another body begins between two blocks of a document."""
    blocks = document.blocks[first + 1 : last]
    return any(_ANNEX.search(normalize(b.text).strip()) for b in blocks if b.kind != "cell")


def around(text: str, span: tuple[int, int], stops: str) -> tuple[int, int]:
    """The stretch between such characters that holds a span."""
    start = max(text.rfind(stop, 0, span[0]) for stop in stops) + 1
    ends = (i for i in (text.find(stop, span[1]) for stop in stops) if i >= 0)
    return start, min(ends, default=len(text))


def leads_plainly(lead: str) -> bool:
    """Whether what stands before words in their clause is only time, the body itself and what says nothing."""
    return _LEAD.fullmatch(lead) is not None


def of_bodies(paragraph: str) -> bool:
    """Whether a paragraph tells of bodies among the report's, or of one of them."""
    return _BODIES.search(paragraph) is not None


def planned(before: str) -> bool:
    """Whether an amount behind such a beginning of its sentence is one of what was planned, or of last year."""
    return _PLANNED.search(before) is not None


def plainly(text: str, span: tuple[int, int], year: str) -> bool:
    """Whether a stretch of a text without blanks is a clause of its own, meant of this year and the whole body."""
    start, end = around(text, span, CLAUSE)
    rest = text[span[1] : end].rstrip(")")
    if (rest and not rest.startswith(":")) or not leads_plainly(text[start : span[0]]):
        return False
    return _factual(text, (start, span[0]), (span[0], end), year)


def amounts_plainly(text: str, span: tuple[int, int], year: str) -> bool:
    """Whether a stretch that ends with an amount gives it plainly, as of this year; it may be one of a list."""
    start, end = around(text, span, CLAUSE)
    lead = _LISTED.split(text[start : span[0]])[-1]
    if not leads_plainly(lead) or not _AFTER.match(text, span[1], end):
        return False
    first, _ = around(text, span, SENTENCE)
    return not planned(text[first : span[0]]) and _factual(text, (start, span[0]), (span[0], end), year)


def _factual(text: str, lead: tuple[int, int], rest: tuple[int, int], year: str) -> bool:
    first, last = around(text, rest, PARAGRAPH)
    if of_bodies(text[first:last]) or _PAST.search(text, lead[0], rest[1]):
        return False
    first, last = around(text, rest, SENTENCE)
    before = _COMPARED.sub("", text[first : lead[1]])
    return not _NOT_SAID.search(before) and not _WHY.search(before) and this_year(text[first:last], year)


def this_year(text: str, year: str) -> bool:
    """Whether a text speaks of no other year than the report's, or of one alone where the report names none."""
    years = set(_YEAR.findall(_COMPARED.sub("", text))) - {year}
    return not years or (not year and len(years) == 1 and not _THIS_YEAR.search(text))
