"""Rates beside the formula that makes them: 控制率＝（在职数/编制数）×100%＝p%, p%（a/b）; of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.pairs import alike
from auditlint.checks.relate import beyond, maybe, relate
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Growth, Share
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic, likeness
from auditlint.judge import judge
from auditlint.model import Fact, Relation
from auditlint.numerals import PRINTED

_SPELT = compiled(
    r"[一-鿿]率(?:=|为)\s?\(?(?P<part>[一-鿿“”]{2,16})\s?[/÷]\s?(?P<whole>[一-鿿“”]{2,16})\)?\s?[×*xX]\s?100%\s?=\s?"
    rf"(?P<rate>{PRINTED})%"
)
_NUMBER_OF = compiled(r"(?:总)?(?:人数|数量|数|额)$")
_BEFORE = 8  # sentences before a formula in which the figures of its names may stand


def spelt(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every rate whose formula names two figures that stand before it, each with one amount."""
    for sentence in ledger.sentences:
        for m in _SPELT.finditer(sentence.text) if "100%" in sentence.text else ():
            start = m.start("rate") + sentence.start
            rate = next((f for f in ledger.pick(sentence.facts) if f.figure.span.start == start), None)
            near = list(_figures(ledger, sentence, start))
            part, whole = _named(ledger, near, m["part"]), _named(ledger, near, m["whole"])
            if rate is not None and part is not None and whole is not None and alike(part, whole):
                yield from maybe(
                    relate("share", Share(), (("share", rate), ("part", part), ("whole", whole)), firm=True)
                )


_DIVIDED = compiled(r"\s?[/÷]\s?")
_CLOSED = compiled(r"\s?(?:[×*xX]\s?100%)?\)")
_ABOUT = compiled(r"近|(?<!节)约|大约|超过?|不足|突破|接近|高于|低于|以上|左右|多$|≈")


def bracketed(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every rate with nothing but a quotient of amounts in the bracket behind it: p%（a万元÷b万元）."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence) if "/" in sentence.text or "÷" in sentence.text else []
        for rate, part, whole in zip(facts, facts[1:], facts[2:], strict=False):
            if (
                rate.figure.unit.dimension == "percent"
                and sentence.between(rate, part).strip() == "("
                and _DIVIDED.fullmatch(sentence.between(part, whole))
                and _CLOSED.match(sentence.text, whole.figure.span.end - sentence.start)
                and alike(part, whole)
                and not _ABOUT.search(ledger.before(rate, 4))
            ):
                terms = (("share", rate), ("part", part), ("whole", whole))
                made = relate("share", Share(), terms, firm=True)
                if made is not None and not (made.verdict == "broken" and (beyond(made) or _of_the_rest(made))):
                    yield made


def _of_the_rest(broken: Relation) -> bool:
    """增长p%（本年a/上年b）, 结余率p%（支出a/指标b）: whether a rate is of what lies between the two."""
    return any(one is not None and one.verdict == "holds" for one in (judge(e, broken.figures) for e in _BETWEEN))


_BETWEEN = (Share(rest=True), Growth(1), Growth(-1))


def _figures(ledger: Ledger, sentence: Sentence, at: int) -> Iterator[Fact]:
    """The amounts and counts before a formula under its heading."""
    for other in ledger.sentences[max(sentence.id - _BEFORE, 0) : sentence.id + 1]:
        if other.document == sentence.document and ledger.section(other) == ledger.section(sentence):
            yield from (
                f
                for f in ledger.pick(other.facts)
                if f.measure in LEVELS and (other.id < sentence.id or f.figure.span.end < at)
            )


def _named(ledger: Ledger, near: Sequence[Fact], name: str) -> Fact | None:
    """The figure that a name of a formula means, where only one amount has that name."""
    core = _NUMBER_OF.sub("", name)
    if generic(core):
        return None
    found = [f for f in near if likeness(f.label, name) > 1 or f.label.endswith(core)]
    known = {f.id for f in found}
    whole = [f for f in found if not any(known.intersection(one.parent) for one in ledger.lists_with(f.id))]
    return whole[0] if len({f.figure.amount for f in whole}) == 1 else None
