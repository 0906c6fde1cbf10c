"""Whether a list says by its words and names that these are all parts of its total; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import slipped, swapped
from auditlint.checks.sum.counts import all_before, counted, overlapping, rest
from auditlint.checks.sum.defined import defined
from auditlint.checks.sum.lacking import BEHIND
from auditlint.checks.sum.shares import of_their_sum, share_holds, shares_of, short_of_all
from auditlint.expressions import compiled
from auditlint.facts.divisions import divided
from auditlint.facts.ledger import Ledger, Listing
from auditlint.model import Fact
from auditlint.numerals import chinese, normalize


def all_named(
    ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]
) -> bool:
    """Whether a list names all parts: a known set or division, shares that add up to 100, a closing item."""
    if listing.closed and listing.opener not in ("lines", "等"):
        return True
    if counted(total) and _AND_MORE.match(ledger.after(parts[-1], BEHIND)):
        return False
    if listing.opener in _SPREAD and counted(total) and parts[0].id == total.id + 1:
        return True
    if not listing.opener and _behind_colon(ledger, total, parts):
        return True
    if _each_named(ledger, total, parts) or _by_kind(ledger, listing, total, parts):
        return True
    shares = shares_of(items, total)
    if all(s is not None for s in shares) and abs(short_of_all([s.figure for s in shares if s is not None])) <= 1:
        known = [(s, p) for s, p in zip(shares, parts, strict=False) if s is not None]
        return any(share_holds(s, p, total) for s, p in known) or of_their_sum(known)
    closing = _REST.match(parts[-1].label) or (parts[-1].label == "其他收入" and "收入" in total.label)
    closing = closing or _all_others(total, parts[-1]) or _funded(ledger, total, parts)
    if listing.opener in ("其中", "中", "lines", "包括", "row") and closing:
        return True
    if listing.opener in ("其中", "中", "包括", "(") and counted(total) and _lowest(parts):
        return True
    if listing.opener == "等" and counted(total) and OTHER_CARS.match(parts[-1].label):  # …、其他用车a辆等
        return True
    if counted(total) and (
        (_KINDS.match(listing.opener) and rest(parts[-1].label)) or all_before(ledger, listing, total, parts)
    ):
        return True
    labels = [p.label for p in parts]
    if divided([*labels, *_said_none(ledger, parts)], ledger.rulebook.lexicon, total.label):
        return True
    if _told_before(ledger, total, parts):
        return True
    if listing.opener not in ("heading", "lines") and _whole_account(total, parts):
        return True
    if _OF_ACCOUNT.search(total.concept or total.label) and not any(_BROUGHT.search(p.label) for p in parts):
        return False  # what was brought forward is in the total, too
    own = any(c.name == total.concept and c.parts for c in ledger.rulebook.taxonomy.concepts)
    return defined(ledger, total, parts) or (not own and defined(ledger, None, parts))  # 支出合计T，其中：人员经费a


_OF_ACCOUNT = compiled(r"收支总[计额]$|收入支出总[计额]$")
_BROUGHT = compiled(r"结转|结余")
_FUNDS = compiled(r"财政|拨款|专项|自筹|上级|[中省市县区]级|公共预算|政府性基金|国有资本|专户|事业|单位资金")


def _funded(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """财政拨款a、其他资金b: whether a list names where all of an amount came from, not what of it is there so far."""
    if parts[-1].label != "其他资金" or total.sentence != parts[0].sentence:
        return False
    words = ledger.sentences[total.sentence].between(total, parts[0])
    return all(_FUNDS.search(p.label) for p in parts[:-1]) and not _SO_FAR.search(words) and "投资" not in total.label


_SO_FAR = compiled(r"到位|安排|已|(?<!下)年|下达|拨付|支付|申请")


def _behind_colon(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """参会企业T家：甲市a家、乙市b家、丙市c家。 Whether a colon right behind a count opens a sentence's last words."""
    beside = counted(total) and parts[0].id == total.id + 1 and len(parts) >= _STEPS
    closed = beside and normalize(ledger.after(parts[-1], 1)) in ("。", ";")
    if not closed or normalize(ledger.after(total, 1)) != ":" or len({p.label for p in parts}) < len(parts):
        return False
    made = add_up(total, parts, False)
    return all(_PLACE.search(p.label) for p in parts) or (made is not None and swapped(made, _FEW))


_PLACE = compiled(r"[市县区镇乡村旗州]$|街道$|社区$")
_FEW = 2  # digits of a count in which two in the wrong order tell
_LOWEST = compiled(r"(?P<step>[^,;。0-9]{2,4})[及或和]以下(?:学历|职称|人员)?$")
_RANKS = (
    compiled(r"[高中初员][级层]|[正副]高|[一二三四五]级"),
    compiled(r"博士|硕士|研究生|本科|大专|专科|中专|高中|初中"),
)
_STEPS = 3  # of a scale that is told down to its end


def _lowest(parts: Sequence[Fact]) -> bool:
    """教师T人，其中高级a人、一级b人、二级及以下c人: whether a list of people by rank goes down to the last of them."""
    last = _LOWEST.search(parts[-1].label)
    labels = [p.label for p in parts]
    ranked = any(all(map(scale.search, labels)) for scale in _RANKS)
    return ranked and last is not None and not any(last["step"] in label for label in labels[:-1])


OTHER_CARS = compiled(r"^其[他它](?:公务)?(?:用车|车辆)$")
_OTHERS = compiled(r"^其他(?P<of>.{2,}收入|.*基金支出)$")
_OTHER_THINGS = compiled(r"^其[他它](?P<of>[一-鿿]{2,})$")  # 各类机具T台，其中…、其他机具a台


def _all_others(total: Fact, last: Fact) -> bool:
    """政府性基金预算收入T，其中：…；其他政府性基金收入a: whether the last part is by name all the rest of the total."""
    m = _OTHERS.match(last.label.replace("预算", ""))
    m = m or (_OTHER_THINGS.match(last.label) if counted(total) else None)
    return m is not None and total.label.replace("预算", "").endswith(m["of"])


_KINDS_OF = compiled(r"(?:^|以上|上述|这)(?P<n>[两二三四五六])(?:类|项|种|个|家|所|部分|方面)")
_NEW = compiled(r"(?:共|新|新增|支出|安排|投入|增加)+$")


_NONE = compiled(
    r"^[,;](?:本年度?|全年)?(?:未发生|未安排|没有|无)(?P<name>[^,;。:0-9]{2,8}?)(?:类)?(?:采购)?(?:支出|收入)?(?=[,;。]|$)"
)
_CLAUSE = 24  # characters behind a list in which a kind may be said not to be there


def _said_none(ledger: Ledger, parts: Sequence[Fact]) -> Sequence[str]:
    """货物类a万元，服务类b万元，未发生工程类采购: the one kind that words behind a list say there was nothing of."""
    m = _NONE.match(normalize(ledger.after(parts[-1], _CLAUSE)))
    return (m["name"],) if m is not None else ()


def _told_before(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """新建幼儿园…，改建小学…，两类学校共…，其中幼儿园a、小学b: as many parts as are counted and named before."""
    m = _KINDS_OF.search(total.label)
    names = {_NEW.sub("", p.label) for p in parts}
    if m is None or len(names) < len(parts) or len(parts) != chinese(m["n"]):
        return False
    before = ledger.said_before(total)
    return all(len(name) > 1 and name in before for name in names)


_AND_MORE = compiled(r"\s*(?:等|[,，;；、。]?\s*(?:其余|剩余|余下))")  # …b人等6个乡镇; …b辆，其余均为…
_KINDS = compiled(r"其中|包括|\(|分别是|从|分|按|$")  # before kinds of people and things, of which 其他 is the last
_EVENTS = ("次", "场", "批", "期")  # one of which may be counted in two places
_EACH = compiled(r"[,，]?(?:分别|具体|依次)(?:是|为)")


def _each_named(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """设备7台（套），分别是甲2台、乙1套、丙4台: whether all that are counted are named right behind their number."""
    if not counted(total) or parts[0].id != total.id + 1 or not _EACH.match(ledger.after(total, BEHIND)):
        return False
    if total.figure.unit.name.endswith(_EVENTS):
        return False
    labels = [p.label for p in parts]
    return all(labels) and len(set(labels)) == len(labels) and not overlapping(ledger, parts)


_BY_KIND = compiled(r"^按.{2,12}(?:划分|分类|分|分为)[:：]?$")


def _by_kind(ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact]) -> bool:
    """单位T个。按单位性质划分：行政单位a个；事业单位b个: whether what is counted is divided into kinds called alike."""
    if not counted(total) or not _BY_KIND.match(listing.opener) or len({p.label for p in parts}) < len(parts):
        return False
    alike = len({p.label[-1:] for p in parts}) == 1 and all(p.label for p in parts)
    one = add_up(total, parts, False) if alike and not overlapping(ledger, parts) else None
    # a kind that is not told would lack: the total must be borne out, and a slip explain what is broken
    return one is not None and (one.verdict == "holds" or (_divided_again(ledger, listing, total) and slipped(one, 2)))


def _divided_again(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """Whether another division of a total by its kinds makes it up: 按单位性质划分…。按管理级次划分…。"""
    for other in ledger.lists_of(total.id):
        if other is listing or not _BY_KIND.match(other.opener):
            continue
        parts = [p for item in other.parts for p in ledger.pick(item[:1]) if compatible(p, total)]
        one = add_up(total, parts, False)
        if one is not None and one.verdict == "holds":
            return True
    return False


_SPREAD = ("分布在", "分布于")  # where all of them are: 分布在甲镇a人、乙乡b人


_IN_ALL = compiled(r"总(?:收入|支出|财力)|(?:收入|支出|财力)(?:总计|总量)")
_TRANSFER = compiled(r"上解|补助|转移|返还|结转|结余|调入|调出|转贷|债务|债券|调节基金")


def _whole_account(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a list is one side of a government's account, which transfers and balances complete."""
    moved = [bool(_TRANSFER.search(p.label)) for p in parts]
    return _IN_ALL.search(total.label) is not None and sum(moved) >= 2 and not all(moved)


_REST = compiled(r"^其他(?:各项|各类|方面|用车|公务用车|车辆)|^其他$|^.{2,12}等其他(?:收入|支出|费用|方面|项目)?$")
