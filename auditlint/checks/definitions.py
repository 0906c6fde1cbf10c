"""Check `definition`: explanations of terms that belong to another term, and terms explained twice."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks import Check
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Document, Remark, Span
from auditlint.numerals import normalize
from auditlint.outline import Number, number_of
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from auditlint.located_yaml import File, Node

_SECTION = "名词解释"
_TERM = compiled(r"\s*(?P<term>[^:,;。]{2,60}?)\s*(?::|——?|,?(?=是?指|反映))\s*(?P<said>.{6,})")


_NEXT = compiled(
    r"。\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、](?![0-9]))[^:,;。]{2,40}:"
    r"|。\s*[^:,;。]{2,30}:(?:是?指|反映)"
)


def _read_terms(file: File, node: Node) -> tuple[tuple[str, str], ...]:
    found = file.arrows(node, "应写成“解释中的话→名词”", "should be 'words of the explanation→term'")
    return tuple((normalize(said), normalize(term)) for said, term in found)


@dataclass(frozen=True, slots=True)
class Options:
    """Which fault is looked for."""

    of: Literal["other", "twice"] = field(
        default="other", metadata={"help": "other: the explanation of another term; twice: a term explained twice"}
    )
    terms: tuple[tuple[str, str], ...] = field(
        default=(),
        metadata={"help": "what only the explanation of a term says, as words→term", "read": _read_terms},
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A term and its explanation: the block, the characters of the term, and its number in the list."""

    block: int
    term: str
    start: int
    said: str
    number: Number | None
    section: str


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """A remark for every entry of 名词解释 that is not as it should be."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        entries = tuple(_entries(document))
        found = _other(entries, options.terms) if options.of == "other" else _twice(ledger, entries)
        for entry, expected in found:
            place = number, Span(entry.block, entry.start, entry.start + len(entry.term))
            yield Remark("definition", (place,), (("name", entry.term), ("expected", expected)))


def _entries(document: Document) -> Iterator[_Entry]:
    for index, block in enumerate(document.blocks):
        if block.kind == "cell":
            continue
        text = normalize(block.text)
        number = number_of(block.text)
        start = number.end if number is not None else 0
        m = _TERM.match(text, start)
        if m is not None and _NEXT.search(m["said"]) is not None:
            continue  # 一、甲：指…。二、乙：指…: several in one paragraph
        if m is not None and (_SECTION in block.section or m["said"].startswith(("指", "是指", "反映"))):
            yield _Entry(index, m["term"], m.start("term"), m["said"], number, block.section)


def _other(entries: tuple[_Entry, ...], terms: tuple[tuple[str, str], ...]) -> Iterator[tuple[_Entry, str]]:
    """年末结转和结余：…结转到本年…: what only another term's explanation says, and nothing that its own does."""
    for entry in entries:
        own = {term for _, term in terms if term in entry.term}
        said = {term for words, term in terms if words in entry.said}
        if own and said and not own & said and len(said) == 1:
            yield entry, said.pop()


def _twice(ledger: Ledger, entries: tuple[_Entry, ...]) -> Iterator[tuple[_Entry, str]]:
    """The second of two entries of one list for one term; names of subjects come under several classes."""
    seen: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        if entry.number is None or _SECTION not in entry.section or ledger.rulebook.taxonomy.find(entry.term) is None:
            continue
        first = seen.setdefault((entry.section, entry.term), entry)
        if first is entry or first.number is None or first.number.style != entry.number.style:
            continue
        if entry.number.value > first.number.value:
            yield entry, entry.term


CHECK = Check("definition", Options, run, ("name", "expected"), "terms with the explanation of another", compares=False)
