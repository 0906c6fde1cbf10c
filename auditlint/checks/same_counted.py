"""How many people a body has, told in several sections of a report; part of the check `same-figure`.

在职人员 is also a name for those of a part of it (局机关在职人员): statements are joined by their name and by the words
before it that may narrow it, and told only where they are a slip of the pen apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditlint.checks.relate import maybe, relate
from auditlint.equations import Equal
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import UNBORNE, Fact, Relation
from auditlint.numerals import normalize
from auditlint.slips import slip

_STAFF = compiled(
    r"(?P<before>[^,;。:]*?)(?:年末|年底|期末)?(?:实有|共有|现有)?(?P<name>在职(?:在编)?(?:职工|人员|教职工|干部职工)"
    r"|在编(?:在职)?(?:人员|职工)|离退休人员|离休人员|退休人员|(?:在校|注册)(?:学生|生))(?:总数|人数)?(?:共计|共有|共|为|有|合计|实有)*$"
)
_PART = compiled(
    r"机关|本级|[所下直]属|其中|上年|去年|年初|期初|计划|目标|新[增进]|增[加减]|减少|净|含|除|每|平均|享受|补[助贴]|培训|保险"
)
_TYPED = ("swap", "exchange", "digit")
_LEAST = 20  # people of whom one more or less is no other group


def counted(ledger: Ledger) -> Iterator[Relation]:
    """A relation for every number of staff that another paragraph states under the same name."""
    named: dict[tuple[str, str, int], list[Fact]] = defaultdict(list)
    for fact in ledger.facts:
        if fact.figure.unit.name in ("人", "名") and fact.measure == "level" and fact.table < 0 and not fact.depth:
            said = _STAFF.search(normalize(ledger.said_before(fact)).replace(" ", ""))
            if said is not None and not _PART.search(said["before"]) and fact.figure.value >= _LEAST:
                named[said["name"], fact.period or ledger.year, fact.document].append(fact)
    for facts in named.values():
        yield from _agreement(facts)


def _agreement(facts: Sequence[Fact]) -> Iterator[Relation]:
    """That all statements agree, or that two of them do not and are a slip apart."""
    values = {f.figure.value for f in facts}
    first, other = facts[0], next((f for f in facts if f.figure.value != facts[0].figure.value), None)
    if len({f.figure.span.block for f in facts}) < 2 or len(values) > 2:
        return
    if other is None:
        yield from maybe(relate("same-figure", Equal(), [("stated", f) for f in facts], firm=True))
    elif first.figure.span.block != other.figure.span.block and slip(first.figure, other.figure.value) in _TYPED:
        terms = [("stated", first), ("other", other)]
        yield from maybe(relate("same-figure", Equal(), terms, firm=True, note=UNBORNE))
