"""Rows of a table that a paragraph beside it names and adds up; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.relate import relate
from auditlint.checks.tabled_rows import level_columns, sentences_beside
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic
from auditlint.facts.tables import Panel, Row, TableFacts
from auditlint.model import Fact, Relation

_NAMED = compiled(
    r"(?:^|[,;。:]|其中|选择|回答)(?P<names>[^,;。:0-9]{2,60}?)(?:[两二三四五六][项个者类种档][^,;。:、0-9]{0,4})?"
    r"(?:合计|共计|之和|总计)(?:[占有为达]|占比)?(?:户数|人数|份数|金额)?$"
)
_AND = compiled(r"[、与和及]")
_QUOTES = compiled(r"[“”\"‘’《》]")
_SHARE = compiled(r"^[,(]?[^,;。:]{0,6}(?:满意度|满意率|占比|占)(?:为|达|约)?$")
_SUMS = ("合计", "共计", "之和", "总计")
_PREFIX = 2  # characters of a row's name that may stand for it


def tabled_sums(ledger: Ledger) -> Iterator[Relation]:
    """“很满意”与“满意”两项合计A户，满意度B%: two rows of the table above, in its column of counts and of shares."""
    cued = (s for s in ledger.sentences if any(word in s.text for word in _SUMS))
    for table, sentence in sentences_beside(ledger, cued):
        yield from _in_sentence(ledger, table, sentence)


def _in_sentence(ledger: Ledger, table: TableFacts, sentence: Sentence) -> Iterator[Relation]:
    facts = ledger.facts_of(sentence)
    for i, fact in enumerate(facts):
        before = sentence.between(facts[i - 1], fact) if i else sentence.before(fact)
        m = _NAMED.search(before.replace(" ", ""))
        if m is None:
            continue
        for panel in table.panels:
            rows = _rows(panel, m["names"])
            if not rows or panel.loose:
                continue
            yield from _made(table, panel, rows, fact)
            behind = facts[i + 1] if i + 1 < len(facts) else None
            if behind is None or fact.figure.unit.dimension == "percent":
                continue
            if _SHARE.search(sentence.between(fact, behind).replace(" ", "")):
                yield from _made(table, panel, rows, behind)


def _rows(panel: Panel, names: str) -> list[Row]:
    """The rows that a list of names is of, each by its whole name or by a beginning that no other row has."""
    members = [r for r in panel.rows if r.role in ("member", "group") and not generic(r.label)]
    found: list[Row] = []
    for name in _AND.split(_QUOTES.sub("", names)):
        same = [r for r in members if _QUOTES.sub("", r.label) == name]
        same = same or [r for r in members if len(name) >= _PREFIX and r.label.startswith(name)]
        if len(same) != 1:
            return []
        found += same
    return found if len({r.index for r in found}) == len(found) > 1 else []


def _made(table: TableFacts, panel: Panel, rows: Sequence[Row], total: Fact) -> Iterator[Relation]:
    """The sum of some rows in the column of the total's kind."""
    kind = total.figure.unit.dimension
    columns = panel.having("share") if kind == "percent" else level_columns(panel, table, kind)
    if len(columns) != 1:
        return
    parts = [f for r in rows if (f := table.cells.get((r.index, columns[0].index))) is not None]
    if len(parts) == len(rows):
        terms = (("total", total), *(("part", f) for f in parts))
        made = relate("sum", Sum((1,) * len(parts)), terms, firm=True)
        if made is not None:
            yield made
