"""The change of a total against the changes of its parts; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import TELLING, corroborated, dropped, significant, slipped, swapped
from auditlint.checks.subjects import LEVELS
from auditlint.checks.sum.defined import consists, defined
from auditlint.checks.sum.lacking import mistyped
from auditlint.checks.sum.nets import NET_OF_ALL, made_of, misdirected, pointed
from auditlint.checks.sum.proven import proven
from auditlint.expressions import compiled
from auditlint.facts.divisions import divided
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import likeness, opposed
from auditlint.facts.phrases import phrases
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace


def of_changes(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """The change of a total against the changes of its parts, of which some may not have changed at all."""
    made = [*_of_changes(ledger, listing)] or [*_over_sentences(ledger, listing)]
    held = [r for r in made if r.verdict == "holds"]
    yield from held or made  # 比年初预算减少D；比上年减少E。其中：…: of the one that comes out


def _of_changes(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    listed = _items(_to_their_ends(ledger, listing))
    for named in (*ledger.pick(listing.parent), *_moved(ledger, listing)):
        total = _meant(ledger, named)
        if total.measure != "change" or total.direction == 0 or total.figure.unit.dimension != "money":
            continue
        listed = [*takewhile(lambda item: not NET_OF_ALL.search(ledger.since(item[0])), listed)]
        items = [item for item in listed if item[0].concept != _OPENING or not _of_the_year(ledger, total)]
        found = [_change(item, total) or _said(ledger, listing, item, total) for item in items]
        parts = [p for p in found if p is not None]
        if len(parts) < 2:
            continue
        relation = made_of(total, parts)
        if relation is None or all(opposed(total.label, p.label) for p in parts):
            continue  # 收入增加D万元…其中基本支出增加a，项目支出增加b: of what was spent
        of_budget = total.basis == "budget"
        every = all(p is not None or unchanged(ledger, item, of_budget) for p, item in zip(found, items, strict=True))
        own = every and all(p is None or _own(ledger, p, item) for p, item in zip(found, items, strict=True))
        own = own and not _again(ledger, listing, total)
        counted = listing.opener == "counted" and listing.closed  # 两项合计减少a万元
        made_up = listing.closed and _MADE_UP.match(listing.opener) is not None and _one_each(ledger, items, parts)
        said = own and (counted or _proven(ledger, listing, total) or _named(ledger, listing, total, found))
        if made_up or said or _sure(ledger, listing, relation, parts, items, every=every):
            yield pointed(replace(relation, firm=True))
        elif relation.verdict != "broken":
            yield relation


def _over_sentences(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """比上年减少D万元。其中：甲减少a万元。乙减少b万元；丙减少c万元。 By the names of all parts."""
    first = ledger.facts[listing.parts[0][0]]
    if listing.opener != "其中" or first.measure != "change" or not first.concept:
        return
    parts: list[Fact] = []
    for sentence in ledger.paragraph(ledger.sentences[first.sentence], before=0):
        moved = [f for f in ledger.facts_of(sentence) if f.id >= first.id and f.measure == "change" and f.direction]
        if not moved or any(not f.concept or f.basis != first.basis or f.depth for f in moved):
            break
        parts += moved
    names = {p.concept for p in parts}
    known = len(names) == len(parts) and len({p.sentence for p in parts}) > 1 and consists(ledger, None, names)
    total = next((f for f in ledger.pick(listing.parent) if f.measure == "change" and f.direction), None)
    made = made_of(total, parts) if known and total is not None and compatible(total, first) else None
    if made is not None and len({ledger.restated(t.fact) for t in made.terms}) == 1:  # all 同口径, or none
        yield pointed(replace(made, firm=True))


def _to_their_ends(ledger: Ledger, listing: Listing) -> list[list[Fact]]:
    """The facts of a list's items; of one that its sum ties together, the last item too with what stands behind it."""
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    last = items[-1][-1]
    if listing.opener == "then":
        behind = takewhile(lambda f: f.measure not in LEVELS, ledger.facts[last.id + 1 :])
        items[-1] += [f for f in behind if (f.sentence, f.item, f.depth) == (last.sentence, last.item, last.depth)]
    return items


def _moved(ledger: Ledger, listing: Listing) -> Iterator[Fact]:
    """T万元，比上年增加D万元。甲a万元，…；乙b万元，…: the change behind a total that only its sum ties to a list."""
    for total in ledger.pick(listing.parent) if listing.opener == "then" else ():
        behind = ledger.facts[total.id + 1] if total.id + 1 < len(ledger.facts) else total
        if behind.sentence == total.sentence and behind.measure == "change" and not behind.label:
            yield behind


_MADE_UP = compiled(r"由|分[为成]|划分为")
_QUOTED = compiled(r"(?:增加|增长|新增|减少|下降|压减|降低)(?:的|额)?")


def _meant(ledger: Ledger, named: Fact) -> Fact:
    """比上年增加D万元。增加的D万元由以下三项构成: the change that an amount before a list repeats, else itself."""
    if named.measure != "level" or _QUOTED.fullmatch(named.label) is None:
        return named
    before = (
        f for f in ledger.facts[max(named.id - _ASIDE, 0) : named.id] if f.figure.span.block == named.figure.span.block
    )
    alike = [f for f in before if f.measure == "change" and f.figure.amount == named.figure.amount and f.direction]
    return alike[-1] if alike and alike[-1].document == named.document else named


_ASIDE = 6  # figures before an amount among which the change it repeats stands


def _one_each(ledger: Ledger, items: Sequence[Sequence[Fact]], parts: Sequence[Fact]) -> bool:
    """Whether each item of a list has one change, and no more."""
    moved = [f for item in items for f in item if f.measure == "change" and compatible(f, parts[0])]
    words = ledger.sentences[parts[0].sentence].between(parts[0], parts[-1])
    return len(items) == len(parts) == len(moved) and "其中" not in words


def _of_the_year(ledger: Ledger, total: Fact) -> bool:
    """总收入T，其中本年收入A，比上年增加D: whether the money of the year changed so, and nothing carried over."""
    before = ledger.facts[total.id - 1] if total.id else total
    return before.sentence == total.sentence and before.measure in LEVELS and before.label.startswith("本年")


def _items(items: list[list[Fact]]) -> list[list[Fact]]:
    """The items of a list; where one tells nothing but changes of several names, each of them is an item."""
    first = items[0] if items else []
    moved = [f for f in first if f.measure == "change"]
    names = {f.label for f in moved if f.label}
    if len(moved) < 2 or len(names) < len(moved) or any(f.measure not in ("change", "rate") for f in first):
        return items
    behind = [item for item in items[1:] if item[0].measure == "change"]
    return [*([f] for f in moved), *behind]


def _change(item: Sequence[Fact], total: Fact) -> Fact | None:
    """The change of a list item, against what the total's is."""
    own = [f for f in item if f.measure == "change" and compatible(f, total) and f.direction]
    return next((f for f in own if f.basis == total.basis), next((f for f in own if not f.basis), None))


_UP = ("增", "新", "追")
_OF_LAST_YEAR = compiled(r"(?:上年|去年|20[0-9]{2}年)[^;；。]*$")  # 上年追加a万元，本年不再安排: a fall


def _said(ledger: Ledger, listing: Listing, item: Sequence[Fact], total: Fact) -> Fact | None:
    """一是…，增加人员经费a万元；二是…: the one amount of a reason, which words in front of its name make a change."""
    own = [f for f in item if f.measure == "level" and compatible(f, total)]
    said = len(own) == 1 and "原因" in listing.opener and not _OF_LAST_YEAR.search(ledger.before(own[0], _BEHIND))
    m = _CUT.search(ledger.before(own[0], 14)) if said else None
    return replace(own[0], measure="change", direction=1 if m.group()[0] in _UP else -1) if m is not None else None


def unchanged(ledger: Ledger, item: Sequence[Fact], of_budget: bool = False) -> bool:
    """Whether the words behind an item's amount say that it did not change: 与上年持平, or against its budget."""
    behind = normalize(ledger.after(item[-1], _BEHIND)).partition(";")[0].partition("。")[0]
    return phrases(ledger.rulebook.lexicon).flat.search(behind) is not None and ("预算" in behind) is of_budget


def _own(ledger: Ledger, change: Fact, item: Sequence[Fact]) -> bool:
    """Whether a change is beyond doubt that of its item: of no other name or amount in it, with no other beside it."""
    first = item[0]
    if change.label and change.id != first.id and likeness(change.label, first.label) == 0:
        return False
    if any(f.measure in LEVELS and compatible(f, change) and first.id < f.id < change.id for f in item):
        return False  # 公务用车a万元。其中：购置费b万元，减少c万元
    moved = [f for f in item if f.measure == "change" and compatible(f, change) and f.basis in ("", change.basis)]
    return len(moved) == 1 and not any(_CUT.search(ledger.before(f, 14)) for f in item if f.id != change.id)


_NOTHING = compiled(r"无(?:支出|预算|安排|此项|该项|发生|购置)|[未没][有]?(?:发生|安排|购置|支出|列支)|零支出")


def _proven(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """Whether another column shows that a list has all parts, and none of them is nothing now that was something."""
    last = ledger.facts[listing.parts[-1][0]]
    text = ledger.sentences[last.sentence].text[max(last.figure.span.end - ledger.sentences[last.sentence].start, 0) :]
    return proven(ledger, listing, total) and not _NOTHING.search(text)


def _again(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """Whether the change of a total is told twice, or with something left out of account: 剔除…因素，则增加."""
    told = [f for f in ledger.pick(listing.parent) if f.measure == "change" and compatible(f, total)]
    return sum(f.basis == total.basis for f in told) > 1 or ledger.restated(total)


def _named(ledger: Ledger, listing: Listing, total: Fact, found: Sequence[Fact | None]) -> bool:
    """Whether changes are by their names those of all parts of something; what is told as a reason need not be all."""
    parts = [p for p in found if p is not None]
    if len(parts) < len(found):
        return False
    if listing.opener not in ("其中", "("):
        basic = "支出" in total.label and {p.concept for p in parts} == {"基本支出", "项目支出"}
        known = _all_of(ledger, total, parts) or _as_listed(ledger, total, parts)
        return basic or known or _classes(ledger, total, parts)
    known = defined(ledger, None, parts) or divided([p.label for p in parts], ledger.rulebook.lexicon)
    return known or _and_unchanged(ledger, listing, parts)


_SAME = compiled(
    r"(?:^|[,;。:、])(?:其中[:,]?)?(?P<name>[^,;。:、0-9]{2,14}?)(?:支出|决算|预算|经费)*(?:[与较比和同](?:上年|去年)(?:度|同期)?(?:相比)?)?"
    r"(?<!基本)(?:持平|无增减(?:变化)?|无变化|没有变化|不变)(?=[,;。、]|$)"
)


def _and_unchanged(ledger: Ledger, listing: Listing, parts: Sequence[Fact]) -> bool:
    """甲减少a万元，乙减少b万元，丙与上年持平: whether all are named, with those of which no figure is told."""
    sentence = ledger.sentences[parts[0].sentence]
    start = listing.place.start - sentence.start if listing.place.block == sentence.block else 0
    said = (m["name"] for m in _SAME.finditer(sentence.text, max(start, 0)))
    found = (ledger.rulebook.taxonomy.find(clean(name)) for name in said)
    others = {c.name for c in found if c is not None}
    names = {p.concept for p in parts if p.concept}
    return len(names) == len(parts) and bool(others - names) and consists(ledger, None, names | others)


def _all_of(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether changes are by name those of all parts of what the total's label names: 全系统“三公”经费."""
    names = {p.concept for p in parts if p.concept}
    before = ledger.facts[total.id - 1] if total.id else total
    said = total.label or (before.label if before.sentence == total.sentence and before.measure in LEVELS else "")
    known = (c for c in ledger.rulebook.taxonomy.concepts if c.parts and (c.name == total.concept or c.name in said))
    return len(names) == len(parts) and any(
        names == {w.name for w in wanted} and not any(w.optional for w in wanted) for c in known for wanted in c.parts
    )


_CLASSES = (compiled(r"^工资福利"), compiled(r"^商品和服务"), compiled(r"^对?个人和家庭"))


def _classes(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether changes of 基本支出 are of the three classes that it has, but for a little 资本性支出."""
    before = [f for f in ledger.facts_of(ledger.sentences[total.sentence]) if f.id < total.id and f.measure in LEVELS]
    concept = total.concept or next((f.concept for f in before[:1] if not total.label), "")
    basic = concept == "基本支出" and len(parts) == len(_CLASSES)
    if not basic or not all(any(kind.search(p.label) for p in parts) for kind in _CLASSES):
        return False
    made = sum((p.figure.amount * p.direction for p in parts), Decimal(0))
    bare = sum((p.figure.amount for p in parts), Decimal(0))
    own = total.figure.amount
    copied = any(own == p.figure.amount for p in parts)
    relation = made_of(total, parts)
    typed = relation is not None and slipped(relation, TELLING)
    return own == abs(made) or own == bare or copied or typed  # with their directions, without them, or one of them


def _as_listed(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether reasons of a change are by name just what is listed near by as making up the amount that changed."""
    names = {p.concept or p.label for p in parts}
    first, last = (total.figure.span.block + n for n in (-_FAR, _FAR))
    near = [f for f in ledger.facts if f.document == total.document and first <= f.figure.span.block <= last]
    levels = [f for f in near if f.measure in ("level", "budget") and f.figure.unit.dimension == "money"]
    changed = [f for f in levels if f.figure.span.block == total.figure.span.block and f.id < total.id]
    known = {f.id for f in levels}
    apart = [f for f in levels if f.concept == _OPENING]  # no income of the year, and not always in the list
    for listing in ledger.lists:
        if not known.issuperset(part[0] for part in listing.parts):
            continue
        held = [ledger.facts[part[0]] for part in listing.parts]
        for extra in ([], apart[:1]):
            whole = [*held, *extra]
            named = names == {f.concept or f.label for f in whole}
            made = [add_up(f, whole, firm=False) for f in changed] if named else []
            if any(one is not None and one.verdict != "broken" for one in made):
                return True
    return False


_OPENING = "年初结转和结余"
_FAR = 2  # paragraphs between what changed and the list of its parts


def _sure(
    ledger: Ledger,
    listing: Listing,
    relation: Relation,
    parts: Sequence[Fact],
    items: Sequence[Sequence[Fact]],
    *,
    every: bool,
) -> bool:
    """Whether changes that no other column proves to be all of them are those of the total."""
    whole = every and listing.opener in ("其中", "(")
    if relation.verdict != "broken":
        return whole and all(significant(f) >= 3 for f in relation.figures)
    if any(_divided(p, item) for p in parts for item in items if p in item):
        return False
    likely = (
        whole
        and likeness(parts[0].label, relation.terms[0].fact.label) == 0
        and not any(_CUT.search(ledger.before(f, 14)) for item in items for f in item if f not in parts)
        and mistyped(relation, parts)
    )
    proof = every and _proven(ledger, listing, relation.terms[0].fact) and corroborated(relation)
    slip = len(parts) == len(items) and (swapped(relation, _LONG) or dropped(relation) or misdirected(ledger, relation))
    return likely or proof or slip


def _divided(change: Fact, item: Sequence[Fact]) -> bool:
    """公务用车a万元，其中：购置费…，减少c万元；运行费…，减少d万元: whether a change is of a part of its item alone."""
    moved = [f for f in item if f.measure == "change" and compatible(f, change) and f.basis == change.basis]
    levels = [f for f in item if f.measure in LEVELS and compatible(f, change) and f.id < change.id]
    return len(moved) > 1 and len(levels) > 1


_BEHIND = 24  # characters behind an amount in which it may be said not to have changed
_LONG = 5  # digits of a change in which two in the wrong order tell
_CUT = compiled(
    r"(?:压减|压缩|核减|调减|削减|减少|增加|新增|追加)[^,，;；。:：0-9]{2,10}$"
)  # 压减公用经费60万元: a change too
