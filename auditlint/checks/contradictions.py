"""Check `contradiction`: words that cannot be true beside other words or figures of the same paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from time import monotonic

from auditlint.checks import Check
from auditlint.checks.formula import SECONDS, figure_of, figures_by_block, judged
from auditlint.checks.formula_options import read_formula, read_wordings
from auditlint.checks.plain import PARAGRAPH, SENTENCE, amounts_plainly, annexed, around, plainly, this_year
from auditlint.facts import PROSE
from auditlint.facts.ledger import Ledger
from auditlint.formulas import Formula
from auditlint.model import Fact, Remark, Span
from auditlint.patterns import Pattern, compact
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import regex


_STOPS: Mapping[str, str] = {"item": ";" + SENTENCE, "sentence": SENTENCE, "paragraph": PARAGRAPH, "report": "\f"}
_OTHER_MEASURES = ("prior", "budget", "change", "rate", "target", "weight", "average")


@dataclass(frozen=True, slots=True)
class Options:
    """What is said, what cannot stand beside it, and what excuses it."""

    said: tuple[Pattern, ...] = field(
        metadata={"help": "wordings of a claim, each a clause that holds nothing else", "read": read_wordings}
    )
    but: tuple[Pattern, ...] = field(
        metadata={
            "help": "wordings that contradict it; amounts they capture are this year's, and no zero",
            "read": read_wordings,
        }
    )
    unless: tuple[Pattern, ...] = field(
        default=(), metadata={"help": "words of that reach that excuse it", "read": read_wordings}
    )
    holds: Formula | None = field(
        default=None, metadata={"help": "told only where this fails for what `but` captures", "read": read_formula}
    )
    within: Literal["item", "sentence", "paragraph", "report"] = field(
        default="paragraph", metadata={"help": "how far from the claim its contradiction may stand"}
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """The running text of a report as one, without blanks; where each paragraph `starts`, and where it stood."""

    whole: str
    starts: tuple[int, ...]
    blocks: tuple[tuple[int, int, tuple[int, ...]], ...]

    def place(self, start: int, end: int) -> tuple[int, Span]:
        """Characters [start, end) as a place of a document."""
        i = bisect_right(self.starts, start) - 1
        number, index, offsets = self.blocks[i]
        first = self.starts[i]
        return number, Span(index, offsets[start - first], offsets[end - 1 - first] + 1)


@lru_cache(maxsize=1)
def _texts(ledger: Ledger) -> _Texts:
    found = [
        (number, index, *compact(block.text.replace("\n", " ")))
        for number, document in enumerate(ledger.documents)
        if document.role == "report"
        for index, block in enumerate(document.blocks)
        if block.kind in PROSE and block.table < 0 and block.text.strip()
    ]
    starts = tuple(accumulate((len(text) + 1 for _, _, text, _ in found), initial=0))
    return _Texts("\n".join(text for _, _, text, _ in found), starts, tuple((n, i, o) for n, i, _, o in found))


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """A remark for every claim that something near it contradicts; the first contradiction is told, and once."""
    texts = _texts(ledger)
    deadline = monotonic() + SECONDS
    told: set[tuple[int, int]] = set()
    try:
        for said in options.said:
            for claim in said.compiled.finditer(texts.whole, timeout=SECONDS):
                if plainly(texts.whole, claim.span(), ledger.year):
                    other = _contradiction(ledger, texts, claim, options, deadline)
                    if other is not None and other not in told:
                        told.add(other)
                        spans = (texts.place(*claim.span()), texts.place(*other))
                        fields = (("stated", claim.group()), ("other", texts.whole[slice(*other)]))
                        yield Remark("contradiction", spans, fields)
    except TimeoutError:
        number, index, offsets = texts.blocks[0]
        yield Remark("time-limit", ((number, Span(index, 0, len(offsets))),))


def _contradiction(
    ledger: Ledger, texts: _Texts, claim: regex.Match[str], options: Options, deadline: float
) -> tuple[int, int] | None:
    """Where something contradicts a claim, in its reach and meant as plainly."""
    text = texts.whole
    start, end = around(text, claim.span(), _STOPS[options.within])
    if _excused(ledger, text, claim.span(), options):
        return None
    for pattern in options.but:
        for m in pattern.compiled.finditer(text, start, end, timeout=max(deadline - monotonic(), 0.01)):
            if m.start() < claim.end() and claim.start() < m.end():
                continue
            known = {name: [fact] for name, fact in _captured(ledger, texts, pattern, m) if fact is not None}
            money = any(found[0].figure.unit.dimension == "money" for found in known.values())
            meant = amounts_plainly if money else plainly
            if (
                len(known) == len(pattern.fields)
                and _excludes(known, options.holds)
                and meant(text, m.span(), ledger.year)
                and not (options.within == "report" and _apart(ledger, texts, claim.span(), m.span(), options))
            ):
                found: tuple[int, int] = m.span()
                return found
    return None


def _excused(ledger: Ledger, text: str, span: tuple[int, int], options: Options) -> bool:
    """Whether words around what is said excuse it or are of other years; of a whole report, those of its paragraph."""
    reach = "paragraph" if options.within == "report" else options.within
    start, end = around(text, span, _STOPS[reach])
    excuse = any(p.compiled.search(text, start, end) for p in options.unless)
    return excuse or not this_year(text[start:end], ledger.year)


def _apart(ledger: Ledger, texts: _Texts, one: tuple[int, int], other: tuple[int, int], options: Options) -> bool:
    """Whether what contradicts a claim from elsewhere is excused there, or stands in the report of another body."""
    if _excused(ledger, texts.whole, other, options):
        return True
    places = (texts.place(*one), texts.place(*other))
    (number, first), (last_number, last) = sorted(places, key=lambda p: (p[0], p[1].block))
    return number != last_number or annexed(ledger.documents[number], first.block, last.block)


def _excludes(known: Mapping[str, Sequence[Fact]], holds: Formula | None) -> bool:
    """Whether figures contradict a claim: they break the formula, or are something and not nothing."""
    if holds is not None:
        relation = judged(holds, known)
        return relation is not None and relation.verdict == "broken"
    return all(f.figure.value and f.measure not in _OTHER_MEASURES for found in known.values() for f in found)


def _captured(
    ledger: Ledger, texts: _Texts, pattern: Pattern, m: regex.Match[str]
) -> Iterator[tuple[str, Fact | None]]:
    """The figures that a match captures."""
    for name, kind in pattern.fields.items():
        number, span = texts.place(*m.span(name)) if m.start(name) >= 0 else (-1, Span(-1, 0, 0))
        yield name, figure_of(figures_by_block(ledger).get((number, span.block), ()), (span.start, span.end), kind)


CHECK = Check(
    "contradiction",
    Options,
    run,
    ("stated", "other"),
    "words that cannot be true beside others of the paragraph",
    compares=False,
)
