"""A single part after 其中, or of 100%, against its whole; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditlint.checks.parts import AVERAGE, compatible
from auditlint.checks.relate import relate
from auditlint.checks.share.stated import shares
from auditlint.checks.sum.counts import with_its_own
from auditlint.equations import AtMost
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import side
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize


def at_most(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """A single part after 其中 is at most its whole."""
    if listing.opener == "lines" and len(listing.parts) == 1:
        yield from _only_subject(ledger, listing)
    graded = listing.opener == "graded"
    if not graded and not listing.opener.startswith(("其中", "包括", "(", "等")):
        return
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for item in items:
        for part in item[:1]:
            whole = next((p for p in parents if p.measure == part.measure and compatible(p, part)), None)
            if whole is None or part.measure not in ("level", "budget"):
                continue
            whole = _called_alike(parents, part, whole)
            if _no_part(ledger, listing, parents, part, whole):
                continue
            if len(items) == 1 and _of_what_is_not_printed(ledger, listing, whole, part):
                continue
            money = [
                p for p in parents if p.figure.unit.dimension == part.figure.unit.dimension
            ]  # 36万元，约860人，其中…
            nearest = money[0].id == whole.id or money[0].measure in ("share", "rate", "change", "completion")
            relation = relate("sum", AtMost(), (("part", part), ("whole", whole)), firm=nearest)
            if relation is None or (part.sentence != whole.sentence and not _opens_next(ledger, listing, part, whole)):
                continue
            beside = [p for p in parents if p.measure == part.measure and compatible(p, part)]
            counted = part.figure.unit.dimension == "count" and len(beside) > 1
            if counted and part.figure.value <= sum(p.figure.value for p in beside[:3]):
                continue  # 58个甲和12个乙，其中50个…: of both
            outer = (t for one in ledger.lists_with(whole.id) for t in ledger.pick(one.parent))
            amid = relation.verdict == "broken" and _amid(ledger, items, part, whole)
            if (
                relation.verdict == "broken"
                and not amid
                and any(
                    t.measure in ("level", "budget") and compatible(t, part) and t.figure.amount >= part.figure.amount
                    for t in outer
                )
            ):
                continue  # a、b、c，其中…: of their total
            alone = len(items) == 1 or graded or _counted(ledger, part, whole) or _largest(ledger, part, whole)
            alone = alone and listing.opener != "等"
            told = relation.firm and (alone or amid) and not _of_another_noun(ledger, part, whole)
            if relation.verdict != "broken" or told:
                yield relation


def _no_part(ledger: Ledger, listing: Listing, parents: Sequence[Fact], part: Fact, whole: Fact) -> bool:
    """Whether words say of an amount in a list or a bracket that it is no part of the one before."""
    before = ledger.before(part, 12)
    return (
        # 累计执行T，结余R；其中四季度支出a: of T
        (_LEFT.search(whole.label) is not None and _SPENT.search(part.label) is not None)
        # A万元、B万元等，合计T万元
        or (listing.opener == "等" and whole.id > part.id)
        or (listing.opener == "(" and _beside_it(ledger, parents, part, whole))
        # 降到2031年的A，其中2030年b: of another year
        or (part.period != whole.period and part.period.isdigit() and whole.period.isdigit())
        # 新增教师4人（由31人增至35人）: what there is in all
        or _BECAME.search(before) is not None
        # 年末余额A万元，其中年初B万元，当年补充C万元: what there was before
        or _AT_FIRST.search(before) is not None
        # 发放补贴A万元，其中…，拉动消费b亿元: what the money brought
        or (_BROUGHT.search(part.label) is not None and not _BROUGHT.search(whole.label))
        # 安排债券A万元，其中甲项目总投资B万元: what all of it costs
        or (_COSTS.search(part.label) is not None and not _COSTS.search(whole.label))
        # 各村收入均超过A万元，其中超过B万元的n个: bounds
        or _BEYOND.search(before) is not None
        # 在编a人（核定编制b人）: posts, of which some are not filled
        or (part.label.endswith("编制") and not whole.label.endswith("编制"))
        # 其中a、b，占W万元的p%: what they are a share of
        or part.label.startswith("占")
        or with_its_own(ledger, whole, part.figure.value)
        or _told_again(ledger, part)
        # 差异-D万元（决算A万元－预算B万元）
        or (AVERAGE.search(whole.label) or _DISTANCE.search(whole.label)) is not None
        or whole.figure.value < 0
    )


def _beside_it(ledger: Ledger, parents: Sequence[Fact], part: Fact, whole: Fact) -> bool:
    """Whether what stands in a bracket behind an amount is what it was, will be, or is taken from."""
    before, after = ledger.before(part, 12), normalize(ledger.after(part, 8))
    return (
        # 新增n名（现有a名，届时达b名）
        ALL_THERE_IS.search(part.label) is not None
        # 核查9个标段（共12个标段）; 预算数B万元（年初A万元，压减C万元）
        or _WHOLE_INSIDE.search(before) is not None
        or _OF_IT.match(after) is not None
        # 执行a万元，预算减少d万元（b万元降为c万元）: of what changed
        or (parents[0].measure == "change" and compatible(parents[0], part))
        # 市区每万人a个（b个/c万人）; 免费a例（火化b例，免费占p%）
        or _OVER.match(ledger.after(part, 3)) is not None
        or _base_of_it(ledger, part, whole)
    )


def _of_what_is_not_printed(ledger: Ledger, listing: Listing, whole: Fact, part: Fact) -> bool:
    """安排A万元；下达专项债券，其中用于本项目b万元: whether another clause stands between amount and part."""
    if whole.sentence != part.sentence or listing.opener != "其中":
        return False
    sentence = ledger.sentences[part.sentence]
    words = sentence.text[whole.figure.span.end - sentence.start : listing.place.start - sentence.start]
    return ";" in words and len(words.rpartition(";")[2]) > _CLAUSE


_CLAUSE = 6  # characters of a clause that tells of something else
_OVER = compiled(r"\s*[/÷除]")


def _base_of_it(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    """Whether the percentage right behind an amount is what the other one is of it."""
    behind = ledger.facts[part.id + 1] if part.id + 1 < len(ledger.facts) else part
    if behind.sentence != part.sentence or behind.figure.unit.dimension != "percent" or not part.figure.value:
        return False
    of_it = whole.figure.amount / part.figure.amount * 100
    return abs(of_it - behind.figure.value) <= behind.figure.half


_BECAME = compiled(r"[增减升降加少][至到为]$")
_AT_FIRST = compiled(r"其中[:,]?(?:年初|期初|上年末|上年结转)(?:余额|结余)?(?:为)?$")


def _called_alike(parents: Sequence[Fact], part: Fact, whole: Fact) -> Fact:
    """偿还本金A，支付利息B，其中用债券偿还本金c: the amount before a part that is called as it is."""
    end = part.label[-2:]
    alike = [p for p in parents if p.measure == part.measure and compatible(p, part) and p.label.endswith(end)]
    return alike[0] if len(end) > 1 and alike and not whole.label.endswith(end) else whole


def _told_again(ledger: Ledger, part: Fact) -> bool:
    """甲a万元、乙b万元，其中甲a万元已拨付: whether an amount is one of its sentence's told before, of the same name."""
    before = (f for f in ledger.facts_of(ledger.sentences[part.sentence]) if f.id < part.id)
    return bool(part.label) and any(
        f.label.endswith(part.label) and f.figure.amount == part.figure.amount for f in before
    )


_SUBJECT = compiled(r"\([类款项]\)$")


def _only_subject(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """支出A万元，具体情况如下： and a paragraph below with one subject of the accounts: it is no more than all."""
    part = ledger.facts[listing.parts[0][0]]
    whole = next((p for p in ledger.pick(listing.parent) if p.measure == part.measure and compatible(p, part)), None)
    if whole is not None and part.measure == "level" and "支出" in whole.label and _SUBJECT.search(part.label):
        relation = relate("sum", AtMost(), (("part", part), ("whole", whole)), firm=True)
        if relation is not None:
            yield relation


def _opens_next(ledger: Ledger, listing: Listing, part: Fact, whole: Fact) -> bool:
    """T万元，增长p%。其中：甲a万元…: whether a part opens the sentence behind its whole, which has no other amount."""
    sentence, before = ledger.sentences[part.sentence], ledger.sentences[whole.sentence]
    first = part.id == listing.parts[0][0]
    opened = first and listing.opener == "其中" and listing.place.start == sentence.start
    beside = (sentence.document, sentence.block, sentence.id) == (before.document, before.block, before.id + 1)
    others = (f for f in ledger.facts_of(before) if f.id != whole.id and f.measure in ("level", "budget", "prior"))
    return opened and beside and not any(compatible(f, whole) for f in others) and _largest(ledger, part, whole)


def _largest(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    """Whether an amount of money is larger than all that stand before it in its paragraph together."""
    sentence = ledger.sentences[part.sentence]
    closing = part.label.startswith("其他") and side(part.label) == side(whole.label) != ""
    if ";" in sentence.between(whole, part) and not closing:
        return False  # 收入A，其中…；结余B
    before = [
        f
        for s in ledger.paragraph(sentence, before=_NEAR, behind=0)
        for f in ledger.pick(s.facts)
        if f.id < part.id and f.measure in ("level", "budget", "prior") and compatible(f, part)
    ]
    return part.figure.unit.dimension == "money" and sum(f.figure.amount for f in before) < part.figure.amount


def _amid(ledger: Ledger, items: Sequence[Sequence[Fact]], part: Fact, whole: Fact) -> bool:
    """公用经费T万元，主要包括甲a万元、乙b万元、丙c万元等: whether a part of money stands between others of a row."""
    row = [item[0] for item in items]
    sentence = ledger.sentences[part.sentence]
    joined = all(sentence.between(f, then).startswith("、") for f, then in pairwise(row))
    words = normalize(sentence.between(whole, row[0])).replace(" ", "")
    if _AMONG_IT.fullmatch(words) and part in row[1:]:  # T万元，其中甲a万元、乙b万元，丙c万元: up to the part
        joined = all(sentence.between(f, then).startswith("、") for f, then in pairwise(row[: row.index(part) + 1]))
    opened = _ROW.fullmatch(words) is not None or _AMONG_IT.fullmatch(words) is not None
    inside = len(row) > 2 and part.id != row[0].id and all(compatible(f, part) for f in row)
    return inside and joined and opened and part.figure.unit.dimension == "money"


_ROW = compiled(r"[,;:]?(?:占[^,;。]*%,)?(?:主要(?:包括|用于|是|为|有)|包括|具体包括)[:]?[^,;。]{1,24}")
_AMONG_IT = compiled(r"[,;]?其中[:,]?[^,;。、]{1,24}")
_NEAR = 8  # sentences before a part in which its whole may stand


def at_hundred(ledger: Ledger) -> Iterator[Relation]:
    """A万元，占W万元的100%: a part that its share calls the whole is no more than it."""
    for share in shares(ledger):
        stated, part, whole = (t.fact for t in share.terms)
        if share.verdict == "holds" and share.firm and stated.figure.value == _ALL:
            one = relate("sum", AtMost(), (("part", part), ("whole", whole)), firm=True)
            if one is not None and one.verdict == "broken":
                yield one


_ALL = 100
ALL_THERE_IS = compiled(r"^(?:现有?|原有?|届时|达到?|累计|该)")  # in a bracket behind some of it
_LEFT = compiled(r"结余|结转|剩余|余额|缺口|未[执支使拨]")
_SPENT = compiled(r"支出|列支|执行|支付|拨付|使用|完成")
_WHOLE_INSIDE = compiled(
    r"[(（](?:(?:总|合|全部)?[共计数]+[有为]?|(?:年初|期初|原|上年|去年|调整前|全年|全部)[^,，;；)）0-9]*"
    r"|(?:预算)?(?:控制数|限额|上限|标准|核定数?|编制数?|目标值?|计划数?)(?:为|是)?|20[0-9]{2}年度?(?:为|是|的)?)$"
)
_OF_IT = compiled(  # 提取A万元（结余B万元的40%）; 机关运行经费A万元（即公用经费B万元扣除事业单位C万元）
    r"的[0-9.]+%|中?,?(?:扣除|剔除|扣减|减去?|不计|中,|含|[-−—])"
)
_DISTANCE = compiled(r"差异|差额|相差")
_BEYOND = compiled(r"(?:超过|不足|低于|高于|突破)$")
_COSTS = compiled(r"(?:总投资|投资总额|总?概算|估算|合同(?:金|总)?额|总造价)$")
_BROUGHT = compiled(r"[拉带]动|撬动|吸引|引导|增收|创造|实现")


def _of_another_noun(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    """组成n个督查组，对其中m个单位开展核查: whether the nouns right behind two counts name different things."""
    m, n = (_NOUN.match(normalize(ledger.after(f, 12))) for f in (part, whole))
    if m is None or n is None or part.figure.unit.dimension != "count":
        return False
    return not (m["noun"].endswith(n["noun"]) or n["noun"].endswith(m["noun"]))


_NOUN = compiled(r"(?P<noun>[一-鿿]{2,8}?)(?:[,;。(、]|开展|进行|实施|予以|已)")


def _counted(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    """Whether a part and its whole count the same right beside each other: 在职人员12人，其中行政人员27人."""
    sentence = ledger.sentences[part.sentence]
    ends = whole.figure.span.end - sentence.start, part.figure.span.start - sentence.start
    same = part.figure.unit.name == whole.figure.unit.name and part.figure.unit.dimension == "count"
    posts = "编制" in whole.label and "编制" not in part.label  # people may be more than posts
    beside = all(f.measure == "prior" for f in ledger.facts[whole.id + 1 : part.id])  # 在职教职工a人（上年b人）
    return same and not posts and ";" not in sentence.text[slice(*ends)] and beside
