"""The amount that a share is of: 基本支出A万元，占x% is of A; part of the check `share`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditlint.checks.parts import AVERAGE
from auditlint.checks.relate import slipped
from auditlint.checks.subjects import LEVELS, row_of, row_of_equals, spent_of
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic, likeness, unlike
from auditlint.model import Fact, Relation


def stranger(part: Fact, share: Fact) -> bool:
    """Whether the share's clause names a subject of its own that is not this part."""
    return unlike(share.label, part.label)


def parts_of(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact) -> list[Fact]:
    """The amounts that a share may be of, the likeliest first: in its row, its item, or where its name was told."""
    i = facts.index(share)
    aligned = row_of_equals(facts, share, LEVELS)
    if aligned is not None:
        return [aligned]
    called = facts[i + 1] if i + 1 < len(facts) else None
    if called is not None and called.measure in LEVELS:
        words = ledger.between(share, called)
        told = any(f.item == share.item and f.measure in LEVELS for f in facts[:i])
        if _CALLED.fullmatch(words) or (not told and _AMOUNT.fullmatch(words)):
            return [called]  # 占p%的甲收入a万元; 甲占p%，金额a万元
    changes = share.base.endswith(("减少", "增加", "减少额", "增加额", "增量", "减量"))
    if changes:
        return [f for f in reversed(facts[:i]) if f.measure == "change"][:1]
    found: list[Fact] = []
    for f in reversed(facts[:i]):
        if f.item != share.item or f.depth > share.depth:
            if f.item != share.item:
                break
            continue
        if f.measure in LEVELS and f.figure.unit.dimension in ("money", "count"):
            found.append(f)
    found = [f for f in found if not AVERAGE.search(ledger.before(f, 4))] or found  # 累计A万元，年均a万元，占W的p%
    if found and _SPARED.fullmatch(found[0].label):  # 运行费A，预算B，节约D，占三公经费p%: of A
        found.sort(key=lambda f: (_SPARED.fullmatch(f.label) is not None, f.measure != "level"))
    if found and all(_only_a_whole(facts, f) for f in found):
        return []
    found = ([f for f in found if not held_to(ledger, facts, f)] or found)[:2]
    if share.label and found and likeness(found[0].label, share.label) == 0:
        named = [f for f in facts[:i] if f.measure in LEVELS and _names(f.label, share.label)]
        found = named[::-1] + found
    after = facts[i + 1] if i + 1 < len(facts) else None
    behind = after is not None and after.measure in LEVELS and not after.label and after.clause == share.clause + 1
    if not found and after is not None and behind and share.label and ledger.before(after, 1) in _IS:
        return [after]  # 企业采购甲B万元；采购乙占工程的p%，为A万元
    if not found and (listed := _of_the_list_before(ledger, sentence, facts, share)) is not None:
        return [listed]
    if not found:
        for f in reversed(facts[:i]):
            if f.measure in LEVELS and f.figure.unit.dimension in ("money", "count"):
                return [f] if f.clause + 2 >= share.clause and not _of_the_share_before(ledger, f) else []
        if after is not None and behind:
            return [after]  # 财政拨款占80%，为512万元
        later = [f for f in facts[i + 1 :] if f.measure in LEVELS and likeness(f.label, share.label) >= 2]
        return later[:1] or _said_before(ledger, sentence, facts, share)
    return found[:2]


_AMOUNT = compiled(r"[,，]金额(?:为)?")
_CALLED = compiled(r"的[^,，;；。:：、()（）0-9]{2,20}(?:[(（][^()（）]{1,8}[)）])?")


def _only_a_whole(facts: Sequence[Fact], fact: Fact) -> bool:
    """甲占乙W万元的p%，占丙V万元的q%: whether an amount is only what a share right behind it is of."""
    behind = facts[facts.index(fact) + 1 :][:1]
    return "占" in fact.label and bool(behind) and behind[0].measure == "share" and behind[0].clause == fact.clause


def _of_the_share_before(ledger: Ledger, part: Fact) -> bool:
    """甲占p%，为a万元；其余占q%: whether an amount only says what the share right before it comes to."""
    before = ledger.facts[part.id - 1] if part.id else part
    told = before.measure == "share" and (before.sentence, before.item) == (part.sentence, part.item)
    return told and not part.label and ledger.before(part, 1) in _IS


_IS = ("为", "即", "计")
_SPARED = compiled(r"(?:节约|节支|节省|压减|少支|多支|增支|减支|超支)(?:了|出)?")


def _names(label: str, wanted: str) -> bool:
    """Whether a label is, or ends with, what a share names: 评级为优 of 优."""
    return label.endswith(wanted) or (likeness(label, wanted) >= 2 and not generic(wanted))


def held_to(ledger: Ledger, facts: Sequence[Fact], fact: Fact) -> bool:
    """为预算B万元的p%、上年C万元的q%: whether an amount is only what the amount before it is compared with."""
    behind = facts[facts.index(fact) + 1 :][:1]
    rate = bool(behind) and behind[0].figure.unit.dimension == "percent" and behind[0].clause == fact.clause
    return rate and ledger.after(fact, 2).startswith("的")


_REACH = 4  # sentences before a row of shares in which the amounts of its members are listed


def _of_the_list_before(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact) -> Fact | None:
    """A a，B b，C c。三者占比为p:q:r: the amount at the same place of the list with as many items as the row.

    Of several such lists the one whose shares the row tells; where it tells those of none, which is meant is not known.
    """
    first, end = row_of(facts, share)
    place, length = facts.index(share) - first, end - first
    if length < 2 or any(f.measure in LEVELS for f in facts[:first]):
        return None
    found: list[tuple[Fact, ...]] = []
    for listing in reversed(ledger.lists):
        one = ledger.facts[listing.parts[-1][0]]
        if one.id > share.id or one.document != share.document or one.section != share.section:
            continue
        if sentence.id - one.sentence > _REACH or len(listing.parts) != length:
            continue
        row = tuple(ledger.facts[i] for i, *_ in listing.parts)
        of = [ledger.facts[i].label for i in listing.parent] if not any(f.label for f in row) else []
        named = not of or not all(unlike(facts[first].label, name) for name in of)  # 2029年a、2030年b: of what is above
        if row[place].measure in LEVELS and named and row not in found:
            found.append(row)
    if len(found) > 1:
        counts = [_held_by(ledger, list(zip(row, facts[first:end], strict=True))) for row in found]
        found = [row for row, n in zip(found, counts, strict=True) if n and n == max(counts)][:1]
    return found[0][place] if found else None


def _held_by(ledger: Ledger, rows: Sequence[tuple[Fact, Fact]]) -> int:
    """How many of amounts and their shares hold against the one total of a list that the first amount is a part of."""
    wholes = {i for one in ledger.lists_with(rows[0][0].id) for i in one.parent} if rows else set()
    totals = [f.figure.amount for f in map(ledger.facts.__getitem__, wholes) if f.measure in LEVELS]
    return max((sum(agrees(part, share, total) for part, share in rows) for total in totals), default=0)


def _said_before(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact) -> list[Fact]:
    """The amount that the sentences before give what the share's clause names.

    Of several the one whose list the shares of the sentence tell; where they tell none, the nearest.
    """
    if not share.label or generic(share.label):
        return []
    found: list[Fact] = []
    for other in reversed(ledger.sentences[max(sentence.id - 6, 0) : sentence.id]):
        if other.document != sentence.document or ledger.section(other) != ledger.section(sentence):
            break
        for i in reversed(other.facts):
            f = ledger.facts[i]
            if (
                f.measure in LEVELS
                and f.figure.unit.dimension in ("money", "count")
                and likeness(f.label, share.label) >= 2
            ):
                found.append(f)
    if len({f.figure.amount for f in found}) > 1:
        found.sort(key=lambda f: -_held_by(ledger, _with_siblings(ledger, facts, share, f)))
    if not found:
        return []
    spent = spent_of(ledger, found[0]) if found[0].measure == "budget" and "预算" not in share.base else None
    return [spent or found[0]]


def _with_siblings(ledger: Ledger, facts: Sequence[Fact], share: Fact, part: Fact) -> list[tuple[Fact, Fact]]:
    """A part with its share, and the other parts of its list that shares of the sentence name."""
    others = [ledger.facts[i] for one in ledger.lists_with(part.id) for i, *_ in one.parts if i != part.id]
    shares = [f for f in facts if f.measure == "share" and f.id != share.id]
    named = [(p, next((s for s in shares if likeness(p.label, s.label) >= 2), None)) for p in others]
    return [(part, share), *((p, s) for p, s in named if s is not None)]


def agrees(part: Fact, share: Fact, whole: Decimal, halves: int = 1) -> bool:
    """Whether a share is that of its part in a whole, within so many halves of its last digit."""
    if not part.figure.value or not whole:
        return False
    return abs(share.figure.value - HUNDRED * part.figure.amount / whole) <= halves * share.figure.half


def above_its_whole(broken: Relation) -> bool:
    """甲、乙两项合计A，占救助资金的p%: whether what was taken for the whole is a part of it, by no slip in a figure."""
    share, part, whole = broken.figures
    behind = broken.terms[2].fact.id > broken.terms[0].fact.id  # 甲a，占全县支出的p%；乙b，占q%: b is no whole
    times = 1 if behind else 2
    return share.value < HUNDRED and part.amount > times * whole.amount and not slipped(broken)
