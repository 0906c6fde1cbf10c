"""The scores of projects, one to a row, in a table that sums their self-evaluations up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.names import core
from auditlint.facts.spending import FEW, names_of
from auditlint.facts.tables import Panel, TableFacts
from auditlint.model import Fact
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Ratings:
    """A table with the score of a project in each of its rows, by the projects' names."""

    table: TableFacts
    rows: tuple[tuple[str, Fact], ...]

    def of(self, name: str) -> Fact | None:
        """The score of a project; None where no row, or more than one, has its name."""
        found = [fact for other, fact in self.rows if core(other) == core(name)]
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def ratings(ledger: Ledger) -> tuple[Ratings, ...]:
    """The report's tables with a score for each project and no full points beside it."""
    tables = (t for t in ledger.tables if t.kind == "table" and ledger.documents[t.document].role == "report")
    return tuple(found for table in tables for panel in table.panels for found in _ratings(table, panel))


_REVISED = compiled(r"(?:得分|评分|分值|分数|结果)[^。;]{0,24}(?:审[核定]|核定|复核|调整|折算)")


@lru_cache(maxsize=1)
def revised(ledger: Ledger) -> bool:
    """Whether a report says that scores were changed when others looked at them: two of a project may differ then."""
    return any(
        _REVISED.search(s.text) for s in (*ledger.sentences, *ledger.wordy) if "分" in s.text or "结果" in s.text
    )


_MOVED = compiled(r"加分|[加扣减][0-9.]+分|第[一二]次|修[正改]")


def moved(ledger: Ledger, fact: Fact) -> bool:
    """Whether the sentence of a score tells of points that were added or taken off."""
    return fact.sentence >= 0 and _MOVED.search(ledger.sentences[fact.sentence].text) is not None


def _ratings(table: TableFacts, panel: Panel) -> Iterator[Ratings]:
    scores = panel.having("score")
    if panel.loose or len(scores) != 1 or panel.having("weight", "target", "result"):
        return
    if BY_OTHERS.search(table.title + "".join(h for c in panel.columns for h in c.header)):
        return
    if SCORED_BY_OTHERS.search(table.title + "".join(scores[0].header)):
        return
    rows = [r for r in panel.rows if r.role == "member"]
    cells = [table.cells.get((r.index, scores[0].index)) for r in rows]
    known = [f for f in cells if f is not None and _LEAST < f.figure.value <= _MOST]
    names = names_of(rows)
    if len(names) == len(known) >= FEW:
        yield Ratings(table, tuple(zip(names, known, strict=True)))


BY_OTHERS = compiled(r"重点评价|财政(?:部门)?(?:评价|评审|评分)|复[核评]|抽查|第三方|再评价|上年|部门评价")
SCORED_BY_OTHERS = compiled(
    r"抽查|初评|复[评审核]|核查|审[核定]|核定|评审|认定|评价(?:小?组|机构)|评分组|主管部门|第三方|财政(?:局|厅|部门)?(?:重点)?(?:评|得|打)|重点评价|再评价|折算|加权"
    r"|调整后|最终|上年|去年"
)  # points that are not, or not only, those of the self-evaluation
_LEAST, _MOST = 20, 100  # points of a whole project, not of one of its indicators
