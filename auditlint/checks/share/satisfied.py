"""很满意a份、较满意b份、一般c份、不满意d份，满意率p%: the first answers of all of them; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.parts import compatible
from auditlint.checks.relate import corroborated, relate
from auditlint.equations import Portion
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize
from auditlint.records import replace

_CONTENT = compiled(r"(?:^|[^不])满意[”\"]?(?:的|为|有)?$")
_ANSWER = compiled(r"满意[”\"]?(?:的|为|有)?$|(?:一般|不了解|不清楚|说不清|未表态|弃权)[”\"]?(?:的|为|有)?$")
_RATE = compiled(r"满意[度率](?:为|达到?|是)?$")
_WEIGHTED = compiled(r"加权|权重|折算|指数|赋分|记分|计分|系数|×|\*")  # 很满意100分、一般60分: no share of answers
_LEAST = 3  # answers of a question


def satisfied(ledger: Ledger) -> Iterator[Relation]:
    """The rate of every question whose answers stand right before it, told where a slip explains it."""
    for sentence in ledger.sentences:
        if "满意" not in sentence.text:
            continue
        for rate in ledger.facts_of(sentence):
            if rate.measure == "ratio" and _RATE.search(normalize(sentence.before(rate)).replace(" ", "")):
                yield from _of_answers(ledger, sentence, rate)


def _of_answers(ledger: Ledger, sentence: Sentence, rate: Fact) -> Iterator[Relation]:
    answers = _answers(ledger, sentence, rate)
    content = [f for f in answers if _CONTENT.search(_words(ledger, f))]
    if len(answers) < _LEAST or not content or content != answers[: len(content)]:
        return
    terms = [("share", rate), *(("part" if f in content else "other", f) for f in answers)]
    readings = (relate("share", Portion(n), terms, firm=True) for n in _counted(len(content), len(answers)))
    made = [one for one in readings if one is not None]
    held = next((one for one in made if one.verdict != "broken"), None)
    if held is not None:
        yield held
    elif made and corroborated(made[0]) and not _WEIGHTED.search(_paragraph(ledger, sentence)):
        yield replace(made[0], firm=True)


def _counted(content: int, answers: int) -> Sequence[int]:
    """How many of the first answers may count: those that are content, the undecided too, or the most content alone."""
    return [n for n in (content, content + 1, *range(content - 1, 0, -1)) if n < answers]


def _answers(ledger: Ledger, sentence: Sentence, rate: Fact) -> list[Fact]:
    """The counts right before a rate that are called as answers are, in the order of the text."""
    found: list[Fact] = []
    for fact in reversed([f for f in ledger.facts_of(sentence) if f.id < rate.id]):
        alike = fact.measure == "level" and fact.depth == rate.depth and (not found or compatible(fact, found[0]))
        if not alike or fact.figure.unit.dimension != "count" or not _ANSWER.search(_words(ledger, fact)):
            break
        found.insert(0, fact)
    return found


def _words(ledger: Ledger, fact: Fact) -> str:
    return normalize(ledger.since(fact)).replace(" ", "")


def _paragraph(ledger: Ledger, sentence: Sentence) -> str:
    return normalize(ledger.documents[sentence.document].blocks[sentence.block].text)
