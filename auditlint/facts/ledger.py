"""The ledger: every fact of a report's documents, with sentences, lists and tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from auditlint.expressions import compiled
from auditlint.model import Document, Fact, Span
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.facts.tables import TableFacts
    from auditlint.packs import Rulebook


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of running text: characters [start, end) of a paragraph's block, normalised, and its facts' ids."""

    id: int
    document: int
    block: int
    start: int
    end: int
    text: str
    facts: tuple[int, ...]

    def beside(self, other: Sentence) -> bool:
        """Whether another sentence is of the same paragraph."""
        return (self.document, self.block) == (other.document, other.block)

    def before(self, fact: Fact) -> str:
        """The words of the sentence before one of its figures."""
        return self.text[: fact.figure.span.start - self.start]

    def between(self, one: Fact, other: Fact) -> str:
        """The words of the sentence between two of its figures."""
        return self.text[one.figure.span.end - self.start : other.figure.span.start - self.start]


SUMMED = ("then", "counted")  # openers of lists that no word of the text ties to their total but its amount


@dataclass(frozen=True, slots=True)
class Listing:
    """A total and its parts as the text lays them out.

    `parent` holds the facts of the sentence part before the opener, nearest first; each item of `parts` the facts of
    one list item in order. `opener` is the word that opens the list ("其中", "(", "heading", …), or "等" where the list
    ends with it and is not whole; `place` its span.
    `closed` says that a word or the layout makes the list complete; `alternatives` are other ways to cut its items.
    """

    document: int
    opener: str
    place: Span
    parent: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...]
    closed: bool = False
    alternatives: tuple[tuple[tuple[int, ...], ...], ...] = ()


_ALL = 1_000_000  # sentences: more than any paragraph has
_LOOKS_BACK = compiled(r"决算|执行|年初预算")


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """What is known of a report. `facts[i].id == i`. Compared by identity, so that it can key a cache."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    sentences: tuple[Sentence, ...]
    lists: tuple[Listing, ...]
    tables: tuple[TableFacts, ...]
    rulebook: Rulebook
    year: str = ""
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict)  # fact id → indices of the lists it is a part of
    concepts: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)  # (concept, measure) → facts
    restating: frozenset[int] = frozenset()  # sentences that speak of adjusted bases (同口径, 可比价)
    wordy: tuple[
        Sentence, ...
    ] = ()  # the sentences of paragraphs without a digit, which are in no count: their id is -1

    @property
    def planned(self) -> bool:
        """Whether the report is a budget: nothing in it was spent yet."""
        return not any(_LOOKS_BACK.search(b.text) for b in self.documents[0].blocks[:200])

    def kinds(self) -> frozenset[str]:
        """What there is: the measures and the dimensions of the figures, "table" where there is one, and ""."""
        measures = {f.measure for f in self.facts}
        dimensions = {f.figure.unit.dimension for f in self.facts}
        return frozenset({"", *measures, *dimensions, *(["table"] if self.tables else [])})

    def restated(self, fact: Fact) -> bool:
        """Whether a rate stands beside words that change its base: nothing can be recomputed then."""
        return fact.id in self.restating

    def before(self, fact: Fact, length: int) -> str:
        """So many characters before a figure, without blanks."""
        span = fact.figure.span
        text = self.documents[fact.document].blocks[span.block].text[max(span.start - length, 0) : span.start]
        return text.replace(" ", "")

    def said_before(self, fact: Fact) -> str:
        """The words of a figure's sentence before it."""
        return self.sentences[fact.sentence].before(fact)

    def since(self, fact: Fact) -> str:
        """The words of a figure's sentence before it, back to the figure before."""
        sentence = self.sentences[fact.sentence]
        last = self.facts[fact.id - 1] if fact.id != sentence.facts[0] else None
        return sentence.between(last, fact) if last is not None else sentence.before(fact)

    def between(self, one: Fact, other: Fact) -> str:
        """The characters between two figures of a paragraph, without blanks."""
        text = self.documents[one.document].blocks[one.figure.span.block].text
        return text[one.figure.span.end : other.figure.span.start].replace(" ", "")

    def stated_once(self, concept: str, measure: str = "level") -> Fact | None:
        """The first of the places where running text gives a concept its one amount for the report's year."""
        found = [f for f in self.pick(self.concepts.get((concept, measure), ())) if f.sentence >= 0 and not f.depth]
        found = [f for f in found if f.period in ("", self.year)]
        return found[0] if len({f.figure.amount for f in found}) == 1 else None

    def after_as_printed(self, fact: Fact, length: int) -> str:
        """So many characters behind a figure, as they stand."""
        span = fact.figure.span
        return self.documents[fact.document].blocks[span.block].text[span.end : span.end + length]

    def after(self, fact: Fact, length: int) -> str:
        """So many characters behind a figure, without blanks."""
        return self.after_as_printed(fact, length).replace(" ", "")

    def actual(self, fact: Fact) -> bool:
        """Whether the words before a figure say that it was spent or received, not planned."""
        before = self.before(fact, 8)
        return any(word in before for word in ("决算", "执行", "实际", "完成"))

    def facts_of(self, sentence: Sentence) -> list[Fact]:
        """The facts of a sentence in order."""
        return [self.facts[i] for i in sentence.facts]

    def paragraph(self, sentence: Sentence, before: int = _ALL, behind: int = _ALL) -> list[Sentence]:
        """A sentence between those of its paragraph, at most so many before and behind it."""
        above = range(sentence.id - 1, max(sentence.id - before, 0) - 1, -1)
        below = range(sentence.id + 1, min(sentence.id + behind + 1, len(self.sentences)))
        sides = [[*takewhile(sentence.beside, map(self.sentences.__getitem__, ids))] for ids in (above, below)]
        return [*reversed(sides[0]), sentence, *sides[1]]

    def section(self, sentence: Sentence) -> str:
        """The heading path of a sentence."""
        return self.documents[sentence.document].blocks[sentence.block].section

    def elsewhere(self, fact: Fact, measure: str) -> Fact | None:
        """The one value that the report gives another measure of a fact's concept; None where none or several.

        A value of the year before may also be a level of that year, and a budget is none of another year.
        """
        found = list(self.pick(self.concepts.get((fact.concept, measure), ()))) if fact.concept else []
        own = fact.period or self.year
        if measure == "prior" and own:
            before = str(int(own) - 1)
            found += (f for f in self.pick(self.concepts.get((fact.concept, "level"), ())) if f.period == before)
            if fact.measure == "budget":
                found += (f for f in self.pick(self.concepts.get((fact.concept, "budget"), ())) if f.period == before)
        else:
            found = [f for f in found if f.period in ("", own)]
        found = [f for f in found if f.id != fact.id and f.figure.unit.dimension == fact.figure.unit.dimension]
        return found[0] if len({f.figure.amount for f in found}) == 1 else None

    def lists_with(self, fact: int, *, summed: bool = False) -> Iterator[Listing]:
        """The lists a fact is a part of, innermost first; those that only their sum tells last, where `summed`."""
        found = [self.lists[i] for i in self.parts.get(fact, ())]
        found = [one for one in found if summed or one.opener not in SUMMED]
        return iter(sorted(found, key=lambda one: (one.opener in SUMMED, len(one.parts))))

    def lists_of(self, whole: int) -> Sequence[Listing]:
        """The lists before whose opener a fact stands, in order."""
        return _lists_of(self).get(whole, ())

    def pick(self, ids: Sequence[int]) -> Iterator[Fact]:
        """The facts of some ids."""
        return (self.facts[i] for i in ids)

    def text(self, span: Span, document: int = 0) -> str:
        """The characters of a span as printed."""
        return self.documents[document].blocks[span.block].text[span.start : span.end]


@lru_cache(maxsize=1)
def _lists_of(ledger: Ledger) -> Mapping[int, Sequence[Listing]]:
    found: dict[int, list[Listing]] = defaultdict(list)
    for one in ledger.lists:
        for fact in dict.fromkeys(one.parent):
            found[fact].append(one)
    return found
