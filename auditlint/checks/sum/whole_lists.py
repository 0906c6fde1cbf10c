"""Lists that name all parts of their total, by its name, by a bracket, by what they are a part of; part of `sum`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import slipped, swapped
from auditlint.checks.sum.all_named import all_named
from auditlint.checks.sum.counts import counted, overlapping
from auditlint.checks.sum.economic import economic, of_its_own
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.phrases import DIVISION
from auditlint.model import Fact
from auditlint.numerals import normalize


def complete(
    ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]
) -> bool:
    """Whether a list names all parts: by its words, its labels, its shares, or what stands around it."""
    return (
        all_named(ledger, listing, total, parts, items)
        or _named_by(total, parts)
        or _in_bracket(ledger, listing, total, parts)
        or one_side(ledger, listing, total)
        or _as_above(ledger, total, parts)
        or _as_beside(ledger, total, parts)
        or _of_quarters(ledger, total, parts)
        or _numbered(ledger, total, parts)
        or _of_bodies(total, parts)
        or _of_levels(ledger, total, parts)
        or whole_side(total, parts)
        or divided_by_name(ledger, listing, total, parts)
        or _divided_all(ledger, listing, total, parts)
        or (economic(parts) and len(parts) == len(items) and _all_items(ledger, listing, total, parts))
    )


_DIVIDED = compiled(rf"^(?P<whole>[^,;。:]{{4,20}}?){DIVISION}")


def divided_by_name(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """特定目标类T万元…。特定目标类按对象划分：a、b、c: whether a sentence begins with what its list divides."""
    if parts[0].sentence == total.sentence or not listing.opener.startswith(("按", "从", "分")):
        return False
    found = _DIVIDED.match(normalize(ledger.sentences[parts[0].sentence].text).lstrip())
    return found is not None and found["whole"] == total.label


def _divided_all(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """共18座。分乡镇看，甲镇5座、乙镇4座、…。 Whether a division of things leaves none out.

    It is closed by the end of its sentence, and lacks less than any of its parts has: no part of its kind is missing.
    """
    divided = listing.opener.startswith(("按", "从", "分")) and counted(total) and len(parts) >= _LEAST
    if not divided or parts[-1].sentence != parts[0].sentence or parts[0].sentence - total.sentence not in (0, 1):
        return False
    sentence = ledger.sentences[parts[0].sentence]
    joined = all(_BESIDE.fullmatch(normalize(sentence.between(a, b))) for a, b in pairwise(parts))
    lacking = abs(total.figure.value - sum((p.figure.value for p in parts), Decimal(0)))
    closed = normalize(ledger.after(parts[-1], 1)) in ("", "。", ";")
    return joined and closed and lacking <= min(p.figure.value for p in parts) and not overlapping(ledger, parts)


_BESIDE = compiled(r"[、,][^,;。:、0-9]{1,14}")


_SIDES = (  # what came in and went out, what was left, and what only money of other kinds has
    tuple(map(compiled, (r"^(?:本年|当年)收入", r"^年初.*结[转余]", r"^使用.*结余"))),
    tuple(map(compiled, (r"^(?:本年|当年)支出", r"^年末.*结[转余]", r"^结余分配"))),
)
_FISCAL = compiled(r"财政拨款|基金|国有资本")


def whole_side(total: Fact, parts: Sequence[Fact]) -> bool:
    """收支总计T。支出总计中，本年支出a，结余分配b，年末结转和结余c: all that a side of the account consists of."""
    if total.concept not in ("收支总计", "收入总计", "支出总计") and not total.label.endswith("总计"):
        return False
    for side in _SIDES:
        found = [next((k for k, p in enumerate(side) if p.search(part.label)), -1) for part in parts]
        due = len(side) - (_FISCAL.search(total.label) is not None)
        if len(found) >= due and sorted(found) == list(range(len(found))):
            return True
    return False


def _all_items(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """人员经费T，包括：基本工资a、…、其他工资福利支出n: whether no item is left out, as words or another list say."""
    others = of_its_own(total, parts) and any(p.label.startswith("其他") for p in parts)
    others = others and not listing.opener.startswith(("主要", "等"))
    return others or _lists_all_items(ledger, total)


def _lists_all_items(ledger: Ledger, total: Fact) -> bool:
    """人员经费T，主要包括：…；公用经费U，主要包括：…: whether the report's other list of such items has all of them."""
    for listing in ledger.lists:
        if listing.document != total.document or total.id in listing.parent:
            continue
        parts = [ledger.facts[item[0]] for item in listing.parts]
        if economic(parts) and all(p.id != total.id for p in parts):
            made = sum((p.figure.amount for p in parts), Decimal(0))
            if any(f.figure.amount == made for f in ledger.pick(listing.parent)):
                return True
    return False


_OWN_BODY = compiled(
    r"^(?:局|委|厅|处|办|院|校|中心|部门|单位|县|市|区)?(?:机关|本级|本部)(?:在职|在编|实有)?(?:人员)?$"
)
_BODY = compiled(r"(?:站|队|中心|所|院|馆|校|学校|园|处|局|办|厅|社|库)$")


def _of_bodies(total: Fact, parts: Sequence[Fact]) -> bool:
    """在职T人，其中局机关a人，监测站b人，支队c人: whether the staff is told by the office and all that belong to it."""
    first, *others = (p.label for p in parts)
    staff = counted(total) and total.figure.unit.name in ("人", "名") and _STAFF.search(total.label) is not None
    return staff and len(others) > 1 and _OWN_BODY.match(first) is not None and all(map(_BODY.search, others))


_LEVEL = compiled(r"^(?P<level>[国省市州盟县区旗乡镇村社]|苏木乡镇|嘎查村|乡镇|旗县)[家区]?级")
_NUMERALS = "零一二三四五六"


def _of_levels(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """县、乡、村三级河长共T名，其中县级a名、乡级b名、村级c名: whether as many levels are told as words count."""
    named = [m["level"] for p in parts if (m := _LEVEL.match(p.label))]
    told = len(named) == len(parts) == len(set(named)) and _LEAST <= len(named) < len(_NUMERALS)
    return told and f"{_NUMERALS[len(named)]}级" in normalize(ledger.said_before(total))[-_WORDS:]


_WORDS = 24  # characters before a total that may count the levels it is of
_STAFF = compiled(r"在职|在编|实有|在岗")


_ORDINAL = compiled(r"第?(?P<n>[一二三四五六七八九])(?P<noun>标段|包|批次?|期|组|片区|分区|工区|车间)(?:工程)?")


def _numbered(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """四个标段共T份，其中一标段a份、…、四标段d份: whether parts are numbered from the first to as many as are told."""
    named = [_ORDINAL.fullmatch(p.label) for p in parts]
    found = [m for m in named if m is not None]
    if len(found) < len(named) or len({m["noun"] for m in found}) > 1 or total.sentence < 0:
        return False
    if "".join(m["n"] for m in found) != "一二三四五六七八九"[: len(found)] or len(found) < _LEAST:
        return False
    more = sum(p.figure.amount for p in parts) > total.figure.amount
    told = f"{len(found)}|{found[-1]['n']}"
    said = ledger.sentences[total.sentence].before(total) if total.sentence == parts[0].sentence else ""
    return more or compiled(rf"(?:{told})个?{found[0]['noun']}").search(normalize(said)) is not None


_LEAST = 3  # parts by which numbered ones are known to be a list


_QUARTER = compiled(r"^第?(?P<n>[一二三四])季度(?:收入|支出|完成|实现|实际|预算)*$")
_QUARTERS = {
    2: compiled(r"上半年|前[二两]个?季度|1月?[-至到—]+6月"),
    3: compiled(r"前三个?季度|1月?[-至到—]+9月"),
}


def _of_quarters(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """前三季度T。一季度a，二季度b，三季度c: whether parts are of just the quarters that a total is said to be of."""
    named = [m["n"] if (m := _QUARTER.match(p.label)) is not None else "" for p in parts]
    words = _QUARTERS.get(len(parts))
    if words is None or named != [*"一二三四"][: len(parts)]:
        return False
    cumulative = parts[-1].figure.amount >= total.figure.amount or any(
        "累计" in ledger.sentences[p.sentence].text for p in parts
    )
    return not cumulative and words.search(ledger.sentences[total.sentence].before(total)) is not None


_STEM = compiled(r"(?:支出|收入|资金|金额|经费|费用|费|款|额|数)+$")
_JOINED = compiled(
    r"(?:本年|当年|全年|累计|实际|共|合计|总计|支出|收入|资金|金额|经费|费用|费|款|总?额|总?数|及|和|与|、)*"
)


def _named_by(total: Fact, parts: Sequence[Fact]) -> bool:
    """还本付息T，其中还本a、付息b: whether the name of a total is made of those of its parts, and of nothing else."""
    stems = [_STEM.sub("", p.label) for p in parts]
    if len(set(stems)) < len(stems) or any(len(stem) < _NAME for stem in stems):
        return False
    name = total.label
    for stem in stems:
        if stem not in name:
            return False
        name = name.replace(stem, "", 1)
    return _JOINED.fullmatch(name) is not None


_NAME = 2  # characters of a name that says what is meant
_OF_STAFF = compiled(
    r"^(?:(?:机关)?工勤(?:及|和|与)事业|事业(?:及|和|与)工勤|行政|事业|参公(?:事业)?|参照公务员(?:法)?管理(?:事业)?|公务员|机关工勤|工勤"
    r"|编外|编内|在编|聘用|临聘|合同制|劳务派遣|政府雇员)(?:人员|编制|在编|在编人员|在职|在职人员)?$"
)


_OF_INDICATORS = compiled(
    r"^(?:数量|质量|时效|成本|产出|效益|经济效益|社会效益|生态效益|可持续影响|(?:服务对象)?满意度)(?:指标)?$"
)
_OF_SOURCES = compiled(
    r"^(?:中央|省|自治区|市|州|县|区|乡|镇|本|上|地方|其他)级?(?:财政)?(?:专项|转移支付|预算)?(?:资金|补助|配套|拨款|投入|安排)*$"
    r"|财政|自筹|债券|配套|上级|社会(?:资本|资金)|贷款|专户"
)


_YEAR = compiled(r"20[0-9]{2}年度?")


def _in_bracket(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """在职T人（行政a人、事业b人）: whether a bracket right behind an amount has nothing but kinds of it.

    Of people, of indicators, of where money came from. It holds all of them as it has no word that says otherwise; one
    kind left out is no slip, so one must explain it.
    """
    if listing.opener != "(" or parts[0].id != total.id + 1:
        return False
    of_things = _OF_INDICATORS if total.label.endswith("指标") else _OF_STAFF
    kinds = of_things if counted(total) else _OF_SOURCES
    years = [p.period for p in parts] if all(p.period and not p.label for p in parts) else []  # 35台（2030年a台、…）
    named = all(kinds.search(p.label) for p in parts) and len({p.label for p in parts}) == len(parts)
    named = named or len(set(years)) == len(parts)
    sentence = ledger.sentences[total.sentence]
    first = _YEAR.sub("", normalize(sentence.between(total, parts[0])).replace(" ", ""))
    closed = normalize(ledger.after(parts[-1], 1)) == ")"
    between = (_YEAR.sub("", normalize(sentence.between(a, b)).replace(" ", "")) for a, b in pairwise(parts))
    joined = all(words.lstrip(",、;") == b.label for words, b in zip(between, parts[1:], strict=True))
    if not named or not closed or not joined or first.lstrip("(") != parts[0].label:
        return False
    made = add_up(total, parts, False)
    if made is None or made.verdict != "broken" or made.difference < 0:
        return made is not None
    return swapped(made, _NAME) if years else slipped(made, _NAME)  # earlier years may be left out


def _as_above(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """T，其中中央a、省级b；1.甲A，其中中央c、省级d；…: whether the same kinds are all of what a total is a part of."""
    names = [p.label for p in parts]
    if not all(names) or len(set(names)) < len(names):
        return False
    for outer in ledger.lists_with(total.id):
        wholes = [f for f in ledger.pick(outer.parent) if compatible(f, total) and f.measure == total.measure]
        for whole in wholes:
            for other in (one for one in ledger.lists_of(whole.id) if len(one.parts) == len(names)):
                row = [*ledger.pick([part[0] for part in other.parts])]
                made = add_up(whole, row, False) if [f.label for f in row] == names else None
                if made is not None and made.verdict == "holds":
                    return True
    return False


_KIND = compiled(r"(?:编制|人员|职工|支出|收入|结余|结转|节约|预算|资金|金额|经费|费用|费|款|额|数)+$")


def _as_beside(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """支出S，其中甲支出s、乙t。结余T，其中甲结余a、乙结余b: the same kinds are all of another amount."""
    names = [_KIND.sub("", p.label) for p in parts]
    if len(set(names)) < len(names) or not all(len(name) >= _NAME for name in names):
        return False
    for other in ledger.lists:
        row = ledger.pick([part[0] for part in other.parts])
        wholes = [f for f in ledger.pick(other.parent) if f.measure == total.measure and compatible(f, total)]
        near = wholes and wholes[0].figure.span.block == total.figure.span.block and wholes[0].id != total.id
        own = [*row] if near and len(other.parts) == len(names) else []
        if [_KIND.sub("", f.label) for f in own] == names and own[0].label != parts[0].label:
            made = add_up(wholes[0], own, False)
            return made is not None and made.verdict == "holds"
    return False


_BOTH = compiled(r"收(?:入)?(?:、|和|及)?支(?:出)?总?(?:预算|决算|计|额)|(?:收入|支出)(?:总预算|预算总额|总计)")
_SIDE = compiled(r"(?:^|[,;。:])(?:本年|全年)?(?:收入|支出)(?:总计|总?预算)?$")


def one_side(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """收支总预算T。收入包括：a、b。支出包括：c、d: whether a list gives one side of a total that both sides have."""
    sentence = ledger.sentences[ledger.facts[listing.parts[0][0]].sentence]
    before = normalize(sentence.text[: max(listing.place.start - sentence.start, 0)])
    near = listing.opener == "包括" and 0 <= sentence.id - total.sentence <= _SIDES_NEAR
    return near and _SIDE.search(before) is not None and _BOTH.search(total.label) is not None


_SIDES_NEAR = 2  # sentences between a total of both sides and what each consists of
