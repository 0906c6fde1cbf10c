"""Check `sum`: a total against its parts, in lists, brackets and rows; a part against its whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from decimal import Decimal

from auditlint.checks import Check
from auditlint.checks.relate import choose, corroborated, relate, significant
from auditlint.equations import AtMost, Share, Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import likeness
from auditlint.model import Fact, Relation
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Which lists are summed: those of the text, or parts and total by name."""

    of: str = field(
        default="list",
        metadata={
            "help": "list: as the text lays it out, and rows of amounts that add up; "
            "change: changes of the parts; part: part ≤ whole"
        },
    )
    total: str = field(default="", metadata={"help": "concept of the total"})
    parts: tuple[str, ...] = field(
        default=(), metadata={"help": "concepts of the parts; ? marks one that may be absent"}
    )


def run(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """Relations of the lists of a report."""
    if options.total:
        yield from _named(ledger, options)
        return
    if options.of == "list":
        yield from _runs(ledger)
    for listing in ledger.lists:
        if options.of == "change":
            yield from _changes(ledger, listing)
        elif options.of == "part":
            yield from _at_most(ledger, listing)
        else:
            yield from _levels(ledger, listing)


def _column(facts: Sequence[Fact], measure: str, like: Fact) -> Fact | None:
    """The first fact of a list item that can be a part of `like`, of its side where the item has both sides."""
    found = [f for f in facts if f.measure == measure and _compatible(f, like)]
    for side in ("收入", "支出", "结余"):
        if side in like.label and len([f for f in found if f.label]) > 1:
            same = [f for f in found if side in f.label]
            return same[0] if same else None
    return found[0] if found else None


def _either(facts: Sequence[Fact], like: Fact) -> Fact | None:
    """The one amount of an item, planned or not; None where it has several."""
    found = [f for f in facts if f.measure in ("level", "budget") and _compatible(f, like)]
    return found[0] if len(found) == 1 else None


def _compatible(one: Fact, other: Fact) -> bool:
    a, b = one.figure.unit, other.figure.unit
    return a.dimension == b.dimension and (a.dimension != "count" or a.name == b.name)


def _levels(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    done: set[str] = set()
    for total in parents:
        unit = total.figure.unit
        key = f"{total.measure}/{unit.dimension}/{unit.name if unit.dimension == 'count' else ''}"
        if total.measure not in ("level", "budget") or key in done or total.grouped:
            continue
        parts = [p for p in (_column(item, total.measure, total) for item in items) if p is not None]
        plain = total.measure == "budget" and "level" not in {t.measure for t in parents}
        if len(parts) < 2 and plain:
            parts = [
                p for p in (_column(item, "level", total) for item in items) if p is not None and not ledger.actual(p)
            ]
        elif len(parts) < 2 and total.measure == "level" and "budget" not in {t.measure for t in parents}:
            parts = [p for p in (_column(item, "budget", total) for item in items) if p is not None]
        other = any(
            t.measure in ("level", "budget") and t.measure != total.measure and _compatible(t, total) for t in parents
        )
        if len(parts) < len(items) and not other and not any(ledger.actual(f) for item in items for f in item):
            either = [_either(item, total) for item in items]
            if all(e is not None for e in either):
                parts = [e for e in either if e is not None]
        if len(parts) < 2 or unit.dimension not in ("money", "count"):
            continue
        if listing.opener == "heading" and any(
            p.concept == total.concept != "" or p.label == total.label != "" for p in parts
        ):
            continue  # the list below speaks of the same thing again: it is not a list of its parts
        rivals = [t for t in parents if t.id != total.id and t.measure == total.measure and _compatible(t, total)]
        relation = _best(ledger, listing, total, parts, rivals, items)
        if relation is not None:
            done.add(key)
            yield relation


def _best(
    ledger: Ledger, listing: Listing, total: Fact, parts: list[Fact], rivals: list[Fact], items: list[list[Fact]]
) -> Relation | None:
    """The reading of a list: all items, without sub-items, up to an item, with another total."""
    whole = len(parts) == len(items)
    firm = whole and (_complete(ledger, listing, total, parts, items) or _proven(ledger, listing, total))
    if listing.opener == "addition":
        return _addition(ledger, total, parts)
    readings: list[Relation | None] = [_sum(total, parts, firm)]
    readings.append(_sum(total, _collapsed(parts), False))
    for items_ in listing.alternatives:
        other = [_column([ledger.facts[i] for i in item], parts[0].measure, total) for item in items_]
        readings.append(_sum(total, [p for p in other if p is not None], False))
    for rival in rivals[:3]:
        readings.append(_sum(rival, parts, False))
    for n in range(len(parts) - 1, 1, -1):
        readings.append(_sum(total, parts[-n:] if listing.opener == "合计" else parts[:n], False))
    following = _following(ledger, listing, parts, total)
    for n in range(1, len(following) + 1):
        readings.append(_sum(total, parts + following[:n], False))
    chosen = choose(readings)
    top = readings[0]
    if chosen is not None:
        return chosen if chosen.firm or chosen.verdict == "broken" else _supported(chosen, top)
    if top is not None and whole and listing.opener not in ("heading", "row") and _mistyped(top, parts):
        return _sum(total, parts, True)
    return None


_SMALL = Decimal("0.005")


def _mistyped(relation: Relation, parts: Sequence[Fact]) -> bool:
    """Whether a list that does not add up has a mistyped figure, rather than a part left out.

    A part left out leaves the parts below the total, by an amount that is often round: then one wrong digit explains
    too much, and only a closing item (其他…) or a difference too small for a part speaks for a mistake.
    """
    if not corroborated(relation):
        return False
    if relation.difference < 0 or parts[-1].label.startswith("其他"):
        return True
    total = abs(relation.terms[0].fact.figure.value)
    return bool(total) and relation.difference / total <= _SMALL


def _addition(ledger: Ledger, total: Fact, parts: list[Fact]) -> Relation | None:
    """加上B、C，合计T: the first term is an amount before; whichever it is, the sum holds or nothing is said."""
    added = parts[1:]
    first = parts[0].id
    heads = [
        f
        for f in ledger.facts[max(first - 8, 0) : added[0].id]
        if f.measure == parts[0].measure and _compatible(f, total)
    ]
    side = "收入" if "收入" in total.label else "支出" if "支出" in total.label else ""
    own = [h for h in heads if side and side in h.label and h.id not in ledger.parts]
    heads = [*own[-1:], *(h for h in reversed(heads) if h not in own[-1:])]
    return choose([_sum(total, [head, *added], firm=False) for head in heads], sure=int(bool(own)))


def _supported(chosen: Relation, top: Relation | None) -> Relation:
    """A list that adds up as it stands would be told, had one digit been wrong: such slips are recognised."""
    close = abs(chosen.difference) * 50 <= abs(chosen.figures[0].value)
    if chosen is top and len(chosen.terms) >= 3 and close:
        return replace(chosen, firm=True)
    return chosen


def _sum(total: Fact, parts: Sequence[Fact], firm: bool) -> Relation | None:
    if len(parts) < 2:
        return None
    return relate("sum", Sum((1,) * len(parts)), (("total", total), *(("part", p) for p in parts)), firm=firm)


def _collapsed(parts: Sequence[Fact]) -> list[Fact]:
    """The parts without those that add up to the part before them."""
    kept: list[Fact] = []
    i = 0
    while i < len(parts):
        kept.append(parts[i])
        running = Decimal(0)
        for j in range(i + 1, len(parts)):
            running += parts[j].figure.amount
            if running == parts[i].figure.amount and j > i and running:
                i = j
                break
            if running > parts[i].figure.amount:
                break
        i += 1
    return kept


def _proven(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """Whether another column of the list adds up exactly: its budgets, or the changes of its items."""
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for other in parents:
        if other.id == total.id or other.figure.unit.dimension != "money" or not other.figure.value:
            continue
        if (other.measure, other.basis) == (total.measure, total.basis) or other.measure not in (
            "level",
            "budget",
            "change",
        ):
            continue
        sign = other.direction or 1
        parts = [
            next(
                (
                    f
                    for f in item
                    if f.measure == other.measure and _compatible(f, other) and f.basis in ("", other.basis)
                ),
                None,
            )
            for item in items
        ]
        if all(p is not None for p in parts) and len(parts) > 1:
            signs = tuple(1 if (p.direction or 1) == sign else -1 for p in parts if p is not None)
            one = relate(
                "sum", Sum(signs), (("total", other), *(("part", p) for p in parts if p is not None)), firm=False
            )
            if one is not None and one.verdict == "holds":
                return True
    return False


def _following(ledger: Ledger, listing: Listing, parts: Sequence[Fact], total: Fact) -> list[Fact]:
    """Amounts after the list, in its paragraph or the two after it, that may belong to it."""
    last = parts[-1]
    if last.sentence < 0:
        return []
    found: list[Fact] = []
    for sentence in ledger.sentences[last.sentence : last.sentence + 4]:
        if sentence.document != last.document:
            break
        for i in sentence.facts:
            f = ledger.facts[i]
            if f.id > last.id and f.measure == parts[0].measure and _compatible(f, total) and f.depth == last.depth:
                found.append(f)
    return found[:8]


def _complete(
    ledger: Ledger, listing: Listing, total: Fact, parts: Sequence[Fact], items: Sequence[Sequence[Fact]]
) -> bool:
    """Whether a list names all parts: a known set, shares that add up to 100, a closing item."""
    if listing.closed and listing.opener == "由":
        return True
    shares = [next((f for f in item if f.measure == "share" and not f.base), None) for item in items]
    if all(s is not None for s in shares):
        width = sum((s.figure.half for s in shares if s is not None), Decimal(0))
        if abs(sum((s.figure.value for s in shares if s is not None), Decimal(0)) - 100) <= width:
            return any(_holds(s, p, total) for s, p in zip(shares, parts, strict=False) if s is not None)
    if listing.opener == "其中" and _REST.match(parts[-1].label):
        return True
    names = {p.concept for p in parts if p.concept}
    if len(names) < len(parts):
        return False
    return any(
        {w.name for w in wanted if not w.optional} <= names <= {w.name for w in wanted}
        for concept in ledger.rulebook.taxonomy.concepts
        for wanted in concept.parts
        if len(wanted) <= 3 or concept.name == total.concept
    )


_REST = compiled(r"^其他(?:各项|各类|方面|用车|公务用车|车辆)|^其他$")


_WINDOW = 14  # amounts before or after a total that a run may reach over


def _runs(ledger: Ledger) -> Iterator[Relation]:
    """Neighbouring amounts that add up to one before or after them: recognised by their sum, so never told."""
    columns: dict[tuple[int, str, str], list[Fact]] = {}
    for f in ledger.facts:
        if f.sentence < 0:
            continue
        unit = f.figure.unit
        name = unit.name if unit.dimension == "count" else ""
        if f.measure in ("level", "budget", "prior") and unit.dimension in ("money", "count"):
            columns.setdefault((f.document, f.measure, unit.dimension + name), []).append(f)
        elif f.measure == "change" and f.direction and unit.dimension == "money":
            columns.setdefault((f.document, "change" + f.basis, unit.dimension), []).append(f)
    for facts in columns.values():
        amounts = [f.figure.amount * (f.direction or 1) for f in facts]
        for i, total in enumerate(facts):
            if significant(total.figure) < 3 or not amounts[i]:
                continue
            yield from _run(ledger, facts, amounts, i, 1)
            yield from _run(ledger, facts, amounts, i, -1)


def _run(ledger: Ledger, facts: Sequence[Fact], amounts: Sequence[Decimal], i: int, step: int) -> Iterator[Relation]:
    """The shortest run on one side of a total that adds up to it, starting next to it or a few amounts on."""
    total = amounts[i]
    here = ledger.sentences[facts[i].sentence].paragraph
    for start in range(1, 5):
        first = i + step * start
        if not 0 <= first < len(facts):
            return
        running = Decimal(0)
        parts: list[Fact] = []
        for j in range(first, first + step * _WINDOW, step):
            if not 0 <= j < len(facts) or abs(ledger.sentences[facts[j].sentence].paragraph - here) > _WINDOW:
                break
            running += amounts[j]
            parts.append(facts[j])
            if running == total and len(parts) >= 2 and sum(1 for p in parts if p.figure.value) >= 2:
                signs = (
                    tuple(1 if a > 0 or not total else -1 for a in amounts[first : j + step : step]) if step > 0 else ()
                )
                if step < 0:
                    signs = tuple(1 if amounts[k] >= 0 else -1 for k in range(first, j + step, step))
                if total < 0:
                    signs = tuple(-s for s in signs)
                relation = relate("sum", Sum(signs), (("total", facts[i]), *(("part", p) for p in parts)), firm=False)
                if relation is not None and relation.verdict == "holds":
                    yield relation
                break


def _holds(share: Fact, part: Fact, total: Fact) -> bool:
    """Whether a share is of this total, as far as its figures tell."""
    one = relate("sum", Share(), (("share", share), ("part", part), ("whole", total)), firm=False)
    return one is not None and one.verdict != "broken" and bool(share.figure.value)


def _changes(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """The change of a total against the changes of its parts."""
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for total in parents:
        if total.measure != "change" or total.direction == 0 or total.figure.unit.dimension != "money":
            continue
        parts = []
        for item in items:
            own = [f for f in item if f.measure == "change" and _compatible(f, total) and f.direction]
            same = [f for f in own if f.basis == total.basis] or [f for f in own if not f.basis]
            if same:
                parts.append(same[0])
        if len(parts) < 2:
            continue
        signs = tuple(1 if p.direction == total.direction else -1 for p in parts)
        relation = relate("sum", Sum(signs), (("total", total), *(("part", p) for p in parts)), firm=False)
        whole = len(parts) == len(items) and (listing.opener in ("其中", "(") or _proven(ledger, listing, total))
        if relation is None:
            continue
        if relation.verdict != "broken":
            yield (
                replace(relation, firm=True)
                if whole and all(significant(f) >= 3 for f in relation.figures)
                else relation
            )
        elif (
            whole
            and likeness(parts[0].label, total.label) == 0
            and (_mistyped(relation, parts) or (_proven(ledger, listing, total) and corroborated(relation)))
        ):
            yield replace(relation, firm=True)


def _at_most(ledger: Ledger, listing: Listing) -> Iterator[Relation]:
    """A single part after 其中 is at most its whole."""
    if not listing.opener.startswith(("其中", "包括", "(")):
        return
    parents = [ledger.facts[i] for i in listing.parent]
    items = [[ledger.facts[i] for i in part] for part in listing.parts]
    for item in items:
        for part in item[:1]:
            whole = next((p for p in parents if p.measure == part.measure and _compatible(p, part)), None)
            if whole is None or part.measure not in ("level", "budget"):
                continue
            nearest = parents[0].id == whole.id or parents[0].measure in ("share", "rate", "change", "completion")
            relation = relate("sum", AtMost(), (("part", part), ("whole", whole)), firm=nearest)
            if relation is None or part.sentence != whole.sentence:
                continue
            if relation.verdict != "broken" or (relation.firm and len(items) == 1):
                yield relation


def _named(ledger: Ledger, options: Options) -> Iterator[Relation]:
    """A total and its parts by concept, found in one sentence, list or section."""
    allowed = {p.removesuffix("?") for p in options.parts}
    needed = {p for p in options.parts if not p.endswith("?")}
    groups: dict[tuple[int, int, str], list[Fact]] = {}
    last: dict[tuple[int, str], Fact] = {}
    for f in ledger.facts:
        if f.sentence >= 0 and f.concept in allowed and f.measure in ("level", "budget"):
            paragraph = ledger.sentences[f.sentence].paragraph
            before = last.get((f.document, f.measure))
            if before is not None and f.concept != before.concept:  # a list whose items are paragraphs
                start = ledger.sentences[before.sentence]
                near = 0 <= paragraph - start.paragraph <= 2 and ledger.section(start) == f.section
                key = (f.document, start.paragraph, f.measure)
                if near and paragraph != start.paragraph and f.concept not in {g.concept for g in groups.get(key, ())}:
                    groups.setdefault(key, []).append(f)
                    continue
            groups.setdefault((f.document, paragraph, f.measure), []).append(f)
            last[f.document, f.measure] = f
    for (document, paragraph, measure), found in groups.items():
        first: dict[str, Fact] = {}
        for f in found:
            first.setdefault(f.concept, f)
        if not needed <= set(first) or len(first) < 2:
            continue
        parts = list(first.values())
        totals = [
            f
            for f in ledger.facts
            if f.sentence >= 0
            and f.concept == options.total
            and f.document == document
            and f.measure == measure
            and f.period in ("", parts[0].period, ledger.year)
        ]
        earlier = [f for f in totals if f.id < parts[0].id and ledger.sentences[f.sentence].paragraph > paragraph - 6]
        candidates = earlier[::-1] or totals[:1]
        readings = [_sum(t, parts, k == 0 and bool(earlier)) for k, t in enumerate(candidates[:3])]
        chosen = choose(readings)
        if chosen is not None:
            yield chosen


CHECK = Check("sum", Options, run, ("total", "part", "whole", "count"), "a total against its parts")
