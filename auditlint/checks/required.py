"""Check `required`: what final accounts must hold: statements, tables, notes of empty tables."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.addresses import pattern
from auditlint.errors import Malformed
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.recognition import FORMS, titled
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize
from auditlint.patterns import compile_phrase
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from auditlint.located_yaml import File, Node

_SECTIONS = ("收入决算", "支出决算", "三公", "基本支出")  # headings by which an explanation of final accounts is known
_STATE_SINCE = "2020"  # the first accounts with a table of the state capital budget
_LONGEST_TITLE = 60
_NOTE = compiled(r"无数据|空表|[无没]有?.{0,30}(?:收入|支出|经费|安排)|为空")


def _read_phrases(file: File, node: Node) -> tuple[str, ...]:
    found = []
    for item in file.items(node):
        text = file.text(item)
        if isinstance(item.value, str):
            try:
                compile_phrase(text)
                found.append(text)
            except Malformed as error:
                file.malformed(item, error)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Options:
    """What must be there."""

    of: Literal["statement", "tables", "empty"] = field(
        default="statement",
        metadata={"help": "statement: one of `any` in the text; tables: all public forms; empty: a note to empty ones"},
    )
    any: tuple[str, ...] = field(
        default=(), metadata={"help": "phrases of which one must stand in the text", "read": _read_phrases}
    )


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """A remark for what is missing."""
    if options.of == "statement":
        yield from _statement(ledger, options)
    elif options.of == "tables":
        yield from _tables(ledger)
    else:
        yield from _empty(ledger)


def _explanation(document: Document) -> bool:
    """Whether a document is the explanation of a department's final accounts, whole."""
    headings = " ".join(b.text for b in document.blocks if b.kind == "heading")
    return document.role == "report" and "决算" in headings and all(s in headings for s in _SECTIONS)


def _title(document: Document) -> Span:
    block = next((i for i, b in enumerate(document.blocks) if b.text.strip()), 0)
    return Span(block, 0, len(document.blocks[block].text))


def _statement(ledger: Ledger, options: Options) -> Iterator[Remark]:
    for number, document in enumerate(ledger.documents):
        if not _explanation(document):
            continue
        text = "".join(normalize("\n".join(b.text for b in document.blocks)).split())
        if not any(pattern(p).search(text) for p in options.any):
            yield Remark("required", ((number, _title(document)),), (("what", options.any[0]),))


def _tables(ledger: Ledger) -> Iterator[Remark]:
    """The public tables that are missing where at least half of them are there, whatever file each stands in."""
    own = [n for n, d in enumerate(ledger.documents) if not d.beside]
    forms = [(t.document, t.form) for t in ledger.tables if t.document in own and t.form is not None]
    final = [(n, f.kind) for n, f in forms if f.public and f.stage == "final"]
    if len({kind for _, kind in final}) * 2 < len(FORMS):
        return
    present = {kind for _, kind in final} | {kind for n in own for kind in _headed(ledger, n)}
    missing = [k for k in FORMS if k not in present and not (k == "state" and "" < ledger.year < _STATE_SINCE)]
    if missing:
        number = final[0][0]
        names = "、".join(ledger.rulebook.lexicon.words("form-" + k)[0] for k in missing)
        yield Remark("required", ((number, _title(ledger.documents[number])),), (("what", names),))


def _headed(ledger: Ledger, number: int) -> Iterator[str]:
    """The forms that a title in the text or over a table names, recognised or not; a table of contents has none."""
    document = ledger.documents[number]
    lexicon = ledger.rulebook.lexicon
    texts = [b.text for b in document.blocks if b.kind != "cell" and b.text.strip()]
    named = [titled(text, lexicon) if len(text) <= _LONGEST_TITLE else None for text in texts]
    for before, form, after in zip([None, *named], named, [*named[1:], None], strict=False):
        if form is not None and before is None and after is None:
            yield form.kind
    yield from (f.kind for t in document.tables if (f := titled(t.title, lexicon)) is not None)


def _empty(ledger: Ledger) -> Iterator[Remark]:
    for table in ledger.tables:
        document = ledger.documents[table.document]
        if document.beside or table.form is None or not table.form.public or not table.panels:
            continue
        if any(f.figure.value for f in table.facts):
            continue
        blocks = [c.block for c in document.tables[table.index].cells]
        around = document.blocks[max(min(blocks) - 3, 0) : max(blocks) + 4]
        if not any(_NOTE.search(b.text) for b in around):
            place = Span(min(blocks), 0, len(document.blocks[min(blocks)].text))
            yield Remark("required", ((table.document, place),), (("what", table.title),))


CHECK = Check("required", Options, run, ("what",), "statements, tables and notes that must be there", compares=False)
