"""What a template or an editor left behind: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled, either
from auditlint.facts import PROSE
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_PLACEHOLDER = compiled(
    r"(?<![XxＸｘ×])[XxＸｘ×]{2,}+(?![0-9A-Za-z])(?=年|月|万元|元|个|人|辆|部门|单位|局|委|办|%|项目|批次)"
    r"|(?<![XxＸｘ×0-9])(?<![:、,(][一-鿿])[XxＸｘ×]{2,}+(?=[。,;])"  # but 邮编050×××, 联系人：王××
    r"|(?<![A-Za-zＸ])[XＸ]{2,}+(?:万元|元|%|部门|单位)|\{单位\}|\{部门\}|_{3,}\s*(?:万元|元|%|人|名|个|辆|次|项|批次)"
    r"|(?<![*0-9])(?:20)?[*＊]{2,}(?=年|万元|元|%|个|人|部门|单位)|(?:20)?_{2,}年"
    r"|(?<!某)某某(?=部门|单位|局|县|区|项目)"
    r"|(?<![Xx×])[Xx×]{2,}+(?=(?:省|市|县|区|乡|镇)[一-鿿]{1,10}(?:局|委员会|办公室|中心|学校|人民政府)(?:20|部门|单位|决算|预算))"
    r"|[\[【](?:部门|单位)(?:全称|名称)[\]】]"
    r"|\((?:请|此处|如实|根据实际情况|据实){1,2}(?:填写|填列|说明|补充)[^()]{0,16}\)|\((?:部门|单位)(?:全称|名称)\)(?=20|年|部门|的|无|没有)"
    r"|(?<=[为出入加少])(?:…+|\.{3,})(?=万元|元)"
    r"|(?<![A-Za-z0-9.×])[XＸ](?=年|月|日|万元|元|个|人次|人(?!民)|辆|批次|台|项|%|部门|单位|局)"
    r"|(?<![二一])[○△□]{2,}(?=单位|部门|局|县|市|区|项目|万元|元|年)"
    r"|[(\[【](?:注:)?(?:请|此处|如实|根据|据实|按实际|结合|如有|若有|若无|如无|没有的|可|需|简要|具体|详细)[^()\[\]【】]{0,24}?(?:填写|填列|填报|填0|据实说明|说明原因|自行|删除|删去|补充|修改)[^()\[\]【】]{0,10}[)\]】]"
    r"|\((?:请|此处)[^()]{0,16}?(?:列明|写明|列示|列举|勾选|选填|描述)[^()]{0,10}\)"
    r"|#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NULL!|NUM!)"
)


def placeholder(ledger: Ledger) -> Iterator[Remark]:
    """XX万元, ××部门, （请填写原因）: what a template left to fill in."""
    for number, document in enumerate(ledger.documents):
        for index, block in enumerate(document.blocks):
            if block.kind == "cell":
                continue
            for m in _PLACEHOLDER.finditer(normalize(block.text)):
                yield Remark("placeholder", ((number, Span(index, m.start(), m.end())),), (("stated", m.group()),))


_UP, _DOWN = r"(?:增加|增长|上升|提高|大于|高于|多于)", r"(?:减少|下降|降低|小于|低于|少于)"
_OR_EQUAL = r"(?:[大小]于\(等于\)|等于\([大小]于\))(?=(?:年初|全年)?预算)"
_CHOICE = compiled(
    rf"{_UP}\((?:或)?{_DOWN}(?:[、/,或]等于)?\)|{_DOWN}\((?:或)?{_UP}(?:[、/,或]等于)?\)|{_UP}/{_DOWN}(?:/等于)?|{_DOWN}/{_UP}"
    rf"|大于\(等于[、/,或]小于\)|{_OR_EQUAL}|{_UP}[或、]{_DOWN}(?=[0-9])|[□☐]?{_UP}\s?[□☐]\s?{_DOWN}[□☐]?|(?<!一)增[(/]减(?:\)(?=[0-9])|(?<=/减)(?=[0-9]))"
)
_RUN_TOGETHER = compiled(
    r"(?<!扩)大(?:于)?小于|(?<!缩)小(?:于)?大于"
    r"|(?<![调核追缩净新有])(?:增加|减少)持平"
    r"|(?<![调核追缩净新])(?:减增加|增减少|增长下降|增加减少|减少增加)(?=了?[0-9][0-9.]*(?![0-9.]|个?百分点))"
)
_TO_BUDGET = compiled(r"(?:年初|全年|调整后?)?预算数?")
_NEAR = 4


def choice_left(ledger: Ledger) -> Iterator[Remark]:
    """增加（减少）5.20万元, 大小于预算数: a choice that was not made; in brackets beside a zero it is house style."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for m in _CHOICE.finditer(sentence.text):
            after = [f for f in facts if 0 <= f.figure.span.start - sentence.start - m.end() <= _NEAR]
            budget = _TO_BUDGET.match(sentence.text, m.end()) and any(
                f.measure == "completion" and f.figure.value for f in facts
            )
            if budget or (after and after[0].figure.value):
                yield _left(sentence, *m.span())
        for m in _RUN_TOGETHER.finditer(sentence.text):
            yield _left(sentence, *m.span())


def _left(sentence: Sentence, start: int, end: int) -> Remark:
    return Remark("choice-left", (mark(sentence, start, end),), (("stated", sentence.text[start:end]),))


@lru_cache(maxsize=1)
def paragraphs(ledger: Ledger) -> tuple[tuple[int, int, str], ...]:
    """The running text of all documents, with those paragraphs that hold no digit: document, block, normalised text."""
    return tuple(
        (number, index, normalize(block.text))
        for number, document in enumerate(ledger.documents)
        for index, block in enumerate(document.blocks)
        if block.kind in PROSE
    )


def matches(ledger: Ledger, pattern: regex.Pattern[str]) -> Iterator[tuple[int, int, str, regex.Match[str]]]:
    """What of the report's own paragraphs a pattern matches: document, block, its text and the match."""
    for number, index, text in paragraphs(ledger):
        if ledger.documents[number].role == "report":
            for m in pattern.finditer(text):
                yield number, index, text, m


_DOUBLED = either(
    r"(?P<unit>万元|亿元|%)\s?(?P=unit)|元万元|(?<=[0-9])[万亿]元元(?=[,;。、)]|$)|(?<=[0-9])元[万亿](?=[,;。、)]|$)|(?<=[0-9])万万元|(?<!目)的的(?!确)",
    r"(?P<word>增加|减少|增长|下降|预算|决算|主要|原因|完成(?!完成(?:数量|质量|时效|成本|情况|率))|情况|年度|以及|进行|开展|通过|根据|按照|包括|其中|具体"
    r"|我[部委厅局办院处中心站县区市镇乡]|实施|提高|加强|落实|推进|完善|确保|促进|加快|严格|积极|及时|切实|有效|不断|由于|用于|截至|累计"
    r"|新增|拨付|下达|发放|参加|负责|承担|符合|达到|取得|需要|能够|有序|稳步|全面|持续|大力|深入|扎实|强化|提升|全部|分别|同时|并且|或者|因为|但是|对于|关于|为了"
    r"|进一步)(?P=word)",
    r"(?<![0-9])(?P<time>20[0-9]{2}年(?:度|末|底)?|[0-9]{1,2}月(?:[0-9]{1,2}日|末|底|份)?|[0-9]{1,2}日|(?:年|月|季)[末底初]|上年度?|去年|本年度?)\s?(?P=time)(?!度)",
    r"(?P<beside>(?<![占同环对之相价配评类])比|(?<!比)较|(?<![参给])与|(?<![共合不相])同)(?P=beside)(?=上年|去年|20[0-9]{2}|年初|预算)",
    r"(?P<verb>增加|减少|增长|下降)了(?P=verb)|(?P<copula>[为是共约])(?P=copula)(?=[0-9])",
    r"(?P<head>[一-鿿]{4,8}[:,])(?P=head)",
    r"(?<=[一-鿿0-9%])(?P<mark>[,;、])(?P=mark)",
    r"(?<=[一-鿿0-9%)])(?:、,|,、|;,|,;|:,|,:|,。|、。|;、|、;|。,|。;|。、)(?!…)",
    r"(?P<phrase>[一-鿿]{4,12})(?P=phrase)",
    r"(?<=[、,;:为是的])(?P<item>[一-鿿]{2,12}(?:费|支出|经费|补贴|补助|工资|奖金|设备|服务|收入|资金))、(?P=item)(?=[、,;。和及以等])",
    r"(?:^|(?<=[,;。]))(?P<clause>[^,;。]{5,}[^,;。0-9]),(?P=clause)(?=[,;。])",
    r"(?<=[0-9])(?:%\s?(?:万元|元|个百分点|百分点)|(?:万元|元|个百分点)\s?%)|百分之[0-9]+(?:\.[0-9]+)?%|(?<=[0-9])[分个人]\s?%",
    r"(?P<sum>合计|总计|共计|小计|金额)(?P=sum)(?=[0-9为])",
)
_OF_A_TABLE = compiled(r"科目|项目名称|[决预]算数$")
_BLANK_CELL = compiled(r",,(?=,*[-+]?[0-9])")  # in a row that commas lay out: 合计,,120.00,+6.00
_RUNNING = compiled(r"[,。;]")
_ONCE = {
    "元万元": "万元",
    "万元元": "万元",
    "亿元元": "亿元",
    "元万": "万元",
    "元亿": "亿元",
    "万万元": "万元",
    "的的": "的",
}


def doubled(ledger: Ledger) -> Iterator[Remark]:
    """万元万元, %%, 增加增加, 增加了增加: a unit, word or mark printed twice."""
    subjects = ledger.rulebook.subjects
    for number, index, text in paragraphs(ledger):
        for m in _DOUBLED.finditer(text):
            if _BLANK_CELL.match(ledger.documents[number].blocks[index].text, m.start()):
                continue
            if m.groupdict().get("time") and not _RUNNING.search(text):
                continue  # the head of a table as text
            once = next((g for g in m.groups() if g), "") or _ONCE.get(m.group(), "")
            if m.groupdict().get("phrase") and (
                _OF_A_TABLE.search(once) or ledger.rulebook.taxonomy.find(once) or any(s.name == once for s in subjects)
            ):
                continue  # the header of a table as text; a class and a subject of one name, without （类） and （项）
            yield Remark("doubled", ((number, Span(index, m.start(), m.end())),), (("stated", m.group()),), once)


_UNIT = r"(?=\s?(?:万元|亿元|元|%|％))"
_MALFORMED = compiled(
    rf"(?<![0-9.,])(?:[0-9]+\.[0-9]+\.[0-9]+|[0-9]+\.\.[0-9]+|[0-9]+\."
    rf"|[0-9]{{1,3}}(?:,[0-9]{{3}})*,(?:[0-9]{{1,2}}|[0-9]{{4,}})\.[0-9]+|[0-9]{{3}},[0-9]{{1,2}}){_UNIT}"
    rf"|(?<![0-9.,])[0-9]+。[0-9]{{1,2}}{_UNIT}(?!\s?[万亿]?[元%％][以及的(（含])"
)


_COMMA = compiled(r"(?<=[^0-9\s]),(?=[一-鿿])")
_LISTED = compiled(r"[0-9]{1,3},[0-9]{1,2}(?:\.[0-9]+)?[%％]")


def malformed(ledger: Ledger) -> Iterator[Remark]:
    """12.34.56万元, 1,23.40万元, 12。50万元: digits that are no number."""
    for number, document in enumerate(ledger.documents):
        if document.role not in ("report", "tables"):
            continue
        for index, block in enumerate(document.blocks):
            text = block.text
            if not ("元" in text or "%" in text or "％" in text):
                continue
            for m in _MALFORMED.finditer(text):
                if _LISTED.fullmatch(text, m.start(), m.end() + 1) and len(_COMMA.findall(text)) > 1:
                    continue  # 满意149,93.13%: two figures, in a text with such commas
                yield Remark("malformed", ((number, Span(index, m.start(), m.end())),), (("stated", m.group()),))


_BLANK = compiled(
    r"(?<=[共有对度至了织展待备购保置辖设])\s{2,8}(?=(?:个|人次|批次|台|辆|家|名)(?:项目|部门|单位|机构|科室|团组|指标|,|;|。|、))|"
    r"(?<=[一-鿿])\s{2,8}(?:辆|批次|人次|个百分点)(?=[,;。、])|(?<=得分)\s{1,8}分(?=[,;。])|"
    r"(?:占|增长|下降|增加|减少|完成(?:年初|全年)?预算的?)\s{1,6}(?:%|万元|元)|(?:支出|收入|决算数?|预算数?)为\s{0,6}(?:万元|元)(?=[,;。])|(?<![0-9%])占\s?%"
)


def blank(ledger: Ledger) -> Iterator[Remark]:
    """占 %, 减少 万元: the number was never filled in."""
    for sentence in ledger.sentences:
        found = list(_BLANK.finditer(sentence.text))
        if found:
            spans = tuple(mark(sentence, m.start(), m.end()) for m in found)
            yield Remark("blank", spans, (("stated", found[0].group()),))


_NOTHING_NAMED = compiled(
    r"(?:其中|包括|分别为|分别是|具体为|用于|来源于|分为|如下|原因是|情况)[:,]*:[。;]|[,;。]其中[,:]*[。;]"
    r"|(?:主要包括|具体包括|分别为|分别是|分别用于|来源于|主要来自|主要分为)[:,]?[。;]"
)


def nothing_named(ledger: Ledger) -> Iterator[Remark]:
    """其中：。, 主要包括。: words that announce what is not there."""
    for number, index, text, m in matches(ledger, _NOTHING_NAMED):
        start = m.start() + (m.group()[0] in ",;。")
        yield Remark("nothing-named", ((number, Span(index, start, m.end())),), (("stated", text[start : m.end()]),))


_OPEN, _CLOSED = "(（", ")）"
_CUT = compiled(r"[;；]")


def bracket(ledger: Ledger) -> Iterator[Remark]:
    """含购置税，更新车辆1辆；…。: a bracket that is open where its item ends, and closed nowhere behind."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        for index, block in enumerate(document.blocks):
            text = block.text
            if block.kind == "cell" or not text.rstrip().endswith("。"):
                continue
            last = max(map(text.rfind, _OPEN))
            if last < 0 or any(c in text[last:] for c in _CLOSED):
                continue
            if sum(text.count(c) for c in _OPEN) != sum(text.count(c) for c in _CLOSED) + 1 or _goes_on(
                document, index
            ):
                continue
            cut = _CUT.search(text, last)
            end = cut.start() if cut is not None else len(text.rstrip()) - 1
            yield Remark("bracket", ((number, Span(index, last, end)),), (("stated", text[last:end]),))


def _goes_on(document: Document, index: int) -> bool:
    """Whether the paragraphs behind one close a bracket that they did not open."""
    for block in document.blocks[index + 1 : index + 4]:
        first = next((c for c in block.text if c in _OPEN + _CLOSED), "")
        if first:
            return first in _CLOSED
    return False
