"""What words say is not done, of what and of how much a rate beside it proves; part of the check `difference`.

查出a个，已整改b个，整改率p%；未整改的c个: b over a is p, so c is a less b.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.ratio import ratio
from auditlint.checks.relate import maybe, relate, significant
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.words import BESIDES
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_LEFT = compiled(
    r"(?:^|[,;。:、])(?:其中)?(?:目前|尚|还|仍)?(?:有|余)?(?:未|没有?|剩余?|余下?|其余|尚余|还剩|余|空编|缺编)(?P<what>[^,;。:、0-9中]{0,8})$"
)
_PARTLY = compiled(r"正在|部分|基本|持续|阶段|移交|转|取消|终止|撤销|另|新增|重复|约|近|多")
_NEAR = 18  # characters before a figure
_UNDONE = compiled(r"未完成[^,;。:、0-9中]{0,8}$")
_ABOVE = 3  # sentences above in which all of what was done and not done is told
_TELLING = 3  # digits of a rate that proves what it is of


def complements(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every count or amount that is not done, beside what is."""
    for sentence in ledger.sentences:
        if not _MAY_BE.search(sentence.text):
            continue
        facts = ledger.facts_of(sentence)
        for fact in facts:
            left = fact.measure == "level" and fact.figure.unit.dimension in ("count", "money") and not fact.depth
            said = _LEFT.search(normalize(ledger.before(fact, _NEAR))) if left else None
            if said is not None and not BESIDES.search(sentence.text):
                made = _by_rate(ledger, sentence, facts, fact)
                own = (r for r in made if not _of_the_whole(ledger, r, said["what"]))
                yield from (r for r in own if not _PARTLY.search(sentence.between(r.terms[1].fact, fact)))


def _of_the_whole(ledger: Ledger, made: Relation, what: str) -> bool:
    """回访a件，其中满意b件；未回访的c件: whether what is not done was done to the whole, not to its part."""
    verb = what.strip()[:_VERB]
    whole, part = (normalize(ledger.before(t.fact, _NEAR // 2)).rpartition(",")[2] for t in made.terms[1:])
    return len(verb) == _VERB and verb in whole and verb not in part


_VERB = 2  # characters of a verb
_MAY_BE = compiled(r"未|没|剩|余|编")


def _by_rate(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], rest: Fact) -> list[Relation]:
    """All less what a rate before says is so much of it."""
    found: list[Relation] = []
    for rate in (f for f in facts if f.figure.unit.dimension == "percent"):
        made = ratio(ledger, sentence, rate) if significant(rate.figure) >= _TELLING else None
        if made is None or made.verdict != "holds":
            continue
        part, whole = made.terms[1].fact, made.terms[2].fact
        alike = part.figure.unit == whole.figure.unit == rest.figure.unit
        own = [f for f in facts if f.figure.unit == rest.figure.unit and part.id < f.id < rest.id]
        before = max(part.id, whole.id) < rest.id and part.sentence == rest.sentence
        if whole.sentence != part.sentence:  # 共设N项指标。完成a项，未完成b项，完成率p%
            before = before and rest.sentence - whole.sentence <= _ABOVE and part.id == facts[0].id
        elif _UNDONE.search(normalize(ledger.before(rest, _NEAR))):
            continue  # of all of one sentence another rule tells
        named = rest.label == f"未{part.label}"  # 办结A件，…，其中按期办结a件，…；未办结b件: of A, not of a
        if alike and before and (named or not own):
            terms = (("rest", rest), ("larger", whole), ("smaller", part))
            made = relate("difference", Sum((1, -1)), terms, firm=True)
            if named:
                return list(maybe(made))
            found += maybe(made)
    return found[:1]
