"""Facts: what every figure of a report says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from auditlint.expressions import Either, compiled
from auditlint.facts.concepts import concept_of
from auditlint.facts.declared import declared_units
from auditlint.facts.drafts import Draft
from auditlint.facts.enumerators import unnumbered
from auditlint.facts.follows import bracketed_shares, shares_of_budgets, unopened
from auditlint.facts.heads import heads
from auditlint.facts.inherited import inherit
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.facts.lists import inline, same_total
from auditlint.facts.paragraphs import continued, over_blocks, over_sentences, over_totals
from auditlint.facts.phrases import phrases
from auditlint.facts.prose import read_paragraph
from auditlint.facts.quoted import quoted_units
from auditlint.facts.sourced_lists import sourced
from auditlint.facts.structure import structure
from auditlint.model import Block, Document, Fact
from auditlint.numerals import normalize
from auditlint.packs import Rulebook, Taxonomy
from auditlint.records import replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

__all__ = ["Ledger", "Listing", "Sentence", "build"]

# a year that is compared with, also in a bracket （2030年B万元）, or since which something goes on, is not the report's
_YEAR = compiled(
    r"(?<![与较比和同由从于自以]\s?)(20[0-9]{2})\s?年(?!度?的?\s?[0-9.]+(?:倍|%|％)|[^,，;；。]{0,8}(?:以来|为基)|度?起)"
    r"(?!(?<=[（(]20[0-9]{2}\s?年)度?(?:为|是|决算|预算|支出|收入)*\s?[0-9])"
)
_DIGIT = compiled(r"[0-9]")
_ABOVE = 30  # figures before a sentence among which the amount stands that it names and divides
PROSE = ("paragraph", "heading", "note")


_TOLD = compiled(r"[0-9][^,;。，；0-9]*[,;。，；][^0-9]*[一-鿿]{2}[^0-9]*[0-9]")  # figures in several clauses
_LONG = 24  # characters of a cell that may tell something in sentences


def _tells(block: Block) -> bool:
    """Whether a cell of a table holds sentences with figures: 完成情况, 实施内容."""
    return block.kind == "cell" and len(block.text) >= _LONG and _TOLD.search(block.text) is not None


def build(documents: Sequence[Document], rulebook: Rulebook) -> Ledger:
    """Read the facts of a report's documents; facts are numbered in reading order, prose before tables."""
    from auditlint.facts.tables import read_table

    lexicon, taxonomy = rulebook.lexicon, rulebook.taxonomy
    words = phrases(lexicon)
    facts: list[Fact] = []
    sentences: list[Sentence] = []
    lists: list[Listing] = []
    wordy: list[Sentence] = []
    restating: set[int] = set()
    year = _report_year(documents)
    for number, document in enumerate(documents):
        by_block: dict[int, list[Fact]] = defaultdict(list)
        first = len(lists)
        order: list[int] = []
        texts: dict[int, str] = {}
        declared = declared_units(document, lexicon.units)
        for index, block in enumerate(document.blocks):
            if block.kind not in PROSE and not _tells(block):
                continue
            if block.kind in PROSE:
                order.append(index)
            texts[index] = normalize(block.text)
            if not _DIGIT.search(texts[index]):
                wordy += (
                    Sentence(-1, number, index, start, end, texts[index][start:end], ())
                    for start, end in structure(texts[index]).sentences
                )
                continue
            fresh, drafts = read_paragraph(
                document,
                number,
                index,
                words,
                lexicon.units,
                lexicon.counters,
                len(sentences),
                year,
                declared.get(index),
            )
            start = len(sentences)
            for sentence, row in zip(fresh, drafts, strict=True):
                own = [_fact(d, len(facts) + i, number, block.section, taxonomy) for i, d in enumerate(row)]
                facts.extend(own)
                by_block[index].extend(own)
                sentences.append(replace(sentence, facts=tuple(f.id for f in own)))
                restating.update(_restated(sentence, own, words.restated))
            for sentence in sentences[start:]:
                own = [facts[i] for i in sentence.facts]
                if not own:
                    continue
                opens = words.opener.match(unnumbered(sentence.text)) is not None
                name = _named_before(words.opener, sentence.text)
                before = heads(sentence, sentences[: sentence.id], facts, lists, opens=opens, name=name)
                above = [f for f in facts[max(own[0].id - _ABOVE, 0) : own[0].id] if f.document == number]
                lists.extend(inline(sentence, own, before, words, above))
            lists.extend(over_sentences(sentences[start:], facts))
        lists[first:] = continued(lists[first:], order, texts, by_block)
        lists.extend(over_blocks(document, number, order, texts, by_block))
        lists.extend(over_totals(number, order, texts, by_block))
        lists.extend(sourced(number, order, texts, by_block))
        lists.extend(unopened(document, [s for s in sentences if s.document == number], facts, lists))
    lists = same_total(lists, facts, sentences)
    shares = {**bracketed_shares(lists, facts), **shares_of_budgets(lists, facts, sentences)}
    facts = [shares.get(f.id, f) for f in facts]
    facts = inherit(facts, sentences, taxonomy)
    decimals = _decimals(facts)
    facts = [
        replace(f, decimals=decimals.get((f.document, f.section, f.figure.unit.name), f.figure.decimals)) for f in facts
    ]
    tables = []
    quoted = quoted_units(facts)
    for number, document in enumerate(documents):
        for index in range(len(document.tables)):
            table = read_table(document, index, lexicon, taxonomy, len(facts), number, quoted)
            tables.append(table)
            facts.extend(table.facts)
    members: dict[int, list[int]] = defaultdict(list)
    for i, listing in enumerate(lists):
        for part in listing.parts:
            for fact in part:
                members[fact].append(i)
    concepts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in facts:
        if one.concept and not documents[one.document].beside:
            concepts[one.concept, one.measure].append(one.id)
    return Ledger(
        tuple(documents),
        tuple(facts),
        tuple(sentences),
        tuple(lists),
        tuple(tables),
        rulebook,
        year,
        {k: tuple(v) for k, v in members.items()},
        {k: tuple(v) for k, v in concepts.items()},
        frozenset(restating),
        tuple(wordy),
    )


_NAME = compiled(r"(?:20[0-9]{2}年度?)?[^,;。:0-9()]{3,24}$")


def _named_before(opener: Either, text: str) -> str:
    """The name that stands right before the first opener of a sentence, with no figure before it: 收入总计包括."""
    m = opener.search(text)
    name = _NAME.match(unnumbered(text[: m.start()]).strip()) if m is not None else None
    return clean(name.group()) if name is not None else ""


def _fact(draft: Draft, number: int, document: int, section: str, taxonomy: Taxonomy) -> Fact:
    return Fact(
        number,
        draft.figure,
        draft.label,
        draft.measure,
        concept_of(draft.label, taxonomy),
        draft.basis,
        draft.direction,
        draft.base,
        draft.year,
        section,
        draft.sentence,
        draft.item,
        draft.clause,
        draft.depth,
        draft.grouped,
        document=document,
        decimals=draft.figure.decimals,
    )


def _restated(sentence: Sentence, facts: Sequence[Fact], words: regex.Pattern[str]) -> list[int]:
    """The rates with a word such as 同口径 before them in their clause, or in a bracket or clause just after them."""
    found = []
    for m in words.finditer(sentence.text):
        at = sentence.start + m.start()
        rates = [f for f in facts if f.measure in ("rate", "change")]
        after = next((f for f in rates if 0 < f.figure.span.start - at < 40), None)
        before = [f for f in rates if 0 < at - f.figure.span.end < 12 and not _causes(sentence, f, at)]
        before = [] if sentence.text[: m.start()].endswith(_COMPARING) else before  # 比上年多a，比常年多b: only b
        beside = [f for f in rates if after is not None and f.id == after.id + 1 and not f.label and f.clause > 0]
        found += [f.id for f in ([after] if after is not None else []) + beside + before[-1:]]
    return found


_COMPARING = ("比", "较", "与")


def _causes(sentence: Sentence, rate: Fact, at: int) -> bool:
    """增长p%，原因是人数由年均a人…: whether what stands behind a rate only tells why it is so."""
    return _WHY.search(sentence.text, rate.figure.span.end - sentence.start, at - sentence.start) is not None


_WHY = compiled(r"原因|由于|[,，]因")


def _report_year(documents: Sequence[Document]) -> str:
    """The year a report is about: the one its headings and first paragraphs name most."""
    counted: Counter[str] = Counter()
    for block in documents[0].blocks[:400] if documents else ():
        weight = 3 if block.kind == "heading" else 1
        for found in _YEAR.findall(block.text):
            counted[found] += weight
    return counted.most_common(1)[0][0] if counted else ""


def _decimals(facts: Sequence[Fact]) -> dict[tuple[int, str, str], int]:
    """The decimals a section prints its amounts and percentages with: the most, where three quarters have them."""
    seen: dict[tuple[int, str, str], Counter[int]] = defaultdict(Counter)
    for f in facts:
        if f.figure.unit.dimension in ("money", "percent") and f.figure.value:
            seen[f.document, f.section, f.figure.unit.name][f.figure.decimals] += 1
    return {key: max(c) for key, c in seen.items() if c[max(c)] * 4 >= 3 * sum(c.values())}


__all__ += ["clean", "concept_of"]
