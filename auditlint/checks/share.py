"""Check `share`: 占x% against part and whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from decimal import Decimal
from itertools import pairwise

from auditlint.checks import Check
from auditlint.checks.hundred import wholes
from auditlint.checks.relate import choose, corroborated, relate, significant
from auditlint.checks.subjects import LEVELS, row_of_equals
from auditlint.equations import Share
from auditlint.expressions import compiled
from auditlint.facts import concept_of
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.facts.match import generic, likeness
from auditlint.facts.terms import within
from auditlint.model import Fact, Relation, Term
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What is checked of shares."""

    of: str = field(
        default="share", metadata={"help": "share: 占x%; ratio: a rate with a name of its own (节约率, 支付率)"}
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A relation for every share whose part and whole are found."""
    if options.of == "share":
        yield from wholes(ledger)
    for sentence in ledger.sentences:
        facts = [ledger.facts[i] for i in sentence.facts]
        for fact in facts:
            if fact.measure == "share" and options.of == "share":
                one = _share(ledger, sentence, facts, fact)
                if one is not None:
                    yield one
            elif fact.measure in ("ratio", "completion") and options.of == "ratio":
                one = _ratio(ledger, sentence, fact)
                if one is not None:
                    yield one


_STEM = compiled(r"(?:^|.*?)(?:资金|财政|预算|平均|综合)?([一-鿿]{2})(?:率|比例|比重)$")


def _ratio(ledger: Ledger, sentence: Sentence, rate: Fact) -> Relation | None:
    """节约率, 支付率: the amount whose label its name repeats over another, or what that leaves of it."""
    m = _STEM.match(rate.label)
    near = [
        ledger.facts[i]
        for s in ledger.sentences[max(sentence.id - 2, 0) : sentence.id + 1]
        if s.document == sentence.document and s.paragraph == sentence.paragraph
        for i in s.facts
        if i < rate.id
        and ledger.facts[i].measure in LEVELS
        and ledger.facts[i].figure.unit.dimension in ("money", "count")
    ][-6:]
    stem = m.group(1) if m else ""
    named = [f for f in near if stem and (stem in f.label or stem[0] == f.label[:1])]
    readings: list[Relation | None] = []
    for part in [*reversed(named), *reversed([f for f in near if f not in named])]:
        for whole in sorted(near, key=lambda f: (f.measure != "budget", -f.figure.amount)):
            if whole.figure.amount < part.figure.amount or whole.figure.unit.dimension != part.figure.unit.dimension:
                continue
            terms = (("share", rate), ("part", part), ("whole", whole))
            readings.append(relate("share", Share(), terms, firm=False))
            readings.append(relate("share", Share(rest=True), terms, firm=False))
    found = [r for r in readings if r is not None and r.verdict != "broken" and rate.figure.value not in (0, 100)]
    if found:
        best = next((r for r in found if r.verdict == "holds"), found[0])
        sure = bool(named) and best is readings[0] and all(significant(f) >= 4 for f in best.figures)
        return replace(best, firm=True) if sure else best
    top = readings[0] if readings and named and len(near) <= 3 else None
    return replace(top, firm=True) if top is not None and corroborated(top) else None


def _share(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact) -> Relation | None:
    printed = _printed_whole(ledger, facts, share)
    if printed is not None:
        return printed
    parts = _subjects(ledger, sentence, facts, share)
    if parts and not parts[0].figure.value and share.figure.value:
        return _of_nothing(ledger, sentence, facts, share, parts[0])
    holding = _siblings_that_hold(ledger, facts, share)
    readings: list[Relation | None] = []
    sure = 0
    for k, part in enumerate(parts):
        bases = list(_bases(ledger, sentence, facts, share, part))
        guesses = {b.id for b in _earlier(ledger, sentence, part)} - {b.id for b, _ in _parents(ledger, part)}
        if share.base and bases and not bases[0][1]:
            guesses.add(bases[0][0].id)
        if (
            bases
            and not k
            and not _stranger(part, share)
            and (bases[0][1] or bases[0][0].id not in guesses or bases[0][0].id in holding)
        ):
            sure = 1
        for base, firm in bases:
            if base.figure.unit.dimension == part.figure.unit.dimension and base.id != part.id:
                known = k == 0 and (firm or base.id in holding) and not _stranger(part, share)
                readings.append(
                    relate("share", Share(), (("share", share), ("part", part), ("whole", base)), firm=known)
                )
    return choose(readings, sure)


_EMBEDDED = compiled(r"占[^,;。:%占]{0,24}$")


def _printed_whole(ledger: Ledger, facts: Sequence[Fact], share: Fact) -> Relation | None:
    """A万元，占B万元的x%: the whole is printed between 占 and the share."""
    i = facts.index(share)
    if i < 2 or facts[i - 1].measure not in LEVELS or not ledger.after(facts[i - 1], 3).startswith("的"):
        return None
    if not _EMBEDDED.search(ledger.before(facts[i - 1], 26)):
        return None
    part = next((f for f in reversed(facts[: i - 1]) if f.measure in LEVELS and f.item == share.item), None)
    if part is None or part.figure.unit.dimension != facts[i - 1].figure.unit.dimension:
        return None
    return choose([relate("share", Share(), (("share", share), ("part", part), ("whole", facts[i - 1])), firm=True)])


def _of_nothing(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact) -> Relation | None:
    """0万元，占100%: nothing is no share of anything."""
    bases = [b for b, _ in _bases(ledger, sentence, facts, share, part) if b.id != part.id]
    if not bases or part.clause + 1 < share.clause or part.grouped:
        return None
    terms = (Term("share", share), Term("part", part), Term("whole", bases[0]))
    shown = f"{part.figure.text} ÷ {bases[0].figure.text}"
    return Relation("share", "broken", True, terms, Share(), shown, Decimal(0), share.figure.value, "zero-base")


def _siblings_that_hold(ledger: Ledger, facts: Sequence[Fact], share: Fact) -> frozenset[int]:
    """Wholes that other shares of the list prove: at least two of them hold against the same one."""
    parts: list[tuple[Fact, Fact]] = []
    lists = [one for f in facts for one in ledger.lists_with(f.id) if f.id == share.id]
    rows = [[ledger.facts[i] for i in item] for one in lists for item in one.parts] or [list(facts)]
    for row in rows:
        for part, other in pairwise(row):
            if (
                other.measure == "share"
                and other.base == share.base
                and other.id != share.id
                and part.measure in LEVELS
            ):
                parts.append((part, other))
    wholes = [ledger.facts[i] for one in lists for i in one.parent] or [
        f for f in ledger.facts[max(facts[0].id - 8, 0) : share.id] if f.measure in LEVELS
    ]
    found = set()
    for whole in wholes:
        held = 0
        for part, other in parts:
            if (
                whole.measure in LEVELS
                and whole.figure.unit.dimension == part.figure.unit.dimension
                and part.id != whole.id
            ):
                one = relate("share", Share(), (("share", other), ("part", part), ("whole", whole)), firm=False)
                held += one is not None and one.verdict == "holds" and other.figure.value not in (0, 100)
        if held >= 2:
            found.add(whole.id)
    return frozenset(found)


def _stranger(part: Fact, share: Fact) -> bool:
    """Whether the share's clause names a subject of its own that is not this part."""
    return (
        bool(share.label) and not generic(share.label) and bool(part.label) and likeness(part.label, share.label) == 0
    )


def _subjects(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact) -> list[Fact]:
    i = facts.index(share)
    aligned = row_of_equals(facts, share, LEVELS)
    if aligned is not None:
        return [aligned]
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
            if len(found) == 2:
                break
    if share.label and found and likeness(found[0].label, share.label) == 0 and not generic(share.label):
        named = [f for f in facts[:i] if f.measure in LEVELS and likeness(f.label, share.label) >= 2]
        found = named[::-1] + found
    if not found:
        for f in reversed(facts[:i]):
            if f.measure in LEVELS and f.figure.unit.dimension in ("money", "count"):
                return [f] if f.clause + 2 >= share.clause else []
        after = facts[i + 1] if i + 1 < len(facts) else None
        if after is not None and after.measure in LEVELS and not after.label and after.clause == share.clause + 1:
            return [after]  # 财政拨款占80%，为512万元
        later = [f for f in facts[i + 1 :] if f.measure in LEVELS and likeness(f.label, share.label) >= 2]
        return later[:1] or _said_before(ledger, sentence, share)
    return found[:2]


def _said_before(ledger: Ledger, sentence: Sentence, share: Fact) -> list[Fact]:
    """The amount that the sentences before give what the share's clause names."""
    if not share.label or generic(share.label):
        return []
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
                return [f]
    return []


def _bases(
    ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact
) -> Iterator[tuple[Fact, bool]]:
    """Candidates for the whole, best first, with whether the choice is beyond doubt."""
    changes = part.measure == "change"
    if changes:
        before = [f for f in facts if f.id < part.id and f.measure == "change"]
        if before:
            yield before[0], before[0].direction == part.direction and not before[0].label.startswith(part.label or " ")
        return
    parents = list(_parents(ledger, part))
    if share.base:
        named = list(_named(ledger, sentence, facts, share, part))
        if not (named and named[0][1]):
            if parents and _like(ledger, parents[0][0], share.base) >= 2:
                yield parents[0][0], True
            elif parents and generic(share.base) and _side(share.base) == _side(parents[0][0].label):
                yield from parents
        yield from named
        if named:
            yield from ((b, False) for b, _ in _parents(ledger, part) if b not in [n for n, _ in named])
            yield from ((b, False) for b in _earlier(ledger, sentence, part) if b not in [n for n, _ in named])
            return
        yield from ((b, False) for b, _ in parents)
        yield from ((b, False) for b in _earlier(ledger, sentence, part))
        return
    whole = _sum_of_siblings(ledger, facts, part)
    if whole is not None and whole.id not in {p.id for p, _ in parents}:
        yield whole, True
    yield from parents
    known = {p.id for p, _ in parents}
    for fact in _earlier(ledger, sentence, part):
        if fact.id not in known:
            yield fact, False


def _parents(ledger: Ledger, part: Fact) -> Iterator[tuple[Fact, bool]]:
    """The totals of the lists a fact is a part of."""
    for listing in ledger.lists_with(part.id):
        ranked = [ledger.facts[i] for i in listing.parent]
        totals = [f for f in ranked if f.measure in LEVELS and f.figure.unit.dimension == part.figure.unit.dimension]
        levels = [f for f in totals if f.measure == part.measure] or totals
        quoted = any(f.measure == "share" for f in ranked)  # then the parts' shares may be of the same outer whole
        for k, total in enumerate(levels[:3]):
            yield total, k == 0 and not quoted and len(levels) == 1 and _all_of_it(ledger, listing)


def _sum_of_siblings(ledger: Ledger, facts: Sequence[Fact], part: Fact) -> Fact | None:
    """The amount that the parts with shares of a sentence add up to: their total beyond doubt."""
    siblings: list[Fact] = []
    for i, f in enumerate(facts):
        if f.measure != "share" or f.base or not i:
            continue
        own = row_of_equals(facts, f, LEVELS) or facts[i - 1]
        if own.measure in LEVELS and own not in siblings:
            siblings.append(own)
    if len(siblings) < 2 or part not in siblings:
        return None
    total = sum((f.figure.amount for f in siblings), Decimal(0))
    width = sum((f.figure.half for f in siblings), Decimal(0))
    later = [f for f in facts if f.id > siblings[-1].id]
    for f in [*later, *reversed(ledger.facts[: siblings[0].id])]:
        alike = f.measure in LEVELS and f.figure.unit.dimension == part.figure.unit.dimension and f.sentence >= 0
        if alike and total and abs(f.figure.amount - total) <= width + f.figure.half:
            return f
    return None


def _named(
    ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], share: Fact, part: Fact
) -> Iterator[tuple[Fact, bool]]:
    """Levels the printed base names: in this sentence, the ones before, the section, the report."""
    label = share.base
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
    found.sort(key=lambda x: (-x[0], -x[1]))
    for k, (like, _, f) in enumerate(found[:5]):
        near = share.sentence - f.sentence <= 3 or ledger.section(ledger.sentences[f.sentence]) == ledger.section(
            sentence
        )
        best = k == 0 and like >= 2 and near
        rival = len(found) > 1 and found[1][0] == like and found[1][2].figure.amount != f.figure.amount
        yield f, best and not (rival and found[1][1] == found[0][1])


def _side(label: str) -> str:
    """收入 or 支出, whichever a label speaks of last."""
    income, spent = label.rfind("收入"), label.rfind("支出")
    return "" if income == spent else "收入" if income > spent else "支出"


def _all_of_it(ledger: Ledger, listing: Listing) -> bool:
    """Whether the shares of a list's items add up to 100: then they are shares of its total."""
    shares = [_share_of(ledger, item) for item in listing.parts]
    if listing.opener == "row":
        last = ledger.facts[listing.parts[-1][0]]
        sentence = ledger.sentences[last.sentence]
        after = [ledger.facts[i] for i in sentence.facts if i > last.id]
        row = [f for k, f in enumerate(after) if f.measure == "share" and (k == 0 or f.grouped)][: len(listing.parts)]
        shares = [*row, *[None] * (len(listing.parts) - len(row))]
    parents = [ledger.facts[i] for i in listing.parent]
    if any(
        s and s.base and not generic(s.base) and all(likeness(p.label, s.base) == 0 for p in parents) for s in shares
    ):
        return False
    known = [s for s in shares if s is not None]
    width = sum((s.figure.half for s in known), Decimal(0)) + Decimal("0.01")
    return len(known) == len(shares) > 1 and abs(sum((s.figure.value for s in known), Decimal(0)) - 100) <= width


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


def _like(ledger: Ledger, fact: Fact, label: str) -> int:
    """How well a fact is what a base names: by concept where both have one, else by label."""
    concept = concept_of(label, ledger.rulebook.taxonomy)
    if concept and fact.concept:
        return 3 if concept == fact.concept else 0
    like = likeness(fact.label, label)
    if like < 2 and (within(label, fact.label, ledger.rulebook.lexicon) or (like and len(label) >= 5)):
        return 2
    return like


def _earlier(ledger: Ledger, sentence: Sentence, part: Fact) -> Iterator[Fact]:
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


CHECK = Check("share", Options, run, ("share", "part", "whole"), "a share against part and whole")
