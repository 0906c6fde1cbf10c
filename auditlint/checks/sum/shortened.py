"""Lists that go on with what is no part of their total, cut where that begins; part of `sum`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.subjects import OF_THE_YEAR
from auditlint.checks.sum.candidates import Candidate
from auditlint.checks.sum.counts import counted, rest
from auditlint.checks.sum.lacking import told_besides
from auditlint.expressions import compiled
from auditlint.facts.divisions import division
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact, Relation
from auditlint.records import replace


def shortened(one: Candidate) -> Candidate:
    """A list up to what its words name as no part of its total: 一般债券a、专项债券b；另有…."""
    if len(one.parts) != len(one.items):
        return one
    cut = 0
    if one.total.id < one.parts[-1].id:  # a、b、c，合计T: whatever they are called
        cut = _divided(one.ledger, one.total, one.parts) or _beside(one.ledger, one.total, one.parts)
    if not cut and one.off:
        cut = _stocks_behind(one.total, one.parts) or told_besides(one.ledger, one.parts)
        cut = cut or _no_longer_serving(one.total, one.parts)
    return one.first(cut) if cut else one


_SERVING, _RETIRED = compiled(r"在职|在编|在岗"), compiled(r"^(?:离|退|离退)休")


def _no_longer_serving(total: Fact, parts: Sequence[Fact]) -> int:
    """在职人数T人，其中行政a人、事业b人，退休c人: how many parts stand before those who have retired."""
    cut = next((k for k, p in enumerate(parts) if _RETIRED.search(p.label)), 0)
    return cut if _SERVING.search(total.label) and cut > 1 else 0


def without_the_rest(ledger: Ledger, listing: Listing) -> Listing:
    """T万元，其中人员a万元，公用b万元；其余c万元为项目支出: without what is left of something else."""
    firsts = [ledger.facts[item[0]] for item in listing.parts]
    apart = len(firsts) > _PAIR and firsts[-1].label in ("其余", "剩余") and firsts[-1].item != firsts[-2].item
    undone = len(firsts) > 1 and any(f"未{t.label}" == firsts[-1].label for t in ledger.pick(listing.parent) if t.label)
    apart = apart or (undone and firsts[-1].item != firsts[-2].item)  # 办结T件，其中按期办结a件；未办结b件
    if not apart or len({f.item for f in firsts[:-1]}) > 1:
        return listing
    return replace(listing, parts=listing.parts[:-1], alternatives=())


_PAIR = 2


def summed_inside(one: Candidate) -> tuple[Relation | None, Candidate | None]:
    """T件，其中一级a件、二级b件、三级c件，珍贵文物合计S件，其余d件: a+b+c = S, and the list with S instead of them.

    None instead of the list where neither S nor what makes it fits the total.
    """
    if len(one.parts) != len(one.items) or not one.off:
        return None, one
    for k, sub in enumerate(one.parts[_PAIR:], _PAIR):
        if sub is one.parts[-1] or not _SUBTOTAL.search(one.ledger.before(sub, 4)):
            continue
        if sub.label.startswith("人员") and any(p.label.startswith(("商品和服务", "公用")) for p in one.parts[:k]):
            continue  # 工资福利a，商品和服务b，对个人和家庭c；人员经费合计T
        if sum(p.figure.amount for p in one.parts[:k]) == one.total.figure.amount:
            continue  # 共T，其中甲a、乙b，支出共计c，余d: no sum of a and b
        shorter = one.since(k)
        proven = not shorter.off or one.made - sub.figure.amount == one.total.figure.amount
        made = add_up(sub, one.parts[:k], proven)
        return made, shorter if proven or (made is not None and made.verdict == "holds") else None
    return None, one


_SUBTOTAL = compiled(r"(?:合计|小计|共计|(?<![公中])共)为?$")


def without_amounts_behind(one: Candidate) -> Candidate:
    """学生T人，其中小学a人、初中b人，按标准应安排c万元，到位d万元: the items of a count, without the money behind."""
    kept = [item for item in one.items if any(f.id == p.id for f in item for p in one.parts)]
    counts = counted(one.total) and one.listing.opener in ("其中", "包括")
    alone = counts and len(kept) == len(one.parts) and kept == one.items[: len(kept)]
    behind = (f for item in one.items[len(kept) :] for f in item if f.measure != "change")  # 比目标多n公里
    if not alone or any(compatible(f, one.total) for f in behind):
        return one
    return replace(one, items=kept)


_NOT_OF_THE_YEAR = compiled(r"年初|年末|上年(?:结转|结余)|使用(?:以前年度)?非财政拨款|结余分配|收支结余|本年结余")


def _stocks_behind(total: Fact, parts: Sequence[Fact]) -> int:
    """本年收入T，其中：a、b；年初结转和结余c: how many parts stand before what is no part of a year's own total."""
    if OF_THE_YEAR.fullmatch(total.label) is None:
        return 0
    first = next((k for k, p in enumerate(parts) if _NOT_OF_THE_YEAR.match(p.label)), 0)
    return first if first > 1 else 0


def _divided(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> int:
    """How many parts at the start of a list divide its total, where the others are of another kind; 0 for none."""
    lexicon = ledger.rulebook.lexicon
    if rest(parts[-1].label):  # 轿车a辆、越野车b辆、其他用车c辆: c is of the same kind
        return 0
    for n in range(2, len(parts)):
        labels = [p.label for p in parts[:n]]
        words = division(labels, lexicon, total.label)
        ends = {label[-2:] for label in labels}
        strange = not any(p.label[-2:] in ends or word in p.label for p in parts[n:] for word in words)
        strange = strange or sum(p.figure.amount for p in parts) * 20 > total.figure.amount * 21
        made = sum((p.figure.amount for p in parts[:n]), Decimal(0))
        near = abs(made - total.figure.amount) * 20 <= total.figure.amount
        sure = near or _of_its_name(total, words) or _row_ends(ledger, parts, n)
        if words and strange and (sure or all(_ROOM.match(p.label) for p in parts[n:])):
            return n
    return 0


def _row_ends(ledger: Ledger, parts: Sequence[Fact], n: int) -> bool:
    """货物a、工程b、服务c，节约d: whether the first parts stand in a row that the next one does not go on."""
    sentence = ledger.sentences[parts[0].sentence]
    if any(p.sentence != sentence.id for p in parts[: n + 1]):
        return False
    words = [_ALONE.sub("", sentence.between(one, then)).lstrip() for one, then in pairwise(parts[: n + 1])]
    marks = [text[:1] for text in words]
    return all(mark == "、" for mark in marks[:-1]) and marks[-1] in (",", ";")


_ALONE = compiled(r"^[、,]?[0-9,]+[人户]")  # a second count of an item: 甲a户b人、乙c户d人
_ROOM = compiled(r"距|离|尚有|剩余|可用|新增空间")  # 一般债务a、专项债务b，距限额尚有c: c is what may still be owed


def _of_its_name(total: Fact, words: Sequence[str]) -> bool:
    """购置及运行费T，其中购置费a，运行费b，接待费c: whether a total's name has all words of what divides it."""
    return all(word in total.label for word in words)


def _beside(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> int:
    """How many parts stand before what is by name the total's counterpart, no part of it; 0 where there is none.

    基本支出T，其中工资福利支出a、商品和服务支出b；项目支出P: P is none of T.
    """
    lexicon = ledger.rulebook.lexicon
    return next((k for k in range(2, len(parts)) if division([total.label, parts[k].label], lexicon)), 0)
