"""What a share is a share of: candidates for its whole, the likeliest first; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from auditlint.checks.parts import add_up, compatible, of_another_year
from auditlint.checks.relate import corroborated, relate, significant
from auditlint.checks.share.parts import agrees
from auditlint.checks.subjects import LEVELS, OF_THE_YEAR, row_of_equals, spent_of
from auditlint.equations import HUNDRED, Share
from auditlint.expressions import compiled
from auditlint.facts import concept_of
from auditlint.facts.divisions import division
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.facts.match import FUND, generic, likeness, of_its_fund, opposed, side
from auditlint.facts.terms import within
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.slips import slip


def candidates(
    ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact
) -> Iterator[tuple[Fact, bool]]:
    """Candidates for the whole, best first, with whether the choice is beyond doubt."""
    changes = part.measure == "change"
    if changes:
        before = [f for f in facts if f.id < part.id and f.measure == "change"]
        if before:
            yield before[0], before[0].direction == part.direction and not before[0].label.startswith(part.label or " ")
        return
    listed = list(parents(ledger, part))
    if share.base:
        named = list(_named(ledger, sentence, facts, share, part))
        again = any(f.measure == "share" and f.item == share.item and f.id < share.id for f in facts)
        short = bool(listed) and _short_for(listed[0][0], share.base)
        if (short or not (named and named[0][1])) and not again:  # a second share of one amount is of another whole
            if listed and (short or _like(ledger, listed[0][0], share.base) >= 2):
                yield listed[0][0], not one_of_several(ledger, listed[0][0], share)
            elif listed and _fiscal(share.base, listed[0][0]):
                yield listed[0][0], True
            elif listed and generic(share.base) and side(share.base) == side(listed[0][0].label):
                yield from listed
        yield from named
        if named:
            yield from ((b, False) for b, _ in parents(ledger, part) if b not in [n for n, _ in named])
            yield from ((b, False) for b in earlier(ledger, sentence, part) if b not in [n for n, _ in named])
            return
        later = _told_later(ledger, share, part)
        if later is not None:
            yield later, not listed
        yield from ((b, False) for b, _ in listed)
        yield from ((b, False) for b in earlier(ledger, sentence, part))
        return
    rows = _shared_out(facts)
    whole = _sum_of_siblings(ledger, facts, rows, part)
    known = {p.id for p, _ in listed}
    if whole is not None and (
        whole.id not in known or any(agrees(p, s, whole.figure.amount) for p, s in rows if p.id != part.id)
    ):
        yield whole, True
        listed = [(p, firm) for p, firm in listed if p.id != whole.id]
    same = _of_the_share_before(ledger, sentence, facts, share, part) if not listed and whole is None else None
    same = same or (_of_the_row(ledger, sentence, facts, share, part) if not listed and whole is None else None)
    if same is not None:
        yield same, True
    yield from listed
    for fact in earlier(ledger, sentence, part):
        if fact.id not in known:
            yield fact, False


_FISCAL = compiled(r"(?:全[省市县区镇旗州]|地方)?(?:公共)?财政(?:预算)?总?(?:收入|支出)")


def _fiscal(base: str, whole: Fact) -> bool:
    """一般公共预算支出W，其中民生支出a，占财政支出的p%: whether a base is short for a whole."""
    named = _FISCAL.fullmatch(base) is not None and "一般公共预算" in whole.label
    return named and side(base) == side(whole.label)


def _of_the_share_before(
    ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact
) -> Fact | None:
    """甲a，占T的p%；乙b，占q%: T, where p is of T beyond doubt and both shares make 100."""
    before = [f for f in facts[: facts.index(share)] if f.measure == "share"]
    first = before[0] if len(before) == 1 else None
    if first is None or not first.base or (first.depth, first.grouped) != (share.depth, share.grouped):
        return None
    other = ledger.facts[first.id - 1]
    if abs(first.figure.value + share.figure.value - HUNDRED) > first.figure.half + share.figure.half:
        return None
    if other.measure not in LEVELS or other.id == part.id or not first.id < part.id < share.id:
        return None
    if not division([other.label, part.label], ledger.rulebook.lexicon):
        return None  # 罚没收入占30%: of what is not said
    whole, _ = next(candidates(ledger, sentence, facts, first, other), (None, False))
    return whole if whole is not None and whole.id < other.id and agrees(other, first, whole.figure.amount) else None


def _of_the_row(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact) -> Fact | None:
    """甲a，占T的p%；乙b，占q%；丙c，占r%: T, where all others of the row are of T."""
    shares = [f for f in facts if f.measure == "share"]
    row = [(f, ledger.facts[f.id - 1]) for f in shares]
    alike = all((f.depth, f.grouped) == (share.depth, False) for f in shares)
    if len(row) < _ROW or not alike or any(f.base for f in shares[1:]) or (share, part) not in row[1:]:
        return None
    if any(p.measure != "level" or p.item != f.item or not p.label for f, p in row[1:]):
        return None
    first, beside = row[0]
    whole = beside if beside.label.startswith("占") else None  # 占T万元的p%
    if first.base and whole is None:
        whole, _ = next(candidates(ledger, sentence, facts, first, _before(facts, facts.index(first))), (None, False))
    others = [(p, f) for f, p in row[1:] if f is not share]
    return whole if whole is not None and all(agrees(p, f, whole.figure.amount) for p, f in others) else None


_ROW = 3  # shares in a row


def parents(ledger: Ledger, part: Fact) -> Iterator[tuple[Fact, bool]]:
    """The totals of the lists a fact is a part of."""
    for listing in ledger.lists_with(part.id, summed=True):
        if listing.opener == "addition" and part.id in listing.parts[0]:
            continue  # which amount is added to is not known from its place
        ranked = [ledger.facts[i] for i in listing.parent]
        totals = [f for f in ranked if f.measure in LEVELS and f.figure.unit.dimension == part.figure.unit.dimension]
        levels = [f for f in totals if f.measure == part.measure] or totals
        levels = [f for f in levels if part.period or not of_another_year(ledger, f, part)]
        quoted = any(f.measure == "share" for f in ranked)  # then the parts' shares may be of the same outer whole
        for k, total in enumerate(levels[:3]):
            alone = len(levels) == 1 or listing.opener.endswith("构成为")  # 本年支出的具体构成为: of what it names
            proven = _all_of_it(ledger, listing) or _adds_up(ledger, listing, total, part)
            proven = proven and not _first_of_another(ledger, listing, total)
            yield total, k == 0 and not quoted and alone and proven


def _first_of_another(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """甲a，占总支出的p%；乙b，占q%；两类合计T: whether the first share is of another whole than what closes a list."""
    first = listing.parts[0][0]
    behind = ledger.facts[first + 1 : first + 2]
    named = bool(behind) and behind[0].measure == "share" and bool(behind[0].base)
    return named and total.id > listing.parts[-1][0] and not likeness(total.label, behind[0].base)


_FAR = 200  # figures before parts with shares among which their total stands
_COARSER = 10  # times that a total may be rounded more coarsely than its parts


def _shared_out(facts: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """The parts of a sentence whose shares name no whole, each with its share."""
    rows: list[tuple[Fact, Fact]] = []
    for i, f in enumerate(facts):
        if f.measure != "share" or f.base or not i:
            continue
        own = row_of_equals(facts, f, LEVELS) or _before(facts, i)
        if own.measure in LEVELS and own not in [p for p, _ in rows]:
            rows.append((own, f))
    return rows


def _before(facts: Sequence[Fact], i: int) -> Fact:
    """A万元，完成预算的p%，占q%: the amount before a share, beyond the rates of completion and changes it has, too."""
    share, k = facts[i], i - 1
    while k and facts[k].measure in _OF_THE_SAME and facts[k].item == share.item and not facts[k].label:
        k -= 1
    return facts[k] if facts[k].item == share.item else facts[i - 1]


_OF_THE_SAME = ("completion", "change", "rate")


def _sum_of_siblings(
    ledger: Ledger, facts: Sequence[Fact], rows: Sequence[tuple[Fact, Fact]], part: Fact
) -> Fact | None:
    """The amount that the parts with shares of a sentence add up to: their total beyond doubt."""
    siblings = [p for p, _ in rows]
    if sum(bool(f.figure.value) for f in siblings) < 2 or part not in siblings:
        return None
    total = sum((f.figure.amount for f in siblings), Decimal(0))
    width = sum((f.figure.half for f in siblings), Decimal(0))
    behind = ledger.paragraph(ledger.sentences[siblings[-1].sentence], before=0, behind=1)[1:]
    later = [f for f in facts if f.id > siblings[-1].id] + [f for s in behind for f in ledger.facts_of(s)[:1]]
    alike = [
        f
        for f in [*later, *reversed(ledger.facts[max(siblings[0].id - _FAR, 0) : siblings[0].id])]
        if f.measure in LEVELS
        and f.figure.unit.dimension == part.figure.unit.dimension
        and f.sentence >= 0
        and not opposed(f.label, part.label)
        and f.figure.half <= _COARSER * part.figure.half
    ]
    near = [f for f in alike if total and abs(f.figure.amount - total) <= width + f.figure.half]
    if not near:
        return next((f for f in alike if _all_but_one(rows, f)), None)
    held = _fitting(rows, total)
    if not held and sum(s.figure.value for _, s in rows) > HUNDRED + sum(s.figure.half for _, s in rows):
        return None  # several answers may be given: the shares are of those who were asked, not of the answers
    if any(_fitting(rows, outer.figure.amount) > held + 1 for outer, _ in parents(ledger, part)):
        return None  # what their total is itself a part of
    return min(near, key=lambda f: (f.measure != part.measure, abs(f.figure.amount - total)))


def _fitting(rows: Sequence[tuple[Fact, Fact]], whole: Decimal) -> int:
    """How many parts have of a whole the share that is printed with them."""
    return sum(agrees(p, s, whole, 2) for p, s in rows)


_FINE = 500  # times half its last digit that a share must be for it to prove a total


def _all_but_one(rows: Sequence[tuple[Fact, Fact]], whole: Fact) -> bool:
    """Whether all shares but one are of this total, and make 100: the one amount is mistyped.

    Where the others say little, a slip has to explain it.
    """
    known = [(p, s) for p, s in rows if p.figure.value]
    held = [(p, s) for p, s in known if agrees(p, s, whole.figure.amount)]
    made = abs(sum((s.figure.value for _, s in rows), Decimal(0)) - HUNDRED)
    width = sum((s.figure.half for _, s in rows), Decimal(0))
    if not held or len(held) != len(known) - 1 or made > width:
        return False
    if len(held) > 1 and any(s.figure.value >= _FINE * s.figure.half for _, s in held):
        return True
    if len(held) == 1 and significant(held[0][1].figure) > _DIGITS and significant(held[0][0].figure) > _DIGITS:
        return True
    telling = len(held) > 1 or significant(held[0][1].figure) >= _DIGITS
    return telling and _slipped(next(row for row in known if row not in held), held, whole)


_DIGITS = 3  # of a share that alone proves a total
_TYPED = ("swap", "digit", "lost", "doubled", "point")


def _slipped(row: tuple[Fact, Fact], others: Sequence[tuple[Fact, Fact]], whole: Fact) -> bool:
    """Whether a slip made a part of what the others leave of a total, or of what its share is."""
    part, share = row
    left = whole.figure.amount - sum((p.figure.amount for p, _ in others), Decimal(0))
    if slip(part.figure, left / part.figure.unit.factor) in _TYPED:
        return True
    made = relate("share", Share(), (("share", share), ("part", part), ("whole", whole)), firm=False)
    return made is not None and corroborated(made)


def _named(
    ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact
) -> Iterator[tuple[Fact, bool]]:
    """Levels the printed base names: in this sentence, the ones before, the section, the report."""
    label = share.base
    anaphoric = _OF_THIS.search(normalize(ledger.before(share, 20))) is not None
    found: list[tuple[int, int, Fact]] = []
    for distance, other in enumerate(reversed(ledger.sentences[max(sentence.id - 60, 0) : sentence.id + 1])):
        if other.document != sentence.document:
            break
        for i in other.facts:
            f = ledger.facts[i]
            if f.measure not in LEVELS or f.id == part.id or f.figure.unit.dimension != part.figure.unit.dimension:
                continue
            if f.id > share.id and f.sentence != share.sentence:
                continue
            like = _like(ledger, f, label)
            if like and (not f.period or not part.period or f.period == part.period):
                found.append((like, -distance, f))
    found.sort(key=lambda x: (-x[0], x[2].figure.amount < part.figure.amount, -x[1]))
    for k, (like, _, f) in enumerate(found[:5]):
        near = share.sentence - f.sentence <= 3 or ledger.section(ledger.sentences[f.sentence]) == ledger.section(
            sentence
        )
        best = k == 0 and like >= 2 and (near or _only_one(ledger, f)) and of_its_fund(f.section + f.label, label)
        # of all, where a sentence tells what a fund paid
        best = best and not (OF_THE_YEAR.fullmatch(label) and FUND.search(ledger.sentences[f.sentence].text))
        best = best and not (anaphoric and f.figure.span.block != sentence.block)
        best = best and not (f.depth and f.sentence != share.sentence and f.label != label)  # in a bracket elsewhere
        best = best and not (_BUDGET.search(label) and f.measure == "level" and "预算" not in f.label)
        rival = len(found) > 1 and found[1][0] == like and found[1][2].figure.amount != f.figure.amount
        rival = rival and all(f.id not in one.parent for one in ledger.lists_with(found[1][2].id))
        spent = spent_of(ledger, f) if f.measure == "budget" and part.measure == "level" else None
        if spent is not None and "预算" not in label:  # 采购预算B万元，实际采购A万元；占采购总额的p%
            budgets = all(other.measure == "budget" for like, _, other in found if like >= 2)
            yield spent, best and budgets and _ALL_BOUGHT.fullmatch(spent.label) is not None
            best = False
        yield f, best and not (rival and found[1][1] == found[0][1])


_OF_THIS = compiled(
    r"占该[省市州县区镇乡村街道社区单位部门学院校公司局中心项目笔类][^,;。:0-9]*$"
)  # of what its own paragraph tells
_BUDGET = compiled(
    r"支出预算(?:总额|总数|总量|金额|资金|数|额)?$"
)  # of what was planned, which another section may tell
_ALL_BOUGHT = compiled(
    r"(?:实际|全年|累计|已|共|完成|政府)+采购(?:支出|资金)?(?:金额|总额|额|数)?"
)  # of a budget for it


def _told_later(ledger: Ledger, share: Fact, part: Fact) -> Fact | None:
    """占本年支出合计的p%, where the report states 本年支出合计 only behind it, and states one amount."""
    concept = concept_of(share.base, ledger.rulebook.taxonomy)
    known = ledger.pick(ledger.concepts.get((concept, "level"), ())) if concept else iter(())
    year = part.period or ledger.year
    found = [f for f in known if f.sentence > share.sentence and f.document == share.document and not f.depth]
    found = [f for f in found if f.figure.unit.dimension == part.figure.unit.dimension and f.period in ("", year)]
    return found[0] if len({f.figure.amount for f in found}) == 1 else None


def _only_one(ledger: Ledger, whole: Fact) -> bool:
    """Whether a report gives the concept of a whole one amount, wherever it stands: 占本年支出合计的x%."""
    if whole.concept:
        known: Iterable[Fact] = ledger.pick(ledger.concepts.get((whole.concept, whole.measure), ()))
    else:  # 项目计划总投资: a long name that nothing else has
        long = len(whole.label) >= _TELLING
        known = (f for f in ledger.facts if long and f.label == whole.label and f.measure == whole.measure)
    figures = [f.figure for f in known if f.document == whole.document and f.period in ("", whole.period)]
    own = whole.figure  # a table may give it in 元
    return bool(figures) and all(abs(f.amount - own.amount) <= max(f.half, own.half) for f in figures)


def _all_of_it(ledger: Ledger, listing: Listing) -> bool:
    """Whether the shares of a list's items add up to 100: then they are shares of its total."""
    items = [
        item for item in listing.parts if ledger.facts[item[0]].figure.value or _share_of(ledger, item) is not None
    ]
    shares = [_share_of(ledger, item) for item in items]  # nothing needs no share
    if listing.opener == "row":
        last = ledger.facts[listing.parts[-1][0]]
        sentence = ledger.sentences[last.sentence]
        after = [ledger.facts[i] for i in sentence.facts if i > last.id]
        row = [f for k, f in enumerate(after) if f.measure == "share" and (k == 0 or f.grouped)][: len(listing.parts)]
        shares = [*row, *[None] * (len(listing.parts) - len(row))]
    parents = [ledger.facts[i] for i in listing.parent]
    if any(s and s.base and not generic(s.base) and not any(_like(ledger, p, s.base) for p in parents) for s in shares):
        return False
    known = [s for s in shares if s is not None]
    width = sum((s.figure.half for s in known), Decimal(0)) + Decimal("0.01")
    return len(known) == len(shares) > 1 and abs(sum((s.figure.value for s in known), Decimal(0)) - 100) <= width


def _adds_up(ledger: Ledger, listing: Listing, total: Fact, part: Fact) -> bool:
    """Whether the amounts of a list up to a part or beyond add up to its total: then its shares are of that total."""
    parts = [
        next(
            (ledger.facts[i] for i in item if compatible(ledger.facts[i], total) and ledger.facts[i].measure in LEVELS),
            None,
        )
        for item in listing.parts
    ]
    known = [p for p in takewhile(lambda p: p is not None, parts) if p is not None]
    for n in range(len(known), 1, -1):
        one = add_up(total, known[:n], firm=False) if n == len(parts) else None
        if one is not None and one.verdict != "broken":
            return True
        if sum((p.figure.amount for p in known[:n]), Decimal(0)) == total.figure.amount:
            return part.id <= known[n - 1].id
    return False


def _share_of(ledger: Ledger, item: Sequence[int]) -> Fact | None:
    """The share of a list item: among its facts, or in a bracket behind its amount."""
    inside = next((ledger.facts[i] for i in item if ledger.facts[i].measure == "share"), None)
    behind = ledger.facts[item[0] + 1] if item[0] + 1 < len(ledger.facts) else None
    if (
        inside is None
        and behind is not None
        and behind.measure == "share"
        and behind.sentence == ledger.facts[item[0]].sentence
    ):
        return behind
    return inside


_LEAST = 3  # characters of a name that is short for that of a list's total


def _short_for(total: Fact, base: str) -> bool:
    """Whether a base is the end of a total's name: 一般公共预算财政拨款基本支出A，其中…占基本支出的p%.

    政府采购预算A，其中…占采购预算总额的p%: a budget is named with 预算 behind what it is of.
    """
    if total.measure == "budget" and "预算" in base:
        return f"{total.label.removesuffix('预算')}预算".endswith(_IN_ALL.sub("", base))
    return len(base) >= _LEAST and total.label.endswith(base)


_IN_ALL = compiled(r"(?:总额|总数|总量|总规模|资金|金额|数|额)+$")


def one_of_several(ledger: Ledger, total: Fact, part: Fact) -> bool:
    """市级收入A；县级收入B。其中税收…: whether a sentence before gives several amounts that a part may be of."""
    if total.sentence in (part.sentence, -1) or len(total.label) < _TELLING:
        return False
    others = (f for f in ledger.facts_of(ledger.sentences[total.sentence]) if f.item != total.item)
    return any(
        f.measure == total.measure
        and compatible(f, total)
        and f.depth == total.depth
        and f.label != total.label
        and f.label[-_TELLING:] == total.label[-_TELLING:]
        for f in others
    )


_TELLING = 5  # characters of a name that another one may end with by chance if it is shorter


def _like(ledger: Ledger, fact: Fact, label: str) -> int:
    """How well a fact is what a base names: by concept where both have one, else by label."""
    label = _ALL_SPENT.sub("", label)
    concept = concept_of(label, ledger.rulebook.taxonomy)
    if concept and fact.concept:
        return 3 if concept == fact.concept else 0
    name = fact.label + "预算" if fact.measure == "budget" and label.endswith("预算") else fact.label
    like = likeness(name, label)
    ends_alike = like and len(label) >= _TELLING and side(name) == side(label)
    if like == 1 and name in _OF_ANYTHING and label.endswith(name):
        return 1  # 优待抚恤项目支出: not all 项目支出
    if like < 2 and (ends_alike or within(label, name, ledger.rulebook.lexicon)):
        return 2
    return like


_OF_ANYTHING = ("项目支出", "基本支出", "人员经费", "公用经费", "专项支出")
_ALL_SPENT = compiled(r"(?<=支出)总量$")  # of income it is more than came in: 收入总量


def earlier(ledger: Ledger, sentence: Sentence, part: Fact) -> Iterator[Fact]:
    """Larger amounts before the part in its sentence and the two before it, nearest first."""
    for other in reversed(ledger.sentences[max(sentence.id - 3, 0) : sentence.id + 1]):
        if other.document != sentence.document:
            return
        for i in reversed(other.facts):
            f = ledger.facts[i]
            if (
                f.id < part.id
                and f.measure in LEVELS
                and f.figure.unit.dimension == part.figure.unit.dimension
                and f.figure.amount >= part.figure.amount
            ):
                yield f
