"""Check `subject-list`: subjects that the text names and the table lacks, the reverse, and names on the wrong side."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.checks.addresses import Address, stem
from auditlint.checks.cross_table import sets
from auditlint.checks.statements import statements
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.panels import Row
from auditlint.facts.tables import TableFacts
from auditlint.model import Fact, Remark, Span
from auditlint.numerals import normalize
from auditlint.packs import normalize_label
from auditlint.records import dataclass, field
from auditlint.typed import Literal

_LEAST = 3  # subjects that text and table must share before one that is missing is told
_ITEMS = Address("text", "每项", "一般公共预算[财政拨款]支出")
_SIDES = compiled(r"(?P<side>人员经费|公用经费)[^。;]{0,30}?(?:主要包括|包括|主要用于|主要是)[:：]?(?P<list>[^。;]+)")
_WRONG = {"人员经费": ("302", "310"), "公用经费": ("301", "303")}


@dataclass(frozen=True, slots=True)
class Options:
    """Which subjects are looked for."""

    of: Literal["text", "table", "side"] = field(
        default="text",
        metadata={
            "help": "text: named in the text, not in the table; table: in the table, not in the text; "
            "side: economic subjects listed under 人员经费 or 公用经费 that belong to the other"
        },
    )


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """A remark for every subject that is missing or misplaced."""
    if options.of == "side":
        yield from _sides(ledger)
        return
    for one in sets(ledger, "final"):
        table = one.tables.get("general")
        if table is None:
            continue
        said = list(statements(ledger, _ITEMS, "level"))
        items = [r for r in table.rows if len(r.code) == 7 and r.label]
        known = {stem(r.label) for r in items}
        named = {stem(row.label) for _, row in said}
        if len(known & named) >= _LEAST and len(known & named) * 2 > len(known):
            yield from _unlisted(said, known) if options.of == "text" else _untold(ledger, table, items)


def _unlisted(said: list[tuple[Fact, Row]], known: set[str]) -> Iterator[Remark]:
    for fact, row in said:
        if stem(row.label) not in known and fact.figure.value:
            yield Remark("subject-list", ((fact.document, fact.figure.span),), (("name", row.label),))


def _untold(ledger: Ledger, table: TableFacts, items: list[Row]) -> Iterator[Remark]:
    text = "".join(
        normalize_label(b.text) for d in ledger.documents if d.role == "report" for b in d.blocks if b.kind != "cell"
    )
    groups = (r for r in table.rows if len(r.code) in (3, 5))
    in_all = tuple(r.code for r in groups if _told_in_all(normalize_label(r.label), text))
    for row in items:
        if row.code.startswith(in_all):
            continue
        cells = (table.cells.get((row.index, c.index)) for c in table.columns)
        spent = any(f is not None and f.figure.value for f in cells)
        if spent and row.block >= 0 and normalize_label(stem(row.label)) not in text:
            length = len(ledger.documents[table.document].blocks[row.block].text)
            fields = (("name", row.label), ("code", row.code))
            yield Remark("subject-list", ((table.document, Span(row.block, 0, length)),), fields)


def _told_in_all(label: str, text: str) -> bool:
    """卫生健康支出（类）年初预算A万元，支出决算B万元: whether a class is explained as one, and not by its items."""
    return label != "" and any(_AS_ONE.match(behind) for behind in text.split(label)[1:])


_AS_ONE = compiled(r"\([类款]\)[:。]?(?:20[0-9]{2}年度?)?(?:(?:年初|全年)?预算|支出决算)")


def _sides(ledger: Ledger) -> Iterator[Remark]:
    """Names of 302 and 310 under 人员经费, of 301 and 303 under 公用经费."""
    codes: dict[str, set[str]] = {}
    for subject in ledger.rulebook.subjects:
        if len(subject.code) == 5 and subject.code[0] == "3":
            codes.setdefault(normalize_label(subject.name), set()).add(subject.code[:3])
    for number, document in enumerate(ledger.documents):
        if document.beside:
            continue
        for index, block in enumerate(document.blocks):
            if block.kind in ("cell", "header") or "经费" not in block.text:
                continue
            plain = normalize(block.text)
            for m in _SIDES.finditer(plain):
                if any(other in m.group() for other in _WRONG if other != m["side"]):
                    continue
                yield from _misplaced(codes, m["side"], m["list"], (number, index, m.start("list")))


def _misplaced(codes: dict[str, set[str]], side: str, listed: str, place: tuple[int, int, int]) -> Iterator[Remark]:
    document, block, at = place
    for name in listed.replace(",", "、").split("、"):
        plain = name.strip().removesuffix("等")
        known = codes.get(normalize_label(plain), set())
        if known and known <= set(_WRONG[side]):
            first = at + name.index(plain) if plain else at
            fields = (("name", plain), ("side", side), ("code", min(known)))
            yield Remark("subject-list", ((document, Span(block, first, first + len(plain))),), fields)
        at += len(name) + 1


CHECK = Check(
    "subject-list", Options, run, ("name", "code", "side"), "subjects of the text against the table", compares=False
)
