"""A number at two dates and what it changed by, told right behind or further below; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.words import around
from auditlint.model import Fact, Relation, Span
from auditlint.numerals import normalize

_BEFORE = compiled(r"(?:上|去)年度?(?:同期|末|底|年末|年底)?|(?:本?年|期)初|期初")
_DATES = compiled(
    r"(?:截至|截止)?(?:20[0-9]{2}年度?)?(?:(?:上|去|本)年度?(?:同期|末|底|年末|年底)?|[年期]末|[年期]初|年底|全年)?"
)
_VERBS = compiled(r"(?:共有|现有|实有|共计|保有|为|是|有|共|达)+$")
_KEPT = compiled(r"(?:保有量|在职人员|在编人员|实有人数|在职职工|在校学生)$")
_BARE = compiled(r"(?:比|较)?(?:上|去)年度?(?:同期|末|底)?相?比?|(?:比|较)[年期]初|同比|净|人数|数量|数")
_DOUBT = compiled(r"其中|含|剔除|扣除|除|预算|计划|目标|编制|调整|口径|累计|约|左右|余[人辆]|多[人辆]|等")
_BRACKET = compiled(r"\([^()]*\)")
_BEHIND = 1  # characters behind a change that may say that it is not all: 2人等
_BACK = 40  # figures before a change among which both numbers may stand


def stock_changes(ledger: Ledger) -> Iterator[Relation]:
    """年末在职A人，上年末B人，增加C人: of what is counted, C is the difference of A and B."""
    for sentence in ledger.sentences:
        for change in ledger.facts_of(sentence):
            counted = change.measure == "change" and change.figure.unit.dimension == "count" and change.direction
            if not counted or change.basis not in ("", "prior", "opening") or ledger.restated(change):
                continue
            found = _both(ledger, change)
            if found is not None:
                more, less = found if change.direction > 0 else found[::-1]
                terms = (("stated", change), ("plus", more), ("minus", less))
                yield from maybe(relate("balance", Sum((1, -1)), terms, firm=True))


def _both(ledger: Ledger, change: Fact) -> tuple[Fact, Fact] | None:
    """The two numbers a change is of: those right before it, or the only ones of its name further above."""
    name = _BARE.sub("", change.label)
    near = [f for f in ledger.facts[max(change.id - _BACK, 0) : change.id] if compatible(f, change)]
    near = [f for f in near if f.document == change.document and f.depth == change.depth == 0]
    pairs = [pair for pair in pairwise(near) if _of_one(ledger, *pair, name)]
    if pairs and pairs[-1][1] is near[-1] and near[-1].sentence == change.sentence:
        several = len([f for f in near if f.sentence == change.sentence]) > len(pairs[-1])  # three years: of which two?
        return pairs[-1] if not several and _plain(ledger, pairs[-1][0], change) else None
    far = [pair for pair in pairs if _KEPT.search(name) and change.basis == "prior" and _plain(ledger, *pair)]
    return far[0] if len(far) == len(pairs) == 1 else None


def _of_one(ledger: Ledger, later: Fact, earlier: Fact, name: str) -> bool:
    """Whether two numbers beside each other are of one thing at two dates, and a name is that of the thing."""
    if later.measure != "level" or later.sentence != earlier.sentence or _before(ledger, later):
        return False
    years = [int(f.period) if f.period.isdigit() else 0 for f in (later, earlier)]
    dated = earlier.measure == "prior" or _before(ledger, earlier) or (all(years) and years[0] - years[1] == 1)
    own, old = (_VERBS.sub("", _DATES.sub("", f.label, count=1)) for f in (later, earlier))
    return dated and earlier.measure in ("level", "prior") and own.endswith(old) and own.endswith(name)


def _before(ledger: Ledger, fact: Fact) -> bool:
    """Whether the words of a number say that it is of the year before."""
    return _BEFORE.search(around(ledger, fact).partition("|")[0]) is not None


def _plain(ledger: Ledger, first: Fact, last: Fact) -> bool:
    """Whether no words between two figures, or right behind them, say that there is more to it."""
    between = Span(first.figure.span.block, first.figure.span.start, last.figure.span.end)
    text = normalize(ledger.text(between, first.document) + ledger.after(last, _BEHIND))
    return _DOUBT.search(_BRACKET.sub("", text)) is None
