"""Counts that are listed by kind: kinds that exclude each other cannot be more than all there are; part of `sum`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from auditlint.expressions import compiled
from auditlint.facts.divisions import divided
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.words import pattern
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_OPENERS = ("其中", "包括", "(", "分别", "分别是", "由", ":", "分布在", "分布于")
_TOTALS = ("合计", "共计", "累计", "总计", "共")


def counted(total: Fact) -> bool:
    """Whether a total counts people or things."""
    return total.figure.unit.dimension == "count"


def exclusive(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the names of counts are kinds that exclude each other, by a word that opens them and by their endings."""
    labels = [p.label for p in parts]
    if listing.opener not in _OPENERS or not all(labels) or len(set(labels)) < len(labels):
        return False
    if len({p.item for p in (total, *parts)}) > 1:  # beyond ";" stands another count, not one more kind of this one
        return False
    if divided(labels, ledger.rulebook.lexicon) or rest(labels[-1]):
        return True
    if total.figure.unit.name in _STAFF and all(map(_BODY.search, labels)):
        return True
    if any(_of_one_scale(labels, scale) for scale in _SCALES):
        return True
    apart = not any(a != b and a in b for a in labels for b in labels)
    if apart and any(all(map(kind.fullmatch, labels)) for kind in _KINDS):
        return True
    alike = max(Counter(label[-1] for label in labels).values())
    return alike * 2 >= len(labels) and not overlapping(ledger, parts)


_KINDS = (  # schools and people of which none is counted under two names
    compiled(
        r"(?:完全)?小学|(?:完全|初级|高级)中学|初中|高中|幼儿园|教学点|(?:九年|十二年)(?:一贯)?制学校"
        r"|(?:特殊教育|特教|[中高]等职业|[中高]职)学校"
    ),
    compiled(
        r"医[生师]|护[士师]|护理人?员|药剂?师|检验师|技师|(?:康复|特教|康复与特教|专任)教师|保育员|厨师|炊事员|保安|保洁员"
    ),
)
_STAFF = ("人", "名", "辆")
_BODY = compiled(  # 局机关a人、服务中心b人、执法大队c人: nobody is on the staff of two, no car kept by two
    r"(?:[局厅委办院校园馆处科股室站所队会社]|中心|机关|本级|基地)$"
)


def overlapping(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether people or things may be counted under several of these names: 初中生, 寄宿生."""
    if any(_of_one_scale([p.label for p in parts], scale) for scale in _SCALES):
        return False
    several = pattern(ledger.rulebook.lexicon, "overlapping")
    return any(several.search(p.label) for p in parts)


_SCALES = tuple(
    compiled(rf"^[^0-9]*?(?P<step>{steps})(?![^0-9]*以)[^0-9]*$")  # 本科以上 holds the steps above too
    for steps in ("正高级?|副高级?|高级|中级|初级|助理级|员级", "博士|硕士|本科|大专|专科|中专|高中")
)  # ranks and degrees, of which everybody is counted under one


_LOWEST = compiled(
    r"^[^0-9]{0,4}?(?P<step>本科|大专|专科|中专|高中|初中|中级|初级)(?:学历)?(?P<with>[及或])?以下[^0-9]{0,4}$"
)


def _of_one_scale(labels: Sequence[str], scale: regex.Pattern[str]) -> bool:
    """Whether names differ in the step of one scale alone: 正高级, 副高级 and 中级职称."""
    lowest = _LOWEST.match(labels[-1])  # 本科a人、大专b人、大专以下c人
    labels = labels if lowest is None else labels[:-1]
    steps = [m["step"] for m in map(scale.match, labels) if m is not None]
    if lowest is not None and (lowest["with"] and lowest["step"] in steps):
        return False
    nested = any(one != other and one in other for one in steps for other in steps)  # 高级 is 正高级 and 副高级
    return len(steps) == len(labels) > 2 and len(set(steps)) == len(steps) and not nested


def counted_again(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether those counted in parts may be the same: in each term of a year, or as the words behind the list say."""
    if not counted(total) or sum(p.figure.value for p in parts) <= total.figure.value:
        return False
    if total.figure.unit.name in _LASTING and all(_TERM.search(p.label) for p in parts):
        return True
    if any(TWICE.search(p.label) for p in parts):  # 其中同时享受两项的a人，实际受益b人
        return True
    if _of_each_other(ledger, parts):
        return True
    last = parts[-1]
    near = ledger.paragraph(ledger.sentences[last.sentence], before=0, behind=1) if last.sentence >= 0 else ()
    behind = "".join(s.text[max(last.figure.span.end - s.start, 0) :] for s in near)
    return TWICE.search(behind) is not None


def _of_each_other(ledger: Ledger, parts: Sequence[Fact]) -> bool:
    """Whether words say that one part is a share of another: 专任教师a人，双师型b人，占专任教师的p%."""
    names = {p.label for p in parts}
    behind = (ledger.facts[p.id + 1] for p in parts if p.id + 1 < len(ledger.facts))
    return any(f.measure == "share" and f.base in names for f in behind)


_LASTING = ("人", "名", "户", "家", "位", "万人", "万户")
_TERM = compiled(r"学期|学年|[春夏秋冬]季?|上半年|下半年|季度|[0-9]月|[一二三四五六七八九十]月|第[一二三四]期|[上下]期")
TWICE = compiled(  # what says that some are counted twice
    r"去重|剔重|重复|只计|重叠|交叉|兼有|返聘|多次|了[两二三四]期|[两二三四]级[^,;。]{0,4}[均都]|同时(?:享受|受益|受惠|属于|具有|参加|领取|获得|承担|存在|涉及)|[两二三四](?:类|期|项|个?学期|季|者|种|批)[^,;。]{0,4}[均都]"
)


_OWN_BODY = compiled(
    r"(?:本级|机关|本部|本身)(?:(?:部门)?[预决]算)?(?:[0-9一]?[个家])?(?:,?(?:和|及|以及|与|、|加|另有|下设|,))[^,;。0-9]{0,12}$"
)


def with_its_own(ledger: Ledger, total: Fact, made: Decimal) -> bool:
    """局机关和2个下属单位，其中行政单位1个、事业单位2个: whether the body itself is counted among the kinds."""
    if not counted(total) or made != total.figure.value + 1:
        return False
    return _OWN_BODY.search(normalize(ledger.before(total, _HEAD)).replace(" ", "")) is not None


_HEAD = 30  # characters before a count of units in which the body that has them is named


def divided_twice(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether some parts in a row make up the total: the others divide it once more, by something else."""
    values = [p.figure.value for p in parts]
    runs = (values[i:k] for i in range(len(values)) for k in range(i + 2, len(values) + 1))
    return any(sum(run) == total.figure.value for run in runs)


def rest(label: str) -> bool:
    """Whether a label takes all that is not named before it: 其他人员, 工勤及其他人员."""
    return _REST.search(label) is not None


_REST = compiled(r"^其[他它]|^其余$|[及和与]其[他它](?:人员|[^,;。:]{0,4}用车|车辆)?$")


def all_before(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the counts before their total are all there are of their unit in the sentence and the one before."""
    if listing.opener not in _TOTALS or total.label not in ("", *_TOTALS) or len({p.label[-1:] for p in parts}) > 1:
        return False
    near = ledger.sentences[max(total.sentence - 1, 0) : total.sentence + 1]
    same = [f for s in near for f in ledger.facts_of(s) if f.figure.unit == total.figure.unit and f.id <= total.id]
    return {f.id for f in same} == {total.id, *(p.id for p in parts)}
